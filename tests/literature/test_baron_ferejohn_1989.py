"""Baron and Ferejohn 1989, American Political Science Review 83(4): closed rule."""

from __future__ import annotations

import pytest

from gametheory_orders.solvers.bargaining import bargaining_equilibrium


@pytest.mark.parametrize(
    ("n", "quota", "patience", "keeps", "gives"),
    [
        (3, 2, 1.0, 2 / 3, 1 / 3),
        (5, 3, 1.0, 3 / 5, 1 / 5),
        (6, 6, 0.9, 0.25, 0.15),
        (193, 97, 0.95, 1 - 0.95 * 96 / 193, 0.95 / 193),
    ],
)
def test_shares(n: int, quota: int, patience: float, keeps: float, gives: float) -> None:
    found = bargaining_equilibrium(quota, n, patience=patience)
    assert found.proposer_shares == pytest.approx(keeps, abs=1e-10)
    assert found.accepts == pytest.approx(gives, abs=1e-10)
    assert found.values == pytest.approx(1 / n, abs=1e-10)
