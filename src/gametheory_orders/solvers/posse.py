"""The posse: the cheapest group of states that is capable enough.

A leader needs a group S with a total capability of theta or more and pays each member its reserve
price: min sum_{i in S} r_i subject to sum_{i in S} c_i >= theta, a knapsack cover.
Builds on issues/cover.py, which solves it, and figures.py.
Not here: members that refuse (the invitation rule of membership).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.issues.cover import CoverSearch
from gametheory_orders.solvers.figures import read_amount, read_beside, read_figures

Figures = Mapping[str, Any] | Sequence[Any]


@dataclass(frozen=True)
class Posse(Result):
    """The cheapest capable group.

    Parameters
    ----------
    members : tuple of str
        Who is in it, in the order given.
    cost : float
        Sum of their reserve prices.
    capability : float
        Sum of their capabilities.
    needed : float
        The capability that had to be reached.
    worth : float or None
        What success is worth to the leader.
    branches : int
        How many partial groups were looked at to prove that none is cheaper.
    bound : float
        Cost below which no group can be had: in parts, or by HiGHS where it is the proof.
    exact : bool
        Whether the proof is in whole numbers.
    """

    members: tuple[str, ...]
    cost: float
    capability: float
    needed: float
    worth: float | None
    branches: int
    bound: float
    exact: bool

    concept = "cheapest group with the capability needed, then the smallest"

    @property
    def surplus(self) -> float | None:
        """What is left to the leader; None if the worth of success is not given."""
        return None if self.worth is None else self.worth - self.cost

    def table(self) -> Table:
        """Return size, cost and capability."""
        row = [len(self.members), self.cost, self.capability, ", ".join(self.members) or "nobody"]
        title = f"cheapest group with a capability of {self.needed:g}"
        return Table(["members", "cost", "capability", "who"], [row], title)

    def to_dict(self) -> dict[str, Any]:
        """Return the group and its certificate as plain values."""
        found: dict[str, Any] = plain(
            {
                "members": self.members,
                "cost": self.cost,
                "capability": self.capability,
                "needed": self.needed,
                "worth": self.worth,
                "surplus": self.surplus,
                "concept": self.concept,
                "certificate": {
                    "branches": self.branches,
                    "bound": self.bound,
                    "exact": self.exact,
                },
            }
        )
        return found


def posse(
    capability: Figures, reserve: Figures, needed: float, *, worth: float | None = None
) -> Posse:
    """Return the cheapest group of states whose capabilities add up to what is needed.

    Parameters
    ----------
    capability : mapping of str to number, or sequence, shape (n,)
        Of each state, 0 or more.
    reserve : mapping or sequence, shape (n,)
        What each state must be paid to take part, 0 or more.
    needed : float
        The capability needed, 0 or more.
    worth : float, optional
        What success is worth to the leader; if the group costs more there is no answer.

    Raises
    ------
    ModelError
        If a figure is wrong, or neither branching nor HiGHS proves the cheapest group.
    NoAnswer
        If all states together are not capable enough, or it is not worth the cost.

    Examples
    --------
    The strongest state is dear; the other three do it for less:

    >>> found = posse([4, 3, 2, 1], [5, 3, 2.5, 1], 6)
    >>> found.members, found.cost
    (('2', '3', '4'), 6.5)
    """
    names, strength = read_figures(capability, "capability", 0.0)
    prices = read_beside(reserve, "reserve", names, 0.0)
    target = read_amount(needed, "needed", 0.0)
    value = None if worth is None else read_amount(worth, "worth")
    if sum(strength) < target:
        missing = {"all together": float(sum(strength)), "needed": float(target)}
        raise NoAnswer("all states together are not capable enough", missing)
    search = CoverSearch(strength, prices, target)
    chosen = search.best()
    cost = sum((prices[i] for i in chosen), Fraction(0))
    found = Posse(
        tuple(names[i] for i in chosen),
        float(cost),
        float(sum((strength[i] for i in chosen), Fraction(0))),
        float(target),
        None if value is None else float(value),
        search.branches,
        float(search.proved),
        search.exact,
    )
    if value is not None and value < cost:
        raise NoAnswer("success is worth less than the cheapest group costs", found.to_dict())
    return found
