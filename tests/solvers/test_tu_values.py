"""Values of TU games against their definitions, and against games with known answers."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations, permutations

import pytest

from gametheory_orders import ModelError, NoAnswer, quota_game
from gametheory_orders.games.tu_game import tu_game, tu_game_of
from gametheory_orders.solvers.banzhaf_value import banzhaf_value
from gametheory_orders.solvers.core import core, core_violation, in_core
from gametheory_orders.solvers.least_core import least_core
from gametheory_orders.solvers.nucleolus import nucleolus, prenucleolus
from gametheory_orders.solvers.owen_value import owen_value
from gametheory_orders.solvers.shapley_value import shapley_value


def random_game(seed, most=6, zero_normal=False):
    rng = random.Random(seed)
    n = rng.randint(2, most)
    names = [chr(65 + i) for i in range(n)]
    worth = [0] + [rng.randint(0, 30) for _ in range(2**n - 1)]
    if zero_normal:
        worth = [0 if code.bit_count() == 1 else w for code, w in enumerate(worth)]
        worth[-1] = max(worth) + 5
    return tu_game(names, worth), dict(enumerate(worth)), names


def orders_value(worth, n):
    """Return the mean marginal contribution over all orders."""
    total = [Fraction(0)] * n
    count = 0
    for order in permutations(range(n)):
        count += 1
        before = 0
        for i in order:
            total[i] += worth[before | 1 << i] - worth[before]
            before |= 1 << i
    return [each / count for each in total]


def complaints(worth, x):
    """Return the sorted complaints of all coalitions but none and all."""
    n = len(x)
    return sorted(
        (worth[s] - sum(x[i] for i in range(n) if s >> i & 1) for s in range(1, 2**n - 1)),
        reverse=True,
    )


@pytest.mark.parametrize("seed", range(30))
def test_shapley_is_the_mean_over_all_orders(seed):
    game, worth, names = random_game(seed)
    found = shapley_value(game)
    assert list(found.values) == orders_value(worth, len(names))
    assert sum(found.values) == worth[2 ** len(names) - 1]
    assert found.exact


@pytest.mark.parametrize("seed", range(30))
def test_banzhaf_is_the_mean_over_all_coalitions_of_the_others(seed):
    game, worth, names = random_game(seed)
    n = len(names)
    for i, value in enumerate(banzhaf_value(game).values):
        others = [s for s in range(2**n) if not s >> i & 1]
        mean = Fraction(sum(worth[s | 1 << i] - worth[s] for s in others), len(others))
        assert value == mean


@pytest.mark.parametrize("seed", range(20))
def test_owen_with_single_unions_or_one_union_is_shapley(seed):
    game, _, names = random_game(seed, 5)
    plain = shapley_value(game).values
    assert owen_value(game, {name: [name] for name in names}).values == plain
    assert owen_value(game, {"all": names}).values == plain


@pytest.mark.parametrize("seed", range(25))
def test_no_small_move_lowers_the_sorted_complaints_of_the_nucleolus(seed):
    game, worth, names = random_game(seed, 5, zero_normal=True)
    n = len(names)
    found = [Fraction(value) for value in nucleolus(game).values]
    assert sum(found) == worth[2**n - 1]
    assert min(found) >= 0
    here = complaints(worth, found)
    for step in (Fraction(1, 50), Fraction(1), Fraction(3)):
        for i, j in permutations(range(n), 2):
            moved = list(found)
            moved[i], moved[j] = moved[i] - step, moved[j] + step
            if moved[i] >= 0:
                assert complaints(worth, moved) >= here


@pytest.mark.parametrize("seed", range(25))
def test_the_core_is_empty_exactly_if_the_least_core_needs_a_subsidy(seed):
    game, worth, names = random_game(seed, 5)
    n = len(names)
    point = [float(x) for x in prenucleolus(game).values]
    excess = max(complaints(worth, point))
    found = core(game)
    if excess <= 1e-9:
        assert in_core(game, list(prenucleolus(game).values))
        assert found.to_dict()["empty"] is False
    else:
        assert found.to_dict()["empty"] is True
    assert float(least_core(game).to_dict()["excess"]) == pytest.approx(excess, abs=1e-7)
    greedy = [worth[2**n - 1]] + [0] * (n - 1)
    outside = any(
        sum(greedy[i] for i in s) < worth[sum(1 << i for i in s)]
        for size in range(1, n + 1)
        for s in combinations(range(n), size)
    )
    assert (core_violation(game, greedy) is not None) == outside


def talmud(estate, claims):
    n = len(claims)
    return [
        max(0, estate - sum(c for i, c in enumerate(claims) if not s >> i & 1)) for s in range(2**n)
    ]


@pytest.mark.parametrize(
    ("estate", "shares"),
    [
        (100, [Fraction(100, 3)] * 3),
        (200, [50, 75, 75]),
        (300, [50, 100, 150]),
    ],
)
def test_aumann_maschler_1985_estates_of_the_talmud(estate, shares):
    game = tu_game(["A", "B", "C"], talmud(estate, [100, 200, 300]))
    assert list(nucleolus(game).values) == shares


def test_shapley_1953_glove_game():
    # One left glove, two right ones.
    game = tu_game(["L", "R1", "R2"], [0, 0, 0, 1, 0, 1, 0, 1])
    assert list(shapley_value(game).values) == [Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)]
    assert list(nucleolus(game).values) == [1, 0, 0]
    assert in_core(game, [1, 0, 0])
    assert not in_core(game, [Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)])


def test_littlechild_owen_1973_airport_costs():
    # Runways of cost 1, 3, 6: each part is paid equally by those who need it.
    costs = [1, 3, 6]
    worth = [-max((c for i, c in enumerate(costs) if s >> i & 1), default=0) for s in range(8)]
    found = shapley_value(tu_game(["small", "middle", "large"], worth))
    assert list(found.values) == [Fraction(-1, 3), Fraction(-4, 3), Fraction(-13, 3)]


def test_the_security_council_as_a_tu_game_has_its_power_as_value():
    names = [f"P{i}" for i in range(5)] + [f"E{i}" for i in range(10)]
    game = tu_game_of(quota_game(names, 9, veto=names[:5]))
    values = shapley_value(game).by_player
    assert values["P0"] == Fraction(421, 2145)
    assert values["E9"] == Fraction(4, 2145)


def test_wrong_games_are_told_in_one_line():
    for worth in ([0, 1, 2], [1, 1, 1, 1], [0, 1, float("nan"), 1], [0, "a", 1, 1]):
        with pytest.raises(ModelError) as caught:
            tu_game(["A", "B"], worth)
        assert "\n" not in str(caught.value)
    with pytest.raises(ModelError):
        tu_game(["A", "B"], {("A", "Q"): 1})
    with pytest.raises(NoAnswer):
        nucleolus(tu_game(["A", "B"], [0, 5, 5, 1]))
