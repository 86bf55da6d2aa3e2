"""Linear programs over all coalitions of a TU game, solved with a few of them at a time.

A program "minimise e so that x(S) + e >= v(S) for all S" has 2^n rows, few of which matter: it is
solved with some, the coalitions that the solution leaves worst off are added, and so on until none
is left. Builds on subsets.py and scipy's HiGHS. Not here: what the programs are for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.foundations.tolerances import DUAL_WEIGHT, INDEPENDENT, PROGRAM
from gametheory_orders.solvers.subsets import subset_sums

EXACTNESS = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
MOST_ROUNDS = 500


def members(codes: Iterable[int], n: int) -> np.ndarray:
    """Return coalitions as rows of zeros and ones, shape (len(codes), n).

    Examples
    --------
    >>> members([1, 6], 3).tolist()
    [[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]
    """
    listed = np.array(list(codes), dtype=np.int64)
    return np.asarray(listed[:, None] >> np.arange(n) & 1, dtype=float)


@dataclass
class Span:
    """The linear span of some coalitions, as vectors of zeros and ones."""

    n: int
    basis: list[np.ndarray] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)

    @property
    def rank(self) -> int:
        """Dimension."""
        return len(self.basis)

    def add(self, code: int) -> bool:
        """Add a coalition, and say whether it was not yet in the span."""
        vector = members([code], self.n)[0]
        vector /= np.linalg.norm(vector)
        for _ in range(2):
            for direction in self.basis:
                vector -= (vector @ direction) * direction
        length = float(np.linalg.norm(vector))
        if length <= INDEPENDENT:
            return False
        self.basis.append(vector / length)
        self.codes.append(code)
        return True

    def outside(self) -> np.ndarray:
        """Say which coalitions are not in the span, bool of shape (2^n,).

        Two random directions at right angles to the span tell: a coalition is at right angles to
        both with probability 0 unless it is in the span.
        """
        rng = np.random.default_rng(self.n)
        out = np.zeros(2**self.n, dtype=bool)
        for _ in range(2):
            direction = rng.standard_normal(self.n)
            for _ in range(2):
                for known in self.basis:
                    direction -= (direction @ known) * known
            out |= np.abs(subset_sums(direction)) > INDEPENDENT
        return out


@dataclass(frozen=True)
class LeastExcess:
    """The solution of one program.

    Parameters
    ----------
    payoffs : array, shape (n,)
        x.
    excess : float
        e, the largest excess v(S) - x(S) among the coalitions that count.
    codes : tuple of int
        Coalitions with positive dual weight: at e in every solution.
    weights : array
        Their weights; they sum to 1.
    floored : tuple of int
        Players who have their least payoff in every solution.
    rows : array of int
        All coalitions that were looked at.
    """

    payoffs: np.ndarray
    excess: float
    codes: tuple[int, ...]
    weights: np.ndarray
    floored: tuple[int, ...]
    rows: np.ndarray


def least_excess(
    worths: np.ndarray,
    counts: np.ndarray,
    given: Sequence[tuple[int, float]],
    rows: np.ndarray,
    floors: np.ndarray | None = None,
) -> LeastExcess:
    """Minimise the largest excess of the coalitions that count.

    Parameters
    ----------
    worths : array, shape (2^n,)
        v, scaled to a largest magnitude of about 1.
    counts : bool array, shape (2^n,)
        Which coalitions count; at least one and, with each, its complement or a floor.
    given : sequence of (code, number)
        Coalitions whose payoff x(S) is given, everybody among them.
    rows : array of int
        Coalitions to begin with.
    floors : array, shape (n,), optional
        Least payoffs.

    Raises
    ------
    NoAnswer
        If the program cannot be solved.
    """
    from scipy.optimize import linprog

    n = len(worths).bit_length() - 1
    rows = rows[counts[rows]]
    cost = np.append(np.zeros(n), 1.0)
    equal = np.hstack([members([code for code, _ in given], n), np.zeros((len(given), 1))])
    levels = np.array([level for _, level in given])
    lows = [None] * n if floors is None else floors.tolist()
    bounds = [(low, None) for low in lows] + [(None, None)]
    for _ in range(MOST_ROUNDS):
        at_least = -np.hstack([members(rows, n), np.ones((len(rows), 1))])
        found = linprog(
            cost, at_least, -worths[rows], equal, levels, bounds, "highs", options=EXACTNESS
        )
        if found.status != 0:
            raise NoAnswer(f"linear program over coalitions: {found.message}")
        payoffs, excess = found.x[:n], float(found.x[n])
        over = worths - subset_sums(payoffs)
        over[~counts] = -np.inf
        over[rows] = -np.inf
        worst = over.argpartition(-min(2 * n, len(over) - 1))[-2 * n :]
        worst = worst[over[worst] > excess + PROGRAM]
        if not len(worst):
            break
        rows = np.concatenate([rows, worst])
    else:
        raise NoAnswer(f"linear program over coalitions: not solved in {MOST_ROUNDS} rounds")
    weights = -found.ineqlin.marginals
    used = weights > DUAL_WEIGHT
    low = found.lower.marginals[:n] > DUAL_WEIGHT
    return LeastExcess(
        payoffs,
        excess,
        tuple(rows[used].tolist()),
        weights[used],
        tuple(np.flatnonzero(low).tolist()),
        rows,
    )
