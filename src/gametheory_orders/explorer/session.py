"""What is chosen on the page, and what the page then shows: plain values, no browser.

Builds on files, measures and presets.py. What has been worked out once is kept, so that moving
one control solves only what it changes. Not here: how it looks (drawing.py, app.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from gametheory_orders.explorer.pasted import read_pasted, without_path
from gametheory_orders.explorer.presets import presets
from gametheory_orders.files.issues import read_model
from gametheory_orders.foundations.errors import ModelError, NoAnswer, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.measures.assess import Assessment
from gametheory_orders.measures.compare import Comparison, compare_orders
from gametheory_orders.measures.legitimacy import Legitimacy
from gametheory_orders.measures.shortfall import Shortfall
from gametheory_orders.orders import Enforcement, Fixed, NoEnforcement, Order, Tariff
from gametheory_orders.orders.decision import Consensus, Quota, Unanimity, VotedLevel
from gametheory_orders.orders.enforcement import check_patience
from gametheory_orders.orders.order import FOUR_CS

PATIENCE = 0.9
KEPT = 3000
"""Assessments kept for one problem before it starts anew."""
YOURS = "your_order"


@dataclass(frozen=True)
class Choice:
    """What is chosen on the page; None leaves to the order what its own rule says.

    Parameters
    ----------
    issue : str
        Name of a bundled issue, or path of a model file.
    text : str
        A model in place of it.
    order : str
        The order to look at: a preset (charter, club, concert, coalition), or one of the issue.
    beside : tuple of str
        Orders it is set beside.
    patience : float
        Weight of tomorrow, in [0, 1).
    blocking_cost : float, optional
        In the issue's numeraire.
    tariff : float, optional
        A share: 0.02 is two percent.
    quota : int, optional
        Votes needed.
    members : tuple of str, optional
        Who is in.
    """

    issue: str = "climate"
    text: str = ""
    order: str = "concert"
    beside: tuple[str, ...] = FOUR_CS
    patience: float = PATIENCE
    blocking_cost: float | None = None
    tariff: float | None = None
    quota: int | None = None
    members: tuple[str, ...] | None = None

    @property
    def changes(self) -> bool:
        """Whether anything of the order is changed."""
        four = (self.blocking_cost, self.tariff, self.quota, self.members)
        return any(each is not None for each in four)


@dataclass(frozen=True, eq=False)
class Opened:
    """A problem that is open on the page, with the orders that can be chosen for it."""

    issue: Issue
    orders: Mapping[str, Order]
    kept: dict[tuple[str, float], Assessment | NoAnswer] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Point:
    """An order's place in the plane of effectiveness and legitimacy."""

    name: str
    title: str
    four_c: str
    effectiveness: float
    legitimacy: float
    on_frontier: bool
    yours: bool


@dataclass(frozen=True, eq=False)
class Screen(Result):
    """What the page shows for a choice.

    Parameters
    ----------
    choice : Choice
        What was chosen.
    comparison : Comparison
        The order that is looked at first, then those beside it.
    remarks : tuple of str
        Why some of those chosen are not there.
    """

    choice: Choice
    comparison: Comparison
    remarks: tuple[str, ...] = ()

    @property
    def assessment(self) -> Assessment:
        """The assessment of the order that is looked at."""
        return self.comparison.assessments[0]

    @property
    def order(self) -> Order:
        """The order that is looked at, as changed."""
        return self.assessment.outcome.game.order

    @property
    def issue(self) -> Issue:
        """What is at stake."""
        return self.comparison.issue

    @property
    def members(self) -> tuple[str, ...]:
        """Who is in."""
        return self.assessment.outcome.members

    @property
    def effectiveness(self) -> float:
        """Delivered effectiveness."""
        return self.assessment.effectiveness

    @property
    def legitimacy(self) -> Legitimacy:
        """The legitimacy vector of what is delivered."""
        return self.assessment.legitimacy

    @property
    def gap(self) -> float:
        """Effectiveness minus the legitimacy index."""
        return self.assessment.gap

    @property
    def shortfall(self) -> Shortfall:
        """The rules to which the rest is lost."""
        return self.assessment.shortfall

    @property
    def blocked_by(self) -> tuple[str, ...]:
        """Members whose support alone would change what is agreed."""
        return self.assessment.outcome.blocked_by

    @property
    def leavers(self) -> tuple[str, ...]:
        """Members who would gain by leaving what is delivered."""
        return tuple(self.assessment.outcome.delivered.leavers)

    @property
    def joiners(self) -> tuple[str, ...]:
        """Outsiders who would gain by joining, where they may."""
        return tuple(self.assessment.outcome.delivered.joiners)

    @property
    def points(self) -> tuple[Point, ...]:
        """The orders in the plane, the one that is looked at first."""
        best = self.comparison.frontier
        out = []
        for j, found in enumerate(self.comparison):
            order = found.outcome.game.order
            place = found.effectiveness, found.legitimacy.index
            title = order.title or order.name
            out.append(
                Point(order.name, title, order.four_c, *place, order.name in best, yours=j == 0)
            )
        return tuple(out)

    def table(self) -> Table:
        """Return one row an order: what it delivers, its legitimacy, whether it is on top."""
        rows = [
            [point.name, point.four_c, point.effectiveness, point.legitimacy, point.on_frontier]
            for point in self.points
        ]
        title = f"{self.issue.name}, patience {self.choice.patience:g}"
        return Table(["order", "C", "E", "L", "on the frontier"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures on the page as plain values."""
        best: dict[str, Any] = plain(
            {
                "issue": self.issue.name,
                "patience": self.choice.patience,
                "order": self.order.to_dict(),
                "shown": {**self.assessment.to_dict(), "patience": self.choice.patience},
                "points": [
                    [p.name, p.effectiveness, p.legitimacy, p.on_frontier] for p in self.points
                ],
                "remarks": self.remarks,
            }
        )
        return best


def look(choice: Choice) -> Screen:
    """Return what the page shows for a choice.

    Parameters
    ----------
    choice : Choice
        What is chosen.

    Raises
    ------
    ModelError
        If the model is wrong, or a change does not fit the order.
    NoAnswer
        If the order that is looked at has no stable membership.

    Examples
    --------
    >>> screen = look(Choice("climate", order="g6_consensus", beside=("club_tariff_2",)))
    >>> round(screen.effectiveness, 4), screen.blocked_by, len(screen.points)
    (0.2697, ('China',), 2)
    >>> look(replace(screen.choice, quota=4)).effectiveness > screen.effectiveness
    True
    """
    check_patience(choice.patience)
    opened = open_problem(choice.issue, choice.text)
    order = shaped(opened, choice)
    found = [_judged(opened, order, choice.patience)]
    remarks = []
    for name in dict.fromkeys(choice.beside):
        other = chosen_order(opened, name)
        if other.name == order.name:
            continue
        try:
            found.append(_judged(opened, other, choice.patience))
        except (ModelError, NoAnswer) as error:
            remarks.append(f"{name} is not shown: {error}")
    comparison = Comparison(
        opened.issue, tuple(found), choice.patience, "anticipate", "deepest_kept"
    )
    return Screen(choice, comparison, tuple(remarks))


@lru_cache(maxsize=8)
def open_problem(issue: str, text: str = "") -> Opened:
    """Open a problem: a bundled one, a file, or a text typed on the page.

    Examples
    --------
    >>> list(open_problem("spheres").orders)[:4]
    ['charter', 'club', 'concert', 'coalition']
    """
    model = read_pasted(text) if text.strip() else without_path(read_model(issue))
    own = {order.name: order for order in model.orders}
    return Opened(model.issue, {**presets(model.issue), **own})


def chosen_order(opened: Opened, name: str) -> Order:
    """Return the order of a name."""
    if name not in opened.orders:
        raise unknown_name("order", name, opened.orders, "an order")
    return opened.orders[name]


def first_members(opened: Opened, name: str) -> tuple[str, ...]:
    """Return who is in an order before anything is changed, by its own rule.

    Examples
    --------
    >>> first_members(open_problem("climate"), "pair_eu_us")
    ('EU', 'US')
    """
    order = chosen_order(opened, name)
    if not order.membership.endogenous:
        game = CooperationGame(opened.issue, order)
        return game.names(game.members)
    try:
        return _judged(opened, order, PATIENCE).outcome.members
    except NoAnswer:
        return ()


def shaped(opened: Opened, choice: Choice) -> Order:
    """Return the chosen order with what was changed on it.

    Examples
    --------
    >>> order = shaped(open_problem("climate"), Choice(order="charter", quota=8, tariff=0.01))
    >>> order.decision.quota, [rule.rule for rule in order.rules]
    (8, ['reciprocity', 'tariff'])
    """
    order = chosen_order(opened, choice.order)
    if not choice.changes:
        return order
    if choice.members is not None:
        order = _with_members(opened.issue, order, choice.members)
    if choice.quota is not None:
        order = replace(order, decision=_with_quota(order, choice.quota))
    if choice.blocking_cost is not None:
        order = replace(order, decision=_with_cost(order, choice.blocking_cost))
    if choice.tariff is not None:
        order = replace(order, enforcement=_with_tariff(order, choice.tariff))
    title = f"{order.title or order.name}, as you changed it"
    return replace(order, name=YOURS, title=title, source="", issues=())


def _with_members(issue: Issue, order: Order, members: tuple[str, ...]) -> Order:
    """Return the order of a fixed list; counts of votes change in proportion."""
    if not members:
        raise ModelError("members", "nobody", "at least one state")
    world = issue.world
    before, after = order.membership.eligible(world), world.mask(members, "members")
    fixed = [rule.fixed_to(order.decision) for rule in order.rules]
    rules = tuple(rule.resized(world, before, after) for rule in fixed)
    leaving = {"exit_cost": order.membership.exit_cost, "reaction": order.membership.reaction}
    membership = Fixed(members=world.members(after), **leaving)  # type: ignore[arg-type]
    decision = order.decision.resized(world, before, after)
    return replace(order, membership=membership, decision=decision, enforcement=rules)


def _with_quota(order: Order, quota: int) -> Quota:
    decision = order.decision
    if type(decision) is Quota and decision.weights is None:
        return replace(decision, quota=quota)
    if not isinstance(decision, Unanimity):
        raise ModelError("quota", quota, "an order in which a count of votes decides")
    return Quota(
        quota=quota,
        agenda=decision.agenda,
        setter=decision.setter,
        body=decision.body,
        floor=decision.floor,
        blocking_cost=decision.blocking_cost,
    )


def _with_cost(order: Order, cost: float) -> VotedLevel:
    decision = order.decision
    if not isinstance(decision, VotedLevel):
        raise ModelError("blocking_cost", cost, "an order in which members vote")
    if type(decision) is Unanimity:
        # Unanimity in which blocking costs something is what the field calls consensus.
        same = {key: getattr(decision, key) for key in ("agenda", "setter", "body", "floor")}
        return Consensus(**same, blocking_cost=cost)
    return replace(decision, blocking_cost=cost)


def _with_tariff(order: Order, rate: float) -> tuple[Enforcement, ...]:
    rules: list[Enforcement] = [rule for rule in order.rules if not isinstance(rule, Tariff)]
    if rate:
        rules = [rule for rule in rules if not isinstance(rule, NoEnforcement)]
        rules.append(Tariff(rate=rate))
    return tuple(rules) or (NoEnforcement(),)


def _judged(opened: Opened, order: Order, patience: float) -> Assessment:
    """Return the assessment of an order, worked out once; without reciprocity for any patience."""
    key = repr(order), patience if order.reciprocal else -1.0
    found = opened.kept.get(key)
    if found is None:
        if len(opened.kept) > KEPT:
            opened.kept.clear()
        try:
            found = compare_orders(opened.issue, [order], patience=patience).assessments[0]
        except NoAnswer as error:
            found = NoAnswer(f"{order.name}: {error}", error.witness)
        opened.kept[key] = found
    if isinstance(found, NoAnswer):
        raise NoAnswer(str(found), found.witness)
    return found


__all__ = [
    "Choice",
    "Opened",
    "Point",
    "Screen",
    "chosen_order",
    "first_members",
    "look",
    "open_problem",
    "shaped",
]
