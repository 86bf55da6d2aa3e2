"""What shows a sign: data that a reader, or checker.py, can go through again without a prover.

Builds on domains.py. A certificate writes the letters with slacks (numbers of 0 or more), the
expression as a product of factors, and says of each factor why its sign is plain.
Not here: how one is found (prover.py) or checked (checker.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.statics.symbolic.domains import Domain

SIGNS = ("+", "-", "0", ">=0", "<=0")
IN_WORDS = {
    "+": "rises",
    "-": "falls",
    "0": "no effect",
    ">=0": "rises or stays",
    "<=0": "falls or stays",
}
FORMS = ("low", "high", "between", "square", "exponential", "free")


@dataclass(frozen=True)
class Substitution:
    """How a letter is written with slacks.

    Parameters
    ----------
    letter : sympy.Symbol
        The letter.
    form : {"low", "high", "between", "square", "exponential", "free"}
        low + t; high - t; (low a + high b) / (a + b); low + t^2; exp(-t); t of any sign.
    slacks : tuple of sympy.Symbol
        t, or a and b.
    """

    letter: Any
    form: str
    slacks: tuple[Any, ...]


@dataclass(frozen=True)
class Factor:
    """A polynomial in slacks and atoms, to a power, with the reason for its sign.

    Parameters
    ----------
    base : sympy.Expr
        The polynomial.
    power : int
        Its power in the product, negative below the line.
    sign : {1, -1}
        The sign of the base; 1 for an even power.
    reason : {"coefficients", "even power", "square"}
        All coefficients of base times ``multiplier`` have one sign; or an even power; or
        4 ``lead`` base = (2 lead t + slope)^2 + rest in the slack ``of``, where lead and rest
        have coefficients of one sign.
    multiplier : sympy.Expr
        A polynomial with positive coefficients.
    of, lead, slope, rest : sympy.Expr, optional
        For the reason "square".
    """

    base: Any
    power: int
    sign: int
    reason: str
    multiplier: Any
    of: Any = None
    lead: Any = None
    slope: Any = None
    rest: Any = None


@dataclass(frozen=True)
class Certificate(Result):
    """Why an expression has one sign in a whole domain.

    Parameters
    ----------
    expression : sympy.Expr
        In the domain's letters.
    domain : Domain
        Where it is meant.
    sign : {"+", "-", "0", ">=0", "<=0"}
        What is shown.
    substitutions : tuple of Substitution
        One a letter, in the domain's order.
    atoms : tuple of pairs
        Symbol and the positive expression that it stands for: a root, or an exponential.
    constant : sympy.Rational
        The number in front of the product.
    factors : tuple of Factor
        The expression is the constant times all factors.
    """

    expression: Any
    domain: Domain
    sign: str
    substitutions: tuple[Substitution, ...]
    atoms: tuple[tuple[Any, Any], ...]
    constant: Any
    factors: tuple[Factor, ...]

    @property
    def product(self) -> Any:
        """The expression as a product, in slacks and atoms."""
        found = self.constant
        for each in self.factors:
            found = found * each.base**each.power
        return found

    def table(self) -> Table:
        """Return one row a factor."""
        rows = [
            [str(each.base), each.power, "+" if each.sign > 0 else "-", each.reason]
            for each in self.factors
        ]
        title = f"{self.expression}: sign {self.sign}, {self.constant} times"
        return Table(["factor", "power", "sign", "because of"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the certificate as plain values."""
        return {
            "expression": str(self.expression),
            "domain": [each.words() for each in self.domain],
            "sign": self.sign,
            "substitutions": [
                {
                    "letter": str(each.letter),
                    "form": each.form,
                    "slacks": [str(slack) for slack in each.slacks],
                }
                for each in self.substitutions
            ],
            "atoms": {str(symbol): str(value) for symbol, value in self.atoms},
            "constant": str(self.constant),
            "factors": [
                {
                    "base": str(each.base),
                    "power": each.power,
                    "sign": each.sign,
                    "reason": each.reason,
                    "multiplier": str(each.multiplier),
                }
                for each in self.factors
            ],
        }
