"""Conditions of the rules of thumb against the same words worked out state by state."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gametheory_orders.issues import PublicGood
from gametheory_orders.statics.thumbs.conditions import CONDITIONS
from gametheory_orders.statics.thumbs.figures import draw_chunk

TARIFF = 0.05


class Plain:
    """One world in plain numbers, from the issue's payoffs only."""

    def __init__(self, issue: PublicGood) -> None:
        assert issue.trade is not None
        self.issue, self.n = issue, issue.world.n
        self.s = issue.stakes.tolist()
        self.k = issue.capacities.tolist()
        self.d = issue.world.column("patience").tolist()
        self.size = issue.world.column("capability").tolist()
        self.price = sum(self.s)
        self.range = range(self.n)

    def burden(self, i: int) -> float:
        """Return what i loses by doing its part of the first best instead of its own optimum."""
        alone = self.issue.reference()
        asked = alone.copy()
        asked[i] = self.k[i] * self.price
        return float(self.issue.payoffs(alone)[i] - self.issue.payoffs(asked)[i])

    def need(self, i: int) -> float:
        """Return the patience that keeps i from leaving the first best: (D - C) / (D - P)."""
        best, alone = self.issue.first_best(), self.issue.reference()
        defecting = best.copy()
        defecting[i] = alone[i]
        d, c, p = (float(self.issue.payoffs(q)[i]) for q in (defecting, best, alone))
        return (d - c) / (d - p)

    def pays(self, i: int) -> float:
        """Return the least that i gains by membership, over all sets of other members."""
        imports = self.issue.trade.imports  # type: ignore[union-attr]
        total = 0.0
        for j in self.range:
            levied = (TARIFF - TARIFF**2) * imports[i, j]
            spared = TARIFF * imports[j, i]
            total += min(levied, spared)
        return total

    def reach(self, i: int) -> float:
        """Return how far i would go, as a share of the best price, were it to set one price."""
        return self.s[i] * sum(self.k) / self.k[i] / self.price

    def peak(self, i: int) -> float:
        """Return i's preferred common price, from a fine grid that ends at the best price."""
        grid = np.linspace(min(self.s), self.price, 4001)
        everyone = np.ones(self.n, dtype=bool)
        payoffs = self.issue.payoffs(self.issue.level_actions(everyone, grid))[:, i]
        return float(grid[int(np.argmax(payoffs))])

    def covered(self) -> float:
        """Return the share of burdens of those for whom membership pays."""
        inside = sum(self.burden(i) for i in self.range if self.pays(i) >= self.burden(i))
        return inside / sum(self.burden(i) for i in self.range)

    @property
    def light(self) -> bool:
        return self.covered() < 0.5

    @property
    def keep(self) -> list[bool]:
        return [self.need(i) <= self.d[i] for i in self.range]

    @property
    def spread(self) -> float:
        reach = [self.reach(i) for i in self.range]
        return max(reach) / min(reach)

    @property
    def powers(self) -> list[int]:
        return sorted(self.range, key=lambda i: -self.size[i])[:5]

    def share(self, states: list[int], column: list[float]) -> float:
        return sum(column[i] for i in states) / sum(column)

    @property
    def short(self) -> float:
        return max(self.need(i) / self.d[i] for i in self.range)


def willing_and_patient(w: Plain) -> bool:
    far = sum(w.peak(i) >= w.price * (1 - 1e-9) for i in w.range)
    return far >= 2 * w.n / 3 and all(w.keep)


def leave_out(w: Plain) -> bool:
    out = [i for i in w.range if not w.keep[i]]
    return len(out) in (1, 2) and w.share(out, w.k) <= 0.15 and w.short >= 1.3 and w.light


def powers_keep(w: Plain) -> bool:
    return all(w.keep[i] for i in w.powers) and not all(w.keep) and w.share(w.powers, w.s) >= 0.9


PLAIN: dict[str, Callable[[Plain], bool]] = {
    "willing_and_patient": willing_and_patient,
    "trade_pays_everyone": lambda w: all(w.pays(i) > w.burden(i) for i in w.range),
    "trade_pays_most": lambda w: w.covered() >= 0.8,
    "trade_twice_the_burden": lambda w: (
        sum(map(w.pays, w.range)) >= 2 * sum(map(w.burden, w.range))
    ),
    "impatient": lambda w: w.d[0] * (w.n - 1) < 1 and w.light,
    "one_state_has_half": lambda w: max(w.s) >= 0.5 * w.price and w.light,
    "far_from_patient": lambda w: w.short >= 3 and w.light,
    "half_would_break": lambda w: sum(w.keep) <= w.n / 2 and w.light,
    "nearly_patient": lambda w: w.short <= 1.25 and w.light,
    "alike_and_patient": lambda w: (
        2 * w.d[0] * (1 - sum((s / w.price) ** 2 for s in w.s)) >= 1 and w.spread <= 2 and w.light
    ),
    "nobody_large": lambda w: max(w.s) <= w.price / 4 and w.d[0] >= 0.6 and w.light,
    "consensus_among_near": lambda w: (
        min(map(w.reach, w.range)) >= 0.5 and w.d[0] >= 0.6 and w.light
    ),
    "leave_out_the_reluctant": leave_out,
    "unlike": lambda w: w.spread >= 5 and w.light,
    "powers_keep_the_rest_break": powers_keep,
    "powers_hold_most": lambda w: w.share(w.powers, w.size) >= 0.8,
    "many_states": lambda w: w.n >= 9,
    "like_minded_first": lambda w: w.spread >= 3,
    "weakest_link_pledges": lambda w: True,
    "weakest_link_vote": lambda w: True,
    "patient": lambda w: w.d[0] >= 0.9,
}


def test_every_condition_is_said_twice() -> None:
    assert set(PLAIN) == set(CONDITIONS)


@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_a_condition_means_what_its_words_say(name: str) -> None:
    seen = {True: 0, False: 0}
    for chunk in range(40):
        for figures in draw_chunk(17, chunk):
            found = CONDITIONS[name](figures)
            # All worlds of the first chunk; then a few of each kind, for conditions that are rare.
            for position, said in enumerate(found.tolist()):
                if seen[said] < 12:
                    assert bool(PLAIN[name](Plain(figures.issue(position)))) is said, (name, chunk)
                    seen[said] += 1
        if min(seen.values()) >= 12:
            break
    always = {"weakest_link_pledges", "weakest_link_vote"}
    assert seen[True] >= 5
    assert (seen[False] >= 5) is (name not in always), seen
