"""Who is let in, where entry needs the members: newcomers by whom none, or a minority, loses.

Builds on entry_game.py and the vote on a newcomer (orders/entry_vote.py). Not here: whether those
inside stay (stable_coalitions.py).
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.orders.entry_vote import admitted
from gametheory_orders.solvers.entry_game import EntryGame
from gametheory_orders.solvers.subsets import as_masks


def entered(game: EntryGame, codes: np.ndarray, admission: str) -> np.ndarray:
    """Return which sets somebody wants to join and is let into, shape (len(codes),).

    Examples
    --------
    Of three equal states that decide jointly, any gains by joining one other, who gains too:

    >>> from gametheory_orders import PublicGood, World
    >>> from gametheory_orders.solvers.entry_game import entry_game
    >>> world = World("ABC", {"stake": [1.0] * 3, "capacity": [1.0] * 3})
    >>> game = entry_game(PublicGood(world), price="joint")
    >>> entered(game, np.array([0b000, 0b001, 0b011]), "unanimity").tolist()
    [False, True, False]
    """
    members = as_masks(codes, game.positions, len(game.eligible))
    payoffs = game.payoffs(members)
    entered = np.zeros(len(codes), dtype=bool)
    for state in game.positions:
        outside = np.flatnonzero(~members[:, state] & ~entered)
        larger = members[outside]
        larger[:, state] = True
        after = game.payoffs(larger)
        wants = (after - payoffs[outside])[:, state] > game.slack[state]
        lose = members[outside] & (after - payoffs[outside] < -game.slack)
        entered[outside] = wants & admitted(
            lose.sum(axis=1), members[outside].sum(axis=1), admission
        )
    return entered


def would_be_let_in(game: EntryGame, members: np.ndarray, admission: str) -> np.ndarray:
    """Return the states outside that the members would let in, shape (n,)."""
    payoffs = game.payoffs(members[None])[0]
    allowed = np.zeros(len(members), dtype=bool)
    for state in game.positions[~members[game.positions]]:
        larger = members.copy()
        larger[state] = True
        lose = members & (game.payoffs(larger[None])[0] - payoffs < -game.slack)
        allowed[state] = admitted(lose.sum(), members.sum(), admission)
    return allowed
