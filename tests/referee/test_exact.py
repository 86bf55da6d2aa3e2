"""The exact mode against the float mode, on random rational worlds; and known fractions.

Builds on the referee's own code, which shares none with the solver. It is not: a test of figures.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gametheory_orders import (
    Binding,
    Consensus,
    CooperationGame,
    FixedLevel,
    Joint,
    ModelError,
    NoAnswer,
    NoEnforcement,
    OpenEntry,
    Order,
    Pledge,
    PublicGood,
    Quota,
    Reciprocity,
    Tariff,
    TradeLinks,
    Unanimity,
    Universal,
    World,
    solve,
    solve_exactly,
)


def order_of(draw: random.Random, ids: list[str]) -> Order:
    """Return a random order whose rules have a definition in fractions."""
    n = len(ids)
    vetoers = tuple(draw.sample(ids, draw.choice([0, 0, 1])))
    cost = draw.choice([0.0, 0.25, 1.5])
    decision: Any = draw.choice(
        [
            Quota(quota=draw.randint(1, n), veto=vetoers),
            Quota(quota="2/3"),
            Unanimity(),
            Consensus(blocking_cost=cost),
            Joint(),
            FixedLevel(level=draw.randint(1, 12) / 2),
            Pledge(weight="uniform"),
            Pledge(weight=draw.choice([0.25, 0.5, 1.0])),
        ]
    )
    enforcement = draw.choice([NoEnforcement(), Binding(), Reciprocity()])
    return Order(Universal(), decision, enforcement)


def world_of(draw: random.Random) -> World:
    n = draw.randint(2, 4)
    stakes = [draw.randint(1, 40) / 10 for _ in range(n)]
    capacities = [draw.randint(1, 20) / 10 for _ in range(n)]
    return World(list("ABCD")[:n], {"stake": stakes, "capacity": capacities})


@pytest.mark.parametrize("worlds", [200, pytest.param(1000, marks=pytest.mark.long)])
def test_the_same_as_in_floats_on_rational_worlds(worlds: int) -> None:
    draw, rational, above = random.Random(11), 0, 0
    for _ in range(worlds):
        world = world_of(draw)
        game = CooperationGame(PublicGood(world), order_of(draw, list(world.ids)))
        patience = draw.choice([0.2, 0.4, 0.5, 0.75, 0.9])
        exact, float_ = solve_exactly(game, patience=patience), solve(game, patience=patience)
        assert exact.members == float_.members
        close = {"rel": 1e-9, "abs": 1e-9}
        assert (exact.level is None) == (float_.level is None)
        if exact.level is not None:
            assert float(exact.level) == pytest.approx(float_.level, **close)
        for state in world.ids:
            assert float(exact.payoffs[state]) == pytest.approx(float_.payoffs[state], **close)
            assert float(exact.actions[state]) == pytest.approx(float_.actions[state], **close)
        rational += exact.rational
        above += exact.effectiveness is not None and exact.effectiveness > 0
    # Both kinds of answer come up, and most agreements change something.
    assert 0.4 * worlds < rational < worlds
    assert above > worlds / 2


def test_open_entry_with_a_tariff_is_the_same() -> None:
    draw = random.Random(5)
    for _ in range(20):
        world = world_of(draw)
        n = world.n
        imports = [[0.0 if i == j else draw.randint(0, 9) for j in range(n)] for i in range(n)]
        trade = TradeLinks(np.array(imports, dtype=float), np.full(n, 0.5), np.full(n, 0.25))
        issue = PublicGood(world, trade=trade)
        order = Order(OpenEntry(), FixedLevel(level=5.0), Tariff(rate=0.5))
        game = CooperationGame(issue, order)
        try:
            found = solve(game)
        except NoAnswer:
            with pytest.raises(ModelError, match="no stable membership"):
                solve_exactly(game)
            continue
        exact = solve_exactly(game)
        assert exact.members == found.members
        for state in world.ids:
            assert float(exact.payoffs[state]) == pytest.approx(found.payoffs[state], abs=1e-9)


def test_fractions_that_no_float_is() -> None:
    """Three states of stakes 1/3, 1/3 and 2/3: unanimity agrees on the smallest peak."""
    world = World(["A", "B", "C"], {"stake": [1.0, 1.0, 2.0], "capacity": [1.0, 1.0, 1.0]})
    game = CooperationGame(PublicGood(world), Order(Universal(), Unanimity(), Binding()))
    found = solve_exactly(game, stakes={"A": "1/3", "B": Fraction(1, 3), "C": "2/3"})
    assert (found.level, found.rational) == (Fraction(1), True)
    assert found.payoffs["A"] == Fraction(1, 2)


def test_a_root_is_said_to_be_one() -> None:
    """Of three unequal states at patience one half the deepest kept level is 2 + 1 / sqrt(2)."""
    world = World(["A", "B", "C"], {"stake": [1.0, 1.2, 1.3], "capacity": [1.0, 1.0, 1.0]})
    order = Order(Universal(), Joint(), Reciprocity(patience=0.5))
    found = solve_exactly(CooperationGame(PublicGood(world), order))
    assert found.level is not None
    assert abs(2 * (found.level - 2) ** 2 - 1) < Fraction(1, 10**55)
    assert not found.rational
    assert "kept" in found.why


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({"patience": 1}, "patience"),
        ({"patience": float("nan")}, "patience"),
        ({"patience": True}, "patience"),
        ({"stakes": {"Z": 1}}, "stakes.Z"),
        ({"stakes": {"A": "x"}}, "stakes.A"),
        ({"stakes": {"A": -1}}, "stakes.A"),
        ({"stakes": 3}, "stakes"),
        ({"capacities": {"A": 0}}, "capacities.A"),
    ],
)
def test_wrong_figures_are_refused(arguments: Any, where: str) -> None:
    world = World(["A", "B"], {"stake": [1.0, 2.0], "capacity": [1.0, 1.0]})
    game = CooperationGame(PublicGood(world), Order(Universal(), Joint(), Binding()))
    with pytest.raises(ModelError) as caught:
        solve_exactly(game, **arguments)
    assert caught.value.where == where


def test_rules_without_a_definition_are_refused() -> None:
    world = World(["A", "B"], {"stake": [1.0, 2.0], "capacity": [1.0, 1.0]})
    order = Order(Universal(), Joint(), Reciprocity(reversion=3))
    with pytest.raises(ModelError, match="another reversion"):
        solve_exactly(CooperationGame(PublicGood(world), order))
