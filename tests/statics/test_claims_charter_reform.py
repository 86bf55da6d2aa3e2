"""What the checks of claims 20 to 35 compute, against figures found otherwise."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from gametheory_orders.files.claims import BundledModels
from gametheory_orders.issues import CollectiveAction
from gametheory_orders.statics.claims import all_checks
from gametheory_orders.statics.claims.charter_council import _among_equals
from gametheory_orders.statics.claims.charter_reform import _joined
from gametheory_orders.statics.claims.charter_worlds import all_plans, council_points
from gametheory_orders.statics.claims.checks import Finding


def run(number: int, **keywords: object) -> Finding:
    return all_checks()[number].run(BundledModels(), **keywords)


def test_the_council_is_stuck_between_china_and_the_united_states() -> None:
    """Ideal points of 2012: 3.53 of the line, and one more for each that the five move apart."""
    at = council_points(BundledModels())
    assert at["USA"] - at["CHN"] == pytest.approx(3.53, abs=0.005)
    assert "3.53, 4.03, 4.53, 5.03" in run(24).evidence


def test_the_lowest_of_fifteen_peaks_on_climate() -> None:
    """Unanimity agrees on the smallest peak K min(s / k), 9.19; two thirds on the tenth, 23.82."""
    issue = BundledModels().issue("climate")
    stakes, capacities = issue.world.columns["stake"], issue.world.columns["capacity"]
    peaks = np.sort(stakes * capacities.sum() / capacities)[::-1]
    evidence = run(35).evidence
    assert f"price of {peaks[-1]:.2f} of 25.0" in evidence
    assert f"two thirds would agree on {peaks[9]:.2f}" in evidence


@pytest.mark.parametrize("n", [2, 10])
@pytest.mark.parametrize("weight", [0.0, 0.4, 0.9])
def test_what_equal_rivals_lose_alone_is_the_closed_form(n: int, weight: float) -> None:
    """Alone at a price of 1 - r of the stake; E = 1 - ((n - 1 + r) / (n - 1))^2."""
    alone, agreed, _ = _among_equals(n, weight, 0.55)
    assert alone == pytest.approx(1 - ((n - 1 + weight) / (n - 1)) ** 2, abs=1e-9)
    assert agreed == pytest.approx(1.0, abs=1e-9)


def test_equals_without_rivalry_keep_all_from_a_patience_of_one_half() -> None:
    assert _among_equals(2, 0.0, 0.5)[2] == pytest.approx(1.0, abs=1e-9)
    assert _among_equals(2, 0.0, 0.45)[2] < 1.0 - 1e-3


def test_no_plan_for_the_council_passes_while_shares_of_power_count() -> None:
    plans = all_plans(BundledModels()).reforms[1:]
    assert not any(plan.passes for plan in plans)
    assert {
        plan.name
        for plan in all_plans(BundledModels(), "banzhaf_absolute").reforms[1:]
        if plan.passes
    } == {"no_veto", "double_veto"}
    assert run(29).verdict == "mixed"

    assert "149, 188, 188 of 193" in run(29).evidence


def test_new_seats_cost_a_permanent_member_less_than_the_veto() -> None:
    """The loss by the plan of the four, as a part of 421 / 2145."""
    found = run(30)
    now = 421 / 2145
    gain = float(all_plans(BundledModels())["g4"].gains["USA"])
    assert found.counterexample["g4"] == pytest.approx(-gain / now, abs=1e-4)
    assert "no_veto" in found.condition.split(";")[0]


def test_the_largest_payer_of_the_fund_blocks_alone_at_85_percent() -> None:
    found = run(26)
    assert found.counterexample == {"quota": "85%", "chance_to_stop": 1.0}
    assert run(26, quotas=("majority",)).verdict == "holds"


def test_a_council_of_the_strongest_follows_power() -> None:
    assert "CHN, IND, JPN, RUS, USA" in run(27).evidence


@pytest.mark.parametrize("least", [1.5, 0.5, 0.0])
def test_who_joins_in_the_end_is_an_equilibrium(least: float) -> None:
    """Nobody gains by the other action, each tried one by one."""
    issue = BundledModels().issue("aggression")
    assert isinstance(issue, CollectiveAction)
    named = (issue.world.columns["ideal_point"] > least) & issue.able
    acts = _joined(issue, named)
    before = issue.payoffs(acts)
    for i in np.flatnonzero(issue.able):
        other = acts.copy()
        other[i] = 1 - other[i]
        assert issue.payoffs(other)[i] <= before[i] + 1e-12


def test_a_veto_on_oneself_ends_where_it_costs_what_the_sanction_does() -> None:
    found = run(31, costs=(0.0, 0.9, 1.0))
    assert found.counterexample["cost"] == 0.9
    assert run(31, costs=(1.0, 1.2)).verdict == "holds"


def test_fewer_stay_in_each_period() -> None:
    sizes = re.search(r"period, ([\d, ]+) states", run(33).evidence)
    assert sizes is not None
    numbers = [int(size) for size in sizes[1].split(", ")]
    assert all(a >= b for a, b in itertools.pairwise(numbers))
    assert numbers[0] > numbers[-1]


def test_a_limit_on_the_united_states_alone_helps_it_at_no_level() -> None:
    assert run(20).condition.startswith("the limit is modest (nobody loses up to a price of 12)")
    assert "0, 0, 0, 0, 0 of 1 bound gain" in run(20, bound=("US",)).evidence
