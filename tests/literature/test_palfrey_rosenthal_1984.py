"""Palfrey and Rosenthal 1984, Participation and the provision of discrete public goods,
Journal of Public Economics 24: w of n must act.

Pure equilibria: exactly w act, or nobody. The mixed symmetric ones stand in test_classic_games.py.
"""

from __future__ import annotations

import numpy as np
import pytest

from gametheory_orders import World, public_good


def test_as_a_threshold_good_exactly_three_give_or_nobody() -> None:
    n = 5
    figures = {
        "stake": [0.0] * n, "loss": [1.0] * n, "unit_cost": [0.2] * n, "limit": [1.0] * n
    }  # fmt: skip
    world = World([f"S{i}" for i in range(n)], figures)
    issue = public_good(world, technology="threshold", threshold=3.0, cost="linear")
    none, shared = issue.equilibria()
    assert none.tolist() == [0.0] * n
    # Who gives is open; the package shares it out. Three who give it all are one, two are not.
    assert shared.sum() == pytest.approx(3.0)
    for giving, holds in ((3, True), (2, False), (4, False), (0, True)):
        actions = (np.arange(n) < giving).astype(float)
        gains = issue.deviation_payoffs(actions) - issue.payoffs(actions)
        # Two fall short by one: the third would not give for two, but would rather give its own.
        assert (gains.max() <= 1e-12) == holds
