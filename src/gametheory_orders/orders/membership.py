"""Membership rules: who is in.

Builds on worlds and rule.py. A new rule is one class here with the decorator: it says which
states are members, or that states choose (``endogenous``) and who may (``eligible``).
Not here: which choices are stable (solvers/participation.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.registry import Registry
from gametheory_orders.orders.rule import Rule, number, texts
from gametheory_orders.worlds import World

MEMBERSHIPS: Registry[type[Membership]] = Registry("membership rule")
REACTIONS = ("redecide", "keep", "dissolve")


@dataclass(frozen=True)
class Membership(Rule):
    """Who is in, what leaving costs, and what the rest do when a member leaves.

    Parameters
    ----------
    exit_cost : float
        What a leaver pays, in the payoff's units.
    reaction : {"redecide", "keep", "dissolve"}
        What the rest do when a member leaves: decide anew, keep their actions, or dissolve.
    """

    exit_cost: float = 0.0
    reaction: str = "redecide"

    endogenous: ClassVar[bool] = False
    """Whether states choose to be in."""
    for_good: ClassVar[bool] = False
    """Whether nobody can leave."""

    def __post_init__(self) -> None:
        number(self.exit_cost, "membership.exit_cost", 0.0)
        if self.reaction not in REACTIONS:
            raise unknown_name("membership.reaction", self.reaction, REACTIONS, "one")

    def eligible(self, world: World) -> np.ndarray:
        """Return who may be in, shape (n,); for fixed rules, who is in."""
        raise NotImplementedError


@MEMBERSHIPS.add("universal")
@dataclass(frozen=True)
class Universal(Membership):
    """Every state is a member.

    Examples
    --------
    >>> Universal().eligible(World(["A", "B"], {})).tolist()
    [True, True]
    """

    rule: ClassVar[str] = "universal"

    def eligible(self, world: World) -> np.ndarray:
        """Return everyone."""
        return np.ones(world.n, dtype=bool)


@dataclass(frozen=True)
class ForGood(Universal):
    """Every state is a member and none can leave: participation relaxed to its ideal."""

    rule: ClassVar[str] = "universal, for good"
    for_good: ClassVar[bool] = True


@MEMBERSHIPS.add("fixed")
@dataclass(frozen=True)
class Fixed(Membership):
    """A named list of states.

    Parameters
    ----------
    members : sequence of str
        At least one state.

    Examples
    --------
    >>> Fixed(members=("B",)).eligible(World(["A", "B"], {})).tolist()
    [False, True]
    """

    members: tuple[str, ...] = ()
    rule: ClassVar[str] = "fixed"

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "members", texts(self.members, "membership.members"))
        if not self.members:
            raise ModelError("membership.members", "no member", "at least one state")

    def eligible(self, world: World) -> np.ndarray:
        """Return the named states."""
        return world.mask(self.members, "membership.members")


@MEMBERSHIPS.add("criterion")
@dataclass(frozen=True)
class Criterion(Membership):
    """Every state that meets a condition on its figures.

    Parameters
    ----------
    where : str
        A condition over the world's columns, such as "libdem >= 0.6 and cinc >= 0.01".

    Examples
    --------
    >>> world = World(["A", "B"], {"gdp": [1.0, 3.0]})
    >>> Criterion(where="gdp > mean(gdp)").eligible(world).tolist()
    [False, True]
    """

    where: str = ""
    rule: ClassVar[str] = "criterion"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.where, str) or not self.where.strip():
            raise ModelError("membership.where", self.where, 'a condition such as "gdp > 100"')

    def eligible(self, world: World) -> np.ndarray:
        """Return the states that meet the condition."""
        return _meets(world, self.where)


@MEMBERSHIPS.add("largest")
@dataclass(frozen=True)
class Largest(Membership):
    """The states that lead in a column, a given number of them (ties: first in the world).

    Parameters
    ----------
    by : str
        A column of the world.
    count : int
        How many.

    Examples
    --------
    >>> world = World(["A", "B", "C"], {"gdp": [1.0, 3.0, 2.0]})
    >>> Largest(by="gdp", count=2).eligible(world).tolist()
    [False, True, True]
    """

    by: str = ""
    count: int = 0
    rule: ClassVar[str] = "largest"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.by, str) or not self.by:
            raise ModelError("membership.by", self.by, "the name of a column")
        if isinstance(self.count, bool) or not isinstance(self.count, int) or self.count < 1:
            raise ModelError("membership.count", self.count, "a whole number of 1 or more")

    def eligible(self, world: World) -> np.ndarray:
        """Return the leading states."""
        if self.count > world.n:
            raise ModelError("membership.count", self.count, f"at most {world.n} (all states)")
        order = np.argsort(-world.column(self.by, "membership.by"), kind="stable")
        mask = np.zeros(world.n, dtype=bool)
        mask[order[: self.count]] = True
        return mask


@MEMBERSHIPS.add("open")
@dataclass(frozen=True)
class OpenEntry(Membership):
    """Whoever wants to: the members are a set that nobody wants to leave or to join alone.

    Parameters
    ----------
    where : str
        If given, only states that meet this condition may join.

    Examples
    --------
    >>> OpenEntry().endogenous
    True
    """

    where: str = ""
    rule: ClassVar[str] = "open"
    endogenous: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.where, str):
            raise ModelError("membership.where", self.where, 'a condition such as "gdp > 100"')

    def eligible(self, world: World) -> np.ndarray:
        """Return who may join."""
        return _meets(world, self.where) if self.where else np.ones(world.n, dtype=bool)


def _meets(world: World, where: str) -> np.ndarray:
    found = world.evaluate(where, "membership.where")
    if found.dtype != np.bool_:
        raise ModelError("membership.where", f"a number, {where!r}", "a comparison")
    return found
