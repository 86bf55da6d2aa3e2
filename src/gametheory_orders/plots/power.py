"""Power against population: who has more than the square root of its people would give.

Builds on common.py and labels.py. Not here: the figures (measures/institutions.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.palette import FAINT, FOUR_C_COLOURS, INK, QUIET
from gametheory_orders.foundations.tolerances import ROUNDING
from gametheory_orders.measures.institutions import InstitutionPower
from gametheory_orders.measures.power import banzhaf
from gametheory_orders.plots.common import FONT, SMALL, Finish, dress_axes, short_name
from gametheory_orders.plots.labels import label_points
from gametheory_orders.plots.registry import picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 6.0  # inches
MOST_NAMED = 20
"""Members beyond whom only vetoers and the most and least powerful are named."""


@picture("power", InstitutionPower, height=HEIGHT)
def draw_power(ax: Axes, found: InstitutionPower) -> Finish:
    """Draw each member's share of Banzhaf power against its people, on scales of powers of ten.

    Returns what places the names, to be called once the axes have their size.
    """
    people = found.population
    shares = found.indices.columns.get("banzhaf")
    if shares is None:
        game = found.institution.simple_game(found.quota)
        shares = banzhaf(game).columns["banzhaf"]
    power = {name: float(value) for name, value in zip(found.indices.players, shares, strict=True)}
    placed = [name for name, number in people.items() if number and power[name] > 0]
    if not placed:
        raise ModelError(found.institution.name, "no member with people and power", "at least one")
    x = np.array([people[name] for name in placed], dtype=float)
    y = np.array([power[name] for name in placed])
    veto = np.isin(placed, found.vetoers)
    ax.set(xscale="log", yscale="log")
    root = np.sqrt(x)
    order = np.argsort(x)
    fair = root / root.sum() * y.sum()
    ax.plot(
        x[order], fair[order], color=FAINT, linewidth=3, zorder=1, label="square root of people"
    )
    look: dict[str, Any] = {"linestyle": "", "markeredgecolor": "white", "zorder": 3}
    colour = FOUR_C_COLOURS[found.institution.four_c]
    if (~veto).any():
        ax.plot(x[~veto], y[~veto], marker="o", color=QUIET, markersize=7, label="member", **look)
    if veto.any():
        ax.plot(x[veto], y[veto], marker="D", color=colour, markersize=9, label="vetoer", **look)
    # Room for the labels, and for a lone member.
    ax.margins(0.08, 0.12)
    if np.ptp(y) < ROUNDING * y.max():
        ax.set_ylim(y.max() / 3, y.max() * 3)
    dress_axes(ax, "million people", "percent of power (Banzhaf)")
    _ticks(ax.xaxis, 1e-6)
    _ticks(ax.yaxis, 100.0)
    ax.legend(loc="best", frameon=False, fontsize=SMALL)
    missing = len(people) - len(placed)
    title = found.institution.title or found.institution.name
    if missing:
        title += f"; not drawn, for want of a figure or of power: {missing}"
    ax.set_title(title, loc="left", fontsize=FONT + 1, color=INK, pad=10).set_parse_math(False)
    ratio = y / fair
    if len(placed) <= MOST_NAMED:
        named = list(range(len(placed)))
    else:
        chosen = [*np.flatnonzero(veto)[:6], *np.argsort(ratio)[-4:], *np.argsort(ratio)[:4]]
        chosen += [*order[-3:]]
        named = sorted({int(i) for i in chosen})
    points = [(float(a), float(b)) for a, b in zip(x, y, strict=True)]

    def finish() -> None:
        labels = [(points[i], short_name(placed[i])) for i in named]
        label_points(ax, labels, points, [], [ax.title])

    return finish


def _ticks(axis: Any, unit: float) -> None:
    """Write the numbers of a scale out: all of 1, 2 and 5 where it spans little."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    low, high = axis.get_view_interval()
    few = np.log10(high / low) < 2.5
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if few else (1.0,), numticks=30))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * unit:g}"))
    axis.set_minor_formatter(NullFormatter())
