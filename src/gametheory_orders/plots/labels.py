"""Where the labels of points go, so that none covers another.

Builds on numpy and the rendered sizes of texts. Not here: what they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.palette import (
    INK,
    QUIET,
)
from gametheory_orders.foundations.tolerances import SHOWN
from gametheory_orders.plots.common import SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text


def label_points(
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
    step = np.where(np.abs(step) < SHOWN, SHOWN, step)
    one, other = (boxes[None, :, :2] - start) / step, (boxes[None, :, 2:] - start) / step
    enter = np.minimum(one, other).max(axis=2)
    leave = np.maximum(one, other).min(axis=2)
    found: np.ndarray = (enter <= leave) & (leave >= 0) & (enter <= 1)
    return found
