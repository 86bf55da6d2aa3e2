"""Where models are and how a file is read: names, paths, TOML and CSV, each failure in one line.

Builds on foundations. Not here: what a table may hold (schema.py).
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from importlib import resources
from pathlib import Path
from typing import Any

from gametheory_orders.foundations.checks import LARGEST_NUMBER
from gametheory_orders.foundations.errors import ModelError, nearest_name, unknown_name

KINDS = ("issues", "orders", "worlds", "institutions", "reforms")
LARGEST_FILE = 20_000_000
LARGEST_TOML = 2_000_000
"""Bytes of a TOML file: the parser takes seconds for each million of them."""
DEEPEST = 60
"""Levels of tables and lists within each other; a game of as many players has no file."""
_READ: ContextVar[list[Path] | None] = ContextVar("files read", default=None)
_PLACE = re.compile(r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end.*)\)$")
# The parser takes the cube of a dotted key's parts: keys of many parts are looked for first.
_DOTTED = re.compile(r"""(?:\.[ \t]*+(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+)""" f"{{{DEEPEST}}}")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def models_folder() -> Path:
    """Return the folder of the bundled models: inside the package, or beside it in a checkout.

    Raises
    ------
    ModelError
        If there is neither.

    Examples
    --------
    >>> (models_folder() / "issues" / "climate.toml").is_file()
    True
    """
    package = Path(str(resources.files("gametheory_orders")))
    checkout = package.parents[1]
    if (package / "models").is_dir():
        return package / "models"
    if (checkout / "pyproject.toml").is_file() and (checkout / "models").is_dir():
        return checkout / "models"
    raise ModelError("models", "no folder of bundled models", "a complete installation")


def bundled(kind: str) -> dict[str, Path]:
    """Return the bundled models of a kind by name; KINDS lists the kinds.

    Examples
    --------
    >>> "g6_consensus" in bundled("orders")
    True
    """
    folder = models_folder() / kind
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def find(source: object, kind: str, beside: Path | None = None) -> Path:
    """Return the file that a bundled name or a path means.

    Parameters
    ----------
    source : str or path
        A text with a folder or the ending .toml is a path, any other one a name first.
    kind : str
        Kind of the bundled models that are looked through.
    beside : Path, optional
        Folder that a relative path starts from.
    """
    if not isinstance(source, str | Path) or not str(source).strip():
        raise ModelError(kind[:-1], source, f"a bundled {kind[:-1]} or a path")
    text = str(source)
    names = bundled(kind)
    if text in names:
        return names[text]
    path = Path(text) if beside is None else beside / text
    written_as_path = text.endswith(".toml") or "/" in text or "\\" in text
    if is_there(path):
        return path
    if not written_as_path:
        error = unknown_name(text, text, names, f"a path, or a bundled {kind[:-1]}")
        raise ModelError(text, f"no such {kind[:-1]} or file", error.expected, error.nearest)
    near = nearest_name(path.stem, names)
    raise ModelError(text, "no such file", f"a TOML file or a bundled {kind[:-1]}", near)


def sha256_of_model(source: str | Path, kind: str) -> str | None:
    """Return the SHA-256 of a model's own file; None if it is no file that stays.

    Parameters
    ----------
    source : str or path
        Name of a bundled model, or a path.
    kind : str
        Kind of the bundled models that are looked through; empty for a path.

    Examples
    --------
    >>> len(sha256_of_model("climate", "issues"))
    64
    """
    path = find(source, kind) if kind else Path(source)
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    except (OSError, ValueError):
        return None


def is_there(path: Path) -> bool:
    r"""Say whether there is anything under a path, however odd the path.

    Examples
    --------
    >>> is_there(Path("no") / ("x" * 5000)), is_there(Path("nul\x00"))
    (False, False)
    """
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def shown_path(path: Path) -> str:
    """Return a path as messages show it: bundled ones from models/ on."""
    try:
        return str(Path("models") / path.relative_to(models_folder()))
    except ValueError:
        return str(path)


@contextlib.contextmanager
def recorded_reads() -> Iterator[list[Path]]:
    """Note every file that is read inside: the inputs of whatever is made from them.

    Examples
    --------
    >>> with recorded_reads() as found:
    ...     text = read_text(models_folder() / "worlds" / "climate.csv", "a table")
    >>> [path.name for path in found]
    ['climate.csv']
    """
    found: list[Path] = []
    token = _READ.set(found)
    try:
        yield found
    finally:
        _READ.reset(token)
        outer = _READ.get()
        if outer is not None:
            outer.extend(path for path in found if path not in outer)


def reads_so_far() -> list[Path]:
    """Return what has been read since :func:`recorded_reads` began; nothing outside of it."""
    return list(_READ.get() or [])


def read_text(path: Path, what: str, largest: int = LARGEST_FILE) -> str:
    """Return a file's text, or raise in one line: missing, a folder, too large, not text."""
    where = shown_path(path)
    noted = _READ.get()
    if noted is not None and path not in noted:
        noted.append(path)
    try:
        if path.is_dir():
            raise ModelError(where, "a folder", what)
        if not path.exists():
            raise ModelError(where, "no such file", what)
        if not path.is_file():
            raise ModelError(where, "something that is not a file", what)
        size = path.stat().st_size
        if size > largest:
            raise ModelError(
                where, f"{size / 1e6:.0f} MB", f"{what} of at most {largest / 1e6:.0f} MB"
            )
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"bytes that are not UTF-8 text (at byte {error.start})"
        raise ModelError(where, found, what) from None
    except (OSError, ValueError) as error:
        if isinstance(error, ModelError):
            raise
        found = getattr(error, "strerror", None) or str(error)
        raise ModelError(where, found, what) from None


def read_toml(path: Path, what: str = "a TOML model file") -> dict[str, Any]:
    """Return a file's tables; numbers are finite everywhere."""
    text = read_text(path, what, LARGEST_TOML)
    where = shown_path(path)
    if dotted := _DOTTED.search(text):
        line = text.count("\n", 0, dotted.start()) + 1
        raise ModelError(f"{where}: line {line}", f"more than {DEEPEST} names with dots", what)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(where, text, str(error)) from None
    except RecursionError:
        raise ModelError(where, "tables or lists nested too deeply", what) from None
    except ValueError as error:
        found = "a whole number that is too long" if "digits" in str(error) else str(error)
        raise ModelError(where, found, what) from None
    _check_numbers(document, where, "", what)
    return document


def _syntax_error(where: str, text: str, message: str) -> ModelError:
    lines = text.split("\n")
    line, column, what = len(lines), len(lines[-1]) + 1, message
    if match := _PLACE.match(message):
        what = match["what"]
        if match["line"]:
            line, column = int(match["line"]), int(match["column"])
    written = lines[line - 1].strip() if line <= len(lines) else ""
    found = f"{written[:60]!r}" if written else "the end of the text"
    return ModelError(f"{where}: line {line}, column {column}", found, f"TOML ({what})")


def _check_numbers(value: Any, where: str, key: str, what: str, depth: int = 0) -> None:
    if depth > DEEPEST:
        # Dotted keys nest without limit, unlike lists: the parser does not notice.
        raise ModelError(where, f"tables or lists nested too deeply in {key[:40]!r}", what)
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _check_numbers(inner, where, f"{key}.{name}" if key else name, what, depth + 1)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            _check_numbers(inner, where, f"{key}[{position}]", what, depth + 1)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if isinstance(value, float) and not math.isfinite(value):
            raise ModelError(f"{where}: {key}", str(value), "a finite number")
        if abs(value) > LARGEST_NUMBER:
            found = f"{value:g}" if isinstance(value, float) else "a number of over 100 digits"
            raise ModelError(f"{where}: {key}", found, f"a number up to {LARGEST_NUMBER:g}")


def read_csv(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the heading and the rows of a CSV file, all rows as long as the heading."""
    where = shown_path(path)
    text = read_text(path, "a CSV table")
    try:
        rows = [row for row in csv.reader(io.StringIO(text), strict=True) if row]
    except csv.Error as error:
        raise ModelError(where, str(error), "a CSV table") from None
    if not rows:
        raise ModelError(where, "nothing", "a CSV table with a heading")
    header, *body = ([cell.strip() for cell in row] for row in rows)
    for position, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise ModelError(
                f"{where}: row {position}", f"{len(row)} cells", f"{len(header)}, as in the heading"
            )
    for position, name in enumerate(header):
        if name in header[:position]:
            raise ModelError(f"{where}: row 1", f"{name!r} a second time", "each column once")
    return header, body


def cell_number(cell: str, where: str) -> float:
    """Return a cell as a number; NaN if it is blank.

    Examples
    --------
    >>> cell_number(" 2.5", "row 2, column gdp"), cell_number("", "row 3, column gdp")
    (2.5, nan)
    """
    cell = cell.strip()
    if not cell:
        return math.nan
    number = float(cell) if _NUMBER.fullmatch(cell) else math.inf
    if abs(number) > LARGEST_NUMBER:
        raise ModelError(where, repr(cell), "a finite number, or nothing if there is no figure")
    return number
