"""Kohlberg's criterion: an independent check of a nucleolus.

Payoffs x are the prenucleolus iff, for every level, the coalitions with an excess at or above it
are a balanced collection: positive weights on them make every player count once. For the nucleolus,
players who have just what they have alone may be added with weights of 0 or more. Equivalently no
side payment y with y(N) = 0 leaves none of them worse off and one better off; one that does is the
witness. Coalitions in the span of those above add nothing, so that n - 1 levels at most are looked
at. Builds on games. Not here: how the nucleolus is found.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import INDEPENDENT, PROGRAM
from gametheory_orders.games.tu_game import Number, TUGame
from gametheory_orders.solvers.subsets import subset_sums

IMPROVES = 0.5
"""Coalitions gain at least 1 in all from a scaled side payment that improves, 0 from others."""
MOST_AT_ONCE = 200
"""Coalitions beyond which a draw of them is tried first."""


@dataclass(frozen=True, eq=False)
class Kohlberg(Result):
    """Whether payoffs are the (pre)nucleolus, level by level.

    Parameters
    ----------
    game : TUGame
        The game.
    holds : bool
        Whether every collection is balanced.
    levels : tuple of (float, int, int)
        Excess, number of coalitions there that are not in the span of those above, rank then.
    improvement : mapping of str to float
        If it fails: a side payment that makes the first unbalanced collection better off.
    """

    game: TUGame
    holds: bool
    levels: tuple[tuple[float, int, int], ...]
    improvement: Mapping[str, float]

    def table(self) -> Table:
        """Return one row a level."""
        title = "Kohlberg's criterion: " + ("holds" if self.holds else "fails at the last level")
        rows = [list(level) for level in self.levels]
        return Table(["excess", "coalitions", "rank"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the levels as plain values."""
        levels = [dict(zip(("excess", "coalitions", "rank"), x, strict=True)) for x in self.levels]
        found: dict[str, Any] = plain(
            {
                "criterion": "Kohlberg 1971",
                "holds": self.holds,
                "levels": levels,
                "improvement": self.improvement,
            }
        )
        return found


def kohlberg(game: TUGame, payoffs: Any, *, rational: bool = True) -> Kohlberg:
    """Say whether payoffs are the nucleolus (or prenucleolus) by Kohlberg's criterion.

    Parameters
    ----------
    game : TUGame
        The game.
    payoffs : mapping or sequence of numbers
        By name, or in the players' order.
    rational : bool
        True for the nucleolus, False for the prenucleolus.

    Raises
    ------
    ModelError
        If the payoffs do not fit the players.

    Notes
    -----
    Source: Kohlberg 1971, On the nucleolus of a characteristic function game, SIAM Journal on
    Applied Mathematics 20; in the form with spans: Nguyen 2017, Annals of Operations Research 248.

    Examples
    --------
    >>> from gametheory_orders.games.tu_game import tu_game
    >>> majority = tu_game("ABC", lambda s: int(len(s) >= 2))
    >>> kohlberg(majority, [1 / 3, 1 / 3, 1 / 3]).holds, kohlberg(majority, [1, 0, 0]).holds
    (True, False)
    """
    given = game.payoffs(payoffs)
    excess, tie, unit = _excesses(game, given)
    alone = [i for i in range(game.n) if rational and excess[1 << i] >= -tie]
    short = [i for i in alone if excess[1 << i] > tie]
    if short or abs(excess[-1]) > tie:
        lacks = {game.players[i]: float(excess[1 << i]) / unit for i in short}
        return Kohlberg(game, False, (), lacks or {"everybody": float(excess[-1]) / unit})
    levels: list[tuple[float, int, int]] = []
    basis = np.ones((1, game.n)) / np.sqrt(game.n)
    while len(basis) < game.n:
        waiting = _outside(basis)
        top = excess[waiting].max()
        codes = np.flatnonzero(waiting & (excess >= top - tie))
        rows = (codes[:, None] >> np.arange(game.n) & 1).astype(float)
        basis, payment = _grown(basis, rows, alone)
        levels.append((float(top) / unit, len(codes), len(basis)))
        if payment is not None:
            named = dict(zip(game.players, payment.tolist(), strict=True))
            return Kohlberg(game, False, tuple(levels), named)
    return Kohlberg(game, True, tuple(levels), {})


def _excesses(game: TUGame, given: tuple[Number, ...]) -> tuple[np.ndarray, float, int]:
    """Return excesses by code, what counts as a tie, and the unit (exact games: a denominator)."""
    if not game.exact or any(isinstance(value, float) for value in given):
        floats = np.array([float(value) for value in given])
        return game.floats - subset_sums(floats), PROGRAM * game.scale, 1
    worths, unit = game.whole
    common = math.lcm(unit, *(Fraction(value).denominator for value in given))
    worths = worths * (common // unit)
    parts = [int(Fraction(value) * common) for value in given]
    largest = max(abs(int(value)) for value in worths) + sum(abs(part) for part in parts)
    sums = np.zeros(1, dtype=np.int64 if largest < 2**62 else object)
    for part in parts:
        sums = np.concatenate([sums, sums + part])
    return worths.astype(sums.dtype) - sums, 0.0, common


def _outside(basis: np.ndarray) -> np.ndarray:
    """Say which coalitions are not in a span: a random direction at right angles to it tells."""
    n = basis.shape[1]
    rng = np.random.default_rng(1971)
    out = np.zeros(2**n, dtype=bool)
    for _ in range(2):
        direction = np.asarray(rng.standard_normal(n))
        for _ in range(2):
            direction = direction - basis.T @ (basis @ direction)
        out |= np.abs(subset_sums(direction)) > INDEPENDENT
    return out


def _grown(
    basis: np.ndarray, rows: np.ndarray, alone: list[int]
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the span with a level's coalitions, or a side payment if they are not balanced."""
    rng = np.random.default_rng(len(rows))
    while len(rows):
        some = rows
        if len(rows) > MOST_AT_ONCE:
            some = rng.choice(rows, MOST_AT_ONCE // 2, replace=False)
        payment, tight = _side_payment(some, basis, alone)
        if payment is not None and len(some) < len(rows):
            some = rows
            payment, tight = _side_payment(some, basis, alone)
        if payment is not None:
            return basis, payment
        unit = np.eye(basis.shape[1])
        basis = _orthonormal(basis, np.vstack([some, unit[tight]]))
        left = rows - (rows @ basis.T) @ basis
        rows = rows[np.linalg.norm(left, axis=1) > INDEPENDENT]
    return basis, None


def _orthonormal(basis: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return an orthonormal basis of the span of an orthonormal one and further rows."""
    for row in rows:
        rest = row - basis.T @ (basis @ row)
        rest -= basis.T @ (basis @ rest)
        length = np.linalg.norm(rest)
        if length > INDEPENDENT:
            basis = np.vstack([basis, rest / length])
    return basis


def _side_payment(
    rows: np.ndarray, basis: np.ndarray, alone: list[int]
) -> tuple[np.ndarray | None, list[int]]:
    """Return a side payment that makes some better off and none worse, or players held down.

    Maximise the coalitions' gains, each between 0 and 1, at right angles to the span. If that is
    0, one plus the dual of each is a positive weight: the coalitions are balanced.
    """
    from scipy.optimize import linprog

    n = basis.shape[1]
    bounds = [(0.0 if i in alone else None, None) for i in range(n)]
    both = np.vstack([rows, -rows])
    ends = np.concatenate([np.ones(len(rows)), np.zeros(len(rows))])
    found = linprog(-rows.sum(axis=0), both, ends, basis, np.zeros(len(basis)), bounds, "highs")
    if found.status != 0:
        raise NoAnswer(f"linear program of Kohlberg's criterion: {found.message}")
    if -found.fun > IMPROVES:
        return np.asarray(found.x), []
    return None, [i for i in alone if found.lower.marginals[i] > INDEPENDENT]
