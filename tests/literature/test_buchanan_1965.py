"""Buchanan 1965, An economic theory of clubs: the best size is sqrt(F / c) (theory B2.13)."""

from __future__ import annotations

from fractions import Fraction

from gametheory_orders.solvers.club_size import club_size


def test_a_fixed_cost_of_100_and_crowding_of_1_make_a_club_of_ten() -> None:
    found = club_size(100, 1, benefit=25)
    assert found.sizes == (10,)
    assert found.continuous == 10.0
    assert found.payoff == 5
    # At 9 and 11 members: 25 - 100 / 9 - 9 and 25 - 100 / 11 - 11; the closer one is 11.
    assert found.margin == Fraction(1, 11)


def test_the_size_falls_in_distance_and_crowding_and_rises_in_the_fixed_cost() -> None:
    assert [club_size(100, 1, distance=t).size for t in (0, 1, 2, 6, 30)] == [10, 8, 7, 5, 3]
    assert [club_size(100, c).size for c in (0.25, 1, 4, 25)] == [20, 10, 5, 2]
    assert [club_size(f, 1).size for f in (0, 25, 100, 400)] == [1, 5, 10, 20]
