"""The parameters of an issue under an order, by name, and how to change them.

Builds on issues, orders and games. A study names what it varies by a path: ``patience``,
``decision.blocking_cost``, ``parameters.price``, ``stake.Russia``. The part before the first
point may be left out where one thing only has the name. Not here: what comes out (outputs.py).
"""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, cast

import numpy as np

from gametheory_orders.foundations.errors import ModelError, nearest_name, unknown_name
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Order
from gametheory_orders.orders.enforcement import check_patience
from gametheory_orders.orders.rule import Rule
from gametheory_orders.solvers.compliance import FALLBACKS, FORESIGHTS
from gametheory_orders.statics.figures import Changes, changed_issue

HOW = ("patience", "foresight", "fallback")
"""What :func:`~gametheory_orders.solve` takes as keywords."""
ALIASES: Mapping[str, str] = {"tariff": "enforcement.rate", "sanction": "enforcement.size"}


@dataclass(frozen=True)
class Parameter:
    """What a path means.

    Parameters
    ----------
    name : str
        The full name, such as "decision.blocking_cost".
    state : str or None
        Of which state; None for all.
    """

    name: str
    state: str | None = None

    @property
    def path(self) -> str:
        """The full path."""
        return self.name if self.state is None else f"{self.name}.{self.state}"


def parameter_names(issue: Issue, order: Order) -> tuple[str, ...]:
    """Return the full names of all parameters of an issue under an order.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    order : Order
        How the states cooperate.

    Returns
    -------
    tuple of str
        ``column.<name>`` stands for the figure of one state (``column.stake.Russia``),
        ``scale.<name>`` multiplies a column for all states or for one.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> names = parameter_names(load_issue("climate"), load_order("g6_consensus"))
    >>> [name for name in names if name.startswith("parameters")]
    ['parameters.price', 'parameters.cost_scale']
    """
    return (
        *HOW,
        *(name for name, _, _ in _order_keys(order)),
        *(f"parameters.{name}" for name in issue.parameters),
        *(f"issue.{name}" for name in _settings(issue)),
        *(f"column.{name}" for name in issue.world.columns),
        *(f"scale.{name}" for name in issue.world.columns),
    )


def find_parameter(issue: Issue, order: Order, path: object) -> Parameter:
    """Return what a path means for an issue under an order.

    Parameters
    ----------
    issue, order
        As for :func:`vary`.
    path : str
        A full name or a short one, with the state behind it where one is meant.

    Raises
    ------
    ModelError
        If there is no such parameter (names the nearest), or a short name has two meanings.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> find_parameter(load_issue("climate"), load_order("g6_consensus"), "stake.Russia").path
    'column.stake.Russia'
    """
    names = parameter_names(issue, order)
    if not isinstance(path, str):
        raise ModelError("parameter", path, "the name of a parameter, as text")
    for alias, name in ALIASES.items():
        if path == alias and name in names:
            return Parameter(name)
    found = [hit for name in names if (hit := _match(path, name)) is not None]
    if not found:
        found = [
            hit
            for name in names
            if not name.startswith("scale.") and "." in name
            if (hit := _match(path, name.split(".", 1)[1], name)) is not None
        ]
    # A whole name before one with a state behind it, as ids of states may have points too.
    found = [hit for hit in found if hit.state is None] or found
    wanted = [hit for hit in found if not hit.name.startswith("column.") or hit.state] or found
    if not wanted:
        short = [name.split(".", 1)[-1] for name in names if not name.startswith("scale.")]
        error = unknown_name("parameter", path, names, "one parameter")
        raise ModelError("parameter", path, error.expected, nearest_name(path, [*names, *short]))
    if len(wanted) > 1:
        both = ", ".join(hit.path for hit in wanted)
        raise ModelError("parameter", f"{path!r}, which has more than one meaning", f"one: {both}")
    hit = wanted[0]
    if hit.state is not None:
        issue.world.index(hit.state, f"parameter {path}")
        if not _by_state(order, hit.name):
            raise ModelError("parameter", path, f"{hit.name!r} without a state")
    elif hit.name.startswith("column."):
        column = hit.name.removeprefix("column.")
        wanted_ = f"{column}.<state> for the figure of one, or scale.{column}"
        raise ModelError("parameter", f"{path!r} for all states at once", wanted_)
    return hit


def vary(
    issue: Issue, order: Order, settings: Mapping[str, float | str]
) -> tuple[Issue, Order, dict[str, Any]]:
    """Return an issue and an order with some parameters changed, and how to solve them.

    Parameters
    ----------
    issue : Issue
        What is at stake. Derived columns are made anew from changed parameters and columns.
    order : Order
        How the states cooperate.
    settings : mapping of str to float or str
        New values by path. ``patience``, ``foresight`` and ``fallback`` go to ``solve``;
        ``membership.``, ``decision.`` and ``enforcement.`` name the keys of the order's rules,
        ``parameters.`` the issue's parameters, ``issue.`` the family's own settings,
        ``column.stake.Russia`` one figure, ``scale.stake`` a factor on a column. A state behind
        a key means that state only: ``patience.US``, ``decision.blocking_cost.Russia``. The
        part before the first point may be left out, except ``scale.``.

    Returns
    -------
    issue, order : Issue, Order
        Checked to fit each other.
    how : dict
        Keywords for :func:`~gametheory_orders.solve`: those of patience, foresight and fallback
        that were set.

    Raises
    ------
    ModelError
        For an unknown parameter, one set twice, a value that is out of range or of the wrong
        type, or a derived column that no longer follows its expression.

    Examples
    --------
    >>> from gametheory_orders import CooperationGame, load_issue, load_order, solve
    >>> given = load_issue("climate"), load_order("g6_consensus")
    >>> issue, order, how = vary(*given, {"price": 50.0, "blocking_cost": 1.0, "patience": 0.8})
    >>> float(issue.stakes.sum().round(9)), order.decision.blocking_cost, how
    (50.0, 1.0, {'patience': 0.8})
    """
    if not isinstance(settings, Mapping):
        raise ModelError("settings", settings, "a mapping of names to values")
    chosen: dict[Parameter, Any] = {}
    for path, value in settings.items():
        found = find_parameter(issue, order, path)
        if found in chosen:
            raise ModelError("parameter", f"{found.path!r} a second time", "each parameter once")
        chosen[found] = _plain(value, path)
    if any(p.name == "patience" for p in chosen) and any(
        p.name == "enforcement.patience" for p in chosen
    ):
        raise ModelError("parameter", "patience and enforcement.patience", "one of the two")
    how: dict[str, Any] = {}
    changes = Changes({}, {}, {}, {})
    ordered: dict[Parameter, Any] = {}
    # What is set for all comes first, so that a state's own value stays.
    for parameter, value in sorted(chosen.items(), key=lambda item: item[0].state is not None):
        slot, _, name = parameter.name.partition(".")
        if slot in HOW:
            how = _solved(CooperationGame(issue, order), how, parameter, value)
        elif slot in ("parameters", "issue", "column", "scale"):
            changes.enter(slot, name, parameter.state, value)
        else:
            ordered[parameter] = value
    if ordered:
        order = _ordered(issue, order, ordered)
    issue = changed_issue(issue, changes)
    CooperationGame(issue, order)
    return issue, order, how


def parameter_value(issue: Issue, order: Order, path: str) -> float:
    """Return the number that a parameter has now; 1 for a scale.

    Raises
    ------
    ModelError
        If it has no single number, as a quota written as text.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> parameter_value(load_issue("climate"), load_order("g6_consensus"), "price")
    25.0
    """
    parameter = find_parameter(issue, order, path)
    slot, _, name = parameter.name.partition(".")
    value: Any
    if slot == "patience":
        patience = CooperationGame(issue, order).patience()
        state = parameter.state
        chosen = patience if state is None else patience[[issue.world.index(state)]]
        value = float(chosen[0]) if len(set(chosen.tolist())) == 1 else "a table by state"
    elif slot in HOW:
        value = f"a concept, {slot}"
    elif slot == "scale":
        value = 1.0
    elif slot == "column":
        value = float(issue.world.columns[name][issue.world.index(parameter.state)])
    elif slot == "parameters":
        value = issue.parameters[name]
    elif slot == "issue":
        value = getattr(issue, name)
    else:
        rule, field = next((r, f) for full, r, f in _order_keys(order) if full == parameter.name)
        value = getattr(rule, field)
        if isinstance(value, Mapping):
            value = value.get(parameter.state) if parameter.state else "a table by state"
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        raise ModelError(f"parameter {path}", value, "a parameter that is one number now")
    return float(value)


def _match(path: str, form: str, name: str | None = None) -> Parameter | None:
    if path == form:
        return Parameter(name or form)
    if path.startswith(f"{form}.") and len(path) > len(form) + 1:
        return Parameter(name or form, path[len(form) + 1 :])
    return None


def _plain(value: object, path: str) -> float | int | str:
    """Return a value as a plain number or text."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ModelError(f"parameter {path}", value, "a number or a text")
    if isinstance(value, float) and math.isnan(value):
        raise ModelError(f"parameter {path}", value, "a number")
    return value


def _settings(issue: Issue) -> tuple[str, ...]:
    """Return the family's own settings that are a number or a text."""
    common = {item.name for item in fields(Issue)}
    own = (item.name for item in fields(issue) if item.name not in common)
    return tuple(name for name in own if isinstance(getattr(issue, name), int | float | str))


def _order_keys(order: Order) -> Iterator[tuple[str, Rule, str]]:
    """Yield full name, rule and field of every key of the order that is not a list."""
    keys = [key for rule in order.rules for key, _ in _keys(cast(Any, type(rule)))]
    for slot, rule, _ in order.slots:
        parts = getattr(rule, "of", None)
        for key, field in _keys(cast(Any, type(rule))):
            twice = slot == "enforcement" and keys.count(key) > 1
            yield f"{slot}.{rule.rule + '.' if twice else ''}{key}", rule, field
        for i, part in enumerate(parts if isinstance(parts, tuple) else ()):
            for key, field in _keys(cast(Any, type(part))):
                yield f"{slot}.of[{i}].{key}", part, field


@cache
def _keys(kind: type[Rule]) -> tuple[tuple[str, str], ...]:
    """Return key and field of a rule's settings that are not lists."""
    hints = typing.get_type_hints(kind)
    return tuple(
        (kind.written_as.get(item.name, item.name), item.name)
        for item in fields(kind)
        if item.name not in kind.internal
        and not any(typing.get_origin(option) is tuple for option in _options(hints[item.name]))
    )


def _options(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)


def _by_state(order: Order, name: str) -> bool:
    """Say whether a parameter may have a value for each state."""
    if name == "patience" or name.startswith(("column.", "scale.")):
        return True
    for full, rule, field in _order_keys(order):
        if full == name:
            options = _options(typing.get_type_hints(type(rule))[field])
            return any(typing.get_origin(option) is Mapping for option in options)
    return False


def _solved(
    game: CooperationGame, how: dict[str, Any], parameter: Parameter, value: Any
) -> dict[str, Any]:
    """Return the keywords of solve with one more."""
    name = parameter.name
    if name != "patience":
        known = FORESIGHTS if name == "foresight" else FALLBACKS
        if value not in known:
            raise unknown_name(name, value, known, "one")
        return {**how, name: value}
    check_patience(value)
    if parameter.state is None:
        return {**how, name: float(value)}
    # The others keep what they have: a table by state would replace the order's own.
    now = game.patience(how.get("patience"))
    table = dict(zip(game.world.ids, now.tolist(), strict=True))
    return {**how, name: {**table, parameter.state: float(value)}}


def _ordered(issue: Issue, order: Order, settings: Mapping[Parameter, Any]) -> Order:
    """Return the order with some keys of its rules changed, all at once."""
    changed: dict[int, dict[str, Any]] = {}
    for parameter, given in settings.items():
        value = given
        rule, field = next((r, f) for name, r, f in _order_keys(order) if name == parameter.name)
        hints = _options(typing.get_type_hints(type(rule))[field])
        if isinstance(value, float) and value.is_integer() and int in hints:
            value = int(value)
        elif isinstance(value, str) and str not in hints:
            raise ModelError(parameter.path, repr(value), "a number")
        own = changed.setdefault(id(rule), {})
        if parameter.state is not None:
            value = _table(issue, own.get(field, getattr(rule, field)), field, parameter, value)
        own[field] = value

    def new(rule: Any) -> Any:
        own = dict(changed.get(id(rule), {}))
        parts = getattr(rule, "of", ())
        if isinstance(parts, tuple) and any(id(part) in changed for part in parts):
            own["of"] = tuple(map(new, parts))
        return replace(rule, **own) if own else rule

    return replace(
        order,
        membership=new(order.membership),
        decision=new(order.decision),
        enforcement=tuple(map(new, order.rules)),
    )


def _table(issue: Issue, now: Any, field: str, parameter: Parameter, value: Any) -> Any:
    """Return the table by state that a key has with one entry changed."""
    if isinstance(now, str):
        found = f"{parameter.state} in {field} = {now!r}"
        raise ModelError(parameter.name, found, "a number or a table by state to change")
    if now is None:
        # No weights are one vote each; no patience is the world's.
        now = {} if field == "patience" else 1.0
    if not isinstance(now, Mapping):
        now = dict.fromkeys(issue.world.ids, float(now))
    return {**now, parameter.state: value}
