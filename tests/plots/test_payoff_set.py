"""The picture of a repeated game's payoffs shows the figures of the result."""

from __future__ import annotations

from pathlib import Path

import pytest

import gametheory_orders as gto
from gametheory_orders.plots import save

DILEMMA = gto.NormalFormGame(([[3, 0], [5, 1]], [[3, 5], [0, 1]]), ("US", "China"))


@pytest.mark.parametrize("patience", [0, 0.3, 0.6])
def test_corners_threats_and_stage_equilibria_are_drawn(patience):
    found = gto.equilibrium_payoffs(DILEMMA, patience)
    ax = gto.plot(found)
    drawn = [{tuple(point) for point in line.get_xydata()} for line in ax.lines]
    assert {(float(x), float(y)) for x, y in found.vertices} in drawn
    assert {(1.0, 1.0)} in drawn
    assert ax.get_xlabel() == "payoff of US"
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names[0] == "feasible"
    assert names[-1] == "equilibria of one round"
    assert ax.get_title(loc="left") == f"average payoffs at patience {patience:g}"


def test_without_a_stage_equilibrium_there_is_no_star():
    rude = gto.NormalFormGame(([[3, 1], [4, 0]], [[4, 3], [1, 3]]), title="rude")
    assert not len(gto.pure_nash(rude))
    ax = gto.plot(gto.equilibrium_payoffs(rude, 0.9))
    assert len(ax.get_legend().get_texts()) == 4
    assert ax.get_title(loc="left").startswith("rude: ")


def test_the_picture_is_saved_and_has_one_kind(tmp_path: Path):
    found = gto.equilibrium_payoffs(DILEMMA, 0.6)
    save(found, tmp_path / "payoffs.svg")
    assert (tmp_path / "payoffs.svg").read_text().startswith("<?xml")
    with pytest.raises(gto.ModelError, match="kind"):
        gto.plot(found, kind="plane")
