"""Zero-sum games: the value and optimal strategies by HiGHS, made exact; all extreme ones.

Builds on scipy's HiGHS, bimatrix.py for all optimal strategies, exact.py where the program's basis
cannot be made exact. Constant-sum games count: they differ by a shift.
Not here: zero-sum games in extensive form.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import PROGRAM
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.nash.bimatrix import Strategy, polytopes, vertex_bound
from gametheory_orders.solvers.nash.certify import Checker
from gametheory_orders.solvers.nash.exact import lemke_howson_path
from gametheory_orders.solvers.nash.result import EquilibriumSet

MOST_LISTED = 20_000
"""Possible vertices up to which all extreme optimal strategies are listed unasked."""


def zero_sum(game: Any, every: bool | None = None) -> EquilibriumSet:
    """Return the value and optimal strategies of a zero-sum game.

    Parameters
    ----------
    game : array-like of shape (m, n), NormalFormGame or nashpy.Game
        The row player's payoffs, or a game whose payoffs sum to a constant.
    every : bool, optional
        Whether to list all extreme optimal strategies, or to return one pair; by default all in
        games small enough.

    Returns
    -------
    EquilibriumSet
        ``parameters["value"]`` is the row player's payoff in every equilibrium (von Neumann 1928).

    Examples
    --------
    >>> found = zero_sum([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    >>> print(found.parameters["value"], [str(p) for p in found[0][0]])
    0 ['1/3', '1/3', '1/3']
    """
    from gametheory_orders.solvers.nash.solve import checked, nash_equilibria, two_player_game

    game = two_player_game(game)
    _require_constant_sum(game)
    m, n = game.shape
    if every is None:
        every = max(vertex_bound(m, n), vertex_bound(n, m)) <= MOST_LISTED
    if every:
        found = nash_equilibria(game)
        values = dict(found.parameters, value=found.payoffs[0][0])
        return EquilibriumSet(**{**vars(found), "parameters": values})
    program = _program(game)
    pair = _exact_pair(game, *program[:2]) if program is not None else None
    method = "linear_program"
    if pair is None:
        # A degenerate optimum may leave HiGHS between vertices; the path always ends at one.
        p, q, _ties = lemke_howson_path(*polytopes(game), 0)
        pair = (p.numerators, sum(p.numerators)), (q.numerators, sum(q.numerators))
        method = "lemke_howson"
    found = checked(game, [pair], method=method, complete=False)
    parameters = {"value": found.payoffs[0][0], "highs_value": program and program[2]}
    return EquilibriumSet(**{**vars(found), "parameters": parameters})


def _require_constant_sum(game: NormalFormGame) -> None:
    one, two = game.payoffs
    if one.dtype == np.float64:
        one, two = game.exact
    sums = set((one + two).ravel().tolist())
    if len(sums) > 1:
        low, high = float(min(sums)), float(max(sums))
        raise ModelError("game", f"payoffs that sum to {low:g} and to {high:g}", "one sum only")


def _program(game: NormalFormGame) -> tuple[np.ndarray, np.ndarray, float] | None:
    """Return both players' optimal strategies and the value, by HiGHS, rounded."""
    from scipy.optimize import linprog

    matrix = game.floats[0]
    m, n = matrix.shape
    low = float(matrix.min())
    scale = float(matrix.max()) - low
    if not 0 < scale < np.inf:
        return None
    scaled = (matrix - low) / scale
    # Variables x and v: maximise v with v <= x A in every column.
    result = linprog(
        np.append(np.zeros(m), -1.0),
        A_ub=np.column_stack([-scaled.T, np.ones(n)]),
        b_ub=np.zeros(n),
        A_eq=np.append(np.ones(m), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0, None)] * m + [(None, None)],
        method="highs-ds",
    )
    if result.status != 0:
        return None
    return result.x[:m], -result.ineqlin.marginals, float(result.x[m]) * scale + low


def _exact_pair(
    game: NormalFormGame, x: np.ndarray, y: np.ndarray
) -> tuple[Strategy, Strategy] | None:
    """Return the vertices that HiGHS means, in integers, None where they are not equilibrium."""
    checker = Checker(game)
    matrix = [[Fraction(a) for a in row] for row in checker.rows]
    transposed = list(zip(*matrix, strict=True))
    sides = []
    for lines, own, other in ((transposed, x, y), (matrix, y, x)):
        support = [int(i) for i in np.flatnonzero(own > PROGRAM)]
        used = [int(j) for j in np.flatnonzero(other > PROGRAM)]
        solved = _indifferent([[lines[j][i] for i in support] for j in used])
        if solved is None or min(solved) < 0:
            return None
        scale = lcm(*(p.denominator for p in solved))
        numerators = [0] * len(own)
        for i, p in zip(support, solved, strict=True):
            numerators[i] = int(p * scale)
        sides.append((tuple(numerators), scale))
    if max(checker.payoffs_and_regrets(sides[0][0], sides[1][0])[1]):
        return None
    return sides[0], sides[1]


def _indifferent(lines: list[list[Fraction]]) -> list[Fraction] | None:
    """Return the probabilities that make all lines earn the same, None where not one solution."""
    k = len(lines[0]) if lines else 0
    if not k:
        return None
    system = [[*line, Fraction(-1), Fraction(0)] for line in lines]
    system.append([Fraction(1)] * k + [Fraction(0), Fraction(1)])
    rank = 0
    for column in range(k + 1):
        row = next((r for r in range(rank, len(system)) if system[r][column]), None)
        if row is None:
            return None
        system[rank], system[row] = system[row], system[rank]
        head = system[rank][column]
        system[rank] = [a / head for a in system[rank]]
        for r, line in enumerate(system):
            if r != rank and line[column]:
                factor = line[column]
                system[r] = [a - factor * b for a, b in zip(line, system[rank], strict=True)]
        rank += 1
    if any(line[-1] for line in system[rank:]):
        return None
    return [system[r][-1] for r in range(k)]
