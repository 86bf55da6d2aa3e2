"""Pictures of two-player games: best responses in the unit square, payoffs that can be had.

Builds on games, nash and matplotlib, imported only when a picture is made. Not here: solving.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.palette import FAINT, FOUR_C_COLOURS, INK
from gametheory_orders.plots.common import DPI, FONT, SMALL, dress_axes
from gametheory_orders.plots.saving import picture_path, save_figure
from gametheory_orders.solvers.nash import EquilibriumSet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW, COLUMN = FOUR_C_COLOURS["charter"], FOUR_C_COLOURS["club"]
SIDE = 6.0  # inches


def plot_best_responses(found: EquilibriumSet, ax: Axes | None = None) -> Axes:
    """Draw both best-response correspondences of a 2 by 2 game, and its equilibria.

    Parameters
    ----------
    found : EquilibriumSet
        Of a game with two actions each.
    ax : matplotlib Axes, optional
        Where; without it a figure is made.

    Examples
    --------
    >>> from gametheory_orders.solvers.nash import nash_equilibria
    >>> ax = plot_best_responses(nash_equilibria([[4, 0], [3, 2]], [[4, 3], [0, 2]]))
    >>> len(ax.collections[-1].get_offsets())
    3
    """
    game = found.game
    if game.shape != (2, 2):
        raise ModelError("game", f"actions {game.shape}", "two actions for both players")
    ax = _axes(ax)
    one, two = game.floats
    # p, q: probabilities of the first action. Gains from it are linear in the other's.
    row = _correspondence(one[0] - one[1])
    column = _correspondence(two[:, 0] - two[:, 1])
    names = [f"best responses of {name}" for name in game.players]
    _draw(ax, row[:, ::-1], ROW, names[0], 5.0)
    _draw(ax, column, COLUMN, names[1], 2.5)
    points = np.array([[float(e[1][0]), float(e[0][0])] for e in found]).reshape(-1, 2)
    ax.scatter(
        points[:, 0], points[:, 1], s=90, color=INK, zorder=5, label="equilibria", clip_on=False
    )
    across = f"probability of {game.actions[1][0]!r} ({game.players[1]})"
    dress_axes(ax, across, f"probability of {game.actions[0][0]!r} ({game.players[0]})")
    ax.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.04), aspect="equal")
    _legend(ax)
    return ax


def plot_payoff_set(found: EquilibriumSet, ax: Axes | None = None) -> Axes:
    """Draw the payoffs of all cells, their convex hull, the security levels and the equilibria.

    Parameters
    ----------
    found : EquilibriumSet
        Of a two-player game.
    ax : matplotlib Axes, optional
        Where; without it a figure is made.

    Examples
    --------
    >>> from gametheory_orders.solvers.nash import nash_equilibria
    >>> ax = plot_payoff_set(nash_equilibria([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    >>> ax.get_xlabel()
    'payoff of 1'
    """
    from gametheory_orders.solvers.security import security_levels

    game = found.game
    ax = _axes(ax)
    cells = np.column_stack([array.ravel() for array in game.floats])
    hull = _hull(cells)
    ax.fill(hull[:, 0], hull[:, 1], color=FAINT, alpha=0.5, zorder=1, label="with joint lotteries")
    ax.scatter(cells[:, 0], cells[:, 1], s=28, color=ROW, zorder=3, label="cells")
    low = [float(x) for x in security_levels(game).mixed]
    ax.axvline(low[0], color=COLUMN, lw=1.5, ls="--", zorder=2, label="what each can secure")
    ax.axhline(low[1], color=COLUMN, lw=1.5, ls="--", zorder=2)
    points = np.array(found.payoffs, dtype=float).reshape(-1, 2)
    ax.scatter(
        points[:, 0], points[:, 1], s=110, marker="*", color=INK, zorder=5, label="equilibria"
    )
    dress_axes(ax, f"payoff of {game.players[0]}", f"payoff of {game.players[1]}")
    ax.margins(0.08)
    _legend(ax)
    return ax


def save_equilibria(found: EquilibriumSet, path: str) -> None:
    """Write the pictures to a .png, .svg or .pdf: best responses if 2 by 2, and payoffs."""
    import matplotlib.style
    from matplotlib.figure import Figure

    target = picture_path(path)
    square = found.game.shape == (2, 2)
    with matplotlib.style.context("default"), matplotlib.rc_context({"svg.hashsalt": "fourcs"}):
        figure = Figure((SIDE * (1 + square), SIDE + 0.8), dpi=DPI, layout="constrained")
        axes: Any = np.atleast_1d(np.asarray(figure.subplots(1, 1 + square)))
        if square:
            plot_best_responses(found, axes[0])
        plot_payoff_set(found, axes[-1])
        save_figure(figure, target)


def _axes(ax: Axes | None) -> Axes:
    if ax is not None:
        return ax
    from matplotlib.figure import Figure

    return Figure((SIDE, SIDE + 0.8), dpi=DPI, layout="constrained").add_subplot()


def _correspondence(gains: np.ndarray) -> np.ndarray:
    """Return corners of the best response (own, at the other's probability), shape (k, 2).

    The gain from the first action is gains[0] x + gains[1] (1 - x) at the other's x.
    """
    at_zero, at_one = float(gains[1]), float(gains[0])
    if at_zero == at_one == 0:
        return np.array([[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]], dtype=float)
    start, end = float(at_zero > 0), float(at_one > 0)
    if at_zero * at_one < 0:
        turn = at_zero / (at_zero - at_one)
        return np.array([[start, 0], [start, turn], [end, turn], [end, 1]])
    if at_zero == 0:
        return np.array([[1 - end, 0], [end, 0], [end, 1]])
    if at_one == 0:
        return np.array([[start, 0], [start, 1], [1 - start, 1]])
    return np.array([[start, 0], [start, 1]])


def _draw(ax: Axes, line: np.ndarray, colour: str, name: str, width: float) -> None:
    if len(line) == 5:  # the whole square
        ax.fill(line[:, 1], line[:, 0], color=colour, alpha=0.2, lw=0, label=name, zorder=1)
        return
    ax.plot(line[:, 0], line[:, 1], color=colour, lw=width, label=name, zorder=3, clip_on=False)


def _hull(cells: np.ndarray) -> np.ndarray:
    """Return the corners of the convex hull in order (Andrew's monotone chain)."""
    points = sorted({(float(x), float(y)) for x, y in cells})

    def half(ordered: list[tuple[float, float]]) -> list[tuple[float, float]]:
        chain: list[tuple[float, float]] = []
        for x, y in ordered:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-2:]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                chain.pop()
            chain.append((x, y))
        return chain

    lower, upper = half(points), half(points[::-1])
    return np.array(lower[:-1] + upper[:-1] or points).reshape(-1, 2)


def _legend(ax: Axes) -> None:
    look: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0, 1.0), "frameon": False}
    ax.legend(**look, fontsize=SMALL, ncols=2, borderaxespad=0.3)
    ax.title.set_fontsize(FONT)
