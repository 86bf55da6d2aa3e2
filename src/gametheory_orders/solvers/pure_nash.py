"""All pure equilibria of a game in normal form, for any number of players.

Builds on games. Every cell is looked at, in one sweep for each player; the definition itself,
read off cell by cell, is the oracle. Not here: mixed equilibria (nash, symmetric_mixed.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import INDIFFERENT, payoff_scale
from gametheory_orders.games.normal_form import NormalFormGame


@dataclass(frozen=True, eq=False)
class PureEquilibria(Result):
    """All pure equilibria of a game; iterates over profiles of actions, by name.

    Parameters
    ----------
    game : NormalFormGame
        What was solved.
    cells : tuple of tuples of int
        The equilibria, by position, in the order of the cells.
    strict : tuple of bool
        Whether every deviation from it loses.
    exact : bool
        Whether payoffs were compared exactly; else ties within 1e-12 of the scale count as such.
    """

    game: NormalFormGame
    cells: tuple[tuple[int, ...], ...]
    strict: tuple[bool, ...]
    exact: bool

    complete = True

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        for cell in self.cells:
            yield tuple(names[k] for names, k in zip(self.game.actions, cell, strict=True))

    def __len__(self) -> int:
        return len(self.cells)

    def table(self) -> Table:
        """Return one row for each equilibrium: actions and payoffs."""
        rows = [
            [*names, *self.game.payoff(cell), strict]
            for names, cell, strict in zip(self, self.cells, self.strict, strict=True)
        ]
        payoffs = [f"payoff of {name}" for name in self.game.players]
        return Table([*self.game.players, *payoffs, "strict"], rows, "pure equilibria")

    def to_dict(self) -> dict[str, Any]:
        """Return the equilibria as plain values."""
        found: dict[str, Any] = plain(
            {
                "complete": True,
                "exact": self.exact,
                "pure": [
                    {"actions": names, "payoffs": list(map(str, self.game.payoff(cell)))}
                    for names, cell in zip(self, self.cells, strict=True)
                ],
            }
        )
        return found


def pure_nash(game: NormalFormGame) -> PureEquilibria:
    """Return all pure Nash equilibria of a game.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players; 2**20 cells take about a second.

    Source: Nash, Equilibrium points in n-person games, PNAS 36 (1950).

    Examples
    --------
    Stag hunt, both equilibria strict:

    >>> hunt = NormalFormGame.from_arrays([[4, 0], [3, 2]], [[4, 3], [0, 2]],
    ...     actions=(("stag", "hare"),) * 2)
    >>> list(pure_nash(hunt))
    [('stag', 'stag'), ('hare', 'hare')]
    """
    best, only = best_responses(game)
    stable = np.logical_and.reduce(best)
    alone = np.logical_and.reduce(only)
    cells = np.argwhere(stable)
    found = tuple(tuple(cell) for cell in cells.tolist())
    strict = tuple(bool(alone[cell]) for cell in found)
    return PureEquilibria(game, found, strict, game.is_rational)


def best_responses(game: NormalFormGame) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return for each player in which cells its action is a best response, and the only one.

    Examples
    --------
    >>> pennies = NormalFormGame.from_arrays([[1, -1], [-1, 1]])
    >>> best_responses(pennies)[0][1].tolist()
    [[False, True], [True, False]]
    """
    best, only = [], []
    for i, payoffs in enumerate(game.payoffs):
        slack = 0.0 if game.is_rational else INDIFFERENT * payoff_scale(payoffs)
        top = payoffs.max(axis=i, keepdims=True)
        reached = np.asarray(payoffs >= (top - slack if slack else top), dtype=bool)
        best.append(reached)
        only.append(reached & (reached.sum(axis=i, keepdims=True) == 1))
    return best, only
