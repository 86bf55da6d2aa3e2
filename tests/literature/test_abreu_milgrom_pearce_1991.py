"""Abreu, Milgrom and Pearce 1991, Econometrica 59: noise costs the gain over the likelihood ratio.

The numbers were recomputed by hand: reward 2, deviation 3, punishment 0, p = .1, q = .5.
"""

from __future__ import annotations

import pytest

import gametheory_orders as gto

NOISY = gto.Trigger(2, 3, 0, false_alarm=0.1, detection=0.5)


def test_threshold_and_bound():
    assert float(gto.trigger_patience(NOISY)) == pytest.approx(0.588235, abs=1e-6)
    assert gto.monitoring_bound(NOISY) == 1.75


@pytest.mark.parametrize(("patience", "periods", "value"), [(0.6, 6, 1.74978), (0.8, 2, 1.74825)])
def test_the_best_length_of_punishment(patience, periods, value):
    found = gto.punishment_length(NOISY, patience)
    assert found.periods == periods
    assert float(found.value) == pytest.approx(value, abs=5e-6)


def test_verification_pays():
    better = gto.Trigger(2, 3, 0, false_alarm=0.1, detection=0.8)
    assert gto.monitoring_bound(better) > gto.monitoring_bound(NOISY)
    assert gto.trigger_patience(better) < gto.trigger_patience(NOISY)
