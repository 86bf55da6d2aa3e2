"""A hub that gathers the willing for an action that works from some weight on.

Where all who are gathered act, the hub is indifferent between all groups that are strong enough
and in which each is needed; the cheapest is taken. Where those act who are jointly the cheapest,
the hub does best if the others do it without the hub; if no such group is found it acts too, and
the certificate says so. Whoever is needed stays, while the rest keep their actions, if what comes
of it is worth its own cost. Builds on posse.py, for any number of states.
Not here: invitations to anything else, which are found by enumeration (formation.py).
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import CollectiveAction
from gametheory_orders.orders import FixedLevel, Joint
from gametheory_orders.solvers.posse import posse


def gather(game: CooperationGame, hub: int) -> tuple[np.ndarray, str] | None:
    """Return whom a hub gathers, shape (n,), and in what sense; None if that is out of scope.

    Nobody is gathered if it is not worth it.

    Parameters
    ----------
    game : CooperationGame
        On a threshold that all share in, with nothing to enforce it but that the rest keep their
        actions when a member leaves.
    hub : int
        Position of the state that gathers.

    Examples
    --------
    >>> from gametheory_orders import CollectiveAction, NoEnforcement, Order, World
    >>> from gametheory_orders.orders import Invitation
    >>> world = World(
    ...     list("abcd"),
    ...     {"benefit": [9, 9, 9, 0.5], "cost": [2, 3, 2, 1], "weight": [2, 3, 2, 4]},
    ... )
    >>> order = Order(Invitation(hub="a", reaction="keep"), FixedLevel(level=1.0), NoEnforcement())
    >>> game = CooperationGame(CollectiveAction(world, threshold=0.4), order)
    >>> world.members(gather(game, 0)[0])
    ('a', 'b')
    """
    if not _in_scope(game):
        return None
    issue, decision = game.issue, game.order.decision
    assert isinstance(issue, CollectiveAction)
    willing = game.members & issue.able & (issue.benefits >= issue.costs)
    if isinstance(decision, Joint):
        group = _cheapest_act(issue, willing, hub)
        if group is not None:
            return group, "the cheapest that spares the hub"
        return _all_act(issue, willing, hub), "the cheapest with the hub; one without was not found"
    return _all_act(issue, willing, hub), "the cheapest of equally good groups"


def _in_scope(game: CooperationGame) -> bool:
    """Say whether all or nothing is at stake, and nothing but that holds members together."""
    issue, order = game.issue, game.order
    if not isinstance(issue, CollectiveAction) or order.membership.reaction != "keep":
        return False
    decided = order.decision
    all_act = isinstance(decided, FixedLevel) and decided.level >= 1
    if not (all_act or isinstance(decided, Joint)) or order.deters:
        return False
    whole = issue.result == "threshold" and issue.shared == 1 and not game.world.has("rivalry")
    # If some act on their own, leaving is no longer all or nothing.
    plain = whole and not game.outside_by_actions
    return plain and not issue.reference().any()


def _cheapest(issue: CollectiveAction, states: np.ndarray, needed: float) -> np.ndarray | None:
    """Return the cheapest group among some states that has the weight needed, shape (n,)."""
    positions = np.flatnonzero(states)
    weights, costs = issue.weights[positions].tolist(), issue.costs[positions].tolist()
    try:
        found = posse(weights, costs, max(needed, 0.0))
    except NoAnswer:
        return None
    group = np.zeros(issue.n, dtype=bool)
    group[positions[[int(name) - 1 for name in found.members]]] = True
    return group


def _all_act(issue: CollectiveAction, willing: np.ndarray, hub: int) -> np.ndarray:
    """Return the cheapest group in which the hub acts too; nobody if it is not worth it."""
    others = willing.copy()
    others[hub] = False
    left = issue.weight_needed - float(issue.weights[hub])
    group = _cheapest(issue, others, left) if willing[hub] else None
    if group is None:
        return np.zeros(issue.n, dtype=bool)
    group[hub] = True
    return group


def _cheapest_act(issue: CollectiveAction, willing: np.ndarray, hub: int) -> np.ndarray | None:
    """Return a group in which the others do it without the hub, if that is jointly best for it."""
    others = willing.copy()
    others[hub] = False
    group = _cheapest(issue, others, issue.weight_needed)
    if group is None or issue.benefits[hub] < 0:
        return None
    group[hub] = True
    found = issue.joint_among(group, group)
    # The hub can have no more than the result for nothing.
    return group if found is not None and not found[hub] else None
