"""Membership rules: who is in.

Builds on worlds, rule.py and entry_vote.py. A new rule is one class here with the decorator: it
says which states are members, or that states choose (``endogenous``) and who may (``eligible``).
Not here: which choices are stable (solvers/participation.py, solvers/formation.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.registry import Registry
from gametheory_orders.orders.entry_vote import admitted, share_of
from gametheory_orders.orders.rule import Rule, number, texts, whole
from gametheory_orders.orders.voting import VotingRule, weights_of
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
    held: ClassVar[bool] = False
    """Whether the members are a set that no member gains by leaving: it does the enforcing."""
    joinable: ClassVar[bool] = False
    """Whether an outsider can still ask to join."""

    def __post_init__(self) -> None:
        number(self.exit_cost, "membership.exit_cost", 0.0)
        if self.reaction not in REACTIONS:
            raise unknown_name("membership.reaction", self.reaction, REACTIONS, "one")

    def eligible(self, world: World) -> np.ndarray:
        """Return who may be in, shape (n,); for fixed rules, who is in."""
        raise NotImplementedError

    def lets_in(self, members: np.ndarray, losers: np.ndarray) -> bool:
        """Say whether a newcomer is let in, given the members who would lose by it, (n,) each."""
        return self.joinable

    def in_force(self, world: World, members: np.ndarray) -> np.ndarray:
        """Say whether what these members agree on takes effect, shape (...) from (..., n)."""
        return np.ones(members.shape[:-1], dtype=bool)


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
        whole(self.count, "membership.count")

    def eligible(self, world: World) -> np.ndarray:
        """Return the leading states."""
        if self.count > world.n:
            raise ModelError("membership.count", self.count, f"at most {world.n} (all states)")
        order = np.argsort(-world.column(self.by, "membership.by"), kind="stable")
        mask = np.zeros(world.n, dtype=bool)
        mask[order[: self.count]] = True
        return mask


@dataclass(frozen=True)
class ChosenMembership(Membership):
    """States choose: the parent of the rules under which nobody is a member by its figures alone.

    Parameters
    ----------
    where : str
        If given, only states that meet this condition may be in.
    """

    where: str = ""
    endogenous: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.where, str):
            raise ModelError("membership.where", self.where, 'a condition such as "gdp > 100"')

    def eligible(self, world: World) -> np.ndarray:
        """Return who may be in."""
        return _meets(world, self.where) if self.where else np.ones(world.n, dtype=bool)


@MEMBERSHIPS.add("open")
@dataclass(frozen=True)
class OpenEntry(ChosenMembership):
    """Whoever wants to: the members are a set that nobody wants to leave or to join alone.

    Examples
    --------
    >>> OpenEntry().endogenous
    True
    """

    rule: ClassVar[str] = "open"
    held: ClassVar[bool] = True
    joinable: ClassVar[bool] = True


@MEMBERSHIPS.add("exclusive")
@dataclass(frozen=True)
class ExclusiveEntry(ChosenMembership):
    """Nobody wants to leave, and nobody who wants to join is voted in by the members.

    A member votes against a newcomer by whom it would lose (Yi 1997, Games and Economic
    Behavior 20(2), calls it exclusive membership where all must agree).

    Parameters
    ----------
    admission : str
        Votes needed: "unanimity", "majority", or a share of the members such as "2/3" or "70%".

    Examples
    --------
    >>> members = np.array([True, True, True, False])
    >>> loses = np.array([True, False, False, False])
    >>> [ExclusiveEntry(admission=a).lets_in(members, loses) for a in ("unanimity", "2/3")]
    [False, True]
    """

    admission: str = "unanimity"
    rule: ClassVar[str] = "exclusive"
    held: ClassVar[bool] = True
    joinable: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        share_of(self.admission, "membership.admission")

    def lets_in(self, members: np.ndarray, losers: np.ndarray) -> bool:
        """Say whether enough members do not lose by a newcomer."""
        return _voted_in(members, losers, self.admission)


@MEMBERSHIPS.add("sequential")
@dataclass(frozen=True)
class SequentialAdmission(ChosenMembership):
    """One after the other, led by a column: who wants in and is voted in by those inside.

    The founders are in; then each state is asked once, and what is agreed is decided anew after
    each entry (Downs, Rocke and Barsoom 1998, International Organization 52(2)).

    Parameters
    ----------
    by : str
        A column of the world; the largest figure comes first (ties: first in the world).
    admission : str
        Votes needed: "unanimity", "majority", or a share of the members such as "2/3" or "70%".
    founders : int
        How many begin together.

    Examples
    --------
    >>> world = World(["A", "B", "C"], {"stake": [1.0, 3.0, 2.0]})
    >>> SequentialAdmission(by="stake").queue(world)
    (1, 2, 0)
    """

    by: str = ""
    admission: str = "unanimity"
    founders: int = 1
    rule: ClassVar[str] = "sequential"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.by, str) or not self.by:
            raise ModelError("membership.by", self.by, "the name of a column")
        share_of(self.admission, "membership.admission")
        whole(self.founders, "membership.founders")

    def eligible(self, world: World) -> np.ndarray:
        """Return who may be asked."""
        found = super().eligible(world)
        world.column(self.by, "membership.by")
        if self.founders > found.sum():
            raise ModelError("membership.founders", self.founders, f"at most {found.sum()}")
        return found

    def queue(self, world: World) -> tuple[int, ...]:
        """Return the positions of the states in the order in which they are asked."""
        order = np.argsort(-world.column(self.by, "membership.by"), kind="stable")
        may = self.eligible(world)
        return tuple(int(state) for state in order if may[state])

    def lets_in(self, members: np.ndarray, losers: np.ndarray) -> bool:
        """Say whether enough members do not lose by a newcomer."""
        return _voted_in(members, losers, self.admission)


@MEMBERSHIPS.add("minimum")
@dataclass(frozen=True)
class MinimumParticipation(ChosenMembership):
    """Whoever wants to, but nothing is in force before enough are in.

    Below the clause there is no treaty, shown as nobody in. A member without whom the clause is
    not met brings all of it down by leaving (Carraro, Marchiori and Oreffice 2009, Environmental
    and Resource Economics 42(3)).

    Parameters
    ----------
    count : int
        States needed.
    share : float or str
        Share needed, above 0 and up to 1, of the column ``of``; or as text ("55%", "2/3").
    of : str
        A column of the world; without it shares are of the number of states.

    Examples
    --------
    >>> world = World(["A", "B", "C"], {"emissions": [5.0, 3.0, 2.0]})
    >>> clause = MinimumParticipation(count=2, share="55%", of="emissions")
    >>> clause.in_force(world, np.array([[True, True, False], [False, True, True]])).tolist()
    [True, False]
    """

    count: int = 0
    share: float | str | None = None
    of: str = ""
    rule: ClassVar[str] = "minimum"
    held: ClassVar[bool] = True
    joinable: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.of, str):
            raise ModelError("membership.of", self.of, "the name of a column")
        if self.share is None:
            whole(
                self.count, "membership.count", 'a whole number of 1 or more, or a share as "55%"'
            )
            if self.of:
                raise ModelError("membership.of", self.of, "a share beside it")
            return
        share_of(self.share, "membership.share")
        if self.count:
            whole(self.count, "membership.count")

    def eligible(self, world: World) -> np.ndarray:
        """Return who may be in; raise if they could never meet the clause."""
        found = super().eligible(world)
        if self.count > found.sum():
            raise ModelError("membership.count", self.count, f"at most {found.sum()} (all who may)")
        if not self.in_force(world, found):
            wanted = "a share that those who may join can reach"
            raise ModelError("membership.share", self.share, wanted)
        return found

    def in_force(self, world: World, members: np.ndarray) -> np.ndarray:
        """Say whether count and share are met, shape (...) from (..., n)."""
        met = np.asarray(members.sum(axis=-1) >= self.count)
        if self.share is None:
            return met
        everyone = np.ones(world.n, dtype=bool)
        needed, more = share_of(self.share, "membership.share")
        weights = weights_of(self.of or None, world, everyone, "membership.of")
        total = sum(weights, Fraction(0))
        clause = VotingRule(everyone, weights, needed * total, more, ~everyone)
        return np.asarray(met & clause.wins(members))


@MEMBERSHIPS.add("invitation")
@dataclass(frozen=True)
class Invitation(ChosenMembership):
    """Those whom a hub invites: the set that is best for it among those that all accept.

    Parameters
    ----------
    hub : str
        The state that invites; it may also invite nobody. Who is not invited cannot join.

    Examples
    --------
    >>> Invitation(hub="B", where="gdp > 2").eligible(World(["A", "B"], {"gdp": [3.0, 1.0]}))
    array([ True,  True])
    """

    hub: str = ""
    rule: ClassVar[str] = "invitation"
    held: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.hub, str) or not self.hub:
            raise ModelError("membership.hub", self.hub, "the id of a state, as text")

    def eligible(self, world: World) -> np.ndarray:
        """Return who may be invited, the hub with them."""
        hub = world.index(self.hub, "membership.hub")
        found = super().eligible(world).copy()
        found[hub] = True
        return found


def _meets(world: World, where: str) -> np.ndarray:
    found = world.evaluate(where, "membership.where")
    if found.dtype != np.bool_:
        raise ModelError("membership.where", f"a number, {where!r}", "a comparison")
    return found


def _voted_in(members: np.ndarray, losers: np.ndarray, admission: str) -> bool:
    against = np.asarray((members & losers).sum())
    return bool(admitted(against, np.asarray(members.sum()), admission))
