"""The public good with summation: everyone enjoys the sum, everyone pays for its own part.

State i contributes q_i >= 0 and gets s_i * sum(q) - q_i^2 / (2 k_i), with stake s_i >= 0 and
capacity k_i > 0. In prices p_i = q_i / k_i: alone p_i = s_i, jointly p_i = sigma = sum(s).
Builds on the protocol. Holds the closed forms for uniform levels, joint optimum and pledges.
Not here: other benefits, costs and technologies (goods/), and any rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.issues.levels import LevelCurve, QuadraticCurve
from gametheory_orders.issues.protocol import FAMILIES, Issue
from gametheory_orders.worlds import World

SETTINGS = (
    "technology", "benefit", "cost", "satiation", "baseline", "damage_exponent", "exponent",
    "timing", "selection", "threshold", "below",
)  # fmt: skip
"""Keys of a model file's issue table that say which public good it is."""


@FAMILIES.add("public_good")
@dataclass(frozen=True, eq=False)
class PublicGood(Issue):
    """A public good that is the sum of contributions, linear benefit, quadratic cost.

    Parameters
    ----------
    world : World
        With columns ``stake`` (marginal benefit, >= 0) and ``capacity`` (contribution per unit
        of price, > 0).
    **common
        See :class:`Issue`.

    Raises
    ------
    ModelError
        If a column is missing, a stake negative or a capacity not positive.

    Examples
    --------
    >>> from gametheory_orders.worlds import World
    >>> good = PublicGood(World(["A", "B"], {"stake": [1.0, 3.0], "capacity": [1.0, 2.0]}))
    >>> good.reference().tolist(), good.first_best().tolist()
    ([1.0, 6.0], [4.0, 8.0])
    >>> good.payoffs(good.first_best()).tolist()
    [4.0, 20.0]
    """

    family: ClassVar[str] = "public_good"
    keys: ClassVar[tuple[str, ...]] = SETTINGS
    needs: ClassVar[tuple[str, ...]] = ("stake", "capacity")
    excludable: ClassVar[bool] = True
    reference_concept: ClassVar[str] = "the Nash equilibrium without cooperation (unique)"
    dominant: ClassVar[bool] = True

    def __post_init__(self) -> None:
        for column, least, wanted in (("stake", 0.0, "0 or more"), ("capacity", None, "above 0")):
            values = self.world.column(column, f"world.{column}")
            bad = values < 0 if least is not None else values <= 0
            if bad.any():
                state = int(np.flatnonzero(bad)[0])
                where = f"state {self.world.ids[state]}.{column}"
                raise ModelError(where, float(values[state]), wanted)

    @property
    def stakes(self) -> np.ndarray:
        """Marginal benefits, shape (n,)."""
        return self.world.columns["stake"]

    @property
    def capacities(self) -> np.ndarray:
        """Contribution per unit of price, shape (n,)."""
        return self.world.columns["capacity"]

    @classmethod
    def needed(cls, settings: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the columns that the cost of these settings needs."""
        from gametheory_orders.issues.goods.shared_good import columns_needed

        return columns_needed(settings)

    @classmethod
    def build(cls, world: World, settings: Mapping[str, Any], **common: Any) -> Issue:
        """Build the public good that a model file's settings describe, whichever class that is.

        With the technology "sum", linear benefit and quadratic cost it is this one; the keys are
        those of :func:`~gametheory_orders.issues.goods.public_good`.
        """
        from gametheory_orders.issues.goods.build import public_good

        for key in settings:
            if key not in SETTINGS:
                raise ModelError(f"issue.{key}", key, f"no such key for {cls.family}")
        return public_good(world, **settings, **common)

    def payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return s_i * sum(q) - q_i^2 / (2 k_i), shape (..., n)."""
        actions = np.asarray(actions, dtype=float)
        total = actions.sum(axis=-1, keepdims=True)
        return np.asarray(self.stakes * total - actions**2 / (2 * self.capacities))

    def best_reply(self, state: int, actions: np.ndarray) -> np.ndarray:
        """Return k_i s_i, whatever the others do."""
        alone = float(self.capacities[state] * self.stakes[state])
        return np.full(np.shape(actions)[:-1], alone)

    def deviation_payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return s_i (sum(q) - q_i + k_i s_i) - k_i s_i^2 / 2, shape (..., n)."""
        actions = np.asarray(actions, dtype=float)
        alone = self.reference()
        rest = actions.sum(axis=-1, keepdims=True) - actions
        return np.asarray(self.stakes * (rest + alone) - 0.5 * alone * self.stakes)

    def joint_replies(self, states: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return the actions when some states play k_i s_i and the rest keep theirs, (n,)."""
        return np.where(states, self.reference(), actions)

    def reference(self) -> np.ndarray:
        """Return the Nash equilibrium, q_i = k_i s_i (a dominant action)."""
        return np.asarray(self.capacities * self.stakes)

    def first_best(self) -> np.ndarray:
        """Return q_i = k_i * sum of all stakes."""
        return np.asarray(self.capacities * self.stakes.sum())

    def quantity(self, actions: np.ndarray) -> np.ndarray:
        """Return the sum of contributions, shape (...)."""
        return np.asarray(np.asarray(actions).sum(axis=-1))

    def provided(self, members: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return s_i * (sum of the members' q), shape (..., n)."""
        theirs = np.where(members, actions, 0.0).sum(axis=-1, keepdims=True)
        return np.asarray(self.stakes * theirs)

    def level_actions(
        self, members: np.ndarray, level: np.ndarray | float, floor: bool = True
    ) -> np.ndarray:
        """Return actions when members face the price ``level``, shape (..., n)."""
        price = np.asarray(level, dtype=float)[..., None]
        bound = np.maximum(price, self.stakes) if floor else price
        return np.asarray(self.capacities * np.where(members, bound, self.stakes))

    def level_range(self, members: np.ndarray, floor: bool = True) -> tuple[float, float]:
        """Return the lowest member's own price (0 without floor) and the members' stakes' sum."""
        stakes = self.stakes[members]
        if not stakes.size:
            return 0.0, 0.0
        return (float(stakes.min()) if floor else 0.0), float(stakes.sum())

    def level_breakpoints(self, members: np.ndarray, floor: bool = True) -> np.ndarray:
        """Return the members' own prices between lowest and joint price, ends included."""
        low, high = self.level_range(members, floor)
        inner = self.stakes[members] if floor else np.array([])
        inside = inner[(inner > low) & (inner < high)]
        return (
            np.unique(np.concatenate([[low], inside, [high]]))
            if high > low
            else np.array([low, high])
        )

    def joint_actions(self, members: np.ndarray) -> np.ndarray:
        """Return actions at the price sigma_S for members, own price outside, shape (..., n)."""
        joint = np.where(members, self.stakes, 0.0).sum(axis=-1)[..., None]
        return np.asarray(self.capacities * np.where(members, joint, self.stakes))

    def pledge_actions(self, members: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return actions at prices s_i + w_i (sigma_S - s_i) for members, shape (..., n)."""
        joint = np.where(members, self.stakes, 0.0).sum(axis=-1)[..., None]
        price = self.stakes + weights * (joint - self.stakes)
        return np.asarray(self.capacities * np.where(members, price, self.stakes))

    def level_curve(
        self, members: np.ndarray, floor: bool = True, up_to: float | None = None
    ) -> LevelCurve:
        """Return the payoffs along the level as exact quadratic pieces."""
        stakes, capacities = self.stakes, self.capacities
        edges = self.level_edges(members, floor, up_to)
        starts = edges[:-1, None]
        bound = (
            members & (stakes <= starts)
            if floor
            else np.broadcast_to(members, (len(starts), self.n))
        )
        own = capacities * stakes
        slope_of_sum = np.where(bound, capacities, 0.0).sum(axis=1, keepdims=True)
        rest_of_sum = np.where(bound, 0.0, own).sum(axis=1, keepdims=True)
        zero = np.zeros(bound.shape)
        comply = np.stack(
            [
                np.where(bound, -0.5 * capacities, 0.0),
                stakes * slope_of_sum + zero,
                stakes * rest_of_sum - np.where(bound, 0.0, 0.5 * own * stakes),
            ]
        )
        defect = np.stack(
            [
                zero,
                stakes * (slope_of_sum - np.where(bound, capacities, 0.0)),
                stakes * (rest_of_sum + np.where(bound, own, 0.0)) - 0.5 * own * stakes,
            ]
        )
        return QuadraticCurve(edges, comply, defect)
