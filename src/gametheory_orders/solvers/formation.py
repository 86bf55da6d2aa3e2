"""How a membership comes about, by the order's rule: freely, by vote, in turn, by invitation.

Builds on participation.py, entry_game.py and stable_coalitions.py. ``form`` dispatches on the
kind of membership rule; under open entry it is what participation.py finds.
Not here: what members agree on (agreement.py), or keep (compliance.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import singledispatch
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import INDIFFERENT, NEAR_TIE
from gametheory_orders.games import CooperationGame
from gametheory_orders.games.outcome import AdmissionStep
from gametheory_orders.orders.membership import (
    ExclusiveEntry,
    Invitation,
    Membership,
    MinimumParticipation,
    SequentialAdmission,
)
from gametheory_orders.solvers.clause import MOST_STATES_WITH_CLAUSE
from gametheory_orders.solvers.entry_game import EntryGame, of_order
from gametheory_orders.solvers.gathering import gather
from gametheory_orders.solvers.participation import (
    MOST_STATES_AT_ONCE,
    MOST_STATES_ONE_BY_ONE,
    Plan,
    settle,
    shown_membership,
    stable_memberships,
    stage_payoffs,
)
from gametheory_orders.solvers.stable_coalitions import MOST_LISTED, stable_codes
from gametheory_orders.solvers.subsets import as_masks, in_batches


@dataclass(frozen=True, eq=False)
class Formation:
    """The memberships that a rule brings about.

    Parameters
    ----------
    stable : sequence of bool arrays, shape (n,)
        All of them, from the smallest to the largest.
    shown : bool array, shape (n,)
        The one with the largest effectiveness, then the first ids.
    notes : mapping
        What the certificate says of it.
    checked : tuple of mappings
        Deviations that were checked beside leaving and joining alone.
    steps : tuple of AdmissionStep
        Of sequential admission, who came when.
    """

    stable: list[np.ndarray]
    shown: np.ndarray
    notes: Mapping[str, Any] = field(default_factory=dict)
    checked: tuple[Mapping[str, Any], ...] = ()
    steps: tuple[AdmissionStep, ...] = ()

    def added_to(self, certificate: Mapping[str, Any]) -> dict[str, Any]:
        """Return a certificate with what is known of the membership."""
        checked = [*certificate["checked"], *self.checked]
        return {**certificate, **self.notes, "checked": checked}


def form(game: CooperationGame, plan: Plan) -> Formation:
    """Return the memberships that the order's rule brings about.

    Raises
    ------
    ModelError
        If there are too many states to enumerate, or too many stable sets to list.
    NoAnswer
        If no membership is stable; the witness is a cycle of moves.

    Examples
    --------
    >>> from gametheory_orders import load_issue, club
    >>> from gametheory_orders.solvers.compliance import Concept
    >>> order = club(entry="exclusive", level=25.0, tariff=0.02)
    >>> game = CooperationGame(load_issue("climate"), order)
    >>> found = form(game, Plan(game.patience(), Concept(), delivered=False))
    >>> int(found.shown.sum()), found.notes["refused"]
    (13, ['SSA'])
    """
    return _form(game.order.membership, game, plan)


@singledispatch
def _form(rule: Membership, game: CooperationGame, plan: Plan) -> Formation:
    stable = stable_memberships(game, plan)
    return Formation(
        stable,
        shown_membership(game, stable, plan),
        {"membership": "nobody gains by leaving, or by joining, alone"},
    )


@_form.register
def _(rule: ExclusiveEntry, game: CooperationGame, plan: Plan) -> Formation:
    entry = _entry(game, plan, MOST_STATES_AT_ONCE)
    codes = stable_codes(entry, "exclusive", rule.admission)
    found = _listed(game, plan, entry, codes)
    notes = {
        "membership": "nobody gains by leaving, and nobody who would by joining is voted in",
        "admission": rule.admission,
        "refused": _refused(game, plan, found.shown),
    }
    return replace(found, notes=notes)


@_form.register
def _(rule: MinimumParticipation, game: CooperationGame, plan: Plan) -> Formation:
    entry = _entry(game, plan, MOST_STATES_WITH_CLAUSE)
    found = _listed(game, plan, entry, stable_codes(entry, "open"))
    concept = "in force or nobody in, and nobody gains by leaving, or by joining, alone"
    return replace(found, notes={"membership": concept})


@_form.register
def _(rule: Invitation, game: CooperationGame, plan: Plan) -> Formation:
    gathered = gather(game, game.world.index(rule.hub, "membership.hub"))
    if gathered is not None:
        members, sense = gathered
        return Formation([members], members, {"hub": rule.hub, "gathered": sense})
    entry = _entry(game, plan, MOST_STATES_AT_ONCE)
    hub = game.world.index(rule.hub, "membership.hub")
    bit = 1 << int(np.flatnonzero(entry.positions == hub)[0])
    codes = stable_codes(entry, "internal")
    codes = codes[(codes & bit > 0) | (codes == 0)]
    worth = np.concatenate([entry.table(batch)[:, hub] for batch in in_batches(codes)])
    best = worth >= worth.max() - entry.slack[hub]
    found = _listed(game, plan, entry, codes[best])
    margins = worth.max() - worth[~best]
    notes = {
        "membership": "of the sets with the hub that no member gains by leaving, its best",
        "hub": rule.hub,
        "accepted_sets": len(codes),
        "hub_prefers_by": float(margins.min()) if len(margins) else None,
    }
    checked = _checked("inviting another set that all accept", margins, entry.slack[hub])
    return replace(found, notes=notes, checked=checked)


@_form.register
def _(rule: SequentialAdmission, game: CooperationGame, plan: Plan) -> Formation:
    slack = INDIFFERENT * game.scales
    queue = rule.queue(game.world)
    members = np.zeros(game.world.n, dtype=bool)
    members[list(queue[: rule.founders])] = True
    agreement = settle(game, members, plan)
    payoffs = stage_payoffs(game, agreement)
    steps = [
        AdmissionStep(
            game.world.members(members), agreement.level, float(agreement.actions.sum()), True
        )
    ]
    for state in queue[rule.founders :]:
        larger = members.copy()
        larger[state] = True
        offered = settle(game, larger, plan)
        after = stage_payoffs(game, offered)
        gain = float(after[state] - payoffs[state])
        losers = members & (after < payoffs - slack)
        enters = bool(gain >= -slack[state]) and rule.lets_in(members, losers)
        votes = int(members.sum() - losers.sum()), int(members.sum())
        if enters:
            members, agreement, payoffs = larger, offered, after
        steps.append(
            AdmissionStep(
                (game.world.ids[state],),
                agreement.level,
                float(agreement.actions.sum()),
                enters,
                gain,
                bool(gain >= -slack[state]),
                *votes,
            )
        )
    notes = {
        "membership": "asked once each, in turn; in if it wants to and is voted in",
        "admission": rule.admission,
        "asked": len(steps) - 1,
    }
    came = [step for step in steps[1:] if step.enters]
    gains = np.array([step.gain for step in came])
    least = np.array([slack[game.world.index(step.states[0])] for step in came])
    checked = _checked("refusing to come in", gains, least)
    return Formation([members], members, notes, checked, tuple(steps))


def _checked(
    deviation: str, margins: np.ndarray, slack: np.ndarray | float
) -> tuple[Mapping[str, Any], ...]:
    """Return what the certificate says of a kind of deviation, if there is any of it."""
    if not len(margins):
        return ()
    entry = {
        "deviation": deviation,
        "number": len(margins),
        "smallest_margin": float(margins.min()),
        "holds": bool((margins >= -slack).all()),
        "near_tie": bool((np.abs(margins) <= NEAR_TIE * slack).any()),
    }
    return (entry,)


def _entry(game: CooperationGame, plan: Plan, most_at_once: int) -> EntryGame:
    """Return the entry game, valued as the plan says; raise if it is too large to enumerate."""
    entry = of_order(game, plan=plan)
    closed = entry.joining is not None or entry.without_clause is not None
    closed = closed and entry.reaction != "dissolve"
    limit = most_at_once if closed else MOST_STATES_ONE_BY_ONE
    if len(entry.positions) > limit:
        rule = game.order.membership.rule
        raise ModelError(
            "membership.rule",
            f"{rule} over {len(entry.positions)} states",
            f"at most {limit} under the rule {game.order.decision.rule!r}; "
            "or a narrower where, or named members",
        )
    return entry


def _listed(game: CooperationGame, plan: Plan, entry: EntryGame, codes: np.ndarray) -> Formation:
    """Return coded sets, smallest first, and the one that is shown."""
    if not len(codes):
        shown_membership(game, [], plan)
    if len(codes) > MOST_LISTED:
        found = f"{len(codes)} stable memberships"
        raise ModelError("membership.rule", found, f"at most {MOST_LISTED} to list")
    members = as_masks(codes, entry.positions, game.world.n)
    totals = np.concatenate([entry.payoffs(some).sum(axis=1) for some in in_batches(members)])
    order = sorted(range(len(codes)), key=lambda j: _rank(members[j]))
    best = min(np.flatnonzero(totals == totals.max()), key=lambda j: _rank(members[j])[1])
    return Formation([members[j] for j in order], members[best])


def _rank(members: np.ndarray) -> tuple[int, tuple[int, ...]]:
    states = tuple(int(state) for state in np.flatnonzero(members))
    return len(states), states


def _refused(game: CooperationGame, plan: Plan, members: np.ndarray) -> list[str]:
    """Return who outside would gain by joining, and is not let in."""
    slack = INDIFFERENT * game.scales
    payoffs = stage_payoffs(game, settle(game, members, plan))
    found = []
    for state in np.flatnonzero(game.members & ~members):
        larger = members.copy()
        larger[state] = True
        if stage_payoffs(game, settle(game, larger, plan))[state] > payoffs[state] + slack[state]:
            found.append(game.world.ids[state])
    return found
