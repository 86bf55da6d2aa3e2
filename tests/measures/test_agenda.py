"""Agendas: flexibility by hand and by brute force, its costs, and the virtues that it fills.

Builds on small public goods and tests/oracles.py. It is not: a test of single solutions.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from gametheory_orders import (
    Agenda,
    Binding,
    CooperationGame,
    Fixed,
    Joint,
    NoEnforcement,
    OpenEntry,
    Order,
    Unanimity,
    Universal,
    assess,
    compare,
    flexibility,
    load_order,
    solve,
)
from gametheory_orders.foundations.errors import ModelError
from making import climate, good

STAKES = st.lists(st.sampled_from([0.5, 1.0, 2.0, 4.0]), min_size=4, max_size=4)


def named(name: str, stakes: Any) -> Any:
    return replace(good(np.array(stakes)), name=name)


def effect(issue: Any, members: np.ndarray) -> float:
    """E of a set that does what is best for it jointly, by the oracles."""
    s, k = issue.stakes, issue.world.columns["capacity"]
    u = oracles.payoffs(s, k, oracles.joint_actions(s, k, members))
    return float(oracles.effectiveness(s, k, u))


def at_stake(issue: Any) -> float:
    s, k = issue.stakes, issue.world.columns["capacity"]
    best, alone = oracles.first_best(s, k), oracles.nash(s, k)
    return float(oracles.welfare(s, k, best) - oracles.welfare(s, k, alone))


@given(STAKES, STAKES, st.sampled_from([0.0, 0.5, 3.0]), st.sampled_from([0.0, 0.2, 2.0]))
@settings(max_examples=20)
def test_flexibility_is_the_best_set_on_each_issue_less_the_standing_body(
    one: list[float], other: list[float], set_up: float, attention: float
) -> None:
    issues = [named("one", one), named("other", other)]
    agenda = Agenda(issues, [3, 1], set_up=set_up, attention=attention)
    body = np.array([True, True, False, False])
    order = Order(
        Fixed(members=("A", "B")), Joint(agreement_class_="differentiated"), Binding(), "pair"
    )
    anew = standing = 0.0
    for issue, weight in zip(issues, (0.75, 0.25), strict=True):
        stake = at_stake(issue)
        rank = sorted(range(4), key=lambda i: -issue.stakes[i])
        tried = [(0.0, 0)]
        sets = [body, *(np.isin(np.arange(4), rank[:k]) for k in range(1, 5))]
        for members in sets:
            cost = set_up + attention * members.sum()
            tried.append((effect(issue, members) - cost / stake, -int(members.sum())))
        anew += weight * max(tried)[0]
        standing += weight * (effect(issue, body) - (set_up + 2 * attention) / 2 / stake)
    found = flexibility(agenda, order)
    assert found.anew == pytest.approx(anew, abs=1e-9)
    assert found.standing == pytest.approx(standing, abs=1e-9)
    assert found.value == pytest.approx(anew - standing, abs=1e-9)


@given(STAKES, STAKES)
@settings(max_examples=15)
def test_at_no_cost_choosing_anew_never_does_less(one: list[float], other: list[float]) -> None:
    agenda = Agenda([named("one", one), named("other", other)])
    order = Order(Fixed(members=("A", "B")), Unanimity(), Binding(), "pair", "concert")
    assert flexibility(agenda, order).value >= -1e-12


def test_one_body_for_two_unlike_problems_pays_for_seats_that_it_does_not_need() -> None:
    """Each pair has a problem of its own, in which the other two can do nothing; the stake is 1.

    Chosen anew each issue bears a set-up of 0.1 and two seats of 0.1; the body of all four bears
    half of 0.1 and of four seats: 0.3 against 0.25. Without the set-up: 0.2 against 0.2.
    """
    north, south = [1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]
    issues = [
        replace(good(np.array(stakes), np.array(stakes) + 1e-9), name=name)
        for name, stakes in (("north", north), ("south", south))
    ]
    everyone = Order(Universal(), Joint(agreement_class_="differentiated"), Binding(), "all")
    costly = flexibility(Agenda(issues, set_up=0.1, attention=0.1), everyone)
    assert [each.anew for each in costly.issues] == [("A", "B"), ("C", "D")]
    assert costly.value == pytest.approx(-0.05, abs=1e-6)
    assert flexibility(Agenda(issues, attention=0.1), everyone).value == pytest.approx(0, abs=1e-6)
    by_state = {"C": 0.4, "D": 0.4}
    # North does without C and D, who cost much; south and the body of all bear them.
    dear = flexibility(Agenda(issues, attention=by_state), everyone)
    assert dear.value == pytest.approx((1 + 0.2) / 2 - (1 - 0.4), abs=1e-6)


def test_where_states_choose_the_coalition_is_whoever_is_in() -> None:
    """Three of four equal states are stable; on the other issue the largest two are."""
    issues = [named("alike", [1.0] * 4), named("unlike", [4.0, 3.0, 0.5, 0.5])]
    order = Order(OpenEntry(), Joint(), NoEnforcement(), "open")
    found = flexibility(Agenda(issues), order)
    for issue, each in zip(issues, found.issues, strict=True):
        outcome = solve(CooperationGame(issue, order))
        assert each.anew == outcome.members
    assert found.chosen == "whoever is in on each issue"


def test_it_fills_the_virtue_and_the_comparison() -> None:
    issue = climate()
    half = replace(climate(price=12.5), name="half")
    agenda = Agenda([issue, half])
    order = load_order("g6_consensus")
    value = flexibility(agenda, order, patience=0.9).value
    game = CooperationGame(issue, order)
    assert math.isnan(assess(solve(game)).virtues["flexibility"])
    found = assess(solve(game), agenda=agenda)
    assert found.virtues["flexibility"] == pytest.approx(value)
    assert "flexibility" not in found.virtues.why
    table = compare(issue, [order], agenda=agenda).virtues_table()
    assert table.rows[0][table.columns.index("flexibility")] == pytest.approx(value)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"issues": []}, "agenda.issues: found no issue"),
        ({"weights": [1.0]}, "agenda.weights: found 1 weights"),
        ({"weights": [0.0, 0.0]}, "agenda.weights: found weights that sum to 0"),
        ({"weights": [1.0, -1.0]}, "agenda.weights[1]: found -1.0"),
        ({"weights": [1.0, math.nan]}, "agenda.weights[1]: found nan"),
        ({"weights": [1.0, True]}, "agenda.weights[1]: found True"),
        ({"set_up": -1.0}, "agenda.set_up: found -1.0"),
        ({"set_up": math.inf}, "agenda.set_up: found inf"),
        ({"attention": -1.0}, "agenda.attention"),
    ],
)
def test_wrong_agendas_are_told_in_one_line(how: Any, words: str) -> None:
    issues = how.pop("issues", [named("a", [1.0, 2.0]), named("b", [2.0, 1.0])])
    with pytest.raises(ModelError) as caught:
        Agenda(issues, **how)
    assert str(caught.value).startswith(words)


def test_issues_are_over_the_same_states_in_one_numeraire() -> None:
    a, b = named("a", [1.0, 2.0]), named("b", [1.0, 2.0, 3.0])
    with pytest.raises(ModelError, match="other states in 'b'"):
        Agenda([a, b])
    with pytest.raises(ModelError, match="'a' a second time"):
        Agenda([a, a])
    other = replace(named("c", [2.0, 2.0]), numeraire="lives")
    Agenda([a, other])
    with pytest.raises(ModelError, match="one numeraire"):
        Agenda([a, other], set_up=1.0)
    nothing = named("n", [0.0, 0.0])
    order = Order(Universal(), Joint(), Binding())
    with pytest.raises(ModelError, match="something at stake"):
        flexibility(Agenda([a, nothing]), order)
