"""Boundaries of a parameter study against closed forms and the definitions, which it does not use.

All on the linear-quadratic good (theory: L4 to L7), from stakes and capacities alone.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders.statics.numeric.facts import changes, facts_of
from gametheory_orders.statics.numeric.study import parameter_study

CLIMATE = gto.load_issue("climate")
SIX = ("US", "China", "EU", "Russia", "Japan", "India")


def figures(members=None):
    ids = list(CLIMATE.world.ids)
    rows = [ids.index(m) for m in members] if members else range(len(ids))
    return CLIMATE.stakes[rows], CLIMATE.capacities[rows], [ids[r] for r in rows]


def payoffs(stakes, capacities, prices, outside=0.0):
    actions = capacities * prices
    return stakes * (actions.sum(axis=-1, keepdims=True) + outside) - actions**2 / (2 * capacities)


def needed(stakes, capacities, level):
    """L6: k_i (p - s_i)^2 / (2 s_i sum over others of k_j (p - s_j)), with members at the floor."""
    price = np.maximum(level, stakes)
    gain = capacities * (price - stakes) ** 2 / 2
    others = (capacities * (price - stakes)).sum() - capacities * (price - stakes)
    return gain / (stakes * others)


def boundary(found, words):
    (hit,) = [edge for edge in found.boundaries if any(words in why for why in edge.why)]
    return hit


def test_patience_at_which_the_six_keep_their_agreement():
    stakes, capacities, ids = figures(SIX)
    lowest = capacities.sum() * (stakes / capacities).min()
    by_state = needed(stakes, capacities, lowest)
    assert round(by_state.max(), 4) == 0.5496
    found = parameter_study(CLIMATE, gto.load_order("g6_consensus"), "patience", 0.5, 0.6, points=9)
    (edge,) = found.boundaries
    assert edge.at == pytest.approx(by_state.max(), abs=1e-9)
    assert edge.why == ("the agreement is kept", f"{ids[by_state.argmax()]} stops binding")
    assert edge.kind == "kink"
    assert edge.high - edge.low <= 1e-9 * 0.1 * 1.01
    assert [regime.facts["agreement"] for regime in found.regimes] == [("kept in part",), ("kept",)]
    assert found.regimes[1].slope == 0.0


def test_below_it_the_slope_is_that_of_russias_constraint():
    stakes, capacities, _ = figures(SIX)
    found = parameter_study(
        CLIMATE, gto.load_order("g6_consensus"), "patience", 0.5, 0.54, output="level", points=5
    )
    (regime,) = found.regimes
    # The level at which Russia needs exactly the patience, by bisection on its formula.
    i = SIX.index("Russia")

    def level(patience):
        low, high = 6.5, 9.5
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (
                (middle, high)
                if needed(stakes, capacities, middle)[i] < patience
                else (low, middle)
            )
        return low

    assert regime.first == pytest.approx(level(0.5), rel=1e-9)
    slope = (level(0.52 + 1e-4) - level(0.52 - 1e-4)) / 2e-4
    assert regime.slope == pytest.approx(slope, rel=1e-5)
    assert regime.elasticity == pytest.approx(slope * 0.52 / level(0.52), rel=1e-5)


def test_blocking_cost_at_which_china_stops_blocking():
    """With a cost of blocking China supports a level up to which it loses no more than the cost.

    The next to limit the level is the second lowest peak, or the sum of stakes: the smallest of
    the limits is agreed.
    """
    stakes, capacities, ids = figures(SIX)
    outside = (CLIMATE.reference().sum()) - (stakes * capacities).sum()
    levels = np.linspace(stakes.min(), stakes.sum(), 200_001)[:, None]
    paid = payoffs(stakes, capacities, np.maximum(levels, stakes), outside)

    def limit(cost):
        peak = paid.argmax(axis=0)
        tops = []
        for j in range(len(ids)):
            fine = paid[:, j] >= paid[peak[j], j] - cost
            fine[: peak[j]] = True
            tops.append(int(fine.argmin()) if not fine.all() else len(fine))
        return np.array(tops)

    def china_alone(cost):
        tops = limit(cost)
        return ids[int(tops.argmin())] == "China" and tops.min() < len(levels)

    low, high = 0.0, 20.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if china_alone(middle) else (low, middle)
    order = gto.Order(gto.Fixed(members=SIX), gto.Consensus(), gto.Binding())
    found = parameter_study(CLIMATE, order, "blocking_cost", 0.0, 20.0, points=17, tolerance=1e-7)
    edge = boundary(found, "China stops blocking")
    assert edge.at == pytest.approx(low, rel=2e-4)
    agreed = found.regimes[0].last
    assert found.regimes[0].facts["blocked_by"] == ("China",)
    assert agreed > 0.2697


def test_largest_common_pledge_is_that_of_l5():
    """L5: w_i* = 2 s_i^2 K_-i / (k_i sigma_-i^2), and E = w (2 - w) for everyone."""
    stakes, capacities, ids = figures()
    order = gto.load_order("pledge_uniform")

    def weights(scale):
        s = stakes * np.where(np.array(ids) == "Safrica", scale, 1.0)
        rest = capacities.sum() - capacities
        return 2 * s**2 * rest / (capacities * (s.sum() - s) ** 2)

    low, high = 0.5, 3.0
    for _ in range(60):
        middle = (low + high) / 2
        first = ids[int(weights(middle).argmin())] == "Safrica"
        low, high = (middle, high) if first else (low, middle)
    found = parameter_study(CLIMATE, order, "scale.stake.Safrica", 0.5, 3.0, points=9)
    (edge,) = found.boundaries
    assert edge.at == pytest.approx(low, abs=1e-7)
    assert edge.why == ("Eurasia starts to bind", "Safrica stops binding")
    for regime, scale in ((found.regimes[0], 0.5), (found.regimes[1], 3.0)):
        w = weights(scale).min()
        value = regime.first if scale == 0.5 else regime.last
        assert value == pytest.approx(w * (2 - w), rel=1e-9)


def test_pledge_weight_beyond_which_the_first_member_leaves():
    stakes, capacities, ids = figures()
    rest = capacities.sum() - capacities
    limit = 2 * stakes**2 * rest / (capacities * (stakes.sum() - stakes) ** 2)
    order = gto.Order(gto.Universal(), gto.Pledge(weight=0.001), gto.NoEnforcement())
    found = parameter_study(CLIMATE, order, "weight", 0.001, 0.02, points=9, watch=["leavers"])
    at = [edge.at for edge in found.boundaries]
    below = sorted(w for w in limit if w < 0.02)
    assert at[0] == pytest.approx(below[0], abs=1e-9)
    assert ids[int(limit.argmin())] == "Safrica"
    agreed = parameter_study(
        CLIMATE, order, "weight", 0.001, 0.02, points=9, output="agreed.effectiveness"
    )
    assert agreed.regimes[0].first == pytest.approx(0.001 * 1.999, rel=1e-9)


def test_tariff_at_which_membership_jumps_from_three_to_all():
    """L7: n equal states, a penalty phi from each member: all join iff phi >= (n - 3) b^2 / 2c."""
    n, tariff_gain, imports = 5, 1.0, 10.0
    world = gto.World(
        [f"S{i}" for i in range(n)],
        {"stake": [1.0] * n, "capacity": [1.0] * n},
        imports=np.full((n, n), imports) - imports * np.eye(n),
    )
    # An outsider loses gain * imports * rate to each member, which has it, and nothing is wasted.
    links = gto.TradeLinks(world.imports, np.full(n, tariff_gain), np.zeros(n))
    good = gto.PublicGood(world, trade=links)
    order = gto.Order(gto.OpenEntry(), gto.Joint(), gto.Tariff(rate=0.0))
    found = parameter_study(
        good, order, "tariff", 0.0, 0.4, output="members", watch=["agreement"], points=9
    )

    def stays(k, rate):
        """Whether one of k members stays: as the definition says it, everyone's payoff in full."""
        inside = np.arange(n) < k

        def payoff(inside, i):
            joint = inside.sum()
            actions = np.where(inside, joint, 1.0)
            own = actions.sum() - actions[i] ** 2 / 2
            partners = imports * tariff_gain * rate
            return own + (partners * (~inside).sum() if inside[i] else -partners * inside.sum())

        less = inside.copy()
        less[k - 1] = False
        return payoff(inside, k - 1) >= payoff(less, k - 1)

    low, high = 0.0, 0.4
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if stays(n, middle) else (middle, high)
    last = found.boundaries[-1]
    assert last.at == pytest.approx(high, abs=1e-8)
    assert (last.kind, last.after) == ("jump", 5.0)


def test_climate_tariff_at_which_india_joins():
    """The thirteen of Nordhaus at 2 percent become fourteen where India is indifferent."""
    found = parameter_study(
        CLIMATE, gto.load_order("club_tariff_2"), "tariff", 0.018, 0.021, output="members", points=5
    )
    (edge,) = found.boundaries
    assert edge.why == ("India in",)
    assert (edge.before, edge.after) == (13.0, 14.0)
    ids, trade = list(CLIMATE.world.ids), CLIMATE.trade
    india = ids.index("India")
    inside = np.array([state not in ("India", "Safrica") for state in ids])

    def gain(rate):
        s, k = CLIMATE.stakes[india], CLIMATE.capacities[india]
        joined = inside.copy()
        joined[india] = True
        cost = -(k * (25.0 - s) ** 2) / 2
        benefit_inside = (rate * trade.gain[india] - rate**2 * trade.loss[india]) * (
            trade.imports[india][~joined].sum()
        )
        loss_outside = rate * (trade.gain * trade.imports[:, india])[inside].sum()
        return cost + benefit_inside + loss_outside

    low, high = 0.018, 0.021
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if gain(middle) < 0 else (low, middle)
    assert edge.at == pytest.approx(low, abs=1e-9)


def test_kinks_without_a_change_of_regime_say_what_bends():
    found = parameter_study(
        CLIMATE,
        gto.load_order("g6_consensus"),
        "stake.Russia",
        0.9,
        1.2,
        output="needed_patience",
        points=17,
        tolerance=1e-7,
    )
    (edge,) = found.boundaries
    assert edge.kind == "kink"
    assert edge.why == ("China needs the most patience now",)
    assert edge.slope_before < 0 < edge.slope_after


def test_where_no_membership_is_stable_is_a_regime_of_its_own():
    found = parameter_study(
        CLIMATE, gto.load_order("club_tariff_1"), "tariff", 0.0055, 0.0075, output="members",
        points=9, tolerance=1e-5,
    )  # fmt: skip
    assert any("no solution" in edge.why for edge in found.boundaries)
    hole = [regime for regime in found.regimes if math.isnan(regime.first)]
    assert len(hole) == 1
    middle = (hole[0].low + hole[0].high) / 2
    order = gto.Order(gto.OpenEntry(), gto.FixedLevel(level=25.0), gto.Tariff(rate=middle))
    with pytest.raises(gto.NoAnswer):
        gto.solve(gto.CooperationGame(CLIMATE, order))


def test_a_study_tells_itself():
    found = parameter_study(
        CLIMATE, gto.load_order("g6_consensus"), "patience", 0.5, 0.95, points=9, tolerance=1e-4
    )
    assert found.now == 0.9
    record = found.to_dict()
    assert record["boundaries"][0]["why"][0] == "the agreement is kept"
    assert record["regimes"][0]["facts"]["binds"] == ["Russia"]
    assert record["solved"] == len(found.points) == len(record["points"])
    assert "Russia stops binding" in str(found)
    assert len(found.to_frame()) == 2


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"parameter": "patiense"}, "did you mean 'patience'?"),
        ({"output": "efectiveness"}, "did you mean 'effectiveness'?"),
        ({"output": "blocked_by"}, "not a number"),
        ({"low": 0.9, "high": 0.5}, "high: found 0.5"),
        ({"high": 1.5}, "not including, 1"),
        ({"watch": ["member"]}, "did you mean 'members'?"),
        ({"settings": {"patience": 0.5}}, "which is varied"),
        ({"settings": {"prise": 0.5}}, "did you mean 'price'?"),
        ({"parameter": "foresight"}, "foresight"),
    ],
)
def test_wrong_questions_are_refused_in_one_line(asked, words):
    given = {"parameter": "patience", "low": 0.5, "high": 0.9, **asked}
    parameter, low, high = (given.pop(key) for key in ("parameter", "low", "high"))
    with pytest.raises(gto.ModelError) as caught:
        parameter_study(CLIMATE, gto.load_order("g6_consensus"), parameter, low, high, **given)
    assert words in str(caught.value)


def test_what_changes_is_told_in_words():
    def outcome(patience):
        return gto.solve(gto.load_game("climate", "g6_consensus"), patience=patience)

    kept, part, broken = (facts_of(outcome(p)) for p in (0.9, 0.52, 0.3))
    assert changes(part, broken, ["agreement"]) == ("the agreement is not kept",)
    assert changes(kept, part, ["agreement", "binds"]) == (
        "the agreement is kept in part only",
        "Russia starts to bind",
    )
    assert changes(kept, kept) == ()
