"""Voting without a court: which quota a body can keep when losers may walk away.

A symmetric reduced form after Maggi and Morelli 2006, American Economic Review 96(4); it keeps
their question and their bang-bang answer, not their parameters, and replicates nothing.
Builds on foundations only. Not here: asymmetric members.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain

PUNISHMENTS = ("unanimity", "nothing")


@dataclass(frozen=True)
class SelfEnforcingQuota(Result):
    """The best quota that members keep.

    Parameters
    ----------
    quota : int
        The one chosen at the given patience.
    efficient_quota : int
        The best one if decisions were binding.
    value, value_unanimity : Fraction
        Of the efficient quota and of unanimity, per member and period.
    needed_patience : Fraction
        From which the efficient quota is kept; above 1 never.
    """

    quota: int
    efficient_quota: int
    value: Fraction
    value_unanimity: Fraction
    needed_patience: Fraction

    concept = "best stationary rule that an outvoted member keeps, given the punishment"

    def table(self) -> Table:
        """Return the quotas and values in one row."""
        row = [
            self.quota,
            self.efficient_quota,
            float(self.value),
            float(self.value_unanimity),
            float(self.needed_patience),
        ]
        columns = ["quota", "efficient quota", "its value", "value of all", "needed patience"]
        return Table(columns, [row], "self-enforcing voting")

    def to_dict(self) -> dict[str, Any]:
        """Return the quotas and values as plain values."""
        found: dict[str, Any] = plain(
            {
                "quota": self.quota,
                "efficient_quota": self.efficient_quota,
                "value": self.value,
                "value_unanimity": self.value_unanimity,
                "needed_patience": self.needed_patience,
                "concept": self.concept,
            }
        )
        return found


def _exact(value: Any, where: str) -> Fraction:
    if isinstance(value, float) and math.isfinite(value):
        return Fraction(repr(value))
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    raise ModelError(where, value, "a number")


def quota_value(n: int, quota: int, probability: Any, loss: Any) -> Fraction:
    """Return what a quota is worth to each of n equal members, per period.

    Parameters
    ----------
    n, quota : int
        Members, and votes needed to act.
    probability : number
        That a member gains 1 from acting; otherwise it loses ``loss``.
    loss : number
        Above 0.

    Returns
    -------
    Fraction

    Examples
    --------
    >>> quota_value(5, 3, 0.6, 1), float(quota_value(5, 5, 0.6, 1))
    (Fraction(189, 625), 0.07776)
    """
    p, cost = _exact(probability, "probability"), _exact(loss, "loss")
    terms = (
        comb(n, j) * p**j * (1 - p) ** (n - j) * (j - (n - j) * cost) for j in range(quota, n + 1)
    )
    return sum(terms, Fraction(0)) / n


def self_enforcing_quota(
    n: int, probability: Any, loss: Any, patience: Any, punishment: str = "unanimity"
) -> SelfEnforcingQuota:
    """Return the best quota that outvoted members keep: the efficient one, or unanimity.

    Parameters
    ----------
    n : int
        Equal members; acting needs all to comply.
    probability : number
        In (0, 1), that a member gains 1 from acting; otherwise it loses ``loss``.
    loss : number
        Above 0.
    patience : number
        In [0, 1).
    punishment : {"unanimity", "nothing"}
        What follows a refusal for ever: unanimity, or no action at all.

    Returns
    -------
    SelfEnforcingQuota

    Notes
    -----
    Under any quota below n the binding deviation is that of an outvoted member, which saves
    ``loss`` now. So the efficient quota q0 = ceil(n L / (1 + L)) is kept from
    d* = L / (L + V(q0) - V_punishment), and below that only unanimity. Reduced form after Maggi
    and Morelli 2006.

    Examples
    --------
    >>> found = self_enforcing_quota(5, 0.6, 1, 0.8)
    >>> found.efficient_quota, round(float(found.needed_patience), 4), found.quota
    (3, 0.8166, 5)
    """
    if punishment not in PUNISHMENTS:
        raise unknown_name("punishment", punishment, PUNISHMENTS, "one")
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise ModelError("n", n, "a whole number of 1 or more")
    p, cost, d = (
        _exact(value, where)
        for value, where in ((probability, "probability"), (loss, "loss"), (patience, "patience"))
    )
    if not 0 < p < 1:
        raise ModelError("probability", probability, "a number between 0 and 1")
    if cost <= 0:
        raise ModelError("loss", loss, "a number above 0")
    if not 0 <= d < 1:
        raise ModelError("patience", patience, "a number from 0 to below 1")
    efficient = math.ceil(n * cost / (1 + cost))
    value, at_all = quota_value(n, efficient, p, cost), quota_value(n, n, p, cost)
    after = at_all if punishment == "unanimity" else Fraction(0)
    needed = Fraction(0) if efficient == n else cost / (cost + value - after)
    return SelfEnforcingQuota(efficient if d >= needed else n, efficient, value, at_all, needed)
