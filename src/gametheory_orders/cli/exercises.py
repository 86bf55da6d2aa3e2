"""The commands of the classroom: ``exercise`` and ``grade``.

Builds on app.py, which they register on; everything heavy is imported inside the commands.
Not here: the questions and their formats (classroom/), or what an answer is worth (there too).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gametheory_orders.cli.app import app
from gametheory_orders.cli.arguments import Csv, Json, Output, TableFile, save_table
from gametheory_orders.cli.output import Document, check_output, one_format
from gametheory_orders.foundations.errors import ModelError

if TYPE_CHECKING:
    from gametheory_orders.classroom.grading import Grades

Out = Annotated[
    str | None,
    typer.Option("--output", "--out", metavar="FILE", help="Write there, not on the screen."),
]


@app.command()
def exercise(
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="TOPIC_OR_ID",
            show_default=False,
            help="Such as vetoes, club, risk-dominance; or all. --list names them.",
        ),
    ] = None,
    *,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="The same seed, the same sheet.")
    ] = 0,
    number: Annotated[int, typer.Option("--number", metavar="K", help="How many.")] = 1,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORM",
            show_default=False,
            help="md (by default), tex, html, moodle or ipynb.",
        ),
    ] = None,
    key: Annotated[
        bool, typer.Option("--key", help="With answers, solutions and common mistakes.")
    ] = False,
    catalogue: Annotated[bool, typer.Option("--list", help="List the templates.")] = False,
    json: Json = False,
    output: Out = None,
) -> Document:
    """Draw exercises for a class, or their answer key."""
    check_output(output, None)
    if json and form is not None:
        raise ModelError("--json", f"--format {form} beside it", "one of the two, not both")
    if catalogue:
        return _listed(which, json, output)
    if which is None:
        raise ModelError("fourcs exercise", "no argument", "a topic, an id, or all (see --list)")
    from gametheory_orders.classroom.sheets import exercise_sheet, write_sheet

    sheet = exercise_sheet(which, seed, number)
    if json:
        return Document.json({"schema": 1, **sheet.to_dict(key=key)}, output)
    return Document(write_sheet(sheet, form or "md", key=key), output)


def _listed(which: str | None, json: bool, output: str | None) -> Document:
    from gametheory_orders.classroom.exercises import choose_templates
    from gametheory_orders.foundations.results import Table

    found = choose_templates(which or "all")
    if json:
        return Document.json({"schema": 1, "templates": [each.to_dict() for each in found]}, output)
    rows = [[each.id, each.four_c, each.difficulty, ", ".join(each.topics)] for each in found]
    table = Table(["id", "C", "difficulty", "topics"], rows)
    return Document(f"{table.text()}\n\n{len(rows)} templates.\n", output)


@app.command()
def grade(
    answers: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A CSV file: student, then a column an exercise."),
    ],
    *,
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="KEY", help="What exercise --key --json wrote."),
    ] = None,
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    table: TableFile = None,
) -> Document:
    """Grade a file of answers against a key."""
    form = one_format(json, csv)
    check_output(output, None, table)
    if key is None:
        raise ModelError("fourcs grade", "no --key", "--key KEY, from fourcs exercise --key --json")
    from gametheory_orders.classroom.grading import grade_answers

    found = grade_answers(answers, key)
    if table is not None:
        save_table(found, table)
    if form == "json":
        return Document.json({"schema": 1, **found.to_dict()}, output)
    if form == "csv":
        return Document.records(found.records(), output)
    return Document(_text(found), output)


def _text(found: Grades) -> str:
    """Return points by student, and a word on every answer that is not right."""
    lines = [found.table().text(2), ""]
    for name, marks in found.marks.items():
        lines += [
            f"{name}, {place}: {mark.feedback}"
            for place, mark in enumerate(marks, 1)
            if mark.points < 1
        ]
    return "\n".join(lines).rstrip() + "\n"
