"""The compliance stage: which part of what is agreed is kept.

Builds on agreement.py and deviations.py. Kept means that no member's margin is negative. The
kept levels need not form an interval, so the deepest one is looked for among all roots and
breakpoints, exactly. Not here: who is in (participation.py).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import INDIFFERENT, LEVEL
from gametheory_orders.games import Agreement, CooperationGame
from gametheory_orders.issues.levels import LevelCurve
from gametheory_orders.orders.decision import Joint, VotedLevel
from gametheory_orders.solvers import pledges
from gametheory_orders.solvers.agreement import (
    LevelVote,
    above_nothing,
    at_level,
    at_weights,
    no_agreement,
)
from gametheory_orders.solvers.deviations import Deviation, Leaving, defection

FORESIGHTS = ("anticipate", "naive")
MOST_TRIED = 14
FALLBACKS = ("deepest_kept", "best_kept", "exempt")


@dataclass(frozen=True)
class Concept:
    """Which compliance concept is used.

    Parameters
    ----------
    foresight : {"anticipate", "naive"}
        Whether members see before they agree what will be kept.
    fallback : {"deepest_kept", "best_kept", "exempt"}
        What happens to an agreement that would not be kept.
    """

    foresight: str = "anticipate"
    fallback: str = "deepest_kept"


def needed_patience(game: CooperationGame, agreement: Agreement) -> np.ndarray:
    """Return each member's needed patience, shape (n,); 0 outside, infinite if never kept.

    d_i = (D_i - C_i) / (D_i - P_i): 0 without a gain from defecting, infinite with a gain and
    nothing to lose.

    Examples
    --------
    >>> from gametheory_orders import CooperationGame, PublicGood, World, charter
    >>> from gametheory_orders.solvers.agreement import agree
    >>> world = World(["A", "B"], {"stake": [1.0, 1.0], "capacity": [1.0, 1.0]})
    >>> game = CooperationGame(PublicGood(world), charter(quota="unanimity"))
    >>> needed_patience(game, agree(game, game.members)).tolist()
    [0.5, 0.5]
    """
    issue = game.issue
    bound = _bound(agreement)
    gain = issue.deviation_payoffs(agreement.actions) - issue.payoffs(agreement.actions)
    loss = (
        issue.deviation_payoffs(agreement.actions)
        + game.side_payments(agreement.members)
        - game.reference_payoffs
    )
    slack = INDIFFERENT * game.scales
    with np.errstate(all="ignore"):
        ratio = np.where(loss > slack, gain / loss, np.inf)
    return np.asarray(np.where(bound & (gain > slack), ratio, 0.0))


def deviation_of(
    game: CooperationGame,
    agreement: Agreement,
    patience: np.ndarray,
    outside: Callable[[Agreement], np.ndarray],
) -> Deviation:
    """Return what a member of the game could do instead of keeping the agreement.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    agreement : Agreement
        What was agreed.
    patience : array, shape (n,)
        Patience by state.
    outside : callable
        Payoffs of each member after leaving, for reactions in which the rest decide anew.
    """
    members = agreement.members
    if game.order.reciprocal:
        return defection(game, members, patience)
    if game.order.membership.reaction == "keep":
        return Leaving.from_kept(game, members)
    pledged = agreement.weights is not None and not isinstance(game.order.decision, Joint)
    if pledged and game.order.membership.reaction == "redecide":
        return Leaving.with_weights(game, members)
    return Leaving.to_fixed(game, members, outside(agreement))


def comply(
    game: CooperationGame,
    agreement: Agreement,
    patience: np.ndarray,
    concept: Concept,
    outside: Callable[[Agreement], np.ndarray],
) -> Agreement:
    """Return what is kept of an agreement.

    Parameters
    ----------
    game, agreement, patience, outside
        As for :func:`deviation_of`.
    concept : Concept
        Foresight and fallback.

    Returns
    -------
    Agreement
        The agreement itself if it is kept, else the fallback, else no agreement.
    """
    if not agreement.reached or kept_by_assumption(game):
        return agreement
    deviation = deviation_of(game, agreement, patience, outside)
    if not defectors(game, agreement, deviation).any():
        return agreement
    if concept.foresight == "naive":
        return no_agreement(game, agreement.members)
    if concept.fallback == "exempt":
        return _exempt(game, agreement, patience)
    if agreement.level is not None:
        return _deepest_level(game, agreement, deviation, best=concept.fallback == "best_kept")
    return _deepest_weights(game, agreement, deviation)


def kept_by_assumption(game: CooperationGame) -> bool:
    """Say whether compliance is assumed: by a binding rule, or by who is in."""
    order = game.order
    # Under open entry those who would rather leave are not in: membership does the enforcing.
    by_choice = order.membership.for_good or order.membership.endogenous
    return order.assured or (by_choice and not order.reciprocal)


def defectors(game: CooperationGame, agreement: Agreement, deviation: Deviation) -> np.ndarray:
    """Return the members whose margin of keeping is negative, shape (n,)."""
    margins = deviation.margins(agreement.actions, agreement.weights)
    return np.asarray(margins < -INDIFFERENT * game.scales)


def _bound(agreement: Agreement) -> np.ndarray:
    if agreement.exempt is None:
        return agreement.members
    return np.asarray(agreement.members & ~agreement.exempt)


def kept_levels(
    game: CooperationGame,
    agreement: Agreement,
    deviation: Deviation,
    levels: np.ndarray,
    curve: LevelCurve | None = None,
) -> np.ndarray:
    """Say which uniform levels are kept by all members, shape of ``levels``.

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> from gametheory_orders.solvers.agreement import agree
    >>> from gametheory_orders.solvers.deviations import defection
    >>> game = load_game("climate", "g6_consensus")
    >>> deviation = defection(game, game.members, game.patience(0.6))
    >>> kept_levels(game, agree(game, game.members), deviation, np.array([3.0, 5.0, 12.0])).tolist()
    [False, True, False]
    """
    if curve is None:
        curve = game.issue.level_curve(agreement.members, agreement.floor, float(levels.max()))
    margins = deviation.on_payoffs(curve.comply(levels), curve.defect(levels))
    return np.asarray((margins >= -INDIFFERENT * game.scales).all(axis=1))


def _deepest_level(
    game: CooperationGame, agreement: Agreement, deviation: Deviation, best: bool
) -> Agreement:
    assert agreement.level is not None
    members, floor = agreement.members, agreement.floor
    curve = game.issue.level_curve(members, floor, agreement.level)
    # States outside have no margin: only the members' roots are candidates.
    defect = np.where(members, deviation.defect, 0.0)
    constant = np.where(members, deviation.constant, np.inf)
    found = np.concatenate([curve.crossings(deviation.comply, defect, constant), curve.edges])
    voted = game.order.decision if best else None
    vote = LevelVote.of(voted, game, members) if isinstance(voted, VotedLevel) else None
    if vote is not None:
        found = np.concatenate([found, vote.candidates()])
        if vote.decision.agenda == "closed":
            found = np.concatenate([found, curve.turning_points(vote.setter)])
    levels = np.unique(found)
    if vote is None or vote.decision.agenda == "open":
        levels = levels[levels <= agreement.level * (1 + LEVEL)]
    levels = levels[above_nothing(levels, curve)]
    if levels.size:
        levels = levels[kept_levels(game, agreement, deviation, levels, curve)]
    if levels.size and vote is not None:
        return _vote_on(game, vote, levels)
    if not levels.size:
        return no_agreement(game, members)
    return at_level(game, members, float(levels[-1]), floor)


def _vote_on(game: CooperationGame, vote: LevelVote, levels: np.ndarray) -> Agreement:
    """Return what the decision rule picks among kept levels."""
    rule = vote.decision.voting_rule(game.world, vote.members)
    if vote.decision.agenda == "open":
        wins = rule.wins(vote.supports(levels) & rule.voters)
        value = levels
    else:
        setter = vote.setter
        value = vote.curve.comply(levels)[:, setter]
        wins = rule.wins(vote.no_worse(levels) & rule.voters) & (
            value > vote.status_quo[setter] + vote.slack[setter]
        )
    if not wins.any():
        return no_agreement(game, vote.members)
    pick = int(np.argmax(np.where(wins, value, -np.inf)))
    return at_level(game, vote.members, float(levels[pick]), vote.decision.floor)


def _deepest_weights(
    game: CooperationGame, agreement: Agreement, deviation: Deviation
) -> Agreement:
    assert agreement.weights is not None
    members = agreement.members
    ceiling = np.where(members, agreement.weights, 0.0)
    common = game.order.decision.agreement_class == "uniform"
    search = pledges.largest_common if common else pledges.best_by_state
    weights = search(game, members, ceiling, deviation)
    if not weights.any():
        return no_agreement(game, members)
    return at_weights(game, members, weights)


def _exempt(game: CooperationGame, agreement: Agreement, patience: np.ndarray) -> Agreement:
    """Return the agreement with the fewest members freed so that the rest keep it.

    With a floor and dominant best replies, freeing a member only lowers what the others would
    lose by defecting, so that whoever would defect must be freed, round by round: the smallest
    set is unique. Else sets are tried by size; of equal ones the best for all, then the first,
    is taken. Exempt members do what is best for themselves.
    """
    if not game.order.reciprocal:
        raise ModelError("fallback", "exempt", "an order enforced by reciprocity")
    if not agreement.floor or not game.issue.dominant:
        return _exempt_by_size(game, agreement, patience)
    freed = np.zeros(game.world.n, dtype=bool)
    found = agreement
    while True:
        breaks = needed_patience(game, found) > patience
        if not breaks.any():
            return found
        freed = freed | breaks
        if not (agreement.members & ~freed).any():
            return no_agreement(game, agreement.members)
        found = _with_exempt(game, agreement, freed)


def _exempt_by_size(game: CooperationGame, agreement: Agreement, patience: np.ndarray) -> Agreement:
    states = np.flatnonzero(agreement.members)
    if len(states) > MOST_TRIED:
        raise ModelError(
            "fallback",
            f"exempt over {len(states)} members",
            f"at most {MOST_TRIED} members, or floor = true on a linear-quadratic public good",
        )
    for size in range(1, len(states)):
        kept = []
        for chosen in itertools.combinations(states, size):
            freed = np.zeros(game.world.n, dtype=bool)
            freed[list(chosen)] = True
            found = _with_exempt(game, agreement, freed)
            if not (needed_patience(game, found) > patience).any():
                kept.append(found)
        if kept:
            return max(kept, key=lambda each: float(game.issue.payoffs(each.actions).sum()))
    return no_agreement(game, agreement.members)


def _with_exempt(game: CooperationGame, agreement: Agreement, freed: np.ndarray) -> Agreement:
    actions = game.issue.joint_replies(freed, agreement.actions)
    return replace(agreement, actions=actions, exempt=freed)
