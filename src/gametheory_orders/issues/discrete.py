"""Issues with few, numbered actions: all equilibria in pure actions, and levels that are steps.

Builds on the protocol. Families whose actions are join or not, or the rows of a table, use it:
level 0 asks for nothing, level m is the last step. Not here: what a step means (the family).
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.tolerances import INDIFFERENT, LAST_DIGITS, LEVEL, payoff_scale
from gametheory_orders.issues.levels import LevelCurve, Peaks
from gametheory_orders.issues.protocol import Issue

MOST_PROFILES = 2**17
"""Profiles of actions up to which all are gone through."""


class StepCurve(LevelCurve):
    """Payoffs at the levels 0, 1, ..., m and nowhere between.

    Parameters
    ----------
    steps : int
        The last level, m.
    comply, defect : callable
        From levels, shape (k,), to payoffs, shape (k, n).
    """

    ordered = False

    def __init__(
        self,
        steps: int,
        comply: Callable[[np.ndarray], np.ndarray],
        defect: Callable[[np.ndarray], np.ndarray],
    ) -> None:
        super().__init__(np.arange(steps + 1, dtype=float))
        self._complied = comply(self.edges)
        self._defected = defect(self.edges)

    def mixed(self, matrix: np.ndarray, shift: np.ndarray) -> StepCurve:
        """Return the curve of mixed payoffs, at the same steps."""

        def comply(levels: np.ndarray) -> np.ndarray:
            return np.asarray(self.comply(levels) @ matrix.T + shift)

        return StepCurve(len(self.edges) - 1, comply, self.defect)

    def _row(self, levels: np.ndarray) -> np.ndarray:
        return whole_levels(levels, len(self.edges) - 1)

    def comply(self, levels: np.ndarray) -> np.ndarray:
        """Return payoffs when every member complies, shape (levels, n)."""
        return np.asarray(self._complied[self._row(levels)])

    def defect(self, levels: np.ndarray) -> np.ndarray:
        """Return each state's payoff when it alone best-responds, shape (levels, n)."""
        return np.asarray(self._defected[self._row(levels)])

    def crossings(
        self, comply: np.ndarray | float, defect: np.ndarray | float, constant: np.ndarray
    ) -> np.ndarray:
        """Return every step: there is nothing between them where a sign could change."""
        return self.edges

    def turning_points(self, state: int) -> np.ndarray:
        """Return every step."""
        return self.edges

    def peaks(self) -> Peaks:
        """Return every state's preferred step (the lower one on ties)."""
        slack = LAST_DIGITS * payoff_scale(self._complied)
        top = self._complied.max(axis=0)
        first = np.argmax(self._complied >= top - slack, axis=0)
        states = np.arange(self._complied.shape[1])
        change = np.diff(self._complied, axis=0)
        step = np.arange(len(change))[:, None]
        rises_later = ((change > slack) & (step >= first)).any(axis=0)
        falls_before = ((change < -slack) & (step < first)).any(axis=0)
        return Peaks(
            first.astype(float), self._complied[first, states], ~(rises_later | falls_before)
        )


def whole_levels(levels: np.ndarray | float, most: int) -> np.ndarray:
    """Return the step that each level reaches, from 0 to ``most``; what is between counts down.

    Examples
    --------
    >>> whole_levels(np.array([0.0, 0.9, 1.0, 7.0]), 2).tolist()
    [0, 0, 1, 2]
    """
    found = np.floor(np.atleast_1d(np.asarray(levels, dtype=float)) + LEVEL)
    return np.asarray(np.clip(found, 0, most).astype(int))


@dataclass(frozen=True, eq=False)
class FiniteActions(Issue):
    """An issue in which every state has a few actions, numbered from 0: the parent of families."""

    uniform_is_efficient: ClassVar[bool] = False
    refuses: ClassVar[Mapping[str, str]] = {
        "pledge": "an action is taken or not: there is no part of it to pledge"
    }
    reference_concept: ClassVar[str] = (
        "the worst Nash equilibrium without cooperation, in pure actions"
    )

    @abstractmethod
    def options(self, state: int) -> int:
        """Return how many actions a state has."""

    @cached_property
    def can_choose(self) -> np.ndarray:
        """Whether each state has more than one action, shape (n,)."""
        return np.array([self.options(state) > 1 for state in range(self.n)])

    @cached_property
    def _slack(self) -> np.ndarray:
        """Gains up to which a state is indifferent, shape (n,)."""
        return np.asarray(INDIFFERENT * self.payoff_sizes())

    @abstractmethod
    def payoff_sizes(self) -> np.ndarray:
        """Return the size of each state's payoffs, shape (n,), for tolerances."""

    def gains(self, actions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return each state's largest gain from another action, and that action, (..., n) each."""
        acts = np.asarray(actions, dtype=float)
        now = self.payoffs(acts)
        best = np.full(acts.shape, -np.inf)
        taken = acts.copy()
        for state in range(self.n):
            for option in range(self.options(state)):
                changed = acts.copy()
                changed[..., state] = option
                gain = self.payoffs(changed)[..., state] - now[..., state]
                gain = np.where(acts[..., state] == option, -np.inf, gain)
                more = gain > best[..., state]
                best[..., state] = np.where(more, gain, best[..., state])
                taken[..., state] = np.where(more, option, taken[..., state])
        return best, taken

    def best_reply(self, state: int, actions: np.ndarray) -> np.ndarray:
        """Return the action that pays most against the others' (the first on ties), (...)."""
        acts = np.array(actions, dtype=float)
        values = []
        for option in range(self.options(state)):
            acts[..., state] = option
            values.append(self.payoffs(acts)[..., state])
        found = np.stack(values)
        return np.asarray(
            np.argmax(found >= found.max(axis=0) - self._slack[state], axis=0).astype(float)
        )

    def deviation_payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return each state's payoff when it alone best-responds to the others, shape (..., n)."""
        gains, _ = self.gains(actions)
        return np.asarray(self.payoffs(actions) + np.maximum(gains, 0.0))

    def is_equilibrium(self, actions: np.ndarray) -> np.ndarray:
        """Say whether nobody gains by changing its action alone, shape (...)."""
        return np.asarray((self.gains(actions)[0] <= self._slack).all(axis=-1))

    def equilibria(self) -> np.ndarray:
        """Return all Nash equilibria in pure actions, shape (k, n), in the order of the actions.

        Raises
        ------
        ModelError
            If there are more than some hundred thousand profiles.
        """
        sizes = tuple(self.options(state) for state in range(self.n))
        count = math.prod(sizes)
        if count > MOST_PROFILES:
            raise ModelError(
                "issue", f"{count} profiles of actions", f"at most {MOST_PROFILES} to list all"
            )
        profiles = np.stack(np.unravel_index(np.arange(count), sizes), axis=-1).astype(float)
        return np.asarray(profiles[self.is_equilibrium(profiles)].astype(int))

    def reference(self) -> np.ndarray:
        """Return the Nash equilibrium with the smallest sum of payoffs (then the first).

        Where there are too many profiles to list: the one that best replies, one at a time, lead
        to from everyone's first action.

        Raises
        ------
        NoAnswer
            If there is no equilibrium in pure actions, with a circle of best replies.
        """
        return self._reference.copy()

    @cached_property
    def _reference(self) -> np.ndarray:
        start = np.zeros(self.n)
        if math.prod(self.options(state) for state in range(self.n)) > MOST_PROFILES:
            return self.replies(start, np.ones(self.n, dtype=bool))
        found = self.equilibria()
        if not len(found):
            self.replies(start, np.ones(self.n, dtype=bool))
            raise NoAnswer(f"{self.name!r} has no equilibrium in pure actions")
        sums = self.payoffs(found).sum(axis=1)
        low = sums <= sums.min() + self._slack.sum()
        return np.asarray(found[int(np.argmax(low))].astype(float))

    def replies(self, actions: np.ndarray, movers: np.ndarray) -> np.ndarray:
        """Return where best replies of some states lead, one at a time, the largest gain first.

        Raises
        ------
        NoAnswer
            If they come round in a circle, which is the witness.
        """
        acts = np.array(actions, dtype=float)
        seen: dict[bytes, int] = {}
        walk: list[dict[str, Any]] = []
        while acts.tobytes() not in seen:
            seen[acts.tobytes()] = len(walk)
            gains, taken = self.gains(acts)
            gains = np.where(movers, gains - self._slack, -np.inf)
            mover = int(np.argmax(gains))
            if not gains[mover] > 0:
                return acts
            walk.append({"actions": acts.tolist(), "mover": self.world.ids[mover]})
            acts[mover] = taken[mover]
        raise NoAnswer(
            f"the best replies on {self.name!r} come round in a circle",
            {"cycle": walk[seen[acts.tobytes()] :]},
        )

    def replied(self, actions: np.ndarray, members: np.ndarray) -> np.ndarray:
        """Return actions, shape (..., n), after the replies of those who are not members."""
        flat = np.array(actions, dtype=float).reshape(-1, self.n)
        inside = np.broadcast_to(members, np.shape(actions)).reshape(-1, self.n)
        for row in range(len(flat)):
            if not inside[row].all():
                flat[row] = self.replies(flat[row], ~inside[row])
        return flat.reshape(np.shape(actions))

    @abstractmethod
    def joint_among(self, members: np.ndarray, willing: np.ndarray) -> np.ndarray | None:
        """Return the actions of the willing that are best for the members, the rest replying.

        None if that is no better for the members in all than no cooperation; shapes (n,).
        """

    def check_level(self, level: float, where: str) -> None:
        """Raise if a named level is not a whole number."""
        if level != int(level):
            raise ModelError(where, level, f"a whole number: {self.family} has steps")

    def step_curve(self, members: np.ndarray, steps: int, floor: bool) -> StepCurve:
        """Return the payoffs at the levels 0 to ``steps``."""

        def comply(levels: np.ndarray) -> np.ndarray:
            return self.payoffs(self.level_actions(members, levels, floor))

        def defect(levels: np.ndarray) -> np.ndarray:
            return self.deviation_payoffs(self.level_actions(members, levels, floor))

        return StepCurve(steps, comply, defect)

    def preferred_level(self, state: int, members: np.ndarray, floor: bool = True) -> float:
        """Return the level that a state likes best, the lower one on ties."""
        return float(self.level_curve(members, floor).peaks().level[state])

    def pledge_actions(self, members: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Refuse: there is no part of an action to pledge."""
        raise ModelError("order.decision", "pledge", f"a rule that fits {self.family}")
