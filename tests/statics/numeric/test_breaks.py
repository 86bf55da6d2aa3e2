"""Jumps, kinks and regimes of functions whose breaks are known are found, and no others."""

from __future__ import annotations

import math
import random

import pytest

from gametheory_orders import ModelError, NoAnswer
from gametheory_orders.statics.numeric.breaks import Line, find_breaks


def breaks_of(function, low=0.0, high=1.0, points=65, tolerance=1e-9):
    line = Line(function, low, high, points, tolerance)
    found = find_breaks(line)
    for each in found:
        # A bracket may hold two ends of bisection and the tie between them.
        assert each.high - each.low <= 6 * line.width
        assert each.low in line.known
        assert each.high in line.known
    return found


def told(found):
    return [(round(each.at, 7), each.kind) for each in found]


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (lambda x: abs(x - 0.3), [(0.3, "kink")]),
        (lambda x: max(x - 0.505, 0.0), [(0.505, "kink")]),
        (lambda x: x if x < 0.0123 else 0.5 * x + 0.00615, [(0.0123, "kink")]),
        (lambda x: x * x if x < 0.999 else 2.0, [(0.999, "jump")]),
        (lambda x: math.sin(9 * x) + 0.02 * (x > 1 / 3), [(0.3333333, "jump")]),
        (lambda x: x + 1e-3 * abs(x - 0.3), [(0.3, "kink")]),
        (lambda x: math.sqrt(max(x - 0.4, 0.0)), [(0.4, "kink")]),
        (lambda x: min(3 * x, 0.8, 2.0 - 2 * x), [(0.2666667, "kink"), (0.6, "kink")]),
        (lambda x: 1e3 + 1e-3 * abs(x - 0.3), [(0.3, "kink")]),
    ],
)
def test_known_breaks_are_found_to_tolerance_and_told_apart(function, expected):
    assert told(breaks_of(lambda x: (function(x), 0))) == expected


@pytest.mark.parametrize(
    "function",
    [
        lambda x: math.exp(3 * x),
        lambda x: 1 / (x + 0.01),
        lambda x: math.tanh(50 * (x - 0.5)),
        lambda x: x**3,
        lambda x: 5.0,
        lambda x: 1e3 + 1e-9 * x,
        lambda x: math.cos(40 * x),
    ],
)
def test_smooth_functions_have_none(function):
    assert breaks_of(lambda x: (function(x), 0)) == []


def test_a_staircase():
    found = breaks_of(lambda x: (float(math.floor(7 * x)), 0), high=0.99)
    assert told(found) == [(round(k / 7, 7), "jump") for k in range(1, 7)]
    assert all(each.after - each.before == 1.0 for each in found)


def test_labels_change_where_the_value_does_not():
    found = breaks_of(lambda x: (x, math.floor(3 * x)), high=0.99)
    assert told(found) == [(round(1 / 3, 7), "regime"), (round(2 / 3, 7), "regime")]
    assert all(each.slope_before == pytest.approx(1.0) for each in found)


def test_where_there_is_no_value():
    (found,) = breaks_of(lambda x: (math.nan if x > 0.5 else x, x > 0.5))
    assert found.kind == "jump"
    assert found.before == pytest.approx(0.5)
    assert math.isnan(found.after)


def test_random_piecewise_parabolas():
    draw = random.Random(8)
    for _ in range(25):
        edges = sorted(draw.sample(range(1, 20), draw.randint(1, 4)))
        edges = [(edge + draw.uniform(-0.3, 0.3)) / 20 for edge in edges]
        pieces = [[draw.uniform(-2, 2) for _ in range(3)] for _ in range(len(edges) + 1)]

        def value(x, edges=edges, pieces=pieces):
            a, b, c = pieces[sum(x > edge for edge in edges)]
            return a + b * x + c * x * x

        found = breaks_of(lambda x, value=value: (value(x), 0))
        assert [round(each.at, 7) for each in found] == pytest.approx(edges, abs=1e-7)
        for each, low, high in zip(found, pieces, pieces[1:], strict=False):
            assert each.slope_before == pytest.approx(low[1] + 2 * low[2] * each.at, abs=1e-5)
            assert each.slope_after == pytest.approx(high[1] + 2 * high[2] * each.at, abs=1e-5)


def test_a_label_without_end_is_no_regime():
    draw = random.Random(1)
    with pytest.raises(NoAnswer, match="no regimes"):
        breaks_of(lambda x: (0.0, draw.random()))


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"low": 1.0, "high": 0.0}, "high"),
        ({"low": 0.5, "high": 0.5}, "high"),
        ({"low": math.nan}, "low"),
        ({"high": math.inf}, "high"),
        ({"low": True}, "low"),
        ({"low": "0"}, "low"),
        ({"points": 4}, "points"),
        ({"points": 9.0}, "points"),
        ({"tolerance": 0.5}, "tolerance"),
        ({"tolerance": math.nan}, "tolerance"),
        ({"tolerance": 0}, "tolerance"),
    ],
)
def test_intervals_that_make_no_sense_are_refused(asked, where):
    given = {"low": 0.0, "high": 1.0, "points": 9, "tolerance": 1e-6, **asked}
    with pytest.raises(ModelError) as caught:
        Line(lambda x: (x, 0), **given)
    assert caught.value.where == where
