"""Delegation: Holmstrom 1984; Epstein and O'Halloran 1999; Hawkins and others 2006."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from gametheory_orders import ModelError
from gametheory_orders.solvers.delegation import agency_drift, delegation, optimal_discretion

PRINCIPALS = [Fraction(x) for x in ("0", "0.2", "0.35", "0.5", "0.6", "0.8", "1")]


def test_delegate_to_the_close_and_under_uncertainty() -> None:
    edge = 2 / 3**0.5
    assert delegation(edge - 1e-9, 2.0).delegate
    assert not delegation(edge + 1e-9, 2.0).delegate
    assert delegation(1, 2).threshold == pytest.approx(edge)


@pytest.mark.parametrize(("bias", "loss"), [("0.2", 0.029333), ("0.5", 1 / 12), ("0.9", 1 / 12)])
def test_loss_of_optimal_discretion(bias: str, loss: float) -> None:
    assert float(optimal_discretion(Fraction(bias)).loss) == pytest.approx(loss, abs=5e-7)


@pytest.mark.parametrize("bias", [0.0, 0.1, 0.2, 0.4])
def test_no_other_cap_is_better(bias: float) -> None:
    state = (np.arange(20_000) + 0.5) / 20_000

    def loss(cap: float) -> float:
        return float(((np.minimum(state + bias, cap) - state) ** 2).mean())

    found = optimal_discretion(bias)
    assert loss(found.cap) == pytest.approx(float(found.loss), abs=1e-6)
    assert all(loss(found.cap) <= loss(cap) + 1e-9 for cap in np.linspace(0.3, 1.2, 91))


@pytest.mark.parametrize(("quota", "room"), [(4, "0"), (5, "0.25"), (6, "0.6"), (7, "1")])
def test_room_to_drift(quota: int, room: str) -> None:
    assert agency_drift(quota, PRINCIPALS).room.length == Fraction(room)


def test_monitoring_cuts_drift_and_principals_bound_it() -> None:
    half = Fraction(1, 2)

    def drift(agent: str, sanction: int) -> Fraction:
        found = agency_drift(
            6, PRINCIPALS, agent=Fraction(agent), mandate=half, monitoring=half, sanction=sanction
        )
        return found.drift

    assert drift("0.75", 0) == Fraction(1, 4)
    assert drift("3", 0) == Fraction(3, 10)  # held at 0.8 by the principals
    assert drift("0.75", 1) == 0
    assert drift("1", 1) == Fraction(1, 4)  # stops where 2 (b - x) = m Z
    with pytest.raises(ModelError, match="mandate"):
        agency_drift(4, PRINCIPALS, agent=0, mandate=0)
