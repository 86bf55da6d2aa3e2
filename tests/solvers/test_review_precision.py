"""The precision of a review that its subjects vote on, against a fine grid of precisions."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import ModelError, quota_game
from gametheory_orders.solvers.review_precision import review_precision

GRID = [Fraction(j, 16) for j in range(17)]


@st.composite
def reviews(draw: Any) -> dict[str, Any]:
    """Costs over reputations are on the grid, so that it holds all thresholds."""
    n = draw(st.integers(1, 5))
    names = "ABCDE"[:n]
    reputations = {i: draw(st.sampled_from([0, 1, 2, 4])) for i in names}
    costs = {i: draw(st.sampled_from([Fraction(1, 4), Fraction(1, 2), 1, 2, 5])) for i in names}
    benefit = {i: draw(st.sampled_from([0, Fraction(1, 3), 1, 3])) for i in (*names, "X", "Y")}
    noise = draw(st.sampled_from([0, Fraction(1, 10), Fraction(1, 2)]))
    return {"costs": costs, "reputation": reputations, "benefit": benefit, "noise": noise}


def payoff(case: dict[str, Any], who: str, r: Fraction) -> Fraction:
    """From the module's words: the others that keep, own cost, and chance of being seen."""
    costs, known, f = case["costs"], case["reputation"], Fraction(case["noise"])
    keeps = {i: r * known[i] >= costs[i] for i in costs}
    value = Fraction(case["benefit"][who]) * sum(keeps[i] for i in costs if i != who)
    if who in costs:
        # Seen: the review sees the truth with probability r, else noise decides.
        seen = (1 - r) * f + (0 if keeps[who] else r)
        value -= seen * known[who] + (costs[who] if keeps[who] else 0)
    return value


def likes(case: dict[str, Any], who: str) -> Fraction:
    return max(GRID, key=lambda r: (payoff(case, who, r), -r))


def given_to(case: dict[str, Any], outsiders: bool) -> dict[str, Any]:
    benefit = dict(case["benefit"])
    if not outsiders:
        del benefit["X"], benefit["Y"]
    return {**case, "benefit": benefit, "outsiders": ["X", "Y"] if outsiders else []}


@given(reviews(), st.sampled_from(["monitored", "outsiders", "all"]), st.integers(1, 3))
@settings(max_examples=60)
def test_grid(case: dict[str, Any], voters: str, quota: int) -> None:
    names = {"monitored": [*case["costs"]], "outsiders": ["X", "Y"]}
    names["all"] = [*names["monitored"], *names["outsiders"]]
    who = names[voters]
    quota = min(quota, len(who))
    found = review_precision(**given_to(case, voters != "monitored"), voters=voters, rule=quota)
    assert found.preferred == {i: likes(case, i) for i in who}
    supported = [r for r in GRID if sum(likes(case, i) >= r for i in who) >= quota]
    assert found.precision == max(supported)
    r = found.precision
    assert set(found.bound) == {
        i for i in case["costs"] if r * case["reputation"][i] >= case["costs"][i]
    }
    worse = {i for i in who if payoff(case, i, r) < payoff(case, i, Fraction(0))}
    assert set(found.worse_off) == worse
    assert found.certificate["holds"]


@given(reviews())
@settings(max_examples=40)
def test_unanimity_of_the_monitored_is_the_lowest_preferred(case: dict[str, Any]) -> None:
    found = review_precision(**given_to(case, outsiders=False))
    assert found.precision == min(likes(case, i) for i in case["costs"])
    # It binds nobody iff somebody likes best a precision below every threshold.
    marks = [t for t in found.thresholds.values() if t is not None]
    assert found.binds_nobody == (not marks or found.precision < min(marks))
    for quota in range(1, len(case["costs"]) + 1):
        other = review_precision(**given_to(case, outsiders=False), rule=quota)
        assert other.precision >= found.precision


@given(reviews())
@settings(max_examples=25)
def test_noise_changes_no_conduct(case: dict[str, Any]) -> None:
    case = given_to(case, outsiders=False)
    quiet = review_precision(**{**case, "noise": 0})
    noisy = review_precision(**{**case, "noise": Fraction(2, 3)})
    assert quiet.thresholds == noisy.thresholds


def test_outsiders_choose_what_binds() -> None:
    # One member has more to hide than to gain: reviewed by themselves, nobody is bound.
    costs, benefit = {"A": 1, "B": 1, "C": 3}, {"A": 2, "B": 2, "C": 0.1, "IMF": 1}
    how: dict[str, Any] = {"outsiders": ["IMF"]}
    own = review_precision(costs, 4, benefit, **how)
    assert own.binds_nobody
    assert own.held_by == ("C",)
    court = review_precision(costs, 4, benefit, voters="outsiders", **how)
    assert court.bound == ("A", "B", "C")
    assert court.precision == Fraction(3, 4)
    most = review_precision(costs, 4, benefit, rule=quota_game("ABC", 2), **how)
    assert most.bound == ("A", "B", "C")
    assert most.worse_off == ("C",)


def test_where_all_gain_from_being_bound_they_choose_it() -> None:
    # The claim that the monitored bind nobody is no law.
    found = review_precision({"A": 1, "B": 1, "C": 1}, 2, 1)
    assert found.precision == Fraction(1, 2)
    assert found.bound == ("A", "B", "C")
    assert found.worse_off == ()


GOOD: dict[str, Any] = {"costs": {"A": 1, "B": 1}, "reputation": 2, "benefit": 1}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"costs": {}}, "costs"),
        ({"costs": {"A": float("nan")}}, "costs.A"),
        ({"reputation": -1}, "reputation.A"),
        ({"reputation": {"A": 1}}, "none for B"),
        ({"benefit": {"A": 1, "B": 1, "Z": 1}}, "Z"),
        ({"noise": 1}, "noise"),
        ({"noise": 1.5}, "noise"),
        ({"voters": "monitred"}, "monitored"),
        ({"voters": "outsiders"}, "outsiders"),
        ({"outsiders": ["A"]}, "outsiders"),
        ({"outsiders": "X"}, "outsiders"),
        ({"rule": 3}, "rule"),
        ({"rule": quota_game("ABC", 2)}, "rule"),
    ],
)
def test_bad_input_is_told(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ModelError, match=told):
        review_precision(**{**GOOD, **given})


def test_shown_and_written() -> None:
    found = review_precision({"A": 1, "B": 9}, 2, 3)
    assert found.thresholds["B"] is None
    document = found.to_dict()
    assert document["thresholds"]["B"] is None
    assert [row[0] for row in found.table().rows] == ["A", "B"]
    assert list(itertools.chain(found.preferred)) == ["A", "B"]
