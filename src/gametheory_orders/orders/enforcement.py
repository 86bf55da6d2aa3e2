"""Enforcement rules: what makes members keep what they agreed.

Builds on issues and rule.py. A new rule is one class here with the decorator. An order carries
one or several. Not here: who would break which agreement (solvers/compliance.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.registry import Registry
from gametheory_orders.issues import Issue
from gametheory_orders.orders.rule import Rule, number
from gametheory_orders.worlds import World

ENFORCEMENTS: Registry[type[Enforcement]] = Registry("enforcement rule")
REVERSIONS = ("nash",)


@dataclass(frozen=True)
class Enforcement(Rule):
    """What makes members keep what they agreed."""

    assures: ClassVar[bool] = False
    """Whether what is agreed is kept by assumption."""
    shapes_membership: ClassVar[bool] = False
    """Whether it acts on who is in, and so stays when compliance is relaxed."""

    def payoffs(self, issue: Issue, members: np.ndarray) -> np.ndarray:
        """Return what the rule adds to payoffs while the agreement is in force, (..., n)."""
        return np.zeros(np.shape(members))

    def check(self, issue: Issue) -> None:
        """Raise if the rule does not fit the issue."""


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


@ENFORCEMENTS.add("reciprocity")
@dataclass(frozen=True)
class Reciprocity(Enforcement):
    """Members keep their word because the others would stop keeping theirs.

    Parameters
    ----------
    patience : float or mapping of str to float, optional
        Weight of tomorrow's payoff against today's, in [0, 1); by state if a mapping.
    reversion : {"nash"}
        What follows a defection: everyone on its own for ever.

    Examples
    --------
    >>> Reciprocity(patience=0.9).settings()
    {'rule': 'reciprocity', 'patience': 0.9}
    """

    patience: float | Mapping[str, float] | None = None
    reversion: str = "nash"
    rule: ClassVar[str] = "reciprocity"

    def __post_init__(self) -> None:
        if self.patience is not None:
            check_patience(self.patience, "enforcement.patience")
        if self.reversion not in REVERSIONS:
            raise unknown_name("enforcement.reversion", self.reversion, REVERSIONS, "one")


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

    def payoffs(self, issue: Issue, members: np.ndarray) -> np.ndarray:
        """Return the tariff's gains inside and losses outside, shape (..., n)."""
        if issue.trade is None or not self.rate:
            return np.zeros(np.shape(members))
        return issue.trade.payoffs(members, self.rate)

    def check(self, issue: Issue) -> None:
        """Raise if the issue has no trade links."""
        if issue.trade is None and self.rate:
            raise ModelError(
                "enforcement.rate",
                f"a tariff on {issue.name!r}, which has no trade links",
                "a world with trade = ..., tariff_gain and tariff_loss",
            )


def check_patience(patience: object, where: str = "patience") -> None:
    """Raise unless patience is a number in [0, 1), or a table of such numbers by state."""
    entries = patience.items() if isinstance(patience, Mapping) else [("", patience)]
    for key, value in entries:
        place = f"{where}.{key}" if key else where
        found = number(value, place, 0.0, 1.0, "a number from 0 up to, not including, 1")
        if found >= 1.0:
            raise ModelError(place, value, "a number from 0 up to, not including, 1")


def patience_by_state(
    patience: float | Mapping[str, float], world: World, default: float
) -> np.ndarray:
    """Return patience by state, shape (n,); states that a table leaves out get the default."""
    check_patience(patience)
    return world.by_state(patience, "patience", default)
