"""Gruber 2000, Ruling the World: joining of one's own accord, and worse off for it.

Theory B2.16: u_out < u_in < u_status_quo, so that all join, consent against the status quo is 0
and against staying out 1.
"""

from __future__ import annotations

import numpy as np
import pytest

from gametheory_orders.issues import TradeLinks
from gametheory_orders.measures.legitimacy import legitimacy
from gametheory_orders.orders import FixedLevel, OpenEntry, Tariff
from gametheory_orders.solvers import solve
from gametheory_orders.solvers.go_it_alone import go_it_alone
from making import game, good


def trap():
    """Four equal traders to whom the good is worth little; a club charges far too much for it."""
    imports = 10.0 * (1 - np.eye(4))
    trade = TradeLinks(imports, np.full(4, 0.5), np.full(4, 0.5))
    issue = good([0.1] * 4, trade=trade, population=[1.0] * 4)
    return game(issue, FixedLevel(level=2.0), Tariff(rate=0.3), OpenEntry())


def test_all_join_and_all_are_worse_off_by_the_measures_of_consent() -> None:
    outcome = solve(trap())
    assert outcome.members == ("A", "B", "C", "D")
    vector = legitimacy(outcome.game, outcome.delivered)
    assert vector["consent_units"] == 0.0
    assert vector["consent_people"] == 0.0
    assert vector["consent_exit_members"] == 1.0
    assert outcome.delivered.coerced == ("A", "B", "C", "D")


def test_one_founder_gains_alone_and_draws_the_others_in() -> None:
    found = go_it_alone(trap(), ["A"])
    assert found.can_go_alone
    assert found.joined == ("B", "C", "D")
    assert found.joiners_worse_off == ("B", "C", "D")
    assert found.consent_status_quo == 0.0
    assert found.consent_counterfactual == 1.0
    # By hand: inside 0.1 * 4 * 2 - 2; status quo 0.1 * 4 * 0.1 - 0.005; outside three tariffs.
    assert found.final[1] == pytest.approx(0.8 - 2.0)
    assert found.status_quo[1] == pytest.approx(0.04 - 0.005)
    assert found.if_out[1] == pytest.approx(0.1 * 6.1 - 0.005 - 3 * 0.3 * 0.5 * 10)
    assert found.if_out[1] < found.final[1] < found.status_quo[1]
