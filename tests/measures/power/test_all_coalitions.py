"""Power against all 2^n coalitions at once, n to 14, and all 3^n votes, n to 9.

The oracle codes every coalition as a row of bits and applies the rule's own definition to the
rows; it shares nothing with the package's engines.
"""

from __future__ import annotations

import random
from fractions import Fraction
from math import factorial

import numpy as np
import pytest

import voting_oracles as oracle
from gametheory_orders.measures.power import banzhaf, shapley_shubik, ternary_banzhaf
from gametheory_orders.orders.voting import ternary_game
from voting_games import game_of


def rows(n, values=2):
    """Return all rows of digits, shape (values**n, n)."""
    codes = np.arange(values**n)
    return codes[:, None] // values ** np.arange(n) % values


def wins(rule, names, yes):
    """Return which rows of a bool array win, from the rule's definition."""
    if rule[0] == "votes":
        weights = np.array([rule[1].get(name, 0) for name in names])
        return yes @ weights >= rule[2]
    parts = [wins(part, names, yes) for part in rule[1]]
    return (np.all if rule[0] == "all" else np.any)(parts, axis=0)


@pytest.mark.parametrize("seed", range(30))
def test_simple_games_of_8_to_14_players(seed):
    rng = random.Random(seed)
    rule = oracle.random_rule(rng, [f"p{i}" for i in range(rng.randint(8, 14))])
    game = game_of(rule)
    names = list(game.players)
    n = len(names)
    yes = rows(n) == 1
    won = wins(rule, names, yes)
    size = yes.sum(axis=1)
    pivots, shares = {}, {}
    for i, name in enumerate(names):
        swing = won & yes[:, i] & ~won[np.arange(2**n) - 2**i * yes[:, i]]
        sizes = np.bincount(size[swing], minlength=n + 1)
        pivots[name] = int(swing.sum())
        shares[name] = sum(
            (
                Fraction(factorial(s - 1) * factorial(n - s) * int(c), factorial(n))
                for s, c in enumerate(sizes)
                if s
            ),
            Fraction(0),
        )
    assert banzhaf(game).of("banzhaf_swings") == pivots
    if won.any():
        assert shapley_shubik(game).of() == shares


@pytest.mark.parametrize("seed", range(8))
def test_votes_with_abstention_of_6_to_9_players(seed):
    rng = random.Random(seed)
    names = [f"p{i}" for i in range(rng.randint(6, 9))]
    n = len(names)
    weights = {p: rng.randint(1, 4) for p in names}
    needed = rng.randint(1, sum(weights.values()))
    veto = [p for p in names if rng.random() < 0.3]
    votes = rows(n, 3)  # 0 against, 1 abstains, 2 in favour
    held = (votes[:, [names.index(p) for p in veto]] > 0).all(axis=1)
    won = ((votes == 2) @ np.array([weights[p] for p in names]) >= needed) & held
    power = ternary_banzhaf(ternary_game(weights, needed, veto=veto))
    assert power.figures["power_to_act"] == Fraction(int(won.sum()), 3**n)
    for i, name in enumerate(names):
        against = np.flatnonzero(votes[:, i] == 0)
        swings = int((won[against + 2 * 3**i] & ~won[against]).sum())
        assert power.of("banzhaf_swings")[name] == swings
