"""What the page shows is what the library says of the same order, for every control."""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import replace

import pytest

import gametheory_orders as gto
from gametheory_orders.explorer.presets import (
    blocking_slider,
    patience_slider,
    presets,
    quota_slider,
    tariff_slider,
)
from gametheory_orders.explorer.session import (
    Choice,
    first_members,
    look,
    open_problem,
    shaped,
)
from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.measures.frontier import frontier
from gametheory_orders.measures.shortfall import RULES

SIX = ("US", "China", "EU", "Russia", "Japan", "India")


def same(screen, assessment):
    """Whether the page's figures are those of an assessment made another way."""
    assert screen.members == assessment.outcome.members
    assert screen.effectiveness == pytest.approx(assessment.effectiveness, abs=1e-12)
    assert screen.gap == pytest.approx(assessment.gap, abs=1e-12)
    assert screen.legitimacy.to_dict() == assessment.legitimacy.to_dict()
    assert screen.shortfall.to_dict() == assessment.shortfall.to_dict()
    assert screen.blocked_by == assessment.outcome.blocked_by
    assert screen.leavers == tuple(assessment.outcome.delivered.leavers)
    assert screen.joiners == tuple(assessment.outcome.delivered.joiners)


def test_an_order_left_alone_is_the_bundled_one() -> None:
    screen = look(Choice("climate", order="g6_consensus", beside=()))
    same(screen, gto.compare("climate", ["g6_consensus"], patience=0.9)["g6_consensus"])
    assert screen.order == gto.load_order("g6_consensus")


def test_every_control_is_the_rule_it_names() -> None:
    choice = Choice("climate", order="g6_consensus", beside=(), patience=0.6)
    cases = {
        "blocking_cost": (2.0, gto.concert(members=SIX, blocking_cost=2.0)),
        "quota": (4, gto.concert(members=SIX, quota=4)),
        "members": (SIX[:4], gto.concert(members=SIX[:4])),
        "tariff": (
            0.03,
            gto.Order(
                gto.Fixed(members=SIX),
                gto.Consensus(),
                [gto.Reciprocity(), gto.Tariff(rate=0.03)],
                four_c="concert",
            ),
        ),
    }
    for name, (value, order) in cases.items():
        shown = look(replace(choice, **{name: value}))
        (expected,) = gto.compare("climate", [order], patience=0.6)
        assert set(shown.members) == set(expected.outcome.members), name
        assert shown.effectiveness == pytest.approx(expected.effectiveness, abs=1e-12), name
        assert shown.gap == pytest.approx(expected.gap, abs=1e-12), name
        assert shown.shortfall.to_dict() == expected.shortfall.to_dict(), name
        assert set(shown.leavers) == set(expected.outcome.delivered.leavers), name
        assert set(shown.blocked_by) == set(expected.outcome.blocked_by), name
        before = look(choice)
        assert shown.effectiveness != pytest.approx(before.effectiveness, abs=1e-6), name


def test_patience_is_that_of_all_orders_on_the_page() -> None:
    low = look(Choice("climate", order="g6_consensus", beside=("charter_unanimity",), patience=0.3))
    found = gto.compare("climate", ["g6_consensus", "charter_unanimity"], patience=0.3)
    assert [p.effectiveness for p in low.points] == [a.effectiveness for a in found]
    high = look(replace(low.choice, patience=0.9))
    assert high.effectiveness > low.effectiveness


def test_members_that_change_take_a_count_of_votes_along() -> None:
    choice = Choice("climate", order="charter_two_thirds", beside=())
    nine = first_members(open_problem("climate"), "charter_two_thirds")[:9]
    order = shaped(open_problem("climate"), replace(choice, members=nine))
    # 10 of 15 is 6 of 9.
    assert order.decision.quota == 6
    assert set(look(replace(choice, members=nine)).members) == set(nine)


def test_the_frontier_is_that_of_the_points() -> None:
    screen = look(Choice("climate", order="club_tariff_2"))
    best = frontier(
        [point.effectiveness for point in screen.points],
        [point.legitimacy for point in screen.points],
    )
    assert [j for j, point in enumerate(screen.points) if point.on_frontier] == sorted(best)
    assert len(screen.points) == 5
    assert [point.yours for point in screen.points] == [True, False, False, False, False]


@pytest.mark.parametrize("issue", ["climate", "spheres"])
def test_the_account_and_the_gap_add_up(issue: str) -> None:
    opened = open_problem(issue)
    for name in presets(opened.issue):
        screen = look(Choice(issue, order=name, beside=()))
        lost = sum(screen.shortfall.share[rule] for rule in RULES)
        assert screen.effectiveness + lost == pytest.approx(1.0, abs=1e-9)
        assert screen.gap == screen.effectiveness - screen.legitimacy.index


def test_each_c_has_a_preset_wherever_it_fits() -> None:
    for issue in ("climate", "rice", "spheres", "aggression"):
        found = presets(gto.load_issue(issue))
        assert set(found) == {"charter", "club", "concert", "coalition"}, issue
        assert all(order.four_c == name == order.name for name, order in found.items())


def test_sliders_say_why_they_do_nothing() -> None:
    climate, spheres = open_problem("climate"), open_problem("spheres")
    pledge = climate.orders["pledge_uniform"]
    assert blocking_slider(climate.issue, pledge).why == "nobody votes in this order"
    assert quota_slider(climate.issue, pledge, 15).why
    assert patience_slider(pledge).why
    assert not tariff_slider(climate.issue, pledge).why
    assert tariff_slider(spheres.issue, spheres.orders["charter"]).why
    assert quota_slider(climate.issue, climate.orders["charter_two_thirds"], 15).value == 10
    assert quota_slider(climate.issue, climate.orders["g6_consensus"], 6).value == 6
    assert tariff_slider(climate.issue, climate.orders["club_tariff_2"]).value == 2.0


def test_what_does_not_fit_is_one_line() -> None:
    for change, said in [
        ({"members": ()}, "members: found nobody"),
        ({"members": ("Atlantis",)}, "members"),
        ({"quota": 7}, "decision.quota: found 7"),
        ({"order": "g7"}, "order: found g7"),
        ({"beside": ("g7",)}, "order: found g7"),
        ({"patience": 1.0}, "patience"),
        ({"patience": float("nan")}, "patience"),
        ({"blocking_cost": -1.0}, "decision.blocking_cost"),
        ({"tariff": -0.1}, "enforcement.rate"),
        ({"issue": "nowhere"}, "nowhere: found no such issue"),
        ({"order": "pledge_uniform", "quota": 3}, "quota: found 3"),
        ({"order": "pledge_uniform", "blocking_cost": 3.0}, "blocking_cost: found 3.0"),
        ({"order": "charter", "issue": "spheres", "tariff": 0.1}, "enforcement.rate"),
    ]:
        choice = replace(Choice(order="g6_consensus", beside=()), **change)
        with pytest.raises(ModelError) as caught:
            look(choice)
        assert caught.value.line().startswith(said), caught.value.line()
        assert "\n" not in caught.value.line()


def test_an_order_beside_that_has_no_answer_is_left_out_with_a_remark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from gametheory_orders.explorer import session

    real = session.compare_orders

    def refuse(issue, orders, **how):
        if orders[0].name == "club_joint":
            raise NoAnswer("no membership is stable", {"cycle": []})
        return real(issue, orders, **how)

    monkeypatch.setattr(session, "compare_orders", refuse)
    open_problem.cache_clear()
    screen = look(Choice("climate", order="g6_consensus", beside=("club_joint",)))
    assert len(screen.points) == 1
    assert screen.remarks == ("club_joint is not shown: club_joint: no membership is stable",)
    with pytest.raises(NoAnswer):
        look(Choice("climate", order="club_joint", beside=()))
    open_problem.cache_clear()


def changes(number: int, seed: int) -> list[Choice]:
    """Return choices, each one control away from the one before it."""
    draw = random.Random(seed)
    opened = open_problem("climate")
    orders = ["g6_consensus", "charter", "concert", "charter_majority"]
    current = Choice("climate", order="g6_consensus")
    out = []
    while len(out) < number:
        what = draw.choice(["patience", "blocking_cost", "tariff", "quota", "members", "order"])
        inside = first_members(opened, current.order)
        if what == "order":
            current = Choice("climate", order=draw.choice(orders), patience=current.patience)
        elif what == "members":
            state = draw.choice(opened.issue.world.ids)
            now = set(current.members or inside)
            now = now - {state} if state in now else now | {state}
            if len(now) < 2:
                continue
            current = replace(current, members=tuple(sorted(now)), quota=None)
        elif what == "quota":
            current = replace(current, quota=draw.randint(1, len(current.members or inside)))
        else:
            high = {"patience": 99, "blocking_cost": 1000, "tariff": 10}[what]
            current = replace(current, **{what: draw.randint(0, high) / 100})
        out.append(current)
    return out


def test_a_change_on_the_climate_problem_is_quick() -> None:
    look(Choice("climate", order="g6_consensus"))
    took = []
    for choice in changes(20, seed=1):
        begun = time.perf_counter()
        look(choice)
        took.append(time.perf_counter() - begun)
    # The promise is 0.3 seconds on a machine of its own; the machine of the tests is shared.
    assert statistics.median(took) < 1.0
