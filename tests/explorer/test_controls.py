"""Where the controls stand is what the order says, and only what was moved is a change."""

from __future__ import annotations

import pytest

from gametheory_orders.explorer.controls import choice_of, problems, stand, text_of
from gametheory_orders.explorer.pasted import read_pasted
from gametheory_orders.explorer.session import Choice, look, open_problem

SIX = ("US", "China", "EU", "Russia", "Japan", "India")
AT_REST = {"blocking_cost": 0.0, "tariff": 0.0, "quota": 6.0}


def chosen(moved: dict[str, float] | None = None, members: tuple[str, ...] = SIX) -> Choice:
    start = stand(open_problem("climate"), "g6_consensus")
    rest = {"beside": ["charter"], "patience": 0.8, "members": members}
    return choice_of(("climate", ""), "g6_consensus", start, moved=AT_REST | (moved or {}), **rest)


def test_controls_at_rest_change_nothing() -> None:
    assert chosen() == Choice("climate", order="g6_consensus", beside=("charter",), patience=0.8)
    assert not chosen(members=SIX[::-1]).changes


@pytest.mark.parametrize(
    ("moved", "wanted"),
    [
        ({"blocking_cost": 1.5}, {"blocking_cost": 1.5}),
        ({"tariff": 2.5}, {"tariff": 0.025}),
        ({"quota": 4.0}, {"quota": 4}),
    ],
)
def test_a_control_that_is_moved_changes_its_rule_alone(
    moved: dict[str, float], wanted: dict[str, float]
) -> None:
    found = chosen(moved)
    names = ("blocking_cost", "tariff", "quota", "members")
    assert {n: getattr(found, n) for n in names if getattr(found, n) is not None} == wanted


def test_members_that_go_take_votes_that_cannot_be_met_along() -> None:
    found = chosen({"quota": 5.0}, SIX[:3])
    assert (found.quota, found.members) == (3, SIX[:3])
    assert len(look(found).members) == 3


def test_what_does_nothing_in_an_order_is_not_sent() -> None:
    start = stand(open_problem("climate"), "pledge_uniform")
    rest = {"beside": (), "patience": 0.9, "members": start.members}
    found = choice_of(
        ("climate", ""), "pledge_uniform", start, moved=AT_REST | {"quota": 2}, **rest
    )
    assert not found.changes


@pytest.mark.parametrize("issue", ["climate", "spheres"])
def test_every_order_opens_as_its_own_rule_says(issue: str) -> None:
    opened = open_problem(issue)
    for name in opened.orders:
        start = stand(opened, name)
        moved = {key: getattr(start, key).value for key in AT_REST}
        rest = {"beside": (), "patience": 0.9, "members": start.members}
        assert not choice_of((issue, ""), name, start, moved=moved, **rest).changes, name


def test_a_file_given_at_the_start_comes_first_and_bundled_texts_can_be_edited() -> None:
    assert next(iter(problems("mine.toml").items())) == ("Your file: mine.toml", "mine.toml")
    assert list(problems()) == list(problems("climate"))
    for name in problems().values():
        assert read_pasted(text_of(name)).issue.name == name
