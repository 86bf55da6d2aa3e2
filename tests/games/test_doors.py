"""Doors to other tools: round trips keep payoffs, names and equilibria."""

from __future__ import annotations

from types import SimpleNamespace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game_making import normal_games, trees
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import doors
from gametheory_orders.games.extensive_form import ExtensiveFormGame
from gametheory_orders.games.normal_form import NormalFormGame


@given(normal_games(st.just(2), payoffs=st.integers(-9, 9)))
def test_nashpy_round_trip(game: NormalFormGame) -> None:
    assert NormalFormGame.from_nashpy(game.to_nashpy()) == game


@given(normal_games())
def test_own_action_first_is_cyclic_and_comes_back(game: NormalFormGame) -> None:
    arrays = doors.own_action_first(game)
    for i, array in enumerate(arrays):
        for cell in game.profiles():
            assert array[(*cell[i:], *cell[:i])] == game.payoffs[i][cell]
    held = SimpleNamespace(payoff_arrays=arrays)
    assert doors.from_quantecon(held, game.players, game.actions) == game


@given(normal_games(payoffs=st.integers(-9, 9)))
def test_quantecon_round_trip(game: NormalFormGame) -> None:
    pytest.importorskip("quantecon")
    assert doors.from_quantecon(doors.to_quantecon(game), game.players, game.actions) == game


@given(normal_games(st.integers(2, 3), named=True))
def test_pygambit_round_trip(game: NormalFormGame) -> None:
    pytest.importorskip("pygambit")
    assert doors.from_pygambit(doors.to_pygambit(game)) == game


@given(trees(players=2, depth=3))
def test_networkx_round_trip(game: ExtensiveFormGame) -> None:
    graph = doors.to_networkx(game)
    assert nx.is_arborescence(graph)
    assert doors.from_networkx(graph) == game


def test_graphs_that_are_no_games_are_refused() -> None:
    with pytest.raises(ModelError, match="a tree with one root"):
        doors.from_networkx(nx.DiGraph([(0, 1), (2, 1)]))
    graph = nx.DiGraph(players=("A",))
    graph.add_node(0, player="C")
    graph.add_edge(0, 1, action="x")
    with pytest.raises(ModelError, match="found C"):
        doors.from_networkx(graph)


@pytest.mark.parametrize("name", ["quantecon", "pygambit"])
def test_a_tool_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def missing(module: str) -> None:
        raise ImportError(module)

    monkeypatch.setattr(doors.importlib, "import_module", missing)
    with pytest.raises(ModelError, match=f"{name}: found not installed"):
        getattr(doors, f"to_{name}")(NormalFormGame.from_arrays(np.eye(2)))
