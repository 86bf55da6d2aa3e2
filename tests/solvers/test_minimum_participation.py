"""What each clause holds, and which is chosen: against all sets by the definition."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coalition_oracles as plain
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.solvers.minimum_participation import participation_clauses
from making import good, public_goods

VOTES = {
    "unanimity": lambda n: n,
    "majority": lambda n: n // 2 + 1,
    "2/3": lambda n: -(-2 * n // 3),
}


@given(public_goods(2, 5), st.sampled_from(list(VOTES)), st.sampled_from(["joint", 2.5, 7.0]))
@settings(max_examples=60)
def test_clauses_are_the_enumeration_of_the_definition(
    issue: Any, decision: str, price: float | str
) -> None:
    n, s, k = issue.n, issue.stakes, issue.capacities
    free = plain.club(s, k, None if isinstance(price, str) else price)
    nothing = free(frozenset())
    found = participation_clauses(issue, price=price, decision=decision)
    best = plain.public_good(s, k, [sum(s)] * n)
    gain = sum(best) - sum(nothing)
    scale = max(abs(u) for u in best)
    for clause in found.clauses:

        def value(members: frozenset[int], count: int = clause.count) -> list[float]:
            return free(members) if len(members) >= count else nothing

        sure = bounds(value, n, clause.count, -1e-9 * scale)
        maybe = bounds(value, n, clause.count, 1e-9 * scale)
        assert {len(m) for m in sure if m} <= set(clause.sizes) <= {len(m) for m in maybe if m}
        if sure != maybe:
            return
        assert clause.no_treaty == (frozenset() in sure)
        shares = {m: (sum(value(m)) - sum(nothing)) / gain for m in sure if m}
        if gain > 1e-6 * scale:
            assert clause.effectiveness == pytest.approx(max(shares.values(), default=0.0))
    chosen = found.chosen
    assert chosen.count == 1 or chosen.votes >= VOTES[decision](n)
    for other in found.clauses:
        if other.votes >= VOTES[decision](n):
            assert other.effectiveness <= chosen.effectiveness + 1e-8


def bounds(value: Any, n: int, count: int, slack: float) -> set[frozenset[int]]:
    found = set()
    for members in plain.all_sets(range(n)):
        if members and len(members) < count:
            continue
        here = value(members)
        stays = all(value(members - {i})[i] <= here[i] + slack for i in members)
        out = [j for j in range(n) if j not in members]
        if stays and all(value(members | {j})[j] <= here[j] + slack for j in out):
            found.add(members)
    return found


@pytest.mark.parametrize("n", [4, 7])
def test_equal_states_by_size_are_the_same_as_set_by_set(n: int) -> None:
    by_size = participation_clauses(good(np.ones(n)))
    # The smallest difference takes the other path.
    by_set = participation_clauses(good(np.ones(n), np.ones(n) + 1e-15 * (np.arange(n) == 0)))
    for one, other in zip(by_size.clauses[2:], by_set.clauses[2:], strict=True):
        assert one.sizes == other.sizes
        assert one.effectiveness == pytest.approx(other.effectiveness)
        np.testing.assert_allclose(one.payoffs, other.payoffs)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ModelError, match="at most 14"):
        participation_clauses(good(np.arange(1.0, 16.0)))
    with pytest.raises(ModelError, match="price"):
        participation_clauses(good(np.ones(3)), price="fair")
    with pytest.raises(ModelError, match="decision"):
        participation_clauses(good(np.ones(3)), decision="fair")
    with pytest.raises(ModelError, match="a public good"):
        participation_clauses("climate")  # type: ignore[arg-type]
