"""Hybrids: compositions of orders, held against definitions that share no code with the solver.

Builds on making.py. The oracles work in prices on the linear-quadratic good: what each state is
asked for, payoffs, one-shot breaches.
"""

from __future__ import annotations

import dataclasses
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import (
    CooperationGame,
    Hybrid,
    assess,
    compare,
    delivered_by_patience,
    hybrid_gain,
    load_issue,
    load_order,
    solve,
)
from gametheory_orders.files.orders import load_orders
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.orders import (
    Binding,
    Consensus,
    Fixed,
    Joint,
    Order,
    Pledge,
    Quota,
    Reciprocity,
    Tariff,
    Unanimity,
    Universal,
)
from gametheory_orders.solvers.participation import stage_payoffs
from gametheory_orders.solvers.solve import deliver
from making import PATIENCE, good, with_members

FEW = settings(max_examples=30, deadline=None, derandomize=True)
SLOW = settings(max_examples=12, deadline=None, derandomize=True)


def order(membership, decision, enforcement=None, name="part"):
    return Order(membership, decision, enforcement or Binding(), name=name, four_c="club")


def two(issue, members, enforcement=None, punishment="all", decision=None):
    """Return a universal charter and a club of some members, and both together."""
    inside = Fixed(members=issue.world.members(members))
    charter = order(Universal(), Unanimity(), enforcement, "charter")
    club = order(inside, decision or Joint(), enforcement, "club")
    both = Hybrid(parts=[charter, club], punishment=punishment, name="both")
    return charter, club, both


def effect(issue, order_, **how):
    return assess(solve(CooperationGame(issue, order_), **how)).effectiveness


def welfare(issue, order_, **how):
    game = CooperationGame(issue, order_)
    return float(stage_payoffs(game, deliver(game, **how)).sum())


@FEW
@given(with_members(), st.sampled_from([Joint(), Consensus(), Quota(quota=1)]))
def test_two_tracks_deliver_no_less_than_the_better_of_both_if_all_comply(case, decision):
    issue, members = case
    charter, club, both = two(issue, members, decision=decision)
    parts = [welfare(issue, each) for each in (charter, club)]
    assert welfare(issue, both) >= max(parts) - 1e-9 * max(1.0, *map(abs, parts))


@SLOW
@given(with_members(high=5), PATIENCE)
def test_two_tracks_that_fall_together_deliver_no_less_at_any_patience(case, patience):
    issue, members = case
    charter, club, both = two(issue, members, Reciprocity())
    parts = [welfare(issue, each, patience=patience) for each in (charter, club)]
    assert welfare(issue, both, patience=patience) >= max(parts) - 1e-9 * max(1.0, *map(abs, parts))


def test_two_tracks_with_punishments_of_their_own_can_deliver_less_than_the_club():
    # What the floor already gives is not lost by breaking the club: the floor crowds it out.
    issue = good([2.5, 4.0, 1.0, 0.5, 4.0], [1.0, 1.0, 2.0, 0.5, 2.0])
    members = np.array([True, False, True, True, True])
    _, club, both = two(issue, members, Reciprocity(), "own")
    assert effect(issue, club, patience=0.8) == pytest.approx(0.0718, abs=1e-4)
    assert effect(issue, both, patience=0.8) == pytest.approx(0.0326, abs=1e-4)
    _, _, linked = two(issue, members, Reciprocity(), "all")
    assert effect(issue, linked, patience=0.8) >= effect(issue, club, patience=0.8)


def test_a_tariff_can_make_two_tracks_deliver_less_than_the_charter():
    # The club's tariff still strikes those who keep the charter: the condition is "no tariff".
    issue = _trading()
    members = np.array([True, True, False])
    charter, club, both = two(issue, members, [Binding(), Tariff(rate=0.5)])
    charter = dataclasses.replace(charter, enforcement=(Binding(),))
    both = dataclasses.replace(both, parts=[charter, club])
    assert welfare(issue, both) < welfare(issue, charter)


def _trading():
    from gametheory_orders import TradeLinks

    imports = np.array([[0.0, 1.0, 90.0], [1.0, 0.0, 90.0], [90.0, 90.0, 0.0]])
    trade = TradeLinks(imports, np.full(3, 0.1), np.full(3, 1.0))
    return good([1.0, 1.0, 1.0], [1.0, 1.0, 1.0], trade)


@FEW
@given(with_members(high=6))
def test_prices_of_two_tracks_are_the_higher_of_floor_and_club(case):
    issue, members = case
    charter, _, both = two(issue, members)
    s, k = issue.stakes, issue.capacities
    found = solve(CooperationGame(issue, both)).agreed.agreement
    floor = solve(CooperationGame(issue, charter)).level or 0.0
    top = s[members].sum()
    wanted = np.where(members, np.maximum(floor, top), np.maximum(floor, s))
    assert np.allclose(found.actions / k, np.maximum(wanted, s), rtol=1e-9)


@FEW
@given(with_members(high=6))
def test_in_circles_only_the_innermost_binds(case):
    issue, members = case
    charter, club, _ = two(issue, members)
    both = Hybrid(parts=[club, charter], combination="circles", name="circles")
    s, k = issue.stakes, issue.capacities
    found = solve(CooperationGame(issue, both)).agreed.agreement
    level = solve(CooperationGame(issue, charter)).level or 0.0
    wanted = np.where(members, s[members].sum(), np.maximum(level, s))
    assert np.allclose(found.actions / k, wanted, rtol=1e-9)


def payoff(issue, prices, i):
    s, k = issue.stakes, issue.capacities
    return s[i] * float((k * prices).sum()) - k[i] * prices[i] ** 2 / 2


@SLOW
@given(with_members(high=4), PATIENCE, st.sampled_from(["all", "own"]))
def test_nobody_gains_by_breaking_what_is_delivered(case, patience, punishment):
    issue, members = case
    _, _, both = two(issue, members, Reciprocity(), punishment)
    found = deliver(CooperationGame(issue, both), patience=patience)
    prices = found.actions / issue.capacities
    alone = issue.stakes
    binding = [each for each in found.parts if each.reached]
    for i in range(issue.n):
        mine = [each for each in binding if each.members[i]]
        for size in range(1, len(mine) + 1):
            for broken in itertools.combinations(mine, size):
                left = [each for each in binding if not any(each is b for b in broken)]
                rest = np.max([alone] + [_asked(issue, each) for each in left], axis=0)
                if punishment == "all":
                    rest = alone
                once = prices.copy()
                once[i] = alone[i] if punishment == "all" else rest[i]
                keep = payoff(issue, prices, i)
                break_ = (1 - patience) * payoff(issue, once, i) + patience * payoff(issue, rest, i)
                assert keep >= break_ - 1e-7 * max(1.0, abs(keep), abs(break_))


def _asked(issue, agreement):
    return np.where(agreement.members, agreement.actions / issue.capacities, issue.stakes)


@FEW
@given(with_members(high=6))
def test_a_ratified_level_is_the_highest_that_proposers_support_and_nobody_loses_by(case):
    issue, members = case
    inside = Fixed(members=issue.world.members(members))
    proposer = order(inside, Consensus(), name="powers")
    charter = order(Universal(), Unanimity(), name="charter")
    both = Hybrid(parts=[proposer, charter], combination="ratification", name="ratified")
    found = solve(CooperationGame(issue, both)).agreed.agreement
    s = issue.stakes
    grid = np.linspace(s.min(), s.sum(), 4001)
    k, prices = issue.capacities, np.maximum(grid[:, None], s)
    values = s * (prices @ k)[:, None] - k * prices**2 / 2
    fine = (values >= np.array([payoff(issue, s, i) for i in range(issue.n)]) - 1e-9).all(axis=1)
    peaks = grid[values.argmax(axis=0)]
    allowed = fine & (grid <= peaks[members].min() + 1e-12)
    best = grid[allowed].max()
    level = found.level if found.reached else s.min()
    assert abs(level - best) <= 2 * (grid[1] - grid[0]) + 1e-9


def test_a_standard_is_adopted_only_if_enough_are_no_worse_off_than_beside_the_club():
    issue = good([3.0, 3.0, 0.1], [1.0, 1.0, 1.0])
    club = order(Fixed(members=("A", "B")), Joint(), name="club")
    for quota, adopted in ((2, True), (3, False)):
        charter = order(Universal(), Quota(quota=quota), name="charter")
        both = Hybrid(parts=[club, charter], combination="adoption", name="adopted")
        found = solve(CooperationGame(issue, both))
        assert found.certificate["adopted"] is adopted
        assert found.certificate["against"] == ["C"]
        assert found.members == (("A", "B", "C") if adopted else ("A", "B"))
        price = found.delivered.agreement.actions[2]
        assert price == pytest.approx(6.0 if adopted else 0.1)


def test_rival_clubs_share_nobody():
    issue = good([1.0, 1.0, 1.0, 1.0])
    sets = ("A", "B"), ("C", "D")
    one, other = (order(Fixed(members=each), Joint(), name=each[0]) for each in sets)
    both = Hybrid(parts=[one, other], combination="rivals", name="rivals")
    assert solve(CooperationGame(issue, both)).delivered.agreement.actions.tolist() == [2.0] * 4
    third = order(Fixed(members=("B", "C")), Joint(), name="third")
    with pytest.raises(ModelError, match="B in two rival clubs"):
        solve(CooperationGame(issue, dataclasses.replace(both, parts=[one, third])))


def test_the_shortfall_account_of_a_hybrid_sums_to_what_is_missing():
    for name in ("climate_two_tracks", "climate_concert_ratified", "climate_standard_adopted"):
        found = assess(solve(CooperationGame(load_issue("climate"), load_order(name))))
        assert found.shortfall.cells["participation+decision+enforcement"] == pytest.approx(1.0)
        total = sum(found.shortfall.share[r] for r in ("participation", "decision", "enforcement"))
        assert total == pytest.approx(1.0 - found.effectiveness)


def test_power_in_a_hybrid_is_that_of_who_decides_what_each_is_bound_by():
    # Four of fifteen are bound by their club, eleven by the charter: 4/15 of 1/4, 11/15 of 1/15.
    found = compare("climate", "climate_two_tracks")["climate_two_tracks"]
    from gametheory_orders.measures.hybrids import say_in

    outcome = found.outcome
    say = say_in(outcome.game, outcome.delivered.agreement)
    inside = 4 / 15 / 4 + 11 / 15 / 15
    world = outcome.game.world
    assert say.power[world.index("US")] == pytest.approx(inside)
    assert say.power[world.index("China")] == pytest.approx(11 / 15 / 15)
    assert say.by_convention
    assert found.legitimacy["authority"] == 1.0


def test_both_bodies_must_be_won_where_one_proposes_and_one_ratifies():
    found = compare("spheres", "spheres_ratified")["spheres_ratified"]
    # East and West must agree, and one of the three others: swings 7, 7, 1, 1, 1 of eight.
    from gametheory_orders.measures.hybrids import say_in

    say = say_in(found.outcome.game, found.outcome.delivered.agreement)
    assert say.power.tolist() == pytest.approx([7 / 17, 7 / 17, 1 / 17, 1 / 17, 1 / 17])
    assert say.vetoers.tolist() == [True, True, False, False, False]


def test_a_hybrid_beats_the_best_of_its_parts_and_says_by_which_rule():
    found = compare("climate", ["climate_concert_ratified", "charter_unanimity", "g6_consensus"])
    gain = hybrid_gain(found, "climate_concert_ratified")
    assert gain.part == "charter_unanimity"
    assert gain.beats
    assert gain.rule == "decision"
    assert sum(gain.by_rule.values()) == pytest.approx(gain.gain)
    with pytest.raises(ModelError, match="a hybrid of: climate_concert_ratified"):
        hybrid_gain(found, "g6_consensus")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"parts": []}, "0 orders"),
        ({"parts": "ab"}, "a list of orders"),
        ({"combination": "two_track"}, "did you mean 'two_tracks'"),
        ({"punishment": "none"}, "all, own"),
        ({"combination": "ratification", "parts": 3}, "2: who proposes, then who ratifies"),
        ({"parts": ["x", "y"]}, "an order that is no hybrid"),
    ],
)
def test_what_makes_no_hybrid_is_refused(change, words):
    part = order(Universal(), Unanimity())
    settings_ = {"parts": [part, part], "name": "both", **change}
    if settings_["parts"] == 3:
        settings_["parts"] = [part] * 3
    with pytest.raises(ModelError, match=words):
        Hybrid(**settings_)


def test_who_votes_on_nothing_cannot_propose_or_ratify():
    part, pledge = order(Universal(), Unanimity()), order(Universal(), Pledge(weight=0.5))
    with pytest.raises(ModelError, match=r"orders\[0\].*a vote on a level"):
        Hybrid(parts=[pledge, part], combination="ratification")
    both = Hybrid(parts=[pledge, part], combination="adoption")
    with pytest.raises(ModelError, match="a rule that yields one level"):
        solve(CooperationGame(good([1.0, 1.0]), both))


def test_parts_side_by_side_need_more_and_less():
    issue = load_issue("spheres")
    parts = [load_order("spheres_concert"), load_order("spheres_charter_majority")]
    with pytest.raises(ModelError, match="ratification or adoption"):
        solve(CooperationGame(issue, Hybrid(parts=parts, combination="two_tracks")))


def test_needed_patience_of_a_hybrid_follows_the_definition():
    found = compare("climate", "climate_two_tracks")["climate_two_tracks"].outcome
    issue = found.game.issue
    prices = found.agreed.agreement.actions / issue.capacities
    for state, value in found.needed.items():
        i = issue.world.index(state)
        once = prices.copy()
        once[i] = issue.stakes[i]
        gain = payoff(issue, once, i) - payoff(issue, prices, i)
        loss = payoff(issue, once, i) - payoff(issue, issue.stakes, i)
        assert value == pytest.approx(gain / loss)
    assert found.needed_patience == max(found.needed.values())
    assert math.isfinite(found.needed_patience)


def test_what_is_delivered_by_patience_is_refused_for_hybrids():
    with pytest.raises(ModelError, match="the hybrid 'climate_two_tracks'"):
        delivered_by_patience("climate", ["climate_two_tracks"])


def test_a_file_of_orders_and_hybrids_is_read_and_its_faults_are_placed(tmp_path):
    text = """
[[order]]
name = "all"
four_c = "charter"
membership = { rule = "universal" }
decision = { rule = "unanimity" }
enforcement = { rule = "binding" }
[hybrid]
name = "mixed"
rule = "two_tracks"
orders = ["all", "club_joint"]
"""
    path = tmp_path / "mixed.toml"
    path.write_text(text, encoding="utf-8")
    assert [each.name for each in load_orders(path)] == ["all", "mixed"]
    for old, new, words in (
        ('"club_joint"]', '"club_jont"]', r"hybrid.orders\[1\].*did you mean 'club_joint'"),
        ('"two_tracks"', '"two_track"', r"hybrid.rule.*did you mean 'two_tracks'"),
        ('rule = "two_tracks"\n', "", "hybrid.*rule"),
        ('name = "mixed"', 'name = "all"', "a second time"),
    ):
        path.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(ModelError, match=words):
            load_orders(path)
