"""Nordhaus 2015, Climate Clubs, American Economic Review 105(4): all 44 regimes of C-DICE.

Four prices, tariffs from 0 to 10 percent. The sizes at US$ 12.5 and 25, and the world's gain
without and with full cooperation, are theory.md's B2.8; the sizes at 50 and 100 are computed here
and kept as regression values.
"""

from __future__ import annotations

import pytest

from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from making import climate

SIZES = {
    12.5: [0] + [15] * 10,
    25.0: [0, 9, 13] + [15] * 8,
    50.0: [0, 0, 2, 9, 9, 9, 13, 13, 13, 14, 14],
    100.0: [0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 3],
}
GAINS = {12.5: (4.0, 19.5), 25.0: (15.8, 78.1), 50.0: (63.4, 312.3), 100.0: (253.6, 1249.0)}


@pytest.mark.parametrize("price", SIZES)
def test_one_stable_club_in_every_regime(price: float) -> None:
    issue = climate()
    regimes = [stable_coalitions(issue, price=price, tariff=rate / 100) for rate in range(11)]
    assert [len(each) for each in regimes] == [1] * 11
    assert [each[0].size for each in regimes] == SIZES[price]


@pytest.mark.parametrize("price", GAINS)
def test_gain_of_the_world_without_and_with_full_cooperation(price: float) -> None:
    game = stable_coalitions(climate(), price=price).game
    alone, together = game.reference.sum(), game.first_best.sum()
    assert (round(alone, 1), round(together, 1)) == GAINS[price]


def test_outside_at_25_dollars_and_two_percent() -> None:
    (club,) = stable_coalitions(climate(), price=25.0, tariff=0.02)
    assert sorted(club.outside_margins) == ["India", "Safrica"]
    assert club.effectiveness == pytest.approx(0.918, abs=5e-4)


def test_without_penalty_nobody_joins_at_a_fixed_price() -> None:
    (nobody,) = stable_coalitions(climate(), price=25.0)
    assert nobody.members == ()
    assert nobody.effectiveness == pytest.approx(0.0, abs=1e-12)


def test_europe_and_america_alone_without_transfers() -> None:
    """B4.2: the stable coalition that decides jointly, E = .0836."""
    nobody, pair = stable_coalitions(climate(), price="joint")
    assert nobody.size == 0
    assert set(pair.members) == {"EU", "US"}
    assert round(pair.effectiveness, 4) == 0.0836
