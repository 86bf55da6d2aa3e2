"""The payoffs of a repeated game: what is feasible, what equilibria pay, and the threats.

Builds on common.py and repeated games. Not here: solving (solvers/repeated).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gametheory_orders.foundations.palette import FAINT, FOUR_C_COLOURS, INK, QUIET
from gametheory_orders.plots.common import Finish, dress_axes, set_head
from gametheory_orders.plots.registry import picture
from gametheory_orders.solvers.pure_nash import pure_nash
from gametheory_orders.solvers.repeated import RepeatedPayoffs
from gametheory_orders.solvers.repeated.geometry import hull

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 7.2  # inches
FILLED, THREAT = FOUR_C_COLOURS["charter"], FOUR_C_COLOURS["club"]


@picture("payoffs", RepeatedPayoffs, height=HEIGHT)
def draw_payoff_set(ax: Axes, found: RepeatedPayoffs) -> Finish:
    """Draw the feasible set, the equilibrium set with its corners, stage equilibria and threats.

    Returns what is left to be done once the axes have their size: nothing.
    """
    stage = found.stage
    cells = [tuple(map(float, stage.payoff(cell))) for cell in stage.profiles()]
    nash = [tuple(map(float, stage.payoff(cell))) for cell in pure_nash(stage).cells]
    corners = [tuple(map(float, v)) for v in found.vertices]
    threats = [float(x) for x in found.threats]
    handles: list[Any] = [
        _area(ax, hull([(x[0], x[1]) for x in cells]), FAINT, 0.55, "feasible"),
        _points(ax, cells, QUIET, "cells", mark="o", size=5),
        _area(ax, corners, FILLED, 0.45, "equilibria of the repeated game"),
    ]
    _points(ax, corners, FILLED, "", mark="o", size=6)
    dashed: dict[str, Any] = {"color": THREAT, "linewidth": 1.6, "linestyle": (0, (4, 3))}
    handles.append(ax.axvline(threats[0], zorder=2, label="threats", **dashed))
    ax.axhline(threats[1], zorder=2, **dashed)
    if nash:
        handles.append(_points(ax, nash, INK, "equilibria of one round", mark="*", size=14))
    dress_axes(ax, f"payoff of {stage.players[0]}", f"payoff of {stage.players[1]}")
    ax.margins(0.07)
    set_head(ax, payoff_set_title(found), handles)
    return lambda: None


def _area(
    ax: Axes, corners: Sequence[tuple[Any, ...]], colour: str, alpha: float, name: str
) -> Any:
    """Draw a polygon; a segment or a point shows by its edge."""
    across, up = zip(*corners, strict=True)
    filled = ax.fill(across, up, facecolor=colour, alpha=alpha, zorder=1, label=name)[0]
    ax.plot([*across, across[0]], [*up, up[0]], color=colour, linewidth=1.8, zorder=2)
    return filled


def _points(
    ax: Axes, at: Sequence[tuple[Any, ...]], colour: str, name: str, *, mark: str, size: float
) -> Any:
    across, up = zip(*at, strict=True)
    look: dict[str, Any] = {"marker": mark, "markersize": size, "color": colour, "linestyle": ""}
    return ax.plot(across, up, **look, zorder=4, label=name or "_corners")[0]


def payoff_set_title(found: RepeatedPayoffs) -> str:
    """Return what the picture shows, in words."""
    name = f"{found.stage.title}: " if found.stage.title else ""
    return f"{name}average payoffs at patience {float(found.patience):g}"
