"""Simple games given by their coalitions: listed, tested by a function, or composed of bodies.

Builds on simple_game.py. A list that is not monotone is refused with the pair that shows it.
Not here: games given by weights (simple_game.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.orders.voting.formula import Atom, Some
from gametheory_orders.orders.voting.simple_game import SimpleGame, all_of, any_of

MOST_LISTED = 16


def compose(outer: SimpleGame, inner: Mapping[str, SimpleGame], name: str = "game") -> SimpleGame:
    """Return the composition: each player of the outer game is a game of its own.

    Parameters
    ----------
    outer : SimpleGame
        On the bodies, at most 16 of them.
    inner : mapping of str to SimpleGame
        For every player of ``outer``, how it decides.

    Examples
    --------
    >>> houses = {"commons": quota_game("ABC"), "lords": quota_game("DEF")}
    >>> compose(unanimity_game(houses), houses).wins(["A", "B", "D", "E"])
    True
    """
    for body in outer.players:
        if body not in inner:
            raise ModelError("inner", f"no game for {body}", "a game for every player of outer")
    winning = _minimal(_winning_sets(outer))
    return any_of(*(all_of(*(inner[body] for body in sorted(w))) for w in winning), name=name)


def _winning_sets(game: SimpleGame) -> list[frozenset[str]]:
    if game.n > MOST_LISTED:
        raise ModelError("players", f"{game.n}", f"at most {MOST_LISTED} to list coalitions of")
    yes = (np.arange(2**game.n)[:, None] >> np.arange(game.n) & 1).astype(bool)
    return [frozenset(game.named(row)) for row in yes[game.wins(yes)]]


def _minimal(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    kept: list[frozenset[str]] = []
    for coalition in sorted(set(sets), key=lambda s: (len(s), sorted(s))):
        if not any(smaller <= coalition for smaller in kept):
            kept.append(coalition)
    return kept


def minimal_winning_game(
    players: Iterable[str], coalitions: Iterable[Iterable[str]], name: str = "game"
) -> SimpleGame:
    """Return the game in which exactly the given coalitions, and all larger ones, win.

    Examples
    --------
    >>> minimal_winning_game("ABC", [["A", "B"], ["A", "C"]]).wins(["B", "C"])
    False
    """
    listed = tuple(players)
    place = {player: i for i, player in enumerate(listed)}
    sets = []
    for position, coalition in enumerate(coalitions):
        members = frozenset(coalition)
        for player in members:
            if player not in place:
                raise unknown_name(f"coalitions[{position}]", player, listed, "a player")
        sets.append(members)
    parts = tuple(
        Atom(tuple(int(player in members) for player in listed), len(members))
        for members in _minimal(sets)
    )
    return SimpleGame(listed, Some(parts), name)


def winning_game(
    players: Iterable[str], coalitions: Iterable[Iterable[str]], name: str = "game"
) -> SimpleGame:
    """Return the game in which the given coalitions win and no others.

    Raises
    ------
    ModelError
        If a winning coalition is inside one that is not listed: the pair is the witness.

    Examples
    --------
    >>> winning_game("AB", [["A"], ["A", "B"]]).wins(["A"])
    True
    """
    listed = tuple(players)
    sets = {frozenset(coalition) for coalition in coalitions}
    for small in sorted(sets, key=lambda s: (len(s), sorted(s))):
        for player in listed:
            if small | {player} not in sets:
                raise ModelError("coalitions", not_monotone(small, player), "supersets to win too")
    return minimal_winning_game(listed, sets, name)


def rule_game(
    players: Iterable[str], wins: Callable[[frozenset[str]], bool], name: str = "game"
) -> SimpleGame:
    """Return the game of any monotone rule, given as a function of the coalition.

    Parameters
    ----------
    players : iterable of str
        At most 16.
    wins : callable
        From a frozenset of names to whether it wins.

    Raises
    ------
    ModelError
        If the rule is not monotone: a winning coalition that loses when one joins.

    Examples
    --------
    >>> rule_game("ABC", lambda coalition: len(coalition) >= 2).wins(["A", "C"])
    True
    """
    listed = tuple(players)
    if len(listed) > MOST_LISTED:
        raise ModelError("players", f"{len(listed)}", f"at most {MOST_LISTED} for a listed rule")
    sets = [
        frozenset(coalition)
        for size in range(len(listed) + 1)
        for coalition in combinations(listed, size)
        if wins(frozenset(coalition))
    ]
    return winning_game(listed, sets, name)


def not_monotone(small: frozenset[str], player: str) -> str:
    """Return the witness pair in words."""
    inside = "{" + ", ".join(sorted(small)) + "}"
    larger = "{" + ", ".join(sorted(small | {player})) + "}"
    return f"{inside} wins and {larger} does not"
