import math
from fractions import Fraction

import numpy as np
import pytest

from gametheory_orders import ModelError
from gametheory_orders.solvers.gridlock import gridlock_interval
from spatial_rules import all_coalitions, council, random_rule, weighted

GRID = [Fraction(j, 4) for j in range(-8, 57)]


@pytest.mark.parametrize("seed", range(60))
def test_a_point_is_stuck_iff_no_winning_coalition_has_a_better_one(seed: int) -> None:
    """Brute force: every coalition, every policy of a grid finer than the ideal points."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 9))
    points = [int(x) for x in rng.integers(0, 13, n)]
    rule = random_rule(rng, n)
    found = gridlock_interval(rule, points)
    winning = [c for c in all_coalitions(n) if rule.wins(c)]
    for status_quo in GRID:
        # Ideal points are whole numbers: whoever gains by a step at all gains by one of 1/8.
        steps = (status_quo - Fraction(1, 8), status_quo + Fraction(1, 8))
        moved = any(
            all(abs(points[i] - step) < abs(points[i] - status_quo) for i in np.flatnonzero(c))
            for c in winning
            for step in steps
        )
        assert found.contains(status_quo) == (not moved)
    assert found.exact == (not math.isinf(float(found.low)))


@pytest.mark.parametrize("seed", range(40))
def test_an_end_is_held_by_those_who_turn_a_losing_coalition_there(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    n = int(rng.integers(2, 7))
    points = rng.integers(0, 4, n)
    rule = random_rule(rng, n)
    found = gridlock_interval(rule, points.tolist())
    if math.isinf(float(found.low)):
        assert found.low_held_by == found.high_held_by == ()
        return
    for end, held, beyond in (
        (int(found.low), found.low_held_by, points > int(found.low)),
        (int(found.high), found.high_held_by, points < int(found.high)),
    ):
        expected = set()
        for coalition in all_coalitions(n):
            base = beyond | (coalition & (points == end))
            for i in np.flatnonzero((points == end) & ~base):
                with_it = base.copy()
                with_it[i] = True
                if rule.wins(with_it) and not rule.wins(base):
                    expected.add(str(i + 1))
        assert set(held) == expected
        assert expected


@pytest.mark.parametrize("quota", [3, 4, 5])
def test_a_quota_is_held_by_order_statistics(quota: int) -> None:
    points = [5, 1, 9, 2, 7]
    found = gridlock_interval(quota, points)
    assert (found.low, found.high) == (sorted(points)[5 - quota], sorted(points)[quota - 1])


def test_two_separate_majorities_leave_nothing_stuck() -> None:
    found = gridlock_interval(1, [0, 1])
    assert found.empty
    assert found.length == 0
    assert not any(found.contains(x) for x in GRID)


def test_a_rule_that_nobody_meets_leaves_everything_stuck() -> None:
    found = gridlock_interval(weighted([1, 1], 3), [0, 1])
    assert found.contains(-1e9)
    assert math.isinf(found.length)
    assert found.low_held_by == ()
    assert found.to_dict()["length"] is None


def test_a_rule_that_needs_nobody_is_refused() -> None:
    with pytest.raises(ModelError, match="nobody at all wins"):
        gridlock_interval(weighted([1, 1], 0), [0, 1])


def test_a_rule_that_is_not_monotone_is_refused_with_a_witness() -> None:
    class Odd:
        voters = np.ones(2, dtype=bool)

        def wins(self, yes: np.ndarray) -> np.ndarray:
            return np.asarray(yes).sum(axis=-1) == 1

    with pytest.raises(ModelError, match="2 win and 1, 2 do not"):
        gridlock_interval(Odd(), [0, 1])


@pytest.mark.parametrize("cost", [0, 1, 2, Fraction(5, 2), 3])
def test_consensus_shrinks_with_the_cost_of_blocking(cost: Fraction) -> None:
    found = gridlock_interval("unanimity", [0, 2, 5], blocking_cost=cost)
    assert found.length == max(0, 5 - 2 * cost)


def test_blocking_costs_differ_by_member_and_count_in_the_loss() -> None:
    points = {"A": 0.0, "B": 2.0, "C": 5.0}
    found = gridlock_interval("unanimity", points, blocking_cost={"C": 4.0}, loss="quadratic")
    # C lets a policy pass that is two short of its ideal point: four in squared distance.
    assert (found.low, found.high) == (0.0, 3.0)
    assert gridlock_interval("unanimity", points, blocking_cost=math.inf).empty


def test_missing_ideal_points_are_named_and_left_out_only_on_request() -> None:
    points = {"FRA": 1.0, "DEU": math.nan, "ITA": None, "USA": 2.0}
    with pytest.raises(ModelError, match="none for DEU, ITA"):
        gridlock_interval("unanimity", points)
    found = gridlock_interval("unanimity", points, missing="drop")
    assert found.dropped == ("DEU", "ITA")
    assert found.length == 1.0
    assert "DEU" not in found.ideal_points


def test_a_point_missing_for_someone_who_does_not_vote_does_not_matter() -> None:
    rule = council(2, 1, 2)
    silent = type(rule)(np.array([1, 1, 0], bool), rule.weights, rule.needed, False, rule.veto)
    assert gridlock_interval(silent, [0.0, 1.0, math.nan]).length == 1.0


def test_dropping_keeps_the_share_of_the_quota() -> None:
    # 3 of 4 becomes 9/4 of 3, so all 3.
    found = gridlock_interval(3, [0.0, 1.0, 2.0, math.nan], missing="drop")
    assert (found.low, found.high) == (0.0, 2.0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"missing": "skip"}, "missing: found skip"),
        ({"loss": "cubic"}, "loss: found cubic"),
        ({"blocking_cost": -1}, "blocking_cost: found -1"),
        ({"blocking_cost": {"D": 1}}, "blocking_cost: found D"),
        ({"names": ["A", "A", "B"]}, "names"),
    ],
)
def test_wrong_arguments_are_told(change: dict[str, object], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        gridlock_interval("majority", [0, 1, 2], **change)  # type: ignore[arg-type]


def test_a_quota_above_the_members_is_told() -> None:
    with pytest.raises(ModelError, match="at most 3"):
        gridlock_interval(4, [0, 1, 2])
