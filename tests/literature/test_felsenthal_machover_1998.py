"""Felsenthal and Machover 1998, The Measurement of Voting Power: blocs, dummies, deficits."""

from fractions import Fraction

import pytest

from gametheory_orders.measures.power import banzhaf, majority_deficit, shapley_shubik
from gametheory_orders.orders.voting import dummies, weighted_game
from voting_games import assembly, council


def test_a_bloc_of_54_decides_almost_everything_in_the_assembly():
    whole = assembly("majority")
    power = banzhaf(whole.with_bloc("bloc", whole.players[:54])).of("banzhaf_absolute")
    assert float(power["bloc"]) == pytest.approx(0.999996, abs=5e-7)
    assert float(power["S100"]) == pytest.approx(1.42e-6, abs=5e-9)


def test_luxembourg_had_no_power_in_the_council_of_1958():
    game = weighted_game({"DE": 4, "FR": 4, "IT": 4, "NL": 2, "BE": 2, "LU": 1}, 12)
    assert dummies(game) == ("LU",)
    large, middle = Fraction(7, 30), Fraction(3, 20)
    assert list(shapley_shubik(game)) == [large, large, large, middle, middle, 0]
    large, middle = Fraction(5, 21), Fraction(1, 7)
    assert list(banzhaf(game)) == [large, large, large, middle, middle, 0]


def test_the_simple_majority_has_no_deficit_and_a_veto_has_one():
    assert majority_deficit(assembly("majority")) == 0
    assert majority_deficit(council()) > majority_deficit(council(veto=False)) > 0
