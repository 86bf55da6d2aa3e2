"""Convex polygons in the plane: hull, cut by a half-plane, weights of a point, distance.

Builds on foundations. Everything works in fractions and in floats alike: a polygon is a list of
points in turn (one or two points are fine), and no function rounds.
Not here: what the polygons mean.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = Fraction | float
Point: TypeAlias = tuple[Number, Number]
Polygon: TypeAlias = list[Point]


def turn(a: Point, b: Point, c: Point) -> Number:
    """Return twice the area of a triangle, positive where the path turns left.

    Examples
    --------
    >>> turn((0, 0), (1, 0), (0, 1))
    1
    """
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def hull(points: Iterable[Point]) -> Polygon:
    """Return the corners of the convex hull, counterclockwise from the smallest.

    Source: Andrew, Another efficient algorithm for convex hulls in two dimensions (1979).

    Examples
    --------
    >>> hull([(0, 0), (2, 0), (1, 1), (1, 0), (0, 2), (0, 0)])
    [(0, 0), (2, 0), (0, 2)]
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    chains: list[Polygon] = []
    for run in (ordered, ordered[::-1]):
        chain: Polygon = []
        for point in run:
            while len(chain) > 1 and turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        chains.append(chain[:-1])
    return chains[0] + chains[1]


def cut(polygon: Polygon, axis: int, least: Number, above: bool = True) -> Polygon:
    """Return the part of a polygon where one coordinate is at least (or at most) a number.

    Examples
    --------
    >>> from fractions import Fraction
    >>> square = [(Fraction(x), Fraction(y)) for x, y in ((0, 0), (2, 0), (2, 2), (0, 2))]
    >>> sorted((int(x), int(y)) for x, y in cut(square, 0, Fraction(1)))
    [(1, 0), (1, 2), (2, 0), (2, 2)]
    """
    sign = 1 if above else -1
    out: Polygon = []
    for k, end in enumerate(polygon):
        start = polygon[k - 1]
        inside = sign * (end[axis] - least) >= 0
        if inside != (sign * (start[axis] - least) >= 0):
            share = (least - start[axis]) / (end[axis] - start[axis])
            other = start[1 - axis] + share * (end[1 - axis] - start[1 - axis])
            out.append((least, other) if axis == 0 else (other, least))
        if inside:
            out.append(end)
    return out


def weights(polygon: Polygon, point: Point) -> dict[int, Number] | None:
    """Return weights of at most three corners that make up a point, or None if it is outside.

    Examples
    --------
    >>> from fractions import Fraction
    >>> zero, one = Fraction(0), Fraction(1)
    >>> weights([(zero, zero), (one, zero), (zero, one)], (Fraction(1, 2), zero))
    {0: Fraction(1, 2), 1: Fraction(1, 2)}
    """
    for k, corner in enumerate(polygon):
        if corner == point:
            return {k: 1}
    for k in range(len(polygon)):
        found = _on_edge(polygon, k - 1 if k else len(polygon) - 1, k, point)
        if found is not None:
            return found
    for k in range(1, len(polygon) - 1):
        a, b, c = polygon[0], polygon[k], polygon[k + 1]
        whole = turn(a, b, c)
        parts = (turn(b, c, point), turn(c, a, point), turn(a, b, point))
        if whole > 0 and min(parts) >= 0:
            return {i: part / whole for i, part in zip((0, k, k + 1), parts, strict=True) if part}
    return None


def _on_edge(polygon: Polygon, i: int, j: int, point: Point) -> dict[int, Number] | None:
    start, end = polygon[i], polygon[j]
    if turn(start, end, point) != 0:
        return None
    axis = 0 if start[0] != end[0] else 1
    length = end[axis] - start[axis]
    if length == 0:
        return None
    share = (point[axis] - start[axis]) / length
    return {i: 1 - share, j: share} if 0 < share < 1 else None


def nearest(polygon: Sequence[Point], point: Point) -> tuple[float, Point]:
    """Return the distance from a point to a polygon, and the nearest point of it, in floats.

    Examples
    --------
    >>> nearest([(0.0, 0.0), (2.0, 0.0), (0.0, 2.0)], (1.0, -1.0))
    (1.0, (1.0, 0.0))
    """
    corners = [(float(x), float(y)) for x, y in polygon]
    at = (float(point[0]), float(point[1]))
    if len(corners) > 2 and all(
        turn(corners[k - 1], corner, at) >= 0 for k, corner in enumerate(corners)
    ):
        return 0.0, at
    best = (math.inf, at)
    for k, end in enumerate(corners):
        start = corners[k - 1]
        across, up = end[0] - start[0], end[1] - start[1]
        square = across * across + up * up
        share = 0.0
        if square:
            share = ((at[0] - start[0]) * across + (at[1] - start[1]) * up) / square
            share = min(1.0, max(0.0, share))
        foot = (start[0] + share * across, start[1] + share * up)
        best = min(best, (math.hypot(at[0] - foot[0], at[1] - foot[1]), foot))
    return best
