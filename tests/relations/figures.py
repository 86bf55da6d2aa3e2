"""Functions of figures by state told anew: names, order and the unit of what is paid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import strategies as st

import gametheory_orders as gto
from relations import Answer, Bag, Fact, Kind, Relation, Retold, Subject, fresh, shuffled


@dataclass(frozen=True)
class Figures:
    """Three positive figures by state, all different; each function says what they are to it."""

    roles: tuple[str, ...]
    columns: tuple[tuple[int, ...], ...]
    names: dict[str, str] = field(default_factory=dict)
    money: Fraction = Fraction(1)

    def by(self, column: int, unit: Any = 1) -> dict[str, Any]:
        """Return a column by state, in a unit."""
        values = [value * unit for value in self.columns[column]]
        return dict(zip(self.states, values, strict=True))

    def paid(self, column: int) -> dict[str, Any]:
        """Return a column by state that counts money."""
        return self.by(column, self.money)

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(self.names.get(role, role) for role in self.roles)


@st.composite
def figures(draw: Any) -> Figures:
    n = draw(st.integers(2, 4))
    whole = st.lists(st.integers(1, 40), min_size=n, max_size=n, unique=True)
    return Figures(tuple("ABCD"[:n]), tuple(tuple(draw(whole)) for _ in range(3)))


def _relabel(case: Figures, random: Random) -> Retold:
    names = fresh(case.roles, random)
    return Retold(replace(case, names=names), names)


def _permute(case: Figures, random: Random) -> Retold:
    order = shuffled(range(len(case.roles)), random)
    roles = tuple(case.roles[i] for i in order)
    return Retold(
        replace(case, roles=roles, columns=tuple(tuple(c[i] for i in order) for c in case.columns))
    )


def _money(case: Figures, random: Random) -> Retold:
    unit = Fraction(random.choice([1, 3, 7]), random.choice([2, 5]))
    return Retold(replace(case, money=unit), money=unit)


RELATIONS = (
    Relation("relabel", "other names of states", _relabel),
    Relation("permute", "the order in which states are listed", _permute),
    Relation("money", "what is paid in another currency", _money),
)


def _hub(case: Figures) -> Answer:
    found = gto.hub_and_spoke(case.paid(0), case.paid(1), link_cost=2 * case.money)
    gains = dict(zip(found.spokes, found.gains, strict=True))
    return {
        "signed": Fact(frozenset(found.signed)),
        "gains": Fact(gains, money=1),
        "hub": Fact(found.hub_gain, money=1),
        "margin": Fact(found.smallest_margin, money=1),
    }


def _depth(case: Figures) -> Answer:
    found = gto.depth_by_admission(case.paid(0), "2/3", founders=1)
    return {
        "depth": Fact((found.depth, found.all_at_once, found.own_depths), money=1),
        "entries": Fact(tuple((each.state, each.enters) for each in found.entries)),
    }


def _rivals(case: Figures) -> Answer:
    small = {p: float(x) for p, x in case.by(0).items()}
    cost = [{p: float(x * case.money) for p, x in case.by(k).items()} for k in (1, 2)]
    benefit = float(case.money)
    found = gto.rival_clubs(small, cost=(cost[0], cost[1]), benefit=(benefit, benefit))
    split = Bag(
        tuple(
            frozenset(t for t, k in zip(found.types, counts, strict=True) if k)
            for counts in (each.with_a, each.with_b, each.non_aligned)
        )
        for each in found.alignments
    )
    return {"alignments": Fact(split), "alone": Fact((found.alone_a, found.alone_b))}


def _forum(case: Figures) -> Answer:
    stay, shift, create = (case.paid(k) for k in range(3))
    found = gto.forum_choice(
        stay, {"other": shift}, create, shift_cost=case.money, create_cost=3 * case.money
    )
    return {
        "choices": Fact({c.state: (c.choice, c.forum) for c in found.choices}),
        "gains": Fact({c.state: c.gain for c in found.choices}, money=1),
        "worth creating": Fact({c.state: c.create_up_to for c in found.choices}, money=1),
    }


def _attendance(case: Figures) -> Answer:
    found = gto.attendance(case.paid(0), Fraction(1, 10), case.money)
    return {
        "forums": Fact(dict(zip(found.states, found.forums, strict=True))),
        "budget": Fact(dict(zip(found.states, found.budget, strict=True)), money=1),
        "excluded": Fact(frozenset(found.excluded)),
    }


def _mobilised(burden: str) -> Callable[[Figures], Answer]:
    def answer(case: Figures) -> Answer:
        money = case.money
        found = gto.mobilisation(
            case.paid(0), start=2 * money, growth=3 * money, periods=6, burden=burden
        )
        return {
            "members": Fact(tuple(frozenset(each) for each in found.members)),
            "asked": Fact(found.asked, money=1),
            "hazard": Fact(found.hazard),
        }

    return answer


def _review(case: Figures) -> Answer:
    money = case.money
    found = gto.review_precision(case.paid(0), 20 * money, case.paid(1), rule="majority")
    return {
        "precision": Fact(found.precision),
        "bound": Fact(frozenset(found.bound)),
        "thresholds": Fact(dict(found.thresholds)),
        "worse off": Fact(frozenset(found.worse_off)),
    }


def _followers(case: Figures) -> dict[str, Any]:
    rows = zip(case.states, *(case.paid(k).values() for k in range(3)), strict=True)
    return {state: tuple(values) for state, *values in rows}


def _hedging(case: Figures) -> Answer:
    found = gto.hedging(_followers(case), Fraction(1, 5))
    return {"hedges": Fact(dict(found.hedges)), "trusts from": Fact(dict(found.trusts_from))}


def _leader(case: Figures) -> Answer:
    found = gto.leaders_choice(_followers(case), cost=9 * case.money, harm=case.money)
    return {"reliability": Fact(found.reliability), "hedges": Fact(dict(found.hedges))}


def _issues(case: Figures) -> dict[str, Any]:
    """Two issues, with what each state gains by breaking and loses by reversion."""
    gains, losses = list(case.paid(0).values()), list(case.paid(1).values())
    other = list(case.paid(2).values())
    both = [x + y for x, y in zip(losses, other, strict=True)]
    return {"one": (gains, losses), "two": (other, both)}


def _linkage(case: Figures) -> Answer:
    found = gto.linkage(_issues(case), case.states)
    return {
        "needed": Fact(tuple(each.needed for each in found.issues)),
        "pooled": Fact(found.pooled),
        "verdicts": Fact(tuple(each.verdict for each in found.regimes)),
        "worth": Fact(tuple(each.worth for each in found.issues), money=1),
    }


def _bundles(case: Figures) -> Answer:
    found = gto.best_partition(_issues(case), Fraction(3, 5))
    return {
        "bundles": Fact(Bag(frozenset(each) for each in found.bundles)),
        "worth": Fact(found.worth, money=1),
    }


def _grandfathers(case: Figures) -> Answer:
    patience = {state: 1 - Fraction(1, 2 + value) for state, value in case.by(0).items()}
    found = gto.grandfathered_quota(patience, Fraction(3, 5), 1)
    return {
        "quota": Fact(found.quota),
        "grandfathered": Fact(frozenset(found.grandfathered)),
        "value": Fact(found.value),
    }


def _consistent(case: Figures) -> Answer:
    """Everyone may be in or out; whoever moves alone changes where all are."""
    states = case.states
    sets = [
        frozenset(s for i, s in enumerate(states) if k >> i & 1) for k in range(1 << len(states))
    ]
    worth, price = case.paid(0), case.paid(1)
    payoffs = {
        s: {who: float(sum(worth[x] for x in s) - 2 * price[who] * (who in s)) for who in states}
        for s in sets
    }
    moves = [(s, s ^ {who}, [who]) for s in sets for who in states]
    found = gto.largest_consistent_set(payoffs, moves)
    return {"states": Fact(frozenset(found.states))}


def _process(case: Figures) -> Answer:
    first, second = case.paid(0), case.paid(1)
    payoffs = {
        "apart": {s: 0.0 for s in case.states},
        "together": {s: float(first[s]) for s in case.states},
        "deeper": {s: float(second[s]) for s in case.states},
    }
    found = gto.binding_process(payoffs, lambda *_: [list(case.states)], 0.5)
    moves = Bag(
        frozenset(((who, at), to) for (who, at), to in x.moves.items()) for x in found.equilibria
    )
    absorbing = Bag(frozenset(x.absorbing) for x in found.equilibria)
    return {"moves": Fact(moves), "absorbing": Fact(absorbing)}


def _thermostat(case: Figures) -> Answer:
    ideals = {s: float(x) for s, x in case.by(0).items()}
    found = gto.thermostat_payoffs(ideals, {s: float(x) for s, x in case.by(1, case.money).items()})
    return {"payoffs": Fact(Bag(dict(each) for each in found.values()), money=1)}


def _sanctions(case: Figures) -> Answer:
    body = gto.quota_game(case.states, "majority", veto=[case.names.get("A", "A")])
    size, gain, loss = (case.paid(k) for k in range(3))
    floats = [{s: float(x) for s, x in each.items()} for each in (size, gain, loss)]
    world = gto.World(case.states, {})
    found = gto.sanction_reach(body, world, size=floats[0], gain=floats[1], loss=floats[2])
    ids = found.world.ids
    scheme = found.schemes[0]
    return {
        "beyond": Fact(frozenset(found.beyond())),
        "needed": Fact(dict(zip(ids, scheme.needed.tolist(), strict=True))),
        "penalty": Fact(dict(zip(ids, scheme.penalty.tolist(), strict=True)), money=1),
        "without": Fact(dict(zip(ids, found.without.tolist(), strict=True))),
    }


def _posse(case: Figures) -> Answer:
    reserve = {s: float(x) for s, x in case.paid(1).items()}
    strength = {s: float(x) for s, x in case.by(0).items()}
    found = gto.posse(strength, reserve, 0.6 * sum(strength.values()))
    return {"members": Fact(frozenset(found.members)), "cost": Fact(found.cost, money=1)}


SUBJECTS = (
    Subject("hub_and_spoke", _hub),
    Subject("depth_by_admission", _depth),
    Subject("rival_clubs", _rivals),
    Subject("forum_choice", _forum),
    Subject("attendance", _attendance),
    Subject("mobilisation: each", _mobilised("each")),
    Subject("mobilisation: shared", _mobilised("shared")),
    Subject("review_precision", _review),
    Subject("hedging", _hedging),
    Subject("leaders_choice", _leader),
    Subject("linkage", _linkage),
    Subject("best_partition", _bundles),
    Subject("grandfathered_quota", _grandfathers),
    Subject("largest_consistent_set", _consistent),
    Subject("binding_process", _process),
    Subject("thermostat_payoffs", _thermostat),
    Subject("sanction_reach", _sanctions),
    Subject("posse: of capability", _posse),
)
KIND = Kind("figures by state", figures(), RELATIONS, SUBJECTS)
