"""What the command prints: one shape for every kind of game."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from game_making import normal_games, pure_equilibria, trees
from gametheory_orders.games.extensive_form import ExtensiveFormGame
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.equilibria import equilibria


@settings(max_examples=30)
@given(normal_games())
def test_pure_equilibria_are_all_there_and_json_is_strict(game: NormalFormGame) -> None:
    found = equilibria(game)
    document = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert document["complete"] == (game.n <= 2)
    assert [p["name"] for p in document["players"]] == list(game.players)
    for cell in pure_equilibria(game):
        profile = [
            ["1" if k == chosen else "0" for k in range(size)]
            for size, chosen in zip(game.shape, cell, strict=True)
        ]
        assert profile in document["equilibria"]
    assert str(found)
    assert ("not looked for" in str(found)) == (game.n > 2)


@settings(max_examples=20)
@given(trees(players=2, depth=2))
def test_trees_are_solved_twice(game: ExtensiveFormGame) -> None:
    found = equilibria(game)
    assert found.perfect is not None
    assert "subgame_perfect" in found.to_dict()
    assert found.complete


def test_symmetric_games_of_three_show_their_mixed_ones() -> None:
    game = NormalFormGame.from_function(
        lambda *act: [5 * max(act) - 2 * a for a in act], [("wait", "act")] * 3
    )
    found = equilibria(game)
    assert found.symmetric is not None
    (mixed,) = found.symmetric
    assert float(mixed.probability) == pytest.approx(1 - (2 / 5) ** 0.5)
    assert found.to_dict()["symmetric"]["players"] == 3
