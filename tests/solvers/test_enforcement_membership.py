"""Penalty, exclusion and transfers: who leaves and who joins, against the definitions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from enforcement_oracles import Kept, Rules
from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.orders import (
    Exclusion,
    Fixed,
    FixedLevel,
    Joint,
    NoEnforcement,
    OpenEntry,
    Penalty,
    Pledge,
    Reciprocity,
    Transfers,
)
from gametheory_orders.solvers import solve
from gametheory_orders.solvers.deviations import Leaving, defection
from gametheory_orders.solvers.pledges import ProtocolMargins, QuadraticMargins
from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from making import PATIENCE, fixed, game, good, public_goods, with_members

SHARES = st.integers(10, 45).map(lambda x: x / 30)


@st.composite
def rules_on_members(draw: Any, scale: float) -> tuple[list[Any], Rules]:
    """Some of penalty, exclusion and transfers, and the same in plain numbers."""
    plain, rules = Rules(), []
    if draw(st.booleans()):
        plain.penalty = draw(st.integers(1, 10)) / 100 * scale
        rules.append(Penalty(size=plain.penalty))
    if draw(st.booleans()):
        plain.exclusion = draw(st.sampled_from([0.1, 0.5, 1.0]))
        rules.append(Exclusion(share=plain.exclusion))
    if draw(st.booleans()):
        plain.sharing = draw(st.sampled_from(["equal_gains", "chander_tulkens"]))
        rules.append(Transfers(kind=plain.sharing))
    return rules or [NoEnforcement()], plain


@given(with_members(high=6), SHARES, st.sampled_from(["dissolve", "keep", "redecide"]), st.data())
@settings(max_examples=100)
def test_without_deterrence_kept_is_what_nobody_would_rather_leave(
    drawn: Any, share: float, reaction: str, data: Any
) -> None:
    issue, members = drawn
    s, k = issue.stakes, issue.capacities
    scale = np.abs(oracles.payoffs(s, k, oracles.first_best(s, k)))
    rules, plain = data.draw(rules_on_members(float(scale.max())))
    level = share * s[members].sum()
    membership = Fixed(members=issue.world.members(members), reaction=reaction)
    outcome = solve(game(issue, FixedLevel(level=level), rules, membership))
    kept = Kept(s, k, members, plain)
    scale = np.maximum(scale, np.abs(kept.alone))
    levels = oracles.grid(s, members, True, level)
    levels = levels[levels <= level]

    def fine(at: np.ndarray, room: float) -> np.ndarray:
        margins = kept.leaving(at, reaction, level)
        return (margins >= -room * scale)[:, members].all(axis=1)

    found = outcome.delivered.agreement
    if not found.reached:
        assert not fine(levels, -1e-9)[levels > s[members].min() + 1e-4 * level].any()
        return
    assert fine(np.array([found.level]), 1e-9)[0]
    assert not fine(levels, -1e-9)[levels > found.level * (1 + 1e-6)].any()
    assert outcome.certificate["holds"]
    assert outcome.beyond_reach == ()
    assert outcome.needed_patience is None


def stable_by_definition(issue: Any, plain: Rules, level: float | None) -> list[tuple[int, ...]]:
    s, k = issue.stakes, issue.capacities
    everyone = np.ones(issue.n, dtype=bool)

    def value(members: np.ndarray) -> np.ndarray:
        kept = Kept(s, k, members, plain)
        if not members.any():
            return kept.alone
        if level is None:
            return kept.in_force(oracles.joint_actions(s, k, members))
        return kept.in_force(oracles.level_actions(s, k, members, level, True))

    scale = np.abs(Kept(s, k, everyone, plain).alone).max()
    return oracles.stable_sets(issue.n, range(issue.n), value, 0.0, 1e-11 * scale)


@given(public_goods(high=5), st.booleans(), st.data())
@settings(max_examples=80)
def test_stable_memberships_are_those_of_the_definitions(
    issue: Any, joint: bool, data: Any
) -> None:
    s, k = issue.stakes, issue.capacities
    scale = float(np.abs(oracles.payoffs(s, k, oracles.first_best(s, k))).max())
    rules, plain = data.draw(rules_on_members(scale))
    level = None if joint else 0.7 * float(s.sum())
    decision = Joint() if joint else FixedLevel(level=level)
    played = game(issue, decision, rules, OpenEntry())
    expected = stable_by_definition(issue, plain, level)
    try:
        found = solve(played).stable_memberships
    except NoAnswer:
        found = ()
    positions = [tuple(issue.world.index(x) for x in sorted(each)) for each in found]
    assert sorted(positions) == sorted(expected)


@given(public_goods(high=5), st.booleans(), st.data())
@settings(max_examples=40)
def test_the_coalitions_command_knows_the_rules_of_an_order(
    issue: Any, joint: bool, data: Any
) -> None:
    s, k = issue.stakes, issue.capacities
    scale = float(np.abs(oracles.payoffs(s, k, oracles.first_best(s, k))).max())
    rules, plain = data.draw(rules_on_members(scale))
    level = None if joint else 0.7 * float(s.sum())
    decision = Joint() if joint else FixedLevel(level=level)
    expected = stable_by_definition(issue, plain, level)
    try:
        found = [c.members for c in stable_coalitions(game(issue, decision, rules, OpenEntry()))]
    except NoAnswer:
        found = []
    positions = [tuple(issue.world.index(x) for x in sorted(each)) for each in found]
    assert sorted(positions) == sorted(expected)


@pytest.mark.parametrize("n", [4, 7, 10])
@pytest.mark.parametrize(("b", "c"), [(1.0, 1.0), (2.0, 0.5)])
def test_l7_penalty_by_each_member_on_each_outsider(n: int, b: float, c: float) -> None:
    # k* = min(n, floor(3 + 2 phi c / b^2)), theory.md section 0; at a whole number a tie.
    issue = good([b] * n, [1 / c] * n)
    for steps in (0.0, 0.4, 1.3, 2.5, 4.6, 8.0):
        phi = steps * b**2 / (2 * c)
        found = solve(game(issue, Joint(), Penalty(size=phi), OpenEntry()))
        assert max(len(each) for each in found.stable_memberships) == min(n, int(3 + steps))
        assert len(found.members) == min(n, int(3 + steps))


def test_a_penalty_names_whom_it_hurts() -> None:
    issue = good([1.0, 1.0, 1.0, 1.0])
    played = game(
        issue, Joint(), Penalty(size={"D": 2.0}), Fixed(members=("A", "B"), reaction="keep")
    )
    plain = played.under(played.order).issue.payoffs(issue.joint_actions(played.members))
    found = solve(played).agreed.payoffs - plain
    assert found.tolist() == [0.0, 0.0, 0.0, -4.0]


@given(with_members(high=5, positive=True), PATIENCE, st.data())
@settings(max_examples=60)
def test_closed_margins_of_pledges_are_the_protocols(
    drawn: Any, patience: float, data: Any
) -> None:
    issue, members = drawn
    scale = float(np.abs(issue.payoffs(issue.first_best())).max())
    rules, _ = data.draw(rules_on_members(scale))
    rules = [rule for rule in rules if rule.rule != "none"]
    length = data.draw(st.sampled_from(["nash", 2]))
    rules.append(Reciprocity(reversion=length, monitoring=0.7))
    played = game(issue, Pledge(weight="uniform"), rules, fixed(issue, members))
    m = int(members.sum())
    rng = np.random.default_rng(1)
    for deviation in (
        Leaving.with_weights(played, members),
        defection(played, members, np.full(issue.n, patience)),
        Leaving.to_fixed(played, members, played.reference_payoffs),
    ):
        closed = QuadraticMargins(played, members, deviation)
        path = ProtocolMargins(played, members, deviation)
        for w in (np.zeros(m), np.ones(m), rng.random(m)):
            assert np.allclose(closed.margins(w), path.margins(w), atol=1e-9 * scale)
            assert np.allclose(closed.margin_slopes(w), path.margin_slopes(w), atol=1e-4 * scale)
            assert closed.total(w) == pytest.approx(path.total(w), rel=1e-10, abs=1e-10 * scale)


def test_exclusion_makes_a_club_of_everyone() -> None:
    # With nothing for outsiders the good is a club's: whoever stays out has its own part only.
    issue = good([1.0] * 6)
    alone = solve(game(issue, Joint(), NoEnforcement(), OpenEntry()))
    club = solve(game(issue, Joint(), Exclusion(share=1.0), OpenEntry()))
    assert len(alone.members) == 3
    assert len(club.members) == 6
