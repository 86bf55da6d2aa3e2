"""Tariff regimes: the stable clubs at every price and tariff, side by side.

As in Nordhaus 2015, American Economic Review 105(4): members charge a price on carbon and levy a
uniform tariff on imports from outside. Builds on stable_coalitions.py.
Not here: which tariff is best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gametheory_orders.foundations.checks import listed
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.issues import Issue
from gametheory_orders.solvers.entry_game import entry_game
from gametheory_orders.solvers.group_deviations import group_moves
from gametheory_orders.solvers.stable_coalitions import (
    StableCoalition,
    describe,
    stable_codes,
)

TARIFFS = tuple(rate / 100 for rate in range(11))


@dataclass(frozen=True)
class Regime:
    """One price and tariff.

    Parameters
    ----------
    price : float or "joint"
        What members charge.
    tariff : float
        A share.
    coalitions : tuple of StableCoalition
        All stable ones; empty if there is none.
    strong : int or None
        How many of them no group would change; None if not asked for.
    """

    price: float | str
    tariff: float
    coalitions: tuple[StableCoalition, ...]
    strong: int | None = None


@dataclass(frozen=True)
class TariffRegimes(Result):
    """Stable clubs by price and tariff.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    concept : str
        What stability means.
    regimes : tuple of Regime
        Prices in the order given, within each the tariffs.
    """

    issue: Issue
    concept: str
    regimes: tuple[Regime, ...]

    def __len__(self) -> int:
        return len(self.regimes)

    def __iter__(self) -> Iterator[Regime]:
        return iter(self.regimes)

    def table(self) -> Table:
        """Return one row a stable club."""
        rows: list[list[Any]] = []
        for regime in self:
            clubs: list[list[Any]] = [[c.size, c.effectiveness] for c in regime.coalitions]
            rows += [
                [str(regime.price), regime.tariff, *each, regime.strong]
                for each in clubs or [[None, None]]
            ]
        title = f"{self.concept}: {self.issue.name}"
        return Table(["price", "tariff", "members", "E", "strong"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return all regimes as plain values."""
        regimes = [
            {
                "price": each.price,
                "tariff": each.tariff,
                "strong": each.strong,
                "stable": [club.to_dict() for club in each.coalitions],
            }
            for each in self
        ]
        found: dict[str, Any] = plain(
            {"issue": self.issue.name, "concept": self.concept, "regimes": regimes}
        )
        return found


def tariff_regimes(
    issue: Issue,
    prices: Sequence[float | str] = (25.0,),
    tariffs: Sequence[float] = TARIFFS,
    concept: str = "open",
    *,
    groups: bool = False,
) -> TariffRegimes:
    """Return the stable clubs at every price and tariff.

    Parameters
    ----------
    issue : Issue
        With trade links.
    prices : sequence of float or "joint"
        As for :func:`~gametheory_orders.solvers.stable_coalitions.stable_coalitions`.
    tariffs : sequence of float
        Shares; by default 0 to 10 percent.
    concept : str
        What stability means.
    groups : bool
        Whether to count also those that no group would change, Nordhaus' coalition Nash
        equilibria: there need not be any.

    Examples
    --------
    >>> from gametheory_orders import load_issue
    >>> found = tariff_regimes(load_issue("climate"), tariffs=[0.0, 0.01, 0.02, 0.03])
    >>> [regime.coalitions[0].size for regime in found]
    [0, 9, 13, 15]
    """
    regimes = []
    for price in listed(prices, "prices"):
        for tariff in listed(tariffs, "tariffs"):
            game = entry_game(issue, price=price, tariff=tariff)
            codes = stable_codes(game, concept)
            clubs = describe(game, codes, concept)[0] if len(codes) else ()
            strong = len(codes) - len(group_moves(game, codes)) if groups else None
            regimes.append(Regime(price, float(tariff), clubs, strong))
    return TariffRegimes(issue, concept, tuple(regimes))
