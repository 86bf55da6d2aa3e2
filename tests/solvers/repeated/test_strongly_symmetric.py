"""Strongly symmetric equilibria under noise: against the operator itself, and Blackwell's order."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory_orders as gto
from repeated_oracles import symmetric_step


def chances(draw, count: int) -> list[Fraction]:
    drawn = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count).filter(any))
    return [Fraction(x, sum(drawn)) for x in drawn]


@st.composite
def monitored(draw) -> gto.MonitoredGame:
    m, signals = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    payoffs = [[draw(st.integers(-4, 4)) for _ in range(m)] for _ in range(m)]
    return gto.MonitoredGame(
        payoffs, [[chances(draw, signals) for _ in range(m)] for _ in range(m)]
    )


PATIENCE = st.sampled_from([Fraction(0), Fraction(3, 10), Fraction(1, 2), Fraction(7, 10)])


def solved(game, patience):
    try:
        return gto.symmetric_payoffs(game, patience)
    except gto.NoAnswer:
        return None


@settings(max_examples=5, derandomize=True, deadline=None)
@given(monitored(), PATIENCE)
def test_the_interval_is_what_the_operator_comes_down_to(game, patience):
    payoffs = np.array(game.payoffs, dtype=float)
    signals = np.array(game.signals, dtype=float)
    d, found = float(patience), solved(game, patience)
    low, high = float(payoffs.min()), float(payoffs.max())
    for _ in range(45):
        step = symmetric_step(payoffs, signals, d, low, high)
        if step is None:
            assert found is None
            return
        low, high = step
    if found is None:
        pytest.fail(f"the operator still holds [{low}, {high}]")
    mine = [float(x) for x in found.interval]
    # From outside, and at this rate at the slowest.
    assert low <= mine[0] + 1e-7
    assert high >= mine[1] - 1e-7
    again = symmetric_step(payoffs, signals, d, mine[0] - 1e-9, mine[1] + 1e-9)
    assert again == pytest.approx(mine, abs=1e-6)
    assert [low, high] == pytest.approx(mine, abs=20 * d**45 + 1e-5)


@settings(max_examples=20, derandomize=True, deadline=None)
@given(monitored(), PATIENCE)
def test_bang_bang_states_pass_the_definition(game, patience):
    found = solved(game, patience)
    if found is None:
        return
    low, high = found.interval
    assert low <= high
    assert found.smallest_margin >= 0
    assert found.certificate["holds"]
    for state in (found.high, found.low):
        worth = []
        for own in range(len(game.actions)):
            later = Fraction(0)
            for chance, up in zip(game.signals[own][state.action], state.high, strict=True):
                later += chance * (up * high + (1 - up) * low)
            worth.append((1 - patience) * game.payoffs[own][state.action] + patience * later)
        assert worth[state.action] == state.value == max(worth)


def garbled(game: gto.MonitoredGame, channel: list[list[Fraction]]) -> gto.MonitoredGame:
    count = len(channel[0])
    signals = [
        [
            [sum(p * row[y] for p, row in zip(each, channel, strict=True)) for y in range(count)]
            for each in row_of
        ]
        for row_of in game.signals
    ]
    return gto.MonitoredGame(game.payoffs, signals)


@settings(max_examples=15, derandomize=True, deadline=None)
@given(st.data(), monitored(), PATIENCE)
def test_a_garbled_signal_never_widens_the_interval(data, game, patience):
    """Kandori 1992, with a public lot."""
    count = len(game.signals[0][0])
    channel = [chances(data.draw, 2) for _ in range(count)]
    clear, noisy = solved(game, patience), solved(garbled(game, channel), patience)
    if noisy is not None:
        assert clear is not None
        assert clear.interval[0] <= noisy.interval[0]
        assert clear.interval[1] >= noisy.interval[1]


def test_no_strongly_symmetric_equilibrium():
    chicken = gto.MonitoredGame([[0, 2], [3, -1]], [[[1], [1]], [[1], [1]]])
    with pytest.raises(gto.NoAnswer, match="strongly symmetric"):
        gto.symmetric_payoffs(chicken, 0.5)


def test_results_show_themselves():
    game = gto.MonitoredGame.of_two(2, 3, 0, false_alarm=0.1, detection=0.5)
    found = gto.symmetric_payoffs(game, 0.8)
    assert "cooperate" in str(found)
    assert "signal 2" in str(game)
    assert found.to_dict()["interval"] == ["0", "7/4"]
    assert game.to_dict()["payoffs"][0][0] == "2"


@pytest.mark.parametrize(
    ("payoffs", "signals"),
    [
        ([[1, 2]], [[[1]]]),
        ([[1, 2], [3]], [[[1], [1]], [[1], [1]]]),
        ([[float("inf")]], [[[1]]]),
        ([[1]], [[[0.5, 0.4]]]),
        ([[1]], [[[1.5, -0.5]]]),
        ([[1]], [[[True]]]),
        ([[1, 1], [1, 1]], [[[1], [1]], [[1], [0.5, 0.5]]]),
        ("1", [[[1]]]),
        ([[1]], "1"),
    ],
)
def test_games_that_do_not_fit_are_told(payoffs, signals):
    with pytest.raises(gto.ModelError):
        gto.MonitoredGame(payoffs, signals)


def test_six_actions_take_seconds():
    chance = random.Random(1)
    lots = [[chance.randint(1, 6) for _ in range(3)] for _ in range(25)]
    signals = [
        [[Fraction(x, sum(lot)) for x in lot] for lot in lots[5 * k : 5 * k + 5]] for k in range(5)
    ]
    payoffs = [[chance.randint(-5, 5) for _ in range(5)] for _ in range(5)]
    found = gto.symmetric_payoffs(gto.MonitoredGame(payoffs, signals), 0.8)
    assert found.smallest_margin >= 0
