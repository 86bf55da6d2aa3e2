"""What an argument must be before anything is done with it: a list, a table, a finite number.

Builds on errors.py. Every room reads its arguments with these, so that each fault is one line.
Not here: what the things in a list mean.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeVar

from gametheory_orders.foundations.errors import ModelError

T = TypeVar("T")

LARGEST = 1e300
"""Magnitude up to which a figure may be: sums and products with small numbers stay finite."""
LARGEST_NUMBER = 1e100
"""Beyond it squares overflow: no figure of this world is as large."""


def listed(values: Iterable[T], where: str, expected: str = "a list") -> tuple[T, ...]:
    """Return what is in a list, or raise if it is no list.

    Examples
    --------
    >>> listed(["A", "B"], "players")
    ('A', 'B')
    >>> listed(3, "players", "a list of names")
    Traceback (most recent call last):
    gametheory_orders.foundations.errors.ModelError: players: found 3, expected a list of names
    """
    try:
        return tuple(values)
    except TypeError:
        raise ModelError(where, values, expected) from None


def tabled(values: Any, where: str, expected: str = "a table") -> Mapping[Any, Any]:
    """Return a mapping, or raise if it is none.

    Examples
    --------
    >>> tabled({"A": 1}, "weights")
    {'A': 1}
    """
    if not isinstance(values, Mapping):
        raise ModelError(where, values, expected)
    return values


def finite(value: object, where: str, expected: str = "a finite number") -> float:
    """Return a number as a float, or raise if it is none, a truth value, or too large.

    Examples
    --------
    >>> finite(2, "price")
    2.0
    >>> finite(10**400, "price")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    gametheory_orders.foundations.errors.ModelError: price: found 1000..., expected a finite number
    """
    try:
        found = float(value) if is_number(value) else math.nan  # type: ignore[arg-type]
    except OverflowError:
        found = math.inf
    if not abs(found) <= LARGEST:
        raise ModelError(where, value, expected)
    return found


def is_number(value: object) -> bool:
    """Say whether something is a real number of any kind, truth values apart.

    Examples
    --------
    >>> import numpy as np
    >>> [is_number(x) for x in (1, 0.5, np.int8(3), True, np.True_, "1", 1j, None)]
    [True, True, True, False, False, False, False, False]
    """
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def is_among(value: object, valid: Iterable[Hashable]) -> bool:
    """Say whether a name is among the valid ones, whatever stands in its place.

    Examples
    --------
    >>> is_among("open", ("open", "closed")), is_among([1], ("open",))
    (True, False)
    """
    return isinstance(value, str) and value in set(valid)
