"""Voting without a court: which quota a body can keep when losers may walk away.

A symmetric reduced form after Maggi and Morelli 2006, American Economic Review 96(4); it keeps
their question and their bang-bang answer, not their parameters, and replicates nothing.
Renegotiation (forgiveness) and grandfathered vetoes for the impatient are derived for this project.
Builds on incentive.py. Not here: members that differ in anything but patience.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.incentive import read_exact, read_patience, read_share

PUNISHMENTS = ("unanimity", "nothing")
MOST_MEMBERS = 60


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
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise ModelError("n", n, "a whole number of 1 or more")
    if not isinstance(quota, int) or isinstance(quota, bool) or not 0 <= quota <= n:
        raise ModelError("quota", quota, f"a whole number from 0 to {n}")
    p, cost = _chances(probability, loss)
    terms = (
        comb(n, j) * p**j * (1 - p) ** (n - j) * (j - (n - j) * cost) for j in range(quota, n + 1)
    )
    return sum(terms, Fraction(0)) / n


def self_enforcing_quota(
    n: int,
    probability: Any,
    loss: Any,
    patience: Any,
    punishment: str = "unanimity",
    *,
    forgiveness: Any = 0,
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
        What follows a refusal: unanimity, or no action at all.
    forgiveness : number
        Probability, in each period of punishment, that members renegotiate and return to the
        efficient quota; 0: never, 1: after one period.

    Returns
    -------
    SelfEnforcingQuota

    Notes
    -----
    Under any quota below n the binding deviation is that of an outvoted member, which saves
    ``loss`` now. So the efficient quota q0 = ceil(n L / (1 + L)) is kept from
    d* = L / (L (1 - r) + V(q0) - V_punishment), r being the forgiveness, and below that only
    unanimity. Punishment hurts the punishers too, so that all would rather forgive; the more they
    do, the less is kept. Reduced form after Maggi and Morelli 2006; forgiveness is added here.

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
    p, cost = _chances(probability, loss)
    d, forgiven = read_patience(patience), read_share(forgiveness, "forgiveness")
    efficient = math.ceil(n * cost / (1 + cost))
    value, at_all = quota_value(n, efficient, p, cost), quota_value(n, n, p, cost)
    after = at_all if punishment == "unanimity" else Fraction(0)
    needed = Fraction(0) if efficient == n else cost / (cost * (1 - forgiven) + value - after)
    return SelfEnforcingQuota(efficient if d >= needed else n, efficient, value, at_all, needed)


def _chances(probability: Any, loss: Any) -> tuple[Fraction, Fraction]:
    p, cost = read_exact(probability, "probability"), read_exact(loss, "loss")
    if not 0 < p < 1:
        raise ModelError("probability", probability, "a number between 0 and 1")
    if cost <= 0:
        raise ModelError("loss", loss, "a number above 0")
    return p, cost


@dataclass(frozen=True)
class GrandfatheredQuota(Result):
    """The best quota that members keep when the impatient may be given a veto.

    Parameters
    ----------
    quota : int
        Votes needed to act, all grandfathered ones among them.
    grandfathered : tuple of str
        Members that are never outvoted: the least patient.
    value : Fraction
        Per member and period, on average.
    value_grandfathered, value_ordinary : Fraction or None
        Of either kind; None if there is none.
    needed_patience : Fraction
        Of an ordinary member; 0 if none is ever outvoted.
    tried : int
        Rules that were compared.
    """

    quota: int
    grandfathered: tuple[str, ...]
    value: Fraction
    value_grandfathered: Fraction | None
    value_ordinary: Fraction | None
    needed_patience: Fraction
    tried: int

    concept = "best rule of a quota and vetoes that an outvoted member keeps"

    def table(self) -> Table:
        """Return the rule in one row."""
        kinds = (self.value_grandfathered, self.value_ordinary)
        row = [
            self.quota,
            ", ".join(self.grandfathered) or "-",
            float(self.value),
            *(None if value is None else float(value) for value in kinds),
            float(self.needed_patience),
        ]
        columns = ["quota", "with a veto", "value", "of those", "of others", "needed patience"]
        return Table(columns, [row], "self-enforcing voting with grandfathered vetoes")

    def to_dict(self) -> dict[str, Any]:
        """Return the rule as plain values; fractions as text."""
        found: dict[str, Any] = plain(
            {
                "quota": self.quota,
                "grandfathered": self.grandfathered,
                "value": self.value,
                "value_grandfathered": self.value_grandfathered,
                "value_ordinary": self.value_ordinary,
                "needed_patience": self.needed_patience,
                "tried": self.tried,
                "concept": self.concept,
            }
        )
        return found


def grandfathered_quota(
    patience: Mapping[str, Any], probability: Any, loss: Any, punishment: str = "unanimity"
) -> GrandfatheredQuota:
    """Return the best rule that members of different patience keep: a quota, and some vetoes.

    Parameters
    ----------
    patience : mapping of str to number
        Of each member, in [0, 1).
    probability, loss, punishment
        As for :func:`self_enforcing_quota`.

    Returns
    -------
    GrandfatheredQuota

    Notes
    -----
    Who can veto is never outvoted, and so never tempted. Vetoes go to the least patient; every
    number of them and every quota is tried, and of those that the others keep the one with the
    largest value is taken, then the one with the fewest vetoes. Derived for this project.

    Examples
    --------
    One impatient member of five forces unanimity, or gets a veto:

    >>> members = {"A": 0.5, "B": 0.95, "C": 0.95, "D": 0.95, "E": 0.95}
    >>> found = grandfathered_quota(members, 0.6, 1)
    >>> found.quota, found.grandfathered, float(found.value) > float(quota_value(5, 5, 0.6, 1))
    (3, ('A',), True)
    """
    if punishment not in PUNISHMENTS:
        raise unknown_name("punishment", punishment, PUNISHMENTS, "one")
    if not isinstance(patience, Mapping) or not patience:
        raise ModelError("patience", patience, "a table of members")
    if len(patience) > MOST_MEMBERS:
        raise ModelError("patience", f"{len(patience)} members", f"at most {MOST_MEMBERS}")
    known = {name: read_patience(d, f"patience.{name}") for name, d in patience.items()}
    p, cost = _chances(probability, loss)
    n, order = len(known), sorted(known, key=lambda name: known[name])
    after = quota_value(n, n, p, cost) if punishment == "unanimity" else Fraction(0)
    found, tried = [], 0
    for vetoes in range(n + 1):
        for quota in range(max(vetoes, 1), n + 1):
            tried += 1
            others = n - vetoes
            with_veto, ordinary = _kinds_of_value(vetoes, others, quota - vetoes, p, cost)
            needed: Fraction | None = Fraction(0)
            if quota < n and others:
                lost = cost + ordinary - after
                needed = cost / lost if lost > 0 else None
            if needed is None or (others and known[order[vetoes]] < needed):
                continue
            value = (vetoes * with_veto + others * ordinary) / n
            found.append((value, -vetoes, -quota, with_veto, ordinary, needed))
    value, vetoes, quota, with_veto, ordinary, needed = max(found, key=lambda rule: rule[:3])
    listed = tuple(order[:-vetoes]) if vetoes else ()
    return GrandfatheredQuota(
        -quota,
        listed,
        value,
        with_veto if vetoes else None,
        ordinary if -vetoes < n else None,
        needed,
        tried,
    )


def _kinds_of_value(
    vetoes: int, others: int, wanted: int, p: Fraction, cost: Fraction
) -> tuple[Fraction, Fraction]:
    """Return what a rule is worth to a member with a veto and to one without."""
    chance = sum(
        (comb(others, j) * p**j * (1 - p) ** (others - j) for j in range(wanted, others + 1)),
        Fraction(0),
    )
    ordinary = quota_value(others, wanted, p, cost) if others else Fraction(0)
    return p**vetoes * chance, p**vetoes * ordinary
