"""Hybrids: several orders over one issue, and the rule by which they combine.

Builds on order.py. A hybrid stands wherever an order stands: whoever is in any part is in, each
part decides and enforces by its own rules. Not here: what a hybrid yields (solvers/hybrids.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.registry import Registry
from gametheory_orders.foundations.results import Table
from gametheory_orders.orders.decision import Decision, Joint, VotedLevel
from gametheory_orders.orders.deterrence import Reciprocity
from gametheory_orders.orders.enforcement import Enforcement
from gametheory_orders.orders.membership import Membership
from gametheory_orders.orders.order import Order
from gametheory_orders.orders.rule import Rule
from gametheory_orders.worlds import World

if TYPE_CHECKING:
    from gametheory_orders.issues import Issue

HYBRID = "hybrid"
"""Stands where an order says which of the four Cs it is."""

PUNISHMENTS = ("all", "own")
MOST_PARTS = 4


@dataclass(frozen=True)
class Combination:
    """How the parts of a hybrid combine.

    Parameters
    ----------
    name : str
        In model files.
    says : str
        What it means, in words.
    parts : tuple of str
        What the parts are, in order; empty if any number from two on.
    side_by_side : bool
        Whether the parts act side by side, so that what they ask for must be comparable.
    """

    name: str
    says: str
    parts: tuple[str, ...] = ()
    side_by_side: bool = True


COMBINATIONS: Registry[Combination] = Registry("combination")

for _each in (
    Combination("two_tracks", "each state does the most that any track it is on asks of it"),
    Combination("circles", "each state does what the innermost circle that it is in asks of it"),
    Combination("rivals", "nobody is in two of the clubs; each does what its own asks"),
    Combination(
        "ratification",
        "the first proposes a level for all members of the second, which takes or leaves it",
        ("who proposes", "who ratifies"),
        side_by_side=False,
    ),
    Combination(
        "adoption",
        "the second takes or leaves for all its members the standard that the first keeps anyway",
        ("who sets the standard", "who adopts it"),
        side_by_side=False,
    ),
):
    COMBINATIONS.add(_each.name)(_each)


@dataclass(frozen=True)
class InAnyPart(Membership):
    """Whoever is in any part; each part's own rule says who."""

    of: tuple[Order, ...] = ()
    rule: ClassVar[str] = "in any part"

    @property
    def endogenous_parts(self) -> bool:
        """Whether states choose to be in some part."""
        return any(part.membership.endogenous for part in self.of)

    def eligible(self, world: World) -> np.ndarray:
        """Return who may be in some part."""
        return np.asarray(np.any([part.membership.eligible(world) for part in self.of], axis=0))

    def settings(self) -> dict[str, Any]:
        """Return the rules of the parts."""
        return {"rule": self.rule, "of": [part.membership.settings() for part in self.of]}


@dataclass(frozen=True)
class ByParts(Decision):
    """Each part decides by its own rule."""

    of: tuple[Decision, ...] = ()
    memberships: tuple[Membership, ...] = ()
    rule: ClassVar[str] = "by part"

    @property
    def agreement_class(self) -> str:
        """Each part has its own class."""
        return "by_part"

    def check(self, world: World, members: np.ndarray) -> None:
        """Raise if a part's rule does not fit its members."""
        for decision, membership in zip(self.of, self.memberships, strict=True):
            decision.check(world, membership.eligible(world))

    def settings(self) -> dict[str, Any]:
        """Return the rules of the parts."""
        return {"rule": self.rule, "of": [each.settings() for each in self.of]}


@dataclass(frozen=True)
class EnforcedByParts(Enforcement):
    """Each part enforces by its own rules."""

    of: tuple[Order, ...] = ()
    rule: ClassVar[str] = "by part"

    def check(self, issue: Issue) -> None:
        """Raise if a part's rules do not fit the issue."""
        for part in self.of:
            for rule in part.rules:
                rule.check(issue)

    def check_members(self, world: World, members: np.ndarray, decision: Decision) -> None:
        """Raise if a part's rules do not fit its members."""
        for part in self.of:
            for rule in part.rules:
                rule.check_members(world, part.membership.eligible(world), part.decision)

    def settings(self) -> dict[str, Any]:
        """Return the rules of the parts."""
        of = [[rule.settings() for rule in part.rules] for part in self.of]
        return {"rule": self.rule, "of": of}


@dataclass(frozen=True)
class Hybrid(Order):
    """Several orders over one issue, combined.

    Parameters
    ----------
    parts : sequence of Order
        Two to four; of ``ratification`` who proposes and who ratifies, of ``adoption`` who sets
        the standard and who adopts it, of ``circles`` from the inside out.
    combination : str
        How they combine: a name of ``COMBINATIONS``.
    punishment : {"all", "own"}
        Whether a breach ends all parts, or only those that were broken.
    name, title, source : str
        Shown to the reader.
    issues : tuple of str
        Issues that the hybrid is made for; empty means any.

    Raises
    ------
    ModelError
        If the number of parts, a name or a part's rule does not fit.

    Examples
    --------
    >>> from gametheory_orders import load_order
    >>> parts = [load_order("charter_unanimity"), load_order("club_joint")]
    >>> Hybrid(parts=parts, combination="two_tracks", name="both").reciprocal
    True
    """

    membership: Membership = field(init=False)
    decision: Decision = field(init=False)
    enforcement: Enforcement | Sequence[Enforcement] = field(init=False)
    four_c: str = field(init=False, default=HYBRID)
    parts: Sequence[Order] = ()
    combination: str = "two_tracks"
    punishment: str = "all"

    def __post_init__(self) -> None:
        wanted = COMBINATIONS.get(self.combination, "hybrid.rule")
        if self.punishment not in PUNISHMENTS:
            raise unknown_name("hybrid.punishment", self.punishment, PUNISHMENTS, "one")
        if isinstance(self.parts, str) or not isinstance(self.parts, list | tuple):
            raise ModelError("hybrid.orders", type(self.parts).__name__, "a list of orders")
        parts = tuple(self.parts)
        fixed = len(wanted.parts)
        if not (len(parts) == fixed if fixed else 2 <= len(parts) <= MOST_PARTS):
            expected = f"{fixed}: {', then '.join(wanted.parts)}" if fixed else f"2 to {MOST_PARTS}"
            raise ModelError("hybrid.orders", f"{len(parts)} orders", expected)
        for position, part in enumerate(parts):
            self._check_part(part, f"hybrid.orders[{position}]")
        if self.combination == "ratification":
            self._check_votes(parts, (0, 1))
        if self.combination == "adoption":
            self._check_votes(parts, (1,))
        memberships = tuple(part.membership for part in parts)
        decision = ByParts(tuple(part.decision for part in parts), memberships)
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "membership", InAnyPart(of=parts))
        object.__setattr__(self, "decision", decision)
        object.__setattr__(self, "enforcement", (EnforcedByParts(parts),))

    @staticmethod
    def _check_part(part: object, where: str) -> None:
        if not isinstance(part, Order) or isinstance(part, Hybrid):
            raise ModelError(where, type(part).__name__, "an order that is no hybrid itself")
        rule = part.enforced_by(Reciprocity)
        if rule is not None and (isinstance(rule.reversion, str) and rule.reversion != "nash"):
            raise ModelError(where, f"reversion = {rule.reversion!r}", '"nash" or a number')
        if rule is not None and rule.false_alarm > 0:
            raise ModelError(where, "false alarms", "none in a part of a hybrid")
        for each in part.rules:
            if each.rule == "transfers":
                raise ModelError(where, "transfers", "none in a part of a hybrid")

    @staticmethod
    def _check_votes(parts: tuple[Order, ...], which: tuple[int, ...]) -> None:
        for position in which:
            rule = parts[position].decision
            # Members who maximise their joint payoff vote on nothing: the ideal of the account.
            if not isinstance(rule, VotedLevel | Joint):
                where = f"hybrid.orders[{position}]"
                raise ModelError(where, f"the decision rule {rule.rule!r}", "a vote on a level")

    @property
    def kind(self) -> Combination:
        """How the parts combine, with what that means."""
        return COMBINATIONS.get(self.combination, "hybrid.rule")

    @property
    def slots(self) -> tuple[tuple[str, Rule, Registry[Any]], ...]:
        """All rules of all parts."""
        return tuple(slot for part in self.parts for slot in part.slots)

    @property
    def assured(self) -> bool:
        """Whether compliance is assumed in every part."""
        return all(part.assured for part in self.parts)

    @property
    def reciprocal(self) -> bool:
        """Whether needed patience is defined for some part."""
        return any(part.reciprocal for part in self.parts)

    @property
    def deters(self) -> bool:
        """Whether something acts on a member that breaks its word, in some part."""
        return any(part.deters for part in self.parts)

    @property
    def votes(self) -> None:
        """None: there is no one vote; who has a say is told part by part."""
        return None

    def beyond_reach(self, world: World, members: np.ndarray) -> np.ndarray:
        """Return the members whom no sanctions of a part they are in can reach, shape (n,)."""
        found = np.zeros(world.n, dtype=bool)
        for part in self.parts:
            found |= part.beyond_reach(world, part.membership.eligible(world) & members)
        return found

    def _each(self, change: Any, which: Sequence[int] | None = None) -> Hybrid:
        parts = [
            change(part) if which is None or place in which else part
            for place, part in enumerate(self.parts)
        ]
        return replace(self, parts=parts)

    def with_participation_relaxed(self, world: World, members: np.ndarray) -> Hybrid:
        """Return the hybrid with everyone in all parts for good; who proposes stays."""
        which = (1,) if self.combination == "ratification" else None

        def change(part: Order) -> Order:
            return part.with_participation_relaxed(world, part.membership.eligible(world))

        return self._each(change, which)

    def with_decision_relaxed(self, relax_class: bool = False) -> Hybrid:
        """Return the hybrid each of whose parts maximises its members' joint payoff."""
        return self._each(lambda part: part.with_decision_relaxed(relax_class))

    def with_veto_relaxed(self, world: World, members: np.ndarray) -> Hybrid:
        """Return the hybrid without the vetoers of its parts."""

        def change(part: Order) -> Order:
            return part.with_veto_relaxed(world, part.membership.eligible(world))

        return self._each(change)

    def with_enforcement_relaxed(self) -> Hybrid:
        """Return the hybrid all of whose agreements are kept."""
        return self._each(lambda part: part.with_enforcement_relaxed())

    def table(self) -> Table:
        """Return one row a part."""
        rows = [
            [part.name, part.four_c, *(rule.rule for _, rule, _ in part.slots[:3])]
            for part in self.parts
        ]
        columns = ["part", "C", "membership", "decision", "enforcement"]
        return Table(columns, rows, f"{self.name} (hybrid): {self.kind.says}")

    def to_dict(self) -> dict[str, Any]:
        """Return the hybrid as plain values."""
        return {
            "name": self.name,
            "four_c": self.four_c,
            "title": self.title,
            "source": self.source,
            "issues": list(self.issues),
            "rule": self.combination,
            "punishment": self.punishment,
            "orders": [part.to_dict() for part in self.parts],
        }
