"""Rivalry in the public good: felt payoffs, optimum and levels against the definition."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from gametheory_orders import CooperationGame, ModelError, World, assess, charter, solve
from gametheory_orders.issues import PublicGood
from gametheory_orders.issues.rivalrous_good import RivalrousGood
from gametheory_orders.solvers.compliance import needed_patience

FIGURE = st.integers(1, 12).map(lambda x: x / 4)


@st.composite
def rivals(draw: Any) -> RivalrousGood:
    n = draw(st.integers(2, 5))
    weights = draw(
        st.lists(st.sampled_from([0.0, 0.125, 0.25, 0.5]), min_size=n, max_size=n).filter(any)
    )
    figures = {key: draw(st.lists(FIGURE, min_size=n, max_size=n)) for key in ("stake", "capacity")}
    return RivalrousGood(World(list("ABCDE"[:n]), {**figures, "rivalry": weights}))


def by_definition(issue: RivalrousGood, q: np.ndarray) -> np.ndarray:
    s, k, r = (issue.world.columns[key].tolist() for key in ("stake", "capacity", "rivalry"))
    own = [s[i] * sum(q) - q[i] ** 2 / (2 * k[i]) for i in range(len(s))]
    return np.array([own[i] - r[i] * (sum(own) - own[i]) / (len(s) - 1) for i in range(len(s))])


@given(rivals(), st.data())
@settings(max_examples=60)
def test_replies_levels_and_joint_optima(issue: Any, data: Any) -> None:
    n = issue.n
    members = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n).filter(any)))
    q = np.array(data.draw(st.lists(FIGURE, min_size=n, max_size=n)))
    assert np.allclose(issue.payoffs(q), by_definition(issue, q))
    for i in range(n):
        best = float(issue.best_reply(i, q))
        here = by_definition(issue, np.where(np.arange(n) == i, best, q))[i]
        for other in (0.0, best / 2, best + 0.1, best + 3):
            assert by_definition(issue, np.where(np.arange(n) == i, other, q))[i] <= here + 1e-9
    try:
        joint = issue.joint_actions(members)
    except ModelError:
        return
    sums = by_definition(issue, joint)[members].sum()
    rng = np.random.default_rng(0)
    for _ in range(30):
        moved = np.where(members, np.maximum(joint + rng.normal(0, 1, n), 0.0), joint)
        assert by_definition(issue, moved)[members].sum() <= sums + 1e-9
    low, high = issue.level_range(members)
    levels = np.linspace(low, max(high, low + 1), 9)
    curve = issue.level_curve(members, up_to=float(levels[-1]))
    actions = issue.level_actions(members, levels)
    for row, level in enumerate(levels):
        assert np.allclose(curve.comply(np.array([level]))[0], by_definition(issue, actions[row]))
    assert np.allclose(curve.defect(levels), issue.deviation_payoffs(actions))


def test_first_best_by_numerical_search() -> None:
    figures = {"stake": [1, 2, 0.5], "capacity": [1, 0.5, 2], "rivalry": [0.5, 0.1, 0.3]}
    issue = RivalrousGood(World(["A", "B", "C"], figures))
    found = minimize(
        lambda q: -by_definition(issue, q).sum(),
        np.ones(3),
        bounds=[(0, None)] * 3,
        options={"ftol": 1e-15, "gtol": 1e-10},
    )
    assert issue.payoffs(issue.first_best()).sum() == pytest.approx(-found.fun)
    assert not issue.uniform_is_efficient


def test_rivalry_lowers_what_is_done_alone_and_what_can_be_agreed() -> None:
    # Claims 4 and 23: the more states mind the others' gains, the less cooperation.
    reached, quantity = [], []
    figures = {"stake": [1.0, 1.0, 2.0], "capacity": [1.0, 2.0, 1.0], "population": [1.0] * 3}
    plain = PublicGood(World(["A", "B", "C"], figures))
    best = plain.payoffs(plain.first_best()).sum()
    alone = plain.payoffs(plain.reference()).sum()
    for weight in (0.0, 0.2, 0.4, 0.6):
        world = World(["A", "B", "C"], {**figures, "rivalry": [weight] * 3})
        issue = PublicGood.build(world, {"technology": "sum"})
        assert isinstance(issue, RivalrousGood) == bool(weight)
        found = assess(solve(CooperationGame(issue, charter(quota="unanimity")), patience=0.9))
        # What it would be worth to states that do not mind each other.
        actions = found.outcome.delivered.agreement.actions
        reached.append((plain.payoffs(actions).sum() - alone) / (best - alone))
        quantity.append(float(issue.quantity(issue.reference())))
    assert quantity == sorted(quantity, reverse=True)
    assert quantity[0] > quantity[-1]
    assert reached == sorted(reached, reverse=True)
    assert reached[0] > reached[-1]


@given(rivals())
@settings(max_examples=30)
def test_delivered_levels_are_the_deepest_kept(issue: Any) -> None:
    game = CooperationGame(issue, charter(quota=1, patience=0.6))
    try:
        outcome = solve(game)
    except ModelError:
        return
    agreed, delivered = outcome.agreed.agreement, outcome.delivered.agreement
    assert outcome.certificate["holds"]
    if not agreed.reached:
        return
    low = issue.level_range(game.members)[0]
    top = low if delivered.level is None else delivered.level
    for level in np.linspace(low, agreed.level, 60)[1:]:
        if level > top + 1e-6:
            actions = issue.level_actions(game.members, level)
            comply, alone = by_definition(issue, actions), issue.reference()
            keeps = []
            for i in range(issue.n):
                defect = by_definition(issue, np.where(np.arange(issue.n) == i, alone, actions))[i]
                reverted = by_definition(issue, alone)[i]
                keeps.append(comply[i] >= 0.4 * defect + 0.6 * reverted - 1e-12)
            assert not all(keeps)
    assert (needed_patience(game, delivered) <= 0.6 + 1e-9).all()


@pytest.mark.parametrize("rivalry", [[0.0, 0.0], [1.0, 0.0], [-0.1, 0.0], [float("nan"), 0.5]])
def test_wrong_weights_are_refused(rivalry: Any) -> None:
    with pytest.raises(ModelError):
        RivalrousGood(World(["A", "B"], {"stake": [1, 1], "capacity": [1, 1], "rivalry": rivalry}))
