"""What orders deliver at each patience, and who holds them back where the line bends or jumps.

Builds on solve and effectiveness. Between two patiences of a grid at which different members bind,
the change is found by bisection. Not here: other parameters (a study's sweep).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import NARROW, NOT_ZERO
from gametheory_orders.games import Agreement, CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.orders import Order
from gametheory_orders.orders.figures import PATIENCE
from gametheory_orders.orders.hybrid import Hybrid
from gametheory_orders.solvers.agreement import agree
from gametheory_orders.solvers.compliance import (
    Concept,
    comply,
    deviation_of,
    kept_by_assumption,
)
from gametheory_orders.solvers.participation import (
    Plan,
    payoffs_after_leaving,
    shown_membership,
    stable_memberships,
    stage_payoffs,
)

GRID = tuple(np.round(np.linspace(0.0, 0.99, 100), 2).tolist())
JUMP = 1e-3
STEEP = 0.01
NOTHING, ALL, UNSTABLE = "nothing is kept", "kept as agreed", "no membership is stable"
NOBODY = (NOTHING, ALL, UNSTABLE)


@dataclass(frozen=True)
class Kink:
    """Where what an order delivers bends or jumps.

    Parameters
    ----------
    patience : float
        Where, to seven digits.
    below, above : float
        Effectiveness just below and just above it.
    before, after : str
        Who binds just below and just above: a member, "nothing is kept", or "kept as agreed".
    jump : bool
        Whether what is delivered jumps there.
    """

    patience: float
    below: float
    above: float
    before: str
    after: str
    jump: bool

    @property
    def states(self) -> tuple[str, ...]:
        """The members that mark the kink: who binds up to it, and who from it on."""
        both = dict.fromkeys([self.before, self.after])
        return tuple(each for each in both if each not in NOBODY)


@dataclass(frozen=True, eq=False)
class PatienceLine:
    """What one order delivers by patience.

    Parameters
    ----------
    order : Order
        The order.
    effectiveness : tuple of float
        One for each patience of the grid; NaN where there is no stable membership.
    kinks : tuple of Kink
        In the order of patience.
    """

    order: Order
    effectiveness: tuple[float, ...]
    kinks: tuple[Kink, ...]


@dataclass(frozen=True, eq=False)
class DeliveredByPatience(Result):
    """What several orders deliver, by a patience that all states share.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    patience : tuple of float
        The grid.
    lines : tuple of PatienceLine
        One for each order.
    fallback : str
        What happens to an agreement that would not be kept.
    """

    issue: Issue
    patience: tuple[float, ...]
    lines: tuple[PatienceLine, ...]
    fallback: str

    def __iter__(self) -> Iterator[PatienceLine]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def table(self) -> Table:
        """Return one row a kink."""
        rows = [
            [line.order.name, kink.patience, kink.above, kink.before, kink.after, kink.jump]
            for line in self
            for kink in line.kinks
        ]
        columns = ["order", "patience", "E above", "binds below", "binds above", "jump"]
        return Table(columns, rows, f"{self.issue.name}: delivered, by patience")

    def to_dict(self) -> dict[str, Any]:
        """Return grid, lines and kinks as plain values."""
        lines = [
            {
                "name": line.order.name,
                "four_c": line.order.four_c,
                "effectiveness": line.effectiveness,
                "kinks": [
                    {
                        "patience": kink.patience,
                        "effectiveness_below": kink.below,
                        "effectiveness_above": kink.above,
                        "binds_below": kink.before,
                        "binds_above": kink.after,
                        "jump": kink.jump,
                    }
                    for kink in line.kinks
                ],
            }
            for line in self
        ]
        found: dict[str, Any] = plain(
            {
                "issue": self.issue.name,
                "fallback": self.fallback,
                "patience": self.patience,
                "designs": lines,
            }
        )
        return found


def delivered_by_patience(
    issue: Issue,
    orders: Sequence[Order],
    *,
    patience: Sequence[float] = GRID,
    fallback: str = "deepest_kept",
) -> DeliveredByPatience:
    """Return the effectiveness that orders deliver at each patience, and where who binds changes.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    orders : sequence of Order
        Those without reciprocity deliver the same at any patience.
    patience : sequence of float
        The grid, rising, in [0, 1); of two changes between neighbours one may be missed.
    fallback : {"deepest_kept", "best_kept", "exempt"}
        As for :func:`~gametheory_orders.solve`.

    Examples
    --------
    Six powers on climate keep all they agree on from .55 on, Russia's needed patience:

    >>> from gametheory_orders import load_issue, load_order
    >>> found = delivered_by_patience(load_issue("climate"), [load_order("g6_consensus")])
    >>> last = found.lines[0].kinks[-1]
    >>> round(last.patience, 4), last.before, last.after
    (0.5496, 'Russia', 'kept as agreed')
    """
    grid = [PATIENCE.number(each, f"patience[{j}]") for j, each in enumerate(patience)]
    if len(grid) < 2 or any(b <= a for a, b in itertools.pairwise(grid)):
        raise ModelError("patience", f"{len(grid)} numbers", "two or more, each above the last")
    if not orders:
        raise ModelError("orders", "no order", "at least one")
    for order in orders:
        if isinstance(order, Hybrid):
            raise ModelError("orders", f"the hybrid {order.name!r}", "orders that are no hybrids")
    lines = [
        _line(CooperationGame(issue, order), grid, Concept(fallback=fallback)) for order in orders
    ]
    return DeliveredByPatience(issue, tuple(grid), tuple(lines), fallback)


Point = tuple[float, str]
"""Effectiveness, and who binds."""


def _line(game: CooperationGame, grid: list[float], concept: Concept) -> PatienceLine:
    at = _delivery(game, concept)
    if not game.order.reciprocal:
        return PatienceLine(game.order, (at(grid[0])[0],) * len(grid), ())
    points = [at(each) for each in grid]
    found = [_kink(at, *pair) for pair in itertools.pairwise(zip(grid, points, strict=True))]
    kinks = tuple(kink for kink in found if kink is not None)
    return PatienceLine(game.order, tuple(each[0] for each in points), kinks)


Placed = tuple[float, Point]
"""A patience, and what is delivered there."""


def _kink(at: Callable[[float], Point], low: Placed, high: Placed) -> Kink | None:
    """Return where who binds changes between two patiences, or else where a large step jumps."""
    turns = low[1][1] != high[1][1]
    if not turns and not abs(high[1][0] - low[1][0]) > STEEP:
        return None
    while high[0] - low[0] > NARROW:
        patience = 0.5 * (low[0] + high[0])
        middle = patience, at(patience)
        # Who binds tells the sides apart; where nobody else does, the larger step.
        left, right = middle[1][0] - low[1][0], high[1][0] - middle[1][0]
        lower = middle[1][1] == low[1][1] if turns else abs(left) < abs(right)
        low, high = (middle, high) if lower else (low, middle)
    (below, before), (above, after) = low[1], high[1]
    jump = not abs(above - below) <= JUMP
    return Kink(high[0], below, above, before, after, jump) if turns or jump else None


def _delivery(game: CooperationGame, concept: Concept) -> Callable[[float], Point]:
    """Return what gives effectiveness and who binds at a patience."""
    fixed = None if game.order.membership.endogenous else agree(game, game.members)

    def at(patience: float) -> Point:
        by_state = game.patience(patience)
        plan = Plan(by_state, concept, delivered=True)
        agreement = fixed
        if agreement is None:
            try:
                members = shown_membership(game, stable_memberships(game, plan), plan)
            except NoAnswer:
                return np.nan, UNSTABLE
            agreement = agree(game, members)
        found = comply(game, agreement, by_state, concept, payoffs_after_leaving(game, plan))
        return effectiveness(game, stage_payoffs(game, found)), _binds(game, agreement, found, plan)

    return at


def _binds(game: CooperationGame, agreed: Agreement, found: Agreement, plan: Plan) -> str:
    """Return the member that is indifferent where less than agreed is delivered."""
    if not found.reached:
        return NOTHING
    if found.exempt is None and np.array_equal(found.actions, agreed.actions):
        return ALL
    if kept_by_assumption(game):
        return ALL
    outside = payoffs_after_leaving(game, plan)
    deviation = deviation_of(game, found, plan.patience, outside)
    margins = deviation.margins(found.actions, found.weights) / np.maximum(game.scales, NOT_ZERO)
    free = np.zeros(game.world.n, dtype=bool) if found.exempt is None else found.exempt
    return game.world.ids[int(np.argmin(np.where(free, np.inf, margins)))]
