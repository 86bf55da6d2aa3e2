"""What the checks of the claims about combining the four compute, against other figures."""

from __future__ import annotations

import math

import pytest

from gametheory_orders.files.claims import BundledModels
from gametheory_orders.statics.claims import all_checks
from gametheory_orders.statics.claims.checks import Finding
from gametheory_orders.statics.claims.navigating import _standard


def run(number: int, **keywords: object) -> Finding:
    return all_checks()[number].run(BundledModels(), **keywords)


def test_wider_circles_agree_on_a_higher_price_of_carbon() -> None:
    """G6 8.99 and all fifteen 9.19: the price rises with numbers, so the claim is mixed."""
    found = run(111)
    assert found.verdict == "mixed"
    assert "6: 8.99" in found.evidence
    assert "15: 9.19" in found.evidence


def test_two_tracks_on_climate() -> None:
    found = run(112)
    assert "0.498" in found.evidence
    assert "0.138" in found.evidence
    assert "worse in 0" in found.evidence


@pytest.mark.parametrize("mobility", [0, 1, 2])
@pytest.mark.parametrize("access", [0, 1, 2])
def test_standards_are_the_closed_form(mobility: int, access: int) -> None:
    """s* = own - m + a, for whole figures."""
    assert _standard(mobility, access) == (3 - mobility + access,) * 2


def test_the_five_need_half_their_spread() -> None:
    """Ideal points of 2012: the five span 3.53, all 192 states 4.65."""
    found = run(114)
    assert "1.77 in p5" in found.evidence
    assert "2.32 in unga" in found.evidence
    assert "1.77" in found.condition


def test_an_order_needs_both_conditions() -> None:
    found = run(116)
    assert found.verdict == "holds"
    assert "bring 0.270" in found.evidence
    assert found.evidence.count("0.000") == 3


def test_all_six_powers_are_needed_from_some_share_on() -> None:
    found = run(117)
    assert found.verdict == "holds_if"
    assert "6 can each stop it (CHN, IND, JPN, RUS, USA, EU)" in found.evidence


def test_a_bloc_of_sixty_one_against_a_motion() -> None:
    """Of the other 132 at least 97 must say yes: a binomial tail."""
    tail = sum(math.comb(132, k) * 0.65**k * 0.35 ** (132 - k) for k in range(97, 133))
    assert f"{tail:.3f}" in run(118).evidence


def test_harm_is_what_costs() -> None:
    assert run(115).verdict == "holds"
    # Each does 1 too much for the other at a harm of 2: both lose 2, and gain 1 by it.
    assert run(115, harm=2).counterexample["lost"] == 2
