"""Breadth against depth: how many equal states keep a pledge, and what it then brings.

Equal states of the linear-quadratic public good pledge with one weight on the other members'
benefit; k* = min(n, floor(1 + 2 / w)) of them keep it (L5). Exact. Builds on foundations only.
Not here: unequal states (pledge_review.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.incentive import read_exact


@dataclass(frozen=True)
class BreadthDepth(Result):
    """Breadth against depth of uniform pledges among equal states.

    Parameters
    ----------
    n : int
        States.
    rows : tuple of (int, Fraction, Fraction)
        Members k, the largest weight they all keep, and effectiveness.
    """

    n: int
    rows: tuple[tuple[int, Fraction, Fraction], ...]

    concept = "internally stable pledges of equal states; a member indifferent to leaving stays"

    def table(self) -> Table:
        """Return one row a number of members."""
        rows = [[k, float(w), float(e)] for k, w, e in self.rows]
        return Table(["members", "weight", "E"], rows, f"breadth against depth, {self.n} states")

    def to_dict(self) -> dict[str, Any]:
        """Return the frontier as plain values; fractions as text."""
        rows = [{"members": k, "weight": w, "effectiveness": e} for k, w, e in self.rows]
        found: dict[str, Any] = plain({"n": self.n, "frontier": rows, "concept": self.concept})
        return found


def _weight(value: Any, where: str) -> Fraction:
    found = read_exact(value, where, "a weight above 0 and up to 1")
    if not 0 < found <= 1:
        raise ModelError(where, value, "a weight above 0 and up to 1")
    return found


def _count(n: Any) -> None:
    if not isinstance(n, int) or isinstance(n, bool) or n < 2:
        raise ModelError("n", n, "a whole number of 2 or more")


def most_members(n: int, weight: Any) -> int:
    """Return how many of n equal states can keep a pledge of a given weight.

    Parameters
    ----------
    n : int
        States, 2 or more.
    weight : number
        On the others' benefit, above 0 and up to 1.

    Returns
    -------
    int
        k* = min(n, floor(1 + 2 / w)). Derived for this project (L5).

    Examples
    --------
    >>> [most_members(10, w) for w in (1, Fraction(1, 2), Fraction(2, 9))]
    [3, 5, 10]
    """
    _count(n)
    return min(n, math.floor(1 + 2 / _weight(weight, "weight")))


def pledged_effectiveness(n: int, k: int, weight: Any) -> Fraction:
    """Return the share of the possible gain that k of n equal states' pledges deliver.

    Parameters
    ----------
    n, k : int
        States, and how many of them pledge.
    weight : number
        On the others' benefit, above 0 and up to 1.

    Examples
    --------
    >>> pledged_effectiveness(10, 10, Fraction(2, 9))
    Fraction(32, 81)
    """
    _count(n)
    if not isinstance(k, int) or isinstance(k, bool) or not 0 <= k <= n:
        raise ModelError("k", k, f"a whole number from 0 to {n}")
    w = _weight(weight, "weight")
    # In stakes: price 1 alone, n jointly, 1 + w (k - 1) of a member (L1 and L5).
    short = k * (n - 1 - w * max(k - 1, 0)) ** 2 + (n - k) * (n - 1) ** 2
    return 1 - Fraction(short) / (n * (n - 1) ** 2)


def breadth_depth(n: int) -> BreadthDepth:
    """Return for each number of members the deepest uniform pledge it keeps, and what it brings.

    Parameters
    ----------
    n : int
        Equal states, 2 or more.

    Notes
    -----
    Along this frontier E = 4 k (n - 2) / [n (n - 1)^2] from k = 3 on, and so rises with breadth:
    broad but shallow beats narrow but deep. Barrett 2002, Consensus Treaties, Journal of
    Institutional and Theoretical Economics 158(4), makes the point; the closed form is L5's.

    Examples
    --------
    >>> found = breadth_depth(10)
    >>> [(k, str(w), round(float(e), 4)) for k, w, e in found.rows if k in (3, 5, 10)]
    [(3, '1', 0.1185), (5, '1/2', 0.1975), (10, '2/9', 0.3951)]
    """
    _count(n)
    rows = []
    for k in range(2, n + 1):
        weight = min(Fraction(1), Fraction(2, k - 1))
        rows.append((k, weight, pledged_effectiveness(n, k, weight)))
    return BreadthDepth(n, tuple(rows))
