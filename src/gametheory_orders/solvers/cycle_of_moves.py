"""A cycle of moves by single states: what shows that nothing is stable.

Builds on entry_game.py and admission.py. Not here: stable sets (stable_coalitions.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gametheory_orders.solvers.admission import would_be_let_in
from gametheory_orders.solvers.entry_game import EntryGame

MOST_STEPS = 10_000


def cycle_of_moves(
    game: EntryGame, concept: str = "open", admission: str = "unanimity"
) -> list[dict[str, Any]]:
    """Return a cycle of single moves, each by the state that gains most, from no members on.

    Returns
    -------
    list of dict
        ``members`` before the move, ``mover``, ``move`` ("joins" or "leaves"), ``gain``; empty if
        the walk ends at a stable set.

    Examples
    --------
    Two states, of whom A wants to be where B is, and B where A is not:

    >>> from dataclasses import replace
    >>> from gametheory_orders import PublicGood, World
    >>> from gametheory_orders.solvers.entry_game import entry_game
    >>> world = World("AB", {"stake": [1.0, 1.0], "capacity": [1.0, 1.0]})
    >>> def payoffs(members):
    ...     same = members[..., 0] == members[..., 1]
    ...     return np.stack([same * 1.0, ~same * 1.0], axis=-1)
    >>> game = replace(entry_game(PublicGood(world)), payoffs=payoffs)
    >>> [f"{step['mover']} {step['move']}" for step in cycle_of_moves(game)]
    ['B joins', 'A joins', 'B leaves', 'A leaves']
    """
    n = len(game.eligible)
    ids = game.issue.world.ids
    members = np.zeros(n, dtype=bool)
    seen: dict[bytes, int] = {}
    walk: list[dict[str, Any]] = []
    for _ in range(MOST_STEPS):
        if members.tobytes() in seen:
            return walk[seen[members.tobytes()] :]
        seen[members.tobytes()] = len(walk)
        stays, enters = game.margins(members[None])
        margins = np.where(members, stays[0], enters[0])
        if concept == "internal":
            margins = stays[0]
        elif concept == "external":
            margins = enters[0]
        margins = np.where(np.isnan(margins), np.inf, margins + game.slack)
        if concept == "exclusive":
            margins = np.where(members | would_be_let_in(game, members, admission), margins, 0.0)
        mover = int(np.argmin(margins))
        if margins[mover] >= 0:
            return []
        walk.append(
            {
                "members": list(game.issue.world.members(members)),
                "mover": ids[mover],
                "move": "leaves" if members[mover] else "joins",
                "gain": float(game.slack[mover] - margins[mover]),
            }
        )
        members = members.copy()
        members[mover] = not members[mover]
    return walk
