"""The shortfall account: it adds up, and each cell is what relaxing a rule means."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import oracles
from gametheory_orders.issues import TradeLinks
from gametheory_orders.measures import assess, shortfall_account
from gametheory_orders.measures.shortfall import RULES
from gametheory_orders.orders import (
    Binding,
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
from gametheory_orders.solvers import solve
from making import PATIENCE, climate, fixed, game, good, public_goods, with_members

DECISIONS = st.one_of(
    st.just(Unanimity()),
    st.just(Quota(quota="2/3")),
    st.just(Joint()),
    st.just(Pledge(weight=0.3)),
    st.just(Pledge(weight="uniform")),
    st.integers(1, 20).map(lambda x: FixedLevel(level=x / 2)),
)


@given(with_members(high=5, positive=True), DECISIONS, PATIENCE, st.booleans())
@settings(max_examples=80)
def test_effectiveness_and_three_shares_sum_to_one(
    drawn: Any, decision: Any, patience: float, reciprocal: bool
) -> None:
    issue, members = drawn
    rule = Reciprocity() if reciprocal else NoEnforcement()
    outcome = solve(game(issue, decision, rule, fixed(issue, members)), patience=patience)
    found = assess(outcome)
    account = found.shortfall
    assert found.effectiveness + sum(account.share[r] for r in RULES) == pytest.approx(1, abs=1e-9)
    if not isinstance(decision, FixedLevel):
        assert account.cells["participation+decision+enforcement"] == pytest.approx(1, abs=1e-9)
    kept = np.array_equal(outcome.agreed.payoffs, outcome.delivered.payoffs)
    if kept:
        assert account.first_step["enforcement"] == pytest.approx(0, abs=1e-12)


@given(with_members(high=5, positive=True), st.data(), PATIENCE)
@settings(max_examples=30)
def test_every_cell_from_the_definition(drawn: Any, data: Any, patience: float) -> None:
    issue, members = drawn
    s, k, n = issue.stakes, issue.capacities, issue.n
    quota = data.draw(st.integers(1, int(members.sum())))
    played = game(issue, Quota(quota=quota), Reciprocity(), fixed(issue, members))
    account = shortfall_account(played, patience=patience)

    def value(relaxed: frozenset[str]) -> float:
        inside, needed = members, quota
        if "participation" in relaxed:
            inside = np.ones(n, dtype=bool)
            needed = -(-quota * n // int(members.sum()))
        if "decision" in relaxed:
            level = float(s[inside].sum())
        else:
            level = oracles.Vote(s, k, inside, oracles.quota_rule(inside, needed)).open_level()
        if level is not None and "enforcement" not in relaxed:
            level = oracles.deepest_kept(s, k, inside, level, patience)
        q = oracles.nash(s, k)
        if level is not None:
            q = oracles.level_actions(s, k, inside, level, True)
        return oracles.effectiveness(s, k, oracles.payoffs(s, k, q))

    expected = oracles.shapley_of_three(value)
    for rule in RULES:
        for name in ("share", "first_step", "last_step"):
            got = getattr(account, name)[rule]
            assert got == pytest.approx(expected[name][rule], abs=2e-4), (rule, name)


def test_a_vetos_part_is_what_goes_without_the_veto_set() -> None:
    issue = good([2.0, 3.0, 4.0, 5.0])
    with_veto = game(issue, Quota(quota=2, veto=("A",)), Binding())
    account = shortfall_account(with_veto)
    plain = assess(solve(game(issue, Quota(quota=2), Binding())))
    own = assess(solve(with_veto))
    assert account.first_step["decision_veto"] == pytest.approx(
        plain.effectiveness - own.effectiveness
    )
    assert account.first_step["decision_veto"] > 0.01
    # Without a veto set there is nothing to take away.
    assert shortfall_account(game(issue, Quota(quota=2), Binding())).share["decision_veto"] == 0


def test_count_quotas_grow_with_the_members_and_shares_stay() -> None:
    issue = good([1.0] * 7)
    rule = Quota(quota=2)
    before, after = np.arange(7) < 3, np.ones(7, dtype=bool)
    # ceil(2 * 7 / 3) = 5.
    assert rule.resized(issue.world, before, after).quota == 5
    assert Quota(quota="2/3").resized(issue.world, before, after).quota == "2/3"
    assert Quota(quota=3).resized(issue.world, after, before).quota == 2
    assert Quota(quota=4).resized(issue.world, after, np.arange(7) < 6).quota == 4


def test_nothing_at_stake_is_nan_with_its_reason_and_no_crash() -> None:
    for issue in (good([0.0, 0.0]), good([2.0])):
        found = assess(solve(game(issue, Unanimity(), Reciprocity())))
        assert math.isnan(found.effectiveness)
        assert math.isnan(found.gap)
        assert math.isnan(found.shortfall.share["decision"])
        record = found.to_dict()
        assert record["effectiveness"] is None
        assert "nothing is at stake" in record["effectiveness_why"]
        assert "nothing is at stake" in record["shortfall"]["participation_why"]
        assert record["gap"] is None
        assert record["gap_why"]


def test_a_cell_without_an_equilibrium_is_named() -> None:
    rng = np.random.default_rng(11)
    for _ in range(200):
        imports = np.round(rng.uniform(0, 30, (3, 3)), 1)
        np.fill_diagonal(imports, 0)
        trade = TradeLinks(imports, np.round(rng.uniform(0.1, 1, 3), 2), np.ones(3))
        issue = good(
            np.round(rng.uniform(0.1, 3, 3), 2), np.round(rng.uniform(0.1, 3, 3), 2), trade
        )
        played = game(issue, FixedLevel(level=3.0), Tariff(rate=0.1), OpenEntry())
        account = shortfall_account(played)
        if account.why:
            assert all(math.isnan(x) for x in account.share.values())
            assert "stable" in account.why
            assert account.why.startswith(("as it stands", "with "))
            return
    pytest.fail("no world without a stable membership was drawn")


def test_a_newcomer_without_a_weight_makes_the_account_undefined() -> None:
    issue = good([1.0, 2.0, 3.0])
    rule = Quota(quota=2, weights={"A": 1, "B": 1})
    account = shortfall_account(game(issue, rule, Reciprocity(), Fixed(members=("A", "B"))))
    assert "participation" in account.why
    assert "C" in account.why


@given(public_goods(high=6, positive=True))
@settings(max_examples=30)
def test_the_ideal_order_falls_short_of_nothing(issue: Any) -> None:
    account = shortfall_account(game(issue, Joint(), Binding()))
    assert account.effectiveness == pytest.approx(1)
    assert all(abs(account.share[r]) < 1e-9 for r in RULES)


@given(public_goods(low=3, high=6, positive=True), st.sampled_from([1e-6, 1e6]), st.randoms())
@settings(max_examples=30)
def test_relabelling_and_units_leave_every_ratio(issue: Any, scale: float, random: Any) -> None:
    population = np.arange(1.0, issue.n + 1)
    order = list(range(issue.n))
    random.shuffle(order)
    s, k = issue.stakes, issue.capacities
    own = good(s, k, population=population)
    variants = [
        good(s * scale, k, population=population),
        good(s, k * scale, population=population),
        good(s[order], k[order], population=population[order]),
    ]
    base = assess(solve(game(own, Quota(quota="2/3"), Reciprocity())))
    assume(base.outcome.agreed.agreement.reached)
    for issue_ in variants:
        other = assess(solve(game(issue_, Quota(quota="2/3"), Reciprocity())))
        assert other.effectiveness == pytest.approx(base.effectiveness, abs=1e-5)
        assert other.legitimacy.index == pytest.approx(base.legitimacy.index, abs=1e-9)
        for rule in RULES:
            assert other.shortfall.share[rule] == pytest.approx(
                base.shortfall.share[rule], abs=1e-5
            )


def test_participation_can_have_a_negative_share() -> None:
    # One more member can lower what all can agree on: China holds the G6's charter back.
    issue = climate()
    inside = Fixed(members=("US", "EU", "Japan"))
    account = shortfall_account(game(issue, Consensus(), Reciprocity(), inside))
    assert account.effectiveness + sum(account.share[r] for r in RULES) == pytest.approx(1)
    tiny = good([5.0, 5.0, 0.01], [1.0, 1.0, 1.0])
    pair = shortfall_account(game(tiny, Consensus(), Binding(), Fixed(members=("A", "B"))))
    assert pair.first_step["participation"] < -0.1
