"""Laws of enforcement with their exact conditions, and cases in which they fail."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from enforcement_oracles import Kept, Rules
from gametheory_orders.orders import (
    Consensus,
    FixedLevel,
    Joint,
    OpenEntry,
    Pledge,
    Quota,
    Reciprocity,
    Review,
    Sanctions,
    Transfers,
    Unanimity,
)
from gametheory_orders.solvers import solve
from gametheory_orders.solvers.compliance import FALLBACKS
from making import CAPACITY, PATIENCE, fixed, game, good, public_goods, reciprocal, with_members

SHARES = st.integers(10, 45).map(lambda x: x / 30)


def effectiveness(issue: Any, payoffs: np.ndarray) -> float:
    return oracles.effectiveness(issue.stakes, issue.capacities, payoffs)


# --- more patience ---------------------------------------------------------------------------


@given(
    with_members(high=6),
    SHARES,
    st.tuples(PATIENCE, PATIENCE),
    st.sampled_from(["nash", 1, 4, "renegotiation_proof"]),
    st.sampled_from([1.0, 0.6]),
)
@settings(max_examples=60)
def test_more_patience_never_delivers_a_lower_level(
    drawn: Any, share: float, two: Any, reversion: Any, seen: float
) -> None:
    # At fixed membership, decided level, monitoring and fallback (the deepest kept).
    issue, members = drawn
    less, more = sorted(two)
    monitoring = 1.0 if reversion == "renegotiation_proof" else seen
    rule = Reciprocity(reversion=reversion, monitoring=monitoring)
    decision = FixedLevel(level=share * issue.stakes[members].sum())
    played = game(issue, decision, rule, fixed(issue, members))
    low, high = solve(played, patience=less), solve(played, patience=more)
    if low.level is not None:
        assert high.level is not None
        assert high.level >= low.level * (1 - 1e-9)
        # Without false alarms also the gain does not fall, as long as no one overdoes it.
        if high.level <= issue.stakes[members].sum():
            worse = effectiveness(issue, high.delivered.payoffs)
            assert worse >= effectiveness(issue, low.delivered.payoffs) - 1e-9


def test_with_false_alarms_more_patience_can_deliver_less() -> None:
    # The level stays, but the more the future counts the more of it lies after a false alarm.
    issue = good([1.0] * 5)
    noisy = Reciprocity(monitoring={"detection": 0.9, "false_alarm": 0.05})
    played = game(issue, FixedLevel(level=2.0), noisy)
    some, much = solve(played, patience=0.8), solve(played, patience=0.99)
    assert some.level == much.level == 2.0
    assert (much.delivered.payoffs < some.delivered.payoffs).all()
    # Grim: V = P + (1 - d) (C - P) / (1 - d (1 - f)), theory.md B3.3.
    gain = much.agreed.payoffs - played.reference_payoffs
    left = 0.01 / (1 - 0.99 * 0.95)
    assert much.delivered.payoffs == pytest.approx(played.reference_payoffs + left * gain)
    # What is valued is what is delivered, and the value is that of the Markov chain.
    rules = Rules(patience=np.full(5, 0.99), detection=0.9, alarm=0.05)
    kept = Kept(issue.stakes, issue.capacities, played.members, rules)
    values = [float(kept.values(i, much.agreed.payoffs[i])[0]) for i in range(5)]
    assert much.delivered.payoffs == pytest.approx(np.array(values))


@pytest.mark.parametrize(
    ("patience", "size", "expected"),
    [(1 / 9, 10, 0.395), (1 / 5, 6, 0.237), (1 / 3, 4, 0.158), (0.5, 3, 0.119), (0.9, 3, 0.119)],
)
def test_under_open_entry_more_patience_can_deliver_less(
    patience: float, size: int, expected: float
) -> None:
    # Modesty pays: the impatient keep only shallow agreements, which more states join.
    issue = good([1.0] * 10)
    found = solve(game(issue, Joint(), Reciprocity(), OpenEntry()), patience=patience)
    assert len(found.members) == size
    assert effectiveness(issue, found.delivered.payoffs) == pytest.approx(expected, abs=5e-4)


@given(public_goods(high=6), SHARES, st.tuples(PATIENCE, PATIENCE))
@settings(max_examples=40)
def test_more_patience_exempts_no_other_member(issue: Any, share: float, two: Any) -> None:
    less, more = sorted(two)
    played = reciprocal(issue, FixedLevel(level=share * issue.stakes.sum()))
    freed = []
    for patience in (less, more):
        found = solve(played, patience=patience, fallback="exempt").delivered.agreement
        nobody = np.zeros(issue.n, dtype=bool)
        freed.append(~nobody if not found.reached else found.exempt)
        freed[-1] = nobody if freed[-1] is None else freed[-1]
    assert not (freed[1] & ~freed[0]).any()


# --- better monitoring -----------------------------------------------------------------------


@given(
    with_members(high=5, positive=True),
    SHARES,
    st.tuples(*[st.integers(0, 20).map(lambda x: x / 20)] * 4),
    st.sampled_from(["nash", 2, 5]),
)
@settings(max_examples=60)
def test_needed_patience_never_rises_with_monitoring_that_tells_more(
    drawn: Any, share: float, chances: Any, reversion: Any
) -> None:
    # A garbled signal: an alarm is passed on with chance a, and one is made up with chance b.
    issue, members = drawn
    seen, alarm, a, b = chances
    worse = (a * seen + b * (1 - seen), a * alarm + b * (1 - alarm))
    if not (alarm < seen and worse[1] < worse[0]):
        return
    decision = FixedLevel(level=share * issue.stakes[members].sum())
    found = []
    for detection, false_alarm in ((seen, alarm), worse):
        monitoring = {"detection": detection, "false_alarm": false_alarm}
        rule = Reciprocity(reversion=reversion, monitoring=monitoring)
        found.append(solve(game(issue, decision, rule, fixed(issue, members))).needed)
    for state, value in found[0].items():
        assert min(value, 1) <= min(found[1][state], 1) + 1e-9


def test_more_precise_but_not_more_informative_monitoring_can_need_more_patience() -> None:
    # Seen less the false alarms rises from .5 to .6, but neither signal is a garbling of the other.
    issue = good([1.0] * 3)
    needed = []
    for detection, false_alarm in ((0.5, 0.0), (0.9, 0.3)):
        monitoring = {"detection": detection, "false_alarm": false_alarm}
        rule = Reciprocity(monitoring=monitoring)
        needed.append(solve(game(issue, FixedLevel(level=3.0), rule)).needed_patience)
    assert needed[1] > needed[0] + 0.05


def test_b33_grim_under_imperfect_monitoring() -> None:
    # R = 2, D = 3, P = 0, p = .1, q = .5: feasible from .588235 on (theory.md B3.3).
    rule = Reciprocity(monitoring={"detection": 0.5, "false_alarm": 0.1})
    world = good([1.0]).world
    one = np.ones(1)
    found = rule.needed_patience(world, one, 3 * one, 1e-12 * one)
    assert found[0] == pytest.approx(0.588235, abs=5e-7)
    # T = 6 at .6 is worth 1.74978, T = 2 at .8 1.74825: the value is C times the time in force.
    for length, patience, value in ((6, 0.6, 1.74978), (2, 0.8, 1.74825)):
        short = Reciprocity(reversion=length, monitoring={"detection": 0.5, "false_alarm": 0.1})
        assert 2 * short.in_force(patience * one)[0] == pytest.approx(value, abs=5e-6)
        assert short.needed_patience(world, one, 3 * one, 1e-12 * one)[0] <= patience


# --- sanctions and vetoers -------------------------------------------------------------------


@given(public_goods(low=3, high=6, positive=True), SHARES, st.data())
@settings(max_examples=40)
def test_sanctions_never_deter_a_vetoer_or_its_protege(issue: Any, share: float, data: Any) -> None:
    ids = issue.world.ids
    vetoers = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True))
    protege = data.draw(st.sampled_from(ids))
    quota = data.draw(st.integers(1, issue.n))
    body = Quota(quota=quota, veto=vetoers)
    huge = 1e6 * float(np.abs(issue.payoffs(issue.first_best())).max())
    rule = Sanctions(size=huge, body=body, proteges={protege: vetoers[0]})
    found = solve(game(issue, FixedLevel(level=share * issue.stakes.sum()), rule))
    for record in found.compliance:
        beyond = record.state in (*vetoers, protege) or quota == issue.n
        assert record.beyond_reach == beyond
        assert (record.state in found.beyond_reach) == beyond
        if beyond:
            assert record.expected_loss == 0
            assert record.keeps == (record.gain <= 1e-12 * 1e-6 * huge)
        else:
            assert record.keeps


def test_a_sanction_that_costs_less_than_blocking_it_is_not_blocked() -> None:
    issue = good([1.0, 1.0, 1.0])
    for cost, reach in ((0.0, False), (1.0, False), (2.0, True), (3.0, True)):
        body = Consensus(blocking_cost=cost)
        found = solve(game(issue, FixedLevel(level=2.0), Sanctions(size=2.0, body=body)))
        assert (found.beyond_reach == ()) == reach


def test_the_orders_own_vote_sanctions_where_no_body_is_named() -> None:
    issue = good([2.0, 2.2, 2.4])
    rules = [Reciprocity(patience=0.1), Sanctions(size=50.0)]
    charter = game(issue, Quota(quota=2, veto=["A"]), rules)
    found = solve(charter)
    assert found.beyond_reach == ("A",)
    # Reciprocity still binds the vetoer: the rest is kept by both.
    assert found.needed["A"] > 0
    assert found.needed["B"] == found.needed["C"] == 0
    # In the shortfall account the body stays as it was when the decision is made ideal.
    from gametheory_orders.measures.shortfall import shortfall_account

    account = shortfall_account(charter)
    assert sum(account.share[rule] for rule in ("participation", "decision", "enforcement")) == (
        pytest.approx(1 - account.effectiveness)
    )


# --- every decision rule looks ahead ---------------------------------------------------------

DECISIONS = [
    FixedLevel(level=6.0),
    Unanimity(),
    Consensus(blocking_cost=0.5),
    Quota(quota=2),
    Quota(quota=2, agenda="closed"),
    Joint(),
    Joint(agreement_class_="differentiated"),
    Pledge(weight=0.7),
    Pledge(weight="uniform"),
    Pledge(weight="differentiated"),
]
ENFORCEMENTS = [
    [Reciprocity(patience=0.35)],
    [Reciprocity(patience=0.5, reversion=2)],
    [Reciprocity(patience=0.5, reversion="dissolve", monitoring=0.7)],
    [Reciprocity(patience=0.5), Transfers()],
    [Sanctions(size=0.8, body=Quota(quota=2, veto=["A"]))],
    [Review(precision=0.5, reputation=1.0)],
    [Reciprocity(patience=0.2), Sanctions(size=0.5, body=Quota(quota=2)), Review(reputation=0.2)],
]


@pytest.mark.parametrize("fallback", FALLBACKS)
@pytest.mark.parametrize("rules", ENFORCEMENTS, ids=lambda r: "+".join(x.rule for x in r))
@pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: d.rule)
def test_what_any_rule_delivers_is_kept_by_the_definitions(
    decision: Any, rules: Any, fallback: str
) -> None:
    issue = good([1.5, 2.0, 2.5])
    found = solve(game(issue, decision, rules), fallback=fallback)
    assert found.agreed.agreement.reached
    assert found.certificate["holds"]
    agreement = found.delivered.agreement
    if not agreement.reached:
        assert found.defectors
        return
    plain = Rules()
    for rule in rules:
        if isinstance(rule, Reciprocity):
            plain.patience = np.full(3, rule.patience)
            plain.reversion = rule.reversion
            plain.detection = rule.monitoring
        elif isinstance(rule, Sanctions):
            veto = [0] if rule.body.veto else []
            plain.wins = oracles.quota_rule(np.ones(3, bool), 2, None, veto)
            plain.size, plain.voters = np.full(3, rule.size), range(3)
        elif isinstance(rule, Review):
            plain.precision, plain.reputation = rule.precision, np.full(3, rule.reputation)
        elif isinstance(rule, Transfers):
            plain.sharing = rule.kind
    kept = Kept(issue.stakes, issue.capacities, np.ones(3, bool), plain)
    bound = np.ones(3, bool) if agreement.exempt is None else ~agreement.exempt
    assert (kept.margins(agreement.actions) >= -1e-9 * kept.scale)[bound].all()
    # And it is not deeper than what was agreed.
    if agreement.level is not None and fallback == "deepest_kept":
        assert agreement.level <= found.agreed.agreement.level * (1 + 1e-12)


def test_with_equal_gains_unanimity_agrees_on_the_joint_optimum() -> None:
    issue = good([1.5, 2.0, 2.5])
    alone = solve(game(issue, Unanimity(), Reciprocity(patience=0.99)))
    shared = solve(game(issue, Unanimity(), [Reciprocity(patience=0.99), Transfers()]))
    assert alone.level < 6.0
    assert shared.level == pytest.approx(6.0)
    gains = shared.delivered.payoffs - shared.game.reference_payoffs
    assert gains == pytest.approx(np.full(3, gains.mean()))


@given(st.lists(CAPACITY, min_size=3, max_size=3), st.data())
@settings(max_examples=40)
def test_transfers_by_stake_lower_the_most_patience_that_the_first_best_needs(
    capacities: Any, data: Any
) -> None:
    # Gains in proportion to stakes: everybody needs (D - C) / (D - P) with its own cost alone.
    stakes = data.draw(st.lists(st.integers(1, 30).map(float), min_size=3, max_size=3))
    issue = good(stakes, capacities)
    rules = [Reciprocity(), Transfers(kind="chander_tulkens")]
    found = solve(game(issue, Joint(), rules))
    s, k = issue.stakes, issue.capacities
    cost = k * (s.sum() ** 2 - s**2) / 2
    kept = Kept(s, k, np.ones(3, bool), Rules(sharing="chander_tulkens"))
    comply = kept.in_force(k * s.sum())
    best = oracles.defect(s, k, k * s.sum())
    for state, value in found.needed.items():
        i = issue.world.index(state)
        loss = best[i] - kept.alone[i]
        expected = max(best[i] - comply[i], 0.0) / loss if loss > 0 else math.inf
        assert min(value, 50) == pytest.approx(min(expected, 50), rel=1e-6, abs=1e-9)
    assert cost.min() >= 0


# --- trust -----------------------------------------------------------------------------------


def test_patience_and_monitoring_may_be_columns_of_the_world() -> None:
    issue = good([1.0, 1.0, 1.0], patience_of=[0.3, 0.6, 0.9], seen=[0.5, 0.8, 1.0])
    rule = Reciprocity(patience="patience_of", monitoring="seen")
    found = solve(game(issue, FixedLevel(level=2.0), rule))
    assert found.patience.tolist() == [0.3, 0.6, 0.9]
    # d* = (D - C) / ((D - P) - (1 - q) (C - P)), and C - P = 1.5, D - C = .5 for each.
    expected = [0.5 / (2.0 - (1 - q) * 1.5) for q in (0.5, 0.8, 1.0)]
    assert list(found.needed.values()) == pytest.approx(expected)
    # What is given replaces it.
    assert solve(found.game, patience=0.2).patience.tolist() == [0.2, 0.2, 0.2]


def test_consent_is_not_monotone_in_the_tariff() -> None:
    # theory.md B5 (iv): 1.00 at one percent, .78 at two, .97 at three.
    import gametheory_orders as gto

    found = gto.compare("climate", ["club_tariff_1", "club_tariff_2", "club_tariff_3"])
    consent = [each.agreed.legitimacy["consent_people"] for each in found]
    assert consent == pytest.approx([1.0, 0.78, 0.97], abs=5e-3)
