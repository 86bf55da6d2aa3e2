import random

import pytest

import voting_oracles as oracle
from gametheory_orders.orders.voting import equivalent, trade_robust, weighted_game
from voting_games import council, game_of


@pytest.mark.parametrize("seed", range(60))
def test_robust_games_get_weights_that_are_the_same_game(seed):
    rng = random.Random(seed)
    game = game_of(oracle.random_rule(rng, [f"p{i}" for i in range(rng.randint(2, 6))]))
    found = trade_robust(game)
    if found:
        assert equivalent(weighted_game(found.weights, found.quota), game)


@pytest.mark.parametrize("kind", ["any", "all"])
@pytest.mark.parametrize("seed", range(12))
def test_separate_bodies_are_not_robust_and_the_trade_shows_it(seed, kind):
    rng = random.Random(seed)
    bodies = []
    for house in "AB":
        size = rng.randint(2, 4)
        # Two may replace one another in each body, so that members can be swapped across.
        needed = size if kind == "any" else 1
        bodies.append(("votes", {f"{house}{i}": 1 for i in range(size)}, needed))
    rule = (kind, bodies)
    found = trade_robust(game_of(rule))
    assert not found
    members = []
    for profiles, wins in ((found.before, True), (found.after, False)):
        for profile in profiles:
            group = [p for g, k in zip(found.types, profile, strict=True) for p in g[:k]]
            assert oracle.won(rule, set(group)) == wins
        members.append([sum(column) for column in zip(*profiles, strict=True)])
    assert len(found.before) == len(found.after)
    assert members[0] == members[1]


def test_the_security_council_is_39_of_seven_and_one():
    found = trade_robust(council())
    assert found.quota == 39
    assert set(found.weights.values()) == {7, 1}
