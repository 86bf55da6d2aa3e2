"""One policy on a line: optimum, levels and votes against a fine grid of policies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import CooperationGame, ModelError, World, charter, concert, solve
from gametheory_orders.issues import SpatialPolicy

POINT = st.integers(-8, 8).map(lambda x: x / 4)


@st.composite
def policies(draw: Any, rivals: bool = True) -> SpatialPolicy:
    n = draw(st.integers(1, 6))
    figures = {"ideal_point": draw(st.lists(POINT, min_size=n, max_size=n))}
    if draw(st.booleans()):
        figures["salience"] = draw(
            st.lists(st.sampled_from([0.5, 1.0, 2.0]), min_size=n, max_size=n)
        )
    if rivals and draw(st.booleans()):
        figures["rivalry"] = draw(st.lists(st.sampled_from([0.0, 0.25]), min_size=n, max_size=n))
    loss = draw(st.sampled_from(["linear", "quadratic"]))
    return SpatialPolicy(World(list("ABCDEF"[:n]), figures), status_quo=draw(POINT), loss=loss)


def by_definition(issue: SpatialPolicy, policy: float) -> np.ndarray:
    x = issue.world.columns["ideal_point"]
    w = issue.world.columns.get("salience", np.ones(len(x)))
    r = issue.world.columns.get("rivalry", np.zeros(len(x)))
    power = 1 if issue.loss == "linear" else 2
    own = [-float(w[i]) * abs(float(x[i]) - policy) ** power for i in range(len(x))]
    rest = max(len(x) - 1, 1)
    return np.array([own[i] - r[i] * (sum(own) - own[i]) / rest for i in range(len(x))])


GRID = np.arange(-3, 3.0001, 1 / 64)


@given(policies())
@settings(max_examples=60)
def test_payoffs_and_first_best(issue: Any) -> None:
    sums = [by_definition(issue, y).sum() for y in GRID]
    best = issue.first_best()
    assert np.ptp(best) == 0
    assert np.allclose(issue.payoffs(best), by_definition(issue, float(best[0])))
    assert issue.payoffs(best).sum() >= max(sums) - 1e-9
    assert np.allclose(issue.payoffs(issue.reference()), by_definition(issue, issue.status_quo))


@given(policies(), st.data())
@settings(max_examples=60)
def test_the_curve_is_exact(issue: Any, data: Any) -> None:
    members = np.array(data.draw(st.lists(st.booleans(), min_size=issue.n, max_size=issue.n)))
    low, high = issue.level_range(members)
    levels = np.linspace(low, high, 23)
    curve = issue.level_curve(members)
    for level, payoffs in zip(levels, curve.comply(levels), strict=True):
        policy = issue.status_quo + issue.direction(members) * level
        assert np.allclose(payoffs, by_definition(issue, policy))
    assert np.allclose(curve.defect(levels), curve.comply(levels))


@given(policies(rivals=False), st.integers(1, 6))
@settings(max_examples=60)
def test_a_quota_moves_the_policy_to_its_pivot(issue: Any, quota: int) -> None:
    quota = min(quota, issue.n)
    everyone = np.ones(issue.n, dtype=bool)
    outcome = solve(CooperationGame(issue, charter(quota=quota)))
    # The q-th farthest ideal point in the direction of movement; those behind do not follow.
    ahead = np.sort(issue.direction(everyone) * (issue.ideal_points - issue.status_quo))[::-1]
    wanted = max(float(ahead[quota - 1]), 0.0)
    moved = abs(float(issue.policy(outcome.delivered.agreement.actions)) - issue.status_quo)
    assert moved == pytest.approx(wanted, abs=1e-9)
    assert outcome.certificate["holds"]


def test_vetoers_on_both_sides_leave_the_status_quo() -> None:
    world = World(["A", "B", "C"], {"ideal_point": [-1.0, 0.5, 1.0]})
    issue = SpatialPolicy(world)
    outcome = solve(CooperationGame(issue, charter(quota=2, veto=["A", "C"])))
    assert not outcome.delivered.agreement.reached
    assert outcome.blocked_by == ("A",)
    moved = solve(CooperationGame(issue, concert(members=["B", "C"])))
    assert moved.level == pytest.approx(0.5)
    assert moved.delivered.coerced == ("A",)


@pytest.mark.parametrize(
    ("columns", "settings"),
    [
        ({"ideal_point": [0, float("nan")]}, {}),
        ({"ideal_point": [0, 1], "salience": [1, 0]}, {}),
        ({"ideal_point": [0, 1]}, {"status_quo": float("inf")}),
        ({"ideal_point": [0, 1]}, {"status_quo": "0"}),
        ({"ideal_point": [0, 1]}, {"loss": "cubic"}),
        ({}, {}),
    ],
)
def test_wrong_input_is_refused(columns: Any, settings: Any) -> None:
    with pytest.raises(ModelError):
        SpatialPolicy(World(["A", "B"], columns), **settings)
