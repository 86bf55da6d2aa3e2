"""The cooperation game: what does not fit is refused in one line, the rest prints."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.measures import assess
from gametheory_orders.orders import (
    Consensus,
    Criterion,
    Fixed,
    FixedLevel,
    Joint,
    Largest,
    Pledge,
    Quota,
    Reciprocity,
    Unanimity,
    club,
)
from gametheory_orders.solvers import solve
from making import game, good, reciprocal

WRONG: list[tuple[Any, str]] = [
    (lambda i: game(i, Quota(quota=4)), "at most 3"),
    (lambda i: game(i, Quota(quota=2, veto=("Z",))), "decision.veto"),
    (lambda i: game(i, Quota(quota=1, veto=("C",)), None, Fixed(members=("A", "B"))), "member"),
    (lambda i: game(i, Quota(quota=1, body=("C",)), None, Fixed(members=("A", "B"))), "member"),
    (lambda i: game(i, Quota(quota=0)), "above 0"),
    (lambda i: game(i, Quota(quota="4/3")), "share"),
    (lambda i: game(i, Quota(quota="most")), "majority"),
    (lambda i: game(i, Quota(quota=1, weights={"A": 0, "B": 0, "C": 0})), "sum to 0"),
    (lambda i: game(i, Quota(quota=1, weights={"A": 1, "B": 1})), "no weight for C"),
    (lambda i: game(i, Quota(quota=1, weights={"A": -1, "B": 1, "C": 1})), "0 or more"),
    (lambda i: game(i, Quota(quota=math.nan)), "finite"),
    (lambda i: game(i, Unanimity(agenda="opne")), "did you mean 'open'"),
    (lambda i: game(i, Unanimity(setter="A")), "closed"),
    (lambda i: game(i, Consensus(blocking_cost=-1)), "0 or more"),
    (lambda i: game(i, FixedLevel()), "decision.level"),
    (lambda i: game(i, Pledge(weight=1.5)), "from 0 to 1"),
    (lambda i: game(i, Pledge(weight={"A": 0.5})), "no weight for B"),
    (lambda i: game(i, Joint(agreement_class_="both")), "uniform"),
    (lambda i: game(i, Joint(), Reciprocity(patience=1.0)), "not including, 1"),
    (lambda i: game(i, Joint(), None, Fixed(members=())), "at least one"),
    (lambda i: game(i, Joint(), None, Fixed(members=("A", "A"))), "second time"),
    (lambda i: game(i, Joint(), None, Fixed(members=("Aa",))), "did you mean 'A'"),
    (lambda i: game(i, Joint(), None, Largest(by="stake", count=4)), "at most 3"),
    (lambda i: game(i, Joint(), None, Largest(by="steak", count=1)), "did you mean 'stake'"),
    (lambda i: game(i, Joint(), None, Criterion(where="stake")), "comparison"),
    (lambda i: game(i, Joint(), None, Criterion(where="stake >")), "membership.where"),
    (lambda i: club(entry="criterion"), "who is in"),
]


@pytest.mark.parametrize(("make", "said"), WRONG)
def test_what_does_not_fit_is_refused_in_one_line(make: Any, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        make(good([1.0, 2.0, 3.0]))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_rule_of_membership_picks_its_members() -> None:
    issue = good([1.0, 3.0, 2.0, 3.0])
    assert game(issue, Joint()).members.tolist() == [True] * 4
    largest = game(issue, Joint(), None, Largest(by="stake", count=2)).members
    assert largest.tolist() == [False, True, False, True]
    # Ties: the first in the world.
    first = game(issue, Joint(), None, Largest(by="stake", count=1)).members
    assert first.tolist() == [False, True, False, False]
    where = game(issue, Joint(), None, Criterion(where="stake >= 2 and not stake > 2.5")).members
    assert where.tolist() == [False, False, True, False]


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_results_are_strict_json_and_print_at_any_scale(scale: float) -> None:
    outcome = solve(reciprocal(good(np.array([0.0, 1.0, 2.0]) * scale), Quota(quota=2)))
    for result in (outcome, assess(outcome), outcome.game):
        text = json.dumps(result.to_dict(), allow_nan=False)
        assert "NaN" not in text
        assert str(result)
        assert len(result.to_frame()) > 0
    assert assess(outcome).agreed.effectiveness == pytest.approx(
        assess(solve(reciprocal(good([0.0, 1.0, 2.0]), Quota(quota=2)))).agreed.effectiveness
    )


def test_a_single_state_has_nothing_to_agree_on() -> None:
    for decision in (Unanimity(), Quota(quota="majority"), Joint(), Pledge(weight="uniform")):
        outcome = solve(reciprocal(good([2.0], [3.0]), decision))
        assert outcome.payoffs["A"] == pytest.approx(6.0)
        assert math.isnan(assess(outcome).effectiveness)
