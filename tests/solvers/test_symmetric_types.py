"""Counts by type against all sets of the same states, and against closed forms for many states."""

from __future__ import annotations

from math import floor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import TradeLinks
from gametheory_orders.orders import NoEnforcement, OpenEntry, Order, Pledge
from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from gametheory_orders.solvers.symmetric_types import stable_types
from making import CAPACITY, STAKE, good


@settings(max_examples=30)
@given(
    st.lists(st.tuples(STAKE, CAPACITY, st.integers(1, 3)), min_size=1, max_size=3),
    st.sampled_from(["open", "internal", "external"]),
    st.booleans(),
)
def test_counts_are_those_of_all_sets(kinds: Any, concept: str, jointly: bool) -> None:
    stakes = np.repeat([s for s, _, _ in kinds], [n for *_, n in kinds])
    if not stakes.any():
        return
    issue = good(stakes, np.repeat([k for _, k, _ in kinds], [n for *_, n in kinds]))
    how: Any = {"price": "joint" if jointly else None}
    found = stable_types(issue, concept, **how)
    every = stable_coalitions(issue, concept, **how)
    expected: dict[tuple[int, ...], int] = {}
    for each in every:
        counts = tuple(len(set(each.members) & set(states)) for states in found.types)
        expected[counts] = expected.get(counts, 0) + 1
    assert {each.counts: each.coalitions for each in found} == expected
    shares = {
        tuple(len(set(each.members) & set(states)) for states in found.types): each
        for each in every
    }
    for each in found:
        same = shares[each.counts]
        assert each.effectiveness == pytest.approx(same.effectiveness, nan_ok=True)
        for states, margin in zip(found.types, each.margins, strict=True):
            inside = [same.margins[s] for s in states if s in same.margins]
            assert (margin is None) == (not inside)
            assert margin is None or inside == pytest.approx([margin] * len(inside))


@pytest.mark.parametrize(("n", "expected"), [(10, 0.118519), (15, 0.053061), (193, 0.000322)])
def test_three_of_any_number(n: int, expected: float) -> None:
    """L3 and B2.3."""
    found = stable_types(good(np.full(n, 2.5), np.full(n, 0.4)), price="joint")
    assert found.sizes == (0, 2, 3)
    assert found.best.effectiveness == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize("weight", [1.0, 0.5, 0.3, 0.11, 2 / 191, 0.0103])
def test_pledges_of_193_states(weight: float) -> None:
    """L5: k*(w) = min(n, floor(1 + 2 / w)), and E at w = 2 / (k - 1) on that frontier."""
    n = 193
    order = Order(OpenEntry(), Pledge(weight=weight), NoEnforcement())
    found = stable_types(CooperationGame(good(np.ones(n)), order))
    largest = max(found.sizes)
    assert largest == min(n, floor(1 + 2 / weight + 1e-9))
    if abs(2 / weight - round(2 / weight)) < 1e-9 and largest < n:
        share = max(each.effectiveness for each in found if each.size == largest)
        assert share == pytest.approx(4 * largest * (n - 2) / (n * (n - 1) ** 2))


@pytest.mark.parametrize("penalty", [0.0, 0.7, 3.0, 50.0, 95.0])
def test_penalties_on_outsiders(penalty: float) -> None:
    """L7: k* = min(n, floor(3 + 2 phi c / b^2)): all if phi >= (n - 3) b^2 / 2c."""
    n, b, c = 193, 1.0, 1.0
    # A tariff that costs the outsider phi for each member and brings the member nothing.
    links = TradeLinks(np.full((n, n), penalty) * (1 - np.eye(n)), np.ones(n), np.ones(n))
    found = stable_types(good(np.full(n, b), np.full(n, 1 / c), links), price="joint", tariff=1.0)
    assert max(found.sizes) == min(n, floor(3 + 2 * penalty * c / b**2 + 1e-9))


def test_193_states_of_four_types() -> None:
    stakes = np.repeat([4.0, 2.0, 1.0, 0.5], [3, 20, 70, 100])
    found = stable_types(good(stakes, stakes**0.5), price="joint")
    assert [len(each) for each in found.types] == [3, 20, 70, 100]
    assert found.checked == 4 * 21 * 71 * 101
    for each in found:
        inside = [margin for margin in each.margins if margin is not None]
        outside = [margin for margin in each.outside_margins if margin is not None]
        assert min(inside + outside) >= -1e-6


def test_too_many_types() -> None:
    with pytest.raises(ModelError, match="fewer types"):
        stable_types(good(np.arange(1.0, 41.0)), price="joint")


def test_what_has_no_closed_form_is_refused() -> None:
    with pytest.raises(ModelError, match="did you mean 'open'"):
        stable_types(good(np.ones(3)), "opn")
