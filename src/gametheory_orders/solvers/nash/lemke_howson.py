"""One equilibrium by the path of Lemke and Howson, exact, with nashpy's answer held against it.

Builds on exact.py; nashpy's own ``lemke_howson`` is asked too where it is known to end: it pivots
in float64, and cycles in some games with ties (nashpy 0.0.43). The result says whether it agrees.
Finds one equilibrium in games far too large for all.
Not here: all equilibria (bimatrix.py).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import PIVOT
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.nash.bimatrix import Strategy, polytopes
from gametheory_orders.solvers.nash.certify import Checker
from gametheory_orders.solvers.nash.exact import Rows, lemke_howson_path
from gametheory_orders.solvers.nash.result import EquilibriumSet

EXACT_IN_NASHPY = 2.0**40
"""Bound on the numbers met: nashpy pivots in float64 and may not return beyond 2**53."""


def lemke_howson(game: Any, label: int | str = 0) -> EquilibriumSet:
    """Return the equilibrium at the end of one path of Lemke and Howson (1964).

    Parameters
    ----------
    game : NormalFormGame or nashpy.Game
        Two players.
    label : int or str
        The action dropped first: 0..m-1 the row player's, m..m+n-1 the column player's; or its
        name, where only one action has it.

    Returns
    -------
    EquilibriumSet
        One equilibrium; ``complete`` is false. ``parameters["nashpy"]`` says of nashpy's
        answer: "agrees", "finds another equilibrium", "is wrong: ...", or "not asked: ...".

    Examples
    --------
    >>> import nashpy
    >>> found = lemke_howson(nashpy.Game([[3, 1], [0, 2]], [[2, 1], [0, 3]]), label=0)
    >>> [[str(p) for p in strategy] for strategy in found[0]]
    [['1', '0'], ['1', '0']]
    """
    from gametheory_orders.solvers.nash.solve import checked, two_player_game

    game = two_player_game(game)
    position = _label(game, label)
    rows_p, rows_q = polytopes(game)
    p, q, ties = lemke_howson_path(rows_p, rows_q, position)
    pair: tuple[Strategy, Strategy] = (
        (p.numerators, sum(p.numerators)),
        (q.numerators, sum(q.numerators)),
    )
    if ties:
        said = "not asked: it may cycle where best responses tie, as they do on this path"
    else:
        said = _nashpy(game, rows_p, rows_q, position, pair)
    return checked(
        game,
        [pair],
        method="lemke_howson",
        complete=False,
        parameters={"label": position, "nashpy": said},
    )


def _label(game: NormalFormGame, label: int | str) -> int:
    m, n = game.shape
    names = [*game.actions[0], *game.actions[1]]
    if isinstance(label, str):
        if names.count(label) != 1:
            raise ModelError("label", label, f"a name that one action has, or 0 to {m + n - 1}")
        return names.index(label)
    if isinstance(label, bool) or not isinstance(label, int | np.integer):
        raise ModelError("label", label, f"a position from 0 to {m + n - 1}")
    if not 0 <= label < m + n:
        raise ModelError("label", label, f"a position from 0 to {m + n - 1}")
    return int(label)


def _nashpy(
    game: NormalFormGame,
    rows_p: Rows,
    rows_q: Rows,
    label: int,
    pair: tuple[Strategy, Strategy],
) -> str:
    """Say how nashpy's answer on the same path compares."""
    if _largest(rows_p) > EXACT_IN_NASHPY or _largest(rows_q) > EXACT_IN_NASHPY:
        return "not asked: its float64 pivots may round, and then need not end"
    import nashpy

    one = np.array(rows_q, dtype=float)
    two = np.array(rows_p, dtype=float).T
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answer = nashpy.Game(one, two).lemke_howson(initial_dropped_label=label)
    return _judged(game, answer, pair)


def _judged(
    game: NormalFormGame, answer: Sequence[np.ndarray], pair: tuple[Strategy, Strategy]
) -> str:
    sides = [np.asarray(side, dtype=float) for side in answer]
    if tuple(side.shape for side in sides) != ((game.shape[0],), (game.shape[1],)):
        return f"is wrong: strategies of lengths {sides[0].size} and {sides[1].size}"
    if not all(np.isfinite(side).all() and (side >= -PIVOT).all() for side in sides):
        return "is wrong: not probabilities"
    ours = [np.array([x / total for x in numerators]) for numerators, total in pair]
    if all(np.abs(a - b).max() < PIVOT for a, b in zip(sides, ours, strict=True)):
        return "agrees"
    weights = [[max(0, round(float(x) * 2**53)) for x in side] for side in sides]
    regrets = Checker(game).payoffs_and_regrets(*weights)[1]
    scale = max(float(np.abs(a).max()) for a in game.floats) or 1.0
    if max(regrets) < PIVOT * scale:
        return "finds another equilibrium"
    return f"is wrong: somebody gains {float(max(regrets)):.3g}"


def _largest(rows: Rows) -> float:
    """Return a bound on every minor of the matrix (Hadamard), from the longer of its sides."""
    matrix = np.array([[float(min(x, 10**150)) for x in row] for row in rows])
    bounds = []
    for lines in (matrix, matrix.T):
        lengths = np.sort(np.maximum(np.sqrt((lines**2).sum(axis=1)), 1.0))[::-1]
        with np.errstate(over="ignore"):
            bounds.append(float(np.prod(lengths[: min(matrix.shape)])))
    return min(bounds)
