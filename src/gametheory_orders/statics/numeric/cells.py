"""The plane in cells: where labels meet, cells are halved, and boundaries are traced in them.

A cell through which one boundary runs straight is left as it is; one with a bend, or in which
three phases meet, is cut in four, some times over. Builds on breaks.py.
Not here: what the labels are (phases.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.statics.numeric.breaks import merged

Pair = tuple[str, str]
Point = tuple[float, float]
Crossing = tuple[Pair, Point]
Piece = tuple[Pair, tuple[Point, Point]]

DEPTH = 4
"""Times that a cell is halved at most."""
MOST_CROSSINGS = 500
BESIDE = 0.06
"""How far beside a piece its phases are looked for, as a share of the cell."""


@dataclass(frozen=True)
class Cell:
    """A rectangle of the plane.

    Parameters
    ----------
    low, high : tuple of float
        Two opposite corners.
    labels : tuple of four str
        At the corners, around from the low one, across first.
    crossings : tuple of (pair of labels, point)
        Where labels change on its sides, around from the low corner.
    pieces : tuple of (pair of labels, two points)
        Straight pieces of boundaries inside.
    """

    low: Point
    high: Point
    labels: tuple[str, str, str, str]
    crossings: tuple[Crossing, ...]
    pieces: tuple[Piece, ...]

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        """The corners, around from the low one, across first."""
        (x0, y0), (x1, y1) = self.low, self.high
        return (x0, y0), (x1, y0), (x1, y1), (x0, y1)


@dataclass
class Tracer:
    """Traces boundaries of a labelled plane, cell by cell.

    Parameters
    ----------
    label : callable
        From a point to its label.
    widths : tuple of float
        To which a crossing is bracketed, across and up.
    """

    label: Callable[[float, float], str]
    widths: tuple[float, float]
    _sides: dict[tuple[Point, Point], list[Crossing]] = field(default_factory=dict)
    _lines: dict[tuple[int, float], set[float]] = field(default_factory=dict)

    def cells(self, xs: list[float], ys: list[float]) -> list[Cell]:
        """Return the cells between grid lines, cut further where a boundary bends."""
        crossings = -1
        while True:
            # A strip that one cell has come upon runs on in the next: its side is known better now.
            self._sides.clear()
            found = [
                cell
                for y0, y1 in pairwise(ys)
                for x0, x1 in pairwise(xs)
                for cell in self._cell((x0, y0), (x1, y1), 0)
            ]
            count = sum(len(side) for side in self._sides.values())
            if count == crossings:
                return found
            crossings = count

    def _labelled(self, x: float, y: float) -> str:
        """Return the label at a point, and remember that it is known."""
        self._lines.setdefault((0, y), set()).add(x)
        self._lines.setdefault((1, x), set()).add(y)
        return self.label(x, y)

    def _cell(self, low: Point, high: Point, depth: int) -> list[Cell]:
        (x0, y0), (x1, y1) = low, high
        corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
        sides = [
            self._side(corners[0], corners[1]),
            self._side(corners[1], corners[2]),
            self._side(corners[3], corners[2])[::-1],
            self._side(corners[0], corners[3])[::-1],
        ]
        around = [crossing for side in sides for crossing in side]
        pieces = _joined(around)
        small = x1 - x0 <= 4 * self.widths[0] or y1 - y0 <= 4 * self.widths[1]
        if around and depth < DEPTH and not small and not self._straight(around, low, high):
            x, y = 0.5 * (x0 + x1), 0.5 * (y0 + y1)
            quarters = (
                (low, (x, y)),
                ((x, y0), (x1, y)),
                ((x0, y), (x, y1)),
                ((x, y), high),
            )
            return [cell for a, b in quarters for cell in self._cell(a, b, depth + 1)]
        a, b, c, d = (self._labelled(*corner) for corner in corners)
        return [Cell(low, high, (a, b, c, d), tuple(around), tuple(pieces))]

    def _straight(self, around: list[Crossing], low: Point, high: Point) -> bool:
        """Say whether one boundary runs through a cell, with its phases on either side."""
        if len(around) != 2 or around[0][0] != around[1][0]:
            return False
        (first, second), pair = (around[0][1], around[1][1]), around[0][0]
        size = np.subtract(high, low)
        along = np.subtract(second, first) / size
        length = float(np.hypot(*along))
        if length == 0.0:
            return True
        beside = BESIDE * np.array([-along[1], along[0]]) / length * size
        for share in (0.5, 0.25, 0.75):
            on = np.add(first, share * np.subtract(second, first))
            sides = [np.clip(on + sign * beside, low, high).tolist() for sign in (1, -1)]
            if {self._labelled(*at) for at in sides} != set(pair):
                return False
        return True

    def _side(self, start: Point, end: Point) -> list[Crossing]:
        """Return where the label changes between two points of a grid line, in order."""
        if (start, end) not in self._sides:
            self._sides[start, end] = self._crossings(start, end)
        return self._sides[start, end]

    def _crossings(self, start: Point, end: Point) -> list[Crossing]:
        axis = 0 if start[0] != end[0] else 1
        width = self.widths[axis]

        def at(x: float) -> Point:
            return (x, start[1]) if axis == 0 else (start[0], x)

        def label(x: float) -> str:
            return self._labelled(*at(x))

        brackets: list[tuple[float, float]] = []
        ends = start[axis], end[axis]
        known = self._lines.get((axis, start[1 - axis]), set())
        waiting = list(pairwise(sorted({*ends, *(x for x in known if ends[0] < x < ends[1])})))
        while waiting:
            low, high = waiting.pop()
            if label(low) == label(high):
                continue
            middle = 0.5 * (low + high)
            if high - low <= width or not low < middle < high:
                brackets.append((low, high))
                if len(brackets) > MOST_CROSSINGS:
                    found = f"labels change at more than {MOST_CROSSINGS} places on one edge"
                    raise NoAnswer(found, at(low))
                continue
            waiting += [(low, middle), (middle, high)]
        out: list[Crossing] = []
        # Where two are equal up to rounding there is a tie, too thin to be a phase of its own.
        for low, high in merged(sorted(brackets), 4 * width):
            first, last = label(low), label(high)
            if first != last:
                out.append(((min(first, last), max(first, last)), at(0.5 * (low + high))))
        return out


def _joined(around: list[Crossing]) -> list[Piece]:
    """Return the pieces of boundaries within a cell: across it, or to where several meet."""
    pairs: dict[Pair, list[Point]] = {}
    for pair, at in around:
        pairs.setdefault(pair, []).append(at)
    out: list[Piece] = []
    lonely: list[tuple[Pair, Point]] = []
    for pair, found in pairs.items():
        # Several strands of one boundary: join neighbours around the edge.
        ends = iter(found[: 2 * (len(found) // 2)])
        out += [(pair, (a, b)) for a, b in zip(ends, ends, strict=True)]
        lonely += [(pair, at) for at in found[2 * (len(found) // 2) :]]
    if len(lonely) >= 2:
        x, y = (math.fsum(at[k] for _, at in lonely) / len(lonely) for k in (0, 1))
        out += [(pair, (at, (x, y))) for pair, at in lonely]
    return out


def polygons(cell: Cell) -> list[tuple[str, list[Point]]]:
    """Return a cell's parts by label, each a polygon.

    Examples
    --------
    >>> cell = Cell((0.0, 0.0), (1.0, 1.0), ("a",) * 4, (), ())
    >>> polygons(cell)
    [('a', [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])]
    """
    if len(cell.crossings) < 2:
        return [(cell.labels[0], list(cell.corners))]
    # In turn around the cell: corners at 0, 1, 2, 3 and crossings between them.
    stops = sorted((_around(cell, at), at) for _, at in cell.crossings)
    ends = {at for _, at in cell.crossings}
    inner = [end for _, piece in cell.pieces for end in piece if end not in ends]
    out = []
    for k, (place, start) in enumerate(stops):
        beyond = 4.0 if k + 1 == len(stops) else 0.0
        upto, stop = stops[(k + 1) % len(stops)]
        between = [c for c in range(8) if place < c < upto + beyond]
        label = _shared(cell, start, stop) if not between else cell.labels[between[0] % 4]
        middle = inner[:1]
        polygon = [start, *(cell.corners[c % 4] for c in between), stop, *middle]
        if label is not None and len(polygon) > 2:
            out.append((label, polygon))
    return out


def _around(cell: Cell, point: Point) -> float:
    """Return where on the edge of its cell a point lies, from 0 to 4 from the low corner."""
    x, y = (np.subtract(point, cell.low) / np.subtract(cell.high, cell.low)).tolist()
    sides = [(y, x), (1 - x, 1 + y), (1 - y, 3 - x), (x, 4 - y)]
    return float(min(sides, key=lambda side: abs(side[0]))[1])


def _shared(cell: Cell, start: Point, stop: Point) -> str | None:
    """Return the phase between two crossings of one side of a cell, None if it is not clear."""
    first, second = (
        next(set(pair) for pair, at in cell.crossings if at == point) for point in (start, stop)
    )
    common = first & second
    return common.pop() if len(common) == 1 else None
