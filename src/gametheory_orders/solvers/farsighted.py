"""Farsighted coalition sizes: a leaver counts on further exits until a stable size is reached.

Equal states, one coalition. Size 1 is stable; with stable sizes known up to g, the next one is the
smallest k > g whose members do not gain by leaving, when after that the others leave too until g
are left: inside(k) >= outside(g). (Ecchia and Mariotti 1998, European Journal of Political Economy
14(4); Ray and Vohra 2001, Journal of Political Economy 109(6).) For the linear-quadratic public
good these are g -> ceil(1 + sqrt(2 g (g - 1))), whatever n (theory L10).
Not here: unequal states and rival groups (largest_consistent_set.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isqrt
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import INDIFFERENT

Payoff = Callable[[int], float]


@dataclass(frozen=True)
class FarsightedSizes(Result):
    """The stable sizes among n equal states.

    Parameters
    ----------
    n : int
        Number of states.
    sizes : tuple of int
        Ascending.
    effectiveness : tuple of float
        Of each size; empty if payoffs were given instead of the public good.
    """

    n: int
    sizes: tuple[int, ...]
    effectiveness: tuple[float, ...] = ()

    concept = "farsighted: a leaver counts on further exits down to the next stable size"

    @property
    def largest(self) -> int:
        """The largest stable size."""
        return self.sizes[-1]

    def table(self) -> Table:
        """Return one row a size."""
        shares = self.effectiveness or (None,) * len(self.sizes)
        rows = [list(row) for row in zip(self.sizes, shares, strict=True)]
        return Table(["size", "E"], rows, f"farsighted sizes of {self.n} equal states")

    def to_dict(self) -> dict[str, Any]:
        """Return sizes and effectiveness as plain values."""
        values = {"n": self.n, "sizes": self.sizes, "effectiveness": self.effectiveness}
        found: dict[str, Any] = plain({**values, "concept": self.concept})
        return found


def farsighted_sizes(
    n: int, inside: Payoff | None = None, outside: Payoff | None = None
) -> FarsightedSizes:
    """Return the farsighted stable sizes of one coalition of equal states.

    Parameters
    ----------
    n : int
        Number of states, 2 or more.
    inside, outside : callable, optional
        Payoff of a member, and of an outsider, if k are in. Without them the linear-quadratic
        public good, in whole numbers, with E(k) = k (k - 1) (2n - k - 1) / (n (n - 1)^2).

    Examples
    --------
    >>> found = farsighted_sizes(193)
    >>> found.sizes
    (1, 2, 3, 5, 8, 12, 18, 26, 38, 55, 79, 113, 161)
    >>> round(found.effectiveness[-1], 3)
    0.811
    """
    if isinstance(n, bool) or not isinstance(n, int) or n < 2:
        raise ModelError("n", n, "a whole number of 2 or more")
    if (inside is None) != (outside is None):
        raise ModelError("inside", "one payoff of two", "both inside and outside, or neither")
    sizes = [1]
    if inside is None or outside is None:
        while (following := next_size(sizes[-1])) <= n:
            sizes.append(following)
        shares = tuple(k * (k - 1) * (2 * n - k - 1) / (n * (n - 1) ** 2) for k in sizes)
        return FarsightedSizes(n, tuple(sizes), shares)
    for k in range(2, n + 1):
        stay, leave = inside(k), outside(sizes[-1])
        if stay >= leave - INDIFFERENT * max(abs(stay), abs(leave)):
            sizes.append(k)
    return FarsightedSizes(n, tuple(sizes))


def next_size(size: int) -> int:
    """Return the next farsighted size of the linear-quadratic public good, exactly.

    Examples
    --------
    >>> next_size(3), next_size(161)
    (5, 228)
    """
    # The smallest k > size with (k - 1)^2 >= 2 size (size - 1), in whole numbers.
    square = 2 * size * (size - 1)
    root = isqrt(square)
    return max(size + 1, 1 + root + (root * root < square))
