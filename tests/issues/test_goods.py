"""Shared goods of every technology against their definitions, on random small worlds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.issues import PublicGood, public_good
from gametheory_orders.issues.goods import ThresholdGood
from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from gametheory_orders.worlds import World
from goods_oracle import Plain, brute_stable, random_plain, replies, subsets

TECHNOLOGIES = ("sum", "weakest_link", "best_shot", "threshold")
SEEDS = range(8)
LONG = pytest.mark.long
CASES = [
    (technology, seed) if seed in SEEDS else pytest.param(technology, seed, marks=LONG)
    for technology in TECHNOLOGIES
    for seed in range(60)
]


def drawn(technology: str, seed: int, **how: Any) -> tuple[np.random.Generator, Plain]:
    rng = np.random.default_rng([seed, TECHNOLOGIES.index(technology)])
    return rng, random_plain(rng, technology, **how)


def tolerance(plain: Plain, q: Any) -> float:
    return 1e-7 * max(1.0, *(abs(x) for x in plain.payoffs(q)))


def some_actions(rng: np.random.Generator, plain: Plain) -> np.ndarray:
    top = [min(plain.limit(i), 4.0) for i in range(plain.n)]
    return np.array([float(x) * rng.random() * 0.99 for x in top])


@pytest.mark.parametrize(("technology", "seed"), CASES)
def test_payoffs_and_best_replies(technology: str, seed: int) -> None:
    rng, plain = drawn(technology, seed)
    issue = plain.issue()
    for _ in range(3):
        q = some_actions(rng, plain)
        assert issue.payoffs(q) == pytest.approx(plain.payoffs(q), rel=1e-12, abs=1e-12)
        after = issue.deviation_payoffs(q)
        for i in range(plain.n):
            moved = q.copy()
            moved[i] = issue.best_reply(i, q)
            assert 0 <= moved[i] <= plain.limit(i)
            best = plain.best(i, q)
            assert plain.payoff(i, moved) == pytest.approx(best, abs=tolerance(plain, q))
            assert after[i] == pytest.approx(plain.payoff(i, moved), abs=1e-11)
        # A batch is the same as one by one.
        batch = np.stack([q, 0.5 * q])
        assert np.allclose(issue.deviation_payoffs(batch)[0], after, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("technology", "seed"), CASES)
def test_all_deviations_at_once_are_the_deviations_one_by_one(technology: str, seed: int) -> None:
    rng, plain = drawn(technology, seed)
    issue = plain.issue()
    actions = np.stack([some_actions(rng, plain) for _ in range(6)])
    # With ties at the top and the bottom, and without anything.
    actions[3] = actions[3].min()
    actions[4] = 0.0
    together = issue.deviation_payoffs(actions)
    for state in range(issue.n):
        changed = actions.copy()
        changed[:, state] = issue.best_reply(state, actions)
        expected = issue.payoffs(changed)[:, state]
        assert together[:, state] == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("technology", "seed"), CASES)
def test_no_state_gains_by_leaving_an_equilibrium(technology: str, seed: int) -> None:
    _, plain = drawn(technology, seed)
    issue = plain.issue()
    found = issue.equilibria()
    assert np.array_equal(found[0], issue.reference())
    totals = [sum(plain.payoffs(q)) for q in found]
    assert totals[0] <= min(totals) + tolerance(plain, found[0])
    best = plain.issue(selection="best").equilibria()
    assert sum(plain.payoffs(best[0])) >= max(totals) - tolerance(plain, best[0])
    for q in found:
        for i in range(plain.n):
            assert plain.best(i, q) <= plain.payoff(i, q) + tolerance(plain, q)


@pytest.mark.parametrize(("technology", "seed"), CASES)
def test_the_first_best_is_the_best_of_many(technology: str, seed: int) -> None:
    rng, plain = drawn(technology, seed)
    issue = plain.issue()
    best = issue.first_best()
    total = sum(plain.payoffs(best))
    slack = 10 * tolerance(plain, best)

    def loss(q: Any) -> float:
        return -sum(plain.payoffs(np.maximum(q, 0.0)))

    bounds = [(0.0, min(plain.limit(i) * (1 - 1e-9), 1e3)) for i in range(plain.n)]
    for _ in range(3):
        start = some_actions(rng, plain) + 1e-3
        found = minimize(loss, np.clip(start, 0, [b[1] for b in bounds]), bounds=bounds)
        assert -found.fun <= total + slack
    for _ in range(60):
        shaken = best * (1 + 0.2 * rng.standard_normal(plain.n)) + 0.05 * rng.random(plain.n)
        assert -loss(np.clip(shaken, 0, [b[1] for b in bounds])) <= total + slack
    # All who pledge with full weight on the others reach it too.
    everyone = np.ones(plain.n, dtype=bool)
    pledged = issue.pledge_actions(everyone, np.ones(plain.n))
    assert sum(plain.payoffs(pledged)) == pytest.approx(total, abs=slack)


@pytest.mark.parametrize(("technology", "seed"), CASES)
def test_members_who_act_as_one_do_their_best_and_so_does_the_rest(
    technology: str, seed: int
) -> None:
    rng, plain = drawn(technology, seed)
    issue = plain.issue()
    members = rng.random(plain.n) < 0.6
    q = issue.joint_actions(members)
    inside = np.flatnonzero(members)
    if len(inside) < 2:
        assert np.allclose(q, issue.reference())
        return
    slack = tolerance(plain, q) * plain.n
    for i in np.flatnonzero(~members):
        assert plain.best(i, q) <= plain.payoff(i, q) + slack
    joint = sum(plain.payoff(i, q) for i in inside)
    # Out of a coordination failure nobody gets alone: only the sum has one best answer.
    shake = 0.3 if technology != "weakest_link" else 0.0
    for _ in range(80):
        moved = q.copy()
        moved[inside] *= 1 + shake * rng.standard_normal(len(inside))
        moved[inside] += 0.2 * shake * rng.standard_normal(len(inside))
        moved = np.clip(moved, 0, [plain.limit(i) * (1 - 1e-9) for i in range(plain.n)])
        assert sum(plain.payoff(i, moved) for i in inside) <= joint + slack
    # The same in a batch of sets.
    both = np.stack([members, ~members])
    assert np.allclose(issue.joint_actions(both)[0], q, atol=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_moving_first_foresees_the_replies(seed: int) -> None:
    form = ("quadratic", "damage", "curved", "income")[seed % 4]
    rng, plain = drawn("sum", seed, n=int(3 + seed % 3), form=form)
    issue = plain.issue(timing="coalition_first")
    members = np.zeros(plain.n, dtype=bool)
    members[: int(rng.integers(1, plain.n))] = True
    inside, outside = np.flatnonzero(members), np.flatnonzero(~members).tolist()
    q = issue.joint_actions(members)
    replied = replies(plain, q.tolist(), outside)
    assert replied == pytest.approx(q.tolist(), abs=1e-5)
    joint = sum(plain.payoff(i, q) for i in inside)
    for share in (0.0, 0.5, 0.8, 0.95, 0.99, 1.01, 1.05, 1.3, 2.0):
        moved = q.copy()
        tops = np.array([plain.limit(i) * (1 - 1e-9) for i in inside])
        moved[inside] = np.minimum(q[inside] * share + (0.01 if share == 1.01 else 0), tops)
        after = replies(plain, moved.tolist(), outside)
        assert sum(plain.payoff(i, after) for i in inside) <= joint + 1e-6 * max(1.0, abs(joint))


@pytest.mark.parametrize(
    ("timing", "seed"),
    [("sim", 0), ("sim", 1), ("first", 1), pytest.param("first", 0, marks=LONG)]
    + [pytest.param(timing, s, marks=LONG) for timing in ("sim", "first") for s in (2, 3, 4)],
)
def test_stable_sets_are_those_of_the_definition(timing: str, seed: int) -> None:
    """Payoffs of every set by replying in turn; the leader's by trying many contributions."""
    form = ("quadratic", "damage", "curved", "quadratic", "damage")[seed]
    _, plain = drawn("sum", 100 + seed, n=3, form=form)
    plain.settings.pop("exponent", None)
    if plain.settings.get("cost") == "power":
        plain.settings["exponent"] = 2.8
    first = timing == "first"
    issue = plain.issue(timing="coalition_first" if first else "simultaneous")
    values = {inside: by_definition(plain, inside, first) for inside in subsets(plain.n)}
    scale = max(abs(x) for row in values.values() for x in row)
    found = stable_coalitions(issue, "open", price="joint")
    got = {tuple(int(state[1:]) for state in each.members) for each in found}
    # Ties are broken by rounding on both sides: only clear cases are compared.
    sure = brute_stable(values, plain.n, -1e-5 * scale)
    maybe = brute_stable(values, plain.n, 1e-5 * scale)
    assert sure <= got <= maybe
    assert got


def by_definition(plain: Plain, inside: tuple[int, ...], first: bool) -> list[float]:
    """Everyone's payoffs when a set acts as one: no gradient, no first-order condition."""
    n = plain.n
    outside = [i for i in range(n) if i not in inside]
    if not inside or (len(inside) == 1 and not first):
        return plain.payoffs(replies(plain, [0.5] * n, list(range(n))))
    tops = [(0.0, min(plain.limit(i), 60.0)) for i in inside]

    def place(x: Any, base: list[float]) -> list[float]:
        q = list(base)
        for i, y in zip(inside, x, strict=True):
            q[i] = float(min(max(y, 0.0), plain.limit(i)))
        return q

    def joint(q: list[float]) -> float:
        return sum(plain.payoff(i, q) for i in inside)

    base = [0.5] * n
    if first:
        found = minimize(
            lambda x: -joint(replies(plain, place(x, base), outside)),
            [0.5] * len(inside),
            bounds=tops,
            method="Nelder-Mead",
            options={"xatol": 1e-6, "fatol": 1e-10, "maxiter": 120},
        )
        return plain.payoffs(replies(plain, place(found.x, base), outside))
    q = base
    for _ in range(200):
        found = minimize(lambda x, q=q: -joint(place(x, q)), [q[i] for i in inside], bounds=tops)
        moved = replies(plain, place(found.x, q), outside)
        # Half a step, lest the two sides overshoot each other for ever.
        gap = max(abs(a - b) for a, b in zip(moved, q, strict=True))
        q = [(a + b) / 2 for a, b in zip(moved, q, strict=True)]
        if gap < 1e-7:
            break
    return plain.payoffs(q)


def test_abatement_stops_at_what_is_emitted() -> None:
    """Emissions below zero are impossible: where the free solution wants them it is cut off."""
    figures = {"stake": [2.0, 0.1, 2.0], "capacity": [1.0] * 3, "limit": [1.0, 5.0, 2.0]}
    world = World("ABC", figures)
    for timing in ("simultaneous", "coalition_first"):
        good = public_good(world, benefit="damage", timing=timing)
        for members in ([1, 1, 1], [1, 0, 1], [0, 1, 1], [0, 0, 0]):
            mask = np.array(members, dtype=bool)
            actions = [good.joint_actions(mask), good.pledge_actions(mask, np.ones(3))]
            actions += list(good.level_actions(mask, np.linspace(0, 50, 9)))
            for q in actions:
                assert (q >= 0).all()
                assert (q <= good.costs.limit).all()
        # Without limits A would abate more than it emits.
        free = World("ABC", {key: figures[key] for key in ("stake", "capacity")})
        unbound = public_good(free, benefit="damage", baseline=8.0, timing=timing)
        assert unbound.joint_actions(np.ones(3, dtype=bool))[0] > 1.0
        assert unbound.joint_actions(np.ones(3, dtype=bool))[2] > 2.0


@pytest.mark.parametrize("seed", range(4))
def test_levels_ask_members_and_outsiders_reply(seed: int) -> None:
    rng, plain = drawn("sum", 40 + seed, form=("quadratic", "damage", "curved", "cubic")[seed % 4])
    issue = plain.issue()
    members = np.arange(plain.n) < max(2, plain.n - 1 - seed % 2)
    low, high = issue.level_range(members)
    assert issue.level_actions(members, low) == pytest.approx(issue.reference(), abs=1e-9)
    assert high >= low
    for level in (low, 0.5 * (low + high), high, 1.2 * high):
        q = issue.level_actions(members, level)
        for i in range(plain.n):
            step = 1e-6
            up = plain.cost(i, q[i] + step) - plain.cost(i, q[i])
            at_limit = q[i] >= plain.limit(i) - 1e-9
            if members[i] and not at_limit:
                # It gives up to the level, or as far as its own benefit pays.
                own = plain.figures["stake"][i] * (plain.worth(sum(q) + step) - plain.worth(sum(q)))
                assert up / step == pytest.approx(max(level, own / step), abs=1e-3)
            elif not members[i]:
                assert plain.best(i, q) <= plain.payoff(i, q) + tolerance(plain, q)
    curve = issue.level_curve(members)
    levels = rng.uniform(low, high, 5)
    by_hand = [plain.payoffs(issue.level_actions(members, x)) for x in levels]
    assert np.allclose(curve.comply(levels), by_hand)
    peaks = curve.peaks()
    grid = issue.level_actions(members, np.linspace(low, high, 201))
    for i in np.flatnonzero(members):
        tried = max(plain.payoff(i, q) for q in grid)
        assert peaks.payoff[i] >= tried - 1e-9 * max(1.0, abs(tried))


def test_the_closed_form_is_the_general_path() -> None:
    """The linear-quadratic sum by the general class and by its own: the same everywhere."""
    from gametheory_orders.issues.goods import SumGood

    rng = np.random.default_rng(3)
    for _ in range(10):
        n = int(rng.integers(2, 7))
        world = World(
            [f"S{i}" for i in range(n)],
            {"stake": rng.uniform(0, 3, n), "capacity": rng.uniform(0.2, 4, n)},
        )
        assert isinstance(public_good(world), PublicGood)
        closed, general = PublicGood(world), SumGood(world)
        members = rng.random(n) < 0.7
        weights, q = rng.random(n), rng.uniform(0, 5, n)
        assert np.allclose(closed.reference(), general.reference())
        assert np.allclose(closed.joint_actions(members), general.joint_actions(members))
        pledged = general.pledge_actions(members, weights)
        assert np.allclose(closed.pledge_actions(members, weights), pledged)
        assert np.allclose(closed.deviation_payoffs(q), general.deviation_payoffs(q))
        assert closed.level_range(members) == pytest.approx(general.level_range(members))
        levels = np.linspace(*closed.level_range(members), 7)
        assert np.allclose(
            closed.level_actions(members, levels), general.level_actions(members, levels)
        )


def test_of_several_equilibria_the_setting_says_which() -> None:
    world = World("ABC", {"stake": [1.0, 1.0, 1.0], "capacity": [2.0, 3.0, 4.0]})
    worst = public_good(world, technology="weakest_link")
    best = public_good(world, technology="weakest_link", selection="best")
    assert worst.reference().tolist() == [0.0] * 3
    assert best.reference().tolist() == [2.0] * 3
    pair = np.array([True, True, False])
    # One outsider that sees what members have given gives as much, up to its own best.
    assert worst.level_actions(pair, 1.5).tolist() == [1.5] * 3
    assert worst.joint_actions(pair).tolist() == [0.0] * 3
    led = public_good(world, technology="weakest_link", timing="coalition_first")
    assert led.joint_actions(pair) == pytest.approx([2.4] * 3)
    shot = public_good(world, technology="best_shot")
    assert shot.reference().tolist() == [2.0, 0.0, 0.0]
    assert public_good(world, technology="best_shot", selection="best").reference()[2] == 4.0
    assert sorted(e.max() for e in shot.equilibria()) == [2.0, 3.0, 4.0]


GOOD: dict[str, list[float]] = {"stake": [1.0, 1.0], "capacity": [1.0, 1.0]}


@pytest.mark.parametrize(
    ("figures", "settings", "where"),
    [
        (GOOD, {"technology": "sums"}, "issue.technology"),
        (GOOD, {"technology": ["sum"]}, "issue.technology"),
        (GOOD, {"benefit": "square"}, "issue.benefit"),
        (GOOD, {"cost": True}, "issue.cost"),
        (GOOD, {"benefit": "quadratic"}, "issue.satiation"),
        (GOOD, {"benefit": "quadratic", "satiation": float("nan")}, "issue.satiation"),
        (GOOD, {"benefit": "quadratic", "satiation": True}, "issue.satiation"),
        (GOOD, {"satiation": 3.0}, "issue.satiation"),
        (GOOD, {"baseline": 3.0}, "issue.baseline"),
        (GOOD, {"benefit": "damage"}, "issue.baseline"),
        (GOOD, {"benefit": "damage", "baseline": -1.0}, "issue.baseline"),
        (GOOD, {"damage_exponent": 3.0}, "issue.damage_exponent"),
        (GOOD, {"cost": "power"}, "issue.exponent"),
        (GOOD, {"cost": "power", "exponent": 1.0}, "issue.exponent"),
        (GOOD, {"cost": "power", "exponent": "3"}, "issue.exponent"),
        (GOOD, {"exponent": 3.0}, "issue.exponent"),
        (GOOD, {"threshold": 3.0}, "issue.threshold"),
        (GOOD, {"technology": "threshold"}, "issue.threshold"),
        (GOOD, {"technology": "threshold", "threshold": float("inf")}, "issue.threshold"),
        (GOOD, {"technology": "threshold", "threshold": 1.0, "below": "zero"}, "issue.below"),
        (GOOD, {"timing": "leader", "benefit": "quadratic", "satiation": 3.0}, "issue.timing"),
        (GOOD, {"selection": "middle"}, "issue.selection"),
        (GOOD, {"technology": "best_shot", "benefit": "log"}, "issue.benefit"),
        (GOOD, {"cost": "cubic"}, "world.cubic"),
        (GOOD, {"cost": "linear"}, "world.limit"),
        ({**GOOD, "limit": [1.0, float("nan")]}, {}, "world.limit"),
        ({**GOOD, "limit": [1.0, 0.0]}, {}, "state B.limit"),
        ({**GOOD, "unit_cost": [1.0, -1.0]}, {}, "state B.unit_cost"),
        ({"stake": [1.0, -1.0], "capacity": [1.0, 1.0]}, {"cost": "power", "exponent": 2.0},
         "state B.stake"),
        ({**GOOD, "unit_cost": [1.0, 1.0], "dear_cost": [2.0, 1.0], "limit": [2.0, 2.0]},
         {"cost": "two_step"}, "state B.dear_cost"),
        ({**GOOD, "unit_cost": [1.0, 1.0], "limit": [2.0, 2.0]},
         {"cost": "linear", "benefit": "quadratic", "satiation": 3.0}, "issue.cost"),
        ({**GOOD, "limit": [1.0, 1.0]}, {"technology": "threshold", "threshold": 3.0},
         "issue.threshold"),
        ({**GOOD, "loss": [1.0, -1.0]}, {"technology": "threshold", "threshold": 1.0},
         "state B.loss"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(figures: Any, settings: Any, where: str) -> None:
    with pytest.raises(ModelError) as caught:
        public_good(World("AB", figures), **settings)
    assert caught.value.where.removeprefix("world.") == where.removeprefix("world.")


def test_a_threshold_has_no_leader() -> None:
    with pytest.raises(ModelError, match="timing"):
        ThresholdGood(World("AB", GOOD), threshold=1.0, timing="coalition_first")
