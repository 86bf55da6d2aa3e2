"""Characteristic and partition functions from the definitions, one coalition at a time."""

from __future__ import annotations

import itertools
import random
import time
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np
import pytest

from gametheory_orders import (
    ModelError,
    NoAnswer,
    NormalFormGame,
    PublicGood,
    Unanimity,
    banzhaf_value,
    characteristic_function,
    core,
    partition_function,
    shapley_value,
)
from gametheory_orders.solvers import coalition_equilibrium
from gametheory_orders.solvers.coalition_equilibrium import partition_payoffs
from making import game as game_of
from making import good


def world(seed, n):
    rng = random.Random(seed)
    s = [Fraction(rng.randint(0, 8), 4) for _ in range(n)]
    k = [Fraction(rng.randint(1, 8), 4) for _ in range(n)]
    return s, k


def payoff(s, k, i, q):
    return s[i] * sum(q) - q[i] ** 2 / (2 * k[i])


def reply(s, k, inside, q):
    """Members' best joint actions: each coordinate's parabola through three points."""
    out = list(q)
    for i in inside:
        at = []
        for x in (0, 1, 2):
            tried = [*out[:i], Fraction(x), *out[i + 1 :]]
            at.append(sum(payoff(s, k, j, tried) for j in inside))
        bend = at[2] - 2 * at[1] + at[0]
        slope = at[1] - at[0] - bend / 2
        out[i] = max(Fraction(0), -slope / bend)
    return out


def worth(s, k, blocks, block, start=None):
    """Worth of a block when each block in turn replies; actions do not depend on the others'."""
    q = [Fraction(0)] * len(s) if start is None else start
    for each in blocks:
        q = reply(s, k, each, q)
    for each in blocks:
        assert reply(s, k, each, q) == q
    return sum(payoff(s, k, i, q) for i in block)


def structures(states):
    if not states:
        yield []
        return
    first, rest = states[0], states[1:]
    for size in range(len(rest) + 1):
        for others in itertools.combinations(rest, size):
            left = [i for i in rest if i not in others]
            for more in structures(left):
                yield [(first, *others), *more]


@pytest.mark.parametrize("seed", range(12))
def test_worths_are_what_the_definitions_say(seed):
    n = 2 + seed % 4
    s, k = world(seed, n)
    issue = good([float(x) for x in s], [float(x) for x in k])
    games = {kind: characteristic_function(issue, kind) for kind in ("alpha", "gamma", "delta")}
    for code in range(1, 2**n):
        inside = [i for i in range(n) if code >> i & 1]
        outside = [i for i in range(n) if not code >> i & 1]
        expected = {
            "alpha": worth(s, k, [inside], inside),
            "gamma": worth(s, k, [inside, *([j] for j in outside)], inside),
            "delta": worth(s, k, [inside, outside] if outside else [inside], inside),
        }
        for kind, value in expected.items():
            assert games[kind].floats[code] == pytest.approx(float(value), rel=1e-12, abs=1e-12)
    assert (characteristic_function(issue, "beta").values == games["alpha"].values).all()
    assert (games["alpha"].values <= games["gamma"].values + 1e-12).all()
    assert (games["gamma"].values <= games["delta"].values + 1e-12).all()


@pytest.mark.parametrize("seed", range(6))
def test_every_embedded_coalition(seed):
    n = 3 + seed % 3
    s, k = world(100 + seed, n)
    issue = good([float(x) for x in s], [float(x) for x in k])
    found = partition_function(issue)
    listed = {
        (frozenset(who), frozenset(map(frozenset, blocks))): value
        for who, blocks, value in found.embedded()
    }
    ids = issue.world.ids
    seen, least, most = 0, {}, {}
    for blocks in structures(list(range(n))):
        for block in blocks:
            names = [frozenset(ids[i] for i in each) for each in blocks]
            who = frozenset(ids[i] for i in block)
            expected = float(worth(s, k, blocks, block))
            assert listed[who, frozenset(names)] == pytest.approx(expected, rel=1e-12, abs=1e-12)
            assert found.worth(who, [x for x in names if x != who]) == listed[who, frozenset(names)]
            least[who] = min(least.get(who, np.inf), expected)
            most[who] = max(most.get(who, -np.inf), expected)
            seen += 1
    assert seen == len(listed)
    for kind in ("gamma", "delta"):
        direct = characteristic_function(issue, kind).floats
        assert found.characteristic(kind).floats == pytest.approx(direct, rel=1e-12)
    for who, worst in least.items():
        assert found.characteristic("pessimistic").value(who) == pytest.approx(worst)
        assert found.characteristic("optimistic").value(who) == pytest.approx(most[who])


@dataclass(frozen=True, eq=False)
class CubicCosts(PublicGood):
    """s_i Q - q_i^3 / (3 k_i): together q_i = sqrt(k_i sigma_S), whatever the others do."""

    def payoffs(self, actions):
        actions = np.asarray(actions, dtype=float)
        total = actions.sum(axis=-1, keepdims=True)
        return self.stakes * total - actions**3 / (3 * self.capacities)

    def reference(self):
        return np.sqrt(self.capacities * self.stakes)

    def first_best(self):
        return np.sqrt(self.capacities * self.stakes.sum())

    def joint_actions(self, members):
        joint = np.where(members, self.stakes, 0.0).sum(axis=-1)[..., None]
        return np.sqrt(self.capacities * np.where(members, joint, self.stakes))


@dataclass(frozen=True, eq=False)
class QuadraticBenefit(PublicGood):
    """s_i (G - G^2 / 20) - q_i^2 / (2 k_i): who cuts back is answered by the others."""

    def payoffs(self, actions):
        actions = np.asarray(actions, dtype=float)
        total = actions.sum(axis=-1, keepdims=True)
        return self.stakes * (total - total**2 / 20) - actions**2 / (2 * self.capacities)

    def settled(self, labels):
        together = labels[..., :, None] == labels[..., None, :]
        weight = self.capacities * (together @ self.stakes)
        return weight / (1 + weight.sum(axis=-1, keepdims=True) / 10)

    def reference(self):
        return self.settled(np.arange(self.n))

    def first_best(self):
        return self.settled(np.zeros(self.n))

    def joint_actions(self, members):
        return self.settled(np.where(members, -1, np.arange(self.n)))


def family(kind, seed, n):
    rng = np.random.default_rng(seed)
    return kind(good(rng.uniform(0.5, 2, n), rng.uniform(0.5, 2, n)).world)


def test_other_families_are_solved_by_the_protocol():
    issue = family(CubicCosts, 1, 4)
    for kind in ("alpha", "gamma", "delta"):
        found = characteristic_function(issue, kind)
        for code in range(1, 16):
            inside = np.array([bool(code >> i & 1) for i in range(4)])
            q = np.sqrt(issue.capacities * np.where(inside, issue.stakes[inside].sum(), 0.0))
            others = issue.stakes if kind == "gamma" else issue.stakes[~inside].sum()
            if kind != "alpha":
                q = np.where(inside, q, np.sqrt(issue.capacities * others))
            expected = issue.payoffs(q)[inside].sum()
            assert found.floats[code] == pytest.approx(expected, rel=1e-7)


def test_coalitions_that_answer_each_other_are_in_equilibrium():
    issue = family(QuadraticBenefit, 2, 4)
    for labels in ([0, 0, 1, 1], [0, 1, 0, 2], [0, 0, 0, 0]):
        expected = issue.payoffs(issue.settled(np.array(labels)))
        assert partition_payoffs(issue, np.array(labels)) == pytest.approx(expected, rel=1e-7)
    by_rule = characteristic_function(issue, "gamma")
    found = partition_function(issue)
    for who in ("A", "AB", "BCD"):
        assert found.worth(who) == pytest.approx(by_rule.value(who), rel=1e-7)


def test_alpha_is_refused_where_others_can_harm():
    with pytest.raises(ModelError, match="others can harm"):
        characteristic_function(family(QuadraticBenefit, 2, 3), "alpha")


@dataclass(frozen=True, eq=False)
class OnALine(PublicGood):
    """A family whose actions are no contributions."""

    family: ClassVar[str] = "on_a_line"


def test_other_actions_than_contributions_are_refused():
    issue = family(OnALine, 3, 3)
    for solve in (characteristic_function, partition_function):
        with pytest.raises(ModelError, match="'on_a_line'"):
            solve(issue)


def test_a_reply_that_is_not_the_best_is_found_out(monkeypatch):
    issue = family(QuadraticBenefit, 4, 3)
    best = coalition_equilibrium.joint_reply

    def worse(*given):
        return 1.05 * best(*given)

    monkeypatch.setattr(coalition_equilibrium, "joint_reply", worse)
    with pytest.raises(NoAnswer, match="still gains"):
        partition_payoffs(issue, np.array([0, 0, 1]))


@pytest.mark.parametrize("seed", range(10))
def test_alpha_and_beta_of_a_normal_form(seed):
    rng = np.random.default_rng(seed)
    shape = [(2, 2), (2, 3, 2), (3, 2, 2)][seed % 3]
    payoffs = [rng.integers(0, 10, shape) for _ in shape]
    game = NormalFormGame.from_arrays(*payoffs)
    alpha, beta = (characteristic_function(game, kind) for kind in ("alpha", "beta"))
    n = len(shape)
    for code in range(1, 2**n):
        inside = [i for i in range(n) if code >> i & 1]
        table = {}
        for cell in np.ndindex(*shape):
            own = tuple(cell[i] for i in inside)
            other = tuple(cell[i] for i in range(n) if i not in inside)
            table[own, other] = sum(int(payoffs[i][cell]) for i in inside)
        rows, columns = {own for own, _ in table}, {other for _, other in table}
        assert alpha.values[code] == max(min(table[r, c] for c in columns) for r in rows)
        assert beta.values[code] == min(max(table[r, c] for r in rows) for c in columns)
        assert alpha.values[code] <= beta.values[code]
    assert alpha.exact


def test_matching_pennies_tells_alpha_from_beta():
    game = NormalFormGame.from_arrays([[1, -1], [-1, 1]])
    assert characteristic_function(game, "alpha").value("1") == -1
    assert characteristic_function(game, "beta").value("1") == 1


def test_a_coalition_under_an_order_decides_by_its_rule():
    issue = good([1.0, 1.2, 3.0], [1.0, 1.0, 1.0])
    found = characteristic_function(game_of(issue, Unanimity()))
    joint = characteristic_function(issue)
    # Of A and B it is A that wants less: its peak is s K / k = 1 * 2 / 1.
    prices = np.array([2.0, 2.0, 3.0])
    assert found.value("AB") == pytest.approx(issue.payoffs(prices)[:2].sum())
    assert (found.values <= joint.values + 1e-9).all()
    assert found.value("A") == joint.value("A")


def test_twenty_states_at_once():
    issue = good([1.0 + i / 20 for i in range(20)])
    begin = time.perf_counter()
    game = characteristic_function(issue, "gamma")
    assert time.perf_counter() - begin < 5
    assert game.n == 20
    assert float(sum(shapley_value(game))) == pytest.approx(game.grand)


def test_equal_states_share_equally():
    game = characteristic_function(good([1.0] * 5))
    for value in (shapley_value(game), banzhaf_value(game)):
        assert np.ptp(value.array) < 1e-9
    assert not core(game).empty


def test_wrong_sources_and_kinds():
    issue = good([1.0, 2.0])
    for wrong in ("gama", "", None, 3):
        with pytest.raises(ModelError, match="kind"):
            characteristic_function(issue, wrong)
    with pytest.raises(ModelError, match="source"):
        characteristic_function([1, 2])
    with pytest.raises(ModelError, match="at most 20"):
        characteristic_function(good([1.0] * 21))
    with pytest.raises(ModelError, match="at most 10"):
        partition_function(good([1.0] * 11))
    found = partition_function(good([1.0] * 3))
    with pytest.raises(ModelError, match="second time"):
        found.worth("A", ["AB"])
    with pytest.raises(ModelError, match="found Q"):
        found.worth("AQ")
    with pytest.raises(ModelError, match="expects"):
        found.characteristic("alpha")
    with pytest.raises(ModelError, match="kind"):
        characteristic_function(game_of(issue, Unanimity()), "delta")
