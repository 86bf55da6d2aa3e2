"""A matrix game as an issue: any finite actions, a payoff for everyone in every cell.

An agreement is a profile of the members' actions; those outside reply. The levels number the
profiles that give the members more in all than no cooperation does, from the least to the most.
Builds on discrete.py. Not here: all equilibria, mixed ones too (solvers/nash, ``fourcs
equilibria``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import INDIFFERENT
from gametheory_orders.issues.discrete import MOST_PROFILES, FiniteActions, whole_levels
from gametheory_orders.issues.levels import LevelCurve
from gametheory_orders.issues.protocol import FAMILIES, Issue
from gametheory_orders.issues.rivalry import rivalry_matrix, rivalry_weights
from gametheory_orders.worlds import World


@FAMILIES.add("matrix_game")
@dataclass(frozen=True, eq=False)
class MatrixGame(FiniteActions):
    """A payoff table over the actions of the world's states.

    Parameters
    ----------
    world : World
        The players; with a column ``rivalry`` they mind the others' payoffs.
    tables : sequence of arrays, each of shape (actions of 1, ..., actions of n)
        Payoffs by player, in the order of the world.
    action_names : sequence of sequences of str, optional
        Names of each player's actions.
    **common
        See :class:`Issue`.

    Raises
    ------
    ModelError
        If tables are not one finite array a player, all of one shape, or names do not fit.

    Examples
    --------
    >>> world = World(["A", "B"], {})
    >>> dilemma = MatrixGame(world, tables=([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    >>> dilemma.reference().tolist(), dilemma.first_best().tolist()
    ([1.0, 1.0], [0.0, 0.0])
    """

    tables: Sequence[Any] = ()
    action_names: Sequence[Sequence[str]] = ()

    family: ClassVar[str] = "matrix_game"
    needs: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        try:
            tables = tuple(np.asarray(table, dtype=float) for table in self.tables)
        except (TypeError, ValueError):
            raise ModelError("payoffs", "no tables of numbers", "nested lists of numbers") from None
        object.__setattr__(self, "tables", tables)
        if len(tables) != self.n:
            raise ModelError("payoffs", f"{len(tables)} tables", f"{self.n}, one for each state")
        for state, table in zip(self.world.ids, tables, strict=True):
            where = f"payoffs of {state}"
            if table.ndim != self.n or table.shape != tables[0].shape or not table.size:
                raise ModelError(where, f"shape {table.shape}", f"{self.n} axes, all tables alike")
            if not np.isfinite(table).all():
                raise ModelError(where, "a payoff that is not finite", "finite numbers")
        rivalry_weights(self.world)
        names = tuple(tuple(each) for each in self.action_names)
        if not names:
            names = tuple(tuple(str(k + 1) for k in range(m)) for m in tables[0].shape)
        object.__setattr__(self, "action_names", names)
        if tuple(map(len, names)) != tables[0].shape:
            raise ModelError("actions", f"{[len(each) for each in names]}", f"{tables[0].shape}")

    @classmethod
    def build(cls, world: World, settings: Mapping[str, Any], **common: Any) -> Issue:
        """Build from ``tables`` and ``action_names``."""
        rest = dict(settings)
        own = {key: rest.pop(key) for key in ("tables", "action_names") if key in rest}
        return super().build(world, rest, **common, **own)

    def options(self, state: int) -> int:
        """Return how many actions a state has."""
        return int(self.tables[0].shape[state])

    @cached_property
    def _felt(self) -> np.ndarray:
        """The tables as they are felt, shape (n, actions of 1, ..., actions of n)."""
        tables, matrix = np.stack(self.tables), rivalry_matrix(self.world)
        return tables if matrix is None else np.tensordot(matrix, tables, axes=1)

    def payoff_sizes(self) -> np.ndarray:
        """Return each state's largest payoff in size, shape (n,)."""
        return np.array([float(np.abs(table).max()) for table in self._felt])

    def affected(self) -> np.ndarray | None:
        """Return nothing: a payoff table does not say who is affected how much."""
        return None

    def payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return the payoffs in the cells that the actions name, shape (..., n)."""
        acts = np.asarray(actions)
        cell = tuple(np.asarray(acts[..., i], dtype=int) for i in range(self.n))
        return np.stack([table[cell] for table in self._felt], axis=-1)

    def named(self, actions: np.ndarray) -> tuple[str, ...]:
        """Return the names of a profile's actions."""
        return tuple(names[int(k)] for names, k in zip(self.action_names, actions, strict=True))

    def shown_action(self, state: int, action: float) -> float | str:
        """Return the action's name."""
        return self.action_names[state][int(action)]

    def shown_level(self, members: np.ndarray, level: float) -> str:
        """Return the names of what the members do."""
        named = self.named(self.level_actions(members, level))
        parts = [f"{state} {name}" for state, name in zip(self.world.ids, named, strict=True)]
        return ", ".join(part for part, inside in zip(parts, members, strict=True) if inside)

    def first_best(self) -> np.ndarray:
        """Return the profile with the largest sum of payoffs (the first of several), (n,)."""
        total = self._felt.sum(axis=0)
        return np.array(np.unravel_index(int(np.argmax(total)), total.shape), dtype=float)

    def quantity(self, actions: np.ndarray) -> np.ndarray:
        """Return NaN, shape (...): actions have names and no size."""
        return np.full(np.shape(actions)[:-1], math.nan)

    @cached_property
    def _known(self) -> dict[bytes, np.ndarray]:
        return {}

    def profiles(self, members: np.ndarray) -> np.ndarray:
        """Return the profiles of the levels 0, 1, ... (0: no cooperation), shape (m + 1, n)."""
        members = np.asarray(members, dtype=bool)
        key = members.tobytes()
        if key not in self._known:
            self._known[key] = self._ranked(members)
        return self._known[key]

    def _ranked(self, members: np.ndarray, willing: np.ndarray | None = None) -> np.ndarray:
        alone = self.reference()
        movers = members if willing is None else willing
        inside = np.flatnonzero(movers)
        if not len(inside):
            return alone[None]
        sizes = tuple(self.options(int(state)) for state in inside)
        if math.prod(sizes) > MOST_PROFILES:
            raise ModelError("issue", f"{math.prod(sizes)} profiles", f"at most {MOST_PROFILES}")
        picks = np.stack(np.unravel_index(np.arange(math.prod(sizes)), sizes), axis=-1)
        profiles = np.repeat(alone[None], len(picks), axis=0)
        profiles[:, inside] = picks
        profiles = self.replied(profiles, movers)
        sums = self.payoffs(profiles)[:, members].sum(axis=1)
        least = float(self.payoffs(alone)[members].sum())
        better = sums > least + INDIFFERENT * float(self.payoff_sizes().sum())
        order = np.argsort(sums[better], kind="stable")
        return np.concatenate([alone[None], profiles[better][order]])

    def level_actions(
        self, members: np.ndarray, level: np.ndarray | float, floor: bool = True
    ) -> np.ndarray:
        """Return the profile that a level numbers, shape (..., n)."""
        levels = np.asarray(level, dtype=float)
        inside = np.broadcast_to(members, (*levels.shape, self.n)).reshape(-1, self.n)
        out = np.empty((len(inside), self.n))
        for row, (mask, each) in enumerate(zip(inside, levels.ravel(), strict=True)):
            profiles = self.profiles(mask)
            out[row] = profiles[int(whole_levels(each, len(profiles) - 1)[0])]
        return out.reshape((*levels.shape, self.n))

    def level_range(self, members: np.ndarray, floor: bool = True) -> tuple[float, float]:
        """Return 0 and the number of profiles that are better for the members in all."""
        return 0.0, float(len(self.profiles(members)) - 1)

    def level_breakpoints(self, members: np.ndarray, floor: bool = True) -> np.ndarray:
        """Return all levels."""
        return np.arange(self.level_range(members)[1] + 1)

    def joint_actions(self, members: np.ndarray) -> np.ndarray:
        """Return the profile with the members' largest sum, outsiders replying, (..., n)."""
        inside = np.asarray(members, dtype=bool)
        found = [self.profiles(row)[-1] for row in inside.reshape(-1, self.n)]
        return np.reshape(found, inside.shape)

    def joint_among(self, members: np.ndarray, willing: np.ndarray) -> np.ndarray | None:
        """Return the best actions of the willing for the members, the rest replying, (n,)."""
        found = self._ranked(members, willing)
        return found[-1] if len(found) > 1 else None

    def level_curve(
        self, members: np.ndarray, floor: bool = True, up_to: float | None = None
    ) -> LevelCurve:
        """Return the payoffs at all levels."""
        return self.step_curve(members, int(self.level_range(members)[1]), floor)
