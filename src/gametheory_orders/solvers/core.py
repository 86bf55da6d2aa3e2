"""The core of a TU game: payoffs that no coalition can improve on by itself.

x(N) = v(N) and x(S) >= v(S) for every S. Empty iff a balanced collection is worth more than
everybody together (Bondareva 1963, Shapley 1967). Builds on coalition_programs.py.
Not here: the least core, and the core of spatial votes (spatial_core.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import PROGRAM
from gametheory_orders.games.tu_game import Number, TUGame, too_many
from gametheory_orders.solvers.balanced_collections import BalancedCollection
from gametheory_orders.solvers.least_core import least_core
from gametheory_orders.solvers.nucleolus import nucleolus

MOST_PLAYERS = 20
INSTEAD = "core_violation, which checks given payoffs of up to 24 players"


@dataclass(frozen=True, eq=False)
class TUCore(Result):
    """Whether the core is empty, with what shows it.

    Parameters
    ----------
    game : TUGame
        The game.
    empty : bool
        Whether there is none.
    payoffs : tuple of numbers or None
        A payoff vector in it: the nucleolus, exact for exact games.
    witness : BalancedCollection or None
        If it is empty: coalitions that are worth more than everybody together.
    excess : number
        Of the least core: by how much at least some coalition lacks (positive), or can all
        coalitions spare (negative).
    tolerance : float
        0 if the answer is exact.
    """

    game: TUGame
    empty: bool
    payoffs: tuple[Number, ...] | None
    witness: BalancedCollection | None
    excess: Number
    tolerance: float

    def __contains__(self, payoffs: Any) -> bool:
        return core_violation(self.game, payoffs) is None

    def table(self) -> Table:
        """Return a payoff vector in the core, or the balanced collection that blocks all."""
        if self.witness is not None:
            inner = self.witness.table()
            return Table(inner.columns, inner.rows, f"core: empty; {inner.title}")
        assert self.payoffs is not None
        rows = [[p, float(x)] for p, x in zip(self.game.players, self.payoffs, strict=True)]
        return Table(["player", "payoff"], rows, "core: not empty; the nucleolus is in it")

    def to_dict(self) -> dict[str, Any]:
        """Return the answer and what shows it as plain values."""
        payoffs = None
        if self.payoffs is not None:
            floats = [float(x) for x in self.payoffs]
            payoffs = dict(zip(self.game.players, floats, strict=True))
        found: dict[str, Any] = plain(
            {
                "empty": self.empty,
                "payoffs": payoffs,
                "witness": self.witness.to_dict() if self.witness else None,
                "excess": float(self.excess),
                "tolerance": self.tolerance,
            }
        )
        return found


@dataclass(frozen=True, eq=False)
class CoreViolation(Result):
    """The coalition that most improves on given payoffs by itself.

    Parameters
    ----------
    coalition : tuple of str
        Its members; everybody if the payoffs do not sum to what everybody has.
    worth, payoff : number
        What it has by itself, and what it is given.
    count : int
        How many coalitions improve on the payoffs.
    """

    coalition: tuple[str, ...]
    worth: Number
    payoff: Number
    count: int

    def table(self) -> Table:
        """Return one row."""
        row = [", ".join(self.coalition), float(self.worth), float(self.payoff), self.count]
        return Table(["coalition", "worth", "payoff", "coalitions that object"], [row])

    def to_dict(self) -> dict[str, Any]:
        """Return the coalition and the two sums as plain values."""
        found: dict[str, Any] = plain(
            {
                "coalition": self.coalition,
                "worth": float(self.worth),
                "payoff": float(self.payoff),
                "count": self.count,
            }
        )
        return found


def core(game: TUGame) -> TUCore:
    """Say whether the core is empty, with a payoff vector in it or a balanced collection.

    Parameters
    ----------
    game : TUGame
        The game.

    Raises
    ------
    ModelError
        If there are more than 20 players.

    Notes
    -----
    Sources: Gillies 1959; Bondareva 1963, Problemy Kibernetiki 10; Shapley 1967, Naval Research
    Logistics Quarterly 14. Floats within a relative 1e-9 of the border count as not empty.

    Examples
    --------
    >>> from gametheory_orders.games.tu_game import tu_game
    >>> found = core(tu_game("ABC", lambda s: int(len(s) >= 2)))
    >>> found.empty, str(found.witness.worth), [str(w) for w in found.witness.weights]
    (True, '3/2', ['1/2', '1/2', '1/2'])
    """
    too_many(game.n, MOST_PLAYERS, INSTEAD)
    least = least_core(game)
    # For two players and fewer only everybody and single players count; the same program does.
    slack = 0.0 if least.exact else PROGRAM * game.scale
    tolerance = 0.0 if least.exact else slack
    if least.excess > slack:
        return TUCore(game, True, None, least.witness, least.excess, tolerance)
    return TUCore(game, False, nucleolus(game).values, None, least.excess, tolerance)


def core_violation(game: TUGame, payoffs: Any) -> CoreViolation | None:
    """Return the coalition that most improves on payoffs by itself, None if they are in the core.

    Parameters
    ----------
    game : TUGame
        The game.
    payoffs : mapping or sequence of numbers
        By name, or in the players' order. Compared exactly if they and the game are exact, else
        with a slack of 1e-9 of the largest worth.

    Raises
    ------
    ModelError
        If the payoffs do not fit the players.

    Examples
    --------
    >>> from gametheory_orders.games.tu_game import tu_game
    >>> gloves = tu_game("ABC", {"AB": 1, "AC": 1, "ABC": 1}, default=0)
    >>> core_violation(gloves, [1, 0, 0]) is None
    True
    >>> from fractions import Fraction
    >>> core_violation(gloves, {"A": Fraction(1, 2), "B": Fraction(1, 2), "C": 0}).coalition
    ('A', 'C')
    """
    given = game.payoffs(payoffs)
    rational = game.exact and not any(isinstance(value, float) for value in given)
    sums = np.zeros(1, dtype=object if rational else float)
    for value in given:
        sums = np.concatenate([sums, sums + value])
    over = (game.values if rational else game.floats) - sums
    slack = 0 if rational else PROGRAM * game.scale
    if abs(over[-1]) > slack:
        return CoreViolation(game.players, game.grand, sum(given), 1)
    objects = int((over > slack).sum())
    if not objects:
        return None
    worst = int(np.argmax(over))
    who = game.coalition(worst)
    return CoreViolation(who, game.value(who), sums[worst], objects)


def in_core(game: TUGame, payoffs: Any) -> bool:
    """Say whether payoffs are in the core.

    Examples
    --------
    >>> from gametheory_orders.games.tu_game import tu_game
    >>> in_core(tu_game("AB", [0, 1, 1, 3]), {"A": 2, "B": 1})
    True
    """
    return core_violation(game, payoffs) is None
