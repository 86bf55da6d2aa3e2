"""Trigger strategies against their definition, and how monitoring moves the threshold."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory_orders as gto

TENTHS = st.integers(0, 10).map(lambda k: Fraction(k, 10))


@st.composite
def triggers(draw) -> gto.Trigger:
    low, mid, high = sorted(draw(st.lists(st.integers(-9, 9), min_size=3, max_size=3, unique=True)))
    p, q = sorted(draw(st.lists(TENTHS, min_size=2, max_size=2, unique=True)))
    return gto.Trigger(mid, high, low, false_alarm=p, detection=q)


def walked(trigger: gto.Trigger, d: float, periods: int | None) -> tuple[float, float]:
    """Values of cooperating on and of one deviation, over the states of the strategy."""
    length = periods or 0
    size = 2 + length  # cooperate, punish for ever, or punish T ... 1 periods more
    move, pay = np.zeros((size, size)), np.full(size, float(trigger.punishment))
    pay[0] = float(trigger.reward)
    bad = 1 if periods is None else 1 + length
    move[0, 0], move[0, bad] = 1 - float(trigger.false_alarm), float(trigger.false_alarm)
    move[1, 1] = 1.0
    for k in range(length):
        move[2 + k, 1 + k if k else 0] = 1.0
    value = np.linalg.solve(np.eye(size) - d * move, (1 - d) * pay)
    q = float(trigger.detection)
    moved = (1 - d) * float(trigger.temptation) + d * ((1 - q) * value[0] + q * value[bad])
    return float(value[0]), float(moved)


@settings(max_examples=40, derandomize=True, deadline=None)
@given(triggers(), st.one_of(st.none(), st.integers(1, 6)), st.integers(1, 19))
def test_the_threshold_is_where_a_deviation_stops_paying(trigger, periods, twentieths):
    d = twentieths / 20
    value, moved = walked(trigger, d, periods)
    needed = gto.trigger_patience(trigger, periods)
    assert float(gto.trigger_value(trigger, d, periods)) == pytest.approx(value, abs=1e-9)
    if abs(value - moved) > 1e-9:
        assert (value > moved) == (d > needed)


@settings(max_examples=40, derandomize=True, deadline=None)
@given(triggers(), st.integers(1, 19))
def test_the_shortest_punishment_that_deters_pays_most(trigger, twentieths):
    d = Fraction(twentieths, 20)
    if d < gto.trigger_patience(trigger):
        with pytest.raises(gto.NoAnswer, match="no punishment deters"):
            gto.punishment_length(trigger, d)
        return
    found = gto.punishment_length(trigger, d)
    value, moved = walked(trigger, float(d), found.periods)
    assert float(found.value) == pytest.approx(value, abs=1e-9)
    assert value >= moved - 1e-9
    assert found.margin >= 0
    assert found.value <= found.bound
    for periods in (*range(1, 40), None):
        value, moved = walked(trigger, float(d), periods)
        if value > moved + 1e-9:  # deters, whatever the rounding
            assert float(found.value) >= value - 1e-9
            assert found.periods is not None or periods is None
            assert periods is None or found.periods <= periods


@settings(max_examples=40, derandomize=True, deadline=None)
@given(triggers(), st.integers(1, 19))
def test_nothing_strongly_symmetric_pays_more_than_the_bound(trigger, twentieths):
    game = gto.MonitoredGame.of_two(
        trigger.reward,
        trigger.temptation,
        trigger.punishment,
        false_alarm=trigger.false_alarm,
        detection=trigger.detection,
    )
    low, high = gto.symmetric_payoffs(game, Fraction(twentieths, 20)).interval
    bound = gto.monitoring_bound(trigger)
    needed = gto.trigger_patience(trigger)
    assert low == trigger.punishment
    # With a public lot the bound is reached as soon as the grim trigger holds at all.
    assert high == (bound if needed <= Fraction(twentieths, 20) else trigger.punishment)


def lots(draw, count):
    drawn = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count).filter(any))
    return [Fraction(x, sum(drawn)) for x in drawn]


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.data(), triggers(), st.integers(1, 4), st.integers(1, 4))
def test_garbling_a_signal_never_lowers_the_needed_patience(data, trigger, fine, coarse):
    payoffs = (trigger.reward, trigger.temptation, trigger.punishment)
    good, bad = lots(data.draw, fine), lots(data.draw, fine)
    channel = [lots(data.draw, coarse) for _ in range(fine)]
    mixed = [
        [sum(p * row[y] for p, row in zip(each, channel, strict=True)) for y in range(coarse)]
        for each in (good, bad)
    ]
    clear = gto.signal_patience(*payoffs, cooperating=good, deviating=bad)
    noisy = gto.signal_patience(*payoffs, cooperating=mixed[0], deviating=mixed[1])
    assert clear <= noisy


def test_more_precise_but_not_more_informative_monitoring_can_raise_the_needed_patience():
    """B errs less often than A (55% against 60% in sum), yet neither is a garbling of the other."""
    payoffs = (2, 6, 0)
    a = {"cooperating": [1, 0], "deviating": [0.6, 0.4]}
    b = {"cooperating": [0.7, 0.3], "deviating": [0.25, 0.75]}
    assert 0 + (1 - 0.4) > 0.3 + (1 - 0.75)
    assert gto.signal_patience(*payoffs, **a) == Fraction(5, 6)
    assert gto.signal_patience(*payoffs, **b) == math.inf


def test_perfect_monitoring_is_the_repeated_dilemma():
    for periods, needed in ((None, 0.5), (1, math.inf), (2, (math.sqrt(5) - 1) / 2)):
        assert gto.trigger_patience(gto.Trigger(3, 5, 1), periods) == pytest.approx(needed)
    # Two periods, and exactly as much to lose in them as there is to gain: only at patience 1.
    assert gto.trigger_patience(gto.Trigger(2, 4, 1), 2) == math.inf
    assert gto.punishment_length(gto.Trigger(3, 5, 1), 0.5).periods is None
    assert gto.punishment_length(gto.Trigger(3, 5, 1), 0.62).periods == 2


def test_a_risk_that_the_game_ends_is_less_patience():
    grim = gto.Trigger(3, 5, 1)
    assert gto.effective_patience(0.6, 0.2) == Fraction(12, 25) < gto.trigger_patience(grim)
    assert gto.effective_patience(0.6, 0) == Fraction(3, 5)
    for risk in (-0.1, 1.1, math.nan, True):
        with pytest.raises(gto.ModelError, match="termination_risk"):
            gto.effective_patience(0.6, risk)


def test_results_show_themselves():
    found = gto.punishment_length(gto.Trigger(2, 3, 0, false_alarm=0.1, detection=0.5), 0.6)
    assert "6" in str(found)
    assert found.to_dict()["bound"] == "7/4"
    for_ever = gto.punishment_length(gto.Trigger(3, 5, 1), 0.5)
    assert "for ever" in str(for_ever)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"detection": 1.2}, "detection"),
        ({"detection": 0.1}, "detection: found 0.1, expected more than the false alarm"),
        ({"detection": 0.05}, "detection"),
        ({"false_alarm": -0.1}, "false_alarm"),
        ({"false_alarm": math.nan}, "false_alarm"),
        ({"punishment": -math.inf}, "punishment"),
        ({"punishment": 2}, "punishment"),
        ({"temptation": 2}, "temptation"),
        ({"reward": "2"}, "reward"),
        ({"reward": True}, "reward"),
    ],
)
def test_triggers_that_make_no_sense_are_told(changed, told):
    given_ = {"reward": 2, "temptation": 3, "punishment": 0, "false_alarm": 0.1, "detection": 0.5}
    given_ |= changed
    payoffs = [given_.pop(key) for key in ("reward", "temptation", "punishment")]
    with pytest.raises(gto.ModelError, match=told):
        gto.Trigger(*payoffs, **given_)


def test_other_wrong_input_is_told():
    trigger = gto.Trigger(2, 3, 0)
    for periods in (0, -1, 1.5, True):
        with pytest.raises(gto.ModelError, match="periods"):
            gto.trigger_patience(trigger, periods)
    for patience in (1, -0.1, math.nan, "0.5"):
        with pytest.raises(gto.ModelError, match="patience"):
            gto.punishment_length(trigger, patience)
    with pytest.raises(gto.ModelError, match="trigger"):
        gto.monitoring_bound((2, 3, 0))
    with pytest.raises(gto.ModelError, match="deviating"):
        gto.signal_patience(2, 3, 0, cooperating=[1], deviating=[0.5, 0.5])
    with pytest.raises(gto.ModelError, match="cooperating"):
        gto.signal_patience(2, 3, 0, cooperating=[0.5], deviating=[1])
