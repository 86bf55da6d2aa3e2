"""Stability against groups that change sides together: strong and coalition-proof.

In the entry game a group may change sides at once, members leaving and outsiders joining, if each
of the group gains. A set is strong if no group can (Aumann 1959); it is coalition-proof if no
group can to where no part of the group would in turn move on, by the same test (Bernheim, Peleg
and Whinston 1987, Journal of Economic Theory 42(1)). The rest decide anew.
Builds on entry_game.py. Not here: moves by single states (stable_coalitions.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.solvers.entry_game import EntryGame
from gametheory_orders.solvers.subsets import as_masks

MOST_STATES_STRONG = 20
MOST_STATES_PROOF = 12


def strong_codes(game: EntryGame, candidates: np.ndarray) -> np.ndarray:
    """Return those of the candidates that no group wants to change.

    Parameters
    ----------
    game : EntryGame
        With up to 20 eligible states, the rest deciding anew.
    candidates : integer array
        Codes of sets that no single state wants to change.

    Examples
    --------
    The climate club with a tariff of one percent is one that no group can better:

    >>> from gametheory_orders import load_issue
    >>> from gametheory_orders.solvers.entry_game import entry_game
    >>> from gametheory_orders.solvers.stable_coalitions import stable_codes
    >>> game = entry_game(load_issue("climate"), tariff=0.01)
    >>> len(strong_codes(game, stable_codes(game, "open")))
    1
    """
    _check(game, "strong", MOST_STATES_STRONG)
    if not len(candidates):
        return candidates
    payoffs = _eligible_payoffs(game)
    kept = [code for code in candidates if not len(_deviations(game, payoffs, int(code), 1))]
    return np.array(kept, dtype=np.int64)


def group_moves(game: EntryGame, candidates: np.ndarray) -> list[dict[str, Any]]:
    """Return for each candidate a group that gains by changing sides, if there is one.

    The one shown is smallest, of several the first in the world's order.

    Returns
    -------
    list of dict
        ``members`` before the move, ``leave``, ``join``, and ``gains`` by state of the group.

    Examples
    --------
    >>> from gametheory_orders import PublicGood, World
    >>> from gametheory_orders.solvers.entry_game import entry_game
    >>> world = World("ABC", {"stake": [1.0] * 3, "capacity": [1.0] * 3})
    >>> game = entry_game(PublicGood(world), price="joint")
    >>> (move,) = group_moves(game, np.array([0]))
    >>> move["join"], move["gains"]
    (['A', 'B'], {'A': 0.5, 'B': 0.5})
    """
    _check(game, "strong", MOST_STATES_STRONG)
    payoffs = _eligible_payoffs(game)
    ids, n = game.issue.world.ids, len(game.eligible)
    found = []
    for code in candidates:
        others = _deviations(game, payoffs, int(code))
        if not len(others):
            continue
        changes = others ^ code
        sizes = as_masks(changes, game.positions, n).sum(axis=1)
        pick = int(np.lexsort((changes, sizes))[0])
        before, after = as_masks(np.array([code, others[pick]]), game.positions, n)
        gains = payoffs[others[pick]] - payoffs[code]
        bits = {int(state): bit for bit, state in enumerate(game.positions)}
        found.append(
            {
                "members": [ids[i] for i in np.flatnonzero(before)],
                "leave": [ids[i] for i in np.flatnonzero(before & ~after)],
                "join": [ids[i] for i in np.flatnonzero(after & ~before)],
                "gains": {
                    ids[i]: float(gains[bits[int(i)]] - game.exit_cost * before[i])
                    for i in np.flatnonzero(before != after)
                },
            }
        )
    return found


def coalition_proof_codes(game: EntryGame) -> np.ndarray:
    """Return the codes of the coalition-proof sets, ascending.

    Notes
    -----
    For each group D and each set, D's part is enforcing if every group that D has with one state
    fewer is content there, and D is content if moreover no enforcing part is better for each of
    D. All groups are gone through from the smallest on, all sets at once: 4^n bits, n up to 12.

    Examples
    --------
    >>> from gametheory_orders import PublicGood, World
    >>> from gametheory_orders.solvers.entry_game import entry_game
    >>> world = World("ABCD", {"stake": [1.0] * 4, "capacity": [1.0] * 4})
    >>> game = entry_game(PublicGood(world), price="joint")
    >>> sorted({int(code).bit_count() for code in coalition_proof_codes(game)})
    [2, 3]
    """
    _check(game, "coalition_proof", MOST_STATES_PROOF)
    if game.exit_cost:
        raise ModelError("concept", "coalition_proof with an exit cost", '"strong" or "open"')
    m = len(game.positions)
    payoffs, slack = _eligible_payoffs(game), game.slack[game.positions]
    codes = np.arange(2**m, dtype=np.int64)
    content = np.zeros((2**m, 2**m), dtype=bool)
    content[0] = True
    for group in sorted(range(1, 2**m), key=lambda g: (g.bit_count(), g)):
        states = [bit for bit in range(m) if group >> bit & 1]
        if len(states) == 1:
            enforcing = np.ones(2**m, dtype=bool)
        else:
            enforcing = np.logical_and.reduce([content[group ^ (1 << bit)] for bit in states])
        found = codes[enforcing]
        content[group, found[~_outdone(payoffs, slack, found, group, states)]] = True
    return np.flatnonzero(content[-1])


def _outdone(
    payoffs: np.ndarray, slack: np.ndarray, found: np.ndarray, group: int, states: list[int]
) -> np.ndarray:
    """Return which sets another one betters for each of the group, the others fixed."""
    outdone = np.zeros(len(found), dtype=bool)
    if not len(found):
        return outdone
    order = np.argsort(found & ~group, kind="stable")
    fixed = (found & ~group)[order]
    mine = payoffs[found[order]][:, states]
    for shift in range(1, len(found)):
        pairs = np.flatnonzero(fixed[:-shift] == fixed[shift:])
        if not len(pairs):
            break
        more = mine[pairs + shift] - mine[pairs]
        outdone[order[pairs]] |= (more > slack[states]).all(axis=1)
        outdone[order[pairs + shift]] |= (more < -slack[states]).all(axis=1)
    return outdone


def _deviations(
    game: EntryGame, payoffs: np.ndarray, code: int, most: int | None = None
) -> np.ndarray:
    """Return the sets that some group would move to, each of it gaining."""
    everything = np.arange(len(payoffs), dtype=np.int64)
    moving = everything ^ code
    slack = game.slack[game.positions]
    fine = moving != 0
    for bit in range(payoffs.shape[1]):
        cost = game.exit_cost if code >> bit & 1 else 0.0
        gains = payoffs[:, bit] - cost - payoffs[code, bit] > slack[bit]
        fine &= gains | (moving >> bit & 1 == 0)
    return np.flatnonzero(fine)[:most]


def _eligible_payoffs(game: EntryGame) -> np.ndarray:
    m = len(game.positions)
    payoffs = np.empty((2**m, m))
    for start in range(0, 2**m, 4096):
        codes = np.arange(start, min(start + 4096, 2**m), dtype=np.int64)
        payoffs[codes] = game.table(codes)[:, game.positions]
    return payoffs


def _check(game: EntryGame, concept: str, most: int) -> None:
    m = len(game.positions)
    if m > most:
        scales = '"open" takes 28' if concept == "strong" else '"strong" takes 20, "open" 28'
        raise ModelError("concept", f"{concept!r} over {m} states", f"at most {most}; {scales}")
    if game.reaction != "redecide":
        raise ModelError("reaction", game.reaction, f"redecide, for {concept!r}")
