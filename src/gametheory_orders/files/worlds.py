"""Worlds from files: a CSV table or states in place, with the source of each column.

Builds on sources.py and schema.py. A blank stays blank.
Not here: columns that an issue derives (issues.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from gametheory_orders.files.schema import (
    COLUMNS,
    StateTable,
    WorldFile,
    WorldTable,
    check,
    unknown_key,
)
from gametheory_orders.files.sources import cell_number, find, read_csv, read_toml, shown_path
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.worlds import World


def load_world(source: str | Path) -> World:
    """Load a world, bundled or from a file.

    Parameters
    ----------
    source : str or path
        Name of a bundled world, or path of a world file.

    Raises
    ------
    ModelError
        If there is no such world, or its file is wrong.

    Examples
    --------
    >>> world = load_world("climate")
    >>> world.n, float(world.column("population")[world.index("US")].round(1))
    (15, 311.6)
    """
    return read_world(find(source, "worlds"))


def read_world(path: Path) -> World:
    """Read a world file."""
    where = shown_path(path)
    file = check(read_toml(path, "a TOML world file"), WorldFile, where)
    table = file.world
    try:
        if table.table is not None and file.state:
            raise ModelError(
                "world.table", "a table beside [[state]] tables", "one of the two, not both"
            )
        if table.table is None:
            world = world_of_states(file.state, file.columns, table.name)
        else:
            world = _world_of_csv(path.parent / table.table, file, where)
        if table.trade is not None:
            world = with_imports(world, path.parent / table.trade)
            world = _with_tariff_columns(world, table)
    except ModelError as error:
        raise placed(error, where) from None
    return world


def placed(error: ModelError, where: str) -> ModelError:
    """Return the error with the file before it, unless it names a file already."""
    return error if ": " in error.where else error.at(where)


def world_of_states(states: Sequence[StateTable], declared: Mapping[str, str], name: str) -> World:
    """Return the world of ``[[state]]`` tables; a column that no state has is left out."""
    if not states:
        raise ModelError("state", "no states", "at least one [[state]] table")
    rows = [{**state.model_dump(), **(state.__pydantic_extra__ or {})} for state in states]
    columns = {}
    for key in dict.fromkeys((*COLUMNS, *declared)):
        figures = [row.get(key) for row in rows]
        if any(figure is not None for figure in figures):
            columns[key] = np.array([math.nan if f is None else float(f) for f in figures])
    names = {state.id: state.name for state in states if state.name}
    return World(tuple(state.id for state in states), columns, name, names, dict(declared))


def _world_of_csv(path: Path, file: WorldFile, where: str) -> World:
    header, rows = read_csv(path)
    shown = shown_path(path)
    if "id" not in header:
        raise ModelError(f"{shown}: row 1", "no column 'id'", "a column 'id'")
    figures = [column for column in header if column not in ("id", "name", *file.texts)]
    for column in figures:
        if column not in file.columns:
            error = unknown_key("", column, [*file.columns, *file.texts])
            expected = f"a column that [columns] of {where} declares"
            raise ModelError(f"{shown}: row 1", repr(column), expected, error.nearest)
    for column in file.columns:
        if column not in header:
            raise unknown_name(f"columns.{column}", column, figures, f"a column of {shown}")
    for column in file.texts:
        if column not in header or column in (*file.columns, "id", "name"):
            raise unknown_name(f"texts.{column}", column, figures, f"a column of words of {shown}")
    for column in file.blocs:
        if column not in file.columns:
            raise unknown_name(f"blocs.{column}", column, file.columns, "a column of numbers")
    if not rows:
        raise ModelError(shown, "no states", "at least one row below the heading")
    cells = {column: [row[j] for row in rows] for j, column in enumerate(header)}
    columns = {
        column: np.array(
            [
                cell_number(cell, f"{shown}: row {line}, column {column}")
                for line, cell in enumerate(cells[column], start=2)
            ]
        )
        for column in figures
    }
    names = dict(zip(cells["id"], cells.get("name", cells["id"]), strict=True))
    try:
        return World(
            tuple(cells["id"]),
            columns,
            file.world.name,
            names,
            {**file.texts, **file.columns},
            texts={column: tuple(cells[column]) for column in file.texts},
            blocs=dict(file.blocs),
        )
    except ModelError as error:
        raise error.at(shown) from None


def with_imports(world: World, path: Path) -> World:
    """Return the world with a CSV table of imports: rows importers, columns exporters."""
    header, rows = read_csv(path)
    shown = shown_path(path)
    exporters = header[1:]
    importers = [row[0] for row in rows]
    for kind, found in (("column", exporters), ("row", importers)):
        for state in found:
            if state not in world.ids:
                raise unknown_name(f"{shown}: {kind} {state}", state, world.ids, "a state")
        for state in world.ids:
            if found.count(state) != 1:
                amount = "no" if state not in found else "more than one"
                raise ModelError(shown, f"{amount} {kind} {state!r}", f"one {kind} for each state")
    imports = np.empty((world.n, world.n))
    for line, row in enumerate(rows, start=2):
        for exporter, cell in zip(exporters, row[1:], strict=True):
            where = f"{shown}: row {line}, column {exporter}"
            figure = cell_number(cell, where)
            if not figure >= 0:
                raise ModelError(where, cell or "nothing", "imports of zero or more")
            imports[world.index(row[0]), world.index(exporter)] = figure
    return replace(world, imports=imports)


def _with_tariff_columns(world: World, table: WorldTable) -> World:
    """Return the world with what tariffs bring and cost under the names that issues expect."""
    for key in ("tariff_gain", "tariff_loss"):
        column = getattr(table, key)
        figures = world.column(column, f"world.{key}")
        if column != key:
            if key in world.columns:
                raise ModelError(f"world.{key}", repr(column), f"{key!r}, which is a column too")
            world = world.with_columns({key: figures})
    return world
