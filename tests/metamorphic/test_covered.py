"""Nothing that solves or measures is left out: what is public is told anew, or says why not."""

from __future__ import annotations

import inspect
import re

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders.games.allocation import TU_VALUES
from gametheory_orders.issues.goods.build import TECHNOLOGIES
from gametheory_orders.issues.protocol import FAMILIES
from gametheory_orders.orders.decision import DECISIONS
from gametheory_orders.orders.enforcement import ENFORCEMENTS
from gametheory_orders.orders.membership import MEMBERSHIPS
from gametheory_orders.solvers.nash.selection import SELECTIONS
from gametheory_orders.solvers.stable_coalitions import CONCEPTS
from gametheory_orders.solvers.transfers import SHARING
from relations import (
    Kind,
    coalitions,
    families,
    figures,
    normal_forms,
    numbers,
    orders,
    simple_games,
    spatial,
    trees,
    tu_games,
)
from relations.worlds import Told

KINDS: tuple[Kind, ...] = (
    tu_games.KIND,
    simple_games.KIND,
    normal_forms.KIND,
    normal_forms.CONFLICT,
    trees.KIND,
    trees.CONFLICT,
    orders.KIND,
    orders.BESIDE,
    orders.OPEN,
    orders.HALVES,
    coalitions.KIND,
    spatial.KIND,
    figures.KIND,
    numbers.KIND,
    families.KIND,
)
RECORD = "an input or a result: what makes it, or takes it, is told anew"
NUMBER = "takes a number of states and nothing that could be named or counted in another unit"
SHARE = "takes and returns shares, which have no unit and belong to nobody by name"
FILES = "takes institutions from files; what it counts with (power, gridlock) is told anew"
RULE = "says who must approve, from the names in a state; told anew with binding_process"
DRAWN = "draws at random: who stands where in the list decides what is drawn for whom"
APART = {
    "Agenda": RECORD,
    "Assessment": RECORD,
    "Automaton": RECORD,
    "AudienceCost": RECORD,
    "Comparison": RECORD,
    "EquilibriumSet": RECORD,
    "MonitoredGame": RECORD,
    "OutsideCoalition": RECORD,
    "Override": RECORD,
    "PowerIndices": RECORD,
    "Trigger": RECORD,
    "binding_agreements": NUMBER,
    "breadth_depth": NUMBER,
    "expected_depth": NUMBER,
    "effective_patience": SHARE,
    "forum_shopping": SHARE,
    "needed_reliability": SHARE,
    "institution_gridlock": FILES,
    "institution_power": FILES,
    "compare_reforms": FILES,
    "majority_approval": RULE,
    "unanimous_approval": RULE,
    "sample_gridlock": DRAWN,
    "decision_tree": "its tree has the members' votes in the order of the world, by design",
    "best_design": "picks from a frontier that is made from designs, each of which is told anew",
}
"""What is not told anew, and why."""


def told_anew() -> set[str]:
    names = (subject.name for kind in KINDS for subject in kind.subjects)
    return {word for name in names for word in re.split(r"[^a-z_A-Z]+", name)}


def test_every_public_solver_and_measure_is_told_anew_or_says_why_not() -> None:
    covered = told_anew()
    public = {
        name
        for room, names in gto._ROOMS.items()
        if room.split(".")[0] in ("solvers", "measures")
        for name in names
    }
    left_out = sorted(public - covered - set(APART))
    assert not left_out, f"add a subject to a kind in tests/relations, or a reason here: {left_out}"
    assert not set(APART) & covered, "a reason that is no longer one"
    assert set(APART) <= public
    assert all(inspect.isclass(getattr(gto, name)) for name in APART if APART[name] is RECORD)


def test_no_two_subjects_have_one_name() -> None:
    names = [subject.name for kind in KINDS for subject in kind.subjects]
    assert len(set(names)) == len(names)


def test_every_exception_is_of_a_relation_of_its_kind_and_has_a_reason() -> None:
    for kind in KINDS:
        known = {relation.name for relation in kind.relations}
        for subject in kind.subjects:
            assert set(subject.exceptions) <= known, subject.name
            assert all(len(reason) > 20 for reason in subject.exceptions.values())


def test_every_registered_rule_stands_in_an_order_that_is_told_anew() -> None:
    case = Told(tuple("ABCD"), {}, np.zeros((4, 4)))
    made = [make(case) for make in (*orders.GIVEN.values(), *orders.CHOSEN.values())]
    assert {order.membership.rule for order in made} >= set(MEMBERSHIPS)
    assert {order.decision.rule for order in made} >= set(DECISIONS)
    rules = {rule.rule for order in made for rule in order.enforcement}
    assert rules >= set(ENFORCEMENTS)


@pytest.mark.parametrize(
    ("registered", "told"),
    [
        (SELECTIONS, normal_forms.RULES),
        (CONCEPTS, coalitions.CONCEPTS),
        (SHARING, coalitions.SHARING),
        (FAMILIES, {name.split(":")[0] for name in families.MADE}),
        (TECHNOLOGIES, families.TOLD_TECHNOLOGIES),
        (TU_VALUES, {subject.name.removeprefix("value ") for subject in tu_games.SUBJECTS}),
    ],
    ids=["selections", "concepts", "sharing", "families", "technologies", "values"],
)
def test_what_is_registered_is_told_anew(registered: object, told: object) -> None:
    assert set(registered) <= set(told)  # type: ignore[call-overload]
