"""The frontier of an issue's designs: all designs as dots, the orders on or off it.

Builds on common.py and labels.py. Not here: the plane of a comparison (plane.py).
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.palette import FAINT, FOUR_C_COLOURS, FOUR_C_MARKERS, INK, QUIET
from gametheory_orders.foundations.tolerances import SHOWN
from gametheory_orders.measures.design_frontier import DesignFrontier
from gametheory_orders.measures.designs import Design
from gametheory_orders.plots.common import (
    PLANE_HEIGHT,
    SAME_POINT,
    Finish,
    dress_axes,
    legend_key,
    set_head,
    short_name,
)
from gametheory_orders.plots.labels import label_points
from gametheory_orders.plots.registry import picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Point = tuple[float, float]


@picture("frontier", DesignFrontier, height=PLANE_HEIGHT)
def draw_frontier(ax: Axes, result: DesignFrontier) -> Finish:
    """Draw all designs, the frontier through the best, and how far the orders are from it."""
    from matplotlib.lines import Line2D
    from matplotlib.patheffects import withStroke

    component = result.component
    shown = [
        design
        for design in result.designs
        if design.stands and math.isfinite(design.effectiveness + design.legitimacy[component])
    ]
    _dots(ax, shown, component)
    best = _distinct([(d.legitimacy[component], d.effectiveness) for d in result.frontier])
    halo: dict[str, Any] = {"color": FAINT, "linewidth": 7, "marker": "o", "markersize": 13}
    ax.plot(*zip(*best, strict=True), **halo, zorder=1.5) if best else None
    placed = [
        each
        for each in result.named
        if math.isfinite(each.design.effectiveness + each.design.legitimacy[component])
    ]
    points = [(each.design.legitimacy[component], each.design.effectiveness) for each in placed]
    arrows: list[tuple[Point, Point]] = []
    for each, point in zip(placed, points, strict=True):
        look: dict[str, Any] = {"color": FOUR_C_COLOURS.get(each.design.four_c, QUIET)}
        if not each.design.stands:
            look = {"markeredgecolor": look["color"], "markerfacecolor": "white"}
        edge: dict[str, Any] = {"markeredgecolor": "white", "markeredgewidth": 0.8}
        edge = edge if each.design.stands else {}
        mark = FOUR_C_MARKERS.get(each.design.four_c, "X")
        ax.plot(*point, marker=mark, markersize=10, linestyle="", **look, **edge, zorder=4)
        if each.nearest is not None:
            end = (each.nearest.legitimacy[component], each.nearest.effectiveness)
            if math.dist(point, end) > SAME_POINT and (point, end) not in arrows:
                arrows.append((point, end))
    for point, end in arrows:
        arrow: dict[str, Any] = {
            "alpha": 0.75,
            "arrowstyle": "-|>",
            "color": QUIET,
            "linewidth": 0.7,
            "shrinkA": 6,
            "shrinkB": 4,
        }
        ax.annotate("", end, point, arrowprops=arrow, zorder=3)
    _frame(ax, [(d.legitimacy[component], d.effectiveness) for d in shown] + points)
    name = "legitimacy L" if component == "index" else component.replace("_", " ")
    dress_axes(ax, name, "effectiveness E")
    ax.grid(color="#ECEEF1", linewidth=0.8)
    handles = [legend_key(c) for c in FOUR_C_COLOURS if any(d.four_c == c for d in shown)]
    if best:
        handles.append(Line2D([], [], color=FAINT, linewidth=6, label="frontier"))
    if arrows:
        handles.append(Line2D([], [], color=QUIET, linewidth=1, label="way to it"))
    if any(not each.design.stands for each in placed):
        ring: dict[str, Any] = {"markerfacecolor": "white", "markeredgecolor": INK, "linestyle": ""}
        handles.append(Line2D([], [], marker="o", markersize=8, **ring, label="does not stand"))
    set_head(ax, result.table().title, handles)
    names = [short_name(each.name) for each in placed]

    def finish() -> None:
        lines = [*arrows, *pairwise(best)]
        label_points(ax, list(zip(points, names, strict=True)), [*points, *best], lines, [])
        for text in ax.texts:
            # Names stay readable on top of many dots.
            text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])

    return finish


def _dots(ax: Axes, shown: list[Design], component: str) -> None:
    """Draw all designs as small dots in the colour of their C."""
    for four_c, colour in FOUR_C_COLOURS.items():
        of_c = [design for design in shown if design.four_c == four_c]
        dots: dict[str, Any] = {"color": colour, "alpha": 0.4, "markeredgewidth": 0}
        ax.plot(
            [design.legitimacy[component] for design in of_c],
            [design.effectiveness for design in of_c],
            marker=FOUR_C_MARKERS.get(four_c, "o"),
            markersize=4.5,
            linestyle="",
            zorder=2,
            **dots,
        )


def _distinct(points: list[Point]) -> list[Point]:
    found: list[Point] = []
    for point in points:
        if not found or math.dist(found[-1], point) > SHOWN:
            found.append(point)
    return found


def _frame(ax: Axes, points: list[Point]) -> None:
    """Set limits around all points, with room for labels."""
    if not points:
        return
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    bottom, top = min(float(low[1]), 0.0), max(float(high[1]), 0.05)
    left, right = float(low[0]), float(high[0])
    wide, tall = max(right - left, 0.1), top - bottom
    ax.set(
        xlim=(left - 0.05 * wide, right + 0.07 * wide),
        ylim=(bottom - 0.06 * tall, top + 0.08 * tall),
    )
