"""Orders from files: the three rules, read key by key from the registries.

Builds on sources.py and schema.py. Which keys a rule has, and of which type, its class says.
Not here: whether an order fits an issue (comparing.py).
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from gametheory_orders.files.schema import (
    HybridFile,
    HybridTable,
    OrderFile,
    OrderTable,
    check,
    said,
    unknown_key,
)
from gametheory_orders.files.sources import bundled, find, read_toml, shown_path
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.registry import Registry
from gametheory_orders.orders import DECISIONS, ENFORCEMENTS, MEMBERSHIPS, Enforcement, Order
from gametheory_orders.orders.hybrid import Hybrid
from gametheory_orders.orders.rule import Rule

R = TypeVar("R", bound=Rule)
SLOTS = ("membership", "decision", "enforcement", "hybrid")


@dataclass(frozen=True)
class Placed:
    """An order and where it stands, for errors that turn up later.

    Parameters
    ----------
    order : Order
        The order.
    where : str
        File and key, such as "my.toml: order[1]"; empty for an order made in Python.
    """

    order: Order
    where: str = ""

    def locate(self, error: ModelError) -> ModelError:
        """Return an error about the order with file and key before its own place."""
        if not self.where or error.where.split(".")[0] not in SLOTS:
            return error
        inside = error.where.removeprefix("hybrid.")
        where = f"{self.where}.{inside}"
        return ModelError(where, error.found, error.expected, error.nearest)


Wanted = str | Path | Order | Placed
"""What means one or more orders: a name, a path, or an order itself."""


def load_order(source: str | Path | Order, name: str | None = None) -> Order:
    """Load an order, bundled or from a file.

    Parameters
    ----------
    source : str, path or Order
        Name of a bundled order, or path of a file; an Order is returned as it is.
    name : str, optional
        Which one, if the file holds several.

    Raises
    ------
    ModelError
        If there is no such order, or its file is wrong.

    Examples
    --------
    >>> order = load_order("g6_consensus")
    >>> order.four_c, order.decision.rule, len(order.membership.members)
    ('concert', 'consensus', 6)
    """
    if isinstance(source, Order):
        return source
    return _one(read_orders(find(source, "orders")), name, str(source)).order


def load_orders(source: str | Path) -> tuple[Order, ...]:
    """Load all orders of a file.

    Parameters
    ----------
    source : str or path
        Name of a bundled order, or path of a file.

    Examples
    --------
    >>> [order.name for order in load_orders("club_joint")]
    ['club_joint']
    """
    return tuple(each.order for each in read_orders(find(source, "orders")))


def find_orders(
    wanted: Wanted, own: Sequence[Placed] = (), beside: Path | None = None
) -> list[Placed]:
    """Return the orders that a name or path means; those of the issue's own file come first."""
    if isinstance(wanted, Placed):
        return [wanted]
    if isinstance(wanted, Order):
        return [Placed(wanted)]
    mine = [each for each in own if each.order.name == wanted]
    if mine:
        return mine
    text = str(wanted)
    if own and not text.endswith(".toml") and text not in bundled("orders"):
        names = [*(each.order.name for each in own), *bundled("orders")]
        raise unknown_name("orders", text, names, "an order")
    return read_orders(find(wanted, "orders", beside))


def no_order(orders: Sequence[Placed], where: str) -> ModelError:
    """Return the error for one order that is needed and not named."""
    names = ", ".join(each.order.name for each in orders)
    expected = f"the name of one, of: {names}" if names else "at least one [[order]] table"
    return ModelError(where, f"{len(orders) or 'no'} orders", expected)


def _one(orders: Sequence[Placed], name: str | None, where: str) -> Placed:
    if name is not None:
        for each in orders:
            if each.order.name == name:
                return each
        raise unknown_name(where, name, [each.order.name for each in orders], "an order")
    if len(orders) != 1:
        raise no_order(orders, where)
    return orders[0]


def read_orders(path: Path) -> list[Placed]:
    """Read the orders of a file; of a model file only the orders."""
    document = read_toml(path, "a TOML file of orders")
    where = shown_path(path)
    if "issue" in document:
        # A model file is read as a whole, so that nothing wrong in it is passed over.
        from gametheory_orders.files.issues import read_model

        own = list(read_model(path).own)
        if not own:
            raise ModelError(f"{where}: order", "nothing", "an [order] table, or several [[order]]")
        return own
    kind: type[HybridFile | OrderFile] = HybridFile if "hybrid" in document else OrderFile
    file = check(document, kind, where)
    own = build_orders(file.order, where, isinstance(document.get("order"), Mapping))
    return with_hybrids(own, file.hybrid, where, path.parent)


def with_hybrids(
    own: list[Placed], tables: Sequence[HybridTable], where: str, folder: Path
) -> list[Placed]:
    """Return orders and the hybrids of checked tables, whose parts are looked for first there."""
    out = list(own)
    for position, table in enumerate(tables):
        place = f"{where}: hybrid" + (f"[{position}]" if len(tables) > 1 else "")
        if any(each.order.name == table.name for each in out):
            raise ModelError(f"{place}.name", f"{table.name!r} a second time", "unique names")
        parts = [
            _part(name, own, f"{place}.orders[{number}]", folder)
            for number, name in enumerate(table.orders)
        ]
        try:
            hybrid = Hybrid(
                parts=parts,
                combination=table.rule,
                punishment=table.punishment,
                name=table.name,
                title=table.title,
                source=table.source,
                issues=tuple(table.issues),
            )
        except ModelError as error:
            inner = place + error.where.removeprefix("hybrid")
            raise ModelError(inner, error.found, error.expected, error.nearest) from None
        out.append(Placed(hybrid, place))
    return out


def _part(name: str, own: Sequence[Placed], place: str, folder: Path) -> Order:
    try:
        found = find_orders(name, own, folder)
    except ModelError as error:
        if error.where not in (name, "orders"):
            raise
        raise ModelError(place, repr(name), error.expected, error.nearest) from None
    if len(found) != 1:
        raise no_order(found, place)
    return found[0].order


def build_orders(tables: Sequence[OrderTable], where: str, single: bool) -> list[Placed]:
    """Return the orders of checked tables, each with its place."""
    orders: list[Placed] = []
    for position, table in enumerate(tables):
        place = f"{where}: order" if single else f"{where}: order[{position}]"
        if any(each.order.name == table.name for each in orders):
            raise ModelError(f"{place}.name", f"{table.name!r} a second time", "unique names")
        orders.append(Placed(_build(table, place), place))
    return orders


def _build(table: OrderTable, place: str) -> Order:
    rules = table.enforcement
    several = isinstance(rules, list)
    enforcement: list[Enforcement] = []
    for position, settings in enumerate(rules if isinstance(rules, list) else [rules]):
        slot = f"{place}.enforcement" + (f"[{position}]" if several else "")
        enforcement.append(build_rule(ENFORCEMENTS, settings, slot))
    membership = build_rule(MEMBERSHIPS, table.membership, f"{place}.membership")
    decision = build_rule(DECISIONS, table.decision, f"{place}.decision")
    try:
        return Order(
            membership,
            decision,
            tuple(enforcement),
            table.name,
            table.four_c,
            table.title,
            table.source,
            tuple(table.issues),
        )
    except ModelError as error:
        where = place + error.where.removeprefix("order")
        raise ModelError(where, error.found, error.expected, error.nearest) from None


def build_rule(registry: Registry[type[R]], settings: Mapping[str, Any], place: str) -> R:
    """Return a rule from its table: the rule's class says which keys it has.

    Parameters
    ----------
    registry : Registry
        Of the slot.
    settings : mapping
        The table; ``rule`` names the rule.
    place : str
        File and key of the table, named in errors.

    Raises
    ------
    ModelError
        For an unknown rule or key, or a value of the wrong type or range.

    Examples
    --------
    >>> build_rule(DECISIONS, {"rule": "quota", "quota": "2/3"}, "order.decision").quota
    '2/3'
    """
    if "rule" not in settings:
        names = ", ".join(registry)
        near = next((key for key in settings if unknown_key("", key, ["rule"]).nearest), None)
        found = f"a key {near!r} and no rule" if near else "no rule"
        raise ModelError(
            f"{place}.rule", found, f"one {registry.kind} of: {names}", "rule" if near else None
        )
    kind = registry.get(settings["rule"], f"{place}.rule")
    keys = kind.keys()
    names_in_python = {kind.written_as.get(f.name, f.name): f.name for f in fields(kind)}
    types_of = _types(cast(Any, kind))
    values: dict[str, Any] = {}
    for key, value in settings.items():
        if key == "rule":
            continue
        if key not in keys:
            raise _unknown_rule_key(registry, kind, key, place)
        hint = types_of[names_in_python[key]]
        wrong = misfit(value, hint, f"{place}.{key}")
        if wrong is not None:
            raise ModelError(wrong[0], said(wrong[1]), wrong[2])
        values[names_in_python[key]] = tuple(value) if isinstance(value, list) else value
    try:
        return kind(**values)
    except ModelError as error:
        rest = error.where.split(".", 1)[1:]
        where = ".".join([place, *rest])
        there = rest and rest[0].split(".")[0].split("[")[0] in settings
        shown = said("") if error.found == "" else error.found
        raise ModelError(
            where, shown if there else "nothing", error.expected, error.nearest
        ) from None


def _unknown_rule_key(
    registry: Registry[type[R]], kind: type[R], key: str, place: str
) -> ModelError:
    keys = ["rule", *kind.keys()]
    error = unknown_key(f"{place}.{key}", key, keys)
    owners = [name for name, other in registry.items() if key in set(other.keys())]
    if not owners:
        return error
    expected = f"{error.expected} for the rule {kind.rule!r}; {key!r} belongs to: "
    return ModelError(error.where, error.found, expected + ", ".join(owners))


@cache
def _types(kind: type[Rule]) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def misfit(value: Any, hint: Any, where: str) -> tuple[str, Any, str] | None:
    """Return place, value and expectation of what does not fit a type, None if all does.

    Examples
    --------
    >>> misfit("0.9", float | None, "patience")
    ('patience', '0.9', 'a number')
    >>> misfit({"US": True}, Mapping[str, float], "weights")
    ('weights.US', True, 'a number')
    """
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if any(_fits(value, option) for option in options):
        return None
    for option in options:
        origin, inner = typing.get_origin(option), typing.get_args(option)
        if origin is tuple and isinstance(value, list):
            for position, item in enumerate(value):
                if not _fits(item, inner[0]):
                    return f"{where}[{position}]", item, _in_words(inner[0])
        if isinstance(value, Mapping) and origin not in (None, tuple):
            for key, item in value.items():
                if not _fits(item, inner[1]):
                    return f"{where}.{key}", item, _in_words(inner[1])
    words = [_in_words(option) for option in options if option is not type(None)]
    return where, value, " or ".join(dict.fromkeys(words))


_WORDS: dict[Any, str] = {
    float: "a number",
    int: "a whole number",
    str: "a text",
    bool: "true or false",
}


def _in_words(hint: Any) -> str:
    if hint in _WORDS:
        return _WORDS[hint]
    if typing.get_args(hint)[1:] == (Any,) or isinstance(hint, type):
        return "a table"
    return "a list of texts" if typing.get_origin(hint) is tuple else "a table by state"


def _fits(value: Any, hint: Any) -> bool:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any or (isinstance(hint, type) and issubclass(hint, Rule)):
        # A rule inside a rule reads its own table.
        return hint is Any or isinstance(value, Mapping)
    if origin is tuple:
        return isinstance(value, list) and all(_fits(item, inner[0]) for item in value)
    if origin is not None:
        return isinstance(value, Mapping) and all(_fits(v, inner[1]) for v in value.values())
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, cast(type, hint))
