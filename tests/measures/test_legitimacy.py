"""The legitimacy vector against its definition, and the eight pathologies of theory.md C2."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from gametheory_orders.issues import TradeLinks
from gametheory_orders.measures import assess, banzhaf_power, frontier
from gametheory_orders.measures.power import banzhaf_swings
from gametheory_orders.orders import (
    Binding,
    Fixed,
    FixedLevel,
    OpenEntry,
    Pledge,
    Quota,
    Reciprocity,
    Tariff,
    Unanimity,
    Universal,
)
from gametheory_orders.solvers import solve
from gametheory_orders.worlds import World
from making import climate, fixed, game, good, reciprocal, with_members


@given(with_members(positive=True), st.data())
@settings(max_examples=80)
def test_the_vector_is_its_definition(drawn: Any, data: Any) -> None:
    issue, members = drawn
    n = issue.n
    whole = st.lists(st.integers(1, 50).map(float), min_size=n, max_size=n)
    population, stands_for = np.array(data.draw(whole)), np.array(data.draw(whole))
    issue = good(issue.stakes, issue.capacities, population=population, stands_for=stands_for)
    quota = data.draw(st.integers(1, int(members.sum())))
    outcome = solve(reciprocal(issue, Quota(quota=quota), fixed(issue, members)))
    power = oracles.banzhaf(n, members, oracles.quota_rule(members, Fraction(quota)))
    for face, measured in (
        (outcome.agreed, assess(outcome).agreed),
        (outcome.delivered, assess(outcome).delivered),
    ):
        game_ = outcome.game
        scale = np.maximum(np.abs(game_.reference_payoffs), np.abs(game_.first_best_payoffs))
        expected = oracles.legitimacy(
            members,
            np.array([float(x) for x in power]),
            face.payoffs,
            game_.reference_payoffs,
            population,
            stands_for,
            issue.stakes,
            scale,
        )
        for name, value in expected.items():
            assert measured.legitimacy[name] == pytest.approx(value, abs=1e-9), name


# --- power -------------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=120)
def test_banzhaf_is_the_count_over_all_coalitions(data: Any) -> None:
    n = data.draw(st.integers(1, 8))
    world = World([f"S{i}" for i in range(n)], {})
    weights = data.draw(
        st.lists(st.integers(0, 12).map(lambda x: x / 10), min_size=n, max_size=n).filter(any)
    )
    exact = [Fraction(repr(w)) for w in weights]
    total = sum(exact)
    quota = data.draw(
        st.one_of(
            st.sampled_from(["majority", "2/3", "70%"]),
            st.integers(1, 10).map(lambda x: float(Fraction(x, 10) * total)),
        )
    )
    seats = data.draw(st.lists(st.integers(0, n - 1), max_size=2, unique=True))
    needed, strict = {
        "majority": (total / 2, True),
        "2/3": (total * 2 / 3, False),
        "70%": (total * 7 / 10, False),
    }.get(quota, (None, False))
    if needed is None:
        needed = Fraction(repr(quota))
    if needed > total or needed <= 0:
        return
    table = {state: w for state, w in zip(world.ids, weights, strict=True)}
    rule = Quota(quota=quota, weights=table, veto=tuple(world.ids[i] for i in seats))
    voters = np.ones(n, dtype=bool)
    found = banzhaf_power(rule.voting_rule(world, voters))
    expected = oracles.banzhaf(n, voters, oracles.quota_rule(voters, needed, exact, seats, strict))
    assert found == expected


def test_banzhaf_of_ten_with_vetoers_and_weights() -> None:
    world = World([f"S{i}" for i in range(10)], {})
    weights = [3, 3, 2, 2, 2, 1, 1, 1, 1, 1]
    voters = np.ones(10, dtype=bool)
    rule = Quota(
        quota=9, weights=dict(zip(world.ids, weights, strict=True)), veto=("S0", "S9")
    ).voting_rule(world, voters)
    wins = oracles.quota_rule(voters, Fraction(9), [Fraction(w) for w in weights], [0, 9])
    assert banzhaf_power(rule) == oracles.banzhaf(10, voters, wins)


def test_security_council_banzhaf_1965() -> None:
    # 9 of 15 with five vetoers: 848 and 84 swings.
    world = World([f"S{i}" for i in range(15)], {})
    rule = Quota(quota=9, veto=world.ids[:5]).voting_rule(world, np.ones(15, dtype=bool))
    assert banzhaf_swings(rule) == [848] * 5 + [84] * 10
    # [39; 7x5, 1x10] is the same game and gives the same power (theory.md C2).
    weights = {state: 7 if i < 5 else 1 for i, state in enumerate(world.ids)}
    same = Quota(quota=39, weights=weights).voting_rule(world, np.ones(15, dtype=bool))
    assert banzhaf_power(same) == banzhaf_power(rule)
    assert same.vetoers.tolist() == rule.vetoers.tolist() == [True] * 5 + [False] * 10


def test_193_equal_states_are_quick_and_exact() -> None:
    world = World([f"S{i}" for i in range(193)], {})
    rule = Quota(quota="2/3").voting_rule(world, np.ones(193, dtype=bool))
    # A swing needs exactly 128 of the other 192.
    assert banzhaf_swings(rule)[0] == math.comb(192, 128)
    assert banzhaf_power(rule) == [Fraction(1, 193)] * 193


# --- the eight pathologies of theory.md C2 -------------------------------------------------------

PEOPLE = [1.0, 4.0, 9.0, 100.0]


def test_pathology_1_no_institution_has_full_consent_and_no_representation() -> None:
    # Consent alone would reward doing nothing: nobody joins, nobody is worse off.
    imports = np.zeros((4, 4))
    trade = TradeLinks(imports, np.ones(4), np.ones(4))
    issue = good([0.1, 0.1, 0.1, 0.1], trade=trade, population=PEOPLE)
    outcome = solve(game(issue, FixedLevel(level=50.0), Tariff(rate=0.0), OpenEntry()))
    found = assess(outcome)
    assert outcome.members == ()
    assert found.effectiveness == 0.0
    assert found.legitimacy["consent_people"] == 1.0
    assert found.legitimacy["representation_units"] == 0.0
    assert found.legitimacy["power_sqrt_people"] == 0.0
    assert found.legitimacy.index == 0.0


def test_pathology_2_members_without_a_vote_raise_representation_not_power() -> None:
    issue = good([1.0, 1.0, 1.0, 1.0], population=[1.0] * 4)
    small = assess(solve(reciprocal(issue, Unanimity(), Fixed(members=("A", "B")))))
    audience = reciprocal(issue, Unanimity(body=("A", "B")), Universal())
    large = assess(solve(audience))
    assert large.legitimacy["representation_units"] == 1.0
    assert small.legitimacy["representation_units"] == 0.5
    assert large.legitimacy["power_states"] == small.legitimacy["power_states"] == 0.5
    assert large.legitimacy["representation_body_units"] == 0.5


def test_pathology_3_unanimity_is_best_in_consent_and_power_but_hardly_acts() -> None:
    issue = good([1.0, 2.0, 3.0, 4.0], [4.0, 1.0, 1.0, 1.0], population=[1.0] * 4)
    found = assess(solve(game(issue, Unanimity())))
    assert found.agreed.legitimacy["consent_people"] == 1.0
    assert found.agreed.legitimacy["power_states"] == pytest.approx(1.0)
    assert found.agreed.legitimacy["veto_share"] == pytest.approx(1.0)
    # Power to act is one coalition of 2^n.
    rule = Unanimity().voting_rule(issue.world, np.ones(4, dtype=bool))
    acts = [rule.wins(mask) for mask in oracles.subsets(range(4), 4)]
    assert sum(acts) == 1
    assert found.agreed.effectiveness < assess(solve(game(issue, Quota(quota=2)))).effectiveness


def test_pathology_4_equal_votes_are_unequal_for_people() -> None:
    # sqrt-people power is .81 for equal votes in the fifteen regions.
    issue = climate()
    found = assess(solve(reciprocal(issue, Unanimity()))).agreed.legitimacy
    assert found["power_states"] == pytest.approx(1.0)
    assert found["power_sqrt_people"] == pytest.approx(0.81, abs=5e-3)
    people = issue.world.column("population")
    equal = np.minimum(1 / 15, people / people.sum()).sum()
    assert found["power_people"] == pytest.approx(equal)
    assert equal < 0.75


def test_pathology_5_one_huge_loser_is_hidden_by_counting_states() -> None:
    # D has no stake and is outvoted: three of four states gain, nearly all people lose.
    issue = good([2.0, 2.0, 2.0, 0.0], population=PEOPLE)
    found = assess(solve(game(issue, Quota(quota=3), Binding()))).agreed.legitimacy
    assert found["consent_units"] == 0.75
    assert found["consent_people"] == pytest.approx(14 / 114)


def test_pathology_6_effectiveness_stays_out_of_legitimacy() -> None:
    # Two levels, both better for everyone: E differs, L does not.
    issue = good([1.0, 1.0, 1.0], population=[1.0, 2.0, 3.0])
    low, high = (assess(solve(game(issue, FixedLevel(level=x)))) for x in (1.5, 2.5))
    assert low.effectiveness < high.effectiveness
    assert low.legitimacy.index == high.legitimacy.index
    assert low.legitimacy.values == high.legitimacy.values


def test_pathology_7_consent_of_outsiders_is_another_matter_than_of_members() -> None:
    imports = np.array([[0, 1, 90.0], [1, 0, 90.0], [1, 1, 0]])
    trade = TradeLinks(imports, np.ones(3), np.ones(3))
    issue = good([1.0, 1.0, 0.1], trade=trade, population=[1.0] * 3)
    rules = [Tariff(rate=0.1), Reciprocity()]
    found = assess(solve(game(issue, FixedLevel(level=2.0), rules, Fixed(members=("A", "B")))))
    assert found.legitimacy["consent_exit_members"] == 1.0
    assert found.legitimacy["consent_exit_outsiders"] == 0.0


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_pathology_8_indifference_is_told_with_a_tolerance(scale: float) -> None:
    # A is exactly indifferent at the level (a root of its quadratic); a hair above it is not.
    s, k = np.array([1.0, 1.0]) * scale, np.array([3.0, 1.0])
    # Gain of A at level p: s k_B (p - s) + s k_A (p - s) - k_A (p^2 - s^2) / 2 = 0.
    root = scale * (2 * 4 / 3 - 1)
    issue = good(s, k, population=[1.0, 1.0])
    at = assess(solve(game(issue, FixedLevel(level=root)))).legitimacy
    above = assess(solve(game(issue, FixedLevel(level=root * (1 + 1e-5))))).legitimacy
    assert at["consent_units"] == 1.0
    assert above["consent_units"] == 0.5


# --- the rest ----------------------------------------------------------------------------------


def test_missing_figures_are_nan_with_the_reason() -> None:
    found = assess(solve(game(good([1.0, 2.0]), Unanimity()))).legitimacy
    assert math.isnan(found["representation_people"])
    assert math.isnan(found.index)
    record = found.to_dict()
    assert record["index"] is None
    assert "population" in record["index_why"]
    blank = good([1.0, 2.0], population=[1.0, math.nan])
    record = assess(solve(game(blank, Unanimity()))).legitimacy.to_dict()
    assert "B" in record["representation_people_why"]


def test_where_nobody_votes_members_count_equally_by_convention() -> None:
    issue = good([1.0] * 4, population=[1.0] * 4)
    found = assess(solve(game(issue, Pledge(weight=0.5)))).legitimacy
    assert found["power_by_convention"] is True
    assert found["power_states"] == pytest.approx(1.0)
    assert found["veto_share"] == 0.0
    voted = assess(solve(game(issue, Quota(quota=2)))).legitimacy
    assert voted["power_by_convention"] is False


def test_coerced_are_worse_off_without_a_better_move() -> None:
    # B sells a lot to A: it joins to escape the tariff, though it would rather have no club.
    imports = np.array([[0.0, 60.0], [10.0, 0.0]])
    trade = TradeLinks(imports, np.ones(2), np.ones(2))
    issue = good([3.0, 0.2], trade=trade, population=[1.0, 1.0])
    outcome = solve(game(issue, FixedLevel(level=3.2), Tariff(rate=0.5), OpenEntry()))
    assert outcome.members == ("A", "B")
    assert outcome.delivered.coerced == ("B",)
    assert assess(outcome).legitimacy["consent_units"] == 0.5
    assert assess(outcome).legitimacy["consent_exit_members"] == 1.0


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=9))
def test_frontier_is_what_nothing_beats(points: list[tuple[int, int]]) -> None:
    found = frontier([float(a) for a, _ in points], [float(b) for _, b in points])
    beaten = {
        j
        for j, (a, b) in enumerate(points)
        if any(c >= a and d >= b and (c, d) != (a, b) for c, d in points)
    }
    assert set(found) == set(range(len(points))) - beaten
    assert [points[j][0] for j in found] == sorted(points[j][0] for j in found)


def test_frontier_leaves_out_what_is_undefined() -> None:
    assert frontier([math.nan, 0.1], [1.0, 0.1]) == [1]
