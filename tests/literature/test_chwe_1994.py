"""Chwe 1994, Farsighted Coalitional Stability, Journal of Economic Theory 63(2); B4.3's numbers."""

from __future__ import annotations

from itertools import combinations

from gametheory_orders.solvers.farsighted import farsighted_sizes
from gametheory_orders.solvers.largest_consistent_set import largest_consistent_set

CYCLE = {
    "a": {0: 3.0, 1: 2.0, 2: 1.0},
    "b": {0: 1.0, 1: 3.0, 2: 2.0},
    "c": {0: 2.0, 1: 1.0, 2: 3.0},
}
DILEMMA = {
    "CC": {1: 2.0, 2: 2.0},
    "CD": {1: 0.0, 2: 3.0},
    "DC": {1: 3.0, 2: 0.0},
    "DD": {1: 1.0, 2: 1.0},
}
ALONE = [
    (a, b, [player])
    for a in DILEMMA
    for b in DILEMMA
    for player in (1, 2)
    if a != b and a[2 - player] == b[2 - player]
]


def test_prisoners_dilemma() -> None:
    """Moves one by one: both extremes; moves by both together: cooperation only."""
    assert set(largest_consistent_set(DILEMMA, ALONE).states) == {"CC", "DD"}
    both = [(a, b, [1, 2]) for a in DILEMMA for b in DILEMMA if a != b]
    assert largest_consistent_set(DILEMMA, ALONE + both).states == ("CC",)


def test_majority_cycle_and_a_vetoer() -> None:
    pairs = [(a, b) for a in CYCLE for b in CYCLE if a != b]
    majorities = [list(g) for size in (2, 3) for g in combinations(range(3), size)]
    moves = [(a, b, group) for a, b in pairs for group in majorities]
    assert set(largest_consistent_set(CYCLE, moves).states) == {"a", "b", "c"}
    vetoed = [(a, b, group) for a, b, group in moves if 0 in group]
    assert set(largest_consistent_set(CYCLE, vetoed).states) == {"a", "b"}


def test_barrett_1994_with_foresight() -> None:
    """Barrett 1994, Oxford Economic Papers 46: N = 10, c/b = .25, a coalition that moves first."""
    n, a, b, g = 10, 100.0, 1.0, 0.25

    def payoffs(k: int) -> tuple[float, float]:
        share = k / n
        total = a * share**2 * n * g / ((g + 1 - share) ** 2 + share**2 * n * g)
        outside = (1 - share) * (a - total) / (g + 1 - share)
        q_in, q_out = total / k, outside / max(n - k, 1)
        benefit = b / n * (a * (total + outside) - (total + outside) ** 2 / 2)
        cost = b * g / 2
        return benefit - cost * q_in**2, benefit - cost * q_out**2

    inside, out = payoffs(4)
    assert (round(inside, 2), round(out - 0, 2)) == (472.16, 474.91)
    stable = [k for k in range(2, n + 1) if k == 2 or payoffs(k)[0] >= payoffs(k - 1)[1]]
    assert 4 in stable
    found = farsighted_sizes(n, lambda k: payoffs(k)[0], lambda k: payoffs(k)[1])
    assert set(found.sizes) - {1} == {2, 3, 4, 6}
