"""Gridlock on a line, for rules and for the ideal points of 2012.

Krehbiel 1998, Pivotal Politics (pivots); expected lengths by order statistics of the uniform
distribution; Bailey, Strezhnev and Voeten 2017, Journal of Conflict Resolution 61(2) (data).
"""

from __future__ import annotations

from fractions import Fraction
from statistics import mean

import numpy as np
import pytest

from gametheory_orders import ModelError, World, load_world
from gametheory_orders.orders.voting import VotingRule
from gametheory_orders.solvers.expected_gridlock import expected_gridlock
from gametheory_orders.solvers.gridlock import GridlockInterval, gridlock_interval
from spatial_rules import council

P5 = ("USA", "GBR", "FRA", "RUS", "CHN")
G7 = ("USA", "JPN", "DEU", "FRA", "GBR", "ITA", "CAN")


def test_the_security_council_as_a_fraction() -> None:
    assert expected_gridlock(council(5, 10, 9)) == Fraction(575, 858)


@pytest.mark.parametrize(
    ("rule", "n", "expected"),
    [
        ("unanimity", 5, "2/3"),
        (9, 15, "1/8"),
        ("2/3", 193, "32/97"),
        ("majority", 193, "0"),
        ("unanimity", 6, "5/7"),
        (4, 6, "1/7"),
        ("unanimity", 193, "96/97"),
    ],
)
def test_expected_gridlock(rule: int | str, n: int, expected: str) -> None:
    assert expected_gridlock(rule, n) == Fraction(expected)


@pytest.fixture(scope="module")
def states() -> World:
    return load_world("states")


def among(states: World, members: tuple[str, ...], missing: str = "error") -> GridlockInterval:
    voters = states.mask(members)
    votes = Fraction(len(members))
    rule = VotingRule(voters, [Fraction(1)] * states.n, votes, False, voters)
    points = states.columns["ideal_point"]
    return gridlock_interval(rule, points, names=states.ids, missing=missing)


def test_the_five_permanent_members_in_2012(states: World) -> None:
    found = among(states, P5)
    assert float(found.length) == pytest.approx(3.53, abs=0.005)
    assert (found.low_held_by, found.high_held_by) == (("CHN",), ("USA",))


def test_a_concert_of_six_in_2012_is_held_by_the_same_two(states: World) -> None:
    at = dict(zip(states.ids, states.columns["ideal_point"].tolist(), strict=True))
    six = {name: at[name] for name in ("USA", "CHN", "RUS", "JPN", "IND")}
    six["EU"] = mean(at[name] for name in ("GBR", "FRA", "ITA"))
    found = gridlock_interval("unanimity", six)
    assert float(found.length) == pytest.approx(3.53, abs=0.005)
    assert found.low_held_by + found.high_held_by == ("CHN", "USA")


def test_the_whole_range_in_2012_without_the_states_that_have_no_ideal_point(
    states: World,
) -> None:
    found = among(states, states.ids, missing="drop")
    assert float(found.length) == pytest.approx(4.65, abs=0.005)
    blank = np.isnan(states.columns["ideal_point"])
    assert found.dropped == states.members(blank)
    assert len(found.ideal_points) == 193 - len(found.dropped)


def test_the_seven_are_not_found_without_their_missing_members(states: World) -> None:
    blank = [s for s in G7 if np.isnan(states.columns["ideal_point"][states.index(s)])]
    if blank:
        with pytest.raises(ModelError, match=f"none for {', '.join(blank)}"):
            among(states, G7)
    assert list(among(states, G7, missing="drop").dropped) == blank
