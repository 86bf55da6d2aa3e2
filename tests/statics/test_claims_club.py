"""Claims about the club: figures that are known from elsewhere, and verdicts."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from gametheory_orders.files.claims import BundledModels
from gametheory_orders.orders import club
from gametheory_orders.statics.claims import Finding, all_checks
from gametheory_orders.statics.claims.club_worlds import (
    DEMOCRACIES,
    agreed_level,
    falls,
    figures,
    good,
    rises,
    share_of_gain,
)

VERDICTS = {
    36: "holds",
    37: "holds_if",
    38: "holds",
    39: "holds",
    40: "holds",
    41: "mixed",
    42: "mixed",
    43: "holds",
    44: "holds_if",
    45: "holds",
    46: "holds",
    47: "holds_if",
    48: "holds",
    49: "holds",
    50: "holds",
    51: "holds",
    52: "holds",
    53: "mixed",
    54: "mixed",
    55: "holds_if",
}


def found(number: int) -> Finding:
    return all_checks()[number](BundledModels())


@pytest.mark.parametrize("number", VERDICTS)
def test_a_verdict_changes_only_knowingly(number: int) -> None:
    assert found(number).verdict == VERDICTS[number]


def test_peace_takes_the_trust_of_the_stag_hunt() -> None:
    """Jervis 1978: with 4, 0, 3 and 2 each must be trusted with two thirds; .990 among thirty."""
    evidence = found(37).evidence
    assert "0.667, 0.600, 0.500, 0.333, 0.000" in evidence
    assert f"{(3 / 4) ** (1 / 29):.3f}" == "0.990"
    assert "0.990" in evidence


def test_hedges_are_those_of_the_closed_form() -> None:
    """h = (1 - rho) L - rho B with L = 1 and B = 1/2; the club of four needs .773 of patience."""
    evidence = found(45).evidence
    assert figures([1 - 1.5 * rho for rho in (0.2, 0.4, 0.5, 0.6)]) in evidence
    assert f"reliability of {0.77348 / 0.9:.2f}" in evidence


def test_an_alliance_of_equals_is_no_larger_under_a_threat() -> None:
    """Three hold together whatever the good is worth (Carraro and Siniscalco); 3 x 3 + 7 give."""
    evidence = found(42).evidence
    assert "16, 32, 64" in evidence
    assert "3, 3, 3 members" in evidence


def test_who_pays_whom_on_climate() -> None:
    evidence = found(51).evidence
    assert "EU and US stay together without payments (0.084" in evidence
    assert "EU, US, China with them (0.298)" in evidence


def test_what_a_club_can_bring_by_itself_is_the_closed_form() -> None:
    """E = 1 - sum of k (sigma - p)^2 over those outside, as a share of no cooperation."""
    issue = BundledModels().issue("climate")
    s, k = issue.world.columns["stake"], issue.world.columns["capacity"]
    lost = k * (s.sum() - s) ** 2
    outside = [i for i, state in enumerate(issue.world.ids) if state not in DEMOCRACIES]
    assert f"{1 - lost[outside].sum() / lost.sum():.3f}" in found(49).evidence


def test_no_line_gives_the_guest_list_of_2021() -> None:
    world = BundledModels().world("states")
    index = dict(zip(world.ids, world.columns["libdem"], strict=True))
    guests, others = [index["COD"], index["PAK"]], [index["SGP"], index["TUR"]]
    # Whoever lets the first two in by a line lets one of the others in.
    assert all(max(others) > line for line in (min(guests), max(guests)))
    assert figures(guests) in found(50).evidence


def test_the_rivals_outweigh_the_seven_and_not_all_democracies() -> None:
    world = BundledModels().world("states")
    power = dict(zip(world.ids, world.columns["cinc"], strict=True))
    share = (power["CHN"] + power["RUS"]) / sum(power.values())
    assert f"{share:.3f}" in found(55).evidence
    assert found(55).counterexample["league"] < share


def test_small_worlds_and_their_figures() -> None:
    issue = good([1.0, 1.2, 1.4])
    assert share_of_gain(issue, issue.first_best()) == pytest.approx(1.0)
    assert share_of_gain(issue, issue.reference()) == 0.0
    # Lowest peak of three with capacities of 1: three times the smallest stake.
    assert agreed_level(issue, club(members=issue.world.ids)) == pytest.approx(3.0)
    assert rises([1, 2, 3])
    assert not rises([1, 1, 2])
    assert falls([2, 1])
    assert figures([-0.0, 1.5], 1) == "0.0, 1.5"


def test_the_two_camps_by_adding_up() -> None:
    """Two camps that each charge the sum of their own stakes."""
    issue = BundledModels().issue("climate")
    s, k = issue.world.columns["stake"], issue.world.columns["capacity"]
    free = ("US", "EU", "Japan", "Canada", "Brazil", "LatAm", "India", "Safrica")
    inside = np.isin(issue.world.ids, free)
    price = np.where(inside, s[inside].sum(), s[~inside].sum())
    short = (k * (s.sum() - price) ** 2).sum() / (k * (s.sum() - s) ** 2).sum()
    assert f"reach {1 - short:.3f} of what all together could" in found(47).evidence


def test_figures_move_as_rises_says() -> None:
    for values in itertools.permutations([1.0, 2.0, 3.0]):
        assert rises(values) == (list(values) == sorted(values))
