"""Stable partitions against their definition, one partition at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coalition_oracles as oracle
from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.issues import PublicGood
from gametheory_orders.solvers.coalition_structures import partitions, stable_structures
from making import good, public_goods

Partition = frozenset[frozenset[int]]


def every_partition(states: tuple[int, ...]) -> Iterator[Partition]:
    if not states:
        yield frozenset()
        return
    first, *rest = states
    for others in oracle.all_sets(rest):
        for more in every_partition(tuple(i for i in rest if i not in others)):
            yield more | {others | {first}}


def payoffs(s: list[float], k: list[float], partition: Partition) -> list[float]:
    prices = [0.0] * len(s)
    for block in partition:
        for i in block:
            prices[i] = sum(s[j] for j in block)
    return oracle.public_good(s, k, prices)


def moved(partition: Partition, i: int, to: frozenset[int]) -> Partition:
    rest = {block - {i} for block in partition if block != to}
    return frozenset(block for block in rest | {to | {i}} if block)


def gains(s: list[float], k: list[float], partition: Partition, entry: str) -> Iterator[float]:
    here = payoffs(s, k, partition)
    for i in range(len(s)):
        home = next(block for block in partition if i in block)
        targets = [] if entry == "alone" else [block for block in partition if block != home]
        for to in [frozenset[int](), *targets]:
            after = payoffs(s, k, moved(partition, i, to))
            if entry != "exclusive" or all(after[j] >= here[j] - oracle.TINY for j in to):
                yield after[i] - here[i]


@settings(max_examples=25)
@given(public_goods(2, 5, positive=True), st.sampled_from(["open", "exclusive", "alone"]))
def test_as_by_definition(issue: PublicGood, entry: str) -> None:
    s, k = issue.stakes.tolist(), issue.capacities.tolist()
    expected, clear = set(), True
    for partition in every_partition(tuple(range(issue.n))):
        found = list(gains(s, k, partition, entry))
        clear &= not any(1e-13 < abs(gain) < 1e-7 for gain in found)
        if not any(gain > oracle.TINY for gain in found):
            expected.add(partition)
    if not clear:
        return
    try:
        stable = stable_structures(issue, entry)
    except NoAnswer as error:
        assert not expected
        assert error.witness["cycle"]  # type: ignore[index]  # noqa: PT017
        return
    ids = issue.world.ids
    assert {
        frozenset(frozenset(ids.index(state) for state in block) for block in each.coalitions)
        for each in stable
    } == expected


@pytest.mark.parametrize(("n", "bell"), [(1, 1), (4, 15), (7, 877), (10, 115975)])
def test_as_many_partitions_as_bell_counted(n: int, bell: int) -> None:
    found = partitions(n)
    assert found.shape == (bell, n)
    assert len(np.unique(found, axis=0)) == bell


def test_margins_say_by_how_much_each_stays() -> None:
    issue = good(np.array([1.0, 1.3, 2.0, 2.2]))
    s, k = issue.stakes.tolist(), issue.capacities.tolist()
    for each in stable_structures(issue, "alone"):
        partition = frozenset(
            frozenset(issue.world.ids.index(state) for state in block) for block in each.coalitions
        )
        here = payoffs(s, k, partition)
        for state, margin in each.margins:
            i = issue.world.ids.index(state)
            if margin is not None:
                after = payoffs(s, k, moved(partition, i, frozenset()))
                assert margin == pytest.approx(here[i] - after[i])


def test_too_many_states_names_what_scales() -> None:
    with pytest.raises(ModelError, match="stable_coalitions takes 28"):
        stable_structures(good(np.ones(11)))


def test_an_unknown_way_in() -> None:
    with pytest.raises(ModelError, match="did you mean 'open'"):
        stable_structures(good(np.ones(3)), "opne")
