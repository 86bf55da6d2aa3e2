"""Morse and Keohane, Contested multilateralism, Review of International Organizations 9 (2014).

The choice in their form; the figures are worked out by hand from max{V0, V - s, V_new - F}.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from gametheory_orders import forum_choice


@pytest.mark.parametrize(
    ("stay", "shift", "create", "cost", "choice"),
    [
        (0.3, 0.5, 0.8, 0.45, "shift"),
        (0.3, 0.5, 0.8, 0.3, "create"),
        (0.3, 0.35, 0.5, 0.45, "stay"),
    ],
)
def test_who_stays_shifts_or_creates(stay, shift, create, cost, choice):
    found = forum_choice([stay], {"other": shift}, create, shift_cost=0.1, create_cost=cost)
    assert found.choices[0].choice == choice


def test_a_new_forum_is_created_up_to_a_cost_of_two_fifths():
    found = forum_choice([0.3], {"other": 0.5}, 0.8, shift_cost=0.1, create_cost=0.45)
    assert found.choices[0].create_up_to == Fraction(2, 5)
    assert found.choices[0].shift_up_to == Fraction(3, 20)
