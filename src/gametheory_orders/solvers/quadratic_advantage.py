"""The advantage of being in, where it is quadratic in who else is in, over all sets at once.

For state i and the set T of the others that are in,

    a_i(T) = constant_i + sum_{j in T} linear_ij - square_i * (sum_{j in T} stake_j)^2.

Joint optima, fixed prices, given pledge weights and tariffs on the linear-quadratic public good
all have this form (theory L2). ``matching_codes`` goes through all 2^m sets in chunks: the sums
over the low bits are tabled once, those over the high bits are numbers, and each state's test
only sees the sets that are left. Builds on subsets.py. Not here: what stability asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.solvers.subsets import subset_sums

LOW_BITS = 16
MOST_FOUND = 2**22
SAMPLE = 2048


@dataclass(frozen=True, eq=False)
class QuadraticAdvantage:
    """Coefficients of the advantage of being in over being out, given who else is in.

    Parameters
    ----------
    constant : array, shape (m,)
        Advantage of being in alone.
    linear : array, shape (m, m)
        What column j's being in adds to row i's advantage; the diagonal is zero.
    square : array, shape (m,)
        What the squared sum of the others' stakes takes off.
    stakes : array, shape (m,)
        Stakes, summed over those who are in.
    """

    constant: np.ndarray
    linear: np.ndarray
    square: np.ndarray
    stakes: np.ndarray

    def among(self, positions: np.ndarray) -> QuadraticAdvantage:
        """Return the advantages of some states, where the others are never in."""
        return QuadraticAdvantage(
            self.constant[positions],
            self.linear[np.ix_(positions, positions)],
            self.square[positions],
            self.stakes[positions],
        )

    def of(self, state: int, inside: np.ndarray) -> np.ndarray:
        """Return a state's advantage where ``inside``, shape (..., m), says who is in."""
        others = np.array(inside, dtype=float)
        others[..., state] = 0.0
        found = self.constant[state] + others @ self.linear[state]
        return np.asarray(found - self.square[state] * (others @ self.stakes) ** 2)


@dataclass(frozen=True, eq=False)
class Test:
    """What each state's advantage must satisfy, in and out.

    Parameters
    ----------
    inside, outside : QuadraticAdvantage
        Of staying for those in; of joining for those out.
    least : array, shape (m,)
        Smallest advantage with which a member stays.
    most : array, shape (m,)
        Largest advantage with which an outsider stays out.
    """

    inside: QuadraticAdvantage
    outside: QuadraticAdvantage
    least: np.ndarray
    most: np.ndarray

    __test__ = False


@dataclass(frozen=True, eq=False)
class _Tables:
    """Sums over the low bits of each advantage, by code."""

    advantage: QuadraticAdvantage
    bits: int
    stakes: np.ndarray = field(init=False)
    linear: list[np.ndarray] = field(init=False)

    def __post_init__(self) -> None:
        low = slice(None, self.bits)
        object.__setattr__(self, "stakes", subset_sums(self.advantage.stakes[low]))
        rows = [subset_sums(row[low]) for row in self.advantage.linear]
        object.__setattr__(self, "linear", rows)


def matching_codes(test: Test) -> np.ndarray:
    """Return the codes of all sets in which every state passes, ascending.

    Parameters
    ----------
    test : Test
        Advantages and their bounds, for m states.

    Returns
    -------
    integer array
        Bit i says whether state i is in.

    Raises
    ------
    ModelError
        If more than some four million sets pass.

    Examples
    --------
    Three states with stakes and capacities of one, jointly deciding: L2 gives an advantage of
    |T| - |T|^2 / 2, so that all three stay, and two are not left by the third (a tie).

    >>> ones = np.ones(3)
    >>> advantage = QuadraticAdvantage(0 * ones, np.ones((3, 3)) - np.eye(3), ones / 2, ones)
    >>> [bin(c).count("1") for c in matching_codes(Test(advantage, advantage, 0 * ones, 0 * ones))]
    [0, 2, 2, 2, 3]
    """
    m = len(test.least)
    bits = min(m, LOW_BITS)
    inside = _Tables(test.inside, bits)
    outside = inside if test.outside is test.inside else _Tables(test.outside, bits)
    order = _by_selectivity(test)
    found, total = [], 0
    for high in range(2 ** (m - bits)):
        left = _chunk(test, inside, outside, order, high)
        total += len(left)
        if total > MOST_FOUND:
            raise ModelError(
                "concept",
                f"more than {MOST_FOUND} stable coalitions",
                'fewer to list; concept="open" asks for most, symmetric types scale to any n',
            )
        if len(left):
            found.append(left + (high << bits))
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _chunk(
    test: Test, inside: _Tables, outside: _Tables, order: Sequence[int], high: int
) -> np.ndarray:
    """Return the low bits of the sets with these high bits that pass."""
    bits, m = inside.bits, len(test.least)
    codes = np.arange(2**bits, dtype=np.int64)
    ups = high >> np.arange(m - bits) & 1
    for i in order:
        if i >= bits:
            up = bool(ups[i - bits])
            value = _values(inside if up else outside, i, codes, ups)
            passes = value >= test.least[i] if up else value <= test.most[i]
        else:
            within = (codes >> i & 1).astype(bool)
            value = _values(inside, i, codes, ups)
            other = value if outside is inside else _values(outside, i, codes, ups)
            passes = np.where(within, value >= test.least[i], other <= test.most[i])
        codes = codes[passes]
        if not len(codes):
            break
    return codes


def _values(tables: _Tables, i: int, codes: np.ndarray, ups: np.ndarray) -> np.ndarray:
    """Return state i's advantage for coded sets, its own membership left aside."""
    advantage, bits = tables.advantage, tables.bits
    linear, stakes = tables.linear[i], tables.stakes
    if len(codes) < len(stakes):
        linear, stakes = linear[codes], stakes[codes]
    found: np.ndarray = linear + (advantage.constant[i] + advantage.linear[i, bits:] @ ups)
    if advantage.square[i]:
        others = stakes + advantage.stakes[bits:] @ ups
        if i < bits:
            others -= advantage.stakes[i] * (codes >> i & 1)
        else:
            others -= advantage.stakes[i] * ups[i - bits]
        np.multiply(others, others, out=others)
        others *= advantage.square[i]
        found -= others
    return found


def _by_selectivity(test: Test) -> list[int]:
    """Return the states, those first whose test leaves fewest of a sample of sets."""
    m = len(test.least)
    sample = np.random.default_rng(0).random((SAMPLE, m)) < 0.5
    passes = np.empty((SAMPLE, m), dtype=bool)
    for i in range(m):
        stays = test.inside.of(i, sample) >= test.least[i]
        passes[:, i] = np.where(sample[:, i], stays, test.outside.of(i, sample) <= test.most[i])
    order: list[int] = []
    left, rest = passes, list(range(m))
    while rest:
        best = min(rest, key=lambda i: (left[:, i].sum(), i))
        order.append(best)
        rest.remove(best)
        if left[left[:, best]].size:
            left = left[left[:, best]]
    return order
