"""Plans for the Security Council: known power, expected seats, and who would vote for them.

Builds on the bundled plans. It is not: a reproduction of Gould and Rablen 2016 or of Strand and
Rapkin 2010, whose definitions differ.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from gametheory_orders.files import load_institution, load_reform, load_world
from gametheory_orders.files.sources import bundled, models_folder
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.measures.expected_seats import INDICES, expected_power, expected_worth
from gametheory_orders.measures.reform import TARGETS, ReformComparison, compare_reforms

PLANS = [name for name in bundled("reforms") if name != "today"]
PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")


@pytest.fixture(scope="module")
def found() -> ReformComparison:
    return compare_reforms(load_reform("today"), [load_reform(name) for name in PLANS])


def test_all_plans_of_the_issue_are_there() -> None:
    assert set(PLANS) == {
        *("g4", "uniting_for_consensus", "ezulwini", "no_veto", "double_veto"),
        *("regional_seats", "eu_single_seat"),
    }


def test_power_as_in_the_literature(found: ReformComparison) -> None:
    """theory.md B1.1: today, without the veto, and the plan of the four."""
    today = found["today"]
    assert today.of("permanent with veto").shapley_shubik == Fraction(421, 2145)
    assert today.of("elected").shapley_shubik == Fraction(4, 2145)
    assert today.power_to_act == Fraction(53, 2048)
    assert float(found["no_veto"].power_to_act) == pytest.approx(0.303619, abs=1e-6)
    four = found["g4"]
    assert four.of("permanent with veto").shapley_shubik == Fraction(1571, 8050)
    assert four.of("permanent").shapley_shubik == Fraction(39, 32200)
    assert float(four.power_to_act) == pytest.approx(0.023384, abs=1e-6)


def test_expected_gridlock_as_in_the_literature(found: ReformComparison) -> None:
    """theory.md B1.6: 575/858 today, 1/8 without the veto."""
    assert found["today"].expected_gridlock == Fraction(575, 858)
    assert found["no_veto"].expected_gridlock == Fraction(1, 8)
    assert found["ezulwini"].expected_gridlock > Fraction(10, 12), "eleven vetoers alone: 10/12"


def test_the_plan_itself_is_the_council(found: ReformComparison) -> None:
    named = load_institution("unsc").simple_game()
    unnamed = load_reform("today").simple_game()
    assert named.normal == unnamed.normal


@pytest.mark.parametrize("name", ["today", *PLANS])
@pytest.mark.parametrize("index", INDICES)
def test_expected_power_sums_to_the_power_of_all_seats(name: str, index: str) -> None:
    plan = load_reform(name)
    expected = expected_power(plan, index)
    assert list(expected) == list(plan.within.ids)
    assert all(value >= 0 for value in expected.values())
    if index != "banzhaf_absolute":
        assert sum(expected.values()) == 1


@pytest.mark.parametrize("name", ["today", *PLANS])
def test_chances_of_sitting_are_chances(name: str) -> None:
    plan = load_reform(name)
    behind = [Fraction(27 if seat.id == "EU" else 1) for seat in plan.seats]
    chance = expected_worth(plan, behind)
    assert all(0 <= value <= 1 for value in chance.values())
    assert sum(chance.values()) == sum(behind)
    for seat in plan.seats:
        if seat.named and seat.id != "EU":
            assert chance[seat.id] == 1


def test_expected_power_by_hand() -> None:
    """Three seats of ten for the 54 states of Africa, of which none is permanent."""
    power = expected_power(load_reform("today"))
    assert power["GHA"] == Fraction(3, 54) * Fraction(4, 2145)
    assert power["DEU"] == Fraction(3, 43 - 3) * Fraction(4, 2145)
    assert power["AUS"] == power["JPN"] == Fraction(2, 47 + 14 - 1) * Fraction(4, 2145)
    single = load_reform("eu_single_seat")
    union = expected_power(single)
    assert union["FRA"] == union["MLT"] == Fraction(133, 572) / 27
    europe = load_world("states").texts["continent"].count("Europe")
    in_europe = sum(
        load_world("states").texts["continent"][load_world("states").index(state)] == "Europe"
        for state in single.blocs["EU"]
    )
    assert union["GBR"] == Fraction(3, europe - in_europe - 1) * Fraction(1, 143)


def test_no_plan_passes_in_shares_of_power(found: ReformComparison) -> None:
    """Shares sum to 1, so what others gain the five lose: none lets a plan through."""
    for name in PLANS:
        plan = found[name]
        assert plan.needed == 129
        assert sum(plan.gains.values()) == 0
        assert not plan.passes
        assert set(plan.permanent_against) <= set(PERMANENT)
        assert plan.in_favour == 193 - len(plan.losers)
    assert found["eu_single_seat"].permanent_against == ("FRA", "GBR")
    assert not found["today"].changes


def test_in_probability_of_deciding_a_weaker_veto_passes() -> None:
    """A council that acts more often lets everyone decide more often, the five included."""
    found = compare_reforms(
        load_reform("today"), [load_reform(name) for name in PLANS], index="banzhaf_absolute"
    )
    assert {name for name in PLANS if found[name].passes} == {"no_veto", "double_veto"}
    assert found["ezulwini"].in_favour == 0


def test_where_the_ranking_agrees_with_gould_and_rablen(found: ReformComparison) -> None:
    """users.md a4: of their plans only an EU seat and a weakened veto dominate robustly."""
    for target in TARGETS:
        assert set(found.dominate(target)) == {"eu_single_seat", "double_veto", "no_veto"}


def test_representation(found: ReformComparison) -> None:
    people = load_world("states").columns["population"]
    for plan in found.reforms:
        assert plan.people is None, "elected seats are not named"
        assert 0 < plan.people_expected < 1
        assert plan.represented == plan.seats + 26 * (plan.name == "eu_single_seat")
        assert set(plan.equity) == set(TARGETS)
        assert all(0 <= value <= 1 for value in plan.equity.values())
    five = load_world("states").mask(PERMANENT)
    assert found["today"].people_expected > people[five].sum() / people.sum()
    council = load_institution("unsc")
    named = compare_reforms(council, [])["unsc"]
    assert named.people == pytest.approx(named.people_expected) == council.share("population")


def test_documents(found: ReformComparison) -> None:
    document = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    first = document["reforms"][0]
    assert first["power"][0]["shapley_shubik"] == "421/2145"
    assert first["representation_people"] is None
    assert first["representation_people_why"]
    assert len(found.table().rows) == 1 + len(PLANS)
    assert "today" in str(found["today"])
    assert "does not pass" in str(found["g4"])


def test_wrong_arguments(found: ReformComparison) -> None:
    today = load_reform("today")
    with pytest.raises(ModelError, match="did you mean 'banzhaf'"):
        compare_reforms(today, [], index="banzaf")
    with pytest.raises(ModelError, match="did you mean 'banzhaf'"):
        expected_power(today, "banzaf")
    with pytest.raises(ModelError, match="other states"):
        compare_reforms(today, [load_institution("imf")])
    with pytest.raises(ModelError, match="did you mean 'people'"):
        found.dominate("poeple")
    with pytest.raises(ModelError, match="did you mean 'g4'"):
        found["g44"]
    with pytest.raises(ModelError, match="one sort of seat"):
        found["g4"].of("chosen")


def test_too_many_seats_for_the_states(tmp_path: Path) -> None:
    text = (models_folder() / "reforms" / "today.toml").read_text(encoding="utf-8")
    crowded = tmp_path / "crowded.toml"
    seats = 'kind = "elected"\nname = "islands"\ncount = 15\nopen_to = ["Oceania"]'
    crowded.write_text(f"{text}\n[[seat]]\n{seats}\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"15 elected seats for .* states"):
        expected_power(load_reform(crowded))
