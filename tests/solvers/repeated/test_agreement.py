"""Needed patience of agreements of many, thresholds in closed form, and renegotiation."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory_orders as gto
from gametheory_orders.solvers.repeated.renegotiation import public_good_stage
from repeated_oracles import best_deviation_gain, walked_values

DILEMMA = gto.NormalFormGame(([[3, 0], [5, 1]], [[3, 5], [0, 1]]), ("A", "B"))


@pytest.mark.parametrize("members", [2, 3, 5, 8])
@pytest.mark.parametrize(("benefit", "cost"), [(Fraction(2, 5), 1), (Fraction(1, 3), 2)])
def test_the_public_good_threshold_is_that_of_the_payoff_table(members, benefit, cost):
    stage = public_good_stage(benefit, cost, members)
    found = gto.critical_patience(stage, (0,) * members, (1,) * members)
    wanted = gto.public_good_patience(benefit, cost, members)
    assert set(found.values()) == {wanted}


@given(st.integers(1, 9), st.integers(10, 40), st.integers(1, 99))
def test_the_smallest_group_is_the_first_that_is_patient_enough(benefit, cost, hundredths):
    d = Fraction(hundredths, 100)
    found = gto.smallest_group(benefit, cost, d)
    assert gto.public_good_patience(benefit, cost, found) <= d
    assert gto.public_good_patience(benefit, cost, found - 1) > d
    assert gto.smallest_group(benefit, cost, 0) is None


@pytest.mark.parametrize("members", [2, 3, 5, 7])
def test_equal_states_need_one_half_whatever_their_number(members):
    """L6: joint provision of the linear-quadratic good."""
    names = [f"s{k}" for k in range(members)]
    world = gto.World(names, {"stake": [1.0] * members, "capacity": [1.0] * members})
    order = gto.Order(gto.Universal(), gto.Joint(), gto.Reciprocity())
    game = gto.CooperationGame(gto.PublicGood(world), order)
    found = gto.agreement_patience(game)
    assert [float(x) for x in found.needed.values()] == pytest.approx([0.5] * members)
    assert found.kept
    assert set(found.patience.values()) == {Fraction(9, 10)}


def test_patience_that_differs_says_who_breaks_it():
    found = gto.agreement_patience(gto.RepeatedGame(DILEMMA, (0.4, 0.9)), (0, 0))
    assert found.agreement == Fraction(1, 2)
    assert found.breakers == ("A",)
    assert not found.kept
    assert found.margins["A"] == Fraction(3) - Fraction(3, 5) * 5 - Fraction(2, 5)
    risky = gto.agreement_patience(
        gto.RepeatedGame(DILEMMA, (0.6, 0.9)), (0, 0), termination_risk=0.2
    )
    assert risky.patience["A"] == Fraction(12, 25)
    assert risky.breakers == ("A",)
    assert "needed patience of the agreement: 0.500" in str(risky)
    assert risky.to_dict()["players"]["A"]["needed"] == "1/2"


@settings(max_examples=30, derandomize=True, deadline=None)
@given(st.lists(st.integers(-5, 5), min_size=12, max_size=12), st.integers(0, 19))
def test_kept_iff_patience_reaches_what_each_needs(drawn, twentieths):
    stage = gto.NormalFormGame(tuple(np.array(drawn).reshape(2, 3, 2).transpose(2, 0, 1)))
    if not len(gto.pure_nash(stage)):
        return
    game = gto.RepeatedGame(stage, (twentieths / 20, 0.5))
    for profile in stage.profiles():
        found = gto.agreement_patience(game, profile)
        for name, needed in found.needed.items():
            assert (found.margins[name] >= 0) == (found.patience[name] >= needed)


def test_no_patience_is_enough_where_nothing_is_lost():
    stage = gto.NormalFormGame(([[1, 0], [2, 2]], [[1, 1], [0, 0]]))
    found = gto.agreement_patience(gto.RepeatedGame(stage, (0.9, 0.9)), (0, 0))
    assert math.isinf(found.agreement)
    assert "none" in str(found)
    assert found.to_dict()["agreement"] is None


@pytest.mark.parametrize("members", range(2, 7))
@pytest.mark.parametrize(("benefit", "cost"), [(Fraction(2, 5), 1), (Fraction(1, 4), 1), (2, 3)])
def test_renegotiation_proofness_is_its_definition(members, benefit, cost):
    claimed = gto.renegotiation_proof(benefit, cost, members)
    for d in {Fraction(k, 12) for k in range(12)} | (
        {claimed.needed} if claimed.needed < 1 else set()
    ):
        machine = gto.getting_even(benefit, cost, members, d)
        values = walked_values(machine, 600)
        better = any((one > two + 1e-9).all() for one in values for two in values)
        perfect = best_deviation_gain(machine, 600) <= 1e-9
        assert claimed.kept(d) == (perfect and not better)
        assert gto.weakly_renegotiation_proof(machine) == claimed.kept(d)


def test_automata_that_make_no_sense_are_told():
    d = (Fraction(1, 2),) * 2
    with pytest.raises(gto.ModelError, match="add up"):
        gto.Automaton(DILEMMA, d, ((0, 0),), ({0: Fraction(1, 2)},), ((0, 0),))
    with pytest.raises(gto.ModelError, match="states"):
        gto.Automaton(DILEMMA, d, ((0, 0),), ({0: 1},), ((1, 0),))
    with pytest.raises(gto.ModelError, match="follow"):
        gto.Automaton(DILEMMA, d, ((0, 0),), (), ((0, 0),))
    with pytest.raises(gto.ModelError, match="patience"):
        gto.Automaton(DILEMMA, (Fraction(1),) * 2, ((0, 0),), ({0: 1},), ((0, 0),))
    for_ever = gto.Automaton(DILEMMA, d, ((0, 0),), ({0: 1},), ((0, 0),))
    assert for_ever.smallest_margin == -1
    assert not for_ever.subgame_perfect


def test_wrong_input_is_told():
    for change in ({"benefit": 0}, {"benefit": math.nan}, {"cost": 0.3}, {"members": 1.5}):
        given_ = {"benefit": 0.4, "cost": 1, "members": 3} | change
        with pytest.raises(gto.ModelError, match=next(iter(change))):
            gto.public_good_patience(**given_)
        with pytest.raises(gto.ModelError, match=next(iter(change))):
            gto.renegotiation_proof(**given_)
    for change in ({"safe": 0}, {"joint": 3}, {"players": 1}, {"joint": math.inf}):
        with pytest.raises(gto.ModelError, match=next(iter(change))):
            gto.trust_threshold(**({"safe": 3, "joint": 4, "players": 2} | change))
    with pytest.raises(gto.ModelError, match="members"):
        gto.getting_even(0.4, 1, 11, 0.5)
    with pytest.raises(gto.ModelError, match="profile"):
        gto.agreement_patience(gto.RepeatedGame(DILEMMA, (0.5, 0.5)))
    with pytest.raises(gto.ModelError, match="game"):
        gto.agreement_patience(DILEMMA, (0, 0))
    with pytest.raises(gto.ModelError, match="machine"):
        gto.weakly_renegotiation_proof("no")
