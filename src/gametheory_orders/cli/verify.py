"""The command ``verify``: a saved result rechecked from its model by the referee.

Builds on app.py, which it registers on, and referee. Not here: any check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gametheory_orders.cli.app import app
from gametheory_orders.cli.arguments import Csv, Json, Output, TableFile, save_table
from gametheory_orders.cli.output import Canvas, Document, check_output, one_format

if TYPE_CHECKING:
    from gametheory_orders.referee import Verification

MOST_SHOWN = 30


@app.command()
def verify(
    result: Annotated[
        str, typer.Argument(metavar="RESULT.json", help="What fourcs ... --json wrote.")
    ],
    *,
    model: Annotated[
        str | None,
        typer.Option(
            "--model", metavar="FILE", help="The model; by default the one that the file names."
        ),
    ] = None,
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    table: TableFile = None,
) -> Document:
    """Recheck a saved result from its model, by slow code that shares none with the solvers."""
    form = one_format(json, csv)
    check_output(output, None, table)
    from gametheory_orders.referee import verify as recheck

    found = recheck(result, model)
    if table is not None:
        save_table(found, table)
    code = 0 if found.holds else 1
    message = "" if found.holds else _message(found)
    if form == "json":
        return Document.json(found.to_dict(), output, code, message)
    if form == "csv":
        plain = Document.table(found.table(), output)
        return Document(plain.text, output, code, message)
    drawn = Document.screen(lambda canvas: verification_text(found, canvas), output)
    return Document(drawn.text, output, code, message)


def _message(found: Verification) -> str:
    if found.differences:
        first = found.differences[0].path
        return f"{len(found.differences)} figures differ from the model, first {first}"
    return "nothing in the file could be rechecked"


def verification_text(found: Verification, canvas: Canvas) -> str:
    """Return the counts, what differs, and what was not rechecked and why."""
    from gametheory_orders.cli.screen import grid_text, paragraphs, wrapped
    from gametheory_orders.foundations.results import Table

    parts = [wrapped(found.table().title, canvas.width)]
    wrong = [[c.path, _cell(c.found), _cell(c.expected)] for c in found.differences[:MOST_SHOWN]]
    if wrong:
        parts += ["", grid_text(Table(["place", "in the file", "worked out"], wrong), canvas)]
    if len(found.differences) > MOST_SHOWN:
        parts.append(f"{len(found.differences) - MOST_SHOWN} more differ: --json has all.\n")
    why: dict[str, list[str]] = {}
    for check in found.left_out:
        why.setdefault(check.why, []).append(check.path)
    lines = [f"Not rechecked, {reason}: {_listed(places)}." for reason, places in why.items()]
    return "\n".join(parts) + ("\n" if not wrong else "") + paragraphs(lines, canvas.width)


def _listed(places: list[str]) -> str:
    more = len(places) - 3
    return ", ".join(places[:3]) + (f" and {more} more" if more > 0 else "")


def _cell(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
