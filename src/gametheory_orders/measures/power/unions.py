"""Power with a priori unions: blocs that form first and decide among themselves who gets what.

With M the number of unions and b that of i's own, r unions and t fellow members coming before i::

    Owen          sum of swings(r, t) r! (M-1-r)! / M!  t! (b-1-t)! / b!
    Banzhaf-Owen  sum of swings(r, t) / 2^(M-1) / 2^(b-1)

Builds on counting.py: the others' unions are one player each, and sizes tell r from t. Exact.
Not here: blocs that vote as one for good (SimpleGame.with_bloc).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

from gametheory_orders.foundations.checks import listed, tabled
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.measures.power.counting import count
from gametheory_orders.measures.power.result import PowerIndices
from gametheory_orders.orders.voting.formula import moved
from gametheory_orders.orders.voting.simple_game import SimpleGame


def _unions(game: SimpleGame, unions: Mapping[str, Iterable[str]]) -> list[list[int]]:
    """Return the unions as positions; whoever is in none is alone."""
    taken: dict[int, str] = {}
    out = []
    for name, members in tabled(unions, "unions", "a table of members by union").items():
        inside = listed(members, f"unions.{name}", "a list of players")
        group = [game.index(player, f"unions.{name}") for player in inside]
        for i in group:
            if i in taken:
                found = f"{game.players[i]} twice"
                raise ModelError(f"unions.{name}", found, "each player in one union")
            taken[i] = name
        if not group:
            raise ModelError(f"unions.{name}", "nobody", "at least one player")
        out.append(group)
    return out + [[i] for i in range(game.n) if i not in taken]


def _power(
    game: SimpleGame, unions: Mapping[str, Iterable[str]], shapley: bool
) -> tuple[tuple[Fraction, ...], str]:
    groups = _unions(game, unions)
    out = [Fraction(0)] * game.n
    method = ""
    for own in groups:
        places = [0] * game.n
        rest = [group for group in groups if group is not own]
        for place, i in enumerate(own):
            places[i] = place
        for place, group in enumerate(rest):
            for i in group:
                places[i] = len(own) + place
        base = len(own) + 1
        steps = [1] * len(own) + [base] * len(rest)
        found = count(moved(game.normal, places, len(steps)), len(steps), steps=steps)
        method = method or found.method
        inside = sum(1 for i in found.active if i < len(own))
        unions_ = len(found.active) - inside + 1
        for place, i in enumerate(own):
            for size, swings in enumerate(found.swings.get(place, [])):
                if swings:
                    before, fellows = divmod(size, base)
                    if shapley:
                        weight = _turn(before, unions_) * _turn(fellows, inside)
                    else:
                        weight = Fraction(1, 2 ** (unions_ - 1 + inside - 1))
                    out[i] += swings * weight
    return tuple(out), method


def _turn(before: int, all_: int) -> Fraction:
    """Return the probability that given others, and only they, come before one of `all_`."""
    return Fraction(
        math.factorial(before) * math.factorial(all_ - 1 - before), math.factorial(all_)
    )


def owen(game: SimpleGame, unions: Mapping[str, Iterable[str]]) -> PowerIndices:
    """Return the Owen value: Shapley-Shubik when unions come as a block in the random order.

    Parameters
    ----------
    game : SimpleGame
        The game.
    unions : mapping of str to iterable of str
        Members of each union; whoever is in none is alone.

    Raises
    ------
    ModelError
        If a player is unknown or in two unions.
    NoAnswer
        If the game is too large to count.

    Notes
    -----
    Source: Owen 1977, in Henn and Moeschlin (eds.), Essays in Mathematical Economics.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game
    >>> [str(v) for v in owen(quota_game("ABC", 2), {"pair": "AB"})]
    ['1/2', '1/2', '0']
    """
    values, method = _power(game, unions, True)
    return PowerIndices(game.players, {"owen": values}, "owen", {}, game.name, method)


def banzhaf_owen(game: SimpleGame, unions: Mapping[str, Iterable[str]]) -> PowerIndices:
    """Return the Banzhaf-Owen value: deciding, when other unions vote as one.

    Parameters
    ----------
    game : SimpleGame
        The game.
    unions : mapping of str to iterable of str
        Members of each union; whoever is in none is alone.

    Raises
    ------
    ModelError
        If a player is unknown or in two unions.
    NoAnswer
        If the game is too large to count.

    Notes
    -----
    Source: Owen 1981, in Holler (ed.), Power, Voting and Voting Power.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game
    >>> [str(v) for v in banzhaf_owen(quota_game("ABC", 2), {"pair": "AB"})]
    ['1/2', '1/2', '0']
    """
    values, method = _power(game, unions, False)
    return PowerIndices(
        game.players, {"banzhaf_owen": values}, "banzhaf_owen", {}, game.name, method
    )
