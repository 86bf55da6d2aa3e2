"""Pledges that hold: the largest common weight and the best weights by state."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import oracles
from gametheory_orders.orders import NoEnforcement, OpenEntry, Pledge
from gametheory_orders.orders.membership import ForGood
from gametheory_orders.solvers import solve
from gametheory_orders.solvers.agreement import agree
from gametheory_orders.solvers.deviations import Leaving, defection
from gametheory_orders.solvers.pledges import ProtocolMargins, QuadraticMargins
from making import PATIENCE, fixed, game, good, public_goods, reciprocal, with_members


@given(with_members(positive=True))
@settings(max_examples=80)
def test_l5_largest_common_weight_is_the_bisections(drawn: Any) -> None:
    issue, members = drawn
    played = game(issue, Pledge(weight="uniform"), NoEnforcement(), fixed(issue, members))
    found = agree(played, members).weights[members]
    expected = oracles.largest_common_weight(issue.stakes, issue.capacities, members)
    assert found == pytest.approx(np.full(len(found), expected), rel=1e-5, abs=1e-6)


@given(public_goods(positive=True, high=6))
@settings(max_examples=40)
def test_weights_by_state_reach_the_bound_of_duality(issue: Any) -> None:
    s, k = issue.stakes, issue.capacities
    everyone = np.ones(issue.n, dtype=bool)
    played = game(issue, Pledge(weight="differentiated"), NoEnforcement())
    w = agree(played, everyone).weights
    scale = np.abs(played.first_best_payoffs)
    assert ((w >= 0) & (w <= 1)).all()
    assert (oracles.pledge_margins(s, k, everyone, w) >= -1e-9 * scale).all()
    reached = oracles.welfare(s, k, oracles.pledge_actions(s, k, everyone, w))
    possible = played.first_best_payoffs.sum() - played.reference_payoffs.sum()
    gap = (oracles.pledge_upper_bound(s, k) - reached) / possible
    # Any multiplier bounds from above; the best one found may leave a little.
    assert -1e-8 <= gap <= 2e-3


def test_two_states_by_hand() -> None:
    # A grid over both weights cannot do better than the program.
    for s, k in (([1.0, 2.0], [1.0, 1.0]), ([1.0, 5.0], [2.0, 1.0]), ([3.0, 0.5], [0.2, 1.0])):
        issue = good(s, k)
        everyone = np.ones(2, dtype=bool)
        w = agree(game(issue, Pledge(weight="differentiated"), NoEnforcement()), everyone).weights
        best = oracles.welfare(issue.stakes, issue.capacities, issue.pledge_actions(everyone, w))
        for pair in itertools.product(np.linspace(0, 1, 101), repeat=2):
            v = np.array(pair)
            if (oracles.pledge_margins(issue.stakes, issue.capacities, everyone, v) >= 0).all():
                q = oracles.pledge_actions(issue.stakes, issue.capacities, everyone, v)
                assert oracles.welfare(issue.stakes, issue.capacities, q) <= best * (1 + 1e-7)


def test_pledges_of_those_in_for_good_are_the_first_best() -> None:
    issue = good([1.0, 2.0, 3.0])
    for weight in ("uniform", "differentiated"):
        found = solve(game(issue, Pledge(weight=weight), NoEnforcement(), ForGood()))
        assert np.allclose(found.delivered.agreement.actions, issue.first_best())


@given(with_members(high=5, positive=True), PATIENCE)
@settings(max_examples=40)
def test_closed_margins_are_the_protocols(drawn: Any, patience: float) -> None:
    issue, members = drawn
    played = reciprocal(issue, Pledge(weight="uniform"), fixed(issue, members))
    by_state = np.full(issue.n, patience)
    m = int(members.sum())
    rng = np.random.default_rng(1)
    outside = played.reference_payoffs
    for deviation in (
        Leaving.with_weights(played, members),
        defection(played, members, by_state),
        Leaving.to_fixed(played, members, outside),
    ):
        closed = QuadraticMargins(played, members, deviation)
        path = ProtocolMargins(played, members, deviation)
        scale = np.abs(played.first_best_payoffs).max()
        for w in (np.zeros(m), np.ones(m), rng.random(m)):
            assert np.allclose(closed.margins(w), path.margins(w), atol=1e-10 * scale)
            assert closed.total(w) == pytest.approx(path.total(w), rel=1e-10, abs=1e-10 * scale)
            assert np.allclose(closed.margin_slopes(w), path.margin_slopes(w), atol=1e-4 * scale)
            assert np.allclose(closed.total_slopes(w), path.total_slopes(w), atol=1e-4 * scale)


@given(public_goods(high=5, positive=True), PATIENCE)
@settings(max_examples=40)
def test_kept_pledges_under_reciprocity_hold_and_none_larger_do(
    issue: Any, patience: float
) -> None:
    s, k = issue.stakes, issue.capacities
    everyone = np.ones(issue.n, dtype=bool)
    outcome = solve(reciprocal(issue, Pledge(weight=1.0)), patience=patience)
    scale = np.abs(outcome.game.first_best_payoffs)
    weights = outcome.delivered.agreement.weights
    common = 0.0 if weights is None else float(weights[0])

    def holds(w: float, room: float) -> bool:
        q = oracles.pledge_actions(s, k, everyone, np.full(issue.n, w))
        return bool((oracles.keep_margins(s, k, everyone, q, patience) >= -room * scale).all())

    assert holds(common, 1e-9)
    for w in np.linspace(common + 1e-4, 1.0, 60) if common < 1 - 1e-4 else ():
        assert not holds(w, -1e-9)


def test_open_pledges_choose_their_members() -> None:
    found = solve(game(good([1.0] * 6), Pledge(weight=0.5), NoEnforcement(), OpenEntry()))
    assert len(found.members) == 5
