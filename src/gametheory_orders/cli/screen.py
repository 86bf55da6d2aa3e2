"""What a reader sees: tables fitted to the screen, then what they say in words.

Builds on rich and words.py. One colour for each C, on terminals only.
Not here: JSON and CSV (output.py), pictures (plots).
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from gametheory_orders.cli.output import Canvas
from gametheory_orders.cli.words import explain, explain_solution, title
from gametheory_orders.files import shown_path
from gametheory_orders.foundations.palette import FOUR_C_COLOURS, QUIET
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.foundations.results import show as cell_text
from gametheory_orders.issues import Issue
from gametheory_orders.measures.compare import Comparison
from gametheory_orders.measures.shortfall import RULES
from gametheory_orders.worlds import World

WIDE = 100
_HEADINGS = {
    "needs patience": "needs\npatience",
    "participation": "partici-\npation",
    "decision": "deci-\nsion",
    "enforcement": "enforce-\nment",
    "members": "mem-\nbers",
    "needed patience": "needed\npatience",
    "would leave": "would\nleave",
    "gain from defecting": "gain from\ndefecting",
    "expected loss": "expected\nloss",
    "loss from reversion": "loss from\nreversion",
    "beyond reach": "beyond\nreach",
}
_SHORT = {
    "needs patience": "needs\npat.",
    "participation": "part.",
    "decision": "dec.",
    "enforcement": "enf.",
    "members": "in",
}


def comparison_text(found: Comparison, canvas: Canvas, virtues: bool = False) -> str:
    """Return a comparison: title, one row an order, and what it says in words."""
    table = found.table()
    wide = canvas.width >= WIDE
    keep = [j for j, name in enumerate(table.columns) if wide or name != "C"]
    headings = _HEADINGS if wide else {**_HEADINGS, **_SHORT}
    colours = [FOUR_C_COLOURS.get(row[1], QUIET) for row in table.rows]
    groups = None if wide else [row[1] for row in table.rows]
    narrow = Table([table.columns[j] for j in keep], [[row[j] for j in keep] for row in table.rows])
    drawn = grid_text(narrow, canvas, headings, colours, groups)
    words = paragraphs(explain(found), canvas.width)
    if virtues:
        ground = found.virtues_table()
        drawn += f"\n{ground.title}\n{grid_text(ground, canvas)}"
        why = {name: why for a in found for name, why in a.virtues.why.items()}
        missing = [f"No {name.replace('_', ' ')}: {reason}." for name, reason in why.items()]
        words = paragraphs([*explain(found), *missing], canvas.width)
    if found.view is not None:
        view = found.view_table()
        drawn += f"\n{view.title}\n{grid_text(view, canvas)}"
    return f"{wrapped(title(found), canvas.width)}\n\n{drawn}\n{words}"


def solution_text(found: Comparison, canvas: Canvas) -> str:
    """Return one solved game: states, then measures, then words."""
    (assessment,) = found
    outcome = assessment.outcome
    order = outcome.game.order
    heading = title(found, order)
    states = grid_text(_scaled(outcome.table(), ("agreed", "delivered", "gain")), canvas, _HEADINGS)
    kept = _compliance(outcome.compliance_table())
    measures = Table(assessment.table().columns, assessment.table().rows[:4])
    account = Table(
        ["lost to", "first step", "share", "last step"],
        [
            [
                rule,
                assessment.shortfall.first_step[rule],
                assessment.shortfall.share[rule],
                assessment.shortfall.last_step[rule],
            ]
            for rule in RULES
        ],
    )
    parts = [
        wrapped(heading, canvas.width),
        states,
        *([grid_text(kept, canvas, _HEADINGS)] if kept.rows else []),
        grid_text(measures, canvas),
        grid_text(account, canvas),
        paragraphs(explain_solution(found), canvas.width),
    ]
    return "\n".join([parts[0], "", *parts[1:]])


def _compliance(table: Table) -> Table:
    """Return what breaking the agreement brings, without the columns that have nothing to say."""
    always = ("state", "gain from defecting", "keeps")
    keep = [
        j
        for j, name in enumerate(table.columns)
        if name in always or any(row[j] not in (None, False, 0.0) for row in table.rows)
    ]
    shown = Table([table.columns[j] for j in keep], [[row[j] for j in keep] for row in table.rows])
    amounts = ("gain from defecting", "expected loss", "loss from reversion")
    return _scaled(shown, [name for name in amounts if name in shown.columns])


def list_text(table: Table, canvas: Canvas) -> str:
    """Return the bundled models, one a row."""
    colours = [FOUR_C_COLOURS.get(row[2] or "", "") for row in table.rows]
    return grid_text(table, canvas, colours=colours)


def show_text(kind: str, result: Result, files: Sequence[Path], canvas: Canvas) -> str:
    """Return a bundled model: its figures, where they are from, and its files as they stand."""
    parts: list[str] = []
    world = None
    if isinstance(result, Issue):
        parts.append(wrapped(f"{kind} {result.name}: {result.title}", canvas.width))
        world = result.world
    elif isinstance(result, World):
        parts.append(f"{kind} {result.name}: {result.n} states")
        world = result
    else:
        table = result.table()
        parts.append(f"{kind} {table.title}")
        parts.append(grid_text(table, canvas))
    if world is not None:
        parts += _figures(world, canvas)
    for path in files:
        text = path.read_text(encoding="utf-8").rstrip()
        parts += ["", f"--- {shown_path(path)}", text]
    return "\n".join(parts) + "\n"


def _figures(world: World, canvas: Canvas) -> list[str]:
    """Return the states' figures, as many columns beside each other as fit, and sources."""
    table = _scaled(world.table(), list(world.columns))
    parts: list[str] = []
    block: list[int] = []
    used = 0
    widths = [
        max([len(name), *(len(cell_text(row[j])) for row in table.rows)])
        for j, name in enumerate(table.columns)
    ]
    for j in range(1, len(table.columns)):
        if block and used + widths[j] + 2 > canvas.width - widths[0]:
            parts.append(_columns_of(table, block, canvas))
            block, used = [], 0
        block.append(j)
        used += widths[j] + 2
    if block:
        parts.append(_columns_of(table, block, canvas))
    return ["", *parts, *(_item(f"{key}: {text}", canvas) for key, text in world.sources.items())]


def _columns_of(table: Table, block: list[int], canvas: Canvas) -> str:
    keep = [0, *block]
    picked = [[row[j] for j in keep] for row in table.rows]
    return grid_text(Table([table.columns[j] for j in keep], picked), canvas)


class _Figure(str):
    """A number that is written already, with as many digits as its column needs."""


def _scaled(table: Table, columns: Sequence[str]) -> Table:
    """Return a table with some columns written to about four digits of their largest figure."""
    rows = [list(row) for row in table.rows]
    for name in columns:
        j = table.columns.index(name)
        figures = [row[j] for row in rows if row[j] is not None]
        if any(isinstance(figure, str) for figure in figures):
            continue  # actions with names
        figures = [figure for figure in figures if math.isfinite(figure)]
        largest = max((abs(figure) for figure in figures), default=0.0)
        order = math.floor(math.log10(largest)) if largest > 0 else 0
        form = "e" if not -9 < order < 15 else "f"
        digits = 3 if form == "e" else min(max(3 - order, 0), 12)
        for row in rows:
            row[j] = _Figure("-" if row[j] is None else f"{row[j]:.{digits}{form}}")
    return Table(table.columns, rows, table.title)


def grid_text(
    table: Table,
    canvas: Canvas,
    headings: dict[str, str] | None = None,
    colours: Sequence[str] | None = None,
    groups: Sequence[str] | None = None,
) -> str:
    """Return a table without lines; rows in a colour, with a heading where the group changes."""
    grid = RichTable(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    names = headings or {}
    for j, name in enumerate(table.columns):
        numeric = all(
            isinstance(row[j], int | float | _Figure) or row[j] is None for row in table.rows
        )
        right = numeric and not all(isinstance(row[j], bool) for row in table.rows)
        grid.add_column(
            Text(names.get(name, name)),
            justify="right" if right else "left",
            overflow="fold",
        )
    for i, row in enumerate(table.rows):
        style = colours[i] if colours else ""
        if groups and (i == 0 or groups[i] != groups[i - 1]):
            grid.add_row(Text(groups[i], style=f"bold {style}"))
        cells = [Text(cell_text(value)) for value in row]
        if style:
            cells[0].stylize(style)
            if table.columns[1:2] == ["C"]:
                cells[1].stylize(style)
        grid.add_row(*cells)
    return rendered(grid, canvas)


def rendered(shown: RichTable | Text, canvas: Canvas) -> str:
    """Return what the screen shows, without blanks at the ends of lines."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=canvas.width,
        force_terminal=canvas.colour,
        no_color=not canvas.colour,
        highlight=False,
        legacy_windows=False,
    )
    console.print(shown)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def paragraphs(lines: Sequence[str], width: int) -> str:
    """Return lines as items, wrapped."""
    return "".join(_item(line, Canvas(width)) + "\n" for line in lines)


def _item(line: str, canvas: Canvas) -> str:
    return "\n".join(
        textwrap.wrap(
            line,
            min(canvas.width, WIDE),
            initial_indent="- ",
            subsequent_indent="  ",
            break_on_hyphens=False,
        )
    )


def wrapped(line: str, width: int) -> str:
    """Return a line wrapped to the screen."""
    return "\n".join(textwrap.wrap(line, min(width, WIDE), break_on_hyphens=False))


__all__: list[Any] = ["comparison_text", "list_text", "show_text", "solution_text"]
