"""The posse: the cheapest group of states that is capable enough.

A leader needs a group S with a total capability of theta or more and pays each member its reserve
price: min sum_{i in S} r_i subject to sum_{i in S} c_i >= theta, a knapsack cover. It is solved by
branch and bound in whole numbers: the bound at each branch fills the missing capability with the
cheapest per unit, the last one in part, and states that the bound of the whole puts in or out for
good are not branched on. HiGHS gives the first group. Where branching takes too long its bound is
the proof instead, in floating point, and the result says so.
Builds on figures.py. Not here: members that refuse (the invitation rule of membership).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import PROGRAM
from gametheory_orders.solvers.figures import read_amount, read_beside, read_figures

MOST_BRANCHES = 200_000

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
    search = _Search(strength, prices, target)
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


class _Search:
    """Branch and bound over states sorted by price per unit, in whole numbers."""

    def __init__(
        self, strength: Sequence[Fraction], prices: Sequence[Fraction], target: Fraction
    ) -> None:
        unit = math.lcm(*(x.denominator for x in (*strength, target)))
        coin = math.lcm(*(x.denominator for x in prices))
        # Among equal costs fewer members are cheaper, by less than a coin in all.
        more = len(prices) + 1
        useful = [i for i, each in enumerate(strength) if each > 0 and target > 0]
        useful.sort(key=lambda i: (prices[i] / min(strength[i], target), -strength[i]))
        self.order = useful
        self.target = int(target * unit)
        # More than what is needed is of no use; the order is by what is of use.
        self.size = [min(int(strength[i] * unit), self.target) for i in useful]
        self.cost = [int(prices[i] * coin) * more + 1 for i in useful]
        self.coin, self.exact, self.branches = coin * more, True, 0
        # In parts the cost is that of the states before the break, and some of the one there.
        self.at_break, held, spent = 0, 0, 0
        while held < self.target and held + self.size[self.at_break] < self.target:
            held += self.size[self.at_break]
            spent += self.cost[self.at_break]
            self.at_break += 1
        self.bound = Fraction(spent)
        if held < self.target:
            part = Fraction(self.target - held, self.size[self.at_break])
            self.bound += part * self.cost[self.at_break]
        self.proved = self._money(more) / coin

    def _money(self, more: int) -> Fraction:
        """Return the bound in money alone, without what prefers fewer members."""
        total, held = Fraction(0), 0
        for size, cost in zip(self.size, self.cost, strict=True):
            part = min(size, self.target - held)
            total += Fraction(part, size) * (cost // more)
            held += part
            if held == self.target:
                break
        return total

    def best(self) -> tuple[int, ...]:
        """Return the positions of the cheapest group, in the order given."""
        if self.target <= 0:
            return ()
        chosen = self._first()
        best = sum(self.cost[j] for j in chosen)
        always, free = self._reduced(best)
        size, cost = [self.size[j] for j in free], [self.cost[j] for j in free]
        left = [0] * (len(free) + 1)
        for place in range(len(free) - 1, -1, -1):
            left[place] = left[place + 1] + size[place]
        missing = self.target - sum(self.size[j] for j in always)
        spent = sum(self.cost[j] for j in always)
        stack: list[tuple[int, int, int, tuple[int, ...]]] = [(0, missing, spent, always)]
        while stack:
            place, missing, spent, group = stack.pop()
            self.branches += 1
            if self.branches > MOST_BRANCHES:
                self._take_bound(best)
                break
            if missing <= 0:
                if spent < best:
                    best, chosen = spent, group
                continue
            if left[place] < missing or _cannot_beat(
                size[place:], cost[place:], missing, best - 1 - spent
            ):
                continue
            stack.append((place + 1, missing, spent, group))
            with_it = (place + 1, missing - size[place], spent + cost[place])
            stack.append((*with_it, (*group, free[place])))
        return tuple(sorted(self.order[j] for j in chosen))

    def _reduced(self, best: int) -> tuple[tuple[int, ...], list[int]]:
        """Return who is in every group that costs less than the best, and who may be in one."""
        rate = Fraction(self.cost[self.at_break], self.size[self.at_break])
        always, free = [], []
        for j, (size, cost) in enumerate(zip(self.size, self.cost, strict=True)):
            # What doing otherwise than in the solution in parts adds to the bound, at least.
            if self.bound + abs(cost - rate * size) <= best - 1:
                free.append(j)
            elif j < self.at_break:
                always.append(j)
        return tuple(always), free

    def _take_bound(self, best: int) -> None:
        """Take the bound of HiGHS for the proof; raise if it leaves a gap."""
        if not best * (1 - PROGRAM) <= self.dual_bound:
            found = f"no proof in {MOST_BRANCHES} branches"
            raise ModelError("capability", found, "fewer states, or rounder figures")
        self.exact, self.proved = False, Fraction(min(self.dual_bound, best)) / self.coin

    def _first(self) -> tuple[int, ...]:
        """Return a group to begin with: what HiGHS finds, or else everyone."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        everyone = tuple(range(len(self.size)))
        size = np.array([each / self.target for each in self.size])
        cost = np.array([each / max(self.cost) for each in self.cost])
        found = milp(
            cost,
            constraints=LinearConstraint(size, lb=1.0),
            integrality=np.ones(len(size)),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0.0, "presolve": False},
        )
        bound = getattr(found, "mip_dual_bound", None)
        self.dual_bound = -math.inf if bound is None else bound * max(self.cost)
        group = set(everyone if found.x is None else np.flatnonzero(found.x > 0.5).tolist())
        # Its tolerance may leave the group short by a little: whoever closes that for least.
        for j in sorted(set(everyone) - group, key=lambda j: self.cost[j]):
            missing = self.target - sum(self.size[i] for i in group)
            if missing > 0 and (self.size[j] >= missing):
                group.add(j)
        if sum(self.size[j] for j in group) < self.target:
            return everyone
        for j in sorted(group, key=lambda j: -self.cost[j]):
            if sum(self.size[i] for i in group) - self.size[j] >= self.target:
                group.remove(j)
        return tuple(sorted(group))


def _cannot_beat(sizes: Sequence[int], costs: Sequence[int], missing: int, most: int) -> bool:
    """Say whether the missing capability costs more than the most that may be spent on it."""
    for size, cost in zip(sizes, costs, strict=True):
        if missing <= 0 or most < 0:
            break
        if size >= missing:
            return cost * missing > most * size
        missing -= size
        most -= cost
    return most < 0
