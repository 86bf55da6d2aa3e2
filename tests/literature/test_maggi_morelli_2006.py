"""A reduced form after Maggi and Morelli 2006, American Economic Review 96(4); no replication."""

from __future__ import annotations

import pytest

from gametheory_orders import ModelError
from gametheory_orders.solvers.self_enforcing_voting import quota_value, self_enforcing_quota


@pytest.mark.parametrize(
    ("loss", "quota", "to_unanimity", "to_nothing"),
    [(1, 3, 0.8166, 0.7678), (2, 4, 0.9507, 0.9168)],
)
def test_needed_patience(loss: int, quota: int, to_unanimity: float, to_nothing: float) -> None:
    found = self_enforcing_quota(5, 0.6, loss, 0.5)
    assert found.efficient_quota == quota
    assert float(found.needed_patience) == pytest.approx(to_unanimity, abs=5e-5)
    other = self_enforcing_quota(5, 0.6, loss, 0.5, "nothing")
    assert float(other.needed_patience) == pytest.approx(to_nothing, abs=5e-5)


def test_values() -> None:
    assert float(quota_value(5, 3, 0.6, 1)) == pytest.approx(0.3024)
    assert float(quota_value(5, 5, 0.6, 1)) == pytest.approx(0.07776)


def test_the_answer_is_bang_bang() -> None:
    quotas = [self_enforcing_quota(5, 0.6, 1, j / 100).quota for j in range(100)]
    assert set(quotas) == {3, 5}
    assert quotas == sorted(quotas, reverse=True)


@pytest.mark.parametrize("n", [3, 5, 8])
@pytest.mark.parametrize("loss", [0.5, 1, 2])
def test_the_efficient_quota_is_the_best_of_all(n: int, loss: float) -> None:
    best = max(quota_value(n, q, 0.6, loss) for q in range(1, n + 1))
    assert self_enforcing_quota(n, 0.6, loss, 0.5).value == best


def test_a_probability_outside_is_told() -> None:
    with pytest.raises(ModelError, match="probability"):
        self_enforcing_quota(5, 1.2, 1, 0.5)
