"""Shortfall accounts as stacked bars.

Builds on common.py. Not here: the account (measures/shortfall.py).
"""

from __future__ import annotations

import math
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.palette import (
    FOUR_C_COLOURS,
    FOUR_C_TEXT_COLOURS,
    INK,
    QUIET,
    RULE_COLOURS,
    VETO_HATCH,
)
from gametheory_orders.foundations.tolerances import SHOWN
from gametheory_orders.measures.assess import Assessment
from gametheory_orders.measures.compare import Comparison
from gametheory_orders.measures.shortfall import RULES
from gametheory_orders.plots.common import (
    SMALL,
    Finish,
    assessments_of,
    cs_present,
    dress_axes,
    look_of,
    set_head,
    short_name,
)
from gametheory_orders.plots.registry import picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def bars_height(result: Comparison | Assessment) -> float:
    """Return the height of a picture with one bar a design, in inches."""
    return min(2.2 + 0.34 * len(assessments_of(result)), 100.0)


@picture("shortfall", Comparison, Assessment, height=bars_height)
def draw_shortfall(ax: Axes, result: Comparison | Assessment) -> Finish:
    """Draw one stacked bar a design."""
    from matplotlib.patches import Patch

    found = assessments_of(result)
    numbers: list[tuple[float, float, int, str, bool]] = []
    remarks: list[tuple[float, int, str]] = []
    for row, one in enumerate(found):
        right = left = 0.0
        for value, colour, hatch in _segments(one):
            start = right if value >= 0 else left
            where: dict[str, Any] = {"y": row, "width": value, "left": start, "height": 0.74}
            ax.barh(**where, color=colour, edgecolor="white", linewidth=0.8, zorder=2)
            if hatch:
                ax.barh(**where, hatch=hatch, fill=False, edgecolor=QUIET, linewidth=0, zorder=2.1)
            numbers.append((start, value, row, colour, bool(hatch)))
            right, left = right + max(value, 0.0), left + min(value, 0.0)
        if one.shortfall.why or not math.isfinite(one.effectiveness):
            why = one.shortfall.why or one.delivered.to_dict().get("effectiveness_why", "")
            remarks.append((right, row, f"undefined: {' '.join(why.split())}"))
    low, high = ax.dataLim.intervalx if numbers else (0.0, 1.0)
    low, high = min(low, 0.0), max(high, 1.0)
    ax.set(xlim=(low - 0.01 * (high - low) * (low < 0), high + 0.012 * (high - low)))
    ax.set_ylim(len(found) - 0.45, -0.55)
    ax.axvline(0, color=INK, linewidth=0.9, zorder=3)
    ax.axvline(1, color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    names = [short_name(one.outcome.game.order.name) for one in found]
    ax.set_yticks(range(len(found)), names, parse_math=False)
    for label, one in zip(ax.get_yticklabels(), found, strict=True):
        label.set_color(FOUR_C_TEXT_COLOURS.get(look_of(one)[0], INK))
    below = "; what helps is left of zero" if low < 0 else ""
    dress_axes(ax, f"share of what is to be gained (first best = 1){below}", "")
    ax.tick_params(axis="y", length=0)
    keys = [
        Patch(facecolor=FOUR_C_COLOURS.get(c, QUIET), label=f"delivered: {c or 'other'}")
        for c in cs_present(found)
    ]
    grey = RULE_COLOURS["decision"]
    lost = [Patch(facecolor=RULE_COLOURS[rule], label=f"lost to {rule}") for rule in RULES]
    veto = Patch(facecolor=grey, hatch=VETO_HATCH, edgecolor=QUIET, linewidth=0)
    veto.set_label("lost to decision: veto")
    pairs = zip_longest(keys, [*lost[:2], veto, lost[2]], fillvalue=Patch(alpha=0, label=" "))
    # Legends fill columns first: this puts what is delivered above what is lost.
    set_head(ax, _shortfall_title(result), [key for pair in pairs for key in pair], rows=2)

    def finish() -> None:
        for start, value, row, colour, hatched in numbers:
            _number(ax, (start + value / 2, row), value, colour=colour, hatched=hatched)
        for start, row, text in remarks:
            _remark(ax, start, row, text)

    return finish


def _segments(found: Assessment) -> list[tuple[float, str, str]]:
    """Return the pieces of one bar: value, colour, hatch; none of them undefined or nothing."""
    share = found.shortfall.share
    grey = RULE_COLOURS["decision"]
    pieces = [
        (found.effectiveness, look_of(found)[1], ""),
        (share["participation"], RULE_COLOURS["participation"], ""),
        (share["decision"] - share["decision_veto"], grey, ""),
        (share["decision_veto"], grey, VETO_HATCH),
        (share["enforcement"], RULE_COLOURS["enforcement"], ""),
    ]
    return [piece for piece in pieces if math.isfinite(piece[0]) and abs(piece[0]) > SHOWN]


def _shortfall_title(result: Comparison | Assessment) -> str:
    title = "What each order delivers, and the rules to which the rest is lost"
    if isinstance(result, Assessment):
        title = f"{result.outcome.game.order.name} on {result.outcome.game.issue.name}: "
        title += "what it delivers, and the rules to which the rest is lost"
    return title


def _number(ax: Axes, at: tuple[float, float], value: float, *, colour: str, hatched: bool) -> None:
    """Write a number into its piece of a bar, if there is room for it."""
    red, green, blue = (int(colour[j : j + 2], 16) for j in (1, 3, 5))
    dark = 0.299 * red + 0.587 * green + 0.114 * blue < 128
    look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": SMALL}
    if hatched:
        look["bbox"] = {"facecolor": colour, "edgecolor": "none", "pad": 1.2}
    number = f"{value:.2f}".replace("-", "\N{MINUS SIGN}")
    text = ax.text(*at, number, **look, color="white" if dark else INK, zorder=4)
    room = abs(np.diff(ax.transData.transform([(0, 0), (value, 0)])[:, 0])[0])
    if text.get_window_extent().width + 6 > room:
        text.remove()


def _remark(ax: Axes, x: float, y: float, text: str) -> None:
    """Write a remark beside a bar, cut where the axes end."""
    look: dict[str, Any] = {"va": "center", "fontsize": SMALL, "style": "italic", "color": INK}
    look["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    here = ax.annotate(
        text, (x, y), (6, 0), textcoords="offset points", parse_math=False, **look, zorder=4
    )
    while here.get_window_extent().x1 > ax.bbox.x1 - 4 and len(text) > 12:
        text = text[:-2].rstrip()
        here.set_text(f"{text}…")
