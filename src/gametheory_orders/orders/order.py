"""An order: one membership rule, one decision rule, and what enforces it.

Builds on the three rule files. Not here: the issue it is applied to (games/cooperation.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.registry import Registry
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.orders.decision import DECISIONS, Decision, NobodyDecides, VotedLevel
from gametheory_orders.orders.enforcement import ENFORCEMENTS, Binding, Enforcement, Reciprocity
from gametheory_orders.orders.membership import MEMBERSHIPS, ForGood, Membership
from gametheory_orders.orders.rule import Rule
from gametheory_orders.worlds import World

FOUR_CS = ("charter", "club", "concert", "coalition")
E_ = TypeVar("E_", bound=Enforcement)


@dataclass(frozen=True)
class Order(Result):
    """A way of cooperating: who is in, who decides, what makes them keep it.

    Parameters
    ----------
    membership : Membership
        Who is in.
    decision : Decision
        What the members agree on, and who can block it.
    enforcement : Enforcement or sequence of Enforcement
        What makes them keep it; several are combined.
    name : str
        Name of the order.
    four_c : {"charter", "club", "concert", "coalition"}
        Which of the four Cs it is an instance of.
    title, source : str
        Shown to the reader.
    issues : tuple of str
        Issues that the order is made for; empty means any.

    Examples
    --------
    >>> from gametheory_orders.orders import Unanimity, Universal
    >>> order = Order(Universal(), Unanimity(), Binding(), name="ideal", four_c="charter")
    >>> order.assured
    True
    """

    membership: Membership
    decision: Decision
    enforcement: Enforcement | Sequence[Enforcement]
    name: str = "order"
    four_c: str = "coalition"
    title: str = ""
    source: str = ""
    issues: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.four_c not in FOUR_CS:
            raise unknown_name("order.four_c", self.four_c, FOUR_CS, "one")
        rules = self.enforcement
        rules = (rules,) if isinstance(rules, Enforcement) else tuple(rules)
        if not rules:
            raise ModelError("order.enforcement", "no rule", 'at least one, such as "none"')
        kinds = [type(rule) for rule in rules]
        if len(set(kinds)) < len(kinds):
            raise ModelError("order.enforcement", "the same rule twice", "each rule once")
        object.__setattr__(self, "enforcement", rules)

    @property
    def rules(self) -> tuple[Enforcement, ...]:
        """The enforcement rules, always as a tuple."""
        assert isinstance(self.enforcement, tuple)
        return self.enforcement

    @property
    def slots(self) -> tuple[tuple[str, Rule, Registry[Any]], ...]:
        """All rules, each with the name of its slot and the registry that it is from."""
        return (
            ("membership", self.membership, MEMBERSHIPS),
            ("decision", self.decision, DECISIONS),
            *(("enforcement", rule, ENFORCEMENTS) for rule in self.rules),
        )

    def enforced_by(self, kind: type[E_]) -> E_ | None:
        """Return the enforcement rule of a kind, if the order has it."""
        return next((rule for rule in self.rules if isinstance(rule, kind)), None)

    @property
    def assured(self) -> bool:
        """Whether compliance is assumed."""
        return any(rule.assures for rule in self.rules)

    @property
    def reciprocal(self) -> bool:
        """Whether needed patience is defined for the order."""
        return self.enforced_by(Reciprocity) is not None

    def after(self, world: World, before: np.ndarray, members: np.ndarray) -> Order:
        """Return the order's rules for a changed set of members, shapes (n,)."""
        decision = self.decision.resized(world, before, members)
        if isinstance(decision, VotedLevel) and not decision.can_decide(world, members):
            decision = NobodyDecides()
        return replace(self, decision=decision)

    def with_participation_relaxed(self, world: World, members: np.ndarray) -> Order:
        """Return the order with everyone in for good; count quotas grow with it."""
        everyone = np.ones(world.n, dtype=bool)
        decision = self.decision
        if not self.membership.endogenous:
            decision = decision.resized(world, members, everyone)
        return replace(self, membership=ForGood(), decision=decision)

    def with_decision_relaxed(self, relax_class: bool = False) -> Order:
        """Return the order whose members maximise their joint payoff, in the same class."""
        return replace(self, decision=self.decision.relaxed(relax_class))

    def with_veto_relaxed(self, world: World, members: np.ndarray) -> Order:
        """Return the order without its vetoers; where all are needed, the rule of the willing."""
        return replace(self, decision=self.decision.without_veto(world, members))

    def with_enforcement_relaxed(self) -> Order:
        """Return the order whose agreements are kept; what shapes membership stays."""
        keeps = tuple(rule for rule in self.rules if rule.shapes_membership)
        return replace(self, enforcement=(*keeps, Binding()))

    @property
    def votes(self) -> VotedLevel | None:
        """The decision rule if members vote, else None."""
        return self.decision if isinstance(self.decision, VotedLevel) else None

    def table(self) -> Table:
        """Return the three rules as a table."""

        def words(settings: dict[str, Any]) -> str:
            return ", ".join(f"{k} = {v}" for k, v in settings.items() if k != "rule") or "-"

        rows = [[slot, rule.rule, words(rule.settings())] for slot, rule, _ in self.slots]
        return Table(["slot", "rule", "settings"], rows, f"{self.name} ({self.four_c})")

    def to_dict(self) -> dict[str, Any]:
        """Return the order as plain values, in the shape of a model file."""
        rules = [rule.settings() for rule in self.rules]
        return {
            "name": self.name,
            "four_c": self.four_c,
            "title": self.title,
            "source": self.source,
            "issues": list(self.issues),
            "membership": self.membership.settings(),
            "decision": self.decision.settings(),
            "enforcement": rules[0] if len(rules) == 1 else rules,
        }
