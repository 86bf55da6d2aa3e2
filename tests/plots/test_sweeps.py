"""The picture of a parameter study: what is drawn, the same bytes each time, and faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.figure import Figure

import gametheory_orders as gto
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.palette import FOUR_C_COLOURS
from gametheory_orders.plots.sweeps import draw_sweep, save_sweep
from gametheory_orders.statics.sweeps import Axis, Design, Study, SweepTable, run_sweep


@pytest.fixture(scope="module")
def found() -> SweepTable:
    orders = [gto.load_order(name) for name in ("g6_consensus", "charter_majority")]
    axes = [Axis("patience", (0.5, 0.7, 0.9)), Axis("foresight", ("anticipate", "naive"))]
    return run_sweep(Study(gto.load_issue("climate"), orders, axes, outputs=["effectiveness"]))


def test_lines_are_the_means(found: SweepTable) -> None:
    ax = Figure().add_subplot()
    draw_sweep(ax, found, "effectiveness", "patience")
    assert [line.get_color() for line in ax.lines] == [
        FOUR_C_COLOURS["concert"],
        FOUR_C_COLOURS["charter"],
    ]
    for j, line in enumerate(ax.lines):
        assert list(line.get_xdata()) == [0.5, 0.7, 0.9]
        wanted = found.output("effectiveness")[:, j].reshape(3, 2).mean(axis=1)
        assert line.get_ydata() == pytest.approx(wanted)
    assert len(ax.collections) == 2, "a band for each order"


def test_words_on_the_axis(found: SweepTable) -> None:
    ax = Figure().add_subplot()
    draw_sweep(ax, found, "effectiveness", "foresight")
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["anticipate", "naive"]


def test_many_values_are_put_into_bins() -> None:
    axes = [Axis("patience", low=0.5, high=0.9)]
    design = Design("sobol", 64)
    study = Study(gto.load_issue("climate"), [gto.load_order("club_joint")], axes, design)
    ax = Figure().add_subplot()
    draw_sweep(ax, run_sweep(study), "effectiveness", "patience")
    assert len(ax.lines[0].get_xdata()) == 20


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_same_bytes_each_time(found: SweepTable, tmp_path: Path, ending: str) -> None:
    for name in "ab":
        save_sweep(found, "effectiveness", "patience", tmp_path / f"{name}.{ending}")
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_faults(found: SweepTable, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"an ending of: \.png"):
        save_sweep(found, "effectiveness", "patience", tmp_path / "a.gif")
    with pytest.raises(ModelError, match="can be written"):
        save_sweep(found, "effectiveness", "patience", tmp_path / "none" / "a.png")
    with pytest.raises(ModelError, match="did you mean 'effectiveness'"):
        save_sweep(found, "effectivness", "patience", tmp_path / "a.png")
    with pytest.raises(ModelError, match="a parameter of the study"):
        save_sweep(found, "effectiveness", "price", tmp_path / "a.png")
