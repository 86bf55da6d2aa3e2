"""Pictures of stable coalitions: what is drawn is what was found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.plots import plot, save
from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from gametheory_orders.solvers.tariff_regimes import tariff_regimes
from making import climate, good


def test_bars_are_gains_members_first() -> None:
    found = stable_coalitions(climate(), tariff=0.02)
    ax = plot(found)
    drawn = {
        label.get_text(): round(bar.get_width(), 9)
        for bar, label in zip(
            sorted(ax.patches, key=lambda bar: bar.get_y()), ax.get_yticklabels(), strict=True
        )
    }
    assert drawn == {state: round(gain, 9) for state, gain in found[0].gains.items()}
    assert set(list(drawn)[-2:]) == {"India", "Safrica"}
    assert "13 in, E = 0.918" in ax.get_title(loc="left")


def test_lines_are_shares_and_effectiveness() -> None:
    regimes = tariff_regimes(climate(), [25.0, 50.0], [0.0, 0.01, 0.02, 0.03])
    ax = plot(regimes)
    lines = [line.get_ydata() for line in ax.lines]
    np.testing.assert_allclose(lines[0], [0, 0.554, 0.918, 1.0], atol=5e-4)
    np.testing.assert_allclose(np.asarray(lines[1]) * 15, [0, 9, 13, 15])
    np.testing.assert_allclose(np.asarray(lines[3]) * 15, [0, 0, 2, 9])


def test_words_do_not_cover_each_other() -> None:
    for result in (
        stable_coalitions(climate(), tariff=0.02),
        tariff_regimes(climate(), [12.5, 25.0, 50.0, 100.0], [0.0, 0.05, 0.1]),
    ):
        ax = plot(result)
        assert isinstance(ax.figure, Figure)
        ax.figure.draw_without_rendering()
        legend = ax.get_legend()
        assert legend is not None
        words = [ax._left_title, *legend.get_texts()]  # type: ignore[attr-defined]
        boxes = [each.get_window_extent() for each in words]
        for i, one in enumerate(boxes):
            assert not any(one.overlaps(other) for other in boxes[i + 1 :])
            assert one.x1 <= ax.figure.bbox.x1


def test_a_file_holds_both_where_there_is_trade(tmp_path: Path) -> None:
    save(stable_coalitions(climate(), tariff=0.02), tmp_path / "two.svg")
    text = (tmp_path / "two.svg").read_text()
    assert text.count('id="axes_') == 2
    save(stable_coalitions(good(np.array([1.0, 2.0, 3.0])), price="joint"), tmp_path / "one.svg")
    assert (tmp_path / "one.svg").read_text().count('id="axes_') == 1


def test_without_trade_there_is_no_picture_by_tariff() -> None:
    with pytest.raises(ModelError, match="gains"):
        plot(stable_coalitions(good(np.ones(3)), price="joint"), kind="tariffs")


def test_the_lattice_has_every_set_of_few_states_and_marks_the_stable_ones() -> None:
    found = stable_coalitions(good(np.array([1.0, 1.2, 0.8, 2.0])), price="joint")
    ax = plot(found, kind="lattice")
    nodes = [line for line in ax.lines if line.get_marker() in ("s", "o")]
    assert len(nodes) == 16
    assert sum(line.get_marker() == "s" for line in nodes) == len(found)
    # Each of the 4 * 8 pairs of neighbours is joined once.
    assert sum(line.get_marker() == "None" for line in ax.lines) == 32
    names = {text.get_text() for text in ax.texts} - {""}
    assert {"nobody", "all", "A", "AB", "BCD"} <= names
    # An arrow for each single move that brings the mover something, by the margins.
    game = found.game
    gains = 0
    for code in range(16):
        inside = np.array([bool(code >> i & 1) for i in range(4)])
        here = game.payoffs(inside)
        for i in range(4):
            moved = inside.copy()
            moved[i] = not moved[i]
            gains += bool(game.payoffs(moved)[i] > here[i] + 1e-9)
    assert sum(text.arrow_patch is not None for text in ax.texts) == gains  # type: ignore[attr-defined]


def test_the_lattice_of_many_states_has_what_is_one_move_away() -> None:
    ax = plot(stable_coalitions(climate(), tariff=0.02), kind="lattice")
    names = {text.get_text() for text in ax.texts} - {""}
    assert {"without India, Safrica", "+ India", "+ Safrica", "\N{MINUS SIGN} US"} <= names
    assert sum(line.get_marker() == "o" for line in ax.lines) == 15
    many = stable_coalitions(climate(), "exclusive", tariff=0.02)
    assert "24 most effective of 6651" in plot(many, kind="lattice").get_title(loc="left")
