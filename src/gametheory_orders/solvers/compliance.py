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
from gametheory_orders.issues.discrete import FiniteActions
from gametheory_orders.orders import Reciprocity
from gametheory_orders.orders.decision import Joint, VotedLevel
from gametheory_orders.solvers import pledges
from gametheory_orders.solvers.agreement import (
    LevelVote,
    above_nothing,
    at_level,
    at_weights,
    no_agreement,
)
from gametheory_orders.solvers.deviations import AlongLevels, Deviation, Leaving, defection
from gametheory_orders.solvers.needed_patience import bound_by, needed_patience

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
    if game.order.deters:
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
    found = _kept(game, agreement, patience, concept, outside)
    rule = game.order.enforced_by(Reciprocity)
    return replace(found, in_force=rule.in_force(patience)) if rule and found.reached else found


def _kept(
    game: CooperationGame,
    agreement: Agreement,
    patience: np.ndarray,
    concept: Concept,
    outside: Callable[[Agreement], np.ndarray],
) -> Agreement:
    deviation = deviation_of(game, agreement, patience, outside)
    if not defectors(game, agreement, deviation).any():
        return agreement
    if concept.foresight == "naive":
        return no_agreement(game, agreement.members)
    if concept.fallback == "exempt":
        return _exempt(game, agreement, deviation)
    if agreement.level is not None:
        return _deepest_level(game, agreement, deviation, best=concept.fallback == "best_kept")
    return _deepest_weights(game, agreement, deviation)


def kept_by_assumption(game: CooperationGame) -> bool:
    """Say whether compliance is assumed: by a binding rule, or by who is in."""
    order = game.order
    # Under open entry those who would rather leave are not in: membership does the enforcing.
    by_choice = order.membership.for_good or order.membership.held
    if game.issue.one_for_all and order.deters:
        return True
    return order.assured or (by_choice and not order.deters)


def defectors(game: CooperationGame, agreement: Agreement, deviation: Deviation) -> np.ndarray:
    """Return the members bound whose margin of keeping is negative, shape (n,)."""
    margins = deviation.margins(agreement.actions, agreement.weights)
    return np.asarray(bound_by(agreement) & (margins < -INDIFFERENT * game.scales))


def kept_levels(
    game: CooperationGame,
    agreement: Agreement,
    deviation: Deviation,
    levels: np.ndarray,
    along: AlongLevels | None = None,
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
    if along is None:
        along = deviation.along(agreement.floor, float(levels.max()))
    return np.asarray((along.margins(levels) >= -INDIFFERENT * game.scales).all(axis=1))


def _deepest_level(
    game: CooperationGame, agreement: Agreement, deviation: Deviation, best: bool
) -> Agreement:
    assert agreement.level is not None
    members, floor = agreement.members, agreement.floor
    along = deviation.along(floor, agreement.level)
    curve = along.curve
    found = np.concatenate([along.zeros(), curve.edges])
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
        levels = levels[kept_levels(game, agreement, deviation, levels, along)]
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
    if isinstance(game.issue, FiniteActions):
        return _fewer_actors(game, agreement, deviation)
    ceiling = np.where(members, agreement.weights, 0.0)
    common = game.order.decision.agreement_class == "uniform"
    search = pledges.largest_common if common else pledges.best_by_state
    weights = search(game, members, ceiling, deviation)
    if not weights.any():
        return no_agreement(game, members)
    return at_weights(game, members, weights)


def _fewer_actors(game: CooperationGame, agreement: Agreement, deviation: Deviation) -> Agreement:
    """Return the best that the members can do without those who would not do their part.

    Whoever would not is left out, and the rest look for their joint optimum anew, until all keep
    it. Those who are left out do what is best for themselves.
    """
    issue = game.issue
    assert isinstance(issue, FiniteActions)
    willing, found = agreement.members.copy(), agreement
    while True:
        broken = defectors(game, found, deviation) & willing
        if not broken.any():
            return found
        willing = willing & ~broken
        actions = issue.joint_among(agreement.members, willing) if willing.any() else None
        if actions is None:
            return no_agreement(game, agreement.members)
        found = replace(agreement, actions=actions)


def _exempt(game: CooperationGame, agreement: Agreement, deviation: Deviation) -> Agreement:
    """Return the agreement with the fewest members freed so that the rest keep it.

    With a floor and dominant best replies, freeing a member only lowers what the others would
    lose by defecting, so that whoever would defect must be freed, round by round: the smallest
    set is unique. Else, or with transfers or a reversion of its own kind, sets are tried by size;
    of equal ones the best for all, then the first, is taken. Exempt members do what is best for
    themselves.
    """
    if not game.order.deters:
        raise ModelError("fallback", "exempt", "an order with reciprocity, sanctions or review")
    plain = deviation.linear is not None and game.shares(agreement.members) is None
    if not (agreement.floor and plain and game.issue.dominant):
        return _exempt_by_size(game, agreement, deviation)
    freed = np.zeros(game.world.n, dtype=bool)
    found = agreement
    while True:
        breaks = defectors(game, found, deviation)
        if not breaks.any():
            return found
        freed = freed | breaks
        if not (agreement.members & ~freed).any():
            return no_agreement(game, agreement.members)
        found = _with_exempt(game, agreement, freed)


def _exempt_by_size(game: CooperationGame, agreement: Agreement, deviation: Deviation) -> Agreement:
    states = np.flatnonzero(agreement.members)
    if len(states) > MOST_TRIED:
        raise ModelError(
            "fallback",
            f"exempt over {len(states)} members, set by set",
            f"at most {MOST_TRIED} members; or a floor, and no transfers, on a linear-quadratic "
            "public good",
        )
    for size in range(1, len(states)):
        kept = []
        for chosen in itertools.combinations(states, size):
            freed = np.zeros(game.world.n, dtype=bool)
            freed[list(chosen)] = True
            found = _with_exempt(game, agreement, freed)
            if not defectors(game, found, deviation).any():
                kept.append(found)
        if kept:
            return max(kept, key=lambda each: float(game.issue.payoffs(each.actions).sum()))
    return no_agreement(game, agreement.members)


def _with_exempt(game: CooperationGame, agreement: Agreement, freed: np.ndarray) -> Agreement:
    actions = game.issue.joint_replies(freed, agreement.actions)
    return replace(agreement, actions=actions, exempt=freed)


__all__ = [
    "FALLBACKS",
    "FORESIGHTS",
    "Concept",
    "comply",
    "defectors",
    "deviation_of",
    "kept_by_assumption",
    "kept_levels",
    "needed_patience",
]
