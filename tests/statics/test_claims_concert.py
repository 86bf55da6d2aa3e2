"""Claims about the concert: figures that are known from elsewhere, and verdicts."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from gametheory_orders.files.claims import BundledModels
from gametheory_orders.statics.claims import Finding, all_checks
from gametheory_orders.statics.claims.club_worlds import SIX, figures

VERDICTS = {
    56: "holds",
    57: "holds",
    58: "holds_if",
    59: "holds",
    60: "holds",
    61: "holds",
    62: "mixed",
    63: "holds_if",
    64: "holds",
    65: "holds",
    66: "holds",
    67: "holds_if",
    68: "holds",
    69: "holds",
    70: "holds_if",
    71: "holds_if",
    72: "holds",
    73: "holds",
    74: "holds",
    75: "holds",
    76: "holds_if",
    77: "holds",
}


def found(number: int) -> Finding:
    return all_checks()[number](BundledModels())


@pytest.mark.parametrize("number", VERDICTS)
def test_a_verdict_changes_only_knowingly(number: int) -> None:
    assert found(number).verdict == VERDICTS[number]


def test_the_patience_of_the_six_on_climate() -> None:
    assert "patience of 0.550" in found(57).evidence


def test_linkage_destroys_between_the_two_thresholds() -> None:
    """g / (g + w) alone, sum of g over the sum of all together (Bernheim and Whinston 1990)."""
    alone, pooled = Fraction(1, 4), Fraction(1 + 9, 1 + 3 + 9 + 1)
    assert found(58).condition == f"patience between {float(alone):.3f} and {float(pooled):.3f}"


def test_consent_is_of_an_audience() -> None:
    assert "Of the powers 100%" in found(59).evidence
    assert "of all states 40%" in found(59).evidence


def test_without_china_by_adding_up() -> None:
    issue = BundledModels().issue("climate")
    s, k = issue.world.columns["stake"], issue.world.columns["capacity"]
    lost = k * (s.sum() - s) ** 2
    china = issue.world.index("China")
    assert f"{1 - lost[china] / lost.sum():.3f} of the possible gain" in found(62).evidence
    # The share in the paper's text is a third, that in its own note 27 percent of carbon dioxide.
    assert "0.301" in found(62).evidence
    assert "0.273" in found(62).evidence


def test_legitimacy_of_six() -> None:
    evidence = found(64).evidence
    assert f"{6 / 193:.3f} of 193" in evidence
    assert f"{32 / 193:.3f} of all states" in evidence
    assert "0.683 for the concert" in evidence


def test_the_same_is_stuck_in_every_room() -> None:
    """3.53 on the ideal points of 2012, between China and the United States."""
    world = BundledModels().world("states")
    at = dict(zip(world.ids, world.columns["ideal_point"], strict=True))
    assert f"{at['USA'] - at['CHN']:.2f}" == "3.53"
    assert found(69).evidence.count("3.53") == 3


def test_expected_gridlock_and_the_price_of_blocking() -> None:
    """5/7 for consensus of six, 575/858 for the Council; the cost is that of China alone."""
    evidence = found(71).evidence
    assert f"{5 / 7:.3f}" in evidence
    assert f"{575 / 858:.3f}" in evidence
    issue = BundledModels().issue("climate")
    inside = np.isin(issue.world.ids, SIX)
    s, k = issue.world.columns["stake"], issue.world.columns["capacity"]
    i = issue.world.index("China")
    peak, cap = s[i] * k[inside].sum() / k[i], s[inside].sum()
    # u(peak) - u(cap) of a quadratic with curvature k: half of k times the squared distance.
    cost = float(k[i] * (cap - peak) ** 2 / 2)
    assert found(71).counterexample["blocking_cost"] == pytest.approx(cost, abs=1e-3)


def test_a_pact_by_adding_up() -> None:
    """Two powers gain 1.5 each, each state between them loses 1."""
    counts = (1, 2, 3, 4, 6)
    evidence = found(75).evidence
    assert figures([3.0 - m for m in counts], 1) in evidence
    assert figures([2 / (m + 2) for m in counts]) in evidence


def test_restraint_takes_a_third() -> None:
    """(3 - 2) / (3 - 0)."""
    assert "patience of 0.333" in found(68).evidence


def test_six_propose_and_all_ratify() -> None:
    """China's peak when all fifteen are bound is what passes both houses."""
    issue = BundledModels().issue("climate")
    s, k = issue.world.columns["stake"], issue.world.columns["capacity"]
    i = issue.world.index("China")
    price = np.maximum(s[i] * k.sum() / k[i], s)
    share = 1 - (k * (s.sum() - price) ** 2).sum() / (k * (s.sum() - s) ** 2).sum()
    assert f"{share:.3f} with" in found(73).evidence


def test_trust_among_powers() -> None:
    assert figures([math.pow(0.75, 1 / (n - 1)) for n in (2, 6, 15)], 3) in found(77).evidence
