"""Spatial policy: one policy on a line for all, and each state loses with its distance from it.

State i gets -salience_i |x_i - y|, or -salience_i (x_i - y)^2, from the policy y; without a
decision the status quo stays. The level is the distance from the status quo, in the direction of
the members' joint optimum. Nobody can defect from a policy that is one for all: what is agreed is
kept. Builds on the protocol. Not here: more dimensions and cycles (solvers/winset.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.tolerances import ROUNDING
from gametheory_orders.issues.levels import LevelCurve, QuadraticCurve
from gametheory_orders.issues.protocol import FAMILIES, Issue
from gametheory_orders.issues.rivalry import felt, rivalry_matrix, rivalry_weights
from gametheory_orders.worlds import World

LOSSES = ("linear", "quadratic")


@FAMILIES.add("spatial_policy")
@dataclass(frozen=True, eq=False)
class SpatialPolicy(Issue):
    """One policy on a line.

    Parameters
    ----------
    world : World
        With a column ``ideal_point``, and optionally ``salience`` (> 0; 1 if there is none).
    status_quo : float
        The policy that stands without a decision, on the scale of the ideal points.
    loss : {"linear", "quadratic"}
        How loss grows with distance.
    **common
        See :class:`Issue`.

    Raises
    ------
    ModelError
        If a column is missing or a salience not positive, or a parameter is wrong.

    Examples
    --------
    >>> world = World(["A", "B", "C"], {"ideal_point": [0.2, 0.5, 1.0]})
    >>> policy = SpatialPolicy(world, status_quo=0.0)
    >>> policy.first_best().tolist(), policy.payoffs(policy.first_best()).tolist()
    ([0.5, 0.5, 0.5], [-0.3, -0.0, -0.5])
    """

    status_quo: float = 0.0
    loss: str = "linear"

    family: ClassVar[str] = "spatial_policy"
    needs: ClassVar[tuple[str, ...]] = ("ideal_point",)
    reference_concept: ClassVar[str] = "the status quo"
    keys: ClassVar[tuple[str, ...]] = ("status_quo", "loss")
    one_for_all: ClassVar[bool] = True
    refuses: ClassVar[Mapping[str, str]] = {
        "pledge": "there is one policy for all, and no part of it to pledge"
    }

    def __post_init__(self) -> None:
        self.world.column("ideal_point", "world.ideal_point")
        rivalry_weights(self.world)
        bad = ~(self.salience > 0)
        if bad.any():
            state = int(np.flatnonzero(bad)[0])
            where = f"state {self.world.ids[state]}.salience"
            raise ModelError(where, float(self.salience[state]), "a number above 0")
        value = self.status_quo
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not np.isfinite(value):
            raise ModelError("issue.status_quo", value, "a finite number")
        if self.loss not in LOSSES:
            raise unknown_name("issue.loss", self.loss, LOSSES, "one")

    @property
    def ideal_points(self) -> np.ndarray:
        """Where each state would have the policy, shape (n,)."""
        return self.world.columns["ideal_point"]

    @property
    def salience(self) -> np.ndarray:
        """How much each state minds a unit of distance, shape (n,)."""
        return self.world.columns.get("salience", np.ones(self.n))

    @classmethod
    def build(cls, world: World, settings: Mapping[str, Any], **common: Any) -> Issue:
        """Build from a model file's settings: ``status_quo`` and ``loss``."""
        rest = dict(settings)
        own = {key: rest.pop(key) for key in cls.keys if key in rest}
        return super().build(world, rest, **common, **own)

    def affected(self) -> np.ndarray:
        """Return how much each state is affected, shape (n,): its salience."""
        return self.salience

    def policy(self, actions: np.ndarray) -> np.ndarray:
        """Return the one policy that the actions are, shape (...)."""
        return np.asarray(np.asarray(actions, dtype=float).mean(axis=-1))

    def everywhere(self, policy: np.ndarray | float) -> np.ndarray:
        """Return a policy, shape (...), as everyone's action, shape (..., n)."""
        return np.repeat(np.asarray(policy, dtype=float)[..., None], self.n, axis=-1)

    def payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return minus salience times distance (or its square), shape (..., n)."""
        distance = np.abs(self.ideal_points - self.policy(actions)[..., None])
        loss = self.salience * (distance if self.loss == "linear" else distance**2)
        return felt(-loss, rivalry_matrix(self.world))

    def best_reply(self, state: int, actions: np.ndarray) -> np.ndarray:
        """Return the policy: a state alone cannot change what is one for all, shape (...)."""
        return self.policy(actions)

    def deviation_payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return the payoffs themselves, shape (..., n)."""
        return self.payoffs(actions)

    def reference(self) -> np.ndarray:
        """Return the status quo for all, shape (n,)."""
        return self.everywhere(float(self.status_quo))

    def shown_level(self, members: np.ndarray, level: float) -> str:
        """Return the policy at that distance from the status quo."""
        return f"the policy {float(self.policy(self.level_actions(members, level))):.3f}"

    def first_best(self) -> np.ndarray:
        """Return the policy with the smallest sum of losses: weighted median or mean, (n,)."""
        return self.joint_actions(np.ones(self.n, dtype=bool))

    def _optimum(self, members: np.ndarray) -> float:
        """Return the members' joint optimum; of equally good ones the nearest to the status quo."""
        if not members.any():
            return float(self.status_quo)
        matrix = rivalry_matrix(self.world)
        if matrix is not None:
            return self._optimum_of_rivals(self.salience * (members @ matrix))
        points, weights = self.ideal_points[members], self.salience[members]
        if self.loss == "quadratic":
            return float(points @ weights / weights.sum())
        order = np.argsort(points, kind="stable")
        points, below = points[order], np.cumsum(weights[order])
        half = below[-1] / 2
        low = points[int(np.searchsorted(below, half * (1 - ROUNDING)))]
        high = points[int(np.searchsorted(below, half * (1 + ROUNDING), side="right"))]
        return float(np.clip(self.status_quo, low, high))

    def _optimum_of_rivals(self, weights: np.ndarray) -> float:
        """Return the policy with the least weighted sum of losses, weights of any sign."""
        if self.loss == "quadratic":
            if not weights.sum() > 0:
                raise ModelError(
                    "world.rivalry", "rivals who want each other far off", "less of it"
                )
            return float(self.ideal_points @ weights / weights.sum())
        if weights.sum() < 0:
            raise ModelError("world.rivalry", "rivals who want each other far off", "less of it")
        points = np.append(self.ideal_points, self.status_quo)
        # Linear between the points: the least is at one of them, the nearest on ties.
        points = points[np.argsort(np.abs(points - self.status_quo), kind="stable")]
        sums = np.abs(points[:, None] - self.ideal_points) @ weights
        return float(points[int(np.argmax(sums <= sums.min() + ROUNDING * np.abs(sums).max()))])

    def joint_actions(self, members: np.ndarray) -> np.ndarray:
        """Return the members' joint optimum as everyone's action, shape (..., n)."""
        inside = np.asarray(members, dtype=bool)
        found = [self._optimum(row) for row in inside.reshape(-1, self.n)]
        return self.everywhere(np.reshape(found, inside.shape[:-1]))

    def direction(self, members: np.ndarray) -> float:
        """Return 1 if the members' joint optimum is above the status quo, else -1."""
        return 1.0 if self._optimum(members) >= self.status_quo else -1.0

    def quantity(self, actions: np.ndarray) -> np.ndarray:
        """Return how far the policy is from the status quo, shape (...)."""
        return np.asarray(np.abs(self.policy(actions) - self.status_quo))

    def level_actions(
        self, members: np.ndarray, level: np.ndarray | float, floor: bool = True
    ) -> np.ndarray:
        """Return the policy at a distance from the status quo, for all, shape (..., n)."""
        levels = np.asarray(level, dtype=float)
        inside = np.broadcast_to(members, (*levels.shape, self.n)).reshape(-1, self.n)
        signs = np.array([self.direction(row) for row in inside]).reshape(levels.shape)
        return self.everywhere(self.status_quo + signs * levels)

    def level_range(self, members: np.ndarray, floor: bool = True) -> tuple[float, float]:
        """Return 0 and the distance of the member that wants to go farthest."""
        if not np.any(members):
            return 0.0, 0.0
        ahead = self.direction(members) * (self.ideal_points[members] - self.status_quo)
        return 0.0, max(float(ahead.max()), 0.0)

    def level_breakpoints(self, members: np.ndarray, floor: bool = True) -> np.ndarray:
        """Return the distances of the ideal points that lie on the way, ends included."""
        low, high = self.level_range(members, floor)
        ahead = self.direction(members) * (self.ideal_points - self.status_quo)
        inside = ahead[(ahead > low) & (ahead < high)]
        return np.unique(np.concatenate([[low], inside, [high]])) if high > low else np.zeros(2)

    def joint_level(self, members: np.ndarray) -> float:
        """Return the distance of the members' joint optimum from the status quo."""
        return abs(self._optimum(members) - self.status_quo)

    def pledge_actions(self, members: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Refuse: there is one policy, and no part of it to pledge."""
        raise ModelError("order.decision", "pledge", f"a rule that fits {self.family}")

    def level_curve(
        self, members: np.ndarray, floor: bool = True, up_to: float | None = None
    ) -> LevelCurve:
        """Return the payoffs along the level as exact linear or quadratic pieces."""
        edges = self.level_edges(members, floor, up_to)
        starts = edges[:-1, None]
        ahead = self.direction(members) * (self.ideal_points - self.status_quo)
        weight = self.salience + np.zeros((len(starts), self.n))
        if self.loss == "quadratic":
            pieces = np.stack([-weight, 2 * weight * ahead, -weight * ahead**2])
        else:
            sign = np.where(ahead > starts, 1.0, -1.0)
            pieces = np.stack([0 * weight, sign * weight, -sign * weight * ahead])
        pieces = felt(pieces, rivalry_matrix(self.world))
        return QuadraticCurve(edges, pieces, pieces)

    def preferred_level(self, state: int, members: np.ndarray, floor: bool = True) -> float:
        """Return the level that a state likes best."""
        return float(self.level_curve(members, floor).peaks().level[state])
