"""The design space against brute force: every combination solved by itself, frontiers by pairs.

It is not: a test of how one game is solved (tests/solvers). The oracle for the assured frontier
takes payoffs, power and legitimacy from tests/oracles.py, which shares no code with the package.
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from gametheory_orders import (
    Binding,
    CooperationGame,
    Fixed,
    Joint,
    Largest,
    NoEnforcement,
    OpenEntry,
    Order,
    Pledge,
    Quota,
    Reciprocity,
    Unanimity,
    Universal,
    design_space,
    load_order,
    solve,
)
from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.measures.alike import all_memberships, interchangeable
from gametheory_orders.measures.design_frontier import best_design, frontier_of
from gametheory_orders.measures.design_keys import design_key
from gametheory_orders.measures.designs import COMPONENTS, Judge, solve_designs
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.measures.legitimacy import legitimacy
from making import climate, good

FIGURES = st.sampled_from([0.5, 1.0, 2.0, 3.0])
Points = set[tuple[float, float]]


@st.composite
def populated(draw: Any, low: int = 3, high: int = 4) -> Any:
    n = draw(st.integers(low, high))
    stakes, capacities, people = (draw(st.lists(FIGURES, min_size=n, max_size=n)) for _ in range(3))
    return good(np.array(stakes), np.array(capacities), population=np.array(people))


def beaten_by_none(points: list[tuple[float, float]]) -> Points:
    """The points that no other beats, from the definition, pair by pair."""
    kept = [
        (e, w)
        for e, w in points
        if not any(
            x >= e - 1e-9 and y >= w - 1e-9 and (x > e + 1e-9 or y > w + 1e-9) for x, y in points
        )
    ]
    return {(round(e, 6), round(w, 6)) for e, w in kept}


def sets_of(n: int) -> list[np.ndarray]:
    return [np.array(bits) for bits in itertools.product([False, True], repeat=n) if any(bits)]


def assured_points(issue: Any, shares: list[Fraction]) -> list[tuple[float, float]]:
    """E and L of every set of members under quotas and the joint optimum, by the oracles alone."""
    s, k = issue.stakes, issue.world.columns["capacity"]
    people = issue.world.columns["population"]
    reference = oracles.payoffs(s, k, oracles.nash(s, k))
    best = oracles.payoffs(s, k, oracles.first_best(s, k))
    scale = np.maximum(np.abs(reference), np.abs(best))
    found = []
    for members in sets_of(issue.n):
        equal = members / members.sum()
        cases = [(oracles.payoffs(s, k, oracles.joint_actions(s, k, members)), equal)]
        for share in shares:
            wins = oracles.quota_rule(members, share * int(members.sum()))
            level = oracles.Vote(s, k, members, wins).open_level()
            u = reference if level is None else oracles.at_level(s, k, members, level, True)
            power = oracles.banzhaf(issue.n, members, wins)
            cases.append((u, np.array([float(x) for x in power])))
        for u, power in cases:
            worth = oracles.legitimacy(
                members, power, u, reference, people, np.ones(issue.n), s, scale
            )
            found.append((oracles.effectiveness(s, k, u), worth["index"]))
    return found


@given(populated())
@settings(max_examples=12)
def test_the_assured_frontier_is_that_of_all_designs_by_the_oracles(issue: Any) -> None:
    shares = [Fraction(1), Fraction(2, 3)]
    votes = [Unanimity(), Quota(quota="2/3"), Joint(agreement_class_="differentiated")]
    space = design_space(issue, memberships="all", decisions=votes, enforcements=[Binding()])
    found = frontier_of(issue, space=space, concept="assured")
    mine = {(round(d.effectiveness, 6), round(d.legitimacy["index"], 6)) for d in found.frontier}
    theirs = beaten_by_none(assured_points(issue, shares))
    assert len(mine) == len(theirs)
    for e, w in mine:
        assert min(max(abs(e - x), abs(w - y)) for x, y in theirs) < 2e-6


RULES: list[Any] = [
    Unanimity(),
    Quota(quota=2),
    Quota(quota="2/3"),
    Quota(quota="majority", veto=("A",)),
    Joint(),
    Pledge(weight="uniform"),
]
HOLDS: list[Any] = [Reciprocity(), NoEnforcement(), Binding()]


@given(populated(), st.sampled_from([0.2, 0.5, 0.8]), st.sampled_from(list(COMPONENTS)))
@settings(max_examples=6)
def test_the_kept_frontier_is_that_of_every_combination_solved_by_itself(
    issue: Any, patience: float, component: str
) -> None:
    space = design_space(issue, memberships="all", decisions=RULES, enforcements=HOLDS)
    found = frontier_of(issue, space=space, patience=patience, component=component)
    points = []
    for members in sets_of(issue.n):
        entry = Fixed(members=issue.world.members(members))
        for vote, hold in itertools.product(RULES, HOLDS):
            rule = vote
            if isinstance(vote, Quota):
                count = int(members.sum())
                quota = -(-2 * count // issue.n) if vote.quota == 2 else vote.quota
                veto = tuple(v for v in vote.veto if v in entry.members)
                rule = Quota(quota=quota, veto=veto)
            game = CooperationGame(issue, Order(entry, rule, hold))
            outcome = solve(game, patience=patience)
            worth = legitimacy(game, outcome.delivered)[component]
            points.append((effectiveness(game, outcome.delivered.payoffs), worth))
    mine = {(round(d.effectiveness, 6), round(d.legitimacy[component], 6)) for d in found.frontier}
    assert mine == beaten_by_none(points)


@given(populated(4, 4), st.sampled_from(["assured", "self_enforcing", "participation_stable"]))
@settings(max_examples=4)
def test_designs_of_one_key_have_one_outcome(issue: Any, concept: str) -> None:
    space = design_space(issue, memberships="all", decisions=RULES, enforcements=HOLDS)
    solved = solve_designs(space, Judge(issue, concept, 0.5), {})
    for place, position in solved.at.items():
        alone = Judge(issue, concept, 0.5)
        design = alone.judge(alone.game(space.order(place)))
        merged = solved.designs[position]
        assert design.members == merged.members
        assert design.effectiveness == pytest.approx(merged.effectiveness, abs=1e-9)
        assert design.legitimacy == pytest.approx(dict(merged.legitimacy), abs=1e-9)
        assert (design.leavers, design.joiners) == (merged.leavers, merged.joiners)


def test_keys_tell_apart_what_differs_only_when_somebody_leaves() -> None:
    """Two of three is two thirds of three; of two, a count of two is more than two thirds is."""
    issue = good([1.0, 2.0, 3.0], population=[1.0, 1.0, 1.0])
    games = [
        CooperationGame(issue, Order(Universal(), Quota(quota=q), Reciprocity()))
        for q in (2, "60%", "majority")
    ]
    assert len({design_key(game, "self_enforcing") for game in games}) == 1
    # Of the two who are left 60 percent are both of them, and so is more than half.
    five = good([1.0, 1.0, 2.0, 2.0, 3.0])
    pair = [
        CooperationGame(five, Order(Universal(), Quota(quota=q), Reciprocity()))
        for q in ("majority", "41%")
    ]
    assert len({design_key(game, "self_enforcing") for game in pair}) == 1
    assert len({design_key(game, "participation_stable") for game in pair}) == 2


# --- symmetry ------------------------------------------------------------------------------------


def test_sets_that_differ_in_interchangeable_states_count_once() -> None:
    alike = good([1.0] * 6)
    assert interchangeable(alike) == [tuple(range(6))]
    assert [int(m.sum()) for m in all_memberships(alike)] == [1, 2, 3, 4, 5, 6]
    mixed = good([1.0, 2.0, 1.0, 2.0])
    assert len(all_memberships(mixed)) == 3 * 3 - 1
    assert len(all_memberships(mixed, named=["A"])) == 2 * 2 * 3 - 1
    assert len(all_memberships(good([1.0, 2.0, 3.0]))) == 7


def test_trading_states_are_like_no_other() -> None:
    assert all(len(group) == 1 for group in interchangeable(climate()))


# --- standings -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small() -> Any:
    issue = good([1.0, 1.5, 2.0, 4.0], [2.0, 1.0, 1.0, 0.5], population=[4.0, 3.0, 2.0, 1.0])
    orders = [
        Order(Fixed(members=("A", "B")), Unanimity(), NoEnforcement(), "pair"),
        Order(Universal(), Unanimity(), Reciprocity(), "all", "charter"),
        Order(Fixed(members=("B", "A")), Quota(quota=2), NoEnforcement(), "same_pair"),
    ]
    space = design_space(issue, memberships="all", decisions=RULES, enforcements=HOLDS)
    return frontier_of(issue, orders, space=space, patience=0.5)


def test_distance_and_changes_are_those_of_a_search_by_hand(small: Any) -> None:
    space, solved = small.space, small.solved
    best = {id(design) for design in small.frontier}
    for standing in small.named:
        own = standing.design
        e, w = own.effectiveness, own.legitimacy["index"]
        stand = [(d.effectiveness, d.legitimacy["index"], d) for d in small.designs]
        assert standing.distance.effectiveness == pytest.approx(
            max(x for x, y, _ in stand if y >= w - 1e-9) - e
        )
        assert standing.distance.legitimacy == pytest.approx(
            max(y for x, y, _ in stand if x >= e - 1e-9) - w
        )
        ahead = [(x, y, d) for x, y, d in stand if x >= e - 1e-9 and y >= w - 1e-9]
        ahead = [each for each in ahead if id(each[2]) in best]
        assert standing.distance.straight == pytest.approx(
            min(math.hypot(x - e, y - w) for x, y, _ in ahead)
        )
        here = small.places[standing.name]
        counts = [
            sum(a != b for a, b in zip(place, here, strict=True))
            for place in solved.at
            if id(solved.of(place)) in best and any(solved.of(place) is d for _, _, d in ahead)
        ]
        assert standing.cheapest is not None
        assert len(standing.cheapest.rules) == min(counts)
        assert standing.cheapest.on_frontier
        for change in standing.one_rule:
            (slot,) = change.rules
            j = [name for name, _ in space.slots].index(slot)
            ways = [
                solved.of(place)
                for place in solved.at
                if [a != b for a, b in zip(place, here, strict=True)] == [j == i for i in range(3)]
            ]
            gains = [
                d.effectiveness - e
                for d in ways
                if d.effectiveness >= e - 1e-9 and d.legitimacy["index"] >= w - 1e-9
            ]
            assert change.effectiveness == pytest.approx(max(gains))


def test_orders_at_one_point_are_told_as_ties(small: Any) -> None:
    assert small["pair"].ties == ("same_pair",)
    assert small["same_pair"].design is small["pair"].design
    assert small["all"].ties == ()


# --- what can be said of an issue as a whole -----------------------------------------------------


def test_an_issue_on_which_no_design_improves_on_no_cooperation() -> None:
    """Without patience nobody keeps more than what it would do anyway: all tie at zero."""
    issue = good([1.0, 1.0, 1.0], population=[1.0] * 3)
    space = design_space(
        issue, memberships="all", decisions=[Unanimity(), Joint()], enforcements=[Reciprocity()]
    )
    found = frontier_of(issue, space=space, patience=0.0)
    assert [d.effectiveness for d in found.designs] == [0.0] * len(found.designs)
    assert found.verdict.startswith("No design improves on no cooperation; ")
    assert f"{len(found.designs)} of {len(found.designs)} come to the same" in found.verdict


def test_an_issue_on_which_every_design_improves() -> None:
    issue = good([1.0, 2.0, 3.0], population=[1.0] * 3)
    sizes = [Largest(by="stake", count=count) for count in (2, 3)]
    space = design_space(issue, memberships=sizes, decisions=[Joint()], enforcements=[Binding()])
    found = frontier_of(issue, space=space)
    assert found.verdict == "Each of the 2 designs improves on no cooperation."


def test_ties_at_the_top_are_told() -> None:
    issue = good([1.0, 1.0], population=[1.0, 1.0])
    votes = [Unanimity(), Joint()]
    space = design_space(issue, memberships="all", decisions=votes, enforcements=[Binding()])
    found = frontier_of(issue, space=space)
    assert found.verdict.endswith("2 tie for the most effective.")
    assert found.table().rows[0][-1] == 1


def test_nothing_at_stake_is_told() -> None:
    alone = good([1.0, 0.0], [1.0, 1e-300], population=[1.0, 1.0])
    space = design_space(alone, memberships="all", decisions=[Joint()], enforcements=[Binding()])
    found = frontier_of(alone, space=space)
    assert found.frontier == ()
    assert "nothing is at stake" in found.verdict


def test_a_pair_of_free_riders_does_not_stand() -> None:
    """Of four equal states all together would leave; three would not."""
    issue = good([1.0] * 4, population=[1.0] * 4)
    sizes = [Largest(by="stake", count=count) for count in (3, 4)]
    space = design_space(issue, memberships=sizes, decisions=[Joint()], enforcements=[Binding()])
    found = frontier_of(issue, space=space, concept="participation_stable")
    three, four = found.designs
    assert three.stands
    assert four.leavers == ("A", "B", "C", "D")
    assert found.frontier == (three,)


# --- floors and refusals -------------------------------------------------------------------------


def test_the_best_above_floors_is_the_best_of_those_that_keep_to_them(small: Any) -> None:
    floors = {"consent_people": 1.0, "representation_units": 0.75}
    fit = [
        d.effectiveness
        for d in small.designs
        if all(d.legitimacy[name] >= floor for name, floor in floors.items())
    ]
    assert best_design(small, floors).effectiveness == max(fit)
    with pytest.raises(ModelError, match="floors: found consent"):
        best_design(small, {"consent": 0.5})
    with pytest.raises(ModelError, match=r"floors\.index: found 1\.5"):
        best_design(small, {"index": 1.5})


def test_floors_that_nothing_reaches_have_a_witness() -> None:
    issue = good([1.0, 2.0, 3.0], population=[1.0] * 3)
    few = design_space(
        issue,
        memberships=[Largest(by="stake", count=1)],
        decisions=[Unanimity()],
        enforcements=[Binding()],
    )
    with pytest.raises(NoAnswer) as caught:
        best_design(frontier_of(issue, space=few), {"representation_units": 0.5})
    assert caught.value.witness == {"most": {"representation_units": pytest.approx(1 / 3)}}


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"concept": "assumed"}, "concept: found assumed"),
        ({"component": "consent"}, "component: found consent"),
        ({"patience": 1.0}, "patience: found 1.0"),
        ({"patience": math.nan}, "patience: found nan"),
        ({"fallback": "none"}, "fallback: found none"),
        ({"acceptance": 1.2}, "acceptance: found 1.2"),
        ({"acceptance": True}, "acceptance: found True"),
        ({"orders": ["g6"]}, "orders[0]: found g6"),
    ],
)
def test_wrong_arguments_are_told_in_one_line(how: Any, words: str) -> None:
    issue = good([1.0, 2.0])
    with pytest.raises(ModelError) as caught:
        frontier_of(issue, how.pop("orders", ()), **how)
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"memberships": "some"}, "memberships: found some"),
        ({"memberships": []}, "space.membership: found no rule"),
        ({"decisions": [Universal()]}, "decisions[0]: found Universal"),
        ({"transfers": 1}, "transfers: found 1"),
    ],
)
def test_wrong_spaces_are_told_in_one_line(how: Any, words: str) -> None:
    with pytest.raises(ModelError) as caught:
        design_space(good([1.0, 2.0]), **how)
    assert str(caught.value).startswith(words)


def test_what_cannot_be_searched_is_left_out_with_the_reason() -> None:
    issue = good([1.0 + i for i in range(8)])
    space = design_space(
        issue,
        memberships=[OpenEntry(), Universal()],
        decisions=[Unanimity()],
        enforcements=[Binding()],
    )
    found = frontier_of(issue, space=space)
    assert len(found.designs) == 1
    ((place, why),) = found.solved.left_out.items()
    assert place[0] == 0
    assert "8 states that choose to be in" in why


def test_acceptance_by_chance_counts_winning_sets() -> None:
    """Two of three accept with probability 3 a^2 (1 - a) + a^3; all of them with a^3."""
    issue = good([1.0, 1.0, 1.0])
    judge = Judge(issue, "assured", acceptance=0.5)
    for quota, chance in ((2, 0.5), (3, 0.125), (1, 0.875)):
        game = judge.game(Order(Universal(), Quota(quota=quota), Binding()))
        assert judge.chance(game, game.members) == pytest.approx(chance, abs=1e-12)


# --- the climate issue ---------------------------------------------------------------------------


def test_named_orders_on_climate_have_the_figures_of_theory() -> None:
    """E as agreed of theory.md B5, and where the frontier of these few rules is."""
    issue = climate()
    names = ["g6_consensus", "g6_four_of_six", "charter_unanimity", "charter_two_thirds"]
    space = design_space(
        issue, memberships=[Universal()], decisions=[Unanimity()], enforcements=[Binding()]
    )
    found = frontier_of(issue, [load_order(n) for n in names], space=space, concept="assured")
    effect = [round(found[name].design.effectiveness, 3) for name in names]
    assert effect == [0.270, 0.505, 0.498, 0.997]
    cheapest = found["g6_consensus"].cheapest
    assert cheapest is not None
    assert cheapest.rules == {"membership": "everyone"}
    steps = {
        slot: change for change in found["charter_unanimity"].one_rule for slot in change.rules
    }
    # More effect costs some of the consent here: no single rule is worse in nothing.
    assert steps == {}
    assert found["charter_unanimity"].on_frontier
