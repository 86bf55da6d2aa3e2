"""The highest points of several curves at once, each found on a grid and refined.

Builds on numpy. Not here: exact peaks of quadratic pieces (issues/levels.py).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gametheory_orders.foundations.tolerances import INDIFFERENT, payoff_scale

GOLDEN = (np.sqrt(5) - 1) / 2
STEPS = 60


def highest_points(
    curves: Callable[[np.ndarray], np.ndarray], grid: np.ndarray, allowed: np.ndarray | None = None
) -> np.ndarray:
    """Return where each of n curves is highest, the lower point on ties, shape (n,).

    Parameters
    ----------
    curves : callable
        From points, shape (m,), to the values of all curves, shape (m, n).
    grid : array, shape (m,)
        Ascending points fine enough that the highest one is next to the highest peak.
    allowed : bool array, shape (m,), optional
        Which points of the grid count.

    Examples
    --------
    >>> highest_points(lambda x: np.stack([-((x - 1) ** 2), x], 1), np.linspace(0, 3, 8)).round(6)
    array([1., 3.])
    """
    points = grid if allowed is None else grid[allowed]
    values = curves(points)
    n = values.shape[1]
    slack = INDIFFERENT * np.array([payoff_scale(values[:, [i]]) for i in range(n)])
    first = np.argmax(values >= values.max(axis=0) - slack, axis=0)
    low = points[np.maximum(first - 1, 0)]
    high = points[np.minimum(first + 1, len(points) - 1)]
    states = np.arange(n)

    def own(at: np.ndarray) -> np.ndarray:
        return np.asarray(curves(at)[states, states])

    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = own(left), own(right)
    for _ in range(STEPS):
        lower = at_left >= at_right
        high, low = np.where(lower, right, high), np.where(lower, low, left)
        new = np.where(lower, high - GOLDEN * (high - low), low + GOLDEN * (high - low))
        value = own(new)
        left, right = np.where(lower, new, right), np.where(lower, left, new)
        at_left, at_right = np.where(lower, value, at_right), np.where(lower, at_left, value)
    found = 0.5 * (low + high)
    # A peak at a kink or an end is a point of the grid itself.
    better = own(found) > values[first, states] + slack
    return np.asarray(np.where(better, found, points[first]))
