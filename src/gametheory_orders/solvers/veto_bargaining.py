"""Bargaining with vetoers in closed form.

Builds on foundations only; the oracle of bargaining.py for its case.
Not here: unequal members.
"""

from __future__ import annotations

from fractions import Fraction

from gametheory_orders.foundations.errors import ModelError


def veto_bargaining(
    n: int, vetoers: int, others_needed: int, patience: Fraction | float | str
) -> tuple[Fraction, Fraction]:
    """Return the values of a vetoer and of another member, in closed form.

    A surplus of 1 under a closed rule: all vetoers and ``others_needed`` of the rest must accept,
    everyone is recognised with probability 1/n.

    Parameters
    ----------
    n, vetoers, others_needed : int
        Sizes.
    patience : Fraction, float or str
        In [0, 1); a float is read as the decimal that is written.

    Returns
    -------
    tuple of Fraction
        Of a vetoer, and of another member.

    Notes
    -----
    With v vetoers, m others needed, D = n (n - v) - d ((n - v)^2 + m v): x_v = (n - v - d m) / D
    and x_n = (1 - d)(n - v) / D. Winter 1996, American Political Science Review 90(4); McCarty
    2000, American Journal of Political Science 44(3).

    Examples
    --------
    >>> vetoer, other = veto_bargaining(15, 5, 4, "0.9")
    >>> vetoer, other, round(float(5 * vetoer), 4)
    (Fraction(16, 105), Fraction(1, 42), 0.7619)
    """
    d = Fraction(repr(patience)) if isinstance(patience, float) else Fraction(patience)
    others = n - vetoers
    if not 0 <= vetoers < n or not 0 <= others_needed <= others:
        raise ModelError("vetoers", f"{vetoers} and {others_needed} of {n}", "0 <= v < n, m <= n-v")
    if not 0 <= d < 1:
        raise ModelError("patience", patience, "a number from 0 to below 1")
    below = n * others - d * (others**2 + others_needed * vetoers)
    return (others - d * others_needed) / below, (1 - d) * others / below
