"""Brute force over all coalitions: the oracle of the voting tests. Imports nothing of the package.

A rule is ("votes", weights by name, least), ("all", rules) or ("any", rules).
"""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations, permutations, product
from math import factorial


def won(rule, coalition):
    """Say whether a coalition (a set of names) wins."""
    kind = rule[0]
    if kind == "votes":
        return sum(w for name, w in rule[1].items() if name in coalition) >= rule[2]
    return (all if kind == "all" else any)(won(part, coalition) for part in rule[1])


def players_of(rule):
    """Return the names in order of appearance."""
    if rule[0] == "votes":
        return list(rule[1])
    return list(dict.fromkeys(p for part in rule[1] for p in players_of(part)))


def subsets(names):
    """Yield all sets of names."""
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            yield frozenset(chosen)


def winning(rule, names):
    """Return all winning coalitions."""
    return {s for s in subsets(names) if won(rule, s)}


def swings(rule, names):
    """Return, by player, how many swings have each size."""
    wins = winning(rule, names)
    out = {}
    for i in names:
        sizes = [0] * len(names)
        for s in subsets([p for p in names if p != i]):
            if s not in wins and s | {i} in wins:
                sizes[len(s)] += 1
        out[i] = sizes
    return out


def shapley(rule, names):
    """Return Shapley-Shubik from swings."""
    n = len(names)
    return {
        i: sum(
            Fraction(factorial(s) * factorial(n - 1 - s) * c, factorial(n))
            for s, c in enumerate(sizes)
        )
        for i, sizes in swings(rule, names).items()
    }


def at_probability(rule, names, chance):
    """Return P(passes) and P(i decides) for independent votes."""
    act = Fraction(0)
    decides = dict.fromkeys(names, Fraction(0))
    for s in subsets(names):
        weight = Fraction(1)
        for p in names:
            weight *= chance[p] if p in s else 1 - chance[p]
        act += weight * won(rule, s)
        for i in names:
            if won(rule, s | {i}) and not won(rule, s - {i}):
                decides[i] += weight
    return act, decides


def minimal(sets):
    """Return the sets that hold no other."""
    return {s for s in sets if not any(other < s for other in sets)}


def blocking(rule, names):
    """Return the coalitions whose complement loses."""
    everyone = frozenset(names)
    return {s for s in subsets(names) if not won(rule, everyone - s)}


def nakamura(rule, names):
    """Return the least number of winning coalitions without a common member, or None."""
    wins = list(minimal(winning(rule, names)))
    if not wins or frozenset.intersection(*wins):
        return None
    for number in range(1, len(names) + 1):
        for chosen in combinations(wins, number):
            if not frozenset.intersection(*chosen):
                return number
    raise AssertionError


def owen(rule, names, unions):
    """Return the Owen value by all orders in which unions stay together."""
    count = dict.fromkeys(names, 0)
    total = 0
    for order in permutations(unions):
        for inner in product(*(list(permutations(union)) for union in order)):
            total += 1
            before = frozenset()
            for player in (p for union in inner for p in union):
                if won(rule, before | {player}) and not won(rule, before):
                    count[player] += 1
                before |= {player}
    return {p: Fraction(c, total) for p, c in count.items()}


def banzhaf_owen(rule, names, unions):
    """Return the Banzhaf-Owen value."""
    out = {}
    for own in unions:
        rest = [u for u in unions if u is not own]
        for i in own:
            fellows = [p for p in own if p != i]
            hits = 0
            for chosen in product((False, True), repeat=len(rest)):
                outside = frozenset(p for u, c in zip(rest, chosen, strict=True) if c for p in u)
                for inside in subsets(fellows):
                    s = outside | inside
                    hits += won(rule, s | {i}) and not won(rule, s)
            out[i] = Fraction(hits, 2 ** (len(rest) + len(fellows)))
    return out


def ternary_swings(passes, names):
    """Return, by player, for how many votes of the others its yes carries and its no does not."""
    out = dict.fromkeys(names, 0)
    carried = 0
    for votes in product((1, 0, -1), repeat=len(names)):
        carried += passes(dict(zip(names, votes, strict=True)))
    for i in names:
        others = [p for p in names if p != i]
        for votes in product((1, 0, -1), repeat=len(others)):
            table = dict(zip(others, votes, strict=True))
            out[i] += passes({**table, i: 1}) and not passes({**table, i: -1})
    return out, carried


def random_rule(rng: random.Random, names, depth=2):
    """Return a random rule, compositions with shared or own members included."""
    kind = rng.random()
    if depth == 0 or kind < 0.4:
        some = rng.sample(names, rng.randint(1, len(names)))
        weights = {p: rng.choice([0, 1, 1, 2, 3, 5, 8]) for p in some}
        if rng.random() < 0.3:
            weights = dict.fromkeys(names, 1)
        if not sum(weights.values()):
            weights[some[0]] = 1
        return ("votes", weights, rng.randint(1, sum(weights.values())))
    parts = [random_rule(rng, names, depth - 1) for _ in range(rng.randint(1, 3))]
    return ("all" if kind < 0.7 else "any", parts)
