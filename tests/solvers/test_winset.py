from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import ModelError
from gametheory_orders.solvers.spatial_core import core
from gametheory_orders.solvers.veto_players import veto_player_winset
from gametheory_orders.solvers.winset import LineWinset, SpaceWinset, winset
from spatial_rules import all_coalitions, random_rule


@pytest.mark.parametrize("seed", range(40))
def test_on_a_line_it_is_what_some_winning_coalition_prefers(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 8))
    points = [int(x) for x in rng.integers(0, 9, n)]
    rule = random_rule(rng, n)
    status_quo = Fraction(int(rng.integers(0, 17)), 2)
    found = winset(rule, points, status_quo)
    assert isinstance(found, LineWinset)
    winning = [np.flatnonzero(c) for c in all_coalitions(n) if rule.wins(c)]
    for policy in (Fraction(j, 4) for j in range(-60, 100)):
        beats = any(
            all(abs(points[i] - policy) < abs(points[i] - status_quo) for i in c) for c in winning
        )
        assert found.contains(policy) == beats


@pytest.mark.parametrize("seed", range(25))
def test_in_space_emptiness_and_area_agree_with_a_cloud_of_policies(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, dimensions = int(rng.integers(3, 8)), int(rng.integers(2, 4))
    points = rng.integers(-2, 3, (n, dimensions)).astype(float)
    status_quo = rng.integers(-2, 3, dimensions).astype(float)
    found = winset(int(rng.integers(n // 2 + 1, n + 1)), points, status_quo)
    assert isinstance(found, SpaceWinset)
    cloud = status_quo + rng.uniform(-9, 9, (8000, dimensions))
    near = status_quo + rng.normal(size=(8000, dimensions)) * 0.01
    beaten = found.contains(np.vstack([cloud, near])).any()
    assert not (beaten and found.empty)
    if not found.empty:
        assert found.contains(found.alternative)
    if dimensions == 2:
        share = found.contains(cloud).mean() * 18**2
        error = 18**2 * np.sqrt(max(share / 18**2, 1e-4) / 8000)
        assert abs(share - found.area) < 5 * error
        assert (found.area == 0) == found.empty


def test_salience_is_a_stretch_of_the_space() -> None:
    points, status_quo = np.array([[0.0, 0], [1, 0], [0, 1]]), np.array([0.3, 0.3])
    weighted = winset("majority", points, status_quo, salience=[1, 4])
    stretched = winset("majority", points * [1, 2], status_quo * [1, 2])
    assert isinstance(weighted, SpaceWinset)
    assert isinstance(stretched, SpaceWinset)
    assert weighted.area == pytest.approx(stretched.area / 2)


@pytest.mark.parametrize("seed", range(25))
def test_nothing_beats_the_policy_of_a_core_and_something_beats_everything_else(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, dimensions = int(rng.integers(3, 7)), int(rng.integers(2, 4))
    points = rng.integers(-2, 3, (n, dimensions)).astype(float)
    quota = int(rng.integers(n // 2 + 1, n + 1))
    found = core(quota, points)
    assert found.exact
    if not found.empty:
        cloud = found.policy + rng.normal(size=(4000, dimensions))
        assert not winset(quota, points, found.policy).contains(cloud).any()
    else:
        for policy in [*points, *rng.uniform(-2, 2, (20, dimensions))]:
            assert not winset(quota, points, policy).empty


def test_unanimity_has_the_hull_as_its_core() -> None:
    found = core("unanimity", [[0, 0], [4, 0], [0, 2]])
    assert found.low == pytest.approx([0, 0], abs=1e-6)
    assert found.high == pytest.approx([4, 2], abs=1e-6)


def test_the_core_on_a_line_is_the_gridlock_interval_and_its_absence_has_a_witness() -> None:
    found = core(3, [0, 1, 5, 7])
    assert (found.low, found.high) == (1, 5)
    nowhere = core(2, [0, 1, 5, 7])
    assert nowhere.empty
    assert nowhere.witness["coalition"]
    assert winset(2, [0, 1, 5, 7], nowhere.witness["least_bad"]).contains(
        nowhere.witness["beaten_by"]
    )


spots = st.integers(-20, 20)


@settings(max_examples=60, deadline=None)
@given(st.lists(spots, min_size=2, max_size=5), spots, st.integers(0, 10))
def test_an_absorbed_veto_player_changes_nothing(
    points: list[int], status_quo: int, place: int
) -> None:
    low, high = min(points), max(points)
    inside = low + Fraction(high - low) * place / 10
    before = veto_player_winset(points, status_quo)
    after = veto_player_winset([*points, inside], status_quo)
    assert after.winset.intervals == before.winset.intervals
    assert len(after.absorbed) == len(before.absorbed) + 1


@settings(max_examples=60, deadline=None)
@given(st.lists(spots, min_size=1, max_size=5), spots, spots)
def test_one_more_veto_player_never_helps_change(
    points: list[int], status_quo: int, another: int
) -> None:
    before = veto_player_winset(points, status_quo).winset
    after = veto_player_winset([*points, another], status_quo).winset
    assert isinstance(before, LineWinset)
    assert isinstance(after, LineWinset)
    assert after.length <= before.length


def test_absorption_in_the_plane() -> None:
    corners = [[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]]
    found = veto_player_winset([*corners, [1.0, 1.0], [5.0, 5.0]], [-1.0, -2.0])
    assert found.absorbed == ("4",)
    without = veto_player_winset([*corners, [5.0, 5.0]], [-1.0, -2.0])
    assert isinstance(found.winset, SpaceWinset)
    assert isinstance(without.winset, SpaceWinset)
    assert found.winset.area == pytest.approx(without.winset.area)
    assert found.winset.area > 0


@pytest.mark.parametrize("bad", [[0.0], [0.0, float("nan")], 1.0])
def test_a_status_quo_of_another_space_is_told(bad: object) -> None:
    with pytest.raises(ModelError, match="status_quo"):
        winset("majority", [[0, 0], [1, 0], [0, 1]], bad)
