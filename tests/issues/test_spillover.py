"""Spillovers on third parties: outsiders' payoffs, and what they do to entry and consent."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import (
    CollectiveAction,
    CooperationGame,
    MatrixGame,
    ModelError,
    NoAnswer,
    PublicGood,
    World,
    assess,
    concert,
    solve,
    stable_coalitions,
)
from gametheory_orders.orders import Joint, NoEnforcement, OpenEntry, Order

FIGURE = st.integers(1, 8).map(lambda x: x / 4)
SPILL = st.sampled_from([-1.0, -0.5, 0.0, 0.5])


@st.composite
def goods(draw: Any) -> PublicGood:
    n = draw(st.integers(2, 4))
    figures = {
        "stake": draw(st.lists(FIGURE, min_size=n, max_size=n)),
        "capacity": draw(st.lists(FIGURE, min_size=n, max_size=n)),
        "spillover": draw(st.lists(SPILL, min_size=n, max_size=n)),
    }
    return PublicGood(World(list("ABCD"[:n]), figures))


def by_definition(issue: PublicGood, members: list[bool]) -> list[float]:
    """Payoffs if the members decide jointly, in plain loops."""
    s, k, e = (issue.world.columns[key].tolist() for key in ("stake", "capacity", "spillover"))
    together = sum(x for x, inside in zip(s, members, strict=True) if inside)
    q = [k[i] * (together if inside else s[i]) for i, inside in enumerate(members)]
    more = sum(q) - sum(a * b for a, b in zip(k, s, strict=True))
    return [
        s[i] * sum(q) - q[i] ** 2 / (2 * k[i]) + (0.0 if inside else e[i] * more)
        for i, inside in enumerate(members)
    ]


@given(goods())
@settings(max_examples=40)
def test_stable_sets_are_those_of_the_definition(issue: Any) -> None:
    n = issue.n
    stable = []
    for code in range(2**n):
        members = [bool(code >> i & 1) for i in range(n)]
        here = by_definition(issue, members)
        moves = []
        for i in range(n):
            other = [not m if j == i else m for j, m in enumerate(members)]
            moves.append(by_definition(issue, other)[i] <= here[i] + 1e-9)
        if all(moves):
            stable.append(frozenset(w for w, m in zip(issue.world.ids, members, strict=True) if m))
    game = CooperationGame(issue, Order(OpenEntry(), Joint(), NoEnforcement()))
    for source in (issue, game):
        how = {"price": "joint"} if source is issue else {}
        try:
            found = {frozenset(each.members) for each in stable_coalitions(source, **how)}
        except NoAnswer:
            found = set()
        assert found == set(stable)


def test_a_pact_that_takes_from_those_outside_it() -> None:
    figures = {
        "stake": [1.0, 1.0, 0.5],
        "capacity": [1.0, 1.0, 1.0],
        "population": [1.0, 1.0, 2.0],
    }
    plain = PublicGood(World(["A", "B", "C"], figures))
    harmful = PublicGood(World(["A", "B", "C"], {**figures, "spillover": [0.0, 0.0, -4.0]}))
    pact = concert(members=["A", "B"])
    before = assess(solve(CooperationGame(plain, pact)))
    after = assess(solve(CooperationGame(harmful, pact)))
    # The members decide as before, and are as well off; the outsider pays four a unit.
    assert after.outcome.level == before.outcome.level
    assert after.delivered.effectiveness_members == before.delivered.effectiveness_members == 1
    assert after.effectiveness < 0 < before.effectiveness
    assert (before.legitimacy["consent_people"], after.legitimacy["consent_people"]) == (1.0, 0.5)
    assert after.outcome.delivered.coerced == ("C",)


def test_missing_figures_and_families_without_a_quantity() -> None:
    game = concert(members=["A", "B"])
    world = World(["A", "B"], {"stake": [1, 1], "capacity": [1, 1], "spillover": [0, np.nan]})
    with pytest.raises(ModelError, match="no figure for B"):
        CooperationGame(PublicGood(world), game)
    tables = ([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    with pytest.raises(ModelError, match="no quantity"):
        CooperationGame(MatrixGame(World(["A", "B"], {"spillover": [1, 1]}), tables=tables), game)


def test_collective_action_spills_by_the_share_that_acts() -> None:
    ones = np.ones(3)
    figures = {"benefit": ones, "cost": 0.2 * ones, "weight": ones, "spillover": [0, 0, 3.0]}
    issue = CollectiveAction(World(["A", "B", "C"], figures), threshold=0.6)
    outcome = solve(CooperationGame(issue, concert(members=["A", "B"])))
    assert outcome.payoffs["C"] == pytest.approx(1 + 3 * 2 / 3)
