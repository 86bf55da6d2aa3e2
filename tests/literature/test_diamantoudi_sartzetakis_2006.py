"""Diamantoudi and Sartzetakis 2006, Journal of Public Economic Theory 8: two, three or four sign.

Each state has b (a e - e^2 / 2) - (c / 2) E^2 from its emissions e and their sum E; signatories
move first; g = c / b. All is interior iff g < 4 / (n (n - 4)). In the package: abatement q =
a - e, cost b q^2 / 2, damage (c / 2) (n a - Q)^2, and q <= a, since emissions below zero are
impossible. Payoffs are the paper's less b a^2 / 2.
"""

from __future__ import annotations

import numpy as np
import pytest

from gametheory_orders import World, public_good
from gametheory_orders.issues import Issue
from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from gametheory_orders.solvers.symmetric_types import stable_types


def treaty(n: int, g: float, timing: str = "coalition_first", a: float = 10.0) -> Issue:
    ids = [f"S{i}" for i in range(n)]
    world = World(ids, {"stake": [g] * n, "capacity": [1.0] * n, "limit": [a] * n})
    return public_good(world, benefit="damage", timing=timing)


def sizes(n: int, g: float, timing: str = "coalition_first") -> tuple[int, ...]:
    return stable_types(treaty(n, g, timing), price="joint").sizes


def test_payoffs_are_the_papers_less_a_constant() -> None:
    n, g, a = 4, 0.3, 10.0
    e = np.array([1.0, 3.0, 0.0, 10.0])
    paper = (a * e - e**2 / 2) - g / 2 * e.sum() ** 2
    assert treaty(n, g).payoffs(a - e) == pytest.approx(paper - a**2 / 2)


def by_hand(n: int, k: int, g: float) -> tuple[float, float]:
    """A signatory's and another's payoff from the first-order conditions, a = 1, all interior.

    Others emit 1 - g E, signatories 1 - f E with f = g k / (1 + (n - k) g).
    """
    d = 1 + (n - k) * g
    f = g * k / d
    total = n / (d + k * f)
    return tuple(x - x * x / 2 - g / 2 * total**2 for x in (1 - f * total, 1 - g * total))


def sizes_by_hand(n: int, g: float) -> tuple[int, ...]:
    found = []
    for k in range(n + 1):
        stays = k == 0 or by_hand(n, k, g)[0] >= by_hand(n, k - 1, g)[1] - 1e-15
        enters = k < n and by_hand(n, k, g)[1] < by_hand(n, k + 1, g)[0] - 1e-15
        if stays and not enters:
            found.append(k)
    return tuple(found)


@pytest.mark.parametrize("n", [5, 7, 10, 15])
def test_sizes_are_those_of_the_first_order_conditions(n: int) -> None:
    for share in np.linspace(0.03, 0.999, 7):
        g = float(share * 4 / (n * (n - 4)))
        assert sizes(n, g) == sizes_by_hand(n, g)


def test_ten_states_turn_from_two_to_three() -> None:
    """The turn is at g = .0352965; theory B2.5 has .03536, the next point of a coarser scan."""
    assert [sizes(10, g) for g in (0.001, 0.02, 0.03529)] == [(2,)] * 3
    assert [sizes(10, g) for g in (0.0353, 0.03536, 0.0666)] == [(3,)] * 3


@pytest.mark.parametrize("n", [5, 6, 8, 12, 20, 25, 26, 40, 100])
def test_four_only_at_five_states_near_the_bound(n: int) -> None:
    bound = 4 / (n * (n - 4))
    found = {share: sizes(n, share * bound) for share in (0.02, 0.3, 0.8, 0.99, 0.998, 0.9999)}
    assert {size for each in found.values() for size in each} <= {2, 3, 4}
    four = {share for share, each in found.items() if 4 in each}
    assert four == ({0.998, 0.9999} if n == 5 else set())
    assert (3 in found[0.9999]) == (5 < n <= 25)


@pytest.mark.parametrize("n", [5, 10, 30])
def test_at_the_same_time_two_at_most(n: int) -> None:
    bound = 4 / (n * (n - 4))
    for share in (0.05, 0.5, 0.95):
        found = sizes(n, share * bound, "simultaneous")
        assert max(found) in (1, 2)


def test_beyond_the_bound_emissions_stop_at_zero() -> None:
    """Without the limit the leaders would abate more than they emit, and all would sign."""
    n, g = 6, 3.0
    issue = treaty(n, g)
    for size in range(n + 1):
        actions = issue.joint_actions(np.arange(n) < size)
        assert (actions <= 10.0).all()
        assert (actions >= 0.0).all()
    free = World([f"S{i}" for i in range(n)], {"stake": [g] * n, "capacity": [1.0] * n})
    unbound = public_good(free, benefit="damage", baseline=60.0, timing="coalition_first")
    assert unbound.joint_actions(np.arange(n) < 4).max() > 10.0
    found = stable_coalitions(issue, price="joint")
    assert {each.size for each in found} == set(sizes(n, g))
