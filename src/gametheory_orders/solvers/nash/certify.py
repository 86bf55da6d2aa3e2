"""The certificate of an equilibrium, from the definition and from the game's own payoffs.

Builds on normal_form.py only: it shares no code with the solvers whose answers it checks. A
profile is an equilibrium if both strategies are probabilities and no pure action earns more than
the player's strategy does. In integers, so exact; floats stand for their binary values.
Not here: finding anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from operator import mul
from typing import Any, TypeAlias

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import NormalFormGame

Probabilities: TypeAlias = tuple[Fraction | float, ...]
Profile: TypeAlias = tuple[Probabilities, Probabilities]


class Checker:
    """Holds a two-player game's payoffs as integers over one denominator for each player."""

    def __init__(self, game: NormalFormGame) -> None:
        if game.n != 2:
            raise ModelError("game", f"{game.n} players", "two")
        self.shape = game.shape
        self.scales: list[int] = []
        matrices = []
        for array in game.payoffs:
            cells = array.tolist()
            scale = 1
            if not all(type(x) is int for row in cells for x in row):
                exact = [[Fraction(x) for x in row] for row in cells]
                scale = lcm(*(x.denominator for row in exact for x in row))
                cells = [[x.numerator * (scale // x.denominator) for x in row] for row in exact]
            matrices.append(cells)
            self.scales.append(scale)
        self.rows: list[list[int]] = matrices[0]
        self.columns: list[tuple[int, ...]] = list(zip(*matrices[1], strict=True))

    def payoffs_and_regrets(
        self, x: Sequence[int], y: Sequence[int]
    ) -> tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]:
        """Return expected payoffs, and how much each player's best action earns above them.

        Parameters
        ----------
        x, y : sequences of int
            Weights of the actions, not negative; probabilities are their shares.
        """
        values, regrets = [], []
        for own, other, matrix, scale in (
            (x, y, self.rows, self.scales[0]),
            (y, x, self.columns, self.scales[1]),
        ):
            earned = [sum(map(mul, line, other)) for line in matrix]
            total = sum(own)
            mean = sum(map(mul, earned, own))
            below = total * sum(other) * scale
            values.append(Fraction(mean, below))
            regrets.append(Fraction(max(earned) * total - mean, below))
        return (values[0], values[1]), (regrets[0], regrets[1])


def weights(where: str, probabilities: Any, number: int) -> list[int]:
    """Return probabilities as integer weights, after checking that they are probabilities."""
    try:
        exact = [Fraction(p) for p in probabilities]
    except (TypeError, ValueError, OverflowError):
        raise ModelError(where, probabilities, f"{number} probabilities") from None
    if len(exact) != number or min(exact) < 0:
        raise ModelError(where, probabilities, f"{number} probabilities, none negative")
    # Floats such as 0.1, 0.2, 0.7 sum to 1 only after rounding.
    slack = Fraction(any(isinstance(p, float) for p in probabilities), 10**9)
    if abs(sum(exact, Fraction(0)) - 1) > slack:
        raise ModelError(
            where, f"a sum of {float(sum(exact, Fraction(0)))!r}", "probabilities that sum to 1"
        )
    scale = lcm(*(p.denominator for p in exact))
    return [int(p * scale) for p in exact]


def regret(game: NormalFormGame, profile: Sequence[Sequence[Any]]) -> Fraction:
    """Return the most that a player of a two-player game gains by one deviation, exactly.

    Parameters
    ----------
    game : NormalFormGame
        Two players.
    profile : two sequences of probabilities
        Row player first; floats by their binary value, shares of their sum.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[1, -1], [-1, 1]])
    >>> regret(game, [[Fraction(1, 2), Fraction(1, 2)], [1, 0]])
    Fraction(1, 1)
    """
    checker = Checker(game)
    if len(profile) != 2:
        raise ModelError("profile", f"{len(profile)} strategies", "two")
    m, n = checker.shape
    x = weights("profile[0]", profile[0], m)
    y = weights("profile[1]", profile[1], n)
    return max(checker.payoffs_and_regrets(x, y)[1])
