"""Tariff regimes are the stable coalitions of each price and tariff, and no more."""

from __future__ import annotations

import json

import pytest

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from gametheory_orders.solvers.tariff_regimes import TARIFFS, tariff_regimes
from making import climate


def test_each_regime_is_the_game_at_its_price_and_tariff() -> None:
    issue = climate()
    found = tariff_regimes(issue, [25.0, "joint"], [0.0, 0.02])
    assert [(each.price, each.tariff) for each in found] == [
        (25.0, 0.0),
        (25.0, 0.02),
        ("joint", 0.0),
        ("joint", 0.02),
    ]
    for each in found:
        alone = stable_coalitions(issue, price=each.price, tariff=each.tariff)
        assert [club.members for club in each.coalitions] == [club.members for club in alone]
    assert len(found.table().rows) == sum(len(each.coalitions) for each in found)
    json.dumps(found.to_dict(), allow_nan=False)


def test_groups_refine_but_need_not_exist() -> None:
    """Nordhaus' coalition Nash equilibria: at US$ 25 always, at 50 and 100 not."""
    found = tariff_regimes(climate(), [25.0, 50.0], [0.01, 0.02, 0.04], groups=True)
    assert [each.strong for each in found] == [1, 1, 1, 0, 0, 1]
    with pytest.raises(NoAnswer):
        stable_coalitions(climate(), "strong", price=50.0, tariff=0.01)


def test_a_concept_without_answer_is_an_empty_regime() -> None:
    (none,) = tariff_regimes(climate(), [50.0], [0.02], "strong")
    assert none.coalitions == ()


def test_tariffs_are_those_of_the_paper() -> None:
    assert TARIFFS[0] == 0.0
    assert TARIFFS[-1] == 0.1
    assert len(TARIFFS) == 11
