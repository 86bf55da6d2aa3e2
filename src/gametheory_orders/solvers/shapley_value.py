"""The Shapley value of a TU game: each player's mean contribution over all orders of arrival.

phi_i = sum over S without i of s! (n-1-s)! / n! (v(S+i) - v(S)).
Builds on mean_contributions.py. Not here: simple games too large for a table (measures/power).
"""

from __future__ import annotations

import math
from fractions import Fraction

from gametheory_orders.games.allocation import TU_VALUES, Allocation
from gametheory_orders.games.tu_game import TUGame
from gametheory_orders.solvers.mean_contributions import mean_contributions


def shapley_value(game: TUGame, *, exact: bool | None = None) -> Allocation:
    """Return the Shapley value.

    Parameters
    ----------
    game : TUGame
        The game.
    exact : bool, optional
        Fractions or float64; by default Fractions for an exact game of up to 16 players.

    Raises
    ------
    ModelError
        If Fractions are asked for and worths are floats.

    Notes
    -----
    Source: Shapley 1953, A value for n-person games, Annals of Mathematics Studies 28.

    Examples
    --------
    The glove game: A has a left glove, B and C a right one each (Roth 1988, The Shapley value).

    >>> from gametheory_orders.games.tu_game import tu_game
    >>> gloves = tu_game("ABC", {"AB": 1, "AC": 1, "ABC": 1}, default=0)
    >>> [str(value) for value in shapley_value(gloves)]
    ['2/3', '1/6', '1/6']
    """
    n = game.n
    turn = [
        Fraction(math.factorial(s) * math.factorial(n - 1 - s), math.factorial(n)) for s in range(n)
    ]
    return mean_contributions(game, turn, "Shapley value", exact)


TU_VALUES.add("shapley")(shapley_value)
