"""Lerner and Tirole, A model of forum shopping, American Economic Review 96 (2006), in form.

Users gain a + b with b even on [-1, 1]; the sponsor picks t* = max(-1, -1 - 2a).
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from gametheory_orders import forum_shopping


@pytest.mark.parametrize(
    ("case", "bias", "success"),
    [(-0.2, "-3/5", "4/5"), (-0.4, "-1/5", "3/5"), (-0.8, "3/5", "1/5")],
)
def test_the_weaker_the_case_the_tougher_the_forum(case, bias, success):
    found = forum_shopping(case)
    assert (found.bias, found.success) == (Fraction(bias), Fraction(success))


def test_at_the_sponsors_choice_users_gain_nothing():
    assert [forum_shopping(a).users for a in (-0.2, -0.4, -0.8)] == [0, 0, 0]
