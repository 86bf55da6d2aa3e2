"""Recheck a saved result from its model, with slow code written from the definitions.

Builds on the other files of this room; reads models through files. Not here: any solver, any
measure: a contract of the layers forbids both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gametheory_orders.files.sources import bundled, sha256_of_model
from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.referee import coalitions, designs, equilibria, institutions
from gametheory_orders.referee.figures import DIFFERS, Check, check_document
from gametheory_orders.referee.result import Verification

LARGEST = 64 * 2**20
"""Bytes of a document beyond which it is not read."""

Referee = Callable[[Mapping[str, Any], str], Mapping[str, Any]]
KINDS: tuple[tuple[str, tuple[str, ...], str, Referee], ...] = (
    ("compare", ("issue", "designs", "stake", "patience"), "issues", designs.compared),
    ("solve", ("issue", "agreed", "delivered", "certificate"), "issues", designs.solved),
    ("power", ("institution", "members", "winning_coalitions"), "institutions", institutions.power),
    ("gridlock", ("institution", "low", "high"), "institutions", institutions.gridlock),
    ("coalitions", ("issue", "stable", "concept"), "issues", coalitions.stable),
    ("equilibria", ("players", "equilibria"), "", equilibria.all_of),
)
"""Each document that can be rechecked: its name, the fields that tell it, where models are."""


def verify(result: str | Path | Mapping[str, Any], model: str | Path | None = None) -> Verification:
    """Recheck a saved result from its model file, without any solver.

    Parameters
    ----------
    result : str, path or mapping
        A document that ``fourcs ... --json`` printed, as a file or read already.
    model : str or path, optional
        The model that it was made from; by default the one that the document names.

    Returns
    -------
    Verification
        What holds exactly, what within a stated tolerance, what differs, and what was not
        rechecked, with the reason.

    Raises
    ------
    ModelError
        If the file is no such document, or the model cannot be read.

    Examples
    --------
    >>> from gametheory_orders import compare
    >>> found = verify(compare("climate", ["g6_consensus"]).to_dict())
    >>> found.holds, [check.path for check in found.left_out]
    (True, ['designs[g6_consensus].certificate.exact'])
    """
    if not isinstance(result, str | Path | Mapping):
        raise ModelError("result", result, "a path, or a document of fourcs")
    if model is not None and not isinstance(model, str | Path):
        raise ModelError("model", model, "a path, or the name of a bundled model")
    place = None if isinstance(result, Mapping) else Path(result)
    document = result if isinstance(result, Mapping) else read_document(result)
    kind, referee, where = _kind(document)
    source = _model(document, kind, where, model, place)
    checks = [] if model is not None else _same_file(document, source, where)
    try:
        expected = referee(document, source)
        checks += check_document(document, expected)
    except (ModelError, NoAnswer):
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        found = f"fields of another form ({type(error).__name__}: {error})"
        raise ModelError("document", found, f"what fourcs printed as the JSON of {kind}") from None
    return Verification(kind, source, tuple(checks))


def read_document(source: str | Path) -> Mapping[str, Any]:
    """Read a JSON document: strict, an object, not too large."""
    where = str(source)
    try:
        path = Path(source)
        if path.is_dir():
            raise ModelError(where, "a folder", "a file that fourcs ... --json wrote")
        if path.stat().st_size > LARGEST:
            raise ModelError(where, "a file of over 64 MiB", "a document of fourcs")
        text = path.read_text(encoding="utf-8")
        found = json.loads(text, parse_constant=_no_constant)
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, ModelError):
            raise
        why = getattr(error, "strerror", None) or str(error) or "too deep"
        raise ModelError(where, why, "a JSON document of fourcs") from None
    if not isinstance(found, Mapping):
        raise ModelError(where, "no JSON object", "a document of fourcs")
    return found


def _no_constant(text: str) -> Any:
    raise ModelError("document", text, "a finite number, or null")


def _kind(document: Mapping[str, Any]) -> tuple[str, Referee, str]:
    if document.get("schema") != 1:
        raise ModelError("schema", document.get("schema", "nothing"), "1")
    for kind, fields, where, referee in KINDS:
        if all(field in document for field in fields):
            return kind, referee, where
    names = ", ".join(kind for kind, _, _, _ in KINDS)
    raise ModelError("document", "another document", f"the JSON of one of: {names}")


def _model(
    document: Mapping[str, Any], kind: str, where: str, model: str | Path | None, place: Path | None
) -> str:
    """Return the name or path of the model, as it was typed, or as it stands beside the file."""
    if model is not None:
        return str(model)
    named = document.get("model")
    name = named.get("name") if isinstance(named, Mapping) else None
    if not isinstance(name, str):
        name = document.get("issue", document.get("institution"))
    if not isinstance(name, str):
        raise ModelError("model", "nothing", "--model FILE, the file that it was made from")
    beside = place.parent / name if place is not None else None
    known = where and name in bundled(where)
    if not known and not Path(name).exists() and beside and beside.exists():
        return str(beside)
    return name


def _same_file(document: Mapping[str, Any], source: str, where: str) -> list[Check]:
    """Return a difference if the model file is not the one that the result was made from."""
    named = document.get("model")
    if where == "institutions" and source in bundled("reforms"):
        where = where if source in bundled(where) else "reforms"
    digest = named.get("sha256") if isinstance(named, Mapping) else None
    if not isinstance(digest, str):
        return []
    now = sha256_of_model(source, where)
    if now == digest:
        return []
    return [Check("model.sha256", DIFFERS, digest, now)]
