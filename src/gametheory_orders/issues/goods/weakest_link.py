"""The weakest link: the good is as large as the smallest contribution.

Nobody gives more than the least of the others, and each gives less than it would if all gave what
it does: every common level from nothing up to the least of the states' own best levels is a Nash
equilibrium. Which is played is a setting. Builds on shared_good.py and roots.py.
Not here: the sum or the largest contribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from gametheory_orders.issues.goods.roots import beyond, falling_root
from gametheory_orders.issues.goods.shared_good import SharedGood


@dataclass(frozen=True, eq=False)
class WeakestLinkGood(SharedGood):
    """A public good as large as the smallest contribution (Hirshleifer 1983, Public Choice 41).

    Members of an agreement settle together on the level that is best for them. Between them
    and those outside there are again many equilibria: under the worst selection members who act
    as one at the same time as somebody outside get nothing, so that no level is voted either.
    Once members have given (a level that is fixed, or ``timing`` "coalition_first"), one state
    outside does as they do, up to its own best level; two or more each wait for the other.

    Parameters
    ----------
    world, benefit, cost and the rest
        See :class:`~gametheory_orders.issues.goods.SharedGood`. A uniform level is what every
        member contributes.

    Examples
    --------
    Equal states could have the first best if only they trusted each other to give it:

    >>> from gametheory_orders.worlds import World
    >>> world = World("ABC", {"stake": [1.0] * 3, "capacity": [2.0] * 3})
    >>> good = WeakestLinkGood(world)
    >>> [each.tolist() for each in good.equilibria()], good.first_best().tolist()
    ([[0.0, 0.0, 0.0], [2.0, 2.0, 2.0]], [2.0, 2.0, 2.0])
    """

    technology: ClassVar[str] = "weakest_link"
    reference_concept: ClassVar[str] = (
        "a Nash equilibrium without cooperation: of every common level up to the least of the "
        'states\' own best ones, the lowest (the highest with selection "best")'
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        self.refuse_log()

    def quantity(self, actions: np.ndarray) -> np.ndarray:
        """Return the smallest contribution, shape (...)."""
        return np.asarray(np.asarray(actions, dtype=float).min(axis=-1))

    def own_best(self, weights: np.ndarray) -> np.ndarray:
        """Return the common level that each would choose for all, given weights, (..., n)."""

        def worth(level: np.ndarray) -> np.ndarray:
            return np.asarray(self.costs.supply(weights * self.curve.slope(level)) - level)

        start = np.zeros(np.shape(weights))
        return falling_root(worth, start, beyond(worth, start))

    @cached_property
    def _wish(self) -> np.ndarray:
        """The common level that each would choose for all, shape (n,)."""
        return self.own_best(self.stakes)

    def best_for(self, members: np.ndarray) -> np.ndarray:
        """Return the common level that is best for members together, shape (...)."""
        joint = np.where(members, self.stakes, 0.0).sum(axis=-1)
        limit = np.where(members, self.costs.limit, np.inf).min(axis=-1)

        def worth(level: np.ndarray) -> np.ndarray:
            costs = self.costs.marginal(np.minimum(level[..., None], self.costs.limit))
            costs = np.where(members, costs, 0.0).sum(axis=-1)
            return np.asarray(joint * self.curve.slope(level) - costs)

        start = np.zeros(joint.shape)
        stop = np.where(np.isfinite(limit), limit, 0.0)
        endless = ~np.isfinite(limit) & np.asarray(members).any(axis=-1)
        if endless.any():
            free = beyond(lambda level: np.where(endless, worth(level), -1.0), start)
            stop = np.where(endless, free, stop)
        return falling_root(worth, start, stop)

    # --- equilibria ----------------------------------------------------------------------------

    def _reached(self, members: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        """Return what all give when members act as one and want a level, shape (...)."""
        others = np.where(members, np.inf, self._wish).min(axis=-1)
        level = np.minimum(wanted, others)
        if self.selection == "best":
            return np.asarray(level)
        outside = (~members).sum(axis=-1)
        alone = outside == 0
        if self.timing == "coalition_first":
            # One outsider that has seen what members give has one best reply.
            alone = alone | (outside == 1)
        return np.where(alone, level, 0.0)

    def _by_two(self, members: np.ndarray) -> np.ndarray:
        """Say where an agreement binds more than one state; else everyone is on its own."""
        return np.asarray(np.asarray(members).sum(axis=-1) > (0 if self.n == 1 else 1))

    def _alone(self) -> float:
        """Return the level without cooperation."""
        top = float(self._wish.min())
        return top if self.selection == "best" or self.n == 1 else 0.0

    def reference(self) -> np.ndarray:
        """Return the Nash equilibrium that is played without cooperation, shape (n,)."""
        return np.full(self.n, self._alone())

    def equilibria(self) -> tuple[np.ndarray, ...]:
        """Return the two ends of the equilibria, the reference first; all levels between are too.

        Equilibria in which some give more than the rest are not: the surplus is wasted.
        """
        top = float(self._wish.min())
        lowest = top if self.n == 1 else 0.0
        ends = (lowest, top) if self.selection == "worst" else (top, lowest)
        levels = ends if ends[0] != ends[1] else ends[:1]
        return tuple(np.full(self.n, level) for level in levels)

    def best_reply(self, state: int, actions: np.ndarray) -> np.ndarray:
        """Return the least of the others' contributions, or the own best level if lower."""
        own = self._wish[state]
        if self.n == 1:
            return np.full(np.shape(actions)[:-1], own)
        rest = np.delete(np.asarray(actions, dtype=float), state, axis=-1).min(axis=-1)
        return np.asarray(np.minimum(rest, own))

    def deviation_payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return each state's payoff when it alone best-responds to the others, shape (..., n)."""
        actions = np.asarray(actions, dtype=float)
        replies = np.broadcast_to(self._wish, actions.shape)
        if self.n > 1:
            least, second = np.moveaxis(np.partition(actions, 1, axis=-1)[..., :2], -1, 0)
            first = np.arange(self.n) == actions.argmin(axis=-1)[..., None]
            rest = np.where(first, second[..., None], least[..., None])
            replies = np.minimum(rest, replies)
        # Nobody gives more than the least of the others: the good is the reply itself.
        worth = self.stakes * self.curve.value(replies)
        return np.asarray(worth - self.costs.of(replies))

    def joint_replies(self, states: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return the actions when some states reply to each other and the rest keep theirs."""
        actions = np.asarray(actions, dtype=float)
        kept = np.where(states, np.inf, actions).min(axis=-1)
        free = int(np.sum(states))
        own = np.where(states, self._wish, np.inf).min()
        level = np.minimum(kept, own)
        if free > 1 and self.selection == "worst":
            level = np.zeros(np.shape(level))
        return np.where(states, level, actions)

    # --- agreements ----------------------------------------------------------------------------

    def joint_actions(self, members: np.ndarray) -> np.ndarray:
        """Return the actions when members maximise their joint payoff, shape (..., n)."""
        members = np.asarray(members, dtype=bool)
        return self._all_at(members, self.best_for(members))

    def pledge_actions(self, members: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the actions when member i puts weight w_i on the others' benefit, (..., n).

        Any common level up to the least that some member would choose is then an equilibrium
        among them; they settle on the best for them together.
        """
        members = np.asarray(members, dtype=bool)
        wanted = self.own_best(self.weights_on_good(members, weights))
        wanted = np.where(members, wanted, np.inf).min(axis=-1)
        return self._all_at(members, np.minimum(wanted, self.best_for(members)))

    def _all_at(self, members: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        lone = np.asarray(~self._by_two(members))
        if self.timing == "coalition_first":
            lone = np.asarray(~members.any(axis=-1))
        level = np.where(lone, self._alone(), self._reached(members, wanted))
        return np.broadcast_to(level[..., None], members.shape).copy()

    # --- levels --------------------------------------------------------------------------------

    def level_actions(
        self, members: np.ndarray, level: np.ndarray | float, floor: bool = True
    ) -> np.ndarray:
        """Return actions when every member gives the level, or its limit, shape (..., n)."""
        members = np.asarray(members, dtype=bool)
        wanted = np.asarray(level, dtype=float)[..., None]
        if floor:
            wanted = np.maximum(wanted, self._alone())
        inside = np.where(members, np.minimum(wanted, self.costs.limit), np.inf)
        others = np.where(members, np.inf, self._wish).min(axis=-1)
        reply = np.minimum(inside.min(axis=-1), others)
        if self.selection == "worst":
            reply = np.where((~members).sum(axis=-1) > 1, 0.0, reply)
        reply = np.where(members.any(axis=-1), reply, self._alone())
        return np.where(members, inside, reply[..., None])

    def level_range(self, members: np.ndarray, floor: bool = True) -> tuple[float, float]:
        """Return what is given without an agreement (0 without floor), and the joint level."""
        low = self._alone() if floor and members.any() else 0.0
        high = float(self.quantity(self.joint_actions(members))) if members.any() else 0.0
        return low, max(low, high)

    def level_breakpoints(self, members: np.ndarray, floor: bool = True) -> np.ndarray:
        """Return the ends, and the limits and outsiders' own best levels between them."""
        low, high = self.level_range(members, floor)
        found = np.concatenate([self.costs.limit[members], self._wish])
        inside = found[(found > low) & (found < high)]
        return (
            np.unique(np.concatenate([[low], inside, [high]]))
            if high > low
            else np.array([low, high])
        )
