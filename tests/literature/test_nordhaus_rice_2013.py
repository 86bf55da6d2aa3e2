"""Nordhaus, RICE-2013: abatement costs of twelve regions, carried over as they are.

A region pays GDP * theta1 * mu^2.8 for abating the share mu, with theta1 = backstop price *
intensity / 2.8 (intensity in tonnes per thousand dollars). What the issue adds (linear benefit,
shares of damage at two degrees) is ours.
"""

from __future__ import annotations

import numpy as np
import pytest

import gametheory_orders as gto


def test_costs_are_those_of_the_model() -> None:
    issue = gto.load_issue("rice")
    c = issue.world.columns
    theta = c["backstop_price"] * c["emissions"] / c["gdp"] / c["abatement_exponent"]
    for share in (0.0, 0.1, 0.5, 1.0):
        # GDP in tn US$, payoffs in bn.
        expected = 1000 * c["gdp"] * theta * share ** c["abatement_exponent"]
        assert issue.costs.of(share * issue.costs.limit) == pytest.approx(expected, rel=1e-12)
    assert np.allclose(c["emissions"] / c["gdp"], c["emissions_intensity"], atol=6e-4)
    assert issue.stakes.sum() == pytest.approx(25.0)


def test_alone_together_and_nothing_in_between() -> None:
    issue = gto.load_issue("rice")
    best, nothing = issue.first_best(), issue.reference()
    # Marginal cost is the price of 25 everywhere at the first best, the own stake alone.
    assert issue.costs.marginal(best) == pytest.approx([25.0] * 12)
    assert issue.costs.marginal(nothing) == pytest.approx(issue.stakes)
    assert issue.payoffs(best).sum() - issue.payoffs(nothing).sum() == pytest.approx(66.2, abs=0.01)
    found = gto.stable_coalitions(issue, price="joint")
    assert max(each.size for each in found) <= 1
    assert found.best.effectiveness == pytest.approx(0.0, abs=1e-12)


def test_the_least_eager_of_six_powers_wants_nothing() -> None:
    """Russia, from payoffs on a fine grid: no level is better for it than none."""
    issue = gto.load_issue("rice")
    members = issue.world.mask(["US", "CHI", "EU", "RUS", "JAP", "IND"])
    low, high = issue.level_range(members)
    levels = np.linspace(low, high, 4001)
    russia = issue.payoffs(issue.level_actions(members, levels))[:, issue.world.index("RUS")]
    assert russia.argmax() == 0
    outcome = gto.solve(gto.load_game("rice", "rice_g6_consensus"))
    assert not outcome.agreed.agreement.reached


def test_what_of_four_in_six_is_kept_is_nothing() -> None:
    """At patience .9 no level above the lowest is kept, from the definition on a grid."""
    issue = gto.load_issue("rice")
    game = gto.load_game("rice", "rice_g6_four_of_six")
    members = game.members
    outcome = gto.solve(game)
    low = issue.level_range(members)[0]
    agreed = outcome.agreed.agreement.level
    assert agreed is not None
    levels = np.linspace(low + 0.01, agreed, 2001)
    actions = issue.level_actions(members, levels)
    kept = issue.payoffs(actions) - 0.1 * issue.deviation_payoffs(actions)
    kept = kept - 0.9 * issue.payoffs(issue.reference())
    assert (kept[:, members].min(axis=1) < 0).all()
    assert not outcome.delivered.agreement.reached
