"""The command ``advise``: which order and which C to choose on an issue, unless what.

Builds on files/advising.py and screen.py; it enters itself among the commands of app.py.
Not here: how advice is worked out (statics/advice).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gametheory_orders.cli.app import app
from gametheory_orders.cli.arguments import (
    Csv,
    Json,
    Output,
    Plot,
    TableFile,
    listed,
    no_answer,
    save_table,
)
from gametheory_orders.cli.output import Canvas, Document, check_output, one_format
from gametheory_orders.foundations.errors import ModelError, NoAnswer

if TYPE_CHECKING:
    from gametheory_orders.statics.advice import Advice
    from gametheory_orders.statics.numeric.ranges import Range

POINTS = 9
"""Of the grid of the plane, on each side."""


@app.command()
def advise(
    issue: Annotated[str, typer.Argument(metavar="ISSUE", help="Such as climate; or a file.")],
    *,
    orders: Annotated[
        str | None,
        typer.Option(
            "--orders",
            metavar="A,B,..",
            help="Names or paths; by default all in the file, and those its issue names.",
        ),
    ] = None,
    institutions: Annotated[
        str | None,
        typer.Option(
            "--institutions", metavar="A,B,..", help="Institutions to judge beside them: nato."
        ),
    ] = None,
    patience: Annotated[
        str | None,
        typer.Option("--patience", metavar="LOW:HIGH", help="Between what patience lies: 0.3:0.9."),
    ] = None,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            metavar="NAME=LOW:HIGH",
            help="Another input that is uncertain, as often as wanted: blocking_cost=0:2. "
            "Without --patience and --vary: patience, blocking cost and the stake of one state.",
        ),
    ] = None,
    prior: Annotated[
        list[str] | None,
        typer.Option(
            "--prior",
            metavar="NAME=MODE",
            help="The most likely value of an input, as often as wanted: patience=0.8. "
            "Else all values in its range are alike.",
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", metavar="N", help="Points drawn, a power of 2.")
    ] = 32,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Of those points.")] = 0,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="NAME",
            help="What --plot draws: the leading C by patience and this input, not the regrets.",
        ),
    ] = None,
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    plot: Plot = None,
    table: TableFile = None,
) -> Document:
    """Say which order and which C to choose when inputs are uncertain."""
    form = one_format(json, csv)
    check_output(output, plot, table)
    if against is not None and plot is None:
        raise ModelError("--against", against, "--plot FILE beside it")
    from gametheory_orders.files.advising import orders_to_judge
    from gametheory_orders.statics.advice import advise as advised

    try:
        known, chosen = orders_to_judge(issue, listed(orders), listed(institutions) or ())
        ranges = _ranges(known, chosen, (patience, vary or [], prior or []))
        if against is not None:
            _check_against(against, ranges)
        found = advised(known, chosen, ranges, samples=_draws(draws), seed=_seed(seed))
    except NoAnswer as error:
        return no_answer(error, form, output)
    if plot is not None:
        _save(found, ranges, against, plot)
    if table is not None:
        save_table(found, table, seed)
    if form == "json":
        return Document.json(found.to_dict(), output)
    if form == "csv":
        return Document.table(found.table(), output)
    return Document.screen(lambda canvas: advice_text(found, canvas), output)


def _ranges(
    issue: Any, orders: Sequence[Any], asked: tuple[str | None, list[str], list[str]]
) -> dict[str, Range]:
    """Return what is uncertain: what is named, or else the usual; with the priors."""
    from dataclasses import replace

    from gametheory_orders.foundations.errors import unknown_name
    from gametheory_orders.statics.advice import default_ranges

    patience, vary, prior = asked
    found = {} if patience or vary else default_ranges(issue, orders)
    for text, where in [
        *([(f"patience={patience}", "--patience")] if patience is not None else []),
        *((each, "--vary") for each in vary),
    ]:
        name, value = _pair(text, where)
        if name in found:
            raise ModelError(where, f"{name!r} a second time", "each input once")
        found[name] = _range(value, f"{where} {name}" if where == "--vary" else where)
    for text in prior:
        name, value = _pair(text, "--prior")
        if name not in found:
            raise unknown_name("--prior", name, found, "an input that is uncertain")
        try:
            found[name] = replace(found[name], mode=_number(value, f"--prior {name}"))
        except ModelError as error:
            raise ModelError(f"--prior {name}", value, error.expected) from None
    return found


def _pair(text: str, where: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        wanted = "NAME=MODE" if where == "--prior" else "NAME=LOW:HIGH"
        raise ModelError(where, repr(text), wanted)
    return name.strip(), value.strip()


def _range(text: str, where: str) -> Range:
    from gametheory_orders.statics.numeric.ranges import Range

    low, colon, high = text.partition(":")
    if not colon:
        raise ModelError(where, repr(text), "a low and a high end, such as 0.3:0.9")
    try:
        return Range(_number(low, where), _number(high, where))
    except ModelError as error:
        raise ModelError(where, text, error.expected) from None


def _number(text: str, where: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ModelError(where, repr(text), "a number") from None


def _draws(draws: int) -> int:
    from gametheory_orders.statics.numeric.ranges import check_count

    try:
        return check_count(draws)
    except ModelError as error:
        raise ModelError("--draws", draws, error.expected) from None


def _seed(seed: int) -> int:
    from gametheory_orders.statics.numeric.ranges import check_seed

    try:
        return check_seed(seed)
    except ModelError as error:
        raise ModelError("--seed", seed, error.expected) from None


def _check_against(against: str, ranges: dict[str, Range]) -> None:
    from gametheory_orders.foundations.errors import unknown_name

    if "patience" not in ranges:
        raise ModelError("--against", against, "patience among what is uncertain")
    others = [name for name in ranges if name != "patience"]
    if against not in others:
        raise unknown_name("--against", against, others, "another input that is uncertain")


def _save(found: Advice, ranges: dict[str, Range], against: str | None, path: str) -> None:
    """Write the picture: the regrets, or the plane of two inputs."""
    from gametheory_orders import plots
    from gametheory_orders.statics.numeric.phases import LEADING_C, phase_diagram

    if against is None:
        plots.save(found, path)
        return
    across, up = ((name, ranges[name].low, ranges[name].high) for name in ("patience", against))
    orders = found.survival.orders
    plots.save(
        phase_diagram(
            found.issue, orders, across, up, what=LEADING_C, points=POINTS, tolerance=1e-2
        ),
        path,
    )


def advice_text(found: Advice, canvas: Canvas) -> str:
    """Return advice: the plain words, then each C, then each order."""
    from gametheory_orders.cli.screen import grid_text, paragraphs, wrapped
    from gametheory_orders.foundations.palette import FOUR_C_COLOURS
    from gametheory_orders.foundations.results import Table

    first, *more = found.words
    worst, leads = found.c_regret, found.c_leads
    cs = Table(
        ["C", "its best order", "largest regret", "leads"],
        [[c, found.best_of[c], worst[c], leads[c]] for c in found.cs],
    )
    table = found.table()
    inputs = ", ".join(
        f"{name} from {each.low:g} to {each.high:g}"
        + ("" if each.mode is None else f", most likely {each.mode:g}")
        for name, each in found.survival.ranges.items()
    )
    notes = [
        "Regret: what the best of these orders would bring more at the same inputs, as a share of "
        "the possible gain. Largest: over all points tried; mean: under the priors. leads: the "
        "chance of being in front. A C's largest regret: its best order taken at each point; its "
        "best order: the one with the least largest regret if it has to be chosen beforehand.",
        f"Uncertain: {inputs}; {found.survival.drawn} points drawn with seed "
        f"{found.survival.seed}, the corners, and the model as it is. What is in front at all "
        "points is not proved to be so between them.",
        f"Payoffs are in {found.issue.numeraire}.",
    ]
    headings = {"largest regret": "largest\nregret", "mean regret": "mean\nregret"}
    c_colours = [FOUR_C_COLOURS[row[0]] for row in cs.rows]
    colours = [FOUR_C_COLOURS[row[1]] for row in table.rows]
    shown = Table(table.columns, table.rows)
    return (
        f"{wrapped(f'{found.issue.name}: {first}', canvas.width)}\n{paragraphs(more, canvas.width)}"
        f"\n{grid_text(cs, canvas, headings, c_colours)}"
        f"\n{grid_text(shown, canvas, headings, colours)}\n{paragraphs(notes, canvas.width)}"
    )
