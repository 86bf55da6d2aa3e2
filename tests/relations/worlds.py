"""A public good and its states told anew, for every function that solves or judges an order.

A telling keeps its units and its names, so that an order's own figures (a blocking cost, a
penalty, a level) are told anew with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import numpy as np
from hypothesis import strategies as st

import gametheory_orders as gto
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import PublicGood, TradeLinks
from gametheory_orders.orders import Order
from relations import Answer, Bag, Fact, Relation, Retold, fresh, shuffled

COLUMNS = ("stake", "capacity", "population", "cinc", "ideal_point", "libdem")


UNITS = (1e-9, 0.3, 7.0, 1e9)
"""Of money and of the good: no tolerance may know in which one counts."""


@dataclass(frozen=True)
class Told:
    """A public good with trade, in units of its own: roles are names that never change."""

    roles: tuple[str, ...]
    figures: Mapping[str, np.ndarray]
    imports: np.ndarray
    names: Mapping[str, str] = field(default_factory=dict)
    money: float = 1.0
    good: float = 1.0

    @property
    def issue(self) -> PublicGood:
        figures = dict(self.figures)
        # u = s G - q^2 / (2 k): s is money per good, k is good squared per money.
        figures["stake"] = figures["stake"] * self.money / self.good
        figures["capacity"] = figures["capacity"] * self.good**2 / self.money
        n = len(self.roles)
        links = TradeLinks(self.imports * self.money, np.full(n, 0.4), np.full(n, 0.5))
        ids = tuple(self.of(role) for role in self.roles)
        world = gto.World(ids, figures, imports=self.imports * self.money)
        return PublicGood(world, trade=links)

    def of(self, role: str) -> str:
        """Return the name of a state of a role."""
        return self.names.get(role, role)

    def game(self, make: Callable[[Told], Order]) -> CooperationGame:
        return CooperationGame(self.issue, make(self))


@st.composite
def goods(draw: Any, low: int = 3, high: int = 5) -> Told:
    """States A, B, ... of different stakes; A, B and C are members where members are named."""
    n = draw(st.integers(low, high))
    whole = st.lists(st.integers(3, 97), min_size=n, max_size=n, unique=True)
    figures = {name: np.array(draw(whole), dtype=float) / 10 for name in COLUMNS}
    figures["capacity"] = np.array(draw(whole), dtype=float) / 29
    figures["libdem"] = figures["libdem"] / 10
    flows = draw(st.lists(st.integers(0, 40), min_size=n * n, max_size=n * n))
    imports = np.array(flows, dtype=float).reshape(n, n) / 10
    np.fill_diagonal(imports, 0.0)
    return Told(tuple("ABCDEF"[:n]), figures, imports)


def _relabel(case: Told, random: Random) -> Retold:
    names = fresh(case.roles, random)
    return Retold(replace(case, names=names), names)


def _permute(case: Told, random: Random) -> Retold:
    order = shuffled(range(len(case.roles)), random)
    return Retold(picked(case, order))


def picked(case: Told, order: list[int]) -> Told:
    """Return the case with the states at these places, in this order."""
    figures = {name: values[order] for name, values in case.figures.items()}
    roles = tuple(case.roles[i] for i in order)
    return replace(case, roles=roles, figures=figures, imports=case.imports[np.ix_(order, order)])


def _money(case: Told, random: Random) -> Retold:
    unit = random.choice(UNITS)
    return Retold(replace(case, money=unit), money=unit)


def _good(case: Told, random: Random) -> Retold:
    unit = random.choice(UNITS)
    return Retold(replace(case, good=unit), good=unit)


def _bystander(case: Told, random: Random) -> Retold:
    """A state that has no stake, trades with nobody and can do next to nothing."""
    n = len(case.roles)
    nothing = {"stake": 0.0, "capacity": 1e-13, "cinc": 0.01, "libdem": 0.01}
    figures = {
        name: np.append(values, nothing.get(name, 0.5)) for name, values in case.figures.items()
    }
    imports = np.zeros((n + 1, n + 1))
    imports[:n, :n] = case.imports
    told = replace(case, roles=(*case.roles, "Z"), figures=figures, imports=imports)
    return Retold(told, added=frozenset({"Z"}))


def _split(case: Told, random: Random) -> Retold:
    """A, told as one state, was two equal halves: here they are one again."""
    first, second = case.of("A"), case.of("B")
    return Retold(_as_one(case), {second: first})


def _as_one(case: Told) -> Told:
    keep = [i for i, role in enumerate(case.roles) if role != "B"]
    one = picked(case, keep)
    a = one.roles.index("A")
    figures = {name: values.copy() for name, values in one.figures.items()}
    for name in ("stake", "capacity"):
        figures[name][a] *= 2
    return replace(one, figures=figures)


def halved(case: Told) -> Told:
    """Return the case with B the same as A, and without trade."""
    a, b = case.roles.index("A"), case.roles.index("B")
    figures = {name: values.copy() for name, values in case.figures.items()}
    for values in figures.values():
        values[b] = values[a]
    return replace(case, figures=figures, imports=np.zeros_like(case.imports))


RELABEL = Relation("relabel", "other names of states", _relabel)
PERMUTE = Relation("permute", "the order in which states are listed", _permute)
MONEY = Relation("money", "payoffs in another currency", _money)
GOOD = Relation("good", "the good in another unit", _good)
BYSTANDER = Relation("bystander", "a state that has no stake and can do nothing", _bystander)
TWINS = Relation("merge twins", "two equal halves of a state become one", _split)
TELLING = (RELABEL, PERMUTE, MONEY, GOOD)


def _all_at_once(case: Told, random: Random) -> Retold:
    case = picked(case, shuffled(range(len(case.roles)), random))
    names = fresh(case.roles, random)
    money, good = random.choice(UNITS), random.choice(UNITS)
    return Retold(replace(case, names=names, money=money, good=good), names, money, good)


AT_ONCE = Relation("all at once", "names, order, currency and unit of the good", _all_at_once)


def by_state(case: Told, values: Any) -> dict[str, float]:
    """Return an array by state as figures by name."""
    return dict(zip(case.issue.world.ids, np.asarray(values).tolist(), strict=True))


def solved(make: Callable[[Told], Order], **how: Any) -> Callable[[Told], Answer]:
    """Return what solving the order says, as facts."""

    def answer(case: Told) -> Answer:
        found = gto.solve(case.game(make), **how)
        facts = {
            "members": Fact(frozenset(found.members)),
            "leavers": Fact(frozenset(found.delivered.leavers)),
            "joiners": Fact(frozenset(found.delivered.joiners)),
            "coerced": Fact(frozenset(found.delivered.coerced)),
            "blocked by": Fact(frozenset(found.blocked_by)),
            "stable": Fact(Bag(frozenset(each) for each in found.stable_memberships)),
            "needed": Fact(dict(found.needed)),
            "reached": Fact(found.delivered.agreement.reached),
        }
        for name in ("agreed", "delivered"):
            stage = getattr(found, name)
            facts[f"{name} actions"] = Fact(by_state(case, stage.agreement.actions), good=1)
            facts[f"{name} payoffs"] = Fact(by_state(case, stage.payoffs), money=1)
            level = stage.agreement.level
            facts[f"{name} level"] = Fact(level, money=1, good=-1)
        return facts

    return answer


def judged(make: Callable[[Told], Order], **how: Any) -> Callable[[Told], Answer]:
    """Return what the assessment of the order says, as facts."""

    def answer(case: Told) -> Answer:
        found = gto.assess(gto.solve(case.game(make), **how))
        return {
            "effectiveness": Fact((found.agreed.effectiveness, found.delivered.effectiveness)),
            "of the quantity": Fact(found.delivered.effectiveness_quantity),
            "legitimacy": Fact(dict(found.delivered.legitimacy.values)),
            "shortfall": Fact(dict(found.shortfall.share)),
            "first step": Fact(dict(found.shortfall.first_step)),
            "last step": Fact(dict(found.shortfall.last_step)),
            "virtues": Fact(dict(found.virtues.values)),
            "stake": Fact(found.stake, money=1),
        }

    return answer
