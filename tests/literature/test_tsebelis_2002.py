"""Tsebelis 2002, Veto Players, chapter 1: winsets of veto players on a line, absorption."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from gametheory_orders.solvers.veto_players import veto_player_winset


@pytest.mark.parametrize(
    ("points", "status_quo", "intervals"),
    [
        (("0.2", "0.5", "0.8"), "0", ((0, Fraction(2, 5)),)),
        (("0.2", "0.5", "0.8"), "0.4", ()),
        (("0.5", "0.8"), "0", ((0, 1),)),
    ],
)
def test_winset(points: tuple[str, ...], status_quo: str, intervals: tuple[object, ...]) -> None:
    found = veto_player_winset([Fraction(x) for x in points], Fraction(status_quo))
    assert found.winset.intervals == intervals


def test_the_middle_one_is_absorbed() -> None:
    assert veto_player_winset({"A": 1, "B": 2, "C": 4}, 0).absorbed == ("B",)


def test_the_farther_apart_the_smaller() -> None:
    lengths = [veto_player_winset([2, 2 + gap, -gap], 5).winset.length for gap in range(4)]
    assert all(after <= before for before, after in pairwise(lengths))
    assert lengths[0] > lengths[-1]
