"""The cheapest group that is strong enough: a knapsack cover, solved with a proof.

min sum_{i in S} r_i subject to sum_{i in S} c_i >= theta, by branch and bound in whole numbers: the
bound at each branch fills what is missing with the cheapest per unit, the last one in part, and
those that the bound of the whole puts in or out for good are not branched on. Where branching takes
too long HiGHS is asked, and its bound is the proof instead, in floating point.
Builds on foundations. Not here: what the group is for (collective_action.py, solvers/posse.py).
"""

from __future__ import annotations

import contextlib
import math
import os
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import MIXED_INTEGER

MOST_BRANCHES = 50_000
LARGE = 1e5


@contextlib.contextmanager
def silenced() -> Iterator[None]:
    """Keep what compiled code writes to standard output from reaching it.

    HiGHS 1.12 prints a line of its own when it repairs a solution, whatever it is told.
    """
    try:
        import ctypes

        flush = ctypes.CDLL(None).fflush
        sys.stdout.flush()
        kept = os.dup(1)
    except (ImportError, OSError, AttributeError, TypeError, ValueError):
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
        yield
    finally:
        flush(None)
        os.dup2(kept, 1)
        os.close(kept)


class CoverSearch:
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
                best, chosen = self._take_bound(best, chosen)
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

    def _take_bound(self, best: int, chosen: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
        """Take what HiGHS finds and its bound for the proof; raise if they leave a gap."""
        group, bound = self._program(best)
        cost = sum(self.cost[j] for j in group)
        # Its tolerance may leave the group short by a little: then it is none.
        if cost < best and sum(self.size[j] for j in group) >= self.target:
            best, chosen = cost, group
        if not best * (1 - MIXED_INTEGER) <= bound:
            found = f"no proof in {MOST_BRANCHES} branches"
            raise ModelError("capability", found, "fewer states, or rounder figures")
        self.exact, self.proved = False, Fraction(min(bound, best)) / self.coin
        return best, chosen

    def _first(self) -> tuple[int, ...]:
        """Return a group to begin with: the cheapest per unit, and whoever closes what is left."""
        group = set(range(self.at_break))
        missing = self.target - sum(self.size[j] for j in group)
        closing = [j for j in range(self.at_break, len(self.size)) if self.size[j] >= missing]
        group.add(min(closing, key=lambda j: self.cost[j]) if closing else self.at_break)
        while sum(self.size[j] for j in group) < self.target:
            group.add(min(set(range(len(self.size))) - group))
        for j in sorted(group, key=lambda j: -self.cost[j]):
            if sum(self.size[i] for i in group) - self.size[j] >= self.target:
                group.remove(j)
        return tuple(sorted(group))

    def _program(self, best: int) -> tuple[tuple[int, ...], float]:
        """Return the group that HiGHS finds, and its bound on the cost."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        # HiGHS meets a row to about 1e-6: of a large number that is next to nothing.
        size = np.array([LARGE * (each / self.target) for each in self.size])
        # The gap that HiGHS leaves is then a share of what the whole group costs.
        cost = np.array([each / best for each in self.cost])
        with silenced():
            found = milp(
                cost,
                constraints=LinearConstraint(size, lb=LARGE),
                integrality=np.ones(len(size)),
                bounds=Bounds(0, 1),
                options={"mip_rel_gap": 0.1 * MIXED_INTEGER},
            )
        bound = getattr(found, "mip_dual_bound", None)
        group = () if found.x is None else tuple(np.flatnonzero(found.x > 0.5).tolist())
        return group, -math.inf if bound is None else bound * best


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
