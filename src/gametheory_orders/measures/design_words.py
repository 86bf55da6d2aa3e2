"""What a reader calls the rules of a design: short words for each slot.

Builds on orders and worlds. Not here: which rules are tried (design_space.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gametheory_orders.orders import (
    Fixed,
    Largest,
    NoEnforcement,
    OpenEntry,
    Pledge,
    Quota,
    Universal,
)
from gametheory_orders.orders.decision import Decision
from gametheory_orders.orders.membership import Membership
from gametheory_orders.orders.rule import Rule
from gametheory_orders.worlds import World

NAMED_AT_MOST = 6


def membership_words(rule: Membership, world: World) -> str:
    """Return a membership rule as a reader calls it.

    Examples
    --------
    >>> world = World(list("ABC"), {"gdp": [1.0, 2.0, 3.0]})
    >>> membership_words(Largest(by="gdp", count=2), world), membership_words(Universal(), world)
    ('2 largest by gdp', 'everyone')
    """
    more = _extras(rule)
    if isinstance(rule, Universal):
        return "everyone" + more
    if isinstance(rule, Largest):
        return f"{rule.count} largest by {rule.by}{more}"
    if isinstance(rule, OpenEntry):
        return ("open entry" if not rule.where else f"open entry where {rule.where}") + more
    if isinstance(rule, Fixed):
        names = ", ".join(rule.members[:NAMED_AT_MOST])
        rest = len(rule.members) - NAMED_AT_MOST
        return names + (f" and {rest} more" if rest > 0 else "") + more
    return words(rule)


def _extras(rule: Membership) -> str:
    found = f", exit costs {rule.exit_cost:g}" if rule.exit_cost else ""
    return found + (f", the rest {rule.reaction}" if rule.reaction != "redecide" else "")


def words(rule: Rule) -> str:
    """Return a rule as a reader calls it: its name and what differs from the default.

    Examples
    --------
    >>> from gametheory_orders.orders import Tariff
    >>> words(Quota(quota="2/3", veto=("US",))), words(Tariff(rate=0.02)), words(NoEnforcement())
    ('quota 2/3, veto US', 'tariff 0.02', 'nothing enforced')
    """
    if isinstance(rule, NoEnforcement):
        return "nothing enforced"
    settings = {key: value for key, value in rule.settings().items() if key != "rule"}
    if isinstance(rule, Quota):
        quota = settings.pop("quota", rule.quota)
        head = "majority" if quota == "majority" else f"quota {quota}"
    elif isinstance(rule, Pledge):
        weight = settings.pop("weight", rule.weight)
        head = f"pledges, {weight}" if isinstance(weight, str) else f"pledges, weight {weight}"
    else:
        head = rule.rule.replace("_", " ")
        first = next(iter(settings), None)
        if len(settings) == 1 and first in ("rate", "share", "level", "size", "kind"):
            return f"{head} {_value(settings[first])}"
    tail = [f"{key.replace('_', ' ')} {_value(value)}" for key, value in settings.items()]
    return ", ".join([head, *tail])


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    if isinstance(value, dict):
        return " ".join(f"{key}={item}" for key, item in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)


def decision_words(decision: Decision, home: np.ndarray | None) -> str:
    """Return a decision rule's words; a count says of how many.

    Examples
    --------
    >>> decision_words(Quota(quota=4), np.ones(6, dtype=bool))
    'quota 4 of 6'
    """
    counts = isinstance(decision, Quota) and not isinstance(decision.quota, str)
    if counts and home is not None:
        assert isinstance(decision, Quota)
        head, _, tail = words(decision).partition(", ")
        return f"{head} of {int(home.sum())}" + (f", {tail}" if tail else "")
    return words(decision)
