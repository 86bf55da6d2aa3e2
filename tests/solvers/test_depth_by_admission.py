"""Depth as states come in by turns: followed vote by vote."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.solvers.depth_by_admission import depth_by_admission, expected_depth

NEEDED = {
    "majority": lambda m: m // 2 + 1,
    "2/3": lambda m: -(-2 * m // 3),
    "unanimity": lambda m: m,
}


def settled(ideals: list[int], depth: Fraction, needed: int) -> Fraction:
    """Move the depth to where no quota wants it higher or lower, by trying every ideal."""
    while True:
        up = [y for y in ideals if y > depth and sum(x >= y for x in ideals) >= needed]
        down = [y for y in ideals if y < depth and sum(x <= y for x in ideals) >= needed]
        if up:
            depth = Fraction(max(up))
        elif down:
            depth = Fraction(min(down, key=lambda y: depth - y))
            # As far down as enough of them want, one ideal at a time.
        else:
            return depth


@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=8),
    st.sampled_from(list(NEEDED)),
    st.sampled_from([*NEEDED, None]),
    st.integers(1, 3),
)
@settings(max_examples=200)
def test_every_entry_is_wanted_and_voted_for(
    ideals: list[int], quota: str, admission: str | None, founders: int
) -> None:
    founders = min(founders, len(ideals))
    found = depth_by_admission(ideals, quota, admission, founders)
    queue = sorted(ideals, reverse=True)
    inside = queue[:founders]
    depth = settled(inside, Fraction(0), NEEDED[quota](len(inside)))
    assert found.all_at_once == settled(ideals, Fraction(0), NEEDED[quota](len(ideals)))
    assert found.entries[0].depth == depth
    for entry, x in zip(found.entries[founders:], queue[founders:], strict=True):
        then = settled([*inside, x], depth, NEEDED[quota](len(inside) + 1))
        votes = sum(abs(then - y) <= abs(depth - y) for y in inside)
        assert entry.ideal == x
        assert (entry.votes, entry.voters) == (votes, len(inside))
        assert entry.wants == (abs(then - x) <= x)
        assert entry.enters == (entry.wants and votes >= NEEDED[admission or quota](len(inside)))
        if entry.enters:
            inside.append(x)
            depth = then
        assert entry.depth == depth
    assert found.depth == depth
    assert found.own_depths == sum(ideals)


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda: depth_by_admission([]), "ideal_points"),
        (lambda: depth_by_admission([1, -1]), "ideal_points.2"),
        (lambda: depth_by_admission([1, float("nan")]), "ideal_points.2"),
        (lambda: depth_by_admission([1], "1/3"), "quota"),
        (lambda: depth_by_admission([1], "some"), "quota"),
        (lambda: depth_by_admission([1], admission="some"), "admission"),
        (lambda: depth_by_admission([1], founders=2), "founders"),
        (lambda: expected_depth(0), "n"),
        (lambda: expected_depth(True), "n"),
    ],
)
def test_wrong_figures_are_refused(call: Any, where: str) -> None:
    with pytest.raises(ModelError) as caught:
        call()
    assert caught.value.where == where
