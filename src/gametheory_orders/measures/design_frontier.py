"""The effectiveness-legitimacy frontier of an issue's designs, with the orders that stand on it.

Builds on designs.py and better_designs.py. Legitimacy is the index or any one component; which
solution concept is used is part of the result. Not here: prices of single clauses (prices.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gametheory_orders.foundations.errors import ModelError, NoAnswer, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import SAME_DESIGN
from gametheory_orders.games.cooperation import DEFAULT_PATIENCE, CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.measures.better_designs import Place, Standing, standings
from gametheory_orders.measures.design_space import DesignSpace, design_space
from gametheory_orders.measures.designs import (
    COMPONENTS,
    CONCEPTS,
    Design,
    Judge,
    Solved,
    points,
    solve_designs,
)
from gametheory_orders.measures.effectiveness import NOTHING_AT_STAKE, stake
from gametheory_orders.measures.frontier import frontier, shadow_prices
from gametheory_orders.measures.legitimacy import INDEX_WEIGHTS
from gametheory_orders.orders import Order
from gametheory_orders.orders.rule import number


@dataclass(frozen=True, eq=False)
class DesignFrontier(Result):
    """All designs of an issue, and which of them no other beats.

    Parameters
    ----------
    space : DesignSpace
        The rules that were combined.
    judge : Judge
        How designs were solved and judged: the concept, patience and fallback.
    solved : Solved
        The designs.
    component : str
        The component of legitimacy that the frontier is drawn for, or ``index``.
    places : mapping of str to (int, int, int)
        Where the orders asked for are in the space.
    named : tuple of Standing
        The orders asked for: their distance to the frontier, what would have to change.
    stake : float
        What is to be gained in all, in the issue's numeraire.
    """

    space: DesignSpace
    judge: Judge
    solved: Solved
    component: str
    places: Mapping[str, Place]
    named: tuple[Standing, ...]
    stake: float

    @property
    def issue(self) -> Issue:
        """What is at stake."""
        return self.space.issue

    @property
    def designs(self) -> tuple[Design, ...]:
        """All designs, each once."""
        return self.solved.designs

    @property
    def frontier(self) -> tuple[Design, ...]:
        """The designs that no other beats, from the most to the least effective; ties included."""
        return self.frontier_for(self.component)

    def frontier_for(self, component: str) -> tuple[Design, ...]:
        """Return the frontier for another component of legitimacy, the most effective first."""
        _check_component(component)
        found = frontier(*points(self.designs, component))
        return tuple(self.designs[j] for j in reversed(found))

    @property
    def shadow_prices(self) -> tuple[tuple[Design, Design, float], ...]:
        """Steps down the frontier: what a unit of legitimacy costs in effectiveness on each."""
        found = shadow_prices(*points(self.designs, self.component))
        return tuple((self.designs[high], self.designs[low], price) for high, low, price in found)

    def __getitem__(self, name: str) -> Standing:
        for found in self.named:
            if found.name == name:
                return found
        raise KeyError(name)

    @property
    def verdict(self) -> str:
        """Whether designs improve on no cooperation, and which tie, in words."""
        effect = [design.effectiveness for design in self.designs if design.stands]
        effect = [value for value in effect if not math.isnan(value)]
        if not effect:
            stand = any(design.stands for design in self.designs)
            return f"{NOTHING_AT_STAKE}." if stand else "No design stands: members leave or join."
        better = sum(value > SAME_DESIGN for value in effect)
        worse = sum(value < -SAME_DESIGN for value in effect)
        if not better:
            words = "No design improves on no cooperation"
            tie = len(effect) - worse
            words += f"; {tie} of {len(effect)} come to the same as none."
        elif better == len(effect):
            words = f"Each of the {better} designs improves on no cooperation."
        else:
            words = f"{better} of {len(effect)} designs improve on no cooperation"
            words += f", {worse} are worse." if worse else "."
        top = sum(value >= max(effect) - SAME_DESIGN for value in effect)
        if better and top > 1:
            words += f" {top} tie for the most effective."
        return words

    def table(self) -> Table:
        """Return one row a point of the frontier, the most effective first."""
        prices = {id(high): price for high, _, price in self.shadow_prices}
        rows: list[list[Any]] = []
        for design in self.frontier:
            same = rows and all(
                abs(rows[-1][j] - value) <= SAME_DESIGN
                for j, value in ((3, design.effectiveness), (4, design.legitimacy[self.component]))
            )
            if same:
                rows[-1][6] += 1
                continue
            rows.append(
                [
                    design.name,
                    design.four_c,
                    len(design.members),
                    design.effectiveness,
                    design.legitimacy[self.component],
                    prices.get(id(design)),
                    0,
                ]
            )
        columns = ["design", "C", "members", "E", "L", "L costs", "ties"]
        title = f"{self.issue.name}: {len(self.designs)} designs, {CONCEPTS[self.judge.concept]}"
        return Table(columns, rows, title)

    def standing_table(self) -> Table:
        """Return one row an order: how far from the frontier, and the cheapest way there."""
        rows = []
        for found in self.named:
            far = found.distance
            reaches = found.cheapest
            words = "" if reaches is None else "; ".join(reaches.rules.values())
            if found.on_frontier:
                words = "on the frontier"
            elif not found.design.stands:
                words = "does not stand" + (f"; stands with {words}" if words else "")
            rows.append(
                [
                    found.name,
                    found.design.effectiveness,
                    found.design.legitimacy[self.component],
                    far.effectiveness,
                    far.legitimacy,
                    far.straight,
                    words,
                ]
            )
        columns = ["order", "E", "L", "E missed", "L missed", "distance", "what reaches it"]
        return Table(columns, rows, "orders and the frontier")

    def to_dict(self) -> dict[str, Any]:
        """Return the document that ``fourcs frontier --json`` prints."""
        chosen = self.judge
        found: dict[str, Any] = plain(
            {
                "schema": 1,
                "issue": self.issue.name,
                "numeraire": self.issue.numeraire,
                "stake": self.stake,
                "concept": chosen.concept,
                "component": self.component,
                "patience": DEFAULT_PATIENCE if chosen.patience is None else chosen.patience,
                "fallback": chosen.fallback,
                "acceptance": chosen.acceptance,
                "combinations": len(self.space),
                "merged": len(self.solved.at) - len(self.designs),
                "left_out": len(self.solved.left_out),
                "left_out_why": sorted(set(self.solved.left_out.values())),
                "verdict": self.verdict,
                "frontier": [design.to_dict() for design in self.frontier],
                "shadow_prices": [
                    {"from": high.name, "to": low.name, "price": price}
                    for high, low, price in self.shadow_prices
                ],
                "frontiers": {
                    name: [design.name for design in self.frontier_for(name)] for name in COMPONENTS
                },
                "orders": [each.to_dict() for each in self.named],
                "rules": self.space.to_dict(),
                "designs": self.records(),
            }
        )
        return found

    def records(self) -> list[dict[str, Any]]:
        """Return all designs as plain records."""
        best = {id(design) for design in self.frontier}
        found: list[dict[str, Any]] = plain(
            [{**design.to_dict(), "on_frontier": id(design) in best} for design in self.designs]
        )
        return found


def frontier_of(
    issue: Issue,
    orders: Sequence[Order] = (),
    *,
    space: DesignSpace | None = None,
    concept: str = "self_enforcing",
    component: str = "index",
    patience: float | Mapping[str, float] | None = None,
    fallback: str = "deepest_kept",
    acceptance: float | None = None,
    weights: Mapping[str, float] = INDEX_WEIGHTS,
) -> DesignFrontier:
    """Return the effectiveness-legitimacy frontier of an issue's designs.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    orders : sequence of Order
        Orders to be placed against the frontier; their rules join the space.
    space : DesignSpace, optional
        The designs; by default :func:`~gametheory_orders.design_space` of the issue.
    concept : {"self_enforcing", "assured", "participation_stable"}
        What counts: what members keep at their patience; what is agreed, compliance assumed; or
        what is kept, of designs that nobody would leave or join alone.
    component : str
        Of legitimacy: ``index`` or the name of a component.
    patience, fallback
        As for :func:`~gametheory_orders.solve`.
    acceptance : float, optional
        The probability with which each state accepts, so that effectiveness is what can be
        expected; by default nobody refuses what the rule has it accept.
    weights : mapping of str to float
        Weights of the legitimacy index.

    Raises
    ------
    ModelError
        If an argument is wrong, or an order does not fit the issue.
    NoAnswer
        If an order asked for has no stable membership.

    Examples
    --------
    Of equal states, with the joint optimum of the k largest, more members are better in both:

    >>> from gametheory_orders import Binding, Joint, PublicGood, World, design_space
    >>> world = World(list("ABCD"), {"stake": [1.0] * 4, "capacity": [1.0] * 4})
    >>> issue = PublicGood(world)
    >>> space = design_space(issue, decisions=[Joint()], enforcements=[Binding()])
    >>> found = frontier_of(issue, space=space, component="representation_units")
    >>> [design.name for design in found.frontier]
    ['everyone / joint / binding']
    """
    _check_component(component)
    if space is None:
        space = design_space(issue)
    elif space.issue is not issue:
        found = f"designs of another issue, {space.issue.name!r}"
        raise ModelError("space", found, f"designs of the issue itself, {issue.name!r}")
    judge = Judge(issue, concept, patience, fallback, acceptance, weights)
    places: dict[str, Place] = {}
    at: dict[Place, Order] = {}
    for j, order in enumerate(orders):
        if not isinstance(order, Order):
            raise ModelError(f"orders[{j}]", order, "an order of three rules")
        if order.name in places:
            raise ModelError("orders", f"{order.name!r} a second time", "orders of different names")
        game = judge.game(order)
        space, places[order.name] = space.with_order(order)
        at.setdefault(places[order.name], game.order)
    solved = solve_designs(space, judge, at)
    if not solved.designs:
        reasons = sorted(set(solved.left_out.values()))
        raise NoAnswer(f"no design fits {issue.name!r}", reasons)
    at_stake = stake(CooperationGame(issue, solved.designs[0].order))
    named = standings(space, solved, component, places)
    return DesignFrontier(space, judge, solved, component, places, named, at_stake)


def best_design(found: DesignFrontier, floors: Mapping[str, float]) -> Design:
    """Return the most effective design that keeps to floors of legitimacy.

    Parameters
    ----------
    found : DesignFrontier
        The designs.
    floors : mapping of str to float
        The least of each component, from 0 to 1, such as ``{"consent_people": 0.9}``.

    Raises
    ------
    ModelError
        If a component is unknown, or a floor no share.
    NoAnswer
        If no design keeps to them; the witness is the most that each component comes to.

    Examples
    --------
    >>> from gametheory_orders import Binding, Joint, PublicGood, World, design_space
    >>> world = World(list("ABCD"), {"stake": [1.0] * 4, "capacity": [1.0] * 4})
    >>> issue = PublicGood(world)
    >>> space = design_space(issue, decisions=[Joint()], enforcements=[Binding()])
    >>> best_design(frontier_of(issue, space=space), {"consent_units": 1.0}).name
    'everyone / joint / binding'
    """
    for name, floor in floors.items():
        _check_component(name, "floors")
        number(floor, f"floors.{name}", 0.0, 1.0, "a share from 0 to 1")
    stand = [each for each in found.designs if each.stands and not math.isnan(each.effectiveness)]
    fit = [
        each
        for each in stand
        if all(each.legitimacy[name] >= floor - SAME_DESIGN for name, floor in floors.items())
    ]
    if not fit:
        reached = {
            name: max((d.legitimacy[name] for d in stand if d.legitimacy[name] >= 0), default=None)
            for name in floors
        }
        raise NoAnswer(f"no design of {found.issue.name!r} keeps to all floors", {"most": reached})
    return max(fit, key=lambda each: each.effectiveness)


def _check_component(component: str, where: str = "component") -> None:
    if component not in COMPONENTS:
        raise unknown_name(where, component, COMPONENTS, "a component")


__all__ = ["DesignFrontier", "best_design", "frontier_of"]
