"""Potential games: the test, the potential, and what contradicts it.

Builds on games. Not here: dynamics (learning.py).

Source: Monderer and Shapley, Potential games, GEB 14 (1996): a game has an exact potential P if
every change of one action changes P by as much as the mover's payoff.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.foundations.tolerances import INDIFFERENT, payoff_scale
from gametheory_orders.games.normal_form import NormalFormGame, Number


@dataclass(frozen=True, eq=False)
class Potential(Result):
    """Whether a game has an exact potential, and which.

    Parameters
    ----------
    game : NormalFormGame
        What was tested.
    potential : array of the game's shape, or None
        Zero in the first cell; None if there is no potential.
    witness : tuple of cells, or None
        Two cells that differ in one player's action, between which the only candidate changes
        otherwise than that player's payoff.
    exact : bool
        Whether payoffs were compared exactly.
    """

    game: NormalFormGame
    potential: np.ndarray | None
    witness: tuple[tuple[int, ...], tuple[int, ...]] | None
    exact: bool

    def __bool__(self) -> bool:
        return self.potential is not None

    @property
    def maximisers(self) -> tuple[tuple[int, ...], ...]:
        """The cells in which the potential is largest: pure equilibria all."""
        if self.potential is None:
            return ()
        top = np.argwhere(np.asarray(self.potential == self.potential.max(), dtype=bool))
        return tuple(tuple(cell) for cell in top.tolist())

    def table(self) -> Table:
        """Return one row for each cell."""
        if self.potential is None:
            return Table(["potential"], [["none"]], "no exact potential")
        rows = [
            [*(names[k] for names, k in zip(self.game.actions, cell, strict=True)), value]
            for cell, value in zip(
                self.game.profiles(), self.potential.ravel().tolist(), strict=True
            )
        ]
        return Table([*self.game.players, "potential"], rows, "exact potential")

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain values."""
        values: list[Number] = [] if self.potential is None else self.potential.ravel().tolist()
        return {
            "exact": self.exact,
            "is_potential_game": bool(self),
            "potential": [x if isinstance(x, float) else str(x) for x in values],
            "witness": None if self.witness is None else [list(cell) for cell in self.witness],
        }


def exact_potential(game: NormalFormGame) -> Potential:
    """Return the exact potential of a game, or two cells that rule it out.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.

    Source: Monderer and Shapley 1996, theorem 2.8.

    Examples
    --------
    The prisoners' dilemma has one (Monderer and Shapley 1996, example 2.3 in form):

    >>> prisoners = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> exact_potential(prisoners).potential.tolist()
    [[0, 2], [2, 3]]
    >>> bool(exact_potential(NormalFormGame.from_arrays([[1, -1], [-1, 1]])))
    False
    """
    candidate = np.zeros_like(game.payoffs[0])
    # Walk from the first cell to each other one, changing the players' actions in turn.
    for i, payoffs in enumerate(game.payoffs):
        at: Any = (Ellipsis, *([slice(0, 1)] * (game.n - i - 1)))
        upto = payoffs[at]
        candidate = candidate + (upto - np.take(upto, [0], axis=i))
    exact = game.is_rational
    slack = 0.0 if exact else INDIFFERENT * game.n * payoff_scale(*game.payoffs)
    for i, payoffs in enumerate(game.payoffs):
        rest = payoffs - candidate
        change = abs(rest - np.take(rest, [0], axis=i))
        wrong = np.argwhere(np.asarray(change > slack, dtype=bool))
        if len(wrong):
            cell = tuple(int(k) for k in wrong[0])
            return Potential(game, None, ((*cell[:i], 0, *cell[i + 1 :]), cell), exact)
    candidate.setflags(write=False)
    return Potential(game, candidate, None, exact)
