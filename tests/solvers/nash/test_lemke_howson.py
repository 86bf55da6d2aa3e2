"""Lemke-Howson: exact, ends everywhere, and holds nashpy's answer to it."""

import nashpy
import numpy as np
import pytest

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.nash import lemke_howson as package
from gametheory_orders.solvers.nash import nash_equilibria
from gametheory_orders.solvers.nash.lemke_howson import _judged, lemke_howson


@pytest.mark.parametrize("seed", range(12))
def test_every_path_ends_at_an_equilibrium(seed):
    generator = np.random.default_rng(seed)
    game = NormalFormGame.from_arrays(*generator.integers(0, 8, (2, 4, 5)))
    every = set(nash_equilibria(game))
    for label in range(9):
        found = lemke_howson(game, label)
        assert found[0] in every
        assert found.parameters["nashpy"].startswith(("agrees", "not asked"))


def test_a_game_in_which_nashpy_cycles():
    # nashpy 0.0.43 does not return on the path of label 1 of this game.
    A = [[1, 9, 1, 9, 4, 5], [6, 3, 2, 0, 1, 7], [5, 9, 2, 0, 6, 8]]
    A += [[6, 2, 9, 4, 5, 3], [2, 5, 1, 3, 7, 9], [9, 0, 4, 6, 6, 6]]
    B = [[0, 9, 7, 5, 6, 4], [0, 1, 7, 3, 5, 8], [3, 0, 3, 8, 0, 8]]
    B += [[4, 4, 0, 8, 6, 2], [9, 1, 5, 7, 4, 7], [4, 3, 4, 7, 3, 1]]
    found = lemke_howson(nashpy.Game(A, B), 1)
    assert found.parameters["nashpy"].startswith("not asked: it may cycle")
    assert found[0] in list(nash_equilibria(A, B))


def test_a_wrong_answer_of_nashpy_is_told():
    game = NormalFormGame.from_arrays([[3, 0], [0, 1]], [[3, 0], [0, 1]])
    right = ((1, 0), 1), ((1, 0), 1)
    assert _judged(game, (np.array([1.0, 0]), np.array([1.0, 0])), right) == "agrees"
    other = _judged(game, (np.array([0, 1.0]), np.array([0, 1.0])), right)
    assert other == "finds another equilibrium"
    assert "gains" in _judged(game, (np.array([1.0, 0]), np.array([0, 1.0])), right)
    assert "lengths" in _judged(game, (np.array([1.0]), np.array([0, 1.0])), right)
    assert "not prob" in _judged(game, (np.array([np.nan, 0]), np.array([0, 1.0])), right)


def test_large_games_have_one_equilibrium_found():
    game = NormalFormGame.from_arrays(*np.random.default_rng(0).integers(0, 100, (2, 20, 20)))
    found = package(game)
    assert found.maximal_regret == 0
    assert not found.complete


@pytest.mark.parametrize("label", [-1, 4, True, 1.0, "left"])
def test_labels_that_do_not_exist(label):
    with pytest.raises(ModelError, match="label"):
        lemke_howson(NormalFormGame.from_arrays([[1, 2], [3, 4]]), label)


def test_labels_by_name():
    game = NormalFormGame.from_arrays([[1, 2], [3, 4]], actions=[["a", "b"], ["x", "y"]])
    assert lemke_howson(game, "x").parameters["label"] == 2
