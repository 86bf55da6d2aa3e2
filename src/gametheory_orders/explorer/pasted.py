"""Models typed or uploaded on the page: the checks of a file, and no way to the disk.

Builds on files. A text may name bundled worlds and orders, but no path: whoever opens the page
reads nothing that is not theirs. Not here: what a model may hold (files/schema.py).
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gametheory_orders.files.issues import Model, read_model
from gametheory_orders.files.sources import bundled
from gametheory_orders.foundations.errors import ModelError, unknown_name

LARGEST_TEXT = 200_000
"""Characters that a model on the page may have."""
NAME = "your-model.toml"


def read_pasted(text: str) -> Model:
    """Read a model from text, with the checks of a file.

    Parameters
    ----------
    text : str
        TOML, at most 200 000 characters; worlds and orders outside it must be bundled ones.

    Returns
    -------
    Model
        Issue and all its orders; it has no path.

    Raises
    ------
    ModelError
        For the worst thing in it, in one line that starts with your-model.toml.

    Examples
    --------
    >>> try:
    ...     read_pasted("[issue] name = lake")
    ... except ModelError as error:
    ...     print(str(error)[:31])
    your-model.toml: line 1, column
    """
    if not isinstance(text, str) or not text.strip():
        raise ModelError(NAME, "nothing", "a TOML model file")
    if len(text) > LARGEST_TEXT:
        found = f"a text of {len(text)} characters"
        raise ModelError(NAME, found, f"one of at most {LARGEST_TEXT}")
    _check_references(text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        try:
            path.write_bytes(text.encode("utf-8"))
            model = read_model(path)
            return Model(model.issue, tuple(model.default_orders()))
        except UnicodeEncodeError as error:
            found = f"a character that is no text (at {error.start})"
            raise ModelError(NAME, found, "a TOML model file") from None
        except ModelError as error:
            raise _without(f"{folder}/", error) from None


def uploaded_text(contents: bytes) -> str:
    r"""Return the text of a file that was uploaded, or raise in one line.

    Examples
    --------
    >>> uploaded_text("\ufeff[issue]".encode())
    '[issue]'
    """
    if not contents.strip():
        raise ModelError(NAME, "nothing", "a TOML model file")
    try:
        return contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"bytes that are not UTF-8 text (at byte {error.start})"
        raise ModelError(NAME, found, "a TOML model file") from None


def _check_references(text: str) -> None:
    """Raise if a model names anything outside it that is not bundled."""
    try:
        document = tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return  # The reader says what is wrong with it.
    issue = document.get("issue")
    if not isinstance(issue, Mapping):
        return
    where = f"{NAME}: issue"
    if "trade" in issue:
        raise ModelError(f"{where}.trade", issue["trade"], "no file beside a model on this page")
    world = issue.get("world")
    if isinstance(world, str) and world not in bundled("worlds"):
        raise unknown_name(f"{where}.world", world, bundled("worlds"), "a bundled world")
    known = [*_own(document), *bundled("orders")]
    orders = issue.get("orders")
    for position, name in enumerate(orders if isinstance(orders, list) else []):
        if isinstance(name, str) and name not in known:
            raise unknown_name(f"{where}.orders[{position}]", name, known, "an order")


def _own(document: Mapping[str, Any]) -> Sequence[str]:
    orders = document.get("order", [])
    tables = orders if isinstance(orders, list) else [orders]
    return [str(each["name"]) for each in tables if isinstance(each, Mapping) and "name" in each]


def _without(folder: str, error: ModelError) -> ModelError:
    """Return an error that does not tell where the text was kept for a moment."""
    found = error.found.replace(folder, "") if isinstance(error.found, str) else error.found
    return ModelError(
        error.where.replace(folder, ""), found, error.expected.replace(folder, ""), error.nearest
    )


def without_path(model: Model) -> Model:
    """Return a model read from a file with all its orders beside it."""
    return replace(model, own=tuple(model.default_orders()), path=None)
