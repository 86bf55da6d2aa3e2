"""The paper's hard case (Patrick 2023, sections Charter and Coalition): a permanent member attacks.

No figure of the paper is reproduced: benefits, costs and threshold are illustrative. What is held
fast is the structure: who can block, who is strong enough, who follows.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from gametheory_orders import CooperationGame, assess, compare, load_game, load_issue, solve


@cache
def found() -> Any:
    return compare("aggression")


def test_the_attacker_sits_on_the_body_that_must_vote() -> None:
    charter = found()["aggression_charter"]
    assert charter.effectiveness == 0
    game = charter.outcome.game
    rule = game.order.votes.voting_rule(game.world, game.members)
    everyone_else = rule.voters.copy()
    everyone_else[game.world.index("RUS")] = False
    assert not rule.wins(everyone_else)
    assert found()["aggression_concert"].effectiveness == 0


def test_without_the_veto_the_council_could_decide_if_joining_were_cheap() -> None:
    # The veto is not all: at these costs too many lose by joining themselves.
    issue = load_issue("aggression")
    order = load_game("aggression", "aggression_charter").order
    free = replace(order, decision=replace(order.decision, veto=()))
    cheap = replace(issue, world=issue.world.with_columns({"cost": 0.0 * issue.costs}))
    assert not solve(CooperationGame(issue, free)).agreed.agreement.reached
    assert solve(CooperationGame(cheap, free)).agreed.agreement.reached
    assert not solve(CooperationGame(cheap, order)).agreed.agreement.reached


def test_two_thirds_override_the_veto_but_not_the_cost() -> None:
    assembly = load_game("aggression", "aggression_assembly")
    issue = assembly.issue
    assert found()["aggression_assembly"].effectiveness == 0
    gains = issue.benefits > issue.costs
    assert gains.sum() < 129
    cheap = replace(issue, world=issue.world.with_columns({"cost": 0.1 * issue.costs}))
    assert (cheap.benefits > cheap.costs).sum() >= 129
    outcome = solve(CooperationGame(cheap, assembly.order))
    assert outcome.agreed.agreement.reached


def test_nato_alone_is_too_weak_and_one_outsider_then_finds_it_pays_to_join() -> None:
    nato = found()["aggression_nato"]
    game, actions = nato.outcome.game, nato.outcome.delivered.agreement.actions
    members = nato.outcome.delivered.agreement.members
    share = game.issue.weights[members].sum() / game.issue.weights.sum()
    assert share < game.issue.threshold <= game.issue.quantity(actions)
    assert (actions[~members] > 0).sum() == 1
    assert game.issue.threshold <= found()["aggression_nato_and_d10"].outcome.game.issue.quantity(
        np.where(found()["aggression_nato_and_d10"].outcome.delivered.agreement.members, 1.0, 0.0)
    )


def test_the_willing_are_the_cheapest_group_in_which_each_is_needed() -> None:
    coalition = found()["aggression_coalition"]
    outcome = coalition.outcome
    issue, members = outcome.game.issue, outcome.delivered.agreement.members
    assert "USA" in outcome.members
    assert outcome.certificate["holds"]
    weight = float(issue.weights[members].sum())
    assert weight >= issue.weight_needed * (1 - 1e-12)
    # Each is needed, and for each the result is worth its own cost.
    assert (weight - issue.weights[members] < issue.weight_needed).all()
    assert (issue.benefits[members] >= issue.costs[members]).all()
    assert not outcome.delivered.leavers
    # Another bound: no group with the hub is cheaper than by linear programming.
    from scipy.optimize import linprog

    hub = outcome.game.world.index("USA")
    willing = np.flatnonzero(issue.able & (issue.benefits >= issue.costs))
    low = [(1 if i == hub else 0, 1) for i in willing]
    bound = linprog(
        issue.costs[willing], -issue.weights[willing][None], [-issue.weight_needed], bounds=low
    )
    assert bound.fun <= issue.costs[members].sum() <= 1.02 * bound.fun


def test_every_account_adds_up_and_what_is_assumed_is_said() -> None:
    for each in found():
        shares = [
            each.shortfall.share[rule] for rule in ("participation", "decision", "enforcement")
        ]
        assert sum(shares) + each.effectiveness == pytest.approx(1.0, abs=1e-9)
        assert each.outcome.certificate["holds"]
    sources = load_issue("aggression").world.sources
    assert "assumed for KIR" in sources["ideal_point"]
    assert "assumed for PRK" in sources["gdp"]
    assert load_issue("aggression").n == 193


def test_the_attacker_is_the_one_that_the_sanctions_hurt_most() -> None:
    coalition = assess(found()["aggression_coalition"].outcome, view="RUS")
    assert coalition.view["gain"] == pytest.approx(
        -0.05
        * load_issue("aggression").world.column("gdp")[load_issue("aggression").world.index("RUS")]
    )
