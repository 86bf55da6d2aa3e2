"""Small worlds that once brought out a wrong answer, one test each."""

from __future__ import annotations

import numpy as np
import pytest

import oracles
from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.issues import TradeLinks
from gametheory_orders.orders import FixedLevel, OpenEntry, Quota, Tariff, Unanimity
from gametheory_orders.solvers import solve
from gametheory_orders.solvers.agreement import agree
from making import game, good, reciprocal


def test_best_kept_closed_agenda_may_lie_above_the_agreed_level():
    issue = good([2.19, 0.64, 4.13, 1.13], [0.06, 0.04, 1.68, 0.23])
    out = solve(
        reciprocal(issue, Quota(quota=1, agenda="closed", setter="C")),
        patience=0.75,
        fallback="best_kept",
    )
    # agreed 4.94125 is not kept; 5.3573 is, and C has 20.36 there against 16.75 at 1.685
    e = np.ones(4, bool)
    assert oracles.kept(issue.stakes, issue.capacities, e, np.array([5.357358]), 0.75)[0]
    assert out.payoffs["C"] > 20.3


def test_exempt_frees_the_fewest_without_a_floor():
    issue = good([0.7, 1.38, 5.64], [1.08, 7.43, 0.2])
    order = reciprocal(issue, Quota(quota=3, floor=False))
    out = solve(order, patience=0.51, fallback="exempt")
    assert out.agreed.agreement.level == pytest.approx(1.6177388963, abs=1e-9)
    assert out.delivered.agreement.reached
    assert out.delivered.agreement.exempt.sum() == 1


def test_a_level_at_a_peak_is_exact():
    issue = good([0.5, 0.5], [1.0, 1.45])
    level = agree(game(issue, Unanimity(floor=False)), np.ones(2, bool)).level
    assert level == pytest.approx(0.8448275862068967, rel=1e-12)


def test_open_entry_shows_what_its_own_certificate_confirms():
    imports = np.array([[0.0, 5.8, 5.2], [5.7, 0.0, 1.1], [9.8, 7.0, 0.0]])
    issue = good(
        [0.66, 2.6, 0.32],
        [0.63, 0.75, 1.15],
        TradeLinks(imports, np.array([0.6, 0.31, 0.24]), np.ones(3)),
    )
    out = solve(game(issue, FixedLevel(level=2.3), Tariff(rate=0.2), OpenEntry()))
    assert out.delivered.stable
    assert out.certificate["holds"]


def test_witness_of_no_stable_membership_names_a_leaver():
    imports = np.array(
        [[0.0, 9.7, 6.5, 2.6], [6.1, 0.0, 1.8, 1.5], [7.7, 4.3, 0.0, 3.6], [6.1, 6.3, 7.9, 0.0]]
    )
    issue = good(
        [0.92, 1.69, 0.71, 1.62],
        [0.81, 0.74, 1.1, 1.36],
        TradeLinks(imports, np.array([0.64, 0.56, 0.19, 0.88]), np.ones(4)),
    )
    with pytest.raises(NoAnswer) as caught:
        solve(game(issue, FixedLevel(level=2.65), Tariff(rate=0.2), OpenEntry()))
    assert caught.value.witness["leavers"]


def test_all_votes_may_leave_with_a_leaver():
    # the order as it stands is sound. Expected: no agreement among the rest.
    issue = good([1.0, 1.0])
    out = solve(game(issue, Quota(quota="majority", weights={"A": 1.0, "B": 0.0})))
    assert out.agreed.agreement.level == pytest.approx(2.0)


@pytest.mark.parametrize(
    "rule",
    [
        Unanimity(body=("A",)),
        Quota(quota="2/3", body=("A",)),
        Quota(quota="majority", body=("A",)),
        Quota(quota=1, body=("A",)),
    ],
)
def test_an_empty_council_decides_nothing(rule):
    # A is the whole council; when it leaves nobody can decide, so the rest have the status quo.
    issue = good([1.0, 1.0, 1.0])
    out = solve(game(issue, rule))
    face = out.agreed
    assert face.leave_payoffs[0] == pytest.approx(out.game.reference_payoffs[0])
