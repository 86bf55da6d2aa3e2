"""One-shot deviations from an outcome, checked again from the definition.

Builds on games only: it shares no code with the solvers whose answers it checks. Each member's
value of keeping the agreement is worked out period by period, as is that of breaking it once; for
the linear-quadratic public good in exact rational arithmetic. Not here: what else a certificate
says (certificate.py).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from gametheory_orders.foundations.tolerances import INDIFFERENT, SETTLED
from gametheory_orders.games import Agreement, CooperationGame
from gametheory_orders.issues import PublicGood
from gametheory_orders.orders import Reciprocity, Review, Sanctions, Transfers

MOST_STATES_EXACT = 32
MOST_PERIODS_EXACT = 64
MOST_ROUNDS = 1000

Numbers = list[Any]
"""Fractions, or floats where the check is not exact; one a state."""


class _Payoffs(NamedTuple):
    """What each state has if all comply, if it alone defects, and on its own."""

    comply: Numbers
    defect: Numbers
    alone: Numbers
    penance: list[Numbers]


def one_shot_margins(
    game: CooperationGame, agreement: Agreement, patience: np.ndarray
) -> tuple[np.ndarray, bool]:
    """Return by how much each member prefers keeping an agreement to breaking it once.

    Parameters
    ----------
    game : CooperationGame
        Issue and order; the order acts on members that break their word.
    agreement : Agreement
        What is kept.
    patience : array, shape (n,)
        Patience by state.

    Returns
    -------
    margins : array, shape (n,)
        In payoffs of a period; NaN for outsiders, the exempt, and states with one action.
    exact : bool
        Whether worked out in fractions.

    Examples
    --------
    >>> from gametheory_orders import load_game, solve
    >>> outcome = solve(load_game("climate", "g6_consensus"), patience=0.9)
    >>> margins, exact = one_shot_margins(
    ...     outcome.game, outcome.delivered.agreement, outcome.patience)
    >>> bool(np.nanmin(margins) > 0), exact
    (True, True)
    """
    n = game.world.n
    free = agreement.exempt if agreement.exempt is not None else np.zeros(n, dtype=bool)
    rule = game.order.enforced_by(Reciprocity)
    exact = isinstance(game.issue, PublicGood) and n <= MOST_STATES_EXACT
    if rule is not None and isinstance(rule.reversion, int):
        exact = exact and rule.reversion <= MOST_PERIODS_EXACT
    number = Fraction if exact else float
    payoffs = _exact_payoffs(game, agreement) if exact else _payoffs(game, agreement)
    fines = _fines(game, agreement, number)
    detection = np.ones(n) if rule is None else rule.detection(game.world)
    out = np.full(n, np.nan)
    for i in (
        int(state) for state in np.flatnonzero(agreement.members & ~free & game.issue.can_choose)
    ):
        d, seen = number(float(patience[i])), number(float(detection[i]))
        keep, broken = payoffs.comply[i], payoffs.defect[i] - fines[i]
        if rule is None:
            out[i] = float(keep - broken)
        elif rule.reversion == "renegotiation_proof":
            rest = [int(k) for k in np.flatnonzero(agreement.members) if k != i]
            out[i] = float(_penance(payoffs, i, broken, d, (rest, game.scales)))
        else:
            alarm = number(float(rule.false_alarm))
            periods = rule.reversion if isinstance(rule.reversion, int) else None
            out[i] = float(
                _trigger(keep, broken, payoffs.alone[i], d=d, seen=seen, alarm=alarm, T=periods)
            )
    return out, exact


def _trigger(
    keep: Any, broken: Any, alone: Any, *, d: Any, seen: Any, alarm: Any, T: int | None
) -> Any:
    """Return the value of keeping less that of breaking once and then keeping, per period."""
    back = d**T if T is not None else 0 * d
    # Punished means alone for T periods and then the value V of keeping: (1 - back) P + back V.
    # V = (1 - d) C + d ((1 - alarm) V + alarm (punished)).
    value = ((1 - d) * keep + d * alarm * (1 - back) * alone) / (
        1 - d * (1 - alarm) - d * alarm * back
    )
    punished = (1 - back) * alone + back * value
    return value - ((1 - d) * broken + d * ((1 - seen) * value + seen * punished))


def _penance(
    payoffs: _Payoffs, i: int, broken: Any, d: Any, others: tuple[list[int], np.ndarray]
) -> Any:
    """Return the smallest of three: not defecting, doing penance, no punisher forgiving."""
    keep, alone, here = payoffs.comply[i], payoffs.alone[i], payoffs.penance[i]
    rest, scales = others
    # Whoever is indifferent keeps the agreement, and then nobody is punished.
    if float(broken - keep) <= INDIFFERENT * scales[i]:
        return keep - broken
    served = (1 - d) * here[i] + d * keep
    stays = keep - ((1 - d) * broken + d * served)
    # Not doing one's penance puts it off by a period, in which one acts alone too.
    serves = served - ((1 - d) * alone + d * served)
    forgives = [
        float(here[k] - payoffs.comply[k]) * scales[i] / max(scales[i], scales[k]) for k in rest
    ]
    return min([stays, serves / (1 - d), *forgives])


def _fines(game: CooperationGame, agreement: Agreement, number: Any) -> Numbers:
    """Return what sanctions and lost reputation can be expected to cost each state."""
    world, found = game.world, [number(0)] * game.world.n
    sanctions, review = game.order.enforced_by(Sanctions), game.order.enforced_by(Review)
    if review is not None:
        seen = _by_state(world, review.precision)
        cost = _by_state(world, review.reputation)
        found = [number(a) * number(b) for a, b in zip(seen, cost, strict=True)]
    body = None if sanctions is None else sanctions.body_of(game.order.decision)
    if sanctions is None or body is None or not body.can_decide(world, agreement.members):
        return found
    ballot = body.voting_rule(world, agreement.members)
    seen, size = _by_state(world, sanctions.detection), _by_state(world, sanctions.size)
    protected = sanctions.proteges or {}
    costs = body.blocking_costs(world)
    for i, state in enumerate(world.ids):
        yes = np.array(
            [
                bool(ballot.voters[j])
                and protected.get(state) != voter
                and not (j == i and (costs[i] == 0 or size[i] > costs[i]))
                for j, voter in enumerate(world.ids)
            ]
        )
        if agreement.members[i] and bool(ballot.wins(yes)):
            found[i] += number(seen[i]) * number(size[i])
    return found


def _by_state(world: Any, value: Any) -> list[float]:
    if isinstance(value, str):
        return [float(x) for x in world.columns[value]]
    if isinstance(value, int | float):
        return [float(value)] * world.n
    return [float(value.get(state, 0.0)) for state in world.ids]


def _payoffs(game: CooperationGame, agreement: Agreement) -> _Payoffs:
    """Return payoffs from any family's protocol."""
    issue, actions = game.issue, agreement.actions
    side = game.side_payments(agreement.members, actions).tolist()
    comply = [a + b for a, b in zip(issue.payoffs(actions).tolist(), side, strict=True)]
    defect, penance = list(comply), []
    for i in range(issue.n):
        changed = np.array(actions, dtype=float)
        changed[i] = issue.best_reply(i, actions)
        defect[i] = float(issue.payoffs(changed)[i]) + side[i]
        serving = np.array(issue.reference(), dtype=float)
        serving[i] = actions[i]
        penance.append(issue.payoffs(serving).tolist())
    after = issue.reference()
    rule = game.order.enforced_by(Reciprocity)
    if rule is not None and rule.reversion == "dissolve":
        after = _at_rest(issue, actions)
    alone = issue.payoffs(after).tolist()
    reference = issue.payoffs(issue.reference()).tolist()
    return _Payoffs(_shared(game, agreement, comply, reference), defect, alone, penance)


def _at_rest(issue: Any, actions: np.ndarray) -> np.ndarray:
    found = np.array(actions, dtype=float)
    for _ in range(MOST_ROUNDS):
        before = found.copy()
        for i in range(issue.n):
            found[i] = issue.best_reply(i, found)
        if np.allclose(found, before, rtol=SETTLED, atol=SETTLED):
            break
    return found


def _exact_payoffs(game: CooperationGame, agreement: Agreement) -> _Payoffs:
    """Return payoffs of the linear-quadratic public good, in fractions."""
    issue = game.issue
    assert isinstance(issue, PublicGood)
    s = [Fraction(float(x)) for x in issue.stakes]
    k = [Fraction(float(x)) for x in issue.capacities]
    q = [Fraction(float(x)) for x in agreement.actions]
    side = [Fraction(float(x)) for x in game.side_payments(agreement.members, agreement.actions)]
    total, lone = sum(q, Fraction(0)), [a * b for a, b in zip(s, k, strict=True)]
    nobody = sum(lone, Fraction(0))
    cost = [own**2 / (2 * each) for own, each in zip(q, k, strict=True)]
    least = [own**2 / (2 * each) for own, each in zip(lone, k, strict=True)]
    states = range(issue.n)
    comply = [s[i] * total - cost[i] + side[i] for i in states]
    defect = [s[i] * (total - q[i] + lone[i]) - least[i] + side[i] for i in states]
    alone = [s[i] * nobody - least[i] for i in states]
    penance = [
        [s[j] * (nobody - lone[i] + q[i]) - (cost[i] if j == i else least[j]) for j in states]
        for i in states
    ]
    return _Payoffs(_shared(game, agreement, comply, alone), defect, alone, penance)


def _shared(
    game: CooperationGame, agreement: Agreement, comply: Numbers, reference: Numbers
) -> Numbers:
    """Return payoffs of complying after the members have shared their gains, if they do."""
    rule = game.order.enforced_by(Transfers)
    if rule is None:
        return comply
    inside = [int(i) for i in np.flatnonzero(agreement.members)]
    kind = type(comply[inside[0]])
    weights = [kind(1)] * game.world.n
    if rule.kind != "equal_gains":
        column = "stake" if rule.by is None else rule.by
        weights = [kind(float(x)) for x in game.world.columns[column]]
    if not sum(weights[i] for i in inside):
        weights = [kind(1)] * game.world.n
    pot = sum((comply[i] - reference[i] for i in inside), kind(0))
    whole = sum((weights[i] for i in inside), kind(0))
    return [
        reference[i] + pot * weights[i] / whole if i in inside else comply[i]
        for i in range(game.world.n)
    ]
