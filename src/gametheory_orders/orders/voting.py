"""Voting rules on named voters: who wins with whom, in whole numbers.

Builds on foundations and worlds. A voting rule is a simple game: a set of voters and a monotone
test of winning. Weights and quotas are read as exact decimals, so that no quota is straddled by
rounding. Not here: what is voted on (decision.py), power (measures/power.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.worlds import World

_SHARE = re.compile(r"\s*(\d+)\s*/\s*(\d+)\s*")
_PERCENT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*%\s*")


def exact(value: object, where: str) -> Fraction:
    """Return a number as the decimal that was written.

    Examples
    --------
    >>> exact(0.1, "weights.A")
    Fraction(1, 10)
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise ModelError(where, value, "a number")
    if not math.isfinite(float(value)):
        raise ModelError(where, value, "a finite number")
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


@dataclass(frozen=True, eq=False)
class VotingRule:
    """A weighted quota with a veto set, on voters that are a subset of n states.

    Parameters
    ----------
    voters : bool array, shape (n,)
        Who votes.
    weights : sequence of Fraction, length n
        Votes (those of states that do not vote are ignored).
    needed : Fraction
        Least sum that wins.
    strict : bool
        Whether the sum must exceed it ("more than half").
    veto : bool array, shape (n,)
        Voters without whom nothing passes.

    Examples
    --------
    >>> rule = VotingRule(np.ones(3, bool), [Fraction(1)] * 3, Fraction(2), False, np.eye(3)[0] > 0)
    >>> rule.wins(np.array([[True, True, False], [False, True, True]])).tolist()
    [True, False]
    """

    voters: np.ndarray
    weights: Sequence[Fraction]
    needed: Fraction
    strict: bool
    veto: np.ndarray

    @cached_property
    def whole(self) -> tuple[np.ndarray, int]:
        """Weights as whole numbers, zero for those who do not vote, and the least winning sum."""
        scale = math.lcm(*(weight.denominator for weight in self.weights), 1)
        weights = [
            int(weight * scale) if votes else 0
            for weight, votes in zip(self.weights, self.voters, strict=True)
        ]
        bar = self.needed * scale
        least = math.floor(bar) + 1 if self.strict else math.ceil(bar)
        kind = np.int64 if sum(weights) < 2**62 and abs(least) < 2**62 else object
        return np.array(weights, dtype=kind), least

    def wins(self, yes: np.ndarray) -> np.ndarray:
        """Say whether the states in favour win, shape (...) from shape (..., n)."""
        weights, least = self.whole
        enough = np.asarray((yes @ weights) >= least, dtype=bool)
        return np.asarray(enough & (yes | ~self.veto).all(axis=-1))

    @cached_property
    def vetoers(self) -> np.ndarray:
        """Voters without whom nothing passes, by veto or by weight, shape (n,)."""
        weights, least = self.whole
        everyone = self.voters.copy()
        if not self.wins(everyone):
            return np.zeros(len(everyone), dtype=bool)
        return np.asarray(self.voters & (self.veto | (weights.sum() - weights < least)))


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
