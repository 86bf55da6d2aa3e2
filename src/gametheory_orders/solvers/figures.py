"""Figures by state as they are given: a table by name, or a list; kept exact.

Builds on the exact numbers of voting. Not here: what the figures mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.checks import listed
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.orders.voting import exact


def read_figures(
    values: Mapping[str, Any] | Sequence[Any] | np.ndarray, where: str, low: float | None = None
) -> tuple[tuple[str, ...], tuple[Fraction, ...]]:
    """Return names and exact figures; a list's states are named by their place, from 1.

    Parameters
    ----------
    values : mapping of str to number, or sequence of numbers
        At least one.
    where : str
        Named in errors.
    low : float, optional
        The least figure allowed.

    Examples
    --------
    >>> read_figures({"A": 1, "B": 2.5}, "costs")
    (('A', 'B'), (Fraction(1, 1), Fraction(5, 2)))
    """
    if isinstance(values, Mapping):
        given = {str(name): value for name, value in values.items()}
    elif isinstance(values, str) or not isinstance(values, Sequence | np.ndarray):
        raise ModelError(where, type(values).__name__, "a table by state, or a list of numbers")
    else:
        given = {str(place): value for place, value in enumerate(listed(values, where), 1)}
    if not given:
        raise ModelError(where, "no figures", "at least one")
    found = []
    for name, value in given.items():
        figure = exact(value, f"{where}.{name}")
        if low is not None and figure < low:
            raise ModelError(f"{where}.{name}", value, f"a number of {low:g} or more")
        found.append(figure)
    return tuple(given), tuple(found)


def read_beside(
    values: Any, where: str, names: Sequence[str], low: float | None = None
) -> tuple[Fraction, ...]:
    """Return exact figures of the same states; one number stands for all.

    Examples
    --------
    >>> [str(x) for x in read_beside(0.1, "costs", ["A", "B"])]
    ['1/10', '1/10']
    """
    if isinstance(values, int | float | Fraction | np.number):
        return read_figures(dict.fromkeys(names, values), where, low)[1]
    others, found = read_figures(values, where, low)
    if isinstance(values, Mapping):
        for name in names:
            if name not in others:
                raise ModelError(where, f"no figure for {name}", "one for every state")
        for name in others:
            if name not in names:
                raise ModelError(where, name, f"a state of: {', '.join(names)}")
        table = dict(zip(others, found, strict=True))
        return tuple(table[name] for name in names)
    if len(found) != len(names):
        raise ModelError(where, f"{len(found)} figures", f"{len(names)}, one for every state")
    return found


def read_amount(value: Any, where: str, low: float | None = None) -> Fraction:
    """Return one exact figure.

    Examples
    --------
    >>> read_amount(0.5, "rate", 0)
    Fraction(1, 2)
    """
    found = exact(value, where)
    if low is not None and found < low:
        raise ModelError(where, value, f"a number of {low:g} or more")
    return found
