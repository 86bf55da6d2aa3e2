"""Oracles for repeated games, written from the definitions; they share no code with the solvers.

Builds on numpy and scipy. Slow and plain. Not here: any test.
"""

from __future__ import annotations

import itertools

import numpy as np
from scipy.optimize import linprog


def wrapped(points: np.ndarray) -> np.ndarray:
    """The corners of a convex hull, by walking round it."""
    points = np.unique(np.round(points, 13), axis=0)
    if len(points) < 3:
        return points
    found = [int(np.lexsort((points[:, 1], points[:, 0]))[0])]
    while True:
        here = points[found[-1]]
        best = -1
        for k in range(len(points)):
            if k == found[-1]:
                continue
            if best < 0:
                best = k
                continue
            one, two = points[best] - here, points[k] - here
            cross = one[0] * two[1] - one[1] * two[0]
            if cross < -1e-15 or (abs(cross) <= 1e-15 and two @ two > one @ one):
                best = k
        if best in found:
            return points[found]
        found.append(best)


def allowed(points: np.ndarray, need: np.ndarray) -> np.ndarray:
    """Points that span the part of a hull in which both coordinates are at least ``need``."""
    found = [p for p in points if (p >= need - 1e-12).all()]
    for one, two in itertools.combinations(points, 2):
        for axis in (0, 1):
            if (one[axis] - need[axis]) * (two[axis] - need[axis]) < 0:
                share = (need[axis] - one[axis]) / (two[axis] - one[axis])
                point = one + share * (two - one)
                if point[1 - axis] >= need[1 - axis] - 1e-12:
                    found.append(point)
    # The corner of the two constraints belongs to it if it is a mixture of points.
    size = len(points)
    mixture = linprog(
        np.zeros(size),
        A_eq=np.vstack([points.T, np.ones(size)]),
        b_eq=np.append(need, 1.0),
        bounds=[(0, None)] * size,
        method="highs",
    )
    if mixture.status == 0:
        found.append(need)
    return np.array(found).reshape(-1, 2)


def self_generation(one: np.ndarray, two: np.ndarray, patience: float, steps: int) -> np.ndarray:
    """Apply the operator of Abreu, Pearce and Stacchetti often, from the box of payoffs."""
    low, high = np.array([one.min(), two.min()]), np.array([one.max(), two.max()])
    held = np.array([[x, y] for x in (low[0], high[0]) for y in (low[1], high[1])], dtype=float)
    for _ in range(steps):
        least = held.min(axis=0)
        points = []
        for r, c in np.ndindex(one.shape):
            gain = np.array([one[:, c].max() - one[r, c], two[r].max() - two[r, c]])
            for w in allowed(held, least + (1 - patience) / patience * gain):
                points.append((1 - patience) * np.array([one[r, c], two[r, c]]) + patience * w)
        if not points:
            return np.empty((0, 2))
        held = wrapped(np.array(points))
    return held


def supports(points: object, directions: int = 16) -> np.ndarray:
    """How far a set reaches in each direction."""
    angles = 2 * np.pi * np.arange(directions) / directions
    rays = np.column_stack([np.cos(angles), np.sin(angles)])
    corners = np.array([[float(x), float(y)] for x, y in points])  # type: ignore[attr-defined]
    return np.asarray((rays @ corners.T).max(axis=1))


def walked_values(machine: object, periods: int) -> np.ndarray:
    """Everyone's average payoff from each state on, by walking through the periods."""
    size = len(machine.profiles)  # type: ignore[attr-defined]
    stage = machine.stage  # type: ignore[attr-defined]
    move = np.zeros((size, size))
    for k, row in enumerate(machine.follow):  # type: ignore[attr-defined]
        for state, chance in row.items():
            move[k, state] += float(chance)
    today = np.array([[float(a[c]) for a in stage.payoffs] for c in machine.profiles])  # type: ignore[attr-defined]
    weights = np.array([float(d) for d in machine.patience])  # type: ignore[attr-defined]
    total, at = np.zeros((size, stage.n)), np.eye(size)
    for t in range(periods):
        total += (1 - weights) * weights**t * (at @ today)
        at = at @ move
    return total


def best_deviation_gain(machine: object, periods: int = 400) -> float:
    """The most that anyone gains by one deviation in any state, everything from the definition."""
    values = walked_values(machine, periods)
    stage, most = machine.stage, -np.inf  # type: ignore[attr-defined]
    for k, cell in enumerate(machine.profiles):  # type: ignore[attr-defined]
        for i in range(stage.n):
            d = float(machine.patience[i])  # type: ignore[attr-defined]
            for action in range(stage.shape[i]):
                if action != cell[i]:
                    moved = list(cell)
                    moved[i] = action
                    after = values[machine.punish[k][i], i]  # type: ignore[attr-defined]
                    now = float(stage.payoffs[i][tuple(moved)])
                    most = max(most, (1 - d) * now + d * after - values[k, i])
    return float(most)


def symmetric_step(
    payoffs: np.ndarray, signals: np.ndarray, d: float, low: float, high: float
) -> tuple[float, float] | None:
    """One step of the operator for strongly symmetric equilibria on an interval."""
    m = len(payoffs)
    ends = []
    for a in range(m):
        others = [b for b in range(m) if b != a]
        rows = [d * (signals[b, a] - signals[a, a]) for b in others]
        limits = [(1 - d) * (payoffs[a, a] - payoffs[b, a]) for b in others]
        for sign in (1, -1):
            found = linprog(
                sign * d * signals[a, a],
                A_ub=np.array(rows) if rows else None,
                b_ub=np.array(limits) if rows else None,
                bounds=[(low, high)] * signals.shape[2],
                method="highs",
            )
            if found.status == 0:
                ends.append((1 - d) * payoffs[a, a] + sign * found.fun)
    return (min(ends), max(ends)) if ends else None
