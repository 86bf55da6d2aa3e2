"""Who would leave, who would join, which memberships are stable: against enumeration."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.issues import PublicGood, TradeLinks
from gametheory_orders.orders import (
    Consensus,
    Fixed,
    FixedLevel,
    Joint,
    NoEnforcement,
    OpenEntry,
    Pledge,
    Quota,
    Reciprocity,
    Tariff,
    Unanimity,
)
from gametheory_orders.solvers import participation, solve
from gametheory_orders.solvers.compliance import Concept
from gametheory_orders.solvers.participation import Plan, stable_memberships
from making import PATIENCE, game, good, public_goods, trading_goods, with_members

REACTIONS = ("redecide", "keep", "dissolve")


@st.composite
def voting_games(draw: Any) -> tuple[Any, np.ndarray, int, list[int]]:
    """A random issue, its members, a quota and its vetoers."""
    issue, members = draw(with_members(high=6))
    seats = [int(i) for i in np.flatnonzero(members)]
    quota = draw(st.integers(1, len(seats)))
    veto = draw(st.lists(st.sampled_from(seats), max_size=2, unique=True))
    return issue, members, quota, veto


def decided(issue: Any, members: np.ndarray, quota: int, veto: list[int]) -> np.ndarray:
    """Actions that a vote agrees on, by the oracle."""
    s, k = issue.stakes, issue.capacities
    vote = oracles.Vote(s, k, members, oracles.quota_rule(members, quota, None, veto))
    level = vote.open_level()
    if level is None:
        return oracles.nash(s, k)
    return oracles.level_actions(s, k, members, level, True)


@given(voting_games(), st.sampled_from(REACTIONS), st.sampled_from([0.0, 0.25]))
@settings(max_examples=100)
def test_what_a_leaver_has_under_each_reaction(drawn: Any, reaction: str, cost: float) -> None:
    issue, members, quota, veto = drawn
    s, k, ids = issue.stakes, issue.capacities, issue.world.ids
    membership = Fixed(members=issue.world.members(members), reaction=reaction, exit_cost=cost)
    rule = Quota(quota=quota, veto=tuple(ids[i] for i in veto))
    outcome = solve(game(issue, rule, Reciprocity(), membership))
    face = outcome.agreed
    if not face.agreement.reached:
        assert np.isnan(face.leave_payoffs).all()
        assert face.leavers == ()
        return
    m = int(members.sum())
    reference = oracles.payoffs(s, k, oracles.nash(s, k))
    scale = np.abs(outcome.game.first_best_payoffs)
    for i in range(issue.n):
        if not members[i]:
            assert math.isnan(face.leave_payoffs[i])
            continue
        rest = members.copy()
        rest[i] = False
        if reaction == "dissolve" or not rest.any():
            expected = reference[i]
        elif reaction == "keep":
            q = face.agreement.actions.copy()
            q[i] = s[i] * k[i]
            expected = oracles.payoffs(s, k, q)[i]
        else:
            smaller = -(-quota * (m - 1) // m)
            q = decided(issue, rest, smaller, [j for j in veto if j != i])
            expected = oracles.payoffs(s, k, q)[i]
        tolerance = 1e-5 * scale.max()
        assert face.leave_payoffs[i] == pytest.approx(expected - cost, abs=tolerance)
        gain = expected - cost - face.payoffs[i]
        if abs(gain) > tolerance:
            assert (gain > 0) == (ids[i] in face.leavers)


@given(voting_games(), PATIENCE)
@settings(max_examples=60)
def test_leaving_a_delivered_agreement_meets_what_the_rest_then_keep(
    drawn: Any, patience: float
) -> None:
    issue, members, quota, veto = drawn
    s, k, ids = issue.stakes, issue.capacities, issue.world.ids
    membership = Fixed(members=issue.world.members(members))
    rule = Quota(quota=quota, veto=tuple(ids[i] for i in veto))
    outcome = solve(game(issue, rule, Reciprocity(), membership), patience=patience)
    face, m = outcome.delivered, int(members.sum())
    if not face.agreement.reached:
        return
    for i in np.flatnonzero(members):
        rest = members.copy()
        rest[i] = False
        left = [j for j in veto if j != i]
        vote = oracles.Vote(
            s, k, rest, oracles.quota_rule(rest, -(-quota * (m - 1) // m), None, left)
        )
        level = vote.open_level()
        if level is not None:
            level = oracles.deepest_kept(s, k, rest, level, patience)
        q = oracles.nash(s, k)
        if level is not None:
            q = oracles.level_actions(s, k, rest, level, True)
        scale = abs(outcome.game.first_best_payoffs[i])
        expected = oracles.payoffs(s, k, q)[i]
        assert face.leave_payoffs[i] == pytest.approx(expected, abs=1e-4 * scale)


# --- open entry ----------------------------------------------------------------------------------


def by_definition(
    issue: Any, decision: Any, rate: float, exit_cost: float, slack: float
) -> list[tuple[int, ...]]:
    """Stable sets by enumeration from the oracle's payoffs."""
    s, k, n = issue.stakes, issue.capacities, issue.n

    def value(members: np.ndarray) -> np.ndarray:
        if not members.any():
            return oracles.payoffs(s, k, oracles.nash(s, k))
        if isinstance(decision, FixedLevel):
            q = oracles.level_actions(s, k, members, decision.level, True)
        elif isinstance(decision, Joint):
            q = oracles.joint_actions(s, k, members)
        else:
            q = oracles.pledge_actions(s, k, members, np.full(n, float(decision.weight)))
        u = oracles.payoffs(s, k, q)
        trade = issue.trade
        if rate and trade is not None:
            u = u + oracles.tariff_payoffs(trade.imports, trade.gain, trade.loss, members, rate)
        return u

    return oracles.stable_sets(n, list(range(n)), value, exit_cost, slack)


def stable_of(issue: Any, decision: Any, rate: float, exit_cost: float) -> list[tuple[int, ...]]:
    rule = Tariff(rate=rate) if rate else NoEnforcement()
    played = game(issue, decision, rule, OpenEntry(exit_cost=exit_cost))
    plan = Plan(played.patience(), Concept(), delivered=False)
    return [tuple(np.flatnonzero(m)) for m in stable_memberships(played, plan)]


@given(
    trading_goods(),
    st.one_of(
        st.integers(1, 40).map(lambda x: FixedLevel(level=x / 4)),
        st.just(Joint()),
        st.integers(0, 20).map(lambda x: Pledge(weight=x / 20)),
    ),
    st.sampled_from([0.0, 0.02, 0.3]),
    st.sampled_from([0.0, 0.5, 10.0]),
)
@settings(max_examples=150)
def test_open_entry_is_the_enumeration_of_the_definition(
    issue: Any, decision: Any, rate: float, exit_cost: float
) -> None:
    found = stable_of(issue, decision, rate, exit_cost)
    scale = float(np.abs(oracles.payoffs(issue.stakes, issue.capacities, issue.first_best())).max())
    # Sets that are stable beyond doubt must be there, sets that are not must not.
    sure = by_definition(issue, decision, rate, exit_cost, -1e-9 * scale)
    maybe = by_definition(issue, decision, rate, exit_cost, 1e-9 * scale)
    assert set(sure) <= set(found) <= set(maybe)


@given(
    trading_goods(high=5),
    st.sampled_from([FixedLevel(level=2.5), Joint(), Pledge(weight=0.4), Pledge(weight=1)]),
    st.sampled_from([0.0, 0.05]),
    st.sampled_from([0.0, 1.0]),
)
@settings(max_examples=60)
def test_open_entry_at_once_is_the_same_as_one_by_one(
    issue: Any, decision: Any, rate: float, exit_cost: float
) -> None:
    rule = Tariff(rate=rate) if rate else NoEnforcement()
    played = game(issue, decision, rule, OpenEntry(exit_cost=exit_cost))
    plan = Plan(played.patience(), Concept(), delivered=False)
    everyone = np.arange(issue.n)
    at_once = participation._advantage_of_staying(played, plan)
    assert at_once is not None
    fast = participation._stable_codes(played, everyone, at_once)
    slow = participation._stable_codes_one_by_one(played, everyone, plan)
    if not near_ties(issue, decision, rate, exit_cost):
        assert fast == slow


def near_ties(issue: Any, decision: Any, rate: float, exit_cost: float) -> bool:
    scale = float(np.abs(oracles.payoffs(issue.stakes, issue.capacities, issue.first_best())).max())
    a = by_definition(issue, decision, rate, exit_cost, -1e-9 * scale)
    return a != by_definition(issue, decision, rate, exit_cost, 1e-9 * scale)


@given(public_goods(high=4), PATIENCE)
@settings(max_examples=25)
def test_open_entry_under_a_vote_and_reciprocity(issue: Any, patience: float) -> None:
    s, k = issue.stakes, issue.capacities
    played = game(issue, Consensus(), Reciprocity(), OpenEntry())
    plan = Plan(played.patience(patience), Concept(), delivered=True)
    found = [tuple(np.flatnonzero(m)) for m in stable_memberships(played, plan)]

    def value(members: np.ndarray) -> np.ndarray:
        q = oracles.nash(s, k)
        if members.any():
            vote = oracles.Vote(s, k, members, oracles.quota_rule(members, int(members.sum())))
            level = vote.open_level()
            if level is not None:
                level = oracles.deepest_kept(s, k, members, level, patience)
            if level is not None:
                q = oracles.level_actions(s, k, members, level, True)
        return oracles.payoffs(s, k, q)

    scale = float(np.abs(played.first_best_payoffs).max())
    every = list(range(issue.n))
    sure = oracles.stable_sets(issue.n, every, value, 0.0, -1e-4 * scale)
    maybe = oracles.stable_sets(issue.n, every, value, 0.0, 1e-4 * scale)
    assert set(sure) <= set(found) <= set(maybe)


@pytest.mark.parametrize("n", [3, 4, 6, 9])
def test_l3_three_equal_states_cooperate_whatever_their_number(n: int) -> None:
    # theory.md L3 (Carraro and Siniscalco 1993): staying brings -(k-1)(k-3)/2, so that a third
    # member is indifferent, as is a first: sets of three, of two and of none are stable.
    found = stable_of(good([1.0] * n), Joint(), 0.0, 0.0)
    assert {len(m) for m in found} == {0, 2, 3}
    assert sum(len(m) == 3 for m in found) == math.comb(n, 3)
    assert sum(len(m) == 2 for m in found) == math.comb(n, 2)


@pytest.mark.parametrize("n", [2, 5, 8])
def test_l5_size_of_the_largest_pledge_that_is_stable(n: int) -> None:
    # k*(w) = min(n, floor(1 + 2/w)) for equal states.
    for w in (1.0, 0.8, 0.5, 0.4, 0.3):
        found = stable_of(good([1.0] * n), Pledge(weight=w), 0.0, 0.0)
        # 2/w as a fraction of whole numbers, so that floor(1 + 2/w) is exact.
        largest = (
            1 + 20 * 1 // round(10 * w) if 20 % round(10 * w) == 0 else 1 + 20 // round(10 * w)
        )
        assert max(len(m) for m in found) == min(n, largest)


def test_l2_who_stays_in_a_joint_coalition() -> None:
    # i stays iff s_i^2 K_{S-i} >= k_i sigma_{S-i}^2 / 2.
    rng = np.random.default_rng(3)
    for _ in range(30):
        n = int(rng.integers(2, 7))
        s, k = rng.uniform(0.5, 3, n), rng.uniform(0.5, 3, n)
        outcome = solve(game(good(s, k), Joint()))
        for i in range(n):
            rest = np.arange(n) != i
            stays = s[i] ** 2 * k[rest].sum() >= k[i] * s[rest].sum() ** 2 / 2
            assert stays == (outcome.game.world.ids[i] not in outcome.agreed.leavers)


def test_shown_membership_has_the_largest_welfare_then_the_first_ids() -> None:
    found = solve(game(good([1.0] * 5), Joint(), NoEnforcement(), OpenEntry()))
    assert found.members == ("A", "B", "C")
    assert len(found.stable_memberships) == 1 + math.comb(5, 2) + math.comb(5, 3)
    assert found.delivered.stable


def test_only_the_eligible_may_join() -> None:
    issue = good([1.0] * 5, gdp=[1.0, 1.0, 5.0, 5.0, 5.0])
    found = solve(game(issue, Joint(), NoEnforcement(), OpenEntry(where="gdp > 2")))
    assert found.members == ("C", "D", "E")
    assert all(set(m) <= {"C", "D", "E"} for m in found.stable_memberships)


def test_no_stable_membership_is_said_with_a_witness() -> None:
    # Two states, each of whose tariff the other fears: A wants in when B is in and out when it
    # is not; B the other way round.
    rng = np.random.default_rng(11)
    for _ in range(1000):
        n = 3
        imports = np.round(rng.uniform(0, 30, (n, n)), 1)
        np.fill_diagonal(imports, 0)
        trade = TradeLinks(imports, np.round(rng.uniform(0.1, 1, n), 2), np.ones(n))
        issue = good(
            np.round(rng.uniform(0.1, 3, n), 2), np.round(rng.uniform(0.1, 3, n), 2), trade
        )
        decision, rate = FixedLevel(level=3.0), 0.1
        if by_definition(issue, decision, rate, 0.0, 1e-9):
            continue
        played = game(issue, decision, Tariff(rate=rate), OpenEntry())
        with pytest.raises(NoAnswer) as caught:
            solve(played)
        assert isinstance(caught.value.witness, dict)
        assert "\n" not in str(caught.value)
        return
    pytest.fail("no world without a stable membership was drawn")


def test_too_many_states_are_refused_with_what_can_be_done() -> None:
    issue = good([1.0] * 29)
    with pytest.raises(ModelError, match="fixed, criterion, largest"):
        solve(game(issue, Joint(), NoEnforcement(), OpenEntry()))
    with pytest.raises(ModelError, match="at most 14"):
        solve(game(good([1.0] * 15), Unanimity(), NoEnforcement(), OpenEntry()))


def test_twenty_states_by_enumeration_hold_by_the_definition() -> None:
    rng = np.random.default_rng(7)
    n = 20
    s, k = np.round(rng.lognormal(0, 1, n), 2) + 0.01, np.round(rng.lognormal(0, 1, n), 2) + 0.01
    issue = good(s, k)
    played = game(issue, Joint(), NoEnforcement(), OpenEntry())
    found = solve(played)
    assert found.stable_memberships

    def value(members: np.ndarray) -> np.ndarray:
        q = oracles.joint_actions(s, k, members) if members.any() else oracles.nash(s, k)
        return oracles.payoffs(s, k, q)

    def stable(members: np.ndarray) -> bool:
        now = value(members)
        for i in range(n):
            other = members.copy()
            other[i] = not members[i]
            if value(other)[i] > now[i] + 1e-9 * abs(now[i]):
                return False
        return True

    listed = {tuple(sorted(names)) for names in found.stable_memberships}
    for names in found.stable_memberships[:200]:
        assert stable(issue.world.mask(names))
    # None is missing among random sets and the neighbours of the stable ones.
    for _ in range(300):
        members = rng.random(n) < rng.random()
        assert stable(members) == (tuple(sorted(issue.world.members(members))) in listed)
    totals = [value(issue.world.mask(names)).sum() for names in found.stable_memberships]
    assert value(issue.world.mask(found.members)).sum() == pytest.approx(max(totals))


def test_l7_tariff_like_penalty_brings_everyone_in() -> None:
    # L7: a penalty phi by each member on each outsider, grand coalition iff phi >= (n-3)/2.
    n = 6
    links = np.ones((n, n)) - np.eye(n)
    for phi, everyone in ((1.49, False), (1.51, True)):
        # gain 1, no loss: a tariff t takes t from the outsider and gives it to the member.
        # The revenue rewards staying as well, so that half the penalty does the work of one.
        trade = TradeLinks(links, np.ones(n), np.ones(n))
        issue = good([1.0] * n, trade=trade)
        found = stable_of(issue, Joint(), phi, 0.0)
        assert (tuple(range(n)) in found) is everyone


def test_a_tariff_needs_trade_links() -> None:
    with pytest.raises(ModelError, match="trade links"):
        game(good([1.0, 1.0]), FixedLevel(level=2.0), Tariff(rate=0.1))
    assert isinstance(good([1.0]), PublicGood)


@given(trading_goods(), st.integers(1, 40).map(lambda x: x / 100), st.data())
def test_tariffs_pair_by_pair(issue: Any, rate: float, data: Any) -> None:
    bits = data.draw(st.lists(st.booleans(), min_size=issue.n, max_size=issue.n))
    members = np.array(bits)
    trade = issue.trade
    expected = oracles.tariff_payoffs(trade.imports, trade.gain, trade.loss, members, rate)
    assert np.allclose(trade.payoffs(members, rate), expected, rtol=1e-12, atol=1e-12)
