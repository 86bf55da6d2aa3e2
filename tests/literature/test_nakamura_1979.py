"""Nakamura 1979, International Journal of Game Theory 8; q of n: ceil(n / (n - q))."""

import math

import pytest

import voting_oracles as oracle
from gametheory_orders.orders.voting import nakamura_number, quota_game
from voting_games import assembly, council


def _by_sets(n, q):
    """Return the number from the sets alone: absences of n - q each until all are absent."""
    missing = {frozenset()}
    absent = [frozenset(range(n)) - s for s in oracle.subsets(range(n)) if len(s) == q]
    for number in range(1, n + 1):
        missing = {gone | more for gone in missing for more in absent}
        if frozenset(range(n)) in missing:
            return number
    return math.inf


@pytest.mark.parametrize("n", range(3, 10))
def test_the_nakamura_number_of_every_quota(n):
    names = [f"S{i}" for i in range(n)]
    for q in range(1, n):
        assert nakamura_number(quota_game(names, q)) == math.ceil(n / (n - q)) == _by_sets(n, q)
    assert nakamura_number(quota_game(names, n)) == math.inf


def test_the_nakamura_numbers_of_the_united_nations():
    assert nakamura_number(assembly("2/3")) == 4
    assert nakamura_number(assembly("majority")) == 3
    assert nakamura_number(council(veto=False)) == 3
    assert nakamura_number(council()) == math.inf
