"""What would have to change: where an order stands, and the designs that beat it.

Builds on designs.py and frontier.py. One rule at a time, and the fewest rules that reach the
frontier. Not here: what single clauses cost (prices.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import SAME_DESIGN
from gametheory_orders.measures.design_space import DesignSpace
from gametheory_orders.measures.designs import Design, Solved, equally_good, points
from gametheory_orders.measures.frontier import Distance, distance_to_frontier, frontier

SLOTS = ("membership", "decision", "enforcement")
Place = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class Change(Result):
    """A change of rules that makes a design better.

    Parameters
    ----------
    rules : mapping of str to str
        The new rule, in words, of each slot that changes.
    enter, leave : tuple of str
        Who comes in and who goes.
    design : Design
        What it leads to.
    effectiveness, legitimacy : float
        What it adds to each; neither is below zero.
    on_frontier : bool
        Whether it reaches the frontier.
    """

    rules: Mapping[str, str]
    enter: tuple[str, ...]
    leave: tuple[str, ...]
    design: Design
    effectiveness: float
    legitimacy: float
    on_frontier: bool

    def table(self) -> Table:
        """Return one row a rule that changes."""
        rows = [[slot, new] for slot, new in self.rules.items()]
        title = f"E {self.effectiveness:+.3f}, L {self.legitimacy:+.3f}"
        return Table(["rule", "becomes"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the change as plain values."""
        found: dict[str, Any] = plain(
            {
                "rules": dict(self.rules),
                "enter": list(self.enter),
                "leave": list(self.leave),
                "design": self.design.name,
                "effectiveness": self.effectiveness,
                "legitimacy": self.legitimacy,
                "on_frontier": self.on_frontier,
            }
        )
        return found


@dataclass(frozen=True, eq=False)
class Standing(Result):
    """Where one order stands against the frontier.

    Parameters
    ----------
    name : str
        Of the order.
    design : Design
        What it comes to.
    distance : Distance
        How far it is from the frontier.
    on_frontier : bool
        Whether no design beats it.
    nearest : Design or None
        The nearest design on the frontier that is worse in neither.
    one_rule : tuple of Change
        For each rule, the best change of it alone, if one makes the order better in something
        and worse in nothing: the largest gain of effectiveness, then of legitimacy.
    cheapest : Change or None
        The fewest rules that reach the frontier, then the fewest states that come or go, then
        the most effective.
    ties : tuple of str
        Other orders asked for that stand at the same point.
    """

    name: str
    design: Design
    distance: Distance
    on_frontier: bool
    nearest: Design | None
    one_rule: tuple[Change, ...]
    cheapest: Change | None
    ties: tuple[str, ...] = ()

    def table(self) -> Table:
        """Return one row a change."""
        changes = list(self.one_rule)
        cheapest = self.cheapest
        if cheapest is not None and all(c.rules != cheapest.rules for c in changes):
            changes.append(cheapest)
        rows = [
            [
                "; ".join(f"{slot}: {new}" for slot, new in change.rules.items()),
                change.effectiveness,
                change.legitimacy,
                change.on_frontier,
            ]
            for change in changes
        ]
        title = f"{self.name}: what would have to change"
        return Table(["change", "adds to E", "adds to L", "reaches the frontier"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the standing as plain values."""
        nearest = None if self.nearest is None else self.nearest.name
        found: dict[str, Any] = plain(
            {
                **self.design.to_dict(),
                "name": self.name,
                "on_frontier": self.on_frontier,
                "distance_effectiveness": self.distance.effectiveness,
                "distance_legitimacy": self.distance.legitimacy,
                "distance": self.distance.straight,
                "nearest": nearest,
                "one_rule": [change.to_dict() for change in self.one_rule],
                "cheapest": None if self.cheapest is None else self.cheapest.to_dict(),
                "ties": list(self.ties),
            }
        )
        return found


def standings(
    space: DesignSpace, solved: Solved, component: str, named: Mapping[str, Place]
) -> tuple[Standing, ...]:
    """Return where orders stand, and what would have to change.

    Parameters
    ----------
    space : DesignSpace
        The designs.
    solved : Solved
        Their solutions.
    component : str
        Of legitimacy, or ``index``.
    named : mapping of str to (int, int, int)
        Where each order is in the space.
    """
    effect, worth = points(solved.designs, component)
    best = set(frontier(effect, worth))
    table = _Places(space, solved, np.array(effect), np.array(worth), best)
    found = []
    for name, place in named.items():
        position = solved.at[place]
        design = solved.designs[position]
        distance = distance_to_frontier((effect[position], worth[position]), effect, worth)
        ties = tuple(
            other
            for other, there in named.items()
            if other != name and equally_good(solved.designs[solved.at[there]], design, component)
        )
        on = position in best
        nearest = None
        if not on and distance.nearest >= 0:
            nearest = solved.designs[distance.nearest]
        one_rule, cheapest = ((), None) if on else table.changes(place)
        found.append(Standing(name, design, distance, on, nearest, one_rule, cheapest, ties))
    return tuple(found)


class _Places:
    """All combinations of rules with what they come to, as arrays."""

    def __init__(
        self,
        space: DesignSpace,
        solved: Solved,
        effect: np.ndarray,
        worth: np.ndarray,
        best: set[int],
    ) -> None:
        self.space, self.solved = space, solved
        self.places = np.array(list(solved.at))
        self.position = np.array(list(solved.at.values()))
        self.effect, self.worth = effect[self.position], worth[self.position]
        self.best = np.isin(self.position, list(best))

    def changes(self, place: Place) -> tuple[tuple[Change, ...], Change | None]:
        """Return the best change of each rule alone, and the cheapest that reaches the frontier."""
        here = self.solved.designs[self.solved.at[place]]
        # Where members would leave it has no point of its own: whatever stands is better.
        own = points([here], "index")[0][0]
        own_worth = float(self.worth[self._row(place)])
        if np.isnan(own):
            better = ~np.isnan(self.effect)
        else:
            up, more = self.effect - own, self.worth - own_worth
            no_worse = (up >= -SAME_DESIGN) & (more >= -SAME_DESIGN)
            better = no_worse & ((up > SAME_DESIGN) | (more > SAME_DESIGN))
        changed = self.places != np.array(place)
        count = changed.sum(axis=1)
        single = []
        for slot in range(len(SLOTS)):
            rows = np.flatnonzero(better & (count == 1) & changed[:, slot])
            if rows.size:
                row = max(rows, key=lambda j: (self.effect[j], self.worth[j], -int(j)))
                single.append(self._change(place, int(row)))
        reach = np.flatnonzero(better & self.best)
        if not reach.size:
            return tuple(single), None
        fewest = reach[count[reach] == count[reach].min()]
        moved = {int(j): self._moved(place, int(j)) for j in fewest}
        row = min(fewest, key=lambda j: (moved[int(j)], -self.effect[j], int(j)))
        return tuple(single), self._change(place, int(row))

    def _row(self, place: Place) -> int:
        return int(np.flatnonzero((self.places == np.array(place)).all(axis=1))[0])

    def _moved(self, place: Place, row: int) -> int:
        enter, leave = self._moves(place, row)
        return len(enter) + len(leave)

    def _moves(self, place: Place, row: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        before = self.solved.designs[self.solved.at[place]].members
        after = self.solved.designs[int(self.position[row])].members
        return (
            tuple(state for state in after if state not in before),
            tuple(state for state in before if state not in after),
        )

    def _change(self, place: Place, row: int) -> Change:
        at = self.places[row]
        there = self.space.words((int(at[0]), int(at[1]), int(at[2])))
        rules = {slot: there[j] for j, slot in enumerate(SLOTS) if at[j] != place[j]}
        design = self.solved.designs[int(self.position[row])]
        own = self._row(place)
        enter, leave = self._moves(place, row)
        return Change(
            rules,
            enter,
            leave,
            design,
            float(self.effect[row] - self.effect[own]),
            float(self.worth[row] - self.worth[own]),
            bool(self.best[row]),
        )


__all__ = ["Change", "Standing", "standings"]
