"""The linear-quadratic public good among rivals: each minds what the others gain.

With payoffs u_i = s_i sum(q) - q_i^2 / (2 k_i) and rivalry r_i, state i feels u_i - r_i times the
mean of the others' u_j. Its own marginal benefit is then t_i = s_i - r_i mean(s_j), so that alone
it does max(t_i, 0): rivals do less, or nothing. Builds on public_good.py and rivalry.py.
Not here: rivalry in other families, which apply the matrix themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import ROUNDING
from gametheory_orders.issues.levels import LevelCurve, QuadraticCurve
from gametheory_orders.issues.protocol import Issue
from gametheory_orders.issues.public_good import PublicGood
from gametheory_orders.issues.rivalry import felt, rivalry_matrix


@dataclass(frozen=True, eq=False)
class RivalrousGood(Issue):
    """A linear-quadratic public good whose world has a column ``rivalry``.

    Parameters
    ----------
    world : World
        With columns ``stake``, ``capacity`` and ``rivalry`` (in [0, 1)).
    **common
        See :class:`Issue`.

    Examples
    --------
    >>> from gametheory_orders.worlds import World
    >>> figures = {"stake": [1.0, 1.0], "capacity": [1.0, 1.0], "rivalry": [0.5, 0.5]}
    >>> rivals = RivalrousGood(World(["A", "B"], figures))
    >>> rivals.reference().tolist(), rivals.first_best().tolist()
    ([0.5, 0.5], [2.0, 2.0])
    """

    family: ClassVar[str] = "public_good"
    needs: ClassVar[tuple[str, ...]] = ("stake", "capacity")
    reference_concept: ClassVar[str] = "the Nash equilibrium without cooperation (unique)"

    def __post_init__(self) -> None:
        if self._matrix is None:
            raise ModelError(
                "world.rivalry", "no rivalry above 0", "a weight above 0 of some state"
            )
        if not (self._total > 0).all():
            state = self.world.ids[int(np.flatnonzero(self._total <= 0)[0])]
            wanted = "rivalries under which nobody's gain is a loss for all in sum"
            raise ModelError("world.rivalry", f"too much rivalry with {state}", wanted)

    @cached_property
    def good(self) -> PublicGood:
        """The same good without rivalry."""
        return PublicGood(self.world, self.name, self.numeraire)

    @cached_property
    def _matrix(self) -> np.ndarray | None:
        return rivalry_matrix(self.world)

    @cached_property
    def _total(self) -> np.ndarray:
        """What a unit of each state's payoff adds to the sum of felt payoffs, shape (n,)."""
        assert self._matrix is not None
        return np.asarray(self._matrix.sum(axis=0))

    @cached_property
    def own(self) -> np.ndarray:
        """The price at which each state acts alone, shape (n,)."""
        assert self._matrix is not None
        return np.asarray(np.maximum(self._matrix @ self.good.stakes, 0.0))

    @property
    def uniform_is_efficient(self) -> bool:  # type: ignore[override]
        """Whether all states count the same in the sum, so that one price is best."""
        return bool(np.ptp(self._total) <= ROUNDING)

    def payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return felt payoffs, shape (..., n)."""
        return felt(self.good.payoffs(actions), self._matrix)

    def best_reply(self, state: int, actions: np.ndarray) -> np.ndarray:
        """Return k_i max(t_i, 0), whatever the others do."""
        alone = float(self.good.capacities[state] * self.own[state])
        return np.full(np.shape(actions)[:-1], alone)

    def reference(self) -> np.ndarray:
        """Return the Nash equilibrium (a dominant action each)."""
        return np.asarray(self.good.capacities * self.own)

    def first_best(self) -> np.ndarray:
        """Return the actions that maximise the sum of felt payoffs."""
        return self.joint_actions(np.ones(self.n, dtype=bool))

    def quantity(self, actions: np.ndarray) -> np.ndarray:
        """Return the sum of contributions, shape (...)."""
        return self.good.quantity(actions)

    def _joint_prices(self, members: np.ndarray) -> np.ndarray:
        """Return each member's price at the members' joint optimum, shape (..., n)."""
        assert self._matrix is not None
        inside = np.asarray(members, dtype=float)
        # What a unit of each state's payoff adds to the members' sum of felt payoffs.
        count = inside @ self._matrix
        benefit = (count * self.good.stakes).sum(axis=-1, keepdims=True)
        with np.errstate(all="ignore"):
            price = np.where(count > 0, np.maximum(benefit, 0.0) / count, np.inf)
        if np.any(np.isinf(price) & (inside > 0)):
            raise ModelError("world.rivalry", "members who gain by each other's loss", "less of it")
        return np.where(inside > 0, price, self.own)

    def joint_actions(self, members: np.ndarray) -> np.ndarray:
        """Return actions that maximise the members' sum of felt payoffs, shape (..., n)."""
        return np.asarray(self.good.capacities * self._joint_prices(members))

    def level_actions(
        self, members: np.ndarray, level: np.ndarray | float, floor: bool = True
    ) -> np.ndarray:
        """Return actions when members face the price ``level``, shape (..., n)."""
        price = np.asarray(level, dtype=float)[..., None]
        bound = np.maximum(price, self.own) if floor else price
        return np.asarray(self.good.capacities * np.where(members, bound, self.own))

    def level_range(self, members: np.ndarray, floor: bool = True) -> tuple[float, float]:
        """Return the lowest member's own price and the price that is best for the members."""
        members = np.asarray(members)
        if not members.any():
            return 0.0, 0.0
        low = float(self.own[members].min()) if floor else 0.0
        return low, max(low, self.joint_level(members))

    def joint_level(self, members: np.ndarray) -> float:
        """Return the one price that maximises the members' sum of felt payoffs."""
        assert self._matrix is not None
        count = np.asarray(members, dtype=float) @ self._matrix
        benefit = float(count @ self.good.stakes)
        capacity = self.good.capacities[members]
        weight = float(count[members] @ capacity)
        if weight <= 0:
            raise ModelError("world.rivalry", "members who gain by each other's loss", "less of it")
        return max(benefit, 0.0) * float(capacity.sum()) / weight

    def level_breakpoints(self, members: np.ndarray, floor: bool = True) -> np.ndarray:
        """Return the members' own prices inside the range, ends included."""
        low, high = self.level_range(members, floor)
        inner = self.own[members] if floor else np.array([])
        inside = inner[(inner > low) & (inner < high)]
        if high <= low:
            return np.array([low, high])
        return np.unique(np.concatenate([[low], inside, [high]]))

    def pledge_actions(self, members: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return actions at prices between one's own and the joint one, shape (..., n)."""
        joint = self._joint_prices(members)
        price = self.own + weights * (joint - self.own)
        return np.asarray(self.good.capacities * np.where(members, price, self.own))

    def level_curve(
        self, members: np.ndarray, floor: bool = True, up_to: float | None = None
    ) -> LevelCurve:
        """Return felt payoffs along the level as exact quadratic pieces."""
        assert self._matrix is not None
        k, s = self.good.capacities, self.good.stakes
        edges = self.level_edges(members, floor, up_to)
        starts = edges[:-1, None]
        bound = members & (self.own <= starts) if floor else members & (starts >= 0)
        alone = self.reference()
        slope = np.where(bound, k, 0.0).sum(axis=1, keepdims=True)
        rest = np.where(bound, 0.0, alone).sum(axis=1, keepdims=True)
        cost = 0.5 * alone * self.own
        comply = np.stack(
            [
                np.where(bound, -0.5 * k, 0.0),
                s * slope + 0.0 * bound,
                s * rest - np.where(bound, 0.0, cost),
            ]
        )
        comply = felt(comply, self._matrix)
        # A defector's action falls from k_i P to its own: the sum changes, and its cost only.
        gain = self._matrix @ s
        defect = comply + np.stack(
            [
                np.where(bound, 0.5 * k, 0.0),
                np.where(bound, -gain * k, 0.0),
                np.where(bound, gain * alone - cost, 0.0),
            ]
        )
        return QuadraticCurve(edges, comply, defect)
