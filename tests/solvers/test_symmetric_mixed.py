"""Symmetric equilibria against the definition on the whole normal form."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.symmetric_mixed import symmetric_equilibria, symmetric_mixed

TABLES = st.integers(2, 5).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(-3, 3), min_size=n, max_size=n)] * 2)
)


def game_of(first: list[int], second: list[int]) -> NormalFormGame:
    def payoff(*cell: int) -> list[int]:
        return [(second if own else first)[sum(cell) - own] for own in cell]

    return NormalFormGame.from_function(payoff, [("no", "yes")] * len(first))


def advantage(game: NormalFormGame, p: Fraction) -> Fraction:
    """Return what the second action gains if all others take it with probability p."""
    total = Fraction(0)
    for rest in itertools.product((0, 1), repeat=game.n - 1):
        share = Fraction(1)
        for k in rest:
            share *= p if k else 1 - p
        total += share * (game.payoffs[0].item((1, *rest)) - game.payoffs[0].item((0, *rest)))
    return total


@given(TABLES)
def test_equilibria_are_where_the_advantage_vanishes_and_nowhere_else(tables) -> None:  # type: ignore[no-untyped-def]
    game = game_of(*tables)
    found = symmetric_mixed(game)
    if found.everything:
        assert tables[0] == tables[1]
        return
    inside = [e for e in found if 0 < e.probability < 1]
    for e in inside:
        low, high = e.interval
        if low == high:
            assert advantage(game, low) == 0
        else:
            assert high - low <= Fraction(1, 10**17)
            assert abs(advantage(game, low)) < Fraction(1, 10**14)
    assert any(e.probability == 0 for e in found) == (advantage(game, Fraction(0)) <= 0)
    assert any(e.probability == 1 for e in found) == (advantage(game, Fraction(1)) >= 0)
    # Between neighbouring roots the sign does not change: none is missed where it does.
    marks = [Fraction(k, 64) for k in range(65)]
    for one, two in itertools.pairwise(marks):
        if advantage(game, one) * advantage(game, two) < 0:
            assert any(one <= e.interval[0] and e.interval[1] <= two for e in inside)


def test_everything_is_an_equilibrium_where_actions_do_alike() -> None:
    found = symmetric_equilibria([1, 2], [1, 2])
    assert found.everything
    assert len(found) == 2
    assert "everything" in str(found)
    assert found.to_dict()["everything"] is True


def test_a_hundred_players() -> None:
    """Volunteer's dilemma of 100: p = 1 - (c/B)^(1/99) (theory B4.6; Diekmann 1985)."""
    wait, act = [0] + [1] * 99, [Fraction(4, 5)] * 100
    (found,) = symmetric_equilibria(wait, act)
    assert found.probability == pytest.approx(1 - (1 / 5) ** (1 / 99), rel=1e-13)


def test_games_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ModelError, match="symmetric"):
        symmetric_mixed(NormalFormGame.from_arrays([[1, 2], [3, 4]], [[1, 2], [3, 4]]))
    with pytest.raises(ModelError, match="two actions"):
        symmetric_mixed(NormalFormGame.from_arrays(np.zeros((3, 3))))
    with pytest.raises(ModelError, match="at most"):
        symmetric_equilibria([0] * 500, [1] * 500)
