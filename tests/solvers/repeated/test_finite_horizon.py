"""Games with a last period, against all plans of play written out."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory_orders as gto
from repeated_oracles import allowed, supports, wrapped

DILEMMA = gto.NormalFormGame(([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
THREE = gto.NormalFormGame(([[4, 0, 0], [5, 3, 0], [0, 0, 1]], [[4, 5, 0], [0, 3, 0], [0, 0, 1]]))
WHOLE = st.integers(-5, 5)


@st.composite
def stages(draw) -> gto.NormalFormGame:
    shape = (draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    flat = st.lists(WHOLE, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])
    return gto.NormalFormGame(tuple(np.array(draw(flat)).reshape(shape) for _ in range(2)))


@settings(max_examples=8, derandomize=True, deadline=None)
@given(stages(), st.integers(1, 4), st.sampled_from([Fraction(1, 2), Fraction(9, 10), 1]))
def test_backwards_from_the_last_period(stage, periods, patience):
    one, two = (array.astype(float) for array in stage.payoffs)
    d = float(patience)
    stable = [
        c
        for c in np.ndindex(one.shape)
        if one[c] == one[:, c[1]].max() and two[c] == two[c[0]].max()
    ]
    if not stable:
        with pytest.raises(gto.NoAnswer, match="last period"):
            gto.finite_horizon(stage, periods, patience)
        return
    found = gto.finite_horizon(stage, periods, patience)
    held = wrapped(np.array([[one[c], two[c]] for c in stable]))
    weight = 1.0
    for k in range(periods):
        assert supports(found.vertices[k]) == pytest.approx(supports(held / weight), abs=1e-9)
        points = []
        for r, c in np.ndindex(one.shape):
            gain = np.array([one[:, c].max() - one[r, c], two[r].max() - two[r, c]])
            for w in allowed(held, held.min(axis=0) + gain / d):
                points.append(np.array([one[r, c], two[r, c]]) + d * w)
        held, weight = wrapped(np.array(points)), 1 + d * weight


def test_one_equilibrium_unravels_several_need_not():
    assert gto.finite_horizon(DILEMMA, 20).unravels
    assert gto.finite_horizon(DILEMMA, 20).vertices[-1] == ((1, 1),)
    assert gto.periods_needed(DILEMMA, (0, 0)) is None
    found = gto.finite_horizon(THREE, 3)
    assert not found.unravels
    assert ("1", "1") in found.playable[1]
    assert ("1", "1") not in found.playable[0]
    # The bad equilibrium in place of the good one costs 2, a deviation gains 1.
    assert gto.periods_needed(THREE, (0, 0), Fraction(1, 2)) == 2
    assert gto.periods_needed(THREE, (0, 0), Fraction(2, 5)) == 3
    assert gto.periods_needed(THREE, (0, 0), 0) is None


def test_results_show_themselves():
    found = gto.finite_horizon(THREE, 3)
    assert "does not unravel" in str(found)
    assert found.periods == 3
    assert found.to_dict()["periods_to_go"][0]["vertices"] == [["1", "1"], ["3", "3"]]


def test_wrong_input_is_told():
    for periods in (0, 61, 1.5, True):
        with pytest.raises(gto.ModelError, match="periods"):
            gto.finite_horizon(DILEMMA, periods)
    for patience in (-0.1, 1.1, math.nan, "1"):
        with pytest.raises(gto.ModelError, match="patience"):
            gto.finite_horizon(DILEMMA, 2, patience)
    with pytest.raises(gto.ModelError, match="stage"):
        gto.finite_horizon(gto.NormalFormGame((np.zeros((2, 2, 2)),) * 3), 2)
    with pytest.raises(gto.ModelError, match="profile"):
        gto.periods_needed(DILEMMA, (0, 5))
