"""Critical patience: how much the future must count for a profile to be kept.

Builds on games. A profile is kept for ever under reversion to an equilibrium of the stage game
iff each player's patience is at least (D - C) / (D - P): C what it gets, D its best deviation,
P the reversion. Not here: other punishments than reversion for ever.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import CooperationGame
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.games.repeated_game import RepeatedGame
from gametheory_orders.solvers.pure_nash import pure_nash
from gametheory_orders.solvers.stages import compliance_game


def critical_patience(
    stage: NormalFormGame, profile: Sequence[Any], reversion: Sequence[Any] | None = None
) -> dict[str, Fraction | float]:
    """Return each player's critical patience for keeping a profile for ever.

    Parameters
    ----------
    stage : NormalFormGame
        What is played in each period.
    profile : sequence of actions
        Names or positions, one a player.
    reversion : sequence of actions, optional
        A pure equilibrium of the stage; by default, for each player, the one it likes least.

    Returns
    -------
    dict of str to Fraction or float
        0 without a gain from deviating; infinity with one and nothing to lose. Source: Friedman
        1971, Review of Economic Studies 38.

    Raises
    ------
    ModelError
        If the stage has no pure equilibrium, or the reversion is none.

    Examples
    --------
    Temptation 5, reward 3, punishment 1:

    >>> stage = NormalFormGame(([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    >>> [str(each) for each in critical_patience(stage, (0, 0)).values()]
    ['1/2', '1/2']
    """
    found = pure_nash(stage)
    stable = [stage.cell(cell) for cell in found]
    if reversion is not None:
        cell = stage.cell(reversion)
        if cell not in stable:
            raise ModelError("reversion", tuple(reversion), "a pure equilibrium of the stage game")
        stable = [cell]
    if not stable:
        raise ModelError("stage", "no pure equilibrium", "one to revert to")
    here = stage.cell(profile)
    out: dict[str, Fraction | float] = {}
    for player, name in enumerate(stage.players):
        payoffs = stage.payoffs[player]
        own = list(here)
        own[player] = slice(None)  # type: ignore[call-overload]
        # item() and tolist(): numpy's integers overflow, and make fractions that do not hash.
        best = max(payoffs[tuple(own)].tolist())
        reward = payoffs.item(here)
        worst = min(payoffs.item(cell) for cell in stable)
        out[name] = _critical(best, reward, worst)
    return out


def _critical(best: Any, reward: Any, reversion: Any) -> Fraction | float:
    gain, loss = best - reward, best - reversion
    if gain <= 0:
        return Fraction(0)
    if loss <= 0:
        return math.inf
    if isinstance(gain, float):
        return float(gain / loss)
    return Fraction(gain) / Fraction(loss)


def repeated_game(
    game: CooperationGame, *, patience: float | Mapping[str, float] | None = None
) -> RepeatedGame:
    """Return the repeated game of a cooperation game's compliance stage.

    Parameters
    ----------
    game : CooperationGame
        With at most 12 members.
    patience : float or mapping, optional
        Replaces the order's own.

    Examples
    --------
    What each of six powers needs to keep what they agree is the outcome's needed patience:

    >>> from gametheory_orders import load_game
    >>> repeated = repeated_game(load_game("climate", "g6_consensus"))
    >>> needed = critical_patience(repeated.stage, ["keep"] * 6)
    >>> round(needed["Russia"], 4), repeated.patience[0]
    (0.5496, 0.9)
    """
    stage = compliance_game(game, patience=0.0)
    by_state = game.patience(patience)
    weights = tuple(float(by_state[game.world.index(name)]) for name in stage.players)
    return RepeatedGame(stage, weights)
