"""The effectiveness-legitimacy plane of a comparison, with its frontier.

Builds on common.py and labels.py. Not here: where labels go.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gametheory_orders.foundations.palette import (
    FAINT,
    FOUR_C_MARKERS,
    INK,
    QUIET,
)
from gametheory_orders.measures.assess import Assessment
from gametheory_orders.measures.compare import Comparison
from gametheory_orders.plots.common import (
    FONT,
    PLANE_HEIGHT,
    SAME_POINT,
    Finish,
    cs_present,
    dress_axes,
    legend_key,
    look_of,
    set_head,
    short_name,
)
from gametheory_orders.plots.labels import label_points
from gametheory_orders.plots.registry import picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text


@picture("plane", Comparison, height=PLANE_HEIGHT)
def draw_plane(ax: Axes, result: Comparison) -> Finish:
    """Draw designs in the effectiveness-legitimacy plane."""
    from matplotlib.lines import Line2D

    placed = [a for a in result.assessments if math.isfinite(a.gap)]
    points = [(a.legitimacy.index, a.effectiveness) for a in placed]
    agreed = [(a.agreed.legitimacy.index, a.agreed.effectiveness) for a in placed]
    moved = [
        (hollow, point, found)
        for hollow, point, found in zip(agreed, points, placed, strict=True)
        if math.isfinite(sum(hollow)) and math.dist(hollow, point) > SAME_POINT
    ]
    heights = [0.0, 1.0, *(y for _, y in points), *(hollow[1] for hollow, _, _ in moved)]
    span = max(heights) - min(heights)
    ax.set(xlim=(-0.03, 1.05), ylim=(min(heights) - 0.05 * span, max(heights) + 0.07 * span))
    ax.plot([0, 1], [0, 1], color=QUIET, linewidth=0.9, linestyle=(0, (4, 4)), zorder=1)
    best = [points[j] for name in result.frontier for j in _positions(placed, name)]
    halo: dict[str, Any] = {"color": FAINT, "linewidth": 6, "marker": "o", "markersize": 18}
    ax.plot(*zip(*best, strict=True), **halo, zorder=1.5) if best else None
    for hollow, point, found in moved:
        _hollow(ax, hollow, point, found)
    for j, (point, found) in enumerate(zip(points, placed, strict=True)):
        # A design on top of others is drawn smaller, so that all of them are seen.
        below = sum(math.dist(point, other) < SAME_POINT for other in points[:j])
        four_c, colour = look_of(found)
        dot: dict[str, Any] = {
            "marker": FOUR_C_MARKERS.get(four_c, "X"),
            "color": colour,
            "linestyle": "",
        }
        size = max(9.5 - 3.2 * below, 2.5)
        edge: dict[str, Any] = {"markeredgecolor": "white", "markeredgewidth": 0.8}
        name = found.outcome.game.order.name
        ax.plot(*point, **dot, **edge, markersize=size, label=name, zorder=4 + j / 1000)
    dress_axes(ax, "legitimacy L" + _missing(result), "effectiveness E, as delivered")
    ax.grid(color="#ECEEF1", linewidth=0.8)
    handles = [legend_key(four_c) for four_c in cs_present(placed)]
    if moved:
        ring: dict[str, Any] = {"markerfacecolor": "white", "markeredgecolor": INK, "linestyle": ""}
        handles.append(Line2D([], [], marker="o", markersize=8, **ring, label="as agreed"))
    if best:
        handles.append(Line2D([], [], color=FAINT, linewidth=6, label="frontier"))
    set_head(ax, result.table().title, handles)
    lines = [((0.0, 0.0), (1.0, 1.0)), *((a, b) for a, b, _ in moved)]
    lines += list(pairwise(best))
    marks = [*points, *(hollow for hollow, _, _ in moved)]
    names = [short_name(a.outcome.game.order.name) for a in placed]

    def finish() -> None:
        words = _sides(ax, marks)
        label_points(ax, list(zip(points, names, strict=True)), marks, lines, words)

    return finish


def _hollow(
    ax: Axes, hollow: tuple[float, float], point: tuple[float, float], found: Assessment
) -> None:
    """Draw what was agreed, and an arrow from there to what is delivered."""
    four_c, colour = look_of(found)
    ring: dict[str, Any] = {
        "markerfacecolor": "none",
        "markeredgecolor": colour,
        "markeredgewidth": 1.5,
    }
    ax.plot(*hollow, marker=FOUR_C_MARKERS.get(four_c, "X"), markersize=13, **ring, zorder=3)
    arrow: dict[str, Any] = {
        "arrowstyle": "-|>",
        "color": colour,
        "linewidth": 1.1,
        "shrinkA": 6,
        "shrinkB": 6,
    }
    ax.annotate("", point, hollow, arrowprops=arrow, zorder=2.5)


def _positions(placed: Sequence[Assessment], name: str) -> list[int]:
    return [j for j, a in enumerate(placed) if a.outcome.game.order.name == name]


def _missing(result: Comparison) -> str:
    """Return a remark on the designs that have no place in the plane."""
    why: dict[str, list[str]] = {}
    for found in result.assessments:
        if not math.isfinite(found.gap):
            reason = found.delivered.to_dict().get("gap_why") or "undefined"
            why.setdefault(reason, []).append(short_name(found.outcome.game.order.name))
    remarks = [f"{', '.join(names)} ({reason})" for reason, names in why.items()]
    text = textwrap.wrap("not placed: " + "; ".join(remarks), 100, max_lines=3, placeholder=" …")
    return "\n" + "\n".join(text) if remarks else ""


def _sides(ax: Axes, marks: Sequence[tuple[float, float]]) -> list[Text]:
    """Name the two sides of the diagonal, where fewest points are in the way."""
    look: dict[str, Any] = {"color": QUIET, "fontsize": FONT, "style": "italic", "zorder": 1}
    out = []
    for text, places in (
        ("coercion or technocracy (E > L)", [(0.02, 0.93), (0.12, 0.80), (0.24, 0.74)]),
        ("talking shop (E < L)", [(0.52, 0.12), (0.40, 0.16), (0.60, 0.20), (0.66, 0.04)]),
    ):
        found = ax.text(0, 0, text, **look)
        tries = []
        for rank, place in enumerate(places):
            found.set_position(place)
            box = found.get_window_extent().padded(14)
            inside = sum(box.contains(*p) for p in ax.transData.transform([*marks, (9, 9)]))
            tries.append((inside, rank))
        found.set_position(places[min(tries)[1]])
        out.append(found)
    return out
