"""What orders deliver by patience, with kinks and jumps marked by the member that binds.

Builds on common.py and labels.py. Not here: where they are (measures/by_patience.py).
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

from gametheory_orders.foundations.palette import FOUR_C_COLOURS, QUIET
from gametheory_orders.measures.by_patience import DeliveredByPatience, PatienceLine
from gametheory_orders.plots.common import Finish, dress_axes, set_head, short_name
from gametheory_orders.plots.labels import label_points
from gametheory_orders.plots.registry import picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 6.4  # inches
DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (9, 3)))
CHORD = 8
SAME = 2e-3
"""Kinks nearer than this to each other are one to the eye."""

Point = tuple[float, float]


@picture("patience", DeliveredByPatience, height=HEIGHT)
def draw_by_patience(ax: Axes, result: DeliveredByPatience) -> Finish:
    """Draw effectiveness by patience, one line an order, and name who binds at each kink."""
    from matplotlib.lines import Line2D

    handles: list[Any] = []
    drawn: list[tuple[Point, Point]] = []
    seen: dict[str, int] = {}
    marks: list[tuple[Point, str]] = []
    for line in result:
        four_c = line.order.four_c
        colour = FOUR_C_COLOURS.get(four_c, QUIET)
        position = seen[four_c] = seen.get(four_c, -1) + 1
        look: dict[str, Any] = {"color": colour, "linestyle": DASHES[position % len(DASHES)]}
        look["linewidth"] = 2.6 if position == 0 else 2.0
        for piece in _pieces(result, line):
            ax.plot(*zip(*piece, strict=True), **look, zorder=2 + 0.01 * position)
            # Labels keep off the line; a chord of some points is near enough to it.
            drawn += list(itertools.pairwise([*piece[:-1:CHORD], piece[-1]]))
        for kink in line.kinks:
            if kink.jump:
                ends = [kink.below, kink.above]
                ax.plot([kink.patience] * 2, ends, color=colour, linewidth=0.9, linestyle=":")
            point = (kink.patience, kink.above)
            if kink.states or kink.jump:
                name = ", then ".join(kink.states) or kink.after
                ax.plot(*point, marker="o", markersize=6, color=colour, zorder=4)
                if not any(name == other and _near(point, at) for at, other in marks):
                    marks.append((point, name))
        name = f"{short_name(line.order.name)} ({four_c})"
        handles.append(Line2D([], [], **look, label=name))
    values = [each for line in result for each in line.effectiveness if math.isfinite(each)]
    low, high = min([0.0, *values]), max([1.0, *values])
    ax.set(xlim=(-0.01, 1.0), ylim=(low - 0.03, high + 0.05))
    dress_axes(ax, "patience, the same for all states", "effectiveness E, as delivered")
    kept = "" if result.fallback == "deepest_kept" else f" (fallback {result.fallback})"
    title = f"{result.issue.name}: what is delivered by patience{kept}; who binds where it turns"
    set_head(ax, title, handles)
    # A jump's dotted line is in the way of names as well.
    drawn += [
        ((kink.patience, kink.below), (kink.patience, kink.above))
        for line in result
        for kink in line.kinks
        if kink.jump and math.isfinite(kink.below + kink.above)
    ]

    def finish() -> None:
        label_points(ax, marks, [point for point, _ in marks], drawn, [])

    return finish


def _near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < SAME and abs(one[1] - other[1]) < SAME


def _pieces(result: DeliveredByPatience, line: PatienceLine) -> list[list[Point]]:
    """Return the line's points between jumps, kinks among them."""
    pieces: list[list[Point]] = [[]]
    kinks = list(line.kinks)
    for patience, value in zip(result.patience, line.effectiveness, strict=True):
        while kinks and kinks[0].patience <= patience:
            kink = kinks.pop(0)
            pieces[-1].append((kink.patience, kink.below))
            if kink.jump:
                pieces.append([])
            pieces[-1].append((kink.patience, kink.above))
        pieces[-1].append((patience, value))
    finite = [[point for point in piece if math.isfinite(point[1])] for piece in pieces]
    return [piece for piece in finite if piece]
