"""Correlated and coarse correlated equilibria by linear programming, for any number of players.

Builds on games and HiGHS. A correlated equilibrium is a distribution over cells such that nobody
gains by departing from what it is told (Aumann 1974); a coarse one, such that nobody gains by
deciding beforehand not to listen (Moulin and Vial 1978). What HiGHS returns is checked again from
the definition, in fractions where that succeeds. Not here: communication equilibria.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer, unknown_name
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.foundations.tolerances import PROGRAM, payoff_scale
from gametheory_orders.games.nodes import as_json
from gametheory_orders.games.normal_form import NormalFormGame, Number

MOST_CELLS = 20_000
LARGEST_DENOMINATOR = 10_000


@dataclass(frozen=True, eq=False)
class CorrelatedEquilibrium(Result):
    """A distribution over the cells of a game from which nobody gains by departing.

    Parameters
    ----------
    game : NormalFormGame
        What was solved.
    distribution : array, shape of the game
        Probabilities: Fractions if exact, else floats.
    payoffs : tuple of numbers
        Everyone's expected payoff.
    value : number
        Of the objective.
    coarse : bool
        Whether only departures decided beforehand were excluded.
    max_regret : number
        The most that anyone gains by departing, from the definition; 0 or less if it holds.
    exact : bool
        Whether distribution and regret are exact. That the value is the largest is HiGHS's word.
    """

    game: NormalFormGame
    distribution: np.ndarray
    payoffs: tuple[Number, ...]
    value: Number
    coarse: bool
    max_regret: Number
    exact: bool

    def probability(self, profile: Any) -> Number:
        """Return the probability of a profile of actions, by name or position."""
        found: Number = self.distribution[self.game.cell(profile)]
        return found if isinstance(found, Fraction) else float(found)

    def table(self) -> Table:
        """Return one row for each cell of positive probability."""
        rows = [
            [*(names[k] for names, k in zip(self.game.actions, cell, strict=True)), share]
            for cell, share in np.ndenumerate(self.distribution)
            if share
        ]
        kind = "coarse correlated" if self.coarse else "correlated"
        payoffs = ", ".join(
            f"{name} {float(x):.4g}"
            for name, x in zip(self.game.players, self.payoffs, strict=True)
        )
        title = f"{kind} equilibrium: {payoffs}"
        return Table([*self.game.players, "probability"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the equilibrium as plain values."""
        rows = self.table().rows
        return {
            "coarse": self.coarse,
            "exact": self.exact,
            "max_regret": float(self.max_regret),
            "payoffs": [as_json(x) for x in self.payoffs],
            "distribution": [
                {"actions": row[:-1], "probability": as_json(row[-1])} for row in rows
            ],
        }


def correlated_equilibrium(
    game: NormalFormGame, objective: str | int | np.ndarray = "welfare", maximise: bool = True
) -> CorrelatedEquilibrium:
    """Return the correlated equilibrium that is best for an objective.

    Parameters
    ----------
    game : NormalFormGame
        Up to 20,000 cells.
    objective : "welfare", a player, or array of the game's shape
        The sum of payoffs, one player's payoff, or a weight on each cell.
    maximise : bool
        Whether the objective is made as large as possible, else as small.

    Source: Aumann, Subjectivity and correlation in randomized strategies, J. Math. Econ. 1 (1974).

    Examples
    --------
    Chicken (Aumann 1974): 10 1/2 in all, beyond every Nash equilibrium.

    >>> chicken = NormalFormGame.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> found = correlated_equilibrium(chicken)
    >>> found.value, found.probability((0, 0)), found.exact
    (Fraction(21, 2), Fraction(1, 2), True)
    """
    return _solve(game, objective, maximise, coarse=False)


def coarse_correlated_equilibrium(
    game: NormalFormGame, objective: str | int | np.ndarray = "welfare", maximise: bool = True
) -> CorrelatedEquilibrium:
    """Return the coarse correlated equilibrium that is best for an objective.

    Parameters are those of :func:`correlated_equilibrium`.

    Source: Moulin and Vial, Strategically zero-sum games, Int. J. Game Theory 7 (1978).

    Examples
    --------
    >>> chicken = NormalFormGame.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> coarse_correlated_equilibrium(chicken).value
    Fraction(21, 2)
    """
    return _solve(game, objective, maximise, coarse=True)


def incentives(game: NormalFormGame, coarse: bool) -> np.ndarray:
    """Return gains from departing, one row for each departure, one column for each cell.

    Rows are (player, told, does) for correlated, (player, does) for coarse equilibria: p is one
    iff no row's inner product with p is positive.
    """
    rows = []
    for i, payoffs in enumerate(game.payoffs):
        for does in range(game.shape[i]):
            gain = np.take(payoffs, [does], axis=i) - payoffs
            if coarse:
                rows.append(gain.ravel())
                continue
            for told in range(game.shape[i]):
                if told == does:
                    continue
                at = [slice(None)] * game.n
                at[i] = slice(told, told + 1)
                row = np.zeros_like(gain)
                row[tuple(at)] = gain[tuple(at)]
                rows.append(row.ravel())
    if not rows:
        return np.zeros((0, game.payoffs[0].size))
    return np.array(rows)


def _solve(
    game: NormalFormGame, objective: str | int | np.ndarray, maximise: bool, coarse: bool
) -> CorrelatedEquilibrium:
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    cells = game.payoffs[0].size
    if cells > MOST_CELLS:
        raise ModelError("game", f"{cells} cells", f"at most {MOST_CELLS}")
    weights = _objective(game, objective)
    gains = incentives(game, coarse)
    in_floats = gains.astype(float)
    sign = -1.0 if maximise else 1.0
    found = linprog(
        sign * weights.astype(float).ravel(),
        A_ub=csr_array(in_floats / payoff_scale(in_floats)),
        b_ub=np.zeros(len(gains)),
        A_eq=np.ones((1, cells)),
        b_eq=[1.0],
        bounds=(0, None),
        method="highs-ds",
    )
    if found.x is None:
        raise NoAnswer(f"HiGHS finds no correlated equilibrium: {found.message}")
    shares = np.where(found.x < PROGRAM, 0.0, found.x)
    shares = shares / shares.sum()
    exact = _exactly(game, gains, shares) if game.is_rational else None
    chosen = shares if exact is None else exact
    kind = float if exact is None else Fraction
    regret: Number = max((kind(x) for x in (gains @ chosen).tolist()), default=kind(0))
    if exact is None and float(regret) > PROGRAM * payoff_scale(*game.floats) * 10:
        raise NoAnswer(f"HiGHS's distribution leaves a gain of {float(regret):.3g} from departing")
    payoffs = tuple(kind((array.ravel() * chosen).sum()) for array in game.payoffs)
    value = kind((weights.ravel() * chosen).sum())
    distribution = chosen.reshape(game.shape)
    return CorrelatedEquilibrium(
        game, distribution, payoffs, value, coarse, regret, exact is not None
    )


def _objective(game: NormalFormGame, objective: str | int | np.ndarray) -> np.ndarray:
    if isinstance(objective, np.ndarray | list):
        weights = np.asarray(objective)
        if weights.shape != game.shape:
            raise ModelError("objective", f"shape {weights.shape}", f"{game.shape}")
        return weights
    if isinstance(objective, str) and objective not in game.players:
        if objective != "welfare":
            raise unknown_name("objective", objective, ["welfare", *game.players], "one")
        total = np.zeros_like(game.payoffs[0])
        for array in game.payoffs:
            total = total + array
        return total
    return game.payoffs[game.player(objective)]


def _exactly(game: NormalFormGame, gains: np.ndarray, shares: np.ndarray) -> np.ndarray | None:
    """Return the vertex that floats point to, if the definition confirms it exactly."""
    for largest in (100, LARGEST_DENOMINATOR):
        near = [Fraction(x).limit_denominator(largest) for x in shares.tolist()]
        if sum(near) != 1 or min(near) < 0:
            continue
        exact = np.array(near, dtype=object)
        used = np.flatnonzero(exact)
        rows = gains[:, used].astype(object)
        if all(sum(row * exact[used]) <= 0 for row in rows):
            return exact
    return None
