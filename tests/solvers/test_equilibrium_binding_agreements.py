"""Equilibrium binding agreements against the definition, read aloud for four players or fewer."""

from __future__ import annotations

import itertools
import random

import pytest

from gametheory_orders import ModelError, equilibrium_binding_agreements, partition_function
from making import good


def splits(players):
    """All partitions, as frozensets of frozensets."""
    if not players:
        return [frozenset()]
    first, rest = players[0], players[1:]
    out = []
    for size in range(len(rest) + 1):
        for some in itertools.combinations(rest, size):
            left = [x for x in rest if x not in some]
            out += [p | {frozenset({first, *some})} for p in splits(left)]
    return out


def by_definition(players, worth):
    """The stable partitions; worth[partition][player]."""
    structures = splits(list(players))

    def within(a, b):
        return a != b and all(any(x <= y for y in b) for x in a)

    def better(group, before, after):
        return all(worth[after][i] > worth[before][i] for i in group)

    def blocks(after, moved, leaders):
        """Whether some leader gains from ``moved`` (perpetrator to residual) having moved."""
        before = back(after, moved)
        for leader in leaders:
            others = {p: r for p, r in moved.items() if p != leader}
            subsets = itertools.chain.from_iterable(
                itertools.combinations(others, size) for size in range(1, len(others) + 1)
            )
            if better(leader, before, after) and all(
                blocks(after, {p: others[p] for p in some}, some) for some in subsets
            ):
                return True
        return False

    def back(after, moved):
        out = set(after) - set(moved) - set(moved.values())
        for residual in set(moved.values()):
            out.add(residual.union(*(p for p, r in moved.items() if r == residual)))
        return frozenset(out)

    stable = []
    for before in sorted(structures, key=len, reverse=True):
        blocked = False
        for after in stable:
            if not within(after, before):
                continue
            broken = [[x for x in after if x < whole] for whole in before if whole not in after]
            for stay in itertools.product(*broken):
                moved = {
                    x: residual
                    for pieces, residual in zip(broken, stay, strict=True)
                    for x in pieces
                    if x != residual
                }
                blocked = blocked or blocks(after, moved, list(moved))
        if not blocked:
            stable.append(before)
    return set(stable)


@pytest.mark.parametrize("seed", range(30))
def test_random_payoffs(seed):
    rng = random.Random(seed)
    players = "ABCD"[: 3 + seed % 2]
    worth = {p: {x: rng.randint(0, 9) for x in players} for p in splits(list(players))}
    found = equilibrium_binding_agreements(
        lambda blocks: worth[frozenset(map(frozenset, blocks))], players
    )
    expected = by_definition(players, worth)
    assert {frozenset(map(frozenset, each)) for each in found} == expected
    assert len(found.stable) + len(found.blocked) == len(worth)
    for before, after, leader in found.blocked:
        a, b = (frozenset(map(frozenset, each)) for each in (after, before))
        assert a in expected
        assert leader in after
        assert all(worth[a][x] > worth[b][x] for x in leader)


@pytest.mark.parametrize("seed", range(6))
def test_unequal_states_of_a_public_good(seed):
    rng = random.Random(seed)
    n = 4
    issue = good([rng.uniform(0.5, 2) for _ in range(n)], [rng.uniform(0.5, 2) for _ in range(n)])
    table = partition_function(issue)
    worth = {}
    for position in range(len(table)):
        blocks = frozenset(map(frozenset, table.partition(position)))
        worth[blocks] = dict(zip(table.players, table.payoffs[position].tolist(), strict=True))
    found = equilibrium_binding_agreements(table)
    assert {frozenset(map(frozenset, e)) for e in found} == by_definition(table.players, worth)
    assert set(found.coarsest) <= set(found.stable)


def test_wrong_input():
    with pytest.raises(ModelError, match="at most 6"):
        equilibrium_binding_agreements(partition_function(good([1.0] * 7)))
    with pytest.raises(ModelError, match="players"):
        equilibrium_binding_agreements(lambda _: {})
    with pytest.raises(ModelError, match="one for each"):
        equilibrium_binding_agreements(lambda _: {"A": 1}, "AB")
    with pytest.raises(ModelError, match="finite"):
        equilibrium_binding_agreements(lambda _: {"A": 1, "B": float("nan")}, "AB")
    with pytest.raises(ModelError, match="source"):
        equilibrium_binding_agreements(3, "AB")
