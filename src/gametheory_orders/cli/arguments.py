"""The options that several commands share, and what is read from them.

Builds on typer and output.py. Not here: the commands (app.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gametheory_orders.cli.output import Document, write_file
from gametheory_orders.foundations.errors import ModelError, NoAnswer

if TYPE_CHECKING:
    from gametheory_orders.files import Model
    from gametheory_orders.foundations.results import Result, Table

Json = Annotated[bool, typer.Option("--json", help="One JSON document, at full precision.")]
Csv = Annotated[bool, typer.Option("--csv", help="The table as CSV, at full precision.")]
Output = Annotated[
    str | None, typer.Option("--output", metavar="FILE", help="Write there, not on the screen.")
]
Plot = Annotated[
    str | None,
    typer.Option("--plot", metavar="FILE", help="A picture too: .png, .svg or .pdf."),
]
TableFile = Annotated[
    str | None,
    typer.Option(
        "--table",
        metavar="FILE",
        help="The table too, as for a paper, with version and files: .tex, .md, .html or .csv.",
    ),
]
Against = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="patience",
        help="What --plot draws effectiveness against: patience, with who binds where.",
    ),
]
PatienceOption = Annotated[
    str | None,
    typer.Option(
        "--patience",
        metavar="D",
        help="Weight of tomorrow, from 0 to below 1, or by state: US=0.8,China=0.5. "
        "Replaces the orders' own (else 0.9).",
    ),
]
Foresight = Annotated[
    str,
    typer.Option("--foresight", metavar="NAME", help="anticipate (what will be kept), or naive."),
]
Fallback = Annotated[
    str,
    typer.Option(
        "--fallback",
        metavar="NAME",
        help="What becomes of an agreement that would not be kept: "
        "deepest_kept, best_kept or exempt.",
    ),
]


def parse_patience(text: str | None) -> float | Mapping[str, float] | None:
    """Return patience as given: one number, or by state as in US=0.8,China=0.5.

    Examples
    --------
    >>> parse_patience("0.9"), parse_patience("US=0.8, China=0.5")
    (0.9, {'US': 0.8, 'China': 0.5})
    """
    if text is None:
        return None
    if "=" not in text:
        return _share(text, "--patience")
    found: dict[str, float] = {}
    for part in text.split(","):
        state, equals, value = part.partition("=")
        state = state.strip()
        if not equals or not state:
            raise ModelError("--patience", repr(part), "a number, or pairs such as US=0.8")
        if state in found:
            raise ModelError("--patience", f"{state!r} a second time", "each state once")
        found[state] = _share(value, f"--patience {state}")
    return found


def _share(text: str, where: str) -> float:
    wanted = "a number from 0 up to, not including, 1"
    try:
        value = float(text)
    except ValueError:
        raise ModelError(where, repr(text), wanted) from None
    if not 0 <= value < 1:
        raise ModelError(where, text.strip(), wanted)
    return value


def listed(text: str | None) -> list[str] | None:
    """Return the names in a list with commas."""
    if text is None:
        return None
    names = [part.strip() for part in text.split(",")]
    if not all(names):
        raise ModelError("--orders", repr(text), "names or paths with commas between them")
    return names


def chosen_order(model: Model, order: str | None) -> Any:
    """Return the order of a model that is meant."""
    from gametheory_orders.files.comparing import choose

    try:
        return choose(model, order)
    except ModelError as error:
        if order is None and "the name of one" in error.expected:
            raise ModelError("--order", str(error.found), error.expected) from None
        raise


def check_against(against: str | None, plot: str | None) -> None:
    """Raise unless what a picture is drawn against is known, and there is a picture."""
    if against is None:
        return
    if against != "patience":
        raise ModelError("--against", against, "patience")
    if plot is None:
        raise ModelError("--against", against, "--plot FILE beside it")


def save_picture(result: object, path: str) -> None:
    """Write the picture of a result."""
    from gametheory_orders import plots

    plots.save(result, path)


def save_table(found: Result | Table, path: str, seed: int | None = None) -> None:
    """Write the table of a result, with what it was made from below it."""
    from gametheory_orders.files.footers import footer
    from gametheory_orders.files.sources import reads_so_far
    from gametheory_orders.foundations.tables import ENDINGS, Table

    table = found if isinstance(found, Table) else found.table()
    target = Path(path)
    form = ENDINGS[target.suffix.lower()]
    notes = footer(*reads_so_far(), seed=seed)
    label = "tab:" + "".join(c if c.isalnum() or c in "-_" else "-" for c in target.stem)
    write_file(path, table.written(form, table.title, label, notes), "--table")


def no_answer(error: NoAnswer, form: str, output: str | None) -> Document:
    """Return the document that tells that no answer exists, with its witness."""
    from gametheory_orders.foundations.results import plain

    message = f"no answer: {error}"
    if form != "json":
        return Document("", None, 1, message)
    document = {"schema": 1, "error": str(error), "witness": plain(error.witness)}
    return Document.json(document, output, 1, message)


def made_from(document: Mapping[str, Any], source: str, kind: str, **asked: Any) -> dict[str, Any]:
    """Return a document that names, beside its schema, the model that it was made from.

    Parameters
    ----------
    document : mapping
        What the command has to say.
    source : str
        The model as it was typed.
    kind : str
        Where bundled models of this kind are; empty where there are none.
    **asked
        What else somebody has to know who rechecks it; None is left out.
    """
    from gametheory_orders.files.sources import sha256_of_model

    model = {"name": source, "sha256": sha256_of_model(source, kind)}
    model |= {name: value for name, value in asked.items() if value is not None}
    rest = {name: value for name, value in document.items() if name != "schema"}
    return {"schema": 1, "model": model, **rest}


def kind_of(institution: str) -> str:
    """Return where an institution is looked for: among the reforms if it is only there."""
    from gametheory_orders.files import bundled

    only = institution in bundled("reforms") and institution not in bundled("institutions")
    return "reforms" if only else "institutions"
