"""The "Mini-UN" [9; 7, 7, 1, 1, 1] of the CoursIA notebooks on cooperative games."""

from fractions import Fraction

from gametheory_orders.measures.power import banzhaf, shapley_shubik
from gametheory_orders.orders.voting import weighted_game


def test_the_mini_un():
    game = weighted_game([7, 7, 1, 1, 1], 9)
    assert list(shapley_shubik(game)) == [Fraction(3, 10)] * 2 + [Fraction(2, 15)] * 3
    assert list(banzhaf(game)) == [Fraction(2, 7)] * 2 + [Fraction(1, 7)] * 3
