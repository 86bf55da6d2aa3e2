"""Every kind of public good under every kind of order: solved, assessed, and checked by definition.

What is delivered under reciprocity is held against a grid of levels and each member's best
defection from plain payoffs (goods_oracle.py), which share no code with the solvers.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders.orders import (
    Binding,
    Consensus,
    Fixed,
    Joint,
    NoEnforcement,
    OpenEntry,
    Order,
    Pledge,
    Quota,
    Reciprocity,
    Unanimity,
    Universal,
)
from goods_oracle import Plain, random_plain

KINDS = [
    ("sum", "quadratic"), ("sum", "damage"), ("sum", "cubic"), ("sum", "power"),
    ("sum", "income"), ("sum", "linear"), ("sum", "curved"), ("weakest_link", "linear-power"),
    ("weakest_link", "quadratic"), ("best_shot", "cubic"), ("best_shot", "quadratic"),
    ("threshold", "linear-power"), ("threshold", "linear"), ("threshold", "quadratic"),
]  # fmt: skip
QUICK = [KINDS[i] for i in (0, 3, 5, 7, 9, 11)]
SOME = [kind if kind in QUICK else pytest.param(kind, marks=pytest.mark.long) for kind in KINDS]
RULES = {
    "unanimity": Unanimity(),
    "majority": Quota(quota="majority"),
    "closed": Quota(quota="majority", agenda="closed"),
    "consensus": Consensus(blocking_cost=0.1),
    "joint": Joint(),
    "differentiated": Joint(agreement_class_="differentiated"),
    "pledge": Pledge(weight=0.3),
    "pledges": Pledge(weight="uniform"),
}


def drawn(kind: tuple[str, str], seed: int = 0, n: int = 3) -> Plain:
    rng = np.random.default_rng([KINDS.index(kind), seed, n])
    return random_plain(rng, kind[0], n=n, form=kind[1])


@pytest.mark.parametrize("kind", SOME)
def test_some_rules_speak_to_every_good(kind: Any) -> None:
    check_rules(kind, ("unanimity", "joint", "pledge"))


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_speaks_to_every_good(kind: Any) -> None:
    check_rules(kind, tuple(RULES))


def check_rules(kind: Any, names: tuple[str, ...]) -> None:
    issue = drawn(kind).issue()
    for name in names:
        rule = RULES[name]
        enforcement = Reciprocity() if not name.startswith("pledge") else NoEnforcement()
        game = gto.CooperationGame(issue, Order(Universal(), rule, enforcement))
        if name == "differentiated" and kind[0] in ("best_shot", "threshold"):
            # Who gives jumps with the weights: the best of them need not be found, and then
            # the answer is that there is none, not a wrong one.
            with suppress(gto.NoAnswer):
                assert gto.solve(game, patience=0.7).certificate["holds"]
            continue
        outcome = gto.solve(game, patience=0.7)
        assert outcome.certificate["holds"], name
        actions = outcome.delivered.agreement.actions
        assert np.isfinite(issue.payoffs(actions)).all()
        assert (actions >= 0).all()
        assert (actions <= issue.costs.limit).all()


@pytest.mark.parametrize("kind", KINDS)
def test_binding_joint_agreement_of_all_is_the_first_best(kind: Any) -> None:
    issue = drawn(kind, 1).issue()
    for rule in (Joint(), Pledge(weight=1.0)):
        outcome = gto.solve(gto.CooperationGame(issue, Order(Universal(), rule, Binding())))
        total = float(issue.payoffs(outcome.delivered.agreement.actions).sum())
        best = float(issue.payoffs(issue.first_best()).sum())
        assert total == pytest.approx(best, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("kind", SOME)
@pytest.mark.parametrize("size", [2, pytest.param(3, marks=pytest.mark.long)])
def test_what_is_kept_is_kept_by_definition(kind: Any, size: int) -> None:
    plain = drawn(kind, 2)
    issue = plain.issue()
    names = issue.world.ids[:size]
    order = Order(Fixed(members=tuple(names)), Unanimity(), Reciprocity())
    game = gto.CooperationGame(issue, order)
    patience = 0.4
    outcome = gto.solve(game, patience=patience)
    delivered = outcome.delivered.agreement
    reference = plain.payoffs(issue.reference())
    scale = max(1.0, *(abs(x) for x in reference))

    def kept(q: Any) -> bool:
        margins = [
            plain.payoff(i, q) - (1 - patience) * plain.best(i, q) - patience * reference[i]
            for i in range(size)
        ]
        return min(margins) >= -1e-6 * scale

    if delivered.reached:
        assert kept(delivered.actions)
    agreed = outcome.agreed.agreement
    if agreed.reached and agreed.level is not None:
        deepest = delivered.level if delivered.reached and delivered.level is not None else -np.inf
        low = issue.level_range(game.members)[0]
        grid = np.linspace(low, agreed.level, 40)
        deeper = grid[(grid > deepest + 1e-3 * (1 + abs(agreed.level))) & (grid > low + 1e-3)]
        for q in issue.level_actions(game.members, deeper) if deeper.size else []:
            margins = [
                plain.payoff(i, q) - (1 - patience) * plain.best(i, q) - patience * reference[i]
                for i in range(size)
            ]
            # Nothing deeper is kept by a clear margin.
            assert min(margins) <= 1e-5 * scale


@pytest.mark.parametrize("kind", KINDS)
def test_assessed_under_open_entry(kind: Any) -> None:
    issue = drawn(kind, 3).issue()
    game = gto.CooperationGame(issue, Order(OpenEntry(), Joint(), NoEnforcement()))
    try:
        outcome = gto.solve(game)
    except gto.NoAnswer:
        with pytest.raises(gto.NoAnswer):
            gto.stable_coalitions(game)
        return
    assert outcome.certificate["holds"]
    record = gto.assess(outcome).to_dict()
    found = record["delivered"]["effectiveness"]
    assert found is None or found <= 1 + 1e-9
    by_sets = gto.stable_coalitions(game)
    assert tuple(game.names(outcome.agreed.agreement.members)) in {
        tuple(each.members) for each in by_sets
    }


def test_those_who_are_freed_reply_to_each_other() -> None:
    """Where best replies are not dominant, two who are exempt meet in a Nash equilibrium."""
    plain = drawn(("sum", "quadratic"), 4, n=4)
    issue = plain.issue()
    start = issue.first_best()
    freed = np.array([True, False, True, False])
    after = issue.joint_replies(freed, start)
    assert after[~freed] == pytest.approx(start[~freed])
    for i in np.flatnonzero(freed):
        assert plain.best(i, after) <= plain.payoff(i, after) + 1e-8
    # The protocol's own path, one reply after the other, ends at the same point.
    by_turns = gto.Issue.joint_replies(issue, freed, start)
    assert by_turns == pytest.approx(after, abs=1e-9)
    game = gto.CooperationGame(issue, Order(Universal(), Unanimity(), Reciprocity()))
    outcome = gto.solve(game, patience=0.2, fallback="exempt")
    assert outcome.certificate["holds"]


def test_the_certificate_says_who_moves_first() -> None:
    plain = drawn(("sum", "damage"), 5)
    game = gto.CooperationGame(
        plain.issue(timing="coalition_first"), Order(Universal(), Joint(), Binding())
    )
    assert "move first" in gto.solve(game).certificate["timing"]
