"""Documents: strict JSON, CSV and text, on stdout or written to a file in one go.

Builds on the standard library only. Not here: what they say.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tables import ENDINGS, csv_text

if TYPE_CHECKING:
    from gametheory_orders.foundations.tables import Table

WIDTH = 100
PICTURES = (".png", ".svg", ".pdf")
LEFT_OUT_OF_CSV = ("certificate", "needed_by_state", "delivered", "view")


@dataclass(frozen=True)
class Canvas:
    """What text is laid out for.

    Parameters
    ----------
    width : int
        Columns.
    colour : bool
        Whether it is a terminal that shows colour.
    """

    width: int = WIDTH
    colour: bool = False


@dataclass(frozen=True)
class Document:
    """What a command has to say, where it goes, and the exit code.

    Parameters
    ----------
    text : str
        The document.
    output : str or None
        A file, or None for stdout.
    code : int
        Exit code.
    message : str
        One line for stderr.
    """

    text: str
    output: str | None = None
    code: int = 0
    message: str = ""

    @classmethod
    def json(
        cls, value: Mapping[str, Any], output: str | None, code: int = 0, message: str = ""
    ) -> Document:
        """Return a strict JSON document; ASCII, so that it survives any encoding."""
        text = json.dumps(value, indent=2, allow_nan=False)
        return cls(text + "\n", output, code, message)

    @classmethod
    def table(cls, table: Table, output: str | None) -> Document:
        """Return a table as CSV."""
        return cls(table.csv(), output)

    @classmethod
    def records(cls, records: Sequence[Mapping[str, Any]], output: str | None) -> Document:
        """Return records as CSV: nested names joined with a dot, lists with a semicolon."""
        flat = [dict(_flat(record)) for record in records]
        names = list(dict.fromkeys(name for record in flat for name in record))
        # A reason stands beside its figure, also where only a later record has one.
        for name in [name for name in names if name.endswith("_why")]:
            names.remove(name)
            names.insert(names.index(name.removesuffix("_why")) + 1, name)
        rows = [[record.get(name) for name in names] for record in flat]
        return cls(csv_text([names, *rows]), output)

    @classmethod
    def screen(cls, draw: Callable[[Canvas], str], output: str | None) -> Document:
        """Return text laid out for the terminal, or for a file."""
        return cls(draw(Canvas() if output is not None else canvas()), output)

    def emit(self) -> None:
        """Write the document to where it goes."""
        if self.output is not None:
            write_file(self.output, self.text)
        elif self.text:
            with contextlib.suppress(AttributeError, ValueError):
                sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
            sys.stdout.write(self.text)
            sys.stdout.flush()


def canvas() -> Canvas:
    """Return what the screen can show: its width, and colour only on a terminal."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((WIDTH, 24)).columns if terminal else _columns()
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Canvas(max(60, width), terminal and not plain)


def _columns() -> int:
    text = os.environ.get("COLUMNS", "")
    return int(text) if text.isdecimal() and 0 < int(text) < 10_000 else WIDTH


def one_format(as_json: bool, as_csv: bool) -> str:
    """Return "json", "csv" or "text"; both at once are refused."""
    if as_json and as_csv:
        raise ModelError("--json", "--csv beside it", "one of the two, not both")
    return "json" if as_json else "csv" if as_csv else "text"


def check_output(output: str | None, plot: str | None, table: str | None = None) -> None:
    """Raise before any work if a file could not be written where it should go."""
    if plot is not None and Path(plot).suffix.lower() not in PICTURES:
        found = Path(plot).suffix or "no ending"
        raise ModelError(f"--plot {plot}", found, f"an ending of: {', '.join(PICTURES)}")
    if table is not None and Path(table).suffix.lower() not in ENDINGS:
        found = Path(table).suffix or "no ending"
        raise ModelError(f"--table {table}", found, f"an ending of: {', '.join(ENDINGS)}")
    for name, text in (("--output", output), ("--plot", plot), ("--table", table)):
        if text is None:
            continue
        where = f"{name} {text}" if text else name
        try:
            folder = Path(os.path.realpath(text)).parent
            if not text or Path(text).is_dir():
                raise ModelError(where, "a folder" if text else "an empty text", "a file")
            if not folder.is_dir():
                raise ModelError(where, "no such folder", "a file in a folder that exists")
        except (OSError, ValueError) as error:
            if isinstance(error, ModelError):
                raise
            raise ModelError(where, str(error), "a file that can be written") from None
    for name, text in (("--plot", plot), ("--table", table)):
        if output is not None and text is not None and Path(output) == Path(text):
            raise ModelError(name, f"the file of --output, {text}", "another file")


def write_file(name: str, text: str, option: str = "--output") -> None:
    """Write a file so that it is either there as a whole or not at all."""
    target = Path(os.path.realpath(name))
    try:
        if target.exists() and not target.is_file():
            # A device or a pipe must not be replaced by a file.
            target.write_text(text, encoding="utf-8", newline="\n")
            return
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            part.write_text(text, encoding="utf-8", newline="\n")
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise ModelError(f"{option} {name}", found, "a file that can be written") from None


def _flat(record: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    out: list[tuple[str, Any]] = []
    for key, value in record.items():
        if not prefix and key in LEFT_OUT_OF_CSV:
            continue
        if isinstance(value, Mapping):
            out += _flat(value, f"{prefix}{key}.")
        else:
            out.append((prefix + key, value))
    return out
