"""Heyen and Lehtomaa 2021, Oxford Open Climate Change 1(1), kgab010: governing a thermostat.

Primitives from the article's accompanying data (github.com/jlehtomaa/OOCC_2021): today's
temperatures of W, T, C are 24.5, 17 and 14.5 degrees, all like 13 best, damages are quadratic,
patience .99, proposers equally likely. Numbers from the tables of the main text and the supplement,
theory.md B4.5. The article checks one equilibrium of each case; here all are searched, and for the
three cases with a power threshold it is the only one in pure stationary strategies without ties.
"""

from __future__ import annotations

import numpy as np
import pytest

from gametheory_orders import (
    binding_process,
    majority_approval,
    thermostat_payoffs,
    unanimous_approval,
)
from gametheory_orders.solvers.governance_rules import deployment

IDEALS = {"W": 24.5 - 13, "T": 17.0 - 13, "C": 14.5 - 13}
ASYMMETRIC = {"W": 0.75, "T": 1.25, "C": 1.0}
NOBODY, TC, WC, WT, ALL = (), ("T", "C"), ("W", "C"), ("W", "T"), ("W", "T", "C")
STATES = (NOBODY, TC, WC, WT, ALL)


def levels(damages=None, threshold=None):
    return [deployment(state, IDEALS, damages, threshold=threshold) for state in STATES]


def values(process):
    return [[process.value(state, who) for who in "WTC"] for state in STATES]


def test_what_is_deployed():
    assert levels(threshold=0.5) == pytest.approx([0, 2.75, 6.5, 7.75, 17 / 3], rel=1e-14)
    assert levels() == pytest.approx([11.5, 11.5, 6.5, 7.75, 17 / 3], rel=1e-14)
    asymmetric = [0, 2.88889, 5.78571, 6.81250, 5.04167]
    assert levels(ASYMMETRIC, 0.5) == pytest.approx(asymmetric, abs=5e-6)


def test_power_threshold_ends_with_the_two_cooler():
    found = binding_process(thermostat_payoffs(IDEALS, threshold=0.5), unanimous_approval, 0.99)
    assert len(found) == 1
    assert found[0].absorbing == (TC,)
    expected = [
        [55.13063, 14.29313, 0.68063],
        [55.68750, 14.43750, 0.68750],
        [56.66355, 14.15950, -0.00851],
        [56.98524, 13.92972, -0.42211],
        [57.44227, 14.03234, -0.43764],
    ]
    assert np.allclose(values(found[0]), expected, rtol=0, atol=5.1e-6)


def test_weak_governance_leaves_the_free_driver():
    found = binding_process(thermostat_payoffs(IDEALS), unanimous_approval, 0.99)
    expected = [
        [132.25, -40.25, -97.75],
        [132.25, -40.25, -97.75],
        [131.51471, -38.77941, -95.54412],
        [131.83640, -39.00919, -95.95772],
        [131.24918, -38.67729, -95.31944],
    ]
    # The free driver deploys the same against nobody and against (TC): between those all are
    # indifferent, so that several equilibria differ in moves there, and in nothing else.
    assert len(found) > 1
    for each in found:
        assert np.allclose(values(each), expected, rtol=0, atol=5.1e-6)
        assert each.absorbing in ((NOBODY,), (TC,))
    published = [[1, 0, 0, 0, 0], [2 / 3, 1 / 3, 0, 0, 0], [1 / 3, 0, 2 / 3, 0, 0]]
    order = [found[0].states.index(state) for state in STATES]
    first = [each.transitions[np.ix_(order, order)][:3] for each in found]
    assert any(np.allclose(rows, published) for rows in first)


def test_unanimity_with_unequal_damages():
    payoffs = thermostat_payoffs(IDEALS, ASYMMETRIC, threshold=0.5)
    found = binding_process(payoffs, unanimous_approval, 0.99)
    assert len(found) == 1
    assert found[0].absorbing == (TC,)
    there = [found[0].value(TC, who) for who in "WTC"]
    assert there == pytest.approx([43.57407, 18.45679, 0.32099], abs=5e-6)
    assert sum(there) == pytest.approx(62.35, abs=5e-3)
    assert values(found[0])[-1] == pytest.approx([44.53839, 18.12685, -0.45954], abs=5e-6)


def test_without_unanimity_all_deploy_and_the_coolest_loses():
    payoffs = thermostat_payoffs(IDEALS, ASYMMETRIC, threshold=0.5)
    found = binding_process(payoffs, majority_approval, 0.99)
    assert len(found) == 1
    assert found[0].absorbing == (ALL,)
    expected = [
        [67.00011, 18.41291, -10.13739],
        [67.54180, 18.64087, -10.13498],
        [67.85304, 18.61645, -10.29936],
        [67.94703, 18.51496, -10.44939],
        [67.90495, 18.64366, -10.29340],
    ]
    assert np.allclose(values(found[0]), expected, rtol=0, atol=5.1e-6)
    assert sum(expected[-1]) == pytest.approx(76.26, abs=6e-3)
    # What unanimity costs, and whom it shields.
    assert sum(expected[-1]) / 62.35185 == pytest.approx(1.22, abs=5e-3)
