"""Balanced collections of coalitions: weights that make every player count once.

Positive weights w with sum over S containing i of w_S = 1 for every player i. By Bondareva and
Shapley the core is empty iff some balanced collection is worth more than everybody together,
sum w_S v(S) > v(N): that collection is the witness. Builds on games. Not here: the core.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import BALANCE
from gametheory_orders.games.tu_game import Number, TUGame
from gametheory_orders.solvers.elimination import solve_exactly


@dataclass(frozen=True, eq=False)
class BalancedCollection(Result):
    """Coalitions with positive weights that make every player count once.

    Parameters
    ----------
    game : TUGame
        The game.
    codes : tuple of int
        The coalitions.
    weights : tuple of numbers
        Fractions if exact, else floats.
    """

    game: TUGame
    codes: tuple[int, ...]
    weights: tuple[Number, ...]

    @cached_property
    def coalitions(self) -> tuple[tuple[str, ...], ...]:
        """The coalitions by name."""
        return tuple(self.game.coalition(code) for code in self.codes)

    @property
    def exact(self) -> bool:
        """Whether weights and worths are exact."""
        return self.game.exact and all(isinstance(w, Fraction) for w in self.weights)

    @cached_property
    def worth(self) -> Number:
        """What the collection is worth: the weighted sum of worths."""
        total: Number = Fraction(0) if self.exact else 0.0
        for code, weight in zip(self.codes, self.weights, strict=True):
            if self.exact:
                total += weight * Fraction(self.game.values[code])
            else:
                total += float(weight) * float(self.game.floats[code])
        return total

    def balances(self, tolerance: float = BALANCE) -> bool:
        """Say whether weights are positive and every player counts once."""
        counts: list[Number] = [0] * self.game.n
        for code, weight in zip(self.codes, self.weights, strict=True):
            for i in range(self.game.n):
                if code >> i & 1:
                    counts[i] = counts[i] + weight
        slack = 0.0 if self.exact else tolerance
        positive = all(float(weight) > 0 for weight in self.weights)
        return positive and all(abs(float(count - 1)) <= slack for count in counts)

    def table(self) -> Table:
        """Return one row a coalition: weight and worth."""
        rows = [
            [", ".join(who), float(weight), float(self.game.floats[code])]
            for who, weight, code in zip(self.coalitions, self.weights, self.codes, strict=True)
        ]
        said = f"{float(self.worth):.6g} against {float(self.game.grand):.6g} of everybody"
        return Table(["coalition", "weight", "worth"], rows, f"balanced collection: {said}")

    def to_dict(self) -> dict[str, Any]:
        """Return coalitions, weights (Fractions as text) and worth as plain values."""
        found: dict[str, Any] = plain(
            {
                "coalitions": self.coalitions,
                "weights": [str(w) if isinstance(w, Fraction) else w for w in self.weights],
                "worth": float(self.worth),
                "worth_of_all": float(self.game.grand),
                "exact": self.exact,
            }
        )
        return found


def balanced_collection(
    game: TUGame, codes: Sequence[int], weights: np.ndarray
) -> BalancedCollection:
    """Return a collection with its weights, exact where the coalitions determine them.

    Examples
    --------
    >>> from gametheory_orders.games.tu_game import tu_game
    >>> majority = tu_game("ABC", lambda s: int(len(s) >= 2))
    >>> found = balanced_collection(majority, [3, 5, 6], np.array([0.5, 0.5, 0.5]))
    >>> [str(weight) for weight in found.weights], str(found.worth), found.balances()
    (['1/2', '1/2', '1/2'], '3/2', True)
    """
    rows = [[code >> i & 1 for code in codes] for i in range(game.n)]
    exact = solve_exactly(rows, [1] * game.n)
    if exact is not None and min(exact, default=Fraction(0)) > 0:
        return BalancedCollection(game, tuple(codes), tuple(exact))
    return BalancedCollection(game, tuple(codes), tuple(np.asarray(weights).tolist()))
