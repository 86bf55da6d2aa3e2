"""The command ``statics``: named results with their proofs, and derivations on an issue.

Builds on statics, files and screen.py; it enters itself among the commands of app.py. What is
typed is looked up by name and never evaluated. Not here: sweeps, claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gametheory_orders.cli.app import app
from gametheory_orders.cli.arguments import (
    Csv,
    Json,
    Output,
    PatienceOption,
    TableFile,
    parse_patience,
    save_table,
)
from gametheory_orders.cli.output import Canvas, Document, check_output, one_format
from gametheory_orders.foundations.errors import ModelError, unknown_name

if TYPE_CHECKING:
    from gametheory_orders.statics import Derivation, NamedResult
    from gametheory_orders.statics.symbolic import NamedResults, Signs

FORMATS = ("text", "markdown", "latex")
How = tuple[str, str, str | None, str | None]
"""JSON, CSV or text; in which of FORMATS; the file of --output; that of --table."""


@app.command()
def statics(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="Of a result, such as deep_coalition; an issue, if --order is given. "
            "Without it all results are listed.",
        ),
    ] = None,
    *,
    order: Annotated[
        str | None,
        typer.Option("--order", metavar="ORDER", help="Derive the outcome of an issue under it."),
    ] = None,
    parameter: Annotated[
        str,
        typer.Option(
            "--parameter",
            metavar="P",
            help="With --order: patience, weight, level, blocking_cost, stake.STATE, "
            "capacity.STATE.",
        ),
    ] = "patience",
    patience: PatienceOption = None,
    form: Annotated[
        str, typer.Option("--format", metavar="NAME", help="text, markdown or latex.")
    ] = "text",
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    table: TableFile = None,
) -> Document:
    """Say what changes what, with the formula, the sign, its conditions and its proof."""
    kind = one_format(json, csv)
    check_output(output, None, table)
    if form not in FORMATS:
        raise unknown_name("--format", form, FORMATS, "one")
    if form != "text" and kind != "text":
        raise ModelError("--format", form, f"no --{kind} beside it")
    if order is not None:
        return _derived(name, order, parameter, patience, (kind, form, output, table))
    if patience is not None or parameter != "patience":
        raise ModelError("fourcs statics", "an option of a derivation", "--order beside it")
    from gametheory_orders.statics import named_result, named_results

    if name is None:
        return _all(named_results(), (kind, form, output, table))
    try:
        found = named_result(name)
    except ModelError as error:
        hint = "one named result (fourcs statics lists them)"
        raise ModelError("fourcs statics", error.found, hint, error.nearest) from None
    if table is not None:
        save_table(found, table)
    if kind == "json":
        return Document.json({"schema": 1, **found.to_dict()}, output)
    if kind == "csv":
        return Document.table(found.table(), output)
    if form != "text":
        return Document(_written(found, form), output)
    return Document.screen(lambda canvas: result_text(found, canvas), output)


def _written(found: NamedResult | Derivation, form: str) -> str:
    return (found.to_markdown() if form == "markdown" else found.to_latex()) + "\n"


def _all(found: NamedResults, how: How) -> Document:
    kind, form, output, table = how
    if table is not None:
        save_table(found, table)
    if kind == "json":
        return Document.json(found.to_dict(), output)
    if kind == "csv":
        return Document.table(found.table(), output)
    if form == "latex":
        return Document(found.to_latex() + "\n", output)
    if form == "markdown":
        return Document("\n\n".join(each.to_markdown() for each in found) + "\n", output)
    return Document.screen(lambda canvas: list_text(found, canvas), output)


def _derived(
    name: str | None,
    order: str,
    parameter: str,
    patience: str | None,
    how: How,
) -> Document:
    from gametheory_orders.files import load_issue, load_order
    from gametheory_orders.statics import derive, sign

    kind, form, output, table = how
    if name is None:
        raise ModelError("fourcs statics", "no issue", "the name of an issue, or a file")
    found = derive(
        load_order(order), load_issue(name), parameter, patience=parse_patience(patience)
    )
    if table is not None:
        save_table(found, table)
    if kind == "csv":
        return Document.table(found.table(), output)
    if form != "text":
        return Document(_written(found, form), output)
    signs = None if found.formula is None else sign(found, parameter)
    if kind == "json":
        about = {} if signs is None else {"sign": signs.to_dict()}
        return Document.json({"schema": 1, **found.to_dict(), **about}, output)
    return Document.screen(lambda canvas: derivation_text(found, signs, canvas), output)


# --- how it is shown -----------------------------------------------------------------------------


def list_text(found: NamedResults, canvas: Canvas) -> str:
    """Return all results, by what they are about."""
    from gametheory_orders.cli.screen import paragraphs

    width = max(len(each.id) for each in found)
    lines: list[str] = []
    theme = ""
    for each in found:
        if each.theme != theme:
            theme = each.theme
            lines += ["", theme]
        lines.append(f"  {each.id.ljust(width)}  {_cut(each.title, canvas.width - width - 4)}")
    words = [f"{len(found)} results. One with its signs and proofs: fourcs statics NAME."]
    return "\n".join(lines).lstrip("\n") + "\n\n" + paragraphs(words, canvas.width)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(width - 3, 1)] + "..."


def result_text(found: NamedResult, canvas: Canvas) -> str:
    """Return a result: formula, letters, what changes it which way, source."""
    from gametheory_orders.cli.screen import paragraphs, wrapped

    lines = [wrapped(found.title, canvas.width), "", f"  {found.left} = {found.formula}", ""]
    for one, each in zip(found.variables, found.domain, strict=True):
        lines.append(f"  {one.name}: {each.words()}")
    lines.append("")
    for proof in found.statics():
        lines.append(wrapped(_static(proof), canvas.width))
    words = [f"Source: {found.source}."]
    words += [found.note] if found.note else []
    return "\n".join(lines) + "\n\n" + paragraphs(words, canvas.width)


def _static(proof: Any) -> str:
    more = {"derivative": "With more", "difference": "With one more", "value": "With more"}
    where = "" if proof.status.endswith("enumeration") else f", where {proof.conditions}"
    told = f" ({proof.evidence})" if proof.status.endswith("enumeration") else ""
    subject = f"{more[proof.way]} {proof.parameter} it {_verb(proof.sign)}"
    return f"{subject}: {proof.status}{told}{where}."


def _verb(sign: str) -> str:
    from gametheory_orders.statics.symbolic.certificates import IN_WORDS

    return "stays as it is" if sign == "0" else IN_WORDS[sign]


def derivation_text(found: Derivation, signs: Signs | None, canvas: Canvas) -> str:
    """Return a derivation: figures, steps, derivative, sign."""
    from gametheory_orders.cli.screen import grid_text, paragraphs, wrapped

    lines = [wrapped(found.title, canvas.width), "", grid_text(found.table(), canvas)]
    steps = []
    for step in found.steps:
        equation = "" if step.left is None else f" {step.left} = {step.right}"
        steps.append(step.words + equation)
    if signs is not None:
        (proof,) = signs
        steps.append(f"d {found.piece.unknown} / d {found.symbol} = {found.derivative}")
        steps.append(f"With more {found.parameter} it {_verb(proof.sign)}: {proof.status}.")
    steps += [f"At these figures the formula changes: {words}." for words in found.ties]
    steps.append(f"{len(found.conditions)} conditions: --json or --format markdown has them.")
    return "\n".join(lines) + paragraphs(steps, canvas.width)
