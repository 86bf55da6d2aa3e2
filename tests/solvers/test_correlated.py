"""Correlated equilibria against the definition, and against Nash equilibria."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from game_making import normal_games, pure_equilibria
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.correlated import (
    coarse_correlated_equilibrium,
    correlated_equilibrium,
)

CHICKEN = NormalFormGame.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]])


@given(normal_games())
def test_nobody_gains_by_another_action_than_the_one_told(game: NormalFormGame) -> None:
    found = correlated_equilibrium(game)
    slack = 0 if found.exact else 1e-7
    shares = found.distribution
    assert abs(sum(shares.ravel().tolist()) - 1) <= slack
    for i in range(game.n):
        for told, does in itertools.product(range(game.shape[i]), repeat=2):
            gain = Fraction(0)
            for cell in itertools.product(*map(range, game.shape)):
                if cell[i] == told:
                    other = (*cell[:i], does, *cell[i + 1 :])
                    change = Fraction(game.payoffs[i].item(other) - game.payoffs[i].item(cell))
                    gain += Fraction(shares[cell]) * change
            assert gain <= slack


@given(normal_games())
def test_the_best_is_no_worse_than_any_pure_equilibrium_and_coarse_no_worse_than_it(
    game: NormalFormGame,
) -> None:
    best = correlated_equilibrium(game)
    for cell in pure_equilibria(game):
        assert best.value >= sum(game.payoff(cell)) - Fraction(1, 10**7)
    assert coarse_correlated_equilibrium(game).value >= best.value - Fraction(1, 10**7)
    worst = correlated_equilibrium(game, maximise=False)
    assert worst.value <= best.value + Fraction(1, 10**7)


def test_aumanns_chicken() -> None:
    """Aumann (1974), 2.7 as retold in Osborne and Rubinstein (1994), example 46.1 in form."""
    found = correlated_equilibrium(CHICKEN)
    assert found.payoffs == (Fraction(21, 4), Fraction(21, 4))
    assert found.probability((1, 1)) == 0
    assert found.max_regret == 0
    assert correlated_equilibrium(CHICKEN, "1").value == 7
    assert correlated_equilibrium(CHICKEN, "1", maximise=False).value == 2
    assert correlated_equilibrium(CHICKEN, np.array([[0, 0], [0, 1]])).value > 0
    assert found.to_dict()["exact"] is True
    assert "correlated equilibrium" in str(found)


def test_coarse_beats_correlated_where_only_listening_is_promised() -> None:
    """Moulin and Vial (1978): coarse equilibria can leave the correlated ones behind."""
    shapley = NormalFormGame.from_arrays(
        [[0, 0, 1], [1, 0, 0], [0, 1, 0]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    )
    weights = np.eye(3, dtype=int)
    assert correlated_equilibrium(shapley, weights, maximise=False).value == 0
    coarse = coarse_correlated_equilibrium(CHICKEN)
    assert coarse.coarse
    assert coarse.value >= correlated_equilibrium(CHICKEN).value


def test_wrong_objectives_are_refused() -> None:
    with pytest.raises(ModelError, match="welfare"):
        correlated_equilibrium(CHICKEN, "wealth")
    with pytest.raises(ModelError, match="shape"):
        correlated_equilibrium(CHICKEN, np.zeros(3))
    with pytest.raises(ModelError, match="at most"):
        correlated_equilibrium(NormalFormGame.from_arrays(np.zeros((200, 200))))
