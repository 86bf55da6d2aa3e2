"""Decision rules: what the members agree on, and who can block it.

Builds on worlds, voting.py and rule.py. A new rule is one class here with the decorator. Rules
only say what they are; solvers/agreement.py works out what they yield on an issue.
Not here: whether what is agreed is kept (enforcement.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.registry import Registry
from gametheory_orders.orders.rule import Rule, number, texts
from gametheory_orders.orders.voting import (
    BallotRule,
    TernaryGame,
    VotingRule,
    exact,
    quota_needed,
    ternary_game,
    weights_of,
)
from gametheory_orders.worlds import World

DECISIONS: Registry[type[Decision]] = Registry("decision rule")
AGENDAS = ("open", "closed")
CLASSES = ("uniform", "differentiated")


@dataclass(frozen=True)
class Decision(Rule):
    """What the members agree on."""

    somebody_votes: ClassVar[bool] = False
    """Whether members vote, so that voting power is defined."""

    @property
    def agreement_class(self) -> str:
        """Return "uniform" (one number binds all) or "differentiated"."""
        return "uniform"

    def relaxed(self, relax_class: bool = False) -> Decision:
        """Return the ideal decision: the members maximise their joint payoff, same class."""
        return Joint(agreement_class_="differentiated" if relax_class else self.agreement_class)

    def without_veto(self, world: World, members: np.ndarray) -> Decision:
        """Return the same rule without its veto set."""
        return self

    def resized(self, world: World, before: np.ndarray, after: np.ndarray) -> Decision:
        """Return the rule after the membership has changed, shapes (n,)."""
        return self

    def check(self, world: World, members: np.ndarray) -> None:
        """Raise if the rule names states that are not members, or cannot be met."""


@dataclass(frozen=True)
class VotedLevel(Decision):
    """A uniform level decided by votes: the parent of quota, unanimity and consensus.

    Parameters
    ----------
    agenda : {"open", "closed"}
        Open: the level rises step by step and the largest level that a winning coalition
        supports is agreed. Closed: a setter makes one offer that is taken or left.
    setter : str, optional
        Who makes the offer; by default the member with the highest preferred level.
    body : sequence of str, optional
        The members who vote (a council); by default all.
    floor : bool
        Whether a member whose own optimum is above the level keeps it.
    blocking_cost : float or mapping of str to float
        What blocking costs a member, in the payoff's units.
    """

    agenda: str = "open"
    setter: str | None = None
    body: tuple[str, ...] | None = None
    floor: bool = True
    blocking_cost: float | Mapping[str, float] = 0.0

    somebody_votes: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.agenda not in AGENDAS:
            raise unknown_name("decision.agenda", self.agenda, AGENDAS, "one")
        if self.setter is not None and not isinstance(self.setter, str):
            raise ModelError("decision.setter", self.setter, "the id of a state, as text")
        if self.setter is not None and self.agenda == "open":
            raise ModelError("decision.setter", self.setter, 'agenda = "closed" beside it')
        if not isinstance(self.floor, bool):
            raise ModelError("decision.floor", self.floor, "true or false")
        if self.body is not None:
            object.__setattr__(self, "body", texts(self.body, "decision.body"))
        costs = self.blocking_cost
        for key, value in costs.items() if isinstance(costs, Mapping) else [("", costs)]:
            number(value, f"decision.blocking_cost{'.' * bool(key)}{key}", 0.0)

    def voters(self, world: World, members: np.ndarray) -> np.ndarray:
        """Return the members who vote, shape (n,)."""
        if self.body is None:
            return members
        return np.asarray(members & world.mask(self.body, "decision.body"))

    def voting_rule(self, world: World, members: np.ndarray) -> BallotRule:
        """Return the simple game that the members play, on the n states of the world."""
        raise NotImplementedError

    def blocking_costs(self, world: World) -> np.ndarray:
        """Return what blocking costs each state, shape (n,)."""
        if isinstance(self.blocking_cost, Mapping):
            return world.by_state(self.blocking_cost, "decision.blocking_cost")
        return np.full(world.n, float(self.blocking_cost))

    @property
    def has_body(self) -> bool:
        """Whether a body votes in place of all members."""
        return self.body is not None

    @property
    def of_the_willing(self) -> bool:
        """Whether nobody's objection counts."""
        return self.blocking_cost == math.inf

    def can_decide(self, world: World, members: np.ndarray) -> bool:
        """Say whether anyone is left who could decide, after some have gone."""
        if not self.voters(world, members).any():
            return False
        try:
            return bool(self.voting_rule(world, members).voters.any())
        except ModelError:
            # The votes of those who are left add up to nothing.
            return False

    def without_veto(self, world: World, members: np.ndarray) -> Decision:
        """Return the rule of the willing: nobody's objection counts."""
        return replace(self, blocking_cost=math.inf)

    def check(self, world: World, members: np.ndarray) -> None:
        """Raise if a named state is not a member, or the rule cannot be met by all together."""
        for where, states in (
            ("setter", [self.setter] if self.setter else []),
            ("body", self.body or ()),
        ):
            for state in states:
                if not members[world.index(state, f"decision.{where}")]:
                    inside = ", ".join(world.members(members))
                    raise ModelError(f"decision.{where}", state, f"a member, one of: {inside}")
        self.blocking_costs(world)
        self.voting_rule(world, members)


@DECISIONS.add("quota")
@dataclass(frozen=True)
class Quota(VotedLevel):
    """A quota of votes, with or without weights and vetoers.

    Parameters
    ----------
    quota : int, float or str
        A sum of weights met at or above it, a share as text ("2/3", "70%"), or "majority".
    weights : str or mapping of str to float, optional
        A column of the world, or votes by state; by default one each.
    veto : sequence of str
        Members without whom nothing passes.
    abstention : bool
        Whether a member may abstain, so that a vetoer that abstains does not block. On a level
        everybody takes sides: it matters for power only (:meth:`ternary`).

    Examples
    --------
    >>> Quota(quota=2).voting_rule(World(["A", "B", "C"], {}), np.ones(3, bool)).whole[1]
    2
    """

    quota: int | float | str = "majority"
    weights: str | Mapping[str, float] | None = None
    veto: tuple[str, ...] = ()
    abstention: bool = False
    rule: ClassVar[str] = "quota"

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "veto", texts(self.veto, "decision.veto"))
        if not isinstance(self.weights, str | Mapping | None):
            raise ModelError("decision.weights", self.weights, "a column, or votes by state")
        quota_needed(self.quota, Fraction(1))
        if not isinstance(self.abstention, bool):
            raise ModelError("decision.abstention", self.abstention, "true or false")

    def voting_rule(self, world: World, members: np.ndarray) -> VotingRule:
        """Return the weighted quota with its veto set."""
        voters = self.voters(world, members)
        weights = weights_of(self.weights, world, voters, "decision.weights")
        if self.weights is None:
            total = Fraction(int(voters.sum()))
        else:
            total = sum((w for w, v in zip(weights, voters, strict=True) if v), Fraction(0))
        needed = quota_needed(self.quota, total)
        half = isinstance(self.quota, str) and needed * 2 == total
        veto = world.mask(self.veto, "decision.veto") & voters
        return VotingRule(voters, weights, needed, half, veto)

    def ternary(self, world: World, members: np.ndarray) -> TernaryGame:
        """Return the game of yes, no and abstain that the voters play."""
        voters = self.voters(world, members)
        weights = weights_of(self.weights, world, voters, "decision.weights")
        votes = {world.ids[i]: weights[i] for i in np.flatnonzero(voters)}
        return ternary_game(votes, self.quota, [state for state in self.veto if state in votes])

    def check(self, world: World, members: np.ndarray) -> None:
        """Raise if a vetoer does not vote, or the quota is above all votes together."""
        super().check(world, members)
        rule = self.voting_rule(world, members)
        for state in self.veto:
            if not rule.voters[world.index(state, "decision.veto")]:
                inside = ", ".join(world.members(rule.voters))
                raise ModelError("decision.veto", state, f"a voting member, one of: {inside}")
        total = sum((w for w, v in zip(rule.weights, rule.voters, strict=True) if v), Fraction(0))
        if rule.needed > total:
            what = "votes" if self.weights is not None else "voting members"
            raise ModelError("decision.quota", self.quota, f"at most {total} ({what} in all)")

    def without_veto(self, world: World, members: np.ndarray) -> Decision:
        """Return the quota without vetoers; where all are needed, the rule of the willing."""
        if self.veto:
            return replace(self, veto=())
        rule = self.voting_rule(world, members)
        if (rule.vetoers == rule.voters).all() and rule.voters.any():
            return replace(self, blocking_cost=math.inf)
        return self

    def resized(self, world: World, before: np.ndarray, after: np.ndarray) -> Decision:
        """Return the rule with a count quota scaled up (rounded up), and vanished vetoers gone."""
        voters = self.voters(world, after)
        stays = world.members(voters)
        quota = self.quota
        if not isinstance(quota, str):
            old, new = self.voters(world, before), voters
            if self.weights is None:
                sizes = Fraction(int(old.sum())), Fraction(int(new.sum()))
            else:
                weights = weights_of(self.weights, world, old | new, "decision.weights")
                sizes = tuple(  # type: ignore[assignment]
                    sum((w for w, v in zip(weights, mask, strict=True) if v), Fraction(0))
                    for mask in (old, new)
                )
            scaled = exact(quota, "decision.quota") * sizes[1] / sizes[0]
            quota = max(1, math.ceil(scaled)) if float(quota).is_integer() else float(scaled)
        body = self.body and tuple(state for state in self.body if state in stays)
        setter = self.setter if self.setter in world.members(after) else None
        veto = tuple(state for state in self.veto if state in stays)
        return replace(self, quota=quota, veto=veto, setter=setter, body=body)


@DECISIONS.add("unanimity")
@dataclass(frozen=True)
class Unanimity(VotedLevel):
    """Everyone who votes must support it.

    Examples
    --------
    >>> Unanimity().voting_rule(World(["A", "B"], {}), np.ones(2, bool)).vetoers.tolist()
    [True, True]
    """

    rule: ClassVar[str] = "unanimity"

    def voting_rule(self, world: World, members: np.ndarray) -> VotingRule:
        """Return the rule that needs every voter."""
        voters = self.voters(world, members)
        count = Fraction(int(voters.sum()))
        return VotingRule(voters, [Fraction(1)] * world.n, count, False, voters)

    def resized(self, world: World, before: np.ndarray, after: np.ndarray) -> Decision:
        """Return the rule without the states that are gone."""
        stays = world.members(self.voters(world, after))
        body = self.body and tuple(state for state in self.body if state in stays)
        setter = self.setter if self.setter in world.members(after) else None
        return replace(self, body=body, setter=setter)


@DECISIONS.add("consensus")
@dataclass(frozen=True)
class Consensus(Unanimity):
    """Anyone may block, and blocking costs: at cost zero this is unanimity.

    Examples
    --------
    >>> Consensus(blocking_cost=0.5).blocking_costs(World(["A", "B"], {})).tolist()
    [0.5, 0.5]
    """

    rule: ClassVar[str] = "consensus"


@dataclass(frozen=True)
class NobodyDecides(Decision):
    """No decision can be taken: what is left when all who could vote have gone."""

    rule: ClassVar[str] = "nobody decides"


@DECISIONS.add("fixed_level")
@dataclass(frozen=True)
class FixedLevel(Decision):
    """A named target that members act on, without a vote (a club's price).

    Parameters
    ----------
    level : float
        The target, in the issue's units of level.

    Examples
    --------
    >>> FixedLevel(level=25.0).agreement_class
    'uniform'
    """

    level: float = math.nan
    rule: ClassVar[str] = "fixed_level"

    def __post_init__(self) -> None:
        number(self.level, "decision.level", 0.0, 1e300)


@DECISIONS.add("joint")
@dataclass(frozen=True)
class Joint(Decision):
    """The members maximise the sum of their payoffs.

    Examples
    --------
    >>> Joint().agreement_class
    'uniform'
    """

    agreement_class_: str = "uniform"
    rule: ClassVar[str] = "joint"
    written_as: ClassVar[Mapping[str, str]] = {"agreement_class_": "class"}

    def __post_init__(self) -> None:
        if self.agreement_class_ not in CLASSES:
            raise unknown_name("decision.class", self.agreement_class_, CLASSES, "one")

    @property
    def agreement_class(self) -> str:
        """Return the class in which a fallback is looked for."""
        return self.agreement_class_


@DECISIONS.add("pledge")
@dataclass(frozen=True)
class Pledge(Decision):
    """Everyone sets its own contribution, with a weight on the other members' benefit.

    Parameters
    ----------
    weight : float, mapping of str to float, "uniform" or "differentiated"
        0 is alone, 1 is joint. "uniform": the largest common weight under which nobody gains
        by leaving. "differentiated": the weights by state that do most under that condition.

    Examples
    --------
    >>> Pledge(weight=0.5).agreement_class, Pledge(weight="differentiated").agreement_class
    ('uniform', 'differentiated')
    """

    weight: float | str | Mapping[str, float] = "uniform"
    rule: ClassVar[str] = "pledge"

    def __post_init__(self) -> None:
        weight: Any = self.weight
        if isinstance(weight, str):
            if weight not in CLASSES:
                raise unknown_name("decision.weight", weight, CLASSES, "a number from 0 to 1, or")
            return
        for key, value in weight.items() if isinstance(weight, Mapping) else [("", weight)]:
            where = f"decision.weight{'.' * bool(key)}{key}"
            number(value, where, 0.0, 1.0, "a number from 0 to 1")

    @property
    def self_enforcing(self) -> bool:
        """Whether the weights are chosen so that nobody gains by leaving."""
        return isinstance(self.weight, str)

    @property
    def agreement_class(self) -> str:
        """Return "uniform" for a common weight, else "differentiated"."""
        common = self.weight == "uniform" or isinstance(self.weight, int | float)
        return "uniform" if common else "differentiated"

    def relaxed(self, relax_class: bool = False) -> Decision:
        """Return the joint optimum among pledges of the same class (self-enforcing if it was)."""
        if self.self_enforcing:
            return Pledge(weight="differentiated") if relax_class else self
        return Pledge(weight=1.0)

    def check(self, world: World, members: np.ndarray) -> None:
        """Raise if a weight is given for an unknown state or missing for a member."""
        if isinstance(self.weight, Mapping):
            for state in self.weight:
                world.index(state, "decision.weight")
            for state in world.members(members):
                if state not in self.weight:
                    raise ModelError("decision.weight", f"no weight for {state}", "every member")
