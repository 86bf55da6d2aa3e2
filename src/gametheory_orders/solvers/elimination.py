"""Linear equations in exact rational arithmetic, by elimination.

Builds on nothing but Python. Not here: floats (numpy does those).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def solve_exactly(
    left: Sequence[Sequence[int | Fraction]], right: Sequence[int | Fraction]
) -> list[Fraction] | None:
    """Return the only solution of left x = right, None if there is none or more than one.

    Examples
    --------
    >>> [str(x) for x in solve_exactly([[1, 1], [1, -1], [2, 0]], [1, 0, 1])]
    ['1/2', '1/2']
    >>> solve_exactly([[1, 1]], [1]) is None
    True
    """
    rows = [[Fraction(a) for a in row] + [Fraction(b)] for row, b in zip(left, right, strict=True)]
    unknowns = len(rows[0]) - 1
    for column in range(unknowns):
        pivot = next((r for r in range(column, len(rows)) if rows[r][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column] = [a / rows[column][column] for a in rows[column]]
        for r, row in enumerate(rows):
            if r != column and row[column]:
                factor = row[column]
                rows[r] = [a - factor * b for a, b in zip(row, head, strict=True)]
    if any(row[-1] for row in rows[unknowns:]):
        return None
    return [row[-1] for row in rows[:unknowns]]
