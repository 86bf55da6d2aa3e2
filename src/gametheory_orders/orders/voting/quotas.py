"""Weights and quotas as they are written: exact decimals, shares, columns of a world.

Builds on foundations and worlds. No quota is straddled by rounding: 0.1 is one tenth.
Not here: who wins with whom (formula.py, rules.py).
"""

from __future__ import annotations

import numbers
import re
from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from gametheory_orders.foundations.checks import finite, is_number
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.worlds import World

# Longer numbers are slips, and Python refuses to read one of thousands of digits.
_SHARE = re.compile(r"\s*(\d{1,100})\s*/\s*(\d{1,100})\s*")
_PERCENT = re.compile(r"\s*(\d{1,100}(?:\.\d{1,100})?)\s*%\s*")


def exact(value: object, where: str) -> Fraction:
    """Return a number as the decimal that was written.

    Examples
    --------
    >>> exact(0.1, "weights.A")
    Fraction(1, 10)
    """
    if not is_number(value):
        raise ModelError(where, value, "a number")
    finite(value, where)
    if isinstance(value, numbers.Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    assert isinstance(value, float | np.floating)
    return Fraction(int(value)) if float(value).is_integer() else Fraction(repr(float(value)))


def quota_needed(quota: object, total: Fraction, where: str = "decision.quota") -> Fraction:
    """Return the least sum of weights that wins.

    Parameters
    ----------
    quota : int, float or str
        A sum of weights, met at or above it; or a share of the total as text ("2/3", "70%");
        "majority" and "50%" mean more than half.
    total : Fraction
        Sum of the weights.
    where : str
        Named in errors.

    Examples
    --------
    >>> [str(quota_needed(q, Fraction(9991))) for q in ("majority", "70%", "85%", 5000)]
    ['9991/2', '69937/10', '169847/20', '5000']
    """
    if isinstance(quota, str):
        text = quota.strip().casefold()
        share: Fraction | None = None
        if text == "majority":
            share = Fraction(1, 2)
        elif match := _SHARE.fullmatch(text):
            if int(match[2]):
                share = Fraction(int(match[1]), int(match[2]))
        elif match := _PERCENT.fullmatch(text):
            share = Fraction(match[1]) / 100
        if share is None:
            raise ModelError(where, quota, 'a number, "majority", or a share as "2/3" or "70%"')
        if not 0 < share <= 1:
            raise ModelError(where, quota, "a share above 0 and up to 1")
        return share * total
    needed = exact(quota, where)
    if needed <= 0:
        raise ModelError(where, quota, "a number above 0")
    return needed


def weights_of(
    weights: str | Mapping[str, object] | None, world: World, voters: np.ndarray, where: str
) -> list[Fraction]:
    """Return each state's votes: one each, a column of the world, or a table by state.

    Raises
    ------
    ModelError
        If a voter has no weight, a weight is negative, or all are zero.
    """
    if weights is None:
        return [Fraction(1)] * world.n
    out = [Fraction(0)] * world.n
    if isinstance(weights, str):
        if weights not in world.columns:
            raise unknown_name(where, weights, world.columns, "a column")
        column = world.columns[weights]
        table: Mapping[str, object] = dict(zip(world.ids, column.tolist(), strict=True))
    else:
        table = weights
        for state in table:
            world.index(state, where)
    for position in np.flatnonzero(voters):
        state = world.ids[position]
        if state not in table or table[state] != table[state]:
            raise ModelError(where, f"no weight for {state}", "a weight for every voter")
        out[position] = exact(table[state], f"{where}.{state}")
        if out[position] < 0:
            raise ModelError(f"{where}.{state}", table[state], "a weight of 0 or more")
    if not sum(out):
        raise ModelError(where, "weights that sum to 0", "at least one weight above 0")
    return out
