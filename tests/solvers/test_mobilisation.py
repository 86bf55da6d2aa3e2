"""Mobilisation: who stays, against the largest group found among all, and when hazards rise."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import ModelError
from gametheory_orders.solvers.mobilisation import mobilisation

NUMBER = st.integers(0, 12).map(lambda x: Fraction(x, 2))


@given(
    st.lists(NUMBER, min_size=1, max_size=5), NUMBER, NUMBER, st.sampled_from(["each", "shared"])
)
@settings(max_examples=100)
def test_the_largest_group_that_stays(worth: Any, start: Any, growth: Any, burden: str) -> None:
    table = dict(zip("ABCDE", worth, strict=False))
    found = mobilisation(table, start=start, growth=growth, periods=4, burden=burden)
    inside = set(table)
    for t, who in enumerate(found.members):
        cost = start + growth * t

        def stays(group: Any, *, of: Fraction = cost) -> bool:
            each = of / len(group) if burden == "shared" else of
            return all(table[i] >= each for i in group)

        groups = [
            set(g)
            for k in range(1, len(inside) + 1)
            for g in itertools.combinations(sorted(inside), k)
            if stays(g)
        ]
        largest = max(groups, key=len, default=set())
        assert set(who) == largest
        assert found.hazard[t] == (1 - Fraction(len(who), len(inside)) if inside else None)
        inside = largest
    assert found.certificate["holds"]


def test_evenly_spread_worth_makes_the_hazard_rise() -> None:
    even = {f"S{j}": j for j in range(1, 21)}
    found = mobilisation(even, start=1, growth=1, periods=25)
    assert found.hazard_rises
    assert found.ends == 20
    assert found.hazard[19] == Fraction(1, 1) or found.hazard[20] == 1


def test_a_hard_core_makes_it_fall() -> None:
    # The claim that it rises is no law: once the lukewarm are gone the rest stay.
    skewed = {f"S{j}": Fraction(100, j) for j in range(1, 21)}
    found = mobilisation(skewed, start=5, growth=1, periods=20)
    assert not found.hazard_rises


def test_a_shared_burden_ends_all_at_once() -> None:
    even = {name: j for j, name in enumerate("ABCDE", start=1)}
    found = mobilisation(even, start=5, growth=2, periods=5, burden="shared")
    assert [len(who) for who in found.members] == [5, 4, 3, 0, 0]
    assert found.hazard[3:] == (1, None)
    assert found.to_dict()["path"][4]["hazard"] is None
    assert found.table().rows[4][3] is None


@pytest.mark.parametrize(
    "given",
    [
        {"worth": {}},
        {"worth": {"A": float("nan")}},
        {"start": -1},
        {"growth": -1},
        {"growth": True},
        {"periods": 0},
        {"periods": 2.0},
        {"burden": "share"},
    ],
)
def test_bad_input_is_told(given: Any) -> None:
    with pytest.raises(ModelError):
        mobilisation(**{"worth": {"A": 1}, "start": 1, "growth": 1, "periods": 3, **given})
