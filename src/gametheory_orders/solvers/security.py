"""What a player can secure by itself, and hold others down to: maximin and minimax.

Builds on linear.py. The mixed level is the value of the zero-sum game against all others acting
together (von Neumann 1928): exact where payoffs are rational and the table is small.
Not here: the minimax against opponents who mix independently (for three or more it is higher).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.games.nodes import as_json
from gametheory_orders.games.normal_form import NormalFormGame, Number
from gametheory_orders.solvers.linear import (
    MOST_EXACT,
    MatrixValue,
    matrix_value,
    matrix_value_in_floats,
)


@dataclass(frozen=True, eq=False)
class SecurityLevels(Result):
    """What each player can secure.

    Parameters
    ----------
    game : NormalFormGame
        What was solved.
    pure_maximin, pure_minimax, mixed : tuples of numbers
        By player: the most that one action secures; the least that the others' actions, seen in
        advance, hold it to; the most that a mixture secures, which is also the least that the
        others can hold it to by mixing together.
    strategies : tuple of tuples of numbers
        A mixture for each player that secures it.
    exact : bool
        Whether all figures are exact.
    """

    game: NormalFormGame
    pure_maximin: tuple[Number, ...]
    pure_minimax: tuple[Number, ...]
    mixed: tuple[Number, ...]
    strategies: tuple[tuple[Number, ...], ...]
    exact: bool

    def table(self) -> Table:
        """Return one row for each player."""
        columns = ["player", "maximin in actions", "maximin in mixtures", "minimax in actions"]
        rows = [
            [name, low, mid, high]
            for name, low, mid, high in zip(
                self.game.players, self.pure_maximin, self.mixed, self.pure_minimax, strict=True
            )
        ]
        return Table(columns, rows, "security levels")

    def to_dict(self) -> dict[str, Any]:
        """Return the levels as plain values, fractions as strings."""
        return {
            "exact": self.exact,
            "players": [
                {
                    "name": name,
                    "pure_maximin": as_json(self.pure_maximin[i]),
                    "mixed": as_json(self.mixed[i]),
                    "pure_minimax": as_json(self.pure_minimax[i]),
                    "strategy": [as_json(x) for x in self.strategies[i]],
                }
                for i, name in enumerate(self.game.players)
            ],
        }


def security_levels(game: NormalFormGame) -> SecurityLevels:
    """Return each player's maximin and minimax, in actions and in mixtures.

    Source: von Neumann, Zur Theorie der Gesellschaftsspiele, Math. Annalen 100 (1928).

    Examples
    --------
    >>> pennies = NormalFormGame.from_arrays([[1, -1], [-1, 1]])
    >>> found = security_levels(pennies)
    >>> found.pure_maximin, found.mixed, found.pure_minimax
    ((-1, -1), (Fraction(0, 1), Fraction(0, 1)), (1, 1))
    """
    low: list[Number] = []
    high: list[Number] = []
    mixed: list[MatrixValue] = []
    exact = game.is_rational and game.payoffs[0].size <= MOST_EXACT
    for i, payoffs in enumerate(game.payoffs):
        table = np.moveaxis(payoffs, i, 0).reshape(game.shape[i], -1)
        low.append(max(min(row) for row in table.tolist()))
        high.append(min(max(column) for column in table.T.tolist()))
        if exact:
            # Columns that repeat do not change the value.
            columns = dict.fromkeys(map(tuple, table.T.tolist()))
            rows = [[Fraction(x) for x in row] for row in zip(*columns, strict=True)]
            mixed.append(matrix_value(rows))
        else:
            mixed.append(matrix_value_in_floats(table.astype(float)))
    return SecurityLevels(
        game,
        tuple(low),
        tuple(high),
        tuple(each.value for each in mixed),
        tuple(each.rows for each in mixed),
        exact,
    )
