"""Types of equal players, and the grid of how many of each type are in favour.

Players whose weights agree in every atom are of one type; a coalition matters only by its number
of members of each type. With m_t players of type t the grid has prod (m_t + 1) cells, in mixed
radix, so that the complement of cell c is the cell mirrored at the middle.
Builds on formula.py. Not here: what is counted on the grid (properties.py, measures/power).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from gametheory_orders.orders.voting.formula import Atom, Formula, atoms, judge

MOST_CELLS = 2**20
MOST_LARGE_CELLS = 50_000


class TypeGrid:
    """The grid of coalitions by type.

    Parameters
    ----------
    formulas : sequence of Formula
        All over the same n positions.
    positions : sequence of int
        Who takes part.
    marks : sequence of int, optional
        By position: players of different mark are never of one type; their steps in size.

    Examples
    --------
    >>> grid = TypeGrid([Atom((2, 1, 1), 3)], range(3))
    >>> grid.types, grid.wins(Atom((2, 1, 1), 3)).tolist()
    (((0,), (1, 2)), [False, False, False, False, True, True])
    """

    def __init__(
        self,
        formulas: Sequence[Formula],
        positions: Sequence[int],
        marks: Sequence[int] | None = None,
    ) -> None:
        found = [atom for formula in formulas for atom in atoms(formula)]
        groups: dict[tuple[int, ...], list[int]] = {}
        for i in positions:
            key = (*(atom.weights[i] for atom in found), marks[i] if marks else 1)
            groups.setdefault(key, []).append(i)
        self.types = tuple(tuple(group) for group in groups.values())
        self.steps = tuple(key[-1] for key in groups)
        self.counts = tuple(len(group) for group in self.types)

    @cached_property
    def cells(self) -> int:
        """Number of cells."""
        return math.prod(count + 1 for count in self.counts)

    @property
    def fits(self) -> bool:
        """Whether the grid is small enough to be filled."""
        most = MOST_CELLS if sum(self.counts) < 62 else MOST_LARGE_CELLS
        return self.cells <= most

    def sums(self, per_player: Sequence[int]) -> np.ndarray:
        """Return the sum over those in favour of a figure by type, shape (cells,)."""
        total = sum(int(p) * c for p, c in zip(per_player, self.counts, strict=True))
        kind = np.int64 if total < 2**62 else object
        out = np.zeros(1, dtype=kind)
        for figure, count in zip(per_player, self.counts, strict=True):
            steps = np.arange(count + 1).astype(kind) * int(figure)
            out = (out[:, None] + steps).ravel()
        return out

    @cached_property
    def sizes(self) -> np.ndarray:
        """Size of the coalitions of each cell, counted in steps, shape (cells,)."""
        return self.sums(self.steps)

    @cached_property
    def ways(self) -> np.ndarray:
        """Number of coalitions of each cell, exactly, shape (cells,)."""
        kind = np.int64 if sum(self.counts) < 62 else object
        out = np.ones(1, dtype=kind)
        for count in self.counts:
            row = np.array([math.comb(count, k) for k in range(count + 1)], dtype=kind)
            out = (out[:, None] * row).ravel()
        return out

    def wins(self, formula: Formula) -> np.ndarray:
        """Say which cells win, shape (cells,)."""

        def truth(atom: Atom) -> np.ndarray:
            sums = self.sums([atom.weights[group[0]] for group in self.types])
            return np.asarray(sums >= atom.least, dtype=bool)

        return np.broadcast_to(np.asarray(judge(formula, truth), dtype=bool), (self.cells,))

    def along(self, values: np.ndarray, kind: int) -> np.ndarray:
        """Return values by cell with one type's number on the middle axis."""
        before = math.prod(count + 1 for count in self.counts[:kind])
        return values.reshape(before, self.counts[kind] + 1, -1)

    def cell(self, index: int) -> tuple[int, ...]:
        """Return how many of each type a cell has."""
        out = []
        for count in reversed(self.counts):
            index, rest = divmod(index, count + 1)
            out.append(rest)
        return tuple(reversed(out))

    def example(self, index: int) -> list[int]:
        """Return the positions of one coalition of a cell."""
        return [
            i
            for group, count in zip(self.types, self.cell(index), strict=True)
            for i in group[:count]
        ]
