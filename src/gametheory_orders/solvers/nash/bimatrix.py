"""All extreme equilibria of a two-player game: pairs of vertices that carry every label.

Builds on polytope.py (Qhull, proved) and exact.py (integers), and normal_form.py. An extreme
equilibrium is a pair of vertices of the two best-response polytopes, the origins left out, such
that every action of either player is a best response or is not played (von Stengel 2002,
Handbook of Game Theory 3, ch. 45). Floats stand for their exact binary values throughout.
Not here: what the results look like (result.py), zero-sum programs (zero_sum.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, lcm
from typing import Any, TypeAlias

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.nash.exact import Rows, TooMany, Vertex, all_vertices, solve_basis
from gametheory_orders.solvers.nash.polytope import MOST_LABELS, Vertices, hull_vertices

MOST_VERTICES = 1_500_000
"""Vertices that the dimensions of a polytope may allow: 16 x 16 is inside, 17 x 17 is not."""

MOST_BASES = 300_000
"""Bases that the exact walk visits at most."""

Strategy: TypeAlias = tuple[tuple[Any, ...], Any]
"""Weights and their sum: integers, or floats where nothing was certified."""


@dataclass(frozen=True, eq=False)
class Extremes:
    """All extreme equilibria.

    Parameters
    ----------
    pairs : list of pairs of int
        Positions in ``rows`` and ``columns``.
    rows, columns : list
        The strategies met.
    degenerate : (player, labels) or None
        A vertex with too many labels, as (player, bits of its labels in the game's order).
    road : str
        "qhull" or "integers".
    """

    pairs: list[tuple[int, int]]
    rows: list[Strategy]
    columns: list[Strategy]
    degenerate: tuple[int, Strategy, int] | None
    road: str


def integer_payoffs(game: NormalFormGame) -> tuple[list[list[int]], list[list[int]]]:
    """Return both matrices as positive integers, each player's on a scale of its own.

    Shifting and scaling one player's payoffs changes nobody's best responses. The shift leaves
    the smallest payoff at about a tenth of the range, where Qhull's numbers are best behaved.
    """
    out = []
    for array in game.payoffs:
        cells = array.tolist()
        if array.dtype != np.int64:
            exact = [[Fraction(x) for x in row] for row in cells]
            scale = lcm(*(x.denominator for row in exact for x in row))
            cells = [[int(x * scale) for x in row] for row in exact]
        low = min(map(min, cells))
        shift = max(1, (max(map(max, cells)) - low) // 10) - low
        out.append([[x + shift for x in row] for row in cells])
    return out[0], out[1]


def polytopes(game: NormalFormGame) -> tuple[Rows, Rows]:
    """Return the rows of P = {x >= 0 : B^T x <= 1} and of Q = {y >= 0 : A y <= 1}."""
    one, two = integer_payoffs(game)
    return list(zip(*two, strict=True)), one


def vertex_bound(d: int, c: int) -> int:
    """Return the most vertices that d variables and c rows can make (McMullen 1970).

    Examples
    --------
    >>> vertex_bound(3, 3), vertex_bound(6, 6)
    (8, 112)
    """
    n = d + c
    return comb(n - (d + 1) // 2, n - d) + comb(n - (d + 2) // 2, n - d)


def extreme_equilibria(game: NormalFormGame, road: str = "auto", certify: bool = True) -> Extremes:
    """Return all extreme equilibria of a two-player game.

    Parameters
    ----------
    game : NormalFormGame
        Two players.
    road : str
        "auto", "qhull" or "integers": whether to try Qhull, and whether to walk where it fails.
    certify : bool
        Whether to prove that Qhull's list is complete and to solve each equilibrium exactly.
    """
    m, n = game.shape
    bound = max(vertex_bound(m, n), vertex_bound(n, m))
    if bound > MOST_VERTICES:
        raise ModelError(
            "game",
            f"{m} x {n} actions, up to {bound:,} vertices",
            f"at most {MOST_VERTICES:,} (16 x 16 actions) to list all equilibria; "
            "lemke_howson finds one in larger games, zero_sum solves larger zero-sum games",
        )
    rows_p, rows_q = polytopes(game)
    if road != "integers":
        hull_p = hull_vertices(rows_p, m, certify)
        hull_q = hull_vertices(rows_q, n, certify) if hull_p is not None else None
        if hull_p is not None and hull_q is not None:
            return _match_hulls(hull_p, hull_q, rows_p, rows_q, certify)
        if road == "qhull":
            raise ModelError("method", "a game on which Qhull's list cannot be proved", "auto")
    try:
        walked_p = all_vertices(rows_p, m, MOST_BASES)
        walked_q = all_vertices(rows_q, n, MOST_BASES)
    except TooMany:
        raise ModelError(
            "game",
            f"{m} x {n} actions and more than {MOST_BASES:,} bases",
            "a game small enough for exact enumeration; lemke_howson finds one equilibrium",
        ) from None
    return _match_walks(walked_p, walked_q, m, n)


def _turned(mask: int, m: int, n: int) -> int:
    """Return labels of Q (own actions first) in the order of the game (row player first)."""
    return (mask & ((1 << n) - 1)) << m | mask >> n


def _strategy(vertex: Vertex) -> Strategy:
    return vertex.numerators, sum(vertex.numerators)


def _match_walks(p: dict[int, Vertex], q: dict[int, Vertex], m: int, n: int) -> Extremes:
    full = (1 << (m + n)) - 1
    turned = {_turned(mask, m, n): vertex for mask, vertex in q.items()}
    if m + n <= MOST_LABELS:
        left = np.array(list(p), dtype=np.uint64)
        right = np.array(list(turned), dtype=np.uint64)
        masks = [(int(a), int(b)) for a in left for b in right[(right | a) == np.uint64(full)]]
    else:
        masks = [(a, b) for a in p for b in turned if a | b == full]
    many = next(((0, _strategy(v), a) for a, v in p.items() if a.bit_count() > m), None)
    if many is None:
        many = next(((1, _strategy(v), b) for b, v in turned.items() if b.bit_count() > n), None)
    return _collect(
        masks, lambda a: _strategy(p[a]), lambda b: _strategy(turned[b]), many, "integers"
    )


def _match_hulls(p: Vertices, q: Vertices, rows_p: Rows, rows_q: Rows, certify: bool) -> Extremes:
    m, n = len(rows_q), len(rows_p)
    full = np.uint64((1 << (m + n)) - 1)
    low = np.uint64((1 << n) - 1)
    simple_q = (q.simple & low) << np.uint64(m) | q.simple >> np.uint64(n)
    _, at_p, at_q = np.intersect1d(
        p.simple, simple_q ^ full, assume_unique=True, return_indices=True
    )
    masks = [(int(p.simple[i]), int(simple_q[j])) for i, j in zip(at_p, at_q, strict=True)]
    more_p, more_q = p.degenerate, [_turned(mask, m, n) for mask in q.degenerate]
    for a in more_p:
        masks += [(a, int(b)) for b in simple_q[(simple_q | np.uint64(a)) == full]]
        masks += [(a, b) for b in more_q if a | b == full]
    for b in more_q:
        masks += [(int(a), b) for a in p.simple[(p.simple | np.uint64(b)) == full]]

    near: dict[int, Strategy] = {}
    near_q: dict[int, Strategy] = {}
    if not certify:
        near = {int(p.simple[i]): _rounded(p.points[i], int(p.simple[i])) for i in at_p}
        near_q = {int(simple_q[j]): _rounded(q.points[j], int(q.simple[j])) for j in at_q}

    def row(mask: int) -> Strategy:
        if mask in near:
            return near[mask]
        return _strategy(p.solved.get(mask) or _solved(rows_p, m, mask))

    def column(mask: int) -> Strategy:
        if mask in near_q:
            return near_q[mask]
        own = _turned(mask, n, m)
        return _strategy(q.solved.get(own) or _solved(rows_q, n, own))

    many = (0, row(more_p[0]), more_p[0]) if more_p else None
    if many is None and more_q:
        many = (1, column(more_q[0]), more_q[0])
    return _collect(masks, row, column, many, "qhull")


def _rounded(point: np.ndarray, labels: int) -> Strategy:
    """Return a vertex in floats, exactly zero where its labels say so."""
    weights = [0.0 if labels >> k & 1 else x for k, x in enumerate(point.tolist())]
    return tuple(weights), sum(weights)


def _solved(rows: Rows, d: int, mask: int) -> Vertex:
    vertex = solve_basis(rows, d, mask)
    assert vertex is not None, "a vertex of Qhull's list has no exact counterpart"
    return vertex


def _collect(
    masks: Sequence[tuple[int, int]],
    row: Callable[[int], Strategy],
    column: Callable[[int], Strategy],
    degenerate: tuple[int, Strategy, int] | None,
    road: str,
) -> Extremes:
    """Return the pairs in order: pure ones on early actions first."""
    rows = _ordered({a for a, _ in masks}, row)
    columns = _ordered({b for _, b in masks}, column)
    at_row = {mask: k for k, (mask, _) in enumerate(rows)}
    at_column = {mask: k for k, (mask, _) in enumerate(columns)}
    pairs = sorted((at_row[a], at_column[b]) for a, b in masks)
    return Extremes(pairs, [s for _, s in rows], [s for _, s in columns], degenerate, road)


def _ordered(masks: set[int], strategy: Callable[[int], Strategy]) -> list[tuple[int, Strategy]]:
    found = [(mask, strategy(mask)) for mask in masks]
    return sorted(found, key=lambda item: ([-x / item[1][1] for x in item[1][0]], item[0]))
