"""Closed forms for many games give what the solver gives for each, to 1e-10."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import solve
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import PublicGood
from gametheory_orders.orders import (
    Binding,
    Consensus,
    FixedLevel,
    Joint,
    NoEnforcement,
    OpenEntry,
    Order,
    Pledge,
    Quota,
    Reciprocity,
    Tariff,
    Unanimity,
    Universal,
)
from gametheory_orders.statics.closed_forms import OUTPUTS, closed_form
from gametheory_orders.statics.outputs import read_outputs
from making import fixed, good, with_members

EVERY = [*OUTPUTS, *(f"agreed.{name}" for name in OUTPUTS)]


def orders(issue: PublicGood, members: np.ndarray, share: float) -> list[Order]:
    """Return an order of each kind that has a closed form, the share setting its figure."""
    inside = issue.world.members(members)
    m = len(inside)
    membership = Universal() if members.all() else fixed(issue, members)
    votes = {state: 1.0 + i % 3 for i, state in enumerate(issue.world.ids)}
    decisions: list[Any] = [
        Unanimity(),
        Consensus(),
        Quota(quota=1 + int(share * (m - 1))),
        Quota(quota="majority", veto=inside[:1]),
        Quota(quota="2/3", weights=votes),
        Quota(quota=1, body=inside[-2:]),
        FixedLevel(level=1.4 * share * float(issue.stakes.sum())),
        Joint(),
        Pledge(weight=share),
        Pledge(weight="uniform"),
    ]
    found = [Order(membership, each, rule) for each in decisions for rule in (Binding(), REPEATED)]
    return [*found, *(Order(membership, each, NoEnforcement()) for each in decisions[-2:])]


REPEATED = Reciprocity()


def compare(issue: PublicGood, order: Order, patience: float, foresight: str) -> bool:
    """Compare closed form and solver on one game; say whether the closed form was sure."""
    game = CooperationGame(issue, order)
    form = closed_form(game, {"foresight": foresight})
    assert form is not None
    figures = (issue.stakes[None], issue.capacities[None], np.full((1, issue.n), patience))
    found = form.solve(*figures)
    if not found.sure[0]:
        return False
    names = [*EVERY, f"gain.{issue.world.ids[0]}", f"action.{issue.world.ids[-1]}"]
    outcome = solve(game, patience=patience, foresight=foresight)
    for name, value in read_outputs(outcome, names).items():
        mine = float(found.output(name, issue.world.ids)[0])
        scale = max(1.0, abs(value), float(found.games.scales.max()) * name.startswith("gain"))
        same = mine == value or (np.isnan(mine) and np.isnan(value))
        assert same or abs(mine - value) <= 1e-10 * scale, (name, mine, value, order)
    return True


@given(
    with_members(2, 7),
    st.integers(0, 21),
    st.sampled_from([0.0, 0.2, 0.5, 0.7, 0.9]),
    st.sampled_from(["anticipate", "anticipate", "naive"]),
    st.floats(0, 1).map(lambda x: round(x, 3)),
)
@settings(max_examples=250)
def test_the_solver_agrees(
    made: tuple[PublicGood, np.ndarray], which: int, patience: float, foresight: str, share: float
) -> None:
    issue, members = made
    compare(issue, orders(issue, members, share)[which], patience, foresight)


def test_smooth_worlds_are_sure_and_agree() -> None:
    """Where figures are drawn from a continuum hardly a game is left to the solver."""
    draw = np.random.default_rng(3)
    sure = []
    for _ in range(40):
        n = int(draw.integers(3, 8))
        issue = good(np.exp(draw.normal(0, 0.8, n)), np.exp(draw.normal(0, 0.8, n)))
        members = draw.random(n) < 0.8
        members[:2] = True
        each = orders(issue, members, float(draw.random()))
        order = each[int(draw.integers(len(each)))]
        sure.append(compare(issue, order, float(draw.uniform(0.2, 0.95)), "anticipate"))
    assert np.mean(sure) >= 0.9


def test_many_games_at_once_are_the_games_one_by_one() -> None:
    draw = np.random.default_rng(4)
    stakes, capacities = np.exp(draw.normal(0, 1, (2, 50, 6)))
    patience = draw.uniform(0.1, 0.95, (50, 6))
    for order in orders(good(stakes[0], capacities[0]), np.ones(6, bool), 0.6):
        form = closed_form(CooperationGame(good(stakes[0], capacities[0]), order))
        assert form is not None
        together = form.solve(stakes, capacities, patience)
        for i in (0, 17, 49):
            alone = form.solve(stakes[[i]], capacities[[i]], patience[[i]])
            for name in EVERY:
                a, b = together.output(name, ()), alone.output(name, ())
                assert np.array_equal(a[[i]], b, equal_nan=True), (name, order)


@pytest.mark.parametrize(
    "order",
    [
        Order(OpenEntry(), Joint(), NoEnforcement()),
        Order(Universal(), Joint(), NoEnforcement()),
        Order(Universal(), Joint(agreement_class_="differentiated"), Binding()),
        Order(Universal(), Unanimity(agenda="closed"), Binding()),
        Order(Universal(), Consensus(blocking_cost=0.5), Binding()),
        Order(Universal(), Quota(floor=False), Binding()),
        Order(Universal(), Pledge(weight="differentiated"), NoEnforcement()),
        Order(Universal(), Joint(), [Reciprocity(), Tariff()]),
        Order(Universal(reaction="keep"), Pledge(weight=0.5), NoEnforcement()),
    ],
)
def test_other_orders_are_left_to_the_solver(order: Order) -> None:
    assert closed_form(CooperationGame(good([1.0, 2.0, 3.0]), order)) is None


def test_a_wrong_closed_form_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison itself can fail."""
    import gametheory_orders.statics.vectorised as many

    right = many.Games.losses
    monkeypatch.setattr(many.Games, "losses", lambda self, above: 1.001 * right(self, above))
    with pytest.raises(AssertionError, match="needed_patience"):
        compare(good([1.0, 2.0]), Order(Universal(), Joint(), REPEATED), 0.9, "anticipate")
