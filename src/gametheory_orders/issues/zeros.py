"""Where functions along a line cross zero: exactly where they are quadratic, else by sampling.

Builds on numpy. Each piece between two edges is fitted by a parabola through three points inside
it and held against two more; where all five agree its roots are exact. Not here: what the
functions mean (solvers).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from gametheory_orders.foundations.tolerances import QUADRATIC

FITTED = np.array([1 / 6, 1 / 2, 5 / 6])
HELD_AGAINST = np.array([1 / 3, 0.9])
STEPS = 60

Function = Callable[[np.ndarray], np.ndarray]
"""From places, shape (m,), to values, shape (m, c); an infinite value counts as positive."""


def zeros_between(edges: np.ndarray, value: Function, samples: int = 65) -> np.ndarray:
    """Return the places where some component of a function crosses or touches zero.

    Parameters
    ----------
    edges : array, shape (pieces + 1,)
        Sorted places between which the function is smooth.
    value : callable
        From places, shape (m,), to values, shape (m, c).
    samples : int
        Places in a piece at which signs are compared, where the function is not quadratic; two
        crossings closer than their spacing can be missed.

    Returns
    -------
    array, shape (found,)
        Sorted; of a parabola also its vertex, where it may touch zero.

    Examples
    --------
    >>> zeros_between(np.array([0.0, 4.0]), lambda x: ((x - 1) * (x - 3))[:, None]).round(12)
    array([1., 2., 3.])
    """
    found: list[np.ndarray] = []
    for low, high in itertools.pairwise(edges):
        if not high > low:
            continue
        at = np.concatenate([FITTED, HELD_AGAINST])
        here = value(low + (high - low) * at)
        finite = np.asarray(np.isfinite(here).all(axis=0))
        if finite.any():
            fitted, roots = _parabolas(here[:, finite], at)
            found.append(low + (high - low) * roots)
            finite[np.flatnonzero(finite)[~fitted]] = False
        rest = np.asarray(~finite & np.isfinite(here).any(axis=0))
        if rest.any():
            found.append(_sampled(np.linspace(low, high, samples), value, rest))
    return np.unique(np.concatenate(found)) if found else np.array([])


def _parabolas(here: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which columns are quadratic in t, and all their roots and vertices in [0, 1]."""
    one, two, three = here[:3]
    # Through t = 1/6, 1/2, 5/6, in u = 3 t - 3/2 in {-1, 0, 1}.
    square, slope, level = 0.5 * (one + three) - two, 0.5 * (three - one), two
    u = 3 * at[:, None] - 1.5
    off = np.abs((square * u + slope) * u + level - here).max(axis=0)
    fitted = off <= QUADRATIC * np.maximum(np.abs(here).max(axis=0), np.finfo(float).tiny)
    with np.errstate(all="ignore"):
        root = np.sqrt(np.maximum(slope**2 - 4 * square * level, 0.0))
        half = -0.5 * (slope + np.where(slope >= 0, root, -root))
        places = np.stack([half / square, level / half, -0.5 * slope / square])
        places = (places[:, fitted] + 1.5) / 3
    return fitted, places[(places >= 0) & (places <= 1)]


def _sampled(grid: np.ndarray, value: Function, columns: np.ndarray) -> np.ndarray:
    """Return both ends of the last bracket of each change of sign: one lies where it holds."""
    negative = value(grid)[:, columns] < 0
    piece, column = np.nonzero(negative[:-1] != negative[1:])
    low, high = grid[piece].copy(), grid[piece + 1].copy()
    sign, pick = negative[piece, column], (np.arange(len(column)), column)
    for _ in range(STEPS if len(column) else 0):
        middle = 0.5 * (low + high)
        same = (value(middle)[:, columns] < 0)[pick] == sign
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.concatenate([low, high])
