"""Engine: go through the grid of types. For few types, whatever the formula.

Builds on orders/voting/type_grid.py. With every player a type of its own this is plain enumeration
with numpy. Not here: many different players (generating.py, halves.py).
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.measures.power.problem import Found, Problem
from gametheory_orders.orders.voting.type_grid import TypeGrid


def grid_of(problem: Problem) -> TypeGrid:
    """Return the grid of a problem's types."""
    return TypeGrid([problem.formula], range(problem.n), problem.steps)


def by_grid(problem: Problem) -> Found:
    """Return swings and winning coalitions by size, cell by cell.

    Examples
    --------
    >>> from gametheory_orders.orders.voting.formula import Atom
    >>> by_grid(Problem(Atom((1, 1, 1), 2), (1, 1, 1))).swings
    [((0, 1, 2), [0, 2, 0, 0])]
    """
    grid = grid_of(problem)
    wins = grid.wins(problem.formula)
    sizes = grid.sizes
    ways = grid.ways
    out = []
    for kind, group in enumerate(grid.types):
        count = len(group)
        along = grid.along(wins, kind)
        swing = along[:, 1:] & ~along[:, :-1]
        # Of the C(m, k) sets of k members, C(m - 1, k) leave one of them out.
        left = (count - np.arange(count)).astype(ways.dtype)[:, None]
        alone = grid.along(ways, kind)[:, :-1] * left // count
        size = np.broadcast_to(grid.along(sizes, kind)[:, :-1], swing.shape)
        out.append((group, by_size(alone[swing], size[swing], problem.top)))
    return Found(by_size(ways[wins], sizes[wins], problem.top), out)


def by_size(ways: np.ndarray, sizes: np.ndarray, top: int) -> list[int]:
    """Return sums by size, exactly."""
    out = np.zeros(top, dtype=ways.dtype)
    np.add.at(out, sizes.astype(np.int64), ways)
    return [int(value) for value in out]
