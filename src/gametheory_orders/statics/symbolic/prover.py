"""Prove the sign of an expression on a domain, with a certificate that is checked anew.

Builds on domains.py and certificates.py. Letters are written with slacks of 0 or more, the
expression is factored, and each factor must have coefficients of one sign (after multiplying it
by a positive polynomial, if need be: Pólya 1928), be an even power, or be completed to a square.
What cannot be certified is not claimed. Not here: the check (checker.py).
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gametheory_orders.foundations.errors import ModelError, NoAnswer, unknown_name
from gametheory_orders.foundations.tolerances import DERIVED_TIE
from gametheory_orders.statics.symbolic.certificates import (
    SIGNS,
    Certificate,
    Factor,
    Substitution,
)
from gametheory_orders.statics.symbolic.checker import flaw
from gametheory_orders.statics.symbolic.domains import Domain

HIGHEST_RAISE = 6
"""How often a factor is multiplied by sums of slacks before it is given up."""
DRAWS = 60
"""Random points looked at before a sign is searched for, and for a counterexample after."""
IMPLIES = {"+": ("+", ">=0"), "-": ("-", "<=0"), "0": ("0", ">=0", "<=0")}


def prove_sign(expression: Any, domain: Domain, sign: str | None = None) -> Certificate:
    """Return the certificate of an expression's sign on a domain.

    Parameters
    ----------
    expression : sympy.Expr
        In the domain's letters: rational, with roots and powers of positive bases.
    domain : Domain
        Where the sign is meant to hold, point by point, boundary included where it belongs to it.
    sign : {"+", "-", "0", ">=0", "<=0"}, optional
        What is to be shown; by default the strongest that can be.

    Raises
    ------
    NoAnswer
        If no certificate is found, or only one of another sign. The witness is a point with the
        wrong sign, or two points with opposite signs, where some were found.

    Examples
    --------
    One more member of a coalition that stays below half of all:

    >>> from gametheory_orders.statics.symbolic import Variable, domain
    >>> where = domain(Variable("members", "k", least=1), Variable("states", "n", above="k"))
    >>> x = where.letters
    >>> prove_sign(x.k * (x.n - x.k), where).sign
    '+'
    """
    _check_arguments(expression, domain, sign)
    found = _certificate(expression, domain)
    if found is not None and flaw(found) is None:
        held = IMPLIES.get(found.sign, (found.sign,))
        if sign is None or sign in held:
            return found if sign is None else _weakened(found, sign)
        message = f"{expression} has the sign {found.sign} where {domain.words()}, not {sign}"
    else:
        message = f"no certificate for the sign of {expression} where {domain.words()}"
    raise NoAnswer(message, _counterexample(expression, domain, sign))


def _check_arguments(expression: Any, domain: Domain, sign: str | None) -> None:
    import sympy

    if not isinstance(domain, Domain):
        raise ModelError("domain", domain, "a Domain")
    if not isinstance(expression, sympy.Expr):
        raise ModelError("expression", expression, "a sympy expression (text is not evaluated)")
    strange = expression.free_symbols - {each.symbol for each in domain}
    if strange:
        names = ", ".join(sorted(str(each) for each in strange))
        known = ", ".join(str(each.symbol) for each in domain)
        raise ModelError("expression", f"letters {names}", f"letters of the domain: {known}")
    if sign is not None and sign not in SIGNS:
        raise unknown_name("sign", sign, SIGNS, "one")


def _weakened(found: Certificate, sign: str) -> Certificate:
    return replace(found, sign=sign)


@dataclass
class _Writing:
    """A domain written with slacks."""

    substitutions: list[Substitution] = field(default_factory=list)
    values: dict[Any, Any] = field(default_factory=dict)
    strict: set[Any] = field(default_factory=set)
    pairs: list[tuple[Any, Any]] = field(default_factory=list)
    free: set[Any] = field(default_factory=set)
    atoms: dict[Any, Any] = field(default_factory=dict)

    @property
    def slacks(self) -> list[Any]:
        return [slack for each in self.substitutions for slack in each.slacks]

    @property
    def generators(self) -> list[Any]:
        return [*self.slacks, *self.atoms.values()]


def _written(domain: Domain) -> _Writing:
    import sympy

    out = _Writing()
    for each in domain:
        name = str(each.symbol)
        low = None if each.low is None else each.low.subs(out.values)
        high = None if each.high is None else each.high.subs(out.values)
        t = sympy.Symbol(f"t_{name}", positive=True)
        slacks: tuple[Any, ...] = (t,)
        opened = each.low_open
        if each.scale == "exponential":
            form, value, opened = "exponential", sympy.exp(-t), each.high_open
        elif low is not None and high is not None:
            a = sympy.Symbol(f"a_{name}", positive=True)
            b = sympy.Symbol(f"b_{name}", positive=True)
            slacks, form, value = (a, b), "between", (low * a + high * b) / (a + b)
            out.pairs.append((a, b))
            out.strict |= ({b} if each.low_open else set()) | ({a} if each.high_open else set())
            opened = False
        elif low is not None:
            square = each.scale == "square"
            form, value = ("square", low + t**2) if square else ("low", low + t)
        elif high is not None:
            form, value, opened = "high", high - t, each.high_open
        else:
            t = sympy.Symbol(f"t_{name}", real=True)
            slacks, form, value, opened = (t,), "free", t, False
            out.free.add(t)
        if opened:
            out.strict.add(t)
        out.substitutions.append(Substitution(each.symbol, form, slacks))
        out.values[each.symbol] = value
    return out


def _certificate(expression: Any, domain: Domain) -> Certificate | None:
    import sympy

    writing = _written(domain)
    rational = _rational(expression.subs(writing.values), writing)
    if rational is None:
        return None
    above, below = sympy.fraction(sympy.cancel(sympy.together(rational)))
    atoms = tuple((symbol, value) for value, symbol in writing.atoms.items())
    known = (tuple(writing.substitutions), atoms)
    if above == 0:
        return Certificate(expression, domain, "0", *known, sympy.Integer(0), ())
    constant, factors, weak = sympy.Integer(1), [], False
    for part, direction in ((above, 1), (below, -1)):
        number, bases = sympy.factor_list(part, *writing.generators)
        constant = constant * number**direction
        for base, power in bases:
            # factor_list may give sympy's integers, which no document can hold.
            found = _factor(base, int(power) * direction, writing)
            if found is None:
                return None
            factors.append(found)
            strict = _never_zero(found, writing)
            if direction < 0 and not strict:
                return None
            weak = weak or not strict
    positive = constant > 0
    for each in factors:
        positive = positive == (each.sign > 0 or each.power % 2 == 0)
    sign = (">=0" if positive else "<=0") if weak else ("+" if positive else "-")
    return Certificate(expression, domain, sign, *known, constant, tuple(factors))


def _rational(expression: Any, writing: _Writing) -> Any:
    """Return the expression with roots and exponentials as atoms; None if something is left."""
    import sympy

    if expression.is_Symbol or expression.is_Rational:
        return expression
    if expression.is_Add or expression.is_Mul:
        parts = [_rational(part, writing) for part in expression.args]
        return None if any(part is None for part in parts) else expression.func(*parts)
    if isinstance(expression, sympy.exp):
        return _power_by_terms(sympy.exp, expression.args[0], writing)
    if expression.is_Pow:
        return _power(expression.base, expression.exp, writing)
    return _atom(expression, writing) if expression == sympy.pi else None


def _power(base: Any, power: Any, writing: _Writing) -> Any:
    import sympy

    if power.is_Integer:
        inner = _rational(base, writing)
        return None if inner is None else inner**power
    if power.is_Rational:
        # Not factored: the parts of a root would hide that they belong together.
        return _atom(sympy.Pow(base, sympy.Rational(1, power.q)), writing) ** power.p
    if base.is_Rational and base > 0:
        return _power_by_terms(lambda exponent: base**exponent, power, writing)
    return _atom(sympy.Pow(base, power), writing)


def _power_by_terms(power: Callable[[Any], Any], exponent: Any, writing: _Writing) -> Any:
    """Return a power as a product, one atom for each term of its exponent."""
    import sympy

    found = sympy.Integer(1)
    for term in sympy.Add.make_args(sympy.expand(exponent)):
        number, rest = term.as_coeff_Mul()
        if not number.is_Rational:
            return None
        part = power(rest / number.q)
        found = found * (part if part.is_Rational else _atom(part, writing)) ** number.p
    return found


def _atom(value: Any, writing: _Writing) -> Any:
    import sympy

    if value not in writing.atoms:
        writing.atoms[value] = sympy.Symbol(f"atom_{len(writing.atoms) + 1}", positive=True)
    return writing.atoms[value]


def _factor(base: Any, power: int, writing: _Writing) -> Factor | None:
    import sympy

    one = sympy.Integer(1)
    changes = not _one_sign(base, writing) and _changes_sign(base, writing)
    for multiplier in () if changes else _multipliers(base, writing):
        sign = _one_sign(sympy.expand(base * multiplier), writing)
        if sign:
            return Factor(base, power, sign, "coefficients", multiplier)
    if power % 2 == 0:
        return Factor(base, power, 1, "even power", one)
    if changes:
        return None
    for slack in writing.generators:
        poly = sympy.Poly(base, slack)
        if poly.degree() != 2:
            continue
        lead, slope, constant = poly.all_coeffs()
        rest = sympy.expand(4 * lead * constant - slope**2)
        sign = _one_sign(sympy.expand(lead), writing)
        if sign and _one_sign(rest, writing) == 1:
            return Factor(base, power, sign, "square", one, slack, lead, slope, rest)
    return None


def _changes_sign(polynomial: Any, writing: _Writing) -> bool:
    """Say whether a polynomial is seen with both signs: then no certificate need be looked for."""
    chance, signs = random.Random(0), set()
    terms = [(powers, float(number)) for powers, number in _terms(polynomial, writing)]
    for _ in range(DRAWS):
        at = [
            (chance.choice((-1, 1)) if symbol in writing.free else 1) * chance.expovariate(1) ** 2
            for symbol in writing.generators
        ]
        parts = [
            number * math.prod(x**power for x, power in zip(at, powers, strict=True))
            for powers, number in terms
        ]
        value = math.fsum(parts)
        if abs(value) > DERIVED_TIE * max(map(abs, parts)):
            signs.add(value > 0)
    return len(signs) == 2


def _multipliers(base: Any, writing: _Writing) -> Iterator[Any]:
    """Yield ever higher powers of the sums of the slacks that the factor has."""
    import sympy

    yield sympy.Integer(1)
    used = base.free_symbols
    paired = [a + b for a, b in writing.pairs if used & {a, b}]
    within = {slack for pair in writing.pairs for slack in pair}
    single = [1 + slack for slack in writing.slacks if slack in used - within - writing.free]
    for power in range(1, HIGHEST_RAISE + 1):
        for sums in ([*paired], [*single], [*paired, *single]):
            if sums:
                yield sympy.prod(sums) ** power


def _terms(polynomial: Any, writing: _Writing) -> list[tuple[tuple[int, ...], Any]]:
    import sympy

    found: list[tuple[tuple[int, ...], Any]] = sympy.Poly(
        polynomial, *writing.generators, domain="QQ"
    ).terms()
    return found


def _one_sign(polynomial: Any, writing: _Writing) -> int:
    """Return 1 or -1 if all terms have that sign, else 0."""
    if polynomial == 0:
        return 0
    signs = set()
    for powers, coefficient in _terms(polynomial, writing):
        for symbol, power in zip(writing.generators, powers, strict=True):
            if symbol in writing.free and power % 2:
                return 0
        signs.add(1 if coefficient > 0 else -1)
    return signs.pop() if len(signs) == 1 else 0


def _never_zero(factor: Factor, writing: _Writing) -> bool:
    """Say whether a factor cannot vanish, whichever slacks that may be zero are zero."""
    import sympy

    if factor.reason == "even power":
        return False
    # 4 lead base = a square + rest: neither lead nor rest may vanish.
    parts = [factor.lead, factor.rest] if factor.reason == "square" else [factor.base]
    maybe = [s for s in writing.slacks if s not in writing.strict]
    for gone in _faces(maybe, writing.pairs):
        for part in parts:
            left = sympy.expand((part * factor.multiplier).subs(dict.fromkeys(gone, 0)))
            if left == 0 or not _one_sign(left, writing):
                return False
    return True


def _faces(maybe: Sequence[Any], pairs: Sequence[tuple[Any, Any]]) -> Iterator[list[Any]]:
    """Yield the largest sets of slacks that may be zero at once: never both of a pair."""
    single = [s for s in maybe if not any(s in pair for pair in pairs)]
    choices = [[s for s in pair if s in maybe] or [None] for pair in pairs]
    for chosen in itertools.product(*choices):
        yield single + [s for s in chosen if s is not None]


def _counterexample(expression: Any, domain: Domain, sign: str | None) -> Any:
    """Return points that speak against a sign, if chance finds some."""
    import numpy as np
    import sympy

    if isinstance(expression, sympy.Expr) and not expression.free_symbols:
        return {"value": str(expression)}
    rng = np.random.default_rng(0)
    seen: dict[int, dict[str, str]] = {}
    for _ in range(DRAWS):
        point = domain.draw(rng)
        at = {
            domain.symbol(k): sympy.Rational(v.numerator, v.denominator) for k, v in point.items()
        }
        value = expression.subs(at)
        if not value.is_real:
            continue
        way = 1 if value > 0 else -1 if value < 0 else 0
        seen.setdefault(way, {**{k: str(v) for k, v in point.items()}, "value": str(value)})
    wrong = {"+": (0, -1), "-": (0, 1), "0": (1, -1), ">=0": (-1,), "<=0": (1,)}
    if sign is not None:
        return next((seen[way] for way in wrong[sign] if way in seen), None)
    return [seen[way] for way in (1, -1) if way in seen] if len(seen) > 1 else None
