"""Comparative statics and their proofs: symbolic, by exact enumeration, or numbers only.

Builds on domains.py and prover.py. A sign is never taken from where it is claimed: it is proved
each time, and says how. Not here: the results that it is claimed of (results.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.statics.symbolic.certificates import IN_WORDS, Certificate
from gametheory_orders.statics.symbolic.domains import Domain, Variable, domain
from gametheory_orders.statics.symbolic.prover import prove_sign

if TYPE_CHECKING:
    from gametheory_orders.statics.symbolic.results import NamedResult

PROVED = "proved symbolically"
ENUMERATED = "proved by exact enumeration"
NUMERIC = "supported numerically only"
STATUSES = (PROVED, ENUMERATED, NUMERIC)
WAYS = ("derivative", "difference", "value")
NUMERIC_DRAWS = 200


@dataclass(frozen=True)
class Static:
    """How a result moves with one of its letters.

    Parameters
    ----------
    letter : str
        What is moved.
    sign : {"+", "-", "0", ">=0", "<=0"}
        What is expected; it is proved, not believed.
    way : {"derivative", "difference", "value"}
        A derivative, the difference that one more makes, or the value of the formula itself,
        where it is a derivative or a difference already.
    where : tuple of Variable
        The domain on which the sign holds, if not the whole one.
    when : str
        That condition in words.
    box : mapping of str to sequence, optional
        Values by letter, all of whose combinations are gone through exactly.
    value : callable, optional
        With ``box``: from the letters as keywords to an exact number, in place of the formula.
        None skips a combination.
    step : int
        Of the difference.
    numeric : bool
        Whether there is no proof, and random points have to do.
    """

    letter: str
    sign: str
    way: str = "derivative"
    where: tuple[Variable, ...] = ()
    when: str = ""
    box: Mapping[str, Sequence[Any]] | None = None
    value: Callable[..., Any] | None = None
    step: int = 1
    numeric: bool = False


@dataclass(frozen=True)
class Proof(Result):
    """A comparative static with its proof.

    Parameters
    ----------
    subject : str
        What moves.
    parameter : str
        What it moves with, in words.
    letter : str
        The same as a letter.
    way : str
        Derivative or difference.
    expression : sympy.Expr or None
        The derivative or difference.
    sign : str
        Its sign.
    conditions : str
        Where the sign holds.
    status : str
        Proved symbolically, proved by exact enumeration, or supported numerically only.
    evidence : str
        What was done, in words.
    certificate : Certificate or None
        For a symbolic proof; it has been checked.
    """

    subject: str
    parameter: str
    letter: str
    way: str
    expression: Any
    sign: str
    conditions: str
    status: str
    evidence: str
    certificate: Certificate | None = None

    @property
    def in_words(self) -> str:
        """Return the sign in words, such as "rises"."""
        return IN_WORDS[self.sign]

    def row(self) -> list[str]:
        """Return the row of a table of statics."""
        shown = "" if self.expression is None else str(self.expression)
        return [self.parameter, self.way, shown, self.in_words, self.conditions, self.status]

    def table(self) -> Table:
        """Return one row."""
        return Table(COLUMNS, [self.row()], self.subject)

    def to_dict(self) -> dict[str, Any]:
        """Return the static as plain values."""
        return {
            "parameter": self.parameter,
            "letter": self.letter,
            "way": self.way,
            "expression": None if self.expression is None else str(self.expression),
            "sign": self.sign,
            "in_words": self.in_words,
            "conditions": self.conditions,
            "status": self.status,
            "evidence": self.evidence,
            "certificate": None if self.certificate is None else self.certificate.to_dict(),
        }


COLUMNS = ["with more", "way", "expression", "it", "where", "status"]


def prove(result: NamedResult, claim: Static) -> Proof:
    """Return the proof of a claim about a named result.

    Raises
    ------
    NoAnswer
        If it cannot be proved, with what speaks against it where something was found.
    """
    if claim.box is not None:
        return _enumerated(result, claim)
    where = domain(*claim.where) if claim.where else result.domain
    formula = result.build(where.letters)
    symbol = where.symbol(claim.letter)
    expression, place = _moved(formula, symbol, claim, where)
    if claim.numeric:
        evidence = _at_random(expression, place, claim.sign, result)
        return _proof(result, claim, (expression, place), NUMERIC, evidence)
    certificate = prove_sign(expression, place, claim.sign)
    evidence = "a certificate of signs, checked by expanding it again"
    return _proof(result, claim, (expression, place), PROVED, evidence, certificate)


def _moved(formula: Any, symbol: Any, claim: Static, where: Domain) -> tuple[Any, Domain]:
    """Return the derivative or difference, factored where that is quick, and where it is meant."""
    import sympy

    if claim.way == "value":
        moved, place = formula, where
    elif claim.way == "derivative":
        moved, place = sympy.diff(formula, symbol), where
    else:
        moved, place = formula.subs(symbol, symbol + 1) - formula, where.stepped(str(symbol))
    rational = moved.is_rational_function(*moved.free_symbols)
    return (sympy.factor(moved) if rational else moved), place


def _proof(
    result: NamedResult,
    claim: Static,
    moved: tuple[Any, Domain],
    status: str,
    evidence: str,
    *certificate: Certificate,
) -> Proof:
    expression, place = moved
    conditions = claim.when or place.words()
    return Proof(
        f"{result.title}, {result.left}",
        result.name_of(claim.letter),
        claim.letter,
        claim.way,
        expression,
        claim.sign,
        conditions,
        status,
        evidence,
        *certificate,
    )


HOLDS: Mapping[str, Callable[[Any], bool]] = {
    "+": lambda x: bool(x > 0),
    "-": lambda x: bool(x < 0),
    "0": lambda x: bool(x == 0),
    ">=0": lambda x: bool(x >= 0),
    "<=0": lambda x: bool(x <= 0),
}


def _enumerated(result: NamedResult, claim: Static) -> Proof:
    """Go through every point of the box in exact numbers; the first wrong one is the witness."""
    assert claim.box is not None
    value = claim.value or _exactly(result)
    letters, checked = list(claim.box), 0
    for point in product(*claim.box.values()):
        at = dict(zip(letters, point, strict=True))
        moved = {**at, claim.letter: at[claim.letter] + claim.step}
        here, there = value(**at), value(**moved)
        if here is None or there is None:
            continue
        if not isinstance(here, int | Fraction) or not isinstance(there, int | Fraction):
            raise ModelError(result.id, type(here).__name__, "an exact number")
        checked += 1
        if not HOLDS[claim.sign](there - here):
            raise NoAnswer(f"{result.id}: the sign {claim.sign} fails at {at}", at)
    if not checked:
        raise NoAnswer(f"{result.id}: the box is empty", dict(claim.box))
    box = ", ".join(f"{name}: {_span(values)}" for name, values in claim.box.items())
    return Proof(
        f"{result.title}, {result.left}",
        result.name_of(claim.letter),
        claim.letter,
        "difference",
        None,
        claim.sign,
        claim.when or box,
        ENUMERATED,
        f"{checked} cases in exact numbers ({box})",
    )


def _span(values: Sequence[Any]) -> str:
    return (
        f"{values[0]} to {values[-1]} ({len(values)} values)" if len(values) > 1 else f"{values[0]}"
    )


def _exactly(result: NamedResult) -> Callable[..., Any]:
    """Return a rational formula in exact numbers; None outside its domain."""

    def value(**at: Any) -> Any:
        letters = SimpleNamespace(**{name: Fraction(x) for name, x in at.items()})
        inside = all(within(each, letters) for each in result.variables)
        return result.build(letters) if inside else None

    return value


def within(each: Variable, letters: Any) -> bool:
    """Say whether a letter's value is in its bounds, all values as attributes."""
    value = getattr(letters, each.letter)
    tests = (
        (each.above, value.__gt__),
        (each.least, value.__ge__),
        (each.below, value.__lt__),
        (each.most, value.__le__),
    )
    for bound, test in tests:
        if bound is None:
            continue
        limit = getattr(letters, bound) if isinstance(bound, str) else bound
        if not test(limit(letters) if callable(limit) else limit):
            return False
    return True


def _at_random(expression: Any, place: Domain, sign: str, result: NamedResult) -> str:
    import numpy as np

    rng = np.random.default_rng(0)
    for _ in range(NUMERIC_DRAWS):
        point = place.draw(rng, result.whole)
        at = {place.symbol(letter): float(x) for letter, x in point.items()}
        if not HOLDS[sign](float(expression.subs(at))):
            raise NoAnswer(
                f"{result.id}: the sign {sign} fails", {k: str(v) for k, v in at.items()}
            )
    return f"{NUMERIC_DRAWS} random points; this is no proof"
