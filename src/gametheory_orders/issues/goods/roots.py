"""Roots of many falling functions at once: where each first is zero or below.

Builds on numpy. False position with a halved memory (Illinois), and a bisection where that is
slow, so that jumps and flat stretches end as surely as smooth crossings.
Not here: maxima, or functions that turn.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer

MOST_STEPS = 400
MOST_DOUBLINGS = 1000


def falling_root(
    function: Callable[[np.ndarray], np.ndarray], low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """Return where falling functions cross zero between low and high, to the last digit.

    Parameters
    ----------
    function : callable
        Elementwise: from points to values, each falling in its own point.
    low, high : array
        Where to look; where a function is negative at low the answer is low, where it is
        positive at high the answer is high. A jump across zero counts as a crossing.

    Examples
    --------
    >>> falling_root(lambda x: 2.0 - x**2, np.zeros(1), np.full(1, 4.0)).round(12).tolist()
    [1.414213562373]
    """
    low, high = (np.array(each, dtype=float) for each in np.broadcast_arrays(low, high))
    at_low, at_high = function(low), function(high)
    high = np.where(at_low <= 0, low, high)
    low = np.where(at_high >= 0, high, low)
    side, widest = np.zeros(low.shape), high - low
    for step in range(MOST_STEPS):
        width = high - low
        last = np.spacing(np.maximum(np.abs(low), np.abs(high)))
        if not (width > 2 * last).any():
            break
        with np.errstate(all="ignore"):
            point = (low * at_high - high * at_low) / (at_high - at_low)
        # A step short of an end goes a digit beyond it, so that the root is soon between.
        point = np.clip(point, low + last, high - last)
        # Bisect where three steps have not made the interval eight times narrower.
        slow = np.full(low.shape, False)
        if step % 4 == 3:
            slow, widest = width > 0.125 * widest, width
        point = np.where(np.isfinite(point) & ~slow, point, 0.5 * (low + high))
        value = function(point)
        rises = value > 0
        exact = value == 0
        # The end that stays twice in a row counts half, so that it moves as well.
        at_high = np.where(rises, np.where(side > 0, 0.5 * at_high, at_high), value)
        at_low = np.where(rises, value, np.where(side < 0, 0.5 * at_low, at_low))
        low = np.where(rises | exact, point, low)
        high = np.where(rises & ~exact, high, point)
        side = np.where(rises, 1.0, -1.0)
    return np.asarray(0.5 * (low + high))


def beyond(function: Callable[[np.ndarray], np.ndarray], start: np.ndarray) -> np.ndarray:
    """Return points at or beyond the roots of falling functions, by doubling."""
    # A function that falls by one or more a unit has its root within its first value.
    step = np.asarray(function(start), dtype=float)
    step = np.where(np.isfinite(step) & (step > 0), step, 1.0)
    for _ in range(MOST_DOUBLINGS):
        more = function(start + step) > 0
        if not more.any():
            return np.asarray(start + step)
        step = np.where(more, 2 * step, step)
    raise NoAnswer("contributions grow without bound", None)
