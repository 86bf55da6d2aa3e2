"""Vertices of the core against all sets of coalitions that can bind; properties by definition."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import pytest

from gametheory_orders import (
    ModelError,
    NoAnswer,
    characteristic_function,
    core,
    core_vertices,
    is_balanced,
    is_convex,
    is_superadditive,
    is_totally_balanced,
    nucleolus,
    tu_game,
)
from making import good


def random_worths(seed, n, kind):
    rng = random.Random(seed)
    if kind == "convex":
        weights = [rng.randint(0, 5) for _ in range(2**n)]
        return [sum(weights[t] for t in range(1, s + 1) if t & s == t) for s in range(2**n)]
    worths = [0, *(rng.randint(0, 4) * s.bit_count() for s in range(1, 2**n))]
    worths[-1] = rng.randint(2, 6) * n
    return worths


def total(point, code):
    return sum(x for i, x in enumerate(point) if code >> i & 1)


def all_vertices(worths, n):
    """Solve every choice of n - 1 coalitions beside everybody; keep what no coalition improves."""
    out = set()
    for chosen in combinations(range(1, 2**n - 1), n - 1):
        rows = [
            [*(Fraction(c >> i & 1) for i in range(n)), Fraction(worths[c])]
            for c in (*chosen, 2**n - 1)
        ]
        for c in range(n):
            pivot = next((r for r in range(c, n) if rows[r][c]), None)
            if pivot is None:
                break
            rows[c], rows[pivot] = rows[pivot], rows[c]
            rows[c] = [v / rows[c][c] for v in rows[c]]
            for r in range(n):
                if r != c and rows[r][c]:
                    rows[r] = [v - rows[r][c] * w for v, w in zip(rows[r], rows[c], strict=True)]
        else:
            point = tuple(row[-1] for row in rows)
            if all(total(point, s) >= worths[s] for s in range(2**n)):
                out.add(point)
    return out


def names(n):
    return "ABCDEF"[:n]


@pytest.mark.parametrize("seed", range(20))
def test_all_vertices_and_no_other(seed):
    n = 3 + seed % 2
    worths = random_worths(seed, n, "convex" if seed % 5 == 0 else "any")
    game = tu_game(names(n), worths)
    expected = all_vertices(worths, n)
    assert core(game).empty == (not expected)
    if not expected:
        with pytest.raises(NoAnswer, match="empty"):
            core_vertices(game)
        return
    found = core_vertices(game)
    assert set(found.vertices) == expected
    assert len(found) == len(expected)
    for point, codes in zip(found.vertices, found.tight, strict=True):
        assert all((total(point, s) == worths[s]) == (s in codes) for s in range(1, 2**n))
    spread = np.array([[float(x) for x in point] for point in found]) - np.array(
        [float(x) for x in found.vertices[0]]
    )
    assert found.dimension == np.linalg.matrix_rank(spread)


def test_both_cases_occur_above():
    empty = [core(tu_game("ABC", random_worths(s, 3, "any"))).empty for s in range(1, 20, 2)]
    assert {True, False} == set(empty)


@pytest.mark.parametrize("n", [3, 4, 5])
def test_shapley_1971_a_convex_core_has_the_marginal_vectors_as_corners(n):
    worths = random_worths(n, n, "convex")
    expected = set()
    for order in permutations(range(n)):
        point, before = [0] * n, 0
        for i in order:
            point[i] = worths[before | 1 << i] - worths[before]
            before |= 1 << i
        expected.add(tuple(point))
    assert set(core_vertices(tu_game(names(n), worths)).vertices) == expected


def test_floats_and_a_core_of_one_point():
    game = characteristic_function(good([1.0, 2.0, 3.0]))
    found = core_vertices(game)
    middle = np.mean([list(point) for point in found], axis=0)
    assert core(game).payoffs is not None
    assert middle.tolist() in core(game)
    single = core_vertices(tu_game("ABC", [0, 1, 2, 3, 3, 4, 5, 6]))
    assert (single.vertices, single.dimension) == (((1, 2, 3),), 0)
    gloves = tu_game("LRS", [0, 0, 0, 1, 0, 1, 0, 1])
    assert core_vertices(gloves).vertices == (tuple(nucleolus(gloves).values),)


@pytest.mark.parametrize("seed", range(40))
def test_properties_by_definition(seed):
    n = 2 + seed % 3
    worths = random_worths(seed, n, ("convex", "any", "any", "any")[seed % 4])
    if seed % 8 == 3:
        worths = [w + s.bit_count() ** 2 * 3 for s, w in enumerate(worths)]
    game = tu_game(names(n), worths)
    everyone = range(2**n)
    gaps = [
        worths[s | 1 << i | 1 << j] - worths[s | 1 << i] - worths[s | 1 << j] + worths[s]
        for s in everyone
        for i, j in combinations(range(n), 2)
        if not s >> i & 1 and not s >> j & 1
    ]
    found = is_convex(game)
    assert (found.holds, found.margin) == (min(gaps) >= 0, min(gaps))
    if not found:
        s, (i, j) = game.code(found.witness["coalition"]), map(game.index, found.witness["players"])
        both = s | 1 << i | 1 << j
        gap = worths[both] - worths[s | 1 << i] - worths[s | 1 << j] + worths[s]
        assert gap == min(gaps)
    joins = [worths[s | t] - worths[s] - worths[t] for s in everyone for t in everyone if not s & t]
    found = is_superadditive(game)
    assert found.holds == (min(joins) >= 0)
    if not found:
        s, t = map(game.code, found.witness["coalitions"])
        assert s & t == 0
        assert worths[s | t] - worths[s] - worths[t] == min(joins) == found.margin
    has_core = {}
    for s in everyone:
        if s:
            sub = game.subgame(game.coalition(s))
            has_core[s] = sub.n == 1 or bool(all_vertices(sub.values.tolist(), sub.n))
    assert is_balanced(game).holds == has_core[2**n - 1]
    found = is_totally_balanced(game)
    assert found.holds == all(has_core.values())
    if not found:
        assert not has_core[game.code(found.witness["coalition"])]
        weights = [Fraction(w) for w in found.witness["weights"]]
        pairs = list(zip(weights, found.witness["coalitions"], strict=True))
        for player in found.witness["coalition"]:
            assert sum(w for w, who in pairs if player in who) == 1
        worth = sum(w * worths[game.code(who)] for w, who in pairs)
        assert worth > worths[game.code(found.witness["coalition"])]


def test_the_gamma_game_of_a_public_good_is_convex():
    game = characteristic_function(good([1.0, 2.0, 0.5, 3.0], [2.0, 1.0, 1.0, 0.5]))
    assert is_convex(game)
    assert is_superadditive(game)
    assert is_totally_balanced(game).method == "it is convex"
    assert not is_superadditive(characteristic_function(good([1.0] * 5), "delta"))


def test_too_many_players():
    with pytest.raises(ModelError, match="core, which"):
        core_vertices(tu_game("ABCDEFG", lambda s: len(s) ** 2))
    apart = tu_game([f"P{i}" for i in range(11)], lambda s: int(len(s) == 11) - int(len(s) == 10))
    with pytest.raises(ModelError, match="at most 10"):
        is_totally_balanced(apart)
