"""Power and gridlock of institutions: ratios to targets, blanks, what is dropped.

Builds on the bundled institutions. It is not: a test of the indices themselves.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from gametheory_orders.files import load_institution, load_reform
from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.measures.institutions import institution_gridlock, institution_power
from gametheory_orders.plots import plot


@pytest.mark.parametrize("name", ["unsc", "unga", "eu_council", "g6", "g20", "nato"])
def test_ratios_average_to_one_over_their_target(name: str) -> None:
    found = institution_power(load_institution(name), indices=["banzhaf"])
    people = found.population
    weights = {
        "equality": dict.fromkeys(people, 1.0),
        "people": people,
        "sqrt_people": {state: math.sqrt(number or 0) for state, number in people.items()},
    }
    for target, ratios in found.over.items():
        shares = np.array([weights[target][state] for state in ratios], dtype=float)
        shares /= shares.sum()
        assert float(np.array(list(ratios.values())) @ shares) == pytest.approx(1.0)


def test_the_fund_is_not_compared_with_people() -> None:
    found = institution_power(load_institution("imf"), indices=["banzhaf"])
    assert set(found.over) == {"equality"}
    assert found.over_why == "no population of XKX"
    assert found.population["XKX"] is None


def test_seats_without_holders_have_no_people() -> None:
    found = institution_power(load_reform("today"))
    assert set(found.over) == {"equality"}
    assert found.over_why == "no population of elected Africa 1"


def test_what_the_figures_cannot_change() -> None:
    """theory.md B1.6: the G6 consensus and the permanent five coincide."""
    five, six, seven = (institution_gridlock(load_institution(name)) for name in ("p5", "g6", "g7"))
    assert five.interval.length == six.interval.length
    assert round(float(seven.interval.length), 3) == 2.036
    assert not seven.interval.dropped, "Germany has an ideal point in the figures"
    assert six.remarks == ("EU is the mean of its 27 members' ideal points.",)
    fund = institution_gridlock(load_institution("imf"))
    assert fund.interval.dropped == ("KIR", "XKX")


def test_the_unions_seat_is_inside_either_way() -> None:
    """The mean of three large members in place of all 27 leaves the six's interval as it is."""
    members = load_institution("g6").members
    assert members is not None
    states = load_institution("g6").within
    points = states.columns["ideal_point"]
    three = np.mean([points[states.index(state)] for state in ("GBR", "FRA", "ITA")])
    for point in (three, members.columns["ideal_point"][members.index("EU")]):
        assert -0.851591 < point < 2.680503


def test_a_higher_quota_never_unlocks() -> None:
    lengths = [
        float(institution_gridlock(load_institution("nato"), quota).interval.length)
        for quota in range(16, 31)
    ]
    assert lengths == sorted(lengths)


def test_where_there_is_no_answer() -> None:
    with pytest.raises(NoAnswer, match="who holds 'elected Africa 1'"):
        institution_gridlock(load_reform("today"))


def test_documents_and_pictures() -> None:
    found = institution_power(load_institution("g7"))
    assert "over people" in found.table().columns
    assert str(found).startswith("The Group of Seven: power of 7 members")
    ax = plot(found)
    assert ax.get_xlabel() == "million people"
    stuck = institution_gridlock(load_institution("g7"))
    assert "gridlock interval" in str(stuck)
    assert plot(stuck.interval).get_xlabel() == "ideal point"
    assert {text.get_text() for text in ax.texts} >= {"USA", "JPN", "CAN"}
    many = plot(institution_power(load_institution("unga"), indices=["shapley_shubik"]))
    assert 3 <= len([text for text in many.texts if text.get_text()]) <= 20
