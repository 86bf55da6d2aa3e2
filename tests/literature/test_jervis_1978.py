"""Jervis 1978, World Politics 30: the stag hunt takes more trust the more must join."""

from __future__ import annotations

import pytest

import gametheory_orders as gto


def test_trust_that_each_must_have_in_each_other():
    found = [gto.trust_threshold(3, 4, n) for n in (2, 6, 15, 193)]
    assert found == pytest.approx([0.75, 0.944, 0.980, 0.9985], abs=5e-4)


@pytest.mark.parametrize("players", [2, 6, 15, 193])
def test_at_the_threshold_joining_and_staying_out_pay_the_same(players):
    trust = gto.trust_threshold(3, 4, players)
    assert 4 * trust ** (players - 1) == pytest.approx(3)
