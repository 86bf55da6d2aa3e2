"""Pictures of results: the effectiveness-legitimacy plane, shortfall accounts, actions.

Builds on measures, games and matplotlib, which is imported only when a picture is made.
Not here: the figures themselves (measures), or a window: nothing is shown, only drawn.
"""

from __future__ import annotations

import io
import math
import os
import textwrap
from collections.abc import Callable, Sequence
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.palette import (
    FAINT,
    FOUR_C_COLOURS,
    FOUR_C_MARKERS,
    FOUR_C_TEXT_COLOURS,
    INK,
    QUIET,
    RULE_COLOURS,
    VETO_HATCH,
)
from gametheory_orders.games.outcome import Outcome
from gametheory_orders.measures.assess import Assessment
from gametheory_orders.measures.compare import Comparison
from gametheory_orders.measures.shortfall import RULES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

FONT = 11.0  # points; pages show ten inches as some eight, where this is still nine
SMALL = 10.8
WIDTH, PLANE_HEIGHT, DPI = 10.0, 7.6, 130  # inches, inches, dots an inch
ENDINGS = (".png", ".svg", ".pdf")
LONGEST_NAME = 34
# Closer than this, agreed and delivered are one point to the eye.
SAME_POINT = 0.004

Finish = Callable[[], None]


def plot(result: object, ax: Axes | None = None, *, kind: str | None = None) -> Axes:
    """Draw a result.

    Parameters
    ----------
    result : Comparison, Assessment or Outcome
        What is drawn.
    ax : matplotlib Axes, optional
        Where; without it a figure is made, which is ``ax.figure`` of what is returned. Labels
        are placed for the size that the axes have now.
    kind : str, optional
        Of a comparison "plane" (default: each order by legitimacy and effectiveness) or
        "shortfall" (what each delivers, and the rules to which the rest is lost); of an
        assessment "shortfall" (default) or "actions"; of an outcome "actions".

    Returns
    -------
    matplotlib Axes
        Drawn on, not shown.

    Raises
    ------
    ModelError
        If the result has no such picture.

    Examples
    --------
    >>> from gametheory_orders import compare
    >>> ax = plot(compare("climate", ["g6_consensus", "club_joint"]))
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('legitimacy L', 'effectiveness E, as delivered')
    """
    kind = _kind(result, kind)
    if ax is None:
        from matplotlib.figure import Figure

        size = (WIDTH, _height(result, kind))
        figure = Figure(size, dpi=DPI, layout="constrained")
        ax = figure.add_subplot()
        finish = _begin(result, kind, ax)
        _freeze(figure)
    else:
        finish = _begin(result, kind, ax)
        ax.figure.canvas.figure.draw_without_rendering()
    finish()
    return ax


def save(result: object, path: str | os.PathLike[str], *, kind: str | None = None) -> None:
    """Write the picture of a result to a file, the same bytes each time.

    Parameters
    ----------
    result : Comparison, Assessment or Outcome
        What is drawn; of a comparison both pictures, unless one is named.
    path : str or path
        Ends in .png, .svg or .pdf.
    kind : str, optional
        As for :func:`plot`.

    Raises
    ------
    ModelError
        If the ending is another, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from gametheory_orders import compare
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(compare("climate", ["g6_consensus"]), Path(folder, "climate.svg"))
    ...     Path(folder, "climate.svg").read_text()[:5]
    '<?xml'
    """
    import matplotlib.style

    path = Path(path)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ModelError(str(path), ending or "no ending", f"an ending of: {', '.join(ENDINGS)}")
    kinds = (
        ("plane", "shortfall")
        if isinstance(result, Comparison) and kind is None
        else (_kind(result, kind),)
    )
    # Whatever style the reader has set, the file is the same; and it carries no date.
    dateless = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}, ".png": {"Software": None}}
    with matplotlib.style.context("default"), matplotlib.rc_context({"svg.hashsalt": "fourcs"}):
        written = io.BytesIO()
        figure = _figure(result, kinds)
        figure.savefig(written, format=ending[1:], dpi=DPI, metadata=dateless[ending])
    try:
        path.write_bytes(written.getvalue())
    except OSError as error:
        found = error.strerror or type(error).__name__
        raise ModelError(str(path), found, "a file that can be written") from None


def _figure(result: object, kinds: Sequence[str]) -> Figure:
    from matplotlib.figure import Figure

    heights = [_height(result, kind) for kind in kinds]
    figure = Figure((WIDTH, sum(heights)), dpi=DPI, layout="constrained")
    # Subfigures, or the long names beside the bars would narrow the plane as well.
    parts = np.atleast_1d(np.asarray(figure.subfigures(len(kinds), 1, height_ratios=heights)))
    ends = [
        _begin(result, kind, part.add_subplot()) for kind, part in zip(kinds, parts, strict=True)
    ]
    _freeze(figure)
    for finish in ends:
        finish()
    return figure


def _kind(result: object, kind: str | None) -> str:
    """Return the picture that is meant, the first of those that the result has by default."""
    if isinstance(result, Comparison):
        kinds: tuple[str, ...] = ("plane", "shortfall")
        if not result.assessments:
            raise ModelError("result", "a comparison of no orders", "at least one order")
    elif isinstance(result, Assessment):
        kinds = ("shortfall", "actions")
    elif isinstance(result, Outcome):
        kinds = ("actions",)
    else:
        raise ModelError("result", type(result).__name__, "a Comparison, Assessment or Outcome")
    if kind is None:
        return kinds[0]
    if kind not in kinds:
        raise unknown_name("kind", kind, kinds, "a picture")
    return kind


def _height(result: Any, kind: str) -> float:
    if kind == "plane":
        return PLANE_HEIGHT
    if kind == "actions":
        outcome = result.outcome if isinstance(result, Assessment) else result
        return min(1.7 + 0.30 * len(outcome.game.world.ids), 100.0)
    return min(2.2 + 0.34 * len(_assessments(result)), 100.0)


def _begin(result: Any, kind: str, ax: Axes) -> Finish:
    """Draw all but what has to be measured; return what draws the rest."""
    if kind == "plane":
        return _plane(ax, result)
    if kind == "shortfall":
        return _shortfall(ax, result)
    return _actions(ax, result.outcome if isinstance(result, Assessment) else result)


def _freeze(figure: Figure) -> None:
    """Lay the figure out, and keep it so: labels are placed for the sizes of now."""
    engine: Any = figure.get_layout_engine()
    engine.set(w_pad=0.12, h_pad=0.12)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")


def _assessments(result: Comparison | Assessment) -> tuple[Assessment, ...]:
    return result.assessments if isinstance(result, Comparison) else (result,)


def _name(name: str) -> str:
    """Return a name in one line, its middle left out if it is long."""
    name = " ".join(name.split())
    half = (LONGEST_NAME - 1) // 2
    return name if len(name) <= LONGEST_NAME else f"{name[:half]}…{name[-half:]}"


def _look(found: Assessment | Outcome) -> tuple[str, str]:
    """Return the C of a design, and its colour."""
    outcome = found.outcome if isinstance(found, Assessment) else found
    four_c = outcome.game.order.four_c
    return four_c, FOUR_C_COLOURS.get(four_c, QUIET)


# --- the plane ------------------------------------------------------------------------


def _plane(ax: Axes, result: Comparison) -> Finish:
    from matplotlib.lines import Line2D

    placed = [a for a in result.assessments if math.isfinite(a.gap)]
    points = [(a.legitimacy.index, a.effectiveness) for a in placed]
    agreed = [(a.agreed.legitimacy.index, a.agreed.effectiveness) for a in placed]
    moved = [
        (hollow, point, found)
        for hollow, point, found in zip(agreed, points, placed, strict=True)
        if math.isfinite(sum(hollow)) and math.dist(hollow, point) > SAME_POINT
    ]
    heights = [0.0, 1.0, *(y for _, y in points), *(hollow[1] for hollow, _, _ in moved)]
    span = max(heights) - min(heights)
    ax.set(xlim=(-0.03, 1.05), ylim=(min(heights) - 0.05 * span, max(heights) + 0.07 * span))
    ax.plot([0, 1], [0, 1], color=QUIET, linewidth=0.9, linestyle=(0, (4, 4)), zorder=1)
    best = [points[j] for name in result.frontier for j in _positions(placed, name)]
    halo: dict[str, Any] = {"color": FAINT, "linewidth": 6, "marker": "o", "markersize": 18}
    ax.plot(*zip(*best, strict=True), **halo, zorder=1.5) if best else None
    for hollow, point, found in moved:
        _hollow(ax, hollow, point, found)
    for j, (point, found) in enumerate(zip(points, placed, strict=True)):
        # A design on top of others is drawn smaller, so that all of them are seen.
        below = sum(math.dist(point, other) < SAME_POINT for other in points[:j])
        four_c, colour = _look(found)
        dot: dict[str, Any] = {
            "marker": FOUR_C_MARKERS.get(four_c, "X"),
            "color": colour,
            "linestyle": "",
        }
        size = max(9.5 - 3.2 * below, 2.5)
        edge: dict[str, Any] = {"markeredgecolor": "white", "markeredgewidth": 0.8}
        name = found.outcome.game.order.name
        ax.plot(*point, **dot, **edge, markersize=size, label=name, zorder=4 + j / 1000)
    _axis(ax, "legitimacy L" + _missing(result), "effectiveness E, as delivered")
    ax.grid(color="#ECEEF1", linewidth=0.8)
    handles = [_key(four_c) for four_c in _present(placed)]
    if moved:
        ring: dict[str, Any] = {"markerfacecolor": "white", "markeredgecolor": INK, "linestyle": ""}
        handles.append(Line2D([], [], marker="o", markersize=8, **ring, label="as agreed"))
    if best:
        handles.append(Line2D([], [], color=FAINT, linewidth=6, label="frontier"))
    _head(ax, result.table().title, handles)
    lines = [((0.0, 0.0), (1.0, 1.0)), *((a, b) for a, b, _ in moved)]
    lines += list(pairwise(best))
    marks = [*points, *(hollow for hollow, _, _ in moved)]
    names = [_name(a.outcome.game.order.name) for a in placed]

    def finish() -> None:
        words = _sides(ax, marks)
        _label_points(ax, list(zip(points, names, strict=True)), marks, lines, words)

    return finish


def _hollow(
    ax: Axes, hollow: tuple[float, float], point: tuple[float, float], found: Assessment
) -> None:
    """Draw what was agreed, and an arrow from there to what is delivered."""
    four_c, colour = _look(found)
    ring: dict[str, Any] = {
        "markerfacecolor": "none",
        "markeredgecolor": colour,
        "markeredgewidth": 1.5,
    }
    ax.plot(*hollow, marker=FOUR_C_MARKERS.get(four_c, "X"), markersize=13, **ring, zorder=3)
    arrow: dict[str, Any] = {
        "arrowstyle": "-|>",
        "color": colour,
        "linewidth": 1.1,
        "shrinkA": 6,
        "shrinkB": 6,
    }
    ax.annotate("", point, hollow, arrowprops=arrow, zorder=2.5)


def _positions(placed: Sequence[Assessment], name: str) -> list[int]:
    return [j for j, a in enumerate(placed) if a.outcome.game.order.name == name]


def _present(found: Sequence[Assessment]) -> list[str]:
    present = {_look(a)[0] for a in found}
    return [c for c in FOUR_C_COLOURS if c in present] + sorted(present - set(FOUR_C_COLOURS))


def _key(four_c: str) -> Any:
    from matplotlib.lines import Line2D

    look: dict[str, Any] = {
        "marker": FOUR_C_MARKERS.get(four_c, "X"),
        "color": FOUR_C_COLOURS.get(four_c, QUIET),
    }
    return Line2D([], [], **look, linestyle="", markersize=9, label=four_c or "other")


def _missing(result: Comparison) -> str:
    """Return a remark on the designs that have no place in the plane."""
    why: dict[str, list[str]] = {}
    for found in result.assessments:
        if not math.isfinite(found.gap):
            reason = found.delivered.to_dict().get("gap_why") or "undefined"
            why.setdefault(reason, []).append(_name(found.outcome.game.order.name))
    remarks = [f"{', '.join(names)} ({reason})" for reason, names in why.items()]
    text = textwrap.wrap("not placed: " + "; ".join(remarks), 100, max_lines=3, placeholder=" …")
    return "\n" + "\n".join(text) if remarks else ""


def _sides(ax: Axes, marks: Sequence[tuple[float, float]]) -> list[Text]:
    """Name the two sides of the diagonal, where fewest points are in the way."""
    look: dict[str, Any] = {"color": QUIET, "fontsize": FONT, "style": "italic", "zorder": 1}
    out = []
    for text, places in (
        ("coercion or technocracy (E > L)", [(0.02, 0.93), (0.12, 0.80), (0.24, 0.74)]),
        ("talking shop (E < L)", [(0.52, 0.12), (0.40, 0.16), (0.60, 0.20), (0.66, 0.04)]),
    ):
        found = ax.text(0, 0, text, **look)
        tries = []
        for rank, place in enumerate(places):
            found.set_position(place)
            box = found.get_window_extent().padded(14)
            inside = sum(box.contains(*p) for p in ax.transData.transform([*marks, (9, 9)]))
            tries.append((inside, rank))
        found.set_position(places[min(tries)[1]])
        out.append(found)
    return out


def _label_points(
    ax: Axes,
    labels: Sequence[tuple[tuple[float, float], str]],
    marks: Sequence[tuple[float, float]],
    lines: Sequence[tuple[tuple[float, float], tuple[float, float]]],
    words: Sequence[Text],
) -> None:
    """Label points without overlap: nearest free place first, the most crowded point first."""
    if not labels:
        return
    scale = ax.figure.dpi / 72
    look: dict[str, Any] = {"color": INK, "fontsize": SMALL, "ha": "center", "va": "center"}
    look |= {"textcoords": "offset points", "parse_math": False, "annotation_clip": False}
    texts = [ax.annotate(name, point, (0, 0), **look, zorder=6) for point, name in labels]
    sizes = np.array([[b.width, b.height] for b in (t.get_window_extent() for t in texts)])
    at = ax.transData.transform([point for point, _ in labels])
    dots = ax.transData.transform(list(marks))
    boxes = np.hstack([dots - 10 * scale, dots + 10 * scale])
    boxes = np.vstack([boxes, *(word.get_window_extent().extents for word in words)])
    labelled, frame = len(dots), np.asarray(ax.bbox.extents)
    drawn = ax.transData.transform(np.reshape(lines, (-1, 2))).reshape(-1, 4)
    leaders = np.empty((0, 4))
    crowd = (np.linalg.norm(at[:, None] - at[None], axis=2) < 60 * scale).sum(axis=1)
    for j in sorted(range(len(texts)), key=lambda j: (-crowd[j], -sizes[j, 0], j)):
        box, leader = _place(
            at[j],
            sizes[j] + 3 * scale,
            boxes=boxes,
            labelled=labelled,
            drawn=drawn,
            leaders=leaders,
            frame=frame,
        )
        centre = (box[:2] + box[2:]) / 2
        texts[j].set_position(tuple((centre - at[j]) / scale))
        boxes = np.vstack([boxes, box])
        if np.hypot(*(leader[2:] - leader[:2])) > 13 * scale:
            leaders = np.vstack([leaders, leader])
            line: dict[str, Any] = {
                "arrowstyle": "-",
                "color": QUIET,
                "linewidth": 0.7,
                "shrinkA": 0,
            }
            start = tuple((leader[2:] - at[j]) / scale)
            ax.annotate(
                "",
                labels[j][0],
                start,
                textcoords="offset points",
                arrowprops={**line, "shrinkB": 3},
                zorder=3.5,
            )


def _place(
    at: np.ndarray,
    size: np.ndarray,
    *,
    boxes: np.ndarray,
    labelled: int,
    drawn: np.ndarray,
    leaders: np.ndarray,
    frame: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the cheapest box for a label, and the line that leads to it from its point.

    Outside the frame, on another label or on a point costs most; then crossed leaders; then
    lines of the picture beneath the label; then distance.
    """
    height = size[1]
    angles = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    far = height * np.concatenate([[0.62, 0.8, 1.1], np.arange(1.5, 40, 0.5)])
    way = np.column_stack([np.cos(angles), np.sin(angles)])
    # A label's edge, not its centre, keeps the distance, so the sides count like the top.
    centre = (at + far[:, None, None] * way + np.clip(way * 1.6, -1, 1) * size / 2).reshape(-1, 2)
    box = np.hstack([centre - size / 2, centre + size / 2])
    edge = np.clip(at, box[:, :2], box[:, 2:])
    leader = np.hstack([np.broadcast_to(at, edge.shape), edge])
    low, high = box[:, None, :2], box[:, None, 2:]
    covered = ((low < boxes[:, 2:]) & (high > boxes[:, :2])).all(axis=2).sum(axis=1)
    outside = (box[:, :2] < frame[:2]).any(axis=1) | (box[:, 2:] > frame[2:]).any(axis=1)
    own = (np.abs((boxes[:, :2] + boxes[:, 2:]) / 2 - at) < height).all(axis=1)
    over = _crosses(leader, boxes) & ~own
    # A line through a name strikes it out; one that passes a point is only untidy.
    crossed = over[:, labelled:].sum(axis=1) + _crosses(leaders, box).sum(axis=0)
    passed = over[:, :labelled].sum(axis=1)
    beneath = _crosses(drawn, box).sum(axis=0)
    cost = 1e4 * covered + 2e4 * outside + 60.0 * crossed + 3.0 * beneath + 3.0 * passed
    cost = cost + np.hypot(*(leader[:, 2:] - leader[:, :2]).T) / height
    # Beside the point reads better than above it.
    cost = cost + np.tile(0.3 * np.abs(way[:, 1]), len(far))
    best = int(np.argmin(np.round(cost, 6)))
    return box[best], leader[best]


def _crosses(segments: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Return which segments (rows) meet which boxes (columns)."""
    start, step = segments[:, None, :2], segments[:, None, 2:] - segments[:, None, :2]
    step = np.where(np.abs(step) < 1e-9, 1e-9, step)
    one, other = (boxes[None, :, :2] - start) / step, (boxes[None, :, 2:] - start) / step
    enter = np.minimum(one, other).max(axis=2)
    leave = np.maximum(one, other).min(axis=2)
    found: np.ndarray = (enter <= leave) & (leave >= 0) & (enter <= 1)
    return found


# --- shortfall accounts ---------------------------------------------------------------


def _shortfall(ax: Axes, result: Comparison | Assessment) -> Finish:
    from matplotlib.patches import Patch

    found = _assessments(result)
    numbers: list[tuple[float, float, int, str, bool]] = []
    remarks: list[tuple[float, int, str]] = []
    for row, one in enumerate(found):
        right = left = 0.0
        for value, colour, hatch in _segments(one):
            start = right if value >= 0 else left
            where: dict[str, Any] = {"y": row, "width": value, "left": start, "height": 0.74}
            ax.barh(**where, color=colour, edgecolor="white", linewidth=0.8, zorder=2)
            if hatch:
                ax.barh(**where, hatch=hatch, fill=False, edgecolor=QUIET, linewidth=0, zorder=2.1)
            numbers.append((start, value, row, colour, bool(hatch)))
            right, left = right + max(value, 0.0), left + min(value, 0.0)
        if one.shortfall.why or not math.isfinite(one.effectiveness):
            why = one.shortfall.why or one.delivered.to_dict().get("effectiveness_why", "")
            remarks.append((right, row, f"undefined: {' '.join(why.split())}"))
    low, high = ax.dataLim.intervalx if numbers else (0.0, 1.0)
    low, high = min(low, 0.0), max(high, 1.0)
    ax.set(xlim=(low - 0.01 * (high - low) * (low < 0), high + 0.012 * (high - low)))
    ax.set_ylim(len(found) - 0.45, -0.55)
    ax.axvline(0, color=INK, linewidth=0.9, zorder=3)
    ax.axvline(1, color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    names = [_name(one.outcome.game.order.name) for one in found]
    ax.set_yticks(range(len(found)), names, parse_math=False)
    for label, one in zip(ax.get_yticklabels(), found, strict=True):
        label.set_color(FOUR_C_TEXT_COLOURS.get(_look(one)[0], INK))
    below = "; what helps is left of zero" if low < 0 else ""
    _axis(ax, f"share of what is to be gained (first best = 1){below}", "")
    ax.tick_params(axis="y", length=0)
    keys = [
        Patch(facecolor=FOUR_C_COLOURS.get(c, QUIET), label=f"delivered: {c or 'other'}")
        for c in _present(found)
    ]
    grey = RULE_COLOURS["decision"]
    lost = [Patch(facecolor=RULE_COLOURS[rule], label=f"lost to {rule}") for rule in RULES]
    veto = Patch(facecolor=grey, hatch=VETO_HATCH, edgecolor=QUIET, linewidth=0)
    veto.set_label("lost to decision: veto")
    pairs = zip_longest(keys, [*lost[:2], veto, lost[2]], fillvalue=Patch(alpha=0, label=" "))
    # Legends fill columns first: this puts what is delivered above what is lost.
    _head(ax, _shortfall_title(result), [key for pair in pairs for key in pair], rows=2)

    def finish() -> None:
        for start, value, row, colour, hatched in numbers:
            _number(ax, (start + value / 2, row), value, colour=colour, hatched=hatched)
        for start, row, text in remarks:
            _remark(ax, start, row, text)

    return finish


def _segments(found: Assessment) -> list[tuple[float, str, str]]:
    """Return the pieces of one bar: value, colour, hatch; none of them undefined or nothing."""
    share = found.shortfall.share
    grey = RULE_COLOURS["decision"]
    pieces = [
        (found.effectiveness, _look(found)[1], ""),
        (share["participation"], RULE_COLOURS["participation"], ""),
        (share["decision"] - share["decision_veto"], grey, ""),
        (share["decision_veto"], grey, VETO_HATCH),
        (share["enforcement"], RULE_COLOURS["enforcement"], ""),
    ]
    return [piece for piece in pieces if math.isfinite(piece[0]) and abs(piece[0]) > 1e-9]


def _shortfall_title(result: Comparison | Assessment) -> str:
    title = "What each order delivers, and the rules to which the rest is lost"
    if isinstance(result, Assessment):
        title = f"{result.outcome.game.order.name} on {result.outcome.game.issue.name}: "
        title += "what it delivers, and the rules to which the rest is lost"
    return title


def _number(ax: Axes, at: tuple[float, float], value: float, *, colour: str, hatched: bool) -> None:
    """Write a number into its piece of a bar, if there is room for it."""
    red, green, blue = (int(colour[j : j + 2], 16) for j in (1, 3, 5))
    dark = 0.299 * red + 0.587 * green + 0.114 * blue < 128
    look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": SMALL}
    if hatched:
        look["bbox"] = {"facecolor": colour, "edgecolor": "none", "pad": 1.2}
    number = f"{value:.2f}".replace("-", "\N{MINUS SIGN}")
    text = ax.text(*at, number, **look, color="white" if dark else INK, zorder=4)
    room = abs(np.diff(ax.transData.transform([(0, 0), (value, 0)])[:, 0])[0])
    if text.get_window_extent().width + 6 > room:
        text.remove()


def _remark(ax: Axes, x: float, y: float, text: str) -> None:
    """Write a remark beside a bar, cut where the axes end."""
    look: dict[str, Any] = {"va": "center", "fontsize": SMALL, "style": "italic", "color": INK}
    look["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    here = ax.annotate(
        text, (x, y), (6, 0), textcoords="offset points", parse_math=False, **look, zorder=4
    )
    while here.get_window_extent().x1 > ax.bbox.x1 - 4 and len(text) > 12:
        text = text[:-2].rstrip()
        here.set_text(f"{text}…")


# --- actions --------------------------------------------------------------------------


def _actions(ax: Axes, outcome: Outcome) -> Finish:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    states = outcome.game.world.ids
    agreed, delivered = outcome.agreed.agreement, outcome.delivered.agreement
    four_c, colour = _look(outcome)
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
    ax.set_yticks(rows, [_name(state) for state in states], parse_math=False)
    for label, member in zip(ax.get_yticklabels(), inside, strict=True):
        label.set_color(FOUR_C_TEXT_COLOURS.get(four_c, INK) if member else QUIET)
    _axis(ax, "action", "")
    ax.tick_params(axis="y", length=0)
    handles = [
        Patch(facecolor=colour, label="member, delivered"),
        Patch(facecolor=FAINT, hatch="...", edgecolor="white", label="outsider"),
        Line2D([], [], **ring, markersize=6, label="as agreed"),
    ]
    _head(ax, outcome.table().title, handles)
    return lambda: None


# --- what all pictures share ----------------------------------------------------------


def _axis(ax: Axes, across: str, up: str) -> None:
    ax.set_xlabel(across, fontsize=FONT, color=INK, parse_math=False)
    ax.set_ylabel(up, fontsize=FONT, color=INK, parse_math=False)
    ax.tick_params(labelsize=SMALL, color=QUIET)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(QUIET)


def _head(ax: Axes, title: str, handles: Sequence[Any], rows: int = 1) -> None:
    """Set a legend above the axes, in as few rows as fit, and the title above the legend."""
    ax.figure.canvas.figure.draw_without_rendering()
    # From where the names beside the axes begin: long ones would leave too little room.
    whole: Any = ax.get_tightbbox()
    left = (whole.x0 - ax.bbox.x0) / ax.bbox.width
    legend: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (left, 1), "frameon": False}
    legend["borderpad"] = 0.2
    legend |= {"fontsize": SMALL, "columnspacing": 1.2, "handletextpad": 0.5, "borderaxespad": 0.2}
    columns = math.ceil(len(handles) / rows)
    while True:
        made = ax.legend(handles=list(handles), ncols=columns, **legend)
        if columns == 1 or made.get_window_extent().width <= whole.width + 2:
            break
        columns = math.ceil(columns / 2)
    height = made.get_window_extent().height * 72 / ax.figure.dpi
    look: dict[str, Any] = {"loc": "left", "fontsize": FONT + 1, "color": INK, "pad": height + 7}
    text = ax.set_title(title, **look, parse_math=False)
    text.set_x(left)
    if text.get_window_extent().width > whole.width:
        text.set_text(title.replace("; ", "\n").replace(": ", ":\n"))
