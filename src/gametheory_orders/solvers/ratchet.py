"""The ratchet: reviews that each ask for more of what was kept, and where they end.

Pledges are weights w_i on the other members' benefit; what all keep is raised by a share at each
review, w' = (1 + share) w, and never above 1. Three kinds of review:

- common: one weight for all, raised no further than what every member keeps;
- by_state: each state's own weight, raised no further than what that state keeps given what the
  others pledged last; i's bound is s_i sqrt(2 sum_j k_j w_j / k_i) / (sigma - s_i), j not i;
- blind: one weight, raised whatever members can keep; who can no longer keep it leaves, the one
  that falls shortest first, until those who are left do.

Builds on pledge_review.py. Not here: what is seen of a shortfall (review_precision.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import CONSENT, INDIFFERENT, SETTLED
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.orders.rule import number
from gametheory_orders.solvers.deviations import Leaving
from gametheory_orders.solvers.pledge_review import (
    pledging_game,
    pledging_members,
    public_good_of,
    share_delivered,
    weight_limits,
)

REVIEWS = ("common", "by_state", "blind")
MOST_ROUNDS = 10_000


@dataclass(frozen=True, eq=False)
class Ratchet(Result):
    """How reviews move pledges, round by round.

    Parameters
    ----------
    review : str
        Kind of the review.
    members : tuple of tuple of str
        Who still pledges, by round.
    weights : tuple of mapping of str to float
        What they pledged and kept, by round.
    effectiveness : tuple of float
        By round.
    left : tuple of tuple of str
        Who left in which round because the others had come to ask too much of it.
    settled : bool
        Whether another round would change nothing.
    certificate : mapping
        Smallest margin of staying in any round, on each state's own payoff scale.
    """

    review: str
    members: tuple[tuple[str, ...], ...]
    weights: tuple[Mapping[str, float], ...]
    effectiveness: tuple[float, ...]
    left: tuple[tuple[str, ...], ...]
    settled: bool
    certificate: Mapping[str, Any]

    concept = "each review asks for more of what was kept; nobody gains by leaving in any round"

    @property
    def rounds(self) -> int:
        """Number of reviews held."""
        return len(self.weights) - 1

    def table(self) -> Table:
        """Return one row a round; of many the first and last ten."""
        listed = range(len(self.weights))
        shown = [*listed[:10], *listed[-10:]] if len(listed) > 20 else listed
        rows = []
        for t in shown:
            known = list(self.weights[t].values()) or [0.0]
            rows.append(
                [
                    t,
                    len(self.members[t]),
                    float(min(known)),
                    float(max(known)),
                    float(self.effectiveness[t]),
                    ", ".join(self.left[t]) or "-",
                ]
            )
        end = "settled" if self.settled else "still moving"
        title = f"{self.review} review, {self.rounds} rounds, {end}"
        columns = ["round", "members", "least weight", "largest weight", "E", "left"]
        return Table(columns, rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the path as plain values."""
        found: dict[str, Any] = plain(
            {
                "review": self.review,
                "path": [
                    {"members": m, "weights": w, "effectiveness": e, "left": gone}
                    for m, w, e, gone in zip(
                        self.members, self.weights, self.effectiveness, self.left, strict=True
                    )
                ],
                "settled": self.settled,
                "concept": self.concept,
                "certificate": self.certificate,
            }
        )
        return found


def ratchet(
    source: CooperationGame | Issue,
    *,
    start: float,
    share: float,
    review: str = "common",
    rounds: int = 200,
    members: Sequence[str] | None = None,
) -> Ratchet:
    """Return how pledges move from review to review, and where they end.

    Parameters
    ----------
    source : PublicGood, or a CooperationGame over one
        What is at stake.
    start : float
        Weight that all pledge at first, above 0 and up to 1.
    share : float
        Of what was kept, asked for on top at each review; above 0.
    review : {"common", "by_state", "blind"}
        What the review takes into account: see the module.
    rounds : int
        Most reviews to hold.
    members : sequence of str, optional
        Who pledges at first; by default all, or all of the game's.

    Returns
    -------
    Ratchet

    Raises
    ------
    ModelError
        If a figure is out of range, or a careful review starts above what all members keep.

    Notes
    -----
    A careful review only ever rises, and every weight on its way is kept: what a state can keep
    grows with what the others pledge. A common one ends at the smallest w_i* (or at 1) after
    finitely many rounds. One by state tends to the largest vector that is kept, and as the joint
    payoff grows with every weight up to 1, to the best one: what the convex program of
    pledges.best_by_state finds at once. A blind one ends narrow and deep, or with nobody.
    Derived for this project from L5.

    Examples
    --------
    Ten equal states keep 2/9 together; a blind review ends with three, at a third of the good:

    >>> from gametheory_orders import World
    >>> good = PublicGood(World("ABCDEFGHIJ", {"stake": [1.0] * 10, "capacity": [1.0] * 10}))
    >>> careful = ratchet(good, start=0.1, share=0.2)
    >>> round(careful.weights[-1]["A"], 4), round(careful.effectiveness[-1], 4), careful.settled
    (0.2222, 0.3951, True)
    >>> blind = ratchet(good, start=0.1, share=0.2, review="blind")
    >>> len(blind.members[-1]), round(blind.effectiveness[-1], 4)
    (3, 0.1185)
    """
    issue, mask = public_good_of(source), pledging_members(source, members)
    first = number(start, "start", 0.0, 1.0, "a weight above 0 and up to 1")
    if not first:
        raise ModelError("start", start, "a weight above 0 and up to 1")
    raised = number(share, "share", 0.0, math.inf, "a number above 0")
    if not 0 < raised < math.inf:
        raise ModelError("share", share, "a finite number above 0")
    if review not in REVIEWS:
        raise unknown_name("review", review, REVIEWS, "one")
    if isinstance(rounds, bool) or not isinstance(rounds, int) or not 1 <= rounds <= MOST_ROUNDS:
        raise ModelError("rounds", rounds, f"a whole number from 1 to {MOST_ROUNDS}")
    if review != "blind" and first > weight_limits(issue, mask).min() * (1 + INDIFFERENT):
        state = issue.world.ids[int(np.argmin(weight_limits(issue, mask)))]
        wanted = f"a weight that {state} keeps, or a blind review"
        raise ModelError("start", start, wanted)
    weights = np.where(mask, first, 0.0)
    path = [_settle_members(issue, weights) if review == "blind" else (weights, ())]
    settled = False
    while len(path) <= rounds and not settled:
        before = path[-1][0]
        after = _reviewed(issue, before, raised, review)
        settled = bool(np.abs(after[0] - before).max() <= SETTLED)
        if not settled or not np.array_equal(after[0], before):
            path.append(after)
    return _told(issue, mask, review, path, settled)


def _reviewed(
    issue: PublicGood, weights: np.ndarray, share: float, review: str
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the weights after one review, and who left."""
    inside = weights > 0
    asked = np.where(inside, np.minimum((1 + share) * weights, 1.0), 0.0)
    if review == "blind":
        return _settle_members(issue, asked)
    if review == "common":
        most = min(1.0, float(weight_limits(issue, inside).min()))
        return np.where(inside, np.minimum(asked, most), 0.0), ()
    # Never below what was kept: at its bound a state is held there but for rounding.
    bound = np.where(inside, np.maximum(own_bounds(issue, weights), weights), 0.0)
    return np.minimum(asked, bound), ()


def own_bounds(issue: PublicGood, weights: np.ndarray) -> np.ndarray:
    """Return the largest weight each member keeps, given the others' weights, shape (n,).

    Examples
    --------
    >>> from gametheory_orders import World
    >>> good = PublicGood(World("ABC", {"stake": [1.0] * 3, "capacity": [1.0] * 3}))
    >>> own_bounds(good, np.full(3, 0.25)).tolist()
    [0.5, 0.5, 0.5]
    """
    inside = weights > 0
    s, k = issue.stakes, issue.capacities
    ahead = s[inside].sum() - s
    given = (k * weights).sum() - k * weights
    with np.errstate(divide="ignore", invalid="ignore"):
        found = s * np.sqrt(2 * given / k) / ahead
    return np.asarray(np.where(ahead > 0, found, np.inf))


def _settle_members(issue: PublicGood, asked: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the weights once those who would not keep them have left, one by one."""
    weights = asked.copy()
    left: list[str] = []
    while True:
        inside = weights > 0
        if inside.sum() < 2:
            return np.zeros_like(weights), (*left, *issue.world.members(inside))
        limits = weight_limits(issue, inside)
        shortest = int(np.argmin(np.where(inside, limits, np.inf)))
        if weights[shortest] <= limits[shortest] * (1 + INDIFFERENT):
            return weights, tuple(left)
        weights[shortest] = 0.0
        left.append(issue.world.ids[shortest])


def _told(
    issue: PublicGood,
    mask: np.ndarray,
    review: str,
    path: Sequence[tuple[np.ndarray, tuple[str, ...]]],
    settled: bool,
) -> Ratchet:
    game = pledging_game(issue, mask)
    smallest = math.inf
    members, kept, shares = [], [], []
    for weights, _ in path:
        inside = weights > 0
        names = issue.world.members(inside)
        members.append(names)
        kept.append(dict(zip(names, weights[inside].tolist(), strict=True)))
        shares.append(share_delivered(game, inside, weights))
        if inside.any():
            # From payoffs, one leaver at a time, not from the bounds.
            margins = Leaving.with_weights(pledging_game(issue, inside), inside)
            found = margins.margins(issue.pledge_actions(inside, weights), weights)
            smallest = min(smallest, float((found / game.scales)[inside].min()))
    holds = smallest >= -CONSENT
    return Ratchet(
        review,
        tuple(members),
        tuple(kept),
        tuple(shares),
        tuple(left for _, left in path),
        settled,
        {"smallest_margin": smallest, "holds": bool(holds), "rounds_checked": len(path)},
    )
