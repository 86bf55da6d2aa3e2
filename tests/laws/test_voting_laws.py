"""The laws of votes, values and equilibria that the docs state, on random games.

Each test has the name of its law in docs/reference/laws.md.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gametheory_orders as gto
from game_making import normal_games, trees
from gametheory_orders.games.tu_game import TUGame
from gametheory_orders.orders.voting import SimpleGame

FEW = settings(max_examples=25)
TWO = st.just(2)


@st.composite
def votes(draw: Any, low: int = 2, high: int = 5, simple: bool = False) -> SimpleGame:
    n = draw(st.integers(low, high))
    weights = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n).filter(any))
    least = sum(weights) // 2 + 1 if simple else 1
    quota = draw(st.integers(least, sum(weights)))
    return gto.weighted_game(dict(zip("ABCDE", weights, strict=False)), quota)


@st.composite
def tu_games(draw: Any, high: int = 4) -> TUGame:
    n = draw(st.integers(2, high))
    size = 1 << n
    values = draw(st.lists(st.integers(-3, 9), min_size=size - 1, max_size=size - 1))
    return TUGame(tuple("ABCD"[:n]), [0, *values])


@FEW
@given(votes())
def test_shapley_shubik_adds_up_to_one(vote: SimpleGame) -> None:
    """Law 14."""
    assert sum(gto.shapley_shubik(vote).columns["shapley_shubik"]) == 1


@FEW
@given(votes())
def test_a_vote_and_its_dual_give_the_same_power(vote: SimpleGame) -> None:
    """Law 15: to win and to block are swung by the same voters equally often."""
    for measure, column in (
        (gto.shapley_shubik, "shapley_shubik"),
        (gto.banzhaf, "banzhaf_absolute"),
    ):
        assert measure(vote).columns[column] == measure(vote.dual()).columns[column]


@FEW
@given(votes(low=3))
def test_a_union_has_the_power_of_a_voter_of_its_size(vote: SimpleGame) -> None:
    """Law 16: its members' Owen values add up to its Shapley-Shubik index as a bloc."""
    first, second, *others = vote.players
    unions = {"pair": (first, second), **{f"alone {p}": (p,) for p in others}}
    inside = gto.owen(vote, unions)
    bloc = gto.shapley_shubik(vote.with_bloc("bloc", (first, second)))
    assert inside[first] + inside[second] == bloc["bloc"]


@FEW
@given(votes())
def test_power_to_act_is_the_share_of_winning_coalitions(vote: SimpleGame) -> None:
    """Law 17."""
    n = vote.n
    winning = sum(
        vote.wins([p for p, yes in zip(vote.players, ballot, strict=True) if yes])
        for ballot in itertools.product((False, True), repeat=n)
    )
    assert gto.power_to_act(vote) == Fraction(winning, 2**n)


@FEW
@given(votes(simple=True), st.data())
def test_one_veto_more_never_lets_more_pass(vote: SimpleGame, data: st.DataObject) -> None:
    """Law 18: power to act falls, and what nobody can change grows."""
    who = data.draw(st.sampled_from(vote.players))
    veto = gto.all_of(vote, gto.weighted_game({p: int(p == who) for p in vote.players}, 1))
    assert gto.power_to_act(veto) <= gto.power_to_act(vote)
    points = dict(zip(vote.players, data.draw(st.permutations(range(vote.n))), strict=True))
    before, after = gto.gridlock_interval(vote, points), gto.gridlock_interval(veto, points)
    assert after.low <= before.low
    assert before.high <= after.high
    assert gto.expected_gridlock(veto) >= gto.expected_gridlock(vote)


@FEW
@given(st.integers(2, 12), st.data())
def test_expected_gridlock_of_a_quota(n: int, data: st.DataObject) -> None:
    """Law 19: max(0, 2q - n - 1) / (n + 1), for n ideal points drawn evenly."""
    quota = data.draw(st.integers(n // 2 + 1, n))
    assert gto.expected_gridlock(quota, n) == Fraction(max(0, 2 * quota - n - 1), n + 1)


@FEW
@given(tu_games())
def test_the_shapley_value_shares_out_what_all_are_worth(game: TUGame) -> None:
    """Law 20."""
    assert sum(gto.shapley_value(game).values) == game.values[-1]


@FEW
@given(tu_games())
def test_the_core_is_not_empty_if_and_only_if_the_game_is_balanced(game: TUGame) -> None:
    """Law 21: and its least excess is then not above 0 (Bondareva 1963, Shapley 1967)."""
    empty = gto.core(game).empty
    assert empty == (not gto.is_balanced(game).holds)
    if empty:
        with pytest.raises(gto.NoAnswer):
            gto.core_vertices(game)
    else:
        assert all(gto.in_core(game, vertex) for vertex in gto.core_vertices(game).vertices)
    # Two players and more: the least excess is over proper coalitions.
    assert empty == (gto.least_core(game).excess > 0)


@FEW
@given(tu_games())
def test_the_nucleolus_is_in_a_core_that_is_not_empty(game: TUGame) -> None:
    """Law 22."""
    assume(not gto.core(game).empty)
    assert gto.in_core(game, gto.nucleolus(game).values)


@FEW
@given(st.lists(st.integers(0, 5), min_size=2, max_size=4), st.integers(0, 4))
def test_a_convex_game_has_its_shapley_value_in_the_core(parts: list[int], extra: int) -> None:
    """Law 23."""
    n = len(parts)
    values = []
    for code in range(1 << n):
        inside = [parts[i] for i in range(n) if code >> i & 1]
        values.append(sum(inside) ** 2 + extra * max(0, len(inside) - 1))
    game = TUGame(tuple("ABCD"[:n]), values)
    assert gto.is_convex(game).holds
    assert gto.is_superadditive(game).holds
    assert gto.is_totally_balanced(game).holds
    assert gto.in_core(game, gto.shapley_value(game).values)


@FEW
@given(normal_games(players=TWO, payoffs=st.integers(-4, 4)))
def test_an_equilibrium_pays_each_at_least_its_security_level(game: Any) -> None:
    """Law 24."""
    levels = gto.security_levels(game).mixed
    for payoffs in gto.nash_equilibria(game).payoffs:
        assert all(got >= level for got, level in zip(payoffs, levels, strict=True))


@FEW
@given(normal_games(players=TWO, payoffs=st.integers(-4, 4)))
def test_equilibria_survive_what_is_strictly_dominated(game: Any) -> None:
    """Law 25: and every action of an equilibrium is rationalisable."""
    kept = gto.rationalisable(game)
    for profile in gto.nash_equilibria(game):
        for names, left, mixture in zip(game.actions, kept, profile, strict=True):
            assert {a for a, x in zip(names, mixture, strict=True) if x} <= set(left)


@FEW
@given(normal_games(players=TWO, payoffs=st.integers(-4, 4)))
def test_the_best_correlated_equilibrium_pays_no_less_than_nash(game: Any) -> None:
    """Law 26: and the best coarse one no less than that."""
    best = max(sum(x) for x in gto.nash_equilibria(game).payoffs)
    correlated = gto.correlated_equilibrium(game).value
    assert best <= correlated <= gto.coarse_correlated_equilibrium(game).value


@FEW
@given(normal_games(players=TWO, payoffs=st.integers(-4, 4)))
def test_maximisers_of_a_potential_are_equilibria(game: Any) -> None:
    """Law 27."""
    found = gto.exact_potential(game)
    assert set(found.maximisers) <= set(gto.pure_nash(game).cells)


@FEW
@given(trees(hidden=False))
def test_perfect_information_has_a_subgame_perfect_equilibrium(game: Any) -> None:
    """Law 28: in pure strategies (Zermelo 1913, Kuhn 1953), and it is a Nash equilibrium."""
    found = gto.backward_induction(game)
    assert found.payoffs
    normal = game.normal_form()
    pure = {tuple(normal.payoff(cell)) for cell in gto.pure_nash(normal).cells}
    assert set(found.payoffs) <= pure


@FEW
@given(trees(zero_sum=True))
def test_a_tree_of_pure_conflict_is_worth_what_its_table_is(game: Any) -> None:
    """Law 29: the sequence form and the normal form have one value (von Stengel 1996)."""
    normal = game.normal_form()
    if max(normal.shape) > 40:
        return
    assert gto.zero_sum_tree(game).value == gto.zero_sum(normal).payoffs[0][0]


@FEW
@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
def test_a_deterred_temptation_is_a_ratio_of_gains(a: int, b: int, c: int) -> None:
    """Law 30: grim trigger keeps cooperation from (T - R) / (T - P) on."""
    punishment, reward, temptation = 0, a, a + b
    trigger = gto.Trigger(reward + c, temptation + c, punishment + c)
    assert gto.trigger_patience(trigger) == Fraction(b, a + b)


@FEW
@given(st.integers(1, 19), st.integers(0, 19), st.integers(0, 19))
def test_two_risks_of_an_end_are_one(patience: int, first: int, second: int) -> None:
    """Law 31: effective patience is d (1 - h), and risks that are independent multiply."""
    d, a, b = (Fraction(x, 20) for x in (patience, first, second))
    once = gto.effective_patience(gto.effective_patience(d, a), b)
    assert once == gto.effective_patience(d, 1 - (1 - a) * (1 - b)) == d * (1 - a) * (1 - b)


@FEW
@given(st.integers(1, 20), st.integers(1, 20), st.integers(2, 9))
def test_more_members_need_less_patience(benefit: int, extra: int, members: int) -> None:
    """Law 32: in a linear public good, (c - b) / (b (k - 1))."""
    cost = benefit + extra
    few, more = (gto.public_good_patience(benefit, cost, k) for k in (members, members + 1))
    assert few == pytest.approx(Fraction(extra, benefit * (members - 1)))
    assert more < few
