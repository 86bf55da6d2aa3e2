"""Linkage: closed forms, and bundles against all partitions."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import ModelError, load_game, solve
from gametheory_orders.orders import Consensus, Joint, Unanimity
from gametheory_orders.solvers.issue_bundles import best_partition
from gametheory_orders.solvers.linkage import link_games, linkage
from making import climate, fixed, good, reciprocal

NUMBER = st.integers(0, 8)
PATIENCE = st.integers(0, 19).map(lambda x: Fraction(x, 20))


@st.composite
def issue_sets(draw: Any, most: int = 5, states: int = 1) -> dict[str, Any]:
    """Random issues; losses may be negative, down to minus the gain."""
    out = {}
    for j in range(draw(st.integers(1, most))):
        gains = draw(st.lists(NUMBER, min_size=states, max_size=states))
        losses = [draw(st.integers(-gain, 8)) for gain in gains]
        worth = draw(st.integers(0, 9))
        out[f"I{j}"] = (gains, losses, worth) if states > 1 else (gains[0], losses[0], worth)
    return out


def partitions(names: list[str]) -> Iterator[list[list[str]]]:
    """Yield every partition of a list."""
    if not names:
        yield []
        return
    for rest in partitions(names[1:]):
        yield [[names[0]], *rest]
        for i, block in enumerate(rest):
            yield [*rest[:i], [names[0], *block], *rest[i + 1 :]]


def kept(issues: dict[str, Any], block: list[str], d: Fraction) -> bool:
    """Say from the definition whether nobody gains by breaking a whole block once."""
    rows = [(np.atleast_1d(issues[j][0]), np.atleast_1d(issues[j][1])) for j in block]
    for state in range(len(rows[0][0])):
        comply = sum(int(w[state]) for _, w in rows)  # the reversion is worth 0
        defect = comply + sum(int(g[state]) for g, _ in rows)
        if comply < (1 - d) * defect:
            return False
    return True


@given(issue_sets(), PATIENCE)
@settings(max_examples=80)
def test_best_partition_of_all(issues: dict[str, Any], d: Fraction) -> None:
    check(issues, d)


@given(issue_sets(4, 2), PATIENCE)
@settings(max_examples=60)
def test_best_partition_of_all_with_two_states(issues: dict[str, Any], d: Fraction) -> None:
    check(issues, d)


def check(issues: dict[str, Any], d: Fraction) -> None:
    found = best_partition(issues, d)
    best = max(
        sum(issues[j][2] for block in cut if kept(issues, block, d) for j in block)
        for cut in partitions(list(issues))
    )
    assert found.worth == best
    assert sorted(j for block in found.bundles for j in block) == sorted(issues)
    held = [block for block in found.bundles if set(block) <= set(found.kept)]
    assert all(kept(issues, list(block), d) for block in held)
    assert found.worth == sum(issues[j][2] for j in found.kept)
    most = max(
        len(cut) for cut in partitions(list(found.kept)) if all(kept(issues, b, d) for b in cut)
    )
    assert len(held) == most


@given(issue_sets())
def test_pooled_lies_between_the_least_and_the_largest(issues: dict[str, Any]) -> None:
    found = linkage(issues)
    alone = [each.needed for each in found.issues]
    tempting = [d for d in alone if d > 0] or [0]
    assert min(alone) <= found.pooled <= max(tempting)


@given(issue_sets(4, 3))
def test_pooled_is_never_above_the_largest_in_any_state(issues: dict[str, Any]) -> None:
    found = linkage(issues)
    assert found.pooled <= max(each.needed for each in found.issues)


@given(issue_sets(4, 2), PATIENCE)
@settings(max_examples=60)
def test_regimes_are_the_definitions(issues: dict[str, Any], d: Fraction) -> None:
    found = linkage(issues)
    regime = found.at(d)
    apart = tuple(j for j in issues if kept(issues, [j], d))
    linked = kept(issues, list(issues), d)
    assert (regime.apart, regime.linked) == (apart, linked)
    expected = {
        (True, True): "either",
        (True, False): "link",
        (False, True): "compartmentalise" if apart else "nothing",
    }
    all_apart = len(apart) == len(issues)
    if linked:
        assert regime.verdict == expected[True, all_apart]
    else:
        # All kept apart and not linked cannot be: margins add up.
        assert not all_apart
        assert regime.verdict == expected[False, True]
    assert found.regimes[0].low == 0
    assert found.regimes[-1].high == 1


def test_states_that_are_tempted_by_different_issues_need_less_for_both() -> None:
    swap = {"A": ([9, 1], [1, 9]), "B": ([1, 9], [9, 1])}
    found = linkage(swap, ["east", "west"])
    assert [each.needed for each in found.issues] == [Fraction(9, 10)] * 2
    assert found.pooled == Fraction(1, 2)
    assert found.at(0.6).verdict == "link"


def test_an_issue_with_nothing_to_lose_is_never_kept_alone() -> None:
    found = linkage({"A": (1, 3), "B": (2, -2)})
    assert math.isinf(found.issues[1].needed)
    assert found.pooled == Fraction(3, 4)
    assert found.to_dict()["issues"][1]["needed_patience"] is None


def test_one_game_needs_what_it_needs_alone() -> None:
    game = load_game("climate", "g6_consensus")
    assert float(link_games({"climate": game}).pooled) == pytest.approx(
        solve(game).needed_patience, rel=1e-9
    )


def test_two_games_pool_each_states_margins() -> None:
    # The great powers' joint optimum is kept at no patience, as China would rather be without
    # it; a second good, in which China has the most at stake, can carry it.
    issue = climate()
    six = issue.world.mask(["US", "China", "EU", "Russia", "Japan", "India"])
    hard = reciprocal(issue, Joint(), fixed(issue, six))
    stakes = np.where(np.array(issue.world.ids) == "China", 20.0, 4.0)
    second = good(stakes, np.ones(issue.n))
    second = type(issue)(issue.world.with_columns({"stake": stakes, "capacity": np.ones(issue.n)}))
    easy = reciprocal(second, Unanimity(), fixed(issue, six))
    found = link_games({"climate": hard, "trade": easy})
    alone = [float(each.needed) for each in found.issues]
    assert alone[0] == pytest.approx(1.160, abs=5e-4)
    assert alone[1] < 1
    # From the definition, state by state.
    needed = 0.0
    for i in np.flatnonzero(six):
        gain = total = 0.0
        for game in (hard, easy):
            q = solve(game).agreed.agreement.actions
            here, best = game.issue.payoffs(q)[i], game.issue.deviation_payoffs(q)[i]
            gain += best - here
            total += best - game.reference_payoffs[i]
        needed = max(needed, gain / total)
    assert float(found.pooled) == pytest.approx(needed, rel=1e-9)
    assert needed < 1


def test_games_of_other_worlds_are_told() -> None:
    one = reciprocal(good([1.0, 1.0]), Unanimity())
    other = reciprocal(good([1.0, 1.0, 1.0]), Unanimity())
    with pytest.raises(ModelError, match="other states"):
        link_games({"one": one, "other": other})
    with pytest.raises(ModelError, match="CooperationGame"):
        link_games({"one": "climate"})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"A": 3},
        {"A": (1, 2, 3, 4)},
        {"A": (-1, 2)},
        {"A": (1, -2)},
        {"A": (float("nan"), 1)},
        {"A": (True, 1)},
        {"A": ([1, 2], [1])},
        {"A": ([1, 2], [1, 1]), "B": (1, 1)},
        {"A": ([], [])},
    ],
)
def test_bad_issues_are_told(given: Any) -> None:
    with pytest.raises(ModelError):
        linkage(given)


@pytest.mark.parametrize("patience", [1, 1.0, -0.1, float("nan"), True, "x"])
def test_bad_patience_is_told(patience: Any) -> None:
    with pytest.raises(ModelError, match="patience"):
        best_partition({"A": (1, 3)}, patience)


def test_what_costs_nothing_to_keep_is_kept() -> None:
    # Of bundles of equal worth the one that keeps most issues.
    assert best_partition({"A": (1, 3, 0), "B": (9, 1, 0)}, 0.5).kept == ("A",)


def test_too_many_issues_are_told() -> None:
    with pytest.raises(ModelError, match="at most 12"):
        best_partition({f"I{j}": (1, 3) for j in range(13)}, 0.5)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_loss_that_is_rounding_is_no_loss(order: tuple[int, ...]) -> None:
    """Who has as much after breaking it as without it never keeps it, in any unit and order."""
    for money, unit in itertools.product((1e-9, 0.3, 7.0, 1e9), repeat=2):
        stakes = np.array([2.7, 2.8, 0.3])[list(order)] * money / unit
        capacities = (np.array([3.0, 5.0, 22.0]) / 29)[list(order)] * unit**2 / money
        game = reciprocal(good(stakes, capacities), Consensus(blocking_cost=2.0 * money))
        needed = link_games({"one": game}).issues[0].needed
        assert needed == math.inf == solve(game).needed_patience
