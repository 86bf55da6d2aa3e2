"""Who has a say in a hybrid.

Builds on power. In a hybrid each bound state counts the power of
those who decide the part that sets what it does; where one body proposes and another disposes, a
coalition must win in both. Not here: the measures that rest on it (legitimacy.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.games import CooperationGame
from gametheory_orders.games.composed import Composed
from gametheory_orders.measures.power import banzhaf_power
from gametheory_orders.orders.hybrid import Hybrid
from gametheory_orders.orders.voting.formula import Atom, Every
from gametheory_orders.orders.voting.rules import CombinedRule


@dataclass(frozen=True, eq=False)
class Say:
    """Who decides in a hybrid.

    Parameters
    ----------
    power : array, shape (n,)
        Shares of power, which sum to one where anybody decides.
    vetoers : bool array, shape (n,)
        Who can block all that is decided for some state.
    heard : bool array, shape (n,)
        States bound that have a vote, or a word, in the part that sets what they do.
    by_convention : bool
        Whether nobody votes in some part that counts, whose members then count equally.
    """

    power: np.ndarray
    vetoers: np.ndarray
    heard: np.ndarray
    by_convention: bool


def say_in(game: CooperationGame, agreement: Composed) -> Say:
    """Return who decides in a hybrid.

    Parameters
    ----------
    game : CooperationGame
        The issue under the hybrid.
    agreement : Composed
        What is agreed or delivered.

    Examples
    --------
    Of the fifteen under unanimity, and the four of a club whose own track binds two of them:

    >>> from gametheory_orders import load_game, solve
    >>> outcome = solve(load_game("climate", "climate_two_tracks"))
    >>> found = say_in(outcome.game, outcome.delivered.agreement)
    >>> round(float(found.power.sum()), 9), int(found.heard.sum())
    (1.0, 15)
    """
    hybrid, world = game.order, game.world
    assert isinstance(hybrid, Hybrid)
    n = world.n
    power, vetoers, heard = np.zeros(n), np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    masks = [each.members for each in agreement.parts]
    bound = agreement.set_by >= 0
    by_convention = False
    both = bool(hybrid.kind.parts) and agreement.parts[1].reached
    for j in np.unique(agreement.set_by[bound]):
        mine = agreement.set_by == j
        rule = _both(game, masks) if both else _rule(game, int(j), masks[j])
        if rule is None:
            by_convention = True
            share, voters = masks[j] / max(int(masks[j].sum()), 1), masks[j]
        else:
            share = np.array([float(each) for each in banzhaf_power(rule)])
            voters = rule.voters
            vetoers |= rule.vetoers
        power += mine.sum() / bound.sum() * share
        heard |= mine & voters
    return Say(power, vetoers, heard, by_convention)


def _rule(game: CooperationGame, part: int, members: np.ndarray) -> Any:
    """Return how a part votes; None where nobody votes in it."""
    assert isinstance(game.order, Hybrid)
    votes = game.order.parts[part].votes
    return None if votes is None else votes.voting_rule(game.world, members)


def _both(game: CooperationGame, masks: list[np.ndarray]) -> CombinedRule:
    """Return the rule that a coalition must win in both parts; who does not vote must agree."""
    rules = [_rule(game, j, mask) for j, mask in enumerate(masks)]
    formulas = [
        Atom(tuple(int(x) for x in mask), int(mask.sum())) if rule is None else rule.formula
        for rule, mask in zip(rules, masks, strict=True)
    ]
    voters = [
        mask if rule is None else rule.voters for rule, mask in zip(rules, masks, strict=True)
    ]
    return CombinedRule(voters[0] | voters[1], Every(tuple(formulas)))
