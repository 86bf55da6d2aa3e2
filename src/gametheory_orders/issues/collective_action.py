"""Collective action: each state acts or does not, and what comes of it depends on who does.

State i gets benefit_i * f(w) if it shares in the result, less cost_i if it acts; w is the share of
weight (capability) that acts. f is a step at a threshold (sanctions that bite, a posse) or w itself
(a prisoners' dilemma). A state that does not act gets the part ``shared`` of the result: 1 is a
public good (chicken, volunteer's dilemma), 0 a club good (stag hunt). Builds on the protocol,
discrete.py and cover.py. Not here: who is asked to act (orders).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.tolerances import INDIFFERENT, LEVEL
from gametheory_orders.issues.cover import CoverSearch
from gametheory_orders.issues.discrete import FiniteActions, whole_levels
from gametheory_orders.issues.levels import LevelCurve
from gametheory_orders.issues.protocol import FAMILIES, Issue
from gametheory_orders.issues.rivalry import felt, rivalry_matrix, rivalry_weights
from gametheory_orders.worlds import World

RESULTS = ("threshold", "linear")


@FAMILIES.add("collective_action")
@dataclass(frozen=True, eq=False)
class CollectiveAction(FiniteActions):
    """Act or not: a threshold or a sum of those who do.

    Parameters
    ----------
    world : World
        With columns ``benefit`` (of any sign), ``cost`` (>= 0) and ``weight`` (>= 0), and
        optionally ``able`` (0 for a state that cannot act: the target of sanctions) and
        ``rivalry``.
    result : {"threshold", "linear"}
        Whether the result comes all at once from a share of the weight on, or in proportion.
    threshold : float
        Share of all weight, in (0, 1], from which on the result comes.
    shared : float
        Part of the result, from 0 to 1, that goes to those who do not act.
    **common
        See :class:`Issue`.

    Raises
    ------
    ModelError
        If a column is missing or out of range, nobody has weight, or a parameter is out of range.

    Examples
    --------
    A stag hunt: both must come, and who stays away gets nothing of it.

    >>> world = World(["A", "B"], {"benefit": [4.0, 4.0], "cost": [1.0, 1.0], "weight": [1.0, 1.0]})
    >>> hunt = CollectiveAction(world, threshold=1.0, shared=0.0)
    >>> hunt.equilibria().tolist(), hunt.reference().tolist(), hunt.first_best().tolist()
    ([[0, 0], [1, 1]], [0.0, 0.0], [1.0, 1.0])
    """

    result: str = "threshold"
    threshold: float = 1.0
    shared: float = 1.0

    family: ClassVar[str] = "collective_action"
    needs: ClassVar[tuple[str, ...]] = ("benefit", "cost", "weight")
    excludable: ClassVar[bool] = True
    keys: ClassVar[tuple[str, ...]] = ("result", "threshold", "shared")

    def __post_init__(self) -> None:
        self._columns()
        rivalry_weights(self.world)
        if self.result not in RESULTS:
            raise unknown_name("issue.result", self.result, RESULTS, "one")
        for name, low in (("threshold", False), ("shared", True)):
            value = getattr(self, name)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not number or not (0 <= value <= 1 if low else 0 < value <= 1):
                wanted = "a share from 0 to 1" if low else "a share above 0, up to 1"
                raise ModelError(f"issue.{name}", value, wanted)
        if self.result == "linear" and self.shared != 1:
            raise ModelError("issue.shared", self.shared, '1 where result = "linear"')

    def _columns(self) -> None:
        for column in self.needs:
            values = self.world.column(column, f"world.{column}")
            bad = ~np.isfinite(values) if column == "benefit" else ~(values >= 0)
            if bad.any():
                state = int(np.flatnonzero(bad)[0])
                where = f"state {self.world.ids[state]}.{column}"
                raise ModelError(where, float(values[state]), "0 or more")
        if not self.weights.sum() > 0:
            raise ModelError("world.weight", "no weight at all", "a positive sum")
        able = self.world.columns.get("able")
        if able is not None and not np.isin(able, (0, 1)).all():
            state = int(np.flatnonzero(~np.isin(able, (0, 1)))[0])
            raise ModelError(f"state {self.world.ids[state]}.able", float(able[state]), "0 or 1")

    @property
    def benefits(self) -> np.ndarray:
        """What the whole result is worth to each state, shape (n,)."""
        return self.world.columns["benefit"]

    @property
    def costs(self) -> np.ndarray:
        """What acting costs each state, shape (n,)."""
        return self.world.columns["cost"]

    @property
    def weights(self) -> np.ndarray:
        """What each state's acting counts for, shape (n,)."""
        return self.world.columns["weight"]

    @cached_property
    def able(self) -> np.ndarray:
        """Who can act at all, shape (n,)."""
        return np.asarray(self.world.columns.get("able", np.ones(self.n)) == 1)

    @property
    def weight_needed(self) -> float:
        """Weight from which on the result comes."""
        return float(self.threshold * self.weights.sum())

    def affected(self) -> np.ndarray:
        """Return how much each state is affected, shape (n,): the size of its benefit."""
        return np.asarray(np.abs(self.benefits))

    @classmethod
    def build(cls, world: World, settings: Mapping[str, Any], **common: Any) -> Issue:
        """Build from a model file's settings: ``result``, ``threshold``, ``shared``."""
        rest = dict(settings)
        own = {key: rest.pop(key) for key in cls.keys if key in rest}
        return super().build(world, rest, **common, **own)

    @cached_property
    def _matrix(self) -> np.ndarray | None:
        return rivalry_matrix(self.world)

    def _value(self, weight: np.ndarray) -> np.ndarray:
        """Return how much of the result a weight of acting states brings, shape (...)."""
        if self.result == "linear":
            return np.asarray(weight / self.weights.sum())
        # Sums of shares carry rounding: a share that meets the threshold on paper meets it here.
        return np.asarray(weight >= self.weight_needed * (1 - LEVEL)).astype(float)

    def payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return benefit_i f(w) (a_i + shared (1 - a_i)) - cost_i a_i, shape (..., n)."""
        acts = np.asarray(actions, dtype=float)
        value = self._value(acts @ self.weights)[..., None]
        part = acts + self.shared * (1 - acts)
        return felt(self.benefits * value * part - self.costs * acts, self._matrix)

    def options(self, state: int) -> int:
        """Return 2, or 1 for a state that cannot act."""
        return 2 if self.able[state] else 1

    def payoff_sizes(self) -> np.ndarray:
        """Return the size of benefit and cost, shape (n,)."""
        sizes = np.abs(self.benefits) + self.costs
        return sizes if self._matrix is None else np.asarray(np.abs(self._matrix) @ sizes)

    def gains(self, actions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return each state's gain from changing sides, and its other action, (..., n) each."""
        if self._matrix is not None:
            return super().gains(actions)
        acts = np.asarray(actions, dtype=float)
        weight = (acts @ self.weights)[..., None]
        other = 1 - acts
        # Only one's own weight moves: no need to go through the states one by one.
        moved = self._value(weight + (other - acts) * self.weights)
        part = other + self.shared * (1 - other)
        after = self.benefits * moved * part - self.costs * other
        gain = np.where(self.able, after - self.payoffs(acts), -np.inf)
        return gain, other

    def shown_action(self, state: int, action: float) -> float | str:
        """Return "acts" or "does not"."""
        return "acts" if action else "does not"

    def shown_level(self, members: np.ndarray, level: float) -> str:
        """Return whether all members act."""
        return "that all members act" if level >= 1 else "that nobody acts"

    def first_best(self) -> np.ndarray:
        """Return the actions with the largest sum of payoffs, proved (see cover.py)."""
        return self._first_best.copy()

    @cached_property
    def _first_best(self) -> np.ndarray:
        everyone = np.ones(self.n, dtype=bool)
        return self._best_within(everyone, everyone)

    def _best_within(self, actors: np.ndarray, beneficiaries: np.ndarray) -> np.ndarray:
        """Return who of ``actors`` should act for the sum of the beneficiaries' payoffs, (n,)."""
        actors = actors & self.able
        counts = beneficiaries.astype(float)
        # What a unit of each state's payoff adds to the sum: a cost borne by one outside counts
        # too, as its acting is for the others to choose.
        bears = np.ones(self.n)
        if self._matrix is not None:
            counts = bears = counts @ self._matrix
        counted = counts * self.benefits
        if self.result == "linear":
            worth = counted.sum() * self.weights / self.weights.sum() - bears * self.costs
            return np.asarray((actors & (worth > 0)).astype(float))
        net = (1 - self.shared) * counted - bears * self.costs
        cover = self._cover(net, actors)
        nothing = np.zeros(self.n)
        if cover is None:
            return nothing
        gain = self.payoffs(cover)[beneficiaries].sum() - self.payoffs(nothing)[beneficiaries].sum()
        return cover if gain > 0 else nothing

    def _cover(self, net: np.ndarray, actors: np.ndarray) -> np.ndarray | None:
        """Return the actors, shape (n,), that meet the threshold at the largest net sum."""
        if self.weights[actors].sum() < self.weight_needed * (1 - LEVEL):
            return None
        # Whoever gains by acting acts; of the rest the cheapest group that is strong enough.
        acts = (actors & (net >= 0)).astype(float)
        states = np.flatnonzero(actors & (net < 0) & (self.weights > 0))
        left = Fraction(self.weight_needed * (1 - LEVEL))
        left -= sum((Fraction(w) for w in self.weights[acts > 0].tolist()), Fraction(0))
        if left > 0:
            sizes = [Fraction(w) for w in self.weights[states].tolist()]
            search = CoverSearch(sizes, [Fraction(-x) for x in net[states].tolist()], left)
            acts[states[list(search.best())]] = 1.0
        return acts

    def provided(self, members: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return what each state would have of the result less what it has without the members."""
        acts = np.asarray(actions, dtype=float)
        without = np.where(members, np.minimum(acts, self.reference()), acts)
        whole, rest = self._value(acts @ self.weights), self._value(without @ self.weights)
        part = acts + self.shared * (1 - acts)
        return felt(self.benefits * (whole - rest)[..., None] * part, self._matrix)

    def quantity(self, actions: np.ndarray) -> np.ndarray:
        """Return the share of all weight that acts, shape (...)."""
        return np.asarray(np.asarray(actions, dtype=float) @ self.weights / self.weights.sum())

    def level_actions(
        self, members: np.ndarray, level: np.ndarray | float, floor: bool = True
    ) -> np.ndarray:
        """Return actions when members act (level 1) or not (below 1), shape (..., n).

        Outsiders reply from what they do without cooperation. A member that would act alone does
        so at any level, if ``floor``.
        """
        levels = np.asarray(level, dtype=float)
        members = np.broadcast_to(members, (*levels.shape, self.n))
        asked = whole_levels(levels.ravel(), 1).reshape(levels.shape) > 0
        alone = self.reference()
        own = alone if floor else np.zeros(self.n)
        acts = np.where(members, np.where(asked[..., None], self.able, own), alone)
        return self.replied(acts, members)

    def level_range(self, members: np.ndarray, floor: bool = True) -> tuple[float, float]:
        """Return 0 (nobody is asked) and 1 (all members act)."""
        return 0.0, 1.0

    def level_breakpoints(self, members: np.ndarray, floor: bool = True) -> np.ndarray:
        """Return the two levels."""
        return np.array([0.0, 1.0])

    def joint_level(self, members: np.ndarray) -> float:
        """Return the level, 0 or 1, at which the members' payoffs add up to more (0 on ties)."""
        sums = self.payoffs(self.level_actions(members, np.array([0.0, 1.0])))[:, members]
        low, high = sums.sum(axis=1)
        return float(high > low + INDIFFERENT * max(abs(low), abs(high)))

    def joint_actions(self, members: np.ndarray) -> np.ndarray:
        """Return actions that maximise the members' sum, shape (..., n); outsiders reply."""
        inside = np.asarray(members, dtype=bool)
        flat = inside.reshape(-1, self.n)
        found = np.array([self._jointly(row) for row in flat])
        return found.reshape(inside.shape)

    def _jointly(self, members: np.ndarray) -> np.ndarray:
        found = self.joint_among(members, members)
        alone = np.where(members, 0.0, self.reference())
        return self.replies(alone, ~members) if found is None else found

    def joint_among(self, members: np.ndarray, willing: np.ndarray) -> np.ndarray | None:
        """Return the best actions of the willing for the members, the rest replying, (n,)."""
        key = np.asarray(members).tobytes() + np.asarray(willing).tobytes()
        if key not in self._known:
            self._known[key] = self._jointly_best(members, willing)
        found = self._known[key]
        return None if found is None else found.copy()

    @cached_property
    def _known(self) -> dict[bytes, np.ndarray | None]:
        return {}

    def _jointly_best(self, members: np.ndarray, willing: np.ndarray) -> np.ndarray | None:
        alone = self.reference()
        best = np.where(willing, self._best_within(willing, members), np.where(members, 0.0, alone))
        best = self.replies(best, ~willing)
        value = float(self.payoffs(best)[members].sum())
        least = float(self.payoffs(alone)[members].sum())
        return best if value > least + float(self._slack[members].sum()) else None

    def level_curve(
        self, members: np.ndarray, floor: bool = True, up_to: float | None = None
    ) -> LevelCurve:
        """Return the payoffs at the levels 0 and 1."""
        return self.step_curve(members, 1, floor)
