"""The best size of a club that shares a fixed cost (Buchanan 1965, Economica 32(125)).

With m members each has u(m) = B - F / m - c m - t (m - 1) / 2: the fixed cost F is shared, each
further member crowds by c, and members ranked by how close they are to the founder are on average
(m - 1) / 2 ranks away, at t a rank. In real numbers m* = sqrt(F / (c + t / 2)); in whole numbers
m is best iff m (m - 1) <= F / (c + t / 2) <= m (m + 1), which is checked exactly.
Builds on figures.py. Not here: who the members are (membership rules).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.figures import read_amount


@dataclass(frozen=True)
class ClubSize(Result):
    """The best size of a club.

    Parameters
    ----------
    sizes : tuple of int
        All best sizes: one, or two that are equally good.
    continuous : float
        The best size if members could be had in parts; infinite if nothing crowds.
    payoff : Fraction
        What each member has at the best size.
    margin : Fraction
        By how much one member more or less would be worse; 0 if two sizes are equally good.
    worthwhile : bool
        Whether a member is better off than without a club, which gives 0.
    """

    sizes: tuple[int, ...]
    continuous: float
    payoff: Fraction
    margin: Fraction
    worthwhile: bool

    concept = "size at which a member is best off"

    @property
    def size(self) -> int:
        """The best size; of two the larger one (an indifferent club admits)."""
        return self.sizes[-1]

    def table(self) -> Table:
        """Return sizes, payoff and margin."""
        row = [
            " or ".join(str(size) for size in self.sizes),
            self.continuous,
            float(self.payoff),
            float(self.margin),
        ]
        return Table(["size", "in real numbers", "payoff", "margin"], [row], self.concept)

    def to_dict(self) -> dict[str, Any]:
        """Return sizes and payoff as plain values."""
        found: dict[str, Any] = plain(
            {
                "sizes": self.sizes,
                "size": self.size,
                "continuous": self.continuous,
                "payoff": float(self.payoff),
                "margin": float(self.margin),
                "worthwhile": self.worthwhile,
                "concept": self.concept,
            }
        )
        return found


def club_size(
    fixed_cost: float,
    crowding: float,
    *,
    distance: float = 0.0,
    benefit: float = 0.0,
    most: int | None = None,
) -> ClubSize:
    """Return the size at which a member of a club is best off.

    Parameters
    ----------
    fixed_cost : float
        F, shared by the members.
    crowding : float
        c, what each member costs each.
    distance : float
        t, what a rank of difference in preferences costs.
    benefit : float
        B, what the good is worth to a member.
    most : int, optional
        How many states there are.

    Raises
    ------
    ModelError
        If a figure is wrong.
    NoAnswer
        If nothing crowds and there is no end of states: the more members, the better.

    Examples
    --------
    >>> club_size(100, 1).sizes, club_size(100, 1, distance=2).sizes
    ((10,), (7,))
    """
    cost = read_amount(fixed_cost, "fixed_cost", 0.0)
    crowd = read_amount(crowding, "crowding", 0.0)
    rank = read_amount(distance, "distance", 0.0)
    worth = read_amount(benefit, "benefit")
    if most is not None and (isinstance(most, bool) or not isinstance(most, int) or most < 1):
        raise ModelError("most", most, "a whole number of 1 or more")
    slope = crowd + rank / 2

    def payoff(size: int) -> Fraction:
        return worth - cost / size - crowd * size - rank * (size - 1) / 2

    if slope == 0 and cost > 0 and most is None:
        raise NoAnswer("nothing crowds: a larger club is always better", {"at 1": float(payoff(1))})
    if slope == 0:
        # Without a fixed cost either, all sizes are equally good; the largest is listed.
        best = most or 1
        sizes = tuple(range(1, best + 1)) if cost == 0 else (best,)
        continuous = float("inf") if cost else 1.0
    else:
        ratio = cost / slope
        # The largest m with m (m - 1) <= ratio.
        best = max(1, (isqrt(4 * (ratio.numerator // ratio.denominator) + 1) + 1) // 2)
        best = min(best, most or best)
        equal = best > 1 and best * (best - 1) == ratio
        sizes = (best - 1, best) if equal else (best,)
        continuous = float(ratio) ** 0.5
    others = [n for n in (sizes[0] - 1, best + 1) if n >= 1 and (most is None or n <= most)]
    margin = min((payoff(best) - payoff(n) for n in others), default=Fraction(0))
    if len(sizes) > 1:
        margin = Fraction(0)
    assert all(payoff(n) <= payoff(best) for n in others)
    return ClubSize(sizes, continuous, payoff(best), margin, payoff(best) > 0)
