"""The certificate: its margins are the definition's, and a wrong answer does not pass."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import oracles
from gametheory_orders.orders import (
    FixedLevel,
    Joint,
    NoEnforcement,
    OpenEntry,
    Quota,
    Reciprocity,
    Review,
    Sanctions,
)
from gametheory_orders.solvers import solve
from gametheory_orders.solvers.agreement import at_level
from gametheory_orders.solvers.certificate import certify
from gametheory_orders.solvers.compliance import Concept
from making import PATIENCE, fixed, game, good, reciprocal, with_members


@given(with_members(positive=True), PATIENCE)
@settings(max_examples=60)
def test_margins_of_defection_are_the_definitions(drawn: Any, patience: float) -> None:
    issue, members = drawn
    played = reciprocal(issue, Quota(quota=1), fixed(issue, members))
    outcome = solve(played, patience=patience)
    certificate = outcome.certificate
    assert certificate["holds"]
    if not outcome.delivered.agreement.reached:
        return
    entry = next(x for x in certificate["checked"] if x["deviation"].startswith("one-shot"))
    q = outcome.delivered.agreement.actions
    margins = oracles.keep_margins(issue.stakes, issue.capacities, members, q, patience)
    scale = np.abs(played.first_best_payoffs).max()
    assert entry["smallest_margin"] == pytest.approx(margins.min(), abs=1e-9 * scale)
    assert entry["number"] == members.sum()
    assert certificate["exact"]


@given(with_members(positive=True), PATIENCE)
@settings(max_examples=60)
def test_a_planted_level_that_is_not_kept_does_not_pass(drawn: Any, patience: float) -> None:
    issue, members = drawn
    played = reciprocal(issue, FixedLevel(level=1.5 * issue.stakes.sum()), fixed(issue, members))
    outcome = solve(played, patience=patience)
    level = 1.5 * issue.stakes.sum()
    q = oracles.level_actions(issue.stakes, issue.capacities, members, level, True)
    margins = oracles.keep_margins(issue.stakes, issue.capacities, members, q, patience)
    scale = np.abs(played.first_best_payoffs).max()
    if margins.min() > -1e-8 * scale:
        return
    wrong = replace(
        outcome.delivered,
        agreement=at_level(played, members, level),
        payoffs=played.issue.payoffs(q),
    )
    found = certify(
        played, outcome.agreed, wrong, outcome.patience, Concept("anticipate", "deepest_kept")
    )
    assert not found["holds"]
    assert found["smallest_margin"] < 0


def test_a_planted_membership_that_is_not_stable_does_not_pass() -> None:
    played = game(good([1.0] * 5), Joint(), NoEnforcement(), OpenEntry())
    right = solve(played)
    assert right.certificate["holds"]
    # The payoffs of staying put a little below those of leaving.
    inside = ~np.isnan(right.delivered.leave_payoffs)
    worse = np.where(inside, right.delivered.leave_payoffs - 1e-3, right.delivered.payoffs)
    wrong = replace(right.delivered, payoffs=worse)
    found = certify(played, right.agreed, wrong, right.patience, Concept("anticipate", "best_kept"))
    assert not found["holds"]


def test_near_ties_are_flagged() -> None:
    played = reciprocal(good([1.0, 1.0]), FixedLevel(level=2.0))
    # Two equal states need exactly one half.
    tie = next(iter(solve(played, patience=0.5).certificate["checked"]))
    assert tie["near_tie"]
    assert tie["holds"]
    assert not next(iter(solve(played, patience=0.9).certificate["checked"]))["near_tie"]


@pytest.mark.parametrize(
    "rule",
    [
        Reciprocity(reversion=2),
        Reciprocity(monitoring={"detection": 0.6, "false_alarm": 0.1}),
        Reciprocity(reversion="renegotiation_proof"),
        Sanctions(size=0.4, body=Quota(quota=2)),
        Review(precision=0.5, reputation=0.8),
    ],
    ids=lambda rule: rule.rule,
)
def test_planted_levels_do_not_pass_under_any_rule(rule: Any) -> None:
    # Two members: of three each would rather forgive a shallow breach than act alone.
    few = isinstance(rule, Reciprocity) and rule.reversion == "renegotiation_proof"
    issue = good([1.0, 1.2]) if few else good([1.0, 1.2, 1.4])
    played = game(issue, FixedLevel(level=3.4), rule)
    right = solve(played, patience=0.55)
    assert right.certificate["holds"]
    assert right.certificate["exact"]
    level = right.level
    assert level is not None
    assert level < 3.4
    for planted in (1.01 * level, 3.4):
        q = played.issue.level_actions(played.members, planted)
        wrong = replace(
            right.delivered,
            agreement=at_level(played, played.members, planted),
            payoffs=played.issue.payoffs(q),
        )
        found = certify(
            played, right.agreed, wrong, right.patience, Concept("anticipate", "deepest_kept")
        )
        assert not found["holds"]
