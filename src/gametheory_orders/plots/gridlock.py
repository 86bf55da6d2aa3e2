"""The line of ideal points, with what cannot be changed and who holds its ends.

Builds on common.py and labels.py. Not here: the interval (solvers/gridlock.py).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.palette import FAINT, FOUR_C_COLOURS, INK, QUIET
from gametheory_orders.plots.common import FONT, SMALL, Finish, dress_axes, short_name
from gametheory_orders.plots.registry import picture
from gametheory_orders.solvers.gridlock import GridlockInterval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_NAMED = 20
"""Voters beyond whom only the pivots are named."""

HEIGHT = 3.0  # inches
BAND, PIVOT = "#DCE9F2", FOUR_C_COLOURS["charter"]


@picture("gridlock", GridlockInterval, height=HEIGHT)
def draw_gridlock(ax: Axes, found: GridlockInterval) -> Finish:
    """Draw the voters along a line, the gridlock interval, and the pivots.

    Returns what places the names, to be called once the axes have their size.
    """
    names = list(found.ideal_points)
    at = np.array([float(found.ideal_points[name]) for name in names])
    pivots = np.isin(names, [*found.low_held_by, *found.high_held_by])
    room = 0.06 * (float(np.ptp(at)) or 1.0)
    left, right = float(at.min()) - room, float(at.max()) + room
    ax.set(xlim=(left, right), ylim=(0.0, 1.0))
    ax.axhline(0.5, color=FAINT, linewidth=1.2, zorder=1)
    low, high = max(float(found.low), left), min(float(found.high), right)
    if not found.empty:
        ax.axvspan(low, high, color=BAND, zorder=0)
        for end in (float(found.low), float(found.high)):
            if math.isfinite(end):
                ax.axvline(end, color=PIVOT, linewidth=1.4, linestyle=(0, (4, 3)), zorder=1)
    rest: dict[str, Any] = {"linestyle": "", "zorder": 3, "markeredgecolor": "white"}
    level = np.full(len(at), 0.5)
    ax.plot(at[~pivots], level[~pivots], marker="o", color=QUIET, markersize=7, **rest)
    ax.plot(at[pivots], level[pivots], marker="D", color=PIVOT, markersize=10, **rest)
    dress_axes(ax, "ideal point", "")
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    title = ax.set_title(gridlock_title(found), loc="left", fontsize=FONT + 1, color=INK, pad=10)
    title.set_parse_math(False)
    shown = [i for i in range(len(names)) if pivots[i] or len(names) <= MOST_NAMED]

    def finish() -> None:
        _name(ax, [(float(at[i]), short_name(names[i]), bool(pivots[i])) for i in shown])
        if title.get_window_extent().width > ax.bbox.width:
            title.set_text(gridlock_title(found).replace("; ", "\n"))

    return finish


def gridlock_title(found: GridlockInterval) -> str:
    """Return what the picture shows, in words."""
    if found.empty:
        return "Every status quo can be changed"
    if not math.isfinite(float(found.length)):
        return "No status quo can be changed: nobody ever wins"
    share = float(found.length / found.spread) if found.spread else 1.0
    what = "No winning coalition changes a status quo in the shaded range"
    return f"{what}; length {float(found.length):.2f}, {share:.0%} of the spread"


def _name(ax: Axes, labels: list[tuple[float, str, bool]]) -> None:
    """Write names above and below the line in as many rows as they need, none on another."""
    scale = ax.figure.dpi / 72
    rows: dict[int, float] = {}
    step = 15 * scale
    look: dict[str, Any] = {"fontsize": SMALL, "ha": "center", "parse_math": False, "zorder": 5}
    # The interval's ends pass behind the names.
    look["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    for x, name, pivot in sorted(labels):
        bold: dict[str, Any] = {"color": INK}
        if pivot:
            bold = {"color": PIVOT, "weight": "bold"}
        text = ax.annotate(name, (x, 0.5), (0, 0), textcoords="offset points", **look, **bold)
        width = text.get_window_extent().width
        centre = float(ax.transData.transform((x, 0.5))[0])
        # Keep the first and the last name inside the axes.
        middle = min(max(centre, ax.bbox.x0 + width / 2), ax.bbox.x1 - width / 2)
        start, end = middle - width / 2 - 3 * scale, middle + width / 2 + 3 * scale
        order = [row for k in range(1, 40) for row in (k, -k)]
        row = next(k for k in order if rows.get(k, -math.inf) <= start)
        # Nearer rows must not be crossed by the leader: they are filled up to here too.
        for between in range(1, abs(row)):
            key = between if row > 0 else -between
            rows[key] = max(rows.get(key, -math.inf), centre + 2 * scale)
        rows[row] = end
        high = np.sign(row) * (12 * scale + (abs(row) - 0.5) * step)
        text.set_verticalalignment("center")
        text.set_position(((middle - centre) / scale, high / scale))
        if abs(row) > 1:
            line: dict[str, Any] = {"arrowstyle": "-", "color": QUIET, "linewidth": 0.6}
            line |= {"shrinkA": 0, "shrinkB": 4}
            short = (high - np.sign(row) * 0.45 * step) / scale
            ax.annotate(
                "",
                (x, 0.5),
                (0, short),
                textcoords="offset points",
                arrowprops=line,
                zorder=2,
            )
