"""The commands of the classroom's live games: ``play``, ``debrief``.

Builds on app.py, which they register on; everything heavy is imported inside the commands.
Not here: what is written (classroom/otree), how a session is judged (classroom/debrief.py).
"""

from __future__ import annotations

from typing import Annotated

import typer

from gametheory_orders.cli.app import app
from gametheory_orders.cli.arguments import Csv, Json, Output, TableFile, no_answer, save_table
from gametheory_orders.cli.output import Document, check_output, one_format
from gametheory_orders.foundations.errors import ModelError, NoAnswer, unknown_name

SHEETS = ("text", "md", "html")

OrderOption = Annotated[
    str | None,
    typer.Option("--order", metavar="ORDER", help="Such as aggression_charter; or a file."),
]


@app.command()
def play(
    issue: Annotated[str, typer.Argument(metavar="ISSUE", help="Such as climate; or a file.")],
    *,
    order: OrderOption = None,
    out: Annotated[
        str, typer.Option("-o", "--out", metavar="DIR", help="A new or an empty folder.")
    ],
    rounds: Annotated[
        int, typer.Option("--rounds", metavar="N", help="Rounds that are played.")
    ] = 4,
    states: Annotated[
        str | None,
        typer.Option(
            "--states",
            metavar="A,B,C",
            help="States that people play; the computer plays the others.",
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="Who plays which state, and the luck.")
    ] = 0,
    json: Json = False,
) -> Document:
    """Write an issue under an order as an oTree project, to be played in class."""
    from gametheory_orders.classroom.otree import export_otree

    named = None
    if states is not None:
        named = [part.strip() for part in states.split(",")]
        if not all(named):
            raise ModelError("--states", repr(states), "names with commas between them")
    try:
        done = export_otree(issue, order, out, rounds=rounds, states=named, seed=seed)
    except NoAnswer as error:
        return no_answer(error, one_format(json, False), None)
    if json:
        return Document.json({"schema": 1, **done.to_dict()}, None)
    folder = out.rstrip("/") or out
    lines = [
        str(done),
        "",
        f"{len(done.files)} files in {folder}, {len(done.robots)} states played by the computer.",
        f"Next: read {folder}/README.md; pip install -r requirements.txt there, then otree test.",
    ]
    return Document("\n".join(lines) + "\n")


@app.command()
def debrief(
    results: Annotated[
        str, typer.Argument(metavar="RESULTS", help="oTree's wide CSV, or a plain one.")
    ],
    *,
    model: Annotated[
        str, typer.Option("--model", metavar="ISSUE", help="The issue that was played.")
    ],
    order: OrderOption = None,
    form: Annotated[
        str, typer.Option("--format", metavar="NAME", help="text, md or html.")
    ] = "text",
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    table: TableFile = None,
) -> Document:
    """Set what a class played against what the model expects."""
    kind = one_format(json, csv)
    check_output(output, None, table)
    if form not in SHEETS:
        raise unknown_name("--format", form, SHEETS, "one")
    from gametheory_orders.classroom.debrief import debrief as judge
    from gametheory_orders.classroom.played import read_play

    try:
        found = judge(read_play(results), model, order)
    except NoAnswer as error:
        return no_answer(error, kind, output)
    if table is not None:
        save_table(found, table)
    if kind == "json":
        return Document.json({"schema": 1, **found.to_dict()}, output)
    if kind == "csv":
        return Document.records(found.records(), output)
    return Document(found.sheet(form), output)
