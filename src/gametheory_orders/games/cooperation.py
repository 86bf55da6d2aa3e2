"""The cooperation game: an issue under an order, nothing else.

Builds on issues and orders; checks that the two fit. Not here: its solution (solvers).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.foundations.tolerances import payoff_scale
from gametheory_orders.issues import Issue
from gametheory_orders.issues.levels import LevelCurve
from gametheory_orders.issues.spillover import check_spillover, spillover, spills
from gametheory_orders.orders import FixedLevel, Order, Reciprocity
from gametheory_orders.orders.enforcement import patience_by_state
from gametheory_orders.worlds import World

DEFAULT_PATIENCE = 0.9


@dataclass(frozen=True, eq=False)
class CooperationGame(Result):
    """An issue under an order.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    order : Order
        How the states cooperate.

    Raises
    ------
    ModelError
        If a rule names states or columns that the world does not have, a quota or a vetoer does
        not fit the members, or a tariff meets an issue without trade.

    Examples
    --------
    >>> from gametheory_orders import PublicGood, World, charter
    >>> world = World(["A", "B"], {"stake": [1.0, 1.0], "capacity": [1.0, 1.0]})
    >>> game = CooperationGame(PublicGood(world), charter(quota="unanimity"))
    >>> game.members.tolist()
    [True, True]
    """

    issue: Issue
    order: Order

    def __post_init__(self) -> None:
        self._check_family()
        check_spillover(self.issue)
        members = self.order.membership.eligible(self.world)
        self.order.decision.check(self.world, members)
        for rule in self.order.rules:
            rule.check(self.issue)
            rule.check_members(self.world, members, self.order.decision)

    def _check_family(self) -> None:
        """Raise if a rule makes no sense for the issue's family, with the rules that do."""
        family, refuses = self.issue.family, self.issue.refuses
        for slot, rule, registry in self.order.slots:
            if rule.rule in refuses:
                fit = ", ".join(name for name in registry if name not in refuses)
                found = f"{rule.rule!r} on the family {family!r} ({refuses[rule.rule]})"
                raise ModelError(f"{slot}.rule", found, f"a {slot} rule that fits, of: {fit}")
        if isinstance(self.order.decision, FixedLevel):
            self.issue.check_level(self.order.decision.level, "decision.level")

    @property
    def world(self) -> World:
        """The states concerned."""
        return self.issue.world

    @cached_property
    def members(self) -> np.ndarray:
        """Who is in by rule, shape (n,); under open entry, who may be."""
        return self.order.membership.eligible(self.world)

    def names(self, states: np.ndarray) -> tuple[str, ...]:
        """Return states, shape (n,), by name: those the order lists first, in its order."""
        listed = getattr(self.order.membership, "members", ())
        found = self.world.members(states)
        rank = {state: position for position, state in enumerate(listed)}
        return tuple(sorted(found, key=lambda state: rank.get(state, len(rank))))

    @cached_property
    def reference_actions(self) -> np.ndarray:
        """Actions without cooperation, shape (n,)."""
        return self.issue.reference()

    @cached_property
    def reference_payoffs(self) -> np.ndarray:
        """Payoffs without cooperation, shape (n,)."""
        return self.issue.payoffs(self.reference_actions)

    @cached_property
    def first_best_payoffs(self) -> np.ndarray:
        """Payoffs at the first best, shape (n,)."""
        return self.issue.payoffs(self.issue.first_best())

    @cached_property
    def scale(self) -> float:
        """The payoff scale of the whole game, for tolerances on sums."""
        return payoff_scale(self.reference_payoffs, self.first_best_payoffs)

    @cached_property
    def scales(self) -> np.ndarray:
        """Each state's own payoff scale, shape (n,): a small state's loss is not rounded away."""
        return np.asarray(
            np.maximum(np.abs(self.reference_payoffs), np.abs(self.first_best_payoffs))
        )

    def side_payments(self, members: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return what enforcement and spillovers add to payoffs, transfers aside, (..., n).

        What members get does not depend on actions.
        """
        total = spillover(self.issue, members, actions)
        for rule in self.order.rules:
            total = total + rule.payoffs(self.issue, members, actions)
        return total

    @property
    def outside_by_actions(self) -> bool:
        """Whether what outsiders get besides the issue's payoffs depends on what members do."""
        return spills(self.issue) or any(rule.by_actions for rule in self.order.rules)

    def members_side(self, members: np.ndarray) -> np.ndarray:
        """Return the members' side payments, transfers aside, shape (n,); 0 outside."""
        found = self.side_payments(members, self.reference_actions)
        return np.where(members, found, 0.0)

    def shares(self, members: np.ndarray) -> np.ndarray | None:
        """Return the members' shares of their joint gain, (..., n); None without transfers."""
        each = (rule.shares(self.issue, members) for rule in self.order.rules)
        return next((found for found in each if found is not None), None)

    def payoffs(
        self, actions: np.ndarray, members: np.ndarray, sharing: np.ndarray | None = None
    ) -> np.ndarray:
        """Return payoffs of actions with the agreement in force among members, (..., n).

        Parameters
        ----------
        actions : array, shape (..., n)
            What everyone does.
        members : bool array, shape (..., n)
            Who is in.
        sharing : bool array, shape (..., n), optional
            Members who take part in transfers, if the order has any; by default all.
        """
        found = np.asarray(self.issue.payoffs(actions) + self.side_payments(members, actions))
        sharing = members if sharing is None else sharing
        shares = self.shares(sharing)
        if shares is None:
            return found
        gain = np.where(sharing, found - self.reference_payoffs, 0.0).sum(axis=-1, keepdims=True)
        return np.where(sharing, self.reference_payoffs + shares * gain, found)

    def level_curve(
        self, members: np.ndarray, floor: bool = True, up_to: float | None = None
    ) -> LevelCurve:
        """Return the members' payoffs along a level: with side payments if they comply.

        A defector's are those of the issue; what enforcement does to it is not in the curve.
        """
        curve = self.issue.level_curve(members, floor, up_to)
        side, shares = self.members_side(members), self.shares(members)
        matrix = np.eye(self.world.n)
        if shares is not None:
            matrix = np.where(members[:, None], np.outer(shares, members), matrix)
            gain = (side - self.reference_payoffs)[members].sum()
            side = np.where(members, self.reference_payoffs + shares * gain, 0.0)
        elif not side.any():
            return curve
        return curve.mixed(matrix, side)

    def patience(self, given: float | Mapping[str, float] | None = None) -> np.ndarray:
        """Return patience by state, shape (n,).

        What is given replaces the order's own, which replaces the world's column ``patience``,
        which replaces 0.9.
        """
        own = self.order.enforced_by(Reciprocity)
        if given is None and own is not None:
            if isinstance(own.patience, str):
                return patience_by_state(own.patience, self.world, 0.0)
            given = own.patience
        default: float | np.ndarray = DEFAULT_PATIENCE
        if self.world.has("patience"):
            default = self.world.columns["patience"]
        if given is None:
            return np.broadcast_to(default, (self.world.n,)).astype(float)
        if not isinstance(given, Mapping):
            return patience_by_state(given, self.world, 0.0)
        table = patience_by_state(given, self.world, np.nan)
        return np.where(np.isnan(table), default, table)

    def under(self, order: Order) -> CooperationGame:
        """Return the same issue under another order."""
        return replace(self, order=order)

    def table(self) -> Table:
        """Return the order's three rules."""
        inner = self.order.table()
        return Table(inner.columns, inner.rows, f"{self.issue.name} under {inner.title}")

    def to_dict(self) -> dict[str, Any]:
        """Return the game as plain values."""
        return {"issue": self.issue.to_dict(), "order": self.order.to_dict()}
