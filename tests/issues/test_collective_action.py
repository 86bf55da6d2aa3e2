"""Join or not: equilibria, first best and levels against the definition over all profiles."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import CooperationGame, ModelError, NoAnswer, World, concert, solve
from gametheory_orders.issues import CollectiveAction
from gametheory_orders.orders import Binding, Fixed, FixedLevel, Joint, Order, Pledge, Universal

FIGURE = st.integers(0, 12).map(lambda x: x / 4)


@st.composite
def actions(draw: Any, low: int = 2, high: int = 5) -> CollectiveAction:
    n = draw(st.integers(low, high))
    benefit = draw(st.lists(st.integers(-4, 12).map(lambda x: x / 4), min_size=n, max_size=n))
    cost = draw(st.lists(FIGURE, min_size=n, max_size=n))
    weight = draw(st.lists(FIGURE, min_size=n, max_size=n).filter(any))
    able = draw(st.lists(st.sampled_from([1.0, 1.0, 1.0, 0.0]), min_size=n, max_size=n))
    result = draw(st.sampled_from(["threshold", "linear"]))
    shared = 1.0 if result == "linear" else draw(st.sampled_from([0.0, 0.5, 1.0]))
    figures = {"benefit": benefit, "cost": cost, "weight": weight, "able": able}
    if draw(st.booleans()):
        figures["rivalry"] = draw(
            st.lists(st.sampled_from([0.0, 0.25, 0.5]), min_size=n, max_size=n)
        )
    world = World(list("ABCDE"[:n]), figures)
    threshold = draw(st.sampled_from([0.25, 0.5, 1.0]))
    return CollectiveAction(world, result=result, threshold=threshold, shared=shared)


def by_definition(issue: CollectiveAction, acts: tuple[int, ...]) -> np.ndarray:
    """Payoffs in plain loops."""
    b, c, w = (issue.world.columns[key].tolist() for key in ("benefit", "cost", "weight"))
    total, acting = sum(w), sum(x for x, a in zip(w, acts, strict=True) if a)
    if issue.result == "linear":
        value = acting / total
    else:
        value = 1.0 if acting >= issue.threshold * total - 1e-9 else 0.0
    own = [
        b[i] * value * (1 if acts[i] else issue.shared) - (c[i] if acts[i] else 0)
        for i in range(len(b))
    ]
    r = issue.world.columns.get("rivalry", np.zeros(len(b))).tolist()
    return np.array([own[i] - r[i] * (sum(own) - own[i]) / (len(b) - 1) for i in range(len(b))])


def profiles(issue: CollectiveAction) -> list[tuple[int, ...]]:
    able = issue.world.columns["able"]
    return list(itertools.product(*[(0, 1) if a else (0,) for a in able]))


def is_nash(issue: CollectiveAction, acts: tuple[int, ...]) -> bool:
    now = by_definition(issue, acts)
    for i in range(issue.n):
        if issue.world.columns["able"][i]:
            other = tuple(1 - a if j == i else a for j, a in enumerate(acts))
            if by_definition(issue, other)[i] > now[i] + 1e-9:
                return False
    return True


@given(actions())
@settings(max_examples=60)
def test_equilibria_reference_and_first_best_are_those_of_the_definition(issue: Any) -> None:
    every = profiles(issue)
    for acts in every:
        assert np.allclose(issue.payoffs(np.array(acts)), by_definition(issue, acts))
    nash = [acts for acts in every if is_nash(issue, acts)]
    assert sorted(map(tuple, issue.equilibria().tolist())) == sorted(nash)
    best = max(by_definition(issue, acts).sum() for acts in every)
    assert issue.payoffs(issue.first_best()).sum() == pytest.approx(best, abs=1e-9)
    if nash:
        worst = min(by_definition(issue, acts).sum() for acts in nash)
        assert issue.payoffs(issue.reference()).sum() == pytest.approx(worst, abs=1e-9)
    else:
        with pytest.raises(NoAnswer) as caught:
            issue.reference()
        assert caught.value.witness["cycle"]


@given(actions(high=4), st.data())
@settings(max_examples=60)
def test_deviations_and_levels(issue: Any, data: Any) -> None:
    acts = np.array(data.draw(st.sampled_from(profiles(issue))), dtype=float)
    for i in range(issue.n):
        options = [0, 1] if issue.able[i] else [0]
        worth = [
            by_definition(issue, tuple(o if j == i else int(a) for j, a in enumerate(acts)))[i]
            for o in options
        ]
        assert issue.deviation_payoffs(acts)[i] == pytest.approx(max(worth), abs=1e-9)
    try:
        alone = issue.reference()
        members = np.array(data.draw(st.lists(st.booleans(), min_size=issue.n, max_size=issue.n)))
        asked = issue.level_actions(members, 1.0)
        nothing = issue.level_actions(members, 0.0)
    except NoAnswer:
        return
    assert (asked[members & issue.able] == 1).all()
    assert (nothing[members] == alone[members]).all()
    # Outsiders are where none of them gains by moving.
    for acts in (asked, nothing):
        gains, _ = issue.gains(acts)
        assert (gains[~members] <= 1e-9).all()


def hunt(n: int = 3) -> CollectiveAction:
    ones = np.ones(n)
    world = World([f"S{i}" for i in range(n)], {"benefit": 4 * ones, "cost": ones, "weight": ones})
    return CollectiveAction(world, threshold=1.0, shared=0.0)


def test_a_stag_hunt_needs_all_and_no_patience() -> None:
    outcome = solve(CooperationGame(hunt(), concert(members=["S0", "S1", "S2"])))
    assert outcome.level == 1
    assert outcome.needed_patience == 0
    assert outcome.certificate["holds"]
    assert sorted(map(tuple, hunt().equilibria().tolist())) == [(0, 0, 0), (1, 1, 1)]


def test_joint_action_pays_the_cheapest_set_that_suffices() -> None:
    # Theory B4.8: capabilities 4, 3, 2, 1, reserves 5, 3, 2.5, 1, six needed: 2, 3, 4 for 6.5.
    world = World(
        list("abcd"),
        {"benefit": [9.0] * 4, "cost": [5.0, 3.0, 2.5, 1.0], "weight": [4.0, 3.0, 2.0, 1.0]},
    )
    issue = CollectiveAction(world, threshold=0.6)
    assert issue.first_best().tolist() == [0, 1, 1, 1]
    assert issue.payoffs(issue.first_best()).sum() == pytest.approx(36 - 6.5)
    order = Order(Universal(), Joint(agreement_class_="differentiated"), Binding())
    outcome = solve(CooperationGame(issue, order))
    assert list(outcome.actions.values()) == [0, 1, 1, 1]


def test_whoever_would_not_act_is_left_out_and_the_rest_look_anew() -> None:
    # The cheapest set has a member that gains too little to act at any patience; the rest can do
    # without it at a higher price.
    world = World(
        list("abc"),
        {"benefit": [0.5, 9.0, 9.0], "cost": [1.0, 1.5, 2.0], "weight": [1.0, 1.0, 1.0]},
    )
    issue = CollectiveAction(world, threshold=0.6)
    assert issue.first_best().tolist() == [1, 1, 0]
    from gametheory_orders import Reciprocity

    order = Order(Universal(), Joint(agreement_class_="differentiated"), Reciprocity(patience=0.9))
    outcome = solve(CooperationGame(issue, order))
    assert list(outcome.actions.values()) == [0, 1, 1]
    assert outcome.needed["a"] > 1
    assert outcome.certificate["holds"]


def test_193_states_and_their_first_best() -> None:
    rng = np.random.default_rng(4)
    n = 193
    columns = {"benefit": rng.uniform(0, 2, n), "cost": rng.uniform(0, 1, n)}
    issue = CollectiveAction(
        World([f"S{i}" for i in range(n)], {**columns, "weight": rng.pareto(1.2, n)}),
        threshold=0.4,
    )
    best = issue.first_best()
    assert issue.quantity(best) >= 0.4
    # No member of the cover can be spared, and no swap of one for one is cheaper.
    cost, weight = issue.costs, issue.weights
    inside, spare = np.flatnonzero(best), best @ weight - issue.weight_needed
    assert (weight[inside] > spare).all()
    for i in inside:
        others = np.flatnonzero((best == 0) & (weight >= weight[i] - spare))
        assert (cost[others] >= cost[i] - 1e-9).all()
    assert not issue.reference().any()


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"result": "sum"}, "issue.result"),
        ({"threshold": 0.0}, "issue.threshold"),
        ({"threshold": float("nan")}, "issue.threshold"),
        ({"threshold": True}, "issue.threshold"),
        ({"shared": 1.5}, "issue.shared"),
        ({"result": "linear", "shared": 0.5}, "issue.shared"),
    ],
)
def test_wrong_settings_are_refused(settings: Any, where: str) -> None:
    with pytest.raises(ModelError) as caught:
        CollectiveAction(hunt().world, **settings)
    assert caught.value.where == where


@pytest.mark.parametrize(
    "columns",
    [
        {"benefit": [1, 1], "cost": [-1, 1], "weight": [1, 1]},
        {"benefit": [1, 1], "cost": [1, 1], "weight": [0, 0]},
        {"benefit": [1, 1], "cost": [1, 1], "weight": [1, 1], "able": [0.5, 1]},
        {"benefit": [1, 1], "cost": [1, 1]},
        {"benefit": [1, 1], "cost": [1, 1], "weight": [1, 1], "rivalry": [1.0, 0.0]},
    ],
)
def test_wrong_figures_are_refused(columns: Any) -> None:
    with pytest.raises(ModelError):
        CollectiveAction(World(["A", "B"], columns))


def test_rules_that_make_no_sense_are_refused_with_those_that_do() -> None:
    with pytest.raises(ModelError) as caught:
        CooperationGame(hunt(), Order(Universal(), Pledge(weight=0.5), Binding()))
    line = str(caught.value)
    assert "'pledge' on the family 'collective_action'" in line
    assert "unanimity" in line
    with pytest.raises(ModelError, match="whole number"):
        CooperationGame(hunt(), Order(Universal(), FixedLevel(level=0.5), Binding()))
    CooperationGame(hunt(), Order(Fixed(members=("S0",)), FixedLevel(level=1.0), Binding()))
