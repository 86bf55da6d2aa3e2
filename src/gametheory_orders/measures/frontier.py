"""The effectiveness-legitimacy frontier: designs that no other beats on both.

Builds on numpy. Points in the plane only: distance to the frontier, what legitimacy costs along
it. Not here: making the designs (design_space.py), solving them (designs.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import SAME_DESIGN


def frontier(
    effectiveness: Sequence[float], legitimacy: Sequence[float], tolerance: float = SAME_DESIGN
) -> list[int]:
    """Return the positions of the designs for which no other is better in E and in L.

    Parameters
    ----------
    effectiveness, legitimacy : sequence of float
        One entry a design; designs with an undefined entry are never on the frontier.
    tolerance : float
        Differences up to this size count as ties.

    Returns
    -------
    list of int
        From the least to the most effective.

    Examples
    --------
    >>> frontier([0.2, 0.9, 0.5, 0.1], [0.9, 0.4, 0.3, 0.9])
    [0, 1]
    """
    points = _points(effectiveness, legitimacy)
    known = ~np.isnan(points).any(axis=1)
    out = []
    for position in np.flatnonzero(known):
        no_worse = (points[known] >= points[position] - tolerance).all(axis=1)
        better = (points[known] > points[position] + tolerance).any(axis=1)
        if not (no_worse & better).any():
            out.append(int(position))
    return sorted(out, key=lambda j: (points[j, 0], -points[j, 1]))


class Distance(NamedTuple):
    """How far a point is from the frontier.

    Parameters
    ----------
    effectiveness : float
        What the best design of at least the same legitimacy has more of effectiveness.
    legitimacy : float
        What the best design of at least the same effectiveness has more of legitimacy.
    straight : float
        The length of the way to the nearest design on the frontier that is worse in neither.
    nearest : int
        The position of that design; -1 where there is none.
    """

    effectiveness: float
    legitimacy: float
    straight: float
    nearest: int


def distance_to_frontier(
    point: tuple[float, float],
    effectiveness: Sequence[float],
    legitimacy: Sequence[float],
    tolerance: float = SAME_DESIGN,
) -> Distance:
    """Return how far a point (E, L) is from the frontier of a set of designs.

    Parameters
    ----------
    point : tuple of two floats
        Effectiveness and legitimacy.
    effectiveness, legitimacy : sequence of float
        One entry a design; undefined ones do not count.
    tolerance : float
        Differences up to this size count as ties.

    Returns
    -------
    Distance
        All three zero on the frontier, and where no design is worse in neither; NaN where the
        point is undefined.

    Examples
    --------
    >>> found = distance_to_frontier((0.2, 0.5), [0.5, 0.9], [0.9, 0.4])
    >>> [round(value, 3) for value in found]
    [0.3, 0.4, 0.5, 0]
    """
    if math.isnan(point[0]) or math.isnan(point[1]):
        return Distance(math.nan, math.nan, math.nan, -1)
    points = _points(effectiveness, legitimacy)
    as_legitimate = points[:, 1] >= point[1] - tolerance
    as_effective = points[:, 0] >= point[0] - tolerance
    more_effect = _excess(points[as_legitimate, 0], point[0], tolerance)
    more_legitimacy = _excess(points[as_effective, 1], point[1], tolerance)
    best = [j for j in frontier(effectiveness, legitimacy, tolerance)]
    best = [j for j in best if as_legitimate[j] and as_effective[j]]
    if not best or (more_effect == 0 and more_legitimacy == 0):
        return Distance(more_effect, more_legitimacy, 0.0, best[0] if best else -1)
    away = [math.dist(point, tuple(points[j])) for j in best]
    nearest = int(np.argmin(away))
    return Distance(more_effect, more_legitimacy, away[nearest], best[nearest])


def _excess(values: np.ndarray, own: float, tolerance: float) -> float:
    """Return by how much the largest value exceeds one's own; zero for a tie, or without any."""
    known = values[~np.isnan(values)]
    more = float(known.max()) - own if known.size else 0.0
    return more if more > tolerance else 0.0


def shadow_prices(
    effectiveness: Sequence[float], legitimacy: Sequence[float], tolerance: float = SAME_DESIGN
) -> list[tuple[int, int, float]]:
    """Return what one unit of legitimacy costs in effectiveness, step by step of the frontier.

    Parameters
    ----------
    effectiveness, legitimacy : sequence of float
        One entry a design.
    tolerance : float
        Differences up to this size count as ties.

    Returns
    -------
    list of (int, int, float)
        The positions of two neighbours on the frontier, the more effective one first, and
        -(change of E) / (change of L) from the first to the second. Designs at one point count
        once. The slope of a chord, as the frontier of finitely many designs has steps.

    Examples
    --------
    >>> shadow_prices([0.5, 0.9, 0.2], [0.75, 0.25, 0.1])
    [(1, 0, 0.8)]
    """
    points = _points(effectiveness, legitimacy)
    steps: list[int] = []
    for j in reversed(frontier(effectiveness, legitimacy, tolerance)):
        if not steps or float(np.abs(points[j] - points[steps[-1]]).max()) > tolerance:
            steps.append(j)
    out = []
    for high, low in pairwise(steps):
        run = float(points[low, 1] - points[high, 1])
        out.append((high, low, float(points[high, 0] - points[low, 0]) / run))
    return out


def _points(effectiveness: Sequence[float], legitimacy: Sequence[float]) -> np.ndarray:
    if len(effectiveness) != len(legitimacy):
        found = f"{len(effectiveness)} and {len(legitimacy)} entries"
        raise ModelError("effectiveness and legitimacy", found, "one of each for every design")
    return np.column_stack([effectiveness, legitimacy]).astype(float).reshape(-1, 2)
