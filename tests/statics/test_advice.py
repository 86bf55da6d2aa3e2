"""Advice: regret, chances and what survives, worked out again from plain comparisons.

The oracle calls ``compare`` at each point and knows nothing of how advice is made.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders import Advice
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.statics.advice import advise, default_ranges
from gametheory_orders.statics.parameters import vary

ORDERS = ("g6_consensus", "g6_four_of_six", "charter_unanimity", "charter_two_thirds", "club_joint")
RANGES: dict[str, Any] = {"patience": (0.3, 0.95), "scale.stake.China": (0.5, 2.0)}


@cache
def found() -> Advice:
    return gto.advise("climate", ORDERS, RANGES, samples=4, seed=3, steps=7)


@cache
def solved(point: tuple[tuple[str, float], ...]) -> dict[str, float]:
    return delivered(dict(point))


def delivered(inputs: dict[str, float]) -> dict[str, float]:
    """Return what each order delivers at some inputs, by plain comparisons."""
    out = {}
    for name in ORDERS:
        issue, order, how = vary(gto.load_issue("climate"), gto.load_order(name), inputs)
        out[name] = gto.compare(issue, [order], patience=how.get("patience"))[name].effectiveness
    return out


def test_regret_and_chances_are_those_of_plain_comparisons() -> None:
    advice = found()
    points: list[dict[str, float]] = [{}, *map(dict, advice.survival.points)]
    assert len(points) == 1 + 4 + 4
    values = [solved(tuple(each.items())) for each in points]
    regret = [{n: max(v.values()) - x for n, x in v.items()} for v in values]
    for name in ORDERS:
        worst = max(each[name] for each in regret)
        mean = sum(each[name] for each in regret[-4:]) / 4
        assert advice.largest_regret[name] == pytest.approx(worst, abs=1e-9)
        assert advice.mean_regret[name] == pytest.approx(mean, abs=1e-9)
        leads = [v[name] > max(v.values()) - 1e-9 and v[name] > 1e-9 for v in values[-4:]]
        assert advice.leads[name] == pytest.approx(sum(leads) / 4)
    least = min(ORDERS, key=lambda name: max(each[name] for each in regret))
    assert advice.chosen == (least,)


def test_each_c_at_its_best_and_what_survives() -> None:
    advice = found()
    four_c = {name: gto.load_order(name).four_c for name in ORDERS}
    values = [solved(tuple(each.items())) for each in [{}, *advice.survival.points]]
    best = {
        c: [max(x for name, x in v.items() if four_c[name] == c) for v in values]
        for c in ("charter", "club", "concert")
    }
    for c, line in best.items():
        regret = max(max(v.values()) - x for v, x in zip(values, line, strict=True))
        assert advice.c_regret[c] == pytest.approx(regret, abs=1e-9)
        front = [
            x > max(v.values()) - 1e-9 and x > 1e-9
            for v, x in zip(values[-4:], line[-4:], strict=True)
        ]
        assert advice.c_leads[c] == pytest.approx(sum(front) / 4)
    survives = {
        (a, b)
        for a in best
        for b in best
        if a != b
        and all(x >= y - 1e-9 for x, y in zip(best[a], best[b], strict=True))
        and any(x > y + 1e-9 for x, y in zip(best[a], best[b], strict=True))
    }
    assert set(advice.c_survives) == survives
    assert advice.nothing_helps == sum(max(v.values()) < 1e-9 for v in values) / len(values)
    assert advice.all_help == sum(min(v.values()) > 1e-9 for v in values) / len(values)


def test_switches_are_bracketed_and_name_who_binds() -> None:
    first, second = (each for each in found().switches if each.parameter == "patience")
    assert (first.before, first.after) == ((), ("concert",))
    assert (second.before, second.after) == (("concert",), ("charter",))
    assert "Russia" in first.states
    assert "Safrica" in second.states
    for each in (first, second):
        assert 0 < each.high - each.low <= 1e-4 * 0.65
    below, above = (delivered({"patience": x}) for x in (second.low, second.high))
    assert max(below, key=lambda name: below[name]) in second.orders_before
    assert max(above, key=lambda name: above[name]) in second.orders_after
    assert "unless patience is below 0.602" in found().words[0]


def test_the_plane_of_the_leading_c_is_that_of_plain_comparisons() -> None:
    figures = {"stake": [1.0, 2.0, 1.0], "capacity": [2.0, 1.0, 1.0]}
    issue = gto.public_good(gto.World(["A", "B", "C"], figures))
    orders = [
        gto.charter(quota="unanimity", name="all"),
        gto.concert(members=["B", "C"], name="two"),
    ]
    plane = gto.phase_diagram(
        issue, orders, ("patience", 0.0, 0.8), ("scale.stake.A", 0.2, 2.0), what="leading_c",
        points=5, tolerance=0.1,
    )  # fmt: skip
    for i, factor in enumerate(plane.up.tolist()):
        for j, patience in enumerate(plane.across.tolist()):
            scaled = gto.World(["A", "B", "C"], {**figures, "stake": [factor, 2.0, 1.0]})
            found = gto.compare(gto.public_good(scaled), orders, patience=patience)
            values = {
                each.outcome.game.order.four_c: max(each.effectiveness, 0.0) for each in found
            }
            top = max(values.values())
            front = [c for c in ("charter", "concert") if values[c] > top - 1e-9]
            expected = " = ".join(front) if top > 1e-9 else "nothing is gained"
            assert plane.labels[i, j] == expected
    assert len(plane.phases) > 1


def twins(names: tuple[str, ...], level: float) -> list[Any]:
    return [gto.charter(quota="majority", name=name, agenda="open") for name in names]


def test_ties_are_told() -> None:
    world = gto.World(["A", "B", "C"], {"stake": [1.0] * 3, "capacity": [1.0] * 3})
    issue = gto.public_good(world)
    advice = advise(issue, twins(("one", "other"), 1.0), {"patience": (0.6, 0.9)}, samples=4)
    assert advice.all_tied == 1
    assert set(advice.chosen) == {"one", "other"}
    assert "bring the same" in advice.words[0]
    assert advice.all_help == 1
    assert advice.switches == ()


def test_an_issue_on_which_no_order_helps() -> None:
    world = gto.World(["A", "B", "C"], {"ideal_point": [-1.0, 0.0, 1.0], "salience": [1.0] * 3})
    issue = gto.SpatialPolicy(world, status_quo=0.1)
    orders = [
        gto.charter(quota="unanimity", name="all", enforcement=()),
        gto.concert(members=["A", "C"], name="two", enforcement=()),
    ]
    advice = advise(issue, orders, {"scale.salience.A": (0.5, 1.5)}, samples=4)
    assert advice.nothing_helps == 1
    assert "No order improves" in advice.words[0]
    assert set(advice.leads.values()) == {0.0}


def test_what_is_uncertain_by_itself() -> None:
    issue = gto.load_issue("climate")
    tariffs = [gto.load_order(f"club_tariff_{each}") for each in (1, 2)]
    assert "patience" not in default_ranges(issue, tariffs)
    ranges = default_ranges(issue, [gto.load_order("g6_consensus")])
    # China does most in the best for all.
    assert issue.world.ids[int(np.argmax(issue.first_best()))] == "China"
    assert set(ranges) == {"patience", "blocking_cost", "scale.stake.China"}


def test_an_institution_is_judged_beside_the_orders() -> None:
    advice = gto.advise(
        "aggression", ["aggression_nato"], {"patience": (0.5, 0.9)}, institutions=["g7"],
        samples=2, steps=1,
    )  # fmt: skip
    assert set(advice.names) == {"aggression_nato", "g7"}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"orders": ["g6_consensus"]}, "orders"),
        ({"ranges": {}}, "ranges"),
        ({"ranges": {"patiense": (0.3, 0.9)}}, "parameter"),
        ({"ranges": {"patience": (0.9, 0.3)}}, "ranges.patience"),
        ({"samples": 3}, "samples"),
        ({"samples": True}, "samples"),
        ({"seed": -1}, "seed"),
        ({"steps": 0}, "steps"),
        ({"steps": True}, "steps"),
        ({"institutions": ["g77"]}, "g77"),
        ({"institutions": ["brics"]}, "membership"),
    ],
)
def test_wrong_input_is_named(change: dict[str, Any], where: str) -> None:
    given: dict[str, Any] = {"orders": ORDERS[:2], "ranges": {"patience": (0.3, 0.9)}, **change}
    with pytest.raises(ModelError) as caught:
        gto.advise("climate", given.pop("orders"), given.pop("ranges"), **given)
    assert where in caught.value.where


def test_the_document_is_strict_and_the_seed_decides() -> None:
    advice = found()
    document = json.loads(json.dumps(advice.to_dict(), allow_nan=False))
    assert document["schema"] == 1
    assert document["chosen"] == list(advice.chosen)
    few = {"samples": 2, "steps": 1}
    one, again, other = (
        gto.advise("climate", ORDERS[:2], {"patience": (0.5, 0.9)}, seed=seed, **few)
        for seed in (3, 3, 4)
    )
    assert one.to_dict() == again.to_dict()
    assert one.survival.points != other.survival.points
    assert advice.table().rows[0][0] == advice.chosen[0]
