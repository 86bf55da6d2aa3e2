"""The Nakamura number: how few winning coalitions can have nobody in common.

Builds on simple_game.py, coalitions.py. Below it no number of alternatives can cycle.
Not here: the core of spatial games.
"""

from __future__ import annotations

import math

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.orders.voting.coalitions import minimal_cells
from gametheory_orders.orders.voting.formula import Atom
from gametheory_orders.orders.voting.properties import vetoers
from gametheory_orders.orders.voting.simple_game import SimpleGame

MOST_COVERS = 200_000


def nakamura_number(game: SimpleGame) -> float:
    """Return the least number of winning coalitions with an empty intersection.

    Infinite with a vetoer, or if nobody ever wins. With fewer alternatives than this number
    majority preference has no cycle whatever the players want; the core of the spatial game is
    never empty in up to this number minus two dimensions.

    Source: Nakamura 1979, International Journal of Game Theory 8; for q of n: Ferejohn and
    Grether 1974, ceil(n / (n - q)).

    Raises
    ------
    NoAnswer
        If there are too many kinds of coalitions to look through.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game
    >>> assembly = [f"S{i}" for i in range(193)]
    >>> nakamura_number(quota_game(assembly, "2/3")), nakamura_number(quota_game(assembly))
    (4, 3)
    >>> nakamura_number(quota_game(assembly[:15], 9, veto=assembly[:5]))
    inf
    """
    if vetoers(game) or not game.wins(np.ones(game.n, dtype=bool)):
        return math.inf
    bounds = _packing_bounds(game)
    if bounds is not None and bounds[0] == bounds[1]:
        return bounds[0]
    return _fewest_covering(game)


def _packing_bounds(game: SimpleGame) -> tuple[int, int] | None:
    """Return bounds for one weighted quota: absences of at most T - q must cover everyone.

    That is bin packing: the volume below, first fit with the heaviest first above.
    """
    atom = game.normal
    if not isinstance(atom, Atom):
        return None
    room = atom.total - atom.least
    bins: list[int] = []
    for weight in sorted((w for w in atom.weights if w), reverse=True):
        for i, left in enumerate(bins):
            if weight <= left:
                bins[i] = left - weight
                break
        else:
            bins.append(room - weight)
    return -(-atom.total // room), len(bins)


def _fewest_covering(game: SimpleGame) -> int:
    """Return how few complements of minimal winning coalitions cover all, by breadth first.

    Equal players can always be chosen apart, so only the numbers by type matter.
    """
    grid, cells = minimal_cells(game)
    counts = np.array(grid.counts)
    absent = np.unique([counts - np.array(grid.cell(int(cell))) for cell in cells], axis=0)
    covered = {tuple([0] * len(counts))}
    seen = set(covered)
    for number in range(1, game.n + 1):
        reached: set[tuple[int, ...]] = set()
        for state in covered:
            for row in np.unique(np.minimum(np.array(state) + absent, counts), axis=0):
                if (row == counts).all():
                    return number
                reached.add(tuple(int(value) for value in row))
        covered = reached - seen
        seen |= covered
        if len(seen) > MOST_COVERS:
            raise NoAnswer("too many kinds of coalitions for the Nakamura number")
    raise NoAnswer("the Nakamura number was not found")
