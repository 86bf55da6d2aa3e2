"""Equilibrium binding processes against all strategies, one after the other, in fractions."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import numpy as np
import pytest

from gametheory_orders import (
    ModelError,
    NoAnswer,
    binding_process,
    majority_approval,
    thermostat_payoffs,
    unanimous_approval,
)
from gametheory_orders.solvers.governance_rules import deployment


def random_process(seed, m, n):
    rng = random.Random(seed)
    players = "ABCD"[:n]
    states = [f"s{x}" for x in range(m)]
    payoffs = {s: {p: rng.randint(-500, 500) for p in players} for s in states}
    table = {}
    for who, x, y in itertools.product(players, states, states):
        groups = [
            [p for p in players if rng.random() < 0.5] for _ in range(rng.choice([0, 1, 1, 2]))
        ]
        table[who, x, y] = groups
    return states, players, payoffs, table


def solve(matrix, right):
    """Gauss and Jordan."""
    size = len(matrix)
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    for c in range(size):
        p = next(r for r in range(c, size) if rows[r][c])
        rows[c], rows[p] = rows[p], rows[c]
        rows[c] = [v / rows[c][c] for v in rows[c]]
        for r in range(size):
            if r != c:
                rows[r] = [v - rows[r][c] * w for v, w in zip(rows[r], rows[c], strict=True)]
    return [row[-1] for row in rows]


def all_equilibria(given, d, shares):
    """Every map from (proposer, state) to a state that is an equilibrium; whether it has ties."""
    states, players, payoffs, table = given
    keys = list(itertools.product(players, states))
    out = {}
    for chosen in itertools.product(states, repeat=len(keys)):
        to = dict(zip(keys, chosen, strict=True))
        matrix = [
            [
                Fraction(int(x == y)) - d * sum(shares[p] for p in players if to[p, x] == y)
                for y in states
            ]
            for x in states
        ]
        v = {
            p: dict(
                zip(states, solve(matrix, [(1 - d) * payoffs[s][p] for s in states]), strict=True)
            )
            for p in players
        }
        ties = any(v[p][x] == v[p][y] for p in players for x in states for y in states if x < y)

        def passes(p, x, y, strictly, v=v):
            return any(
                all(v[j][y] > v[j][x] if strictly else v[j][y] >= v[j][x] for j in group)
                for group in table[p, x, y]
            )

        good = True
        for (p, x), y in to.items():
            if y != x and not (passes(p, x, y, False) and v[p][y] >= v[p][x]):
                good = False
            if any(z != x and passes(p, x, z, True) and v[p][z] > v[p][y] for z in states):
                good = False
        if good:
            out[chosen] = ties
    return out


@pytest.mark.parametrize("seed", range(24))
def test_all_equilibria_are_found(seed):
    m, n = [(3, 2), (2, 3), (2, 2)][seed % 3]
    given = random_process(seed, m, n)
    _, players, payoffs, table = given
    d = Fraction(9, 10) if seed % 2 else Fraction(1, 2)
    shares = {p: Fraction(i + 1, n * (n + 1) // 2) for i, p in enumerate(players)}
    expected = all_equilibria(given, d, shares)
    floats = {p: float(share) for p, share in shares.items()}

    def search():
        return binding_process(payoffs, lambda p, x, y: table[p, x, y], float(d), floats)

    if not expected:
        with pytest.raises(NoAnswer):
            search()
        return
    found = search()
    got = {tuple(each.moves.values()) for each in found}
    assert got <= set(expected)
    assert got >= {chosen for chosen, ties in expected.items() if not ties}
    for each in found:
        assert each.certificate["smallest_margin"] >= -1e-10
        assert each.certificate["residual"] < 1e-9


def test_nobody_may_change_anything():
    payoffs = {"a": {"A": 1, "B": 0}, "b": {"A": 0, "B": 1}}
    found = binding_process(payoffs, lambda *_: [], 0.9)
    assert len(found) == 1
    assert found[0].absorbing == ("a", "b")
    assert found[0].value("a", "A") == pytest.approx(1)


def test_a_game_without_equilibrium_names_the_circle():
    given = random_process(28, 3, 2)
    _, players, payoffs, table = given
    shares = dict.fromkeys(players, Fraction(1, 2))
    assert all_equilibria(given, Fraction(9, 10), shares) == {}
    with pytest.raises(NoAnswer) as caught:
        binding_process(payoffs, lambda p, x, y: table[p, x, y], 0.9)
    assert len(caught.value.witness["cycle"]) > 1


def test_patience_zero_is_one_step_only():
    payoffs = {"x": {"A": 0}, "y": {"A": 1}, "z": {"A": 2}}
    moves = {("x", "y"), ("y", "z")}
    found = binding_process(payoffs, lambda _, a, b: [[]] if (a, b) in moves else [], 0.0)
    assert found[0].moves["A", "x"] == "y"
    assert found[0].value("x", "A") == 0
    assert np.allclose(found[0].transitions.sum(axis=1), 1)


def test_approval_as_the_rules_say():
    both, either = unanimous_approval, majority_approval
    assert both("W", (), ("W", "C")) == [["C"]]
    assert both("W", ("T", "C"), ("W", "C")) == [["T", "C"]]
    assert both("T", ("W", "T", "C"), ("W", "C")) == [[]]
    assert either("T", ("W", "C"), ("T", "C")) == [["W"], ["C"]]
    assert either("W", ("W", "C"), ("T", "C")) == [["C", "T"]]
    assert either("W", ("W", "T", "C"), ("W", "C")) == [["T"], ["C"]]
    assert either("W", ("W", "T", "C"), ()) == [["T"], ["C"]]
    assert either("W", (), ("T", "C")) == [["T", "C"]]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"patience": 1}, "patience"),
        ({"patience": True}, "patience"),
        ({"patience": float("nan")}, "patience"),
        ({"payoffs": {}}, "payoffs"),
        ({"payoffs": {"x": {"A": 1}, "y": {"B": 1}}}, "payoffs"),
        ({"payoffs": {"x": {"A": float("inf")}}}, "payoffs"),
        ({"approvals": lambda *_: [["Q"]]}, "approvals"),
        ({"recognition": {"A": 0.5, "B": 0.6}}, "recognition"),
        ({"recognition": {"A": 1.5, "B": -0.5}}, "recognition"),
        ({"recognition": {"A": 1}}, "recognition"),
        ({"payoffs": {s: {"A": 0, "B": 1, "C": 2} for s in "abcdef"}}, "rankings"),
    ],
)
def test_wrong_input_is_told_in_one_line(change, where):
    given = {
        "payoffs": {"x": {"A": 0, "B": 0}, "y": {"A": 1, "B": 1}},
        "approvals": lambda *_: [[]],
        "patience": 0.9,
    }
    with pytest.raises(ModelError, match=where) as caught:
        binding_process(**(given | change))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        {"damages": {"W": 0, "T": 1}},
        {"power": {"W": 1}},
        {"threshold": -1},
        {"ideals": {"W": "hot", "T": 1}},
        {"state": ("W", "X")},
        {"threshold": 0.2},
    ],
)
def test_wrong_thermostats(change):
    given = {"state": (), "ideals": {"W": 2.0, "T": 1.0}}
    with pytest.raises(ModelError):
        deployment(**(given | change))
    assert thermostat_payoffs({"W": 2.0, "T": 1.0})["W", "T"] == {"W": 3.75, "T": 0.75}
