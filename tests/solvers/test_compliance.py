"""What is kept, against the definitions: needed patience, the deepest kept level, fallbacks."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gametheory_orders as gto
import oracles
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.orders import (
    Binding,
    Consensus,
    FixedLevel,
    Joint,
    NoEnforcement,
    Order,
    Pledge,
    Quota,
    Unanimity,
)
from gametheory_orders.solvers import solve
from gametheory_orders.solvers.agreement import agree, at_level
from gametheory_orders.solvers.compliance import needed_patience
from making import PATIENCE, fixed, game, good, public_goods, reciprocal, with_members

CLOSE = 1e-6


@given(with_members(), st.integers(1, 60).map(lambda x: x / 30))
def test_needed_patience_is_the_definition_for_any_level(drawn: Any, share: float) -> None:
    issue, members = drawn
    s, k = issue.stakes, issue.capacities
    level = share * s[members].sum()
    played = reciprocal(issue, FixedLevel(level=level), fixed(issue, members))
    needed = solve(played).needed
    q = oracles.level_actions(s, k, members, level, True)
    expected = oracles.needed_by_state(s, k, members, q)
    for state, value in needed.items():
        assert value == pytest.approx(expected[issue.world.index(state)], rel=1e-6, abs=1e-9)
    assert set(needed) == set(issue.world.members(members))


@given(with_members(positive=True), st.integers(31, 90).map(lambda x: x / 30))
def test_l6_needed_patience_of_a_level_above_all_own_prices(drawn: Any, factor: float) -> None:
    # d_i* = k_i (p - s_i)^2 / [2 s_i sum_{j in S-i} k_j (p - s_j)], theory.md section 0.
    issue, members = drawn
    s, k = issue.stakes, issue.capacities
    p = factor * s[members].max()
    found = solve(reciprocal(issue, FixedLevel(level=p), fixed(issue, members)))
    for state, value in found.needed.items():
        i = issue.world.index(state)
        others = members.copy()
        others[i] = False
        exact = k[i] * (p - s[i]) ** 2 / (2 * s[i] * (k * (p - s))[others].sum())
        assert value == pytest.approx(exact, rel=1e-7)


def test_needed_patience_is_infinite_with_a_gain_and_nothing_to_lose() -> None:
    # A has no stake: abating costs it, and it loses nothing if the others stop.
    issue = good([0.0, 1.0, 1.0])
    found = solve(reciprocal(issue, FixedLevel(level=2.0)))
    assert found.needed["A"] == math.inf
    assert found.binding_state == "A"
    assert not found.delivered.agreement.reached
    assert found.level is None
    # And none is needed where nothing is asked of it.
    alone = solve(reciprocal(good([3.0, 1.0, 1.0]), FixedLevel(level=2.0)))
    assert alone.needed["A"] == 0.0


def check_deepest(
    issue: Any, members: np.ndarray, agreed: float, patience: Any, floor: bool = True
) -> None:
    s, k = issue.stakes, issue.capacities
    decision = FixedLevel(level=agreed) if floor else Quota(quota=1, floor=False)
    played = reciprocal(issue, decision, fixed(issue, members))
    found = solve(played, patience=_table(issue, patience))
    agreed = found.agreed.agreement.level
    if agreed is None:
        return
    level = found.delivered.agreement.level
    expected = oracles.deepest_kept(s, k, members, agreed, patience, floor)
    low = oracles.span(s, members, floor)[0]
    high = max(oracles.span(s, members, floor)[1], agreed)
    if level is None:
        assert not found.delivered.agreement.reached
        assert expected is None or expected - low < 1e-4 * (high - low)
        return
    q = oracles.level_actions(s, k, members, level, floor)
    margins = oracles.keep_margins(s, k, members, q, patience)
    assert (margins >= -1e-9 * np.abs(played.first_best_payoffs).max()).all()
    assert level <= agreed * (1 + 1e-12)
    scale = np.abs(played.first_best_payoffs).max()
    slack = CLOSE * high + oracles.resolution(scale, k, members)
    assert expected is None or level >= expected - slack


def _table(issue: Any, patience: Any) -> Any:
    if np.ndim(patience) == 0:
        return float(patience)
    return dict(zip(issue.world.ids, patience.tolist(), strict=True))


@given(with_members(), st.integers(5, 45).map(lambda x: x / 30), PATIENCE, st.booleans())
@settings(max_examples=250)
def test_deepest_kept_level_agrees_with_a_fine_grid(
    drawn: Any, share: float, patience: float, floor: bool
) -> None:
    issue, members = drawn
    check_deepest(issue, members, share * issue.stakes[members].sum(), patience, floor)


@given(with_members(), st.integers(5, 45).map(lambda x: x / 30), st.data())
@settings(max_examples=100)
def test_deepest_kept_level_with_patience_by_state(drawn: Any, share: float, data: Any) -> None:
    issue, members = drawn
    patience = np.array([data.draw(PATIENCE) for _ in range(issue.n)])
    check_deepest(issue, members, share * issue.stakes[members].sum(), patience)


# Found by search over 40,000 random worlds: kept sets of two and three intervals.
GAPS = [
    (2, [2.05, 2.92, 1.48, 0.38], [3.01, 0.48, 3.75, 0.21], 0.89),
    (2, [0.5, 0.29, 0.35, 0.64], [11.49, 0.18, 1.28, 0.05], 0.73),
    (2, [1.92, 1.16, 6.2, 1.01], [4.43, 0.27, 0.77, 0.87], 0.97),
    (2, [0.97, 1.78, 1.89, 0.84, 1.73, 3.44], [0.5, 9.03, 0.06, 0.16, 0.27, 0.04], 0.34),
    (3, [1.17, 0.33, 0.34, 0.75, 0.3, 3.76], [17.27, 0.98, 0.87, 2.24, 0.25, 0.36], 0.51),
    (3, [0.5, 2.61, 1.68, 0.7, 1.65], [0.11, 24.69, 0.22, 0.24, 10.74], 0.65),
    (3, [0.18, 0.5, 0.15, 0.29], [0.21, 9.96, 0.22, 1.12], 0.42),
    (3, [0.23, 0.28, 0.33, 0.66], [0.07, 0.78, 0.7, 10.75], 0.42),
]


@pytest.mark.parametrize(("count", "stakes", "capacities", "patience"), GAPS)
def test_deepest_kept_level_where_kept_levels_have_gaps(
    count: int, stakes: list[float], capacities: list[float], patience: float
) -> None:
    issue = good(stakes, capacities)
    everyone = np.ones(issue.n, dtype=bool)
    s, k = issue.stakes, issue.capacities
    low, high = oracles.span(s, everyone, True)
    levels = np.linspace(low + 1e-4 * (high - low), high, 4001)
    ok = oracles.kept(s, k, everyone, levels, patience)
    assert oracles.intervals(ok) == count
    # From an agreed level inside every gap and above every interval.
    for agreed in [*levels[:-1][ok[:-1] & ~ok[1:]] + 0.02 * (high - low), high, 1.3 * high]:
        check_deepest(issue, everyone, float(agreed), patience)


def test_nothing_above_the_lowest_own_price_is_kept_by_the_impatient() -> None:
    found = solve(reciprocal(good([1.0, 2.0, 3.0]), FixedLevel(level=5.0)), patience=0.0)
    assert not found.delivered.agreement.reached
    assert found.level is None
    assert np.allclose(found.delivered.payoffs, found.game.reference_payoffs)


def test_patience_given_replaces_the_orders_own_which_replaces_the_worlds() -> None:
    from gametheory_orders.orders import Reciprocity

    plain = game(good([1.0, 1.0]), Unanimity(), Reciprocity())
    assert plain.patience().tolist() == [0.9, 0.9]
    world = game(good([1.0, 1.0], patience=[0.3, 0.6]), Unanimity(), Reciprocity())
    assert world.patience().tolist() == [0.3, 0.6]
    own = game(good([1.0, 1.0], patience=[0.3, 0.6]), Unanimity(), Reciprocity(patience={"A": 0.7}))
    assert own.patience().tolist() == [0.7, 0.6]
    assert own.patience(0.2).tolist() == [0.2, 0.2]
    assert own.patience({"B": 0.2}).tolist() == [0.3, 0.2]
    # Two equal states need exactly one half.
    assert solve(plain, patience={"A": 0.5, "B": 0.5}).level == pytest.approx(2.0)
    less = solve(plain, patience={"A": 0.5, "B": 0.4}).level
    assert less is None or less < 2.0
    for bad in (1.0, -0.1, math.nan, True, "0.9", {"A": 1.0}):
        with pytest.raises(ModelError, match="patience"):
            solve(plain, patience=bad)


# --- fallbacks and foresight ---------------------------------------------------------------------


@given(with_members(high=6), st.integers(10, 45).map(lambda x: x / 30), PATIENCE, st.booleans())
@settings(max_examples=120)
def test_exempt_frees_the_fewest_members(
    drawn: Any, share: float, patience: float, floor: bool
) -> None:
    issue, members = drawn
    s, k = issue.stakes, issue.capacities
    level = share * s[members].sum()
    decision: Any = FixedLevel(level=level) if floor else Quota(quota=1, floor=False)
    played = reciprocal(issue, decision, fixed(issue, members))
    outcome = solve(played, patience=patience, fallback="exempt")
    if not outcome.agreed.agreement.reached:
        return
    q = outcome.agreed.agreement.actions
    scale = np.abs(played.first_best_payoffs)
    inside = [int(i) for i in np.flatnonzero(members)]

    def keeps(freed: tuple[int, ...], room: float) -> bool:
        actions = q.copy()
        actions[list(freed)] = (s * k)[list(freed)]
        rest = members.copy()
        rest[list(freed)] = False
        margins = oracles.keep_margins(s, k, rest, actions, patience)
        return bool((margins >= -room * scale)[rest].all())

    smallest = next(
        size
        for size in range(len(inside) + 1)
        if any(keeps(freed, 1e-9) for freed in itertools.combinations(inside, size))
    )
    found = outcome.delivered.agreement
    if not found.reached:
        # Nobody is left to keep it.
        assert smallest == len(inside)
        return
    freed = () if found.exempt is None else tuple(np.flatnonzero(found.exempt))
    assert keeps(freed, 1e-9)
    if any(keeps(x, -1e-9) for x in itertools.combinations(inside, smallest)):
        assert len(freed) == smallest


@given(with_members(high=6), st.integers(10, 45).map(lambda x: x / 30), PATIENCE)
def test_naive_states_lose_everything_if_anyone_would_defect(
    drawn: Any, share: float, patience: float
) -> None:
    issue, members = drawn
    s, k = issue.stakes, issue.capacities
    level = share * s[members].sum()
    played = reciprocal(issue, FixedLevel(level=level), fixed(issue, members))
    outcome = solve(played, patience=patience, foresight="naive")
    q = oracles.level_actions(s, k, members, level, True)
    margins = oracles.keep_margins(s, k, members, q, patience)
    scale = np.abs(played.first_best_payoffs)
    assume(not (np.abs(margins) < 1e-9 * scale)[members].any())
    broken = members & (margins < 0)
    assert set(outcome.defectors) == set(issue.world.members(broken))
    if not broken.any():
        assert outcome.level == pytest.approx(level)
        assert outcome.first_period is None
        return
    assert not outcome.delivered.agreement.reached
    assert np.allclose(outcome.delivered.payoffs, played.reference_payoffs)
    first = np.where(broken, s * k, q)
    assert np.allclose(outcome.first_period, oracles.payoffs(s, k, first))


@given(with_members(high=6), st.data(), PATIENCE)
@settings(max_examples=100)
def test_best_kept_under_an_open_agenda_is_the_largest_winning_kept_level(
    drawn: Any, data: Any, patience: float
) -> None:
    issue, members = drawn
    s, k = issue.stakes, issue.capacities
    quota = data.draw(st.integers(1, int(members.sum())))
    played = reciprocal(issue, Quota(quota=quota), fixed(issue, members))
    outcome = solve(played, patience=patience, fallback="best_kept")
    wins = oracles.quota_rule(members, quota)
    vote = oracles.Vote(s, k, members, wins)
    levels = oracles.grid(s, members, True)
    ok = oracles.kept(s, k, members, levels, patience)
    ok = ok & np.array(vote.winning(vote.supporters(levels)))
    level, high = outcome.level, s[members].sum()
    if level is None:
        assert not ok[levels > s[members].min() + 1e-4 * high].any()
        return
    assert not ok[levels > level + 1e-6 * high].any()
    scale = np.abs(played.first_best_payoffs).max()
    q = oracles.level_actions(s, k, members, level, True)
    assert (oracles.keep_margins(s, k, members, q, patience) >= -1e-9 * scale).all()
    assert vote.wins(vote.supporters(level, 1e-9 * scale))


@given(with_members(high=5), st.data(), PATIENCE)
@settings(max_examples=150)
def test_best_kept_under_a_closed_agenda_is_the_setters_best_kept_offer(
    drawn: Any, data: Any, patience: float
) -> None:
    issue, members = drawn
    s, k = issue.stakes, issue.capacities
    inside = [int(i) for i in np.flatnonzero(members)]
    quota = data.draw(st.integers(1, len(inside)))
    setter = data.draw(st.sampled_from(inside))
    rule = Quota(quota=quota, agenda="closed", setter=issue.world.ids[setter])
    played = reciprocal(issue, rule, fixed(issue, members))
    outcome = solve(played, patience=patience, fallback="best_kept")
    vote = oracles.Vote(s, k, members, oracles.quota_rule(members, quota))
    levels = oracles.grid(s, members, True)
    ok = oracles.kept(s, k, members, levels, patience)
    ok = ok & np.array(vote.winning(vote.accepts(levels)))
    value = oracles.at_level(s, k, members, levels, True)[:, setter]
    best = value[ok].max() if ok.any() else -math.inf
    scale = np.abs(played.first_best_payoffs).max()
    if outcome.level is None:
        assert best <= vote.sq[setter] + 1e-6 * scale
        return
    reached = vote.u(outcome.level)[setter]
    q = oracles.level_actions(s, k, members, outcome.level, True)
    assert (oracles.keep_margins(s, k, members, q, patience) >= -1e-9 * scale).all()
    assert vote.wins(vote.accepts(outcome.level, 1e-9 * scale))
    assert reached >= best - 1e-9 * scale


def test_fallbacks_and_foresights_are_named_in_errors() -> None:
    played = reciprocal(good([1.0, 1.0]), Unanimity())
    with pytest.raises(ModelError, match="deepest_kept"):
        solve(played, fallback="deepest")
    with pytest.raises(ModelError, match="anticipate"):
        solve(played, foresight="anticipates")


# --- without reciprocity: participation alone ----------------------------------------------------


@given(with_members(high=6), st.integers(10, 45).map(lambda x: x / 30), st.data())
@settings(max_examples=100)
def test_without_enforcement_kept_means_that_nobody_would_rather_leave(
    drawn: Any, share: float, data: Any
) -> None:
    from gametheory_orders.orders import Fixed

    issue, members = drawn
    s, k = issue.stakes, issue.capacities
    scale = np.abs(oracles.payoffs(s, k, oracles.first_best(s, k)))
    reaction = data.draw(st.sampled_from(["dissolve", "redecide"]))
    cost = data.draw(st.sampled_from([0.0, 0.1])) * float(scale.max())
    level = share * s[members].sum()
    membership = Fixed(members=issue.world.members(members), reaction=reaction, exit_cost=cost)
    outcome = solve(game(issue, FixedLevel(level=level), NoEnforcement(), membership))
    outside = oracles.payoffs(s, k, oracles.nash(s, k)) - cost
    if reaction == "redecide":
        # The rest stay at the fixed level.
        for i in np.flatnonzero(members):
            rest = members.copy()
            rest[i] = False
            outside[i] = oracles.at_level(s, k, rest, level, True)[i] - cost

    def fine(levels: np.ndarray, room: float = 1e-10) -> np.ndarray:
        gain = oracles.at_level(s, k, members, levels, True) - outside
        return (np.where(members, gain, 0.0) >= -room * scale).all(axis=-1)

    found = outcome.delivered.agreement
    levels = oracles.grid(s, members, True, level)
    levels = levels[levels <= level]
    if not found.reached:
        low = s[members].min()
        assert not fine(levels, -1e-10)[levels > low + 1e-4 * level].any()
        return
    assert fine(np.array([found.level]), 1e-9)[0]
    assert not fine(levels, -1e-10)[levels > found.level * (1 + 1e-6)].any()
    assert outcome.needed_patience is None


def test_binding_assumes_compliance() -> None:
    found = solve(game(good([0.1, 2.0, 3.0]), FixedLevel(level=5.0), Binding()))
    assert found.level == 5.0
    assert found.needed_patience is None


@given(public_goods(high=5), PATIENCE)
def test_fully_kept_agreements_are_delivered_as_agreed(issue: Any, patience: float) -> None:
    played = reciprocal(issue, Consensus())
    outcome = solve(played, patience=patience)
    agreement = agree(played, played.members)
    if agreement.reached and needed_patience(played, agreement).max() <= patience:
        assert outcome.level == agreement.level
        assert np.array_equal(outcome.delivered.payoffs, outcome.agreed.payoffs)


@pytest.mark.long
@given(with_members(), st.integers(5, 45).map(lambda x: x / 30), PATIENCE, st.booleans())
@settings(max_examples=5000, derandomize=False)
def test_deepest_kept_level_on_many_fresh_worlds(
    drawn: Any, share: float, patience: float, floor: bool
) -> None:
    issue, members = drawn
    check_deepest(issue, members, share * issue.stakes[members].sum(), patience, floor)


def test_joint_and_fixed_levels_at_the_same_price_are_kept_alike() -> None:
    issue = good([1.0, 2.0, 3.0], [2.0, 1.0, 3.0])
    a = solve(reciprocal(issue, Joint()), patience=0.6)
    b = solve(reciprocal(issue, FixedLevel(level=6.0)), patience=0.6)
    assert a.level == pytest.approx(b.level)
    assert a.needed == b.needed
    weights = solve(reciprocal(issue, Pledge(weight=1.0)), patience=0.99)
    assert np.allclose(weights.agreed.agreement.actions, a.agreed.agreement.actions)
    at = at_level(a.game, a.game.members, 6.0)
    assert needed_patience(a.game, at).tolist() == [a.needed[x] for x in "ABC"]
    assert isinstance(a.game.order, Order)


def test_a_state_with_one_action_has_nothing_to_break():
    """It may be worse off than without the agreement, and still cannot stop keeping it."""
    columns = {"benefit": [9.0, 9.0, 9.0, -3.0], "cost": [4.0] * 4, "weight": [1.0] * 3 + [0.0]}
    order = gto.charter(quota="2/3", patience=0.9)

    def solved(able):
        world = gto.World("ABCT", {**columns, "able": able})
        return solve(gto.CooperationGame(gto.CollectiveAction(world, result="linear"), order))

    outcome = solved([1, 1, 1, 0])
    assert outcome.delivered.agreement.level == 1.0
    record = outcome.compliance[3]
    assert (record.state, record.keeps, record.margin) == ("T", True, None)
    assert record.to_dict()["margin_why"] == "the state has one action only"
    # Could it act, breaking its word would end the agreement, and that it would want.
    assert not solved([1, 1, 1, 1]).delivered.agreement.reached
