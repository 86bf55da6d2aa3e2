"""The picture of advice: regret of each order, mean and largest, in the colour of its C.

Builds on common.py and statics/advice. Not here: the plane of two inputs (statics.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gametheory_orders.foundations.palette import FOUR_C_COLOURS, INK, QUIET
from gametheory_orders.plots.common import SMALL, Finish, dress_axes, set_head, short_name
from gametheory_orders.plots.registry import picture
from gametheory_orders.plots.statics import bars_height
from gametheory_orders.statics.advice import Advice

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@picture("regret", Advice, height=lambda found: bars_height(len(found.names)))
def draw_regret(ax: Axes, found: Advice) -> Finish:
    """Draw for each order its largest regret (pale) and mean regret (full), the chosen on top."""
    from matplotlib.patches import Patch

    rows = found.table().rows
    leads = found.leads
    for row, (name, four_c, worst, mean, *_) in enumerate(rows):
        colour = FOUR_C_COLOURS.get(four_c, QUIET)
        ax.barh(row, worst, height=0.62, color=colour, alpha=0.3, zorder=2)
        ax.barh(row, mean, height=0.3, color=colour, zorder=3)
        text = f"{worst:.3f}" + (f", leads {leads[name]:.0%}" if leads[name] else "")
        look: dict[str, Any] = {"fontsize": SMALL, "color": INK, "va": "center", "zorder": 4}
        ax.annotate(text, (worst, row), (5, 0), textcoords="offset points", **look)
    widest = max((row[2] for row in rows), default=0.0)
    ax.set_xlim(0, 1.28 * (widest or 1.0))
    ax.set_ylim(len(rows) - 0.45, -0.55)
    ax.set_yticks(range(len(rows)), [short_name(row[0]) for row in rows], parse_math=False)
    dress_axes(ax, "regret: share of the possible gain that the best order would bring more", "")
    ax.tick_params(axis="y", length=0)
    present = [c for c in FOUR_C_COLOURS if c in found.cs]
    handles: list[Any] = [Patch(color=FOUR_C_COLOURS[c], label=c) for c in present]
    handles += [
        Patch(color=QUIET, alpha=0.3, label="largest"),
        Patch(color=QUIET, label="mean under the priors"),
    ]
    set_head(ax, f"{found.issue.name}: what a choice can cost", handles)
    return lambda: None
