"""The command ``claims``: the paper's claims with their verdicts.

Builds on app.py, which it registers on; everything heavy is imported inside the command.
Not here: any check (statics/claims), or how the ledger looks on the screen (ledger.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gametheory_orders.cli.app import app
from gametheory_orders.cli.arguments import (
    Csv,
    Json,
    Output,
    Plot,
    TableFile,
    save_picture,
    save_table,
)
from gametheory_orders.cli.output import Document, check_output, one_format
from gametheory_orders.cli.progress import Quiet, progress
from gametheory_orders.foundations.errors import ModelError, unknown_name

if TYPE_CHECKING:
    from collections.abc import Sequence

Which = Annotated[
    str | None,
    typer.Argument(
        metavar="WHICH",
        show_default=False,
        help="A number such as 104, several (71,104), a C, framing, navigating, or institutions.",
    ),
]


@app.command()
def claims(
    which: Which = None,
    *,
    quiet: Quiet = False,
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    plot: Plot = None,
    table: TableFile = None,
) -> Document:
    """Run the checks of the paper's claims, and say what the model makes of each."""
    form = one_format(json, csv)
    check_output(output, plot, table)
    from gametheory_orders.files import claims as ledgers

    if which == ledgers.INSTITUTIONS:
        return _institutions(form, output, plot, table)
    wanted = _wanted(which)
    with progress(quiet, "claims") as told:
        found = ledgers.load_claims(wanted, progress=told)
    if plot is not None:
        save_picture(found, plot)
    if table is not None:
        save_table(found, table)
    if form == "json":
        return Document.json(found.to_dict(), output)
    if form == "csv":
        return Document.records(found.records(), output)
    from gametheory_orders.cli.ledger import ledger_text

    return Document.screen(lambda canvas: ledger_text(found, canvas), output)


def _institutions(form: str, output: str | None, plot: str | None, table: str | None) -> Document:
    from gametheory_orders.cli.ledger import institutions_text
    from gametheory_orders.files.claims import load_institution_claims

    if plot is not None:
        raise ModelError(f"--plot {plot}", "institutions, which have no picture", "claims")
    found = load_institution_claims()
    if table is not None:
        save_table(found, table)
    if form == "json":
        return Document.json(found.to_dict(), output)
    if form == "csv":
        return Document.table(found.table(), output)
    return Document.screen(lambda canvas: institutions_text(found, canvas), output)


def _wanted(which: str | None) -> Sequence[int] | str | None:
    """Return what is meant: numbers, or the name of a group."""
    if which is None:
        return None
    parts = [part.strip() for part in which.split(",")]
    if all(part.isdecimal() and part.isascii() and len(part) < 10 for part in parts):
        return [int(part) for part in parts]
    from gametheory_orders.files.claims import INSTITUTIONS, claim_groups, load_claims

    groups = claim_groups()
    if not which.strip():
        raise ModelError("claim", "an empty text", "a number, or the name of a group")
    if which in groups:
        return which
    try:
        # A number that is none of ours, below nought say, has the nearest one named.
        load_claims(int(which))
    except ModelError:
        raise
    except ValueError:
        pass
    raise unknown_name("claim", which, [*groups, INSTITUTIONS], "a number, or one")
