"""Carraro and Siniscalco 1993, Journal of Public Economics 52(3): equal states, small coalitions.

Theory L3: with linear benefits and quadratic costs three states are stable, however many there
are, with E(k) = k (k - 1) (2n - k - 1) / (n (n - 1)^2); the third is indifferent.
"""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from making import good


@pytest.mark.parametrize(("n", "expected"), [(10, 0.118519), (15, 0.053061)])
def test_three_of_n(n: int, expected: float) -> None:
    found = stable_coalitions(good(np.full(n, 1.7), np.full(n, 0.6)), price="joint")
    sizes = [each.size for each in found]
    assert {size: sizes.count(size) for size in set(sizes)} == {0: 1, 2: comb(n, 2), 3: comb(n, 3)}
    assert found.best.size == 3
    assert found.best.effectiveness == pytest.approx(expected, abs=5e-7)
    k = 3
    assert found.best.effectiveness == pytest.approx(
        k * (k - 1) * (2 * n - k - 1) / (n * (n - 1) ** 2)
    )
