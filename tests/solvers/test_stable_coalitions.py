"""Stable coalitions against their definition, one set at a time, on random worlds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coalition_oracles as oracle
from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import PublicGood
from gametheory_orders.orders import (
    Consensus,
    FixedLevel,
    Joint,
    NoEnforcement,
    OpenEntry,
    Order,
    Pledge,
    Tariff,
    Universal,
)
from gametheory_orders.solvers.cycle_of_moves import cycle_of_moves
from gametheory_orders.solvers.entry_game import entry_game
from gametheory_orders.solvers.stable_coalitions import (
    stable_coalitions,
    stable_codes,
)
from making import climate, good, public_goods, trading_goods, written

LIGHT = settings(max_examples=25)
CONCEPTS = ("open", "exclusive", "internal", "external")
CONCEPT = st.sampled_from(CONCEPTS)


def found(issue: PublicGood, concept: str, **how: object) -> set[frozenset[int]]:
    try:
        all_of_them = stable_coalitions(issue, concept, **how)  # type: ignore[arg-type]
    except NoAnswer:
        return set()
    names = issue.world.ids
    sets = [frozenset(names.index(state) for state in each.members) for each in all_of_them]
    assert len(set(sets)) == len(sets)
    return set(sets)


def near_tie(value: oracle.Value, n: int) -> bool:
    """Whether rounding alone might decide: some margin is tiny but not zero."""
    moves = (
        value(members | {i})[i] - value(members - {i})[i]
        for members in oracle.all_sets(range(n))
        for i in range(n)
    )
    return any(1e-13 < abs(move) < 1e-7 for move in moves)


@LIGHT
@given(public_goods(2, 6), CONCEPT)
def test_jointly_as_by_definition(issue: PublicGood, concept: str) -> None:
    value = oracle.club(issue.stakes.tolist(), issue.capacities.tolist())
    if not near_tie(value, issue.n):
        expected = oracle.stable(value, issue.n, concept)
        assert found(issue, concept, price="joint") == expected


@LIGHT
@given(public_goods(2, 6), CONCEPT, st.booleans())
def test_in_fractions_ties_included(issue: PublicGood, concept: str, jointly: bool) -> None:
    """Nothing is left out here: in fractions a tie is a tie."""
    s, k = map(written, issue.stakes), map(written, issue.capacities)
    stakes, capacities = list(s), list(k)
    price = None if jointly else sum(stakes)
    value = oracle.club(stakes, capacities, price)  # type: ignore[arg-type]
    expected = oracle.stable(value, issue.n, concept)
    assert found(issue, concept, price="joint" if jointly else None) == expected


@LIGHT
@given(trading_goods(2, 6), CONCEPT, st.sampled_from([0.0, 0.01, 0.1, 0.5, 1.0]), st.booleans())
def test_with_tariffs_as_by_definition(
    issue: PublicGood, concept: str, rate: float, jointly: bool
) -> None:
    price = None if jointly else float(issue.stakes.sum())
    value = oracle.club(
        issue.stakes.tolist(), issue.capacities.tolist(), price, issue.trade, float(rate)
    )
    if not near_tie(value, issue.n):
        how = {"price": "joint" if jointly else None, "tariff": rate}
        assert found(issue, concept, **how) == oracle.stable(value, issue.n, concept)


@LIGHT
@given(public_goods(2, 5), CONCEPT, st.sampled_from(["keep", "dissolve"]), st.booleans())
def test_reactions_as_by_definition(
    issue: PublicGood, concept: str, reaction: str, jointly: bool
) -> None:
    s, k = issue.stakes.tolist(), issue.capacities.tolist()
    price = None if jointly else sum(s)
    value = oracle.club(s, k, price)

    def leave(members: frozenset[int], i: int) -> float:
        if reaction == "dissolve":
            return oracle.public_good(s, k, s)[i]
        return oracle.left_behind(s, k, members, i, price)

    stays = [value(m)[i] - leave(m, i) for m in oracle.all_sets(range(issue.n)) for i in m]
    if near_tie(value, issue.n) or any(1e-13 < abs(x) < 1e-7 for x in stays):
        return
    how = {"price": "joint" if jointly else None, "reaction": reaction}
    expected = oracle.stable(value, issue.n, concept, leave=leave)
    assert found(issue, concept, **how) == expected


@LIGHT
@given(
    public_goods(2, 5, positive=True), st.sampled_from(["joint", "level", "pledge", "consensus"])
)
def test_an_order_plays_by_its_own_rule(issue: PublicGood, rule: str) -> None:
    """Closed forms and one solution for each set agree on the same order."""
    decision = {
        "joint": Joint(),
        "level": FixedLevel(level=1.5),
        "pledge": Pledge(weight=0.5),
        "consensus": Consensus(),
    }[rule]
    game = CooperationGame(issue, Order(OpenEntry(), decision, NoEnforcement()))
    played = entry_game(game)
    assert played.one_by_one == (rule == "consensus")
    slow = replace(played, joining=None, staying=None)
    for concept in CONCEPTS:
        fast = stable_codes(played, concept).tolist()
        assert fast == stable_codes(slow, concept).tolist()


def test_margins_are_payoffs_less_those_after_the_move() -> None:
    issue = climate()
    (club,) = stable_coalitions(issue, tariff=0.02)
    value = oracle.club(issue.stakes.tolist(), issue.capacities.tolist(), 25.0, issue.trade, 0.02)
    names = list(issue.world.ids)
    members = frozenset(names.index(state) for state in club.members)
    for state in names:
        i = names.index(state)
        margins = club.margins if i in members else club.outside_margins
        expected = value(members)[i] - value(members ^ {i})[i]
        assert margins[state] == pytest.approx(expected, rel=1e-9)
        alone = oracle.public_good(issue.stakes, issue.capacities, issue.stakes)[i]
        assert club.gains[state] == pytest.approx(value(members)[i] - alone, rel=1e-9)


def test_ties_are_reported_as_ties() -> None:
    """L3: with three equal states in, staying brings exactly nothing."""
    all_of_them = stable_coalitions(good(np.ones(4)), price="joint")
    assert sorted({each.size for each in all_of_them}) == [0, 2, 3]
    three = next(each for each in all_of_them if each.size == 3)
    assert set(three.ties) == set(three.members)


def rotating() -> object:
    """Two states, one of whom wants to be where the other is, and the other where it is not."""
    played = entry_game(good(np.ones(2)), price="joint")

    def payoffs(members: np.ndarray) -> np.ndarray:
        same = members[..., 0] == members[..., 1]
        return np.stack([same * 1.0, ~same * 1.0], axis=-1)

    return replace(played, payoffs=payoffs, joining=None, staying=None)


def test_where_nothing_is_stable_the_moves_go_round() -> None:
    game = rotating()
    assert stable_codes(game, "open").tolist() == []  # type: ignore[arg-type]
    cycle = cycle_of_moves(game)  # type: ignore[arg-type]
    assert [step["mover"] for step in cycle] == ["B", "A", "B", "A"]
    assert [step["move"] for step in cycle] == ["joins", "joins", "leaves", "leaves"]
    assert all(step["gain"] == pytest.approx(1.0) for step in cycle)


def test_twenty_states_in_chunks() -> None:
    """More states than one chunk holds, against the same states looked at through payoffs."""
    rng = np.random.default_rng(3)
    issue = good(rng.uniform(0.5, 2, 17), rng.uniform(0.5, 2, 17))
    game = entry_game(issue, price="joint")
    slow = replace(game, joining=None, staying=None)
    assert stable_codes(game, "open").tolist() == stable_codes(slow, "open").tolist()


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"concept": "opne"}, "did you mean 'open'"),
        ({"price": -1.0}, "a number above 0"),
        ({"price": "jont"}, '"joint"'),
        ({"tariff": -0.1}, "a share"),
        ({"tariff": 0.1}, "no trade figures"),
        ({"reaction": "stay"}, "redecide"),
        ({"concept": "exclusive", "admission": "lot"}, "unanimity"),
    ],
)
def test_wrong_input_is_told_in_one_line(how: dict[str, object], words: str) -> None:
    with pytest.raises(ModelError) as caught:
        stable_coalitions(good(np.ones(3)), **how)  # type: ignore[arg-type]
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_too_many_states_names_what_scales() -> None:
    with pytest.raises(ModelError, match="symmetric_types"):
        stable_coalitions(good(np.arange(1.0, 41.0)), price="joint")


def test_a_price_beside_an_order_is_refused() -> None:
    game = CooperationGame(good(np.ones(3)), Order(Universal(), Joint(), NoEnforcement()))
    with pytest.raises(ModelError, match="beside an order"):
        stable_coalitions(game, price=3.0)


def test_the_order_of_a_club_gives_the_same_as_its_price_and_tariff() -> None:
    order = Order(OpenEntry(), FixedLevel(level=25.0), Tariff(rate=0.02))
    (one,) = stable_coalitions(CooperationGame(climate(), order))
    (other,) = stable_coalitions(climate(), tariff=0.02)
    assert one.members == other.members
    assert one.margins == pytest.approx(other.margins)


def test_more_than_can_be_listed_is_said_so() -> None:
    """If the rest dissolve nearly every set of equal states is kept together."""
    with pytest.raises(ModelError, match="stable_codes returns all"):
        stable_coalitions(good(np.ones(17)), price="joint", reaction="dissolve")
