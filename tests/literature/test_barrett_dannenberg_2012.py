"""Barrett and Dannenberg 2012, Climate negotiations under scientific uncertainty, PNAS 109.

Ten players with ten chips at .10 and ten at 1.00; a chip brings everyone .05; everyone loses 15
unless 150 chips are given. The parameters are quoted from memory. A threshold that nobody knows is
no family of the package: that case is checked here chip by chip, from the payoffs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gametheory_orders import World, public_good

N, LOSS = 10, 15.0
FIGURES = {
    "stake": [0.05] * N, "capacity": [10.0] * N, "unit_cost": [0.1] * N,
    "dear_cost": [1.0] * N, "limit": [20.0] * N, "loss": [LOSS] * N,
}  # fmt: skip
WORLD = World([f"P{i}" for i in range(N)], FIGURES)


def symmetric_equilibria(payoff: Any) -> list[int]:
    """Numbers of chips that nobody would leave if all others give them too, cheap ones first."""
    found = []
    for chips in range(21):
        have = payoff(chips, chips)
        if all(payoff(own, chips) <= have + 1e-12 for own in range(21)):
            found.append(chips)
    return found


def test_a_known_threshold_is_a_matter_of_coordination() -> None:
    good = public_good(
        WORLD, technology="threshold", threshold=150.0, below="benefit", cost="two_step"
    )
    assert [e.tolist() for e in good.equilibria()] == [[0.0] * N, [15.0] * N]
    assert [good.payoffs(e).sum() for e in good.equilibria()] == pytest.approx([-150.0, 15.0])

    def payoff(own: int, others: int) -> float:
        return float(good.payoffs(np.array([own, *[others] * (N - 1)], dtype=float))[0])

    # 15 chips are the ten cheap and five dear ones: (10, 5).
    assert symmetric_equilibria(payoff) == [0, 15]


def test_an_unknown_threshold_is_a_prisoners_dilemma_again() -> None:
    good = public_good(WORLD, cost="two_step")

    def expected(actions: np.ndarray) -> np.ndarray:
        missed = np.clip((200 - actions.sum()) / 100, 0, 1)
        return np.asarray(good.payoffs(actions) - LOSS * missed)

    def payoff(own: int, others: int) -> float:
        return float(expected(np.array([own, *[others] * (N - 1)], dtype=float))[0])

    assert symmetric_equilibria(payoff) == [0]
    totals = [expected(np.full(N, float(chips))).sum() for chips in range(21)]
    assert int(np.argmax(totals)) == 20
    assert [totals[20], totals[0]] == pytest.approx([-10.0, -150.0])
