"""Issues and whole model files: a world, derived columns, trade links, and the file's orders.

Builds on worlds.py and orders.py. Not here: solving or comparing (comparing.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from gametheory_orders.files.orders import Placed, build_orders, find_orders, with_hybrids
from gametheory_orders.files.schema import (
    COLUMNS,
    HybridFile,
    IssueTable,
    ModelFile,
    OrderFile,
    check,
    said,
    unknown_key,
)
from gametheory_orders.files.sources import find, read_toml, shown_path
from gametheory_orders.files.tables import read_matrix_game
from gametheory_orders.files.worlds import placed, read_world, with_imports, world_of_states
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.issues import Issue, MatrixGame, TradeLinks
from gametheory_orders.issues.protocol import FAMILIES
from gametheory_orders.orders import Order
from gametheory_orders.worlds import World
from gametheory_orders.worlds.derived import derived_column

EVERYONE = "*"
"""In a table of assumed figures: every state that has none."""


@dataclass(frozen=True)
class Model:
    """What a model file holds.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    own : tuple of Placed
        The orders that stand in the file.
    path : Path or None
        The file.
    """

    issue: Issue
    own: tuple[Placed, ...] = ()
    path: Path | None = None

    @property
    def orders(self) -> tuple[Order, ...]:
        """The orders that stand in the file."""
        return tuple(each.order for each in self.own)

    def default_orders(self) -> list[Placed]:
        """Return the file's own orders, then those that the issue names."""
        found = list(self.own)
        have = {each.order.name for each in found}
        beside = self.path.parent if self.path else None
        for position, name in enumerate(self.issue.orders):
            try:
                named = find_orders(name, self.own, beside)
            except ModelError as error:
                if self.path is None or error.where not in (name, "orders"):
                    raise
                where = f"{shown_path(self.path)}: issue.orders[{position}]"
                raise ModelError(where, repr(name), error.expected, error.nearest) from None
            found += [each for each in named if each.order.name not in have]
            have |= {each.order.name for each in named}
        return found


def load_issue(source: str | Path) -> Issue:
    """Load an issue, bundled or from a model file.

    Parameters
    ----------
    source : str or path
        Name of a bundled issue, or path of a model file.

    Raises
    ------
    ModelError
        If there is no such issue, or its file is wrong.

    Examples
    --------
    >>> issue = load_issue("climate")
    >>> issue.n, issue.numeraire
    (15, 'bn US$ a year')
    """
    return read_model(source).issue


def read_model(source: str | Path) -> Model:
    """Read a model file: its issue and the orders in it.

    Parameters
    ----------
    source : str or path
        Name of a bundled issue, or path of a model file.

    Examples
    --------
    >>> model = read_model("climate")
    >>> len(model.orders), len(model.default_orders())
    (0, 13)
    """
    path = find(source, "issues")
    where = shown_path(path)
    document = read_toml(path)
    only_orders = set(document) <= {"order", "hybrid"} and bool(document)
    what = "a file of orders" if only_orders else "a world file"
    if only_orders or ("world" in document and "issue" not in document):
        raise ModelError(f"{where}: issue", f"{what} without an [issue] table", "an [issue] table")
    family = _family(document)
    if family == MatrixGame.family:
        return _matrix_model(path, document)
    if "player" in document and (not isinstance(family, str) or family not in FAMILIES):
        # The players stand there because a payoff table was meant.
        error = unknown_name("issue.family", said(family), FAMILIES, "one issue family")
        raise error.at(where)
    file = check(document, ModelFile, where)
    single = isinstance(document.get("order"), Mapping)
    own = build_orders(file.order, where, single)
    own = with_hybrids(own, file.hybrid, where, path.parent)
    try:
        issue = _build(file, path)
    except ModelError as error:
        raise placed(error, where) from None
    return Model(issue, tuple(own), path)


def _family(document: Mapping[str, Any]) -> Any:
    issue = document.get("issue")
    return issue.get("family") if isinstance(issue, Mapping) else None


def _matrix_model(path: Path, document: Mapping[str, Any]) -> Model:
    """Return a payoff table and the orders beside it."""
    where, game, table = shown_path(path), read_matrix_game(path), document["issue"]
    own: list[Placed] = []
    if "order" in document:
        file = check({"order": document["order"]}, OrderFile, where)
        own = build_orders(file.order, where, isinstance(document["order"], Mapping))
    if "hybrid" in document:
        hybrids = check({"hybrid": document["hybrid"]}, HybridFile, where).hybrid
        own = with_hybrids(own, hybrids, where, path.parent)
    named = {"name": table["name"], "family": MatrixGame.family, "orders": table.get("orders", [])}
    orders = check({"issue": named}, ModelFile, where).issue.orders
    states = [
        {"id": player["name"], **{key: player[key] for key in COLUMNS if key in player}}
        for player in document["player"]
    ]
    checked = check({"issue": named, "state": states}, ModelFile, where)
    issue = MatrixGame(
        world_of_states(checked.state, {}, table["name"]),
        table["name"],
        table.get("numeraire", "units"),
        None,
        table.get("title", ""),
        table.get("source", ""),
        tuple(orders),
        tables=game.payoffs,
        action_names=game.actions,
    )
    return Model(issue, tuple(own), path)


def _build(file: ModelFile, path: Path) -> Issue:
    table = file.issue
    family = FAMILIES.get(table.family, "issue.family")
    world = _world(file, path)
    if table.trade is not None:
        world = with_imports(world, path.parent / table.trade)
    world = _assume(world, file)
    settings: dict[str, Any] = dict(table.__pydantic_extra__ or {})
    if table.technology is not None:
        settings["technology"] = table.technology
    # Before columns are derived from it: what is missing in the table explains the rest.
    for column in family.needed(settings):
        if column not in file.derived and column not in file.assumed:
            _needed(world, column, file)
    world = _derive(world, file)
    try:
        return family.build(
            world,
            settings,
            name=table.name,
            numeraire=table.numeraire,
            trade=_trade(world, table),
            title=table.title,
            source=table.source,
            orders=tuple(table.orders),
            parameters=dict(file.parameters),
            derived=dict(file.derived),
        )
    except ModelError as error:
        key = error.where.removeprefix("issue.")
        if key in settings and error.found == key:
            valid = [*IssueTable.model_fields, *(k for k in family.keys if k != "technology")]
            raise unknown_key(error.where, key, valid) from None
        raise _at_state(error, world, file) from None


def _world(file: ModelFile, path: Path) -> World:
    if file.issue.world is None:
        return world_of_states(file.state, file.columns, file.issue.name)
    if file.state:
        found = "a world beside [[state]] tables"
        raise ModelError("issue.world", found, "one of the two, not both")
    try:
        source = find(file.issue.world, "worlds", path.parent)
    except ModelError as error:
        found = str(error.found)
        raise ModelError(
            "issue.world", f"{found} {file.issue.world!r}", error.expected, error.nearest
        ) from None
    world = read_world(source)
    for column in file.columns:
        known = [*world.columns, *file.derived, *file.assumed]
        if column not in known:
            raise unknown_key(f"columns.{column}", column, known)
    return replace(world, sources={**world.sources, **file.columns})


def _assume(world: World, file: ModelFile) -> World:
    """Return the world with the figures that the file assumes where none is known."""
    for column, figures in file.assumed.items():
        where = f"assumed.{column}"
        if column in file.parameters or column in file.derived or column in world.texts:
            raise ModelError(where, repr(column), "a name that nothing else in the file has")
        values = world.columns.get(column, np.full(world.n, np.nan)).copy()
        named = []
        for state, figure in figures.items():
            if state == EVERYONE:
                continue
            i = world.index(state, where)
            if not np.isnan(values[i]):
                found = f"{figure} for {state}, whose figure is {float(values[i])}"
                raise ModelError(f"{where}.{state}", found, "a state without a figure")
            values[i] = figure
            named.append(state)
        blank = np.isnan(values)
        if EVERYONE in figures and blank.any():
            values[blank] = figures[EVERYONE]
            named.append("all others without a figure")
        known = world.sources.get(column, "")
        source = f"{known + '; ' if known else ''}assumed for {', '.join(named)}"
        world = world.with_columns({column: values})
        world = replace(world, sources={**world.sources, column: source})
    return world


def _derive(world: World, file: ModelFile) -> World:
    """Return the world with the derived columns, each of which may use those before it."""
    for name in file.parameters:
        if name in world.columns:
            raise ModelError(f"parameters.{name}", repr(name), "a name that no column has")
    for name, expression in file.derived.items():
        where = f"derived.{name}"
        if name in world.columns or name in file.parameters:
            raise ModelError(where, repr(name), "a name that no column or parameter has")
        figures = derived_column(world, name, expression, file.parameters)
        world = world.with_columns({name: figures})
        if name not in world.sources:
            world = replace(world, sources={**world.sources, name: f"derived: {expression}"})
    return world


def _needed(world: World, column: str, file: ModelFile) -> None:
    """Raise if a column that the family needs is missing, or a state's figure in it."""
    if world.has(column):
        return
    expected = f"{column!r} of every state, which the family {file.issue.family!r} needs"
    if file.state:
        values = world.columns.get(column)
        blank = 0 if values is None else int(np.flatnonzero(np.isnan(values))[0])
        found = f"nothing (state {world.ids[blank]!r})"
        raise ModelError(f"state[{blank}].{column}", found, expected)
    raise ModelError("issue.world", f"a world without {column!r}", f"{expected}, or [derived] one")


def _trade(world: World, table: IssueTable) -> TradeLinks | None:
    if world.imports is None:
        return None
    figures = []
    for column in ("tariff_gain", "tariff_loss"):
        if not world.has(column):
            found = f"a trade table without {column!r}"
            raise ModelError("issue.trade", found, "tariff_gain and tariff_loss of every state")
        figures.append(world.column(column))
    return TradeLinks(world.imports, figures[0], figures[1])


def _at_state(error: ModelError, world: World, file: ModelFile) -> ModelError:
    """Return a family's error about a state's figure with the key path of the file."""
    state, _, column = error.where.removeprefix("state ").rpartition(".")
    if not error.where.startswith("state ") or state not in world.ids:
        return error
    where = f"derived.{column}" if column in file.derived else f"world column {column}"
    if file.state and column not in file.derived:
        where = f"state[{world.index(state)}].{column}"
    return ModelError(where, f"{error.found} (state {state!r})", error.expected, error.nearest)
