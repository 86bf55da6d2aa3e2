"""Pictures of studies: one parameter with its regimes, phase diagrams, tornado bars, ranks.

Builds on common.py and statics. Not here: where boundaries are (statics/numeric).
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.palette import (
    FAINT,
    FOUR_C_COLOURS,
    FOUR_C_MARKERS,
    INK,
    QUIET,
)
from gametheory_orders.plots.common import SMALL, Finish, dress_axes, set_head, short_name
from gametheory_orders.plots.registry import picture
from gametheory_orders.statics.numeric.cells import polygons
from gametheory_orders.statics.numeric.phases import (
    LEADER,
    LEADING_C,
    NOTHING,
    TIED,
    UNDEFINED,
    PhaseDiagram,
)
from gametheory_orders.statics.numeric.ranks import RankSurvival
from gametheory_orders.statics.numeric.study import ParameterStudy
from gametheory_orders.statics.numeric.tornado import Tornado

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

STUDY_HEIGHT, PHASES_HEIGHT = 5.6, 6.6  # inches
SHADES = ("#F4F5F7", "#E4E7EC")
PHASE_COLOURS = (
    "#C5D3DE",
    "#F0D5AC",
    "#B5CDB3",
    "#DBBFCC",
    "#8FA3B8",
    "#E9E4C3",
    "#C3B5D8",
    "#D98E73",
)
"""Paler than any C: phases that are no orders must not look like one."""
HATCHES = ("", "///", "\\\\\\", "...", "xxx", "ooo")
LONGEST_LABEL = 26


def bars_height(count: int) -> float:
    """Return the height of a picture with so many bars, in inches."""
    return min(1.9 + 0.44 * count, 100.0)


def said(parameter: str) -> str:
    """Return a parameter's name as a reader wants it.

    Examples
    --------
    >>> said("decision.blocking_cost"), said("column.stake.Russia"), said("scale.stake")
    ('blocking cost', 'stake of Russia', 'factor on stake')
    """
    slot, _, rest = parameter.partition(".")
    if slot == "scale":
        column, _, state = rest.partition(".")
        return f"factor on {column.replace('_', ' ')}" + (f" of {state}" if state else "")
    if slot == "column" or (slot == "patience" and rest):
        column, _, state = (rest if slot == "column" else parameter).partition(".")
        return f"{column.replace('_', ' ')} of {state}"
    if parameter == "enforcement.rate":
        return "tariff, as a share"
    return (rest or slot).replace("_", " ")


@picture("study", ParameterStudy, height=STUDY_HEIGHT)
def draw_study(ax: Axes, study: ParameterStudy) -> Finish:
    """Draw one output by one parameter, its regimes shaded and their boundaries named."""
    for j, regime in enumerate(study.regimes):
        ax.axvspan(regime.low, regime.high, color=SHADES[j % 2], linewidth=0, zorder=0)
    colour = FOUR_C_COLOURS.get(study.order.four_c, INK)
    for regime in study.regimes:
        inside = [(x, y) for x, y in study.points if regime.low <= x <= regime.high]
        if inside:
            ax.plot(*zip(*inside, strict=True), color=colour, linewidth=2.4, zorder=3)
    for edge in study.boundaries:
        ax.axvline(edge.at, color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
        if edge.kind == "jump":
            ends = [edge.before, edge.after]
            ax.plot([edge.at] * 2, ends, color=colour, linestyle=":", linewidth=1.4, zorder=2)
    if study.now is not None:
        y = _value_at(study, study.now)
        mark = FOUR_C_MARKERS.get(study.order.four_c, "o")
        look: dict[str, Any] = {"marker": mark, "markersize": 9, "markeredgecolor": "white"}
        ax.plot([study.now], [y], color=colour, linestyle="", **look, zorder=4, clip_on=False)
    ax.set_xlim(study.low, study.high)
    values = [y for _, y in study.points if math.isfinite(y)] or [0.0, 1.0]
    spread = max(values) - min(values) or 0.1 * (abs(max(values)) or 1.0)
    # Room above the line for the names of the boundaries.
    ax.set_ylim(min(values) - 0.06 * spread, max(values) + 0.55 * spread)
    ticks = [t for t in ax.get_yticks() if min(values) - 0.06 * spread <= t <= max(values)]
    ax.set_yticks(ticks)
    dress_axes(ax, said(study.parameter), study.output.replace("_", " "))
    title = f"{study.issue.name} under {short_name(study.order.name)}"
    set_head(ax, f"{title}: {study.output.replace('_', ' ')} by {said(study.parameter)}", [])
    return lambda: _name_boundaries(ax, study)


def _value_at(study: ParameterStudy, at: float) -> float:
    xs, ys = zip(*study.points, strict=True)
    return float(np.interp(at, xs, ys))


def _name_boundaries(ax: Axes, study: ParameterStudy) -> None:
    """Write at each boundary what begins or ends, in rows from the top, none over another."""
    taken: list[Any] = []
    low, top = ax.get_ylim()
    for edge in study.boundaries:
        words = "; ".join(edge.why) or edge.kind
        text = "\n".join([f"{edge.at:.4g}", *textwrap.wrap(words, LONGEST_LABEL)])
        placed = _free_place(ax, text, edge.at, (low, top), taken)
        if placed is not None:
            taken.append(placed)


def _free_place(ax: Axes, text: str, at: float, ends: tuple[float, float], taken: list[Any]) -> Any:
    """Write a text beside a line where it covers no other, as high as possible; its box."""
    low, top = ends
    look: dict[str, Any] = {"fontsize": SMALL - 1.4, "color": INK, "va": "top", "zorder": 5}
    look["bbox"] = {"facecolor": "white", "alpha": 0.82, "edgecolor": "none", "pad": 1.2}
    frame = ax.get_window_extent()
    made: Text | None = None
    heights = np.linspace(top, low + 0.15 * (top - low), 32).tolist()
    for side, align in ((4, "left"), (-4, "right")):
        for height in heights:
            if made is not None:
                made.remove()
            made = ax.annotate(
                text, (at, height), (side, -3), textcoords="offset points", ha=align, **look,
                parse_math=False,
            )  # fmt: skip
            box = made.get_window_extent().padded(5)
            inside = frame.x0 - 6 <= box.x0 and box.x1 <= frame.x1 + 6 and box.y0 >= frame.y0
            if inside and not any(box.overlaps(other) for other in taken):
                return box
    if made is not None:
        made.remove()
    return None


@picture("phases", PhaseDiagram, height=PHASES_HEIGHT)
def draw_phases(ax: Axes, diagram: PhaseDiagram) -> Finish:
    """Draw the plane of two parameters, one colour for each phase, and the boundaries."""
    from matplotlib.patches import Patch

    looks = _looks(diagram)
    phases = list(looks)
    _fill(ax, diagram, looks)
    for edge in diagram.boundaries:
        for piece in edge.segments:
            line: dict[str, Any] = {"color": INK, "linewidth": 1.6, "solid_capstyle": "round"}
            ax.plot(piece[:, 0], piece[:, 1], **line, zorder=3)
    ax.set_xlim(diagram.across[0], diagram.across[-1])
    ax.set_ylim(diagram.up[0], diagram.up[-1])
    dress_axes(ax, said(diagram.parameters[0]), said(diagram.parameters[1]))
    handles = [
        Patch(
            facecolor=looks[name][0],
            hatch=looks[name][1],
            edgecolor="white",
            label=_key(name),
        )
        for name in phases
    ]
    what = f"which order leads in {diagram.output.replace('_', ' ')}"
    if diagram.what == LEADING_C:
        what = f"which C leads in {diagram.output.replace('_', ' ')}"
    elif diagram.what != LEADER:
        under = short_name(diagram.orders[0].name)
        what = f"{diagram.what.replace('_', ' ')} under {under}"
    letters = sum(len(_key(name)) + 6 for name in phases)
    set_head(ax, f"{diagram.issue.name}: {what}", handles, rows=math.ceil(letters / 96))
    return lambda: _formulas(ax, diagram)


def _key(name: str) -> str:
    """Return a phase's name for the legend: several orders that are alike keep all theirs."""
    return " = ".join(short_name(part) for part in name.split(" = "))


def _fill(ax: Axes, diagram: PhaseDiagram, looks: Mapping[str, tuple[str, str]]) -> None:
    """Colour the phases cell by cell, each side of a boundary with its own."""
    from matplotlib.collections import PolyCollection

    parts: dict[str, list[Any]] = {}
    for cell in diagram.cells:
        for label, polygon in polygons(cell):
            parts.setdefault(label, []).append(polygon)
    for label, found in parts.items():
        colour, hatch = looks[label]
        look: dict[str, Any] = {"facecolor": colour, "edgecolor": colour, "linewidth": 0.8}
        ax.add_collection(PolyCollection(found, **look, zorder=1), autolim=False)
        if hatch:
            over: dict[str, Any] = {"facecolor": "none", "edgecolor": "white", "linewidth": 0}
            ax.add_collection(PolyCollection(found, hatch=hatch, **over, zorder=1.5), autolim=False)


def _looks(diagram: PhaseDiagram) -> dict[str, tuple[str, str]]:
    """Return colour and hatch of each phase: those of the Cs where phases are orders."""
    four_c = {o.name: o.four_c for o in diagram.orders} if diagram.what == LEADER else {}
    if diagram.what == LEADING_C:
        four_c = {c: c for c in FOUR_C_COLOURS}
    out: dict[str, tuple[str, str]] = {}
    used: dict[str, int] = {}
    spare = iter(range(10_000))
    # Slivers that no point of the grid has touched come last.
    thin = [label for cell in diagram.cells for label, _ in polygons(cell)]
    for name in dict.fromkeys((*diagram.phases, *thin)):
        if name in (TIED, UNDEFINED, NOTHING):
            out[name] = (FAINT, "xxx" if name == UNDEFINED else "")
            continue
        if name in four_c:
            colour = FOUR_C_COLOURS[four_c[name]]
        elif diagram.what in (LEADER, LEADING_C):
            colour = QUIET
        else:
            colour = PHASE_COLOURS[next(spare) % len(PHASE_COLOURS)]
        # A second order of the same C has a hatch over the same colour.
        seen = used.get(colour, 0)
        used[colour] = seen + 1
        out[name] = colour, HATCHES[seen % len(HATCHES)]
    return out


def _formulas(ax: Axes, diagram: PhaseDiagram) -> None:
    """Write the formula of a boundary beside its middle, where there is one."""
    for edge in diagram.boundaries:
        if edge.formula and len(edge.segments):
            x, y = edge.segments[len(edge.segments) // 2].mean(axis=0)
            box = {"facecolor": "white", "alpha": 0.85, "edgecolor": "none", "pad": 2.0}
            look: dict[str, Any] = {"fontsize": SMALL, "color": INK, "bbox": box, "zorder": 5}
            ax.annotate(
                edge.formula, (x, y), (8, 8), textcoords="offset points", **look, parse_math=False
            )


@picture("tornado", Tornado, height=lambda found: bars_height(len(found.bars)))
def draw_tornado(ax: Axes, found: Tornado) -> Finish:
    """Draw one bar a parameter from its low to its high end, the strongest on top."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    colour = FOUR_C_COLOURS.get(found.order.four_c, QUIET)
    for row, bar in enumerate(found.bars):
        ends = ((bar.at_low, "white", bar.range.low), (bar.at_high, colour, bar.range.high))
        for value, face, _ in ends:
            if math.isfinite(value):
                look: dict[str, Any] = {"color": face, "edgecolor": colour, "linewidth": 1.2}
                ax.barh(row, value - found.base, left=found.base, height=0.62, **look, zorder=2)
        if not bar.monotone:
            ax.plot([bar.least, bar.most], [row, row], color=INK, linewidth=1.1, zorder=3)
    ax.axvline(found.base, color=INK, linewidth=1.0, zorder=4)
    low = min([b.least for b in found.bars if math.isfinite(b.least)], default=found.base)
    high = max([b.most for b in found.bars if math.isfinite(b.most)], default=found.base)
    spread = (high - low) or 0.1 * (abs(high) or 1.0)
    ax.set_xlim(low - 0.16 * spread, high + 0.16 * spread)
    ax.set_ylim(len(found.bars) - 0.45, -0.55)
    names = [short_name(said(bar.parameter)) for bar in found.bars]
    ax.set_yticks(range(len(names)), names, parse_math=False)
    dress_axes(ax, found.output.replace("_", " "), "")
    ax.tick_params(axis="y", length=0)
    handles: list[Any] = [
        Patch(facecolor="white", edgecolor=colour, label="at the low end"),
        Patch(facecolor=colour, edgecolor=colour, label="at the high end"),
        Line2D([], [], color=INK, linewidth=1.0, label=f"as it is, {found.base:.3g}"),
    ]
    title = f"{found.issue.name} under {short_name(found.order.name)}: one at a time"
    set_head(ax, title, handles)
    return lambda: _ends(ax, found)


def _ends(ax: Axes, found: Tornado) -> None:
    """Write the ends of each range beside its bar."""
    look: dict[str, Any] = {"fontsize": SMALL - 1, "color": INK, "va": "center", "zorder": 5}
    for row, bar in enumerate(found.bars):
        left = bar.at_low if bar.at_low <= bar.at_high else bar.at_high
        right = max(bar.at_low, bar.at_high)
        if not (math.isfinite(left) and math.isfinite(right)):
            continue
        low_is_left = bar.at_low <= bar.at_high
        low, high = f"{bar.range.low:g}", f"{bar.range.high:g}"
        at_left, at_right = (low, high) if low_is_left else (high, low)
        beyond = min(bar.least, found.base), max(bar.most, found.base)
        for x, text, side, align in (
            (beyond[0], at_left, -5, "right"),
            (beyond[1], at_right, 5, "left"),
        ):
            ax.annotate(text, (x, row), (side, 0), textcoords="offset points", ha=align, **look)


@picture("ranks", RankSurvival, height=lambda found: bars_height(len(found.orders)))
def draw_ranks(ax: Axes, found: RankSurvival) -> Finish:
    """Draw for each order the range of its output over the box, and how often it leads."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    leads = found.leads
    for row, order in enumerate(found.orders):
        column = found.values[:, row]
        values = column[np.isfinite(column)]
        colour = FOUR_C_COLOURS.get(order.four_c, QUIET)
        if values.size:
            line: dict[str, Any] = {"color": colour, "linewidth": 7, "solid_capstyle": "butt"}
            ax.plot([values.min(), values.max()], [row, row], **line, alpha=0.35, zorder=2)
            drawn = column[-found.drawn :]
            drawn = drawn[np.isfinite(drawn)]
            if drawn.size:
                ax.plot(np.quantile(drawn, [0.25, 0.75]), [row, row], **line, zorder=2.5)
        mark = FOUR_C_MARKERS.get(order.four_c, "o")
        look: dict[str, Any] = {"marker": mark, "markersize": 9, "color": colour}
        ax.plot([found.base[order.name]], [row], **look, markeredgecolor="white", zorder=3)
    ax.set_ylim(len(found.orders) - 0.45, -0.55)
    names = [short_name(name) for name in found.names]
    ax.set_yticks(range(len(names)), names, parse_math=False)
    low, high = ax.dataLim.intervalx
    # Room on the right for how often each leads.
    ax.set_xlim(low - 0.05 * (high - low), high + 0.22 * ((high - low) or 1.0))
    dress_axes(ax, found.output.replace("_", " "), "")
    ax.tick_params(axis="y", length=0)
    handles: list[Any] = [
        Patch(color=QUIET, alpha=0.35, label="over the whole box"),
        Patch(color=QUIET, label="middle half of the prior"),
        Line2D([], [], color=QUIET, marker="o", linestyle="", markersize=9, label="as it is"),
    ]
    set_head(ax, f"{found.issue.name}: {found.output.replace('_', ' ')} over ranges", handles)

    for row, name in enumerate(found.names):
        words: dict[str, Any] = {"fontsize": SMALL, "color": INK, "va": "center", "ha": "right"}
        text = f"leads {leads[name]:.0%}" if leads[name] else "never leads"
        ax.annotate(text, (0.995, row), xycoords=("axes fraction", "data"), **words)
    return lambda: None
