"""Derive an outcome and its derivative from the rules, in letters.

Builds on pieces.py and the solvers. The formula that is in force at the figures is written down
from the model's definition, differentiated (a root of a constraint: implicitly), and compared with
what ``solve`` gives before it is returned.
Not here: signs (signs.py), or jumps from one formula to another.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer, unknown_name
from gametheory_orders.foundations.tolerances import DERIVED_TIE, SAME_FORMULA
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.orders import Order
from gametheory_orders.orders.deterrence import Reciprocity
from gametheory_orders.orders.enforcement import Binding, NoEnforcement
from gametheory_orders.solvers.solve import solve
from gametheory_orders.statics.symbolic.derivation import Derivation, Derived
from gametheory_orders.statics.symbolic.kept import delivered_piece
from gametheory_orders.statics.symbolic.model import LetterGame, evaluated, in_letters
from gametheory_orders.statics.symbolic.pieces import (
    Condition,
    Piece,
    agreed_piece,
    close,
)


def derive(
    order: Order,
    issue: Issue,
    parameter: str,
    *,
    patience: float | Mapping[str, float] | None = None,
) -> Derivation:
    """Return an outcome of the linear-quadratic public good in letters, with its derivative.

    Parameters
    ----------
    order : Order
        With a fixed membership; decided by votes (open agenda), a named level, the joint optimum
        or a common pledge weight; enforced by reciprocity, by assumption, or by nothing where
        what is agreed is kept.
    issue : Issue
        A linear-quadratic public good of at most 40 states; its figures say who is pivotal and
        which constraint binds, and the formulas hold for all figures under the conditions
        that come with them.
    parameter : str
        "patience", "weight", "level", "blocking_cost", or "stake.A", "capacity.A" (and
        "patience.A", "blocking_cost.A" where they differ by state) for a state A.
    patience : float or mapping, optional
        Replaces the order's own.

    Raises
    ------
    ModelError
        If issue, order or parameter are not of that kind.
    NoAnswer
        If a formula does not give what solving gives.

    Examples
    --------
    Three states, two of which are enough; at a patience of 0.6 not all of what they agree on is
    kept, and more patience deepens it:

    >>> from gametheory_orders import PublicGood, World, concert
    >>> figures = {"stake": [3.0, 4.0, 5.0], "capacity": [2.0, 2.0, 3.0]}
    >>> issue = PublicGood(World(["A", "B", "C"], figures))
    >>> order = concert(members=["A", "B", "C"], quota=2)
    >>> found = derive(order, issue, "patience", patience=0.6)
    >>> found.piece.kind
    'the deepest level that A keeps'
    >>> [round(each, 6) for each in (found["level"].value, found["level"].slope)]
    [9.918677, 16.492518]
    """
    _check(order, issue, parameter)
    outcome = solve(CooperationGame(issue, order), patience=patience)
    letters = in_letters(outcome)
    symbol = _symbol(letters, parameter)
    agreed = agreed_piece(letters)
    piece = delivered_piece(letters, agreed)
    quantities = tuple(_quantities(letters, agreed, piece, symbol))
    for each in quantities:
        if not close(each.value, each.solved, _size(letters, each.name)):
            found = {"quantity": each.name, "formula": each.value, "solved": each.solved}
            raise NoAnswer(
                f"the formula of the {each.name} does not give what is solved for", found
            )
    ties = tuple(_ties(letters, piece))
    return Derivation(letters, parameter, symbol, piece, quantities, ties)


def _check(order: Order, issue: Issue, parameter: str) -> None:
    if not isinstance(order, Order):
        raise ModelError("order", type(order).__name__, "an Order")
    if type(issue) is not PublicGood:
        found = getattr(issue, "family", type(issue).__name__)
        raise ModelError("issue", found, "a linear-quadratic public good without rivalry")
    if not isinstance(parameter, str):
        raise ModelError("parameter", parameter, 'a name, such as "patience" or "stake.A"')
    if order.membership.endogenous:
        raise ModelError("order.membership", order.membership.rule, "a membership that is fixed")
    for rule in order.rules:
        if not isinstance(rule, Reciprocity | Binding | NoEnforcement):
            expected = "reciprocity, binding or none, for a formula in letters"
            raise ModelError("order.enforcement", rule.rule, expected)
        if isinstance(rule, Reciprocity) and set(rule.settings()) - {"rule", "patience"}:
            found = ", ".join(f"{k} = {v}" for k, v in rule.settings().items() if k != "rule")
            expected = "reversion to acting alone for ever, every breach seen"
            raise ModelError("order.enforcement", found, expected)


def _symbol(letters: LetterGame, parameter: str) -> Any:
    import sympy

    known: dict[str, Any] = {}
    several = (("stake", letters.stakes), ("capacity", letters.capacities))
    for name, symbols in (
        *several,
        ("patience", letters.patience),
        ("blocking_cost", letters.costs),
    ):
        if symbols[0] == 0:
            continue
        if len(set(symbols)) == 1 and (name, symbols) not in several:
            known[name] = symbols[0]
        else:
            known.update({f"{name}.{i}": s for i, s in zip(letters.names, symbols, strict=True)})
    for name, letter in (("level", "L"), ("weight", "v")):
        symbol = sympy.Symbol(letter, positive=True)
        if symbol in letters.figures:
            known[name] = symbol
    if parameter not in known:
        raise unknown_name("parameter", parameter, known, "a parameter")
    return known[parameter]


# --- quantities and their derivatives ------------------------------------------------------------


def _quantities(letters: LetterGame, agreed: Piece, piece: Piece, symbol: Any) -> Iterator[Derived]:
    import sympy

    outcome, game = letters.outcome, letters.game
    follow = _Following(letters, piece, symbol)
    if piece.unknown == letters.level:
        level = outcome.delivered.agreement.level
        solved = level if level is not None else follow.value
        yield Derived(
            "level", piece.formula, follow.value, solved, follow.slope, follow.number(follow.slope)
        )
    elif piece.unknown is not None:
        weights = outcome.delivered.agreement.weights
        assert weights is not None
        solved = float(weights[letters.members[0]])
        yield Derived(
            "weight", piece.formula, follow.value, solved, follow.slope, follow.number(follow.slope)
        )
    actions, payoffs = outcome.delivered.agreement.actions, outcome.delivered.payoffs
    for j, name in enumerate(letters.names):
        price = piece.actions[j] / letters.capacities[j]
        solved = float(actions[j]) / letters.figures[letters.capacities[j]]
        yield follow.derived(f"price of {name}", price, solved)
    made = [letters.payoff(j, piece.actions) for j in range(letters.n)]
    for name, payoff, solved in zip(letters.names, made, payoffs.tolist(), strict=True):
        yield follow.derived(f"payoff of {name}", payoff, solved)
    yield follow.derived("sum of payoffs", sympy.Add(*made), float(payoffs.sum()))
    alone = [letters.payoff(j, letters.reference()) for j in range(letters.n)]
    best = [letters.payoff(j, letters.first_best()) for j in range(letters.n)]
    share = (sympy.Add(*made) - sympy.Add(*alone)) / (sympy.Add(*best) - sympy.Add(*alone))
    reached = effectiveness(game, payoffs)
    if not math.isnan(reached):
        yield follow.derived("effectiveness", share, reached)
    if game.order.reciprocal and agreed.unknown is not None:
        yield from _needed(letters, agreed, symbol)


def _needed(letters: LetterGame, agreed: Piece, symbol: Any) -> Iterator[Derived]:
    """Yield what patience each member needs for what is agreed, as far as it needs any."""
    follow = _Following(letters, agreed, symbol)
    for i in agreed.bound:
        solved = letters.outcome.needed[letters.names[i]]
        if not 0 < solved < np.inf:
            continue
        gain = letters.gain_from_defecting(i, agreed.actions)
        needed = gain / letters.loss_of_cooperation(i, agreed.actions)
        yield follow.derived(f"needed patience of {letters.names[i]}", needed, solved)


class _Following:
    """Derivatives with respect to a parameter, the level (or weight) moving along."""

    def __init__(self, letters: LetterGame, piece: Piece, symbol: Any) -> None:
        import sympy

        self.letters, self.piece, self.symbol = letters, piece, symbol
        self.unknown = piece.unknown
        self.value = letters.number(piece.formula) if piece.unknown is not None else float("nan")
        slope = sympy.Integer(0)
        if piece.constraint is not None:
            # Where F(P, x) = 0: dP/dx = -(dF/dx) / (dF/dP).
            along = sympy.factor_terms(sympy.diff(piece.constraint, symbol))
            slope = along / sympy.factor_terms(-sympy.diff(piece.constraint, self.unknown))
        elif piece.unknown is not None:
            slope = sympy.factor_terms(sympy.diff(piece.formula, symbol))
        self.slope = slope

    def number(self, expression: Any) -> float:
        at = dict(self.letters.figures)
        if self.unknown is not None:
            at[self.unknown] = self.value
        return evaluated(expression, at)

    def derived(self, name: str, formula: Any, solved: float) -> Derived:
        import sympy

        derivative = sympy.diff(formula, self.symbol)
        if self.unknown is not None:
            derivative = derivative + sympy.diff(formula, self.unknown) * self.slope
        value, slope = self.number(formula), self.number(derivative)
        return Derived(name, formula, value, solved, derivative, slope)


def _size(letters: LetterGame, name: str) -> float:
    """Return the scale on which a quantity counts as the same."""
    payoffs = name.startswith("payoff") or name.startswith("sum")
    return float(letters.game.scale) if payoffs else DERIVED_TIE


def _ties(letters: LetterGame, piece: Piece) -> Iterator[str]:
    """Check the conditions at the figures and yield those that hold with equality."""
    if piece.unknown is None:
        return
    value = letters.number(piece.formula)
    key = "P" if piece.unknown == letters.level else "w"
    for each in piece.conditions:
        if each.excess is None:
            continue
        found = letters.number(each.excess, **{key: value})
        size = max(abs(letters.number(part, **{key: value})) for part in _parts(each))
        if found < -SAME_FORMULA * size:
            raise NoAnswer(f"a condition fails at the figures: {each.words}", {"excess": found})
        if found <= DERIVED_TIE * size:
            yield each.words


def _parts(condition: Condition) -> list[Any]:
    import sympy

    return list(sympy.Add.make_args(sympy.expand(condition.excess)))
