"""Hedging against a leader: theory B2.15, the definition on a grid, and effective patience."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import ModelError, load_game, solve
from gametheory_orders.solvers.leadership import (
    hedging,
    leaders_choice,
    needed_reliability,
    patience_under,
)

NUMBER = st.integers(0, 12).map(lambda x: Fraction(x, 4))
SHARE = st.integers(0, 12).map(lambda x: Fraction(x, 12))


@st.composite
def followers(draw: Any) -> dict[str, Any]:
    names = "ABC"[: draw(st.integers(1, 3))]
    return {i: (draw(NUMBER), draw(NUMBER), draw(NUMBER) + Fraction(1, 2)) for i in names}


@pytest.mark.parametrize(("rho", "hedge"), [(0.2, 0.7), (0.5, 0.25), ("2/3", 0), (0.8, 0), (1, 0)])
def test_b2_15_hedges(rho: Any, hedge: float) -> None:
    found = hedging({"ally": (1, 0.5, 1)}, rho)
    assert float(found.hedges["ally"]) == pytest.approx(hedge)
    assert found.trusts_from["ally"] == Fraction(2, 3)
    assert found.certificate["holds"]


def test_b2_15_needed_reliability() -> None:
    assert needed_reliability(0.5, 0.9) == Fraction(5, 9)
    assert needed_reliability(0.95, 0.9) > 1
    assert needed_reliability(math.inf, 0.9) == math.inf
    assert needed_reliability(0, 0.9) == 0


@given(followers(), SHARE)
@settings(max_examples=25)
def test_no_other_hedge_is_better(drawn: dict[str, Any], rho: Fraction) -> None:
    found = hedging(drawn, rho)
    for name, (loss, benefit, curvature) in drawn.items():

        def value(h: Fraction, *, of: Any = (loss, benefit, curvature)) -> Fraction:
            return (1 - rho) * of[0] * h - rho * of[1] * h - of[2] * h * h / 2

        best = found.hedges[name]
        assert all(value(best) >= value(Fraction(j, 10)) for j in range(80))


@given(followers(), SHARE, SHARE)
@settings(max_examples=25)
def test_a_more_reliable_leader_is_hedged_against_less(
    drawn: dict[str, Any], one: Fraction, other: Fraction
) -> None:
    low, high = hedging(drawn, min(one, other)), hedging(drawn, max(one, other))
    assert all(high.hedges[name] <= low.hedges[name] for name in drawn)


@given(followers(), NUMBER, NUMBER)
@settings(max_examples=25)
def test_no_other_reliability_is_better_for_the_leader(
    drawn: dict[str, Any], cost: Fraction, harm: Fraction
) -> None:
    found = leaders_choice(drawn, cost=cost, harm=harm)

    def value(rho: Fraction) -> Fraction:
        return -harm * sum(hedging(drawn, rho).hedges.values()) - cost * rho

    assert all(value(found.reliability) >= value(Fraction(j, 60)) for j in range(61))
    assert found.certificate["leaders_smallest_margin"] >= 0
    assert found.chosen


def test_an_agreement_is_kept_from_the_needed_reliability_on() -> None:
    game = load_game("climate", "g6_consensus")
    outcome = solve(game)
    assert outcome.binding_state == "Russia"
    needed = float(needed_reliability(outcome.needed_patience, 0.9))
    levels = {}
    for rho in (needed - 1e-6, needed + 1e-6):
        levels[rho] = solve(game, patience=patience_under(game, "US", rho)).level
    low, high = levels.values()
    assert high == pytest.approx(outcome.level)
    assert low < high
    # If Russia leads, its own promise is to itself: others need less.
    least = patience_under(game, "Russia", needed - 1e-6)
    assert least["Russia"] == 0.9
    assert solve(game, patience=least).level == pytest.approx(outcome.level)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: hedging({}, 0.5),
        lambda: hedging({"A": (1, 1)}, 0.5),
        lambda: hedging({"A": (-1, 1, 1)}, 0.5),
        lambda: hedging({"A": (1, 1, 0)}, 0.5),
        lambda: hedging({"A": (1, 1, 1)}, 1.5),
        lambda: hedging({"A": (1, float("inf"), 1)}, 0.5),
        lambda: leaders_choice({"A": (1, 1, 1)}, cost=-1),
        lambda: leaders_choice({"A": (1, 1, 1)}, cost=1, harm={"B": 1}),
        lambda: leaders_choice({"A": (1, 1, 1)}, cost=1, harm=-1),
        lambda: needed_reliability(-0.5, 0.9),
        lambda: needed_reliability(0.5, 0),
        lambda: needed_reliability(0.5, 1),
        lambda: needed_reliability(float("nan"), 0.5),
        lambda: patience_under(load_game("climate", "g6_consensus"), "USA", 0.5),
        lambda: patience_under(load_game("climate", "g6_consensus"), "US", True),
    ],
)
def test_bad_input_is_told(wrong: Any) -> None:
    with pytest.raises(ModelError):
        wrong()


def test_shown_and_written() -> None:
    found = leaders_choice({"A": (1, 1, 1)}, cost=0)
    assert found.to_dict()["reliability"] == "1/2"
    assert found.table().rows == [["A", 0.0, 0.5]]
