"""Derivations: the formula is what solving gives, here and around, and so is its derivative.

The derivative is held to differences of ``solve`` itself; a formula to ``solve`` at other figures
that meet its conditions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy

from gametheory_orders import (
    Binding,
    Consensus,
    CooperationGame,
    Fixed,
    FixedLevel,
    Joint,
    ModelError,
    NoEnforcement,
    Order,
    Pledge,
    PublicGood,
    Quota,
    Reciprocity,
    SpatialPolicy,
    Unanimity,
    Universal,
    World,
    charter,
    club,
    coalition,
    concert,
    load_game,
    solve,
)
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.statics import derive, sign
from gametheory_orders.statics.symbolic import Derivation, accepts
from gametheory_orders.statics.symbolic.model import evaluated
from making import LETTERS, good

STEP = 1e-6


def three() -> PublicGood:
    return good([3.0, 4.0, 5.0], [2.0, 2.0, 3.0])


def order_of(decision: Any, enforcement: Any = None, members: Any = None) -> Order:
    who = Universal() if members is None else Fixed(members=members)
    return Order(who, decision, enforcement or Reciprocity())


ORDERS = {
    "unanimity": lambda: order_of(Unanimity()),
    "unanimity, exactly": lambda: order_of(Unanimity(floor=False), Binding()),
    "two": lambda: order_of(Quota(quota=2)),
    "all but one, a club": lambda: order_of(Quota(quota=2), members=("A", "B", "C")),
    "veto": lambda: order_of(Quota(quota=2, veto=("A",))),
    "veto of two": lambda: order_of(Quota(quota=1, veto=("A", "B")), Binding()),
    "consensus at a cost": lambda: order_of(Consensus(blocking_cost=0.4), Binding()),
    "consensus at costs": lambda: order_of(
        Consensus(blocking_cost={"A": 0.3, "B": 0.6, "C": 0.1, "D": 0.2})
    ),
    "of the willing": lambda: order_of(Consensus(blocking_cost=float("inf"))),
    "named level": lambda: order_of(FixedLevel(level=5.0)),
    "joint": lambda: order_of(Joint()),
    "joint, each": lambda: order_of(Joint(agreement_class_="differentiated"), Binding()),
    "pledge": lambda: order_of(Pledge(weight=0.35)),
    "pledge, bound": lambda: order_of(Pledge(weight=0.6), Binding()),
    "pledge that holds": lambda: order_of(Pledge(weight="uniform"), NoEnforcement()),
}


def figures(rng: Any, n: int = 4) -> PublicGood:
    return good(rng.uniform(2, 4, n), rng.uniform(0.7, 2, n))


def moved(issue: PublicGood, order: Order, d: float, parameter: str, by: float) -> Any:
    """Return the solution at a parameter that is moved: from the model, without any formula."""
    world = issue.world
    columns = {key: values.copy() for key, values in world.columns.items()}
    name, _, state = parameter.partition(".")
    if name in ("stake", "capacity"):
        columns[name][world.index(state)] += by
    elif name == "patience":
        d = d + by
    else:
        key = {"level": "level", "weight": "weight", "blocking_cost": "blocking_cost"}[name]
        value: Any = getattr(order.decision, key)
        value = {**value, state: value[state] + by} if state else value + by
        order = replace(order, decision=replace(order.decision, **{key: value}))
    return solve(CooperationGame(PublicGood(World(world.ids, columns)), order), patience=d)


def quantity(outcome: Any, name: str) -> float:
    """Return a quantity from the outcome alone."""
    what, _, state = name.partition(" of ")
    game, agreement = outcome.game, outcome.delivered.agreement
    payoffs, member = outcome.delivered.payoffs, int(np.flatnonzero(agreement.members)[0])
    capacities = game.issue.capacities

    def price(position: int) -> float:
        return float(agreement.actions[position] / capacities[position])

    found = {
        # Where each is told its price, the level is what all prices are.
        "level": lambda: outcome.level if outcome.level is not None else price(member),
        "weight": lambda: agreement.weights[member],
        "sum": payoffs.sum,
        "effectiveness": lambda: effectiveness(game, payoffs),
        "needed patience": lambda: outcome.needed[state],
        "price": lambda: price(game.world.index(state)),
        "payoff": lambda: outcome.payoffs[state],
    }
    return float(found[what]())


def derivatives_agree(found: Derivation, d: float) -> bool:
    """Hold each derivative to the difference of two solutions; False at a kink or a jump."""
    game = found.letters.game
    ends = [moved(game.issue, game.order, d, found.parameter, by) for by in (-STEP, STEP)]
    for each in found.quantities:
        low, high = (quantity(end, each.name) for end in ends)
        slope = (high - low) / (2 * STEP)
        if abs(slope - each.slope) <= 2e-4 * max(1.0, abs(each.slope), abs(each.value)):
            continue
        kinds = {
            derive(
                end.game.order, end.game.issue, found.parameter, patience=end.uniform_patience
            ).piece.kind
            for end in ends
        }
        assert kinds != {found.piece.kind} or found.ties, (each.name, slope, each.slope)
        return False
    return not found.ties


EXTRA = {
    "named level": ["level"],
    "pledge": ["weight"],
    "pledge, bound": ["weight"],
    "consensus at a cost": ["blocking_cost"],
    "consensus at costs": ["blocking_cost.B"],
}


def check(name: str, trials: int) -> None:
    rng = np.random.default_rng(len(name))
    agreed, kinds = 0, set()
    choices = ["patience", "stake.A", "capacity.B", *EXTRA.get(name, [])]
    for trial in range(trials):
        issue, d = figures(rng), float(rng.uniform(0.4, 0.95))
        parameter = choices[trial % len(choices)]
        found = derive(ORDERS[name](), issue, parameter, patience=d)
        kinds.add(found.piece.kind)
        agreed += derivatives_agree(found, d)
    assert agreed >= trials * 0.5, (agreed, kinds)


@pytest.mark.parametrize("name", ORDERS)
def test_derivatives_are_those_of_solve(name: str) -> None:
    check(name, 2)


@pytest.mark.long
@pytest.mark.parametrize("name", ORDERS)
def test_derivatives_are_those_of_solve_on_many_draws(name: str) -> None:
    check(name, 70)


def holds(found: Derivation, at: dict[Any, float], value: float) -> bool:
    """Say whether the conditions hold with room at other figures."""
    if found.piece.unknown is not None:
        at = {**at, found.piece.unknown: value}
    return all(
        each.excess is None or evaluated(each.excess, at) > 1e-6 for each in found.conditions
    )


def test_a_formula_gives_what_solving_gives_wherever_its_conditions_hold() -> None:
    rng = np.random.default_rng(5)
    order = concert(members=["A", "B", "C"], quota=2)
    found = derive(order, three(), "patience", patience=0.6)
    letters, formula = found.letters, found.formula
    inside = 0
    for _ in range(200):
        stakes = np.array([3.0, 4.0, 5.0]) * rng.uniform(0.8, 1.2, 3)
        capacities = np.array([2.0, 2.0, 3.0]) * rng.uniform(0.8, 1.2, 3)
        d = float(rng.uniform(0.5, 0.7))
        at = dict(zip(letters.stakes, stakes, strict=True))
        at |= dict(zip(letters.capacities, capacities, strict=True)) | {letters.patience[0]: d}
        value = evaluated(formula, at)
        if np.isnan(value) or not holds(found, at, value):
            continue
        outcome = solve(CooperationGame(good(stakes, capacities), order), patience=d)
        if not outcome.defectors or outcome.level is None:
            continue
        deeper = outcome.level > value * (1 + 1e-9)
        if outcome.delivered.agreement.level is not None and not deeper:
            inside += 1
            assert outcome.level == pytest.approx(value, rel=1e-9)
    assert inside >= 60


def test_the_self_enforcing_level_of_two_of_three_is_derived_in_letters() -> None:
    order = concert(members=["A", "B", "C"], quota=2)
    found = derive(order, three(), "patience", patience=0.6)
    s_a, s_b, s_c = found.letters.stakes
    k_a, k_b, k_c = found.letters.capacities
    d, p = found.letters.patience[0], found.letters.level
    constraint = d * s_a * (k_b * (p - s_b) + k_c * (p - s_c)) - k_a * (p - s_a) ** 2 / 2
    at_root = constraint.subs(p, found.formula)
    assert sympy.simplify(sympy.expand(at_root)) == 0
    slope = s_a * (k_b * (p - s_b) + k_c * (p - s_c)) / (k_a * (p - s_a) - d * s_a * (k_b + k_c))
    assert sympy.simplify(found.derivative - slope) == 0
    # The same slope from the formula itself, without the constraint.
    direct = sympy.diff(found.formula, d).subs(found.letters.figures)
    assert float(direct) == pytest.approx(found["level"].slope, rel=1e-9)
    proved = sign(found, "patience")
    assert (proved.sign, proved.status) == ("+", "proved symbolically")
    (proof,) = proved
    assert proof.certificate is not None
    assert accepts(proof.certificate)


def test_more_patience_deepens_what_is_kept_on_the_climate_world() -> None:
    game = load_game("climate", "g6_consensus")
    found = derive(game.order, game.issue, "patience", patience=0.52)
    assert found.piece.kind == "the deepest level that Russia keeps"
    low, high = (solve(game, patience=0.52 + by).level for by in (-STEP, STEP))
    assert found["level"].slope == pytest.approx((high - low) / (2 * STEP), rel=1e-4)
    assert sign(found, "patience").sign == "+"


def test_a_sign_that_is_not_proved_says_so() -> None:
    order = concert(members=["A", "B", "C"], quota=2)
    found = derive(order, three(), "patience", patience=0.6)
    (proof,) = sign(found, "patience", of="payoff of A")
    assert proof.status in ("proved symbolically", "supported numerically only")
    if proof.certificate is None:
        assert "this is no proof" in proof.evidence
    assert (proof.sign == "+") == (found["payoff of A"].slope > 0)


def test_equal_states_are_at_a_tie_and_it_is_told() -> None:
    found = derive(charter(quota="unanimity"), good([1.0, 1.0, 1.0]), "stake.A")
    assert found.ties
    assert found["level"].value == pytest.approx(3.0)


def test_nothing_is_kept_and_nothing_moves() -> None:
    order = concert(members=["A", "B", "C"], quota=2)
    found = derive(order, three(), "patience", patience=0.05)
    assert found.formula is None
    assert found.derivative is None
    assert all(each.slope == 0 for each in found.quantities if not each.name.startswith("needed"))
    with pytest.raises(ModelError, match="nothing above no cooperation is kept"):
        sign(found, "patience")
    assert sign(found, "patience", of="effectiveness").sign == "0"


def test_an_outcome_or_a_name_can_be_asked_for_its_sign() -> None:
    outcome = solve(
        CooperationGame(three(), concert(members=["A", "B", "C"], quota=2)), patience=0.6
    )
    assert sign(outcome, "patience").sign == "+"
    assert (
        sign(outcome, "stake.A").sign
        == sign(derive(outcome.game.order, three(), "stake.A", patience=0.6), "stake.A").sign
    )
    assert sign("veto_rent", "patience").sign == "+"
    both = sign("needed_patience", "level")
    assert both.sign == "depends"
    assert len(both) == 2


def test_a_derivation_shows_itself() -> None:
    order = concert(members=["A", "B", "C"], quota=2)
    found = derive(order, three(), "patience", patience=0.6)
    text, latex = found.to_markdown(), found.to_latex()
    assert text.count("$") % 2 == 0
    assert latex.count("{") == latex.count("}")
    assert sympy.latex(found.derivative) in text
    assert sympy.latex(found.derivative) in latex
    assert str(found).splitlines()[2].split()[:3] == ["level", "9.919", "9.919"]
    plain = found.to_dict()
    assert plain["figures"]["s_A"] == 3.0
    assert len(plain["quantities"]) == len(found.quantities)


def refused() -> list[tuple[Any, Any, Any, str]]:
    issue, order = three(), concert(members=["A", "B", "C"], quota=2)
    rivals = PublicGood.build(
        World(["A", "B"], {"stake": [1.0, 2.0], "capacity": [1.0, 1.0], "rivalry": [0.2, 0.1]}), {}
    )
    line = SpatialPolicy(World(["A", "B"], {"ideal_point": [0.0, 1.0]}), status_quo=0.2)
    many = good(np.linspace(1, 2, 41))
    closed = order_of(Quota(quota=2, agenda="closed"))
    by_state = order_of(Pledge(weight="differentiated"), NoEnforcement())
    tariff = club(where="stake > 0", level=5.0, tariff=0.02)
    return [
        ("an order", issue, "patience", "order"),
        (order, "climate", "patience", "issue"),
        (order, line, "patience", "spatial_policy|linear-quadratic"),
        (order, rivals, "patience", "without rivalry"),
        (charter(), many, "patience", "at most 40"),
        (charter(), good([0.0, 1.0, 2.0]), "patience", "above 0"),
        (order, issue, 3, "parameter"),
        (order, issue, "patiense", "did you mean 'patience'"),
        (order, issue, "stake.D", "parameter"),
        (order, issue, "blocking_cost", "parameter"),
        (closed, issue, "patience", "open agenda"),
        (by_state, issue, "patience", "uniform"),
        (coalition(weight=0.5, open_entry=True), issue, "patience", "fixed"),
        (tariff, good([1.0, 2.0]), "patience", "reciprocity, binding or none"),
    ]


@pytest.mark.parametrize(("order", "issue", "parameter", "words"), refused())
def test_what_has_no_formula_in_letters_is_refused_in_one_line(
    order: Any, issue: Any, parameter: Any, words: str
) -> None:
    with pytest.raises(ModelError, match=words) as caught:
        derive(order, issue, parameter)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("patience", [1.0, -0.1, float("nan"), True, {"Z": 0.5}])
def test_a_patience_that_is_none_is_refused(patience: Any) -> None:
    with pytest.raises(ModelError, match="patience"):
        derive(concert(members=["A", "B", "C"], quota=2), three(), "patience", patience=patience)


def test_patience_by_state_has_a_letter_for_each() -> None:
    by_state = {"A": 0.6, "B": 0.8, "C": 0.7}
    order = concert(members=["A", "B", "C"], quota=2)
    found = derive(order, three(), "patience.A", patience=by_state)
    assert found["level"].slope > 0
    assert derive(order, three(), "patience.B", patience=by_state)["level"].slope == 0
    with pytest.raises(ModelError, match=r"patience\.A"):
        derive(order, three(), "patience", patience=by_state)
    assert str(found.symbol) == "d_A"


def test_letters_are_never_read_as_code() -> None:
    world = World(
        ["__import__('os')", "x**2", LETTERS[0]],
        {"stake": [3.0, 4.0, 5.0], "capacity": [2.0, 2.0, 3.0]},
    )
    found = derive(charter(quota=2), PublicGood(world), "patience", patience=0.6)
    assert found["level"].value == pytest.approx(9.918677, rel=1e-6)
