"""Sanctions that a body must vote: brute force over coalitions, laws, and what goes wrong."""

from __future__ import annotations

import itertools
import math
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import ModelError, Quota, World, load_institution, quota_game
from gametheory_orders.orders.voting import SimpleGame, vetoers, weighted_game
from gametheory_orders.solvers.sanction_remedies import AudienceCost, OutsideCoalition, Override
from gametheory_orders.solvers.sanctions import BODY_ALONE, TOGETHER, sanction_reach

STATES = "ABCDEFGH"


@st.composite
def cases(draw: Any) -> dict[str, Any]:
    """A body of some of eight states, ideal points, protection and support."""
    seats = "".join(draw(st.permutations(STATES)))[: draw(st.integers(2, 6))]
    votes = draw(st.lists(st.integers(1, 3), min_size=len(seats), max_size=len(seats)))
    quota = draw(st.integers(1, sum(votes)))
    veto = draw(st.lists(st.sampled_from(seats), max_size=2, unique=True))
    body = weighted_game(dict(zip(seats, votes, strict=True)), quota, veto)
    points = draw(st.lists(st.integers(-8, 8), min_size=8, max_size=8))
    shields = draw(st.dictionaries(st.sampled_from(STATES), st.sets(st.sampled_from(STATES))))
    columns = {"ideal_point": [x / 4 for x in points], "cinc": [1.0 + x for x in range(8)]}
    return {
        "body": body,
        "world": World(STATES, columns),
        "protects": {who: sorted(whom) for who, whom in shields.items()},
        "closeness": draw(st.sampled_from([None, 0.5, 1.5])),
        "support": draw(st.sampled_from([0.5, 0.9, 1.0])),
        "size": draw(st.sampled_from([0.5, 2.0, 3.0])),
        "detection": draw(st.sampled_from([0.0, 0.3, 1.0])),
    }


def opponents(case: dict[str, Any], state: str) -> set[str]:
    """Who votes no, from the definition."""
    body: SimpleGame = case["body"]
    point = dict(zip(STATES, case["world"].columns["ideal_point"], strict=True))
    out = {state} | {who for who, whom in case["protects"].items() if state in whom}
    if case["closeness"] is not None:
        # Without whom does no coalition win?
        wins = [set(c) for c in coalitions(body.players) if body.wins(c)]
        for seat in body.players:
            essential = bool(wins) and all(seat in c for c in wins)
            if essential and abs(point[seat] - point[state]) < case["closeness"]:
                out.add(seat)
    return out & set(body.players)


def coalitions(names: Any) -> list[list[str]]:
    return [list(c) for k in range(len(names) + 1) for c in itertools.combinations(names, k)]


@given(cases())
@settings(max_examples=60)
def test_brute_force_over_all_coalitions(case: dict[str, Any]) -> None:
    found = sanction_reach(**case, gain=1.0, loss=0.5)
    first = found.scheme(BODY_ALONE)
    body: SimpleGame = case["body"]
    for i, state in enumerate(STATES):
        no = opponents(case, state)
        assert set(found.protectors[i]) == no
        winning = [set(c) for c in coalitions(body.players) if body.wins(c) and not no & set(c)]
        assert bool(first.reached[i]) == bool(winning)
        p, free = case["support"], len(body.players) - len(no)
        chance = sum(p ** len(c) * (1 - p) ** (free - len(c)) for c in winning)
        assert first.chance[i] == pytest.approx(chance, abs=1e-12)
        penalty = case["detection"] * case["size"] * chance
        assert first.penalty[i] == pytest.approx(penalty, abs=1e-12)
        gain = 1.0 - penalty
        assert first.needed is not None
        needed = gain / (gain + 0.5) if gain > 1e-12 else 0.0
        assert first.needed[i] == pytest.approx(needed, abs=1e-9)
        must = set(body.players).intersection(*winning) if winning else set()
        assert set(found.must_vote[i]) == must
        alone = {
            s
            for s in no
            if any(body.wins(c) for c in coalitions(body.players) if not (no - {s}) & set(c))
        }
        assert set(found.blocked_by[i]) == (set() if winning else alone)
    assert found.certificate["holds"]


def care(case: dict[str, Any], seat: str, state: str, essential: bool) -> float:
    """How much of a sanction on the state a seat feels as its own."""
    if seat == state or state in case["protects"].get(seat, []):
        return 1.0
    point = dict(zip(STATES, case["world"].columns["ideal_point"], strict=True))
    if not essential or case["closeness"] is None:
        return 0.0
    return max(0.0, 1 - abs(point[seat] - point[state]) / case["closeness"])


def passes(body: SimpleGame, no: set[str], p: float) -> float:
    free = [s for s in body.players if s not in no]
    return sum(
        p ** len(c) * (1 - p) ** (len(free) - len(c)) for c in coalitions(free) if body.wins(c)
    )


@given(cases(), st.sampled_from([0.0, 0.5, 1.0, 2.0]), st.sampled_from([None, 0.7]))
@settings(max_examples=40)
def test_remedies_from_the_definition(
    case: dict[str, Any], cost: float, radius: float | None
) -> None:
    exposure = dict(zip(STATES, [0.5, 1.0, 1.5, 0.2] * 2, strict=True))
    remedies = [
        AudienceCost(cost),
        Override(closeness=radius),
        OutsideCoalition(benefit=1.0, exposure=exposure, threshold=0.5),
    ]
    found = sanction_reach(**case, remedies=remedies)
    body, p, world = case["body"], case["support"], case["world"]
    point = dict(zip(STATES, world.columns["ideal_point"], strict=True))
    strength = dict(zip(STATES, world.columns["cinc"] / world.columns["cinc"].sum(), strict=True))
    wins = [set(c) for c in coalitions(body.players) if body.wins(c)]
    essential = {s: all(s in c for c in wins) for s in body.players}
    for i, state in enumerate(STATES):
        felt = {s: care(case, s, state, essential[s]) for s in body.players}
        no = {s for s in felt if felt[s] > 0}
        pays = {s for s in no if essential[s] and felt[s] * case["size"] <= cost}
        friends = {state, *no, *(w for w, whom in case["protects"].items() if state in whom)}
        close = {s for s in STATES if radius and abs(point[s] - point[state]) < radius}
        alone, freed = passes(body, no, p), passes(body, no - pays, p)
        # Two thirds of eight states are six.
        yes = 8 - len(friends | close)
        second = sum(math.comb(yes, k) * p**k * (1 - p) ** (yes - k) for k in range(6, yes + 1))
        willing = {s for s in STATES if exposure[s] < 1.0} - friends
        share = sum(strength[s] for s in willing)
        share = share if share >= 0.5 else 0.0
        effects = {
            BODY_ALONE: alone,
            "audience cost": freed,
            "override": 1 - (1 - alone) * (1 - second),
            "coalition outside": alone + (1 - alone) * share,
            TOGETHER: 1 - (1 - freed) * (1 - second) * (1 - share),
        }
        for name, effect in effects.items():
            scheme = found.scheme(name)
            expected = case["detection"] * case["size"] * effect
            assert scheme.penalty[i] == pytest.approx(expected, abs=1e-12), (name, state)
            assert bool(scheme.reached[i]) == (effect > 0)


@given(cases(), st.sampled_from([0.1, 1.0, 5.0]))
@settings(max_examples=30)
def test_a_vetoer_is_never_deterred_by_its_own_body(case: dict[str, Any], gain: float) -> None:
    found = sanction_reach(**case, gain=gain, loss=1.0)
    first = found.scheme(BODY_ALONE)
    assert first.needed is not None
    assert found.without is not None
    for seat in vetoers(case["body"]):
        i = STATES.index(seat)
        assert not first.reached[i]
        assert first.penalty[i] == 0
        assert first.needed[i] == found.without[i]


@given(cases(), st.sampled_from([-0.4, 0.0, 1.0]))
@settings(max_examples=30)
def test_more_detection_never_deters_less(case: dict[str, Any], loss: float) -> None:
    del case["detection"]
    before = None
    for detection in (0.0, 0.2, 0.7, 1.0):
        now = sanction_reach(**case, detection=detection, gain=1.0, loss=loss).schemes[0]
        assert now.needed is not None
        needed = np.minimum(now.needed, 1.0)
        if before is not None:
            assert (now.penalty >= before[0]).all()
            assert (needed <= before[1] + 1e-12).all()
        before = (now.penalty, needed)


@given(cases(), st.sampled_from([0.0, 0.4, 2.0]), st.sampled_from([None, 0.7]))
@settings(max_examples=30)
def test_no_remedy_makes_it_worse(case: dict[str, Any], cost: float, radius: float | None) -> None:
    remedies = [
        Override(closeness=radius),
        AudienceCost(cost),
        OutsideCoalition(benefit=1.0, exposure="exposure", threshold=0.3),
    ]
    world = case["world"].with_columns({"exposure": [0.5, 1.0, 1.5, 0.2] * 2})
    found = sanction_reach(**{**case, "world": world}, remedies=remedies)
    together = found.scheme(TOGETHER)
    for each in found.schemes:
        assert (each.penalty >= found.schemes[0].penalty - 1e-12).all()
        assert (together.penalty >= each.penalty - 1e-12).all()
        assert (together.reached >= each.reached).all()


@given(cases())
@settings(max_examples=25)
def test_an_audience_cost_of_nothing_changes_nothing(case: dict[str, Any]) -> None:
    found = sanction_reach(**case, remedies=AudienceCost(0.0))
    assert (found.schemes[1].penalty == found.schemes[0].penalty).all()
    # One above the size of the sanction frees all votes that a veto could stop.
    freed = sanction_reach(**case, remedies=AudienceCost(100.0)).schemes[1]
    for seat in vetoers(case["body"]):
        i = STATES.index(seat)
        others = opponents(case, seat) - set(vetoers(case["body"]))
        rest = [s for s in case["body"].players if s not in others]
        assert bool(freed.reached[i]) == case["body"].wins(rest)


COUNCIL = load_institution("unsc")
FIVE = ("CHN", "FRA", "GBR", "RUS", "USA")


def test_the_council_reaches_all_but_the_five_and_whom_they_protect() -> None:
    found = sanction_reach(COUNCIL, size=2.0, gain=1.0, loss=1.0, protects={"CHN": ["PRK"]})
    assert len(found.world.ids) == 193
    assert found.beyond() == (*FIVE[:3], "PRK", *FIVE[3:])
    north_korea = found.world.index("PRK")
    assert found.protectors[north_korea] == found.blocked_by[north_korea] == ("CHN",)
    assert found.must_vote[found.world.index("IRN")] == FIVE
    alone = found.scheme(BODY_ALONE)
    assert alone.needed is not None
    assert alone.needed[found.world.index("IRN")] == 0.0
    assert alone.needed[found.world.index("RUS")] == 0.5
    assert found.share_beyond("states") == pytest.approx(6 / 193)
    world, capability = found.world, found.share_beyond("capability")
    cinc = world.columns["cinc"]
    assert capability == pytest.approx(cinc[world.mask([*FIVE, "PRK"])].sum() / cinc.sum())


def test_remedies_for_the_council() -> None:
    remedies = [
        Override(),
        AudienceCost(1.5),
        OutsideCoalition(benefit=2.0, exposure=1.0, threshold=0.5),
    ]
    found = sanction_reach(COUNCIL, size=2.0, protects={"RUS": {"SYR": 0.5}}, remedies=remedies)
    # Two thirds of the Assembly reach everybody; the audience cost frees the protege, whom its
    # protector pays for less than it does for itself; the coalition reaches all, none in full.
    assert found.beyond("override") == ()
    assert found.beyond("audience cost") == FIVE
    assert found.beyond("coalition outside") == ()
    world = found.world
    cinc = world.columns["cinc"] / world.columns["cinc"].sum()
    us = world.index("USA")
    outside = found.scheme("coalition outside").penalty[us]
    assert outside == pytest.approx(2.0 * (1 - cinc[us]))
    assert found.scheme(TOGETHER).penalty.min() == 2.0


def test_who_joins_outside_the_charter() -> None:
    n = 8
    world = World(STATES, {"cinc": [1.0] * n, "ideal_point": [0.0] * n})
    exposure = np.zeros((n, n))
    exposure[1, 0] = 5.0  # B trades with A
    exposure[2, 0] = 1.0  # C would gain nothing by joining
    body = quota_game(STATES, 5, veto=["A"])
    remedy = OutsideCoalition(benefit=1.0, exposure=exposure, threshold=0.5)
    shields = {"D": ["A"]}
    found = sanction_reach(body, world, size=1.0, protects=shields, remedies=remedy)
    assert found.schemes[1].penalty[0] == pytest.approx(4 / 8)  # E, F, G, H
    dear = OutsideCoalition(benefit=1.0, exposure=exposure, threshold=0.51)
    none = sanction_reach(body, world, size=1.0, protects=shields, remedies=dear)
    assert none.beyond("coalition outside") == ("A",)


def test_a_bloc_protects_its_own() -> None:
    g20 = load_institution("g20")
    found = sanction_reach(g20, size=1.0)
    assert "EU" in found.protectors[found.world.index("AUT")]
    assert found.protectors[found.world.index("CHE")] == ()


def test_a_decision_rule_is_a_body() -> None:
    world = World("ABC", {"cinc": [1.0, 1.0, 1.0]})
    found = sanction_reach(Quota(quota=2, veto=["A"]), world, size=1.0)
    assert found.beyond() == ("A",)
    assert found.share_beyond("people") is None
    document = found.to_dict()
    assert document["schemes"][0]["beyond_reach"] == ["A"]
    assert document["schemes"][0]["share_people"] is None
    assert [row[0] for row in found.table().rows] == ["A", "B", "C"]
    assert found.summary().rows[0][1] == 1


def test_the_whole_world_takes_about_a_second() -> None:
    start = time.perf_counter()
    found = sanction_reach(
        load_institution("unga_two_thirds"),
        size=2.0,
        gain=1.0,
        loss=1.0,
        closeness=0.5,
        support=0.8,
        remedies=[Override(closeness=0.5), AudienceCost(1.0), OutsideCoalition(1.0, 0.5)],
    )
    assert len(found.table().rows) == 193
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"size": -1.0}, "size"),
        ({"size": float("nan")}, "size"),
        ({"size": True}, "size"),
        ({"size": "no_column"}, "no_column"),
        ({"size": {"USA": 1.0}}, "none for AFG"),
        ({"detection": 1.2}, "detection"),
        ({"closeness": 0.0}, "closeness"),
        ({"closeness": float("inf")}, "closeness"),
        ({"closeness": 1.0, "ideal_point": "idael_point"}, "ideal_point"),
        ({"support": 1.01}, "support"),
        ({"support": {"DEU": 0.5}}, "DEU"),
        ({"gain": 1.0}, "loss"),
        ({"gain": -1.0, "loss": 1.0}, "gain"),
        ({"protects": {"RUS": "SYR"}}, "protects.RUS"),
        ({"protects": {"RUS": {"SYR": 0.0}}}, "SYR"),
        ({"protects": {"RUS": ["SYX"]}}, "SYX"),
        ({"protects": {"RUX": ["SYR"]}}, "RUS"),
        ({"protects": ["RUS"]}, "protects"),
        ({"remedies": ["override"]}, "remedies"),
        ({"remedies": [Override(), Override()]}, "name"),
        ({"remedies": "override"}, "remedies"),
        ({"remedies": AudienceCost({"DEU": 1.0})}, "DEU"),
        ({"remedies": OutsideCoalition(1.0, np.zeros((2, 2)))}, "shape"),
        ({"remedies": OutsideCoalition(1.0, 0.5, capability="gdp")}, "PRK"),
        ({"world": "states"}, "World"),
    ],
)
def test_bad_input_is_told(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ModelError, match=told):
        sanction_reach(COUNCIL, **{"size": 1.0, **given})


@pytest.mark.parametrize(
    "make",
    [
        lambda: AudienceCost(-1.0),
        lambda: AudienceCost(float("inf")),
        lambda: Override(closeness=-1.0),
        lambda: OutsideCoalition(1.0, 1.0, threshold=2.0),
        lambda: sanction_reach("unsc", World("A", {}), size=1.0),
        lambda: sanction_reach(quota_game("AB"), size=1.0),
        lambda: sanction_reach(quota_game("XY"), World("AB", {}), size=1.0),
    ],
)
def test_bad_remedies_and_bodies_are_told(make: Any) -> None:
    with pytest.raises(ModelError):
        make()
