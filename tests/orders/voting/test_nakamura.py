import math
import random

import pytest

import voting_oracles as oracle
from gametheory_orders.orders.voting import nakamura_number
from voting_games import game_of


@pytest.mark.parametrize("seed", range(40))
def test_the_nakamura_number_agrees_with_brute_force(seed):
    rng = random.Random(seed)
    rule = oracle.random_rule(rng, [f"p{i}" for i in range(rng.randint(2, 6))])
    game = game_of(rule)
    expected = oracle.nakamura(rule, list(game.players))
    assert nakamura_number(game) == (math.inf if expected is None else expected)
