"""Frontiers of equal states in closed form, and distances in the plane from their definitions.

Builds on frontier_of over worlds of equal states with stake and capacity one. The formulas are
those of the project's theory, derived for it; they are not read from the package.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import (
    Binding,
    Consensus,
    Joint,
    Largest,
    NoEnforcement,
    Pledge,
    Quota,
    Universal,
    design_space,
)
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.measures.design_frontier import DesignFrontier, frontier_of
from gametheory_orders.measures.frontier import distance_to_frontier, frontier, shadow_prices
from gametheory_orders.orders.decision import Decision
from making import climate, good

PART = "representation_units"


def deep(n: int, share: float) -> float:
    """E of a share of n equal states that do what is best for them together."""
    return share * (n * share - 1) * (2 * n - n * share - 1) / (n - 1) ** 2


def of_equals(n: int, decision: Decision, **how: object) -> DesignFrontier:
    issue = good([1.0] * n)
    sizes = [Largest(by="stake", count=k) for k in range(1, n + 1)]
    hold = NoEnforcement() if isinstance(decision, Pledge) else Binding()
    space = design_space(issue, memberships=sizes, decisions=[decision], enforcements=[hold])
    return frontier_of(issue, space=space, component=PART, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("n", [2, 5, 10, 40])
def test_a_deep_coalition_of_equals(n: int) -> None:
    """E = L (n L - 1)(2 n - n L - 1) / (n - 1)^2: both rise, so the frontier is everyone."""
    found = of_equals(n, Joint(), concept="assured")
    for design in found.designs:
        share = len(design.members) / n
        assert design.legitimacy[PART] == pytest.approx(share)
        assert design.effectiveness == pytest.approx(deep(n, share), abs=1e-12)
    (best,) = found.frontier
    assert len(best.members) == n


@pytest.mark.parametrize("n", [5, 12])
def test_pledges_that_hold(n: int) -> None:
    """E = 4 L (n - 2) / (n - 1)^2 from three members on: linear, however many there are."""
    found = of_equals(n, Pledge(weight="uniform"))
    for design in found.designs:
        share = len(design.members) / n
        if len(design.members) >= 3:
            formula = 4 * share * (n - 2) / (n - 1) ** 2
            assert design.effectiveness == pytest.approx(formula, rel=1e-8)


@pytest.mark.parametrize(("a", "largest"), [(0.7, 6), (0.8, 9), (0.9, 19), (0.95, 37)])
def test_consensus_that_each_accepts_by_chance(a: float, largest: int) -> None:
    """E = a^(n L) E(n L) has one peak, about -2 / ln a members: size costs what consensus costs."""
    n = 193
    issue = good([1.0] * n)
    sizes = [Largest(by="stake", count=k) for k in range(1, 61)]
    space = design_space(issue, memberships=sizes, decisions=[Joint()], enforcements=[Binding()])
    found = frontier_of(issue, space=space, component=PART, concept="assured", acceptance=a)
    effect = np.array([design.effectiveness for design in found.designs])
    expected = [a**k * deep(n, k / n) for k in range(1, 61)]
    assert effect == pytest.approx(expected, abs=1e-14)
    peak = int(effect.argmax()) + 1
    assert peak == largest
    assert peak == pytest.approx(-2 / math.log(a), abs=2.1)
    assert (np.diff(effect[:peak]) > 0).all()
    assert (np.diff(effect[peak - 1 :]) < 0).all()
    # Beyond the peak every step costs effectiveness: that is the frontier.
    assert [len(design.members) for design in found.frontier][:20] == list(range(peak, 61))[:20]


def test_consensus_by_vote_is_accepted_as_jointly_by_equals() -> None:
    joint = of_equals(6, Joint(), concept="assured", acceptance=0.8)
    votes = of_equals(6, Consensus(), concept="assured", acceptance=0.8)
    assert [d.effectiveness for d in votes.designs] == pytest.approx(
        [d.effectiveness for d in joint.designs]
    )


def test_lower_quotas_do_more_and_are_consented_to_less_on_climate() -> None:
    """Consent falls; effectiveness and the chance to decide at all rise as the quota falls."""
    issue = climate()
    votes = [Quota(quota=q) for q in range(15, 7, -1)]
    space = design_space(
        issue, memberships=[Universal()], decisions=votes, enforcements=[Binding()]
    )
    plain = frontier_of(issue, space=space, concept="assured")
    chance = frontier_of(issue, space=space, concept="assured", acceptance=0.5)
    effect = np.array([d.effectiveness for d in plain.designs])
    consent = np.array([d.legitimacy["consent_units"] for d in plain.designs])
    acts = np.array([d.effectiveness for d in chance.designs]) / effect
    assert (np.diff(effect) >= -1e-12).all()
    assert (np.diff(consent) <= 1e-12).all()
    assert (np.diff(acts) > 0).all()
    assert acts[0] == pytest.approx(0.5**15)
    assert acts[-1] == pytest.approx(0.5)
    assert (round(float(effect[0]), 3), round(float(effect[-1]), 3)) == (0.498, 1.0)


# --- the plane -----------------------------------------------------------------------------------

SHARE = st.floats(0.0, 1.0)
POINTS = st.lists(st.tuples(SHARE, SHARE), min_size=1, max_size=12)


@given(POINTS, st.tuples(SHARE, SHARE))
@settings(max_examples=60)
def test_distance_is_what_the_definition_says(
    points: list[tuple[float, float]], own: tuple[float, float]
) -> None:
    effect, worth = [x for x, _ in points], [y for _, y in points]
    found = distance_to_frontier(own, effect, worth, tolerance=0.0)
    more = [x - own[0] for x, y in points if y >= own[1]]
    wider = [y - own[1] for x, y in points if x >= own[0]]
    assert found.effectiveness == max([0.0, *more])
    assert found.legitimacy == max([0.0, *wider])
    best = [points[j] for j in frontier(effect, worth, tolerance=0.0)]
    ahead = [p for p in best if p[0] >= own[0] and p[1] >= own[1]]
    straight: Callable[[tuple[float, float]], float] = lambda p: math.dist(p, own)  # noqa: E731
    assert found.straight == (min(map(straight, ahead)) if ahead else 0.0)


@given(POINTS)
@settings(max_examples=60)
def test_shadow_prices_are_slopes_between_neighbours(points: list[tuple[float, float]]) -> None:
    effect, worth = [x for x, _ in points], [y for _, y in points]
    steps = shadow_prices(effect, worth)
    best = {(effect[j], worth[j]) for j in frontier(effect, worth)}
    assert len(steps) <= len(best) - 1
    for high, low, price in steps:
        assert price > 0
        assert worth[low] > worth[high]
        assert price * (worth[low] - worth[high]) == pytest.approx(effect[high] - effect[low])


def test_undefined_points_have_no_distance_and_count_for_none() -> None:
    assert math.isnan(distance_to_frontier((math.nan, 0.5), [0.5], [0.5]).straight)
    found = distance_to_frontier((0.2, 0.5), [math.nan, 0.4], [0.9, 0.6])
    assert found.nearest == 1
    with pytest.raises(ModelError, match="1 and 2 entries"):
        frontier([0.5], [0.5, 0.6])
