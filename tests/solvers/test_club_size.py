"""The best size of a club, against trying every size."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.solvers.club_size import club_size

TENTHS = st.integers(0, 60)


@given(TENTHS, TENTHS, TENTHS, st.integers(1, 40))
@settings(max_examples=150)
def test_no_other_size_is_better(cost: int, crowd: int, rank: int, most: int) -> None:
    def payoff(size: int) -> Fraction:
        tenth = Fraction(1, 10)
        return -tenth * cost / size - tenth * crowd * size - tenth * rank * Fraction(size - 1, 2)

    best = max(payoff(size) for size in range(1, most + 1))
    every = tuple(size for size in range(1, most + 1) if payoff(size) == best)
    found = club_size(cost / 10, crowd / 10, distance=rank / 10, most=most)
    assert found.sizes == every
    assert found.payoff == best
    others = [payoff(size) for size in range(1, most + 1) if size not in every]
    if len(every) > 1:
        assert found.margin == 0
    elif others:
        assert found.margin == best - max(others)


def test_two_sizes_may_be_equally_good() -> None:
    found = club_size(6, 1)
    assert found.sizes == (2, 3)
    assert found.size == 3
    assert found.margin == 0
    assert not found.worthwhile
    assert club_size(6, 1, benefit=6).worthwhile


def test_without_crowding_there_is_no_end() -> None:
    with pytest.raises(NoAnswer, match="nothing crowds"):
        club_size(1, 0)
    assert club_size(1, 0, most=193).sizes == (193,)


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({"fixed_cost": -1, "crowding": 1}, "fixed_cost"),
        ({"fixed_cost": 1, "crowding": float("nan")}, "crowding"),
        ({"fixed_cost": 1, "crowding": 1, "distance": -0.5}, "distance"),
        ({"fixed_cost": 1, "crowding": 1, "benefit": float("inf")}, "benefit"),
        ({"fixed_cost": 1, "crowding": 1, "most": 0}, "most"),
        ({"fixed_cost": True, "crowding": 1}, "fixed_cost"),
    ],
)
def test_wrong_figures_are_refused(arguments: Any, where: str) -> None:
    with pytest.raises(ModelError) as caught:
        club_size(**arguments)
    assert caught.value.where == where
