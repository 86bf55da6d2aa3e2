"""Figures of the charter's claims that are known from elsewhere (theory A2)."""

from __future__ import annotations

from gametheory_orders.files.claims import BundledModels
from gametheory_orders.statics.claims import all_checks


def test_the_five_hold_981_thousandths_of_the_power() -> None:
    # Shapley and Shubik 1954: 421 / 2145 each.
    assert f"{5 * 421 / 2145:.4f}" in all_checks()[8](BundledModels()).evidence


def test_a_bloc_of_54_has_nearly_all_the_power_of_the_assembly() -> None:
    evidence = all_checks()[14](BundledModels()).evidence
    assert "0.999996" in evidence
    assert "1.42e-06" in evidence
    assert "0.0575" in evidence
