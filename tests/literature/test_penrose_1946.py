"""Penrose 1946, Journal of the Royal Statistical Society 109: one vote among many."""

import math

import pytest

from gametheory_orders.measures.power import banzhaf, shapley_shubik
from voting_games import assembly


def test_the_power_of_one_state_in_the_general_assembly():
    power = banzhaf(assembly("majority"))
    one = float(power.of("banzhaf_absolute")["S0"])
    assert one == pytest.approx(0.057507, abs=5e-7)
    assert math.sqrt(2 / (math.pi * 193)) == pytest.approx(0.057433, abs=5e-7)
    assert power.figures["power_to_act"] == 0.5
    assert set(shapley_shubik(assembly("majority"))) == {shapley_shubik(assembly("2/3"))["S1"]}


def test_two_thirds_of_193_coin_flips_hardly_ever_act():
    game = assembly("2/3")
    assert game.normal == assembly(129).normal
    act = float(banzhaf(game).figures["power_to_act"])
    assert act == pytest.approx(1.6698e-6, abs=5e-11)
    # With a stated probability of acceptance the picture is another one.
    assert banzhaf(game, probability="2/3").figures["power_to_act"] > 0.5
