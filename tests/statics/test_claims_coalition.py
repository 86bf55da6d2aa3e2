"""What the checks of the claims about the coalition compute, against figures found otherwise."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from gametheory_orders.files.claims import BundledModels
from gametheory_orders.orders.voting import quota_game
from gametheory_orders.solvers.passing import passing_chances
from gametheory_orders.statics.claims import all_checks
from gametheory_orders.statics.claims.checks import Finding
from gametheory_orders.statics.claims.coalition_worlds import by_size_of_equals
from gametheory_orders.statics.claims.modest_size import (
    ACCEPTANCE,
    best_number,
    enough_accept,
    largest_share,
    needed_votes,
    where_all_are_best,
    where_majority_wants_all,
)


def run(number: int, **keywords: object) -> Finding:
    return all_checks()[number].run(BundledModels(), **keywords)


def deep(n: int, k: int) -> float:
    """E of k of n equal states that act jointly, in closed form."""
    return k * (k - 1) * (2 * n - k - 1) / (n * (n - 1) ** 2)


@pytest.mark.parametrize("n", [4, 11, 193])
def test_effectiveness_by_size_is_the_closed_form(n: int) -> None:
    assert by_size_of_equals(n) == pytest.approx([deep(n, k) for k in range(n + 1)], abs=1e-12)


def test_the_best_shot_needs_fewer() -> None:
    n = 9
    closed = [(k - 1) * (2 * n - k - 1) / (n - 1) ** 2 for k in range(3, n + 1)]
    # Two are indifferent to leaving it to one outside, and the worst equilibrium counts.
    assert by_size_of_equals(n, "best_shot")[3:] == pytest.approx(closed, abs=1e-9)


def test_modest_size_under_consensus() -> None:
    """Best numbers for 193 states by chance of acceptance; about -2 / ln a while they are few."""
    best = [best_number(193, a, 1.0) for a in ACCEPTANCE]
    assert best == [6, 9, 19, 37, 60, 142]
    for a, k in zip(ACCEPTANCE[:4], best[:4], strict=True):
        assert k == pytest.approx(-2 / math.log(a), rel=0.1)
        values = [a**j * deep(193, j) for j in range(194)]
        assert k == int(np.argmax(values))


def test_the_acceptance_from_which_on_all_are_best() -> None:
    boundary = where_all_are_best(193)
    assert boundary == pytest.approx(191 / 192, abs=1e-12)
    assert best_number(193, boundary - 1e-5, 1.0) == 192
    assert best_number(193, boundary + 1e-5, 1.0) == 193


def test_the_share_of_votes_up_to_which_all_are_best() -> None:
    share = largest_share(193, 0.9)
    assert best_number(193, 0.9, share) == 193
    assert best_number(193, 0.9, share + 1 / 193) < 193
    # Enough of them accept almost surely as long as the share is below the chance of each.
    assert 0.8 < share < 0.9


def test_the_acceptance_from_which_on_a_majority_of_all_is_best() -> None:
    n = 41
    boundary = where_majority_wants_all(n)
    for a in np.linspace(0.05, 0.95, 19):
        assert (best_number(n, float(a), 0.5) == n) == (a >= boundary)
    assert "0.457" in run(104).condition


@pytest.mark.parametrize("share", [0.5, 2 / 3, 1.0])
def test_chances_of_enough_are_those_of_the_voting_rules(share: float) -> None:
    table, votes = enough_accept(9, 0.7), needed_votes(9, share)
    for k in (1, 2, 5, 9):
        game = quota_game([f"S{i}" for i in range(k)], int(votes[k]))
        assert table[k, votes[k]] == pytest.approx(passing_chances(game, np.full((1, k), 0.7))[0])


def test_claim_104_is_a_matter_of_the_veto() -> None:
    found = run(104)
    assert found.verdict == "holds_if"
    assert "6, 9, 19, 37, 60, 142" in found.evidence
    assert "0.9948" in found.condition
    assert found.counterexample == {"majority": 193, "pledges": 193}
    assert run(104, ways=("consensus",)).verdict == "holds"


def test_six_powers_beat_all_on_climate_below_some_acceptance() -> None:
    level = float(re.search(r"below (0\.\d+)", run(104).evidence)[1])  # type: ignore[index]
    assert level == pytest.approx((0.269684 / 0.497782) ** (1 / 9), abs=1e-3)


def test_the_hub_has_half_and_fewer_links() -> None:
    found = run(81)
    assert "0.500" in found.evidence
    assert "192" in found.evidence
    assert "18528" in found.evidence
    # With links among the rest all count alike.
    assert "contribution is 0.100" in run(81, between_spokes=1.0).evidence


def test_pledges_by_number_of_states() -> None:
    """n = 10: .3951 v .1185; n = 193: .0207 v .0003; climate .356 v .084."""
    evidence = run(91).evidence
    for figure in ("0.3951", "0.1185", "0.0207", "0.0003", "0.356", "0.084"):
        assert figure in evidence


def test_uniform_and_measured_pledges_on_climate() -> None:
    evidence = run(93).evidence
    assert "Safrica" in evidence
    assert "0.0049" in evidence
    assert "0.010" in evidence
    assert "0.356" in evidence


def test_compartments_hold_from_a_quarter_to_seven_twelfths() -> None:
    assert run(92).condition == "patience is from 0.250 to 0.583"


def test_an_agent_pays_up_to_the_spread_over_root_three() -> None:
    assert f"{1 / 3**0.5:.3f}" in run(107).condition


def test_a_weaker_case_goes_to_a_stricter_forum() -> None:
    """Bias picked: -1 - 2a; the chance to pass is then 1 + a."""
    evidence = run(100).evidence
    assert "-0.2 picks a forum of bias -0.6, passes with a chance of 0.8" in evidence
    assert "-0.4 picks a forum of bias -0.2, passes with a chance of 0.6" in evidence


def test_all_stay_together_for_special_numbers_only() -> None:
    assert "2, 3, 5, 8, 13, 20, 31, 48" in run(102).evidence


def test_claim_96_holds_but_for_two_giants() -> None:
    found = run(96)
    assert found.verdict == "holds_if"
    assert list(found.counterexample) == ["two giants"]
    assert run(96, challenges=("climate", "many equals")).verdict == "holds"


def test_others_give_less_only_if_the_good_satiates() -> None:
    found = run(98)
    assert found.verdict == "holds_if"
    # Q = 1 each by the linear good; (a - Q) s_i by the quadratic one, a = 20.
    assert "0% less if the worth of the good is linear" in found.evidence
    outside = 20 / (1 + 7 + 9) / (20 / 11)
    assert f"{1 - outside:.0%} less if the worth of the good is quadratic" in found.evidence


def test_exclusion_hurts_the_same_outsiders_and_helps_those_left_as_more_join() -> None:
    found = run(103)
    assert found.verdict == "mixed"
    assert list(found.counterexample) == ["those left outside lose once others join"]


def test_most_regions_join_a_tariff_club_on_its_terms() -> None:
    found = run(82)
    assert "13 at 3.0%" in found.evidence
    assert "Eurasia and Safrica" in found.evidence
