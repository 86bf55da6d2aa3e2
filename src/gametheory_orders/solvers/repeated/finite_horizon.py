"""A stage game repeated a known number of times: what can be kept, and for how long before the end.

Builds on geometry.py. Two players, pure actions, perfect monitoring, a public lot before each
period; solved backwards in fractions, with no rounding. Not here: games without a last period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.games.nodes import as_json
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.pure_nash import pure_nash
from gametheory_orders.solvers.repeated.geometry import Point, Polygon, cut, hull
from gametheory_orders.solvers.repeated.patience import Number, share, whole

MOST_PERIODS = 60
MOST_CELLS = 400
CONCEPT = "subgame-perfect equilibria in pure actions, with a public lot before each period"


@dataclass(frozen=True, eq=False)
class FinitePayoffs(Result):
    """What subgame-perfect equilibria of a game of known length pay.

    Parameters
    ----------
    stage : NormalFormGame
        What is played in each period.
    patience : Fraction
        Of both.
    vertices : tuple of tuples of pairs of Fraction
        For 1, 2, ... periods to go, the corners of the set of payoffs, on average per period
        (weighted by patience).
    playable : tuple of tuples of profiles
        For 1, 2, ... periods to go, the profiles by name that some equilibrium starts with.
    """

    stage: NormalFormGame
    patience: Fraction
    vertices: tuple[tuple[Point, ...], ...]
    playable: tuple[tuple[tuple[str, ...], ...], ...]

    concept = CONCEPT
    exact = True

    @property
    def periods(self) -> int:
        """How long the game lasts."""
        return len(self.vertices)

    @property
    def unravels(self) -> bool:
        """Whether all that is ever played are equilibria of the stage game."""
        return all(each == self.playable[0] for each in self.playable)

    def table(self) -> Table:
        """Return one row for each number of periods to go: profiles, extreme payoffs."""
        one, two = self.stage.players
        rows = [
            [
                k + 1,
                len(self.playable[k]),
                *(float(f(v[i] for v in corners)) for i in (0, 1) for f in (min, max)),
            ]
            for k, corners in enumerate(self.vertices)
        ]
        columns = [
            "periods to go",
            "profiles",
            *(f"{f} u({n})" for n in (one, two) for f in LIMITS),
        ]
        what = "unravels" if self.unravels else "does not unravel"
        return Table(columns, rows, f"{self.periods} periods at patience {self.patience}: {what}")

    def to_dict(self) -> dict[str, Any]:
        """Return all sets as plain values, fractions as strings."""
        return {
            "schema": 1,
            "concept": self.concept,
            "patience": as_json(self.patience),
            "unravels": self.unravels,
            "exact": True,
            "periods_to_go": [
                {
                    "periods": k + 1,
                    "vertices": [list(map(as_json, v)) for v in self.vertices[k]],
                    "playable": [list(profile) for profile in self.playable[k]],
                }
                for k in range(self.periods)
            ],
        }


LIMITS = ("least", "most")


def finite_horizon(stage: NormalFormGame, periods: int, patience: Number = 1) -> FinitePayoffs:
    """Return what can be played and paid in a game that ends after a known number of periods.

    Parameters
    ----------
    stage : NormalFormGame
        Two players, at most 400 cells, with a pure equilibrium.
    periods : int
        From 1 to 60.
    patience : number
        Weight of the next period's payoff against this one's, from 0 to 1.

    Raises
    ------
    NoAnswer
        If the stage game has no pure equilibrium, so that the last period has none.

    Source: Benoit and Krishna, Econometrica 53 (1985), for stage games with several equilibria;
    with one only, everything unravels from the end (Selten 1978).

    Examples
    --------
    >>> dilemma = NormalFormGame(([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    >>> finite_horizon(dilemma, 10).unravels
    True
    """
    d = share(patience, "patience")
    length = whole(periods, "periods", 1, MOST_PERIODS)
    if not isinstance(stage, NormalFormGame) or stage.n != 2:
        found = f"{stage.n} players" if isinstance(stage, NormalFormGame) else type(stage).__name__
        raise ModelError("stage", found, "a NormalFormGame of two players")
    if stage.payoffs[0].size > MOST_CELLS:
        raise ModelError("stage", f"{stage.payoffs[0].size} cells", f"at most {MOST_CELLS}")
    cells = pure_nash(stage).cells
    if not cells:
        raise NoAnswer(
            "no equilibrium in pure actions: the stage game has none for the last period",
            {"players": list(stage.players)},
        )
    one, two = stage.exact
    best = (one.max(axis=0), two.max(axis=1))
    # Payoffs in sum, discounted to the period in which they stand.
    reach: Polygon = hull((one[cell], two[cell]) for cell in cells)
    weight = Fraction(1)
    sums = [_average(reach, weight)]
    played = [_names(stage, cells)]
    for _ in range(length - 1):
        least = tuple(min(v[i] for v in reach) for i in (0, 1))
        points, kept = [], []
        for r, c in stage.profiles():
            gains = (best[0][c] - one[r, c], best[1][r] - two[r, c])
            room = _kept(reach, least, gains, d)
            if room:
                kept.append((r, c))
                points += [(one[r, c] + d * x, two[r, c] + d * y) for x, y in room]
        reach = hull(points)
        weight = 1 + d * weight
        sums.append(_average(reach, weight))
        played.append(_names(stage, kept))
    return FinitePayoffs(stage, d, tuple(sums), tuple(played))


def _kept(reach: Polygon, least: tuple[Any, ...], gains: tuple[Any, ...], d: Fraction) -> Polygon:
    """Return the continuation sums that outweigh both gains."""
    if d == 0:
        return reach if max(gains) <= 0 else []
    room = cut(reach, 0, least[0] + gains[0] / d)
    return cut(room, 1, least[1] + gains[1] / d)


def _average(reach: Polygon, weight: Fraction) -> tuple[Point, ...]:
    return tuple((x / weight, y / weight) for x, y in reach)


def _names(stage: NormalFormGame, cells: Sequence[tuple[int, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(names[s] for names, s in zip(stage.actions, cell, strict=True)) for cell in cells
    )


def periods_needed(
    stage: NormalFormGame, profile: Sequence[Any], patience: Number = 1
) -> int | None:
    """Return the least number of periods to go at which a profile can be played.

    Parameters
    ----------
    stage : NormalFormGame
        Two players.
    profile : sequence of actions
        Names or positions.
    patience : number
        From 0 to 1.

    Returns
    -------
    int or None
        None if it cannot be played with up to 60 periods to go.

    Examples
    --------
    A third action that is a worse equilibrium for both makes two periods enough:

    >>> stage = NormalFormGame((
    ...     [[4, 0, 0], [5, 3, 0], [0, 0, 1]], [[4, 5, 0], [0, 3, 0], [0, 0, 1]]))
    >>> periods_needed(stage, (0, 0)), periods_needed(stage, (1, 1)), periods_needed(stage, (0, 2))
    (2, 1, 3)
    """
    names = _names(stage, [stage.cell(profile)])[0]
    found = finite_horizon(stage, 2, patience)
    length = 2
    while names not in found.playable[-1]:
        if length == MOST_PERIODS:
            return None
        length = min(2 * length, MOST_PERIODS)
        found = finite_horizon(stage, length, patience)
        if found.unravels:
            return None
    return next(k + 1 for k, profiles in enumerate(found.playable) if names in profiles)
