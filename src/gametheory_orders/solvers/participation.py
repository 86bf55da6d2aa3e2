"""The membership stage: who would leave, who would join, and which memberships are stable.

Builds on agreement.py and compliance.py. Under open entry a membership is stable if nobody gains
by leaving and nobody who may gains by joining, alone; all coalitions are enumerated. For fixed
levels, joint optima and given pledge weights of the linear-quadratic public good this is done
for all coalitions at once; any other rule is solved coalition by coalition.
Not here: entry by vote, clause or invitation (formation.py), group deviations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.tolerances import INDIFFERENT
from gametheory_orders.games import Agreement, CooperationGame, Stage
from gametheory_orders.games.composed import Composed
from gametheory_orders.orders import Order, Pledge
from gametheory_orders.solvers.agreement import agree, no_agreement
from gametheory_orders.solvers.club_advantage import order_advantage
from gametheory_orders.solvers.compliance import Concept, comply
from gametheory_orders.solvers.quadratic_advantage import QuadraticAdvantage, Test, matching_codes
from gametheory_orders.solvers.reversion import reversion_payoffs

MOST_STATES_AT_ONCE = 28
MOST_STATES_ONE_BY_ONE = 14


@dataclass(frozen=True, eq=False)
class Plan:
    """How a membership is valued: as agreed or as delivered, at which patience.

    ``agreements`` remembers what each set of members agrees on, within one solution.
    """

    patience: np.ndarray
    concept: Concept
    delivered: bool
    agreements: dict[bytes, Agreement] = field(default_factory=dict)


def settle(game: CooperationGame, members: np.ndarray, plan: Plan) -> Agreement:
    """Return what the members agree on and, if the plan says so, keep."""
    key = members.tobytes()
    if key not in plan.agreements:
        plan.agreements[key] = agree(game, members)
    agreement = plan.agreements[key]
    if not plan.delivered:
        return agreement
    return comply(game, agreement, plan.patience, plan.concept, payoffs_after_leaving(game, plan))


def stage_payoffs(game: CooperationGame, agreement: Agreement) -> np.ndarray:
    """Return everyone's payoffs under an agreement, shape (n,); side payments if in force.

    Where false alarms suspend it now and then, what each can expect, on average over the future.
    """
    if not agreement.reached:
        return game.reference_payoffs
    if isinstance(agreement, Composed):
        return agreement.worth
    payoffs = game.payoffs(agreement.actions, agreement.members)
    if agreement.in_force is None:
        return payoffs
    suspended = reversion_payoffs(game, agreement.actions)
    return np.asarray(suspended + agreement.in_force * (payoffs - suspended))


def payoffs_after_leaving(game: CooperationGame, plan: Plan) -> Callable[[Agreement], np.ndarray]:
    """Return a function that gives what each member has after leaving an agreement.

    What the rest do is the order's reaction: decide anew under their rules, keep their actions,
    or dissolve. Under "redecide" with nothing but participation to enforce it, the rest's own
    agreement is taken as kept.
    """

    def outside(agreement: Agreement) -> np.ndarray:
        membership = game.order.membership
        members = agreement.members
        out = np.full(game.world.n, np.nan)
        keeps_weights = agreement.weights is not None and isinstance(game.order.decision, Pledge)
        for state in np.flatnonzero(members):
            rest = members.copy()
            rest[state] = False
            falls = not rest.any() or not membership.in_force(game.world, rest)
            if membership.reaction == "dissolve" or falls:
                out[state] = game.reference_payoffs[state]
            elif membership.reaction == "keep":
                actions = agreement.actions.copy()
                actions[state] = game.issue.best_reply(int(state), actions)
                out[state] = game.payoffs(actions, rest)[state]
            elif keeps_weights:
                assert agreement.weights is not None
                weights = np.where(rest, agreement.weights, 0.0)
                out[state] = game.payoffs(game.issue.pledge_actions(rest, weights), rest)[state]
            else:
                after = game.under(_order_after(game, members, rest))
                inner = replace(plan, delivered=plan.delivered and game.order.deters)
                found = settle(after, rest, inner)
                out[state] = stage_payoffs(after, found)[state]
        return np.where(members, out - membership.exit_cost, np.nan)

    return outside


def _order_after(game: CooperationGame, before: np.ndarray, rest: np.ndarray) -> Order:
    if game.order.membership.endogenous:
        return game.order
    return game.order.after(game.world, before, rest)


def stage(game: CooperationGame, agreement: Agreement, plan: Plan) -> Stage:
    """Return an agreement with everyone's payoffs and what everyone could do instead."""
    members = agreement.members
    payoffs = stage_payoffs(game, agreement)
    n = game.world.n
    if agreement.reached and not game.order.membership.for_good:
        leave = payoffs_after_leaving(game, plan)(agreement)
    else:
        leave = np.full(n, np.nan)
    slack = INDIFFERENT * game.scales
    join = np.full(n, np.nan)
    rule = game.order.membership
    for state in np.flatnonzero(game.members & ~members) if rule.joinable else ():
        larger = members.copy()
        larger[state] = True
        after = stage_payoffs(game, settle(game, larger, plan))
        if rule.lets_in(members, after < payoffs - slack):
            join[state] = after[state]
    gains_out = np.nan_to_num(leave - payoffs, nan=-np.inf) > slack
    gains_in = np.nan_to_num(join - payoffs, nan=-np.inf) > slack
    worse = payoffs < game.reference_payoffs - slack
    return Stage(
        agreement,
        payoffs,
        leave,
        join,
        leavers=game.names(gains_out),
        joiners=game.names(gains_in),
        coerced=game.names(worse & ~gains_out & ~gains_in),
    )


def stable_memberships(game: CooperationGame, plan: Plan) -> list[np.ndarray]:
    """Return all memberships that nobody wants to leave or to join alone, under open entry.

    Parameters
    ----------
    game : CooperationGame
        With an endogenous membership rule.
    plan : Plan
        How memberships are valued.

    Returns
    -------
    list of bool arrays, shape (n,)
        From the smallest to the largest set, then in the world's order.

    Raises
    ------
    ModelError
        If there are too many states to enumerate; says what can be done instead.

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> game = load_game("climate", "club_tariff_2")
    >>> plan = Plan(game.patience(), Concept(), delivered=False)
    >>> [int(members.sum()) for members in stable_memberships(game, plan)]
    [13]
    """
    eligible = np.flatnonzero(game.members)
    at_once = _advantage_of_staying(game, plan)
    limit = MOST_STATES_ONE_BY_ONE if at_once is None else MOST_STATES_AT_ONCE
    if len(eligible) > limit:
        raise ModelError(
            "membership.rule",
            f"open entry over {len(eligible)} states",
            f"at most {limit} under the rule {game.order.decision.rule!r}; "
            "or name the members (fixed, criterion, largest)",
        )
    if at_once is not None:
        codes = _stable_codes(game, eligible, at_once)
    else:
        codes = _stable_codes_one_by_one(game, eligible, plan)
    found = []
    for code in codes:
        members = np.zeros(game.world.n, dtype=bool)
        members[eligible[(code >> np.arange(len(eligible))) & 1 == 1]] = True
        found.append(members)
    return sorted(found, key=lambda m: (m.sum(), tuple(np.flatnonzero(m))))


def _advantage_of_staying(game: CooperationGame, plan: Plan) -> QuadraticAdvantage | None:
    """Return the closed form of the advantage of staying, if there is one."""
    order = game.order
    if order.membership.reaction != "redecide" or (order.deters and plan.delivered):
        return None
    return order_advantage(game.issue, order)


def _stable_codes(
    game: CooperationGame, eligible: np.ndarray, advantage: QuadraticAdvantage
) -> list[int]:
    """Return the binary codes of the stable sets, from the advantage of staying."""
    among, slack = advantage.among(eligible), INDIFFERENT * game.scales[eligible]
    least = -slack - game.order.membership.exit_cost
    return [int(code) for code in matching_codes(Test(among, among, least, slack))]


def _stable_codes_one_by_one(game: CooperationGame, eligible: np.ndarray, plan: Plan) -> list[int]:
    """Return the binary codes of the stable sets, solving every coalition."""
    m = len(eligible)
    redecides = game.order.membership.reaction == "redecide"
    outside = payoffs_after_leaving(game, plan)
    payoffs, leave = np.empty((2**m, m)), np.empty((2**m, m))
    for code in range(2**m):
        members = np.zeros(game.world.n, dtype=bool)
        members[eligible[(code >> np.arange(m)) & 1 == 1]] = True
        agreement = settle(game, members, plan)
        payoffs[code] = stage_payoffs(game, agreement)[eligible]
        if not redecides:
            leave[code] = outside(agreement)[eligible]
    slack = INDIFFERENT * game.scales[eligible]
    stable = np.ones(2**m, dtype=bool)
    codes = np.arange(2**m)
    for position in range(m):
        inside = codes >> position & 1 == 1
        there = payoffs[codes ^ (1 << position), position]
        gone = there - game.order.membership.exit_cost if redecides else leave[:, position]
        move = np.where(inside, gone, there)
        stable &= move <= payoffs[:, position] + slack[position]
    return [int(code) for code in np.flatnonzero(stable)]


def shown_membership(game: CooperationGame, found: list[np.ndarray], plan: Plan) -> np.ndarray:
    """Return the stable membership that is shown: the largest E, then the first ids.

    Raises
    ------
    NoAnswer
        If no membership is stable; the witness is a cycle of moves from the grand coalition.
    """
    if not found:
        raise NoAnswer(
            f"no membership of {game.order.name!r} is stable on {game.issue.name!r}",
            _cycle(game, plan),
        )

    def rank(members: np.ndarray) -> tuple[float, tuple[int, ...]]:
        agreement = settle(game, members, plan) if members.any() else no_agreement(game, members)
        total = float(stage_payoffs(game, agreement).sum())
        return -total, tuple(np.flatnonzero(members))

    return min(found, key=rank)


def _cycle(game: CooperationGame, plan: Plan) -> dict[str, object]:
    """Return the moves, one state at a time, by which memberships come round in a circle."""
    members = game.members.copy()
    seen: dict[bytes, int] = {}
    steps: list[dict[str, object]] = []
    while members.tobytes() not in seen:
        seen[members.tobytes()] = len(steps)
        face = stage(game, settle(game, members, plan), plan)
        moves = np.where(members, face.leave_payoffs, face.join_payoffs) - face.payoffs
        mover = int(np.nanargmax(np.where(np.isnan(moves), -np.inf, moves)))
        steps.append(
            {
                "members": list(game.names(members)),
                "leaves" if members[mover] else "joins": game.world.ids[mover],
                "gain": float(moves[mover]),
            }
        )
        members = members.copy()
        members[mover] = not members[mover]
        # Without a treaty in force nobody is in one.
        members &= game.order.membership.in_force(game.world, members)
    cycle = steps[seen[members.tobytes()] :]
    leavers = sorted({str(step["leaves"]) for step in cycle if "leaves" in step})
    return {"cycle": cycle, "leavers": leavers}
