"""Engine: two halves of the players, for up to about 40 players of any weights.

Coalitions of each half are listed and grouped by size. For one weighted quota with counts (the EU
Council) the partners that make a coalition win are found by binary search in sorted weights; for
any other formula every pair is tried, up to about 28 players. With W+ the winning coalitions of a
size that hold i, and W those of that size in all, swings(s) = W+(s + 1) - (W(s) - W+(s)).
Builds on problem.py; exact. Not here: many players (generating.py).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gametheory_orders.measures.power.problem import Found, Problem, types_of
from gametheory_orders.orders.voting.formula import Atom, atoms, judge

MOST_SEARCHED = 40
MOST_PAIRED = 28
CHUNK = 2**22


def suits(problem: Problem) -> bool:
    """Say whether the problem is small enough."""
    small = all(atom.total < 2**62 for atom in atoms(problem.formula))
    return small and problem.n <= (MOST_SEARCHED if problem.weighted else MOST_PAIRED)


class _Half:
    """All coalitions of some players, sorted by size."""

    def __init__(self, problem: Problem, players: list[int]) -> None:
        self.players = players
        m = len(players)
        bits = (np.arange(2**m, dtype=np.int64)[:, None] >> np.arange(m)) & 1
        sizes = bits @ np.array([problem.steps[i] for i in players], dtype=np.int64)
        order = np.argsort(sizes, kind="stable")
        self.bits = bits[order].astype(bool)
        self.sizes = sizes[order]
        self.levels, self.starts = np.unique(self.sizes, return_index=True)

    def sums(self, atom: Atom) -> np.ndarray:
        weights = np.array([atom.weights[i] for i in self.players], dtype=np.int64)
        return np.asarray(self.bits @ weights)

    def groups(self) -> Iterator[tuple[int, slice]]:
        ends = [*self.starts[1:], len(self.sizes)]
        for level, start, end in zip(self.levels, self.starts, ends, strict=True):
            yield int(level), slice(int(start), int(end))


def by_halves(problem: Problem) -> Found:
    """Return swings and winning coalitions by size, from two halves.

    Examples
    --------
    >>> by_halves(Problem(Atom((3, 2, 2), 4), (1, 1, 1))).swings[0]
    ((0,), [0, 2, 0, 0])
    """
    middle = problem.n // 2
    one = _Half(problem, list(range(middle)))
    two = _Half(problem, list(range(middle, problem.n)))
    partners = _searched if problem.weighted else _paired
    wins = np.zeros(problem.top, dtype=np.int64)
    holding = np.zeros((problem.n, problem.top), dtype=np.int64)
    for here, there in ((one, two), (two, one)):
        for size, rows, counts in partners(problem, here, there):
            if here is one:
                wins[size] += counts.sum()
            holding[here.players, size] += counts @ here.bits[rows].astype(np.int64)
    out = []
    for group in types_of(problem):
        i, step = group[0], problem.steps[group[0]]
        without = wins - holding[i]
        swings = [
            int(holding[i, s + step] - without[s]) if s + step < problem.top else 0
            for s in range(problem.top)
        ]
        out.append((group, swings))
    return Found([int(value) for value in wins], out)


Partners = Iterator[tuple[int, slice, np.ndarray]]


def _searched(problem: Problem, here: _Half, there: _Half) -> Partners:
    """Yield, by size, how many coalitions of the other half win with each of this half."""
    atom = problem.weighted
    assert atom is not None
    bars = problem.bars()
    mine, theirs = here.sums(atom), there.sums(atom)
    for level, partners in there.groups():
        ranked = np.sort(theirs[partners])
        for own, rows in here.groups():
            bar = bars[own + level]
            missing = np.searchsorted(ranked, bar - mine[rows], side="left")
            yield own + level, rows, ranked.size - missing


def _paired(problem: Problem, here: _Half, there: _Half) -> Partners:
    mine = {atom: here.sums(atom) for atom in atoms(problem.formula)}
    theirs = {atom: there.sums(atom) for atom in mine}
    width = len(there.sizes)
    for own, group in here.groups():
        for start in range(group.start, group.stop, max(1, CHUNK // width)):
            rows = slice(start, min(start + max(1, CHUNK // width), group.stop))

            def truth(atom: Atom, rows: slice = rows) -> np.ndarray:
                needed = atom.least - mine[atom][rows, None]
                return np.asarray(theirs[atom][None, :] >= needed)

            won = np.asarray(judge(problem.formula, truth))
            counts = np.add.reduceat(won, there.starts, axis=1, dtype=np.int64)
            for column, level in enumerate(there.levels):
                yield own + int(level), rows, counts[:, column]
