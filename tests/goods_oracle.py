"""Shared goods from their definitions, in plain Python: payoffs, best replies, joint optima.

It shares no code with the package: what is best is found by trying many contributions, one after
the other, and what is an equilibrium by asking whether anybody could do better.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.issues import public_good
from gametheory_orders.worlds import World

POINTS = 400


@dataclass
class Plain:
    """A shared good as figures and settings."""

    technology: str
    figures: dict[str, list[float]]
    settings: dict[str, Any]

    @property
    def n(self) -> int:
        return len(self.figures["stake"])

    def issue(self, **more: Any) -> Any:
        world = World([f"S{i}" for i in range(self.n)], self.figures)
        return public_good(world, technology=self.technology, **self.settings, **more)

    def limit(self, i: int) -> float:
        if "income" in self.figures:
            return self.figures["income"][i]
        return self.figures.get("limit", [math.inf] * self.n)[i]

    def worth(self, good: float) -> float:
        form = self.settings.get("benefit", "linear")
        if form == "linear":
            return good
        if form == "quadratic":
            return self.settings["satiation"] * good - good * good / 2
        if form == "log":
            return math.log(good) if good > 0 else -math.inf
        h = self.settings.get("damage_exponent", 2.0)
        left = sum(self.figures["limit"]) - good
        return -(max(left, 0.0) ** h) / h

    def cost(self, i: int, q: float) -> float:
        form = self.settings.get("cost", "quadratic")
        of = {key: values[i] for key, values in self.figures.items()}
        if form == "income":
            left = of["income"] - q
            return -of.get("unit_cost", 1.0) * (math.log(left) if left > 0 else -math.inf)
        if form == "linear":
            return of["unit_cost"] * q
        if form == "two_step":
            cheap = min(q, of["capacity"])
            return of["unit_cost"] * cheap + of["dear_cost"] * (q - cheap)
        if form == "cubic":
            return q * q / (2 * of["capacity"]) + of["cubic"] * q**3 / 3
        h = self.settings.get("exponent", 2.0) if form == "power" else 2.0
        k = of["capacity"]
        return of.get("unit_cost", 1.0) * k * (q / k) ** h / h

    def good(self, q: Any) -> float:
        return {"weakest_link": min, "best_shot": max}.get(self.technology, sum)(list(q))

    def payoff(self, i: int, q: Any) -> float:
        good, stake = self.good(q), self.figures["stake"][i]
        worth = stake * self.worth(good) if stake else 0.0
        if self.technology == "threshold" and good < self.settings["threshold"] * (1 - 1e-12):
            worth = worth if self.settings.get("below") == "benefit" else 0.0
            worth -= self.figures.get("loss", [0.0] * self.n)[i]
        return worth - self.cost(i, float(q[i]))

    def payoffs(self, q: Any) -> list[float]:
        return [self.payoff(i, q) for i in range(self.n)]

    # --- what somebody could do -----------------------------------------------------------------

    def tries(self, i: int, q: Any) -> list[float]:
        """Contributions worth trying: a grid, and those that reach something exactly."""
        others = [float(x) for j, x in enumerate(q) if j != i]
        top = min(self.limit(i), 4 * max([30.0, *map(float, q)]))
        exact = [0.0, float(q[i]), *others]
        if self.technology == "threshold":
            exact.append(self.settings["threshold"] - sum(others))
        if "capacity" in self.figures:
            exact.append(self.figures["capacity"][i])
        exact.append(top)
        grid = [top * j / POINTS for j in range(POINTS + 1)]
        return [x for x in [*grid, *exact] if 0 <= x <= self.limit(i)]

    def best(self, i: int, q: Any) -> float:
        """The most that i can have by changing its own contribution, to a fine grid."""

        def value(x: float) -> float:
            moved = list(q)
            moved[i] = x
            return self.payoff(i, moved)

        tries = self.tries(i, q)
        found = max(tries, key=value)
        step = max(tries) / POINTS
        bounds = (max(0.0, found - step), min(self.limit(i), found + step))
        return max(value(found), value(highest(value, *bounds)))


def highest(value: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one peak is highest, by ternary search."""
    for _ in range(100):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (a, high) if value(a) < value(b) else (low, b)
    return (low + high) / 2


def random_plain(
    rng: np.random.Generator, technology: str = "sum", n: int | None = None, form: str | None = None
) -> Plain:
    """A random good: few digits, zero stakes and equal states on purpose."""
    n = n or int(rng.integers(2, 7))
    forms = {
        "sum": ("quadratic", "damage", "cubic", "power", "income", "linear", "two_step", "curved"),
        "weakest_link": ("linear-power", "quadratic", "cubic", "linear"),
        "best_shot": ("linear-power", "quadratic", "cubic", "linear"),
        "threshold": ("linear-power", "linear", "two_step", "quadratic"),
    }[technology]
    form = form or str(rng.choice(forms))
    pick = lambda low, high: [float(x) / 10 for x in rng.integers(low, high, n)]  # noqa: E731
    figures: dict[str, list[float]] = {"stake": pick(1, 20), "capacity": pick(5, 30)}
    settings: dict[str, Any] = {}
    if form in ("quadratic", "curved"):
        settings |= {"benefit": "quadratic", "satiation": float(rng.integers(2, 30))}
    if form == "damage":
        settings |= {"benefit": "damage", "damage_exponent": float(rng.choice([1.5, 2.0, 3.0]))}
        figures["limit"] = pick(5, 40)
    if form in ("power", "linear-power", "curved"):
        settings |= {"cost": "power", "exponent": float(rng.choice([1.5, 2.8, 3.0]))}
        figures["unit_cost"] = pick(5, 30)
        if rng.random() < 0.5:
            figures["limit"] = pick(5, 40)
    if form == "cubic":
        settings |= {"cost": "cubic"}
        figures["cubic"] = pick(0, 10)
    if form == "income":
        settings |= {"benefit": "log", "cost": "income"}
        figures |= {"income": pick(20, 120), "unit_cost": pick(3, 9), "stake": pick(3, 9)}
    if form in ("linear", "two_step"):
        settings |= {"cost": form}
        figures |= {"unit_cost": pick(5, 30), "limit": pick(30, 60)}
        figures["dear_cost"] = [x + 1.0 for x in figures["unit_cost"]]
    if technology == "threshold":
        figures["loss"] = pick(0, 60)
        settings["below"] = str(rng.choice(["nothing", "benefit"]))
        settings["threshold"] = float(rng.integers(1, 12)) / 2
        if "limit" in figures:
            settings["threshold"] = min(settings["threshold"], 0.5 * sum(figures["limit"]))
    return Plain(technology, figures, settings)


def replies(plain: Plain, q: list[float], who: list[int]) -> list[float]:
    """The joint Nash reply of some states to the rest of a sum.

    For a given sum each gives until its marginal cost is what one more unit is worth to it; the
    right sum is the one that those replies add up to. Both by halving intervals.
    """
    kept = sum(x for i, x in enumerate(q) if i not in who)

    def worth_slope(total: float) -> float:
        form = plain.settings.get("benefit", "linear")
        if form == "quadratic":
            return plain.settings["satiation"] - total
        if form == "damage":
            left = max(sum(plain.figures["limit"]) - total, 0.0)
            return left ** (plain.settings["damage_exponent"] - 1)
        return 1 / total if form == "log" else 1.0

    def wanted(i: int, total: float) -> float:
        price = plain.figures["stake"][i] * worth_slope(total)
        low, high = 0.0, min(plain.limit(i), 1e4)
        for _ in range(46):
            middle = (low + high) / 2
            low, high = (middle, high) if cost_slope(plain, i, middle) < price else (low, middle)
        return low

    low, high = kept, kept + sum(min(plain.limit(i), 1e4) for i in who) + 1e-9
    for _ in range(48):
        middle = (low + high) / 2
        more = kept + sum(wanted(i, middle) for i in who) > middle
        low, high = (middle, high) if more else (low, middle)
    return [wanted(i, high) if i in who else x for i, x in enumerate(q)]


def cost_slope(plain: Plain, i: int, q: float) -> float:
    form = plain.settings.get("cost", "quadratic")
    of = {key: values[i] for key, values in plain.figures.items()}
    if form == "income":
        return of["unit_cost"] / (of["income"] - q)
    if form == "cubic":
        return q / of["capacity"] + of["cubic"] * q * q
    h = plain.settings.get("exponent", 2.0)
    return of.get("unit_cost", 1.0) * (q / of["capacity"]) ** (h - 1)


def subsets(n: int) -> list[tuple[int, ...]]:
    return [c for size in range(n + 1) for c in itertools.combinations(range(n), size)]


def brute_stable(values: dict[tuple[int, ...], list[float]], n: int, slack: float) -> set[Any]:
    """The sets that nobody gains by leaving or by joining, from everyone's payoffs by set."""
    found = set()
    for inside in values:
        stays = all(
            values[tuple(j for j in inside if j != i)][i] <= values[inside][i] + slack
            for i in inside
        )
        out = [i for i in range(n) if i not in inside]
        if stays and all(
            values[tuple(sorted((*inside, i)))][i] <= values[inside][i] + slack for i in out
        ):
            found.add(inside)
    return found
