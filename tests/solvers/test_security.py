"""Security levels against the definition."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given

from game_making import expected, normal_games
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.security import security_levels


@given(normal_games())
def test_levels_hold_against_every_cell_of_the_others(game: NormalFormGame) -> None:
    found = security_levels(game)
    assert found.exact
    for i in range(game.n):
        others = [range(m) for k, m in enumerate(game.shape) if k != i]
        tables = []
        for rest in itertools.product(*others):
            at = [(*rest[:i], own, *rest[i:]) for own in range(game.shape[i])]
            tables.append([game.payoffs[i].item(cell) for cell in at])
        low = max(min(column[own] for column in tables) for own in range(game.shape[i]))
        assert found.pure_maximin[i] == low
        assert found.pure_minimax[i] == min(map(max, tables))
        assert low <= found.mixed[i] <= found.pure_minimax[i]
        for rest in itertools.product(*others):
            pure = [
                [Fraction(int(a == b)) for b in range(m)]
                for a, m in zip((*rest[:i], 0, *rest[i:]), game.shape, strict=True)
            ]
            pure[i] = [Fraction(x) for x in found.strategies[i]]
            assert expected(game, i, pure) >= found.mixed[i]


def test_floats_come_close() -> None:
    game = NormalFormGame.from_arrays([[2.5, -1], [-2, 4.5]])
    found = security_levels(game)
    assert not found.exact
    assert found.mixed[0] == pytest.approx((2.5 * 4.5 - 2) / 10)
    assert found.to_dict()["players"][0]["name"] == "1"
    assert "maximin" in str(found)
