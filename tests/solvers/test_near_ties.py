"""Worlds on ties and next to them: the certificate flags what tolerance decides.

Builds on the linear-quadratic public good, whose ties are known. It is not: a test of the solver.
"""

from __future__ import annotations

import pytest

from gametheory_orders import (
    Binding,
    CooperationGame,
    Joint,
    NoEnforcement,
    Order,
    PublicGood,
    Reciprocity,
    Unanimity,
    Universal,
    World,
    solve,
    solve_exactly,
)


def game_of(order: Order, stakes: list[float], capacities: list[float]) -> CooperationGame:
    ids = list("ABCD")[: len(stakes)]
    return CooperationGame(PublicGood(World(ids, {"stake": stakes, "capacity": capacities})), order)


def near_patience(shift: float) -> bool:
    """Two equal states need patience one half for the joint level."""
    order = Order(Universal(), Joint(), Reciprocity(patience=0.5 + shift))
    found = solve(game_of(order, [1.0, 1.0], [1.0, 1.0]))
    return bool(found.certificate["near_tie"])


@pytest.mark.parametrize("shift", [0.0, 1e-13, 1e-10])
def test_patience_at_and_beside_what_is_needed_is_flagged(shift: float) -> None:
    assert near_patience(shift)


@pytest.mark.parametrize("shift", [1e-6, 0.1])
def test_patience_well_above_is_not_flagged(shift: float) -> None:
    assert not near_patience(shift)


def leaving(stake: float) -> bool:
    """Of three equal states each is indifferent between staying in and leaving the joint pact.

    Alone against two, a member gives up 3 K / 2 of its own and they do less by as much (L2).
    """
    order = Order(Universal(), Joint(), NoEnforcement())
    found = solve(game_of(order, [1.0, 1.0, stake], [1.0, 1.0, 1.0]))
    return bool(found.certificate["near_tie"])


def test_a_member_indifferent_to_leaving_is_flagged() -> None:
    assert leaving(1.0)
    assert leaving(1.0 + 1e-11)
    assert not leaving(1.01)


def vote(capacity: float) -> tuple[float | None, bool]:
    """Two small states have a peak at 2 and, once the large one is bound, a second one.

    With capacity 2 of the large state it is at 4 and as high: 1/2 is lost on the way from 2 to 3
    and (capacity - 1)^2 / 2 is gained from 3 on.
    """
    order = Order(Universal(), Unanimity(), Binding())
    found = solve(game_of(order, [1.0, 1.0, 3.0], [1.0, 1.0, capacity]))
    return found.level, bool(found.certificate["vote_near_tie"])


def test_a_vote_that_turns_on_the_tolerance_is_flagged() -> None:
    """A thousandth of a millionth below it the level drops from 4 to 2."""
    assert vote(2.0)[0] == pytest.approx(4.0)
    level, flagged = vote(2.0 - 1e-9)
    assert (level, flagged) == (pytest.approx(2.0), True)
    level, flagged = vote(1.99)
    assert (level, flagged) == (pytest.approx(2.0), False)
    level, flagged = vote(2.01)
    assert (level, flagged) == (pytest.approx(4.01), False)


def test_unanimity_far_from_ties_is_not_flagged() -> None:
    order = Order(Universal(), Unanimity(), Binding())
    found = solve(game_of(order, [1.0, 1.1, 1.3], [1.0, 1.2, 0.9]))
    assert not found.certificate["near_tie"]


@pytest.mark.parametrize("patience", [0.5, 0.5 + 1e-10])
def test_on_a_tie_floats_and_fractions_agree(patience: float) -> None:
    order = Order(Universal(), Joint(), Reciprocity(patience=patience))
    game = game_of(order, [1.0, 1.0], [1.0, 1.0])
    exact, found = solve_exactly(game), solve(game)
    assert exact.level is not None
    assert found.level == pytest.approx(float(exact.level), rel=1e-9)
