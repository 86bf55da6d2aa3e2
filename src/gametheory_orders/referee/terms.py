"""The rules of an order as the referee reads them.

Builds on orders (their keys only) and ballots.py. Rules that it has no definition for are refused
by name, so that they are listed as not rechecked. Not here: what the rules lead to (bargains.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from gametheory_orders.orders import (
    Binding,
    FixedLevel,
    Joint,
    NoEnforcement,
    Order,
    Pledge,
    Reciprocity,
    Tariff,
)
from gametheory_orders.orders.decision import Decision, VotedLevel
from gametheory_orders.orders.membership import (
    Criterion,
    Fixed,
    Largest,
    OpenEntry,
    Universal,
)
from gametheory_orders.referee.ballots import Ballot, ballot_of
from gametheory_orders.referee.figures import NotCovered
from gametheory_orders.referee.goods import ZERO, Good
from gametheory_orders.worlds import World


@dataclass(frozen=True)
class Terms:
    """Who may be in, how members decide, what they have to fear.

    Parameters
    ----------
    good : Good
        What is at stake.
    eligible : frozenset of int
        Who is in by rule; under open entry, who may be.
    how : {"vote", "level", "joint", "pledge", "nobody"}
        How members decide.
    ballot : Ballot or None
        Their vote.
    costs : list of Fraction or None
        What blocking costs each; None where nobody's objection counts.
    level : Fraction
        A fixed level.
    weight : Fraction, list of Fraction, "uniform" or "differentiated"
        Of pledges.
    patience : list of Fraction or None
        Where members reciprocate.
    tariff, exit_cost : Fraction
        On outsiders' exports; of leaving.
    binding, open, for_good : bool
        Whether compliance is assumed; whether states choose; whether nobody can leave.
    reaction : str
        What the rest do if one leaves.
    one_level : bool
        Whether the joint optimum is one level for all.
    foresight, fallback : str
        Whether members see what will be kept; what happens to what would not be.
    """

    good: Good
    eligible: frozenset[int]
    how: str
    ballot: Ballot | None = None
    costs: list[Fraction] | None = None
    level: Fraction = ZERO
    weight: Any = None
    patience: list[Fraction] | None = None
    tariff: Fraction = ZERO
    exit_cost: Fraction = ZERO
    binding: bool = False
    open: bool = False
    for_good: bool = False
    reaction: str = "redecide"
    one_level: bool = True
    foresight: str = "anticipate"
    fallback: str = "deepest_kept"

    @property
    def deters(self) -> bool:
        """Whether a member that breaks its word has something to fear."""
        return self.patience is not None

    @property
    def assured(self) -> bool:
        """Whether nobody is asked whether it keeps its word."""
        return self.binding or ((self.for_good or self.open) and not self.deters)

    def names(self, states: frozenset[int] | set[int]) -> list[str]:
        """Return states by name, in the world's order."""
        return [self.good.ids[i] for i in sorted(states)]

    def after(self, before: frozenset[int], members: frozenset[int]) -> Terms:
        """Return the rules for a changed membership."""
        if self.open or self.ballot is None:
            return self
        ballot = self.ballot.resized(self.names(before), self.names(members))
        voters = ballot.voters(self.names(members))
        if not voters or not sum(ballot.weight(state) for state in voters):
            return replace(self, how="nobody", ballot=None)
        return replace(self, ballot=ballot)

    def everyone_in(self) -> Terms:
        """Return the rules with all states in for good."""
        everyone = self.good.everyone
        ballot = self.ballot
        if ballot is not None and not self.open:
            ballot = ballot.resized(self.names(self.eligible), self.names(everyone))
        return replace(self, ballot=ballot, eligible=everyone, open=False, for_good=True)

    def jointly(self) -> Terms:
        """Return the rules with the members' joint optimum, in the same class."""
        if self.how == "pledge":
            return self if isinstance(self.weight, str) else replace(self, weight=Fraction(1))
        differs = self.how == "joint" and not self.one_level
        return replace(self, how="joint", ballot=None, costs=None, one_level=not differs)

    def without_veto(self) -> Terms:
        """Return the rules without vetoers; where all are needed, nobody's objection counts."""
        if self.ballot is None:
            return self
        if self.ballot.parts:
            raise NotCovered("several votes joined, without their veto")
        if self.ballot.veto:
            return replace(self, ballot=replace(self.ballot, veto=()))
        voters = self.ballot.voters(self.names(self.eligible))
        members = self.names(self.eligible)
        everyone = set(voters)
        if voters and not any(self.ballot.wins(everyone - {state}, members) for state in voters):
            return replace(self, costs=None)
        return self


def terms_of(order: Order, good: Good, world: World, patience: Any) -> Terms:
    """Return an order's rules, with patience as one number or by state.

    Raises
    ------
    NotCovered
        If one of them has no definition here.
    """
    membership = order.membership
    if membership.reaction == "keep":
        raise NotCovered("the reaction 'keep'")
    found = Terms(
        good,
        _eligible(order, world),
        "nobody",
        exit_cost=Fraction(membership.exit_cost),
        open=isinstance(membership, OpenEntry),
        reaction=membership.reaction,
    )
    return _enforced(_decided(found, order.decision, world), order, world, patience)


def _eligible(order: Order, world: World) -> frozenset[int]:
    rule = order.membership
    if type(rule) is Universal:
        return frozenset(range(world.n))
    if type(rule) is Fixed:
        return frozenset(world.ids.index(state) for state in rule.members)
    if type(rule) is Criterion or (type(rule) is OpenEntry and rule.where):
        return frozenset(
            i for i, inside in enumerate(world.evaluate(rule.where, "membership.where")) if inside
        )
    if type(rule) is OpenEntry:
        return frozenset(range(world.n))
    if type(rule) is Largest:
        column = list(world.columns[rule.by])
        ranked = sorted(range(world.n), key=lambda i: (-column[i], i))
        return frozenset(ranked[: rule.count])
    raise NotCovered(f"the membership rule {rule.rule!r}")


def _decided(found: Terms, rule: Decision, world: World) -> Terms:
    if type(rule) is FixedLevel:
        return replace(found, how="level", level=Fraction(rule.level))
    if type(rule) is Joint:
        return replace(found, how="joint", one_level=rule.agreement_class_ == "uniform")
    if type(rule) is Pledge:
        weight: Any = rule.weight
        if isinstance(weight, Mapping):
            weight = [Fraction(weight.get(state, 0)) for state in world.ids]
        elif not isinstance(weight, str):
            weight = Fraction(weight)
        return replace(found, how="pledge", weight=weight)
    if not isinstance(rule, VotedLevel):
        raise NotCovered(f"the decision rule {rule.rule!r}")
    if rule.agenda != "open" or not rule.floor:
        raise NotCovered("a closed agenda, or a level without a floor")
    ballot = ballot_of(rule, world.columns, world.ids)
    costs: list[Fraction] | None
    if isinstance(rule.blocking_cost, Mapping):
        each = [rule.blocking_cost.get(state, 0.0) for state in world.ids]
    else:
        each = [float(rule.blocking_cost)] * world.n
    if any(math.isinf(cost) for cost in each):
        if not all(math.isinf(cost) for cost in each):
            raise NotCovered("blocking costs without end for some")
        costs = None
    else:
        costs = [Fraction(cost) for cost in each]
    return replace(found, how="vote", ballot=ballot, costs=costs)


def _enforced(found: Terms, order: Order, world: World, patience: Any) -> Terms:
    for rule in order.rules:
        if type(rule) is NoEnforcement:
            continue
        if type(rule) is Binding:
            found = replace(found, binding=True)
        elif type(rule) is Tariff:
            found = replace(found, tariff=Fraction(rule.rate))
        elif type(rule) is Reciprocity:
            if rule.reversion != "nash" or rule.monitoring != 1.0:
                raise NotCovered("reciprocity with another reversion, or imperfect monitoring")
            found = replace(found, patience=_by_state(patience, world))
        else:
            raise NotCovered(f"the enforcement rule {rule.rule!r}")
    return found


def _by_state(patience: Any, world: World) -> list[Fraction]:
    if isinstance(patience, Mapping):
        return [Fraction(patience[state]) for state in world.ids]
    return [Fraction(patience)] * world.n
