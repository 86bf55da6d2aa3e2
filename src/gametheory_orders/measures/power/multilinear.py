"""Shapley-Shubik in floats for very large games: quadrature of the multilinear extension.

The index is the integral over t of P_t(i decides) when everybody is in favour with probability t.
That is a polynomial of degree n - 1, so Gauss-Legendre with n / 2 nodes is exact but for rounding.
At t <= 1/2 leaving a player out, P[v] = (S[v] - t P[v - w]) / (1 - t), damps errors; nodes above
1/2 are those below it on the game of blocking. The error is estimated by a second rule with one
node more, and by how far the shares are from 1 together.
Source: Owen 1972, Management Science 18; Leech 2003, Management Science 49.
Not here: exact fractions (counting.py).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.foundations.tolerances import ROUNDING
from gametheory_orders.orders.voting.formula import (
    ALWAYS,
    NEVER,
    Atom,
    Formula,
    dual,
    simplified,
    without_needed,
)

MOST_CELLS = 400_000_000


def shapley_by_quadrature(formula: Formula, n: int) -> tuple[tuple[float, ...], float, str]:
    """Return Shapley-Shubik power in floats, its estimated error, and the method.

    Raises
    ------
    NoAnswer
        If the game is not one weighted quota (with or without vetoers), or too large.

    Examples
    --------
    >>> values, error, _ = shapley_by_quadrature(Atom((2, 1, 1), 3), 3)
    >>> [round(value, 6) for value in values], error < ROUNDING
    ([0.666667, 0.166667, 0.166667], True)
    """
    formula = simplified(formula)
    method = "quadrature of the multilinear extension"
    if formula in (ALWAYS, NEVER):
        return (0.0,) * n, float(np.finfo(float).eps), method
    needed, rest = without_needed(formula)
    if rest == ALWAYS:
        # Only vetoers matter, and they are alike.
        share = 1 / len(needed)
        return tuple(share * (i in needed) for i in range(n)), float(np.finfo(float).eps), method
    if not isinstance(rest, Atom):
        raise NoAnswer("floats are for one weighted quota, with or without vetoers; use exact=True")
    order = (n + 1) // 2
    one = _integrate(rest, needed, n, order)
    two = _integrate(rest, needed, n, order + 1)
    rounding = n * float(np.finfo(float).eps)
    error = max(float(np.abs(one - two).max()), abs(float(two.sum()) - 1.0), rounding)
    return tuple(float(value) for value in two), error, method


@lru_cache(maxsize=8)
def _nodes(order: int) -> tuple[np.ndarray, np.ndarray]:
    """Return Gauss-Legendre nodes up to 1/2 and weights on [0, 1], the middle one halved."""
    x, w = np.polynomial.legendre.leggauss(order)
    t, w = (x + 1) / 2, w / 2
    low = t <= 0.5 + ROUNDING
    return t[low], np.where(np.abs(t[low] - 0.5) < ROUNDING, w[low] / 2, w[low])


def _integrate(atom: Atom, needed: frozenset[int], n: int, order: int) -> np.ndarray:
    t, weight = _nodes(order)
    out = np.zeros(n)
    blocking = dual(atom)
    assert isinstance(blocking, Atom)
    vetoers = len(needed)
    most = max(atom.least, blocking.least)
    if most * len(t) * n > MOST_CELLS:
        raise NoAnswer(f"weights that sum to {atom.total} are too many to count; smaller units")
    below = _distribution(atom.weights, t, most)
    # Vetoers agree with probability t each; on mirrored nodes with 1 - t.
    for least, agree in ((atom.least, t), (blocking.least, 1 - t)):
        for value in {w for w in atom.weights if w}:
            decides = _window(below, least, value, t)
            share = float((weight * agree**vetoers * decides).sum())
            for i, own in enumerate(atom.weights):
                if own == value:
                    out[i] += share
    if needed:
        loses, blocked = below[atom.least - 1], below[blocking.least - 1]
        passes = (1 - loses) * t ** (vetoers - 1) + blocked * (1 - t) ** (vetoers - 1)
        out[list(needed)] = float((weight * passes).sum())
    return out


def _distribution(weights: tuple[int, ...], t: np.ndarray, most: int) -> np.ndarray:
    """Return P(sum of those in favour <= v) at each node, shape (most, nodes)."""
    chance = np.zeros((most, len(t)))
    chance[0] = 1.0
    reached = 0
    for weight in sorted(w for w in weights if w):
        reached = min(reached + weight, most - 1)
        grown = chance[: reached + 1] * (1 - t)
        if weight <= reached:
            grown[weight:] += chance[: reached + 1 - weight] * t
        chance[: reached + 1] = grown
    return np.cumsum(chance, axis=0)


def _window(below: np.ndarray, least: int, weight: int, t: np.ndarray) -> np.ndarray:
    """Return P(others gather least - weight to least - 1) at each node, one player left out."""

    def up_to(v: int) -> np.ndarray:
        out = np.zeros(len(t))
        if v < 0:
            return out
        ratio, scale = t / (1 - t), 1 / (1 - t)
        for row in below[v % weight : v + 1 : weight]:
            out = row * scale - ratio * out
        return out

    # The two sums lie one step of the recursion apart.
    low = up_to(least - 1 - weight)
    high = below[least - 1] / (1 - t) - t / (1 - t) * low
    return np.asarray(high - low)
