"""A hub that gathers the willing for an action that works from some weight on.

All who are gathered act, so the hub is indifferent between all groups that are strong enough and
in which each is needed; the cheapest is taken. Whoever is needed stays if what comes of it is worth
its own cost. Builds on posse.py, for any number of states. Not here: invitations to anything else,
which are found by enumeration (formation.py).
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import CollectiveAction
from gametheory_orders.orders import FixedLevel
from gametheory_orders.solvers.posse import posse


def gather(game: CooperationGame, hub: int) -> np.ndarray | None:
    """Return whom a hub gathers, shape (n,); nobody if it is not worth it; None if out of scope.

    Parameters
    ----------
    game : CooperationGame
        On a threshold that all share in, whose members all act, with nothing else to enforce it.
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
    >>> order = Order(Invitation(hub="a"), FixedLevel(level=1.0), NoEnforcement())
    >>> game = CooperationGame(CollectiveAction(world, threshold=0.4), order)
    >>> world.members(gather(game, 0))
    ('a', 'b')
    """
    issue, order = game.issue, game.order
    if not isinstance(issue, CollectiveAction) or not isinstance(order.decision, FixedLevel):
        return None
    simple = issue.result == "threshold" and issue.shared == 1 and not game.world.has("rivalry")
    if not simple or order.deters or any(rule.by_actions for rule in order.rules):
        return None
    nobody = np.zeros(game.world.n, dtype=bool)
    # If some act on their own, leaving is no longer all or nothing.
    if issue.reference().any() or order.decision.level < 1:
        return None
    willing = game.members & issue.able & (issue.benefits >= issue.costs)
    if not willing[hub]:
        return nobody
    willing[hub] = False
    left = max(issue.weight_needed - float(issue.weights[hub]), 0.0)
    states = np.flatnonzero(willing)
    try:
        cheapest = posse(issue.weights[states].tolist(), issue.costs[states].tolist(), left)
    except NoAnswer:
        return nobody
    found = nobody
    found[states[[int(name) - 1 for name in cheapest.members]]] = True
    found[hub] = True
    return found
