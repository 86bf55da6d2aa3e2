"""Expected gridlock, before ideal points are known: exactly by counting, or by sampling.

Builds on votes.py. Not here: the interval for known ideal points (gridlock.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.solvers.votes import (
    AnyRule,
    Wins,
    coalitions_of,
    counts_of,
    equal_members,
    members_of,
    read_rule,
    ways,
)

Draw = Callable[[np.random.Generator, tuple[int, int]], np.ndarray]


def expected_gridlock(rule: AnyRule, n: int | None = None, *, types: Any = None) -> Fraction:
    """Return the expected length of the gridlock interval, exactly.

    Ideal points (and the status quo) are drawn independently from the uniform distribution on
    [0, 1]: the result is also the probability that the status quo cannot be changed.

    Parameters
    ----------
    rule : object with ``voters`` and ``wins``, int or str
        Any monotone voting rule.
    n : int, optional
        Number of members, needed with a count or a share.
    types : sequence, length n, optional
        Labels of members that are equal under the rule. Found by itself for weighted quotas
        with vetoers; needed for other rules of more than some 19 members.

    Returns
    -------
    Fraction

    Raises
    ------
    ModelError
        If there are too many sorts of coalitions to count (see :func:`sample_gridlock`).

    Notes
    -----
    A point between the j-th and the next ideal point is stuck iff neither the j below it nor the
    rest above it win. All orders are equally likely and each gap is 1 / (n + 1) long on average,
    so the expected length is the sum over j of P(a random set of j members and its complement
    both lose) / (n + 1). For q of n this is max(0, 2q - n - 1) / (n + 1), for v vetoers alone
    (v - 1) / (v + 1).

    Examples
    --------
    >>> expected_gridlock(9, 15), expected_gridlock("2/3", 193), expected_gridlock("unanimity", 6)
    (Fraction(1, 8), Fraction(32, 97), Fraction(5, 7))
    """
    found = _rule_of(rule, n)
    groups = equal_members(found, types)
    counts = counts_of(groups)
    members = len(found.voters)
    wins = _in_batches(found, counts, groups, members)
    # The complement of counts k has counts (sizes - k): the same list read backwards.
    stuck = ~wins & ~wins[::-1]
    voters = sum(len(group) for group in groups)
    number = [0] * (voters + 1)
    for row, size in zip(
        ways(counts[stuck], groups), counts[stuck].sum(axis=1).tolist(), strict=True
    ):
        number[size] += row
    total = sum((Fraction(k, comb(voters, j)) for j, k in enumerate(number)), Fraction(0))
    return total / (voters + 1)


def _in_batches(
    rule: Wins, counts: np.ndarray, groups: Sequence[np.ndarray], members: int
) -> np.ndarray:
    size = max(1, 4_000_000 // members)
    parts = [
        rule.wins(coalitions_of(counts[j : j + size], groups, members))
        for j in range(0, len(counts), size)
    ]
    return np.concatenate(parts)


def _rule_of(rule: AnyRule, n: int | None) -> Wins:
    return read_rule(rule, members_of(rule, n))


@dataclass(frozen=True)
class SampledGridlock(Result):
    """Expected gridlock by sampling.

    Parameters
    ----------
    mean, standard_error : float
        Of the interval's length.
    samples : int
        Number of draws.
    """

    mean: float
    standard_error: float
    samples: int

    def table(self) -> Table:
        """Return the mean with its standard error."""
        row = [self.mean, self.standard_error, self.samples]
        return Table(["mean length", "standard error", "samples"], [row], "gridlock by sampling")

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return {
            "mean": self.mean,
            "standard_error": self.standard_error,
            "samples": self.samples,
        }


def _uniform(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    return rng.random(shape)


def sample_gridlock(
    rule: AnyRule,
    n: int | None = None,
    *,
    samples: int = 10_000,
    rng: np.random.Generator | int = 0,
    draw: Draw = _uniform,
) -> SampledGridlock:
    """Return the expected length of the gridlock interval by sampling.

    Parameters
    ----------
    rule : object with ``voters`` and ``wins``, int or str
        Any monotone voting rule under which all together win.
    n : int, optional
        Number of members, needed with a count or a share.
    samples : int
        Number of draws, at least 2.
    rng : numpy Generator or int
        Source of randomness, or its seed.
    draw : callable
        From the generator and a shape (samples, voters) to ideal points; by default uniform on
        [0, 1].

    Returns
    -------
    SampledGridlock

    Examples
    --------
    >>> found = sample_gridlock("unanimity", 6, samples=4000)
    >>> abs(found.mean - 5 / 7) < 4 * found.standard_error
    True
    """
    found = _rule_of(rule, n)
    if not isinstance(samples, int) or samples < 2:
        raise ModelError("samples", samples, "a whole number of 2 or more")
    if not bool(found.wins(np.asarray(found.voters, dtype=bool))):
        raise ModelError("rule", "one under which nobody ever wins", "one that all together meet")
    generator = np.random.default_rng(rng)
    voters = np.flatnonzero(found.voters)
    lengths = []
    for start in range(0, samples, 2000):
        points = draw(generator, (min(2000, samples - start), len(voters)))
        low = _last_to_win_many(found, voters, points)
        high = -_last_to_win_many(found, voters, -points)
        lengths.append(np.maximum(high - low, 0.0))
    length = np.concatenate(lengths)
    error = float(length.std(ddof=1)) / math.sqrt(samples)
    return SampledGridlock(float(length.mean()), error, samples)


def _last_to_win_many(rule: Wins, voters: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """Return the last point to win for many draws at once, by bisection over the sorted points."""
    order = np.argsort(-reach, axis=1)
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(len(voters))[None, :], axis=1)
    lose = np.zeros(len(reach), dtype=np.int64)
    win = np.full(len(reach), len(voters), dtype=np.int64)
    while (win - lose > 1).any():
        middle = (lose + win) // 2
        yes = np.zeros((len(reach), len(rule.voters)), dtype=bool)
        yes[:, voters] = rank < middle[:, None]
        won = np.asarray(rule.wins(yes), dtype=bool)
        win, lose = np.where(won, middle, win), np.where(won, lose, middle)
    last = np.take_along_axis(order, win[:, None] - 1, axis=1)
    return np.asarray(np.take_along_axis(reach, last, axis=1)[:, 0])
