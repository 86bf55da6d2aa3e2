"""Linkage: from which patience each issue is kept alone, and all of them linked.

Builds on common.py and solvers/linkage.py. Not here: which issues to bundle.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from gametheory_orders.foundations.palette import FAINT, INK, QUIET
from gametheory_orders.plots.common import SMALL, Finish, dress_axes, set_head, short_name
from gametheory_orders.plots.registry import picture
from gametheory_orders.solvers.linkage import Linkage

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BANDS = {
    "nothing": ("#FFFFFF", ""),
    "compartmentalise": ("#FBE3D0", "///"),
    "link": ("#D6E9F5", ""),
    "either": ("#EEF0F2", ""),
}
WORDS = {
    "nothing": "nothing is kept",
    "compartmentalise": "compartmentalise: linkage destroys what is kept apart",
    "link": "link: linkage keeps all",
    "either": "all kept either way",
}


def linkage_height(found: Linkage) -> float:
    """Return the height of the picture, in inches."""
    return min(2.6 + 0.42 * len(found.issues), 100.0)


@picture("linkage", Linkage, height=linkage_height)
def draw_linkage(ax: Axes, found: Linkage) -> Finish:
    """Draw each issue's kept range of patience, the linked one's, and what linkage does."""
    from matplotlib.patches import Patch

    rows = [(each.name, each.needed, QUIET) for each in found.issues]
    rows.append(("all linked", found.pooled, INK))
    for regime in found.regimes:
        colour, hatch = BANDS[regime.verdict]
        look: dict[str, Any] = {"facecolor": colour, "edgecolor": "white", "linewidth": 0.0}
        ax.axvspan(float(regime.low), float(regime.high), hatch=hatch, zorder=0, **look)
    for row, (_, needed, colour) in enumerate(rows):
        start = float(needed)
        if start < 1:
            ax.barh(row, 1 - start, left=start, height=0.5, color=colour, zorder=2)
            label = f"{start:.3f}"
            # Left of the bar where there is room, else inside it.
            inside = start < 0.1
            at = start + 0.008 if inside else start - 0.008
            side = "left" if inside else "right"
            shade = "white" if inside else INK
            ax.text(at, row, label, ha=side, va="center", fontsize=SMALL, color=shade, zorder=3)
        else:
            words = "never" if math.isinf(start) else f"never (needs {start:.2f})"
            ax.text(0.992, row, words, ha="right", va="center", fontsize=SMALL, color=INK)
    ax.axhline(len(rows) - 1.5, color=FAINT, linewidth=1.0, zorder=1)
    ax.set_xlim(0, 1)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_yticks(range(len(rows)), [short_name(name) for name, _, _ in rows], parse_math=False)
    ax.tick_params(axis="y", length=0)
    dress_axes(ax, "patience", "")
    verdicts = [v for v in BANDS if any(each.verdict == v for each in found.regimes)]
    handles = [
        Patch(facecolor=BANDS[v][0], hatch=BANDS[v][1], edgecolor=FAINT, label=WORDS[v])
        for v in verdicts
    ]
    set_head(ax, "From which patience each issue is kept", handles, rows=2)
    return lambda: None
