"""Barrett 1994, Self-enforcing international environmental agreements, Oxford Economic Papers 46.

Each of N states has (b / N) (a Q - Q^2 / 2) - c q^2 / 2; signatories move first. With g = c / b
and al the share that signs, the paper's closed forms for what both sides abate are written out
here. The figures for N = 10, a = 100, b = 1, c = 0.25 are recomputed ones; the size 4 is the
paper's.
"""

from __future__ import annotations

import numpy as np
import pytest

from gametheory_orders import CooperationGame, World, public_good, solve
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Fixed, Joint, NoEnforcement, OpenEntry, Order
from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from gametheory_orders.solvers.symmetric_types import stable_types


def treaty(n: int, c: float, timing: str = "coalition_first") -> Issue:
    ids = [f"S{i}" for i in range(n)]
    world = World(ids, {"stake": [1.0 / n] * n, "capacity": [1.0 / c] * n})
    return public_good(world, benefit="quadratic", satiation=100.0, timing=timing)


def abatement(n: int, size: int, c: float, a: float = 100.0) -> tuple[float, float]:
    """Signatories' and others' abatement in all, with b = 1."""
    al = size / n
    signed = a * al**2 * n * c / ((c + 1 - al) ** 2 + al**2 * n * c)
    return signed, (1 - al) * (a - signed) / (c + 1 - al)


@pytest.mark.parametrize(("n", "c"), [(10, 0.25), (10, 2.0), (100, 0.1)])
def test_the_closed_forms_are_the_solution(n: int, c: float) -> None:
    issue = treaty(n, c)
    for size in range(1, n, max(1, n // 10)):
        members = np.arange(n) < size
        actions = issue.joint_actions(members)
        signed, others = abatement(n, size, c)
        assert actions[members].sum() == pytest.approx(signed, rel=1e-10)
        assert actions[~members].sum() == pytest.approx(others, rel=1e-10)
    assert issue.reference().sum() == pytest.approx(100 / (1 + c))
    assert issue.first_best().sum() == pytest.approx(100 * n / (n + c))


def test_four_of_ten_sign() -> None:
    issue = treaty(10, 0.25)
    found = stable_coalitions(issue, price="joint")
    assert {each.size for each in found} == {4}
    members = np.arange(10) < 4
    actions = issue.joint_actions(members)
    payoffs = issue.payoffs(actions)
    assert actions[[0, 9]] == pytest.approx([8.909, 7.572], abs=5e-4)
    assert payoffs[[0, 9]] == pytest.approx([472.16, 474.91], abs=5e-3)
    assert [actions.sum(), payoffs.sum()] == pytest.approx([81.069, 4738.12], abs=5e-3)
    nothing, best = issue.reference(), issue.first_best()
    assert [nothing.sum(), issue.payoffs(nothing).sum()] == pytest.approx([80, 4720])
    assert [best.sum(), issue.payoffs(best).sum()] == pytest.approx([97.561, 4878.05], abs=5e-3)
    assert found.best.effectiveness == pytest.approx(0.11466, abs=5e-6)


@pytest.mark.parametrize(("c", "size", "gain"), [(0.01, 51, 0.48), (0.1, 11, None), (1.0, 3, None)])
def test_a_hundred_states(c: float, size: int, gain: float | None) -> None:
    issue = treaty(100, c)
    assert stable_types(issue, price="joint").sizes == (size,)
    if gain is not None:
        # Where many sign there is little to be gained.
        total = [issue.payoffs(x).sum() for x in (issue.first_best(), issue.reference())]
        assert total[0] - total[1] == pytest.approx(gain, abs=5e-3)


def test_at_the_same_time_nobody_signs() -> None:
    """The Cournot variant: only the coalitions of nobody and of one, which change nothing."""
    found = stable_coalitions(treaty(10, 0.25, "simultaneous"), price="joint")
    assert {each.size for each in found} == {0, 1}
    assert found.best.effectiveness == pytest.approx(0, abs=1e-12)


def test_solve_honours_who_moves_first() -> None:
    for timing, words in (("coalition_first", "move first"), ("simultaneous", "same time")):
        issue = treaty(10, 0.25, timing)
        four = Fixed(members=tuple(issue.world.ids[:4]))
        outcome = solve(CooperationGame(issue, Order(four, Joint(), NoEnforcement())))
        actions = issue.joint_actions(np.arange(10) < 4)
        assert outcome.agreed.agreement.actions == pytest.approx(actions)
        assert words in outcome.certificate["timing"]
        # Moving first, four hold together; at the same time each of them would rather leave.
        kept = outcome.delivered.agreement.actions == pytest.approx(actions)
        assert kept == (timing == "coalition_first")


def test_open_entry_finds_the_treaty_of_a_small_world() -> None:
    issue = treaty(6, 0.25)
    game = CooperationGame(issue, Order(OpenEntry(), Joint(), NoEnforcement()))
    sizes = {each.size for each in stable_coalitions(game)}
    assert sizes == {each.size for each in stable_coalitions(issue, price="joint")}
    assert len(solve(game).members) in sizes
