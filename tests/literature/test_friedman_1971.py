"""Friedman 1971, Review of Economic Studies 38: reversion to the stage equilibrium."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

import gametheory_orders as gto


def test_the_dilemma_of_five_three_one():
    dilemma = gto.NormalFormGame(([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    assert set(gto.critical_patience(dilemma, (0, 0)).values()) == {Fraction(1, 2)}
    assert gto.trigger_patience(gto.Trigger(3, 5, 1)) == Fraction(1, 2)


def test_groups_that_provide_a_linear_good():
    found = [float(gto.public_good_patience(0.4, 1, k)) for k in (3, 5, 10)]
    assert found == pytest.approx([0.75, 0.375, 1 / 6])
    # As patience nears one the smallest group nears that of the one-shot game, c / b.
    assert gto.smallest_group(0.4, 1, 0.999999) == math.ceil(1 / 0.4)
