"""Barrett 2002, Consensus Treaties, Journal of Institutional and Theoretical Economics 158(4).

Broad but shallow can beat narrow but deep. The figures are theory B2.10 and B4.1 (L5), for the
linear-quadratic good and not his model.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

import oracles
from gametheory_orders import ModelError
from gametheory_orders.solvers.breadth_depth import (
    breadth_depth,
    most_members,
    pledged_effectiveness,
)
from making import good


@pytest.mark.parametrize(
    ("n", "k", "weight", "expected"),
    [
        (10, 3, Fraction(1), 0.1185),
        (10, 5, Fraction(1, 2), 0.1975),
        (10, 10, Fraction(2, 9), 0.3951),
        (193, 3, Fraction(1), 0.00032),
        (193, 193, Fraction(1, 96), 0.02072),
    ],
)
def test_along_the_frontier(n: int, k: int, weight: Fraction, expected: float) -> None:
    rows = {row[0]: row[1:] for row in breadth_depth(n).rows}
    assert rows[k][0] == weight
    assert float(rows[k][1]) == pytest.approx(expected, abs=5e-5)
    assert rows[k][1] == Fraction(4 * k * (n - 2), n * (n - 1) ** 2)
    assert most_members(n, weight) == k


@pytest.mark.parametrize("n", [3, 4, 10, 40])
def test_effectiveness_rises_with_breadth(n: int) -> None:
    shares = [share for _, _, share in breadth_depth(n).rows]
    assert all(one < other for one, other in pairwise(shares))


@pytest.mark.parametrize("n", [2, 3, 5, 7])
@pytest.mark.parametrize("weight", [Fraction(1, 5), Fraction(2, 5), Fraction(1, 2), Fraction(1)])
def test_members_and_effectiveness_from_the_definition(n: int, weight: Fraction) -> None:
    s, k = np.ones(n), np.ones(n)
    stays = [1]
    for size in range(2, n + 1):
        mask = np.arange(n) < size
        w = np.where(mask, float(weight), 0.0)
        if (oracles.pledge_margins(s, k, mask, w)[mask] >= -1e-12).all():
            stays.append(size)
    assert most_members(n, weight) == max(stays)
    issue = good(s)
    mask = np.arange(n) < max(stays)
    w = np.where(mask, float(weight), 0.0)
    alone, best = issue.payoffs(issue.reference()).sum(), issue.payoffs(issue.first_best()).sum()
    reached = oracles.welfare(s, k, oracles.pledge_actions(s, k, mask, w))
    share = pledged_effectiveness(n, max(stays), weight)
    if max(stays) > 1:
        assert float(share) == pytest.approx((reached - alone) / (best - alone), rel=1e-9)


@pytest.mark.parametrize("n", [1, 0, 2.0, True])
def test_a_wrong_number_is_told(n: object) -> None:
    with pytest.raises(ModelError, match="n:"):
        breadth_depth(n)  # type: ignore[arg-type]


@pytest.mark.parametrize("weight", [0, 1.1, float("nan"), True, "w"])
def test_a_wrong_weight_is_told(weight: object) -> None:
    with pytest.raises(ModelError, match="weight"):
        most_members(5, weight)
