"""Linear programs: HiGHS in floats, and a small exact simplex in fractions.

Builds on foundations. ``maximise_exactly`` is slow and meant for small programs; its pivots follow
Bland (1977), so that it ends on degenerate programs too. Not here: any game.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

MOST_EXACT = 20_000
"""Entries of a tableau up to which the exact simplex is used."""


class Optimum(NamedTuple):
    """The solution of a linear program.

    Parameters
    ----------
    value : Fraction
        Of the objective.
    primal, dual : tuple of Fraction
        Solutions of the program and of its dual.
    """

    value: Fraction
    primal: tuple[Fraction, ...]
    dual: tuple[Fraction, ...]


def maximise_exactly(
    objective: Sequence[Fraction],
    rows: Sequence[Sequence[Fraction]],
    limits: Sequence[Fraction],
) -> Optimum | None:
    """Maximise c x subject to A x <= b and x >= 0, for b >= 0; None if unbounded.

    Parameters
    ----------
    objective : sequence of Fraction, length n
        c.
    rows : m sequences of Fraction, length n
        A.
    limits : sequence of Fraction, length m
        b, none negative.

    Source: Bland, New finite pivoting rules for the simplex method, Math. Oper. Res. 2 (1977).

    Examples
    --------
    >>> one = Fraction(1)
    >>> maximise_exactly([3 * one, 2 * one], [[one, one], [one, 0 * one]], [4 * one, 2 * one])
    Optimum(value=Fraction(10, 1), primal=(Fraction(2, 1), Fraction(2, 1)), \
dual=(Fraction(2, 1), Fraction(1, 1)))
    """
    n, m = len(objective), len(rows)
    zero, one = Fraction(0), Fraction(1)
    table = [
        [*map(Fraction, row), *(one if k == j else zero for k in range(m)), Fraction(limit)]
        for j, (row, limit) in enumerate(zip(rows, limits, strict=True))
    ]
    costs = [*(-Fraction(c) for c in objective), *([zero] * m), zero]
    basis = list(range(n, n + m))
    while True:
        entering = next((j for j in range(n + m) if costs[j] < 0), None)
        if entering is None:
            break
        best: tuple[Fraction, int, int] | None = None
        for k, row in enumerate(table):
            if row[entering] > 0:
                ratio = (row[-1] / row[entering], basis[k], k)
                best = ratio if best is None or ratio < best else best
        if best is None:
            return None
        leaving = best[2]
        pivot = table[leaving][entering]
        table[leaving] = [x / pivot for x in table[leaving]]
        source = table[leaving]
        for k, row in enumerate(table):
            if k != leaving and row[entering]:
                table[k] = _less(row, row[entering], source)
        costs = _less(costs, costs[entering], source)
        basis[leaving] = entering
    primal = [zero] * (n + m)
    for k, j in enumerate(basis):
        primal[j] = table[k][-1]
    return Optimum(costs[-1], tuple(primal[:n]), tuple(costs[n : n + m]))


def _less(row: list[Fraction], factor: Fraction, source: list[Fraction]) -> list[Fraction]:
    return [x - factor * y if y else x for x, y in zip(row, source, strict=True)]


class MatrixValue(NamedTuple):
    """The value of a matrix game and optimal strategies of both.

    Parameters
    ----------
    value : Fraction or float
        What the row player gets.
    rows, columns : tuples of numbers
        Optimal mixtures.
    """

    value: Fraction | float
    rows: tuple[Fraction | float, ...]
    columns: tuple[Fraction | float, ...]


def matrix_value(matrix: Sequence[Sequence[Fraction]]) -> MatrixValue:
    """Return the value of the zero-sum game in which rows get the matrix, exactly.

    Source: Dantzig, A proof of the equivalence of the programming problem and the game problem
    (1951): with all payoffs positive, both mixtures solve a program and its dual.

    Examples
    --------
    >>> found = matrix_value([[Fraction(3), Fraction(-1)], [Fraction(-2), Fraction(4)]])
    >>> found.value, found.rows
    (Fraction(1, 1), (Fraction(3, 5), Fraction(2, 5)))
    """
    shift = 1 - min(map(min, matrix))
    height, width = len(matrix), len(matrix[0])
    raised = [[x + shift for x in row] for row in matrix]
    found = maximise_exactly([Fraction(1)] * width, raised, [Fraction(1)] * height)
    assert found is not None
    total = found.value
    return MatrixValue(
        1 / total - shift,
        tuple(x / total for x in found.dual),
        tuple(x / total for x in found.primal),
    )


def matrix_value_in_floats(matrix: object) -> MatrixValue:
    """Return the value of a zero-sum game by HiGHS, in floats.

    Examples
    --------
    >>> round(matrix_value_in_floats([[3.0, -1.0], [-2.0, 4.0]]).value, 12)
    1.0
    """
    import numpy as np
    from scipy.optimize import linprog

    table = np.asarray(matrix, dtype=float)

    def best(payoffs: np.ndarray) -> np.ndarray:
        """Return the mixture of rows whose worst column is best."""
        size, number = payoffs.shape
        found = linprog(
            np.append(np.zeros(size), -1.0),
            A_ub=np.column_stack([-payoffs.T, np.ones(number)]),
            b_ub=np.zeros(number),
            A_eq=np.append(np.ones(size), 0.0)[None, :],
            b_eq=[1.0],
            bounds=[(0, None)] * size + [(None, None)],
            method="highs",
        )
        mixture = np.clip(found.x[:size], 0.0, None)
        return np.asarray(mixture / mixture.sum())

    rows, columns = best(table), best(-table.T)
    value = float((rows @ table).min())
    return MatrixValue(value, tuple(rows.tolist()), tuple(columns.tolist()))
