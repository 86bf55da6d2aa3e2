"""Where a function of one number jumps, bends, or changes its regime: found and bracketed.

A regime is told by a label that the function gives with its value. Labels are bracketed by
bisection; within one label, a cell of the grid in which the function departs from the cubics
through its neighbours is bisected towards the departure. A regime narrower than a step of the
grid may be missed, and so may be a jump or bend too slight to stand out. Builds on numpy.
Not here: what the function is (study.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.tolerances import BEND, BREAK, LAST_DIGITS

Sampled = tuple[float, Hashable]
MOST_BREAKS = 200
"""More than these are no regimes but noise."""
FEWEST = 12
"""Cells into which even a short regime is divided."""
MOST_LOOKS = 24
"""Suspicious cells that are looked into before a stretch counts as smooth."""
CURVED = 10.0
"""Departures of a cell, in terms of those of the quieter cells around, that are looked into."""


@dataclass(frozen=True)
class Break:
    """A place where something changes.

    Parameters
    ----------
    low, high : float
        It lies between these two.
    kind : {"jump", "kink", "regime"}
        The value jumps; only its slope does; or only the label changes.
    before, after : float
        Values just below and just above.
    slope_before, slope_after : float
        Slopes on both sides.
    """

    low: float
    high: float
    kind: str
    before: float
    after: float
    slope_before: float
    slope_after: float

    @property
    def at(self) -> float:
        """The middle of the bracket."""
        return 0.5 * (self.low + self.high)


class Line:
    """A function on an interval: what was asked once is kept.

    Parameters
    ----------
    function : callable
        From a number to a value (NaN where there is none) and a label.
    low, high : float
        The interval.
    points : int
        Of the first grid, at least 5.
    tolerance : float
        Width of a bracket, as a share of the interval.
    """

    def __init__(
        self,
        function: Callable[[float], Sampled],
        low: float,
        high: float,
        points: int = 65,
        tolerance: float = BREAK,
    ) -> None:
        check_interval(low, high, points, tolerance)
        self.function, self.low, self.high = function, float(low), float(high)
        self.width = max(tolerance * (high - low), 4 * math.ulp(max(abs(low), abs(high))))
        self.known: dict[float, Sampled] = {}
        for x in np.linspace(self.low, self.high, points).tolist():
            self.value(x)

    def sampled(self, x: float) -> Sampled:
        """Return value and label at a point."""
        x = min(max(float(x), self.low), self.high)
        if x not in self.known:
            self.known[x] = self.function(x)
        return self.known[x]

    def value(self, x: float) -> float:
        """Return the value at a point."""
        return self.sampled(x)[0]

    def label(self, x: float) -> Hashable:
        """Return the label at a point."""
        return self.sampled(x)[1]

    @property
    def scale(self) -> float:
        """Spread of the values, or their size where they hardly differ."""
        values = np.array([value for value, _ in self.known.values()])
        values = values[np.isfinite(values)]
        if not values.size:
            return 1.0
        spread, size = float(np.ptp(values)), float(np.abs(values).max())
        return spread if spread > BREAK * size else (size or 1.0)


def check_interval(low: object, high: object, points: object, tolerance: object) -> None:
    """Raise unless low < high are finite, and points and tolerance make sense."""
    for name, value in (("low", low), ("high", high)):
        number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
        if not number or not math.isfinite(float(value)):  # type: ignore[arg-type]
            raise ModelError(name, value, "a finite number")
    if not low < high:  # type: ignore[operator]
        raise ModelError("high", high, f"a number above the low end, {low}")
    if isinstance(points, bool) or not isinstance(points, int) or not 5 <= points <= 100_000:
        raise ModelError("points", points, "a whole number from 5 to 100000")
    number = isinstance(tolerance, float) and not isinstance(tolerance, bool)
    if not number or not LAST_DIGITS <= tolerance <= 0.1:  # type: ignore[operator]
        raise ModelError("tolerance", tolerance, "a share from 1e-14 to 0.1")


def find_breaks(line: Line) -> list[Break]:
    """Return all breaks of a function, in order.

    Parameters
    ----------
    line : Line
        The function on its interval.

    Raises
    ------
    NoAnswer
        If there are more than 200.

    Examples
    --------
    >>> line = Line(lambda x: (abs(x - 0.3), x > 0.7), 0.0, 1.0)
    >>> [(round(b.at, 6), b.kind) for b in find_breaks(line)]
    [(0.3, 'kink'), (0.7, 'regime')]
    """
    while True:
        count = len(_brackets(line))
        brackets = _brackets(line)
        inner: list[tuple[float, float]] = []
        for start, end in _stretches(line, brackets):
            inner += _within(line, start, end)
        again = _brackets(line)
        if len(again) == count:
            break
        # Looking closer has come upon a regime that the grid had missed.
    everything = merged(sorted({*again, *inner}), 4 * line.width)
    return [_classified(line, everything, j) for j in range(len(everything))]


def merged(brackets: list[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """Return brackets with those that all but touch as one: what lies between is a tie."""
    out: list[tuple[float, float]] = []
    for low, high in brackets:
        if out and low - out[-1][1] <= gap:
            out[-1] = out[-1][0], high
        else:
            out.append((low, high))
    return out


def _brackets(line: Line) -> list[tuple[float, float]]:
    """Return brackets around all changes of the label between points that are known."""
    out: list[tuple[float, float]] = []
    waiting = [
        pair for pair in pairwise(sorted(line.known)) if line.label(pair[0]) != line.label(pair[1])
    ]
    while waiting:
        low, high = waiting.pop()
        middle = 0.5 * (low + high)
        if high - low <= line.width or not low < middle < high:
            out.append((low, high))
            if len(out) > MOST_BREAKS:
                raise NoAnswer(f"more than {MOST_BREAKS} changes of regime: no regimes", out[:3])
            continue
        waiting += [
            (a, b) for a, b in ((low, middle), (middle, high)) if line.label(a) != line.label(b)
        ]
    return sorted(out)


def _stretches(line: Line, brackets: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the stretches between brackets."""
    edges = [line.low, *(x for bracket in brackets for x in bracket), line.high]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]


def _within(line: Line, start: float, end: float) -> list[tuple[float, float]]:
    """Return brackets of jumps and kinks within a stretch of one label."""
    if end - start <= FEWEST * line.width or math.isnan(line.value(0.5 * (start + end))):
        return []
    label = line.label(start)
    xs = [x for x in sorted(line.known) if start <= x <= end]
    even = np.linspace(start, end, FEWEST + 1)
    # Points crowd around brackets; what counts here is an even spread.
    step = min((end - start) / FEWEST, (line.high - line.low) / (len(xs) or 1))
    chosen = [start]
    for x in sorted({*xs, *even.tolist(), end}):
        if x - chosen[-1] >= 0.45 * step and (end - x >= 0.45 * step or x == end):
            chosen.append(x)
    chosen[-1] = end
    departures = _departures(line, chosen)
    quiet = np.array(
        [np.quantile(departures[max(j - 8, 0) : j + 9], 0.25) for j in range(len(departures))]
    )
    loud = np.flatnonzero(departures > np.maximum(CURVED * quiet, BEND * line.scale))
    for cell in _suspects(loud, departures)[:MOST_LOOKS]:
        found = _close_in(line, chosen[cell], chosen[cell + 1], start, end)
        if found is None:
            continue
        if line.label(found[0]) != label or line.label(found[1]) != label:
            return []
        return [*_within(line, start, found[0]), found, *_within(line, found[1], end)]
    return []


def _suspects(cells: np.ndarray, departures: np.ndarray) -> list[int]:
    """Return cells, those in the middle of a run and those with the largest departure first.

    A break upsets two cells on either side of its own, so that it is in the middle of a run;
    a root upsets more on the side on which it is steep.
    """
    runs = np.split(cells, np.flatnonzero(np.diff(cells) > 1) + 1)
    inside: list[int] = []
    for run in runs:
        from_middle = np.abs(run - 0.5 * (run[0] + run[-1])) if run.size else run
        inside += run[np.argsort(from_middle, kind="stable")].tolist()
    largest = cells[np.argsort(-departures[cells], kind="stable")].tolist()
    return list(dict.fromkeys(cell for pair in zip(inside, largest, strict=True) for cell in pair))


def _departures(line: Line, xs: list[float]) -> np.ndarray:
    """Return by how much each cell departs from the cubics through its neighbours, (cells,)."""
    values = np.array([line.value(x) for x in xs])
    out = np.zeros(len(xs) - 1)
    for j in range(len(out)):
        if j >= 3:
            out[j] = abs(
                _extended(xs[j - 3 : j + 1], values[j - 3 : j + 1], xs[j + 1], values[j + 1])
            )
        if j + 4 < len(xs):
            here = _extended(xs[j + 1 : j + 5], values[j + 1 : j + 5], xs[j], values[j])
            out[j] = max(out[j], abs(here))
    return np.where(np.isfinite(out), out, np.inf)


def _extended(xs: list[float], values: np.ndarray, at: float, value: float) -> float:
    """Return by how much a value departs from the polynomial through some points."""
    total = 0.0
    for j, x in enumerate(xs):
        share = math.prod((at - other) / (x - other) for other in xs if other != x)
        total += share * float(values[j])
    return value - total


def _close_in(
    line: Line, low: float, high: float, start: float, end: float
) -> tuple[float, float] | None:
    """Return the bracket of a departure inside a cell, None if the function is smooth there."""
    label, halvings, first = line.label(low), 0, (math.inf, math.inf)
    while high - low > line.width:
        middle = 0.5 * (low + high)
        if not low < middle < high:
            break
        if halvings in (1, 6):
            edges = _edges(line, low, high, start, end)
            steady = 0.5 * np.nansum(edges[2:]) * (high - low)
            gap, bend = abs(edges[1] - edges[0] - steady), abs(edges[3] - edges[2])
            if halvings == 6 and gap < 0.5 * first[0] and not bend > 0.5 * first[1]:
                return None
            first = gap, bend
        value = line.value(middle)
        if line.label(middle) != label or not math.isfinite(value):
            return low, high
        if _like_left(line, low, high, start, end):
            low = middle
        else:
            high = middle
        halvings += 1
    return (low, high) if _departs(line, low, high, start, end) else None


def _like_left(line: Line, low: float, high: float, start: float, end: float) -> bool:
    """Say whether the middle of a bracket continues what is below it, not what is above."""
    middle, step = 0.5 * (low + high), high - low
    value = line.value(middle)
    gaps: list[tuple[float, float] | None] = []
    for x, h in ((low, -min(step, 0.5 * (low - start))), (high, min(step, 0.5 * (end - high)))):
        if abs(h) < 0.1 * step:
            gaps.append(None)
            continue
        xs = [x, x + h, x + 2 * h]
        known = np.array([line.value(p) for p in xs])
        other = low + high - x
        gaps.append(
            (abs(_parabola(xs, known, middle)[0] - value),
             abs(_parabola(xs, known, other)[0] - line.value(other)))
        )  # fmt: skip
    left, right = gaps
    # With no room on one side the other decides: either it fits, or the break lies beyond.
    if left is None:
        return right is not None and right[0] > 1e-3 * right[1]
    if right is None:
        return left[0] <= 1e-3 * left[1]
    return left[0] <= right[0]


Edges = tuple[float, float, float, float]


def _edges(
    line: Line, low: float, high: float, start: float, end: float, *, share: float = 1e-4
) -> Edges:
    """Return the values below and above a bracket, and the slopes there, each from its side."""
    out = []
    for x, room in ((low, start - low), (high, end - high)):
        h = math.copysign(min(0.25 * abs(room), share * (line.high - line.low)), room)
        slope = math.nan
        if abs(h) > 2 * math.ulp(x):
            xs = [x, x + h, x + 2 * h]
            slope = _parabola(xs, np.array([line.value(p) for p in xs]), x)[1]
        out.append((line.value(x), slope))
    return out[0][0], out[1][0], out[0][1], out[1][1]


def _departs(line: Line, low: float, high: float, start: float, end: float) -> bool:
    """Say whether a function jumps or bends between two points."""
    return _kind(line, low, high, start, end)[0] != "regime"


def _kind(line: Line, low: float, high: float, start: float, end: float) -> tuple[str, Edges]:
    """Return "jump", "kink" or "regime" (neither), with values and slopes on both sides."""
    edges = _edges(line, low, high, start, end)
    before, after, slope_before, slope_after = edges
    if not (math.isfinite(before) and math.isfinite(after)):
        one = math.isfinite(before) or math.isfinite(after)
        return ("jump" if one else "regime"), edges
    slopes = [slope for slope in (slope_before, slope_after) if math.isfinite(slope)]
    steepest = max(map(abs, slopes), default=0.0)
    gap, width = abs(after - before), high - low
    if gap > BEND * line.scale + 4 * steepest * width:
        # A jump stays as high however close one looks; a steep root does not.
        wide = [max(start, low - 8 * width), min(end, high + 8 * width)]
        if gap > 0.5 * abs(line.value(wide[1]) - line.value(wide[0])):
            return "jump", edges
    usual = line.scale / (line.high - line.low)
    bend = abs(slope_after - slope_before)
    if len(slopes) < 2 or not bend > 1e2 * BEND * max(usual, steepest):
        return "regime", edges
    nearer = _edges(line, low, high, start, end, share=1e-4 / 8)
    # So does a bend; mere curvature straightens out.
    return ("kink" if abs(nearer[3] - nearer[2]) > 0.6 * bend else "regime"), edges


def _classified(line: Line, brackets: list[tuple[float, float]], j: int) -> Break:
    """Return the break in a bracket with its kind, values and slopes."""
    low, high = brackets[j]
    start = brackets[j - 1][1] if j else line.low
    end = brackets[j + 1][0] if j + 1 < len(brackets) else line.high
    kind, edges = _kind(line, low, high, min(start, low), max(end, high))
    return Break(low, high, kind, *edges)


def _parabola(xs: list[float], values: np.ndarray, at: float) -> tuple[float, float]:
    """Return value and slope, at a point, of the parabola through three points."""
    a, b, c = xs
    first = (values[1] - values[0]) / (b - a)
    second = ((values[2] - values[1]) / (c - b) - first) / (c - a)
    return (
        float(values[0] + (at - a) * (first + (at - b) * second)),
        float(first + (2 * at - a - b) * second),
    )
