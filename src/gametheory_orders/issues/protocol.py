"""The protocol that every issue family implements, and the registry of families.

Builds on worlds. Rules and solvers speak to these methods only; a family that knows a closed
form registers it for the rule (see solvers). Not here: any particular payoff.

Index convention: actions and payoffs are arrays whose last axis runs over the world's states;
leading axes are batches.
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.registry import Registry
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.foundations.tolerances import LEVEL, ROUNDING, payoff_scale
from gametheory_orders.issues.levels import LevelCurve, SampledCurve
from gametheory_orders.issues.trade import TradeLinks
from gametheory_orders.worlds import World

MOST_ROUNDS = 1000

FAMILIES: Registry[type[Issue]] = Registry("issue family")


@dataclass(frozen=True, eq=False)
class Issue(Result, ABC):
    """A cooperation problem over a world: actions, payoffs, status quo.

    Parameters
    ----------
    world : World
        The states concerned.
    name : str
        Name of the issue.
    numeraire : str
        What one unit of payoff is.
    trade : TradeLinks, optional
        Needed by tariffs.
    title, source : str
        Shown to the reader.
    orders : tuple of str
        Names of the orders that the issue is compared under by default.
    parameters : mapping of str to float
        Parameters that derived columns were made from.
    derived : mapping of str to str
        Expressions of the derived columns, each over the columns before it and the parameters.
    """

    world: World
    name: str = "issue"
    numeraire: str = "units"
    trade: TradeLinks | None = None
    title: str = ""
    source: str = ""
    orders: tuple[str, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    derived: Mapping[str, str] = field(default_factory=dict)

    family: ClassVar[str]
    """Name under which the family is registered."""
    needs: ClassVar[tuple[str, ...]] = ()
    """World columns without which the family cannot be built."""
    keys: ClassVar[tuple[str, ...]] = ()
    """Keys of a model file's issue table that are the family's own."""
    excludable: ClassVar[bool] = False
    """Whether members can keep for themselves what they provide (see ``provided``)."""
    reference_concept: ClassVar[str]
    """What effectiveness zero means, in words."""
    dominant: ClassVar[bool] = False
    """Whether each state's best reply is the same whatever the others do."""
    uniform_is_efficient: ClassVar[bool] = True
    """Whether the first best is a uniform level of all states."""
    one_for_all: ClassVar[bool] = False
    """Whether there is one action for all, from which nobody can defect alone."""
    refuses: ClassVar[Mapping[str, str]] = {}
    """Rules, by name, that make no sense for the family, and why."""

    @property
    def n(self) -> int:
        """Number of states."""
        return self.world.n

    @property
    def outsiders_act(self) -> str:
        """When those outside act, in words, if members maximise jointly."""
        return "outsiders act at the same time"

    @abstractmethod
    def payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return payoffs, shape (..., n), of actions, shape (..., n)."""

    @abstractmethod
    def best_reply(self, state: int, actions: np.ndarray) -> np.ndarray:
        """Return a state's best action, shape (...), against the others' actions."""

    @abstractmethod
    def reference(self) -> np.ndarray:
        """Return the actions without cooperation, shape (n,): effectiveness zero."""

    @abstractmethod
    def first_best(self) -> np.ndarray:
        """Return the actions that maximise the sum of payoffs, shape (n,)."""

    @abstractmethod
    def quantity(self, actions: np.ndarray) -> np.ndarray:
        """Return what is provided in all, shape (...)."""

    @abstractmethod
    def level_actions(
        self, members: np.ndarray, level: np.ndarray | float, floor: bool = True
    ) -> np.ndarray:
        """Return the actions under a uniform level, shape (..., n); outsiders best-respond.

        Parameters
        ----------
        members : bool array, shape (n,) or (..., n)
            Who is bound.
        level : float or array, shape (...)
            The level.
        floor : bool
            Whether a member whose own optimum is higher keeps it.
        """

    @abstractmethod
    def level_range(self, members: np.ndarray, floor: bool = True) -> tuple[float, float]:
        """Return the level at which nothing is asked, and the joint optimum's level."""

    @abstractmethod
    def level_breakpoints(self, members: np.ndarray, floor: bool = True) -> np.ndarray:
        """Return the sorted levels, ends included, between which payoffs are smooth."""

    @abstractmethod
    def joint_actions(self, members: np.ndarray) -> np.ndarray:
        """Return the actions when members maximise their joint payoff, shape (..., n)."""

    @abstractmethod
    def pledge_actions(self, members: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the actions when member i puts weight w_i on the other members' benefit."""

    @property
    def can_choose(self) -> np.ndarray:
        """Whether each state has more than one action, shape (n,): else it has no word to break."""
        return np.ones(self.n, dtype=bool)

    def joint_level(self, members: np.ndarray) -> float:
        """Return the level that maximises the members' sum of payoffs: the top of the range."""
        return self.level_range(members)[1]

    def check_level(self, level: float, where: str) -> None:
        """Raise if a named level is none of the family's; by default every level is one."""

    def shown_action(self, state: int, action: float) -> float | str:
        """Return an action as a reader wants it: a number, or its name where it has one."""
        return float(action)

    def shown_level(self, members: np.ndarray, level: float) -> str:
        """Return a level in words, as a reader wants it."""
        return f"the level {level:.3f}"

    def affected(self) -> np.ndarray | None:
        """Return how much each state is affected, shape (n,) >= 0; None if nothing says it."""
        return self.world.columns.get("stake")

    def provided(self, members: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return what each state gets from what the members do, shape (..., n)."""
        raise NotImplementedError(f"{self.family} does not say what members provide")

    def preferred_level(self, state: int, members: np.ndarray, floor: bool = True) -> float:
        """Return the level that a member likes best (the lower one on ties), numerically.

        Every smooth piece is searched on a grid and refined; families override it with a
        closed form, which is tested against this one.
        """
        from scipy.optimize import minimize_scalar

        def value(level: float) -> float:
            return float(self.payoffs(self.level_actions(members, level, floor))[state])

        edges = self.level_breakpoints(members, floor)
        best, peak = value(edges[0]), float(edges[0])
        slack = ROUNDING * payoff_scale([best])
        for low, high in itertools.pairwise(edges):
            if high <= low:
                continue
            found = minimize_scalar(
                lambda level: -value(level),
                bounds=(low, high),
                method="bounded",
                options={"xatol": 1e-11 * max(1.0, abs(high))},
            )
            for level in (float(found.x), float(high)):
                if value(level) > best + slack:
                    best, peak = value(level), level
        return peak

    def deviation_payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return each state's payoff when it alone best-responds to the others, shape (..., n)."""
        actions = np.asarray(actions, dtype=float)
        out = np.empty(actions.shape)
        for state in range(self.n):
            changed = actions.copy()
            changed[..., state] = self.best_reply(state, actions)
            out[..., state] = self.payoffs(changed)[..., state]
        return out

    def joint_replies(self, states: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return the actions, shape (n,), when some states reply to each other, the rest do not.

        Parameters
        ----------
        states : bool array, shape (n,)
            Who replies; the others keep their actions.
        actions : array, shape (n,)
            From where the replies start.

        Raises
        ------
        NoAnswer
            If replying one after the other does not come to rest.
        """
        actions = np.array(actions, dtype=float)
        before = actions
        for _ in range(MOST_ROUNDS):
            before = actions.copy()
            for state in np.flatnonzero(states):
                actions[state] = self.best_reply(int(state), actions)
            if (np.abs(actions - before) <= LEVEL * np.maximum(1.0, np.abs(actions))).all():
                return actions
        raise NoAnswer("the replies to each other did not come to rest", before.tolist())

    def leaving_payoffs(self, members: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return each member's payoff if it alone leaves and the rest pledge on, shape (n,).

        The rest keep their weights; zero for those who are not members.
        """
        out = np.zeros(self.n)
        for state in np.flatnonzero(members):
            rest = members.copy()
            rest[state] = False
            out[state] = self.payoffs(self.pledge_actions(rest, weights))[state]
        return out

    def level_edges(
        self, members: np.ndarray, floor: bool = True, up_to: float | None = None
    ) -> np.ndarray:
        """Return the breakpoints, with one more piece if levels up to ``up_to`` matter."""
        edges = self.level_breakpoints(members, floor)
        if up_to is not None and up_to > edges[-1]:
            inner = edges if edges[-1] > edges[0] else edges[:1]
            return np.append(inner, up_to)
        return edges

    def level_curve(
        self, members: np.ndarray, floor: bool = True, up_to: float | None = None
    ) -> LevelCurve:
        """Return the payoffs along a uniform level, by sampling the protocol.

        Families whose payoffs are quadratic in the level override it with exact pieces.
        """

        def comply(levels: np.ndarray) -> np.ndarray:
            return self.payoffs(self.level_actions(members, levels, floor))

        def defect(levels: np.ndarray) -> np.ndarray:
            return self.deviation_payoffs(self.level_actions(members, levels, floor))

        def preferred() -> np.ndarray:
            return np.array([self.preferred_level(i, members, floor) for i in range(self.n)])

        edges = self.level_edges(members, floor, up_to)
        return SampledCurve(edges, comply, defect, preferred)

    @classmethod
    def needed(cls, settings: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the world columns without which these settings make no issue."""
        return cls.needs

    @classmethod
    def build(cls, world: World, settings: Mapping[str, Any], **common: Any) -> Issue:
        """Build the issue from a world and the family's own settings (a model file's keys).

        Raises
        ------
        ModelError
            If a setting is unknown or a needed column is missing.
        """
        if settings:
            key = next(iter(settings))
            raise ModelError(f"issue.{key}", key, f"no such key for {cls.family}")
        return cls(world=world, **common)

    def table(self) -> Table:
        """Return the issue as a table, one row a state."""
        inner = self.world.table()
        return Table(inner.columns, inner.rows, f"{self.name}: {self.family} over {self.n} states")

    def to_dict(self) -> dict[str, Any]:
        """Return the issue as plain values."""
        return {
            "name": self.name,
            "family": self.family,
            "title": self.title,
            "source": self.source,
            "numeraire": self.numeraire,
            "parameters": dict(self.parameters),
            "orders": list(self.orders),
            "world": self.world.to_dict(),
        }
