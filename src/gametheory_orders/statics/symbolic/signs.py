"""The sign of a named result, a derivation or an outcome, with its proof.

Builds on derive.py and results.py. A derivative is signed on bounds that hold wherever its formula
is in force; what cannot be proved there is said to hold at the figures only.
Not here: the prover (prover.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.games import Outcome
from gametheory_orders.statics.symbolic.derivation import Derivation
from gametheory_orders.statics.symbolic.derive import derive
from gametheory_orders.statics.symbolic.domains import Domain, Range
from gametheory_orders.statics.symbolic.model import LetterGame
from gametheory_orders.statics.symbolic.pieces import Piece
from gametheory_orders.statics.symbolic.proofs import COLUMNS, NUMERIC, PROVED, Proof
from gametheory_orders.statics.symbolic.prover import prove_sign
from gametheory_orders.statics.symbolic.results import NamedResult, named_result


@dataclass(frozen=True)
class Signs(Result):
    """How something moves with a parameter, with the proof of each case.

    Parameters
    ----------
    proofs : tuple of Proof
        One a case.
    """

    proofs: tuple[Proof, ...]

    def __iter__(self) -> Iterator[Proof]:
        return iter(self.proofs)

    def __len__(self) -> int:
        return len(self.proofs)

    @property
    def sign(self) -> str:
        """The sign if it is the same in all cases, else "depends"."""
        found = {proof.sign for proof in self.proofs}
        return found.pop() if len(found) == 1 else "depends"

    @property
    def status(self) -> str:
        """How all cases are known: the weakest."""
        order = [NUMERIC, *(proof.status for proof in self.proofs if proof.status != NUMERIC)]
        return NUMERIC if any(p.status == NUMERIC for p in self.proofs) else order[-1]

    def table(self) -> Table:
        """Return one row a case."""
        return Table(COLUMNS, [proof.row() for proof in self.proofs], self.proofs[0].subject)

    def to_dict(self) -> dict[str, Any]:
        """Return the cases as plain values."""
        return {
            "sign": self.sign,
            "status": self.status,
            "statics": [proof.to_dict() for proof in self.proofs],
        }


def sign(
    result: str | NamedResult | Derivation | Outcome, parameter: str, of: str | None = None
) -> Signs:
    """Return which way something moves with a parameter, and how that is known.

    Parameters
    ----------
    result : str, NamedResult, Derivation or Outcome
        A named result (or its name), a derivation, or an outcome that is then derived.
    parameter : str
        By name or letter for a named result; as for :func:`derive` otherwise.
    of : str, optional
        Which quantity of a derivation; by default its level or weight.

    Raises
    ------
    ModelError
        If there is no such result, parameter or quantity.

    Examples
    --------
    >>> sign("penalty_club", "penalty").sign
    '+'
    >>> from gametheory_orders import load_game, solve
    >>> found = sign(solve(load_game("climate", "g6_consensus"), patience=0.52), "patience")
    >>> found.sign, found.status
    ('+', 'proved symbolically')
    """
    if isinstance(result, Outcome):
        concept = (result.foresight, result.fallback)
        if concept != ("anticipate", "deepest_kept"):
            raise ModelError("result", " and ".join(concept), "anticipate and deepest_kept")
        game = result.game
        result = derive(game.order, game.issue, parameter, patience=result.uniform_patience)
    if isinstance(result, Derivation):
        if parameter != result.parameter:
            game = result.letters.game
            patience = result.letters.outcome.uniform_patience
            result = derive(game.order, game.issue, parameter, patience=patience)
        return Signs((_derived_sign(result, of),))
    if of is not None:
        raise ModelError("of", of, "nothing: a named result is one quantity")
    if isinstance(result, NamedResult):
        return Signs(result.sign(parameter))
    return Signs(named_result(result).sign(parameter))


def _derived_sign(found: Derivation, of: str | None) -> Proof:
    import sympy

    if of is None and found.piece.unknown is None:
        raise ModelError("result", found.piece.kind, "an outcome with a level or a weight, or of=")
    quantity = found.quantities[0] if of is None else found[of]
    expression = quantity.derivative
    conditions = "where this formula is in force"
    about = (f"{found.title}, {quantity.name}", found.parameter, str(found.symbol), "derivative")
    try:
        where = _where(found, expression)
        certificate = prove_sign(expression, where)
    except NoAnswer:
        held = "0" if quantity.slope == 0 else "+" if quantity.slope > 0 else "-"
        evidence = f"the derivative at the figures is {quantity.slope:.6g}; this is no proof"
        return Proof(*about, expression, held, "at these figures", NUMERIC, evidence)
    evidence = f"a certificate of signs, checked by expanding it again, where {where.words()}"
    shown = sympy.Integer(0) if certificate.sign == "0" else expression
    return Proof(*about, shown, certificate.sign, conditions, PROVED, evidence, certificate)


def _where(found: Derivation, expression: Any) -> Domain:
    """Return bounds that hold throughout the piece, for the letters of an expression.

    All are above 0; with a level, the bound members' stakes are below it; at a larger root, the
    binding member's capacity is above what makes the slope of its constraint 0.
    """
    import sympy

    letters, piece = found.letters, found.piece
    zero, one = sympy.Integer(0), sympy.Integer(1)
    ranges: dict[Any, Range] = {}
    bearer = None if piece.binding is None else letters.stakes[piece.binding]
    level = piece.unknown == letters.level
    if piece.unknown is not None:
        top = None if level else one
        ranges[piece.unknown] = Range(piece.unknown, zero, True, top, False)
    for j, symbol in enumerate(letters.stakes):
        below = letters.level if level and j in piece.bound and found.derivative != 0 else None
        if below is not None and expression.has(below):
            # That the others' stakes are below P is enough; fewer bounds, shorter proofs.
            low = zero if symbol == bearer else None
            ranges[symbol] = Range(symbol, low, True, below, True)
        else:
            ranges[symbol] = Range(symbol, zero, True, None, False)
    for symbol in letters.patience:
        ranges[symbol] = Range(symbol, zero, True, one, True)
    binding = piece.binding if piece.constraint is not None and level else None
    last = None if binding is None else letters.capacities[binding]
    for symbol in (*letters.capacities, *letters.figures):
        if symbol != last:
            ranges.setdefault(symbol, Range(symbol, zero, True, None, False))
    if last is not None:
        ranges[last] = Range(last, _least_capacity(letters, piece, last), True, None, False)
    used = expression.free_symbols
    if last in used:
        used = used | ranges[last].low.free_symbols
    order = [each for symbol, each in ranges.items() if symbol in used]
    for each in order:
        if each.high is not None and each.high.free_symbols - used:
            raise NoAnswer("a bound uses a letter that the expression has not", str(each.high))
    return Domain(tuple(order))


def _least_capacity(letters: LetterGame, piece: Piece, capacity: Any) -> Any:
    """Return the capacity above which the constraint falls in P, as at its larger root."""
    import sympy

    slope = sympy.diff(piece.constraint, letters.level)
    found = sympy.solve(slope, capacity)
    return found[0] if len(found) == 1 else sympy.Integer(0)
