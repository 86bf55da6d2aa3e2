"""Random rules and brute force for the tests of spatial voting and bargaining."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

from gametheory_orders.orders.voting import VotingRule


@dataclass(frozen=True, eq=False)
class Listed:
    """A rule given by its minimal winning coalitions; knows nothing but voters and wins."""

    voters: np.ndarray
    minimal: np.ndarray

    def wins(self, yes: np.ndarray) -> np.ndarray:
        yes = np.asarray(yes, dtype=bool)
        return (yes[..., None, :] | ~self.minimal).all(axis=-1).any(axis=-1)


def weighted(weights: list[int], quota: int, veto: tuple[int, ...] = ()) -> VotingRule:
    n = len(weights)
    vetoers = np.isin(np.arange(n), veto)
    exact = [Fraction(weight) for weight in weights]
    return VotingRule(np.ones(n, dtype=bool), exact, Fraction(quota), False, vetoers)


def council(vetoers: int, others: int, quota: int) -> VotingRule:
    return weighted([1] * (vetoers + others), quota, tuple(range(vetoers)))


def random_rule(rng: np.random.Generator, n: int) -> Listed | VotingRule:
    if rng.random() < 0.5:
        weights = rng.integers(0, 6, n)
        weights[rng.integers(n)] += 1
        quota = int(rng.integers(1, weights.sum() + 1))
        veto = tuple(np.flatnonzero(rng.random(n) < 0.15).tolist())
        return weighted(weights.tolist(), quota, veto)
    minimal = rng.random((int(rng.integers(1, 5)), n)) < 0.5
    minimal[~minimal.any(axis=1), 0] = True
    return Listed(np.ones(n, dtype=bool), minimal)


def all_coalitions(n: int) -> np.ndarray:
    return np.array(list(product([False, True], repeat=n)))
