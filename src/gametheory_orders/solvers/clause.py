"""Stable coalitions under a clause of minimum participation, where closed forms exist beneath it.

A member without whom the clause is not met compares staying with no treaty at all; everyone else
has the advantage of staying or joining that it has without a clause. All sets are gone through
in batches, and each state's test only sees the sets that are left.
Builds on entry_game.py and subsets.py. Not here: the choice of the clause
(minimum_participation.py).
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.solvers.entry_game import EntryGame
from gametheory_orders.solvers.subsets import as_masks, in_batches

MOST_STATES_WITH_CLAUSE = 24
BATCH = 2**15


def clause_codes(game: EntryGame) -> np.ndarray:
    """Return the codes of the stable sets in force, and 0 if no treaty is stable, ascending.

    Parameters
    ----------
    game : EntryGame
        With a clause, at most 24 eligible states.

    Examples
    --------
    Five equal states that decide jointly: without a clause two or three stay together.

    >>> from gametheory_orders import CooperationGame, Joint, MinimumParticipation, NoEnforcement
    >>> from gametheory_orders import Order, PublicGood, World
    >>> from gametheory_orders.solvers.entry_game import entry_game
    >>> world = World("ABCDE", {"stake": [1.0] * 5, "capacity": [1.0] * 5})
    >>> order = Order(MinimumParticipation(count=5), Joint(), NoEnforcement())
    >>> clause_codes(entry_game(CooperationGame(PublicGood(world), order))).tolist()
    [0, 31]
    """
    found = [np.zeros(0 if _somebody_begins(game) else 1, dtype=np.int64)]
    everything = np.arange(1, 2 ** len(game.positions), dtype=np.int64)
    found += [_stable(game, codes) for codes in in_batches(everything, BATCH)]
    return np.concatenate(found)


def _somebody_begins(game: EntryGame) -> bool:
    """Say whether somebody gains by being in alone, if that is enough."""
    nobody = np.zeros((1, len(game.eligible)), dtype=bool)
    gains = game.payoffs(nobody) - game.after_joining(nobody)
    return bool((np.nan_to_num(gains, nan=np.inf) < -game.slack).any())


def _stable(game: EntryGame, codes: np.ndarray) -> np.ndarray:
    assert game.in_force is not None
    assert game.without_clause is not None
    free = game.without_clause
    assert free.joining is not None
    members = as_masks(codes, game.positions, len(game.eligible))
    stands = game.in_force(members)
    codes, members = codes[stands], members[stands]
    for state in game.positions:
        if not len(codes):
            break
        inside = members[:, state]
        passes = free.joining.of(state, members) <= game.slack[state]
        passes[inside] = _stays(game, free, int(state), members[inside])
        codes, members = codes[passes], members[passes]
    return codes


def _stays(game: EntryGame, free: EntryGame, state: int, members: np.ndarray) -> np.ndarray:
    """Say of sets with the state in whether it stays, shape (len(members),)."""
    assert game.in_force is not None
    rest = members.copy()
    rest[:, state] = False
    falls = ~game.in_force(rest)
    gain = np.empty(len(members))
    if free.staying is None:
        falls[:] = True
    else:
        gain[~falls] = free.staying.of(state, members[~falls])
    gain[falls] = free.payoffs(members[falls])[:, state] - game.reference[state]
    return np.asarray(gain >= -game.slack[state] - game.exit_cost)
