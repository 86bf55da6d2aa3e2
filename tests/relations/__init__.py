"""Metamorphic tests: what must stay, and what must change how, when the same problem is retold.

Nothing here knows an answer. A kind of problem (a TU game, a tree, an issue under an order) has
relations: its states get other names, its unit another size, somebody joins who does not count.
A subject is a public function with its answer as facts that say in which units they are. The
tests hold every subject against every relation of its kind, or ask the table of exceptions for a
reason and a counterexample.
Builds on hypothesis. Not here: the kinds (one module each).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from numbers import Rational
from random import Random
from typing import Any

import numpy as np
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError, NoAnswer


class Bag(tuple[Any, ...]):
    """A collection in no order, of things that need not be hashable."""

    __slots__ = ()


@dataclass(frozen=True)
class Fact:
    """A part of an answer.

    ``value`` is a number, a truth, a text, or any nest of mappings, tuples, sets and bags of
    these. It counts money to the power ``money`` and the good (or distance) to the power
    ``good``; ``own`` are mappings of players to payoffs: they move with what everyone is given
    for nothing.
    """

    value: Any
    money: int = 0
    good: int = 0
    own: bool = False


Answer = Mapping[str, Fact]


@dataclass(frozen=True)
class Retold:
    """A problem told in another way, and what that does to answers."""

    case: Any
    names: Mapping[str, str] = field(default_factory=dict)
    money: Any = 1
    good: Any = 1
    given: Mapping[str, Any] = field(default_factory=dict)
    added: frozenset[str] = frozenset()
    play_only: bool = False
    """Payoffs change in no simple way: only facts that are not in money are compared."""


@dataclass(frozen=True)
class Relation:
    """A way to tell a problem of one kind anew."""

    name: str
    says: str
    retell: Callable[[Any, Random], Retold]


@dataclass(frozen=True)
class Subject:
    """A public function, and its answer to a problem as facts.

    ``tolerance`` is relative to the largest number of the fact; exact numbers need none.
    """

    name: str
    answer: Callable[[Any], Answer]
    tolerance: float = 1e-9
    exceptions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A kind of problem with its relations and the functions that take it."""

    name: str
    cases: st.SearchStrategy[Any]
    relations: tuple[Relation, ...]
    subjects: tuple[Subject, ...]
    few: int = 2
    """Problems tried in every run; the long tests try twenty times as many."""
    apart: tuple[Relation, ...] = ()
    """Relations that the long tests try one by one, and every run at once."""

    def pairs(self, long: bool) -> list[tuple[Subject, Relation]]:
        """Return each subject with each relation that it is held against."""
        relations = (*self.relations, *self.apart) if long else self.relations
        return [(subject, relation) for subject in self.subjects for relation in relations]


def told(subject: Subject, case: Any) -> Answer:
    """Return the answer, or that there is none, or no such problem: however it is told."""
    try:
        return subject.answer(case)
    except NoAnswer:
        return {"no answer": Fact(True)}
    except ModelError:
        return {"refused": Fact(True)}


def broken(subject: Subject, relation: Relation, case: Any, seed: int) -> str | None:
    """Return what differs from what the relation promises, None if nothing does."""
    retold = relation.retell(case, Random(seed))
    before, after = told(subject, case), told(subject, retold.case)
    if set(before) != set(after):
        return f"facts {sorted(before)} became {sorted(after)}"
    compared = {key: f for key, f in before.items() if not (retold.play_only and f.money)}
    if not compared:
        return "nothing is left to compare"
    for key, fact in compared.items():
        wanted = _expected(fact, retold)
        found = _without(after[key].value, retold.added)
        unit = abs(float(_unit(fact, retold)))
        slack = subject.tolerance * max(unit, _size(wanted), _size(found))
        if not _same(wanted, found, slack):
            return f"{key}: expected {wanted}, found {found}"
    return None


def _expected(fact: Fact, retold: Retold) -> Any:
    value = _renamed(_scaled(fact.value, _unit(fact, retold)), retold.names)
    return _given(value, retold.given) if fact.own and retold.given else value


def _unit(fact: Fact, retold: Retold) -> Any:
    """Return what a number of the fact is multiplied with."""
    unit = 1
    if fact.money:
        unit = unit * retold.money**fact.money
    if fact.good:
        unit = unit * retold.good**fact.good
    return unit


def _given(value: Any, given: Mapping[str, Any]) -> Any:
    if isinstance(value, Mapping):
        return {who: amount + given.get(who, 0) for who, amount in value.items()}
    return type(value)(_given(item, given) for item in value)


def _number(value: Any) -> bool:
    return isinstance(value, int | float | Rational | np.number) and not isinstance(
        value, bool | np.bool_
    )


def _map(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, Mapping):
        out: dict[Any, Any] = {}
        for key, item in value.items():
            new, other = change(key), _map(item, change)
            # Two that become one have together what each had.
            out[new] = out[new] + other if new in out else other
        return out
    if isinstance(value, Bag):
        return Bag(_map(item, change) for item in value)
    if isinstance(value, tuple | list):
        return tuple(_map(item, change) for item in value)
    if isinstance(value, frozenset | set):
        return frozenset(_map(item, change) for item in value)
    return change(value)


def _scaled(value: Any, unit: Any) -> Any:
    return value if unit == 1 else _map(value, lambda x: x * unit if _number(x) else x)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    return _map(value, lambda x: names.get(x, x) if isinstance(x, str) else x)


def _without(value: Any, added: frozenset[str]) -> Any:
    if not added:
        return value
    if isinstance(value, Mapping):
        return {key: _without(item, added) for key, item in value.items() if key not in added}
    if isinstance(value, frozenset | set):
        return frozenset(_without(item, added) for item in value if item not in added)
    if isinstance(value, Bag):
        return Bag(_without(item, added) for item in value)
    if isinstance(value, tuple | list):
        return tuple(_without(item, added) for item in value)
    return value


def _size(value: Any) -> float:
    if isinstance(value, Mapping):
        return max(map(_size, value.values()), default=0.0)
    if isinstance(value, tuple | list | frozenset | set):
        return max(map(_size, value), default=0.0)
    return abs(float(value)) if _number(value) and math.isfinite(value) else 0.0


def _same(wanted: Any, found: Any, slack: float) -> bool:
    if isinstance(wanted, Mapping):
        alike = isinstance(found, Mapping) and set(wanted) == set(found)
        return alike and all(_same(wanted[key], found[key], slack) for key in wanted)
    if isinstance(wanted, frozenset | set | Bag):
        return isinstance(found, frozenset | set | Bag) and _matched(wanted, found, slack)
    if isinstance(wanted, tuple | list):
        alike = isinstance(found, tuple | list) and len(wanted) == len(found)
        return alike and all(_same(a, b, slack) for a, b in zip(wanted, found, strict=True))
    if _number(wanted) and _number(found):
        return _equal(wanted, found, slack)
    return bool(wanted == found)


def _equal(wanted: Any, found: Any, slack: float) -> bool:
    if isinstance(wanted, Rational) and isinstance(found, Rational):
        return wanted == found
    if math.isnan(wanted) or math.isnan(found):
        return math.isnan(wanted) and math.isnan(found)  # undefined before and after
    return bool(wanted == found or abs(wanted - found) <= slack)


def _matched(wanted: Collection[Any], found: Collection[Any], slack: float) -> bool:
    """Whether two sets are the same; sets of points may be so within the tolerance only."""
    if len(wanted) != len(found):
        return False
    left = list(found)
    for item in wanted:
        hit = next((k for k, other in enumerate(left) if _same(item, other, slack)), None)
        if hit is None:
            return False
        del left[hit]
    return True


def shuffled(items: Any, random: Random) -> list[Any]:
    """Return the items in a random order, never their own if there are two."""
    order = list(items)
    while len(order) > 1 and order == list(items):
        random.shuffle(order)
    return order


def fresh(names: Any, random: Random) -> dict[str, str]:
    """Return new names that sort in another order."""
    marks = shuffled([f"{k:02d}" for k in range(len(tuple(names)))], random)
    return {name: f"state {mark}" for name, mark in zip(names, marks, strict=True)}
