"""Where a formula is meant to hold: its letters, what each stands for, and within which bounds.

Builds on foundations; sympy is imported when a domain is made, not before. A bound may be a
number or depend on letters that come earlier. Not here: formulas, signs, or any proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from gametheory_orders.foundations.errors import ModelError, unknown_name

Bound = int | Fraction | str | Callable[[Any], Any] | None
"""A number, the letter of an earlier variable, or a function of the letters before it."""
FUNCTIONS = ("sqrt", "log", "exp", "pi", "Rational")
SCALES = ("plain", "square", "exponential")


@dataclass(frozen=True)
class Variable:
    """A letter of a formula, what it stands for, and its bounds.

    Parameters
    ----------
    name : str
        In words, such as "patience".
    letter : str
        As the formula has it.
    above, least : bound, optional
        Lower bound, itself excluded or included.
    below, most : bound, optional
        Upper bound, itself excluded or included.
    whole : bool
        Whether it counts something, so that it also moves by one.
    scale : {"plain", "square", "exponential"}
        How a proof may write it: as it is, as a bound plus a square (under a root), or as
        exp(-t) (under a logarithm or in a power; its bounds are then 0 and 1).

    Examples
    --------
    >>> Variable("members", "k", least=1, whole=True).name
    'members'
    """

    name: str
    letter: str
    above: Bound = None
    least: Bound = None
    below: Bound = None
    most: Bound = None
    whole: bool = False
    scale: str = "plain"

    def __post_init__(self) -> None:
        if self.scale not in SCALES:
            raise unknown_name(f"variable {self.letter}.scale", self.scale, SCALES, "one")
        for low, high in (("above", "least"), ("below", "most")):
            if getattr(self, low) is not None and getattr(self, high) is not None:
                raise ModelError(f"variable {self.letter}", f"{low} and {high}", "one of the two")


@dataclass(frozen=True)
class Range:
    """A variable's bounds as expressions.

    Parameters
    ----------
    symbol : sympy.Symbol
        The letter.
    low, high : sympy.Expr or None
        The bounds, None where there is none.
    low_open, high_open : bool
        Whether the bound itself is excluded.
    scale : str
        As in :class:`Variable`.
    """

    symbol: Any
    low: Any
    low_open: bool
    high: Any
    high_open: bool
    scale: str = "plain"

    def words(self) -> str:
        """Return the bounds as a reader wants them, such as ``0 < d <= 1``."""
        left = "" if self.low is None else f"{self.low} {'<' if self.low_open else '<='} "
        right = "" if self.high is None else f" {'<' if self.high_open else '<='} {self.high}"
        return f"{left}{self.symbol}{right}" if left or right else f"{self.symbol} real"

    def latex(self) -> str:
        """Return the bounds in LaTeX."""
        import sympy

        less = {True: "<", False: r"\le"}
        left = "" if self.low is None else f"{sympy.latex(self.low)} {less[self.low_open]} "
        right = "" if self.high is None else f" {less[self.high_open]} {sympy.latex(self.high)}"
        return f"{left}{sympy.latex(self.symbol)}{right}"


@dataclass(frozen=True)
class Domain:
    """An ordered list of ranges; a bound uses only letters that come before it.

    Parameters
    ----------
    ranges : tuple of Range
        One a letter.
    """

    ranges: tuple[Range, ...]

    @property
    def letters(self) -> Any:
        """The symbols as attributes, with sqrt, log, exp, pi and Rational beside them."""
        import sympy

        functions = {name: getattr(sympy, name) for name in FUNCTIONS}
        symbols = {str(each.symbol): each.symbol for each in self.ranges}
        return SimpleNamespace(**functions, **symbols)

    def __iter__(self) -> Iterator[Range]:
        return iter(self.ranges)

    def symbol(self, letter: str) -> Any:
        """Return the symbol of a letter."""
        for each in self.ranges:
            if str(each.symbol) == letter:
                return each.symbol
        raise unknown_name("letter", letter, [str(each.symbol) for each in self.ranges], "one")

    def words(self) -> str:
        """Return all bounds in one line."""
        return ", ".join(each.words() for each in self.ranges)

    def stepped(self, letter: str) -> Domain:
        """Return where both the value of a letter and the next whole one are in the domain.

        Raises
        ------
        ModelError
            If a bound of another letter falls where this one rises.
        """
        symbol = self.symbol(letter)
        for each in self.ranges:
            for bound in (each.low, each.high):
                if bound is not None and bound.diff(symbol).is_nonnegative is not True:
                    raise ModelError("domain", each.words(), f"bounds that rise with {letter}")
        out = []
        for each in self.ranges:
            if each.symbol == symbol:
                high = None if each.high is None else each.high - 1
                out.append(replace(each, high=high))
            else:
                low = None if each.low is None else each.low.subs(symbol, symbol + 1)
                out.append(replace(each, low=low))
        return Domain(tuple(out))

    def draw(self, rng: Any, whole: Sequence[str] = (), spread: int = 8) -> dict[str, Fraction]:
        """Return a random point of the domain in exact numbers.

        Parameters
        ----------
        rng : numpy.random.Generator
            The source of chance.
        whole : sequence of str
            Letters that must be whole numbers.
        spread : int
            How far above its lower bound a letter without an upper one may lie.
        """
        point: dict[Any, Any] = {}
        for each in self.ranges:
            point[each.symbol] = _drawn(each, point, rng, str(each.symbol) in whole, spread)
        return {str(symbol): Fraction(int(v.p), int(v.q)) for symbol, v in point.items()}


def _drawn(each: Range, point: dict[Any, Any], rng: Any, whole: bool, spread: int) -> Any:
    import sympy

    low = None if each.low is None else each.low.subs(point)
    high = None if each.high is None else each.high.subs(point)
    if whole:
        first = sympy.floor(low) + 1 if each.low_open else sympy.ceiling(low)
        last = first + 4 * spread
        if high is not None:
            last = sympy.ceiling(high) - 1 if each.high_open else sympy.floor(high)
        return sympy.Integer(int(rng.integers(int(first), int(last) + 1)))
    if low is None and high is None:
        return sympy.Rational(int(rng.integers(-999, 1000)), 100)
    if low is None:
        return high - sympy.Rational(int(rng.integers(1, 100 * spread)), 100)
    step = sympy.Rational(int(rng.integers(1, 1000)), 1000)
    return low + step * ((high - low) if high is not None else spread)


def domain(*variables: Variable) -> Domain:
    """Return the domain of some variables; bounds use the letters that come before.

    Raises
    ------
    ModelError
        If a letter comes twice, or a bound names a letter that does not come before it.

    Examples
    --------
    >>> where = domain(Variable("members", "k", least=1), Variable("states", "n", least="k"))
    >>> where.words()
    '1 <= k, k <= n'
    """
    import sympy

    found: list[Range] = []
    for each in variables:
        letters = Domain(tuple(found)).letters
        if hasattr(letters, each.letter):
            raise ModelError("domain", f"{each.letter!r} a second time", "each letter once")
        low, low_open = _bound(each, "above", "least", letters)
        high, high_open = _bound(each, "below", "most", letters)
        assumed: dict[str, bool] = {"real": True}
        if low is not None and (low.is_positive or (low.is_nonnegative and low_open)):
            assumed = {"positive": True}
        elif low is not None and low.is_nonnegative:
            assumed = {"nonnegative": True}
        symbol = sympy.Symbol(each.letter, **assumed)
        found.append(Range(symbol, low, low_open, high, high_open, each.scale))
    return Domain(tuple(found))


def _bound(each: Variable, opened: str, closed: str, letters: Any) -> tuple[Any, bool]:
    import sympy

    for name in (opened, closed):
        bound = getattr(each, name)
        if bound is None:
            continue
        if isinstance(bound, str):
            if not hasattr(letters, bound):
                known = [name for name in vars(letters) if name not in FUNCTIONS]
                raise unknown_name(f"variable {each.letter}.{name}", bound, known, "a letter")
            value = getattr(letters, bound)
        elif callable(bound):
            value = bound(letters)
        elif isinstance(bound, bool) or not isinstance(bound, int | Fraction):
            raise ModelError(
                f"variable {each.letter}.{name}", bound, "an exact number, or a letter"
            )
        else:
            value = sympy.Rational(bound)
        exact = value if isinstance(value, sympy.Basic) else sympy.Rational(value)
        return exact, name == opened
    return None, False
