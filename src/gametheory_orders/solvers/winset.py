"""Winset and core: what beats a status quo, and what nothing beats, in one dimension or several.

Losses grow with the (weighted) Euclidean distance to the ideal point, so linear and quadratic loss
give the same sets. From s in the direction d, member i prefers s + t d for 0 < t < 2 d.(x_i - s):
the winset is a star around s whose reach is 2 (R(d) - d.s), R(d) being the last point along d that
a winning coalition still wants to go to. Builds on votes.py and gridlock.py.
Not here: who proposes (agenda.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.gridlock import gridlock_interval, last_to_win
from gametheory_orders.solvers.votes import Vote, Wins, read_number, read_vote

DIRECTION = 1e-9
"""Share of a vector's length below which it counts as perpendicular to a direction."""

ANGLES = 4096
"""Directions over which a winset in the plane is added up."""

MOST_CUTS = 60
"""Directions added one by one where a policy thought to be in the core is beaten."""

MOST_DIRECTIONS = 20_000
"""Critical directions beyond which directions are sampled instead."""

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
    rule: Wins | int | str,
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
    weights = _salience(salience, len(where))
    return _space(vote, where, weights)


def _status_quo(value: Any) -> Any:
    found = read_number(value, "status_quo")
    if found is None:
        raise ModelError("status_quo", value, "a number")
    return found


def _salience(salience: Sequence[float] | None, dimensions: int) -> np.ndarray:
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
    return SpaceWinset(
        vote, status_quo, salience, alternative, vote.called(coalition), area, error
    )


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


def farthest(vote: Vote, points: np.ndarray, way: np.ndarray) -> np.ndarray:
    """Return R(d), the last point along each direction that a winning coalition reaches.

    Parameters
    ----------
    vote : Vote
        The rule among the voters.
    points : array, shape (voters, dimensions)
        Where they stand.
    way : array, shape (directions, dimensions)
        Unit vectors.

    Returns
    -------
    array, shape (directions,)
        Minus infinity where nobody ever wins.
    """
    out = []
    for part in np.array_split(way, 1 + len(way) // 2000):
        along = part @ points.T
        order = np.argsort(-along, axis=1)
        rank = np.empty_like(order)
        np.put_along_axis(rank, order, np.arange(len(points))[None, :], axis=1)
        lose, win = np.zeros(len(part), dtype=int), np.full(len(part), len(points))
        while (win - lose > 1).any():
            middle = (lose + win) // 2
            won = vote.wins(rank < middle[:, None])
            win, lose = np.where(won, middle, win), np.where(won, lose, middle)
        last = np.take_along_axis(order, win[:, None] - 1, axis=1)
        out.append(np.take_along_axis(along, last, axis=1)[:, 0])
    found = np.concatenate(out)
    return found if vote.wins(np.ones(len(points), dtype=bool)) else np.full(len(way), -math.inf)


def half_spaces(vectors: np.ndarray) -> np.ndarray:
    """Return all largest sets {i: d.v_i > 0} over directions d, and some smaller ones.

    Parameters
    ----------
    vectors : array, shape (n, dimensions)
        The vectors.

    Returns
    -------
    bool array, shape (sets, n)

    Raises
    ------
    ModelError
        If there are too many directions to look at.

    Notes
    -----
    Every cell of directions has a corner: a direction perpendicular to as many independent
    vectors as there are dimensions less one. Around it, those not perpendicular to it keep
    their side, and the others are split as in one dimension less.

    Examples
    --------
    >>> half_spaces(np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])).sum(axis=1).max()
    2
    """
    vectors = np.asarray(vectors, dtype=float)
    length = np.linalg.norm(vectors, axis=1)
    moved = length > DIRECTION * max(1.0, float(length.max(initial=0.0)))
    out = np.zeros((0, len(vectors)), dtype=bool)
    if not moved.any():
        return np.zeros((1, len(vectors)), dtype=bool)
    unit = vectors[moved] / length[moved, None]
    sides = _unit_half_spaces(unit)
    out = np.zeros((len(sides), len(vectors)), dtype=bool)
    out[:, moved] = sides
    return out


def _unit_half_spaces(unit: np.ndarray) -> np.ndarray:
    _, size, axes = np.linalg.svd(unit, full_matrices=False)
    rank = int((size > DIRECTION * size[0]).sum())
    flat = unit @ axes[:rank].T
    if rank == 1:
        return np.array([flat[:, 0] > 0, flat[:, 0] < 0])
    lines = _apart(flat)
    number = math.comb(len(lines), rank - 1)
    if number > MOST_DIRECTIONS * 10:
        wanted = f"fewer than {MOST_DIRECTIONS * 10} (fewer voters or dimensions)"
        raise ModelError("ideal_points", f"{number} critical directions", wanted)
    found: dict[bytes, np.ndarray] = {}
    for chosen in combinations(range(len(lines)), rank - 1):
        _, part, rows = np.linalg.svd(lines[list(chosen)])
        if part[-1] <= DIRECTION:
            continue
        side = flat @ rows[-1]
        tied = np.abs(side) <= DIRECTION
        for split in _unit_half_spaces(flat[tied]):
            for sign in (1, -1):
                chosen_side = sign * side > DIRECTION
                chosen_side[tied] = split
                found.setdefault(chosen_side.tobytes(), chosen_side)
    return np.array(list(found.values()))


def _apart(unit: np.ndarray) -> np.ndarray:
    """Return unit vectors with those on a line already listed left out."""
    kept: list[np.ndarray] = []
    for row in unit:
        if not kept or np.abs(np.array(kept) @ row).max() < 1 - DIRECTION**2:
            kept.append(row)
    return np.array(kept)


# --- the core ------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Core(Result):
    """The policies that nothing beats.

    Parameters
    ----------
    empty : bool
        Whether there is none.
    low, high : number or array, shape (dimensions,)
        Least and largest coordinates of the core; undefined (NaN) if it is empty.
    policy : number or array, or None
        A policy in the core; if the core is empty, None.
    held_by : tuple of str
        On a line, who holds the two ends.
    excess : float
        How far the best policy is from being in the core: the least t such that, in no direction
        that was looked at, a winning coalition wants to go more than t beyond it.
    exact : bool
        Whether emptiness, or the policy that is in the core, was confirmed by looking at all
        directions that count; ``low`` and ``high`` are outer bounds in three dimensions or more.
    tolerance : float
        Excess below which a policy counts as in the core; 0 on a line.
    witness : mapping
        If empty: the least bad policy, what beats it, and who prefers that.
    """

    empty: bool
    low: Any
    high: Any
    policy: Any
    held_by: tuple[str, ...]
    excess: float
    exact: bool
    tolerance: float
    witness: Mapping[str, Any]

    concept = "policies to which no winning coalition strictly prefers another"

    def table(self) -> Table:
        """Return the extent of the core, one row a dimension."""
        ends = zip(np.atleast_1d(self.low), np.atleast_1d(self.high), strict=True)
        rows = [[j + 1, float(low), float(high)] for j, (low, high) in enumerate(ends)]
        title = "core: " + ("empty" if self.empty else "not empty")
        return Table(["dimension", "from", "to"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the core as plain values."""
        found: dict[str, Any] = plain(
            {
                "empty": self.empty,
                "low": self.low,
                "high": self.high,
                "policy": self.policy,
                "held_by": self.held_by,
                "excess": self.excess,
                "exact": self.exact,
                "tolerance": self.tolerance,
                "witness": self.witness,
                "concept": self.concept,
            }
        )
        return found


def core(
    rule: Wins | int | str,
    ideal_points: Points,
    *,
    names: Sequence[str] | None = None,
    salience: Sequence[float] | None = None,
    missing: str = "error",
    directions: int = 2000,
    rng: np.random.Generator | int = 0,
) -> Core:
    """Return the policies that no winning coalition would change.

    Parameters
    ----------
    rule : object with ``voters`` and ``wins``, int or str
        Any monotone voting rule under which all together win.
    ideal_points : mapping or array, shape (n,) or (n, dimensions)
        On a line the core is the gridlock interval, exactly.
    names, salience, missing
        As for :func:`winset`.
    directions : int
        Number sampled where the critical ones are too many or there are three dimensions or
        more; the directions in which a candidate is beaten are added until none is.
    rng : numpy Generator or int
        Source of the sampled directions, or its seed.

    Returns
    -------
    Core

    Raises
    ------
    ModelError
        If an argument is wrong, or nobody ever wins.

    Notes
    -----
    s is in the core iff d.s >= R(d) for every direction d, so the core is convex. In the plane
    only directions perpendicular to a line through two ideal points count, and a linear program
    decides. Greenberg 1979, Econometrica 47(3), and Nakamura 1979 say when it cannot be empty.

    Examples
    --------
    >>> core("majority", [0, 1, 5]).policy
    Fraction(1, 1)
    >>> core("majority", [[0, 0], [1, 0], [0, 1]]).empty
    True
    >>> core("majority", [[0, 0], [1, 1], [-1, -1], [1, -1], [-1, 1]]).policy.round(6).tolist()
    [0.0, 0.0]
    """
    vote = read_vote(rule, ideal_points, names, missing)
    if not vote.wins(np.ones(len(vote.voters), dtype=bool)):
        raise ModelError("rule", "one under which nobody ever wins", "one that all together meet")
    points = [vote.points[i] for i in vote.voters]
    if np.ndim(points[0]) == 0:
        return _line_core(vote, points)
    stretch = np.sqrt(_salience(salience, len(points[0])))
    flat = vote.array * stretch
    way, exact = _critical(flat, directions, np.random.default_rng(rng))
    return _space_core(vote, flat, way, stretch, exact)


def _line_core(vote: Vote, points: list[Any]) -> Core:
    who = [vote.names[i] for i in vote.voters]
    found = gridlock_interval(vote.rule, vote.points, names=vote.names)
    held = tuple(dict.fromkeys(found.low_held_by + found.high_held_by))
    middle = (found.low + found.high) / 2
    excess = float(found.low - found.high) / 2
    if not found.empty:
        return Core(False, found.low, found.high, middle, held, excess, True, 0.0, {})
    beats = _line(vote, points, middle)
    (low, high), witness = beats.intervals[0], {"least_bad": float(middle)}
    better = (low + high) / 2
    for_it = [n for n, x in zip(who, points, strict=True) if abs(x - better) < abs(x - middle)]
    beaten = {"beaten_by": float(better), "coalition": for_it}
    return Core(True, math.nan, math.nan, None, held, excess, True, 0.0, witness | beaten)


def _critical(
    points: np.ndarray, directions: int, rng: np.random.Generator
) -> tuple[np.ndarray, bool]:
    """Return directions to look at, and whether they are all that count."""
    dimensions = points.shape[1]
    first, second = np.triu_indices(len(points), 1)
    apart = points[first] - points[second]
    size = np.linalg.norm(apart, axis=1)
    apart = apart[size > DIRECTION * max(1.0, float(size.max(initial=0.0)))]
    axes = np.vstack([np.eye(dimensions), -np.eye(dimensions)])
    if dimensions == 2 and 2 * len(apart) <= MOST_DIRECTIONS:
        turned = np.column_stack([-apart[:, 1], apart[:, 0]])
        way = np.vstack([turned, -turned, axes])
        return way / np.linalg.norm(way, axis=1, keepdims=True), True
    drawn = rng.standard_normal((directions, dimensions))
    way = np.vstack([drawn, apart[:directions], -apart[:directions], axes])
    return way / np.linalg.norm(way, axis=1, keepdims=True), False


def _space_core(
    vote: Vote, points: np.ndarray, way: np.ndarray, stretch: np.ndarray, exact: bool
) -> Core:
    from scipy.optimize import linprog

    dimensions = points.shape[1]
    scale = float(np.ptp(points, axis=0).max()) or 1.0
    tolerance = DIRECTION * scale
    free = [(None, None)] * (dimensions + 1)
    cost = np.append(np.zeros(dimensions), 1.0)
    for _ in range(MOST_CUTS):
        reach = farthest(vote, points, way)
        rows = np.hstack([-way, -np.ones((len(way), 1))])
        best = linprog(cost, A_ub=rows, b_ub=-reach, bounds=free, method="highs")
        policy, excess = best.x[:-1], float(best.x[-1])
        beats = _space(vote, policy / stretch, stretch**2)
        if excess > tolerance or beats.alternative is None:
            exact = True
            break
        # A direction that was not looked at: the one in which the policy is beaten.
        cut = (beats.alternative * stretch - policy)[None, :]
        cut = cut / np.linalg.norm(cut)
        if float(farthest(vote, points, cut)[0] - (cut @ policy)[0]) <= tolerance:
            exact = True
            break
        way = np.vstack([way, cut])
    if excess > tolerance:
        witness = {
            "least_bad": policy / stretch,
            "beaten_by": beats.alternative,
            "coalition": beats.coalition,
        }
        nowhere = np.full(dimensions, math.nan)
        return Core(True, nowhere, nowhere, None, (), excess, exact, tolerance, witness)
    ends = []
    for sign in (1.0, -1.0):
        for j in range(dimensions):
            toward = np.zeros(dimensions)
            toward[j] = sign
            slack = tolerance - reach
            end = linprog(toward, A_ub=-way, b_ub=slack, bounds=free[:-1], method="highs")
            ends.append(float(end.x[j]))
    low, high = np.array(ends[:dimensions]), np.array(ends[dimensions:])
    inside = policy / stretch
    return Core(False, low / stretch, high / stretch, inside, (), excess, exact, tolerance, {})
