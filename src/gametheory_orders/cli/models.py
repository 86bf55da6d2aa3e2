"""The commands on model files: ``list``, ``show``, ``new``, ``check``.

Builds on app.py, which they register on; everything heavy is imported inside the commands.
Not here: what they look up (bundle.py).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gametheory_orders.cli.app import app
from gametheory_orders.cli.arguments import Csv, Json, Output, TableFile, save_table
from gametheory_orders.cli.output import Document, check_output, one_format
from gametheory_orders.foundations.errors import ModelError


@app.command("list")
def list_models(
    json: Json = False, csv: Csv = False, output: Output = None, table: TableFile = None
) -> Document:
    """List the bundled issues, orders, worlds, institutions and plans of reform."""
    form = one_format(json, csv)
    check_output(output, None, table)
    from gametheory_orders.cli.bundle import listed
    from gametheory_orders.foundations.results import Table

    models = listed()
    rows = [
        [kind[:-1], each["name"], each.get("four_c", ""), each["title"]]
        for kind, entries in models.items()
        for each in entries
    ]
    drawn = Table(["kind", "name", "C", "title"], rows)
    if table is not None:
        save_table(drawn, table)
    if form == "json":
        return Document.json({"schema": 1, **models}, output)
    if form == "csv":
        return Document.table(drawn, output)
    from gametheory_orders.cli.screen import list_text

    return Document.screen(lambda canvas: list_text(drawn, canvas), output)


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Of an issue, order, world or institution.")
    ],
    json: Json = False,
    output: Output = None,
) -> Document:
    """Show one bundled model with its sources."""
    check_output(output, None)
    from gametheory_orders.cli.bundle import described

    kind, result, texts = described(name)
    if json:
        return Document.json({"schema": 1, "kind": kind, **result.to_dict()}, output)
    from gametheory_orders.cli.screen import show_text

    return Document.screen(lambda canvas: show_text(kind, result, texts, canvas), output)


@app.command()
def new(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What to write, such as my.toml.")],
) -> Document:
    """Write a commented model to edit; a file that exists is left alone."""
    from importlib import resources

    template = resources.files("gametheory_orders.cli") / "new_model.toml"
    check_output(file, None)
    try:
        with Path(file).open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(template.read_text(encoding="utf-8"))
    except FileExistsError:
        raise ModelError(file, "a file that exists", "the name of a new file") from None
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise ModelError(file, found, "the name of a new file") from None
    return Document(
        f"wrote {file}\nedit it, then: fourcs check {file}, and: fourcs compare {file}\n"
    )


@app.command()
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A model, order or world file.")],
    json: Json = False,
    output: Output = None,
) -> Document:
    """Read a file as the program would, and say what is wrong with it."""
    check_output(output, None)
    from gametheory_orders.cli.bundle import checked

    found = checked(file)
    if json:
        return Document.json({"schema": 1, "file": file, **found}, output)
    parts = [f"{file}: fine"]
    if "issue" in found:
        parts.append(f"issue {found['issue']} ({found['family']})")
    if "world" in found:
        parts.append(f"world {found['world']}")
    if "institution" in found:
        parts.append(f"institution {found['institution']}, {found['members']} members listed")
    if "states" in found:
        parts.append(f"{found['states']} state{'s' * (found['states'] != 1)}")
    if "orders" in found:
        names = found["orders"]
        parts.append(
            f"{len(names)} order{'s' * (len(names) != 1)}"
            + (f" ({', '.join(names)})" if names else "")
        )
    return Document(", ".join(parts) + "\n", output)
