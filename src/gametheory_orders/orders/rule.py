"""What all rules share: a name, keys that a file may set, and a plain description.

Builds on foundations. Not here: any rule.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from gametheory_orders.foundations.checks import is_number
from gametheory_orders.foundations.errors import ModelError


@dataclass(frozen=True)
class Rule:
    """One rule of an order; its fields are the keys that a model file may set."""

    rule: ClassVar[str]
    """Name in model files."""
    internal: ClassVar[tuple[str, ...]] = ()
    """Fields that no file may set."""
    written_as: ClassVar[Mapping[str, str]] = {}
    """Fields whose key in a file differs from their name in Python."""

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Return the keys that a model file may set."""
        return tuple(
            cls.written_as.get(f.name, f.name) for f in fields(cls) if f.name not in cls.internal
        )

    def settings(self) -> dict[str, Any]:
        """Return the rule as a model file would write it: only what differs from the default."""
        out: dict[str, Any] = {"rule": self.rule}
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name not in self.internal and value != item.default:
                if isinstance(value, Mapping):
                    value = dict(value)
                key = self.written_as.get(item.name, item.name)
                out[key] = list(value) if isinstance(value, tuple) else value
        return out


def number(
    value: object, where: str, low: float, high: float = math.inf, wanted: str = ""
) -> float:
    """Return a number of a closed range, or raise.

    Examples
    --------
    >>> number(2, "exit_cost", 0)
    2.0
    """
    wanted = wanted or f"a number of {low:g} or more"
    if not is_number(value):
        raise ModelError(where, value, wanted)
    try:
        found = float(value)  # type: ignore[arg-type]
    except OverflowError:
        raise ModelError(where, value, wanted) from None
    if math.isnan(found) or not low <= found <= high:
        raise ModelError(where, value, wanted)
    return found


def whole(value: object, where: str, wanted: str = "a whole number of 1 or more") -> int:
    """Return a whole number of one or more, or raise.

    Examples
    --------
    >>> whole(2, "membership.count")
    2
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ModelError(where, value, wanted)
    return value


def texts(value: object, where: str) -> tuple[str, ...]:
    """Return a list of different texts as a tuple, or raise."""
    if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
        raise ModelError(where, value, "a list of states")
    found = tuple(value)
    for position, item in enumerate(found):
        if not isinstance(item, str):
            raise ModelError(f"{where}[{position}]", item, "the id of a state, as text")
        if item in found[:position]:
            raise ModelError(f"{where}[{position}]", f"{item!r} a second time", "each state once")
    return found
