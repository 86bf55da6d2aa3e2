"""Trade robustness: whether winning coalitions can all be turned into losing ones by swaps.

A game is trade robust iff it is a weighted quota (Taylor and Zwicker 1992). So a linear program
looks for weights; if there are none, its dual is a trade: winning coalitions that exchange members
and all lose. Both answers are checked in whole numbers before they are given.
Builds on simple_game.py and coalitions.py. Not here: power.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.orders.voting.coalitions import minimal_cells
from gametheory_orders.orders.voting.simple_game import SimpleGame
from gametheory_orders.orders.voting.type_grid import TypeGrid

MOST_DENOMINATOR = 10_000
MOST_ROWS = 5_000


@dataclass(frozen=True)
class TradeRobustness(Result):
    """Whether a game is trade robust, with what shows it.

    Parameters
    ----------
    robust : bool
        Whether no trade turns winning coalitions into losing ones.
    weights : mapping of str to int, or None
        With ``quota`` a weighted quota that is the same game, if it is robust.
    quota : int or None
        Least sum that wins.
    before, after : tuple of tuples of int
        If it is not: winning coalitions and the losing ones they become, as how many of each
        type; together they have the same members.
    types : tuple of tuples of str
        Equal players, by type.
    """

    robust: bool
    weights: dict[str, int] | None
    quota: int | None
    before: tuple[tuple[int, ...], ...]
    after: tuple[tuple[int, ...], ...]
    types: tuple[tuple[str, ...], ...]

    def __bool__(self) -> bool:
        return self.robust

    def table(self) -> Table:
        """Return the weights, or the trade."""
        if self.weights is not None:
            rows: list[list[Any]] = [[player, weight] for player, weight in self.weights.items()]
            return Table(["player", "weight"], rows, f"trade robust: at least {self.quota}")
        rows = [["wins", *p] for p in self.before] + [["loses", *p] for p in self.after]
        return Table(["", *(group[0] for group in self.types)], rows, "not trade robust")

    def to_dict(self) -> dict[str, Any]:
        """Return the answer and what shows it."""
        return {
            "robust": self.robust,
            "weights": self.weights,
            "quota": self.quota,
            "before": [list(profile) for profile in self.before],
            "after": [list(profile) for profile in self.after],
            "types": [list(group) for group in self.types],
        }


def trade_robust(game: SimpleGame) -> TradeRobustness:
    """Return whether a game is trade robust (that is: a weighted quota), with what shows it.

    Equal players may be given equal weights, so coalitions count by their numbers of each type.

    Raises
    ------
    NoAnswer
        If there are too many kinds of coalitions, or neither answer could be checked exactly.

    Notes
    -----
    Source: Taylor and Zwicker 1992, Proceedings of the American Mathematical Society 115.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game, trade_robust, unanimity_game
    >>> bool(trade_robust(quota_game("ABCDE", 3, veto=["A"])))
    True
    >>> pairs = unanimity_game("AB") | unanimity_game("CD")
    >>> bool(trade_robust(pairs))
    False
    """
    grid, cells = minimal_cells(game)
    wins = np.array([grid.cell(int(c)) for c in cells]).reshape(-1, len(grid.types))
    loses = _maximal_losing(game, grid)
    if len(wins) + len(loses) > MOST_ROWS:
        raise NoAnswer(f"{len(wins) + len(loses)} kinds of coalitions are too many to trade")
    types = tuple(tuple(game.players[i] for i in group) for group in grid.types)
    if not len(wins):
        weights = dict.fromkeys(game.players, 1)
        return TradeRobustness(True, weights, game.n + 1, (), (), types)
    found = _weights(wins, loses)
    if found is not None:
        by_type, quota = found
        weights = {
            player: weight for group, weight in zip(types, by_type, strict=True) for player in group
        }
        ordered = {player: weights[player] for player in game.players}
        return TradeRobustness(True, ordered, quota, (), (), types)
    trade = _trade(wins, loses)
    if trade is None:
        raise NoAnswer("neither weights nor a trade could be checked exactly")
    return TradeRobustness(False, None, None, trade[0], trade[1], types)


def _maximal_losing(game: SimpleGame, grid: TypeGrid) -> np.ndarray:
    loses = ~grid.wins(game.normal)
    maximal = loses.copy()
    for kind in range(len(grid.types)):
        grid.along(maximal, kind)[:, :-1] &= ~grid.along(loses, kind)[:, 1:]
    rows = [grid.cell(int(c)) for c in np.flatnonzero(maximal)]
    return np.array(rows).reshape(-1, len(grid.types))


def _weights(wins: np.ndarray, loses: np.ndarray) -> tuple[list[int], int] | None:
    """Return whole weights by type and a quota that part the two, or None."""
    from scipy.optimize import linprog

    kinds = wins.shape[1]
    # w . win >= q and w . lose <= q - 1, the sum of weights least.
    rows = np.vstack(
        [
            np.hstack([-wins, np.ones((len(wins), 1))]),
            np.hstack([loses, -np.ones((len(loses), 1))]),
        ]
    )
    bound = np.concatenate([np.zeros(len(wins)), -np.ones(len(loses))])
    answer = linprog(np.append(np.ones(kinds), 0.0), A_ub=rows, b_ub=bound, bounds=(0, None))
    if answer.status != 0:
        return None
    weights = _whole(answer.x[:kinds])
    inside = [int(sum(w * k for w, k in zip(weights, row, strict=True))) for row in wins.tolist()]
    outside = [int(sum(w * k for w, k in zip(weights, row, strict=True))) for row in loses.tolist()]
    return (weights, min(inside)) if min(inside) > max(outside) else None


def _whole(values: np.ndarray) -> list[int]:
    fractions = [Fraction(float(v)).limit_denominator(MOST_DENOMINATOR) for v in values]
    scale = math.lcm(*(f.denominator for f in fractions))
    return [int(f * scale) for f in fractions]


Profiles = tuple[tuple[int, ...], ...]


def _trade(wins: np.ndarray, loses: np.ndarray) -> tuple[Profiles, Profiles] | None:
    """Return as many losing as winning coalitions of the same members altogether, or None."""
    from scipy.optimize import linprog

    # Shares of winning and of losing coalitions whose members are at most those of the losing.
    kinds = wins.shape[1]
    columns = np.hstack([wins.T, -loses.T])
    one = np.hstack([np.ones((1, len(wins))), np.zeros((1, len(loses)))])
    other = np.hstack([np.zeros((1, len(wins))), np.ones((1, len(loses)))])
    answer = linprog(
        np.zeros(columns.shape[1]),
        A_ub=columns,
        b_ub=np.zeros(kinds),
        A_eq=np.vstack([one, other]),
        b_eq=np.ones(2),
        bounds=(0, None),
    )
    if answer.status != 0:
        return None
    shares = _whole(answer.x)
    first, second = shares[: len(wins)], shares[len(wins) :]
    if sum(first) != sum(second) or not sum(first):
        return None
    before = [tuple(row) for row, k in zip(wins.tolist(), first, strict=True) for _ in range(k)]
    after = [list(row) for row, k in zip(loses.tolist(), second, strict=True) for _ in range(k)]
    # Losing coalitions may hold members too many: take them out, they still lose.
    for kind in range(kinds):
        spare = sum(row[kind] for row in after) - sum(row[kind] for row in before)
        if spare < 0:
            return None
        for row in after:
            less = min(spare, row[kind])
            row[kind] -= less
            spare -= less
    return tuple(before), tuple(tuple(row) for row in after)
