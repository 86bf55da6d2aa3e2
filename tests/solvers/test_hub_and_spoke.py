"""Contracts with a hub: what each could do instead, contract by contract."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.solvers.hub_and_spoke import hub_and_spoke

FIGURES = st.integers(-20, 40).map(lambda x: x / 4)
CONTRACTS = st.lists(st.tuples(FIGURES, FIGURES), min_size=1, max_size=6)


@given(CONTRACTS, st.integers(0, 8).map(lambda x: x / 4), st.sampled_from([0.0, 0.5, 1.0]))
@settings(max_examples=100)
def test_nobody_does_better_by_signing_otherwise(
    contracts: list[tuple[float, float]], cost: float, weight: float
) -> None:
    found = hub_and_spoke(
        [v for v, _ in contracts], [o for _, o in contracts], link_cost=cost, hub_weight=weight
    )
    hub = Fraction(0)
    for place, (v, o) in enumerate(contracts):
        state = str(place + 1)
        together = Fraction(v) - Fraction(cost)
        gain = found.gains[place]
        if state in found.signed:
            assert gain >= 0
            # The hub keeps the rest, and would not rather do without.
            assert together - Fraction(o) - gain >= 0
            assert gain == (1 - Fraction(weight)) * (together - Fraction(o))
            hub += together - Fraction(o) - gain
        else:
            assert together < Fraction(o)
            assert gain == 0
    assert found.hub_gain == hub


def test_of_193_states_a_hub_needs_192_links() -> None:
    found = hub_and_spoke([1.0] * 192, link_cost=0.5)
    assert (found.links, found.links_of_all) == (192, 18528)
    assert found.hub_share == 1.0
    assert found.saved == 0.5 * (18528 - 192)
    assert hub_and_spoke([1.0] * 192, hub_weight=0.5).hub_share == 0.5


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({"worth": []}, "worth"),
        ({"worth": [1], "outside": [1, 2]}, "outside"),
        ({"worth": {"A": 1}, "outside": {"B": 1}}, "outside"),
        ({"worth": [1], "link_cost": -1}, "link_cost"),
        ({"worth": [1], "hub_weight": 1.5}, "hub_weight"),
        ({"worth": [float("nan")]}, "worth.1"),
        ({"worth": 5}, "worth"),
    ],
)
def test_wrong_figures_are_refused(arguments: Any, where: str) -> None:
    with pytest.raises(ModelError) as caught:
        hub_and_spoke(**arguments)
    assert caught.value.where == where
