"""Uncertain inputs: priors, Sobol indices of known functions, tornado bars, ranks over a box."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import scipy.stats

import gametheory_orders as gto
from gametheory_orders.statics.numeric.ranges import Range, checked_ranges, corners_of
from gametheory_orders.statics.numeric.ranks import ranks_under_ranges
from gametheory_orders.statics.numeric.sobol import indices_of, sobol_indices
from gametheory_orders.statics.numeric.tornado import tornado

STAKES, CAPACITIES = np.array([1.0, 1.2, 1.5]), np.array([1.0, 0.8, 1.2])
GOOD = gto.PublicGood(
    gto.World(["A", "B", "C"], {"stake": STAKES, "capacity": CAPACITIES}), name="three"
)


def order(decision, name):
    return gto.Order(gto.Universal(), decision, gto.Binding(), name, "charter")


PLEDGE = order(gto.Pledge(weight=0.5), "pledge")
LEVEL = order(gto.FixedLevel(level=2.5), "level")
LOWEST = order(gto.Unanimity(), "lowest")
CONCERT = gto.load_order("g6_consensus")
CLIMATE = gto.load_issue("climate")


@pytest.mark.parametrize("mode", [2.0, 2.5, 4.0, 5.0])
def test_a_triangular_prior_is_scipys(mode):
    known = scipy.stats.triang((mode - 2.0) / 3.0, 2.0, 3.0)
    for share in (0.0, 0.01, 0.3, 0.5, 0.99, 1.0):
        assert Range(2.0, 5.0, mode).at(share) == pytest.approx(known.ppf(share), abs=1e-12)


def test_corners():
    box = {"a": Range(0, 1), "b": Range(2, 3)}
    assert corners_of(box) == [{"a": a, "b": b} for a in (0.0, 1.0) for b in (2.0, 3.0)]
    assert len(corners_of({str(j): Range(0, 1) for j in range(9)})) == 2


def test_indices_of_ishigamis_function():
    """Ishigami and Homma 1990, with a = 7 and b = 0.1: variances in closed form."""
    a, b = 7.0, 0.1

    def function(at):
        return math.sin(at["x"]) * (1 + b * at["z"] ** 4) + a * math.sin(at["y"]) ** 2

    box = {name: Range(-math.pi, math.pi) for name in "xyz"}
    found = indices_of(function, box, samples=2048, seed=5)
    alone = 0.5 * (1 + b * math.pi**4 / 5) ** 2, a**2 / 8
    together = b**2 * math.pi**8 * (1 / 18 - 1 / 50)
    whole = sum(alone) + together
    expected = alone[0] / whole, alone[1] / whole, 0.0
    in_all = (alone[0] + together) / whole, alone[1] / whole, together / whole
    assert list(found.first.values()) == pytest.approx(expected, abs=0.02)
    assert list(found.total.values()) == pytest.approx(in_all, abs=0.02)
    assert found.variance == pytest.approx(whole, rel=0.02)
    for name, value in zip("xyz", in_all, strict=True):
        low, high = found.total_interval[name]
        assert low - 0.01 < value < high + 0.01
        assert high - low < 0.15


def test_indices_of_a_sum_and_that_seeds_are_kept():
    box = {"x": Range(0, 1), "y": Range(0, 1)}

    def function(at):
        return at["x"] + 2 * at["y"]

    found = indices_of(function, box, samples=512, seed=3)
    assert found.first["x"] == pytest.approx(0.2, abs=0.01)
    assert found.first["y"] == pytest.approx(0.8, abs=0.01)
    again, other = (indices_of(function, box, samples=512, seed=seed) for seed in (3, 4))
    assert again.to_dict() == found.to_dict()
    assert other.first != found.first
    assert "seed 3" in str(found)


def test_an_order_that_is_kept_does_not_depend_on_patience():
    """L4: the level that all agree on is proportional to the price, whatever the patience."""
    found = sobol_indices(
        CLIMATE, CONCERT, {"price": (20, 30), "patience": (0.6, 0.95)}, output="level", samples=16
    )
    assert found.total["patience"] == pytest.approx(0.0, abs=1e-12)
    assert found.total["parameters.price"] > 0.5


def test_what_does_not_vary_or_is_not_defined_has_no_indices():
    with pytest.raises(gto.NoAnswer, match="does not vary"):
        sobol_indices(CLIMATE, CONCERT, {"patience": (0.6, 0.95)}, samples=4)
    pledges = gto.load_order("pledge_uniform")
    with pytest.raises(gto.NoAnswer, match="undefined"):
        sobol_indices(CLIMATE, pledges, {"price": (20, 30)}, output="needed_patience", samples=4)


def test_a_tornado_is_the_model_solved_one_at_a_time():
    ranges = {"patience": (0.4, 0.95), "stake.Russia": (0.3, 3.0), "price": (20.0, 30.0)}
    found = tornado(CLIMATE, CONCERT, ranges, steps=3)
    assert found.base == pytest.approx(0.26968, abs=1e-5)
    bars = {bar.parameter: bar for bar in found.bars}

    def solved(patience, russia=None):
        issue = CLIMATE
        if russia is not None:
            stakes = CLIMATE.stakes.copy()
            stakes[CLIMATE.world.index("Russia")] = russia
            world = CLIMATE.world.with_columns({"stake": stakes})
            issue = gto.PublicGood(world, trade=CLIMATE.trade)
        outcome = gto.solve(gto.CooperationGame(issue, CONCERT), patience=patience)
        return gto.assess(outcome).effectiveness

    assert bars["patience"].at_low == solved(0.4) == 0.0
    assert bars["patience"].at_high == found.base
    russia = bars["column.stake.Russia"]
    assert [russia.at_low, russia.at_high] == pytest.approx([solved(0.9, 0.3), solved(0.9, 3.0)])
    assert bars["parameters.price"].swing == pytest.approx(0.0, abs=1e-9)
    swings = [bar.swing for bar in found.bars]
    assert swings == sorted(swings, reverse=True)
    assert "swing" in str(found)
    assert found.to_dict()["bars"][0]["range"]["mode"] is None


def test_what_happens_between_the_ends_counts():
    found = tornado(CLIMATE, CONCERT, {"stake.Russia": (0.55, 6.0)}, steps=9, output="agreed.level")
    (bar,) = found.bars
    assert bar.most >= max(bar.at_low, bar.at_high)
    level = tornado(GOOD, LEVEL, {"level": (1.6, 5.8)}, steps=17)
    assert not level.bars[0].monotone
    assert level.bars[0].most == pytest.approx(1.0)


def effects(levels, scales):
    """L1, L4 and L5 by hand, shape (points,) each: pledge, level, lowest common level."""
    out = {"pledge": [], "level": [], "lowest": []}
    for level, scale in zip(levels, scales, strict=True):
        s = STAKES * scale
        worst = (CAPACITIES * (s.sum() - s) ** 2).sum()

        def value(price, s=s, worst=worst):
            return 1 - (CAPACITIES * (s.sum() - np.maximum(price, s)) ** 2).sum() / worst

        out["pledge"].append(0.75)
        out["level"].append(value(level))
        out["lowest"].append(value(CAPACITIES.sum() * (s / CAPACITIES).min()))
    return {name: np.array(values) for name, values in out.items()}


def test_ranks_over_a_box_against_a_fine_grid():
    box = {"decision.level": (1.8, 3.5), "scale.stake": (0.9, 1.15)}
    found = ranks_under_ranges(GOOD, [LOWEST, PLEDGE, LEVEL], box, samples=256, seed=1)
    axes = [np.linspace(low, high, 121) for low, high in box.values()]
    levels, scales = (axis.ravel() for axis in np.meshgrid(*axes))
    grid = effects(levels, scales)
    names = list(grid)
    for one, other in itertools.permutations(names, 2):
        assert found.survives(one, other) == bool((grid[one] >= grid[other] - 1e-9).all())
    table = np.array([grid[name] for name in names])
    ranks = (table[None] > table[:, None] + 1e-9).sum(axis=1) + 1
    for j, name in enumerate(names):
        assert found.rank_range[name] == (ranks[j].min(), ranks[j].max())
        share = (table[j] >= table.max(axis=0) - 1e-9).mean()
        assert found.leads[name] == pytest.approx(share, abs=0.02)
    assert found.share_ahead("level", "pledge") == pytest.approx(
        (grid["level"] > grid["pledge"]).mean(), abs=0.02
    )
    point = found.counterexample("level", "pledge")
    at = effects([point["decision.level"]], [point["scale.stake"]])
    assert at["level"][0] < at["pledge"][0]
    by_hand = effects([2.5], [1.0])
    assert found.base == pytest.approx({name: by_hand[name][0] for name in names}, abs=1e-12)
    assert "surely ahead of" in str(found)
    assert found.to_dict()["orders"][0]["name"] == found.names[0]


def test_priors_move_probabilities_and_not_what_survives():
    box = {"decision.level": Range(1.8, 3.5, mode=3.5), "scale.stake": (0.9, 1.15)}
    sure = ranks_under_ranges(GOOD, [PLEDGE, LEVEL], box, samples=128)
    flat = ranks_under_ranges(
        GOOD, [PLEDGE, LEVEL], {**box, "decision.level": (1.8, 3.5)}, samples=128
    )
    assert sure.leads["level"] > flat.leads["level"] + 0.05
    assert sure.survives("level", "pledge") == flat.survives("level", "pledge")


def test_orders_without_an_input_stay_as_they_are():
    found = ranks_under_ranges(GOOD, [LOWEST, LEVEL], {"level": (1.8, 3.5)}, samples=4)
    lowest = found.values[:, found.names.index("lowest")]
    assert np.ptp(lowest) == 0.0


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: Range(1.0, 0.5), "range.high"),
        (lambda: Range(0.0, math.inf), "range.high"),
        (lambda: Range(0.0, 1.0, mode=2.0), "range.mode"),
        (lambda: Range(True, 2.0), "range.low"),
        (lambda: checked_ranges(CLIMATE, CONCERT, {}), "no ranges"),
        (lambda: checked_ranges(CLIMATE, CONCERT, {"price": 3.0}), "a low and a high end"),
        (lambda: checked_ranges(CLIMATE, CONCERT, {"price": (30, 20)}), "ranges.price.high"),
        (lambda: checked_ranges(CLIMATE, CONCERT, {"prise": (20, 30)}), "mean 'price'?"),
        (lambda: checked_ranges(CLIMATE, CONCERT, {"patience": (0.5, 1)}), "not including, 1"),
        (
            lambda: checked_ranges(CLIMATE, CONCERT, {"price": (2, 3), "parameters.price": (2, 3)}),
            "a second time",
        ),
        (lambda: tornado(CLIMATE, CONCERT, {"price": (2, 3)}, steps=1), "steps"),
        (lambda: tornado(CLIMATE, CONCERT, {"price": (2, 3)}, output="x"), "output"),
        (lambda: sobol_indices(CLIMATE, CONCERT, {"price": (2, 3)}, samples=100), "power of 2"),
        (lambda: sobol_indices(CLIMATE, CONCERT, {"price": (2, 3)}, seed=-1), "seed"),
        (lambda: sobol_indices(CLIMATE, CONCERT, {"price": (2, 3)}, seed=1.5), "seed"),
        (lambda: ranks_under_ranges(GOOD, [LOWEST], {"level": (3, 6)}), "at least two"),
        (lambda: ranks_under_ranges(GOOD, [LOWEST, LOWEST], {"level": (3, 6)}), "a second time"),
        (lambda: ranks_under_ranges(GOOD, [LOWEST, LEVEL], {"weight": (0, 1)}), "parameter"),
        (lambda: ranks_under_ranges(GOOD, [LOWEST, LEVEL], {}), "no ranges"),
    ],
)
def test_wrong_questions_are_refused(ask, words):
    with pytest.raises(gto.ModelError) as caught:
        ask()
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
