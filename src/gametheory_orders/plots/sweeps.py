"""A parameter study: one output across one parameter, a line for each order.

Builds on common.py and statics.sweeps. Not here: what the figures are (statics.sweeps).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.palette import FOUR_C_COLOURS, QUIET
from gametheory_orders.plots.common import (
    DPI,
    WIDTH,
    Finish,
    dress_axes,
    set_head,
    short_name,
)
from gametheory_orders.plots.saving import picture_path, save_figure
from gametheory_orders.statics.sweeps.summaries import profile
from gametheory_orders.statics.sweeps.table import SweepTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 5.4  # inches
MARKS = ("o", "s", "^", "D", "v", "P", "X")
STROKES: tuple[Any, ...] = ("-", "--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)))


def draw_sweep(ax: Axes, found: SweepTable, output: str, across: str) -> Finish:
    """Draw an output across a parameter: the mean as a line, least to largest as a band.

    Orders of one C share its colour and differ in stroke and mark.
    """
    from matplotlib.lines import Line2D

    made = profile(found, output, across)
    numeric = not any(isinstance(value, str) for value in made.at)
    at = np.array(made.at, dtype=float) if numeric else np.arange(len(made.at))
    others = len(found.study.axes) > 1 or made.binned
    used: dict[str, int] = {}
    handles = []
    for j, order in enumerate(found.study.orders):
        colour = FOUR_C_COLOURS.get(order.four_c, QUIET)
        place = used.get(order.four_c, 0)
        used[order.four_c] = place + 1
        few = len(at) <= 12
        look: dict[str, Any] = {"color": colour, "linestyle": STROKES[place % len(STROKES)]}
        look |= {"marker": MARKS[place % len(MARKS)] if few else "", "markersize": 6}
        look |= {"linewidth": 2.2, "markerfacecolor": "white"}
        if not numeric:
            look |= {"linestyle": "", "marker": MARKS[place % len(MARKS)], "markersize": 9}
        ax.plot(at, made.mean[:, j], **look, zorder=3)
        if others and numeric:
            ax.fill_between(
                at, made.least[:, j], made.largest[:, j], color=colour, alpha=0.10, lw=0
            )
        handles.append(Line2D([], [], **look, label=short_name(order.name)))
    if not numeric:
        ax.set_xticks(at, [str(value) for value in made.at])
    ax.margins(x=0.02)
    dress_axes(ax, across, output)
    spread = "; mean, least and largest over all else" if others else ""
    set_head(ax, f"{found.study.name}: {output} across {across}{spread}", handles)
    return lambda: None


def save_sweep(found: SweepTable, output: str, across: str, path: str | os.PathLike[str]) -> None:
    """Write the picture to a .png, .svg or .pdf, the same bytes each time.

    Raises
    ------
    ModelError
        If the ending is another, or the file cannot be written.
    """
    import matplotlib.style
    from matplotlib.figure import Figure

    target = picture_path(path)
    with matplotlib.style.context("default"), matplotlib.rc_context({"svg.hashsalt": "fourcs"}):
        figure = Figure((WIDTH, HEIGHT), dpi=DPI, layout="constrained")
        draw_sweep(figure.add_subplot(), found, output, across)
        save_figure(figure, target)
