"""Patience as it is given: checked, in fractions, and with the risk that the game ends.

Builds on games. A float counts as the decimal that it is written as: 0.6 is three fifths.
Not here: how much patience something needs.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.games.repeated_game import RepeatedGame

Number: TypeAlias = int | Fraction | float


def rational(value: Any, where: str, expected: str = "a finite number") -> Fraction:
    """Return a number as a fraction, a float by its shortest decimal.

    Examples
    --------
    >>> rational(0.6, "patience"), rational(3, "reward")
    (Fraction(3, 5), Fraction(3, 1))
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise ModelError(where, value, expected)
    if isinstance(value, numbers.Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if not math.isfinite(value):
        raise ModelError(where, float(value), expected)
    return Fraction(repr(float(value)))


def share(value: Any, where: str, *, one: bool = True) -> Fraction:
    """Return a number from 0 to 1 as a fraction; ``one`` says whether 1 itself is allowed.

    Examples
    --------
    >>> share(0.25, "risk")
    Fraction(1, 4)
    """
    expected = "a number from 0 to 1" if one else "a number from 0 up to, not including, 1"
    found = rational(value, where, expected)
    if not 0 <= found <= 1 or (found == 1 and not one):
        raise ModelError(where, value, expected)
    return found


def whole(value: Any, where: str, least: int, most: int | None = None) -> int:
    """Return a whole number from ``least`` on.

    Examples
    --------
    >>> whole(3, "periods", 1)
    3
    """
    expected = f"a whole number from {least}" + (" on" if most is None else f" to {most}")
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise ModelError(where, value, expected)
    found = int(value)
    if found < least or (most is not None and found > most):
        raise ModelError(where, found, expected)
    return found


def effective_patience(patience: float | Fraction, termination_risk: float | Fraction) -> Fraction:
    """Return the patience of a player who knows that the game may end after each period.

    Parameters
    ----------
    patience : number
        Weight of the next period's payoff against this one's if there is one, in [0, 1).
    termination_risk : number
        The chance that there is no next period, from 0 to 1.

    Raises
    ------
    ModelError
        If one of them is out of its range.

    Examples
    --------
    >>> effective_patience(0.9, 0.2)
    Fraction(18, 25)
    """
    d = share(patience, "patience", one=False)
    return d * (1 - share(termination_risk, "termination_risk"))


def stage_and_patience(
    game: RepeatedGame | NormalFormGame, patience: Any = None
) -> tuple[NormalFormGame, tuple[Fraction, ...]]:
    """Return the stage game and each player's patience, from one argument or two."""
    if isinstance(game, RepeatedGame):
        if patience is not None:
            expected = "nothing, as the repeated game has its own"
            raise ModelError("patience", "a second argument", expected)
        given: Sequence[Any] = game.patience
        stage = game.stage
    elif isinstance(game, NormalFormGame):
        if patience is None:
            raise ModelError("patience", "none", "a number from 0 up to, not including, 1")
        stage = game
        given = patience if isinstance(patience, Sequence) else (patience,) * stage.n
    else:
        raise ModelError("game", type(game).__name__, "a RepeatedGame or a NormalFormGame")
    if isinstance(given, str) or len(given) != stage.n:
        raise ModelError("patience", given, f"one number, or {stage.n}")
    names = stage.players
    return stage, tuple(
        share(each, f"patience.{name}", one=False) for name, each in zip(names, given, strict=True)
    )
