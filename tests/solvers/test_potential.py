"""Potentials against the definition."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from game_making import normal_games, pure_equilibria
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.potential import exact_potential


def changes(game: NormalFormGame):  # type: ignore[no-untyped-def]
    for cell in game.profiles():
        for i in range(game.n):
            for k in range(game.shape[i]):
                yield i, cell, (*cell[:i], k, *cell[i + 1 :])


@given(normal_games())
def test_found_or_contradicted(game: NormalFormGame) -> None:
    found = exact_potential(game)
    if found:
        for i, one, two in changes(game):
            gain = game.payoffs[i].item(two) - game.payoffs[i].item(one)
            assert found.potential.item(two) - found.potential.item(one) == gain
        assert set(found.maximisers) <= set(pure_equilibria(game))
    else:
        one, two = found.witness
        assert sum(a != b for a, b in zip(one, two, strict=True)) == 1
        # A four-cycle of two movers gains in sum: what no potential can do (theorem 2.8).
        assert any_open_cycle(game)


def any_open_cycle(game: NormalFormGame) -> bool:
    for i, one, two in changes(game):
        for j, base, three in changes(game):
            if j == i or base != one:
                continue
            four = (*two[:j], three[j], *two[j + 1 :])
            total = (
                game.payoffs[i].item(two)
                - game.payoffs[i].item(one)
                + game.payoffs[j].item(four)
                - game.payoffs[j].item(two)
                + game.payoffs[i].item(three)
                - game.payoffs[i].item(four)
                + game.payoffs[j].item(one)
                - game.payoffs[j].item(three)
            )
            if total:
                return True
    return False


@given(normal_games(payoffs=st.integers(-5, 5)), st.integers(0, 2**32 - 1))
def test_games_made_from_a_potential_are_recognised(game: NormalFormGame, seed: int) -> None:
    """Payoffs that are a potential plus what the own action cannot change (Slade 1994)."""
    potential = game.payoffs[0]
    dice = np.random.default_rng(seed)
    payoffs = []
    for i in range(game.n):
        shape = list(game.shape)
        shape[i] = 1
        payoffs.append(potential + dice.integers(-5, 6, size=shape))
    found = exact_potential(NormalFormGame(tuple(payoffs)))
    assert found
    assert (found.potential == potential - potential.ravel()[0]).all()
    assert found.to_dict()["is_potential_game"] is True
    assert "potential" in str(found)
