"""Check a certificate from nothing but the expression, the domain and the certificate itself.

Builds on certificates.py; shares no code with the prover. Everything is expanded again: that the
slacks reach every point of the domain, that the product is the expression, that each factor has
the sign that is claimed, and whether it can vanish. Not here: how a certificate is found.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from gametheory_orders.foundations.tolerances import PROOF
from gametheory_orders.statics.symbolic.certificates import FORMS, SIGNS, Certificate
from gametheory_orders.statics.symbolic.domains import Range

POINTS = 3
"""Numerical spot checks of the identity, beside the exact one."""


def accepts(certificate: Certificate) -> bool:
    """Return whether a certificate shows what it claims.

    Examples
    --------
    >>> from gametheory_orders.statics.symbolic import Variable, domain, prove_sign
    >>> where = domain(Variable("price", "p", above=0))
    >>> accepts(prove_sign(1 + where.letters.p, where))
    True
    """
    return flaw(certificate) is None


def flaw(certificate: Certificate) -> str | None:
    """Return what is wrong with a certificate, in words; None if it holds.

    Parameters
    ----------
    certificate : Certificate
        As a prover, or anybody else, made it.
    """
    try:
        return _Check(certificate).run()
    except Exception as error:
        return f"it cannot be read: {type(error).__name__}: {error}"


class _Check:
    def __init__(self, certificate: Certificate) -> None:
        self.it = certificate
        self.value: dict[Any, Any] = {}
        self.zero: set[Any] = set()
        self.any_sign: set[Any] = set()
        self.not_both: list[tuple[Any, Any]] = []
        self.generators: list[Any] = []

    def run(self) -> str | None:
        if self.it.sign not in SIGNS:
            return "no such sign"
        return self._slacks() or self._atoms() or self._identity() or self._signs()

    # --- do the slacks reach every point of the domain? ------------------------------------

    def _slacks(self) -> str | None:
        ranges = self.it.domain.ranges
        if [each.letter for each in self.it.substitutions] != [each.symbol for each in ranges]:
            return "the substitutions are not those of the domain's letters"
        for given, each in zip(self.it.substitutions, ranges, strict=True):
            wrong = self._slack(given.form, given.slacks, each)
            if wrong:
                return f"{each.symbol}: {wrong}"
        return None

    def _slack(self, form: str, slacks: tuple[Any, ...], each: Range) -> str | None:
        letters = {one.symbol for one in self.it.domain.ranges}
        if form not in FORMS or len(slacks) != (2 if form == "between" else 1):
            return "no such form"
        for slack in slacks:
            if not slack.is_Symbol or slack in self.generators or slack in letters:
                return "a slack is not fresh"
            if not slack.is_real:
                return "a slack is not real"
            self.generators.append(slack)
        low = None if each.low is None else each.low.xreplace(self.value)
        high = None if each.high is None else each.high.xreplace(self.value)
        needs = {"between": (low, high), "high": (high,), "free": (), "exponential": (low, high)}
        if any(bound is None for bound in needs.get(form, (low,))):
            return "it has not the bounds of its form"
        if form == "exponential" and (low != 0 or high != 1 or not each.low_open):
            return "exp(-t) reaches the numbers between 0 and 1"
        self.value[each.symbol] = self._reached(form, slacks, low, high)
        self._may_vanish(form, slacks, each)
        return None

    @staticmethod
    def _reached(form: str, slacks: tuple[Any, ...], low: Any, high: Any) -> Any:
        import sympy

        t = slacks[0]
        if form == "between":
            a, b = slacks
            return (a * low + b * high) / (a + b)
        if form == "exponential":
            return sympy.exp(-t)
        if form == "free":
            return t
        return high - t if form == "high" else low + (t if form == "low" else t * t)

    def _may_vanish(self, form: str, slacks: tuple[Any, ...], each: Range) -> None:
        if form == "between":
            a, b = slacks
            self.not_both.append((a, b))
            self.zero |= {s for s, gone in ((b, each.low_open), (a, each.high_open)) if not gone}
        elif form == "free":
            self.any_sign.add(slacks[0])
            self.zero.add(slacks[0])
        elif not (each.high_open if form in ("high", "exponential") else each.low_open):
            self.zero.add(slacks[0])

    def _atoms(self) -> str | None:
        import sympy

        for symbol, value in self.it.atoms:
            if not symbol.is_Symbol or symbol in self.generators:
                return "an atom is not fresh"
            if not value.free_symbols <= set(self.generators):
                return "an atom has other letters than slacks"
            if isinstance(value, sympy.exp):
                fine = value.args[0].is_real is True
            elif value.is_Pow:
                fine = value.args[1].is_real is True and self._positive(value.args[0])
            else:
                fine = value == sympy.pi
            if not fine:
                return f"the atom {value} need not be positive"
        self.generators += [symbol for symbol, _ in self.it.atoms]
        return None

    def _positive(self, value: Any) -> bool:
        import sympy

        above, below = sympy.fraction(sympy.together(value))
        if value.is_number:
            return bool(value > 0)
        return all(
            self._one_sign(part) == 1 and self._cannot_vanish(part) for part in (above, below)
        )

    # --- is the product the expression? ----------------------------------------------------

    def _identity(self) -> str | None:
        import sympy

        if self.it.constant.is_Rational is not True:
            return "the constant is no rational number"
        back = dict(self.it.atoms)
        claimed = self.it.constant
        for factor in self.it.factors:
            claimed *= factor.base.xreplace(back) ** factor.power
        actual = self.it.expression.xreplace(self.value)
        wrong = self._differs_somewhere(actual - claimed, actual)
        if wrong:
            return wrong
        if not self.it.atoms:
            if self._in_field(actual) - self._in_field(claimed) != 0:
                return "the product is not the expression"
            return None
        above, _ = sympy.fraction(sympy.together(actual - claimed))
        if sympy.expand(above) != 0 and sympy.simplify(sympy.expand(above)) != 0:
            return "the product is not the expression"
        return None

    def _in_field(self, expression: Any) -> Any:
        """Return a rational expression as a quotient of expanded polynomials in lowest terms."""
        import sympy

        if not self.generators:
            return expression
        field, *symbols = sympy.polys.fields.field(self.generators, sympy.QQ)
        known = dict(zip(self.generators, symbols, strict=True))

        def read(part: Any) -> Any:
            if part in known:
                return known[part]
            if part.is_Rational:
                return field(sympy.QQ(part.p, part.q))
            if part.is_Add:
                return sum((read(each) for each in part.args[1:]), read(part.args[0]))
            if part.is_Mul:
                found = field(sympy.QQ(1))
                for each in part.args:
                    found = found * read(each)
                return found
            if part.is_Pow and part.args[1].is_Integer:
                return read(part.args[0]) ** int(part.args[1])
            raise ValueError(f"{part} is not rational")

        return read(expression)

    def _differs_somewhere(self, difference: Any, actual: Any) -> str | None:
        import sympy

        for start in range(POINTS):
            at = {
                symbol: sympy.Rational(7 + 5 * start + 3 * position, 11)
                for position, symbol in enumerate(self.generators)
            }
            size = abs(sympy.N(actual.xreplace(at), 30))
            if not abs(sympy.N(difference.xreplace(at), 30)) <= PROOF * (1 + size):
                return "the product is not the expression"
        return None

    # --- has each factor the sign that is claimed? -----------------------------------------

    def _signs(self) -> str | None:
        negative, vanishes = self.it.constant < 0, False
        if (self.it.sign == "0") != (self.it.constant == 0):
            return "only the expression 0 has the sign 0"
        for factor in self.it.factors:
            wrong, may_vanish = self._judged(factor)
            if may_vanish and factor.power < 0:
                wrong = wrong or "it may vanish, and stands below the line"
            if wrong:
                return f"the factor {factor.base}: {wrong}"
            vanishes = vanishes or may_vanish
            if factor.sign < 0 and factor.power % 2:
                negative = not negative
        if self.it.sign != "0" and (self.it.sign in ("-", "<=0")) != negative:
            return "the factors have the other sign together"
        if vanishes and self.it.sign in ("+", "-"):
            return "it may be zero"
        return None

    def _judged(self, factor: Any) -> tuple[str | None, bool]:
        judges = {
            "coefficients": self._by_coefficients,
            "even power": self._by_even_power,
            "square": self._by_square,
        }
        if factor.reason not in judges or factor.sign not in (1, -1):
            return "no such reason", True
        return judges[factor.reason](factor)

    def _terms(self, polynomial: Any) -> list[tuple[tuple[int, ...], Any]]:
        import sympy

        return list(sympy.Poly(sympy.expand(polynomial), *self.generators).terms())

    def _one_sign(self, polynomial: Any) -> int:
        """Return the sign that all terms have, 0 if they have none in common."""
        found = set()
        for powers, coefficient in self._terms(polynomial):
            odd = [g for g, p in zip(self.generators, powers, strict=True) if p % 2]
            if coefficient.is_Rational is not True or self.any_sign & set(odd):
                return 0
            found.add(1 if coefficient > 0 else -1 if coefficient < 0 else 0)
        return found.pop() if len(found) == 1 else 0

    def _by_coefficients(self, factor: Any) -> tuple[str | None, bool]:
        if self._one_sign(factor.multiplier) != 1 or not self._cannot_vanish(factor.multiplier):
            return "its multiplier is not positive", True
        whole = factor.base * factor.multiplier
        if self._one_sign(whole) != factor.sign:
            return "its coefficients have not the sign that is claimed", True
        return None, not self._cannot_vanish(whole)

    def _by_even_power(self, factor: Any) -> tuple[str | None, bool]:
        if factor.power % 2 or factor.sign != 1:
            return "its power is odd", True
        return None, True

    def _by_square(self, factor: Any) -> tuple[str | None, bool]:
        import sympy

        t, lead = factor.of, factor.lead
        if t in lead.free_symbols | factor.rest.free_symbols | factor.slope.free_symbols:
            return "it is not completed to a square", True
        twice = 4 * lead * factor.base - (2 * lead * t + factor.slope) ** 2 - factor.rest
        if sympy.expand(twice) != 0:
            return "it is not completed to a square", True
        if self._one_sign(lead) != factor.sign or self._one_sign(factor.rest) != 1:
            return "its square is not completed with the sign that is claimed", True
        if not self._cannot_vanish(lead):
            return "its leading coefficient may vanish", True
        return None, not self._cannot_vanish(factor.rest)

    def _cannot_vanish(self, polynomial: Any) -> bool:
        """Say whether a polynomial with coefficients of one sign is never zero.

        Of every set of slacks that may be zero at once there must be a term without them.
        """
        terms = [
            {g for g, p in zip(self.generators, powers, strict=True) if p}
            for powers, _ in self._terms(polynomial)
        ]
        paired = {s for pair in self.not_both for s in pair}
        alone = self.zero - paired
        ways = [[s for s in pair if s in self.zero] or [None] for pair in self.not_both]
        for way in product(*ways):
            gone = alone | {s for s in way if s is not None}
            if not any(term.isdisjoint(gone) for term in terms):
                return False
        return True
