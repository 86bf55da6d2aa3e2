"""Effectiveness: how much of the possible gain is reached, in welfare and in quantity.

Builds on games. Zero is the reference without cooperation, one the first best; a harmful order
is negative; undefined (NaN, with a reason) if there is nothing to gain.
Not here: who consented (legitimacy.py).
"""

from __future__ import annotations

import math

import numpy as np

from gametheory_orders.foundations.tolerances import NOT_ZERO, STAKE
from gametheory_orders.games import CooperationGame

NO_QUANTITY = "what is done has no quantity"
NO_GAIN_OF_MEMBERS = "the members have nothing to gain together"
NOTHING_AT_STAKE = "the first best is no better than no cooperation: nothing is at stake"


def stake(game: CooperationGame) -> float:
    """Return W(first best) - W(reference), in the issue's numeraire.

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> round(stake(load_game("climate", "g6_consensus")), 6)
    62.213973
    """
    return float(game.first_best_payoffs.sum() - game.reference_payoffs.sum())


def effectiveness(game: CooperationGame, payoffs: np.ndarray) -> float:
    """Return (W(x) - W(reference)) / (W(first best) - W(reference)).

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    payoffs : array, shape (n,)
        Everyone's payoffs, side payments included.

    Returns
    -------
    float
        Not clipped; NaN if nothing is at stake. Source: Helm and Sprinz 2000, International
        Studies Quarterly 44(4).

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> game = load_game("climate", "g6_consensus")
    >>> effectiveness(game, game.first_best_payoffs)
    1.0
    """
    possible = stake(game)
    if possible <= STAKE * game.scale:
        return math.nan
    return float((payoffs.sum() - game.reference_payoffs.sum()) / possible)


def effectiveness_quantity(game: CooperationGame, actions: np.ndarray) -> float:
    """Return (Q(x) - Q(reference)) / (Q(first best) - Q(reference)).

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    actions : array, shape (n,)
        Everyone's actions.

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> game = load_game("climate", "g6_consensus")
    >>> effectiveness_quantity(game, game.issue.reference())
    0.0
    """
    issue = game.issue
    alone = float(issue.quantity(issue.reference()))
    best = float(issue.quantity(issue.first_best()))
    if stake(game) <= STAKE * game.scale or abs(best - alone) <= STAKE * max(abs(best), NOT_ZERO):
        return math.nan
    return float((issue.quantity(actions) - alone) / (best - alone))


def effectiveness_members(game: CooperationGame, payoffs: np.ndarray, members: np.ndarray) -> float:
    """Return the members' own gain as a share of the most they could gain together.

    One for members who do what is best for themselves, whatever it does to others: high while
    effectiveness is negative marks a cartel, or spheres of influence.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    payoffs : array, shape (n,)
        Everyone's payoffs, side payments included.
    members : bool array, shape (n,)
        Whose gain is meant.

    Returns
    -------
    float
        NaN if there are no members, or they have nothing to gain together.

    Examples
    --------
    >>> from gametheory_orders import load_game, solve
    >>> game = load_game("climate", "g6_four_of_six")
    >>> round(effectiveness_members(game, solve(game).agreed.payoffs, game.members), 6)
    1.0
    """
    if not members.any():
        return math.nan
    best = game.issue.payoffs(game.issue.joint_actions(members))[members].sum()
    least = game.reference_payoffs[members].sum()
    if best - least <= STAKE * game.scale:
        return math.nan
    return float((payoffs[members].sum() - least) / (best - least))
