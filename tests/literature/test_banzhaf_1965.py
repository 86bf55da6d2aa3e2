"""Banzhaf 1965, Rutgers Law Review 19: swings, on the Security Council."""

from fractions import Fraction

import pytest

from gametheory_orders.measures.power import banzhaf
from gametheory_orders.orders.voting import equivalent, weighted_game
from voting_games import council


def test_banzhaf_swings_of_the_security_council_today():
    power = banzhaf(council())
    swings = power.of("banzhaf_swings")
    assert (swings["P0"], swings["E0"]) == (848, 84)
    assert power.figures["winning_coalitions"] == 848
    assert power["P0"] == Fraction(848, 5080)
    assert [float(power[p]) for p in ("P0", "E0")] == pytest.approx([0.166929, 0.016535], abs=5e-7)
    absolute = power.of("banzhaf_absolute")
    assert float(absolute["P0"]) == pytest.approx(0.051758, abs=5e-7)
    assert float(absolute["E0"]) == pytest.approx(0.005127, abs=5e-7)


def test_banzhaf_swings_before_1965():
    swings = banzhaf(council(5, 6, 7)).of("banzhaf_swings")
    assert (swings["P0"], swings["E0"]) == (57, 5)


def test_the_vetoers_hold_five_sixths_of_banzhaf_power():
    power = banzhaf(council())
    assert float(sum(power[f"P{i}"] for i in range(5))) == pytest.approx(0.835, abs=5e-4)


def test_weights_of_seven_and_one_are_the_security_council():
    names = council().players
    weights = {p: 7 if p.startswith("P") else 1 for p in names}
    assert equivalent(weighted_game(weights, 39), council())
    assert not equivalent(weighted_game(weights, 38), council())
    assert list(banzhaf(weighted_game(weights, 39))) == list(banzhaf(council()))
