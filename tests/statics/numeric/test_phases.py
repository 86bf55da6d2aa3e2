"""Phase boundaries against closed forms (L1, L5, L6) that share no code with the solvers."""

from __future__ import annotations

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders.statics.numeric.phases import boundary_error, phase_diagram

STAKES, CAPACITIES = np.array([1.0, 1.2, 1.5]), np.array([1.0, 0.8, 1.2])
GOOD = gto.PublicGood(
    gto.World(["A", "B", "C"], {"stake": STAKES, "capacity": CAPACITIES}), name="three"
)
SIGMA = STAKES.sum()


def order(decision, name, enforcement=None, four_c="charter"):
    return gto.Order(gto.Universal(), decision, enforcement or gto.Binding(), name, four_c)


PLEDGE = order(gto.Pledge(weight=0.5), "pledge", four_c="coalition")
LEVEL = order(gto.FixedLevel(level=2.5), "level", four_c="club")
LOWEST = order(gto.Unanimity(), "lowest")


def effectiveness_of(prices):
    """L1: E(p) = 1 - sum k (sigma - p)^2 / sum k (sigma - s)^2."""
    lost = (CAPACITIES * (SIGMA - prices) ** 2).sum()
    return 1 - lost / (CAPACITIES * (SIGMA - STAKES) ** 2).sum()


def level_as_good_as(weight):
    """The level at which E is w (2 - w), members all below it."""
    spread = (CAPACITIES * (SIGMA - STAKES) ** 2).sum() / CAPACITIES.sum()
    return SIGMA - (1 - weight) * np.sqrt(spread)


def test_the_boundary_between_two_leaders_is_the_closed_form():
    weights = 0.35, 0.7
    found = phase_diagram(
        GOOD,
        [PLEDGE, LEVEL],
        ("weight", *weights),
        ("level", 1.9, 3.1),
        points=9,
        tolerance=1e-7,
        formulas={("pledge", "level"): "p = sigma - (1 - w) R"},
    )
    assert set(found.phases) == {"pledge", "level"}
    assert boundary_error(found, ("level", "pledge"), level_as_good_as) < 2e-6
    (edge,) = found.boundaries
    assert edge.formula == "p = sigma - (1 - w) R"
    assert len(edge.points) >= 9
    # Every piece of the drawn line lies on the curve, too, up to the curve's bend in a cell.
    ends = edge.segments.reshape(-1, 2)
    assert max(abs(y - level_as_good_as(x)) for x, y in ends) < 2e-6
    for j, x in enumerate(found.across):
        for i, y in enumerate(found.up):
            assert found.labels[i, j] == ("level" if y > level_as_good_as(x) else "pledge")


def test_three_leaders_and_the_place_where_they_meet():
    lowest = CAPACITIES.sum() * (STAKES / CAPACITIES).min()
    by_hand = effectiveness_of(np.maximum(lowest, STAKES))
    found = phase_diagram(
        GOOD, [PLEDGE, LEVEL, LOWEST], ("weight", 0.1, 0.9), ("level", 1.7, 3.6), points=7
    )
    assert found.parameters == ("decision.weight", "decision.level")
    for j, w in enumerate(found.across):
        for i, p in enumerate(found.up):
            values = {
                "pledge": w * (2 - w),
                "level": effectiveness_of(np.maximum(p, STAKES)),
                "lowest": by_hand,
            }
            assert found.labels[i, j] == max(values, key=values.get)
    assert len(found.boundaries) == 3
    for edge in found.boundaries:
        assert len(edge.segments) >= len(edge.points) / 2


def test_where_an_agreement_is_kept_is_l6():
    """Kept iff patience is at least the largest k (p - s)^2 / (2 s sum over others k (p - s))."""
    kept = order(gto.FixedLevel(level=2.5), "kept", gto.Reciprocity())

    def needed(level):
        price = np.maximum(level, STAKES)
        rise = CAPACITIES * (price - STAKES)
        gain = CAPACITIES * (price - STAKES) ** 2 / 2
        return (gain / (STAKES * (rise.sum() - rise))).max()

    found = phase_diagram(
        GOOD,
        kept,
        ("level", 2.0, 3.5),
        ("patience", 0.3, 0.95),
        what="agreement",
        points=5,
        tolerance=1e-6,
    )
    pairs = [edge.between for edge in found.boundaries]
    assert ("kept", "kept in part") in pairs
    assert boundary_error(found, ("kept", "kept in part"), needed) < 1e-5


def test_ties_and_places_without_a_solution_have_labels_of_their_own():
    twin = order(gto.Unanimity(), "twin")
    found = phase_diagram(
        GOOD, [LOWEST, twin], ("scale.stake", 0.5, 2.0), ("scale.capacity", 0.5, 2.0), points=5
    )
    assert found.phases == ("no difference",)
    assert found.boundaries == ()
    climate = gto.load_issue("climate")
    hole = phase_diagram(
        climate,
        gto.load_order("club_tariff_1"),
        ("tariff", 0.0055, 0.0075),
        ("price", 24.0, 26.0),
        what="members",
        points=5,
        tolerance=0.05,
    )
    assert "no solution" in hole.phases


def test_a_diagram_tells_itself():
    found = phase_diagram(
        GOOD, [PLEDGE, LEVEL], ("weight", 0.3, 0.7), ("level", 1.9, 3.1), points=5
    )
    assert "borders on" in str(found)
    record = found.to_dict()
    assert record["boundaries"][0]["between"] == ["level", "pledge"]
    assert len(record["labels"]) == 5
    assert found.table().rows[0][1] + found.table().rows[1][1] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("orders", "asked", "words"),
    [
        ([PLEDGE], {}, "several, of which one leads"),
        ([PLEDGE, PLEDGE], {}, "a second time"),
        ([PLEDGE, LEVEL], {"what": "members"}, "one, to see its members"),
        (PLEDGE, {"what": "member"}, "did you mean 'members'?"),
        ([PLEDGE, LEVEL], {"across": ("wieght", 0.1, 0.9)}, "did you mean 'weight'?"),
        ([PLEDGE, LEVEL], {"across": ("weight", 0.9, 0.1)}, "high: found 0.1"),
        ([PLEDGE, LEVEL], {"across": ("weight", 0.1, 1.5)}, "a number from 0 to 1"),
        ([PLEDGE, LEVEL], {"across": ("decision.level", 4.0, 5.0)}, "another parameter"),
        ([PLEDGE, LEVEL], {"output": "gapp"}, "did you mean 'gap'?"),
    ],
)
def test_wrong_questions_are_refused(orders, asked, words):
    given = {"across": ("weight", 0.3, 0.7), "up": ("level", 1.9, 3.1), "points": 5, **asked}
    across, up = given.pop("across"), given.pop("up")
    with pytest.raises(gto.ModelError) as caught:
        phase_diagram(GOOD, orders, across, up, **given)
    assert words in str(caught.value)
