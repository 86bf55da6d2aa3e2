"""Self-enforcing weights and the ratchet, against the definition."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from gametheory_orders import ModelError
from gametheory_orders.solvers.pledge_review import self_enforcing_weights, weight_limits
from gametheory_orders.solvers.ratchet import own_bounds, ratchet
from making import climate, good, public_goods

SHARE = st.sampled_from([0.05, 0.3, 1.0, 4.0])


@given(public_goods(positive=True, high=6))
@settings(max_examples=30)
def test_a_limit_is_where_the_state_is_indifferent(issue: Any) -> None:
    s, k = issue.stakes, issue.capacities
    everyone = np.ones(issue.n, dtype=bool)
    scale = np.abs(issue.payoffs(issue.first_best()))
    for i, limit in enumerate(weight_limits(issue, everyone)):
        for share, sign in ((0.9, 1), (1.0, 0), (1.1, -1)):
            w = np.full(issue.n, share * limit)
            margin = oracles.pledge_margins(s, k, everyone, w)[i]
            rounding = 1e-9 * max(scale[i], 1.0) * max(limit, 1.0) ** 2
            assert (margin > -rounding) if sign >= 0 else (margin < rounding)
            if sign == 0:
                assert abs(margin) <= rounding


@given(public_goods(positive=True, high=6), SHARE)
@settings(max_examples=20)
def test_a_careful_ratchet_rises_to_the_limit_and_never_passes_it(issue: Any, share: float) -> None:
    everyone = np.ones(issue.n, dtype=bool)
    limit = min(1.0, float(weight_limits(issue, everyone).min()))
    found = ratchet(issue, start=0.3 * limit, share=share)
    path = [next(iter(each.values())) for each in found.weights]
    assert path == sorted(path)
    assert max(path) <= limit * (1 + 1e-12)
    assert found.settled
    assert path[-1] == pytest.approx(limit, rel=1e-12)
    assert found.certificate["holds"]
    # Finitely many rounds: the start times (1 + share)^t reaches the limit, one more to see it.
    assert found.rounds <= np.ceil(np.log(1 / 0.3) / np.log1p(share)) + 1


@given(public_goods(positive=True, high=6), SHARE)
@settings(max_examples=20)
def test_a_ratchet_by_state_rises_and_every_round_is_kept(issue: Any, share: float) -> None:
    s, k = issue.stakes, issue.capacities
    everyone = np.ones(issue.n, dtype=bool)
    limit = min(1.0, float(weight_limits(issue, everyone).min()))
    found = ratchet(issue, start=0.3 * limit, share=share, review="by_state", rounds=2000)
    rows = np.array([list(each.values()) for each in found.weights])
    assert (np.diff(rows, axis=0) >= 0).all()
    scale = np.abs(issue.payoffs(issue.first_best()))
    for w in rows:
        assert (oracles.pledge_margins(s, k, everyone, w) >= -1e-9 * scale).all()
    assert found.settled
    # At rest each is at 1 or indifferent.
    last = rows[-1]
    bounds = own_bounds(issue, last)
    assert np.minimum(bounds, 1.0) == pytest.approx(last, rel=1e-6)


@given(public_goods(positive=True, high=6), SHARE)
@settings(max_examples=15)
def test_a_ratchet_by_state_ends_at_the_best_weights(issue: Any, share: float) -> None:
    # Two paths to one answer: rounds of reviews, and a convex program.
    everyone = np.ones(issue.n, dtype=bool)
    limit = min(1.0, float(weight_limits(issue, everyone).min()))
    rounds = ratchet(issue, start=0.3 * limit, share=share, review="by_state", rounds=2000)
    program = self_enforcing_weights(issue)
    assert rounds.effectiveness[-1] == pytest.approx(program.effectiveness_by_state, abs=1e-6)
    assert rounds.effectiveness[-1] >= program.effectiveness_by_state - 1e-9


@given(public_goods(positive=True, high=6), SHARE)
@settings(max_examples=20)
def test_a_blind_ratchet_loses_those_it_asks_too_much_of(issue: Any, share: float) -> None:
    s, k = issue.stakes, issue.capacities
    found = ratchet(issue, start=0.02, share=share, review="blind", rounds=500)
    assert found.settled
    scale = np.abs(issue.payoffs(issue.first_best()))
    inside = set(issue.world.ids)
    for t, (names, kept, left) in enumerate(
        zip(found.members, found.weights, found.left, strict=True)
    ):
        assert set(names) <= inside
        assert inside - set(names) == set(left)
        inside = set(names)
        mask = issue.world.mask(names)
        if mask.any():
            w = np.where(mask, next(iter(kept.values())), 0.0)
            margins = oracles.pledge_margins(s, k, mask, w)
            assert (margins >= -1e-9 * scale)[mask].all(), t
    # Whoever is left pledges everything.
    assert not found.weights[-1] or set(found.weights[-1].values()) == {1.0}


def test_by_state_the_ratchet_reaches_the_best_weights_of_the_climate_issue() -> None:
    issue = climate()
    best = self_enforcing_weights(issue)
    found = ratchet(issue, start=0.001, share=0.25, review="by_state")
    assert found.settled
    assert found.effectiveness[-1] == pytest.approx(best.effectiveness_by_state, rel=1e-6)
    for state, weight in found.weights[-1].items():
        assert weight == pytest.approx(best.by_state[state], rel=1e-4)


def test_a_blind_ratchet_on_the_climate_issue_ends_with_two() -> None:
    found = ratchet(climate(), start=0.001, share=0.25, review="blind")
    assert found.members[-1] == ("EU", "US")
    assert found.effectiveness[-1] == pytest.approx(0.0836, abs=5e-5)
    # On the way it did better, and better than a careful common one.
    assert max(found.effectiveness) > 0.14


def test_a_collapse_ends_with_nobody() -> None:
    # Two of very different stakes: at any common weight the small one soon leaves.
    found = ratchet(good([1.0, 9.0]), start=0.01, share=0.5, review="blind")
    assert found.members[-1] == ()
    assert found.effectiveness[-1] == 0.0
    assert found.left[-1] == ("A", "B")
    assert found.to_dict()["path"][-1]["weights"] == {}


def test_only_some_pledge() -> None:
    found = self_enforcing_weights(climate(), ["EU", "US", "China"])
    assert list(found.limits) == ["EU", "US", "China"]
    assert found.certificate["holds"]
    assert found.table().rows[0][0] == "EU"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"start": 0.0}, "start"),
        ({"start": 0.5}, "Safrica"),
        ({"start": float("nan")}, "start"),
        ({"share": 0.0}, "share"),
        ({"share": float("inf")}, "share"),
        ({"review": "comon"}, "common"),
        ({"rounds": 0}, "rounds"),
        ({"rounds": True}, "rounds"),
        ({"members": ["EU"]}, "two or more"),
        ({"members": ["EU", "USA"]}, "US"),
    ],
)
def test_bad_input_is_told(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ModelError, match=told):
        ratchet(climate(), **{"start": 0.001, "share": 0.1, **given})


def test_other_families_are_told() -> None:
    with pytest.raises(ModelError, match="PublicGood"):
        self_enforcing_weights("climate")  # type: ignore[arg-type]
