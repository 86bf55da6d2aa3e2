"""Enforcement rules: what makes members keep what they agreed.

Builds on issues and rule.py. Here are the parent of all, the two benchmarks, and the rules that
act on who is in: tariff, penalty, exclusion, transfers. An order carries one or several.
Not here: what a member that breaks its word must expect (deterrence.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.registry import Registry
from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.orders.decision import Decision
from gametheory_orders.orders.figures import LOSS, PATIENCE, Figures, check_figures, figures
from gametheory_orders.orders.rule import Rule, number
from gametheory_orders.worlds import World

ENFORCEMENTS: Registry[type[Enforcement]] = Registry("enforcement rule")
SHARINGS = ("equal_gains", "chander_tulkens", "proportional")


@dataclass(frozen=True)
class Enforcement(Rule):
    """What makes members keep what they agreed."""

    assures: ClassVar[bool] = False
    """Whether what is agreed is kept by assumption."""
    shapes_membership: ClassVar[bool] = False
    """Whether it acts on who is in, and so stays when compliance is relaxed."""
    deters: ClassVar[bool] = False
    """Whether it acts on a member that breaks its word (and not only on one that leaves)."""
    by_actions: ClassVar[bool] = False
    """Whether what it does to outsiders depends on what members do."""

    def payoffs(self, issue: Issue, members: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return what the rule adds to payoffs while the agreement is in force, (..., n).

        For members it depends on who is in only, so that no member moves it by what it does.
        """
        return np.zeros(np.broadcast_shapes(np.shape(members), np.shape(actions)))

    def shares(self, issue: Issue, members: np.ndarray) -> np.ndarray | None:
        """Return the members' shares of their joint gain, (..., n); None if each keeps its own."""
        return None

    def losses(self, world: World, members: np.ndarray, decision: Decision) -> np.ndarray:
        """Return what a member that breaks its word must expect to lose at once, (n,)."""
        return np.zeros(world.n)

    def check(self, issue: Issue) -> None:
        """Raise if the rule does not fit the issue."""

    def check_members(self, world: World, members: np.ndarray, decision: Decision) -> None:
        """Raise if the rule does not fit the members, or how they decide."""

    def fixed_to(self, decision: Decision) -> Enforcement:
        """Return the rule as it stands beside a decision rule that is about to change."""
        return self

    def resized(self, world: World, before: np.ndarray, after: np.ndarray) -> Enforcement:
        """Return the rule after the membership has changed, shapes (n,)."""
        return self


@ENFORCEMENTS.add("none")
@dataclass(frozen=True)
class NoEnforcement(Enforcement):
    """Nothing beyond participation: members do their part while staying is better than leaving.

    An agreement that some member would rather leave is not kept.
    """

    rule: ClassVar[str] = "none"


@ENFORCEMENTS.add("binding")
@dataclass(frozen=True)
class Binding(Enforcement):
    """What is agreed is kept, by assumption: the benchmark."""

    rule: ClassVar[str] = "binding"
    assures: ClassVar[bool] = True


@ENFORCEMENTS.add("tariff")
@dataclass(frozen=True)
class Tariff(Enforcement):
    """Each member levies a tariff on each outsider, through the issue's trade links.

    Parameters
    ----------
    rate : float
        The tariff as a share, 0.02 for two percent.

    Examples
    --------
    >>> Tariff(rate=0.02).shapes_membership
    True
    """

    rate: float = 0.0
    rule: ClassVar[str] = "tariff"
    shapes_membership: ClassVar[bool] = True

    def __post_init__(self) -> None:
        number(self.rate, "enforcement.rate", 0.0, 10.0, "a share from 0 to 10 (0.02 for 2%)")

    def payoffs(self, issue: Issue, members: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return the tariff's gains inside and losses outside, shape (..., n)."""
        if issue.trade is None or not self.rate:
            return super().payoffs(issue, members, actions)
        return issue.trade.payoffs(members, self.rate)

    def check(self, issue: Issue) -> None:
        """Raise if the issue has no trade links."""
        if issue.trade is None and self.rate:
            raise ModelError(
                "enforcement.rate",
                f"a tariff on {issue.name!r}, which has no trade links",
                "a world with trade = ..., tariff_gain and tariff_loss",
            )


@ENFORCEMENTS.add("penalty")
@dataclass(frozen=True)
class Penalty(Enforcement):
    """Each member imposes a loss on each outsider, at no cost or gain of its own.

    Parameters
    ----------
    size : float, str or mapping of str to float
        What one member's penalty costs an outsider, in the payoff's units: one number, a column,
        or by outsider (who is not named bears none).

    Notes
    -----
    Of n equal states with stake b and cost slope c those who act jointly are then
    min(n, floor(3 + 2 size c / b^2)), and three without it (theory L7).

    Examples
    --------
    >>> Penalty(size=0.5).settings()
    {'rule': 'penalty', 'size': 0.5}
    """

    size: float | str | Mapping[str, float] = 0.0
    rule: ClassVar[str] = "penalty"
    shapes_membership: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_figures(self.size, "enforcement.size", LOSS)

    def by_state(self, world: World) -> np.ndarray:
        """Return what each outsider loses by one member's penalty, shape (n,)."""
        return np.asarray(np.nan_to_num(figures(self.size, world, "enforcement.size", LOSS)))

    def payoffs(self, issue: Issue, members: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return minus the size for each member, to those outside, shape (..., n)."""
        inside = np.asarray(members, dtype=bool)
        count = inside.sum(axis=-1, keepdims=True)
        return np.asarray(np.where(inside, 0.0, -count * self.by_state(issue.world)))

    def check_members(self, world: World, members: np.ndarray, decision: Decision) -> None:
        """Raise if a named state or column does not exist."""
        self.by_state(world)


@ENFORCEMENTS.add("exclusion")
@dataclass(frozen=True)
class Exclusion(Enforcement):
    """A share of what members provide is for members only.

    Parameters
    ----------
    share : float
        Outsiders have 1 - share of the benefit of what members do: 0 is a pure public good,
        1 a club good.

    Notes
    -----
    On the public good an outsider i loses share * s_i * (sum of the members' contributions); the
    benefit of what outsiders provide is everybody's. Buchanan 1965, Economica 32 (club goods).

    Examples
    --------
    >>> Exclusion(share=0.5).by_actions
    True
    """

    share: float = 0.0
    rule: ClassVar[str] = "exclusion"
    shapes_membership: ClassVar[bool] = True
    by_actions: ClassVar[bool] = True

    def __post_init__(self) -> None:
        number(self.share, "enforcement.share", 0.0, 1.0, "a share from 0 to 1")

    def payoffs(self, issue: Issue, members: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return minus the share of what members provide to those outside, shape (..., n)."""
        inside = np.asarray(members, dtype=bool)
        return np.where(inside, 0.0, -self.share * issue.provided(inside, actions))

    def check(self, issue: Issue) -> None:
        """Raise if outsiders cannot be excluded from what the family provides."""
        if not issue.excludable:
            raise ModelError(
                "enforcement.rule",
                f"exclusion on a {issue.family} issue",
                "a family whose members provide something that can be kept for members",
            )


@ENFORCEMENTS.add("transfers")
@dataclass(frozen=True)
class Transfers(Enforcement):
    """Members share their joint gain over no cooperation while the agreement is in force.

    Parameters
    ----------
    kind : {"equal_gains", "chander_tulkens", "proportional"}
        Equal parts; parts in proportion to stakes, which is what paying for the others' extra
        costs in proportion to stakes comes to; or in proportion to a column.
    by : str, optional
        The column, under "proportional".

    Notes
    -----
    A member that breaks its word or leaves neither receives nor pays. Chander and Tulkens 1997,
    International Journal of Game Theory 26(3), for the second kind (theory L8).

    Examples
    --------
    >>> Transfers().kind
    'equal_gains'
    """

    kind: str = "equal_gains"
    by: str | None = None
    rule: ClassVar[str] = "transfers"
    shapes_membership: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.kind not in SHARINGS:
            raise unknown_name("enforcement.kind", self.kind, SHARINGS, "one")
        if self.by is not None and not isinstance(self.by, str):
            raise ModelError("enforcement.by", self.by, "the name of a column, as text")
        if self.kind == "proportional" and self.by is None:
            raise ModelError("enforcement.by", "nothing", "the name of a column to share by")
        if self.kind != "proportional" and self.by is not None:
            raise ModelError("enforcement.by", self.by, 'kind = "proportional" beside it')

    def shares(self, issue: Issue, members: np.ndarray) -> np.ndarray:
        """Return each member's share of the joint gain, shape (..., n); equal if all weigh 0."""
        inside = np.asarray(members, dtype=float)
        count = np.maximum(inside.sum(axis=-1, keepdims=True), 1.0)
        if self.kind == "equal_gains":
            return np.asarray(inside / count)
        weights = inside * issue.world.column(self._column, "enforcement.by")
        total = weights.sum(axis=-1, keepdims=True)
        with np.errstate(all="ignore"):
            return np.asarray(np.where(total > 0, weights / total, inside / count))

    @property
    def _column(self) -> str:
        return "stake" if self.by is None else self.by

    def check(self, issue: Issue) -> None:
        """Raise if costs and stakes are not those of the public good, or a weight is negative."""
        if self.kind == "chander_tulkens" and not isinstance(issue, PublicGood):
            found = f"chander_tulkens on a {issue.family} issue"
            raise ModelError("enforcement.kind", found, "equal_gains or proportional")
        if self.kind != "equal_gains":
            weights = issue.world.column(self._column, "enforcement.by")
            if (weights < 0).any():
                state = issue.world.ids[int(np.argmin(weights))]
                found = f"{float(weights.min()):g} for {state}"
                raise ModelError("enforcement.by", found, "a column of 0 or more")


def check_patience(patience: object, where: str = "patience") -> None:
    """Raise unless patience is a number in [0, 1), or a table of such numbers by state."""
    for key, value in patience.items() if isinstance(patience, Mapping) else [("", patience)]:
        PATIENCE.number(value, f"{where}.{key}" if key else where)


def patience_by_state(patience: Figures, world: World, default: float) -> np.ndarray:
    """Return patience by state, shape (n,); states that a table leaves out get the default."""
    found = figures(patience, world, "enforcement.patience", PATIENCE)
    return np.where(np.isnan(found), default, found)
