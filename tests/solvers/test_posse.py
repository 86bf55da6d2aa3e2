"""The cheapest capable group, against all groups."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.issues import cover
from gametheory_orders.solvers.posse import posse

FIGURES = st.integers(0, 40).map(lambda x: x / 10)


def test_theory_b4_8() -> None:
    found = posse({"1": 4, "2": 3, "3": 2, "4": 1}, {"1": 5, "2": 3, "3": 2.5, "4": 1}, 6, worth=10)
    assert found.members == ("2", "3", "4")
    assert found.cost == 6.5
    assert found.surplus == 3.5
    assert found.exact


@given(st.lists(st.tuples(FIGURES, FIGURES), min_size=1, max_size=9), st.integers(0, 120))
@settings(max_examples=150)
def test_no_other_group_is_cheaper(figures: list[tuple[float, float]], tenths: int) -> None:
    strength = [Fraction(round(10 * c), 10) for c, _ in figures]
    price = [Fraction(round(10 * r), 10) for _, r in figures]
    needed = Fraction(tenths, 10)
    groups = [
        group
        for size in range(len(figures) + 1)
        for group in itertools.combinations(range(len(figures)), size)
        if sum(strength[i] for i in group) >= needed
    ]
    given = [c for c, _ in figures], [r for _, r in figures], tenths / 10
    if not groups:
        with pytest.raises(NoAnswer, match="not capable"):
            posse(*given)
        return
    cheapest = min(sum((price[i] for i in g), Fraction(0)) for g in groups)
    least = min(len(g) for g in groups if sum((price[i] for i in g), Fraction(0)) == cheapest)
    found = posse(*given)
    chosen = [int(state) - 1 for state in found.members]
    assert sum((price[i] for i in chosen), Fraction(0)) == cheapest
    assert len(chosen) == least
    assert sum((strength[i] for i in chosen), Fraction(0)) >= needed
    assert found.bound <= found.cost + 1e-9


def test_193_states_are_proved_exactly() -> None:
    rng = np.random.default_rng(0)
    strength = rng.pareto(1.2, 193)
    price = strength * rng.uniform(0.5, 2, 193) + rng.uniform(0, 0.1, 193)
    found = posse(strength.tolist(), price.tolist(), float(0.4 * strength.sum()))
    assert found.exact
    # A bound of another make: each unit costs no less than by linear programming.
    from scipy.optimize import linprog

    bound = linprog(price, -strength[None], [-0.4 * strength.sum()], bounds=(0, 1)).fun
    assert bound <= found.cost <= 1.01 * bound


def test_where_branching_takes_too_long_the_result_says_whose_proof_it_is(monkeypatch: Any) -> None:
    monkeypatch.setattr(cover, "MOST_BRANCHES", 1)
    rng = np.random.default_rng(5)
    strength, price = rng.integers(10, 99, 30), rng.integers(10, 99, 30)
    found = posse(strength.tolist(), price.tolist(), 500)
    assert not found.exact
    assert found.to_dict()["certificate"]["exact"] is False
    monkeypatch.undo()
    proved = posse(strength.tolist(), price.tolist(), 500)
    assert proved.exact
    assert proved.cost == found.cost


def test_the_size_grows_in_what_is_needed_and_the_surplus_in_spread() -> None:
    sizes = [len(posse([1] * 8, range(1, 9), needed).members) for needed in range(9)]
    assert sizes == list(range(9))
    # The same mean price: the more it differs, the cheaper the cheap ones.
    surplus = [
        posse([1] * 8, [4 + d * (i - 3.5) for i in range(8)], 4, worth=20).surplus
        for d in (0, 0.5, 1)
    ]
    assert surplus == [4.0, 8.0, 12.0]


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        (([1, -1], [1, 1], 1), "capability.2"),
        (([1, 1], [1, float("nan")], 1), "reserve.2"),
        (([1, 1], [1], 1), "reserve"),
        (([1, True], [1, 1], 1), "capability.2"),
        (([], [], 1), "capability"),
        (("abc", [1], 1), "capability"),
        (({"A": 1}, {"B": 1}, 1), "reserve"),
        (([1], [1], float("inf")), "needed"),
        (([1], [1], -1), "needed"),
    ],
)
def test_wrong_figures_are_refused(arguments: Any, where: str) -> None:
    with pytest.raises(ModelError) as caught:
        posse(*arguments)
    assert caught.value.where == where


def test_what_is_not_worth_it_has_no_answer() -> None:
    with pytest.raises(NoAnswer, match="worth less") as caught:
        posse([1, 1], [3, 4], 2, worth=6)
    assert caught.value.witness["cost"] == 7.0  # type: ignore[index]
