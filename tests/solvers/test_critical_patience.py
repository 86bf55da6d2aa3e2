"""Critical patience against its definition, and against what solve says of an agreement."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gametheory_orders as gto
from gametheory_orders.games.repeated_game import RepeatedGame
from gametheory_orders.solvers.critical_patience import critical_patience, repeated_game
from making import public_goods

DILEMMA = gto.NormalFormGame(([[3, 0], [5, 1]], [[3, 5], [0, 1]]))


@given(st.lists(st.integers(-9, 9), min_size=4, max_size=4, unique=True))
def test_prisoners_dilemmas_of_any_payoffs(drawn):
    suckered, punished, reward, tempted = sorted(drawn)
    a = [[reward, suckered], [tempted, punished]]
    b = [[reward, tempted], [suckered, punished]]
    found = critical_patience(gto.NormalFormGame((a, b)), (0, 0))
    wanted = Fraction(tempted - reward, tempted - punished)
    assert list(found.values()) == [wanted, wanted]


@given(public_goods())
def test_the_door_from_a_cooperation_game_needs_what_solve_says(issue):
    game = gto.CooperationGame(issue, gto.concert(members=list(issue.world.ids)))
    outcome = gto.solve(game)
    if not outcome.agreed.agreement.reached:
        return
    repeated = repeated_game(game)
    found = critical_patience(repeated.stage, ["keep"] * issue.n, ["defect"] * issue.n)
    for state, needed in outcome.needed.items():
        if math.isfinite(needed):
            assert found[state] == pytest.approx(needed, rel=1e-6, abs=1e-9)


def test_a_player_with_nothing_to_lose_keeps_it_at_no_patience():
    stage = gto.NormalFormGame(([[1, 0], [2, 2]], [[1, 1], [0, 0]]))
    assert critical_patience(stage, (0, 0))["1"] == math.inf


def test_wrong_input_is_told_in_one_line():
    with pytest.raises(gto.ModelError, match="reversion"):
        critical_patience(DILEMMA, (0, 0), (0, 0))
    pennies = gto.NormalFormGame(([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))
    with pytest.raises(gto.ModelError, match="no pure equilibrium"):
        critical_patience(pennies, (0, 0))
    with pytest.raises(gto.ModelError, match="patience"):
        RepeatedGame(DILEMMA, (0.5, 1.0))
    with pytest.raises(gto.ModelError, match="patience"):
        RepeatedGame(DILEMMA, (0.5,))
