"""Solve a cooperation game: membership, decision, compliance, backwards.

Builds on the other solvers. Not here: judging the outcome (measures).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import unknown_name
from gametheory_orders.foundations.tolerances import INDIFFERENT, NEAR_TIE
from gametheory_orders.games import Agreement, Compliance, CooperationGame, Outcome
from gametheory_orders.orders.enforcement import check_patience
from gametheory_orders.orders.hybrid import Hybrid
from gametheory_orders.solvers.agreement import agree, with_blockers
from gametheory_orders.solvers.certificate import certify
from gametheory_orders.solvers.compliance import (
    FALLBACKS,
    FORESIGHTS,
    Concept,
    comply,
    defectors,
    deviation_of,
    kept_by_assumption,
    needed_patience,
)
from gametheory_orders.solvers.deviations import Deviation
from gametheory_orders.solvers.formation import Formation, form
from gametheory_orders.solvers.hybrids import deliver_hybrid, solve_hybrid
from gametheory_orders.solvers.needed_patience import compliance_records
from gametheory_orders.solvers.participation import (
    Plan,
    payoffs_after_leaving,
    stage,
)


def solve(
    game: CooperationGame,
    *,
    patience: float | Mapping[str, float] | None = None,
    foresight: str = "anticipate",
    fallback: str = "deepest_kept",
) -> Outcome:
    """Solve a cooperation game.

    Parameters
    ----------
    game : CooperationGame
        An issue under an order.
    patience : float or mapping of str to float, optional
        In [0, 1), one number or by state; replaces the order's own.
    foresight : {"anticipate", "naive"}
        Whether members see before they agree what will be kept.
    fallback : {"deepest_kept", "best_kept", "exempt"}
        What happens to an agreement that would not be kept: the deepest level below it that
        is, what the decision rule picks among kept levels, or freeing whoever would not keep it
        (freeing one may make the next defect, so that nobody is left).

    Returns
    -------
    Outcome
        Members, agreed and delivered actions, payoffs, who blocks, who would leave, needed
        patience, and a certificate.

    Raises
    ------
    ModelError
        If an argument is wrong, or too many states choose whether to be in.
    NoAnswer
        If no membership is stable.

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> outcome = solve(load_game("climate", "g6_consensus"))
    >>> round(outcome.level, 6), outcome.binding_state, outcome.blocked_by
    (8.986713, 'Russia', ('China',))
    """
    if isinstance(game.order, Hybrid):
        return solve_hybrid(game, patience, _concept(patience, foresight, fallback))
    formed, patience_, concept = _start(game, patience, foresight, fallback)
    agreement = with_blockers(game, agree(game, formed.shown))
    delivered, broken = _deliver(game, agreement, patience_, concept)
    as_agreed = Plan(patience_, concept, delivered=False)
    agreed_stage = stage(game, agreement, as_agreed)
    delivered_stage = stage(game, delivered, replace(as_agreed, delivered=True))
    needed = _needed(game, agreement)
    first_period = None
    if foresight == "naive" and broken.any():
        first_period = _first_period(game, agreement, broken)
    records = _records(game, agreement, as_agreed)
    certificate = certify(game, agreed_stage, delivered_stage, patience_, concept)
    certificate["near_tie"] |= _close(game, records)
    return Outcome(
        game,
        patience_,
        foresight,
        fallback,
        agreed_stage,
        delivered_stage,
        needed,
        tuple(game.names(found) for found in formed.stable),
        formed.added_to(certificate),
        first_period,
        game.names(broken),
        admission_steps=formed.steps,
        compliance=records,
    )


def deliver(
    game: CooperationGame,
    *,
    patience: float | Mapping[str, float] | None = None,
    foresight: str = "anticipate",
    fallback: str = "deepest_kept",
) -> Agreement:
    """Return only what is delivered: :func:`solve` without participation and certificate."""
    if isinstance(game.order, Hybrid):
        return deliver_hybrid(game, patience, _concept(patience, foresight, fallback))
    formed, patience_, concept = _start(game, patience, foresight, fallback)
    return _deliver(game, agree(game, formed.shown), patience_, concept)[0]


def _concept(patience: Any, foresight: str, fallback: str) -> Concept:
    if foresight not in FORESIGHTS:
        raise unknown_name("foresight", foresight, FORESIGHTS, "one")
    if fallback not in FALLBACKS:
        raise unknown_name("fallback", fallback, FALLBACKS, "one")
    if patience is not None:
        check_patience(patience)
    return Concept(foresight, fallback)


def _start(
    game: CooperationGame, patience: Any, foresight: str, fallback: str
) -> tuple[Formation, np.ndarray, Concept]:
    concept = _concept(patience, foresight, fallback)
    by_state = game.patience(patience)
    # Naive states choose their membership by what is agreed, far-sighted ones by what is kept.
    plan = Plan(by_state, concept, delivered=foresight == "anticipate")
    if not game.order.membership.endogenous:
        return Formation([], game.members), by_state, concept
    return form(game, plan), by_state, concept


def _deliver(
    game: CooperationGame, agreement: Agreement, patience: np.ndarray, concept: Concept
) -> tuple[Agreement, np.ndarray]:
    """Return what is kept, and who would not keep what was agreed, shape (n,)."""
    nobody = np.zeros(game.world.n, dtype=bool)
    if not agreement.reached or kept_by_assumption(game):
        return agreement, nobody
    plan = Plan(patience, concept, delivered=True)
    broken = defectors(game, agreement, _deviation(game, agreement, patience, plan))
    outside = payoffs_after_leaving(game, plan)
    return comply(game, agreement, patience, concept, outside), broken


def _records(game: CooperationGame, agreement: Agreement, plan: Plan) -> tuple[Compliance, ...]:
    """Return what each member gains and loses by breaking what was agreed."""
    if not agreement.reached or kept_by_assumption(game):
        return ()
    deviation = _deviation(game, agreement, plan.patience, plan)
    return compliance_records(game, agreement, plan.patience, deviation)


def _close(game: CooperationGame, records: tuple[Compliance, ...]) -> bool:
    """Say whether somebody nearly would, or would not, keep what was agreed."""
    slack = NEAR_TIE * INDIFFERENT * game.scales
    return any(
        each.margin is not None and abs(each.margin) <= slack[game.world.index(each.state)]
        for each in records
    )


def _deviation(
    game: CooperationGame, agreement: Agreement, patience: np.ndarray, plan: Plan
) -> Deviation:
    outside = payoffs_after_leaving(game, replace(plan, delivered=True))
    return deviation_of(game, agreement, patience, outside)


def _needed(game: CooperationGame, agreement: Agreement) -> dict[str, float]:
    """Return each member's needed patience; empty where enforcement is not reciprocity."""
    if not game.order.reciprocal:
        return {}
    values = needed_patience(game, agreement)
    members = game.names(agreement.members)
    return {state: float(values[game.world.index(state)]) for state in members}


def _first_period(game: CooperationGame, agreement: Agreement, broken: np.ndarray) -> np.ndarray:
    actions = agreement.actions.copy()
    for state in np.flatnonzero(broken):
        actions[state] = game.issue.best_reply(int(state), agreement.actions)
    return game.payoffs(actions, agreement.members, agreement.members & ~broken)
