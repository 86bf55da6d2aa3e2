"""Named results: a closed form, where it holds, who found it, and what changes it which way.

Builds on domains.py and proofs.py. A result is entered once, in one of the files of named/; its
formula is built when it is asked for, and its signs are proved. Not here: the results themselves
(named/).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import isfinite
from types import SimpleNamespace
from typing import Any

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.statics.symbolic.domains import Domain, Variable, domain
from gametheory_orders.statics.symbolic.proofs import COLUMNS, Proof, Static, prove, within

THEMES = ("cooperation", "charter", "club", "concert", "coalition")


@dataclass(frozen=True, eq=False)
class NamedResult(Result):
    """A closed form with its domain, source and comparative statics.

    Parameters
    ----------
    id : str
        Its name.
    title : str
        What it says, in a few words.
    left : str
        The letter of what is computed.
    variables : tuple of Variable
        The letters of the formula.
    build : callable
        From the letters to the formula.
    source : str
        Author and year, or "derived here".
    claims : tuple of Static
        What changes it which way.
    theme : str
        Which file of named/ it stands in.
    note : str
        What else a reader should know.
    """

    id: str
    title: str
    left: str
    variables: tuple[Variable, ...]
    build: Callable[[Any], Any]
    source: str
    claims: tuple[Static, ...]
    theme: str
    note: str = ""
    _proofs: dict[int, Proof] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def domain(self) -> Domain:
        """Where the formula holds."""
        return domain(*self.variables)

    @cached_property
    def formula(self) -> Any:
        """The formula, a sympy expression."""
        return self.build(self.domain.letters)

    @property
    def whole(self) -> tuple[str, ...]:
        """Letters that count something."""
        return tuple(each.letter for each in self.variables if each.whole)

    def at(self, **letters: int | float | Fraction) -> Fraction | float:
        """Return the formula's value at given letters: exact where they are and it can be.

        Raises
        ------
        ModelError
            If a letter is missing, unknown, no number, or outside the domain.
        """
        import sympy

        point = _point(self, letters)
        exact = all(not isinstance(x, float) for x in point.values())
        if exact:
            given = {self.domain.symbol(k): sympy.Rational(v) for k, v in point.items()}
            found = self.formula.subs(given)
            return Fraction(int(found.p), int(found.q)) if found.is_Rational else float(found)
        return float(self.formula.subs({self.domain.symbol(k): v for k, v in point.items()}))

    def statics(self) -> tuple[Proof, ...]:
        """Return all comparative statics, each proved."""
        return tuple(self.proof(position) for position in range(len(self.claims)))

    def proof(self, position: int) -> Proof:
        """Return the proof of one claim, by its place in the list."""
        if position not in self._proofs:
            self._proofs[position] = prove(self, self.claims[position])
        return self._proofs[position]

    def sign(self, parameter: str) -> tuple[Proof, ...]:
        """Return what is known of one parameter, by its name or its letter.

        Raises
        ------
        ModelError
            If the result says nothing of such a parameter.
        """
        letter = self.letter_of(parameter)
        found = [j for j, each in enumerate(self.claims) if each.letter == letter]
        if not found:
            known = [self.name_of(each.letter) for each in self.claims]
            raise unknown_name(self.id, parameter, list(dict.fromkeys(known)), "a parameter")
        return tuple(self.proof(j) for j in found)

    def letter_of(self, parameter: str) -> str:
        """Return the letter of a parameter that is given by name or letter."""
        for each in self.variables:
            if parameter in (each.name, each.letter):
                return each.letter
        names = [each.name for each in self.variables]
        raise unknown_name(self.id, parameter, names, "a parameter")

    def name_of(self, letter: str) -> str:
        """Return what a letter stands for."""
        return next(each.name for each in self.variables if each.letter == letter)

    def table(self) -> Table:
        """Return the comparative statics, one row each."""
        rows = [proof.row() for proof in self.statics()]
        return Table(COLUMNS, rows, f"{self.title}: {self.left} = {self.formula}")

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain values."""
        import sympy

        return {
            "id": self.id,
            "theme": self.theme,
            "title": self.title,
            "formula": f"{self.left} = {self.formula}",
            "formula_latex": f"{self.left_latex} = {sympy.latex(self.formula)}",
            "symbols": [
                {"letter": each.letter, "name": each.name, "domain": words.words()}
                for each, words in zip(self.variables, self.domain, strict=True)
            ],
            "source": self.source,
            "note": self.note,
            "statics": [proof.to_dict() for proof in self.statics()],
        }

    @property
    def left_latex(self) -> str:
        """The left-hand side in LaTeX."""
        import sympy

        return str(sympy.latex(sympy.Symbol(self.left)))

    def to_latex(
        self, caption: str = "", label: str = "", *, notes: Sequence[str] = (), digits: int = 3
    ) -> str:
        """Return the formula, its letters and its statics in LaTeX (booktabs)."""
        from gametheory_orders.statics.symbolic.writing import latex_of

        return latex_of(self, caption, label, notes)

    def to_markdown(self, caption: str = "", *, notes: Sequence[str] = (), digits: int = 3) -> str:
        """Return the same in Markdown, with formulas between dollar signs."""
        from gametheory_orders.statics.symbolic.writing import markdown_of

        return markdown_of(self, title=caption, notes=notes)


REGISTRY: dict[str, NamedResult] = {}


def enter(*results: NamedResult) -> None:
    """Enter results under their names; a name twice is a mistake of ours."""
    for each in results:
        if each.id in REGISTRY:
            raise RuntimeError(f"the result {each.id!r} is entered twice")
        if each.theme not in THEMES or not each.claims or not each.source:
            raise RuntimeError(f"the result {each.id!r} is not complete")
        REGISTRY[each.id] = each


@dataclass(frozen=True)
class NamedResults(Result):
    """All named results, in the order of their themes."""

    results: tuple[NamedResult, ...]

    def __iter__(self) -> Iterator[NamedResult]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __getitem__(self, name: str) -> NamedResult:
        return named_result(name)

    def table(self) -> Table:
        """Return one row a result, with the signs that are claimed."""
        rows = []
        for each in self.results:
            signs = dict.fromkeys(f"{one.letter} {one.sign}" for one in each.claims)
            rows.append([each.id, each.theme, each.title, ", ".join(signs)])
        return Table(["name", "about", "what it gives", "signs"], rows, "named results")

    def to_dict(self) -> dict[str, Any]:
        """Return the list as plain values; proofs come with each result."""
        return {
            "schema": 1,
            "statics": [
                {
                    "id": each.id,
                    "theme": each.theme,
                    "title": each.title,
                    "source": each.source,
                    "signs": [
                        {
                            "parameter": each.name_of(one.letter),
                            "letter": one.letter,
                            "way": one.way,
                            "sign": one.sign,
                            "when": one.when,
                        }
                        for one in each.claims
                    ],
                }
                for each in self.results
            ],
        }


def named_results() -> NamedResults:
    """Return all named results.

    Examples
    --------
    >>> len(named_results()) > 40
    True
    """
    for theme in THEMES:
        importlib.import_module(f"gametheory_orders.statics.symbolic.named.{theme}")
    order = sorted(REGISTRY.values(), key=lambda each: THEMES.index(each.theme))
    return NamedResults(tuple(order))


def named_result(name: str) -> NamedResult:
    """Return one named result.

    Parameters
    ----------
    name : str
        Its id; see :func:`named_results`.

    Raises
    ------
    ModelError
        If there is none, with the nearest name.

    Examples
    --------
    Effectiveness of a coalition of k out of n (Carraro and Siniscalco 1993):

    >>> found = named_result("deep_coalition")
    >>> found.at(k=3, n=10)
    Fraction(16, 135)
    >>> [(each.letter, each.sign, each.status) for each in found.sign("states")]
    [('n', '-', 'proved symbolically'), ('n', '-', 'proved symbolically')]
    """
    names = [each.id for each in named_results()]
    if not isinstance(name, str) or name not in REGISTRY:
        raise unknown_name("statics", name, names, "a named result")
    return REGISTRY[name]


def _point(result: NamedResult, given: Mapping[str, Any]) -> dict[str, Any]:
    known = [each.letter for each in result.variables]
    for letter, value in given.items():
        if letter not in known:
            raise unknown_name(result.id, letter, known, "a letter")
        number = isinstance(value, int | float | Fraction) and not isinstance(value, bool)
        if not number or not isfinite(value):
            raise ModelError(f"{result.id}.{letter}", value, "a number")
    for letter in known:
        if letter not in given:
            raise ModelError(result.id, f"no {letter}", f"each letter of: {', '.join(known)}")
    exact = {name: Fraction(value) for name, value in given.items()}
    letters = SimpleNamespace(**exact)
    for each, bounds in zip(result.variables, result.domain, strict=True):
        if not within(each, letters):
            raise ModelError(f"{result.id}.{each.letter}", given[each.letter], bounds.words())
    return dict(given)
