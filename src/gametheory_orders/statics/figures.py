"""An issue with other figures: parameters, columns, and the columns derived from them.

Builds on worlds and issues. Not here: what the paths of a study mean (parameters.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from gametheory_orders.foundations.checks import LARGEST
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import LEVEL
from gametheory_orders.issues import FAMILIES, Issue
from gametheory_orders.worlds import World, expressions
from gametheory_orders.worlds.derived import derived_column

TARIFF_COLUMNS = {"tariff_gain": "gain", "tariff_loss": "loss"}


@dataclass(frozen=True)
class Changes:
    """What is to be changed about an issue.

    Parameters
    ----------
    parameters, settings : dict
        New values by name: of the issue's parameters, and of the family's own settings.
    figures : dict
        New figures by column and state.
    factors : dict
        Factors by column and state; None for all states.
    """

    parameters: dict[str, float]
    settings: dict[str, Any]
    figures: dict[str, dict[str, float]]
    factors: dict[str, dict[str | None, float]]

    def enter(self, kind: str, name: str, state: str | None, value: Any) -> None:
        """Note one change: kind is "parameters", "issue", "column" or "scale"."""
        if kind == "issue":
            self.settings[name] = value
            return
        where = f"{kind}.{name}" + (f".{state}" if state else "")
        if isinstance(value, str) or not abs(value) <= LARGEST:
            raise ModelError(where, repr(value), "a finite number")
        if kind == "parameters":
            self.parameters[name] = float(value)
        elif kind == "column":
            self.figures.setdefault(name, {})[str(state)] = float(value)
        else:
            self.factors.setdefault(name, {})[state] = float(value)

    def applied(self, world: World, name: str, values: np.ndarray) -> np.ndarray:
        """Return a column with its own figures set first and scaled then, shape (n,)."""
        values = values.copy()
        for state, figure in self.figures.get(name, {}).items():
            values[world.index(state)] = figure
        for one, factor in self.factors.get(name, {}).items():
            where = slice(None) if one is None else world.index(one)
            values[where] = values[where] * factor
        return values


def changed_issue(issue: Issue, changes: Changes) -> Issue:
    """Return the issue with what was changed, and all that follows from it.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    changes : Changes
        What is changed about it.

    Raises
    ------
    ModelError
        If a figure or setting is out of range, or a derived column that would have to follow a
        change no longer follows its expression.

    Examples
    --------
    >>> from gametheory_orders import load_issue
    >>> found = changed_issue(load_issue("climate"), Changes({"price": 50.0}, {}, {}, {}))
    >>> float(found.world.column("stake").sum().round(9))
    50.0
    """
    parameters = {**issue.parameters, **changes.parameters}
    world, touched = _world(issue, changes, parameters)
    new: dict[str, Any] = dict(changes.settings)
    if changes.parameters:
        new["parameters"] = parameters
    if touched:
        new |= {"world": world, "trade": _trade(issue, world, touched)}
    if not new:
        return issue
    if "rivalry" in touched:
        # Without rivalry the family may have another, simpler class.
        return _rebuilt(issue, new)
    return replace(issue, **new)


def _world(
    issue: Issue, changes: Changes, parameters: Mapping[str, float]
) -> tuple[World, set[str]]:
    """Return the changed world and the names of the columns that are not as they were."""
    world = issue.world
    own = {*changes.figures, *changes.factors}
    given = {name for name in own if name not in issue.derived}
    world = world.with_columns({c: changes.applied(world, c, world.columns[c]) for c in given})
    touched = given | set(changes.parameters)
    for name, expression in issue.derived.items():
        where = f"derived.{name}"
        values = issue.world.columns[name]
        follows = bool(expressions.names_in(expressions.parse(expression, where)) & touched)
        if follows:
            before = derived_column(issue.world, name, expression, issue.parameters)
            if not np.allclose(values, before, rtol=LEVEL, atol=0.0, equal_nan=True):
                found = f"a column {name!r} whose figures were replaced"
                raise ModelError(where, found, f"figures that follow {expression!r}")
            values = derived_column(world, name, expression, parameters)
        if follows or name in own:
            world = world.with_columns({name: changes.applied(world, name, values)})
            touched.add(name)
    return world, touched - set(changes.parameters)


def _trade(issue: Issue, world: World, touched: set[str]) -> Any:
    """Return the trade links, with what a tariff gains and costs as in the changed world."""
    trade = issue.trade
    for column, name in TARIFF_COLUMNS.items():
        if trade is None or column not in touched:
            continue
        if not np.array_equal(getattr(trade, name), issue.world.columns[column]):
            found = f"trade links that do not follow the column {column!r}"
            raise ModelError(f"column.{column}", found, "links made from the column")
        trade = replace(trade, **{name: world.column(column)})
    return trade


def _rebuilt(issue: Issue, new: Mapping[str, Any]) -> Issue:
    """Return the issue built anew by its family."""
    common = {item.name: getattr(issue, item.name) for item in fields(Issue)}
    own = {i.name: getattr(issue, i.name) for i in fields(issue) if i.name not in common}
    settings = {key: new.get(key, value) for key, value in own.items()}
    rest = {key: new.get(key, value) for key, value in common.items() if key != "world"}
    return FAMILIES.get(issue.family, "issue.family").build(new["world"], settings, **rest)
