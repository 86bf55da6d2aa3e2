"""Agreed and delivered actions, state by state.

Builds on common.py. Not here: the outcome itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.palette import (
    FAINT,
    FOUR_C_TEXT_COLOURS,
    INK,
    QUIET,
)
from gametheory_orders.games.outcome import Outcome
from gametheory_orders.measures.assess import Assessment
from gametheory_orders.plots.common import Finish, dress_axes, look_of, set_head, short_name
from gametheory_orders.plots.registry import picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def actions_height(result: Outcome | Assessment) -> float:
    """Return the height of a picture with one bar a state, in inches."""
    outcome = result.outcome if isinstance(result, Assessment) else result
    return min(1.7 + 0.30 * len(outcome.game.world.ids), 100.0)


@picture("actions", Outcome, Assessment, height=actions_height)
def draw_actions(ax: Axes, result: Outcome | Assessment) -> Finish:
    """Draw agreed and delivered actions by state."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    outcome = result.outcome if isinstance(result, Assessment) else result
    states = outcome.game.world.ids
    agreed, delivered = outcome.agreed.agreement, outcome.delivered.agreement
    four_c, colour = look_of(outcome)
    inside = np.asarray(delivered.members, dtype=bool)
    rows = np.arange(len(states))
    look: dict[str, Any]
    for some, face, hatch in ((inside, colour, ""), (~inside, FAINT, "...")):
        look = {"color": face, "edgecolor": "white", "hatch": hatch, "linewidth": 0.8}
        ax.barh(rows[some], delivered.actions[some], height=0.7, **look, zorder=2)
    ring: dict[str, Any] = {
        "marker": "o",
        "markerfacecolor": "white",
        "markeredgecolor": INK,
        "linestyle": "",
    }
    ax.plot(
        agreed.actions, rows, **ring, markersize=6, markeredgewidth=1.2, zorder=3, clip_on=False
    )
    ax.axvline(0, color=INK, linewidth=0.9, zorder=2.5)
    ax.set_ylim(len(states) - 0.45, -0.55)
    ax.set_yticks(rows, [short_name(state) for state in states], parse_math=False)
    for label, member in zip(ax.get_yticklabels(), inside, strict=True):
        label.set_color(FOUR_C_TEXT_COLOURS.get(four_c, INK) if member else QUIET)
    dress_axes(ax, "action", "")
    ax.tick_params(axis="y", length=0)
    handles = [
        Patch(facecolor=colour, label="member, delivered"),
        Patch(facecolor=FAINT, hatch="...", edgecolor="white", label="outsider"),
        Line2D([], [], **ring, markersize=6, label="as agreed"),
    ]
    set_head(ax, outcome.table().title, handles)
    return lambda: None
