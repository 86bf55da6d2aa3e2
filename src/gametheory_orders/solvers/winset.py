"""The winset: what beats a status quo, in one dimension (exactly) or several.

Losses grow with the (weighted) Euclidean distance to the ideal point, so linear and quadratic loss
give the same sets. From s in the direction d, member i prefers s + t d for 0 < t < 2 d.(x_i - s):
the winset is a star around s whose reach is 2 (R(d) - d.s), R(d) being the last point along d that
a winning coalition still wants to go to. Builds on gridlock.py and half_spaces.py.
Not here: what nothing beats (spatial_core.py), or who proposes (agenda.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import DIRECTION
from gametheory_orders.solvers.gridlock import last_to_win
from gametheory_orders.solvers.half_spaces import farthest, half_spaces
from gametheory_orders.solvers.votes import AnyRule, Vote, read_number, read_vote

ANGLES = 4096
"""Directions over which a winset in the plane is added up."""

Points = Mapping[str, Any] | Sequence[Any] | np.ndarray


@dataclass(frozen=True, eq=False)
class LineWinset(Result):
    """What beats a status quo on a line, exactly.

    Parameters
    ----------
    status_quo : number
        What is to be beaten.
    intervals : tuple of (low, high)
        Open intervals of policies that a winning coalition strictly prefers: none, one beside
        the status quo, or one on each side (only if two separate coalitions can win).
    pivots : tuple of tuples of str
        For each interval, who is indifferent at its far end.
    dropped : tuple of str
        Voters left out because their ideal point is missing.
    """

    status_quo: Any
    intervals: tuple[tuple[Any, Any], ...]
    pivots: tuple[tuple[str, ...], ...]
    dropped: tuple[str, ...] = ()

    concept = "policies that a winning coalition strictly prefers to the status quo"

    @property
    def empty(self) -> bool:
        """Whether nothing beats the status quo."""
        return not self.intervals

    @property
    def length(self) -> Any:
        """Length of all intervals together."""
        return sum((high - low for low, high in self.intervals), Fraction(0))

    @property
    def bounds(self) -> tuple[Any, Any]:
        """The least and the largest policy that is at least as good, the status quo included."""
        ends = [self.status_quo, *(end for interval in self.intervals for end in interval)]
        return min(ends), max(ends)

    def contains(self, policy: Any) -> bool:
        """Say whether a policy beats the status quo."""
        return any(low < policy < high for low, high in self.intervals)

    def table(self) -> Table:
        """Return one row an interval."""
        rows = [
            [float(low), float(high), list(who)]
            for (low, high), who in zip(self.intervals, self.pivots, strict=True)
        ]
        what = "empty" if self.empty else f"length {float(self.length):.3f}"
        title = f"winset of {float(self.status_quo):.3f}: {what}"
        return Table(["from", "to", "pivots"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the winset as plain values."""
        found: dict[str, Any] = plain(
            {
                "status_quo": self.status_quo,
                "intervals": self.intervals,
                "pivots": self.pivots,
                "length": self.length,
                "empty": self.empty,
                "dropped": self.dropped,
                "concept": self.concept,
            }
        )
        return found


@dataclass(frozen=True, eq=False)
class SpaceWinset(Result):
    """What beats a status quo in several dimensions.

    Parameters
    ----------
    vote : Vote
        Rule and ideal points.
    status_quo, salience : array, shape (dimensions,)
        What is to be beaten; the weight of each dimension in squared distance.
    alternative : array, shape (dimensions,), or None
        A policy that beats it; None if there is none.
    coalition : tuple of str
        Who prefers that alternative.
    area : float or None
        In the plane, its area.
    area_error : float or None
        Difference to the area from half as many directions.
    """

    vote: Vote
    status_quo: np.ndarray
    salience: np.ndarray
    alternative: np.ndarray | None
    coalition: tuple[str, ...]
    area: float | None
    area_error: float | None

    concept = "policies that a winning coalition strictly prefers to the status quo"
    tolerance = DIRECTION

    @property
    def empty(self) -> bool:
        """Whether nothing beats the status quo: it is in the core."""
        return self.alternative is None

    def supporters(self, policies: np.ndarray) -> np.ndarray:
        """Return who prefers each policy, shape (..., voters), from distances."""
        policies = np.asarray(policies, dtype=float)
        points = self.vote.array
        now = (self.salience * (self.status_quo - points) ** 2).sum(axis=-1)
        new = (self.salience * (policies[..., None, :] - points) ** 2).sum(axis=-1)
        return np.asarray(new < now)

    def contains(self, policies: np.ndarray) -> np.ndarray:
        """Say which policies, shape (..., dimensions), beat the status quo, shape (...)."""
        return self.vote.wins(self.supporters(policies))

    def table(self) -> Table:
        """Return the status quo, an alternative that beats it, and the area."""
        beats = None if self.alternative is None else _rounded(self.alternative)
        row = [_rounded(self.status_quo), beats, len(self.coalition), self.area]
        columns = ["status quo", "beaten by", "supporters", "area"]
        return Table(columns, [row], "winset: " + ("empty" if self.empty else "not empty"))

    def to_dict(self) -> dict[str, Any]:
        """Return the winset as plain values."""
        found: dict[str, Any] = plain(
            {
                "status_quo": self.status_quo,
                "salience": self.salience,
                "empty": self.empty,
                "alternative": self.alternative,
                "coalition": self.coalition,
                "area": self.area,
                "area_error": self.area_error,
                "dropped": self.vote.dropped,
                "tolerance": self.tolerance,
                "concept": self.concept,
            }
        )
        return found


def _rounded(point: np.ndarray) -> str:
    return "(" + ", ".join(f"{x:.3f}" for x in point) + ")"


def winset(
    rule: AnyRule,
    ideal_points: Points,
    status_quo: Any,
    *,
    names: Sequence[str] | None = None,
    salience: Sequence[float] | None = None,
    missing: str = "error",
) -> LineWinset | SpaceWinset:
    """Return what a winning coalition strictly prefers to the status quo.

    Parameters
    ----------
    rule : object with ``voters`` and ``wins``, int or str
        Any monotone voting rule; or a count of votes, "majority", "unanimity", a share.
    ideal_points : mapping or array, shape (n,) or (n, dimensions)
        On a line the answer is exact (fractions stay fractions).
    status_quo : number or sequence, shape (dimensions,)
        What is to be beaten.
    names : sequence of str, optional
        Of the members, if ideal points are an array.
    salience : sequence of float, shape (dimensions,), optional
        Weight of each dimension in squared distance, above 0; by default 1 each.
    missing : {"error", "drop"}
        What to do about voters without an ideal point.

    Returns
    -------
    LineWinset or SpaceWinset
        In one dimension, or in several.

    Raises
    ------
    ModelError
        If an argument is wrong.

    Notes
    -----
    In several dimensions emptiness is decided by the coalitions of all open half-spaces through
    the status quo, which are finitely many. Plott 1967, American Economic Review 57(4); McKelvey
    1976, Journal of Economic Theory 12(3).

    Examples
    --------
    >>> winset("unanimity", [0.2, 0.5, 0.8], 0.0).intervals
    ((0.0, 0.4),)
    >>> found = winset("majority", [[0, 0], [1, 0], [0, 1]], [0.2, 0.2])
    >>> found.empty, bool(found.contains(found.alternative))
    (False, True)
    """
    vote = read_vote(rule, ideal_points, names, missing)
    points = [vote.points[i] for i in vote.voters]
    if np.ndim(points[0]) == 0:
        if salience is not None:
            raise ModelError("salience", salience, "none on a line")
        return _line(vote, points, _status_quo(status_quo))
    where = np.asarray(status_quo, dtype=float)
    if where.shape != np.shape(points[0]) or not np.isfinite(where).all():
        raise ModelError("status_quo", status_quo, f"{np.size(points[0])} finite numbers")
    weights = salience_of(salience, len(where))
    return _space(vote, where, weights)


def _status_quo(value: Any) -> Any:
    found = read_number(value, "status_quo")
    if found is None:
        raise ModelError("status_quo", value, "a number")
    return found


def salience_of(salience: Sequence[float] | None, dimensions: int) -> np.ndarray:
    """Return the weight of each dimension, shape (dimensions,), checked."""
    weights = np.ones(dimensions) if salience is None else np.asarray(salience, dtype=float)
    if weights.shape != (dimensions,) or not (np.isfinite(weights) & (weights > 0)).all():
        raise ModelError("salience", salience, f"{dimensions} finite numbers above 0")
    return weights


def _line(vote: Vote, points: list[Any], status_quo: Any) -> LineWinset:
    intervals, pivots = [], []
    low, who = last_to_win(vote, [-x for x in points])
    if -low < status_quo:
        intervals.append((-2 * low - status_quo, status_quo))
        pivots.append(who)
    high, who = last_to_win(vote, points)
    if high > status_quo:
        intervals.append((status_quo, 2 * high - status_quo))
        pivots.append(who)
    return LineWinset(status_quo, tuple(intervals), tuple(pivots), vote.dropped)


def _space(vote: Vote, status_quo: np.ndarray, salience: np.ndarray) -> SpaceWinset:
    stretch = np.sqrt(salience)
    vectors = (vote.array - status_quo) * stretch
    sides = half_spaces(vectors)
    winning = sides[vote.wins(sides)]
    alternative, coalition = None, np.zeros(len(vectors), dtype=bool)
    for chosen in winning[np.argsort(winning.sum(axis=1), kind="stable")]:
        step = _step(vectors[chosen])
        if step is not None:
            alternative = status_quo + step / stretch
            break
    area = error = None
    if len(status_quo) == 2:
        area, error = _area(vote, vectors, 1.0 / float(stretch.prod()))
    found = SpaceWinset(vote, status_quo, salience, alternative, (), area, error)
    if alternative is None:
        return found
    coalition = found.supporters(alternative)
    if not vote.wins(coalition):  # rounding ate the margin: the status quo is on the core's edge
        return SpaceWinset(vote, status_quo, salience, None, (), area, error)
    return SpaceWinset(vote, status_quo, salience, alternative, vote.called(coalition), area, error)


def _step(vectors: np.ndarray) -> np.ndarray | None:
    """Return a step towards all of the vectors that each of them gains by, or None."""
    from scipy.optimize import linprog

    dimensions = vectors.shape[1]
    scale = float(np.abs(vectors).max()) or 1.0
    rows = np.hstack([-vectors / scale, np.ones((len(vectors), 1))])
    cost = np.append(np.zeros(dimensions), -1.0)
    bounds = [(-1.0, 1.0)] * dimensions + [(None, 1.0)]
    found = linprog(cost, A_ub=rows, b_ub=np.zeros(len(vectors)), bounds=bounds, method="highs")
    if not found.success or found.x[-1] <= DIRECTION:
        return None
    way = found.x[:-1] / np.linalg.norm(found.x[:-1])
    return np.asarray(way * float((vectors @ way).min()))


def _area(vote: Vote, vectors: np.ndarray, unit: float) -> tuple[float, float]:
    """Return the area of a winset in the plane: half the integral of its squared reach."""
    angle = np.arange(ANGLES) * (2 * np.pi / ANGLES)
    way = np.column_stack([np.cos(angle), np.sin(angle)])
    squared = (2 * np.maximum(farthest(vote, vectors, way), 0.0)) ** 2
    whole = float(squared.mean() * np.pi * unit)
    half = float(squared[::2].mean() * np.pi * unit)
    return whole, abs(whole - half)
