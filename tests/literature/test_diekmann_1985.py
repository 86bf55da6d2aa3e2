"""Diekmann 1985, Volunteer's dilemma, Journal of Conflict Resolution 29(4).

One volunteer is enough, whoever it is. The mixed equilibrium stands in test_classic_games.py.
"""

from __future__ import annotations

from gametheory_orders import World, public_good


def test_as_a_best_shot_any_one_volunteer_is_an_equilibrium() -> None:
    figures = {"stake": [1.0] * 4, "unit_cost": [0.4] * 4, "limit": [1.0] * 4}
    issue = public_good(World("ABCD", figures), technology="best_shot", cost="linear")
    assert sorted(int(e.argmax()) for e in issue.equilibria()) == [0, 1, 2, 3]
    assert {float(e.sum()) for e in issue.equilibria()} == {1.0}
