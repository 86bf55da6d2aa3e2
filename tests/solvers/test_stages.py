"""The stages as games have the equilibria that the solver finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.orders import Joint, NoEnforcement, OpenEntry, Quota, Unanimity
from gametheory_orders.solvers.agreement import agree
from gametheory_orders.solvers.backward_induction import backward_induction
from gametheory_orders.solvers.compliance import Concept, needed_patience
from gametheory_orders.solvers.participation import Plan, stable_memberships
from gametheory_orders.solvers.pure_nash import pure_nash
from gametheory_orders.solvers.stages import compliance_game, decision_tree, membership_game
from making import fixed, game, good, public_goods, reciprocal


@settings(max_examples=15)
@given(public_goods(2, 4, positive=True))
def test_pure_equilibria_of_in_and_out_are_the_stable_memberships(issue) -> None:  # type: ignore[no-untyped-def]
    played = game(issue, Joint(), NoEnforcement(), OpenEntry())
    plan = Plan(played.patience(), Concept(), delivered=False)
    wanted = {tuple(members) for members in stable_memberships(played, plan)}
    found = pure_nash(membership_game(played, delivered=False))
    assert {tuple(np.array(cell) == 0) for cell in found.cells} == wanted


@settings(max_examples=20)
@given(public_goods(2, 4, positive=True), st.integers(1, 9))
def test_all_keep_in_equilibrium_iff_patient_enough(issue, tenths: int) -> None:  # type: ignore[no-untyped-def]
    played = reciprocal(issue, Unanimity())
    needed = needed_patience(played, agree(played, played.members)).max()
    patience = tenths / 10
    if abs(needed - patience) < 1e-9:
        return
    found = pure_nash(compliance_game(played, patience=patience)).cells
    assert ((0,) * issue.n in found) == (needed < patience)


def test_the_proposal_in_the_tree_is_the_level_agreed() -> None:
    issue = good([1.0, 2.0, 3.0])
    for quota in (1, 2, 3):
        played = game(issue, Quota(quota=quota, agenda="closed", setter="C"))
        agreement = agree(played, played.members)
        levels = {1.0, 2.0, 4.0, 6.0}  # none beyond the joint optimum, 6
        if agreement.level is not None:
            levels |= {agreement.level, min(agreement.level + 0.5, 6.0)}
        found = backward_induction(decision_tree(played, sorted(levels)))
        best = max(payoffs[2] for payoffs in found.payoffs)
        assert best == pytest.approx(played.issue.payoffs(agreement.actions)[2])


def test_sizes_and_rules_that_do_not_fit_are_refused() -> None:
    large = good(np.ones(13))
    with pytest.raises(ModelError, match="at most 12"):
        membership_game(game(large, Joint(), NoEnforcement(), OpenEntry()))
    with pytest.raises(ModelError, match="1 to 12"):
        compliance_game(reciprocal(large, Unanimity()))
    with pytest.raises(ModelError, match="closed"):
        decision_tree(game(good([1.0, 2.0]), Unanimity()), [1.0])
    closed = Quota(quota=1, agenda="closed")
    with pytest.raises(ModelError, match="1 to 20"):
        decision_tree(game(good([1.0, 2.0]), closed), [])
    with pytest.raises(ModelError, match="at most 8"):
        decision_tree(game(large, closed), [1.0])
    costly = OpenEntry(exit_cost=1.0)
    with pytest.raises(ModelError, match="exit_cost"):
        membership_game(game(good([1.0, 2.0]), Joint(), NoEnforcement(), costly))
    few = game(
        good([1.0, 2.0, 3.0]),
        Joint(),
        membership=fixed(good([1.0, 2.0, 3.0]), np.array([True, True, False])),
    )
    assert membership_game(few, delivered=False).players == ("A", "B")
