"""The Owen value of a TU game with a priori unions: groups of players that arrive as a block.

With M unions, R a set of other unions and T a set of i's own union B (b players),
phi_i = sum over R, T of r! (M-1-r)! / M! t! (b-1-t)! / b! (v(R + T + i) - v(R + T)).
The unions' quotient is a game among the members of B: their Shapley value in the game of mean
worths u(T) = sum over R of r! (M-1-r)! / M! (v(R + T) - v(R)). Builds on shapley_value.py.
Not here: simple games too large for a table (measures/power/unions.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import MEAN_ROUNDING
from gametheory_orders.games.allocation import Allocation
from gametheory_orders.games.tu_game import Number, TUGame, coalition_sizes
from gametheory_orders.solvers.mean_contributions import wants_exact
from gametheory_orders.solvers.shapley_value import shapley_value


def owen_value(
    game: TUGame, unions: Mapping[str, Iterable[str]], *, exact: bool | None = None
) -> Allocation:
    """Return the Owen value.

    Parameters
    ----------
    game : TUGame
        The game.
    unions : mapping of str to iterable of str
        Members of each union; whoever is in none is alone.
    exact : bool, optional
        As for :func:`gametheory_orders.solvers.shapley_value.shapley_value`.

    Raises
    ------
    ModelError
        If a player is unknown or in two unions, or a union is empty.

    Notes
    -----
    Source: Owen 1977, Values of games with a priori unions, in Henn and Moeschlin (eds.),
    Mathematical Economics and Game Theory.

    Examples
    --------
    Two of three decide; A and B as one need nobody else:

    >>> from gametheory_orders.games.tu_game import tu_game
    >>> majority = tu_game("ABC", lambda s: int(len(s) >= 2))
    >>> [str(value) for value in owen_value(majority, {"pair": "AB"})]
    ['1/2', '1/2', '0']
    """
    groups = groups_of(game, unions)
    rational = wants_exact(game, exact)
    out: list[Number] = [0] * game.n
    for own in groups:
        others = [sum(1 << i for i in group) for group in groups if group is not own]
        inner = _mean_worths(game, own, others, rational)
        players = tuple(game.players[i] for i in own)
        found = shapley_value(TUGame(players, inner), exact=rational)
        for i, value in zip(own, found.values, strict=True):
            out[i] = value
    names = [[game.players[i] for i in group] for group in groups]
    certificate = {"unions": names, "sum": float(sum(out)), "worth_of_all": float(game.grand)}
    tolerance = 0.0 if rational else 2 * MEAN_ROUNDING * game.scale
    method = f"Shapley value inside each of {len(groups)} unions"
    return Allocation(game, "Owen value", tuple(out), method, tolerance, certificate)


def groups_of(game: TUGame, unions: Mapping[str, Iterable[str]]) -> list[list[int]]:
    """Return unions as positions; whoever is in none is alone."""
    taken: set[int] = set()
    out = []
    for name, listed in unions.items():
        group = []
        for player in (listed,) if listed in game.players else listed:
            i = game.index(player, f"unions.{name}")
            if i in taken:
                raise ModelError(f"unions.{name}", f"{player} twice", "each player in one union")
            taken.add(i)
            group.append(i)
        if not group:
            raise ModelError(f"unions.{name}", "nobody", "at least one player")
        out.append(group)
    return out + [[i] for i in range(game.n) if i not in taken]


def _codes(parts: list[int]) -> np.ndarray:
    """Return the codes of all unions of some disjoint coalitions."""
    out = np.zeros(1, dtype=np.int64)
    for part in parts:
        out = np.concatenate([out, out + part])
    return out


def _mean_worths(game: TUGame, own: list[int], others: list[int], rational: bool) -> np.ndarray:
    """Return the worth of each part of a union, as a mean over the unions that came before."""
    m = len(others)
    whole = math.factorial(m + 1)
    turn = [Fraction(math.factorial(r) * math.factorial(m - r), whole) for r in range(m + 1)]
    inside, outside = _codes([1 << i for i in own]), _codes(others)
    sizes = coalition_sizes(m)
    if not rational:
        weights = np.array([float(w) for w in turn])[sizes]
        base = float(weights @ game.floats[outside])
        return np.array([float(weights @ game.floats[outside + t]) - base for t in inside])
    worths, denominator = game.whole
    ways = [int(w * whole) for w in turn]
    weights = np.array([ways[size] for size in sizes], dtype=object)
    sums = [int((weights * worths[outside + t]).sum()) for t in inside]
    out = np.empty(len(sums), dtype=object)
    out[:] = [Fraction(total - sums[0], whole * denominator) for total in sums]
    return out
