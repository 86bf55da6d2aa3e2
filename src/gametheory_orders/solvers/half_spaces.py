"""Half-spaces through a point, and how far along a direction a winning coalition reaches.

Builds on votes.py; the geometry under winset.py and spatial_core.py.
Not here: what beats what.
"""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import DIRECTION
from gametheory_orders.solvers.votes import Vote

MOST_SETS = 200_000
"""Critical directions beyond which half-spaces are not listed."""


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
    >>> int(half_spaces(np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])).sum(axis=1).max())
    2
    """
    vectors = np.asarray(vectors, dtype=float)
    length = np.linalg.norm(vectors, axis=1)
    moved = length > DIRECTION * max(1.0, float(length.max(initial=0.0)))
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
    if number > MOST_SETS:
        wanted = f"fewer than {MOST_SETS} (fewer voters or dimensions)"
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
