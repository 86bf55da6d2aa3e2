"""All vertices of a best-response polytope at the speed of Qhull, and a proof that they are all.

Builds on exact.py, numpy and scipy's Qhull. P = {x >= 0 : R x <= 1} is turned into the convex
hull of its polar; Qhull's facets are P's vertices, each known by its labels, a bitmask.

Qhull works in floating point, so its list is not believed but proved, in three steps.
(1) Each simplex of Qhull's list lies on the hull's boundary: either a bound on all rounding errors
shows that its basis is regular and strictly feasible (``_strict``), or it is solved in integers.
(2) Every ridge occurs an even number of times: the simplices are a cycle modulo 2.
(3) The simplex of the origin, a simplex facet, occurs once.
A cycle on a sphere that covers one point an odd number of times covers every point: no vertex
is missing. Where a step fails the answer is None, and the exact walk takes over.
Not here: matching the labels of two polytopes (bimatrix.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gametheory_orders.foundations.tolerances import CLEAR
from gametheory_orders.solvers.nash.exact import Infeasible, Rows, Vertex, solve_basis

MOST_LABELS = 62
"""Bits that a mask holds."""

MOST_DIMENSIONS = 20
"""Beyond this Qhull is slower than the exact walk on games that can be solved at all."""

ROUNDING = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Vertices:
    """The vertices of a best-response polytope, the origin left out.

    Parameters
    ----------
    simple : uint64 array
        Masks of the vertices with d labels.
    points : array, shape (len(simple), d)
        Their coordinates, rounded.
    solved : dict
        Vertices already known in integers, by mask: all those with more labels among them.
    """

    simple: np.ndarray
    points: np.ndarray
    solved: dict[int, Vertex]

    @property
    def degenerate(self) -> list[int]:
        """Masks of the vertices with more than d labels."""
        d = self.points.shape[1]
        return [mask for mask in self.solved if mask.bit_count() > d]


def hull_vertices(rows: Rows, d: int, certify: bool) -> Vertices | None:
    """Return the vertices of {x >= 0 : R x <= 1}, or None where floating point cannot tell.

    Parameters
    ----------
    rows : positive integers, shape (c, d)
        The matrix R.
    certify : bool
        Whether to prove the list; otherwise only near ties are solved in integers.
    """
    c = len(rows)
    if d < 2 or c < 2 or d > MOST_DIMENSIONS or d + c > MOST_LABELS:
        return None
    hull = _hull(rows, d)
    if hull is None:
        return None
    masks = hull.masks
    solved: dict[int, Vertex] = {}
    if certify:
        origin = np.uint64((1 << d) - 1)
        if np.count_nonzero(masks == origin) != 1 or not _even(hull.ridges()):
            return None
        simple = _strict(hull)
    else:
        simple = hull.others().min(axis=1) > CLEAR
    if not (simple.all() or _solve_doubtful(rows, d, masks[~simple], solved)):
        return None
    simple &= masks != np.uint64((1 << d) - 1)
    points = (1.0 + hull.z[simple]) * hull.start
    masks = masks[simple]
    proper = [mask for mask in solved if mask.bit_count() == d and mask != (1 << d) - 1]
    if proper:
        masks = np.concatenate([masks, np.array(proper, dtype=np.uint64)])
        exact = [[x / solved[mask].denominator for x in solved[mask].numerators] for mask in proper]
        points = np.concatenate([points, np.array(exact)])
    return Vertices(masks, points, solved)


@dataclass(frozen=True, eq=False)
class _Hull:
    """Qhull's list: polar points, the centre's coordinate, facets; one row for each simplex."""

    polar: np.ndarray
    start: float
    simplices: np.ndarray
    neighbours: np.ndarray
    z: np.ndarray
    slack: np.ndarray
    masks: np.ndarray

    def ridges(self) -> np.ndarray:
        """Return the masks of the ridges, each opposite to one label of its simplex."""
        ridges: np.ndarray = self.masks[:, None] ^ np.uint64(1) << self.simplices.astype(np.uint64)
        return ridges

    def others(self) -> np.ndarray:
        """Return the slacks outside the simplex, infinity inside."""
        others = self.slack.copy()
        np.put_along_axis(others, self.simplices, np.inf, axis=1)
        return others


def _hull(rows: Rows, d: int) -> _Hull | None:
    """Return Qhull's list of facets of the polar, None where Qhull gives up."""
    from scipy.spatial import ConvexHull, QhullError

    top = max(map(max, rows))
    matrix = np.array([[x / top for x in row] for row in rows])
    # The centre has equal coordinates, and slack at least one half in every row.
    start = 0.5 / float(matrix.sum(axis=1).max())
    matrix *= start
    polar = np.concatenate([-np.eye(d), matrix / (1.0 - matrix.sum(axis=1))[:, None]])
    try:
        hull = ConvexHull(polar, qhull_options="Qt")
    except QhullError:
        return None
    offset = hull.equations[:, -1:]
    if not (offset < 0).all():
        return None
    simplices = hull.simplices
    z = hull.equations[:, :-1] / -offset
    bits = np.uint64(1) << np.arange(len(polar), dtype=np.uint64)
    masks = bits[simplices].sum(axis=1, dtype=np.uint64)
    return _Hull(polar, start, simplices, hull.neighbors, z, 1.0 - z @ polar.T, masks)


def _even(ridges: np.ndarray) -> bool:
    """Whether each ridge occurs an even number of times."""
    flat = np.sort(ridges, axis=None)
    return len(flat) % 2 == 0 and bool((flat[::2] == flat[1::2]).all())


def _strict(hull: _Hull) -> np.ndarray:
    """Return which simplices are proved regular bases with strictly positive other slacks.

    Let M be the rows of a basis, z its rounded vertex, z_k the neighbour that gives up label k,
    and s_k > 0 the slack of k there. The columns (z_k - z) / -s_k are nearly the inverse of M:
    M times them is I + F with |F_rk| <= 2 t / s_k, where t bounds every slack that should be
    zero, rounding included. With h = sum_k 1 / s_k and 2 t h <= 1/2, M is regular, and the true
    vertex differs from z by so little that no other slack moves by more than 2 S h t, where S is
    the largest slack anywhere.
    """
    d = hull.polar.shape[1]
    slack, neighbours = hull.slack, hull.neighbours
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        there = slack[neighbours, hull.simplices]
        ridges = hull.ridges()
        joined = (hull.masks[neighbours] & ridges) == ridges
        weight = np.where(joined & (there > 0), 1.0 / there, np.inf).sum(axis=1)
        zero = np.abs(np.take_along_axis(slack, hull.simplices, axis=1)).max()
        # Rounding of the polar points (2 (d + 4) units) and of the product (d + 2), doubled.
        size = 1.0 + float(np.abs(hull.polar).max()) * float(np.abs(hull.z).sum(axis=1).max())
        rounding = (6 * d + 20) * ROUNDING * size
        t = zero + rounding
        moved = 2.0 * (float(slack.max()) + rounding) * t * weight + rounding
        return np.asarray((2.0 * t * weight <= 0.5) & (hull.others().min(axis=1) > moved))


def _solve_doubtful(rows: Rows, d: int, masks: np.ndarray, solved: dict[int, Vertex]) -> bool:
    """Solve simplices in integers, once for each vertex; False where one is not on the hull."""
    flat: list[int] = []
    left = masks
    while len(left):
        mask = int(left[0])
        left = left[1:]
        try:
            vertex = solve_basis(rows, d, mask)
        except Infeasible:
            return False
        if vertex is None:
            flat.append(mask)
            continue
        solved[vertex.labels] = vertex
        left = left[(left & ~np.uint64(vertex.labels)) != 0]
    return all(any(not mask & ~labels for labels in solved) for mask in flat)
