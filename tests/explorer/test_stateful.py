"""The page's controls in any order: what is shown depends on what is chosen, not on the way.

A machine moves the controls; beside it the library assesses the chosen order with nothing kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from gametheory_orders import CooperationGame, assess, solve
from gametheory_orders.explorer.session import Choice, look, open_problem, shaped
from gametheory_orders.foundations.errors import ModelError, NoAnswer

SIX = ("US", "China", "EU", "Russia", "Japan", "India")
FIRST = Choice("climate", order="g6_consensus", beside=())


class Page(RuleBasedStateMachine):
    """What is chosen on the page, and all that was chosen before."""

    def __init__(self) -> None:
        super().__init__()
        self.choice = FIRST
        self.past: list[tuple[Choice, Any]] = []

    def move(self, **changes: Any) -> None:
        self.past.append((self.choice, self.shown(self.choice)))
        self.choice = replace(self.choice, **changes)

    @staticmethod
    def shown(choice: Choice) -> Any:
        """What the page shows, or what it says in place of figures."""
        try:
            screen = look(choice)
        except (ModelError, NoAnswer) as error:
            return str(error)
        return (
            screen.members,
            screen.effectiveness,
            screen.gap,
            screen.legitimacy.to_dict(),
            screen.shortfall.to_dict(),
            screen.blocked_by,
            screen.leavers,
        )

    @rule(patience=st.integers(0, 19))
    def patience(self, patience: int) -> None:
        self.move(patience=patience / 20)

    @rule(cost=st.sampled_from([0.0, 0.5, 2.0, None]))
    def blocking_cost(self, cost: float | None) -> None:
        self.move(blocking_cost=cost, quota=None)

    @rule(quota=st.sampled_from([2, 4, 6, None]))
    def quota(self, quota: int | None) -> None:
        self.move(quota=quota, blocking_cost=None)

    @rule(tariff=st.sampled_from([0.0, 0.02, None]))
    def tariff(self, tariff: float | None) -> None:
        self.move(tariff=tariff)

    @rule(members=st.sampled_from([SIX, SIX[:4], SIX[:2], None]))
    def members(self, members: tuple[str, ...] | None) -> None:
        self.move(members=members)

    @rule()
    def back_to_the_start(self) -> None:
        self.move(**{name: getattr(FIRST, name) for name in ("quota", "tariff", "members")})

    @rule()
    def undo(self) -> None:
        if self.past:
            self.choice, before = self.past.pop()
            assert self.shown(self.choice) == before

    @invariant()
    def what_is_shown_is_what_the_library_says(self) -> None:
        shown = self.shown(self.choice)
        opened = open_problem("climate")
        try:
            game = CooperationGame(opened.issue, shaped(opened, self.choice))
            found = assess(solve(game, patience=self.choice.patience))
        except (ModelError, NoAnswer):
            assert isinstance(shown, str)
            return
        assert shown[0] == found.outcome.members
        assert shown[1] == pytest.approx(found.effectiveness, abs=1e-12)
        assert shown[2] == pytest.approx(found.gap, abs=1e-12)
        assert shown[3] == found.legitimacy.to_dict()
        assert shown[4] == found.shortfall.to_dict()


TestPage = Page.TestCase
TestPage.settings = settings(max_examples=4, stateful_step_count=8)


@pytest.mark.long
def test_many_ways_over_the_page() -> None:
    run_state_machine_as_test(Page, settings=settings(max_examples=100, stateful_step_count=20))
