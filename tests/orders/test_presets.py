"""The four presets, and how they nest in each other (model of the project, section on presets)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

import gametheory_orders as gto
from making import public_goods


def solved(issue, order, **how):
    return gto.solve(gto.CooperationGame(issue, order), **how)


def same(one, other):
    """Say whether two outcomes agree on members, actions and payoffs."""
    a, b = one.delivered, other.delivered
    return (
        one.members == other.members
        and np.allclose(a.agreement.actions, b.agreement.actions, rtol=1e-9)
        and np.allclose(a.payoffs, b.payoffs, rtol=1e-9)
    )


@given(public_goods())
def test_a_coalition_of_all_with_full_weight_that_binds_is_the_first_best(issue):
    found = solved(issue, gto.coalition(weight=1.0, enforcement=gto.Binding()))
    assert np.allclose(found.delivered.agreement.actions, issue.first_best())


@given(public_goods())
def test_a_concert_of_everyone_at_no_cost_is_a_charter_by_unanimity(issue):
    everyone = list(issue.world.ids)
    concert = gto.concert(members=everyone, patience=0.8)
    assert same(solved(issue, concert), solved(issue, gto.charter(quota="unanimity", patience=0.8)))
    assert same(solved(issue, concert), solved(issue, gto.charter(quota=issue.n, patience=0.8)))


@given(public_goods())
def test_a_club_that_all_may_join_without_vote_or_tariff_is_open_entry(issue):
    club = gto.club(where="capacity > 0", entry="open", decision="joint")
    plain = gto.Order(gto.OpenEntry(), gto.Joint(), gto.NoEnforcement(), four_c="club")
    one, other = solved(issue, club), solved(issue, plain)
    assert same(one, other)
    assert one.stable_memberships == other.stable_memberships


@given(public_goods())
def test_a_charter_by_majority_without_veto_takes_the_median_peak(issue):
    if issue.n % 2 == 0:
        return
    game = gto.CooperationGame(issue, gto.charter(quota="majority", enforcement=gto.Binding()))
    outcome = gto.solve(game)
    curve = issue.level_curve(game.members)
    peaks = curve.peaks()
    middle = float(np.sort(peaks.level)[issue.n // 2])
    # Those beyond the median's peak must be no worse off there than without any agreement.
    at_middle = curve.comply(np.array([middle]))[0]
    willing = (peaks.level >= middle * (1 - 1e-12)) & (at_middle >= game.reference_payoffs - 1e-12)
    if willing.sum() <= issue.n // 2 or middle <= curve.lowest * (1 + 1e-6):
        return
    level = outcome.agreed.agreement.level
    assert level is not None
    assert level == pytest.approx(middle, rel=1e-9)


def test_a_leader_sets_the_agenda_of_its_club():
    order = gto.club(members=["US", "EU", "Japan"], leader="US", decision="majority")
    assert order.decision.agenda == "closed"
    outcome = gto.solve(gto.CooperationGame(gto.load_issue("climate"), order))
    assert outcome.certificate["setter"] == "US"


def test_a_council_decides_for_all():
    council = ["US", "China", "EU"]
    order = gto.charter(council=council, quota="unanimity", veto=())
    found = gto.assess(gto.solve(gto.CooperationGame(gto.load_issue("climate"), order)))
    assert len(found.outcome.members) == 15
    assert found.legitimacy["representation_body_units"] == pytest.approx(0.2)
    assert found.outcome.blocked_by == ("China",)


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (gto.club, "club"),
        (lambda: gto.club(where="stake > 0", entry="closed"), "club.entry"),
        (lambda: gto.club(members=["US"], decision="dictate"), "club.decision"),
        (lambda: gto.charter(quota="most"), "decision.quota"),
        (lambda: gto.concert(members="US"), "membership.members"),
        (lambda: gto.charter(veto="US"), "decision.veto"),
        (lambda: gto.coalition(weight=2.0), "decision.weight"),
        (lambda: gto.OpenEntry(where=5), "membership.where"),
        (lambda: gto.club(entry="exclusive", admission="most"), "membership.admission"),
        (lambda: gto.club(entry="sequential"), "membership.by"),
        (lambda: gto.charter(minimum=0), "membership.count"),
        (lambda: gto.charter(of="population"), "charter.of"),
        (lambda: gto.coalition(hub="", weight=1.0), "membership.hub"),
        (lambda: gto.Quota(weights=5), "decision.weights"),
    ],
)
def test_what_no_preset_knows_is_refused_in_one_line(make, where):
    with pytest.raises(gto.ModelError) as caught:
        make()
    assert caught.value.where == where
    assert "\n" not in str(caught.value)


def test_presets_know_the_ways_in():
    voted = gto.club(where="stake > 0", entry="exclusive", admission="2/3", level=25.0)
    assert voted.membership == gto.ExclusiveEntry(where="stake > 0", admission="2/3")
    assert [rule.rule for rule in voted.rules] == ["none"]
    turn = gto.club(entry="sequential", by="gdp", founders=3, admission="majority")
    assert turn.membership == gto.SequentialAdmission(by="gdp", founders=3, admission="majority")
    # Whoever came in at its turn may want to leave later: something has to keep it.
    assert [rule.rule for rule in turn.rules] == ["reciprocity"]
    treaty = gto.charter(minimum="55%", of="population", exit_cost=2.0)
    assert treaty.membership == gto.MinimumParticipation(
        share="55%", of="population", exit_cost=2.0
    )
    assert gto.charter(minimum=9).membership == gto.MinimumParticipation(count=9)
    posse = gto.coalition(hub="US", weight=1.0, reaction="dissolve")
    assert posse.membership == gto.Invitation(hub="US", reaction="dissolve")


def test_each_preset_has_the_enforcement_of_its_column():
    charter = gto.charter(veto=["A"], quota=2, sanction=3.0, patience=0.4)
    assert [rule.rule for rule in charter.rules] == ["reciprocity", "sanctions"]
    world = gto.World(["A", "B", "C"], {})
    everyone = np.ones(3, dtype=bool)
    assert charter.losses(world, everyone).tolist() == [0.0, 3.0, 3.0]
    assert charter.beyond_reach(world, everyone).tolist() == [True, False, False]
    club = gto.club(members=["A", "B"], exclusion=0.2, patience=0.5)
    assert [rule.rule for rule in club.rules] == ["exclusion", "reciprocity"]
    coalition = gto.coalition(weight=0.5, reputation=2.0, precision=0.5)
    assert coalition.losses(world, everyone).tolist() == [1.0, 1.0, 1.0]
    # Without these keywords the presets are what they were.
    assert gto.charter().rules == (gto.Reciprocity(),)
    assert gto.coalition().rules == (gto.NoEnforcement(),)
    both = gto.concert(members=["A"], enforcement=[gto.Reciprocity(), gto.Transfers()])
    assert [rule.rule for rule in both.rules] == ["reciprocity", "transfers"]


def test_the_body_of_sanctions_is_resized_with_the_membership():
    order = gto.charter(quota=2, veto=["A"], sanction=1.0)
    world = gto.World(["A", "B", "C"], {})
    everyone, rest = np.ones(3, dtype=bool), np.array([False, True, True])
    after = order.after(world, everyone, rest)
    assert after.beyond_reach(world, rest).tolist() == [False, True, True]
    alone = np.array([False, True, False])
    assert order.after(world, everyone, alone).losses(world, alone).tolist() == [0.0, 0.0, 0.0]
    # Nobody is left to vote: nobody is sanctioned, and nothing fails.
    empty = np.zeros(3, dtype=bool)
    nobody = order.after(world, everyone, empty)
    assert nobody.losses(world, empty).tolist() == [0.0, 0.0, 0.0]
