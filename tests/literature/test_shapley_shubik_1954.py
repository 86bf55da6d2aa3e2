"""Shapley and Shubik 1954, American Political Science Review 48: the Security Council."""

from fractions import Fraction

import pytest

from gametheory_orders.measures.power import shapley_shubik
from voting_games import council


@pytest.mark.parametrize(
    ("body", "permanent", "elected"),
    [
        (council(), Fraction(421, 2145), Fraction(4, 2145)),
        # Before 1965: eleven members, seven votes.
        (council(5, 6, 7), Fraction(76, 385), Fraction(1, 462)),
        # Twenty elected members and fourteen votes.
        (council(5, 20, 14), Fraction(1571, 8050), Fraction(39, 32200)),
    ],
)
def test_shapley_shubik_of_the_security_council(body, permanent, elected):
    power = shapley_shubik(body)
    assert (power["P0"], power["E0"]) == (permanent, elected)
    assert sum(power) == 1
