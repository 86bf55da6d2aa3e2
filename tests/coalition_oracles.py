"""Who joins and who leaves, from the definitions: one set at a time, in plain Python.

Builds on nothing of the package. A world is a list of stakes s and capacities k; sets are
frozensets of positions; ``value(S)`` is the list of payoffs if S is in. Not here: anything fast.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

Value = Callable[[frozenset[int]], list[float]]
TINY = Fraction(1, 10**9)


def all_sets(players: Sequence[int]) -> list[frozenset[int]]:
    return [
        frozenset(c)
        for size in range(len(players) + 1)
        for c in itertools.combinations(players, size)
    ]


def public_good(s: Sequence[float], k: Sequence[float], prices: Sequence[float]) -> list[float]:
    """u_i = s_i sum q - q_i^2 / (2 k_i), with q_i = k_i p_i."""
    total = sum(kk * p for kk, p in zip(k, prices, strict=True))
    return [si * total - ki * p * p / 2 for si, ki, p in zip(s, k, prices, strict=True)]


def club(
    s: Sequence[float],
    k: Sequence[float],
    price: float | None = None,
    trade: Any = None,
    rate: float = 0.0,
) -> Value:
    """Members charge the price (or their own, if higher), or jointly the sum of their stakes."""

    def value(members: frozenset[int]) -> list[float]:
        charged = sum(s[i] for i in members) if price is None else price
        prices = [max(charged, si) if i in members else si for i, si in enumerate(s)]
        out = public_good(s, k, prices)
        if rate:
            out = [u + tariff(trade, rate, members, i) for i, u in enumerate(out)]
        return out

    return value


def tariff(trade: Any, rate: float, members: frozenset[int], i: int) -> float:
    n = len(trade.gain)
    if i in members:
        abroad = sum(trade.imports[i][j] for j in range(n) if j not in members)
        return float((rate * trade.gain[i] - rate**2 * trade.loss[i]) * abroad)
    return -float(sum(rate * trade.gain[j] * trade.imports[j][i] for j in members))


def left_behind(
    s: Sequence[float], k: Sequence[float], members: frozenset[int], i: int, price: float | None
) -> float:
    """What i has after leaving while the others keep their prices."""
    charged = sum(s[j] for j in members) if price is None else price
    others = [max(charged, sj) if j in members and j != i else sj for j, sj in enumerate(s)]
    return public_good(s, k, others)[i]


def stable(value: Value, n: int, concept: str, *, leave: Any = None) -> set[frozenset[int]]:
    """All stable sets; ``leave(S, i)`` is what i has after leaving, by default value(S - i)."""
    found = set()
    for members in all_sets(range(n)):
        here = value(members)
        out = [leave(members, i) if leave else value(members - {i})[i] for i in members]
        gone = any(u > here[i] + TINY for i, u in zip(members, out, strict=True))
        in_ = [value(members | {j}) for j in range(n) if j not in members]
        others = [j for j in range(n) if j not in members]
        come = any(u[j] > here[j] + TINY for j, u in zip(others, in_, strict=True))
        let_in = any(
            u[j] > here[j] + TINY and all(u[i] >= here[i] - TINY for i in members)
            for j, u in zip(others, in_, strict=True)
        )
        holds = {
            "internal": not gone,
            "external": not come,
            "open": not gone and not come,
            "exclusive": not gone and not let_in,
        }
        if holds[concept]:
            found.add(members)
    return found


def groups(n: int) -> Iterator[frozenset[int]]:
    yield from (g for g in all_sets(range(n)) if g)


def strong(value: Value, n: int) -> set[frozenset[int]]:
    """No group gains, each of its members, by changing sides together."""
    return {
        members
        for members in all_sets(range(n))
        if not any(
            all(value(members ^ group)[i] > value(members)[i] + TINY for i in group)
            for group in groups(n)
        )
    }


def coalition_proof(value: Value, n: int) -> set[frozenset[int]]:
    """Bernheim, Peleg and Whinston 1987, from the definition, by recursion on the players."""

    def enforcing(players: frozenset[int], members: frozenset[int]) -> bool:
        return all(
            proof(some, members) for some in all_sets(sorted(players)) if some and some != players
        )

    def proof(players: frozenset[int], members: frozenset[int]) -> bool:
        here = value(members)
        if not enforcing(players, members):
            return False
        return not any(
            all(value(other)[i] > here[i] + TINY for i in players) and enforcing(players, other)
            for other in (members ^ change for change in all_sets(sorted(players)))
        )

    return {members for members in all_sets(range(n)) if proof(frozenset(range(n)), members)}
