"""Stone, Slantchev and London 2008, International Studies Quarterly 52(2).

Their claim in words: a larger leader wants a narrower and deeper agreement. Neither their model nor
a figure is reproduced (closed forms were not at hand); this is a reduced form on the public good: a
leader with the stake 3 and a capacity K gathers followers of falling stakes, and all are bound by
the one price that the least willing likes best.
"""

from __future__ import annotations

from gametheory_orders import (
    Binding,
    Consensus,
    CooperationGame,
    Fixed,
    Order,
    PublicGood,
    World,
    solve,
)

FOLLOWERS = 12
STAKES = [0.8**j for j in range(FOLLOWERS)]


def chosen(capacity: float) -> tuple[int, float]:
    """How many followers the leader takes, and how deep the agreement then is."""
    ids = ["leader", *(f"F{j}" for j in range(FOLLOWERS))]
    figures = {"stake": [3.0, *STAKES], "capacity": [capacity, *[1.0] * FOLLOWERS]}
    issue = PublicGood(World(ids, figures))
    best = (0, 0.0, 0.0)
    for count in range(1, FOLLOWERS + 1):
        order = Order(Fixed(members=tuple(ids[: count + 1])), Consensus(floor=False), Binding())
        outcome = solve(CooperationGame(issue, order))
        # The price that the least willing likes best, from its definition.
        lowest = min((capacity + count) * STAKES[count - 1], 3 * (capacity + count) / capacity)
        if outcome.level is None:
            continue  # a price below the leader's own would leave it worse off
        assert abs(outcome.level - lowest) < 1e-9
        if outcome.payoffs["leader"] > best[1] or not best[0]:
            best = (count, outcome.payoffs["leader"], outcome.level)
    return best[0], best[2]


def test_a_larger_leader_wants_it_narrower_and_deeper() -> None:
    sizes, depths = zip(*(chosen(capacity) for capacity in (0.5, 1.0, 2.0, 4.0)), strict=True)
    assert list(sizes) == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]
    assert list(depths) == sorted(depths)
