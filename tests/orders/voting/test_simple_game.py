import random

import numpy as np
import pytest

import voting_oracles as oracle
from gametheory_orders import ModelError
from gametheory_orders.orders.voting import (
    SimpleGame,
    all_of,
    compose,
    dictators,
    difference,
    dummies,
    equivalent,
    is_proper,
    is_strong,
    minimal_blocking,
    minimal_winning,
    minimal_winning_game,
    quota_game,
    rule_game,
    ternary_game,
    unanimity_game,
    vetoers,
    weighted_game,
    winning_game,
)
from gametheory_orders.orders.voting.formula import Atom, dual, simplified
from voting_games import council, game_of


@pytest.mark.parametrize("seed", range(60))
def test_all_that_is_said_of_a_game_agrees_with_brute_force(seed):
    rng = random.Random(seed)
    rule = oracle.random_rule(rng, [f"p{i}" for i in range(rng.randint(1, 7))])
    game = game_of(rule)
    names = list(game.players)
    wins = oracle.winning(rule, names)
    blocks = oracle.blocking(rule, names)
    everyone = frozenset(names)
    assert {s for s in oracle.subsets(names) if game.wins(s)} == wins
    assert {s for s in oracle.subsets(names) if game.dual().wins(s)} == blocks
    assert {frozenset(s) for s in minimal_winning(game)} == oracle.minimal(wins)
    assert {frozenset(s) for s in minimal_blocking(game)} == oracle.minimal(blocks)
    assert minimal_winning(game).count == len(oracle.minimal(wins))
    assert set(vetoers(game)) == (frozenset.intersection(*wins) if wins else set())
    idle = {
        p for p in names if not any((s in wins) != (s | {p} in wins) for s in oracle.subsets(names))
    }
    assert set(dummies(game)) == idle
    alone = {p for p in names if all((s in wins) == (p in s) for s in oracle.subsets(names))}
    assert set(dictators(game)) == alone
    assert is_proper(game) == (not any(everyone - s in wins for s in wins))
    assert is_strong(game) == all(s in wins or everyone - s in wins for s in oracle.subsets(names))


@pytest.mark.parametrize("seed", range(60))
def test_the_normal_shape_and_the_dual_of_the_dual_are_the_same_game(seed):
    rng = random.Random(seed)
    game = game_of(oracle.random_rule(rng, [f"p{i}" for i in range(6)]))
    yes = (np.arange(2**game.n)[:, None] >> np.arange(game.n) & 1).astype(bool)
    assert (game.normal.holds(yes) == game.wins(yes)).all()
    assert dual(dual(game.formula)) == game.formula
    assert (simplified(dual(game.normal)).holds(yes) == ~game.wins(~yes)).all()
    assert equivalent(game, SimpleGame(game.players, game.normal))


@pytest.mark.parametrize("seed", range(30))
def test_a_difference_is_a_coalition_that_wins_in_one_game_only(seed):
    rng = random.Random(seed)
    names = [f"p{i}" for i in range(5)]
    one, other = (oracle.random_rule(rng, names, 1) for _ in range(2))
    whole = ("votes", dict.fromkeys(names, 0), 0)
    first, second = (game_of(("all", [r])) for r in (one, other))
    if set(first.players) != set(second.players):
        with pytest.raises(ModelError):
            difference(first, second)
        return
    found = difference(first, second)
    same = oracle.winning(one, names) == oracle.winning(other, names)
    assert (found is None) == same
    assert oracle.won(whole, set())
    if found is not None:
        assert oracle.won(one, set(found)) != oracle.won(other, set(found))


def test_weights_written_as_decimals_do_not_straddle_a_quota():
    # 0.1 + 0.2 > 0.3 in floats, and 0.7 + 0.1 < 0.8.
    assert weighted_game({"A": 0.1, "B": 0.2, "C": 0.1}, 0.3).wins(["A", "B"])
    assert weighted_game({"A": 0.7, "B": 0.1, "C": 0.1}, 0.8).wins(["A", "B"])
    assert not weighted_game({"A": 0.1, "B": 0.2, "C": 0.1}, 0.31).wins(["A", "B"])


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: quota_game("ABC", 0), "quota"),
        (lambda: quota_game("ABC", 4), "quota"),
        (lambda: weighted_game({"A": 1, "B": 1}, 2.5), "quota"),
        (lambda: weighted_game({"A": 0, "B": 0}, "majority"), "quota"),
        (lambda: weighted_game({"A": 2, "B": -1}, 1), "weights.B"),
        (lambda: quota_game("ABC", 2, veto=["D"]), "veto"),
        (lambda: quota_game(["A", "A"], 1), "players[1]"),
        (lambda: quota_game([], 1), "quota"),
        (lambda: minimal_winning_game("AB", [[]]), "game"),
        (all_of, "games"),
        (lambda: ternary_game("ABC", 4), "quota"),
        (lambda: ternary_game("ABC", 2, counted="present"), "quota"),
    ],
)
def test_what_is_no_simple_game_is_refused_with_its_place(make, where):
    with pytest.raises(ModelError) as caught:
        make()
    assert caught.value.where == where


def test_rules_that_are_not_monotone_are_refused_with_the_pair_that_shows_it():
    with pytest.raises(ModelError, match=r"\{A\} wins and \{A, B\} does not"):
        winning_game("AB", [["A"]])
    with pytest.raises(ModelError, match=r"\{A\} wins and \{A, B\} does not"):
        rule_game("AB", lambda s: s == {"A"})
    with pytest.raises(ModelError, match="loses votes when joined by B"):
        SimpleGame(("A", "B"), Atom((2, -1), 1))


def test_a_game_that_nobody_wins_has_no_vetoers_and_no_coalitions():
    game = minimal_winning_game("AB", [])
    assert not game.wins(["A", "B"])
    assert vetoers(game) == ()
    assert minimal_winning(game).count == 0
    assert dummies(game) == ("A", "B")


def test_composition_lets_each_body_decide_as_a_whole():
    houses = {"C": quota_game("ABC"), "L": quota_game("CDE"), "K": unanimity_game("K")}
    law = compose(weighted_game({"C": 1, "L": 1, "K": 1}, 2), houses)
    assert law.wins("ABK")
    assert law.wins("ACD")
    assert not law.wins("ADK")


def test_council_then_assembly_with_own_members_keeps_them_apart():
    game = quota_game("AB", 2) & quota_game("AB", 1).renamed(lambda name: f"assembly {name}")
    assert game.players == ("A", "B", "assembly A", "assembly B")
    assert not game.wins(["A", "B"])


def test_an_abstaining_permanent_member_does_not_veto():
    names = council().players
    rule = ternary_game(names, 9, veto=names[:5])
    assert rule.wins(names[2:11], abstain=names[:2])
    assert not rule.wins(names[2:11], abstain=names[:1])
    assert not rule.wins(names[2:10], abstain=names[:2])
    assert equivalent(rule.without_abstention(), council())


def test_present_and_voting_counts_votes_cast():
    rule = ternary_game("ABCDE", "2/3", counted="present")
    assert rule.wins("AB", abstain="DE")
    assert not rule.wins("A", abstain="DE")
    assert not rule.wins("", abstain="ABCDE")
