"""The Banzhaf value of a TU game: each player's mean contribution over all coalitions.

phi_i = sum over S without i of (v(S+i) - v(S)) / 2^(n-1). Payoffs need not sum to v(N).
Builds on mean_contributions.py. Not here: simple games too large for a table (measures/power).
"""

from __future__ import annotations

from fractions import Fraction

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.allocation import TU_VALUES, Allocation
from gametheory_orders.games.tu_game import TUGame
from gametheory_orders.solvers.mean_contributions import mean_contributions


def banzhaf_value(
    game: TUGame, *, normalised: bool = False, exact: bool | None = None
) -> Allocation:
    """Return the Banzhaf value: the mean contribution over all coalitions of the others.

    Parameters
    ----------
    game : TUGame
        The game.
    normalised : bool
        Whether to scale the payoffs so that they sum to the worth of everybody.
    exact : bool, optional
        As for :func:`shapley_value`.

    Raises
    ------
    ModelError
        If payoffs that sum to 0 are to be scaled, or Fractions of floats are asked for.

    Notes
    -----
    Sources: Banzhaf 1965, Rutgers Law Review 19; Owen 1975, Naval Research Logistics Quarterly 22.

    Examples
    --------
    >>> from gametheory_orders.games.tu_game import tu_game
    >>> gloves = tu_game("ABC", {"AB": 1, "AC": 1, "ABC": 1}, default=0)
    >>> [str(value) for value in banzhaf_value(gloves)]
    ['3/4', '1/4', '1/4']
    """
    found = mean_contributions(
        game, [Fraction(1, 2 ** (game.n - 1))] * game.n, "Banzhaf value", exact
    )
    if not normalised:
        return found
    total = sum(found.values)
    if abs(float(total)) <= found.tolerance * game.n:
        raise ModelError("normalised", "payoffs that sum to 0", "a sum that can be scaled")
    grand = game.grand if found.exact else float(game.grand)
    values = tuple(value * grand / total for value in found.values)
    return Allocation(
        game, "normalised Banzhaf value", values, found.method, found.tolerance, found.certificate
    )


TU_VALUES.add("banzhaf")(banzhaf_value)
