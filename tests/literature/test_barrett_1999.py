"""Barrett 1999, A theory of full international cooperation, Journal of Theoretical Politics 11(4).

The linear treaty game: each of n states abates or not, which costs it c and brings each b, with
b < c < n b. The smallest treaty that pays its members is the stable one: k* = ceil(c / b).
"""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from gametheory_orders import World, public_good, renegotiation_proof
from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from gametheory_orders.solvers.symmetric_types import stable_types


@pytest.mark.parametrize(("n", "b"), [(10, 0.35), (7, 0.9), (9, 0.24)])
def test_the_smallest_treaty_that_pays(n: int, b: float) -> None:
    ids = [f"S{i}" for i in range(n)]
    world = World(ids, {"stake": [b] * n, "unit_cost": [1.0] * n, "limit": [1.0] * n})
    issue = public_good(world, cost="linear")
    assert issue.reference().sum() == 0
    assert issue.first_best().sum() == n
    size = math.ceil(1 / b)
    found = stable_coalitions(issue, price="joint")
    # Sets of fewer than the last but one do nothing, and nobody can change that alone.
    assert {each.size for each in found} == {*range(size - 1), size}
    assert found.best.size == size
    assert found.best.effectiveness == pytest.approx(size / n)
    assert stable_types(issue, price="joint").sizes == (*range(size - 1), size)


# Full cooperation that the punishers do not want to renegotiate (theory B2.10).


def test_at_most_three_and_three_quarters():
    found = renegotiation_proof(0.4, 1, 3)
    assert found.largest == 3
    assert found.punished
    assert found.needed == Fraction(3, 4)
    assert not renegotiation_proof(0.4, 1, 4).punished
    assert "0.750" in str(found)
    assert found.to_dict()["needed"] == "3/4"


def test_two_gain_too_little_to_be_kept():
    assert not any(renegotiation_proof(0.4, 1, 2).kept(k / 100) for k in range(100))
