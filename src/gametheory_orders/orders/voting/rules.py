"""Voting rules on the states of a world: who of n states wins with whom.

Builds on formula.py. A rule is a set of voters and a monotone formula over n positions.
Not here: what is voted on (decision.py), power (measures/power).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gametheory_orders.orders.voting.formula import Atom, Every, Formula


class BallotRule:
    """Who wins with whom, on voters that are a subset of n states."""

    voters: np.ndarray
    if TYPE_CHECKING:
        # Not a property at run time: a dataclass would take it for the field's default.
        @property
        def formula(self) -> Formula:
            """The rule as a monotone formula over n positions."""

    def wins(self, yes: np.ndarray) -> np.ndarray:
        """Say whether the states in favour win, shape (...) from shape (..., n)."""
        return self.formula.holds(yes)

    @cached_property
    def vetoers(self) -> np.ndarray:
        """Voters without whom nothing passes, shape (n,)."""
        everyone = self.voters.copy()
        if not self.wins(everyone):
            return np.zeros(len(everyone), dtype=bool)
        without = everyone & ~np.eye(len(everyone), dtype=bool)
        return np.asarray(self.voters & ~self.wins(without))


@dataclass(frozen=True, eq=False)
class VotingRule(BallotRule):
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
        weights = [w if votes else 0 for w, votes in zip(self.weights, self.voters, strict=True)]
        atom = threshold(weights, self.needed, self.strict)
        return atom.array, atom.least

    @cached_property
    def formula(self) -> Formula:
        """The quota and the veto set together."""
        weights, least = self.whole
        quota = Atom(tuple(int(weight) for weight in weights), least)
        veto = self.veto & self.voters
        if not veto.any():
            return quota
        return Every((Atom(tuple(int(v) for v in veto), int(veto.sum())), quota))


@dataclass(frozen=True, eq=False)
class CombinedRule(BallotRule):
    """Rules combined: all of them, or any of them, must be won.

    Parameters
    ----------
    voters : bool array, shape (n,)
        Who votes in at least one of them.
    formula : Formula
        Over n positions.

    Examples
    --------
    >>> rule = CombinedRule(np.ones(2, bool), Every((Atom((1, 0), 1), Atom((0, 1), 1))))
    >>> rule.vetoers.tolist()
    [True, True]
    """

    voters: np.ndarray
    formula: Formula


def threshold(weights: Sequence[Fraction | int], needed: Fraction, strict: bool = False) -> Atom:
    """Return exact weights and a quota as whole numbers of the same meaning.

    Examples
    --------
    >>> threshold([Fraction(1, 10), Fraction(1, 5)], Fraction(3, 10))
    Atom(weights=(1, 2), least=3)
    """
    scale = math.lcm(*(Fraction(weight).denominator for weight in weights), 1)
    bar = needed * scale
    least = math.floor(bar) + 1 if strict else math.ceil(bar)
    return Atom(tuple(int(weight * scale) for weight in weights), least)
