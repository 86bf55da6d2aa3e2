"""The least core of a TU game: payoffs at which the worst-off coalition is least badly off.

The least e for which some x with x(N) = v(N) has x(S) >= v(S) - e for every coalition S but nobody
and everybody. A balanced collection of those, with weights that sum to W, proves that no e is
less: e = (sum of w_S v(S) - v(N)) / W. Builds on coalition_programs.py.
Not here: which of these payoffs to choose (nucleolus.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import BALANCE_PROGRAM, PROGRAM
from gametheory_orders.games.tu_game import Number, TUGame, too_many
from gametheory_orders.solvers.balanced_collections import BalancedCollection, balanced_collection
from gametheory_orders.solvers.coalition_programs import least_excess

MOST_PLAYERS = 20
INSTEAD = "shapley_value (to 24), or stable_types for equal states"


@dataclass(frozen=True, eq=False)
class LeastCore(Result):
    """The least core's excess, one payoff vector in it, and the proof that no excess is less.

    Parameters
    ----------
    game : TUGame
        The game.
    excess : number
        e: negative or 0 iff the core is not empty; a Fraction if exact.
    payoffs : tuple of float
        One payoff vector of the least core, to the tolerance.
    witness : BalancedCollection or None
        Coalitions that have excess e everywhere in the least core; None for one player.
    tolerance : float
        Of payoffs, and of the excess unless it is a Fraction.
    """

    game: TUGame
    excess: Number
    payoffs: tuple[float, ...]
    witness: BalancedCollection | None
    tolerance: float

    @property
    def exact(self) -> bool:
        """Whether the excess is exact."""
        return isinstance(self.excess, Fraction)

    def table(self) -> Table:
        """Return one row a player."""
        rows = [list(pair) for pair in zip(self.game.players, self.payoffs, strict=True)]
        return Table(["player", "payoff"], rows, f"least core: excess {float(self.excess):.6g}")

    def to_dict(self) -> dict[str, Any]:
        """Return excess, payoffs and witness as plain values."""
        found: dict[str, Any] = plain(
            {
                "excess": float(self.excess),
                "excess_exact": str(self.excess) if self.exact else None,
                "payoffs": dict(zip(self.game.players, self.payoffs, strict=True)),
                "witness": self.witness.to_dict() if self.witness else None,
                "tolerance": self.tolerance,
            }
        )
        return found


def least_core(game: TUGame) -> LeastCore:
    """Return the least core: its excess, a payoff vector in it, and a balanced collection.

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
    Source: Maschler, Peleg and Shapley 1979, Mathematics of Operations Research 4.

    Examples
    --------
    Two of three share 1: every pair lacks a third.

    >>> from gametheory_orders.games.tu_game import tu_game
    >>> found = least_core(tu_game("ABC", lambda s: int(len(s) >= 2)))
    >>> str(found.excess), [round(x, 6) for x in found.payoffs], found.witness.coalitions
    ('1/3', [0.333333, 0.333333, 0.333333], (('A', 'B'), ('A', 'C'), ('B', 'C')))
    """
    too_many(game.n, MOST_PLAYERS, INSTEAD)
    n, scale = game.n, game.scale
    if n == 1:
        return LeastCore(game, Fraction(0), (float(game.grand),), None, 0.0)
    everybody = 2**n - 1
    counts = np.ones(2**n, dtype=bool)
    counts[[0, everybody]] = False
    singles = np.array([1 << i for i in range(n)])
    rows = np.concatenate([singles, everybody - singles])
    worths = game.floats / scale
    found = least_excess(worths, counts, [(everybody, float(worths[-1]))], np.unique(rows))
    per_player = float(sum(w * (c & 1) for w, c in zip(found.weights, found.codes, strict=True)))
    order = np.argsort(found.codes)
    codes = [found.codes[j] for j in order]
    witness = balanced_collection(game, codes, found.weights[order] / per_player)
    if not witness.balances(BALANCE_PROGRAM):
        raise NoAnswer(f"{game.name}: rounding spoilt its least core", witness.to_dict())
    tolerance = PROGRAM * scale
    excess: Number = found.excess * scale
    if witness.exact:
        grand = Fraction(game.grand)
        excess = (Fraction(witness.worth) - grand) / sum(
            (Fraction(weight) for weight in witness.weights), Fraction(0)
        )
    return LeastCore(game, excess, tuple((found.payoffs * scale).tolist()), witness, tolerance)
