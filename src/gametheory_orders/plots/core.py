"""The core of a game of three in the triangle of imputations, with nucleolus and Shapley value.

Builds on common.py and solvers/core_vertices.py. Not here: whether there is one (solvers/core.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.palette import FOUR_C_COLOURS, INK, QUIET
from gametheory_orders.foundations.tolerances import PROGRAM
from gametheory_orders.games.tu_game import TUGame
from gametheory_orders.plots.common import FONT, SMALL, Finish, set_head, short_name
from gametheory_orders.plots.registry import picture
from gametheory_orders.solvers.core import core
from gametheory_orders.solvers.core_vertices import core_vertices
from gametheory_orders.solvers.nucleolus import no_imputation, nucleolus
from gametheory_orders.solvers.shapley_value import shapley_value

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 7.6  # inches
PLAYERS = 3
CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(0.75)]])
FILL, NUCLEOLUS, SHAPLEY = FOUR_C_COLOURS["concert"], FOUR_C_COLOURS["charter"], "#B3001B"


@picture("core", TUGame, height=HEIGHT)
def draw_core(ax: Axes, game: TUGame) -> Finish:
    """Draw the imputations of three players, the core among them, and two values."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch, Polygon

    if game.n != PLAYERS:
        raise ModelError("result", f"a game of {game.n} players", "3 for a picture of the core")
    alone = game.floats[[1, 2, 4]]
    spare = float(game.floats[-1] - alone.sum())
    if spare < -PROGRAM * game.scale:
        raise no_imputation(game)
    if spare <= PROGRAM * game.scale:
        raise ModelError("result", "a game with one imputation", "something to share beyond alone")

    def place(payoffs: Any) -> np.ndarray:
        shares = (np.array([[float(x) for x in row] for row in payoffs]) - alone) / spare
        return np.asarray(shares @ CORNERS)

    ax.add_patch(Polygon(CORNERS, closed=True, facecolor="none", edgecolor=INK, linewidth=1.2))
    handles: list[Any] = []
    empty = core(game).empty
    if not empty:
        found = core_vertices(game)
        corners = place(found)
        middle = corners.mean(axis=0)
        outline = corners[np.argsort(np.arctan2(*(corners - middle).T[::-1]))]
        # A core that is a line or a point is drawn broad, or it would not be seen.
        look: dict[str, Any] = {"facecolor": FILL, "alpha": 0.3, "zorder": 1}
        look |= {"edgecolor": FILL, "linewidth": 0 if found.dimension == PLAYERS - 1 else 6}
        ax.add_patch(Polygon(outline, closed=True, **look))
        if found.dimension == 0:
            ax.plot(*corners.T, "o", color=FILL, alpha=0.35, markersize=24, clip_on=False)
        handles.append(Patch(facecolor=FILL, alpha=0.35, label="core"))
    marks = [
        ("nucleolus", place([nucleolus(game).values])[0], "o", NUCLEOLUS),
        ("Shapley value", place([shapley_value(game).values])[0], "D", SHAPLEY),
    ]
    for name, (x, y), mark, colour in marks:
        # Two that fall together are both seen: the second is hollow.
        face = colour if mark == "o" else "white"
        look = {"marker": mark, "markersize": 10 if mark == "o" else 7, "color": colour}
        look |= {"markerfacecolor": face, "markeredgewidth": 1.8, "linestyle": ""}
        ax.plot([x], [y], **look, zorder=3, clip_on=False)
        handles.append(Line2D([], [], **look, label=name))
    if _pairs(ax, game, alone, spare):
        line = Line2D([], [], color=QUIET, linestyle="--", label="a pair has just its worth")
        handles.append(line)
    _corner_names(ax, game, alone, spare)
    ax.set_aspect("equal")
    ax.set_xlim(-0.28, 1.28)
    ax.set_ylim(-0.1, 0.98)
    ax.axis("off")
    shared = f"all ways to share {game.floats[-1]:.4g}"
    said = f"{shared}, the core is empty" if empty else f"the core among {shared}"
    set_head(ax, f"{game.name}: {said}", handles)
    return lambda: None


def _pairs(ax: Axes, game: TUGame, alone: np.ndarray, spare: float) -> int:
    """Draw the line beyond which each pair would do better by itself; return how many."""
    drawn = 0
    for third in range(PLAYERS):
        pair = 7 - (1 << third)
        both = [i for i in range(PLAYERS) if i != third]
        # What the third can have at most beyond what it has alone, as a share of the spare.
        left = 1 - (game.floats[pair] - alone[both].sum()) / spare
        if not 0 < left < 1:
            continue
        ends = [left * CORNERS[third] + (1 - left) * CORNERS[i] for i in both]
        (x0, y0), (x1, y1) = ends
        ax.plot([x0, x1], [y0, y1], color=QUIET, linewidth=1.0, linestyle="--", zorder=2)
        drawn += 1
    return drawn


def _corner_names(ax: Axes, game: TUGame, alone: np.ndarray, spare: float) -> None:
    """Write at each corner who has all that is to be shared there."""
    where = [("right", "top"), ("left", "top"), ("center", "bottom")]
    for i, (across, up) in enumerate(where):
        x, y = CORNERS[i] + (CORNERS[i] - CORNERS.mean(axis=0)) * 0.04
        most = f"{alone[i] + spare:.4g}"
        rest = ", ".join(
            f"{short_name(game.players[j])} {alone[j]:.4g}" for j in range(PLAYERS) if j != i
        )
        text = f"{short_name(game.players[i])} has {most}"
        look: dict[str, Any] = {"ha": across, "va": up, "color": INK, "fontsize": FONT}
        if up == "bottom":
            ax.text(x, y + 0.035, text, **look, parse_math=False)
            ax.text(x, y, rest, **(look | {"color": QUIET, "fontsize": SMALL}), parse_math=False)
        else:
            ax.text(x, y, text, **look, parse_math=False)
            ax.text(
                x, y - 0.04, rest, **(look | {"color": QUIET, "fontsize": SMALL}), parse_math=False
            )
