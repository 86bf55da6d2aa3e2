"""Hirshleifer 1983, From weakest-link to best-shot, Public Choice 41: how a good comes about.

The effectiveness of k of n equal states by technology (theory L3 and L9): the best shot reaches
(k - 1)(2n - k - 1)/(n - 1)^2, the sum k / n of that. Equal states at a weakest link need trust
alone; unequal ones get what the least eager wants.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gametheory_orders import World, public_good


def good(n: int, technology: str, **settings: Any) -> Any:
    world = World([f"S{i}" for i in range(n)], {"stake": [1.5] * n, "capacity": [0.8] * n})
    return public_good(world, technology=technology, **settings)


def effectiveness(issue: Any, actions: np.ndarray) -> float:
    nothing, best, now = (
        issue.payoffs(x).sum() for x in (issue.reference(), issue.first_best(), actions)
    )
    return float((now - nothing) / (best - nothing))


@pytest.mark.parametrize(("n", "k"), [(193, 6), (10, 3), (10, 10), (5, 4)])
def test_sum_and_best_shot(n: int, k: int) -> None:
    members = np.arange(n) < k
    shot, total = good(n, "best_shot"), good(n, "sum")
    by_shot = effectiveness(shot, shot.joint_actions(members))
    by_sum = effectiveness(total, total.joint_actions(members))
    assert by_shot == pytest.approx((k - 1) * (2 * n - k - 1) / (n - 1) ** 2)
    assert by_sum == pytest.approx(k / n * by_shot)
    if n == 193:
        assert [by_shot, by_sum] == pytest.approx([0.0514, 0.0016], abs=5e-5)


def test_equal_states_at_the_weakest_link_need_trust_alone() -> None:
    issue = good(6, "weakest_link")
    worst, best = issue.equilibria()
    assert issue.quantity(worst) == 0
    assert best == pytest.approx(issue.first_best())
    trusting = good(6, "weakest_link", selection="best")
    assert trusting.reference() == pytest.approx(trusting.first_best())


def test_unequal_states_get_what_the_least_eager_wants() -> None:
    figures = {"stake": [1.0, 2.0, 3.0], "capacity": [2.0, 0.5, 1.0]}
    issue = public_good(World("ABC", figures), technology="weakest_link", selection="best")
    # Alone each would want stake times capacity: 2, 1 and 3.
    assert issue.reference().tolist() == [1.0, 1.0, 1.0]
    # Together: sum of stakes over the sum of 1 / capacity.
    assert issue.first_best() == pytest.approx([6 / 3.5] * 3)
