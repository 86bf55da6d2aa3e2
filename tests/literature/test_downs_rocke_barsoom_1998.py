"""Downs, Rocke and Barsoom 1998, International Organization 52(2): letting states in by turns.

Theory B2.11, with Gilligan 2004 (International Organization 58(3)): ideals drawn evenly from 0 to
1; by consensus on one depth 1 / (n + 1) each, n / (n + 1) in all; with depths of their own n / 2.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders.solvers.depth_by_admission import depth_by_admission, expected_depth


@pytest.mark.parametrize(("n", "total", "own"), [(10, 0.909, 5.0), (193, 0.995, 96.5)])
def test_one_depth_for_all_against_depths_of_their_own(n: int, total: float, own: float) -> None:
    found = expected_depth(n)
    assert found["per_state"] == Fraction(1, n + 1)
    assert round(float(found["total"]), 3) == total
    assert found["own_total"] == own


@pytest.mark.parametrize(
    ("n", "quota", "k"), [(10, "unanimity", 10), (10, "2/3", 7), (7, "majority", 4)]
)
def test_expected_depths_are_the_means_of_draws(n: int, quota: str, k: int) -> None:
    draws = np.random.default_rng(1998).random((20_000, n))
    kth = np.sort(draws, axis=1)[:, -k]
    found = expected_depth(n, quota)
    error = 4 * kth.std() / np.sqrt(len(kth))
    assert float(found["per_state"]) == pytest.approx(kth.mean(), abs=error)
    assert float(found["own_total"]) == pytest.approx(draws.sum(axis=1).mean(), abs=0.05)
    few = [depth_by_admission(row.tolist(), quota) for row in draws[:300]]
    assert [float(each.all_at_once) for each in few] == kth[:300].tolist()
    assert [float(each.own_depths) for each in few] == pytest.approx(draws[:300].sum(axis=1))


SHARES = st.sampled_from(["majority", "2/3", "3/4", "unanimity"])
IDEALS = st.lists(st.integers(0, 20), min_size=1, max_size=9)


@given(IDEALS, SHARES, st.integers(1, 3))
@settings(max_examples=200)
def test_one_after_the_other_is_never_shallower_than_all_at_once(
    ideals: list[int], quota: str, founders: int
) -> None:
    found = depth_by_admission(ideals, quota, founders=min(founders, len(ideals)))
    assert found.depth >= found.all_at_once


def test_with_depths_of_their_own_the_order_does_not_matter() -> None:
    ideals = [0.9, 0.1, 0.5]
    found = depth_by_admission(ideals, "unanimity")
    assert found.own_depths == Fraction(3, 2)
    assert found.total_all_at_once == Fraction(3, 10)
    # In turn: 0.9 alone; 0.5 comes in and cannot move it; 0.1 would lose by coming in.
    assert [float(each.depth) for each in found.entries] == [0.9, 0.9, 0.9]
    assert found.members == ("1", "3")
    assert found.total > found.total_all_at_once
