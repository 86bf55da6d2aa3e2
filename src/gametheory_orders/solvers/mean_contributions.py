"""Mean contributions of players to coalitions, weighted by size: what Shapley and Banzhaf share.

With weights w(s), phi_i = sum over S without i of w(|S|) (v(S+i) - v(S)) = sum over S with i of
(w(s-1) + w(s)) v(S), less sum over S of w(s) v(S), w(n) = 0. Weighted worths are summed once for
all players by folding the table in two, 2^(n+1) additions. Builds on games.
Not here: simple games too large for a table (measures/power).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import MEAN_ROUNDING
from gametheory_orders.games.allocation import Allocation
from gametheory_orders.games.tu_game import TUGame, coalition_sizes

MOST_EXACT = 16
"""Players up to which an exact game's value is exact unless floats are asked for."""


def wants_exact(game: TUGame, exact: bool | None) -> bool:
    """Return whether to compute in Fractions, or raise if worths are floats."""
    if exact is None:
        return game.exact and game.n <= MOST_EXACT
    if exact and not game.exact:
        raise ModelError("exact", "worths in floats", "whole numbers or Fractions")
    return exact


def mean_contributions(
    game: TUGame, turn: list[Fraction], concept: str, exact: bool | None
) -> Allocation:
    """Return sum over S without i of turn[|S|] (v(S+i) - v(S)) for all players i."""
    if wants_exact(game, exact):
        values = _exact(game, turn)
        certificate = {"sum": str(sum(values)), "worth_of_all": str(game.grand)}
        method = "sums by size, in Fractions"
        return Allocation(game, concept, values, method, 0.0, certificate)
    after = np.array([float(w) for w in turn] + [0.0])
    both = after + np.append(0.0, after[:-1])
    sizes = coalition_sizes(game.n)
    worths = game.floats
    without = float(np.take(after, sizes) @ worths)
    floats = sums_by_player(np.take(both, sizes) * worths) - without
    certificate_ = {"sum": float(floats.sum()), "worth_of_all": float(game.grand)}
    tolerance = MEAN_ROUNDING * game.scale
    method = "folding the table, in floats"
    return Allocation(game, concept, tuple(floats.tolist()), method, tolerance, certificate_)


def sums_by_player(table: np.ndarray) -> np.ndarray:
    """Return for each player the sum over the coalitions it is in, shape (n,).

    Examples
    --------
    >>> sums_by_player(np.array([1, 10, 100, 1000])).tolist()
    [1010, 1100]
    """
    n = len(table).bit_length() - 1
    out = np.empty(n, dtype=table.dtype)
    for i in range(n - 1, -1, -1):
        half = 2**i
        out[i] = table[half:].sum()
        table = table[:half] + table[half:]
    return out


def _exact(game: TUGame, turn: list[Fraction]) -> tuple[Fraction, ...]:
    n = game.n
    whole, denominator = game.whole
    largest = max(abs(int(value)) for value in whole)
    # Sums of 2^n whole numbers that fit are done by the machine, others by Python.
    table = whole.astype(np.int64) if largest < 2 ** (62 - n) else whole
    sizes = coalition_sizes(n)
    out = [Fraction(0)] * n
    for size in range(1, n + 1):
        chosen = np.flatnonzero(sizes == size)
        worths = table[chosen]
        total = int(worths.sum())
        for i in range(n):
            inside = int(worths[(chosen >> i & 1).astype(bool)].sum())
            out[i] += turn[size - 1] * inside
            if size < n:
                out[i] -= turn[size] * (total - inside)
    return tuple(value / denominator for value in out)
