"""Orders and worlds edited again and again: what counts is where one ends, not how.

A machine varies parameters one by one; beside it stands the list of what was set. Varying step
by step, all at once, and building the problem from its figures give the same outcome, and what
was there before stays as it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

import gametheory_orders as gto
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.issues import PublicGood

STAKES, CAPACITIES = [3.0, 2.0, 1.0, 0.5], [1.0, 2.0, 1.5, 1.0]
IDS = "ABCD"
AMOUNT = st.integers(1, 80).map(lambda x: x / 16)


def world(stakes: Any = STAKES, capacities: Any = CAPACITIES) -> gto.World:
    return gto.World(tuple(IDS), {"stake": np.array(stakes), "capacity": np.array(capacities)})


def order(cost: Any = 0.0, patience: Any = 0.6, members: Any = IDS) -> gto.Order:
    return gto.Order(
        gto.Fixed(members=tuple(members)),
        gto.Consensus(blocking_cost=cost),
        [gto.Reciprocity(patience=patience)],
        four_c="concert",
    )


class Editor(RuleBasedStateMachine):
    """A problem that is edited, and what has been set so far."""

    def __init__(self) -> None:
        super().__init__()
        self.first = PublicGood(world()), order()
        self.now: tuple[Any, Any] = self.first
        self.set: dict[str, float] = {}
        self.past: list[tuple[Any, Any, dict[str, Any]]] = []
        self.members = IDS

    def edit(self, **settings: float) -> None:
        dotted = {path.replace("__", "."): value for path, value in settings.items()}
        self.past.append((*self.now, self.solved(*self.now)))
        issue, changed, how = gto.vary(*self.now, dotted)
        assert not how
        self.now = issue, changed
        self.set |= dotted

    @staticmethod
    def solved(issue: Any, given: Any) -> dict[str, Any]:
        found = gto.solve(gto.CooperationGame(issue, given))
        return {
            "members": found.members,
            "payoffs": found.payoffs,
            "needed": dict(found.needed),
            "level": found.level,
            "blocked by": found.blocked_by,
        }

    @rule(state=st.sampled_from(IDS), amount=AMOUNT)
    def set_a_stake(self, state: str, amount: float) -> None:
        self.edit(**{f"column__stake__{state}": amount})

    @rule(state=st.sampled_from(IDS), amount=AMOUNT)
    def set_a_capacity(self, state: str, amount: float) -> None:
        self.edit(**{f"column__capacity__{state}": amount})

    @rule(cost=AMOUNT)
    def set_the_blocking_cost(self, cost: float) -> None:
        self.edit(decision__blocking_cost=cost)

    @rule(patience=st.integers(0, 19))
    def set_patience(self, patience: int) -> None:
        self.edit(enforcement__patience=patience / 20)

    @rule(members=st.sampled_from(["ABCD", "ABC", "AB", "BD"]))
    def replace_the_members(self, members: str) -> None:
        issue, given = self.now
        self.now = issue, replace(given, membership=gto.Fixed(members=tuple(members)))
        self.members = members

    @rule(path=st.sampled_from(["column.stake.E", "decision.quota", "nothing", "patience.E"]))
    def a_wrong_edit_changes_nothing(self, path: str) -> None:
        before = self.solved(*self.now)
        with pytest.raises(ModelError):
            gto.vary(*self.now, {path: 0.5})
        assert self.solved(*self.now) == before

    @rule()
    def what_was_there_before_stays(self) -> None:
        for issue, given, found in self.past[-3:]:
            assert self.solved(issue, given) == found

    @invariant()
    def the_way_there_does_not_matter(self) -> None:
        step_by_step = self.solved(*self.now)
        issue, given, _ = gto.vary(*self.first, self.set)
        at_once = issue, replace(given, membership=gto.Fixed(members=tuple(self.members)))
        assert self.solved(*at_once) == step_by_step
        assert self.solved(*self.from_figures()) == step_by_step

    def from_figures(self) -> tuple[Any, Any]:
        """The problem as a model file would give it, from the list of what was set."""
        stakes = [self.set.get(f"column.stake.{i}", x) for i, x in zip(IDS, STAKES, strict=True)]
        capacities = [
            self.set.get(f"column.capacity.{i}", x) for i, x in zip(IDS, CAPACITIES, strict=True)
        ]
        cost = self.set.get("decision.blocking_cost", 0.0)
        patience = self.set.get("enforcement.patience", 0.6)
        issue = PublicGood(world(stakes, capacities))
        return issue, order(cost, patience, self.members)


TestEditor = Editor.TestCase
TestEditor.settings = settings(max_examples=6, stateful_step_count=8)


@pytest.mark.long
def test_many_edits() -> None:
    run_state_machine_as_test(Editor, settings=settings(max_examples=300, stateful_step_count=25))
