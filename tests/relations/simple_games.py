"""Simple games told anew: relabelled, in other votes, with a voter who never counts, as a bloc."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Any

from hypothesis import strategies as st

import gametheory_orders as gto
from gametheory_orders.orders.voting import SimpleGame
from relations import Answer, Fact, Kind, Relation, Retold, Subject, fresh, shuffled


@dataclass(frozen=True)
class Ballot:
    """One or two houses, of all of which or of any of which a motion needs the votes."""

    players: tuple[str, ...]
    houses: tuple[tuple[tuple[int, ...], int], ...]
    every: bool

    @property
    def game(self) -> SimpleGame:
        join = gto.all_of if self.every else gto.any_of
        games = [
            gto.weighted_game(dict(zip(self.players, votes, strict=True)), quota)
            for votes, quota in self.houses
        ]
        return join(*games) if len(games) > 1 else games[0]


@st.composite
def _ballots(draw: Any) -> Ballot:
    n = draw(st.integers(2, 5))
    houses = []
    for _ in range(draw(st.integers(1, 2))):
        votes = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n).filter(any))
        houses.append((tuple(votes), draw(st.integers(1, sum(votes)))))
    return Ballot(tuple("ABCDE"[:n]), tuple(houses), draw(st.booleans()))


def _relabel(case: Ballot, random: Random) -> Retold:
    names = fresh(case.players, random)
    return Retold(replace(case, players=tuple(names[p] for p in case.players)), names)


def _permute(case: Ballot, random: Random) -> Retold:
    order = shuffled(range(len(case.players)), random)
    houses = tuple((tuple(votes[i] for i in order), quota) for votes, quota in case.houses)
    return Retold(Ballot(tuple(case.players[i] for i in order), houses, case.every))


def _unit(case: Ballot, random: Random) -> Retold:
    unit = random.randint(2, 9)
    houses = tuple((tuple(unit * v for v in votes), unit * quota) for votes, quota in case.houses)
    return Retold(replace(case, houses=houses))


def _null(case: Ballot, random: Random) -> Retold:
    at = random.randrange(len(case.players) + 1)
    houses = tuple(((*votes[:at], 0, *votes[at:]), quota) for votes, quota in case.houses)
    players = (*case.players[:at], "nobody", *case.players[at:])
    return Retold(Ballot(players, houses, case.every), added=frozenset({"nobody"}))


def _merge(case: Ballot, random: Random) -> Retold:
    """The first two become a bloc that votes as one with the votes of both."""
    houses = tuple(((votes[0] + votes[1], *votes[2:]), quota) for votes, quota in case.houses)
    first, second = case.players[:2]
    return Retold(Ballot((first, *case.players[2:]), houses, case.every), {second: first})


RELATIONS = (
    Relation("relabel", "other names, other answers' names, nothing else", _relabel),
    Relation("permute", "the order of the voters does not matter", _permute),
    Relation("unit", "every vote counted several times, quotas too", _unit),
    Relation("null voter", "a voter without votes changes nothing for the rest", _null),
    Relation("merge", "a bloc has what its members have together", _merge),
)


def _columns(measure: Any, *names: str) -> Any:
    def answer(case: Ballot) -> Answer:
        found = measure(case.game)
        return {
            name: Fact(dict(zip(case.players, found.columns[name], strict=True))) for name in names
        }

    return answer


def _by_pair(measure: Any) -> Any:
    """The sum over all pairs that vote as one union, so that no choice of a pair needs names."""

    def answer(case: Ballot) -> Answer:
        some = [p for p in case.players if p != "nobody"]
        total = dict.fromkeys(case.players, 0)
        for k, a in enumerate(some):
            for b in some[k + 1 :]:
                alone = {f"alone {p}": (p,) for p in case.players if p not in (a, b)}
                found = measure(case.game, {"pair": (a, b), **alone})
                for p in case.players:
                    total[p] += found[p]
        return {"power": Fact(total)}

    return answer


def _figure(measure: Any) -> Any:
    return lambda case: {"figure": Fact(measure(case.game))}


def _several(case: Ballot) -> Answer:
    names = ("shapley_shubik", "banzhaf", "coleman", "deegan_packel", "holler")
    found = gto.power_indices(case.game, names)
    return {
        name: Fact(dict(zip(case.players, column, strict=True)))
        for name, column in found.columns.items()
        if name not in ("weight", "banzhaf_swings")
    }


def _representation(case: Ballot) -> Answer:
    power = gto.banzhaf(case.game)
    people = {p: 1.0 + sum(votes[i] for votes, _ in case.houses) for i, p in _placed(case)}
    found = gto.representation(power, people)
    return {
        name: Fact(dict(zip(case.players, column, strict=True)))
        for name, column in found.ratios.items()
        if name != "equality"
    }


def _bargained(case: Ballot) -> Answer:
    found = gto.bargaining_equilibrium(case.game, patience=0.8)
    return {"values": Fact(dict(zip(found.names, found.values.tolist(), strict=True)))}


def _ternary(case: Ballot) -> Answer:
    """The first house alone, in which states may abstain."""
    votes, quota = case.houses[0]
    game = gto.ternary_game(dict(zip(case.players, votes, strict=True)), quota)
    found = gto.ternary_banzhaf(game)
    return {
        name: Fact(dict(zip(found.players, column, strict=True)))
        for name, column in found.columns.items()
        if name in ("banzhaf", "banzhaf_absolute")
    }


def _placed(case: Ballot) -> Any:
    return enumerate(case.players)


SIZE = (
    "whether a bloc has more or less power than its members had apart depends on the others "
    "(paradox of size, Brams 1975)"
)
COUNTED = "the share of coalitions that win is another one where two can no longer disagree"
CROWD = "who is on the losing side is counted by head, and there is one head less"
HEAD = "who is on the losing side is counted by head, and the null voter has one"
PEOPLE = "fair shares follow the number of people, and the null voter comes with people"
STATED = "people are counted in votes here and so in another unit, and one more for everybody"
PROPOSES = "without votes, it still has its turn to propose"
BLOC = {"merge": SIZE}
SUBJECTS = (
    Subject("shapley_shubik", _columns(gto.shapley_shubik, "shapley_shubik"), exceptions=BLOC),
    Subject("banzhaf", _columns(gto.banzhaf, "banzhaf", "banzhaf_absolute"), exceptions=BLOC),
    Subject(
        "coleman",
        _columns(gto.coleman, "coleman_initiate", "coleman_prevent"),
        exceptions=BLOC,
    ),
    Subject("deegan_packel", _columns(gto.deegan_packel, "deegan_packel"), exceptions=BLOC),
    Subject("holler", _columns(gto.holler, "holler"), exceptions=BLOC),
    Subject("ternary_banzhaf", _ternary, exceptions=BLOC),
    Subject(
        "expected_gridlock",
        _figure(gto.expected_gridlock),
        exceptions={"merge": CROWD},
    ),
    Subject(
        "bargaining_equilibrium",
        _bargained,
        1e-5,
        {"merge": SIZE, "null voter": PROPOSES},
    ),
    Subject("owen", _by_pair(gto.owen), exceptions=BLOC),
    Subject("banzhaf_owen", _by_pair(gto.banzhaf_owen), exceptions=BLOC),
    Subject("power_indices", _several, exceptions=BLOC),
    Subject("power_to_act", _figure(gto.power_to_act), exceptions={"merge": COUNTED}),
    Subject(
        "majority_deficit",
        _figure(gto.majority_deficit),
        exceptions={"merge": CROWD, "null voter": HEAD},
    ),
    Subject(
        "representation",
        _representation,
        exceptions={"merge": SIZE, "null voter": PEOPLE, "unit": STATED},
    ),
)
KIND = Kind("simple games", _ballots(), RELATIONS, SUBJECTS)
