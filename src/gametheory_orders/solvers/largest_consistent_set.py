"""The largest consistent set: what farsighted players can agree to live with (Chwe).

States a, b, ...; group S can move from a to b. b indirectly dominates a if moves lead from a to b
and each group on the way prefers b to where it moves from. X is consistent if a is in X exactly
when every move by any S from a to d may end at some e in X, d itself or one that indirectly
dominates d, that not all of S prefer to a. There is a largest one (Chwe 1994, Journal of Economic
Theory 63(2)); it is found by leaving out what fails until nothing does.
Builds on entry_game.py for games of joining. Not here: equal states in closed form (farsighted.py).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import INDIFFERENT, payoff_scale
from gametheory_orders.solvers.entry_game import EntryGame

Move = tuple[Hashable, Hashable, Iterable[Hashable]]
"""From a state, to a state, by a group."""
MOST_STATES_IN_GROUPS = 6
MOST_STATES_ALONE = 8


@dataclass(frozen=True)
class ConsistentSet(Result):
    """The largest consistent set, and why the rest is left out.

    Parameters
    ----------
    states : tuple
        In the set.
    left_out : mapping
        Each other state with the move from it that nothing deters: the group and where to.
    """

    states: tuple[Hashable, ...]
    left_out: Mapping[Hashable, tuple[tuple[Hashable, ...], Hashable]]

    concept = "largest consistent set (Chwe 1994)"

    def table(self) -> Table:
        """Return the states in the set."""
        return Table(["state"], [[str(state)] for state in self.states], self.concept)

    def to_dict(self) -> dict[str, Any]:
        """Return the set as plain values."""
        moves = [
            {"state": state, "group": group, "to": target}
            for state, (group, target) in self.left_out.items()
        ]
        found: dict[str, Any] = plain(
            {"concept": self.concept, "states": self.states, "left_out": moves}
        )
        return found


def largest_consistent_set(
    payoffs: Mapping[Hashable, Mapping[Hashable, float]], moves: Iterable[Move]
) -> ConsistentSet:
    """Return the largest consistent set of a finite graph of states.

    Parameters
    ----------
    payoffs : mapping of state to mapping of player to float
        What each player has in each state.
    moves : iterable of (state, state, group)
        Who can change what; a vetoer is in every group that needs its consent.

    Examples
    --------
    The prisoners' dilemma with moves by single players, then by both together too:

    >>> payoffs = {"CC": {1: 2, 2: 2}, "CD": {1: 0, 2: 3}, "DC": {1: 3, 2: 0}, "DD": {1: 1, 2: 1}}
    >>> one_way = [("CC", "DC", [1]), ("CD", "DD", [1]), ("CC", "CD", [2]), ("DC", "DD", [2])]
    >>> alone = one_way + [(b, a, who) for a, b, who in one_way]
    >>> largest_consistent_set(payoffs, alone).states
    ('CC', 'DD')
    >>> both = [(a, b, [1, 2]) for a in payoffs for b in payoffs if a != b]
    >>> largest_consistent_set(payoffs, alone + both).states
    ('CC',)
    """
    names = list(payoffs)
    players = list(next(iter(payoffs.values()))) if names else []
    if not names or not players:
        raise ModelError("payoffs", "no states or no players", "at least one of each")
    if any(set(row) != set(players) for row in payoffs.values()):
        raise ModelError("payoffs", "other players in some states", "the same in all")
    place = {state: j for j, state in enumerate(names)}
    bit = {player: 1 << j for j, player in enumerate(players)}
    steps: set[tuple[int, int, int]] = set()
    for start, end, group in moves:
        who = list(group)
        unknown = [each for each in (start, end) if each not in place]
        unknown += [each for each in who if each not in bit]
        if unknown or not who:
            found = repr(unknown[0]) if unknown else "an empty group"
            raise ModelError("moves", found, "known states, and a group of known players")
        if start != end:
            steps.add((place[start], place[end], sum({bit[each] for each in who})))
    table = np.array([[float(payoffs[state][player]) for player in players] for state in names])
    kept, left_out = _consistent(table, sorted(steps))
    groups = {
        names[a]: (
            tuple(player for player in players if bit[player] & group),
            names[d],
        )
        for a, (d, group) in sorted(left_out.items())
    }
    return ConsistentSet(tuple(names[a] for a in sorted(kept)), groups)


def consistent_coalitions(game: EntryGame, *, groups: bool = True) -> ConsistentSet:
    """Return the sets of members that are in the largest consistent set of an entry game.

    Parameters
    ----------
    game : EntryGame
        With up to 6 eligible states, or 8 if they move one by one.
    groups : bool
        Whether groups change sides together, or single states only.

    Examples
    --------
    >>> from gametheory_orders import PublicGood, World
    >>> from gametheory_orders.solvers.entry_game import entry_game
    >>> world = World("ABCD", {"stake": [1.0] * 4, "capacity": [1.0] * 4})
    >>> found = consistent_coalitions(entry_game(PublicGood(world), price="joint"))
    >>> sorted({len(members) for members in found.states})
    [2, 3, 4]
    """
    kept, left_out = consistent_codes(game, groups=groups)
    ids = [game.issue.world.ids[i] for i in game.positions]

    def named(code: int) -> tuple[str, ...]:
        return tuple(state for bit, state in enumerate(ids) if code >> bit & 1)

    return ConsistentSet(
        tuple(named(code) for code in sorted(kept)),
        {named(a): (named(group), named(d)) for a, (d, group) in sorted(left_out.items())},
    )


def consistent_codes(
    game: EntryGame, *, groups: bool = True
) -> tuple[set[int], dict[int, tuple[int, int]]]:
    """Return the codes of the sets, and of each other set the move (to, by) nothing deters."""
    m = len(game.positions)
    most = MOST_STATES_IN_GROUPS if groups else MOST_STATES_ALONE
    if m > most:
        raise ModelError(
            "concept",
            f"'farsighted' (the largest consistent set) over {m} states",
            f'at most {most}; farsighted_sizes takes any number of equal states, "strong" 20',
        )
    table = game.table(np.arange(2**m, dtype=np.int64))[:, game.positions]
    changes = range(1, 2**m) if groups else [1 << bit for bit in range(m)]
    steps = [(code, code ^ change, change) for code in range(2**m) for change in changes]
    return _consistent(table, steps)


def _consistent(
    payoffs: np.ndarray, steps: Sequence[tuple[int, int, int]]
) -> tuple[set[int], dict[int, tuple[int, int]]]:
    """Return the set, and for each other state the move (to, group) that nothing deters."""
    bits = 1 << np.arange(payoffs.shape[1])
    slack = INDIFFERENT * payoff_scale(payoffs)
    # better[a, b]: the players that prefer b to a.
    better = ((payoffs[None] > payoffs[:, None] + slack) * bits).sum(axis=2).tolist()
    into: list[list[tuple[int, int]]] = [[] for _ in payoffs]
    out: list[list[tuple[int, int]]] = [[] for _ in payoffs]
    for a, b, group in steps:
        into[b].append((a, group))
        out[a].append((b, group))
    ends: list[set[int]] = [{d} for d in range(len(payoffs))]
    for target in range(len(payoffs)):
        reached, waiting = {target}, [target]
        while waiting:
            for a, group in into[waiting.pop()]:
                if a not in reached and group & ~better[a][target] == 0:
                    reached.add(a)
                    waiting.append(a)
                    ends[a].add(target)
    kept = set(range(len(payoffs)))
    left_out: dict[int, tuple[int, int]] = {}
    while True:
        failing = {}
        for a in kept:
            for d, group in out[a]:
                if not any(group & ~better[a][e] for e in ends[d] & kept):
                    failing[a] = (d, group)
                    break
        if not failing:
            return kept, left_out
        left_out |= failing
        kept -= set(failing)
