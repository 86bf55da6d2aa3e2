"""The laws of the linear-quadratic public good, each from stakes and capacities alone.

Each test has the name of its law in docs/reference/laws.md. The right-hand sides share no code
with the package: s stakes, k capacities, sigma and K their sums.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gametheory_orders as gto
from gametheory_orders.issues import PublicGood
from making import PATIENCE, fixed, game, good, public_goods, reciprocal, with_members

FEW = settings(max_examples=20)
NEAR = 1e-9


def effectiveness(issue: PublicGood, prices: np.ndarray) -> float:
    """L1, as it is written."""
    s, k = issue.stakes, issue.capacities
    sigma = s.sum()
    return float(1 - (k * (sigma - prices) ** 2).sum() / (k * (sigma - s) ** 2).sum())


def outside(issue: PublicGood, members: np.ndarray, inside: np.ndarray | float) -> np.ndarray:
    return np.where(members, inside, issue.stakes)


@FEW
@given(with_members(positive=True), st.floats(0, 1))
def test_effectiveness_is_what_is_left_of_squared_distance(case: tuple, weight: float) -> None:
    """Law 1."""
    issue, members = case
    found = gto.solve(game(issue, gto.Pledge(weight=weight), membership=fixed(issue, members)))
    s = issue.stakes
    prices = outside(issue, members, s + weight * (s[members].sum() - s))
    assert gto.assess(found).agreed.effectiveness == pytest.approx(
        effectiveness(issue, prices), abs=NEAR
    )


@FEW
@given(public_goods(low=2, high=5, positive=True))
def test_a_member_stays_if_its_own_contribution_is_small(issue: PublicGood) -> None:
    """Law 2: members charge the sum of their stakes; who stays or joins compares two squares."""
    s, k = issue.stakes, issue.capacities
    stable = set()
    for code in range(1 << issue.n):
        inside = np.array([bool(code >> i & 1) for i in range(issue.n)])
        margins = []
        for i in range(issue.n):
            others = inside.copy()
            others[i] = False
            sigma, capacity = s[others].sum(), k[others].sum()
            gain = s[i] ** 2 * capacity - k[i] * sigma**2 / 2
            # A tie counts as staying, and as not joining.
            margins.append((gain if inside[i] else -gain, max(k[i] * sigma**2, 1e-9)))
        if all(margin >= -1e-11 * size for margin, size in margins):
            stable.add(issue.world.members(inside))
        near = any(0 < abs(margin) < 1e-9 * size for margin, size in margins)
        assume(not near)
    try:
        found = {each.members for each in gto.stable_coalitions(issue, price="joint")}
    except gto.NoAnswer:
        found = set()
    assert found == stable


@FEW
@given(st.integers(3, 9), st.integers(1, 30), st.integers(1, 30))
def test_three_equal_states_hold_together(n: int, stake: int, capacity: int) -> None:
    """Law 3: however many there are, and E(k) = k (k-1) (2n-k-1) / (n (n-1)^2)."""
    issue = good(np.full(n, stake / 7), np.full(n, capacity / 5))
    found = gto.stable_coalitions(issue, price="joint")
    # Fewer only by a tie: one or two gain exactly nothing by joining.
    assert max(len(each.members) for each in found) == 3
    for each in found:
        k = max(1, len(each.members))
        expected = k * (k - 1) * (2 * n - k - 1) / (n * (n - 1) ** 2)
        assert each.effectiveness == pytest.approx(expected, abs=NEAR)


@FEW
@given(with_members(positive=True), st.data())
def test_a_quota_picks_the_peak_of_its_last_voter(case: tuple, data: st.DataObject) -> None:
    """Law 4: q of m levels is the q-th largest peak s_i K / k_i, at most sigma."""
    issue, members = case
    quota = data.draw(st.integers(1, int(members.sum())))
    s, k = issue.stakes[members], issue.capacities[members]
    peaks = np.sort(s * k.sum() / k)[::-1]
    expected = min(peaks[quota - 1], s.sum())
    rule = gto.Quota(quota=quota, floor=False)
    agreed = gto.solve(game(issue, rule, membership=fixed(issue, members))).agreed.agreement
    if not agreed.reached:
        # Somebody whose vote is needed prefers the status quo to every level up to its peak.
        return
    assert agreed.level <= expected * (1 + 1e-9)
    pays = lambda p: s * (k.sum() * p) - k * p**2 / 2  # noqa: E731
    own = s * (k * s).sum() - k * s**2 / 2
    willing = (pays(expected) >= own - 1e-12) & (peaks[quota - 1] <= s * k.sum() / k + 1e-12)
    if willing.sum() >= quota:
        assert agreed.level == pytest.approx(expected, rel=1e-9)


@FEW
@given(public_goods(positive=True), st.floats(0, 1))
def test_a_common_pledge_delivers_w_times_two_less_w(issue: PublicGood, weight: float) -> None:
    """Law 5: E = w (2 - w), whoever the states are."""
    found = gto.assess(gto.solve(game(issue, gto.Pledge(weight=weight))))
    assert found.agreed.effectiveness == pytest.approx(weight * (2 - weight), abs=1e-8)


@FEW
@given(public_goods(low=3, positive=True))
def test_a_state_keeps_a_pledge_up_to_its_weight(issue: PublicGood) -> None:
    """Law 6: w_i = 2 s_i^2 K_others / (k_i sigma_others^2), the others keeping theirs."""
    s, k = issue.stakes, issue.capacities
    limits = 2 * s**2 * (k.sum() - k) / (k * (s.sum() - s) ** 2)
    found = gto.self_enforcing_weights(issue)
    assert [found.limits[i] for i in issue.world.ids] == pytest.approx(limits.tolist(), rel=1e-9)
    assert found.common == pytest.approx(min(1.0, limits.min()), rel=1e-6)


@FEW
@given(with_members(positive=True))
def test_needed_patience_is_a_ratio_of_squares(case: tuple) -> None:
    """Law 7: k_i (p - s_i)^2 / (2 s_i sum over the others of k_j (p - s_j)), at level p."""
    issue, members = case
    s, k = issue.stakes, issue.capacities
    price = s[members].sum()
    order = gto.Order(fixed(issue, members), gto.Joint(), [gto.Reciprocity(reversion="nash")])
    needed = gto.solve(gto.CooperationGame(issue, order)).needed
    for i in np.flatnonzero(members):
        rest = (k * (price - s))[members].sum() - k[i] * (price - s[i])
        expected = k[i] * (price - s[i]) ** 2 / (2 * s[i] * rest)
        assert needed[issue.world.ids[i]] == pytest.approx(expected, rel=1e-8)


@FEW
@given(st.integers(2, 9), st.integers(1, 30), st.integers(1, 30))
def test_equal_states_need_patience_of_a_half(n: int, stake: int, capacity: int) -> None:
    """Law 8: whatever their number."""
    issue = good(np.full(n, stake / 7), np.full(n, capacity / 5))
    found = gto.solve(reciprocal(issue, gto.Joint()))
    assert found.needed_patience == pytest.approx(0.5, abs=1e-9)


@FEW
@given(public_goods(low=2, high=5, positive=True))
def test_chander_tulkens_transfers_leave_no_coalition_better_off(issue: PublicGood) -> None:
    """Law 9: costs shared by stake put the first best in the gamma core."""
    s, k = issue.stakes, issue.capacities
    best = s * (k.sum() * s.sum()) - k * s.sum() ** 2 / 2
    extra = k * s.sum() ** 2 / 2 - k * s**2 / 2
    payoffs = best + extra - s / s.sum() * extra.sum()
    worths = gto.characteristic_function(issue, "gamma")
    assert gto.in_core(worths, payoffs.tolist())


@FEW
@given(st.integers(2, 60))
def test_farsighted_sizes_follow_a_square_root(n: int) -> None:
    """Law 10: from a stable g to the least integer of at least 1 + sqrt(2 g (g - 1))."""
    sizes = [1]
    while True:
        g = sizes[-1]
        # The least k with (k - 1)^2 >= 2 g (g - 1), in whole numbers; from 1 it is 2.
        k = max(g + 1, 1 + math.isqrt(2 * g * (g - 1) - 1) + 1 if g > 1 else 2)
        if k > n:
            break
        sizes.append(k)
    assert set(gto.farsighted_sizes(n).sizes) - {1} == set(sizes) - {1}


@FEW
@given(with_members(positive=True))
def test_unanimity_leaves_no_member_worse_off(case: tuple) -> None:
    """Law 11: than in the status quo."""
    issue, members = case
    found = gto.solve(game(issue, gto.Unanimity(), membership=fixed(issue, members)))
    before = issue.payoffs(issue.reference())
    scale = np.abs(before).max() + 1e-9
    assert (found.agreed.payoffs[members] >= before[members] - 1e-9 * scale).all()


@FEW
@given(with_members(positive=True), st.lists(PATIENCE, min_size=2, max_size=2))
def test_more_patience_never_keeps_less_of_what_is_agreed(case: tuple, two: list) -> None:
    """Law 12: what is self-enforcing at a patience is so at every larger one."""
    issue, members = case
    low, high = sorted(two)
    order = reciprocal(issue, gto.Unanimity(), fixed(issue, members))
    first, second = (gto.solve(order, patience=d) for d in (low, high))
    if not first.defectors:
        assert not second.defectors


@FEW
@given(with_members(positive=True))
def test_the_shortfall_account_adds_up(case: tuple) -> None:
    """Law 13: what the three rules cost is what is missing to 1."""
    issue, members = case
    found = gto.assess(gto.solve(reciprocal(issue, gto.Unanimity(), fixed(issue, members))))
    parts = [found.shortfall.share[rule] for rule in ("participation", "decision", "enforcement")]
    assert sum(parts) == pytest.approx(1 - found.effectiveness, abs=1e-8)
