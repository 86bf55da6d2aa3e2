"""Dominance against beliefs: an action is undominated iff some belief makes it a best response."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game_making import normal_games
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.dominance import (
    dominating_mixture,
    rationalisable,
    strict_dominance,
    weak_dominance,
)

BIMATRIX = normal_games(st.just(2), most=4, payoffs=st.integers(0, 4))


def gains(game: NormalFormGame, i: int, mixture: object, action: int) -> list[Fraction]:
    """Return what a mixture gains over an action in each cell of the others."""
    shares = dict(mixture)  # type: ignore[call-overload]
    table = np.moveaxis(game.payoffs[i], i, 0).reshape(game.shape[i], -1)
    return [
        sum(
            (
                share * Fraction(column[game.actions[i].index(name)])
                for name, share in shares.items()
            ),
            Fraction(0),
        )
        - Fraction(column[action])
        for column in table.T.tolist()
    ]


def some_belief_supports(game: NormalFormGame, i: int, action: int) -> bool:
    """Say whether an action is a best response to some belief, by the vertices of all beliefs.

    The best-response region is a polytope inside the simplex: if it is not empty it has a vertex,
    where as many of its inequalities bind as there are unknowns.
    """
    table = np.moveaxis(game.payoffs[i], i, 0).reshape(game.shape[i], -1)
    width = table.shape[1]
    normals = [[Fraction(int(k == j)) for k in range(width)] for j in range(width)]
    normals += [[Fraction(int(x)) for x in table[action] - row] for row in table]
    for chosen in itertools.combinations(normals, width - 1):
        belief = solution([*chosen, [Fraction(1)] * width])
        if belief is not None and all(
            sum(a * x for a, x in zip(row, belief, strict=True)) >= 0 for row in normals
        ):
            return True
    return False


def solution(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """Solve rows . x = (0, ..., 0, 1), None if that has not exactly one solution."""
    size = len(rows)
    work = [[*row, Fraction(int(k == size - 1))] for k, row in enumerate(rows)]
    for k in range(size):
        pivot = next((i for i in range(k, size) if work[i][k]), None)
        if pivot is None:
            return None
        work[k], work[pivot] = work[pivot], work[k]
        work[k] = [x / work[k][k] for x in work[k]]
        for i in range(size):
            if i != k:
                work[i] = [x - work[i][k] * y for x, y in zip(work[i], work[k], strict=True)]
    return [row[-1] for row in work]


@given(normal_games(st.just(2), most=3, payoffs=st.integers(0, 4)))
def test_strictly_dominated_iff_no_belief_supports_it(game: NormalFormGame) -> None:
    """Pearce (1984), lemma 3."""
    for i in range(2):
        for action in range(game.shape[i]):
            mixture = dominating_mixture(game, i, action)
            assert (mixture is None) == some_belief_supports(game, i, action)
            if mixture is not None:
                assert min(gains(game, i, mixture, action)) > 0
                assert sum(share for _, share in mixture) == 1


@given(normal_games(payoffs=st.integers(0, 3)))
def test_weak_dominators_gain_somewhere_and_lose_nowhere(game: NormalFormGame) -> None:
    for i in range(game.n):
        for action in range(game.shape[i]):
            mixture = dominating_mixture(game, i, action, "weak")
            if mixture is not None:
                found = gains(game, i, mixture, action)
                assert min(found) >= 0
                assert max(found) > 0
                assert sum(share for _, share in mixture) == 1
            elif game.shape[i] > 1:
                # No single action, and no mixture of two in quarters, dominates it weakly.
                others = [k for k in range(game.shape[i]) if k != action]
                for one, two in itertools.product(others, repeat=2):
                    for quarter in range(5):
                        share = Fraction(quarter, 4)
                        names = game.actions[i]
                        mixed: dict[str, Fraction] = {names[one]: share}
                        mixed[names[two]] = mixed.get(names[two], Fraction(0)) + 1 - share
                        tried = gains(game, i, mixed, action)
                        assert not (min(tried) >= 0 and max(tried) > 0)


@given(BIMATRIX)
def test_elimination_records_what_went_and_keeps_the_rest(game: NormalFormGame) -> None:
    for found in (strict_dominance(game), weak_dominance(game)):
        gone = {(step.player, step.action) for step in found.steps}
        left = {(p, a) for p, names in zip(game.players, found.actions, strict=True) for a in names}
        every = {(p, a) for p, names in zip(game.players, game.actions, strict=True) for a in names}
        assert gone | left == every
        assert not gone & left
        assert found.exact


@given(BIMATRIX)
def test_floats_agree_with_fractions(game: NormalFormGame) -> None:
    halves = NormalFormGame(tuple(array.astype(float) + 0.25 for array in game.payoffs))
    assert strict_dominance(halves).kept == strict_dominance(game).kept
    assert weak_dominance(halves).kept == weak_dominance(game).kept


def test_guessing_game_of_moulin_leaves_the_lowest() -> None:
    """Moulin (1986), beauty contest with two thirds of the mean, guesses 0 to 6 of two players."""

    def payoff(i: int, j: int) -> tuple[int, int]:
        target = Fraction(i + j, 3)
        one, two = abs(i - target), abs(j - target)
        return (int(one <= two), int(two <= one))

    names = [[str(k) for k in range(7)]] * 2
    found = weak_dominance(NormalFormGame.from_function(payoff, names))
    assert found.actions == (("0",), ("0",))
    assert found.solved
    assert "round" in str(found)
    assert found.to_dict()["kept"] == [["0"], ["0"]]


def test_an_unknown_action_is_named() -> None:
    game = NormalFormGame.from_arrays([[1, -1]], actions=(("only",), ("left", "right")))
    with pytest.raises(ModelError, match="did you mean 'left'"):
        dominating_mixture(game, "2", "lefft")
    assert rationalisable(game) == (("only",), ("right",))
