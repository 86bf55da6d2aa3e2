"""Veto players: what all of them prefer to a status quo, and which of them are absorbed.

A veto player inside the convex hull of the others changes nothing: whatever all the others prefer,
it prefers too. Builds on winset.py. Not here: rules without unanimity (winset.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.foundations.tolerances import DIRECTION
from gametheory_orders.solvers.votes import known_points, read_vote
from gametheory_orders.solvers.winset import LineWinset, SpaceWinset, winset


@dataclass(frozen=True, eq=False)
class VetoPlayerWinset(Result):
    """What a set of veto players can change.

    Parameters
    ----------
    winset : LineWinset or SpaceWinset
        What all of them strictly prefer to the status quo.
    vetoers : tuple of str
        The veto players.
    absorbed : tuple of str
        Those in the hull of the others that count, one after the other: without all of them
        together the winset of every status quo is the same.
    """

    winset: LineWinset | SpaceWinset
    vetoers: tuple[str, ...]
    absorbed: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether the veto players agree on no change."""
        return self.winset.empty

    def table(self) -> Table:
        """Return the winset, with the absorbed veto players in its title."""
        inner = self.winset.table()
        absorbed = ", ".join(self.absorbed) or "nobody"
        title = f"{inner.title}; {len(self.vetoers)} veto players, absorbed: {absorbed}"
        return Table(inner.columns, inner.rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the winset as plain values."""
        found = self.winset.to_dict()
        return {**found, "vetoers": list(self.vetoers), "absorbed": list(self.absorbed)}


def veto_player_winset(
    ideal_points: Mapping[str, Any] | Sequence[Any] | np.ndarray,
    status_quo: Any,
    *,
    names: Sequence[str] | None = None,
    salience: Sequence[float] | None = None,
    missing: str = "error",
) -> VetoPlayerWinset:
    """Return what all veto players prefer to the status quo, and who of them is absorbed.

    Parameters
    ----------
    ideal_points : mapping or array, shape (n,) or (n, dimensions)
        Of the veto players.
    status_quo : number or sequence, shape (dimensions,)
        What is to be changed.
    names, salience, missing
        As for :func:`winset`.

    Returns
    -------
    VetoPlayerWinset

    Notes
    -----
    On a line: the intersection of the intervals from s to 2 x_i - s. Tsebelis 2002, Veto Players,
    ch. 1: more veto players, farther apart, never make the winset larger; the absorption rule.

    Examples
    --------
    >>> found = veto_player_winset({"A": 0.2, "B": 0.5, "C": 0.8}, 0.0)
    >>> found.winset.intervals, found.absorbed
    (((0.0, 0.4),), ('B',))
    """
    vote = read_vote("unanimity", ideal_points, names, missing)
    found = winset(
        vote.rule, known_points(vote.points), status_quo, names=vote.names, salience=salience
    )
    who = tuple(vote.names[i] for i in vote.voters)
    points = [vote.points[i] for i in vote.voters]
    absorbed = _absorbed_on_a_line(points) if np.ndim(points[0]) == 0 else _absorbed(vote.array)
    return VetoPlayerWinset(found, who, tuple(who[i] for i in absorbed))


def _absorbed_on_a_line(points: Sequence[Any]) -> list[int]:
    ends = {points.index(min(points)), points.index(max(points))}
    return [i for i in range(len(points)) if i not in ends]


def _absorbed(points: np.ndarray) -> list[int]:
    from scipy.optimize import linprog

    kept = list(range(len(points)))
    scale = float(np.ptp(points, axis=0).max()) or 1.0
    for i in range(len(points)):
        others = [j for j in kept if j != i]
        if not others:
            continue
        # Is the point an average of the others? Slack in both directions is minimised.
        dimensions = points.shape[1]
        apart = (points[others] - points[i]).T / scale
        slack = np.hstack([np.eye(dimensions), -np.eye(dimensions)])
        total = np.append(np.ones(len(others)), np.zeros(2 * dimensions))
        rows = np.vstack([np.hstack([apart, slack]), total])
        right = np.append(np.zeros(dimensions), 1.0)
        cost = np.append(np.zeros(len(others)), np.ones(2 * dimensions))
        found = linprog(cost, A_eq=rows, b_eq=right, method="highs")
        if found.fun <= DIRECTION:
            kept.remove(i)
    return [i for i in range(len(points)) if i not in kept]
