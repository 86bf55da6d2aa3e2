"""What a run leaves behind, so that anyone can repeat it: results, tables, figures, manifest.

Builds on studies.py and statics.sweeps. Pictures are drawn by whoever calls (plots is an upper
room). Not here: working a study out, and the command line.
"""

from __future__ import annotations

import datetime
import hashlib
import importlib.metadata
import json
import os
import platform
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from gametheory_orders.files.sources import models_folder, shown_path
from gametheory_orders.files.studies import Shown, StudyPlan, read_study
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.statics.sweeps import SweepTable, run_sweep
from gametheory_orders.statics.sweeps.chunks import write_whole
from gametheory_orders.statics.sweeps.summaries import by_value

MANIFEST, README, LOG, INPUTS, CHUNKS = "manifest.json", "README.md", "log.txt", "inputs", "chunks"
PACKAGE = "gametheory-orders"
FIGURE_ENDINGS = (".pdf", ".png")

Draw = Callable[[SweepTable, Shown, Path], Any]


@dataclass(frozen=True, eq=False)
class StudyRun(Result):
    """What a run wrote.

    Parameters
    ----------
    folder : Path
        Where.
    found : SweepTable
        What came out.
    files : tuple of str
        Results, tables and figures, as paths inside the folder.
    seconds : float
        Wall time.
    """

    folder: Path
    found: SweepTable
    files: tuple[str, ...]
    seconds: float

    def table(self) -> Table:
        """Return one row a file."""
        return Table(["file"], [[name] for name in self.files], f"written to {self.folder}")

    def to_dict(self) -> dict[str, Any]:
        """Return the run as plain values."""
        study = self.found.study
        return {
            "schema": 1,
            "study": study.name,
            "digest": study.digest,
            "folder": str(self.folder),
            "points": study.size,
            "games": len(self.found),
            "solved_one_by_one": self.found.solved,
            "files": list(self.files),
            "wall_time_seconds": self.seconds,
        }


def run_study(
    source: str | Path,
    folder: str | Path,
    draw: Draw,
    *,
    only: str | None = None,
    workers: int = 1,
    progress: Callable[[int, int], Any] | None = None,
    recompute_damaged: bool = False,
) -> StudyRun:
    """Work out a study and write results, tables, figures, log, manifest and README.

    Parameters
    ----------
    source : str or path
        A study file, or the name of a bundled study.
    folder : str or path
        Made if it is not there. A run that was stopped goes on where it was.
    draw : callable
        Draws a figure of a table into a file.
    only : str, optional
        "results", or one table or figure, as "tables/summary": nothing else is written.
    workers, progress, recompute_damaged
        As for :func:`~gametheory_orders.statics.sweeps.run_sweep`.

    Raises
    ------
    ModelError
        If the study is wrong or a file cannot be written.
    """
    begun, clock = datetime.datetime.now(datetime.UTC), time.monotonic()
    plan = read_study(source)
    products = _products(plan)
    if only is not None and only not in products:
        raise unknown_name("--only", only, products, "one")
    place = Path(folder)
    found = run_sweep(
        plan.study,
        place / CHUNKS,
        workers=workers,
        progress=progress,
        recompute_damaged=recompute_damaged,
    )
    chosen = products if only is None else {only: products[only]}
    written: list[str] = []
    for name, (_, make) in chosen.items():
        written += _write(place, name, make, found, draw)
    seconds = time.monotonic() - clock
    run = StudyRun(place, found, tuple(written), seconds)
    if only is None:
        inputs = _copy_inputs(plan, place)
        write_whole(place / README, _readme(plan, products, inputs).encode())
        _write_log(run, begun, workers)
        manifest = _manifest(run, inputs, begun, workers)
        text = json.dumps(manifest, indent=2, allow_nan=False) + "\n"
        write_whole(place / MANIFEST, text.encode())
    return run


Make = Callable[[SweepTable], Table | Shown | None]


def _products(plan: StudyPlan) -> dict[str, tuple[str, Make]]:
    """Return what a run makes: name, what it shows, and how it is made."""
    size = plan.study.size
    found: dict[str, tuple[str, Make]] = {
        "results": (f"all {size} points under each order, in full", lambda table: None),
        "tables/summary": (
            "least, mean and largest of each output by order",
            lambda table: table.summary(),
        ),
    }
    for each in plan.tables:
        found[f"tables/{each.name}"] = (
            f"{each.output} by {each.across} and order, mean over the other parameters",
            partial(by_value, output=each.output, across=each.across),
        )
    for each in plan.figures:
        found[f"figures/{each.name}"] = (
            f"{each.output} across {each.across}, one line an order",
            partial(_itself, each),
        )
    return found


def _itself(shown: Shown, _: SweepTable) -> Shown:
    """Return what is to be drawn: drawing it is the caller's."""
    return shown


def _write(place: Path, name: str, make: Make, found: SweepTable, draw: Draw) -> list[str]:
    """Write one product in each of its formats; return the files."""
    product = make(found)
    target = place / name
    _folder(target.parent)
    if product is None:
        document = json.dumps(found.to_dict(), indent=1, allow_nan=False) + "\n"
        write_whole(target.with_suffix(".csv"), found.to_csv().encode())
        write_whole(target.with_suffix(".json"), document.encode())
        return [f"{name}.csv", f"{name}.json"]
    if isinstance(product, Table):
        label = f"tab:{target.name}"
        text = product.latex(caption=product.title, label=label) + "\n"
        write_whole(target.with_suffix(".csv"), product.csv().encode())
        write_whole(target.with_suffix(".tex"), text.encode())
        return [f"{name}.csv", f"{name}.tex"]
    for ending in FIGURE_ENDINGS:
        draw(found, product, target.with_suffix(ending))
    return [f"{name}{ending}" for ending in FIGURE_ENDINGS]


def _folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        found = error.strerror or type(error).__name__
        raise ModelError(str(path), found, "a folder that can be made") from None


def sha256_of(path: Path) -> str | None:
    """Return the SHA-256 of a file, None if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


@dataclass(frozen=True)
class _Input:
    path: str
    sha256: str | None
    copy: str | None


def _copy_inputs(plan: StudyPlan, place: Path) -> list[_Input]:
    """Copy the study and the user's own files beside it; bundled ones are only named."""
    models = models_folder().resolve()
    own = [path.resolve() for path in plan.inputs]
    mine = [path for path in own if path == own[0] or models not in path.parents]
    kept = (place / INPUTS).resolve()
    root = Path(os.path.commonpath([path.parent for path in mine]))
    if all(kept in path.parents for path in mine):
        root = kept
    found = []
    for path in own:
        copy = None
        if path in mine:
            target = kept / path.relative_to(root)
            if target != path:
                _folder(target.parent)
                write_whole(target, path.read_bytes())
            copy = f"{INPUTS}/{path.relative_to(root).as_posix()}"
        found.append(_Input(shown_path(path) if copy is None else copy, sha256_of(path), copy))
    return found


def _versions() -> dict[str, str]:
    """Return the versions of everything that the package needs."""
    found = {}
    try:
        needs = importlib.metadata.requires(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        needs = ["numpy", "scipy", "matplotlib", "pydantic"]
    for need in needs:
        if "extra ==" in need:
            continue
        name = need.split(";")[0].rstrip()
        for mark in " <>=!~[(":
            name = name.split(mark)[0]
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def environment() -> dict[str, Any]:
    """Return what the numbers were made with: package, Python, platform, dependencies."""
    from gametheory_orders import __version__

    return {
        "package": PACKAGE,
        "version": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "dependencies": _versions(),
    }


def _manifest(
    run: StudyRun, inputs: Iterable[_Input], begun: datetime.datetime, workers: int
) -> dict[str, Any]:
    study = run.found.study
    inputs = list(inputs)
    return {
        "schema": 1,
        "study": study.name,
        "file": inputs[0].copy,
        "digest": study.digest,
        "seed": study.seed,
        "seeds": "numpy SeedSequence: the design is child 0; chunk i has children of child 1",
        "command": f"fourcs run {inputs[0].copy} -o .",
        **environment(),
        "inputs": [{"path": each.path, "sha256": each.sha256} for each in inputs],
        "outputs": [
            {"path": name, "sha256": sha256_of(run.folder / name)} for name in (*run.files, README)
        ],
        "begun": begun.isoformat(timespec="seconds"),
        "wall_time_seconds": round(run.seconds, 3),
        "workers": workers,
    }


def _write_log(run: StudyRun, begun: datetime.datetime, workers: int) -> None:
    found = run.found
    study = found.study
    lines = [
        f"{begun.isoformat(timespec='seconds')} begun: study {study.name!r}, {study.digest}",
        f"{study.size} points under {len(study.orders)} orders: {len(found)} games",
        f"{study.chunks} chunks, {found.resumed} of them finished before; {workers} workers",
        f"{found.solved} games solved one by one, the others in closed form; in every chunk one "
        "closed form of each order was checked against the solver",
        *(f"wrote {name}" for name in run.files),
        f"wall time {run.seconds:.2f} s",
    ]
    path = run.folder / LOG
    before = path.read_bytes() if path.exists() else b""
    write_whole(path, before + ("\n".join(lines) + "\n").encode())


def _readme(plan: StudyPlan, products: dict[str, tuple[str, Make]], inputs: list[_Input]) -> str:
    """Return the page that maps each table and figure to the command that makes it."""
    study = plan.study
    file = inputs[0].copy
    rows = []
    for name, (shows, _) in products.items():
        endings = {"results": (".csv", ".json"), "tables": (".csv", ".tex")}
        kinds = endings.get(name.split("/")[0], FIGURE_ENDINGS)
        files = ", ".join(f"`{name}{ending}`" for ending in kinds)
        rows.append(f"| {files} | {shows} | `fourcs run {file} -o . --only {name}` |")
    return "\n".join(
        [
            f"# {plan.title or study.name}",
            "",
            f"A parameter study of {study.issue.name!r} under "
            f"{', '.join(order.name for order in study.orders)}: {study.size} points, seed "
            f"{study.seed}. Made with {PACKAGE}; `{MANIFEST}` has all versions, the platform, the "
            "wall time and the SHA-256 of every input and output, `log.txt` what was done.",
            "",
            "Run the commands in this folder. Everything at once:",
            "",
            "```text",
            f"fourcs run {file} -o .",
            "```",
            "",
            "To repeat it elsewhere and compare, from the folder above:",
            "",
            "```text",
            "fourcs replicate FOLDER",
            "```",
            "",
            "| file | shows | command |",
            "|---|---|---|",
            *rows,
            "",
            "## Inputs",
            "",
            *(f"- `{each.path}`" + ("" if each.copy else " (bundled)") for each in inputs),
            "",
        ]
    )
