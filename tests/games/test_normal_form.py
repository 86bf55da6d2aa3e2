"""The game in normal form: what is kept exactly, and how names and axes stand."""

from decimal import Decimal
from fractions import Fraction as F

import nashpy
import numpy as np
import pandas as pd
import pytest
import sympy

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import NormalFormGame


def test_what_counts_as_rational():
    assert NormalFormGame.from_arrays([[1, 2.0]]).payoffs[0].dtype == np.int64
    mixed = NormalFormGame.from_arrays([[F(1, 3), Decimal("0.1")], [sympy.Rational(1, 7), 3]])
    assert mixed.is_rational
    assert mixed.payoff((1, 0)) == (F(1, 7), F(-1, 7))
    assert not NormalFormGame.from_arrays([[F(1, 3), 0.5]]).is_rational
    assert NormalFormGame.from_arrays([[10**40, 1]]).payoff((0, 0))[0] == 10**40


def test_axes_are_players_in_order():
    game = NormalFormGame.from_function(lambda i, j, k: (i, j, k), [["a", "b"], ["c"], ["d"] * 1])
    assert game.shape == (2, 1, 1)
    assert game.payoff(("b", "c", "d")) == (1, 0, 0)
    assert "2 x 1 x 1" in str(game)


def test_payoffs_cannot_be_changed_and_are_copied():
    given = np.array([[1, 2]])
    game = NormalFormGame.from_arrays(given)
    given[0, 0] = 9
    assert game.payoff((0, 0)) == (1, -1)
    with pytest.raises(ValueError, match="read-only"):
        game.payoffs[0][0, 0] = 3


def test_equality_looks_at_names_and_payoffs_not_the_title():
    one = NormalFormGame.from_arrays([[1, 2]], title="one")
    assert one == NormalFormGame.from_arrays([[1.0, 2.0]], title="two")
    assert hash(one) == hash(NormalFormGame.from_arrays([[1, 2]]))
    assert one != NormalFormGame.from_arrays([[1, 2]], players=["A", "B"])
    assert one != 3


def test_nashpy_and_frames_round_trip():
    game = NormalFormGame.from_nashpy(nashpy.Game([[1, 2], [3, 4]], [[0, 1], [1, 0]]))
    assert NormalFormGame.from_nashpy(game.to_nashpy()) == game
    frame = pd.DataFrame([[1, 2]], index=["up"], columns=["left", "right"])
    named = NormalFormGame.from_arrays(frame)
    assert named.actions == (("up",), ("left", "right"))
    assert named.to_frame()["payoff of 1"].tolist() == [1, 2]
    with pytest.raises(ModelError, match="same actions"):
        NormalFormGame.from_arrays(frame, frame.rename(index={"up": "down"}))


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"players": ["A"]}, "one name for each"),
        ({"players": ["A", "A"]}, "twice"),
        ({"players": ["A", " "]}, "not empty"),
        ({"players": "AB"}, "one name for each"),
        ({"actions": [["x"], ["y"]]}, "2 names"),
        ({"actions": [["x"]]}, "names for 2 players"),
        ({"actions": "ab"}, "names for 2 players"),
        ({"actions": ["x", "yz"]}, "names, one for each"),
        ({"players": [1, 2]}, "not empty"),
        ({"players": 2}, "one name for each"),
        ({"actions": 2}, "names for 2 players"),
        ({"title": 3}, "a text"),
    ],
)
def test_names_that_do_not_fit(names, message):
    with pytest.raises(ModelError, match=message):
        NormalFormGame.from_arrays([[1, 2]], **names)


def test_addresses_by_name_or_number():
    game = NormalFormGame.from_arrays([[1, 2]], players=["US", "China"])
    assert game.player("China") == game.player(np.int64(1)) == 1
    with pytest.raises(ModelError, match="did you mean 'China'"):
        game.player("Chnia")
    for wrong in (2, -1, True, 0.0):
        with pytest.raises(ModelError, match="from 0 to 1"):
            game.player(wrong)
    with pytest.raises(ModelError, match="2 actions"):
        game.payoff((0,))
