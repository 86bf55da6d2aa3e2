"""Sanctions: what share of states, people and capability is beyond reach, by scheme.

Builds on common.py and solvers/sanctions.py. Not here: which states they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.palette import INK
from gametheory_orders.plots.common import SMALL, Finish, dress_axes, set_head, short_name
from gametheory_orders.plots.registry import picture
from gametheory_orders.solvers.sanctions import SHARES, SanctionReach

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOOKS = {"states": ("#3B4252", ""), "people": ("#56B4E9", ""), "capability": ("#E69F00", "///")}


def reach_height(found: SanctionReach) -> float:
    """Return the height of the picture, in inches."""
    return min(1.9 + 0.75 * len(found.schemes), 100.0)


@picture("reach", SanctionReach, height=reach_height)
def draw_reach(ax: Axes, found: SanctionReach) -> Finish:
    """Draw the shares beyond reach, one group of bars a scheme."""
    from matplotlib.patches import Patch

    names = [each.name for each in found.schemes]
    known = [of for of in ("states", *SHARES) if found.share_beyond(of) is not None]
    rows, height = np.arange(len(names), dtype=float), 0.8 / len(known)
    for position, of in enumerate(known):
        shares = np.array([found.share_beyond(of, name) for name in names], dtype=float)
        colour, hatch = LOOKS[of]
        at = rows + (position - (len(known) - 1) / 2) * height
        look: dict[str, Any] = {"color": colour, "hatch": hatch, "edgecolor": "white"}
        ax.barh(at, 100 * shares, height=height, linewidth=0.6, zorder=2, **look)
        for row, share in zip(at, shares, strict=True):
            words = f"{100 * share:.0f}" if share in {0.0, 1.0} else f"{100 * share:.1f}"
            ax.text(100 * share + 0.8, row, words, va="center", fontsize=SMALL, color=INK)
    ax.set_xlim(0, 108)
    ax.set_xticks(range(0, 101, 20))
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_yticks(rows, [short_name(name) for name in names], parse_math=False)
    ax.tick_params(axis="y", length=0)
    dress_axes(ax, "beyond reach of sanctions, percent of the world", "")
    handles = [
        Patch(facecolor=LOOKS[of][0], hatch=LOOKS[of][1], edgecolor="white", label=of)
        for of in known
    ]
    set_head(ax, f"Whom sanctions by {found.body.game.name} cannot reach", handles)
    return lambda: None
