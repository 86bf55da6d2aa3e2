"""The largest consistent set against its definition on random graphs."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.solvers.entry_game import entry_game
from gametheory_orders.solvers.largest_consistent_set import (
    consistent_coalitions,
    largest_consistent_set,
)
from making import good


@st.composite
def graphs(draw: Any) -> tuple[dict[int, dict[int, float]], list[tuple[int, int, list[int]]]]:
    states, players = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    value = st.integers(0, 3).map(float)
    payoffs = {a: {p: draw(value) for p in range(players)} for a in range(states)}
    groups = [
        list(g) for k in range(1, players + 1) for g in itertools.combinations(range(players), k)
    ]
    pairs = [(a, b, g) for a in range(states) for b in range(states) if a != b for g in groups]
    return payoffs, draw(st.lists(st.sampled_from(pairs), max_size=12))


def leads_to(payoffs: Any, moves: Any, start: int, end: int, seen: frozenset[int]) -> bool:
    """Whether groups that each prefer the end lead from the start to it."""
    return any(
        a == start
        and b not in seen
        and all(payoffs[end][p] > payoffs[a][p] for p in group)
        and (b == end or leads_to(payoffs, moves, b, end, seen | {a}))
        for a, b, group in moves
    )


def consistent(payoffs: Any, moves: Any, kept: set[int]) -> bool:
    """Whether the set is exactly what it deters every move from."""

    def deterred(a: int, d: int, group: list[int]) -> bool:
        return any(
            (e == d or leads_to(payoffs, moves, d, e, frozenset({d})))
            and not all(payoffs[e][p] > payoffs[a][p] for p in group)
            for e in kept
        )

    return kept == {
        a for a in payoffs if all(deterred(a, d, group) for b, d, group in moves if b == a)
    }


@settings(max_examples=60)
@given(graphs())
def test_it_is_the_union_of_all_consistent_sets(graph: Any) -> None:
    payoffs, moves = graph
    every = [
        set(some)
        for size in range(len(payoffs) + 1)
        for some in itertools.combinations(payoffs, size)
        if consistent(payoffs, moves, set(some))
    ]
    found = set(largest_consistent_set(payoffs, moves).states)
    assert found in every
    assert found == set().union(*every)


@pytest.mark.parametrize(("n", "sizes"), [(4, {2, 3, 4}), (5, {3, 4, 5})])
def test_groups_joining_and_leaving(n: int, sizes: set[int]) -> None:
    """B4.3: with moves by groups, equal states and a linear-quadratic public good."""
    found = consistent_coalitions(entry_game(good(np.ones(n)), price="joint"))
    assert {len(members) for members in found.states} == sizes


def test_what_is_left_out_names_a_move_that_nothing_deters() -> None:
    found = consistent_coalitions(entry_game(good(np.ones(4)), price="joint"))
    assert len(found.left_out) + len(found.states) == 2**4
    assert all(group for group, _ in found.left_out.values())


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        ([("a", "z", [1])], "'z'"),
        ([("a", "b", [9])], "9"),
        ([("a", "b", [])], "an empty group"),
    ],
)
def test_wrong_moves(moves: Any, words: str) -> None:
    payoffs: Any = {"a": {1: 0.0}, "b": {1: 1.0}}
    with pytest.raises(ModelError, match=words):
        largest_consistent_set(payoffs, moves)


def test_too_many_states_names_what_scales() -> None:
    with pytest.raises(ModelError, match="farsighted_sizes"):
        consistent_coalitions(entry_game(good(np.ones(7)), price="joint"))
