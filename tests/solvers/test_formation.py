"""Entry by vote, in turn, by clause and by invitation: against the definitions, set by set."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.games import CooperationGame
from gametheory_orders.measures.assess import assess
from gametheory_orders.measures.shortfall import RULES
from gametheory_orders.orders import (
    Binding,
    Consensus,
    ExclusiveEntry,
    FixedLevel,
    Invitation,
    Joint,
    MinimumParticipation,
    NoEnforcement,
    OpenEntry,
    Order,
    Quota,
    Reciprocity,
    SequentialAdmission,
    Tariff,
)
from gametheory_orders.solvers import solve
from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from making import climate, game, good, public_goods, trading_goods

Members = frozenset[int]
REACTIONS = ("redecide", "keep", "dissolve")
ADMISSIONS = ("unanimity", "majority", "2/3", "40%")


class Definition:
    """One issue and decision; payoffs of every set, and moves by the definitions."""

    def __init__(self, issue: Any, decision: Any, rate: float, reaction: str, cost: float) -> None:
        self.issue, self.decision, self.rate = issue, decision, rate
        self.reaction, self.cost = reaction, cost
        self.s, self.k, self.n = issue.stakes, issue.capacities, issue.n
        self.in_force: Callable[[Members], bool] = lambda members: True
        best = oracles.payoffs(self.s, self.k, issue.first_best())
        self.scale = float(np.abs(best).max())

    def __repr__(self) -> str:
        how = self.decision, self.rate, self.reaction, self.cost
        return f"Definition({self.s.tolist()}, {self.k.tolist()}, {how})"

    def mask(self, members: Members) -> np.ndarray:
        return np.isin(np.arange(self.n), list(members))

    def actions(self, members: Members) -> np.ndarray:
        mask = self.mask(members)
        if not members or not self.in_force(members):
            return oracles.nash(self.s, self.k)
        if isinstance(self.decision, FixedLevel):
            return oracles.level_actions(self.s, self.k, mask, self.decision.level, True)
        if isinstance(self.decision, Joint):
            return oracles.joint_actions(self.s, self.k, mask)
        vote = oracles.Vote(self.s, self.k, mask, oracles.quota_rule(mask, len(members)))
        level = vote.open_level()
        if level is None:
            return oracles.nash(self.s, self.k)
        return oracles.level_actions(self.s, self.k, mask, level, True)

    def with_tariff(self, u: np.ndarray, members: Members) -> np.ndarray:
        trade = self.issue.trade
        if not self.rate or not members or not self.in_force(members):
            return u
        mask = self.mask(members)
        return u + oracles.tariff_payoffs(trade.imports, trade.gain, trade.loss, mask, self.rate)

    def value(self, members: Members) -> np.ndarray:
        return self.with_tariff(oracles.payoffs(self.s, self.k, self.actions(members)), members)

    def after_leaving(self, members: Members, i: int) -> float:
        rest = members - {i}
        if self.reaction == "dissolve":
            return float(self.value(frozenset())[i]) - self.cost
        if self.reaction == "keep" and rest and self.in_force(rest):
            q = self.actions(members).copy()
            q[i] = self.s[i] * self.k[i]
            return float(self.with_tariff(oracles.payoffs(self.s, self.k, q), rest)[i] - self.cost)
        return float(self.value(rest)[i]) - self.cost

    def stays(self, members: Members, slack: float) -> bool:
        here = self.value(members)
        return all(self.after_leaving(members, i) <= here[i] + slack for i in members)

    def entrants(self, members: Members, slack: float) -> list[int]:
        here = self.value(members)
        return [
            j
            for j in range(self.n)
            if j not in members and self.value(members | {j})[j] > here[j] + slack
        ]

    def votes_for(self, members: Members, j: int, slack: float) -> int:
        here, after = self.value(members), self.value(members | {j})
        return sum(after[i] >= here[i] - slack for i in members)

    def sets(self) -> list[Members]:
        return [
            frozenset(int(i) for i in np.flatnonzero(mask))
            for mask in oracles.subsets(range(self.n), self.n)
        ]


def enough(votes: int, size: int, admission: str) -> bool:
    if size == 0 or admission == "unanimity":
        return votes == size
    return {
        "majority": 2 * votes > size,
        "2/3": 3 * votes >= 2 * size,
        "40%": 5 * votes >= 2 * size,
    }[admission]


def play(definition: Definition, rule: Any) -> CooperationGame:
    enforcement = Tariff(rate=definition.rate) if definition.rate else NoEnforcement()
    return game(definition.issue, definition.decision, enforcement, rule)


def found_by(definition: Definition, rule: Any) -> set[Members]:
    played = play(definition, rule)
    try:
        outcome = solve(played)
    except NoAnswer as error:
        witness: Any = error.witness
        if not witness["cycle"]:
            raise
        return set()
    assert outcome.certificate["holds"]
    index = played.world.index
    listed = {frozenset(index(state) for state in each) for each in outcome.stable_memberships}
    assert frozenset(index(state) for state in outcome.members) in listed
    return listed


@st.composite
def generic_goods(draw: Any, high: int) -> Any:
    """A public good of figures that make no exact ties, which the oracle of votes would miss."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n = draw(st.integers(2, high))
    return good(rng.uniform(0.1, 5, n), rng.uniform(0.3, 3, n))


@st.composite
def definitions(draw: Any, high: int = 7) -> Definition:
    reaction = draw(st.sampled_from(REACTIONS))
    cost = draw(st.sampled_from([0.0, 0.5, 10.0]))
    if draw(st.integers(0, 3)) == 0:
        # Where members vote, each set takes a solution of its own.
        return Definition(draw(generic_goods(4)), Consensus(), 0.0, reaction, cost)
    tariffs = draw(st.sampled_from([0.0, 0.05, 0.3]))
    issue = draw(trading_goods(high=min(high, 6)) if tariffs else public_goods(high=high))
    level = st.integers(1, 40).map(lambda x: FixedLevel(level=x / 4))
    return Definition(issue, draw(st.one_of(level, st.just(Joint()))), tariffs, reaction, cost)


def tolerance(definition: Definition) -> float:
    """Voted levels of the oracle are searched for, the others are closed forms."""
    return definition.scale * (1e-4 if isinstance(definition.decision, Consensus) else 1e-9)


def how(definition: Definition) -> dict[str, Any]:
    return {"reaction": definition.reaction, "exit_cost": definition.cost}


@given(definitions(), st.sampled_from(ADMISSIONS))
@settings(max_examples=30)
def test_exclusive_entry_is_the_enumeration_of_the_definition(
    definition: Definition, admission: str
) -> None:
    listed = found_by(definition, ExclusiveEntry(admission=admission, **how(definition)))
    eps = tolerance(definition)

    def stable(members: Members, stays: float, wants: float, loses: float) -> bool:
        if not definition.stays(members, stays):
            return False
        return not any(
            enough(definition.votes_for(members, j, loses), len(members), admission)
            for j in definition.entrants(members, wants)
        )

    for members in definition.sets():
        if stable(members, -eps, -eps, eps):
            assert members in listed
        if members in listed:
            assert stable(members, eps, eps, -eps)


@given(definitions(), st.data())
@settings(max_examples=30)
def test_minimum_participation_is_the_enumeration_of_the_definition(
    definition: Definition, data: Any
) -> None:
    n = definition.n
    count = data.draw(st.integers(0, n))
    share = data.draw(st.sampled_from([None, "50%", "2/3", 0.5, "100%"]))
    if not count and share is None:
        count = n
    weights = data.draw(st.lists(st.integers(1, 5), min_size=n, max_size=n))
    world = definition.issue.world.with_columns({"emissions": np.array(weights, dtype=float)})
    issue = type(definition.issue)(world, trade=definition.issue.trade)
    definition.issue = issue
    rule = MinimumParticipation(
        count=count, share=share, of="emissions" if share else "", **how(definition)
    )

    def in_force(members: Members) -> bool:
        held, total = sum(weights[i] for i in members), sum(weights)
        met = {
            None: True,
            "50%": 2 * held > total,
            "2/3": 3 * held >= 2 * total,
            0.5: 2 * held >= total,
            "100%": held == total,
        }[share]
        return met and len(members) >= count

    definition.in_force = in_force
    listed = found_by(definition, rule)
    eps = tolerance(definition)
    for members in definition.sets():
        if members and not in_force(members):
            assert members not in listed
            continue
        if definition.stays(members, -eps) and not definition.entrants(members, -eps):
            assert members in listed
        if members in listed:
            assert definition.stays(members, eps)
            assert not definition.entrants(members, eps)


@given(definitions(), st.integers(0, 4))
@settings(max_examples=30)
def test_an_invitation_is_the_best_accepted_set_for_the_hub(
    definition: Definition, hub: int
) -> None:
    hub %= definition.n
    state = definition.issue.world.ids[hub]
    listed = found_by(definition, Invitation(hub=state, **how(definition)))
    eps = tolerance(definition)
    accepted = [
        members
        for members in definition.sets()
        if (hub in members or not members) and definition.stays(members, eps)
    ]
    sure = [members for members in accepted if definition.stays(members, -eps)]
    assert listed
    for members in listed:
        assert members in accepted
        worth = definition.value(members)[hub]
        assert all(worth >= definition.value(other)[hub] - eps for other in sure)


@given(definitions(), st.sampled_from(ADMISSIONS), st.integers(1, 2))
@settings(max_examples=30)
def test_admission_in_turn_is_followed_step_by_step(
    definition: Definition, admission: str, founders: int
) -> None:
    issue, n = definition.issue, definition.n
    rule = SequentialAdmission(
        by="stake", admission=admission, founders=founders, **how(definition)
    )
    bound = [Tariff(rate=definition.rate), Binding()] if definition.rate else Binding()
    played = game(issue, definition.decision, bound, rule)
    outcome = solve(played)
    queue = sorted(range(n), key=lambda i: (-issue.stakes[i], i))
    members = frozenset(queue[:founders])
    eps = tolerance(definition)
    steps = outcome.admission_steps
    assert steps[0].states == issue.world.members(definition.mask(members))
    assert len(steps) == n - founders + 1
    for step, state in zip(steps[1:], queue[founders:], strict=True):
        assert step.states == (issue.world.ids[state],)
        gain = definition.value(members | {state})[state] - definition.value(members)[state]
        if abs(gain) > eps:
            assert step.wants == (gain > 0)
        low = definition.votes_for(members, state, -eps)
        assert low <= step.votes <= definition.votes_for(members, state, eps)
        assert step.voters == len(members)
        assert step.enters == (step.wants and enough(step.votes, step.voters, admission))
        if step.enters:
            members |= {state}
        total = definition.actions(members).sum()
        assert step.quantity == pytest.approx(total, rel=1e-4, abs=1e-6)
    assert issue.world.mask(outcome.members).tolist() == definition.mask(members).tolist()


@given(public_goods(high=6), st.integers(1, 6))
@settings(max_examples=40)
def test_a_clause_holds_no_stable_set_below_it_but_none(issue: Any, count: int) -> None:
    count = min(count, issue.n)
    order = Order(MinimumParticipation(count=count), Joint(), NoEnforcement())
    sizes = {each.size for each in stable_coalitions(CooperationGame(issue, order))}
    assert all(size == 0 or size >= count for size in sizes)
    assert count == 1 or 0 in sizes


@given(public_goods(high=6), st.sampled_from(ADMISSIONS))
@settings(max_examples=40)
def test_what_is_stable_under_open_entry_is_stable_where_entry_is_voted_on(
    issue: Any, admission: str
) -> None:
    def listed(rule: Any) -> set[tuple[str, ...]]:
        try:
            return set(solve(game(issue, Joint(), NoEnforcement(), rule)).stable_memberships)
        except NoAnswer:
            return set()

    assert listed(OpenEntry()) <= listed(ExclusiveEntry(admission=admission))


@given(generic_goods(4), st.sampled_from([0.3, 0.7, 0.95]))
@settings(max_examples=15)
def test_with_reciprocity_what_is_kept_decides_who_comes(issue: Any, patience: float) -> None:
    """One state after the other is asked; each looks at what is then kept."""
    s, k = issue.stakes, issue.capacities
    rule = SequentialAdmission(by="stake", admission="majority")
    outcome = solve(game(issue, Consensus(), Reciprocity(), rule), patience=patience)

    def value(members: list[int]) -> np.ndarray:
        mask = np.isin(np.arange(issue.n), members)
        vote = oracles.Vote(s, k, mask, oracles.quota_rule(mask, len(members)))
        level = vote.open_level()
        if level is not None:
            level = oracles.deepest_kept(s, k, mask, level, patience)
        q = oracles.nash(s, k)
        if level is not None:
            q = oracles.level_actions(s, k, mask, level, True)
        return oracles.payoffs(s, k, q)

    eps = 1e-4 * float(np.abs(outcome.game.first_best_payoffs).max())
    members: list[int] = [issue.world.index(state) for state in outcome.admission_steps[0].states]
    for step in outcome.admission_steps[1:]:
        state = issue.world.index(step.states[0])
        here, after = value(members), value([*members, state])
        if abs(after[state] - here[state]) > eps:
            assert step.wants == (after[state] > here[state])
        if (np.abs(after - here)[members] > eps).all():
            assert step.votes == sum(after[i] > here[i] for i in members)
        if step.enters:
            members.append(state)
    assert set(outcome.members) == {issue.world.ids[i] for i in members}


RULES_OF_ENTRY = [
    ExclusiveEntry(admission="majority"),
    SequentialAdmission(by="capacity"),
    MinimumParticipation(count=4),
    Invitation(hub="B"),
]


@pytest.mark.parametrize("rule", RULES_OF_ENTRY, ids=lambda rule: rule.rule)
def test_every_rule_has_a_shortfall_account_that_adds_up(rule: Any) -> None:
    issue = good([1.0, 2.0, 1.5, 0.8], [1.0, 1.0, 0.7, 2.0])
    assessment = assess(solve(game(issue, Quota(quota="majority"), Reciprocity(), rule)))
    account = assessment.shortfall
    assert sum(account.share[each] for each in RULES) == pytest.approx(
        1 - assessment.effectiveness, abs=1e-12
    )
    record = assessment.to_dict()
    assert record["certificate"]["holds"]
    assert record["certificate"]["membership"]
    extra = {
        "sequential": "refusing to come in",
        "invitation": "inviting another set that all accept",
    }
    kinds = {entry["deviation"] for entry in record["certificate"]["checked"] if entry["holds"]}
    assert rule.rule not in extra or extra[rule.rule] in kinds
    assert record["stable_memberships"]
    assert ("admission_steps" in record) == (rule.rule == "sequential")


def test_a_club_on_the_climate_that_votes_on_newcomers_refuses_one_that_would_join() -> None:
    issue = climate()
    outcome = solve(game(issue, FixedLevel(level=25.0), Tariff(rate=0.02), ExclusiveEntry()))
    assert outcome.certificate["refused"] == ["SSA"]
    assert outcome.delivered.joiners == ()
    assert np.isnan(outcome.delivered.join_payoffs[issue.world.index("SSA")])
    # India would not join either way: it is asked, and stays out.
    assert len(outcome.stable_memberships) == 6651


def test_twenty_states_take_about_a_second() -> None:
    rng = np.random.default_rng(0)
    issue = good(rng.uniform(0.1, 3, 20), rng.uniform(0.2, 2, 20), co2=rng.uniform(1, 5, 20))
    sizes = []
    for rule in (
        ExclusiveEntry(),
        MinimumParticipation(share="55%", of="co2"),
        Invitation(hub="D"),
        SequentialAdmission(by="stake"),
    ):
        begin = time.perf_counter()
        sizes.append(len(solve(game(issue, Joint(), NoEnforcement(), rule)).stable_memberships))
        assert time.perf_counter() - begin < 10.0  # one second on an idle machine
    assert sizes == [6, 76, 1, 1]


def test_too_many_states_are_refused_with_what_to_do() -> None:
    many = good(np.ones(30))
    with pytest.raises(ModelError, match="exclusive over 30 states"):
        solve(game(many, Joint(), NoEnforcement(), ExclusiveEntry()))
    with pytest.raises(ModelError, match="at most 24"):
        solve(game(many, Joint(), NoEnforcement(), MinimumParticipation(count=3)))
    with pytest.raises(ModelError, match="at most 14"):
        solve(game(good(np.ones(15)), Consensus(), NoEnforcement(), Invitation(hub="A")))


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: ExclusiveEntry(admission="all"), "membership.admission"),
        (lambda: ExclusiveEntry(admission="3/2"), "membership.admission"),
        (lambda: ExclusiveEntry(admission=float("nan")), "membership.admission"),  # type: ignore[arg-type]
        (lambda: ExclusiveEntry(where=3), "membership.where"),  # type: ignore[arg-type]
        (SequentialAdmission, "membership.by"),
        (lambda: SequentialAdmission(by="x", founders=True), "membership.founders"),
        (lambda: SequentialAdmission(by="x", founders=0), "membership.founders"),
        (MinimumParticipation, "membership.count"),
        (lambda: MinimumParticipation(count=-1), "membership.count"),
        (lambda: MinimumParticipation(count=2, of="x"), "membership.of"),
        (lambda: MinimumParticipation(share=0.0), "membership.share"),
        (lambda: MinimumParticipation(share=float("inf")), "membership.share"),
        (lambda: MinimumParticipation(share=True), "membership.share"),
        (lambda: MinimumParticipation(share="much"), "membership.share"),
        (Invitation, "membership.hub"),
        (lambda: Invitation(hub="A", exit_cost=-1.0), "membership.exit_cost"),
        (lambda: Invitation(hub="A", reaction="sulk"), "membership.reaction"),
    ],
)
def test_wrong_keys_are_refused(make: Callable[[], Any], where: str) -> None:
    with pytest.raises(ModelError) as caught:
        make()
    assert caught.value.where == where
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("rule", "where"),
    [
        (SequentialAdmission(by="gdp"), "membership.by"),
        (SequentialAdmission(by="stake", founders=4), "membership.founders"),
        (MinimumParticipation(count=4), "membership.count"),
        (MinimumParticipation(share="55%", of="gdp"), "membership.of"),
        (MinimumParticipation(share="90%", where="stake > 1"), "membership.share"),
        (Invitation(hub="Z"), "membership.hub"),
        (ExclusiveEntry(where="stake"), "membership.where"),
    ],
)
def test_what_does_not_fit_the_world_is_refused(rule: Any, where: str) -> None:
    with pytest.raises(ModelError) as caught:
        game(good([1.0, 2.0, 3.0]), Joint(), NoEnforcement(), rule)
    assert caught.value.where == where
