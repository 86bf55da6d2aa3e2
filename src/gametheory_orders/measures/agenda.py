"""Several issues over one world: what choosing members anew for each brings, and what it costs.

Builds on designs.py. A standing body has one membership for the whole agenda and is set up once;
a coalition is set up for each issue, and each of its members has one more forum to attend.
Not here: bargains across issues (solvers/linkage.py), one issue alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.measures.designs import Judge
from gametheory_orders.measures.effectiveness import NOTHING_AT_STAKE, stake
from gametheory_orders.orders import Fixed, Order
from gametheory_orders.orders.figures import LOSS, Figures, check_figures, figures
from gametheory_orders.orders.rule import number


@dataclass(frozen=True, eq=False)
class Agenda(Result):
    """Issues that the same states meet, each with a weight.

    Parameters
    ----------
    issues : sequence of Issue
        At least one, over worlds of the same states in the same order.
    weights : sequence of float, optional
        How often each comes up, or how much it counts; they are scaled to sum to one. By
        default all alike.
    set_up : float
        What it costs to bring a forum about, in the issues' numeraire.
    attention : float, str or mapping of str to float
        What one forum costs each state in it: one number, a column of the world, or by state.

    Examples
    --------
    >>> from gametheory_orders import PublicGood, World
    >>> world = World(list("AB"), {"stake": [1.0, 2.0], "capacity": [1.0, 1.0]})
    >>> agenda = Agenda([PublicGood(world, name="air"), PublicGood(world, name="sea")], [3, 1])
    >>> agenda.weights
    (0.75, 0.25)
    """

    issues: Sequence[Issue]
    weights: Sequence[float] | None = None
    set_up: float = 0.0
    attention: Figures = 0.0
    ids: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        issues = tuple(self.issues)
        if not issues:
            raise ModelError("agenda.issues", "no issue", "at least one")
        names = [issue.name for issue in issues]
        for j, issue in enumerate(issues):
            if names[j] in names[:j]:
                found = f"{names[j]!r} a second time"
                raise ModelError(f"agenda.issues[{j}]", found, "issues of different names")
            if issue.world.ids != issues[0].world.ids:
                expected = f"those of {names[0]!r}, in the same order"
                raise ModelError(f"agenda.issues[{j}]", f"other states in {names[j]!r}", expected)
        weights = [1.0] * len(issues) if self.weights is None else list(self.weights)
        if len(weights) != len(issues):
            expected = f"one for each of {len(issues)} issues"
            raise ModelError("agenda.weights", f"{len(weights)} weights", expected)
        each = [number(w, f"agenda.weights[{j}]", 0.0, 1e300) for j, w in enumerate(weights)]
        if not sum(each) > 0:
            raise ModelError("agenda.weights", "weights that sum to 0", "at least one above 0")
        number(self.set_up, "agenda.set_up", 0.0, 1e300)
        check_figures(self.attention, "agenda.attention", LOSS)
        costly = self.set_up > 0 or self.attention != 0.0
        if costly and len({issue.numeraire for issue in issues}) > 1:
            units = ", ".join(sorted({issue.numeraire for issue in issues}))
            raise ModelError("agenda.set_up", f"costs, and payoffs in {units}", "one numeraire")
        object.__setattr__(self, "issues", issues)
        object.__setattr__(self, "weights", tuple(w / sum(each) for w in each))
        object.__setattr__(self, "ids", issues[0].world.ids)

    def __len__(self) -> int:
        return len(self.issues)

    def cost(self, members: np.ndarray) -> float:
        """Return what one forum of these members costs, in the numeraire; nothing if empty."""
        if not members.any():
            return 0.0
        world = self.issues[0].world
        each = np.nan_to_num(figures(self.attention, world, "agenda.attention", LOSS))
        return float(self.set_up + each[members].sum())

    def table(self) -> Table:
        """Return one row an issue."""
        assert self.weights is not None
        rows = [
            [issue.name, weight] for issue, weight in zip(self.issues, self.weights, strict=True)
        ]
        return Table(["issue", "weight"], rows, f"an agenda of {len(self)} issues")

    def to_dict(self) -> dict[str, Any]:
        """Return the agenda as plain values."""
        assert self.weights is not None
        found: dict[str, Any] = plain(
            {
                "issues": [issue.name for issue in self.issues],
                "weights": list(self.weights),
                "set_up": self.set_up,
                "attention": self.attention,
            }
        )
        return found


@dataclass(frozen=True)
class OnIssue:
    """One issue of an agenda under both ways of choosing members.

    Parameters
    ----------
    issue : str
        Its name.
    weight : float
        Its share of the agenda.
    standing, anew : tuple of str
        The members of the standing body, and those chosen for this issue.
    standing_effectiveness, anew_effectiveness : float
        What each delivers, costs aside.
    standing_cost, anew_cost : float
        What each costs, as a share of what is at stake in the issue.
    """

    issue: str
    weight: float
    standing: tuple[str, ...]
    anew: tuple[str, ...]
    standing_effectiveness: float
    anew_effectiveness: float
    standing_cost: float
    anew_cost: float


@dataclass(frozen=True, eq=False)
class Flexibility(Result):
    """What choosing members anew for each issue brings, less what one membership for all brings.

    Parameters
    ----------
    order : str
        Whose decision and enforcement rules hold.
    chosen : str
        How members are chosen anew, in words.
    issues : tuple of OnIssue
        Issue by issue.
    """

    order: str
    chosen: str
    issues: tuple[OnIssue, ...]

    @property
    def standing(self) -> float:
        """Expected effectiveness of the standing body, costs taken off."""
        return math.fsum(
            each.weight * (each.standing_effectiveness - each.standing_cost) for each in self.issues
        )

    @property
    def anew(self) -> float:
        """Expected effectiveness of coalitions chosen anew, costs taken off."""
        return math.fsum(
            each.weight * (each.anew_effectiveness - each.anew_cost) for each in self.issues
        )

    @property
    def value(self) -> float:
        """Flexibility: the one less the other."""
        return self.anew - self.standing

    def table(self) -> Table:
        """Return one row an issue."""
        rows = [
            [
                each.issue,
                each.weight,
                len(each.standing),
                each.standing_effectiveness,
                each.standing_cost,
                ", ".join(each.anew),
                each.anew_effectiveness,
                each.anew_cost,
            ]
            for each in self.issues
        ]
        columns = ["issue", "weight", "standing", "E", "cost", "anew", "E anew", "cost anew"]
        title = f"{self.order}: flexibility {self.value:.3f} ({self.chosen})"
        return Table(columns, rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        found: dict[str, Any] = plain(
            {
                "order": self.order,
                "chosen": self.chosen,
                "flexibility": self.value,
                "standing": self.standing,
                "anew": self.anew,
                "issues": [vars(each) for each in self.issues],
            }
        )
        return found


def flexibility(
    agenda: Agenda,
    order: Order,
    *,
    patience: float | Mapping[str, float] | None = None,
    fallback: str = "deepest_kept",
) -> Flexibility:
    """Return what it is worth to choose an order's members anew for each issue.

    Where the order names its members, they are the standing body, and whoever convenes a
    coalition picks, among them and the k states most affected by the issue for each k (nobody
    for k = 0), the set that does most for all, costs taken off. Where states choose whether to
    be in, the coalition is whoever is in on that issue, and the standing body is the best one of
    these sets, kept for all issues. A standing body is set up once, and each issue bears an
    equal part of that.

    Parameters
    ----------
    agenda : Agenda
        The issues, their weights, what forums cost.
    order : Order
        Its decision and enforcement rules hold on all issues.
    patience, fallback
        As for :func:`~gametheory_orders.solve`.

    Raises
    ------
    ModelError
        If the order does not fit an issue, or nothing is at stake in one.

    Examples
    --------
    Two pairs of four states have a problem each, in which the others can do nothing. To sit in a
    body costs 0.1; one body of all four is set up once, two pairs twice:

    >>> from gametheory_orders import Binding, Joint, PublicGood, Universal, World
    >>> def issue(name, stakes):
    ...     capacity = [stake + 1e-9 for stake in stakes]
    ...     return PublicGood(World(list("ABCD"), {"stake": stakes, "capacity": capacity}), name)
    >>> two = [issue("north", [1.0, 1.0, 0.0, 0.0]), issue("south", [0.0, 0.0, 1.0, 1.0])]
    >>> order = Order(Universal(), Joint(), Binding())
    >>> abs(flexibility(Agenda(two, attention=0.1), order).value) < 1e-6
    True
    >>> round(flexibility(Agenda(two, attention=0.1, set_up=0.1), order).value, 3)
    -0.05
    """
    places = []
    for issue in agenda.issues:
        judge = Judge(issue, "self_enforcing", patience, fallback)
        at_stake = stake(judge.game(order))
        if not at_stake > 0 or math.isnan(_effect(judge, order, judge.game(order).members)):
            raise ModelError(f"agenda.issues: {issue.name}", NOTHING_AT_STAKE, "something at stake")
        places.append((judge, at_stake))
    if order.membership.endogenous:
        there = [judge.judge(judge.game(order)) for judge, _ in places]
        formed = [_mask(agenda, design.members) for design in there]
        reached = [design.effectiveness for design in there]
        body = max(formed, key=lambda members: _standing(agenda, places, order, members))
        chosen, words = formed, "whoever is in on each issue"
    else:
        body = places[0][0].game(order).members
        words = "the best of those most affected"
        chosen = [_best(agenda, judge, at_stake, order, body) for judge, at_stake in places]
        reached = [_effect(judge, order, m) for (judge, _), m in zip(places, chosen, strict=True)]
    rows = []
    assert agenda.weights is not None
    for (judge, at_stake), weight, anew, effect in zip(
        places, agenda.weights, chosen, reached, strict=True
    ):
        rows.append(
            OnIssue(
                judge.issue.name,
                weight,
                _names(agenda, body),
                _names(agenda, anew),
                _effect(judge, order, body),
                effect,
                agenda.cost(body) / len(agenda) / at_stake,
                agenda.cost(anew) / at_stake,
            )
        )
    return Flexibility(order.name, words, tuple(rows))


Place = tuple[Judge, float]


def _standing(agenda: Agenda, places: Sequence[Place], order: Order, members: np.ndarray) -> float:
    assert agenda.weights is not None
    return math.fsum(
        weight * (_effect(judge, order, members) - agenda.cost(members) / len(agenda) / at_stake)
        for weight, (judge, at_stake) in zip(agenda.weights, places, strict=True)
    )


def _best(
    agenda: Agenda, judge: Judge, at_stake: float, order: Order, body: np.ndarray
) -> np.ndarray:
    """Return the set that does most for all, costs taken off; the smallest of equals."""
    affected = judge.issue.affected()
    n = len(agenda.ids)
    rank = np.argsort(-(np.ones(n) if affected is None else affected), kind="stable")
    tried = [body]
    for k in range(n + 1):
        members = np.zeros(n, dtype=bool)
        members[rank[:k]] = True
        tried.append(members)

    def worth(members: np.ndarray) -> tuple[float, int]:
        net = _effect(judge, order, members) - agenda.cost(members) / at_stake
        return round(net, 12), -int(members.sum())

    return max(tried, key=worth)


def _effect(judge: Judge, order: Order, members: np.ndarray) -> float:
    """Return what the order delivers with these members, at their own rules' scale."""
    if not members.any():
        return 0.0
    world = judge.issue.world
    if order.membership.endogenous:
        changed = order
    else:
        changed = order.after(world, order.membership.eligible(world), members)
    entry = Fixed(
        members=world.members(members),
        exit_cost=order.membership.exit_cost,
        reaction=order.membership.reaction,
    )
    try:
        game: CooperationGame = judge.game(replace(changed, membership=entry))
    except ModelError:
        # A rule that these members cannot be under: nothing comes about.
        return 0.0
    return judge.judge(game).effectiveness


def _mask(agenda: Agenda, members: Sequence[str]) -> np.ndarray:
    return np.array([state in members for state in agenda.ids])


def _names(agenda: Agenda, members: np.ndarray) -> tuple[str, ...]:
    return tuple(state for state, inside in zip(agenda.ids, members, strict=True) if inside)


__all__ = ["Agenda", "Flexibility", "OnIssue", "flexibility"]
