"""The market for votes in bargaining: which coalitions can be bought, and the stationary prices.

Builds on votes.py. Proposers' choices are smoothed by logit; as the noise vanishes the coalitions
that stay in use are found, and values and mixing are solved for together.
Not here: the check of the answer (bargaining_check.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import (
    IN_USE,
    MARKET,
    MARKET_BEST,
    MARKET_NOISE,
    MARKET_USED,
    NOT_ZERO,
)
from gametheory_orders.solvers.votes import Wins, coalitions_of, counts_of

MOST_PURCHASES = 4000
"""Ways of buying a majority, over all types of proposers, beyond which types must be given."""


@dataclass(frozen=True, eq=False)
class Market:
    """What proposers can buy: one row a minimal winning coalition with its proposer.

    ``partners`` holds the number of partners by type, ``proposer`` the proposer's type.
    """

    sizes: np.ndarray
    recognition: np.ndarray
    patience: np.ndarray
    partners: np.ndarray
    proposer: np.ndarray

    @property
    def chance(self) -> np.ndarray:
        """Probability that a member of each type proposes, shape (types,)."""
        return np.asarray(self.sizes * self.recognition)

    def costs(self, values: np.ndarray) -> np.ndarray:
        """Return what each coalition's partners cost."""
        return np.asarray(self.partners @ (self.patience * values))

    def cheapest(self, costs: np.ndarray) -> np.ndarray:
        """Return the least cost of each type of proposer, infinite where nothing can be bought."""
        least = np.full(len(self.sizes), np.inf)
        np.minimum.at(least, self.proposer, costs)
        return least

    def image(self, values: np.ndarray, mix: np.ndarray) -> np.ndarray:
        """Return continuation values when proposers mix so, shape (types,)."""
        costs = self.costs(values)
        spent = np.zeros(len(self.sizes))
        np.add.at(spent, self.proposer, mix * costs)
        bought = (mix * self.chance[self.proposer]) @ self.partners / self.sizes
        return np.asarray(self.recognition * (1 - spent) + self.patience * values * bought)

    def smooth_mix(self, values: np.ndarray, noise: float) -> np.ndarray:
        """Return mixing by logit choice: cheaper coalitions are likelier."""
        costs = self.costs(values)
        weight = np.exp(-(costs - self.cheapest(costs)[self.proposer]) / noise)
        total = np.zeros(len(self.sizes))
        np.add.at(total, self.proposer, weight)
        return np.asarray(weight / total[self.proposer])


def market_of(rule: Wins, groups: list[np.ndarray], d: np.ndarray, p: np.ndarray) -> Market:
    """Return what proposers can buy, from patience d and recognition p, shape (n,)."""
    counts = counts_of(groups)
    wins = np.concatenate(
        [
            rule.wins(coalitions_of(part, groups, len(rule.voters)))
            for part in np.array_split(counts, 1 + len(counts) // 50_000)
        ]
    )
    sizes = np.array([len(group) for group in groups])
    # Position of a row of counts in the list, so that a coalition less one member is looked up.
    strides = np.append(np.cumprod((sizes + 1)[::-1])[::-1][1:], 1)
    partners, proposer = [], []
    place = np.arange(len(counts))
    for t in range(len(groups)):
        if p[groups[t][0]] == 0:
            continue
        needed = wins & (counts[:, t] >= 1)
        for s in range(len(groups)):
            spare = counts[:, s] - (s == t) >= 1
            without = wins[np.where(spare, place - strides[s], place)]
            needed &= ~(spare & without)
        rows = counts[needed].copy()
        rows[:, t] -= 1
        partners.append(rows)
        proposer.append(np.full(len(rows), t))
    if sum(map(len, partners)) > MOST_PURCHASES:
        wanted = f"at most {MOST_PURCHASES} cheapest candidates: give the members' types"
        raise ModelError("rule", f"{sum(map(len, partners))} minimal coalitions", wanted)
    first = [int(group[0]) for group in groups]
    return Market(sizes, p[first], d[first], np.concatenate(partners), np.concatenate(proposer))


def stationary_values(market: Market) -> tuple[np.ndarray, np.ndarray]:
    """Follow the smoothed fixed point as the noise vanishes, then solve on what stays in use."""
    from scipy.optimize import root

    start: np.ndarray = market.recognition.copy()
    per_head = 1.0 / float(market.sizes.sum())
    noise = per_head
    best: tuple[np.ndarray, np.ndarray, float] | None = None
    while noise > MARKET_NOISE * per_head:

        def gap(values: np.ndarray, noise: float = noise) -> np.ndarray:
            return np.asarray(market.image(values, market.smooth_mix(values, noise)) - values)

        found = root(gap, start, method="hybr", options={"xtol": 1e-13})
        if np.abs(gap(found.x)).max() < MARKET:
            start = found.x
        else:
            for _ in range(2000):
                start = start + 0.05 * gap(start)
        mix = market.smooth_mix(start, noise)
        noise, last = noise * 0.3, noise
        if last > 0.01 * per_head:  # too many coalitions are still in use
            continue
        answer = _polish(market, start, mix)
        if best is None or answer[2] < best[2]:
            best = answer
        if best[2] < MARKET_BEST:
            break
    assert best is not None
    return best[0], best[1]


def _polish(
    market: Market, values: np.ndarray, mix: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Solve for values and mixing on the coalitions in use; return them with their error."""
    from scipy.optimize import least_squares

    used = np.flatnonzero(mix > MARKET_USED)
    types = len(values)

    def unpack(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        full = np.zeros(len(mix))
        full[used] = x[types:]
        return x[:types], full

    def residual(x: np.ndarray) -> np.ndarray:
        at, full = unpack(x)
        costs = market.costs(at)
        # What proposers spend on each coalition in use, against their average: all equal.
        total, spent = np.zeros(types), np.zeros(types)
        np.add.at(total, market.proposer, full)
        np.add.at(spent, market.proposer, full * costs)
        who = market.proposer[used]
        active = np.isin(np.arange(types), market.proposer)
        return np.concatenate(
            [
                market.image(at, full) - at,
                costs[used] - spent[who] / np.maximum(total[who], IN_USE),
                (total - 1)[active],
            ]
        )

    x0 = np.concatenate([np.maximum(values, 0.0), mix[used]])
    tight = {"ftol": 1e-15, "xtol": 1e-15, "gtol": 1e-15}
    if len(used) > 300:  # the dense solver would take minutes; the smoothed answer stands
        return values, mix, _error(market, values, mix)
    found = least_squares(residual, x0, bounds=(0.0, np.inf), max_nfev=60, **tight)
    at, full = unpack(found.x)
    total = np.zeros(types)
    np.add.at(total, market.proposer, full)
    full = full / np.maximum(total[market.proposer], NOT_ZERO)
    one, other = _error(market, at, full), _error(market, values, mix)
    return (at, full, one) if one <= other else (values, mix, other)


def _error(market: Market, values: np.ndarray, mix: np.ndarray) -> float:
    costs = market.costs(values)
    dear = (mix * (costs - market.cheapest(costs)[market.proposer])).max()
    return float(max(float(np.abs(market.image(values, mix) - values).max()), float(dear)))
