"""Strong and coalition-proof memberships against their definitions, group by group."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coalition_oracles as oracle
from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.issues import PublicGood
from gametheory_orders.solvers.entry_game import entry_game
from gametheory_orders.solvers.group_deviations import group_moves
from gametheory_orders.solvers.stable_coalitions import stable_coalitions, stable_codes
from gametheory_orders.solvers.subsets import as_masks
from making import climate, good, public_goods, trading_goods

LIGHT = settings(max_examples=20)


def sets_of(issue: PublicGood, concept: str, **how: object) -> set[frozenset[int]]:
    codes = stable_codes(entry_game(issue, **how), concept)  # type: ignore[arg-type]
    masks = as_masks(codes, np.arange(issue.n), issue.n)
    return {frozenset(np.flatnonzero(mask).tolist()) for mask in masks}


def clear(value: oracle.Value, n: int) -> bool:
    """Whether no comparison of two sets is within rounding of a tie."""
    table = np.array([value(members) for members in oracle.all_sets(range(n))])
    gaps = np.abs(table[:, None] - table[None])
    return not ((gaps > 1e-13) & (gaps < 1e-7)).any()


@LIGHT
@given(trading_goods(2, 5), st.sampled_from([0.0, 0.1, 0.5]), st.booleans())
def test_strong_as_by_definition(issue: PublicGood, rate: float, jointly: bool) -> None:
    price = None if jointly else float(issue.stakes.sum())
    value = oracle.club(issue.stakes.tolist(), issue.capacities.tolist(), price, issue.trade, rate)
    if clear(value, issue.n):
        how = {"price": "joint" if jointly else None, "tariff": rate}
        assert sets_of(issue, "strong", **how) == oracle.strong(value, issue.n)


@settings(max_examples=12)
@given(public_goods(2, 4), st.booleans())
def test_coalition_proof_as_by_definition(issue: PublicGood, jointly: bool) -> None:
    s, k = issue.stakes.tolist(), issue.capacities.tolist()
    value = oracle.club(s, k, None if jointly else sum(s))
    if clear(value, issue.n):
        how = {"price": "joint" if jointly else None}
        assert sets_of(issue, "coalition_proof", **how) == oracle.coalition_proof(value, issue.n)


def test_strong_is_coalition_proof_is_stable() -> None:
    rng = np.random.default_rng(5)
    for _ in range(5):
        issue = good(rng.uniform(0.5, 2, 6), rng.uniform(0.5, 2, 6))
        strong, proof, alone = (
            sets_of(issue, concept, price="joint")
            for concept in ("strong", "coalition_proof", "open")
        )
        assert strong <= proof <= alone


def test_no_strong_coalition_is_told_with_the_groups_that_move() -> None:
    """Ten equal states: three in, but seven more would gain if they joined together."""
    with pytest.raises(NoAnswer) as caught:
        stable_coalitions(good(np.ones(6)), "strong", price="joint")
    moves = caught.value.witness["deviations"]  # type: ignore[index]
    assert moves
    assert all(gain > 0 for move in moves for gain in move["gains"].values())
    assert all(move["join"] or move["leave"] for move in moves)


def test_the_group_shown_really_gains() -> None:
    issue = climate(50.0)
    game = entry_game(issue, tariff=0.03)
    value = oracle.club(issue.stakes.tolist(), issue.capacities.tolist(), 50.0, issue.trade, 0.03)
    names = list(issue.world.ids)
    for move in group_moves(game, stable_codes(game, "open")):
        before = frozenset(names.index(state) for state in move["members"])
        group = frozenset(names.index(state) for state in (*move["join"], *move["leave"]))
        for i in group:
            gain = value(before ^ group)[i] - value(before)[i]
            assert move["gains"][names[i]] == pytest.approx(gain)
            assert gain > 0


@pytest.mark.parametrize(("concept", "n"), [("coalition_proof", 13), ("strong", 21)])
def test_too_many_states_names_what_scales(concept: str, n: int) -> None:
    with pytest.raises(ModelError, match='"open"'):
        stable_coalitions(good(np.arange(1.0, n + 1.0)), concept, price="joint")


def test_groups_ask_for_a_rest_that_decides_anew() -> None:
    with pytest.raises(ModelError, match="redecide"):
        stable_coalitions(good(np.ones(3)), "strong", price="joint", reaction="dissolve")
