from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

from gametheory_orders import ModelError
from gametheory_orders.orders.voting import quota_game
from gametheory_orders.solvers.expected_gridlock import expected_gridlock, sample_gridlock
from gametheory_orders.solvers.gridlock import gridlock_interval
from spatial_rules import council, random_rule


@pytest.mark.parametrize("seed", range(15))
def test_counting_agrees_with_all_orders_of_the_members(seed: int) -> None:
    """Ideal points at their expected places j / (n + 1), in every order."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 6))
    rule = random_rule(rng, n)
    if not rule.wins(np.ones(n, dtype=bool)):
        return
    lengths = [
        gridlock_interval(rule, [Fraction(j + 1, n + 1) for j in order]).length
        for order in permutations(range(n))
    ]
    assert expected_gridlock(rule) == sum(lengths) / len(lengths)


@pytest.mark.parametrize(("n", "quota"), [(5, 3), (6, 4), (15, 9), (193, 129), (4, 1)])
def test_quota_in_closed_form(n: int, quota: int) -> None:
    assert expected_gridlock(quota, n) == Fraction(max(0, 2 * quota - n - 1), n + 1)


@pytest.mark.parametrize("vetoers", [1, 2, 5])
def test_vetoers_alone_in_closed_form(vetoers: int) -> None:
    assert expected_gridlock("unanimity", vetoers) == Fraction(vetoers - 1, vetoers + 1)


def test_types_give_the_same_as_everyone_apart_and_are_checked() -> None:
    rule = council(2, 4, 4)

    class Opaque:
        voters = rule.voters
        wins = staticmethod(rule.wins)

    labels = ["permanent"] * 2 + ["elected"] * 4
    assert expected_gridlock(Opaque(), types=labels) == expected_gridlock(rule)
    assert expected_gridlock(Opaque()) == expected_gridlock(rule)
    with pytest.raises(ModelError, match="members 2 and 3 as one type"):
        expected_gridlock(Opaque(), types=["a", "b", "b", "b", "b", "b"])


def test_sampling_meets_the_exact_figure_within_its_error() -> None:
    rule = council(5, 10, 9)
    found = sample_gridlock(rule, samples=4000, rng=np.random.default_rng(7))
    assert 0 < found.standard_error < 0.01
    assert abs(found.mean - 575 / 858) < 4 * found.standard_error
    assert found == sample_gridlock(rule, samples=4000, rng=7)


def test_sampling_takes_another_distribution() -> None:
    def wide(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
        return 10 * rng.random(shape)

    found = sample_gridlock("unanimity", 6, samples=2000, draw=wide)
    assert abs(found.mean - 50 / 7) < 4 * found.standard_error


def test_too_many_sorts_of_coalitions_are_refused() -> None:
    class Opaque:
        voters = np.ones(40, dtype=bool)

        def wins(self, yes: np.ndarray) -> np.ndarray:
            return np.asarray(yes).sum(axis=-1) > 20

    with pytest.raises(ModelError, match="types"):
        expected_gridlock(Opaque())


def test_a_simple_game_is_read_with_its_players_and_its_equals() -> None:
    players = [f"p{j}" for j in range(40)]
    game = quota_game(players, 30, veto=players[:3])
    assert expected_gridlock(game) == expected_gridlock(council(3, 37, 30))
    points = {name: j for j, name in enumerate(reversed(players))}
    assert gridlock_interval(game, points).high_held_by == ("p0",)
    with pytest.raises(ModelError, match="did you mean 'p1'"):
        gridlock_interval(game, {"q1": 0} | points)
