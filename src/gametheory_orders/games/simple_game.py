"""The simple game that an order's members play when they decide.

Builds on orders. The face of a cooperation game that voting power, the Nakamura number and
bargaining look at. Not here: the algebra of simple games (orders/voting).
"""

from __future__ import annotations

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.orders import Order, Quota
from gametheory_orders.orders.voting import SimpleGame, TernaryGame
from gametheory_orders.orders.voting.simple_game import simple_game_of
from gametheory_orders.worlds import World


def simple_game(order: Order, world: World) -> SimpleGame:
    """Return the simple game of an order's decision rule, among the members who vote.

    Parameters
    ----------
    order : Order
        With a decision rule under which members vote.
    world : World
        The states; members are those eligible.

    Raises
    ------
    NoAnswer
        If nobody votes under the order's decision rule.
    ModelError
        If the rule does not fit the members.

    Examples
    --------
    >>> from gametheory_orders import charter
    >>> game = simple_game(charter(veto=["A"], quota=2), World(["A", "B", "C"], {}))
    >>> game.players, game.wins(["B", "C"])
    (('A', 'B', 'C'), False)
    """
    decision = order.votes
    if decision is None:
        raise NoAnswer(f"{order.name}: nobody votes under decision rule {order.decision.rule!r}")
    members = order.membership.eligible(world)
    decision.check(world, members)
    return simple_game_of(decision.voting_rule(world, members), world.ids, order.name)


def ternary_game_of(order: Order, world: World) -> TernaryGame:
    """Return the game with abstention of an order whose quota allows it.

    Raises
    ------
    NoAnswer
        If the order's decision rule is not a quota with ``abstention = true``.

    Examples
    --------
    >>> from gametheory_orders import Binding, Order, Quota, Universal
    >>> order = Order(Universal(), Quota(quota=2, veto=["A"], abstention=True), Binding())
    >>> ternary_game_of(order, World(["A", "B", "C"], {})).wins(["B", "C"], abstain=["A"])
    True
    """
    decision = order.decision
    if not isinstance(decision, Quota) or not decision.abstention:
        raise NoAnswer(f"{order.name}: its decision rule has no abstention")
    members = order.membership.eligible(world)
    decision.check(world, members)
    return decision.ternary(world, members)
