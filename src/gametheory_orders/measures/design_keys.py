"""When two designs are one and the same: equal members under rules that mean the same to them.

Builds on orders and the normal form of voting rules. Two designs with one key have the same
outcome under the concept that the key is for. Not here: solving either (designs.py).
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import CooperationGame
from gametheory_orders.orders import Order, Pledge
from gametheory_orders.orders.decision import Decision, VotedLevel
from gametheory_orders.orders.voting.formula import simplified
from gametheory_orders.worlds import World

MOST_LEAVERS = 24
"""Members up to which it is worked out what the rest would decide by if one of them left."""


def design_key(
    game: CooperationGame, concept: str, known: dict[Hashable, Hashable] | None = None
) -> Hashable:
    """Return what tells a design from others under a solution concept.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    concept : {"assured", "self_enforcing", "participation_stable"}
        What it is solved under: with compliance assumed, what deters members does not matter,
        and unless somebody may leave it does not matter what the rest would do then.
    known : dict, optional
        What decision rules come to, remembered from earlier calls on the same world.

    Examples
    --------
    Consensus at no cost is a quota of everyone:

    >>> from gametheory_orders import charter, load_issue
    >>> issue = load_issue("climate")
    >>> games = [CooperationGame(issue, charter(quota=q)) for q in ("unanimity", 15, 14)]
    >>> one, same, other = (design_key(game, "self_enforcing") for game in games)
    >>> one == same, one == other
    (True, False)
    """
    order, world, members = game.order, game.world, game.members
    assumed = concept == "assured"
    rules = tuple(rule for rule in order.rules if rule.shapes_membership or not assumed)
    held = _words(rules)
    membership = order.membership
    if membership.endogenous:
        return "chosen", _words((membership,)), _words((order.decision,)), held
    known = {} if known is None else known
    here = repr(order.decision), members.tobytes()
    if here not in known:
        known[here] = decision_key(order.decision, world, members)
    decided = known[here]
    if not leaving_matters(order, concept):
        return "given", members.tobytes(), decided, held
    if members.sum() > MOST_LEAVERS:
        # Their own words tell such rules apart, if finer than need be.
        known["after", *here] = here
    if ("after", *here) not in known:
        known["after", *here] = tuple(
            _after_key(order, world, members, int(state)) for state in np.flatnonzero(members)
        )
    afterwards = known["after", *here]
    staying = (membership.for_good, membership.exit_cost, membership.reaction)
    return "given", members.tobytes(), decided, held, staying, afterwards


def agreement_key(game: CooperationGame) -> Hashable:
    """Return what tells the agreement that given members reach, compliance assumed, from others.

    It does not depend on what deters members, so that one agreement serves several designs.
    """
    order = game.order
    shaping = tuple(rule for rule in order.rules if rule.shapes_membership)
    return (
        order.membership.for_good,
        order.membership.exit_cost,
        order.membership.reaction,
        game.members.tobytes(),
        _words((order.decision,)),
        _words(shaping),
    )


def decision_key(decision: Decision, world: World, members: np.ndarray) -> Hashable:
    """Return what a decision rule comes to among given members: for votes, the simple game.

    Examples
    --------
    >>> from gametheory_orders.orders import Quota
    >>> world = World(list("ABC"), {})
    >>> keys = [decision_key(Quota(quota=q), world, np.ones(3, bool)) for q in (2, "2/3", 3)]
    >>> keys[0] == keys[1], keys[0] == keys[2]
    (True, False)
    """
    if not isinstance(decision, VotedLevel):
        return _words((decision,))
    rule = decision.voting_rule(world, members)
    costs = tuple(decision.blocking_costs(world)[rule.voters].tolist())
    game: Hashable = simplified(rule.formula)
    if (rule.vetoers == rule.voters).all() and rule.voters.any():
        game = "everyone"
    how = (decision.agenda, decision.setter, decision.floor, decision.has_body)
    return "vote", how, costs, rule.voters.tobytes(), game


def _after_key(order: Order, world: World, members: np.ndarray, state: int) -> Hashable:
    """Return what the rest decide by when a state has left."""
    rest = members.copy()
    rest[state] = False
    if not rest.any():
        return None
    after = order.decision.resized(world, members, rest)
    try:
        return decision_key(after, world, rest)
    except ModelError:
        return _words((after,))


def leaving_matters(order: Order, concept: str) -> bool:
    """Say whether what each member would have after leaving plays a part under a concept.

    Examples
    --------
    >>> from gametheory_orders import load_order
    >>> [leaving_matters(load_order(name), "self_enforcing") for name in (
    ...     "g6_consensus", "pair_eu_us")]
    [False, True]
    """
    return concept == "participation_stable" or _leaving_enforces(order, concept == "assured")


def _leaving_enforces(order: Order, assumed: bool) -> bool:
    """Say whether what a leaver would have plays a part in what is agreed or kept."""
    if isinstance(order.decision, Pledge) and order.decision.self_enforcing:
        return True
    if assumed or order.assured:
        return False
    return not order.deters or any(
        getattr(rule, "reversion", "nash") == "dissolve" for rule in order.rules
    )


def _words(rules: tuple[object, ...]) -> Hashable:
    return tuple(repr(rule) for rule in rules)


__all__ = ["MOST_LEAVERS", "agreement_key", "decision_key", "design_key", "leaving_matters"]
