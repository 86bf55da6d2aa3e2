"""Parameters by name: what they change, what follows from it, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders.orders.combined import AllOf
from gametheory_orders.statics.parameters import parameter_names, parameter_value, vary

CLIMATE = gto.load_issue("climate")
CONCERT = gto.load_order("g6_consensus")


def refused(settings, order=CONCERT, issue=CLIMATE):
    with pytest.raises(gto.ModelError) as caught:
        vary(issue, order, settings)
    return str(caught.value)


def test_a_changed_price_moves_stakes_and_not_capacities():
    issue, order, how = vary(CLIMATE, CONCERT, {"price": 50.0})
    gdp = CLIMATE.world.column("gdp")
    assert np.allclose(issue.stakes, 50.0 * gdp / gdp.sum(), rtol=1e-14)
    assert (issue.capacities == CLIMATE.capacities).all()
    assert order is CONCERT
    assert how == {}
    assert issue.parameters["price"] == 50.0
    assert CLIMATE.parameters["price"] == 25.0


def test_a_changed_column_moves_what_is_derived_from_it():
    issue, _, _ = vary(CLIMATE, CONCERT, {"gdp.Russia": 1e4, "cost_scale": 1.0})
    gdp = CLIMATE.world.column("gdp").copy()
    gdp[CLIMATE.world.index("Russia")] = 1e4
    co2, alpha = CLIMATE.world.column("co2"), CLIMATE.world.column("abatement_alpha")
    assert np.allclose(issue.stakes, 25.0 * gdp / gdp.sum(), rtol=1e-14)
    assert np.allclose(issue.capacities, co2**2 / (2e6 * alpha * gdp), rtol=1e-14)


def test_a_figure_is_set_first_and_scaled_then():
    issue, _, _ = vary(CLIMATE, CONCERT, {"scale.stake": 2.0, "stake.Russia": 3.0, "price": 10.0})
    expected = 2.0 * 10.0 / 25.0 * CLIMATE.stakes
    expected[CLIMATE.world.index("Russia")] = 6.0
    assert np.allclose(issue.stakes, expected, rtol=1e-14)
    one, _, _ = vary(CLIMATE, CONCERT, {"scale.stake.Russia": 3.0})
    assert np.isclose(one.stakes.sum(), 25.0 + 2 * CLIMATE.stakes[CLIMATE.world.index("Russia")])


def test_replaced_figures_are_never_silently_derived_anew():
    issue, order, _ = vary(CLIMATE, CONCERT, {"stake.Russia": 3.0})
    assert refused({"price": 30.0}, order, issue).startswith("derived.stake: ")
    again, _, _ = vary(issue, order, {"cost_scale": 1.0})
    assert again.stakes[CLIMATE.world.index("Russia")] == 3.0


def test_rules_of_the_order_change_all_at_once_and_whole_numbers_stay_whole():
    _, order, _ = vary(CLIMATE, CONCERT, {"setter": "US", "agenda": "closed"})
    assert (order.decision.setter, order.decision.agenda) == ("US", "closed")
    _, order, _ = vary(CLIMATE, gto.load_order("charter_majority"), {"quota": np.float64(9)})
    assert order.decision.quota == 9
    assert isinstance(order.decision.quota, int)
    _, order, _ = vary(CLIMATE, gto.load_order("charter_majority"), {"quota": "2/3"})
    assert order.decision.quota == "2/3"
    _, order, _ = vary(CLIMATE, gto.load_order("club_tariff_1"), {"tariff": 0.03, "level": 50})
    assert order.rules[0].rate == 0.03
    assert order.decision.level == 50


def test_values_by_state():
    _, order, _ = vary(CLIMATE, CONCERT, {"blocking_cost.Russia": 2.0, "blocking_cost": 1.0})
    costs = order.decision.blocking_costs(CLIMATE.world)
    assert costs[CLIMATE.world.index("Russia")] == 2.0
    assert costs.sum() == 16.0
    _, _, how = vary(CLIMATE, CONCERT, {"patience.US": 0.3})
    assert how["patience"]["US"] == 0.3
    assert how["patience"]["EU"] == 0.9
    order = vary(CLIMATE, CONCERT, {"enforcement.patience": 0.7})[1]
    _, _, how = vary(CLIMATE, order, {"patience.US": 0.3})
    assert how["patience"]["EU"] == 0.7


def test_votes_inside_a_double_majority():
    double = AllOf(of=[gto.Quota(quota=4), gto.Quota(quota="65%", weights="population")])
    order = gto.Order(gto.Universal(), double, gto.Binding())
    _, order, _ = vary(CLIMATE, order, {"decision.of[0].quota": 5, "decision.blocking_cost": 1.0})
    assert [part.quota for part in order.decision.of] == [5, "65%"]
    assert order.decision.blocking_cost == 1.0


def test_settings_of_other_families():
    world = gto.World(
        ["A", "B"],
        {"benefit": [4.0, 4.0], "cost": [1.0, 1.0], "weight": [1.0, 1.0]},
    )
    hunt = gto.CollectiveAction(world, threshold=1.0, shared=0.0)
    order = gto.Order(gto.Universal(), gto.Unanimity(), gto.Binding())
    assert vary(hunt, order, {"threshold": 0.5})[0].threshold == 0.5
    assert vary(hunt, order, {"weight.A": 3.0})[0].weights.tolist() == [3.0, 1.0]
    assert refused({"threshold": 0.0}, order, hunt).startswith("issue.threshold: ")
    pledge = gto.Order(gto.Universal(), gto.Pledge(weight=0.5), gto.NoEnforcement())
    assert "more than one meaning" in refused({"weight.A": 0.5}, pledge, hunt)


def test_rivalry_scaled_to_nothing_is_the_plain_good():
    figures = {"stake": [1.0, 2.0], "capacity": [1.0, 1.0], "rivalry": [0.5, 0.5]}
    good = gto.PublicGood.build(gto.World(["A", "B"], figures), {})
    order = gto.Order(gto.Universal(), gto.Joint(), gto.Binding())
    plain, _, _ = vary(good, order, {"scale.rivalry": 0.0})
    assert isinstance(plain, gto.PublicGood)
    assert plain.reference().tolist() == [1.0, 2.0]
    assert vary(good, order, {"rivalry.A": 0.1})[0].reference()[0] == pytest.approx(0.8)


def test_what_a_tariff_gains_follows_its_column():
    club = gto.load_order("club_tariff_1")
    issue, _, _ = vary(CLIMATE, club, {"scale.tariff_gain": 2.0})
    assert np.allclose(issue.trade.gain, 2.0 * CLIMATE.trade.gain)
    assert (issue.trade.loss == CLIMATE.trade.loss).all()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"prise": 2}, "did you mean 'price'?"),
        ({"scale.Stake": 2}, "did you mean 'scale.stake'?"),
        ({"stake.Rusia": 2}, "did you mean 'Russia'?"),
        ({"stake": 2}, "stake.<state>"),
        ({"quota": 3}, "parameter: found quota"),
        ({"patience": 1.0}, "not including, 1"),
        ({"patience": "0.5"}, "not including, 1"),
        ({"patience": True}, "a number or a text"),
        ({"blocking_cost": -1}, "decision.blocking_cost: found -1"),
        ({"blocking_cost": float("nan")}, "found nan"),
        ({"blocking_cost": "much"}, "found 'much', expected a number"),
        ({"price": float("inf")}, "a finite number"),
        ({"price": "50"}, "found '50', expected a finite number"),
        ({"price": [1.0]}, "a number or a text"),
        ({"price": -3.0}, "stake"),
        ({"price": 1.0, "parameters.price": 2.0}, "a second time"),
        ({"exit_cost.US": 0.2}, "without a state"),
        ({"foresight": "naiv"}, "did you mean 'naive'?"),
        ({"patience": 0.3, "enforcement.patience": 0.4}, "one of the two"),
        ({3: 3}, "as text"),
        ({"scale.co2.US": 0.0}, "capacity"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(settings, words):
    line = refused(settings)
    assert words in line
    assert "\n" not in line


def test_quotas_beyond_the_members_and_settings_that_are_no_mapping():
    assert "at most 15" in refused({"quota": 16}, gto.load_order("charter_majority"))
    assert refused(["price"]).startswith("settings: ")


def test_every_name_that_is_one_number_can_be_set_to_what_it_is():
    for name in ("g6_consensus", "club_tariff_2", "charter_two_thirds", "club_joint"):
        order = gto.load_order(name)
        before = gto.solve(gto.CooperationGame(CLIMATE, order)).delivered.payoffs
        for path in parameter_names(CLIMATE, order):
            full = f"{path}.US" if path.startswith(("column.", "scale.")) else path
            try:
                value = parameter_value(CLIMATE, order, full)
            except gto.ModelError:
                continue
            issue, changed, how = vary(CLIMATE, order, {full: value})
            after = gto.solve(gto.CooperationGame(issue, changed), **how).delivered.payoffs
            assert np.allclose(before, after, rtol=1e-12), full


def test_what_has_no_single_number_is_refused():
    with pytest.raises(gto.ModelError, match="one number now"):
        parameter_value(CLIMATE, CONCERT, "decision.agenda")
    with pytest.raises(gto.ModelError, match="one number now"):
        parameter_value(CLIMATE, CONCERT, "enforcement.patience")
