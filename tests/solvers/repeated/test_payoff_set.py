"""Payoff sets of repeated games against the definition, laws, and another program."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory_orders as gto
from gametheory_orders.solvers.repeated.bounds import Offers, outer_step, proved_exact
from gametheory_orders.solvers.repeated.geometry import cut, hull, nearest, weights
from repeated_oracles import best_deviation_gain, self_generation, supports

DILEMMA = gto.NormalFormGame(([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
WHOLE = st.integers(-5, 5)


@st.composite
def stages(draw, most: int = 3) -> gto.NormalFormGame:
    shape = (draw(st.integers(1, most)), draw(st.integers(1, most)))
    flat = st.lists(WHOLE, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])
    return gto.NormalFormGame(tuple(np.array(draw(flat)).reshape(shape) for _ in range(2)))


PATIENCE = st.sampled_from([Fraction(1, 5), Fraction(2, 5), Fraction(1, 2), Fraction(13, 20)])


def found_or_none(stage, patience):
    try:
        return gto.equilibrium_payoffs(stage, patience)
    except gto.NoAnswer as error:
        if "no subgame-perfect equilibrium" not in str(error):
            raise
        return None


@settings(max_examples=8, derandomize=True, deadline=None)
@given(stages(), PATIENCE)
def test_the_set_is_what_self_generation_converges_to(stage, patience):
    one, two = (array.astype(float) for array in stage.payoffs)
    held = self_generation(one, two, float(patience), 45)
    found = found_or_none(stage, patience)
    if found is None:
        assert not len(held)
        return
    # The oracle is still on its way from outside; what is left shrinks with the patience.
    left = 30 * float(patience) ** 45 + 1e-7
    reach = supports(held)
    assert (supports(found.outer) <= reach + 1e-9).all()
    assert (supports(found.vertices) >= reach - left).all()


@settings(max_examples=12, derandomize=True, deadline=None)
@given(stages(4), PATIENCE)
def test_bounds_meet_and_the_equilibrium_passes_a_check_from_the_definition(stage, patience):
    found = found_or_none(stage, patience)
    if found is None:
        return
    assert float(found.error) < 1e-6
    assert found.exact == (found.error == 0)
    assert best_deviation_gain(found.automaton) <= 1e-9
    assert found.certificate["holds"]
    for corner, value in zip(found.vertices, found.automaton.values, strict=True):
        assert [float(x) for x in corner] == pytest.approx([float(x) for x in value], abs=1e-12)
    for corner in found.vertices:
        assert nearest(found.outer, corner)[0] < 1e-9


@settings(max_examples=12, derandomize=True, deadline=None)
@given(stages(4), PATIENCE)
def test_it_holds_stage_equilibria_and_lies_within_what_is_feasible_and_rational(stage, patience):
    found = found_or_none(stage, patience)
    nash = [stage.payoff(cell) for cell in gto.pure_nash(stage)]
    if found is None:
        assert not nash
        return
    for payoffs in nash:
        assert nearest(found.vertices, payoffs)[0] < 1e-6
    cells = hull(stage.payoff(cell) for cell in stage.profiles())
    low = gto.security_levels(stage).pure_minimax
    for corner in found.vertices:
        assert nearest(cells, corner)[0] < 1e-9
        assert all(x >= least - 1e-9 for x, least in zip(corner, low, strict=True))


@settings(max_examples=10, derandomize=True, deadline=None)
@given(stages(3), st.tuples(PATIENCE, PATIENCE))
def test_more_patience_never_takes_a_payoff_away(stage, two):
    """With a public lot and one patience for both: Abreu, Pearce and Stacchetti 1990, theorem 6."""
    less, more = sorted(two)
    small, large = found_or_none(stage, less), found_or_none(stage, more)
    if small is not None:
        assert large is not None
        assert max(nearest(large.outer, corner)[0] for corner in small.vertices) < 1e-8


def test_without_a_future_only_stage_equilibria_are_left():
    found = gto.equilibrium_payoffs(DILEMMA, 0)
    assert found.vertices == ((1, 1),)
    assert found.exact
    assert found.contains((1, 1))
    assert not found.contains((2, 2))
    with pytest.raises(gto.NoAnswer, match="pure actions at patience 0"):
        gto.equilibrium_payoffs(gto.NormalFormGame(([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])), 0)


def test_the_dilemma_at_its_critical_patience_and_just_below():
    at = gto.equilibrium_payoffs(DILEMMA, Fraction(1, 2))
    assert at.exact
    assert at.contains((3, 3))
    below = gto.equilibrium_payoffs(DILEMMA, Fraction(499, 1000))
    assert below.contains((3, 3)) is False
    assert below.contains((1, 1))
    assert below.vertices == ((1, 1), (4, 1), (1, 4))


def test_patience_as_a_float_is_the_decimal_that_it_is_written_as():
    stage = gto.NormalFormGame(([[4, 0], [6, 2]], [[4, 6], [0, 2]]))
    repeated = gto.RepeatedGame(stage, (0.8, 0.8))
    assert gto.equilibrium_payoffs(repeated).patience == Fraction(4, 5)
    assert gto.equilibrium_payoffs(repeated).exact
    kept = gto.RepeatedGame(stage, (Fraction(1, 3), 0.5)).patience
    assert kept == (Fraction(1, 3), 0.5)


def test_a_game_of_four_by_four_with_irrational_corners_has_a_small_error():
    rng = np.random.default_rng(5)
    for _ in range(3):
        stage = gto.NormalFormGame(tuple(rng.normal(size=(4, 4)) for _ in range(2)))
        found = found_or_none(stage, 0.7)
        if found is not None:
            assert not found.exact
            assert 0 <= found.error < 1e-6
            assert best_deviation_gain(found.automaton) <= 1e-9


def test_results_show_themselves():
    found = gto.equilibrium_payoffs(DILEMMA, 0.6)
    assert "exact" in str(found)
    assert found.to_frame().shape == (4, 5)
    written = found.to_dict()
    assert written["exact"]
    assert written["threats"] == ["1", "1"]
    assert written["certificate"]["holds"]
    assert len(written["automaton"]["states"]) == 4
    assert "margin" in str(found.automaton)


@pytest.mark.parametrize("patience", [1, -0.1, math.nan, math.inf, True, "0.5", (0.5,), None])
def test_patience_out_of_range_is_told(patience):
    with pytest.raises(gto.ModelError, match="patience"):
        gto.equilibrium_payoffs(DILEMMA, patience)


def test_wrong_input_is_told_in_one_line():
    with pytest.raises(gto.ModelError, match="the same for both"):
        gto.equilibrium_payoffs(gto.RepeatedGame(DILEMMA, (0.5, 0.6)))
    three = gto.NormalFormGame((np.zeros((2, 2, 2)),) * 3)
    with pytest.raises(gto.ModelError, match="two"):
        gto.equilibrium_payoffs(three, 0.5)
    with pytest.raises(gto.ModelError, match="second argument"):
        gto.equilibrium_payoffs(gto.RepeatedGame(DILEMMA, (0.5, 0.5)), 0.5)
    with pytest.raises(gto.ModelError, match="game"):
        gto.equilibrium_payoffs([[1]], 0.5)
    with pytest.raises(gto.ModelError, match="cells"):
        gto.equilibrium_payoffs(gto.NormalFormGame((np.zeros((51, 50)),) * 2), 0.5)
    with pytest.raises(gto.ModelError, match="payoffs"):
        gto.equilibrium_payoffs(DILEMMA, 0.5).contains((math.nan, 1))
    with pytest.raises(gto.ModelError, match="patience"):
        gto.RepeatedGame(DILEMMA, ("0.5", 0.5))


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.tuples(WHOLE, WHOLE), min_size=1, max_size=8), st.tuples(WHOLE, WHOLE))
def test_polygons_by_their_definitions(points, at):
    exact = [(Fraction(x), Fraction(y)) for x, y in points]
    corners = hull(exact)
    lot = weights(corners, (Fraction(at[0]), Fraction(at[1])))
    off = nearest(corners, at)[0]
    assert (lot is None) == (off > 1e-12)
    if lot is not None:
        assert sum(lot.values()) == 1
        assert min(lot.values()) > 0
        for axis in (0, 1):
            assert sum(w * corners[k][axis] for k, w in lot.items()) == at[axis]
    part = cut(corners, 0, Fraction(at[0]))
    assert all(p[0] >= at[0] and weights(corners, p) is not None for p in part)
    for point in exact:
        if point[0] >= at[0]:
            assert weights(hull(part), point) is not None


@pytest.mark.long  # quantecon compiles its loops for some ten seconds
def test_side_by_side_with_quantecon():
    game_theory = pytest.importorskip(
        "quantecon.game_theory", reason="quantecon is not installed; it is no dependency"
    )
    rng = np.random.default_rng(3)
    compared = 0
    for d in (0.3, 0.5, 0.8):
        for _ in range(10):
            stage = gto.NormalFormGame(tuple(rng.integers(-9, 10, (3, 3)) for _ in range(2)))
            found = found_or_none(stage, d)
            if found is None or len(found.vertices) < 3:
                continue  # quantecon's hull needs a set with an inside
            from gametheory_orders.games.doors import to_quantecon

            theirs = game_theory.RepeatedGame(to_quantecon(stage), d).equilibrium_payoffs()
            reach = supports(theirs.points[theirs.vertices])
            assert supports(found.vertices) == pytest.approx(reach, abs=1e-6)
            compared += 1
    assert compared >= 10


@settings(max_examples=10, derandomize=True, deadline=None)
@given(stages(3), PATIENCE)
def test_a_step_from_outside_never_loses_an_equilibrium(stage, patience):
    """From any set that holds them all and any threats that are too low; here the tightest set."""
    found = found_or_none(stage, patience)
    if found is None:
        return
    offers = Offers.of(stage, patience)
    corners = hull((Fraction(x), Fraction(y)) for x, y in found.automaton.values)
    for upper in (found.threats, None):
        step = hull(outer_step(offers, corners, offers.minimax, upper, Fraction(1, 10**9)))
        assert max(nearest(step, corner)[0] for corner in corners) < 1e-6


def test_a_set_that_is_too_small_is_never_proved_exact():
    offers = Offers.of(DILEMMA, Fraction(3, 5))
    one = (Fraction(1), Fraction(1))
    assert not proved_exact(offers, [one], one)
    found = gto.equilibrium_payoffs(DILEMMA, Fraction(3, 5))
    assert proved_exact(offers, list(found.vertices), one)


def test_a_step_from_outside_where_threats_exceed_the_minimax():
    stage = gto.NormalFormGame(
        ([[16, 3, 0], [21, 10, -1], [9, 5, -5]], [[9, 13, 3], [1, 4, 0], [0, -4, -15]])
    )
    found = gto.equilibrium_payoffs(stage, 0.4)
    offers = Offers.of(stage, found.patience)
    assert offers.minimax[0] < found.threats[0] - 0.4
    corners = hull((Fraction(x), Fraction(y)) for x, y in found.automaton.values)
    step = hull(outer_step(offers, corners, offers.minimax, found.threats, Fraction(1, 10**9)))
    assert max(nearest(step, corner)[0] for corner in corners) < 1e-6
