"""Stakes, capacities and patience at many points, as arrays.

Builds on statics.figures, whose one point at a time this follows step by step, and on the
expressions of derived columns, which take batches. Not here: what is made of them (batches.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import LEVEL
from gametheory_orders.games import CooperationGame
from gametheory_orders.orders import FixedLevel
from gametheory_orders.statics.closed_forms import ClosedForm, Solved
from gametheory_orders.statics.parameters import Parameter
from gametheory_orders.worlds import expressions
from gametheory_orders.worlds.derived import LARGEST_FIGURE

MEANT = {"stake", "capacity"}
APART = {"patience", "rivalry"}
"""Columns that change more than figures: who changes them is solved one by one."""
BATCHED = {*"+-*/", "number", "name", "negative", "total", "mean", "max", "min"}
"""Operators of expressions that take batches of worlds."""


@dataclass(frozen=True, eq=False)
class Figures:
    """The figures of many games.

    Parameters
    ----------
    stakes, capacities, patience : array, shape (points, n)
        By state.
    value : array, shape (points,), or None
        The fixed level or the pledge weight, where it is varied.
    fine : bool array, shape (points,)
        Whether all figures are in range; where not, the solver says what is wrong.
    """

    stakes: np.ndarray
    capacities: np.ndarray
    patience: np.ndarray
    value: np.ndarray | None
    fine: np.ndarray

    @classmethod
    def of(
        cls,
        game: CooperationGame,
        how: Mapping[str, Any],
        columns: Mapping[Parameter, np.ndarray],
        size: int,
    ) -> Figures | None:
        """Return the figures at points, or None if something else would change with them.

        Parameters
        ----------
        game : CooperationGame
            The game at the base.
        how : mapping
            Keywords of ``solve`` there.
        columns : mapping of Parameter to array, shape (points,)
            What is varied.
        size : int
            Number of points.
        """
        world = _columns(game, columns, size)
        if world is None:
            return None
        stakes, capacities = world["stake"], world["capacity"]
        patience = _patience(game, how, columns, size)
        value: np.ndarray | None = None
        fine = np.logical_and((stakes >= 0).all(axis=1), (capacities > 0).all(axis=1))
        for figures in world.values():
            fine &= (np.abs(figures) <= LARGEST_FIGURE).all(axis=1)
        fine &= ((patience >= 0) & (patience < 1)).all(axis=1)
        for parameter, given in columns.items():
            if parameter.name.startswith("decision."):
                value = given
                top = 1e300 if isinstance(game.order.decision, FixedLevel) else 1.0
                fine &= (given >= 0) & (given <= top)
        return cls(stakes, capacities, patience, value, fine)

    def solved(self, form: ClosedForm) -> Solved:
        """Return the outcomes at the points whose figures are in range."""
        fine = self.fine
        value = None if self.value is None else self.value[fine]
        return form.solve(self.stakes[fine], self.capacities[fine], self.patience[fine], value)


def _patience(
    game: CooperationGame,
    how: Mapping[str, Any],
    columns: Mapping[Parameter, np.ndarray],
    size: int,
) -> np.ndarray:
    base = game.patience(how.get("patience"))
    out = np.repeat(base[None], size, axis=0)
    # What is set for all comes first, so that a state's own value stays.
    for parameter in sorted(columns, key=lambda each: each.state is not None):
        if parameter.name in ("patience", "enforcement.patience"):
            where = slice(None) if parameter.state is None else game.world.index(parameter.state)
            out[:, where] = (
                columns[parameter][:, None] if parameter.state is None else columns[parameter]
            )
    return out


def _columns(
    game: CooperationGame, columns: Mapping[Parameter, np.ndarray], size: int
) -> dict[str, np.ndarray] | None:
    """Return the columns that stakes and capacities come from, each of shape (points, n)."""
    issue, world = game.issue, game.world
    figures: dict[str, list[tuple[Parameter, np.ndarray]]] = {}
    parameters: dict[str, np.ndarray] = {}
    for parameter, values in columns.items():
        slot, _, name = parameter.name.partition(".")
        if slot == "parameters":
            parameters[name] = values
        elif slot in ("column", "scale"):
            figures.setdefault(name, []).append((parameter, values))
    out: dict[str, np.ndarray] = {}

    def base(name: str) -> np.ndarray:
        if name in out:
            return out[name]
        if name in parameters:
            return np.repeat(parameters[name][:, None], world.n, axis=1)
        if name in issue.parameters:
            return np.full((size, world.n), float(issue.parameters[name]))
        return np.repeat(world.column(name)[None], size, axis=0)

    touched = {name for name in figures if name not in issue.derived} | set(parameters)
    for name, given in figures.items():
        if name not in issue.derived:
            out[name] = _applied(game, given, base(name))
    for name, expression in issue.derived.items():
        node = expressions.parse(expression, f"derived.{name}")
        names = expressions.names_in(node)
        if names & touched:
            if not _operators(node) <= BATCHED or not _follows(game, name, node):
                return None
            known = {each: base(each) for each in names}
            out[name] = expressions.evaluate(node, known or {"": np.zeros((size, world.n))})
            touched.add(name)
        if name in figures:
            out[name] = _applied(game, figures[name], base(name))
            touched.add(name)
    if touched & APART:
        return None
    for name in MEANT:
        out[name] = base(name)
    return out


def _applied(
    game: CooperationGame, given: list[tuple[Parameter, np.ndarray]], values: np.ndarray
) -> np.ndarray:
    """Return a column with its own figures set first and scaled then, shape (points, n)."""
    values = values.copy()
    for parameter, each in given:
        if parameter.name.startswith("column."):
            values[:, game.world.index(parameter.state)] = each
    for parameter, each in given:
        if parameter.name.startswith("scale.") and parameter.state is None:
            values = values * each[:, None]
        elif parameter.name.startswith("scale."):
            values[:, game.world.index(parameter.state)] *= each
    return values


def _operators(node: expressions.Node) -> set[str]:
    parts = (part for part in node.operands if isinstance(part, expressions.Node))
    return {node.operator}.union(*(_operators(part) for part in parts))


def _follows(game: CooperationGame, name: str, node: expressions.Node) -> bool:
    """Say whether a derived column is what its expression makes of the others, at the base."""
    issue, world = game.issue, game.world
    try:
        known = {
            each: np.full(world.n, float(issue.parameters[each]))
            if each in issue.parameters
            else world.column(each)
            for each in expressions.names_in(node)
        }
    except ModelError:
        return False
    before = expressions.evaluate(node, known or {"": np.zeros(world.n)})
    return bool(np.allclose(world.columns[name], before, rtol=LEVEL, atol=0.0))
