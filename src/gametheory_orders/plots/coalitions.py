"""Stable coalitions: size and effectiveness against the tariff; who gains inside and outside.

Builds on common.py and solvers/tariff_regimes.py. Not here: which coalitions are stable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.palette import FAINT, FOUR_C_COLOURS, INK, QUIET
from gametheory_orders.plots.common import Finish, dress_axes, set_head, short_name
from gametheory_orders.solvers.stable_coalitions import StableCoalitions
from gametheory_orders.solvers.tariff_regimes import TARIFFS, TariffRegimes, tariff_regimes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TARIFFS_HEIGHT = 5.0  # inches
MARKS = ("o", "s", "^", "D", "v", "P", "X", "*")
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")


def has_tariffs(found: StableCoalitions) -> bool:
    """Say whether a tariff could be levied, so that the picture by tariff makes sense."""
    game = found.game
    numeric = isinstance(game.price, float) or game.price == "joint"
    return game.issue.trade is not None and numeric and not game.one_by_one


def gains_height(found: StableCoalitions) -> float:
    """Return the height of the picture of gains, in inches."""
    return min(1.7 + 0.30 * len(found.game.issue.world.ids), 100.0)


def draw_gains(ax: Axes, found: StableCoalitions) -> Finish:
    """Draw by how much each state is better off than without cooperation, in and out."""
    from matplotlib.patches import Patch

    best = found.best
    inside = np.array([state in best.members for state in best.gains])
    gains = np.array(list(best.gains.values()))
    order = np.lexsort((-gains, ~inside))
    states = [list(best.gains)[i] for i in order]
    rows = np.arange(len(states))
    colour = FOUR_C_COLOURS["club"]
    look: dict[str, Any] = {"height": 0.7, "edgecolor": "white", "linewidth": 0.8, "zorder": 2}
    within = inside[order]
    ax.barh(rows[within], gains[order][within], color=colour, **look)
    ax.barh(rows[~within], gains[order][~within], color=FAINT, hatch="...", **look)
    ax.axvline(0, color=INK, linewidth=0.9, zorder=2.5)
    if within.any() and not within.all():
        ax.axhline(within.sum() - 0.5, color=QUIET, linewidth=0.8, linestyle=":", zorder=1)
    ax.set_ylim(len(states) - 0.45, -0.55)
    ax.set_yticks(rows, [short_name(state) for state in states], parse_math=False)
    for label, member in zip(ax.get_yticklabels(), within, strict=True):
        label.set_color(INK if member else QUIET)
    game = found.game
    dress_axes(ax, f"gain over no cooperation, {game.issue.numeraire}", "")
    ax.tick_params(axis="y", length=0)
    handles = [
        Patch(facecolor=colour, label="member"),
        Patch(facecolor=FAINT, hatch="...", edgecolor="white", label="outsider"),
    ]
    charge = f"price {game.price:g}" if isinstance(game.price, float) else f"price: {game.price}"
    title = f"{game.issue.name}, {charge}, tariff {game.tariff * 100:g}%"
    many = f", the most effective of {len(found)}" if len(found) > 1 else ""
    set_head(ax, f"{title}: {best.size} in, E = {best.effectiveness:.3f}{many}", handles)
    return lambda: None


def draw_tariffs(ax: Axes, found: StableCoalitions | TariffRegimes) -> Finish:
    """Draw the share of states inside (marks, dashed) and effectiveness (lines) by tariff."""
    from matplotlib.lines import Line2D

    regimes = _regimes(found)
    prices = list(dict.fromkeys(each.price for each in regimes))
    n = len(regimes.issue.world.ids)
    handles: list[Any] = []
    for position, price in enumerate(prices):
        chosen = [each for each in regimes if each.price == price]
        best = [max(each.coalitions, key=lambda c: c.size, default=None) for each in chosen]
        tariffs = np.array([100 * each.tariff for each in chosen])
        sizes = np.array([c.size / n if c else np.nan for c in best])
        shares = np.array([c.effectiveness if c else np.nan for c in best])
        colour = COLOURS[position % len(COLOURS)]
        mark = MARKS[position % len(MARKS)]
        ax.plot(tariffs, shares, color=colour, linewidth=2.4, zorder=2)
        look: dict[str, Any] = {"marker": mark, "markersize": 8, "markerfacecolor": "white"}
        look |= {"color": colour, "linestyle": "--", "linewidth": 1.2}
        ax.plot(tariffs, sizes, **look, zorder=3, clip_on=False)
        name = f"price {price:g}" if isinstance(price, float | int) else f"price: {price}"
        handles.append(Line2D([], [], color=colour, marker=mark, linewidth=2.4, label=name))
    handles += [
        Line2D([], [], color=QUIET, linewidth=2.4, label="effectiveness E"),
        Line2D(
            [],
            [],
            color=QUIET,
            linestyle="--",
            marker="o",
            markerfacecolor="white",
            label=f"members, share of {n}",
        ),
    ]
    if len(prices) == 1:
        handles = handles[1:]
    if isinstance(found, StableCoalitions):
        ax.axvline(100 * found.game.tariff, color=FAINT, linewidth=3, zorder=1)
    ax.set_ylim(-0.03, 1.05)
    ax.margins(x=0.02)
    dress_axes(ax, "tariff on imports from outside, percent", "share")
    charge = "" if len(prices) > 1 else f" at price {prices[0]:g}" if prices[0] != "joint" else ""
    set_head(ax, f"{regimes.issue.name}: the stable club by tariff{charge}", handles)
    return lambda: None


def _regimes(found: StableCoalitions | TariffRegimes) -> TariffRegimes:
    if isinstance(found, TariffRegimes):
        return found
    game = found.game
    tariffs = sorted({*TARIFFS, game.tariff})
    return tariff_regimes(game.issue, [game.price], tariffs, found.concept)
