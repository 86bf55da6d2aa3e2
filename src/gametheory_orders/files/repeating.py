"""Repeat a run from what it left behind, and say what differs.

Builds on replication.py. Not here: making a run.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from gametheory_orders.files.replication import (
    MANIFEST,
    Draw,
    environment,
    run_study,
    sha256_of,
)
from gametheory_orders.files.sources import is_there, models_folder, read_text
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table

IDENTICAL = "identical"


@dataclass(frozen=True)
class Replication(Result):
    """What repeating a run showed.

    Parameters
    ----------
    study : str
        Name of the study.
    files : tuple of (file, verdict)
        "identical", or what differs and where.
    inputs : tuple of (file, verdict)
        The same for what the run was made from.
    versions : tuple of (name, then, now)
        Packages and Python, where they are not the same.
    """

    study: str
    files: tuple[tuple[str, str], ...]
    inputs: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str, str], ...]

    @property
    def identical(self) -> bool:
        """Whether every file came out the same, from the same inputs."""
        return all(verdict == IDENTICAL for _, verdict in (*self.files, *self.inputs))

    def table(self) -> Table:
        """Return one row a file."""
        rows = [[name, verdict] for name, verdict in (*self.inputs, *self.files)]
        rows += [[name, f"was {then}, is {now}"] for name, then, now in self.versions]
        said = "all identical" if self.identical else "not all identical"
        return Table(["file", "repeated"], rows, f"{self.study}: {said}")

    def to_dict(self) -> dict[str, Any]:
        """Return the replication as plain values."""
        return {
            "schema": 1,
            "study": self.study,
            "identical": self.identical,
            "files": [{"path": name, "verdict": verdict} for name, verdict in self.files],
            "inputs": [{"path": name, "verdict": verdict} for name, verdict in self.inputs],
            "versions": [
                {"name": name, "then": then, "now": now} for name, then, now in self.versions
            ],
        }


def replicate(
    folder: str | Path,
    draw: Draw,
    *,
    workers: int = 1,
    progress: Callable[[int, int], Any] | None = None,
) -> Replication:
    """Run a study again from the inputs in its folder, elsewhere, and compare every file.

    Parameters
    ----------
    folder : str or path
        What ``run_study`` wrote.
    draw : callable
        As for :func:`~gametheory_orders.files.replication.run_study`.
    workers, progress
        As for :func:`~gametheory_orders.statics.sweeps.run_sweep`.

    Raises
    ------
    ModelError
        If the folder is none that a run wrote, or its inputs are gone or wrong.
    """
    place = Path(folder)
    manifest = _read_manifest(place)
    inputs = tuple(_input(place, each) for each in manifest["inputs"])
    with tempfile.TemporaryDirectory() as scratch:
        again = Path(scratch) / "run"
        run_study(place / manifest["file"], again, draw, workers=workers, progress=progress)
        files = tuple(_compared(place, again, each) for each in manifest["outputs"])
    return Replication(manifest["study"], files, inputs, _versions(manifest))


def _read_manifest(place: Path) -> dict[str, Any]:
    path = place / MANIFEST
    wanted = "a folder that fourcs run wrote"
    if not is_there(path):
        raise ModelError(str(place), f"no {MANIFEST}", wanted)
    text = read_text(path, wanted)
    try:
        found: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError):
        raise ModelError(str(path), "something unreadable", wanted) from None
    keys = {"study": str, "file": str, "inputs": list, "outputs": list}
    for key, kind in keys.items():
        if not isinstance(found, dict) or not isinstance(found.get(key), kind):
            raise ModelError(f"{path}: {key}", "nothing of its kind", wanted)
    for key in ("inputs", "outputs"):
        for entry in found[key]:
            if not isinstance(entry, dict) or not isinstance(entry.get("path"), str):
                raise ModelError(f"{path}: {key}", "an entry without a path", wanted)
            _check_inside(entry["path"], f"{path}: {key}")
    _check_inside(found["file"], f"{path}: file")
    return found


def _check_inside(name: str, where: str) -> None:
    """Raise unless a path stays in its folder: a manifest is no reason to read others' files."""
    pure = PurePath(name)
    if pure.is_absolute() or ".." in pure.parts or not name.isprintable():
        raise ModelError(where, repr(name), "a path inside the folder")


def _input(place: Path, entry: dict[str, Any]) -> tuple[str, str]:
    """Compare an input with what it was: in the folder, or bundled."""
    name = entry["path"]
    path = place / name
    if name.startswith("models/"):
        path = models_folder() / name.removeprefix("models/")
    now = sha256_of(path)
    if now is None:
        return name, "gone"
    return name, IDENTICAL if now == entry.get("sha256") else "changed since the run"


def _compared(place: Path, again: Path, entry: dict[str, Any]) -> tuple[str, str]:
    name = entry["path"]
    before, now = place / name, again / name
    if not now.is_file():
        return name, "no longer made"
    if not before.is_file():
        return name, "gone from the folder"
    changed = sha256_of(before) != entry.get("sha256")
    if before.read_bytes() == now.read_bytes():
        return name, "changed since the run" if changed else IDENTICAL
    since = ", and changed since the run" if changed else ""
    return name, f"differs{_where(before, now)}{since}"


def _where(before: Path, now: Path) -> str:
    """Say where two files differ first, and how much in a table of figures."""
    if before.suffix not in (".csv", ".json", ".tex", ".md"):
        return ""
    try:
        old = before.read_text(encoding="utf-8").splitlines()
        new = now.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return ": no longer text"
    if before.suffix == ".csv":
        return _in_table(old, new)
    pairs = enumerate(zip(old, new, strict=False), start=1)
    line = next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)) + 1)
    return f" from line {line} on"


def _in_table(old: list[str], new: list[str]) -> str:
    before, now = list(csv.reader(old)), list(csv.reader(new))
    if not before or not now or before[0] != now[0]:
        return " in its heading"
    if len(before) != len(now):
        return f": {len(before) - 1} rows, now {len(now) - 1}"
    first, count, largest = "", 0, 0.0
    for row, (a, b) in enumerate(zip(before[1:], now[1:], strict=True), start=1):
        if len(a) != len(b):
            return f" in row {row}"
        for column, was, is_ in zip(before[0], a, b, strict=False):
            if was == is_:
                continue
            count += 1
            first = first or f"row {row}, {column}: {was or 'nothing'}, now {is_ or 'nothing'}"
            largest = max(largest, _apart(was, is_))
    size = f", by at most {largest:.3g}" if largest else ""
    return f" in {count} cells{size}; first {first}"


def _apart(was: str, is_: str) -> float:
    try:
        return abs(float(was) - float(is_))
    except ValueError:
        return 0.0


def _versions(manifest: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    now = environment()
    then = {key: manifest.get(key) for key in ("version", "python", "platform")}
    pairs = [(key, str(then[key]), str(now[key])) for key in then]
    had = manifest.get("dependencies")
    for name, version in (had if isinstance(had, dict) else {}).items():
        pairs.append((name, str(version), str(now["dependencies"].get(name, "none"))))
    return tuple(pair for pair in pairs if pair[1] != pair[2])
