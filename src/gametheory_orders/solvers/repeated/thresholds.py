"""Closed forms of how patient, how many, or how trusting players must be.

Builds on patience.py. Each is a special case of critical_patience.py for a family of games of any
number of players, for use beyond the size of a payoff table. Not here: other games.
"""

from __future__ import annotations

import math
from fractions import Fraction

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.solvers.repeated.patience import Number, rational, share, whole


def dilemma(benefit: Number, cost: Number) -> tuple[Fraction, Fraction]:
    """Return benefit and cost of a linear public good, checked: 0 < benefit < cost.

    Examples
    --------
    >>> dilemma(0.4, 1)
    (Fraction(2, 5), Fraction(1, 1))
    """
    b, c = rational(benefit, "benefit"), rational(cost, "cost")
    if b <= 0:
        raise ModelError("benefit", benefit, "a number above 0")
    if c <= b:
        raise ModelError("cost", cost, f"more than the benefit, {benefit}: else all provide anyway")
    return b, c


def public_good_patience(benefit: Number, cost: Number, members: int) -> Fraction | float:
    """Return the critical patience of a group that provides a linear public good together.

    Each provides at a cost and everybody gets the benefit of each provision. The group goes on
    until somebody does not provide, then never again: (c - b) / (b (k - 1)).

    Parameters
    ----------
    benefit, cost : numbers
        In payoff units for each provision; 0 < benefit < cost.
    members : int
        Size k of the group, at least 1.

    Returns
    -------
    Fraction or float
        1 or more, or infinity, where no patience below 1 is enough.

    Source: Friedman, Review of Economic Studies 38 (1971), for this stage game.

    Examples
    --------
    >>> [float(public_good_patience(0.4, 1, k)) for k in (3, 5)]
    [0.75, 0.375]
    """
    b, c = dilemma(benefit, cost)
    k = whole(members, "members", 1)
    return (c - b) / (b * (k - 1)) if k > 1 else math.inf


def smallest_group(benefit: Number, cost: Number, patience: Number) -> int | None:
    """Return the least number of members who keep providing at a patience.

    Parameters
    ----------
    benefit, cost : numbers
        As for :func:`public_good_patience`.
    patience : number
        In [0, 1).

    Returns
    -------
    int or None
        None at patience 0, where no group is large enough.

    Examples
    --------
    >>> smallest_group(0.4, 1, 0.75), smallest_group(0.4, 1, 0.3)
    (3, 6)
    """
    b, c = dilemma(benefit, cost)
    d = share(patience, "patience", one=False)
    return 1 + math.ceil((c - b) / (b * d)) if d else None


def trust_threshold(safe: Number, joint: Number, players: int) -> float:
    """Return how much each must trust each other one in a stag hunt that takes everybody.

    Joining pays only if all join. If each of the others joins with the same chance, independently,
    joining is best from (safe / joint) ** (1 / (n - 1)) on.

    Parameters
    ----------
    safe, joint : numbers
        What hunting alone pays for sure, and what each gets if all join; 0 < safe < joint, and
        whoever joins while another does not gets 0.
    players : int
        At least 2.

    Source: Jervis, World Politics 30 (1978), for the dilemma; the formula is the indifference.

    Examples
    --------
    >>> [round(trust_threshold(3, 4, n), 4) for n in (2, 6, 15, 193)]
    [0.75, 0.9441, 0.9797, 0.9985]
    """
    low, high = rational(safe, "safe"), rational(joint, "joint")
    if low <= 0:
        raise ModelError("safe", safe, "a number above 0")
    if high <= low:
        raise ModelError("joint", joint, f"more than the safe payoff, {safe}")
    n = whole(players, "players", 2)
    return math.pow(low / high, 1 / (n - 1))
