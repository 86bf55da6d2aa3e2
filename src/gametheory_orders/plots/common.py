"""What all pictures share: sizes, names, colours of designs, axes, legend and title.

Builds on the palette and measures. Not here: any picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from gametheory_orders.foundations.palette import (
    FOUR_C_COLOURS,
    FOUR_C_MARKERS,
    INK,
    QUIET,
)
from gametheory_orders.games.outcome import Outcome
from gametheory_orders.measures.assess import Assessment
from gametheory_orders.measures.compare import Comparison

if TYPE_CHECKING:
    from matplotlib.axes import Axes


FONT = 11.0  # points; pages show ten inches as some eight, where this is still nine
SMALL = 10.8
WIDTH, PLANE_HEIGHT, DPI = 10.0, 7.6, 130  # inches, inches, dots an inch
ENDINGS = (".png", ".svg", ".pdf")
LONGEST_NAME = 34
# Closer than this, agreed and delivered are one point to the eye.
SAME_POINT = 0.004

Finish = Callable[[], None]


def assessments_of(result: Comparison | Assessment) -> tuple[Assessment, ...]:
    """Return the assessments in a result."""
    return result.assessments if isinstance(result, Comparison) else (result,)


def short_name(name: str) -> str:
    """Return a name in one line, its middle left out if it is long."""
    name = " ".join(name.split())
    half = (LONGEST_NAME - 1) // 2
    return name if len(name) <= LONGEST_NAME else f"{name[:half]}…{name[-half:]}"


def look_of(found: Assessment | Outcome) -> tuple[str, str]:
    """Return the C of a design, and its colour."""
    outcome = found.outcome if isinstance(found, Assessment) else found
    four_c = outcome.game.order.four_c
    return four_c, FOUR_C_COLOURS.get(four_c, QUIET)


def cs_present(found: Sequence[Assessment]) -> list[str]:
    """Return the four Cs that occur, in their fixed order."""
    present = {look_of(a)[0] for a in found}
    return [c for c in FOUR_C_COLOURS if c in present] + sorted(present - set(FOUR_C_COLOURS))


def legend_key(four_c: str) -> Any:
    """Return the legend entry of a C."""
    from matplotlib.lines import Line2D

    look: dict[str, Any] = {
        "marker": FOUR_C_MARKERS.get(four_c, "X"),
        "color": FOUR_C_COLOURS.get(four_c, QUIET),
    }
    return Line2D([], [], **look, linestyle="", markersize=9, label=four_c or "other")


def dress_axes(ax: Axes, across: str, up: str) -> None:
    """Name the axes and quiet their frame."""
    ax.set_xlabel(across, fontsize=FONT, color=INK, parse_math=False)
    ax.set_ylabel(up, fontsize=FONT, color=INK, parse_math=False)
    ax.tick_params(labelsize=SMALL, color=QUIET)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(QUIET)


def set_head(ax: Axes, title: str, handles: Sequence[Any], rows: int = 1) -> None:
    """Set a legend above the axes, in as few rows as fit, and the title above the legend."""
    ax.figure.canvas.figure.draw_without_rendering()
    # From where the names beside the axes begin: long ones would leave too little room.
    whole: Any = ax.get_tightbbox()
    left = (whole.x0 - ax.bbox.x0) / ax.bbox.width
    legend: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (left, 1), "frameon": False}
    legend["borderpad"] = 0.2
    legend |= {"fontsize": SMALL, "columnspacing": 1.2, "handletextpad": 0.5, "borderaxespad": 0.2}
    columns = math.ceil(len(handles) / rows)
    while True:
        made = ax.legend(handles=list(handles), ncols=columns, **legend)
        if columns == 1 or made.get_window_extent().width <= whole.width + 2:
            break
        columns = math.ceil(columns / 2)
    height = made.get_window_extent().height * 72 / ax.figure.dpi
    look: dict[str, Any] = {"loc": "left", "fontsize": FONT + 1, "color": INK, "pad": height + 7}
    text = ax.set_title(title, **look, parse_math=False)
    text.set_x(left)
    if text.get_window_extent().width > whole.width:
        text.set_text(title.replace("; ", "\n").replace(": ", ":\n"))
