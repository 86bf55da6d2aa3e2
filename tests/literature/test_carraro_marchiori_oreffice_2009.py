"""Carraro, Marchiori and Oreffice 2009, Environmental and Resource Economics 42(3).

The clause of minimum participation is chosen before states sign. In form, not in figures: the
paper's own could not be opened. Theory B2.9: with entry into force at n the first best holds for
every benefit and cost, beside no treaty; where one refuses, E is 1 or 0.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders.orders import Joint, MinimumParticipation, NoEnforcement
from gametheory_orders.solvers import solve
from gametheory_orders.solvers.minimum_participation import participation_clauses
from making import game, good


@given(st.integers(2, 7), st.floats(0.1, 10), st.floats(0.1, 10))
@settings(max_examples=30)
def test_a_clause_of_all_holds_the_first_best_and_no_treaty(n: int, b: float, c: float) -> None:
    issue = good(np.full(n, b), np.full(n, 1 / c))
    outcome = solve(game(issue, Joint(), NoEnforcement(), MinimumParticipation(count=n)))
    assert sorted(len(each) for each in outcome.stable_memberships) == [0, n]
    np.testing.assert_allclose(outcome.delivered.agreement.actions, issue.first_best())


@pytest.mark.parametrize("n", [5, 10, 193])
def test_each_clause_of_three_or_more_holds_exactly_that_many(n: int) -> None:
    found = participation_clauses(good(np.ones(n)))
    # L3: without a clause three hold together (two and one are ties); E(k) in closed form.
    assert found.clauses[0].sizes == (2, 3)
    for each in found.clauses[2:]:
        k = each.count
        assert each.sizes == (k,)
        assert each.no_treaty
        assert each.effectiveness == pytest.approx(
            k * (k - 1) * (2 * n - k - 1) / (n * (n - 1) ** 2)
        )
    assert found.chosen.count == n
    assert found.chosen.effectiveness == pytest.approx(1.0)


def test_where_one_would_lose_by_all_a_smaller_clause_is_chosen() -> None:
    """F could do much and has little stake: no treaty of all six holds it in."""
    found = participation_clauses(good([5.0] * 5 + [0.1], [1.0] * 5 + [5.0]))
    assert found.clauses[5].sizes == ()
    assert found.clauses[5].no_treaty
    assert found.clauses[4].sizes == (5,)
    assert found.chosen.count == 5
    assert found.chosen.votes == 6
