"""What the tests build: the climate issue, small worlds, random worlds.

Builds on hypothesis and the package's constructors. The climate issue is read here with csv
alone, so that these tests do not lean on the package's own reader.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import PublicGood, TradeLinks
from gametheory_orders.orders import (
    Binding,
    Fixed,
    Order,
    Reciprocity,
    Universal,
)
from gametheory_orders.worlds import World

MODELS = Path(__file__).resolve().parents[1] / "models"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def climate(price: float = 25.0, **columns: Any) -> PublicGood:
    """Return the fifteen-region issue at a social cost of carbon, from the figures."""
    with (MODELS / "worlds" / "climate.csv").open() as file:
        rows = list(csv.DictReader(file))
    with (MODELS / "worlds" / "climate_imports.csv").open() as file:
        imports = np.array([[float(x) for x in row[1:]] for row in list(csv.reader(file))[1:]])
    figures = {
        key: np.array([float(row[key]) for row in rows])
        for key in rows[0]
        if key not in ("id", "name")
    }
    gdp, co2 = figures["gdp"], figures["co2"]
    figures["stake"] = price * gdp / gdp.sum()
    figures["capacity"] = co2**2 / (2e6 * 0.837 * figures["abatement_alpha"] * gdp)
    world = World([row["id"] for row in rows], {**figures, **columns}, "climate", imports=imports)
    trade = TradeLinks(imports, figures["tariff_gain"], figures["tariff_loss"])
    return PublicGood(world, name="climate", numeraire="bn US$ a year", trade=trade)


def good(
    stakes: Any, capacities: Any = None, trade: TradeLinks | None = None, **columns: Any
) -> PublicGood:
    """Return a public good over states A, B, C, ..."""
    n = len(stakes)
    capacities = np.ones(n) if capacities is None else capacities
    ids = list(LETTERS[:n]) if n <= 26 else [f"S{i}" for i in range(n)]
    figures = {"stake": stakes, "capacity": capacities, **columns}
    return PublicGood(World(ids, figures), trade=trade)


def game(issue: PublicGood, decision: Any, enforcement: Any = None, membership: Any = None) -> Any:
    """Return the game of an issue under one decision rule, everyone in and bound by default."""
    return CooperationGame(
        issue, Order(membership or Universal(), decision, enforcement or Binding())
    )


def fixed(issue: PublicGood, members: np.ndarray) -> Fixed:
    return Fixed(members=issue.world.members(members))


def reciprocal(issue: PublicGood, decision: Any, membership: Any = None) -> Any:
    return game(issue, decision, Reciprocity(), membership)


def written(value: float) -> Fraction:
    """The decimal as it was written."""
    return Fraction(repr(float(value)))


# --- random worlds -----------------------------------------------------------------------------

# Few digits, so that ties and exact sums happen; zero and equal stakes on purpose.
STAKE = st.one_of(
    st.sampled_from([0.0, 0.5, 1.0, 2.0]), st.integers(1, 2000).map(lambda x: x / 100)
)
CAPACITY = st.one_of(st.sampled_from([0.5, 1.0, 2.0]), st.integers(5, 2000).map(lambda x: x / 100))
PATIENCE = st.one_of(
    st.sampled_from([0.0, 0.5, 0.9, 0.99]), st.integers(0, 99).map(lambda x: x / 100)
)


@st.composite
def public_goods(draw: Any, low: int = 2, high: int = 8, positive: bool = False) -> PublicGood:
    """A random public good; somebody has a stake."""
    n = draw(st.integers(low, high))
    stake = STAKE.filter(bool) if positive else STAKE
    stakes = draw(st.lists(stake, min_size=n, max_size=n).filter(any))
    return good(np.array(stakes), np.array(draw(st.lists(CAPACITY, min_size=n, max_size=n))))


@st.composite
def with_members(draw: Any, low: int = 2, high: int = 8, **how: Any) -> tuple[PublicGood, Any]:
    """A random public good and a set of at least two members, not all of zero stake."""
    issue = draw(public_goods(low, high, **how))
    bits = draw(st.lists(st.booleans(), min_size=issue.n, max_size=issue.n))
    members = np.array(bits)
    if members.sum() < 2 or not issue.stakes[members].any():
        members = np.ones(issue.n, dtype=bool)
    return issue, members


@st.composite
def trading_goods(draw: Any, low: int = 2, high: int = 6) -> PublicGood:
    """A random public good with trade links."""
    issue = draw(public_goods(low, high))
    n = issue.n
    flow = st.integers(0, 300).map(lambda x: x / 10)
    imports = np.array(
        draw(st.lists(st.lists(flow, min_size=n, max_size=n), min_size=n, max_size=n))
    )
    np.fill_diagonal(imports, 0.0)
    share = st.integers(10, 100).map(lambda x: x / 100)
    gain = np.array(draw(st.lists(share, min_size=n, max_size=n)))
    loss = np.array(draw(st.lists(share, min_size=n, max_size=n)))
    return good(issue.stakes, issue.capacities, TradeLinks(imports, gain, loss))
