"""What members agree on, against the definitions: votes on a uniform level, both agendas."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import oracles
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import Agreement, CooperationGame
from gametheory_orders.orders import Consensus, FixedLevel, Joint, Pledge, Quota, Unanimity
from gametheory_orders.solvers import agreement, solve
from making import fixed, game, good, public_goods, with_members, written

CLOSE = 2e-6


def agree(game: CooperationGame, members: np.ndarray) -> Agreement:
    """Return what is agreed, with those who block more."""
    return agreement.with_blockers(game, agreement.agree(game, members))


@st.composite
def votes(draw: Any, agenda: str) -> tuple[Any, Any, oracles.Vote, int | None]:
    """A random vote: the package's game, its members, the oracle's vote, the setter."""
    issue, members = draw(with_members())
    n, ids = issue.n, issue.world.ids
    inside = [int(i) for i in np.flatnonzero(members)]
    body = draw(st.one_of(st.none(), st.lists(st.sampled_from(inside), min_size=1, unique=True)))
    voters = members.copy()
    if body is not None:
        voters[:] = False
        voters[body] = True
    seats = [int(i) for i in np.flatnonzero(voters)]
    floor = draw(st.booleans())
    scale = float(np.abs(oracles.payoffs(issue.stakes, issue.capacities, issue.reference())).max())
    share = st.one_of(st.sampled_from([0.0, math.inf]), st.integers(1, 40).map(lambda x: x / 40))
    if draw(st.booleans()):
        kappa: Any = np.full(n, draw(share) * scale)
        blocking: Any = float(kappa[0])
    else:
        # A table of costs: by_state takes finite numbers only.
        kappa = np.array([draw(st.integers(0, 40)) / 40 * scale for _ in range(n)])
        blocking = dict(zip(ids, kappa.tolist(), strict=True))
    common = {"agenda": agenda, "floor": floor, "blocking_cost": blocking}
    if body is not None:
        common["body"] = tuple(ids[i] for i in body)
    setter = None
    if agenda == "closed":
        setter = draw(st.one_of(st.none(), st.sampled_from(inside)))
        common["setter"] = None if setter is None else ids[setter]
    if draw(st.integers(0, 3)) == 0:
        kind = draw(st.sampled_from([Unanimity, Consensus]))
        decision: Any = kind(**common)
        wins = oracles.quota_rule(voters, Fraction(len(seats)))
    else:
        weights = draw(
            st.one_of(
                st.none(),
                st.lists(st.integers(0, 9), min_size=n, max_size=n).map(
                    lambda x: [y / 10 for y in x]
                ),
            )
        )
        if weights is not None and not any(weights[i] for i in seats):
            weights = None
        exact = [Fraction(1)] * n if weights is None else [written(w) for w in weights]
        total = sum((exact[i] for i in seats), Fraction(0))
        kinds: list[Any] = ["majority", "50%", "2/3", "70%"]
        quota = draw(st.one_of(st.sampled_from(kinds), st.integers(1, 10).map(lambda x: x / 10)))
        needed, strict = {
            "majority": (total / 2, True),
            "50%": (total / 2, True),
            "2/3": (total * 2 / 3, False),
            "70%": (total * 7 / 10, False),
        }.get(quota, (None, False))
        if needed is None:
            # A share of the total, as a written decimal.
            quota = float(written(quota) * total)
            needed = written(quota)
            assume(0 < needed <= total)
        veto = draw(st.lists(st.sampled_from(seats), max_size=2, unique=True))
        decision = Quota(
            quota=quota,
            weights=None if weights is None else dict(zip(ids, weights, strict=True)),
            veto=tuple(ids[i] for i in veto),
            **common,
        )
        wins = oracles.quota_rule(voters, needed, exact, veto, strict)
    played = game(issue, decision, membership=fixed(issue, members))
    vote = oracles.Vote(issue.stakes, issue.capacities, members, wins, kappa, floor)
    return played, members, vote, setter


def check_open(played: Any, members: np.ndarray, vote: oracles.Vote) -> Agreement:
    """Hold the agreed level against the grid: it wins, and nothing above it does."""
    found = agree(played, members)
    expected = vote.open_level()
    low, high = oracles.span(vote.s, members, vote.floor)
    scale = np.abs(vote.sq).max()
    if found.level is None:
        assert expected is None or expected - low <= 1e-5 * (high - low)
        assert not found.reached
        assert np.allclose(found.actions, oracles.nash(vote.s, vote.k))
        return found
    assert vote.wins(vote.supporters(found.level, 1e-9 * scale))
    assert low < found.level <= high * (1 + 1e-12)
    slack = CLOSE * high + oracles.resolution(scale, vote.k, members)
    assert expected is None or found.level >= expected - slack
    assert np.allclose(
        found.actions, oracles.level_actions(vote.s, vote.k, members, found.level, vote.floor)
    )
    return found


@given(votes("open"))
@settings(max_examples=250)
def test_open_agenda_agrees_on_the_largest_level_that_a_winning_coalition_supports(
    drawn: Any,
) -> None:
    played, members, vote, _ = drawn
    check_open(played, members, vote)


def check_closed(played: Any, members: np.ndarray, vote: oracles.Vote, setter: int | None) -> None:
    """Hold the offer against the grid: it is not blocked, and none is better for the setter."""
    found = agree(played, members)
    if setter is None:
        tops = [vote.peaks[i][0] if members[i] else -math.inf for i in range(len(members))]
        best = max(tops)
        near = [i for i, top in enumerate(tops) if top >= best * (1 - 1e-7)]
        assume(len(near) == 1 or len({round(vote.s[i], 9) for i in near}) == 1)
        setter = near[0]
    _, value = vote.closed_level(setter)
    scale = max(np.abs(vote.sq).max(), 1e-12)
    if found.level is None:
        assert value <= vote.sq[setter] + 1e-8 * scale
        return
    assert vote.wins(vote.accepts(found.level, 1e-9 * scale))
    steepest = vote.s[setter] * vote.k[members].sum()
    slack = 1e-9 * max(scale, abs(value)) + steepest * oracles.resolution(scale, vote.k, members)
    assert vote.u(found.level)[setter] >= value - slack
    assert vote.u(found.level)[setter] > vote.sq[setter]


@given(votes("closed"))
@settings(max_examples=250)
def test_closed_agenda_yields_the_best_offer_that_is_not_blocked(drawn: Any) -> None:
    check_closed(*drawn)


@given(votes("open"))
def test_blocked_by_lists_those_whose_support_alone_would_change_the_level(drawn: Any) -> None:
    played, members, vote, _ = drawn
    found = check_open(played, members, vote)
    blockers = found.blocked_by
    start = -math.inf if found.level is None else found.level
    high = oracles.span(vote.s, members, vote.floor)[1]
    for i, state in enumerate(played.world.ids):

        def persuaded(yes: np.ndarray, i: int = i) -> bool:
            more = yes.copy()
            more[i] = True
            return bool(vote.wins(more))

        if not members[i]:
            assert state not in blockers
            continue
        other = oracles.Vote(vote.s, vote.k, members, persuaded, vote.kappa, vote.floor)
        level = other.open_level()
        rises = level is not None and level > start + 1e-5 * high
        if rises:
            assert state in blockers
        elif level is None or level < start + 1e-8 * high:
            assert state not in blockers


# --- laws ------------------------------------------------------------------------------------


@given(with_members(), st.sampled_from([Unanimity, Consensus]))
@settings(max_examples=120)
def test_under_unanimity_nobody_ends_worse_off_than_in_the_status_quo(
    drawn: Any, kind: Any
) -> None:
    issue, members = drawn
    played = game(issue, kind(), membership=fixed(issue, members))
    found = agree(played, members)
    gain = issue.payoffs(found.actions) - issue.payoffs(issue.reference())
    scale = np.abs(issue.payoffs(issue.first_best()))
    assert (gain >= -1e-10 * scale).all()


@given(public_goods(positive=True), st.data())
@settings(max_examples=150)
def test_l4_quota_selects_the_qth_largest_peak_capped_at_sigma(issue: Any, data: Any) -> None:
    # theory.md section 0, L4: peaks s_i K / k_i where everyone faces the level exactly.
    q = data.draw(st.integers(1, issue.n))
    peaks = issue.stakes * issue.capacities.sum() / issue.capacities
    high = issue.stakes.sum()
    level = min(np.sort(peaks)[::-1][q - 1], high)
    gain = oracles.at_level(issue.stakes, issue.capacities, np.ones(issue.n, bool), level, False)
    gain = gain - oracles.payoffs(issue.stakes, issue.capacities, issue.reference())
    supports = (np.minimum(peaks, high) >= level * (1 - 1e-12)) & (gain >= 0)
    # L4 leaves aside that a state may prefer the status quo to every level below its peak.
    assume(supports.sum() >= q)
    found = agree(game(issue, Quota(quota=q, floor=False)), np.ones(issue.n, dtype=bool))
    assert found.level == pytest.approx(level, rel=1e-7)


@given(public_goods(positive=True))
def test_l4_unanimity_is_the_lowest_common_denominator(issue: Any) -> None:
    everyone = np.ones(issue.n, dtype=bool)
    s, k = issue.stakes, issue.capacities
    level = min(k.sum() * (s / k).min(), s.sum())
    base = oracles.payoffs(s, k, issue.reference())
    assume((oracles.at_level(s, k, everyone, level, False) >= base - 1e-12).all())
    found = agree(game(issue, Unanimity(floor=False)), everyone)
    assert found.level == pytest.approx(level, rel=1e-7)


@given(with_members())
def test_l2_joint_maximisation_is_the_best_uniform_and_the_best_any(drawn: Any) -> None:
    issue, members = drawn
    s, k = issue.stakes, issue.capacities
    found = agree(game(issue, Joint(), membership=fixed(issue, members)), members)
    assert found.level == pytest.approx(s[members].sum(), rel=1e-12)
    assert np.allclose(found.actions, oracles.joint_actions(s, k, members), rtol=1e-12)
    best = oracles.payoffs(s, k, found.actions)[members].sum()
    rng = np.random.default_rng(0)
    for _ in range(40):
        q = found.actions * np.where(members, rng.uniform(0.5, 1.5, issue.n), 1.0)
        assert oracles.payoffs(s, k, q)[members].sum() <= best + 1e-12 * abs(best)


@given(public_goods(), st.integers(0, 20).map(lambda x: x / 20))
def test_l5_grand_pledge_with_a_common_weight(issue: Any, w: float) -> None:
    # E = 1 - (1 - w)^2 for any asymmetry.
    played = game(issue, Pledge(weight=w))
    everyone = np.ones(issue.n, dtype=bool)
    found = agree(played, everyone)
    s, k = issue.stakes, issue.capacities
    assume(
        issue.n > 1
        and oracles.welfare(s, k, s.sum() * k) > oracles.welfare(s, k, s * k) * (1 + 1e-9)
    )
    e = oracles.effectiveness(s, k, issue.payoffs(found.actions))
    assert e == pytest.approx(1 - (1 - w) ** 2, abs=1e-9)


@given(public_goods(), st.data())
def test_l1_effectiveness_from_prices(issue: Any, data: Any) -> None:
    # E(p) = 1 - sum k (sigma - p)^2 / sum k (sigma - s)^2 for any prices.
    s, k = issue.stakes, issue.capacities
    sigma = s.sum()
    below = (k * (sigma - s) ** 2).sum()
    assume(below > 1e-9)
    p = np.array([data.draw(st.integers(0, 30)) for _ in range(issue.n)], dtype=float)
    expected = 1 - (k * (sigma - p) ** 2).sum() / below
    from gametheory_orders.measures import effectiveness

    played = game(issue, FixedLevel(level=1.0))
    assert effectiveness(played, issue.payoffs(k * p)) == pytest.approx(
        expected, rel=1e-8, abs=1e-8
    )


@pytest.mark.parametrize("n", range(2, 9))
@pytest.mark.parametrize("size", range(1, 9))
def test_l3_symmetric_coalitions(n: int, size: int) -> None:
    # E(k) = k (k-1) (2n-k-1) / [n (n-1)^2].
    if size > n:
        return
    issue = good([1.0] * n)
    members = np.arange(n) < size
    found = agree(game(issue, Joint(), membership=fixed(issue, members)), members)
    e = oracles.effectiveness(issue.stakes, issue.capacities, issue.payoffs(found.actions))
    assert e == pytest.approx(size * (size - 1) * (2 * n - size - 1) / (n * (n - 1) ** 2))


# --- nesting, model.md section 7 ----------------------------------------------------------------


@given(public_goods())
def test_nesting_pledge_with_weight_one_is_the_first_best(issue: Any) -> None:
    outcome = solve(game(issue, Pledge(weight=1.0)))
    assert np.allclose(outcome.delivered.agreement.actions, issue.first_best(), rtol=1e-12)


@given(public_goods(), st.booleans())
def test_nesting_consensus_without_cost_is_the_unanimous_quota(issue: Any, floor: bool) -> None:
    everyone = np.ones(issue.n, dtype=bool)
    rules = (Consensus(floor=floor), Unanimity(floor=floor), Quota(quota=issue.n, floor=floor))
    a, b, c = (agree(game(issue, rule), everyone) for rule in rules)
    assert a.level == b.level == c.level
    blockers = {solve(game(issue, rule)).blocked_by for rule in rules}
    assert len(blockers) == 1


@given(public_goods(low=3, high=7, positive=True))
@settings(max_examples=120)
def test_nesting_majority_of_an_odd_number_is_the_median_peak(issue: Any) -> None:
    n = issue.n if issue.n % 2 else issue.n - 1
    issue = good(issue.stakes[:n], issue.capacities[:n])
    everyone = np.ones(n, dtype=bool)
    s, k = issue.stakes, issue.capacities
    peaks = np.array([oracles.peak(s, k, everyone, i, False)[0] for i in range(n)])
    median = min(float(np.median(peaks)), s.sum())
    base = oracles.payoffs(s, k, issue.reference())
    likes = oracles.at_level(s, k, everyone, median, False) >= base - 1e-12
    assume((likes & (peaks >= median * (1 - 1e-9))).sum() > n // 2)
    found = agree(game(issue, Quota(quota=n // 2 + 1, floor=False)), everyone)
    assert found.level == pytest.approx(median, rel=CLOSE)
    assert agree(game(issue, Quota(quota="majority", floor=False)), everyone).level == found.level


# --- by hand ------------------------------------------------------------------------------------


def test_weights_are_read_as_written_so_that_no_quota_is_straddled() -> None:
    # 0.1 + 0.2 reaches 0.3 on paper, though not in floating point.
    issue = good([2.0, 2.0, 9.0])
    everyone = np.ones(3, dtype=bool)
    both = agree(game(issue, Quota(quota=0.3, weights={"A": 0.1, "B": 0.2, "C": 0.0})), everyone)
    # Both like 4 best, where s K = 2 * 2 and C is on its own.
    assert both.level == pytest.approx(4.0)
    # And 0.7 + 0.1 + 0.2 is all there is: a quota of 1 is met, one of 1.01 cannot be.
    weights = {"A": 0.7, "B": 0.1, "C": 0.2}
    assert agree(game(issue, Quota(quota=1, weights=weights)), everyone).level == pytest.approx(4.0)
    with pytest.raises(ModelError, match="at most 1 "):
        game(issue, Quota(quota=1.01, weights=weights))


def test_a_vetoer_caps_the_level_at_its_own_peak() -> None:
    issue = good([2.0, 3.0, 4.0, 5.0])
    everyone = np.ones(4, dtype=bool)
    s, k = issue.stakes, issue.capacities
    pivot = agree(game(issue, Quota(quota=2)), everyone).level
    capped = agree(game(issue, Quota(quota=2, veto=("A",))), everyone)
    assert pivot == pytest.approx(min(14.0, oracles.peak(s, k, everyone, 2, True)[0]))
    assert capped.level == pytest.approx(oracles.peak(s, k, everyone, 0, True)[0], rel=CLOSE)
    played = game(issue, Quota(quota=2, veto=("A",)))
    assert solve(played).blocked_by == ("A",)


def test_infinite_blocking_cost_is_the_rule_of_the_willing() -> None:
    issue = good([1.0, 2.0, 3.0])
    found = agree(game(issue, Consensus(blocking_cost=math.inf)), np.ones(3, dtype=bool))
    assert found.level == pytest.approx(6.0)
    assert solve(game(issue, Consensus(blocking_cost=math.inf))).blocked_by == ()


def test_setter_makes_an_interior_offer_when_its_best_is_not_blocked() -> None:
    issue = good([1.0, 1.0, 1.5, 2.0], [1.0, 2.0, 1.0, 3.0])
    everyone = np.ones(4, dtype=bool)
    s, k = issue.stakes, issue.capacities
    found = agree(game(issue, Quota(quota=3, agenda="closed", setter="A")), everyone)
    top = oracles.peak(s, k, everyone, 0, True)[0]
    assert top > 1.0
    assert found.level == pytest.approx(top, rel=CLOSE)
    assert found.notes["setter"] == "A"


def test_a_council_decides_for_all_members() -> None:
    issue = good([2.0, 2.0, 3.0, 4.0])
    everyone = np.ones(4, dtype=bool)
    whole = agree(game(issue, Unanimity()), everyone)
    council = agree(game(issue, Unanimity(body=("C", "D"))), everyone)
    peak_c = oracles.peak(issue.stakes, issue.capacities, everyone, 2, True)[0]
    assert council.level == pytest.approx(min(11.0, peak_c), rel=CLOSE)
    assert whole.level < council.level
    # All are bound, A too.
    assert council.actions[0] == pytest.approx(council.level)


@pytest.mark.parametrize("scale", [1e-9, 1e-3, 1e3, 1e9])
@pytest.mark.parametrize("agenda", ["open", "closed"])
@given(issue=public_goods(high=5))
@settings(max_examples=15)
def test_changing_units_changes_only_units(scale: float, agenda: str, issue: Any) -> None:
    everyone = np.ones(issue.n, dtype=bool)
    for decision in (Unanimity(agenda=agenda), Quota(quota="2/3", agenda=agenda)):
        base = agree(game(issue, decision), everyone)
        other = agree(game(good(issue.stakes * scale, issue.capacities), decision), everyone)
        wide = agree(game(good(issue.stakes, issue.capacities * scale), decision), everyone)
        assert base.reached == other.reached == wide.reached
        if base.level is not None:
            assert other.level == pytest.approx(base.level * scale, rel=1e-6)
            assert wide.level == pytest.approx(base.level, rel=1e-6)


def test_equal_states_agree_on_the_first_best_under_any_quota() -> None:
    for n in (1, 2, 5, 8):
        issue = good([1.5] * n, [2.0] * n)
        everyone = np.ones(n, dtype=bool)
        for decision in (Unanimity(), Quota(quota=1), Quota(quota=n), Quota(quota="majority")):
            found = agree(game(issue, decision), everyone)
            if n == 1:
                assert not found.reached
            else:
                assert found.level == pytest.approx(1.5 * n)


def test_a_member_without_a_stake_blocks_everything_that_costs_it() -> None:
    issue = good([0.0, 1.0, 2.0])
    everyone = np.ones(3, dtype=bool)
    found = agree(game(issue, Unanimity()), everyone)
    assert not found.reached
    assert found.level is None
    assert solve(game(issue, Unanimity())).blocked_by == ("A",)
    assert agree(game(issue, Quota(quota=2)), everyone).level == pytest.approx(
        oracles.peak(issue.stakes, issue.capacities, everyone, 1, True)[0], rel=CLOSE
    )


# --- long: fresh random worlds each time --------------------------------------------------------


@pytest.mark.long
@given(votes("open"))
@settings(max_examples=4000, derandomize=False)
def test_open_agenda_on_many_fresh_worlds(drawn: Any) -> None:
    played, members, vote, _ = drawn
    check_open(played, members, vote)


@pytest.mark.long
@given(votes("closed"))
@settings(max_examples=4000, derandomize=False)
def test_closed_agenda_on_many_fresh_worlds(drawn: Any) -> None:
    check_closed(*drawn)
