"""The plane of effectiveness and legitimacy on the page: lettered dots, and a table of them.

Builds on drawing.py and the palette. Not here: the picture for paper (plots/plane.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from gametheory_orders.explorer.drawing import html_table, number
from gametheory_orders.explorer.session import Point, Screen
from gametheory_orders.foundations.palette import FAINT, FOUR_C_TEXT_COLOURS, INK, QUIET
from gametheory_orders.foundations.results import Table
from gametheory_orders.foundations.tolerances import WHOLE

SIDE, LEFT, TOP, EDGE = 312.0, 54.0, 8.0, 18.0
"""Of the plane, in units of its drawing; no dot covers the numbers beyond its edge."""


def plane(screen: Screen) -> str:
    """Return the plane of effectiveness and legitimacy with its frontier, and a table of it."""
    points = screen.points
    placed = [
        (letter, point)
        for letter, point in zip(_letters(len(points)), points, strict=True)
        if math.isfinite(point.effectiveness + point.legitimacy)
    ]
    rows = [
        [
            f"{_mark(letter, point)}{escape(point.title)}"
            + (" <b>(this order)</b>" if point.yours else ""),
            number(point.effectiveness),
            number(point.legitimacy),
            "yes" if point.on_frontier else "no",
        ]
        for letter, point in zip(_letters(len(points)), points, strict=True)
    ]
    columns = ["order", "E", "L", "best"]
    table = html_table(Table(columns, rows), "Orders side by side", "fx-figures fx-plane-table")
    remarks = "".join(f"<p class='fx-note'>{escape(each)}</p>" for each in screen.remarks)
    return (
        "<section><h3>Effective, legitimate, or both?</h3>"
        f"{_plane_picture(placed)}{table}<p class='fx-note'>Best: no other order shown has more "
        "of both. Grey marks those. Above the dashed line more is done than is "
        f"legitimate; below it less.</p>{remarks}</section>"
    )


def _letters(count: int) -> list[str]:
    return [chr(ord("A") + j) if j < 26 else f"{j + 1}" for j in range(count)]


def _mark(letter: str, point: Point) -> str:
    colour = FOUR_C_TEXT_COLOURS.get(point.four_c, INK)
    kind = "fx-mark fx-yours" if point.yours else "fx-mark"
    return f'<span class="{kind}" style="background:{colour}">{letter}</span>'


def _plane_picture(placed: Sequence[tuple[str, Point]]) -> str:
    side, left, top = SIDE, LEFT, TOP
    low = min([0.0, *(p.effectiveness for _, p in placed)])
    high = max([1.0, *(p.effectiveness for _, p in placed)])
    room = side - 2 * EDGE

    def at(legitimacy: float, effectiveness: float) -> tuple[float, float]:
        height = (high - effectiveness) / (high - low)
        return left + EDGE + legitimacy * room, top + EDGE + height * room

    lines = []
    for tick in _ticks(0.0, 1.0):
        x = at(tick, 0)[0]
        lines.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{top + side}" stroke="#E6E8EC"/>'
            f'<text x="{x:.1f}" y="{top + side + 17}" text-anchor="middle">{tick:g}</text>'
        )
    for tick in _ticks(low, high):
        y, name = at(0, tick)[1], f"{tick:g}".replace("-", "\N{MINUS SIGN}")
        lines.append(
            f'<line x1="{left}" x2="{left + side}" y1="{y:.1f}" y2="{y:.1f}" stroke="#E6E8EC"/>'
            f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{name}</text>'
        )
    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    lines.append(
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{QUIET}" '
        'stroke-dasharray="5 5"/>'
    )
    best = sorted((p.legitimacy, p.effectiveness) for _, p in placed if p.on_frontier)
    if best:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*each) for each in best))
        lines.append(
            f'<polyline points="{path}" fill="none" stroke="{FAINT}" stroke-width="7" '
            'stroke-linejoin="round" stroke-linecap="round"/>'
        )
    for x, y in (at(*each) for each in best):
        lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="18" fill="{FAINT}"/>')
    lines += _dots([(letter, p, at(p.legitimacy, p.effectiveness)) for letter, p in placed])
    words = "; ".join(
        f"{letter}, {p.title}: L {number(p.legitimacy)}, E {number(p.effectiveness)}"
        for letter, p in placed
    )
    label = escape(f"Legitimacy from left to right, effectiveness upwards. {words}", quote=True)
    bottom = top + side + 36
    return (
        f'<svg class="fx-plane" viewBox="0 0 {left + side + 16} {bottom + 6}" role="img" '
        f'aria-label="{label}">{"".join(lines)}'
        f'<text x="{left + side / 2}" y="{bottom}" text-anchor="middle">legitimacy L</text>'
        f'<text transform="translate(12 {top + side / 2}) rotate(-90)" text-anchor="middle">'
        "effectiveness E</text></svg>"
    )


def _dots(placed: Sequence[tuple[str, Point, tuple[float, float]]]) -> list[str]:
    """Return the lettered dots, moved apart where they would cover each other."""
    taken: list[tuple[float, float]] = []
    leaders, dots = [], []
    for letter, point, (x, y) in placed:
        to_x, to_y = _free_spot(x, y, taken)
        taken.append((to_x, to_y))
        colour = FOUR_C_TEXT_COLOURS.get(point.four_c, INK)
        if (to_x, to_y) != (x, y):
            leaders.append(
                f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" '
                f'stroke="{colour}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
            )
        if point.yours:
            dots.append(
                f'<circle cx="{to_x:.1f}" cy="{to_y:.1f}" r="14" fill="#fff" stroke="{INK}"/>'
            )
        dots.append(
            f'<circle cx="{to_x:.1f}" cy="{to_y:.1f}" r="11" fill="{colour}"/>'
            f'<text x="{to_x:.1f}" y="{to_y + 4.2:.1f}" text-anchor="middle" fill="#fff" '
            f'font-weight="700">{letter}</text>'
        )
    return leaders + dots


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers from low to high, at most some ten of them."""
    step = next((s for s in (0.25, 0.5, 1.0, 2.0, 5.0) if (high - low) / s <= 9), 0.0)
    step = step or 10 ** math.ceil(math.log10((high - low) / 9))
    first, last = math.ceil(low / step - WHOLE), math.floor(high / step + WHOLE)
    return [step * count for count in range(first, last + 1)]


def _free_spot(x: float, y: float, taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    for ring in range(6):
        for turn in range(8 if ring else 1):
            angle = math.pi * (turn / 4 + 1.25)
            spot = x + 27 * ring * math.cos(angle), y + 27 * ring * math.sin(angle)
            inside = LEFT < spot[0] < LEFT + SIDE and TOP < spot[1] < TOP + SIDE
            if (inside or not ring) and all(math.dist(spot, other) >= 25 for other in taken):
                return spot
    return x, y
