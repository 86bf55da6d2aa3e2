"""The chance that a motion passes, against the sum over all coalitions."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import ModelError, NoAnswer
from gametheory_orders.orders.voting import SimpleGame, weighted_game
from gametheory_orders.solvers.passing import passing_chances

CHANCE = st.sampled_from([0.0, 0.1, 0.5, 0.75, 1.0])


@st.composite
def bodies(draw: Any, most: int = 6) -> SimpleGame:
    """A random body: one weighted quota, or two joined by and / or; perhaps with vetoes."""
    n = draw(st.integers(2, most))
    names = "ABCDEF"[:n]
    parts = []
    for _ in range(draw(st.integers(1, 2))):
        votes = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n).filter(any))
        quota = draw(st.integers(1, sum(votes)))
        veto = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
        parts.append(weighted_game(dict(zip(names, votes, strict=True)), quota, veto))
    if len(parts) == 1:
        return parts[0]
    return parts[0] & parts[1] if draw(st.booleans()) else parts[0] | parts[1]


def summed(game: SimpleGame, chances: list[float]) -> float:
    total = 0.0
    for yes in itertools.product([False, True], repeat=game.n):
        if game.wins([p for p, y in zip(game.players, yes, strict=True) if y]):
            total += float(np.prod([c if y else 1 - c for c, y in zip(chances, yes, strict=True)]))
    return total


@given(bodies(), st.data())
@settings(max_examples=60)
def test_sum_over_coalitions(game: SimpleGame, data: Any) -> None:
    row = st.lists(CHANCE, min_size=game.n, max_size=game.n)
    chances = data.draw(st.lists(row, min_size=1, max_size=3))
    found = passing_chances(game, np.array(chances))
    assert found == pytest.approx([summed(game, row) for row in chances], abs=1e-12)


@pytest.mark.parametrize(
    "chances", [[0.5] * 3, [[0.5] * 2], [[0.5, 0.5, 1.1]], [[0.5, 0.5, np.nan]]]
)
def test_wrong_chances_are_told(chances: Any) -> None:
    with pytest.raises(ModelError, match="chances"):
        passing_chances(weighted_game([1, 1, 1], 2), np.array(chances))


def test_a_rule_with_too_many_sums_is_refused() -> None:
    votes = {f"S{i}": 10_007 * (i + 1) + i for i in range(8)}
    other = {f"S{i}": 7_919 * (8 - i) + 3 * i for i in range(8)}
    game = weighted_game(votes, 200_000) & weighted_game(other, 150_000)
    with pytest.raises(NoAnswer, match="too many"):
        passing_chances(game, np.full((1, 8), 0.5))
