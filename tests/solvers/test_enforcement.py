"""Every enforcement rule and their combinations, against the definitions on random worlds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from enforcement_oracles import Kept, Rules, needed
from gametheory_orders.orders import (
    FixedLevel,
    Quota,
    Reciprocity,
    Review,
    Sanctions,
    Tariff,
    Transfers,
)
from gametheory_orders.solvers import solve
from gametheory_orders.solvers.one_shot import one_shot_margins
from making import PATIENCE, fixed, game, trading_goods, with_members

CHANCES = st.integers(1, 20).map(lambda x: x / 20)
LENGTHS = st.sampled_from([1, 2, 3, 8])
KINDS = ["nash", "dissolve", "length", "renegotiation_proof", "without"]
SHARES = st.integers(5, 45).map(lambda x: x / 30)


@st.composite
def enforced(draw: Any, kinds: Any = KINDS) -> tuple[Any, np.ndarray, list[Any], Rules]:
    """A world, its members, enforcement rules, and the same rules in plain numbers."""
    issue, members = draw(with_members(high=6))
    n = issue.n
    rules, plain = [], Rules()
    kind = draw(st.sampled_from(kinds))
    if kind != "without":
        patience = np.array([draw(PATIENCE) for _ in range(n)])
        plain.patience = patience
        plain.reversion = draw(LENGTHS) if kind == "length" else kind
        monitoring: Any = 1.0
        if kind != "renegotiation_proof":
            seen = draw(CHANCES)
            alarm = draw(st.sampled_from([0.0, 0.0, 0.5])) * 0.9 * seen
            plain.detection, plain.alarm = seen, alarm
            monitoring = {"detection": seen, "false_alarm": alarm} if alarm else seen
        table = dict(zip(issue.world.ids, patience.tolist(), strict=True))
        rules.append(Reciprocity(patience=table, reversion=plain.reversion, monitoring=monitoring))
    scale = float(np.abs(oracles.payoffs(issue.stakes, issue.capacities, issue.first_best())).max())
    inside = [int(i) for i in np.flatnonzero(members)]
    if draw(st.booleans()):
        size = draw(CHANCES) * scale * 0.3
        voters = members.copy()
        quota = draw(st.integers(1, len(inside)))
        veto = draw(st.sets(st.sampled_from(inside), max_size=2))
        protege = draw(st.sampled_from(inside))
        protector = draw(st.sampled_from(inside))
        ids = issue.world.ids
        seen = draw(CHANCES)
        body = Quota(quota=quota, veto=[ids[i] for i in veto])
        rules.append(Sanctions(size, seen, body, proteges={ids[protege]: ids[protector]}))
        plain.size, plain.seen = np.full(n, size), seen
        plain.wins = oracles.quota_rule(voters, quota, None, sorted(veto))
        plain.voters, plain.proteges = inside, {protege: protector}
    if draw(st.booleans()) or not rules:
        cost = np.array([draw(CHANCES) * scale * 0.1 for _ in range(n)])
        plain.precision, plain.reputation = draw(CHANCES), cost
        rules.append(
            Review(plain.precision, dict(zip(issue.world.ids, cost.tolist(), strict=True)))
        )
    plain.sharing = draw(st.sampled_from([None, None, "equal_gains", "chander_tulkens"]))
    if plain.sharing:
        rules.append(Transfers(kind=plain.sharing))
    return issue, members, rules, plain


def check(issue: Any, members: np.ndarray, rules: Any, plain: Rules, share: float) -> None:
    s, k = issue.stakes, issue.capacities
    agreed = share * s[members].sum()
    played = game(issue, FixedLevel(level=agreed), rules, fixed(issue, members))
    outcome = solve(played)
    kept = Kept(s, k, members, plain)
    scale = np.abs(oracles.payoffs(s, k, oracles.first_best(s, k)))
    scale = np.maximum(scale, np.abs(kept.alone))

    def margins(levels: Any) -> np.ndarray:
        return kept.margins(oracles.level_actions(s, k, members, levels, True))

    # The compliance of what was agreed is told as it is.
    at = margins(agreed)
    clear = (np.abs(at) > 1e-9 * scale) | ~members
    for record in outcome.compliance:
        i = issue.world.index(record.state)
        if plain.reversion != "renegotiation_proof":
            assert record.margin == pytest.approx(at[i], rel=1e-7, abs=1e-9 * scale[i])
        if clear[i]:
            assert record.keeps == (at[i] > 0)
        assert record.expected_loss == pytest.approx(kept.fine(i))
        # Beyond reach is whoever no vote would sanction.
        assert record.beyond_reach == (
            plain.size is not None
            and plain.wins is not None
            and Kept(
                s,
                k,
                members,
                Rules(
                    size=np.ones(issue.n),
                    wins=plain.wins,
                    voters=plain.voters,
                    proteges=plain.proteges,
                ),
            ).fine(i)
            == 0
        )
    # What is delivered is kept, and nothing deeper below what was agreed is.
    low, high = oracles.span(s, members, True)
    found = outcome.delivered.agreement
    levels = oracles.grid(s, members, True, agreed)
    levels = levels[(levels <= agreed) & (levels > low + 1e-4 * max(high, agreed))]
    fine = (margins(levels)[:, members] >= 1e-9 * scale[members]).all(axis=1)
    if not found.reached:
        assert not fine.any()
        return
    assert found.level is not None
    assert (margins(found.level) >= -1e-9 * scale)[members].all()
    assert not fine[levels > found.level + 1e-7 * max(high, agreed)].any()
    assert outcome.certificate["holds"]
    assert outcome.certificate["exact"]
    again, exact = one_shot_margins(played, found, outcome.patience)
    assert exact
    inside = np.flatnonzero(members)
    if plain.reversion != "renegotiation_proof":
        again, expected = again[inside], margins(found.level)[inside]
        assert again == pytest.approx(expected, abs=1e-8 * scale.max())


@given(enforced(), SHARES)
@settings(max_examples=100)
def test_what_is_delivered_is_the_deepest_level_that_the_definitions_keep(
    drawn: Any, share: float
) -> None:
    check(*drawn, share)


@given(trading_goods(high=5), SHARES, PATIENCE, st.sampled_from(["nash", 2]), st.data())
@settings(max_examples=60)
def test_a_defector_loses_the_clubs_tariff_revenue_in_the_reversion(
    issue: Any, share: float, patience: float, reversion: Any, data: Any
) -> None:
    bits = data.draw(st.lists(st.booleans(), min_size=issue.n, max_size=issue.n))
    members = np.array(bits)
    if not issue.stakes[members].any():
        members = issue.stakes > 0
    rate = data.draw(st.sampled_from([0.02, 0.3]))
    rules = [Reciprocity(patience=patience, reversion=reversion), Tariff(rate=rate)]
    plain = Rules(patience=np.full(issue.n, patience), reversion=reversion)
    plain.tariff = (issue.trade.imports, issue.trade.gain, issue.trade.loss, rate)
    if data.draw(st.booleans()):
        plain.sharing = "equal_gains"
        rules.append(Transfers())
    check(issue, members, rules, plain, share)


@pytest.mark.long
@given(enforced(), SHARES)
@settings(max_examples=3000, derandomize=False)
def test_deepest_kept_under_all_rules_on_many_fresh_worlds(drawn: Any, share: float) -> None:
    check(*drawn, share)


@given(enforced(["nash", "length", "renegotiation_proof"]), SHARES)
@settings(max_examples=60)
def test_needed_patience_is_where_the_definitions_turn(drawn: Any, share: float) -> None:
    issue, members, rules, plain = drawn
    s, k = issue.stakes, issue.capacities
    level = share * s[members].sum()
    played = game(issue, FixedLevel(level=level), rules, fixed(issue, members))
    found = solve(played).needed
    q = oracles.level_actions(s, k, members, level, True)
    kept = Kept(s, k, members, plain)
    scale = np.abs(oracles.payoffs(s, k, oracles.first_best(s, k)))
    for state, value in found.items():
        i = issue.world.index(state)
        expected = needed(kept, q, i)
        if min(value, 1.0) != pytest.approx(min(expected, 1.0), abs=1e-6):
            # A gain within rounding is no gain: then both sides of it are right.
            kept.rules.patience = np.full(issue.n, 0.5 * (min(value, 1) + min(expected, 1)))
            assert abs(kept.margins(q)[i]) <= 1e-9 * scale[i], (state, value, expected)
