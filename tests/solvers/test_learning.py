"""Adaptive play: against nashpy where there are no ties, and against the definition."""

from __future__ import annotations

import nashpy
import numpy as np
import pytest
from hypothesis import given

from game_making import normal_games, pure_equilibria
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.learning import (
    best_response_dynamics,
    fictitious_play,
    replicator_dynamics,
)


@given(normal_games())
def test_best_responses_in_turn_gain_at_every_step(game: NormalFormGame) -> None:
    path = best_response_dynamics(game, (0,) * game.n)
    for one, two in zip(path.cells, path.cells[1:], strict=False):
        (i,) = [k for k in range(game.n) if one[k] != two[k]]
        assert game.payoffs[i].item(two) > game.payoffs[i].item(one)
    assert path.converged == (path.cells[-1] in pure_equilibria(game))
    assert path.converged != bool(path.cycle)
    assert path.to_dict()["converged"] == path.converged


def test_fictitious_play_is_nashpys_where_nothing_ties() -> None:
    dice = np.random.default_rng(5)
    for _ in range(5):
        one, two = dice.normal(size=(2, 4, 3))
        start = [np.eye(4)[0], np.eye(3)[0]]
        *_, counts = nashpy.Game(one, two).fictitious_play(iterations=200, play_counts=start)
        ours = fictitious_play(NormalFormGame.from_arrays(one, two), 200)
        for mine, theirs in zip(ours.counts, counts, strict=True):
            assert mine.tolist() == theirs.tolist()


def test_fictitious_play_of_three_finds_the_only_equilibrium() -> None:
    def payoff(*go: int) -> list[int]:
        return [2 * g + sum(go) for g in go]

    found = fictitious_play(NormalFormGame.from_function(payoff, [("no", "yes")] * 3), 500)
    assert found.last == (1, 1, 1)
    assert max(found.regrets) < 0.02
    assert "fictitious" in str(found)


def test_replicators_stay_on_the_simplex_and_wrong_starts_are_refused() -> None:
    path = replicator_dynamics([[0, 1, -1], [-1, 0, 1], [1, -1, 0]], [0.5, 0.3, 0.2], [0, 1, 5])
    assert path.shape == (3, 3)
    assert path.sum(axis=1) == pytest.approx(np.ones(3))
    assert np.prod(path, axis=1) == pytest.approx([0.03] * 3, rel=1e-4)
    with pytest.raises(ModelError, match="sum to 1"):
        replicator_dynamics([[0, 1], [1, 0]], [0.5, 0.4], [0, 1])
    with pytest.raises(ModelError, match="2 by 2"):
        replicator_dynamics([[0, 1, 1], [1, 0, 1], [1, 1, 1]], [0.5, 0.5], [0, 1])
