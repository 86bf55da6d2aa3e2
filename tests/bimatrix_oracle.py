"""All extreme equilibria from the definition, by Cramer's rule, sharing no code with the package.

The vertices of {x >= 0 : B^T x <= 1} with payoffs shifted above zero are found by trying every
support I with every set J of as many columns: x is proportional to the determinants that come
from replacing one row of B[I, J] by ones. All minors are expanded along their last row, once each.
A pair of vertices is an equilibrium if each support is inside the other's best responses.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from functools import cache

Matrix = list[list[int]]


def vertices(matrix: Matrix) -> dict[tuple[Fraction, ...], frozenset[int]]:
    """Strategies x of a player whose opponent earns sum_i x_i matrix[i][j] with j; best replies."""
    low = min(map(min, matrix))
    rows = [[int(x) - int(low) + 1 for x in row] for row in matrix]
    m, n = len(rows), len(rows[0])
    ones = [*rows, [1] * n]

    @cache
    def minor(chosen: tuple[int, ...], columns: tuple[int, ...]) -> int:
        if not chosen:
            return 1
        *rest, last = chosen
        total = 0
        for k, j in enumerate(columns):
            sign = -1 if (len(chosen) - 1 + k) % 2 else 1
            total += sign * ones[last][j] * minor(tuple(rest), columns[:k] + columns[k + 1 :])
        return total

    found = {}
    for size in range(1, min(m, n) + 1):
        for support in itertools.combinations(range(m), size):
            for columns in itertools.combinations(range(n), size):
                bottom = minor(support, columns)
                if not bottom:
                    continue
                # Cramer: replace row k of the support by ones; the ones stand last, hence a sign.
                sign = 1 if bottom > 0 else -1
                weights = [0] * m
                for k, i in enumerate(support):
                    rest = support[:k] + support[k + 1 :]
                    flips = -1 if (size - 1 - k) % 2 else 1
                    weights[i] = sign * flips * minor((*rest, m), columns)
                if min(weights) < 0:
                    continue
                earned = [sum(weights[i] * rows[i][j] for i in range(m)) for j in range(n)]
                if max(earned) > abs(bottom):
                    continue
                total = sum(weights)
                strategy = tuple(Fraction(w, total) for w in weights)
                found[strategy] = frozenset(j for j in range(n) if earned[j] == max(earned))
    return found


def extreme_equilibria(A: Matrix, B: Matrix) -> set[tuple[tuple[Fraction, ...], ...]]:
    rows = vertices(B)
    columns = vertices([list(column) for column in zip(*A, strict=True)])
    return {
        (x, y)
        for x, best_y in rows.items()
        for y, best_x in columns.items()
        if all(i in best_x for i, p in enumerate(x) if p)
        and all(j in best_y for j, p in enumerate(y) if p)
    }
