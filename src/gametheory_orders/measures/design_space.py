"""The design space: membership, decision and enforcement rules, in all combinations that fit.

Builds on orders and issues. Here are the rules that an issue is tried under, and
which combinations are one and the same design. Not here: solving them (designs.py).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.issues import Issue
from gametheory_orders.issues.levels import SampledCurve
from gametheory_orders.measures.alike import all_memberships
from gametheory_orders.measures.design_words import decision_words, membership_words, words
from gametheory_orders.orders import (
    AllOf,
    AnyOf,
    Consensus,
    Exclusion,
    Fixed,
    Joint,
    Largest,
    NoEnforcement,
    OpenEntry,
    Order,
    Pledge,
    Quota,
    Reciprocity,
    Sanctions,
    Tariff,
    Then,
    Transfers,
    Universal,
)
from gametheory_orders.orders.decision import Decision, VotedLevel
from gametheory_orders.orders.enforcement import Enforcement
from gametheory_orders.orders.membership import Membership
from gametheory_orders.worlds import World

COLUMNS = ("capability", "cinc", "gdp", "stake", "capacity", "population")
"""Columns by which the largest states are taken, those that the world has without blanks."""
MOST_SIZES = 24
MOST_COMBINATIONS = 50_000
TARIFFS = (0.01, 0.03)


@dataclass(frozen=True)
class Choice:
    """One rule that a design may have in a slot.

    Parameters
    ----------
    words : str
        What a reader calls it.
    rule : Rule or tuple of Rule
        The rule; of enforcement one or several.
    home : bool array, shape (n,), or None
        The members that its counts are meant for; other members get it scaled.
    """

    words: str
    rule: Any
    home: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class DesignSpace(Result):
    """Rules to be combined: every membership with every decision and every enforcement.

    Parameters
    ----------
    issue : Issue
        What they are tried on.
    memberships, decisions, enforcements : tuple of Choice
        The rules of each slot.
    """

    issue: Issue
    memberships: tuple[Choice, ...]
    decisions: tuple[Choice, ...]
    enforcements: tuple[Choice, ...]

    def __post_init__(self) -> None:
        for slot, choices in self.slots:
            if not choices:
                raise ModelError(f"space.{slot}", "no rule", "at least one")
        if len(self) > MOST_COMBINATIONS:
            raise ModelError("space", f"{len(self)} designs", f"at most {MOST_COMBINATIONS}")

    def __len__(self) -> int:
        return len(self.memberships) * len(self.decisions) * len(self.enforcements)

    @property
    def slots(self) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
        """The three slots with their rules."""
        return (
            ("membership", self.memberships),
            ("decision", self.decisions),
            ("enforcement", self.enforcements),
        )

    def combinations(self) -> Iterator[tuple[int, int, int]]:
        """Go through all designs, by the positions of their rules."""
        sizes = (range(len(choices)) for _, choices in self.slots)
        return ((i, j, k) for i, j, k in itertools.product(*sizes))

    def order(self, at: tuple[int, int, int]) -> Order:
        """Return the order that three rules make, scaled to its members.

        Raises
        ------
        ModelError
            If they do not go together.
        """
        entry, vote, hold = (choices[j] for (_, choices), j in zip(self.slots, at, strict=True))
        world = self.issue.world
        members = entry.rule.eligible(world)
        decision, rules = self._decision(at), hold.rule
        scaled = vote.home is not None and not entry.rule.endogenous
        votes = decision if scaled and isinstance(decision, VotedLevel) else None
        if votes is not None and not votes.can_decide(world, members):
            raise ModelError("decision", vote.words, "a rule with voters among the members")
        if hold.home is not None and not entry.rule.endogenous:
            rules = tuple(rule.resized(world, hold.home, members) for rule in rules)
        order = Order(entry.rule, decision, rules)
        name = " / ".join(self.words(at))
        return Order(entry.rule, decision, rules, name, kind_of(order, members))

    def _decision(self, at: tuple[int, int, int]) -> Decision:
        """Return the decision rule of a design, scaled to its members."""
        entry, vote = self.memberships[at[0]], self.decisions[at[1]]
        found: Decision = vote.rule
        if vote.home is None or entry.rule.endogenous:
            return found
        world = self.issue.world
        return found.resized(world, vote.home, entry.rule.eligible(world))

    def words(self, at: tuple[int, int, int]) -> tuple[str, str, str]:
        """Return the three rules of a design in words; a count is that of its own members."""
        entry = self.memberships[at[0]]
        decided = self.decisions[at[1]].words
        if not entry.rule.endogenous:
            members = entry.rule.eligible(self.issue.world)
            decided = decision_words(self._decision(at), members)
        return entry.words, decided, self.enforcements[at[2]].words

    def with_order(self, order: Order) -> tuple[DesignSpace, tuple[int, int, int]]:
        """Return the space with an order's own rules in it, and where they are."""
        world = self.issue.world
        members = order.membership.eligible(world)
        # Where members choose whether to be in, counts are meant for whoever is in.
        home = None if order.membership.endogenous else members
        own = (
            Choice(membership_words(order.membership, world), order.membership),
            Choice(decision_words(order.decision, home), order.decision, home),
            Choice(" and ".join(map(words, order.rules)), order.rules, home),
        )
        slots: list[tuple[Choice, ...]] = []
        at: list[int] = []
        for (_, choices), choice in zip(self.slots, own, strict=True):
            found = next((j for j, each in enumerate(choices) if _same(each, choice, world)), None)
            at.append(len(choices) if found is None else found)
            slots.append((*choices, choice) if found is None else choices)
        return DesignSpace(self.issue, *slots), (at[0], at[1], at[2])

    def table(self) -> Table:
        """Return one row a rule."""
        rows = [[slot, choice.words] for slot, choices in self.slots for choice in choices]
        return Table(["slot", "rule"], rows, f"{self.issue.name}: {len(self)} designs")

    def to_dict(self) -> dict[str, Any]:
        """Return the rules of each slot in words."""
        return {slot: [choice.words for choice in choices] for slot, choices in self.slots}


def design_space(
    issue: Issue,
    *,
    memberships: Iterable[Membership] | str | None = None,
    decisions: Iterable[Decision] | None = None,
    enforcements: Iterable[Enforcement | Sequence[Enforcement]] | None = None,
    transfers: bool = False,
) -> DesignSpace:
    """Return the designs to try on an issue.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    memberships : sequence of Membership, "largest", "all" or None
        By default, as with "largest": the k largest states by each figure that the world has,
        for each k, and open entry. "all": every set of states (at most 12 states); sets that
        differ only in interchangeable states count once.
    decisions : sequence of Decision, optional
        By default consensus; three quarters, two thirds, a majority; two thirds with a veto of
        the two largest; joint maximisation; and pledges.
    enforcements : sequence of Enforcement, or of several to combine, optional
        By default reciprocity and none; with trade links also tariffs.
    transfers : bool
        Whether members may also share their joint gain equally, beside reciprocity.

    Raises
    ------
    ModelError
        If a slot is empty, or there are too many designs.

    Notes
    -----
    On public goods without closed forms each design takes a good part of a second; there the
    default is a smaller space: one figure to take the largest by, no pledges, reciprocity.

    Examples
    --------
    >>> from gametheory_orders import load_issue
    >>> space = design_space(load_issue("climate"))
    >>> len(space) > 1000
    True
    """
    if memberships is None or isinstance(memberships, str):
        entries = _memberships(issue, "largest" if memberships is None else memberships)
    else:
        entries = list(memberships)
    votes = _decisions(issue) if decisions is None else list(decisions)
    holds = _enforcements(issue) if enforcements is None else list(enforcements)
    if not isinstance(transfers, bool):
        raise ModelError("transfers", transfers, "true or false")
    holds += [(Transfers(), Reciprocity())] if transfers else []
    for slot, rules, kind in (("memberships", entries, Membership), ("decisions", votes, Decision)):
        for j, rule in enumerate(rules):
            if not isinstance(rule, kind):
                raise ModelError(f"{slot}[{j}]", rule, f"a {kind.__name__.lower()} rule")
    combined = [(rule,) if isinstance(rule, Enforcement) else tuple(rule) for rule in holds]
    world = issue.world
    everyone = np.ones(world.n, dtype=bool)
    space = DesignSpace(
        issue,
        tuple(Choice(membership_words(rule, world), rule) for rule in entries),
        tuple(Choice(decision_words(rule, everyone), rule, everyone) for rule in votes),
        tuple(Choice(" and ".join(map(words, rules)), rules, everyone) for rules in combined),
    )
    return _without_refused(space)


def _without_refused(space: DesignSpace) -> DesignSpace:
    """Return the space without rules that make no sense for the family."""
    refuses = space.issue.refuses

    def fits(choice: Choice) -> bool:
        rules = choice.rule if isinstance(choice.rule, tuple) else (choice.rule,)
        return not any(rule.rule in refuses for rule in rules)

    return DesignSpace(space.issue, *(tuple(filter(fits, choices)) for _, choices in space.slots))


def _memberships(issue: Issue, kind: str) -> list[Membership]:
    world = issue.world
    if kind == "all":
        return [Fixed(members=world.members(members)) for members in all_memberships(issue)]
    if kind != "largest":
        raise ModelError("memberships", kind, '"largest", "all" or membership rules')
    columns = [name for name in COLUMNS if world.has(name)]
    columns = columns[:1] if _slow(issue) else columns
    sizes = _sizes(world.n)
    found: list[Membership] = [Universal()]
    seen = {np.ones(world.n, dtype=bool).tobytes()}
    for column, size in itertools.product(columns, sizes):
        rule = Largest(by=column, count=size)
        key = rule.eligible(world).tobytes()
        if key not in seen:
            seen.add(key)
            found.append(rule)
    return [*found, OpenEntry()]


def _slow(issue: Issue) -> bool:
    """Say whether payoffs along a level have no closed form, so that each design takes long."""
    if issue.family != "public_good":
        return False
    return isinstance(issue.level_curve(np.ones(issue.n, dtype=bool)), SampledCurve)


def _sizes(n: int) -> list[int]:
    """Return the sizes of memberships: all up to 24 states, else a dozen, small ones first."""
    if n <= MOST_SIZES:
        return list(range(1, n + 1))
    return sorted({round(float(size)) for size in np.geomspace(1, n, MOST_SIZES // 2)})


def _decisions(issue: Issue) -> list[Decision]:
    world = issue.world
    column = next((name for name in COLUMNS if world.has(name)), None)
    found: list[Decision] = [
        Consensus(),
        Quota(quota="3/4"),
        Quota(quota="2/3"),
        Quota(quota="majority"),
        Joint(),
        Pledge(weight="uniform"),
        Pledge(weight="differentiated"),
    ]
    if _slow(issue):
        return [Consensus(), Quota(quota="2/3"), Quota(quota="majority"), Joint()]
    if column is not None and world.n > 2:
        leading = Largest(by=column, count=2).eligible(world)
        found.insert(4, Quota(quota="2/3", veto=world.members(leading)))
    return found


def _enforcements(issue: Issue) -> list[Enforcement | Sequence[Enforcement]]:
    found: list[Enforcement | Sequence[Enforcement]] = [Reciprocity()]
    if not _slow(issue):
        found.append(NoEnforcement())
    if issue.trade is not None:
        found += [Tariff(rate=rate) for rate in TARIFFS]
    return found


def kind_of(order: Order, members: np.ndarray) -> str:
    """Return which of the four Cs a design is nearest to, by its rules.

    Pledges, and open entry without anything done to outsiders, make a coalition; a vote of all
    states a charter; a vote of a few a concert; anything done to outsiders, or a few who decide
    jointly or act on a fixed level, a club.

    Examples
    --------
    >>> from gametheory_orders import load_order
    >>> order = load_order("g6_consensus")
    >>> kind_of(order, np.array([True, True, False]))
    'concert'
    """
    acts_on_outsiders = any(isinstance(rule, Tariff | Exclusion) for rule in order.rules)
    if order.decision.rule == "pledge":
        return "coalition"
    if order.membership.endogenous:
        return "club" if acts_on_outsiders or order.membership.rule != "open" else "coalition"
    if members.all():
        return "charter"
    return "concert" if order.votes is not None and not acts_on_outsiders else "club"


def _same(one: Choice, other: Choice, world: World) -> bool:
    """Say whether two choices are the same rule."""
    if isinstance(one.rule, Membership):
        a, b = one.rule, other.rule
        if a.endogenous or b.endogenous:
            return bool(a == b)
        alike = a.exit_cost == b.exit_cost and a.reaction == b.reaction
        return alike and bool((a.eligible(world) == b.eligible(world)).all())
    if one.rule != other.rule:
        return False
    if not _counts(one.rule):
        return True
    # Counts mean what they say of their own members only.
    if one.home is None or other.home is None:
        return one.home is other.home
    return bool((one.home == other.home).all())


def _counts(rule: Any) -> bool:
    """Say whether a rule holds a count, or may, so that it depends on how many decide."""
    if isinstance(rule, tuple):
        return any(isinstance(each, Sanctions) for each in rule)
    if isinstance(rule, Quota):
        return not isinstance(rule.quota, str)
    return isinstance(rule, AllOf | AnyOf | Then)
