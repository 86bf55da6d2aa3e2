"""The command ``frontier``: the designs of an issue that no other beats, and who is off them.

Builds on files and screen.py; it enters itself among the commands of app.py.
Not here: how designs are made and solved (measures), the picture (plots).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gametheory_orders.cli.app import app
from gametheory_orders.cli.arguments import (
    Csv,
    Fallback,
    Json,
    Output,
    PatienceOption,
    Plot,
    TableFile,
    listed,
    no_answer,
    parse_patience,
    save_picture,
    save_table,
)
from gametheory_orders.cli.output import Canvas, Document, check_output, one_format
from gametheory_orders.foundations.errors import ModelError, NoAnswer

if TYPE_CHECKING:
    from gametheory_orders.measures.better_designs import Standing
    from gametheory_orders.measures.design_frontier import DesignFrontier
    from gametheory_orders.measures.designs import Design

MOST_ROWS = 20
OPTIONS = ("concept", "component", "fallback", "patience")


@app.command()
def frontier(
    issue: Annotated[str, typer.Argument(metavar="ISSUE", help="Such as climate; or a file.")],
    *,
    orders: Annotated[
        str | None,
        typer.Option(
            "--orders",
            metavar="A,B,..",
            help="To be placed: names or paths; by default all in the file, and those its issue "
            "names.",
        ),
    ] = None,
    concept: Annotated[
        str,
        typer.Option(
            "--concept",
            metavar="NAME",
            help="What counts: self_enforcing (kept at the given patience), assured (compliance "
            "assumed) or participation_stable (kept, and nobody would leave or join).",
        ),
    ] = "self_enforcing",
    component: Annotated[
        str,
        typer.Option(
            "--component",
            metavar="NAME",
            help="Of legitimacy: index, or one such as consent_people or representation_units.",
        ),
    ] = "index",
    floor: Annotated[
        str | None,
        typer.Option(
            "--floor",
            metavar="C=X,..",
            help="The most effective design above floors, such as consent_people=0.9.",
        ),
    ] = None,
    transfers: Annotated[
        bool, typer.Option("--transfers", help="Designs in which members share their gain, too.")
    ] = False,
    patience: PatienceOption = None,
    fallback: Fallback = "deepest_kept",
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    plot: Plot = None,
    table: TableFile = None,
) -> Document:
    """Set all designs of an issue side by side: which are beaten by none, and what reaches them."""
    form = one_format(json, csv)
    check_output(output, plot, table)
    floors = _floors(floor)
    from gametheory_orders.files.frontiers import design_frontier
    from gametheory_orders.measures.design_frontier import best_design

    try:
        found = design_frontier(
            issue,
            listed(orders),
            concept=concept,
            component=component,
            patience=parse_patience(patience),
            fallback=fallback,
            transfers=transfers,
        )
        best = best_design(found, floors) if floors else None
    except NoAnswer as error:
        return no_answer(error, form, output)
    except ModelError as error:
        if error.where in OPTIONS:
            where = f"--{error.where}"
            raise ModelError(where, error.found, error.expected, error.nearest) from None
        if error.where.startswith("floors"):
            raise ModelError("--floor", error.found, error.expected, error.nearest) from None
        raise
    if plot is not None:
        save_picture(found, plot)
    if table is not None:
        save_table(found, table)
    if form == "json":
        about = {} if best is None else {"floors": floors, "best_above_floors": best.to_dict()}
        return Document.json({**found.to_dict(), **about}, output)
    if form == "csv":
        return Document.records(found.records(), output)
    return Document.screen(lambda canvas: frontier_text(found, canvas, floors, best), output)


def _floors(text: str | None) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in () if text is None else text.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not name:
            raise ModelError("--floor", repr(part), "pairs such as consent_people=0.9")
        if name in found:
            raise ModelError("--floor", f"{name!r} a second time", "each component once")
        try:
            found[name] = float(value)
        except ValueError:
            raise ModelError(f"--floor {name}", repr(value), "a number from 0 to 1") from None
    return found


# --- how it is shown -----------------------------------------------------------------------------


def frontier_text(
    found: DesignFrontier,
    canvas: Canvas,
    floors: dict[str, float] | None = None,
    best: Design | None = None,
) -> str:
    """Return the frontier, the orders and their distance to it, and what would have to change."""
    from gametheory_orders.cli.screen import grid_text, paragraphs, wrapped
    from gametheory_orders.foundations.results import Table

    table = found.table()
    shown = Table(table.columns, table.rows[:MOST_ROWS])
    parts = [wrapped(table.title + f"; L is {_legitimacy(found.component)}", canvas.width), ""]
    parts.append(grid_text(shown, canvas))
    if found.named:
        parts.append(grid_text(found.standing_table(), canvas))
    lines = [found.verdict]
    if len(table.rows) > MOST_ROWS:
        lines.append(f"{len(table.rows) - MOST_ROWS} more points: --json has all.")
    lines += [
        "E missed: what the best design of no less legitimacy has more. L missed: what the best of "
        "no less effectiveness has more. Distance: to the nearest design on the frontier that is "
        "worse in neither.",
        "L costs: what one unit more of L takes from E, on the step down to the next row.",
    ]
    lines += [_one_rule(each) for each in found.named if each.one_rule]
    if best is not None and floors:
        least = ", ".join(f"{name} of at least {value:g}" for name, value in floors.items())
        lines.append(f"The most effective with {least}: {best.name}, E = {best.effectiveness:.3f}.")
    solved = found.solved
    merged = len(solved.at) - len(solved.designs)
    lines.append(
        f"{len(found.space)} combinations of rules: {merged} come to the same as another, "
        f"{len(solved.left_out)} do not fit or are too many to search."
    )
    return "\n".join(parts) + paragraphs(lines, canvas.width)


def _legitimacy(component: str) -> str:
    return "the index of legitimacy" if component == "index" else component.replace("_", " ")


def _one_rule(found: Standing) -> str:
    """Return what changing one rule alone does for an order."""
    ways = []
    for change in found.one_rule:
        (new,) = change.rules.values()
        (slot,) = change.rules
        adds = f"E {change.effectiveness:+.3f}, L {change.legitimacy:+.3f}"
        ways.append(f"{slot} {new} ({adds})" if found.design.stands else f"{slot} {new}")
    return f"{found.name}, one rule at a time: {'; '.join(ways)}."
