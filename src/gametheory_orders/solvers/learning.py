"""Play that adapts: best responses in turn, fictitious play, replicator dynamics.

Builds on games. Replicator dynamics is nashpy's, its result checked. Fictitious play is our own:
nashpy breaks ties by numpy's global random state, which would make results hard to repeat; on
games without ties the tests hold the two equal. Not here: equilibria.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.foundations.tolerances import SIMPLEX
from gametheory_orders.games.normal_form import Action, NormalFormGame
from gametheory_orders.solvers.pure_nash import best_responses


@dataclass(frozen=True, eq=False)
class Path(Result):
    """Where best responses in turn lead.

    Parameters
    ----------
    game : NormalFormGame
        What is played.
    cells : tuple of cells
        The profiles passed, from the start on, each one player's step from the one before.
    converged : bool
        Whether the last is an equilibrium; else the path comes back to an earlier situation.
    cycle : tuple of cells
        What it repeats for ever; empty if it converged.
    """

    game: NormalFormGame
    cells: tuple[tuple[int, ...], ...]
    converged: bool
    cycle: tuple[tuple[int, ...], ...]

    def table(self) -> Table:
        """Return one row for each profile passed."""
        rows = [
            [k, *(names[s] for names, s in zip(self.game.actions, cell, strict=True))]
            for k, cell in enumerate(self.cells)
        ]
        end = "an equilibrium" if self.converged else f"a cycle of {len(self.cycle)}"
        return Table(["step", *self.game.players], rows, f"best responses lead to {end}")

    def to_dict(self) -> dict[str, Any]:
        """Return the path as plain values."""
        return {
            "converged": self.converged,
            "path": [list(cell) for cell in self.cells],
            "cycle": [list(cell) for cell in self.cycle],
        }


def best_response_dynamics(game: NormalFormGame, start: Sequence[Action]) -> Path:
    """Let players in turn, the first first, move to a best response until nobody moves.

    A player who plays a best response already stays; of several best responses the first is taken.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.
    start : sequence of actions
        By name or position.

    Examples
    --------
    >>> hunt = NormalFormGame.from_arrays([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> best_response_dynamics(hunt, (0, 1)).cells
    ((0, 1), (1, 1))
    >>> best_response_dynamics(NormalFormGame.from_arrays([[1, -1], [-1, 1]]), (0, 0)).cycle
    ((0, 1), (1, 1), (1, 0), (0, 0))
    """
    best, _ = best_responses(game)
    cell, turn, still = game.cell(start), 0, 0
    cells = [cell]
    seen: dict[tuple[tuple[int, ...], int], int] = {}
    while still < game.n:
        if (cell, turn) in seen:
            return Path(game, tuple(cells), False, tuple(cells[seen[(cell, turn)] + 1 :]))
        seen[(cell, turn)] = len(cells) - 1
        others: Any = (*cell[:turn], slice(None), *cell[turn + 1 :])
        line = best[turn][others]
        still += 1
        if not line[cell[turn]]:
            cell = (*cell[:turn], int(np.argmax(line)), *cell[turn + 1 :])
            cells.append(cell)
            still = 0
        turn = (turn + 1) % game.n
    return Path(game, tuple(cells), True, ())


@dataclass(frozen=True, eq=False)
class FictitiousPlay(Result):
    """The record of fictitious play.

    Parameters
    ----------
    game : NormalFormGame
        What is played.
    counts : tuple of arrays
        By player how often each action was played, the start included.
    last : tuple of int
        The last profile.
    regrets : tuple of float
        What each would gain by a best response to the others' frequencies, taken as independent.
    """

    game: NormalFormGame
    counts: tuple[np.ndarray, ...]
    last: tuple[int, ...]
    regrets: tuple[float, ...]

    @property
    def frequencies(self) -> tuple[tuple[float, ...], ...]:
        """The share of periods in which each action was played."""
        return tuple(tuple((count / count.sum()).tolist()) for count in self.counts)

    def table(self) -> Table:
        """Return one row for each action."""
        rows = [
            [name, action, share]
            for name, actions, shares in zip(
                self.game.players, self.game.actions, self.frequencies, strict=True
            )
            for action, share in zip(actions, shares, strict=True)
        ]
        return Table(["player", "action", "frequency"], rows, "fictitious play")

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain values."""
        return {
            "frequencies": [list(shares) for shares in self.frequencies],
            "regrets": list(self.regrets),
            "last": list(self.last),
        }


def fictitious_play(
    game: NormalFormGame, periods: int, start: Sequence[Action] | None = None
) -> FictitiousPlay:
    """Let everyone best-respond, each period, to the frequencies of the others' past actions.

    Of several best responses the first is taken.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players; beliefs about several others are independent.
    periods : int
        How many, after the start.
    start : sequence of actions, optional
        The first profile; by default everyone's first action.

    Source: Brown, Iterative solution of games by fictitious play (1951).

    Examples
    --------
    >>> pennies = NormalFormGame.from_arrays([[1, -1], [-1, 1]])
    >>> [round(share, 2) for share in fictitious_play(pennies, 10_000).frequencies[0]]
    [0.5, 0.5]
    """
    if isinstance(periods, bool) or not isinstance(periods, int) or periods < 0:
        raise ModelError("periods", periods, "a whole number of 0 or more")
    cell = game.cell(start if start is not None else (0,) * game.n)
    tables = [np.moveaxis(payoffs, i, 0) for i, payoffs in enumerate(game.floats)]
    counts = [np.eye(size)[k] for size, k in zip(game.shape, cell, strict=True)]
    for _ in range(periods):
        # Counts, not shares: whole payoffs then tie exactly where they tie.
        cell = tuple(int(np.argmax(_against(table, counts, i))) for i, table in enumerate(tables))
        for count, k in zip(counts, cell, strict=True):
            count[k] += 1
    regrets = []
    shares = [count / count.sum() for count in counts]
    for i, table in enumerate(tables):
        values = _against(table, shares, i)
        regrets.append(max(0.0, float(values.max() - shares[i] @ values)))
    return FictitiousPlay(game, tuple(counts), cell, tuple(regrets))


def _against(table: np.ndarray, counts: Sequence[np.ndarray], i: int) -> np.ndarray:
    """Return a player's payoffs, own action first, against the others' weights."""
    out = table
    for j in range(len(counts) - 1, -1, -1):
        if j != i:
            out = out @ counts[j]
    return out


def replicator_dynamics(payoffs: Any, start: Sequence[float], times: Sequence[float]) -> np.ndarray:
    """Return shares of a population over time, shape (times, actions), by nashpy.

    Parameters
    ----------
    payoffs : array-like, shape (m, m)
        Payoff of a row against a column.
    start : sequence of m shares
        Sum to one.
    times : increasing sequence of floats
        At which shares are returned, the first being that of the start.

    Source: Taylor and Jonker, Math. Biosciences 40 (1978).

    Examples
    --------
    Hawk and dove with V = 2, C = 4: half are hawks in the end.

    >>> path = replicator_dynamics([[-1, 2], [0, 1]], [0.1, 0.9], [0, 10, 20, 40])
    >>> [round(float(share), 6) for share in path[-1]]
    [0.5, 0.5]
    """
    import nashpy

    matrix = NormalFormGame.from_arrays(payoffs).floats[0]
    shares = np.asarray(start, dtype=float)
    if matrix.shape != (len(shares), len(shares)):
        raise ModelError("payoffs", f"shape {matrix.shape}", f"{len(shares)} by {len(shares)}")
    if not (np.isfinite(shares).all() and (shares >= 0).all() and abs(shares.sum() - 1) < SIMPLEX):
        raise ModelError("start", list(start), "shares that sum to 1")
    path = np.asarray(
        nashpy.Game(matrix).replicator_dynamics(y0=shares, timepoints=np.asarray(times, float))
    )
    if not (path > -SIMPLEX).all() or (abs(path.sum(axis=1) - 1) > SIMPLEX).any():
        raise NoAnswer("nashpy's integration leaves the simplex; ask for more times in between")
    return path
