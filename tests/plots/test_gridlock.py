from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from gametheory_orders.plots.gridlock import HEIGHT, draw_gridlock, gridlock_title
from gametheory_orders.solvers.gridlock import gridlock_interval


def names_drawn(points: dict[str, float], rule: int | str) -> list[Annotation]:
    figure = Figure((10, HEIGHT), dpi=80)
    ax = figure.add_subplot()
    finish = draw_gridlock(ax, gridlock_interval(rule, points))
    figure.draw_without_rendering()
    finish()
    return [text for text in ax.texts if isinstance(text, Annotation) and text.get_text()]


@pytest.mark.parametrize("seed", range(4))
def test_no_name_covers_another(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = {f"state {j}": float(x) for j, x in enumerate(rng.normal(size=18))}
    texts = names_drawn(points, "2/3")
    assert len(texts) == 18
    boxes = [text.get_window_extent() for text in texts]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_of_many_voters_only_the_pivots_are_named() -> None:
    points = {f"{j}": float(j) for j in range(50)}
    assert sorted(text.get_text() for text in names_drawn(points, 34)) == ["16", "33"]


def test_the_title_says_what_is_stuck() -> None:
    assert "length 1.00, 33%" in gridlock_title(gridlock_interval(3, [0, 1, 2, 3]))
    assert gridlock_title(gridlock_interval(1, [0, 1])) == "Every status quo can be changed"
