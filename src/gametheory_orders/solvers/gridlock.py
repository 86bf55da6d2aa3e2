"""Gridlock on a line: which status quos no winning coalition can change, and who holds them.

A voting rule among n members with single-peaked, symmetric losses. A status quo s can be moved to
the right iff {i: x_i > s} wins, to the left iff {i: x_i < s} wins; the rest, a closed interval, is
the gridlock interval (the core in one dimension). Builds on votes.py.
Not here: where a status quo that can be changed goes (winset.py, agenda.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.votes import AnyRule, Vote, read_number, read_vote

LOSSES = ("linear", "quadratic")
MOST_TIED = 10
"""Members tied at an end beyond whom all voters there are listed as holding it."""


@dataclass(frozen=True, eq=False)
class GridlockInterval(Result):
    """The status quos that no winning coalition can change.

    Parameters
    ----------
    low, high : number
        The ends, both inside; low above high if every status quo can be changed. Infinite if
        nobody can ever win, or if blocking costs without end.
    low_held_by, high_held_by : tuple of str
        The pivots: without them no move to the right starts from ``low`` or below; to the left
        from ``high`` or above.
    ideal_points : mapping of str to number
        Of the voters.
    blocking_cost : mapping of str to float
        Of the voters, where it is not zero.
    loss : {"linear", "quadratic"}
        The loss in which blocking costs are counted.
    dropped : tuple of str
        Voters left out because their ideal point is missing.
    """

    low: Any
    high: Any
    low_held_by: tuple[str, ...]
    high_held_by: tuple[str, ...]
    ideal_points: Mapping[str, Any]
    blocking_cost: Mapping[str, Any]
    loss: str = "linear"
    dropped: tuple[str, ...] = ()

    concept = "core of the voting rule on a line: no winning coalition prefers a change"

    @property
    def empty(self) -> bool:
        """Whether every status quo can be changed."""
        return bool(self.low > self.high)

    @property
    def length(self) -> Any:
        """Length of the interval, 0 if it is empty."""
        return Fraction(0) if self.empty else self.high - self.low

    @property
    def spread(self) -> Any:
        """Distance between the outermost voters."""
        return max(self.ideal_points.values()) - min(self.ideal_points.values())

    @property
    def exact(self) -> bool:
        """Whether all figures are fractions."""
        return isinstance(self.low, Fraction) and isinstance(self.high, Fraction)

    def contains(self, status_quo: Any) -> bool:
        """Say whether a status quo is stuck."""
        return bool(self.low <= status_quo <= self.high)

    def table(self) -> Table:
        """Return the two ends and who holds them."""
        rows = [
            ["low", _shown(self.low), list(self.low_held_by)],
            ["high", _shown(self.high), list(self.high_held_by)],
        ]
        what = "empty" if self.empty else f"length {float(self.length):.3f}"
        left_out = f"; left out: {', '.join(self.dropped)}" if self.dropped else ""
        title = f"gridlock interval: {what}, of a spread of {float(self.spread):.3f}{left_out}"
        return Table(["end", "at", "held by"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the interval as plain values."""
        found: dict[str, Any] = plain(
            {
                "low": self.low,
                "high": self.high,
                "length": self.length,
                "spread": self.spread,
                "empty": self.empty,
                "low_held_by": self.low_held_by,
                "high_held_by": self.high_held_by,
                "ideal_points": self.ideal_points,
                "blocking_cost": self.blocking_cost,
                "loss": self.loss,
                "dropped": self.dropped,
                "exact": self.exact,
                "concept": self.concept,
            }
        )
        return found


def _shown(value: Any) -> float:
    return float(value)


def gridlock_interval(
    rule: AnyRule,
    ideal_points: Mapping[str, Any] | Sequence[Any] | np.ndarray,
    *,
    names: Sequence[str] | None = None,
    blocking_cost: float | Mapping[str, float] = 0,
    loss: str = "linear",
    missing: str = "error",
) -> GridlockInterval:
    """Return the status quos that no winning coalition can change, and who holds each end.

    Parameters
    ----------
    rule : object with ``voters`` and ``wins``, int or str
        Any monotone voting rule on n members; or a count of votes, "majority", "unanimity",
        or a share as "2/3".
    ideal_points : mapping of str to number, or array, shape (n,)
        Positions on a line. Integers and fractions are kept exact.
    names : sequence of str, optional
        Of the members, if ideal points are an array.
    blocking_cost : number or mapping of str to number
        What blocking costs a member, in units of its loss. A member lets a policy pass that is
        beyond its ideal point by a loss of at most this; so the interval shrinks at both ends.
    loss : {"linear", "quadratic"}
        In which the cost is counted (distance, or its square). Without cost both agree.
    missing : {"error", "drop"}
        What to do about voters without an ideal point.

    Returns
    -------
    GridlockInterval

    Raises
    ------
    ModelError
        If ideal points are missing, the rule is not monotone, or an argument is wrong.

    Notes
    -----
    low is the largest r for which {i: x_i >= r} wins, high the smallest for which {i: x_i <= r}
    wins: for a quota q of n the q-th largest and the q-th smallest ideal point. Black 1958;
    Krehbiel 1998, Pivotal Politics; Tsebelis 2002, Veto Players, ch. 1.

    Examples
    --------
    >>> print(gridlock_interval(5, [0.0, 0.2, 0.35, 0.5, 0.6, 0.8, 1.0]))
    gridlock interval: length 0.250, of a spread of 1.000
    end      at  held by
    low   0.350  3
    high  0.600  5
    >>> gridlock_interval("unanimity", {"A": 0, "B": 2, "C": 3}, blocking_cost=1).length
    Fraction(1, 1)
    """
    if loss not in LOSSES:
        raise unknown_name("loss", loss, LOSSES, "one")
    vote = read_vote(rule, ideal_points, names, missing)
    points = [vote.points[i] for i in vote.voters]
    if np.ndim(points[0]):
        wanted = "one number a member (see core and winset for several)"
        raise ModelError("ideal_points", f"{np.size(points[0])} dimensions", wanted)
    costs = _costs(vote, blocking_cost)
    slack = [cost if loss == "linear" else math.sqrt(cost) if cost else cost for cost in costs]
    right = [x + c for x, c in zip(points, slack, strict=True)]
    left = [-x + c for x, c in zip(points, slack, strict=True)]
    low, low_held_by = last_to_win(vote, right)
    high, high_held_by = last_to_win(vote, left)
    who = [vote.names[i] for i in vote.voters]
    return GridlockInterval(
        low,
        -high,
        low_held_by,
        high_held_by,
        dict(zip(who, points, strict=True)),
        {name: cost for name, cost in zip(who, costs, strict=True) if cost},
        loss,
        vote.dropped,
    )


def last_to_win(vote: Vote, reach: Sequence[Any]) -> tuple[Any, tuple[str, ...]]:
    """Return the largest r for which the voters that reach r win, and the pivots there.

    Parameters
    ----------
    vote : Vote
        The rule.
    reach : sequence of numbers, one a voter
        How far each goes along.

    Returns
    -------
    number, tuple of str
        Minus infinity and nobody, if even all together do not win.
    """
    steps = sorted(set(reach), reverse=True)
    chain = np.array([[value >= step for value in reach] for step in steps])
    wins = vote.wins(chain)
    if (wins[:-1] & ~wins[1:]).any():
        larger = int(np.flatnonzero(wins[:-1] & ~wins[1:])[0]) + 1
        one, other = (", ".join(vote.called(chain[j])) for j in (larger - 1, larger))
        found = f"one where {one} win and {other} do not"
        raise ModelError("rule", found, "a monotone rule")
    if not wins.any():
        return -math.inf, ()
    first = int(np.argmax(wins))
    before = chain[first - 1] if first else np.zeros(len(reach), dtype=bool)
    if math.isinf(steps[first]):
        return steps[first], ()
    return steps[first], vote.called(_pivotal(vote, before, chain[first] & ~before))


def _pivotal(vote: Vote, before: np.ndarray, tied: np.ndarray) -> np.ndarray:
    """Say which of the tied voters turn losing into winning in some order of them."""
    positions = np.flatnonzero(tied)
    if len(positions) > MOST_TIED:
        return tied
    out = np.zeros_like(tied)
    for size in range(len(positions)):
        for chosen in combinations(positions, size):
            base = before.copy()
            base[list(chosen)] = True
            if vote.wins(base):
                continue
            for i in set(positions) - set(chosen):
                with_it = base.copy()
                with_it[i] = True
                out[i] |= bool(vote.wins(with_it))
    return out


def _costs(vote: Vote, blocking_cost: float | Mapping[str, float]) -> list[Any]:
    def cost(value: Any, where: str) -> Any:
        if isinstance(value, float) and math.isinf(value) and value > 0:
            return value
        found = read_number(value, where)
        if found is None or found < 0:
            raise ModelError(where, value, "a number of 0 or more")
        return found

    who = [vote.names[i] for i in vote.voters]
    if not isinstance(blocking_cost, Mapping):
        return [cost(blocking_cost, "blocking_cost")] * len(who)
    for name in blocking_cost:
        if name not in vote.names:
            raise unknown_name("blocking_cost", name, vote.names, "a member")
    return [cost(blocking_cost.get(name, 0), f"blocking_cost.{name}") for name in who]
