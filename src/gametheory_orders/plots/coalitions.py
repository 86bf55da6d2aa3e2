"""Stable coalitions: size and effectiveness by tariff, who gains in and out, the lattice of sets.

Builds on common.py and solvers/tariff_regimes.py. Not here: which coalitions are stable.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.palette import FAINT, FOUR_C_COLOURS, INK, QUIET
from gametheory_orders.plots.common import SMALL, Finish, dress_axes, set_head, short_name
from gametheory_orders.plots.registry import picture
from gametheory_orders.solvers.stable_coalitions import StableCoalitions
from gametheory_orders.solvers.tariff_regimes import TARIFFS, TariffRegimes, tariff_regimes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TARIFFS_HEIGHT, LATTICE_HEIGHT = 5.0, 6.2  # inches
MOST_IN_FULL = 5
"""States up to which the lattice has all sets, else only stable ones and what is one move away."""
MOST_SHOWN, MOST_ABREAST = 24, 60
MARKS = ("o", "s", "^", "D", "v", "P", "X", "*")
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")


def has_tariffs(found: StableCoalitions | TariffRegimes) -> bool:
    """Say whether a tariff could be levied, so that the picture by tariff makes sense."""
    if isinstance(found, TariffRegimes):
        return True
    game = found.game
    numeric = isinstance(game.price, float) or game.price == "joint"
    return game.issue.trade is not None and numeric and not game.one_by_one


def gains_height(found: StableCoalitions) -> float:
    """Return the height of the picture of gains, in inches."""
    return min(1.7 + 0.30 * len(found.game.issue.world.ids), 100.0)


@picture("gains", StableCoalitions, height=gains_height)
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


@picture("tariffs", TariffRegimes, StableCoalitions, height=TARIFFS_HEIGHT, when=has_tariffs)
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


@dataclass(frozen=True, eq=False)
class _Lattice:
    """Sets by size, which of them are stable, and the single moves between them."""

    found: StableCoalitions

    @cached_property
    def stable(self) -> list[frozenset[int]]:
        place = {state: i for i, state in enumerate(self.found.game.issue.world.ids)}
        best = sorted(self.found, key=lambda each: -np.nan_to_num(each.effectiveness))
        shown = best if self.full else best[:MOST_SHOWN]
        return [frozenset(place[state] for state in each.members) for each in shown]

    @property
    def full(self) -> bool:
        return len(self.found.game.positions) <= MOST_IN_FULL

    @cached_property
    def near(self) -> list[frozenset[int]]:
        """Sets one move away from a stable one, or all others; none if they are too many."""
        states = [int(i) for i in self.found.game.positions]
        if self.full:
            codes = range(2 ** len(states))
            every = [frozenset(i for b, i in enumerate(states) if code >> b & 1) for code in codes]
        else:
            every = list(dict.fromkeys(s ^ {i} for s in self.stable for i in states))
        others = [s for s in every if s not in set(self.stable)]
        sizes = [len(s) for s in [*others, *self.stable]]
        return others if max(map(sizes.count, sizes), default=0) <= MOST_ABREAST else []

    @cached_property
    def places(self) -> dict[frozenset[int], tuple[float, float]]:
        """Each set's place: rows by size, within a row in the world's order."""
        out: dict[frozenset[int], tuple[float, float]] = {}
        nodes = [*self.stable, *self.near]
        for size in {len(s) for s in nodes}:
            row = sorted((s for s in nodes if len(s) == size), key=sorted)
            for k, each in enumerate(row):
                out[each] = ((k + 0.5) / len(row), float(size))
        return out

    @cached_property
    def moves(self) -> list[tuple[frozenset[int], frozenset[int], bool]]:
        """Pairs of sets one state apart, and whether that state gains by going to the second."""
        game, places = self.found.game, self.places
        n = len(game.eligible)
        nodes = list(places)
        members = np.array([[i in s for i in range(n)] for s in nodes])
        stays, enters = game.margins(members)
        out = []
        for s, leaving, joining in zip(nodes, stays, enters, strict=True):
            for i in game.positions:
                other = s ^ {int(i)}
                margin = leaving[i] if i in s else joining[i]
                shown = other in places and (self.full or s in self.stable or other in self.stable)
                if shown:
                    out.append((s, other, bool(margin < -game.slack[i])))
        return out

    def name(self, members: frozenset[int]) -> str:
        """Return a set by its members, who is missing, or the move to it; empty if all are long."""
        ids = [short_name(state) for state in self.found.game.issue.world.ids]
        inside = [ids[i] for i in sorted(members)]
        outside = [ids[int(i)] for i in self.found.game.positions if i not in members]
        beside = next((s for s in self.stable if len(s ^ members) == 1), None)
        if not inside:
            return "nobody"
        if self.full or members in self.stable or len(inside) == 1 or beside is None:
            text = " ".join(inside) if max(map(len, inside)) > 1 else "".join(inside)
            if len(text) <= 14 or not outside:
                return text if outside else "all"
            return "without " + ", ".join(outside) if len(outside) <= 2 else ""
        (mover,) = members ^ beside
        return ("+ " if mover in members else "\N{MINUS SIGN} ") + ids[mover]


@picture("lattice", StableCoalitions, height=LATTICE_HEIGHT)
def draw_lattice(ax: Axes, found: StableCoalitions) -> Finish:
    """Draw sets of members by size, the stable ones marked, arrows where a state would move."""
    from matplotlib.lines import Line2D

    lattice = _Lattice(found)
    places = lattice.places
    colour = FOUR_C_COLOURS["club"]
    drawn: set[frozenset[frozenset[int]]] = set()
    for here, there, gains in lattice.moves:
        pair = frozenset([here, there])
        if pair not in drawn:
            drawn.add(pair)
            ends = np.array([places[here], places[there]])
            ax.plot(*ends.T, color=FAINT, linewidth=0.9, zorder=1)
        if gains:
            (x, y), (to_x, to_y) = places[here], places[there]
            tip = (x + 0.62 * (to_x - x), y + 0.62 * (to_y - y))
            tail = (x + 0.5 * (to_x - x), y + 0.5 * (to_y - y))
            look: dict[str, Any] = {"arrowstyle": "-|>", "color": QUIET, "shrinkA": 0}
            look |= {"shrinkB": 0, "linewidth": 0.9, "mutation_scale": 9}
            ax.annotate("", tip, tail, arrowprops=look, zorder=2)
    for each in places:
        is_stable = each in lattice.stable
        look = {"marker": "s" if is_stable else "o", "markersize": 12 if is_stable else 6}
        look |= {"color": colour if is_stable else "white", "zorder": 3}
        look |= {"markeredgecolor": INK if is_stable else QUIET, "linestyle": ""}
        ax.plot(*places[each], **look)
    sizes = sorted({len(s) for s in places})
    ax.set(xlim=(0, 1), ylim=(sizes[0] - 0.5, sizes[-1] + 0.45))
    ax.set_yticks(sizes)
    dress_axes(ax, "", "members")
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    club: dict[str, Any] = {"color": colour, "markeredgecolor": INK, "linestyle": ""}
    other: dict[str, Any] = {"color": "white", "markeredgecolor": QUIET, "linestyle": ""}
    words = "a state would gain by moving"
    words += ", if let in" if found.concept == "exclusive" else ""
    handles = [
        Line2D([], [], marker="s", markersize=10, label=f"stable ({found.concept})", **club),
        Line2D([], [], marker="o", markersize=6, label="not stable", **other),
        Line2D([], [], marker=">", color=QUIET, linewidth=0.9, label=words),
    ]
    if not lattice.near:
        handles = [handles[0], handles[2]]
    many = f"{len(found)} stable coalition{'s' * (len(found) != 1)}"
    if len(lattice.stable) < len(found):
        many = f"the {len(lattice.stable)} most effective of {many}"
    whole = f"all {len(places)} sets" if lattice.full else "and what is one move away"
    if not lattice.near:
        whole = "moves between them"
    set_head(ax, f"{found.game.issue.name}: {many}; {whole}", handles)

    def finish() -> None:
        _name_sets(ax, lattice)

    return finish


def _name_sets(ax: Axes, lattice: _Lattice) -> None:
    """Write names under the sets, where a row has room for them; stable ones first."""
    taken: list[Any] = []
    order = sorted(lattice.places, key=lambda s: s not in lattice.stable)
    for each in order:
        stable = each in lattice.stable
        look: dict[str, Any] = {"fontsize": SMALL - 1, "ha": "center", "va": "top", "zorder": 4}
        look["color"] = INK if stable else QUIET
        look["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
        down = -9 if stable else -6
        look |= {"xytext": (0, down), "textcoords": "offset points", "parse_math": False}
        text = ax.annotate(lattice.name(each), lattice.places[each], **look)
        box = text.get_window_extent().padded(1)
        if any(box.overlaps(other) for other in taken):
            text.remove()
        else:
            taken.append(box)
