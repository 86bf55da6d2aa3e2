"""Who joins a club that is there already: followed move by move."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coalition_oracles as plain
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.orders import FixedLevel, NoEnforcement, OpenEntry
from gametheory_orders.solvers.go_it_alone import go_it_alone
from making import climate, game, good, trading_goods


@given(trading_goods(high=6), st.sampled_from([0.0, 0.05, 0.3]), st.integers(0, 5), st.data())
@settings(max_examples=60)
def test_each_joins_for_its_own_gain_until_nobody_does(
    issue: Any, rate: float, first: int, data: Any
) -> None:
    level = data.draw(st.integers(1, 40)) / 4
    s = issue.stakes * (level / issue.stakes.sum())
    value = plain.club(s, issue.capacities, level, issue.trade, rate)
    founder = first % issue.n
    found = go_it_alone(issue, [issue.world.ids[founder]], price=level, tariff=rate)
    members = frozenset([founder])
    scale = 1e-9 * max(abs(u) for u in value(frozenset(range(issue.n))))
    for state in found.joined:
        i = issue.world.index(state)
        gains = {j: value(members | {j})[j] - value(members)[j] for j in range(issue.n)}
        best = max(gain for j, gain in gains.items() if j not in members)
        assert gains[i] >= max(-scale, best - scale)
        members |= {i}
    for j in set(range(issue.n)) - members:
        assert value(members | {j})[j] <= value(members)[j] + scale
    np.testing.assert_allclose(found.final, value(members), atol=10 * scale)
    np.testing.assert_allclose(found.status_quo, value(frozenset()), atol=10 * scale)
    for state in found.joined:
        i = issue.world.index(state)
        assert found.if_out[i] == pytest.approx(value(members - {i})[i], abs=10 * scale)


def test_on_the_climate_two_join_and_lose_by_the_club() -> None:
    found = go_it_alone(climate(), ["EU", "US"], price=25.0, tariff=0.03)
    assert len(found.joined) == 13
    assert found.joiners_worse_off == ("Eurasia", "Safrica")
    assert found.consent_counterfactual == 1.0
    assert found.consent_status_quo == pytest.approx(11 / 13)
    assert "2 of them are worse off" in str(found)


def test_who_is_refused() -> None:
    with pytest.raises(ModelError, match="founders"):
        go_it_alone(climate(), [])
    with pytest.raises(ModelError, match=r"founders\[0\]"):
        go_it_alone(climate(), ["Atlantis"])
    order = OpenEntry(where="stake > 1")
    played = game(good([1.0, 2.0]), FixedLevel(level=3.0), NoEnforcement(), order)
    with pytest.raises(ModelError, match="a state that may be in"):
        go_it_alone(played, ["A"])
