"""What a model file may hold: one pydantic model for each table, and errors in one line.

Builds on foundations. Strict: text is never read as a number, unknown keys are errors.
Not here: what a rule's keys mean (each rule checks its own), or anything across tables.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from gametheory_orders.foundations.errors import ModelError, unknown_name

Text = Annotated[str, StringConstraints(min_length=1)]
M = TypeVar("M", bound="Table")

_COLUMN_NAME = re.compile(r"[A-Za-z_]\w*")
_NOT_COLUMNS = ("id", "name", "and", "or", "not", "total", "mean", "max", "min")
_NUMBER = "a finite number"
_TEXT = "a text"
_RULE = 'a rule as a table, such as { rule = "universal" }'


class Table(BaseModel):
    """One table of a model file."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)


class IssueTable(Table):
    """``[issue]``; keys beyond these go to the family, which knows its own."""

    model_config = ConfigDict(extra="allow")

    name: Text = Field(description="the issue's name, as text")
    family: Text = Field(description='an issue family, such as "public_good"')
    technology: Text | None = Field(None, description='a technology, such as "sum"')
    numeraire: Text = Field("units", description="what one unit of payoff is, as text")
    title: str = Field("", description=_TEXT)
    source: str = Field("", description=_TEXT)
    world: Text | None = Field(None, description="the name or path of a world")
    trade: Text | None = Field(None, description="the path of a CSV table of imports")
    orders: list[Text] = Field([], description="a list of names or paths of orders")


class WorldTable(Table):
    """``[world]`` of a world file."""

    name: Text = Field(description="the world's name, as text")
    title: str = Field("", description=_TEXT)
    source: str = Field("", description=_TEXT)
    table: Text | None = Field(None, description="the path of a CSV table, one row a state")
    trade: Text | None = Field(None, description="the path of a CSV table of imports")
    tariff_gain: Text = Field("tariff_gain", description="the name of a column")
    tariff_loss: Text = Field("tariff_loss", description="the name of a column")


class StateTable(Table):
    """``[[state]]``; further columns are those that ``[columns]`` declares."""

    model_config = ConfigDict(extra="allow")

    id: Text = Field(description="the state's id, a non-empty text")
    name: Text | None = Field(None, description="the state's full name, as text")
    stake: float | None = Field(None, ge=0, description="a finite number of 0 or more")
    capacity: float | None = Field(None, gt=0, description="a finite number above 0")
    population: float | None = Field(None, ge=0, description="a finite number of 0 or more")
    stands_for: float | None = Field(None, gt=0, description="a finite number above 0")
    gdp: float | None = Field(None, description=_NUMBER)
    capability: float | None = Field(None, description=_NUMBER)
    cinc: float | None = Field(None, description=_NUMBER)
    libdem: float | None = Field(None, description=_NUMBER)
    ideal_point: float | None = Field(None, description=_NUMBER)
    benefit: float | None = Field(None, description=_NUMBER)
    cost: float | None = Field(None, ge=0, description="a finite number of 0 or more")
    weight: float | None = Field(None, ge=0, description="a finite number of 0 or more")
    salience: float | None = Field(None, gt=0, description="a finite number above 0")
    rivalry: float | None = Field(
        None, ge=0, lt=1, description="a number from 0 up to, not including, 1"
    )
    spillover: float | None = Field(None, description=_NUMBER)
    able: float | None = Field(None, ge=0, le=1, description="1, or 0 for one that cannot act")
    patience: float | None = Field(
        None, ge=0, lt=1, description="a number from 0 up to, not including, 1"
    )
    tariff_gain: float | None = Field(None, description=_NUMBER)
    tariff_loss: float | None = Field(None, description=_NUMBER)
    __pydantic_extra__: dict[str, Annotated[float, Field(description=_NUMBER)]]


COLUMNS = tuple(key for key in StateTable.model_fields if key not in ("id", "name"))
"""Columns that need not be declared."""


class OrderTable(Table):
    """``[order]`` or one of ``[[order]]``."""

    name: Text = Field(description="the order's name, as text")
    four_c: Text = Field(description='one of: "charter", "club", "concert", "coalition"')
    title: str = Field("", description=_TEXT)
    source: str = Field("", description=_TEXT)
    issues: list[Text] = Field([], description="a list of names of issues")
    membership: dict[str, Any] = Field(description=_RULE)
    decision: dict[str, Any] = Field(description='a rule, such as { rule = "unanimity" }')
    enforcement: dict[str, Any] | list[dict[str, Any]] = Field(
        description='a rule, such as { rule = "reciprocity" }, or a list of rules'
    )


class HybridTable(Table):
    """``[hybrid]`` or one of ``[[hybrid]]``."""

    name: Text = Field(description="the hybrid's name, as text")
    rule: Text = Field(description='how the orders combine, such as "two_tracks"')
    orders: list[Text] = Field(description="a list of names of orders")
    punishment: Text = Field("all", description='one of: "all", "own"')
    title: str = Field("", description=_TEXT)
    source: str = Field("", description=_TEXT)
    issues: list[Text] = Field([], description="a list of names of issues")


class ModelFile(Table):
    """A model file: an issue with its states, and orders."""

    issue: IssueTable = Field(description="an [issue] table")
    columns: dict[str, str] = Field({}, description="a remark on the column, as text")
    parameters: dict[str, float] = Field({}, description=_NUMBER)
    assumed: dict[str, dict[str, float]] = Field({}, description="a table of figures by state")
    derived: dict[str, str] = Field({}, description='an expression, such as "2 * gdp"')
    state: list[StateTable] = Field([], description="[[state]] tables, one for each state")
    order: list[OrderTable] = Field([], description="an [order] table, or several [[order]]")
    hybrid: list[HybridTable] = Field([], description="a [hybrid] table, or several [[hybrid]]")


class OrderFile(Table):
    """A file of orders alone."""

    order: list[OrderTable] = Field(description="an [order] table, or several [[order]]")
    hybrid: list[HybridTable] = Field([], description="a [hybrid] table, or several [[hybrid]]")


class HybridFile(Table):
    """A file of hybrids, and of orders that they name or that stand beside them."""

    hybrid: list[HybridTable] = Field(description="a [hybrid] table, or several [[hybrid]]")
    order: list[OrderTable] = Field([], description="an [order] table, or several [[order]]")


class WorldFile(Table):
    """A world file: a CSV table (or states in place), and the source of each column."""

    world: WorldTable = Field(description="a [world] table")
    columns: dict[str, str] = Field({}, description="unit and source of the column, as text")
    texts: dict[str, str] = Field({}, description="source of the column of words, as text")
    blocs: dict[str, Literal["sum", "mean", "people", "same"]] = Field(
        {}, description='one of: "sum", "mean", "people", "same"'
    )
    state: list[StateTable] = Field([], description="[[state]] tables, one for each state")


def check(document: Mapping[str, Any], model: type[M], where: str) -> M:
    """Return a document's tables checked, or raise for the worst thing in them.

    Parameters
    ----------
    document : mapping
        From :func:`read_toml`.
    model : type
        ModelFile, OrderFile or WorldFile.
    where : str
        The file, named in errors.

    Raises
    ------
    ModelError
        Says the key path, what was found, what is expected, the nearest key.

    Examples
    --------
    >>> check({"world": {"name": "lake"}}, WorldFile, "lake.toml").world.name
    'lake'
    """
    known = {key: value for key, value in document.items() if key in model.model_fields}
    for key in document:
        if key not in known:
            raise unknown_key(f"{where}: {key}", key, model.model_fields)
    _check_states(known, where)
    single = isinstance(known.get("order"), Mapping)
    for key in ("order", "hybrid"):
        if isinstance(known.get(key), Mapping):
            known[key] = [known[key]]
    try:
        return model.model_validate(known)
    except ValidationError as error:
        # A misspelt key is also a missing one: told first, it explains the other.
        found = min(
            error.errors(include_url=False), key=lambda each: each["type"] != "extra_forbidden"
        )
        path = [part for part in found["loc"] if not _is_tag(part)]
        misspelt = _misspelt(known, model, path) if found["type"] == "missing" else None
        key = key_path(misspelt or path, single)
        if misspelt or found["type"] == "extra_forbidden":
            table = _model_at(model, (misspelt or path)[:-1])
            raise unknown_key(
                f"{where}: {key}", str((misspelt or path)[-1]), table.model_fields
            ) from None
        expected = _described(model, path)
        if found["type"] == "missing":
            raise ModelError(f"{where}: {key}", "nothing", expected) from None
        shown = said(found["input"]) + _state_of(known, path)
        raise ModelError(f"{where}: {key}", shown, expected) from None


def _check_states(document: Mapping[str, Any], where: str) -> None:
    """Raise for a key of a state that is no known column and not declared."""
    declared = document.get("columns", {})
    states = document.get("state", [])
    if not isinstance(declared, Mapping) or not isinstance(states, list):
        return
    for name in declared:
        if not _COLUMN_NAME.fullmatch(name) or name in _NOT_COLUMNS:
            expected = "a column's name: letters, digits and _, no word of the expressions"
            raise ModelError(f"{where}: columns.{name}", repr(name), expected)
    valid = [*StateTable.model_fields, *declared]
    for position, state in enumerate(states):
        for key in state if isinstance(state, Mapping) else ():
            if key not in valid:
                error = unknown_key(f"{where}: state[{position}].{key}", key, valid)
                expected = f"{error.expected} (further columns are declared under [columns])"
                raise ModelError(error.where, error.found, expected, error.nearest)


def _is_tag(part: object) -> bool:
    """Say whether pydantic put a union's branch into the path."""
    return isinstance(part, str) and part.startswith(("dict[", "list["))


def _misspelt(document: Any, model: type[Table], path: list[Any]) -> list[Any] | None:
    """Return the path of an unknown key beside a missing one, where extra keys are let through."""
    table = document
    for part in path[:-1]:
        table = table[part]
    fields = _model_at(model, path[:-1]).model_fields
    for key in table:
        if key not in fields and unknown_key("", key, fields).nearest == path[-1]:
            return [*path[:-1], key]
    return None


def unknown_key(where: str, key: str, valid: Any) -> ModelError:
    """Return the error for a key that is not among the valid ones."""
    error = unknown_name(where, key, valid, "one key")
    return ModelError(where, f"a key {key!r}", error.expected, error.nearest)


def key_path(path: list[Any], single_order: bool = False) -> str:
    """Return a path of keys and positions as text; a lone ``[order]`` has no position.

    Examples
    --------
    >>> key_path(["state", 2, "capacity"])
    'state[2].capacity'
    """
    text = ""
    for place, part in enumerate(path):
        if isinstance(part, int):
            if not (single_order and place == 1 and path[0] == "order"):
                text += f"[{part}]"
        else:
            text += f".{part}" if text else str(part)
    return text


def said(value: object) -> str:
    """Return a value as a message shows it, so that text and numbers are told apart.

    Examples
    --------
    >>> said("1.0"), said(True), said([1, 2])
    ("the text '1.0'", 'true', 'a list')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"the text {value[:60]!r}" if value else "an empty text"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, datetime.date | datetime.time):
        return f"the date or time {value}"
    return repr(value)


def _state_of(document: Mapping[str, Any], path: list[Any]) -> str:
    """Return the state's id, as people do not count their tables from zero."""
    if path[0] != "state" or len(path) < 3:
        return ""
    name = document["state"][path[1]].get("id")
    return f" (state {name!r})" if isinstance(name, str) and path[2] != "id" else ""


def _fields_along(model: type[Table], path: list[Any]) -> list[tuple[type[Table], Any]]:
    along: list[tuple[type[Table], Any]] = []
    current: type[Table] | None = model
    for part in path:
        if isinstance(part, int) or current is None:
            continue
        field = current.model_fields.get(part)
        along.append((current, field))
        inner = [field.annotation, *get_args(field.annotation)] if field else []
        tables = [each for each in inner if isinstance(each, type) and issubclass(each, Table)]
        current = tables[0] if tables else None
    if current is not None:
        along.append((current, None))
    return along


def _model_at(model: type[Table], path: list[Any]) -> type[Table]:
    return _fields_along(model, path)[-1][0]


def _described(model: type[Table], path: list[Any]) -> str:
    fields = [field for _, field in _fields_along(model, path) if field is not None]
    # Beyond the last known field: an undeclared column of a state, whose figures are numbers.
    if fields and path[0] == "state" and len(path) == 3 and len(fields) == 1:
        return _NUMBER
    return str(fields[-1].description) if fields else _NUMBER
