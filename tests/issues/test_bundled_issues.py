"""Which order leads on each bundled issue, and why: the why is worked out from the definitions.

The figures that are illustrative could be others; what is held fast is the shape of each case.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders.measures.compare import Comparison

CS = {"charter", "club", "concert", "coalition"}
LEADERS = {
    "pandemic_readiness": ("pandemic_coalition_pledges",),
    "vaccine": ("vaccine_coalition_three",),
    "alliance_defence": ("defence_charter_unanimity", "defence_charter_majority"),
    "sea_lanes": ("sea_lanes_coalition_us",),
    "technology_standards": ("standards_concert_us_eu_china",),
    "non_proliferation": ("iran_coalition_us",),
    "biodiversity": ("nature_pledges_own_weight",),
    "development_lending": ("lending_coalition_brics",),
}


@cache
def found(name: str) -> Comparison:
    return gto.compare(name)


@pytest.mark.parametrize("name", LEADERS)
def test_all_four_cs_are_tried_and_the_leader_is(name: str) -> None:
    comparison = found(name)
    assert {each.outcome.game.order.four_c for each in comparison} == CS
    assert 4 <= len(comparison) <= 8
    assert "illustrative" in comparison.issue.source
    best = max(each.effectiveness for each in comparison)
    ahead = tuple(
        each.outcome.game.order.name for each in comparison if each.effectiveness > best - 1e-9
    )
    assert ahead == LEADERS[name]


def test_pandemic_who_leaves_one_out_gets_nothing() -> None:
    comparison = found("pandemic_readiness")
    issue = comparison.issue
    for name in ("pandemic_club", "pandemic_concert"):
        assert comparison[name].effectiveness == 0
    # Under unanimity all watch as much as the one that wants least of it would.
    wish = issue.world.column("stake") * issue.world.column("capacity")
    charter = comparison["pandemic_charter_unanimity"].outcome
    assert charter.delivered.agreement.level == pytest.approx(wish.min())
    assert issue.world.ids[int(wish.argmin())] == "COD"
    # What is best for all is more than it will do, at any patience.
    joint = comparison["pandemic_charter_joint"].outcome
    assert joint.binding_state == "COD"
    assert joint.needed_patience > 1


def test_vaccine_only_one_pays_so_only_a_contract_holds() -> None:
    comparison = found("vaccine")
    stakes = comparison.issue.world.column("stake")
    capacity = comparison.issue.world.column("capacity")
    world = comparison.issue.world
    for each in comparison:
        if each.outcome.game.order.four_c != "coalition":
            assert each.effectiveness == 0

    # Alone the United States does its own best; with partners, what is best for them.
    def welfare(price: float) -> float:
        effort = price * capacity[world.index("USA")]
        return float(stakes.sum() * effort - price * effort / 2)

    for name, partners in (("lead", ["USA", "EU"]), ("three", ["USA", "EU", "CHN"])):
        price = sum(stakes[world.index(each)] for each in partners)
        alone, best = welfare(stakes[world.index("USA")]), welfare(stakes.sum())
        share = (welfare(price) - alone) / (best - alone)
        assert comparison[f"vaccine_coalition_{name}"].effectiveness == pytest.approx(share)


def test_defence_all_want_nearly_the_same_when_all_are_in() -> None:
    comparison = found("alliance_defence")
    world = comparison.issue.world
    stakes, capacity = world.column("stake"), world.column("capacity")
    # Alone: the United States 3 percent of its output, small allies less and less.
    burden = stakes**2 * capacity / 2 / world.column("gdp")
    assert burden[world.index("USA")] == pytest.approx(0.03)
    assert burden.argmax() == world.index("USA")
    # Each one's preferred level under a common one, capped at what is best for all.
    peaks = stakes * capacity.sum() / capacity
    level = comparison["defence_charter_unanimity"].outcome.delivered.agreement.level
    assert level == pytest.approx(min(peaks.min(), stakes.sum()))
    assert comparison["defence_concert_quad"].effectiveness < 0.1


def test_sea_lanes_a_few_are_enough_and_each_of_them_is_needed() -> None:
    comparison = found("sea_lanes")
    issue = comparison.issue
    members = comparison["sea_lanes_coalition_us"].outcome.delivered.agreement.members
    weight = issue.weights[members]
    assert weight.sum() >= issue.weight_needed
    assert (weight.sum() - weight < issue.weight_needed).all()
    assert (issue.benefits[members] > issue.costs[members]).all()
    # India and Russia would lose by going, so neither the six nor the council agree.
    for state in ("IND", "RUS"):
        at = issue.world.index(state)
        assert issue.costs[at] > issue.benefits[at]
    for name in ("sea_lanes_concert", "sea_lanes_charter_council"):
        assert not comparison[name].outcome.agreed.agreement.reached


def test_standards_a_veto_of_all_stops_everything_and_markets_decide_what_is_best() -> None:
    comparison = found("technology_standards")
    issue = comparison.issue
    points, markets = issue.ideal_points, issue.salience
    order = np.argsort(points)
    half = np.cumsum(markets[order]) >= markets.sum() / 2
    median = points[order][int(np.argmax(half))]
    assert issue.world.ids[int(order[int(np.argmax(half))])] == "EU"
    three = comparison["standards_concert_us_eu_china"].outcome
    assert issue.policy(three.delivered.agreement.actions) == pytest.approx(median)
    assert comparison["standards_concert_us_eu_china"].effectiveness == pytest.approx(1)
    # Iran is on the other side of today's rule.
    assert points[issue.world.index("IRN")] < issue.status_quo
    assert comparison["standards_charter_unanimity"].effectiveness == 0
    # A majority of states stops where the ninth of sixteen would.
    assert issue.policy(
        comparison["standards_charter_majority"].outcome.delivered.agreement.actions
    ) == pytest.approx(sorted(points)[-9])


def test_non_proliferation_no_permanent_member_is_attacked_so_the_council_can_act() -> None:
    comparison = found("non_proliferation")
    issue = comparison.issue
    # Every state but the target gains if all join: unlike the case of an attack by a member.
    others = issue.world.column("target") == 0
    assert (issue.benefits[others] > issue.costs[others]).all()
    assert comparison["iran_charter_council"].outcome.delivered.agreement.reached
    # It asks more to join than are needed: waste is what the coalition saves.
    needed, asked = (
        comparison[name].outcome.delivered.agreement.actions @ issue.costs
        for name in ("iran_coalition_us", "iran_charter_council")
    )
    assert needed < asked


def test_biodiversity_who_holds_the_nature_is_not_who_would_pay() -> None:
    comparison = found("biodiversity")
    world = comparison.issue.world
    stakes, capacity = world.column("stake"), world.column("capacity")
    peaks = stakes * capacity.sum() / capacity
    assert world.ids[int(peaks.argmin())] == "Congo"
    # Congo's own peak lies below what others do anyway: nothing is agreed.
    assert comparison["nature_charter_unanimity"].effectiveness == 0
    own = comparison["nature_pledges_own_weight"]
    one = comparison["nature_pledges_one_weight"]
    assert own.effectiveness > 0.2
    assert one.effectiveness < 0.001


def test_lending_it_depends_on_whose_votes_are_counted() -> None:
    comparison = found("development_lending")
    issue = comparison.issue
    votes, points = issue.world.column("imf_votes"), issue.ideal_points
    below = points < issue.status_quo
    # Those who want easier terms hold more than half of the votes, but not 70 percent.
    assert 4996 <= votes[below].sum() < 6994
    assert comparison["lending_charter_fund_70"].effectiveness == 0
    assert comparison["lending_charter_fund_85"].effectiveness == 0
    assert 0 < comparison["lending_charter_fund_majority"].effectiveness < 0.2
    # One vote each: the 96th of 190 from below.
    one = comparison["lending_charter_one_vote"].outcome.delivered.agreement
    assert issue.policy(one.actions) == pytest.approx(sorted(points)[95])
    # The seven are on both sides of today's terms.
    seven = issue.world.mask(("USA", "JPN", "DEU", "GBR", "FRA", "ITA", "CAN"))
    assert points[seven].min() < issue.status_quo < points[seven].max()
    assert comparison["lending_club_g7"].effectiveness == 0
