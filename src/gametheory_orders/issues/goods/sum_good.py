"""The sum of contributions as a shared good, with any concave benefit and any convex cost.

Each state contributes up to a marginal cost of r_i * slope(Q), where r_i is its weight on the
good: its own stake alone, the members' stakes together when they act as one. The right side
falls in the sum Q and nothing else enters, so that the Nash equilibrium given any weights is one
root in Q, and unique. Builds on shared_good.py and roots.py. Not here: the linear-quadratic case
(public_good.py), a sum that counts only from a threshold on (threshold.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.tolerances import EQUILIBRIUM
from gametheory_orders.issues.goods.roots import beyond, falling_root
from gametheory_orders.issues.goods.shared_good import SharedGood

LEADER_GRID = 65
MOST_AT_ONCE = 2_000_000
NO_FLOOR = -np.inf


@dataclass(frozen=True, eq=False)
class SumGood(SharedGood):
    """A public good that is the sum of contributions.

    Parameters
    ----------
    world, benefit, cost and the rest
        See :class:`~gametheory_orders.issues.goods.SharedGood`. A uniform level is the marginal
        cost up to which members contribute.

    Raises
    ------
    ModelError
        If a linear or stepwise cost meets a benefit that is not linear: who contributes at the
        margin would then be open.

    Examples
    --------
    Three allies with incomes 10, 8 and 6 share the burden (Olson and Zeckhauser 1966):

    >>> from gametheory_orders.worlds import World
    >>> figures = {"stake": [0.5] * 3, "unit_cost": [0.5] * 3, "income": [10.0, 8.0, 6.0]}
    >>> good = SumGood(World("ABC", figures), benefit="log", cost="income")
    >>> good.reference().round(9).tolist()
    [4.0, 2.0, 0.0]
    """

    technology: ClassVar[str] = "sum"
    reference_concept: ClassVar[str] = "the Nash equilibrium without cooperation (unique)"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.costs.stepwise and not self.curve.constant:
            found = f"{self.cost!r} with benefit {self.benefit!r}"
            raise ModelError("issue.cost", found, 'a cost that rises, or benefit = "linear"')

    def quantity(self, actions: np.ndarray) -> np.ndarray:
        """Return the sum of contributions, shape (...)."""
        return np.asarray(np.asarray(actions, dtype=float).sum(axis=-1))

    # --- the fixed point -----------------------------------------------------------------------

    def equilibrium(
        self,
        weights: np.ndarray,
        floor: np.ndarray | float = NO_FLOOR,
        fixed: np.ndarray | float = 0.0,
    ) -> np.ndarray:
        """Return the joint Nash reply of all states, given each one's weight on the good.

        Parameters
        ----------
        weights : array, shape (..., n)
            r_i: state i contributes until its marginal cost is r_i * slope(Q).
        floor : array, shape (..., n)
            Marginal cost up to which each contributes in any case.
        fixed : array, shape (..., n)
            What each contributes on top, come what may.

        Raises
        ------
        NoAnswer
            If the sum of the replies is not the sum they reply to, within EQUILIBRIUM.
        """
        weights, floor, fixed = np.broadcast_arrays(weights, floor, fixed)
        base = np.asarray(fixed.sum(axis=-1))

        def replies(total: np.ndarray) -> np.ndarray:
            slope = self.curve.slope(total)[..., None]
            return self.costs.supply(np.maximum(floor, self.price_of(weights, slope)))

        if self.curve.constant:
            return np.asarray(replies(base) + fixed)

        def excess(total: np.ndarray) -> np.ndarray:
            return np.asarray(replies(total).sum(axis=-1) + base - total)

        total = falling_root(excess, base, beyond(excess, base))
        found = np.asarray(replies(total) + fixed)
        gap = np.abs(excess(total))
        if not (gap <= EQUILIBRIUM * np.maximum(1.0, np.abs(total))).all():
            raise NoAnswer("the replies to each other did not converge", float(np.max(gap)))
        return found

    def _replies_alone(self, actions: np.ndarray) -> np.ndarray:
        """Return each state's best reply if all others keep their actions, shape (..., n)."""
        actions = np.asarray(actions, dtype=float)
        rest = actions.sum(axis=-1, keepdims=True) - actions
        return self.smooth_reply(self.costs, self.stakes, np.maximum(rest, 0.0))

    def best_reply(self, state: int, actions: np.ndarray) -> np.ndarray:
        """Return what is best for a state if the others keep their actions, shape (...)."""
        actions = np.asarray(actions, dtype=float)
        rest = np.delete(actions, state, axis=-1).sum(axis=-1)
        return self.smooth_reply(self.costs.take(state), self.stakes[state], rest)

    def deviation_payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return each state's payoff when it alone best-responds to the others, shape (..., n)."""
        actions = np.asarray(actions, dtype=float)
        own = self._replies_alone(actions)
        total = actions.sum(axis=-1, keepdims=True) - actions + own
        with np.errstate(invalid="ignore"):
            gross = np.where(self.stakes > 0, self.stakes * self.curve.value(total), 0.0)
        return np.asarray(gross - self.costs.of(own))

    def joint_replies(self, states: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return the actions when some states reply to each other and the rest keep theirs."""
        actions = np.asarray(actions, dtype=float)
        # Those who are not free supply nothing beyond what they keep.
        weights = np.where(states, self.stakes, 0.0)
        return self.equilibrium(weights, fixed=np.where(states, 0.0, actions))

    def reference(self) -> np.ndarray:
        """Return the Nash equilibrium, shape (n,)."""
        return self.equilibrium(self.stakes)

    def equilibria(self) -> tuple[np.ndarray, ...]:
        """Return the one Nash equilibrium."""
        return (self.reference(),)

    # --- agreements ----------------------------------------------------------------------------

    def pledge_actions(self, members: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the Nash equilibrium if member i puts weight w_i on the others' benefit.

        Pledges and those outside reply to each other at the same time, whatever the timing.
        """
        return self.equilibrium(self.weights_on_good(members, weights))

    def joint_actions(self, members: np.ndarray) -> np.ndarray:
        """Return the actions when members maximise their joint payoff, shape (..., n)."""
        members = np.asarray(members, dtype=bool)
        together = self.equilibrium(self.weights_on_good(members, 1.0))
        if self.timing == "simultaneous" or self.curve.constant:
            return together
        flat, joint = members.reshape(-1, self.n), self._joint_price(members, together).ravel()
        # Only how many of each kind of states are in makes a difference.
        _, kinds = np.unique(self.figures, axis=1, return_inverse=True)
        kinds = kinds.ravel()
        counts = np.stack([flat[:, kinds == kind].sum(axis=1) for kind in np.unique(kinds)], axis=1)
        _, first, which = np.unique(counts, axis=0, return_index=True, return_inverse=True)
        size = max(1, MOST_AT_ONCE // (LEADER_GRID * self.n))
        parts = [first[start : start + size] for start in range(0, len(first), size)]
        price = np.concatenate([self._leading_price(flat[part], joint[part]) for part in parts])
        price = price[which.ravel()]
        price = price.reshape(members.shape[:-1])
        found = self._at_price(members, price, NO_FLOOR)
        someone = members.any(axis=-1, keepdims=True)
        return np.where(someone, found, together)

    def _joint_price(self, members: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return sigma_S * slope(Q), the marginal cost that is best for members as they are."""
        joint = np.where(members, self.stakes, 0.0).sum(axis=-1)
        return self.price_of(joint, self.curve.slope(self.quantity(actions)))

    def _leading_price(self, members: np.ndarray, highest: np.ndarray) -> np.ndarray:
        """Return the members' best marginal cost when they move first, shape (...).

        It is at most the one they would charge at the same time as the rest. It is found on a
        grid and then as the root of the first-order condition around the best point:
        sigma_S * slope(Q) / (1 - what outsiders take back for a unit) = price.
        """
        stakes = np.where(members, self.stakes, 0.0).sum(axis=-1)

        def value(price: np.ndarray) -> np.ndarray:
            payoffs = self.payoffs(self._at_price(members, price, NO_FLOOR))
            return np.asarray(np.where(members, payoffs, 0.0).sum(axis=-1))

        def first_order(price: np.ndarray) -> np.ndarray:
            actions = self._at_price(members, price, NO_FLOOR)
            total = self.quantity(actions)
            outside = np.where(members, 0.0, self.stakes)
            moves = self.costs.supply_slope(
                self.price_of(outside, self.curve.slope(total)[..., None])
            )
            with np.errstate(invalid="ignore"):
                bends = np.where(moves > 0, outside * self.curve.curvature(total)[..., None], 0.0)
            crowded_out = (moves * bends).sum(axis=-1)
            return np.asarray(
                self.price_of(stakes, self.curve.slope(total)) / (1 - crowded_out) - price
            )

        steps = np.arange(LEADER_GRID) / (LEADER_GRID - 1)
        values = value(steps.reshape(-1, *(1,) * np.ndim(highest)) * highest)
        best = np.argmax(np.nan_to_num(values, nan=-np.inf), axis=0)
        low = steps[np.maximum(best - 1, 0)] * highest
        high = steps[np.minimum(best + 1, LEADER_GRID - 1)] * highest
        price = falling_root(first_order, low, high)
        # A best point where outsiders stop or start contributing may lie on the grid alone.
        return np.where(value(price) >= values.max(axis=0), price, steps[best] * highest)

    # --- levels --------------------------------------------------------------------------------

    def _at_price(
        self, members: np.ndarray, price: np.ndarray, floor: np.ndarray | float
    ) -> np.ndarray:
        """Return the actions when members contribute up to a price and outsiders reply."""
        least = np.where(members, np.asarray(price, dtype=float)[..., None], floor)
        return self.equilibrium(np.where(members, 0.0, self.stakes), least)

    def level_actions(
        self, members: np.ndarray, level: np.ndarray | float, floor: bool = True
    ) -> np.ndarray:
        """Return actions when members' marginal cost is the level, shape (..., n).

        With a floor a member goes on to where its own benefit pays for one more unit.
        """
        price = np.asarray(level, dtype=float)
        if not floor:
            return self._at_price(members, price, NO_FLOOR)
        least = np.where(members, price[..., None], NO_FLOOR)
        return self.equilibrium(np.broadcast_to(self.stakes, least.shape), least)

    def level_range(self, members: np.ndarray, floor: bool = True) -> tuple[float, float]:
        """Return the least of the members' own prices (0 without floor) and their joint price."""
        if not members.any():
            return 0.0, 0.0
        alone = float(self.curve.slope(self.quantity(self.reference())))
        low = float(self.price_of(self.stakes[members], np.array(alone)).min()) if floor else 0.0
        together = self.equilibrium(self.weights_on_good(members, 1.0))
        joint = self._joint_price(members, together)
        if self.timing != "simultaneous" and not self.curve.constant:
            joint = self._leading_price(members, joint)
        return low, max(low, float(joint))

    def level_breakpoints(self, members: np.ndarray, floor: bool = True) -> np.ndarray:
        """Return the levels at which somebody starts, stops, or reaches its limit."""
        low, high = self.level_range(members, floor)
        if not high > low:
            return np.array([low, high])
        nothing, most = np.zeros(self.n), self.costs.limit
        with np.errstate(all="ignore"):
            ends = np.stack([self.costs.marginal(nothing), self.costs.marginal(most)])
        found = [ends[:, members].ravel()]
        if floor or not members.all():
            found.append(self._turns(members, ends, low, high, floor))
        if self.costs.stepwise and floor:
            found.append(self.stakes[members])
        kinks = np.concatenate(found)
        inside = kinks[(kinks > low) & (kinks < high)]
        return np.unique(np.concatenate([[low], inside, [high]]))

    def _turns(
        self, members: np.ndarray, ends: np.ndarray, low: float, high: float, floor: bool
    ) -> np.ndarray:
        """Return the levels at which a state's own price meets the level, or an end."""
        goals = [ends[0], ends[1]]

        def own(levels: np.ndarray) -> np.ndarray:
            slope = self.curve.slope(self.quantity(self.level_actions(members, levels, floor)))
            return self.price_of(np.broadcast_to(self.stakes, levels.shape), slope)

        if self.curve.constant:
            return np.asarray(self.stakes[members])
        start, stop = np.full(self.n, low), np.full(self.n, high)
        meets = falling_root(lambda at: own(at) - at, start, stop)
        stops = [falling_root(lambda at, e=end: own(at) - e, start, stop) for end in goals]  # type: ignore[misc]
        return np.concatenate([meets[members], *stops])
