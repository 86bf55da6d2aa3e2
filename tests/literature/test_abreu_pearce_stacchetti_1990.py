"""Abreu, Pearce and Stacchetti 1986, 1990: bang-bang equilibria; a case recomputed by hand.

Reward 2, deviation 3, punishment 0; a bad signal with probability .1 or, after one deviation, .5.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

import gametheory_orders as gto

NOISY = gto.MonitoredGame.of_two(2, 3, 0, false_alarm=0.1, detection=0.5)
THRESHOLD = Fraction(10, 17)


@pytest.mark.parametrize("patience", [THRESHOLD, 0.6, 0.8, 0.95])
def test_from_the_threshold_on_the_set_is_spanned_by_nothing_and_seven_quarters(patience):
    assert gto.symmetric_payoffs(NOISY, patience).interval == (0, Fraction(7, 4))


@pytest.mark.parametrize("patience", [0, 0.3, 0.588, THRESHOLD - Fraction(1, 10**9)])
def test_below_it_only_defection_is_left(patience):
    assert gto.symmetric_payoffs(NOISY, patience).interval == (0, 0)


def test_the_high_state_punishes_only_the_bad_signal():
    high = gto.symmetric_payoffs(NOISY, 0.8).high
    assert high.high == (1, Fraction(9, 14))
    assert high.margin == 0
