"""Voeten 2001, American Political Science Review 95(4): outside options and the veto."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gametheory_orders import ModelError
from gametheory_orders.solvers.outside_options import outside_option, private_outside_option

COST = Fraction(2, 5)


def test_a_known_cost() -> None:
    found = outside_option(COST)
    assert (found.policy, found.bargaining_range) == (Fraction(3, 5), (Fraction(3, 5), 1))
    assert outside_option(COST, "superpower").policy == 1


def test_without_outside_option_the_status_quo_stands() -> None:
    assert outside_option(None).policy == outside_option(1).policy == 0
    assert outside_option(None, "superpower").policy == 0


def test_a_private_cost_brings_unilateral_action() -> None:
    found = private_outside_option()
    assert (found.policy, found.unilateral) == (Fraction(1, 2), Fraction(1, 2))


@pytest.mark.parametrize("largest", [Fraction(1, 2), Fraction(1), Fraction(3, 2), Fraction(5)])
def test_no_other_offer_is_better_for_the_vetoer(largest: Fraction) -> None:
    def value(offer: Fraction) -> Fraction:
        refused = min(Fraction(1), (1 - offer) / largest)
        return -offer * (1 - refused) - refused

    best = private_outside_option(largest).policy
    assert all(value(best) >= value(Fraction(j, 100)) for j in range(101))


def test_a_negative_cost_is_told() -> None:
    with pytest.raises(ModelError, match="cost"):
        outside_option(-1)
