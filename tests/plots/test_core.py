"""The picture of a core: where its corners and the two values stand in the triangle."""

from __future__ import annotations

import numpy as np
import pytest

from gametheory_orders import ModelError, NoAnswer, plot, tu_game
from gametheory_orders.plots import save

HEIGHT = np.sqrt(0.75)


def labels(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def at(ax, marker):
    (line,) = [x for x in ax.lines if x.get_marker() == marker and x.get_markersize() < 20]
    return line.get_xydata()[0]


def test_corners_and_values_stand_where_they_should():
    # C can have half of what there is at most, for A and B have the other half by themselves.
    ax = plot(tu_game("ABC", {"AB": 4, "ABC": 8}, default=0))
    outline = ax.patches[1].get_xy()[:-1]
    expected = {(0.0, 0.0), (1.0, 0.0), (0.25, 0.433013), (0.75, 0.433013)}
    assert {tuple(np.round(point, 6).tolist()) for point in outline} == expected
    assert at(ax, "o") == pytest.approx([0.5, HEIGHT / 4])
    # Shapley: A and B 10/3, C 4/3.
    assert at(ax, "D") == pytest.approx([0.5, HEIGHT / 6])
    assert labels(ax) == ["core", "nucleolus", "Shapley value", "a pair has just its worth"]
    assert "share 8" in ax.get_title(loc="left")


def test_an_empty_core_is_said_and_a_single_point_is_seen():
    ax = plot(tu_game("ABC", lambda s: int(len(s) >= 2)))
    assert "core is empty" in ax.get_title(loc="left")
    assert "core" not in labels(ax)
    single = plot(tu_game("ABC", {"AB": 1, "AC": 1, "ABC": 1}, default=0))
    assert any(line.get_markersize() > 20 for line in single.lines)


def test_what_cannot_be_drawn_is_refused(tmp_path):
    with pytest.raises(ModelError, match="3 for a picture"):
        plot(tu_game("AB", [0, 0, 0, 1]))
    with pytest.raises(NoAnswer, match="no imputation"):
        plot(tu_game("ABC", [0, 1, 1, 1, 1, 1, 1, 1]))
    with pytest.raises(ModelError, match="one imputation"):
        plot(tu_game("ABC", [0, 0, 0, 0, 0, 0, 0, 0]))
    with pytest.raises(ModelError, match="kind"):
        plot(tu_game("ABC", lambda s: len(s) ** 2), kind="plane")
    save(tu_game("ABC", lambda s: len(s) ** 2), tmp_path / "core.svg")
    assert (tmp_path / "core.svg").read_text().startswith("<?xml")
