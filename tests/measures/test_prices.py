"""Prices of clauses: the figures of theory, and differences worked out by the oracles alone.

It is not: a test of single solutions (tests/solvers). The prices of consensus (G6 .235, charter
.499) are those of theory.md C3, for the climate issue at a price of 25, as agreed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from gametheory_orders import (
    Binding,
    Fixed,
    Joint,
    NoEnforcement,
    Order,
    Quota,
    Reciprocity,
    Unanimity,
    Universal,
    load_order,
)
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.measures.prices import order_prices
from making import climate, good, public_goods


@pytest.mark.parametrize(("name", "price"), [("g6_consensus", 0.235), ("charter_unanimity", 0.499)])
def test_what_consensus_costs_on_climate(name: str, price: float) -> None:
    found = order_prices(climate(), load_order(name), concept="assured")
    assert found.of("consensus").effectiveness == pytest.approx(price, abs=5e-4)


def test_only_the_veto_of_who_wants_least_costs_anything() -> None:
    """China in the G6, South Africa among all fifteen: whose preferred price is the lowest."""
    for name, least in (("g6_consensus", "China"), ("charter_unanimity", "Safrica")):
        found = order_prices(climate(), load_order(name), concept="assured")
        costly = {p.state for p in found.prices if p.clause == "veto" and p.effectiveness > 1e-9}
        assert costly == {least}


def level_effect(issue: Any, members: np.ndarray, needed: int, voters: np.ndarray) -> float:
    """E of the largest level that enough voters support, by the oracles."""
    s, k = issue.stakes, issue.world.columns["capacity"]
    wins = oracles.quota_rule(voters, needed)  # type: ignore[arg-type]
    level = oracles.Vote(s, k, members, wins).open_level()
    if level is None:
        return 0.0
    return oracles.effectiveness(s, k, oracles.at_level(s, k, members, level, True))


@given(public_goods(3, 5, positive=True))
@settings(max_examples=15)
def test_vetoes_consensus_and_seats_by_the_oracles(issue: Any) -> None:
    n = issue.n
    everyone = np.ones(n, dtype=bool)
    order = Order(Universal(), Unanimity(), Binding(), "all", "charter")
    found = order_prices(issue, order, concept="assured", quota="majority")
    own = level_effect(issue, everyone, n, everyone)
    assert found.of("consensus").effectiveness == pytest.approx(
        level_effect(issue, everyone, n // 2 + 1, everyone) - own, abs=1e-7
    )
    for i, state in enumerate(issue.world.ids):
        others = everyone.copy()
        others[i] = False
        assert found.of("veto", state).effectiveness == pytest.approx(
            level_effect(issue, everyone, n - 1, others) - own, abs=1e-7
        )
        assert found.of("seat", state).effectiveness == pytest.approx(
            level_effect(issue, others, n - 1, others) - own, abs=1e-7
        )


@given(public_goods(3, 5, positive=True), st.sampled_from([0.3, 0.6, 0.9]))
@settings(max_examples=10)
def test_one_more_member_is_the_seat_it_would_have(issue: Any, patience: float) -> None:
    ids = issue.world.ids
    few = Order(Fixed(members=ids[:-1]), Quota(quota="2/3"), Reciprocity(), "few", "concert")
    more = Order(Fixed(members=ids), Quota(quota="2/3"), Reciprocity(), "more", "concert")
    before = order_prices(issue, few, patience=patience).of("one more member", ids[-1])
    after = order_prices(issue, more, patience=patience).of("seat", ids[-1])
    assert before.effectiveness == pytest.approx(after.effectiveness, abs=1e-9)


def test_a_named_veto_costs_what_its_owner_holds_back() -> None:
    issue = good([1.0, 2.0, 2.0], population=[1.0] * 3)
    order = Order(Universal(), Quota(quota=2, veto=("A",)), Binding(), "council", "charter")
    found = order_prices(issue, order, concept="assured")
    everyone = np.ones(3, dtype=bool)
    gain = level_effect(issue, everyone, 2, everyone) - level_effect(issue, everyone, 3, everyone)
    assert gain > 0.01
    assert found.of("veto", "A").effectiveness == pytest.approx(gain)
    assert found.of("vetoes").effectiveness == pytest.approx(gain)
    assert found.why["consensus"] == "not everybody is needed"


def test_noise_costs_only_where_patience_is_short() -> None:
    """Two equal states need a patience of 1/2, or d q / (1 - d) = 1 if q of defections are seen."""
    issue = good([1.0, 1.0], population=[1.0, 1.0])
    order = Order(Universal(), Unanimity(), Reciprocity(), "two", "concert")
    assert order_prices(issue, order, patience=0.8).of("noise").effectiveness == pytest.approx(0)
    at_edge = order_prices(issue, order, patience=0.52, noise=0.5).of("noise")
    assert at_edge.effectiveness > 0.01
    noisy = Order(Universal(), Unanimity(), Reciprocity(monitoring=0.5), "two", "concert")
    same = order_prices(issue, noisy, patience=0.52).of("noise")
    assert same.effectiveness == pytest.approx(at_edge.effectiveness)


def test_free_exit_costs_four_free_riders_all_they_could_have() -> None:
    """Of four equal states in the joint optimum each would gain by leaving: L3 of theory.

    With four in, each has 4 * 4 - 16 / 2 = 8; alone, with three at three, 1 * (9 + 1) - 1/2 = 9.5.
    """
    issue = good([1.0] * 4, population=[1.0] * 4)
    order = Order(Universal(), Joint(), NoEnforcement(), "all", "charter")
    price = order_prices(issue, order).of("free exit")
    assert price.amount == pytest.approx(1.5)
    assert price.effectiveness == pytest.approx(1.0, abs=1e-6)


def test_what_has_no_price_says_why() -> None:
    found = order_prices(climate(), load_order("club_tariff_2"))
    assert found.prices == ()
    assert found.why["seat"] == "states choose whether to be in"
    with pytest.raises(ModelError, match="clause: found noise"):
        found.of("noise")


@pytest.mark.parametrize("noise", [-0.1, 1.5, True, float("nan"), "much"])
def test_noise_is_a_share(noise: Any) -> None:
    order = Order(Universal(), Unanimity(), Reciprocity())
    with pytest.raises(ModelError, match="noise: found"):
        order_prices(good([1.0, 1.0]), order, noise=noise)
