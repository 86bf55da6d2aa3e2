"""Who sets a common dial, and who must agree to a change of those who do.

A state is the coalition in force, a tuple of members in the players' order, () if there is none.
One number G is set for all (a global thermostat); player i likes best its ideal a_i, and has
d_i (a_i^2 - (a_i - G)^2), which is 0 at G = 0. A coalition sets the mean of its members' ideals,
weighted by power times damage. Who sets G: the most powerful coalition if its power reaches a
threshold, else nobody; or, with weak governance, whoever wants most of it (the free driver).
Source: Heyen and Lehtomaa 2021, Oxford Open Climate Change 1(1), appendices A and B.
Builds on foundations. Not here: how agreements change over time (binding_process.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from gametheory_orders.foundations.checks import listed
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.tolerances import INDIFFERENT
from gametheory_orders.games.tu_game import named_players

State = tuple[str, ...]
MOST_PLAYERS = 10


def coalition_states(players: Sequence[str]) -> tuple[State, ...]:
    """Return all states with one coalition of two or more, the empty one first.

    Examples
    --------
    >>> coalition_states("WTC")
    ((), ('W', 'T'), ('W', 'C'), ('T', 'C'), ('W', 'T', 'C'))
    """
    names = named_players(players)
    if len(names) > MOST_PLAYERS:
        raise ModelError("players", len(names), f"at most {MOST_PLAYERS}")
    sizes = [0, *range(2, len(names) + 1)]
    return tuple(some for size in sizes for some in combinations(names, size))


def deployment(
    state: State,
    ideals: Mapping[str, float],
    damages: Mapping[str, float] | None = None,
    power: Mapping[str, float] | None = None,
    threshold: float | None = None,
) -> float:
    """Return what is set for all in a state.

    Parameters
    ----------
    state : tuple of str
        The members of the coalition in force.
    ideals : mapping of str to float
        What each player likes best.
    damages, power : mapping of str to float, optional
        Above 0; by default 1, and equal shares that sum to 1.
    threshold : float, optional
        Power that a coalition, or a single player, needs to act; without it governance is weak.

    Raises
    ------
    ModelError
        If a player is unknown, a number is wrong, or two coalitions are equally powerful, reach
        the threshold, and want different things.

    Examples
    --------
    >>> ideals = {"W": 11.5, "T": 4.0, "C": 1.5}
    >>> deployment(("T", "C"), ideals, threshold=0.5), deployment(("T", "C"), ideals)
    (2.75, 11.5)
    """
    wants, cost, weight = _figures(ideals, damages, power)
    for who in state:
        if who not in wants:
            raise unknown_name("state", who, wants, "a player")
    blocks = [tuple(state)] if state else []
    blocks += [(who,) for who in wants if who not in state]
    means = []
    for block in blocks:
        shares = [weight[who] * cost[who] for who in block]
        # Relative to the largest, so that equal ones do not round.
        shares = [share / max(shares) for share in shares]
        total = math.fsum(share * wants[who] for share, who in zip(shares, block, strict=True))
        means.append((math.fsum(weight[who] for who in block), total / math.fsum(shares)))
    if threshold is None:
        return max(mean for _, mean in means)
    if isinstance(threshold, bool) or not isinstance(threshold, int | float) or threshold < 0:
        raise ModelError("threshold", threshold, "a number, 0 or more")
    strongest = max(strength for strength, _ in means)
    if not strongest >= threshold - INDIFFERENT:
        return 0.0
    levels = {mean for strength, mean in means if strength >= strongest - INDIFFERENT}
    if len(levels) > 1:
        found = f"{len(levels)} coalitions of power {strongest:g} in state {state!r}"
        raise ModelError("threshold", found, "one that is more powerful than all others")
    return levels.pop()


def thermostat_payoffs(
    ideals: Mapping[str, float],
    damages: Mapping[str, float] | None = None,
    power: Mapping[str, float] | None = None,
    threshold: float | None = None,
) -> dict[State, dict[str, float]]:
    """Return everyone's payoff in every state; parameters are those of :func:`deployment`.

    Examples
    --------
    >>> found = thermostat_payoffs({"W": 11.5, "T": 4.0, "C": 1.5}, threshold=0.5)
    >>> found["T", "C"]
    {'W': 55.6875, 'T': 14.4375, 'C': 0.6875}
    """
    wants, cost, weight = _figures(ideals, damages, power)
    out = {}
    for state in coalition_states(tuple(wants)):
        level = deployment(state, wants, cost, weight, threshold)
        out[state] = {who: cost[who] * level * (2 * a - level) for who, a in wants.items()}
    return out


def unanimous_approval(proposer: str, state: State, other: State) -> list[list[str]]:
    """Return who approves under unanimity: all members of the old and the new coalition.

    The proposer is not asked, and a member that only leaves asks nobody.

    Examples
    --------
    >>> unanimous_approval("W", ("T", "C"), ("W", "T")), unanimous_approval("C", ("T", "C"), ())
    ([['T', 'C']], [[]])
    """
    if only_leaves(proposer, state, other):
        return [[]]
    asked = dict.fromkeys((*state, *other))
    return [[who for who in asked if who != proposer]]


def majority_approval(proposer: str, state: State, other: State) -> list[list[str]]:
    """Return the groups that are enough without unanimity.

    All newcomers, and at least half of the present members: the proposer counts as one of them if
    it stays, and has no vote if it leaves. A member that only leaves asks nobody.

    Examples
    --------
    >>> majority_approval("W", ("W", "C"), ("W", "T")), majority_approval("W", ("T", "C"), ())
    ([['T']], [['T'], ['C']])
    """
    state, other = listed(state, "state", "players"), listed(other, "other", "players")
    for who in (proposer, *state, *other):
        if not isinstance(who, str):
            raise ModelError("players", who, "the name of a player")
    if only_leaves(proposer, state, other):
        return [[]]
    new = [who for who in other if who not in state and who != proposer]
    voters = [who for who in state if who != proposer]
    stays = proposer in state and proposer in other
    needed = math.ceil((len(voters) + stays) / 2) - stays
    return [[*some, *new] for some in combinations(voters, max(needed, 0))]


def only_leaves(proposer: str, state: State, other: State) -> bool:
    """Say whether a move is just that the proposer leaves; of a pair nobody is then left.

    Examples
    --------
    >>> only_leaves("C", ("W", "T", "C"), ("W", "T")), only_leaves("C", ("W", "T", "C"), ())
    (True, False)
    """
    rest = tuple(who for who in state if who != proposer)
    return proposer in state and set(other) == (set(rest) if len(rest) > 1 else set())


def _figures(
    ideals: Mapping[str, float],
    damages: Mapping[str, float] | None,
    power: Mapping[str, float] | None,
) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    players = named_players(tuple(ideals))
    read: list[dict[str, float]] = []
    tables: list[tuple[str, Mapping[str, Any]]] = [
        ("ideals", ideals),
        ("damages", dict.fromkeys(players, 1.0) if damages is None else damages),
        ("power", dict.fromkeys(players, 1 / len(players)) if power is None else power),
    ]
    for name, table in tables:
        if set(table) != set(players):
            raise ModelError(name, ", ".join(map(str, table)), f"each of {', '.join(players)}")
        for who, value in table.items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not number or not math.isfinite(value) or (name != "ideals" and value <= 0):
                wanted = "a finite number" if name == "ideals" else "a number above 0"
                raise ModelError(f"{name}.{who}", value, wanted)
        read.append({who: float(table[who]) for who in players})
    return read[0], read[1], read[2]
