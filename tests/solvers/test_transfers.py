"""What transfers can hold, against sums from the definition; sharing rules add up and are kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coalition_oracles as oracle
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.issues import PublicGood
from gametheory_orders.solvers.entry_game import entry_game
from gametheory_orders.solvers.transfers import SHARING, share_gains, transfer_stable
from making import good, public_goods, trading_goods

LIGHT = settings(max_examples=25)


def surplus(value: oracle.Value, members: frozenset[int]) -> float:
    return sum(value(members)[i] - value(members - {i})[i] for i in members)


@LIGHT
@given(trading_goods(2, 6), st.sampled_from([0.0, 0.2]), st.booleans())
def test_what_transfers_hold_as_by_definition(issue: PublicGood, rate: float, fixed: bool) -> None:
    price = float(issue.stakes.sum()) if fixed else None
    value = oracle.club(issue.stakes.tolist(), issue.capacities.tolist(), price, issue.trade, rate)
    found = transfer_stable(issue, price=price or "joint", tariff=rate)
    by_members = {found.members(j): found.surplus[j] for j in range(len(found))}
    names = issue.world.ids
    for members in oracle.all_sets(range(issue.n)):
        expected = surplus(value, members)
        if len(members) < 2 or abs(expected) < 1e-7:
            continue
        named = tuple(names[i] for i in sorted(members))
        assert (named in by_members) == (expected > 0)
        if expected > 0:
            assert by_members[named] == pytest.approx(expected)


@LIGHT
@given(public_goods(2, 6, positive=True))
def test_stable_with_transfers_means_nobody_can_be_paid_to_join(issue: PublicGood) -> None:
    found = transfer_stable(issue)
    codes = set(found.codes.tolist())
    for code in found.codes.tolist():
        larger = {code | 1 << j for j in range(issue.n) if not code >> j & 1}
        assert (code in found.stable_codes.tolist()) == (not larger & codes)


@LIGHT
@given(public_goods(2, 6, positive=True), st.sampled_from(SHARING))
def test_transfers_add_up_to_zero(issue: PublicGood, rule: str) -> None:
    game = entry_game(issue, price="joint")
    shared = share_gains(game, issue.world.ids, rule)
    scale = max(abs(x) for x in shared.payoffs.values())
    assert sum(shared.transfers.values()) == pytest.approx(0, abs=1e-10 * scale)
    if rule == "equal_gains":
        assert max(shared.gains.values()) == pytest.approx(min(shared.gains.values()))
    if rule == "chander_tulkens":
        # Everyone gains: L8 puts the first best in the gamma-core.
        assert min(shared.gains.values()) >= -1e-10 * scale


@LIGHT
@given(public_goods(3, 6, positive=True))
def test_almost_ideal_sharing_holds_whatever_can_be_held(issue: PublicGood) -> None:
    game = entry_game(issue, price="joint")
    found = transfer_stable(game)
    for j in range(len(found)):
        members = found.members(j)
        shared = share_gains(game, members, "almost_ideal", {members[0]: 2.0, members[1]: 1.0})
        scale = max(abs(x) for x in shared.payoffs.values())
        assert min(shared.margins.values()) >= -1e-9 * scale


def test_unequal_parts_of_the_surplus() -> None:
    game = entry_game(good(np.array([1.0, 2.0])), price="joint")
    shared = share_gains(game, ("A", "B"), "almost_ideal", {"A": 3.0, "B": 1.0})
    assert shared.margins["A"] == pytest.approx(3 * shared.margins["B"])


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"rule": "equal_gain"}, "did you mean 'equal_gains'"),
        ({"rule": "equal_gains", "weights": {"A": 1.0}}, "almost_ideal"),
        ({"weights": {"A": -1.0}}, "0 or more"),
        ({"members": ()}, "one state or more"),
    ],
)
def test_wrong_input(how: dict[str, object], words: str) -> None:
    game = entry_game(good(np.ones(3)), price="joint")
    with pytest.raises(ModelError) as caught:
        share_gains(game, **{"members": ("A", "B"), **how})  # type: ignore[arg-type]
    assert words in str(caught.value)
