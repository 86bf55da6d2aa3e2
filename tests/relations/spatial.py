"""Votes over a line told anew: names, order, where zero is, units, left and right, null voters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import strategies as st

import gametheory_orders as gto
from relations import Answer, Bag, Fact, Kind, Relation, Retold, Subject, fresh, shuffled


class Everywhere(Mapping[str, Any]):
    """The same amount for every name."""

    def __init__(self, amount: Any) -> None:
        self.amount = amount

    def __getitem__(self, name: str) -> Any:
        return self.amount

    def __iter__(self) -> Iterator[str]:
        return iter(("everywhere",))

    def __len__(self) -> int:
        return 1


@dataclass(frozen=True)
class Line:
    """Voters with their votes and ideal points, a quota and a status quo; "A" sets the agenda."""

    players: tuple[str, ...]
    votes: tuple[int, ...]
    quota: int
    ideals: tuple[Fraction, ...]
    status_quo: Fraction
    setter: str

    @property
    def rule(self) -> Any:
        return gto.weighted_game(dict(zip(self.players, self.votes, strict=True)), self.quota)

    @property
    def points(self) -> dict[str, Fraction]:
        return dict(zip(self.players, self.ideals, strict=True))


@st.composite
def _lines(draw: Any) -> Line:
    n = draw(st.integers(2, 5))
    votes = draw(st.lists(st.integers(1, 4), min_size=n, max_size=n))
    half = sum(votes) // 2 + 1
    quota = draw(st.integers(half, sum(votes)))
    ideals = draw(st.lists(st.integers(-9, 9), min_size=n, max_size=n, unique=True))
    where = Fraction(draw(st.integers(-20, 20)), 2)
    points = tuple(map(Fraction, ideals))
    return Line(tuple("ABCDE"[:n]), tuple(votes), quota, points, where, "A")


def _relabel(case: Line, random: Random) -> Retold:
    names = fresh(case.players, random)
    players = tuple(names[p] for p in case.players)
    return Retold(replace(case, players=players, setter=names[case.setter]), names)


def _permute(case: Line, random: Random) -> Retold:
    order = shuffled(range(len(case.players)), random)
    return Retold(
        replace(
            case,
            players=tuple(case.players[i] for i in order),
            votes=tuple(case.votes[i] for i in order),
            ideals=tuple(case.ideals[i] for i in order),
        )
    )


def _moved(case: Line, move: Any) -> Line:
    return replace(case, ideals=tuple(map(move, case.ideals)), status_quo=move(case.status_quo))


def _shift(case: Line, random: Random) -> Retold:
    by = Fraction(random.randint(-40, 40), 3)
    return Retold(_moved(case, lambda x: x + by), given=Everywhere(by))


def _unit(case: Line, random: Random) -> Retold:
    unit = Fraction(random.choice([1, 3, 7]), random.choice([2, 5]))
    return Retold(_moved(case, lambda x: x * unit), good=unit)


def _mirror(case: Line, random: Random) -> Retold:
    return Retold(_moved(case, lambda x: -x), good=-1)


def _null(case: Line, random: Random) -> Retold:
    told = replace(
        case,
        players=(*case.players, "nobody"),
        votes=(*case.votes, 0),
        ideals=(*case.ideals, Fraction(random.randint(-30, 30), 7)),
    )
    return Retold(told, added=frozenset({"nobody"}))


RELATIONS = (
    Relation("relabel", "other names of voters", _relabel),
    Relation("permute", "the order of the voters", _permute),
    Relation("shift", "zero is elsewhere on the line", _shift),
    Relation("unit", "distances in another unit", _unit),
    Relation("mirror", "left and right exchanged", _mirror),
    Relation("null voter", "a voter without votes stands somewhere", _null),
)


def _at(*points: Any) -> Fact:
    return Fact(Bag({"at": x} for x in points), good=1, own=True)


def _gridlock(case: Line) -> Answer:
    found = gto.gridlock_interval(case.rule, case.points)
    holders = Bag((frozenset(found.low_held_by), frozenset(found.high_held_by)))
    return {"ends": _at(found.low, found.high), "held by": Fact(holders)}


def _winset(case: Line) -> Answer:
    found = gto.winset(case.rule, case.points, case.status_quo)
    ends = [x for pair in found.intervals for x in pair if x is not None and abs(x) < 10**6]
    pivots = Bag(frozenset(each) for each in found.pivots)
    return {
        "ends": _at(*ends),
        "intervals": Fact(len(found.intervals)),
        "pivots": Fact(pivots),
    }


def _setter(case: Line) -> Answer:
    found = gto.agenda_setter(case.rule, case.points, case.setter, case.status_quo)
    return {"policy": _at(found.policy), "binding": Fact(frozenset(found.binding))}


SUBJECTS = (
    Subject("gridlock_interval", _gridlock),
    Subject("winset", _winset),
    Subject("agenda_setter", _setter),
)
KIND = Kind("votes on a line", _lines(), RELATIONS, SUBJECTS)
