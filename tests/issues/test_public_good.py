"""The public good: its protocol's own path against its closed forms, and against definitions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.issues.levels import SampledCurve
from gametheory_orders.worlds import World
from making import good, public_goods, with_members


@given(public_goods(), st.data())
def test_payoffs_reference_and_first_best(issue: Any, data: Any) -> None:
    s, k, n = issue.stakes, issue.capacities, issue.n
    q = np.array([data.draw(st.integers(0, 50)) for _ in range(n)], dtype=float)
    assert np.allclose(issue.payoffs(q), oracles.payoffs(s, k, q))
    # A batch is the same as one by one.
    batch = np.stack([q, 2 * q])
    assert np.allclose(issue.payoffs(batch)[1], issue.payoffs(2 * q))
    # Nobody gains by moving away from the reference, all together by leaving the first best.
    nash, best = issue.reference(), issue.first_best()
    total = issue.payoffs(best).sum()
    for step in (-0.3, 0.01, 0.5):
        for i in range(n):
            moved = nash.copy()
            moved[i] = max(0.0, nash[i] + step * k[i])
            assert issue.payoffs(moved)[i] <= issue.payoffs(nash)[i] + 1e-12
            other = best.copy()
            other[i] = max(0.0, best[i] + step * k[i])
            assert issue.payoffs(other).sum() <= total + 1e-9 * abs(total)
            assert issue.best_reply(i, q) == pytest.approx(s[i] * k[i])
    assert np.allclose(issue.deviation_payoffs(q), oracles.defect(s, k, q))


@given(with_members(high=6), st.booleans(), st.sampled_from([None, 1.4]))
@settings(max_examples=80)
def test_closed_level_curve_is_the_protocols_own_path(
    drawn: Any, floor: bool, beyond: float | None
) -> None:
    issue, members = drawn
    up_to = None if beyond is None else beyond * float(issue.stakes[members].sum())
    closed = issue.level_curve(members, floor, up_to)
    path = Issue.level_curve(issue, members, floor, up_to)
    assert isinstance(path, SampledCurve)
    assert (closed.lowest, closed.highest) == (path.lowest, path.highest)
    levels = np.linspace(closed.lowest, closed.highest, 57)
    scale = max(np.abs(issue.payoffs(issue.first_best())).max(), 1e-9)
    assert np.allclose(closed.comply(levels), path.comply(levels), atol=1e-11 * scale)
    assert np.allclose(closed.defect(levels), path.defect(levels), atol=1e-11 * scale)
    by_hand = oracles.at_level(issue.stakes, issue.capacities, members, levels, floor)
    assert np.allclose(closed.comply(levels), by_hand, atol=1e-11 * scale)
    actions = oracles.level_actions(issue.stakes, issue.capacities, members, levels, floor)
    defect = oracles.defect(issue.stakes, issue.capacities, actions)
    assert np.allclose(closed.defect(levels), defect, atol=1e-11 * scale)


@given(with_members(high=6), st.booleans())
@settings(max_examples=60)
def test_peaks_of_both_paths_are_the_oracles(drawn: Any, floor: bool) -> None:
    issue, members = drawn
    closed = issue.level_curve(members, floor).peaks()
    path = Issue.level_curve(issue, members, floor).peaks()
    tops = oracles.peaks(issue.stakes, issue.capacities, members, floor)
    scale = max(np.abs(issue.payoffs(issue.first_best())).max(), 1e-9)
    for i in np.flatnonzero(members):
        assert closed.payoff[i] == pytest.approx(tops[i][1], abs=1e-9 * scale)
        assert path.payoff[i] == pytest.approx(tops[i][1], abs=1e-9 * scale)
        value = oracles.at_level(issue.stakes, issue.capacities, members, closed.level[i], floor)
        assert value[i] == pytest.approx(tops[i][1], abs=1e-9 * scale)


@given(with_members(high=5), st.booleans(), st.integers(1, 9).map(lambda x: x / 10))
@settings(max_examples=50)
def test_crossings_find_every_change_of_sign(drawn: Any, floor: bool, d: float) -> None:
    issue, members = drawn
    curve = issue.level_curve(members, floor)
    constant = -d * issue.payoffs(issue.reference())
    roots = curve.crossings(1.0, d - 1.0, constant)
    levels = np.linspace(curve.lowest, curve.highest, 3001)
    margin = curve.comply(levels) + (d - 1) * curve.defect(levels) + constant
    scale = np.abs(margin).max()
    flips = (margin[:-1] < -1e-9 * scale) & (margin[1:] > 1e-9 * scale)
    flips |= (margin[:-1] > 1e-9 * scale) & (margin[1:] < -1e-9 * scale)
    for j in np.flatnonzero(flips.any(axis=1)):
        near = (roots >= levels[j] - 1e-9) & (roots <= levels[j + 1] + 1e-9)
        assert near.any()


def test_single_peaked_is_said_truly() -> None:
    # With floor a later joiner can make a state like higher levels again.
    two_peaks = good([1.0, 1.02, 3.0, 3.1], [1.0, 0.1, 3.0, 3.0])
    everyone = np.ones(4, dtype=bool)
    said = two_peaks.level_curve(everyone).peaks().single
    levels = np.linspace(1.0, two_peaks.stakes.sum(), 20001)
    u = oracles.at_level(two_peaks.stakes, two_peaks.capacities, everyone, levels, True)
    for i in range(4):
        signs = np.sign(np.diff(u[:, i]))
        turns = int(((signs[:-1] < 0) & (signs[1:] > 0)).sum())
        assert said[i] == (turns == 0)
    assert not said.all()


@pytest.mark.parametrize(
    ("columns", "where"),
    [
        ({"stake": [1.0, -1.0], "capacity": [1.0, 1.0]}, "state B.stake"),
        ({"stake": [1.0, 1.0], "capacity": [0.0, 1.0]}, "state A.capacity"),
        ({"stake": [1.0, 1.0]}, "capacity"),
        ({"stake": [1.0, float("nan")], "capacity": [1.0, 1.0]}, "no figure for B"),
    ],
)
def test_wrong_figures_are_refused_in_one_line(columns: Any, where: str) -> None:
    with pytest.raises(ModelError) as caught:
        PublicGood(World(["A", "B"], columns))
    assert where in str(caught.value)
    assert "\n" not in str(caught.value)
