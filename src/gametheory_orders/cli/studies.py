"""The commands of parameter studies: ``sweep``, ``run``, ``replicate``.

Builds on app.py, which they register on; everything heavy is imported inside the commands.
Not here: working a study out (statics.sweeps), what a run leaves behind (files/replication.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gametheory_orders.cli.app import app
from gametheory_orders.cli.arguments import Csv, Json, Output, Plot, TableFile, save_table
from gametheory_orders.cli.output import Document, check_output, one_format
from gametheory_orders.cli.progress import Quiet, progress
from gametheory_orders.foundations.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

    from gametheory_orders.files.studies import Shown
    from gametheory_orders.statics.sweeps import SweepTable

StudyArgument = Annotated[
    str, typer.Argument(metavar="STUDY", help="A study file, or a bundled one: climate_patience.")
]
Workers = Annotated[
    int, typer.Option("--workers", metavar="N", help="Processes that share the work.")
]
Damaged = Annotated[
    bool,
    typer.Option("--recompute-damaged", help="Work out again what is damaged in the folder."),
]


@app.command()
def sweep(
    study: StudyArgument,
    *,
    folder: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--folder",
            metavar="DIR",
            help="Keep finished chunks there, and go on from those that are there.",
        ),
    ] = None,
    workers: Workers = 1,
    quiet: Quiet = False,
    recompute_damaged: Damaged = False,
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    plot: Plot = None,
    table: TableFile = None,
) -> Document:
    """Work out a parameter study; a sweep that was stopped goes on where it was."""
    form = one_format(json, csv)
    check_output(output, plot, table)
    from gametheory_orders.files.studies import read_study
    from gametheory_orders.statics.sweeps import run_sweep

    plan = read_study(study)
    with progress(quiet, "points") as told:
        found = run_sweep(
            plan.study,
            folder,
            workers=_workers(workers),
            progress=told,
            recompute_damaged=recompute_damaged,
        )
    if plot is not None:
        from gametheory_orders.plots.sweeps import save_sweep

        first = plan.figures[0]
        save_sweep(found, first.output, first.across, plot)
    if table is not None:
        save_table(found, table, plan.study.seed)
    if form == "json":
        return Document.json(found.to_dict(), output)
    if form == "csv":
        return Document(found.to_csv(), output)
    return Document(_text(found, folder), output)


@app.command()
def run(
    study: StudyArgument,
    *,
    folder: Annotated[
        str, typer.Option("-o", "--folder", metavar="DIR", help="Where everything is written.")
    ],
    only: Annotated[
        str | None,
        typer.Option(
            "--only", metavar="NAME", help="One table or figure alone, such as tables/summary."
        ),
    ] = None,
    workers: Workers = 1,
    quiet: Quiet = False,
    recompute_damaged: Damaged = False,
    json: Json = False,
) -> Document:
    """Run a whole study: results, tables, figures, log, manifest, README."""
    from gametheory_orders.files.replication import run_study

    with progress(quiet, "points") as told:
        done = run_study(
            study,
            folder,
            _draw,
            only=only,
            workers=_workers(workers),
            progress=told,
            recompute_damaged=recompute_damaged,
        )
    if json:
        return Document.json(done.to_dict(), None)
    return Document("".join(f"wrote {folder.rstrip('/')}/{name}\n" for name in done.files))


@app.command()
def replicate(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="What fourcs run wrote.")],
    *,
    workers: Workers = 1,
    quiet: Quiet = False,
    json: Json = False,
    output: Output = None,
) -> Document:
    """Run a study again from its folder, elsewhere, and say what differs."""
    check_output(output, None)
    from gametheory_orders.files.repeating import replicate as repeat

    with progress(quiet, "points") as told:
        found = repeat(folder, _draw, workers=_workers(workers), progress=told)
    code = 0 if found.identical else 1
    if json:
        return Document.json(found.to_dict(), output, code)
    return Document(f"{found}\n", output, code)


def _workers(workers: int) -> int:
    if workers < 1:
        raise ModelError("--workers", workers, "a whole number of 1 or more")
    return workers


def _draw(found: SweepTable, shown: Shown, path: Path) -> None:
    from gametheory_orders.plots.sweeps import save_sweep

    save_sweep(found, shown.output, shown.across, path)


def _text(found: SweepTable, folder: str | None) -> str:
    study = found.study
    lines = [str(found), ""]
    lines.append(
        f"{len(found)} games ({study.size} points, {len(study.orders)} orders), seed {study.seed}; "
        f"{found.solved} solved one by one, the others in closed form."
    )
    if folder is not None:
        lines.append(f"{study.chunks} chunks in {folder}, {found.resumed} of them finished before.")
    lines.append("All rows: --csv or --json.")
    return "\n".join(lines) + "\n"
