"""One promise, one temptation: how much the future must count for it to be kept.

Keeping is worth C a period, breaking D once and P ever after. With gain g = D - C and loss
w = C - P it is kept iff patience d satisfies d (g + w) >= g. Builds on foundations only.
Not here: where the payoffs come from (critical_patience.py, compliance.py).
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError


def needed_patience(gain: Any, loss: Any) -> Any:
    """Return the least patience at which a promise is kept.

    Parameters
    ----------
    gain : int, float or Fraction
        What breaking it brings at once, 0 or more after what it costs is taken off.
    loss : int, float or Fraction
        What is lost in every later period; may be negative, as long as breaking it is not worse
        than what follows (gain + loss of 0 or more).

    Returns
    -------
    Fraction or float
        0 without a gain; infinite with a gain and nothing to lose; 1 or more is never kept.

    Raises
    ------
    ModelError
        If a figure is not a number.

    Examples
    --------
    >>> needed_patience(1, 3), needed_patience(0, 0), needed_patience(2, -2)
    (Fraction(1, 4), Fraction(0, 1), inf)
    """
    for value, where in ((gain, "gain"), (loss, "loss")):
        if isinstance(value, bool) or math.isnan(value):
            raise ModelError(where, value, "a number")
    if gain <= 0:
        return Fraction(0) if not isinstance(gain, float) else 0.0
    total = gain + loss
    if total <= 0:
        return math.inf
    if isinstance(total, float):
        return float(gain) / total
    return Fraction(gain) / Fraction(total)


def read_exact(value: Any, where: str, wanted: str = "a number") -> Fraction:
    """Return a number exactly, a float as the decimal that was written.

    Examples
    --------
    >>> read_exact(0.1, "gain"), read_exact("2/3", "gain")
    (Fraction(1, 10), Fraction(2, 3))
    """
    if isinstance(value, str):
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            raise ModelError(where, value, wanted) from None
    if hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        value = value.item()
    if isinstance(value, float) and math.isfinite(value):
        return Fraction(repr(value))
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    raise ModelError(where, value, wanted)


def read_patience(value: Any, where: str = "patience") -> Fraction:
    """Return a patience exactly.

    Raises
    ------
    ModelError
        Unless it is a number in [0, 1).

    Examples
    --------
    >>> read_patience(0.9)
    Fraction(9, 10)
    """
    wanted = "a number from 0 up to, not including, 1"
    found = read_exact(value, where, wanted)
    if not 0 <= found < 1:
        raise ModelError(where, value, wanted)
    return found


def read_share(value: Any, where: str) -> Fraction:
    """Return a probability exactly.

    Raises
    ------
    ModelError
        Unless it is a number in [0, 1].

    Examples
    --------
    >>> read_share("1/3", "reliability")
    Fraction(1, 3)
    """
    wanted = "a probability from 0 to 1"
    found = read_exact(value, where, wanted)
    if not 0 <= found <= 1:
        raise ModelError(where, value, wanted)
    return found
