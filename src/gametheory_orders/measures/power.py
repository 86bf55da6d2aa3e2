"""Voting power of a decision rule: Banzhaf swings by counting, in whole numbers.

Builds on the voting rules of orders. Not here: other indices and other simple games.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.orders.voting import VotingRule

MOST_SUMS = 20_000_000


def banzhaf_swings(rule: VotingRule) -> list[int]:
    """Return each state's number of swings, length n; zero for those who do not vote.

    A swing is a coalition that wins with the state and loses without it. Counted by the number
    of coalitions of each total weight, so that many equal voters cost little.

    Examples
    --------
    >>> from gametheory_orders import Quota, World
    >>> states = [f"S{i}" for i in range(15)]
    >>> rule = Quota(quota=9, veto=states[:5]).voting_rule(World(states, {}), np.ones(15, bool))
    >>> swings = banzhaf_swings(rule)
    >>> swings[0], swings[14]
    (848, 84)
    """
    whole, least = rule.whole
    weights = [int(weight) for weight in whole]
    voters = [int(i) for i in np.flatnonzero(rule.voters)]
    veto = [i for i in voters if rule.veto[i]]
    others = [i for i in voters if not rule.veto[i]]
    fixed = sum(weights[i] for i in veto)
    counts = _counts([weights[i] for i in others])
    # Winning coalitions hold all vetoers: the others must reach what is left of the quota.
    left = least - fixed
    wins = sum(counts[max(left, 0) :]) if left < len(counts) else 0
    out = [0] * len(weights)
    for i in veto:
        out[i] = wins
    known: dict[int, int] = {}
    for i in others:
        weight = weights[i]
        if weight not in known:
            known[weight] = _swings(counts, weight, left)
        out[i] = known[weight]
    return out


def _counts(weights: list[int]) -> list[int]:
    """Return the number of sets of each total weight, exactly."""
    total = sum(weights)
    if total * max(len(weights), 1) > MOST_SUMS:
        raise NoAnswer(f"weights that sum to {total} are too many to count; use smaller units")
    counts = [1] + [0] * total
    reached = 0
    for weight in weights:
        reached += weight
        if weight == 0:
            counts = [2 * count for count in counts]
            continue
        for value in range(reached, weight - 1, -1):
            counts[value] += counts[value - weight]
    return counts


def _swings(counts: list[int], weight: int, left: int) -> int:
    """Return the sets without one voter that its weight brings to what is left of the quota."""
    if weight == 0:
        return 0
    without = list(counts)
    for value in range(weight, len(without)):
        without[value] -= without[value - weight]
    low, high = max(left - weight, 0), left
    return sum(without[low : max(high, 0)])


def banzhaf_power(rule: VotingRule) -> list[Fraction]:
    """Return normalised Banzhaf power, length n; all zero if nobody can ever decide.

    Source: Banzhaf 1965, Rutgers Law Review 19.

    Examples
    --------
    >>> from gametheory_orders import Unanimity, World
    >>> rule = Unanimity().voting_rule(World(["A", "B"], {}), np.ones(2, bool))
    >>> [str(share) for share in banzhaf_power(rule)]
    ['1/2', '1/2']
    """
    swings = banzhaf_swings(rule)
    total = sum(swings)
    return [Fraction(swing, total) if total else Fraction(0) for swing in swings]
