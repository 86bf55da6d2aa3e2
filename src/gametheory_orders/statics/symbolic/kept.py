"""What is kept of an agreement, in letters: all of it, or the deepest level that nobody breaks.

Builds on pieces.py. Not here: the derivatives (derive.py).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.tolerances import SAME_FORMULA
from gametheory_orders.statics.symbolic.model import LetterGame
from gametheory_orders.statics.symbolic.pieces import (
    Condition,
    Piece,
    Step,
    held_weight,
    level_piece,
    nothing,
    root_of,
)


def delivered_piece(letters: LetterGame, agreed: Piece) -> Piece:
    """Return what is kept of what is agreed, in letters."""
    outcome, order = letters.outcome, letters.game.order
    if agreed.unknown is None or not order.reciprocal or order.assured:
        return _taken_as_kept(letters, agreed)
    if not outcome.defectors:
        return _kept(letters, agreed)
    if not outcome.delivered.agreement.reached:
        return nothing(letters, "nothing above no cooperation is kept")
    if outcome.level is not None:
        return _deepest(letters, agreed)
    weights = outcome.delivered.agreement.weights
    assert weights is not None
    if agreed.unknown != letters.weight:
        raise ModelError("order.decision", "weights by state", "a level, or one common weight")
    members = letters.members
    actions = letters.at_weight(members, letters.weight)
    common = float(weights[members[0]])
    return held_weight(letters, common, lambda i: letters.margin(i, actions), "keeps its word")


def _taken_as_kept(letters: LetterGame, agreed: Piece) -> Piece:
    outcome = letters.outcome
    if outcome.delivered.agreement.reached != outcome.agreed.agreement.reached or not np.allclose(
        outcome.delivered.agreement.actions,
        outcome.agreed.agreement.actions,
        rtol=SAME_FORMULA,
        atol=0,
    ):
        raise ModelError(
            "order.enforcement",
            "an agreement that some would rather leave",
            "reciprocity, binding, or an agreement that all stay in",
        )
    if letters.game.order.assured or agreed.unknown is None:
        return agreed
    words = "nobody gains by leaving, so that what is agreed is kept"
    return _with_conditions(agreed, [Condition(words)])


def _with_conditions(piece: Piece, more: list[Condition], *steps: Step) -> Piece:
    return replace(piece, conditions=[*piece.conditions, *more], steps=[*piece.steps, *steps])


def _kept(letters: LetterGame, agreed: Piece) -> Piece:
    kept = [
        Condition(f"{letters.names[i]} keeps its word", letters.margin(i, agreed.actions))
        for i in agreed.bound
    ]
    return _with_conditions(agreed, kept, Step("All keep it at their patience."))


def _deepest(letters: LetterGame, agreed: Piece) -> Piece:
    """Return the deepest level that is kept: a root of the binding member's constraint."""
    import sympy

    outcome = letters.outcome
    level, floor = outcome.level, outcome.delivered.agreement.floor
    assert level is not None
    bound = letters.bound_at(level, floor)
    actions = letters.at_level(bound, letters.level)
    margins = {i: letters.margin(i, actions) for i in bound}
    scales = letters.game.scales
    binding = min(bound, key=lambda i: abs(letters.number(margins[i], P=level)) / float(scales[i]))
    name, constraint = letters.names[binding], margins[binding]
    formula = root_of(letters, constraint, level)
    if letters.number(sympy.diff(constraint, letters.level), P=level) >= 0:
        raise NoAnswer(f"the deepest level that is kept is no upper root for {name}", level)
    gain = letters.gain_from_defecting(binding, actions)
    lost = letters.loss_of_cooperation(binding, actions)
    steps = [
        Step(f"What {name} gains by defecting once, D - C:", "D - C", gain),
        Step("What it loses when all are on their own for ever, D - N:", "D - N", lost),
        Step(
            "It keeps its word where patience times the loss is the gain or more; the deepest "
            "level is the larger root.",
            letters.level,
            formula,
        ),
    ]
    conditions = [
        Condition(f"{letters.names[i]} keeps its word", margins[i]) for i in bound if i != binding
    ]
    slope = -sympy.diff(constraint, letters.level)
    conditions.append(Condition(f"it is the larger root for {name}", slope))
    conditions.append(Condition("no deeper level up to what is agreed is kept"))
    piece = level_piece(
        letters,
        level,
        floor,
        formula,
        constraint=constraint,
        binding=binding,
        kind=f"the deepest level that {name} keeps",
        steps=[*agreed.steps, *steps],
        conditions=conditions,
    )
    return piece
