"""Minimal winning and minimal blocking coalitions, counted by type and listed by name.

Builds on simple_game.py and type_grid.py. Not here: power (measures/power).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.orders.voting.simple_game import SimpleGame
from gametheory_orders.orders.voting.type_grid import TypeGrid


@dataclass(frozen=True)
class CoalitionFamily(Result):
    """A family of coalitions that treats equal players alike.

    Iterating over it lists them one by one as tuples of names; `count` counts without listing.

    Parameters
    ----------
    title : str
        What they have in common.
    types : tuple of tuples of str
        Equal players, by type.
    profiles : tuple of tuples of int
        How many of each type; every such coalition belongs to the family.
    """

    title: str
    types: tuple[tuple[str, ...], ...]
    profiles: tuple[tuple[int, ...], ...]

    @property
    def count(self) -> int:
        """Number of coalitions."""
        return sum(self.ways(profile) for profile in self.profiles)

    @property
    def smallest(self) -> int:
        """Least number of members; 0 if there is no coalition."""
        return min((sum(profile) for profile in self.profiles), default=0)

    def ways(self, profile: tuple[int, ...]) -> int:
        """Return the number of coalitions of a profile."""
        return math.prod(
            math.comb(len(group), k) for group, k in zip(self.types, profile, strict=True)
        )

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        for profile in self.profiles:
            parts = [combinations(g, k) for g, k in zip(self.types, profile, strict=True)]
            for choice in product(*parts):
                yield tuple(player for part in choice for player in part)

    def table(self) -> Table:
        """Return one row a profile: how many of whom, and how many such coalitions."""
        heads = [g[0] if len(g) == 1 else f"of {len(g)}: {g[0]}.." for g in self.types]
        rows = [[*profile, sum(profile), self.ways(profile)] for profile in self.profiles]
        return Table([*heads, "members", "coalitions"], rows, f"{self.title}: {self.count}")

    def to_dict(self) -> dict[str, Any]:
        """Return types, profiles and the number of coalitions (as text, it may be large)."""
        return {
            "title": self.title,
            "types": [list(group) for group in self.types],
            "profiles": [list(profile) for profile in self.profiles],
            "count": str(self.count),
            "smallest": self.smallest,
        }


def minimal_cells(game: SimpleGame) -> tuple[TypeGrid, np.ndarray]:
    """Return the grid of types and the cells that win but lose without any one member."""
    grid = TypeGrid([game.normal], range(game.n))
    if not grid.fits:
        raise NoAnswer(f"{grid.cells} kinds of coalitions are too many to list")
    wins = grid.wins(game.normal)
    minimal = wins.copy()
    for kind in range(len(grid.types)):
        smaller = grid.along(wins, kind)[:, :-1]
        grid.along(minimal, kind)[:, 1:] &= ~smaller
    return grid, np.flatnonzero(minimal)


def minimal_winning(game: SimpleGame) -> CoalitionFamily:
    """Return the coalitions that win, but lose without any one member.

    Raises
    ------
    NoAnswer
        If there are too many kinds of coalitions to look through.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import weighted_game
    >>> list(minimal_winning(weighted_game({"A": 2, "B": 1, "C": 1}, 3)))
    [('A', 'B'), ('A', 'C')]
    """
    return _family(game, f"minimal winning coalitions of {game.name}")


def minimal_blocking(game: SimpleGame) -> CoalitionFamily:
    """Return the coalitions without which nobody wins, and no part of which can block.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game
    >>> assembly = [f"P{i}" for i in range(5)] + [f"S{i}" for i in range(188)]
    >>> amendment = quota_game(assembly, "2/3", veto=assembly[:5])
    >>> minimal_blocking(amendment).profiles, minimal_blocking(quota_game(assembly, "2/3")).smallest
    (((0, 65), (1, 0)), 65)
    """
    return _family(game.dual(), f"minimal blocking coalitions of {game.name}")


def _family(game: SimpleGame, title: str) -> CoalitionFamily:
    grid, cells = minimal_cells(game)
    types = tuple(tuple(game.players[i] for i in group) for group in grid.types)
    return CoalitionFamily(title, types, tuple(grid.cell(int(cell)) for cell in cells))
