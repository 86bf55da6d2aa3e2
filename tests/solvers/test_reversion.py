"""Reversions, on families without closed forms: through the protocol, and where they differ."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import PublicGood
from gametheory_orders.orders import (
    Exclusion,
    Fixed,
    FixedLevel,
    NoEnforcement,
    Order,
    Penalty,
    Pledge,
    Reciprocity,
    Review,
    Transfers,
    Universal,
)
from gametheory_orders.solvers import solve
from gametheory_orders.solvers.reversion import alone_is_dominant, dissolved
from making import PATIENCE, with_members
from small_families import Assurance, Dilemma, Plainly


def needed(issue: Any, level: float, rule: Any) -> set[float]:
    order = Order(Universal(), FixedLevel(level=level), rule)
    found = solve(CooperationGame(issue, order)).needed
    return {round(value, 9) for value in found.values()}


@pytest.mark.parametrize(("n", "patience"), [(3, 0.75), (5, 0.375), (10, 1 / 6)])
def test_b32_linear_public_good(n: int, patience: float) -> None:
    # d* = (c - b) / (b (k - 1)), theory.md B3.2.
    assert needed(Dilemma.of(n), 1.0, Reciprocity()) == {round(patience, 9)}


@pytest.mark.parametrize("n", [2, 3, 4, 6])
def test_b210_punishers_do_not_forgive_up_to_one_plus_cost_over_benefit(n: int) -> None:
    # Barrett 1999: N <= 1 + c/b = 3.5 and d >= (c - b) / (b (N - 1)), theory.md B2.10.
    rule = Reciprocity(reversion="renegotiation_proof")
    found = needed(Dilemma.of(n), 1.0, rule)
    if n > 3:
        assert found == {np.inf}
    else:
        assert found == {round((1.0 - 0.4) / (0.4 * (n - 1)), 9)}


def test_a_few_periods_alone_may_be_enough_or_never() -> None:
    # Three states: D - C = .6 and C - P = .2, so that only more than three periods cost more.
    issue = Dilemma.of(3)
    assert needed(issue, 1.0, Reciprocity(reversion=3)) == {np.inf}
    (found,) = needed(issue, 1.0, Reciprocity(reversion=4))
    assert found + found**2 + found**3 + found**4 == pytest.approx(3.0)
    # Ten states: D - C = .6, C - P = 3; one period is enough, at .6 / 3.
    assert needed(Dilemma.of(10), 1.0, Reciprocity(reversion=1)) == {0.2}


def test_dissolution_leads_to_what_best_replies_lead_to_and_nash_to_the_worst() -> None:
    issue, level = Assurance.of(3), 1.5
    assert not alone_is_dominant(issue)
    # Dissolved at 1.5 all go to 1, the best stable level; the reference is 0.
    assert dissolved(issue, np.full(3, level)).tolist() == [1.0, 1.0, 1.0]
    comply = level + 0.5 * 2 * level - level**2 / 2
    defect = 1.0 + 0.5 * 2 * level - 1 / 2
    mild = 1.0 + 0.5 * 2 * 1.0 - 1 / 2
    gain = defect - comply
    assert needed(issue, level, Reciprocity()) == {round(gain / defect, 9)}
    expected = round(gain / (defect - mild), 9)
    assert needed(issue, level, Reciprocity(reversion="dissolve")) == {expected}
    # And it is delivered from that patience on, not below.
    order = Order(Universal(), FixedLevel(level=level), Reciprocity(reversion="dissolve"))
    played = CooperationGame(issue, order)
    assert solve(played, patience=expected + 1e-6).level == level
    below = solve(played, patience=expected - 1e-3)
    assert below.level is not None
    assert below.level < level
    assert below.certificate["holds"]


def test_a_punishment_that_punishers_must_be_held_to_is_refused() -> None:
    rule = Reciprocity(reversion="renegotiation_proof")
    with pytest.raises(ModelError, match=r"assurance.*whatever others do"):
        solve(CooperationGame(Assurance.of(3), Order(Universal(), FixedLevel(level=1.5), rule)))
    order = Order(Universal(), Pledge(weight="differentiated"), rule)
    with pytest.raises(ModelError, match="one level"):
        CooperationGame(Dilemma.of(3), order)


class Restless(Assurance):
    """Two states that chase each other for ever."""

    def best_reply(self, state: int, actions: Any) -> Any:
        other = np.asarray(actions)[..., 1 - state]
        return np.where(other > 0.5, 0.0, 1.0) if state else np.where(other > 0.5, 1.0, 0.0)


def test_best_replies_that_never_rest_are_told_with_where_they_are() -> None:
    with pytest.raises(NoAnswer, match="never come to rest") as told:
        dissolved(Restless.of(2), np.array([1.0, 1.0]))
    assert len(told.value.witness["actions"]) == 2


@given(with_members(high=4, positive=True), st.integers(10, 40).map(lambda x: x / 30), st.data())
@settings(max_examples=40)
def test_the_protocols_own_path_finds_what_the_closed_forms_do(
    drawn: Any, share: float, data: Any
) -> None:
    issue, members = drawn
    scale = float(np.abs(issue.payoffs(issue.first_best())).max())
    patience = data.draw(PATIENCE)
    reversion = data.draw(st.sampled_from(["nash", "dissolve", 2, "renegotiation_proof", None]))
    rules: list[Any] = []
    if reversion is not None:
        rules.append(Reciprocity(patience=patience, reversion=reversion))
        if data.draw(st.booleans()):
            rules.append(Review(reputation=0.01 * scale))
    if data.draw(st.booleans()):
        rules.append(Transfers(kind="equal_gains"))
    if data.draw(st.booleans()):
        rules.append(Exclusion(share=0.3))
    if data.draw(st.booleans()):
        rules.append(Penalty(size=0.02 * scale))
    rules = rules or [NoEnforcement()]
    reaction = data.draw(st.sampled_from(["keep", "redecide"]))
    membership = Fixed(members=issue.world.members(members), reaction=reaction)
    order = Order(membership, FixedLevel(level=share * issue.stakes[members].sum()), rules)
    exact = solve(CooperationGame(PublicGood(issue.world), order))
    path = solve(CooperationGame(Plainly(issue.world), order))
    assert path.certificate["holds"]
    for a, b in zip(exact.compliance, path.compliance, strict=True):
        assert a.margin == pytest.approx(b.margin, rel=1e-9, abs=1e-9 * scale)
    if path.level is None or exact.level is None:
        # Sampling may miss what is kept in an interval narrower than its spacing.
        assert path.level is None
        return
    assert path.level <= exact.level * (1 + 1e-9)
    assert path.level == pytest.approx(exact.level, rel=0.02)
