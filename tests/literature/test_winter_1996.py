"""Vetoers in bargaining: Winter 1996, American Political Science Review 90(4); McCarty 2000,
American Journal of Political Science 44(3).
"""

from __future__ import annotations

import pytest

from gametheory_orders.solvers.bargaining import bargaining_equilibrium
from gametheory_orders.solvers.veto_bargaining import veto_bargaining
from spatial_rules import council


@pytest.mark.parametrize(
    ("patience", "vetoer", "other", "five"),
    [(0.5, 0.08889, 0.05556, 0.444), (0.9, 0.15238, 0.02381, 0.762)],
)
def test_the_security_council(patience: float, vetoer: float, other: float, five: float) -> None:
    found = bargaining_equilibrium(council(5, 10, 9), patience=patience)
    assert found.values[0] == pytest.approx(vetoer, abs=5e-6)
    assert found.values[14] == pytest.approx(other, abs=5e-6)
    assert found.values[:5].sum() == pytest.approx(five, abs=5e-4)
    exact = veto_bargaining(15, 5, 4, patience)
    assert found.values[[0, 14]] == pytest.approx([float(x) for x in exact], abs=1e-11)


def test_patience_moves_the_whole_surplus_to_the_vetoers() -> None:
    found = bargaining_equilibrium(council(5, 10, 9), patience=1.0)
    assert found.values[:5] == pytest.approx(0.2, abs=1e-9)
    assert found.values[5:] == pytest.approx(0.0, abs=1e-9)


def test_patience_does_nothing_at_unanimity() -> None:
    assert len({veto_bargaining(7, 2, 5, d) for d in ("0", "0.3", "0.9")}) == 1
