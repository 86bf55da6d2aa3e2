"""The commands of ``fourcs``, their arguments and their help.

Builds on typer; everything heavy is imported inside the commands, so that help stays quick.
Not here: how documents are written (output.py) and worded (words.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from gametheory_orders.cli.arguments import (
    Against,
    Csv,
    Fallback,
    Foresight,
    Json,
    Output,
    PatienceOption,
    Plot,
    TableFile,
    check_against,
    chosen_order,
    kind_of,
    listed,
    made_from,
    no_answer,
    parse_patience,
    save_picture,
    save_table,
)
from gametheory_orders.cli.output import Document, check_output, one_format
from gametheory_orders.cli.usage import unknown_command
from gametheory_orders.foundations.errors import ModelError, NoAnswer

app = typer.Typer(
    name="fourcs",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Charters, clubs, concerts and coalitions, compared on real problems.",
    epilog="Start with: fourcs compare climate",
)


def invoke(arguments: Sequence[str]) -> Any:
    """Run the command that the arguments name; return its document."""
    # They register themselves on the app, in the order in which the help names them.
    from gametheory_orders.cli import (  # noqa: F401, I001
        models,
        studies,
        claims,
        statics,
        thumbs,
        exercises,
        explore,
        frontier,
        advise,
        play,
        verify,
    )

    command = typer.main.get_command(app)
    wrong = unknown_command(arguments, list(getattr(command, "commands", {})))
    if wrong is not None:
        raise wrong
    if not any(each.split("=")[0] == "--table" for each in arguments):
        return command.main(list(arguments), prog_name="fourcs", standalone_mode=False)
    from gametheory_orders.files.sources import recorded_reads

    # Below a table stands which files it was made from.
    with recorded_reads():
        return command.main(list(arguments), prog_name="fourcs", standalone_mode=False)


def _version(asked: bool) -> None:
    if asked:
        from gametheory_orders import __version__

        typer.echo(f"fourcs {__version__}")
        raise typer.Exit


@app.callback()
def fourcs(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")
    ] = False,
) -> None:
    """Charters, clubs, concerts and coalitions, compared on real problems."""


@app.command()
def compare(
    issue: Annotated[str, typer.Argument(metavar="ISSUE_OR_FILE", help="Such as climate.")],
    *,
    orders: Annotated[
        str | None,
        typer.Option(
            "--orders",
            metavar="A,B,..",
            help="Names or paths; by default all in the file, and those its issue names.",
        ),
    ] = None,
    patience: PatienceOption = None,
    foresight: Foresight = "anticipate",
    fallback: Fallback = "deepest_kept",
    against: Against = None,
    view: Annotated[
        str | None,
        typer.Option("--view", metavar="STATE", help="What serves one state, too: such as US."),
    ] = None,
    virtues: Annotated[
        bool,
        typer.Option("--virtues", help="Capability, solidarity and flexibility, beside L."),
    ] = False,
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    plot: Plot = None,
    table: TableFile = None,
) -> Document:
    """Solve an issue under several orders and set them side by side."""
    form = one_format(json, csv)
    check_output(output, plot, table)
    check_against(against, plot)
    given = parse_patience(patience)
    names = listed(orders)
    from gametheory_orders import files

    try:
        found = files.compare(
            issue, names, patience=given, foresight=foresight, fallback=fallback, view=view
        )
    except NoAnswer as error:
        return no_answer(error, form, output)
    except ModelError as error:
        if error.where != "view":
            raise
        raise ModelError("--view", error.found, error.expected, error.nearest) from None
    lines = None
    if against is not None and plot is not None:
        lines = files.delivered_by_patience(issue, names, fallback=fallback)
    if plot is not None:
        save_picture(found if lines is None else lines, plot)
    if table is not None:
        save_table(found, table)
    if form == "json":
        by_patience = {} if lines is None else {"by_patience": lines.to_dict()}
        document = {**found.to_dict(), **by_patience}
        return Document.json(
            made_from(document, issue, "issues", orders=names, patience=given), output
        )
    if form == "csv":
        return Document.records(found.to_dict()["designs"], output)
    from gametheory_orders.cli.screen import comparison_text

    return Document.screen(lambda canvas: comparison_text(found, canvas, virtues), output)


@app.command()
def solve(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A file, or a bundled issue.")],
    *,
    order: Annotated[
        str | None,
        typer.Option("--order", metavar="NAME", help="Which order, if there are several."),
    ] = None,
    patience: PatienceOption = None,
    foresight: Foresight = "anticipate",
    fallback: Fallback = "deepest_kept",
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    plot: Plot = None,
    table: TableFile = None,
) -> Document:
    """Solve one issue under one order, state by state."""
    form = one_format(json, csv)
    check_output(output, plot, table)
    given = parse_patience(patience)
    from gametheory_orders import files

    found_model = files.read_model(model)
    chosen = chosen_order(found_model, order)
    try:
        found = files.compare(
            found_model.issue, [chosen], patience=given, foresight=foresight, fallback=fallback
        )
    except NoAnswer as error:
        return no_answer(error, form, output)
    (assessment,) = found
    outcome = assessment.outcome
    if plot is not None:
        save_picture(outcome, plot)
    if table is not None:
        save_table(outcome, table)
    if form == "json":
        record = {
            "schema": 1,
            "issue": outcome.game.issue.name,
            "numeraire": outcome.game.issue.numeraire,
            "stake": assessment.stake,
            "foresight": foresight,
            "fallback": fallback,
            **assessment.to_dict(),
            "actions": outcome.actions,
            "payoffs": outcome.payoffs,
        }
        return Document.json(made_from(record, model, "issues", patience=given), output)
    if form == "csv":
        return Document.table(outcome.table(), output)
    from gametheory_orders.cli.screen import solution_text

    return Document.screen(lambda canvas: solution_text(found, canvas), output)


@app.command()
def power(
    institution: Annotated[
        str, typer.Argument(metavar="INSTITUTION", help="Such as unsc, imf, g4; or a file.")
    ],
    *,
    quota: Annotated[
        str | None,
        typer.Option(
            "--quota", metavar="Q", help='Another quota: votes, "majority", "2/3" or "70%".'
        ),
    ] = None,
    indices: Annotated[
        str | None,
        typer.Option(
            "--indices",
            metavar="A,B,..",
            help="Of shapley_shubik, banzhaf, coleman (these by default), deegan_packel, holler.",
        ),
    ] = None,
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    plot: Plot = None,
    table: TableFile = None,
) -> Document:
    """Say who decides in an institution: power, vetoers, who is over-represented."""
    form = one_format(json, csv)
    check_output(output, plot, table)
    from gametheory_orders.cli import voting

    try:
        found = voting.power(institution, quota, indices)
    except NoAnswer as error:
        return no_answer(error, form, output)
    if plot is not None:
        save_picture(found, plot)
    if table is not None:
        save_table(found, table)
    if form == "json":
        return Document.json(made_from(found.to_dict(), institution, kind_of(institution)), output)
    if form == "csv":
        return Document.records(found.to_dict()["members"], output)
    return Document.screen(lambda canvas: voting.power_text(found, canvas), output)


@app.command()
def gridlock(
    institution: Annotated[
        str, typer.Argument(metavar="INSTITUTION", help="Such as unsc, g6; or a file.")
    ],
    *,
    quota: Annotated[
        str | None,
        typer.Option(
            "--quota", metavar="Q", help='Another quota: votes, "majority", "2/3" or "70%".'
        ),
    ] = None,
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    plot: Plot = None,
    table: TableFile = None,
) -> Document:
    """Say what an institution cannot change, and who holds each end of it."""
    form = one_format(json, csv)
    check_output(output, plot, table)
    from gametheory_orders.cli import voting

    try:
        found = voting.gridlock(institution, quota)
    except NoAnswer as error:
        return no_answer(error, form, output)
    if plot is not None:
        save_picture(found.interval, plot)
    if table is not None:
        save_table(found, table)
    if form == "json":
        return Document.json(made_from(found.to_dict(), institution, kind_of(institution)), output)
    if form == "csv":
        return Document.table(found.table(), output)
    return Document.screen(lambda canvas: voting.gridlock_text(found, canvas), output)


@app.command()
def coalitions(
    issue: Annotated[str, typer.Argument(metavar="ISSUE", help="Such as climate; or a file.")],
    *,
    price: Annotated[
        str | None,
        typer.Option(
            "--price",
            metavar="P",
            help="What members charge, stakes scaled to add up to it; or joint: the sum of their "
            "stakes. By default the issue's own.",
        ),
    ] = None,
    tariff: Annotated[
        str | None,
        typer.Option("--tariff", metavar="T", help="On imports from outside, a share: 0.02."),
    ] = None,
    concept: Annotated[
        str,
        typer.Option(
            "--concept",
            metavar="NAME",
            help="open, exclusive, internal, external, strong, coalition_proof or farsighted.",
        ),
    ] = "open",
    transfers: Annotated[
        bool, typer.Option("--transfers", help="What transfers among members can hold, too.")
    ] = False,
    reaction: Annotated[
        str,
        typer.Option(
            "--reaction",
            metavar="NAME",
            help="What the rest do if a member leaves: redecide, keep or dissolve.",
        ),
    ] = "redecide",
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    plot: Plot = None,
    table: TableFile = None,
) -> Document:
    """Say who joins and who stays out: the stable coalitions on an issue."""
    form = one_format(json, csv)
    check_output(output, plot, table)
    from gametheory_orders.cli import coalitions as joining

    try:
        found = joining.coalitions(
            issue,
            price=price,
            tariff=tariff,
            concept=concept,
            transfers=transfers,
            reaction=reaction,
        )
    except NoAnswer as error:
        return joining.nothing_stable(error, form, output)
    if plot is not None:
        save_picture(found.stable, plot)
    if table is not None:
        save_table(found.stable, table)
    if form == "json":
        document = made_from(found.to_dict(), issue, "issues")
        return Document.json(document, output)
    if form == "csv":
        return Document.records(found.records(), output)
    return Document.screen(lambda canvas: joining.coalitions_text(found, canvas), output)


@app.command()
def equilibria(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A game: .nfg, .efg, .csv, or .toml (matrix_game)."),
    ],
    *,
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    plot: Plot = None,
    table: TableFile = None,
) -> Document:
    """Find the equilibria of a game in normal or extensive form."""
    form = one_format(json, csv)
    check_output(output, plot, table)
    from gametheory_orders.files.games import read_game
    from gametheory_orders.solvers import equilibria as solver

    found = solver.equilibria(read_game(file))
    if plot is not None:
        if found.nash is None:
            players = f"a game of {found.game.n} players"
            raise ModelError(f"--plot {plot}", players, "a game of two players")
        from gametheory_orders.plots.equilibria import save_equilibria

        save_equilibria(found.nash, plot)
    if table is not None:
        save_table(found, table)
    if form == "json":
        return Document.json(made_from(found.to_dict(), file, ""), output)
    if form == "csv":
        return Document.table(found.table(), output)
    return Document(str(found) + "\n", output)
