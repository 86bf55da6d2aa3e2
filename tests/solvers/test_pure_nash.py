"""Pure equilibria against the definition, and at the promised size."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from game_making import normal_games, pure_equilibria
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.pure_nash import pure_nash


@given(normal_games())
def test_all_pure_equilibria_and_no_others(game: NormalFormGame) -> None:
    assert list(pure_nash(game).cells) == pure_equilibria(game)


@given(normal_games())
def test_strict_means_that_every_deviation_loses(game: NormalFormGame) -> None:
    found = pure_nash(game)
    for cell, strict in zip(found.cells, found.strict, strict=True):
        gains = [
            game.payoffs[i].item((*cell[:i], k, *cell[i + 1 :])) - game.payoffs[i].item(cell)
            for i in range(game.n)
            for k in range(game.shape[i])
            if k != cell[i]
        ]
        assert strict == all(gain < 0 for gain in gains)


def test_a_million_profiles() -> None:
    """Twenty players of a volunteer's dilemma: each may be the one volunteer."""
    n = 20
    acts = np.indices((2,) * n, dtype=np.int8)
    anyone = acts.any(axis=0)
    payoffs = tuple(np.where(anyone, 3, 0) - acts[i] for i in range(n))
    found = pure_nash(NormalFormGame(payoffs))
    assert len(found) == n
    assert all(sum(cell) == 1 for cell in found.cells)
    assert found.exact


def test_ties_of_floats_count_as_ties() -> None:
    game = NormalFormGame.from_arrays([[0.1 + 0.2], [0.3]], [[1.5], [1.5]])
    found = pure_nash(game)
    assert len(found) == 2
    assert not found.exact
    assert found.to_dict()["pure"][0]["actions"] == ["1", "1"]
    assert "strict" in str(found)
