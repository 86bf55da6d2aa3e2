"""Romer and Rosenthal 1978, Public Choice 33(4): the setter, the pivot and the status quo."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gametheory_orders.solvers.agenda import agenda_setter


def of(text: str) -> Fraction:
    return Fraction(text)


@pytest.mark.parametrize(
    ("setter", "pivot", "status_quo", "policy"),
    [
        ("1", "0.4", "0.1", "0.7"),
        ("1", "0.5", "0", "1"),
        ("0.6", "0.4", "0", "0.6"),
        ("1", "0", "0", "0"),
    ],
)
def test_policy(setter: str, pivot: str, status_quo: str, policy: str) -> None:
    found = agenda_setter("majority", [of(pivot)], of(setter), of(status_quo))
    assert found.policy == of(policy)


def test_a_worse_status_quo_brings_the_policy_nearer_to_the_setter() -> None:
    pivot, setter = Fraction(1, 2), Fraction(2)
    policies = [
        agenda_setter("majority", [pivot], setter, Fraction(-j, 4)).policy for j in range(9)
    ]
    assert policies == sorted(policies)
    assert policies[0] == 1
    assert policies[-1] == 2


def test_who_binds_the_setter_and_gridlock() -> None:
    points = {"A": 0, "B": 2, "C": 3, "D": 9}
    found = agenda_setter(3, points, "D", 1)
    assert (found.policy, found.binding) == (3, ("B",))
    stuck = agenda_setter("unanimity", points, "D", 1)
    assert stuck.gridlocked
    assert stuck.policy == 1
