"""The ledger of claims: one tile a claim, by C and verdict.

Builds on common.py and statics.claims. Not here: any verdict (statics/claims).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from gametheory_orders.foundations.palette import (
    FAINT,
    FOUR_C_COLOURS,
    FOUR_C_TEXT_COLOURS,
    INK,
    QUIET,
)
from gametheory_orders.plots.common import FONT, SMALL, Finish, set_head
from gametheory_orders.plots.registry import picture
from gametheory_orders.statics.claims.checks import VERDICTS
from gametheory_orders.statics.claims.ledger import IN_WORDS, ClaimResult, Ledger

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

IN_A_ROW = 20
ROW, BETWEEN, HEAD = 0.46, 0.4, 0.9  # inches; rows, parts of a row, inches
GREY = "#8A93A3"
ORDER = (*FOUR_C_COLOURS, "all")


def ledger_height(found: Ledger) -> float:
    """Return the height of the tiles of a ledger, in inches."""
    rows = sum(_rows(len(inside)) for _, inside in _parts(found))
    return HEAD + ROW * (rows + BETWEEN * len(_parts(found)))


@picture("verdicts", Ledger, height=ledger_height, when=lambda found: len(found) > 0)
def draw_ledger(ax: Axes, found: Ledger) -> Finish:
    """Draw a tile for each claim, with its number, in the colour of its C."""
    top = 0.0
    for four_c, inside in _parts(found):
        _name(ax, four_c, len(inside), top)
        for j, each in enumerate(inside):
            _tile(ax, each, (j % IN_A_ROW, top + j // IN_A_ROW))
        top += _rows(len(inside)) + BETWEEN
    ax.set(xlim=(0, IN_A_ROW), ylim=(top - BETWEEN, 0))
    ax.set_axis_off()
    counts = {verdict: sum(each.verdict == verdict for each in found) for verdict in VERDICTS}
    keys = [_key(verdict, count) for verdict, count in counts.items() if count]
    title = f"{len(found)} claim{'s' * (len(found) != 1)} of the paper, by C and by verdict"
    set_head(ax, title, keys)
    return lambda: None


def _parts(found: Ledger) -> list[tuple[str, list[ClaimResult]]]:
    """Return the claims by C, those that hold first."""
    parts = []
    for four_c in ORDER:
        inside = [each for each in found if each.about.four_c == four_c]
        inside.sort(key=lambda each: (VERDICTS.index(each.verdict), each.about.id))
        if inside:
            parts.append((four_c, inside))
    return parts


def _rows(count: int) -> int:
    return math.ceil(count / IN_A_ROW)


def _name(ax: Axes, four_c: str, count: int, top: float) -> None:
    words = "all four" if four_c == "all" else four_c
    look: dict[str, Any] = {"xycoords": "data", "textcoords": "offset points", "va": "center"}
    colour = FOUR_C_TEXT_COLOURS.get(four_c, INK)
    ax.annotate(
        f"{words} ({count})",
        (0, top + 0.5),
        (-10, 0),
        ha="right",
        fontsize=FONT,
        color=colour,
        weight="bold",
        annotation_clip=False,
        **look,
    )


def _look(verdict: str, colour: str) -> dict[str, Any]:
    """Return how a verdict looks: the fuller the tile, the more of the claim holds.

    Fill and hatch tell it too, so that no verdict depends on a colour.
    """
    if verdict == "holds":
        return {"facecolor": colour, "edgecolor": colour}
    if verdict == "holds_if":
        return {"facecolor": _paler(colour, 0.42), "edgecolor": colour}
    if verdict == "mixed":
        return {"facecolor": "white", "edgecolor": colour, "hatch": "////"}
    if verdict == "fails":
        return {"facecolor": "white", "edgecolor": colour, "linewidth": 2.4}
    return {"facecolor": "white", "edgecolor": FAINT, "linestyle": (0, (2, 2))}


def _tile(ax: Axes, found: ClaimResult, at: tuple[float, float]) -> None:
    from matplotlib.patches import Rectangle

    colour = FOUR_C_COLOURS.get(found.about.four_c, GREY)
    look = {"linewidth": 1.2, **_look(found.verdict, colour)}
    x, y = at
    ax.add_patch(Rectangle((x + 0.05, y + 0.07), 0.9, 0.86, **look, clip_on=False))
    text: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": SMALL, "color": INK}
    if found.verdict == "holds":
        # Black or white, whichever stands out more; on orange and pink that is black.
        text["color"] = "white" if _brightness(colour) < 0.5 else INK
    if found.verdict == "mixed":
        text["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    if found.verdict == "not_formalised":
        text["color"] = QUIET
    ax.text(x + 0.5, y + 0.5, str(found.about.id), **text)


def _key(verdict: str, count: int) -> Patch:
    from matplotlib.patches import Patch

    look = {"linewidth": 1.2, **_look(verdict, GREY)}
    words = "holds under a condition" if verdict == "holds_if" else IN_WORDS[verdict]
    return Patch(**look, label=f"{words} ({count})")


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[j : j + 2], 16) for j in (1, 3, 5))
    return red, green, blue


def _brightness(colour: str) -> float:
    red, green, blue = _channels(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def _paler(colour: str, part: float) -> str:
    """Return a colour with so much of it left, the rest white."""
    mixed = (round(255 - part * (255 - each)) for each in _channels(colour))
    return "#" + "".join(f"{each:02X}" for each in mixed)
