"""The vote on a newcomer: how many members must not lose by it.

Builds on the quotas of voting. Not here: who loses (solvers/admission.py).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.orders.rule import number
from gametheory_orders.orders.voting import quota_needed

WANTED = '"unanimity", "majority", or a share such as "2/3" or "70%"'


def share_of(value: object, where: str) -> tuple[Fraction, bool]:
    """Return a share, and whether it must be exceeded, from a number or text.

    Parameters
    ----------
    value : float or str
        A number above 0 and up to 1; or "unanimity", "majority", "2/3", "70%". "majority" and
        "50%" mean more than half.
    where : str
        Named in errors.

    Examples
    --------
    >>> share_of("2/3", "admission"), share_of("majority", "admission")
    ((Fraction(2, 3), False), (Fraction(1, 2), True))
    """
    if isinstance(value, str) and value == "unanimity":
        return Fraction(1), False
    if isinstance(value, str):
        try:
            needed = quota_needed(value, Fraction(1))
        except ModelError as error:
            shown = value if value else "an empty text"
            above = "above 0" in error.expected
            raise ModelError(where, shown, error.expected if above else WANTED) from None
        return needed, needed == Fraction(1, 2)
    found = number(value, where, 0.0, 1.0, 'a share above 0 and up to 1, or text as "2/3"')
    if not found:
        raise ModelError(where, value, "a share above 0 and up to 1")
    return Fraction(repr(found)), False


def admitted(losers: np.ndarray, sizes: np.ndarray, admission: str) -> np.ndarray:
    """Say whether newcomers are let in, given how many of how many members lose by them.

    Examples
    --------
    >>> admitted(np.array([0, 1, 2]), np.array([3, 3, 3]), "2/3").tolist()
    [True, True, False]
    >>> admitted(np.array([0, 1, 2]), np.array([2, 2, 4]), "majority").tolist()
    [True, False, False]
    """
    needed, more = share_of(admission, "admission")
    favour = (sizes - losers) * needed.denominator
    least = sizes * needed.numerator
    return np.asarray((favour > least) | (sizes == 0) if more else favour >= least)
