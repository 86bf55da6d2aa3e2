"""The core of a spatial vote: the policies that no winning coalition would change.

Losses grow with the (weighted) Euclidean distance. On a line the core is the gridlock interval;
in several dimensions s is in it iff d.s >= R(d) for every direction d, R(d) being the last point
along d that a winning coalition wants to go to. Builds on winset.py and half_spaces.py.
Not here: cores of games in coalitional form.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import DIRECTION
from gametheory_orders.solvers.gridlock import gridlock_interval
from gametheory_orders.solvers.half_spaces import farthest
from gametheory_orders.solvers.votes import AnyRule, Vote, known_points, read_vote
from gametheory_orders.solvers.winset import LineWinset, Points, SpaceWinset, salience_of, winset

MOST_CUTS = 60
"""Directions added one by one where a policy thought to be in the core is beaten."""

MOST_DIRECTIONS = 20_000
"""Critical directions beyond which directions are sampled instead."""


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
    rule: AnyRule,
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
    >>> core("majority", [[0, 0], [1, 1], [-1, -1]]).empty
    False
    """
    vote = read_vote(rule, ideal_points, names, missing)
    if not vote.wins(np.ones(len(vote.voters), dtype=bool)):
        raise ModelError("rule", "one under which nobody ever wins", "one that all together meet")
    points = [vote.points[i] for i in vote.voters]
    if np.ndim(points[0]) == 0:
        return _line_core(vote, points)
    stretch = np.sqrt(salience_of(salience, len(points[0])))
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
    beats = winset(vote.rule, known_points(vote.points), middle)
    assert isinstance(beats, LineWinset)
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


def _least_excess(way: np.ndarray, reach: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the policy that no direction's reach passes by more than t, and the least such t."""
    from scipy.optimize import linprog

    rows = np.hstack([-way, -np.ones((len(way), 1))])
    cost = np.append(np.zeros(way.shape[1]), 1.0)
    found = linprog(cost, A_ub=rows, b_ub=-reach, bounds=(None, None), method="highs")
    return np.asarray(found.x[:-1]), float(found.x[-1])


def _extent(way: np.ndarray, reach: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the largest coordinates of the core."""
    from scipy.optimize import linprog

    def end(toward: np.ndarray) -> float:
        found = linprog(toward, A_ub=-way, b_ub=-reach, bounds=(None, None), method="highs")
        return float(toward @ found.x)

    axes = np.eye(way.shape[1])
    return np.array([end(axis) for axis in axes]), -np.array([end(-axis) for axis in axes])


def _space_core(
    vote: Vote, points: np.ndarray, way: np.ndarray, stretch: np.ndarray, exact: bool
) -> Core:
    tolerance = DIRECTION * (float(np.ptp(points, axis=0).max()) or 1.0)
    everyone = known_points(vote.points)
    reach = farthest(vote, points, way)
    for _ in range(MOST_CUTS):
        policy, excess = _least_excess(way, reach)
        beats = winset(vote.rule, everyone, policy / stretch, salience=(stretch**2).tolist())
        assert isinstance(beats, SpaceWinset)
        if excess > tolerance:
            witness = {
                "least_bad": policy / stretch,
                "beaten_by": beats.alternative,
                "coalition": beats.coalition,
            }
            nowhere = np.full(len(stretch), math.nan)
            return Core(True, nowhere, nowhere, None, (), excess, True, tolerance, witness)
        if beats.alternative is None:
            exact = True
            break
        # It is beaten in a direction that was not looked at, or only by rounding.
        cut = (beats.alternative * stretch - policy)[None, :]
        cut = cut / np.linalg.norm(cut)
        beyond = farthest(vote, points, cut)
        if float((beyond - cut @ policy)[0]) <= tolerance:
            exact = True
            break
        way, reach = np.vstack([way, cut]), np.append(reach, beyond)
    policy, excess = _least_excess(way, reach)
    low, high = _extent(way, reach - tolerance)
    inside = policy / stretch
    return Core(False, low / stretch, high / stretch, inside, (), excess, exact, tolerance, {})
