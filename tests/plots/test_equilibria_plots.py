"""Pictures of two-player games: what is drawn is what is so."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.plots.equilibria import (
    _correspondence,
    plot_best_responses,
    plot_payoff_set,
    save_equilibria,
)
from gametheory_orders.solvers.nash import nash_equilibria

HUNT = ([[4, 0], [3, 2]], [[4, 3], [0, 2]])


@pytest.mark.parametrize(
    "gains", [(1, -2), (-1, 2), (1, 1), (-1, -1), (0, 1), (0, -1), (1, 0), (-1, 0)]
)
def test_corners_are_best_responses(gains: tuple[int, int]) -> None:
    """Along the line: the first action where it gains, the second where it loses."""
    line = _correspondence(np.array(gains, dtype=float))
    for (p, x), (p2, x2) in itertools.pairwise(line):
        middle_p, middle_x = (p + p2) / 2, (x + x2) / 2
        gain = gains[0] * middle_x + gains[1] * (1 - middle_x)
        assert abs(gain) < 1e-12 or middle_p == float(gain > 0)
    assert {line[0][1], line[-1][1]} == {0.0, 1.0}


def test_indifferent_everywhere_is_the_square() -> None:
    assert len(_correspondence(np.zeros(2))) == 5
    ax = plot_best_responses(nash_equilibria([[1, 1], [1, 1]], [[1, 0], [0, 1]]))
    assert len(ax.patches) == 1


def test_equilibria_lie_on_both_lines() -> None:
    ax = plot_best_responses(nash_equilibria(*HUNT))
    points = {tuple(point) for point in ax.collections[-1].get_offsets().tolist()}
    assert points == {(0.0, 0.0), (1.0, 1.0), (2 / 3, 2 / 3)}
    payoffs = plot_payoff_set(nash_equilibria(*HUNT))
    assert payoffs.get_ylabel() == "payoff of 2"


def test_only_two_by_two_has_a_square(tmp_path: Path) -> None:
    wide = nash_equilibria([[1, 2, 3]], [[3, 2, 1]])
    with pytest.raises(ModelError, match="two actions"):
        plot_best_responses(wide)
    for name in ("a.png", "a.svg", "a.pdf"):
        save_equilibria(wide, str(tmp_path / name))
        save_equilibria(nash_equilibria(*HUNT), str(tmp_path / name))
        first = (tmp_path / name).read_bytes()
        save_equilibria(nash_equilibria(*HUNT), str(tmp_path / name))
        assert (tmp_path / name).read_bytes() == first
    with pytest.raises(ModelError, match="can be written"):
        save_equilibria(wide, str(tmp_path / "none" / "a.png"))
