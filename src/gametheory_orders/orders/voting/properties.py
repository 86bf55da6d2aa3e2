"""What simple games are like: vetoers, dictators, dummies, proper, strong, equivalent.

Builds on simple_game.py and type_grid.py; all answers are exact.
Not here: how much power (measures/power), the Nakamura number (nakamura.py).
"""

from __future__ import annotations

from functools import reduce

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.orders.voting.formula import Atom, moved
from gametheory_orders.orders.voting.simple_game import SimpleGame
from gametheory_orders.orders.voting.type_grid import TypeGrid

MOST_SUM = 50_000_000


def vetoers(game: SimpleGame) -> tuple[str, ...]:
    """Return the players without whom nobody wins (nobody, if nobody ever wins).

    Examples
    --------
    >>> from gametheory_orders.orders.voting import weighted_game
    >>> vetoers(weighted_game({"A": 3, "B": 1, "C": 1}, 4))
    ('A',)
    """
    everyone = np.ones(game.n, dtype=bool)
    if not game.wins(everyone):
        return ()
    return game.named(~game.wins(everyone & ~np.eye(game.n, dtype=bool)))


def dictators(game: SimpleGame) -> tuple[str, ...]:
    """Return the player who alone decides, if there is one.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import weighted_game
    >>> dictators(weighted_game({"A": 3, "B": 1, "C": 1}, "majority"))
    ('A',)
    """
    alone = np.eye(game.n, dtype=bool)
    return game.named(game.wins(alone) & ~game.wins(~alone))


def _grid(game: SimpleGame, what: str) -> TypeGrid:
    grid = TypeGrid([game.normal], range(game.n))
    if not grid.fits:
        raise NoAnswer(f"{grid.cells} kinds of coalitions are too many to {what}")
    return grid


def _sums(weights: list[int]) -> int:
    """Return the reachable sums of weights as the bits of an integer."""
    return reduce(lambda bits, weight: bits | bits << weight, weights, 1)


def dummies(game: SimpleGame) -> tuple[str, ...]:
    """Return the players who never make a difference.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import weighted_game
    >>> dummies(weighted_game({"DE": 4, "FR": 4, "IT": 4, "NL": 2, "BE": 2, "LU": 1}, 12))
    ('LU',)
    """
    atom = game.normal
    if isinstance(atom, Atom) and atom.total < MOST_SUM:
        idle: list[str] = []
        known: dict[int, bool] = {0: True}
        for i, (player, weight) in enumerate(zip(game.players, atom.weights, strict=True)):
            if weight not in known:
                others = [w for j, w in enumerate(atom.weights) if j != i and w]
                window = _sums(others) >> max(atom.least - weight, 0)
                width = atom.least - max(atom.least - weight, 0)
                known[weight] = not window & ((1 << width) - 1)
            if known[weight]:
                idle.append(player)
        return tuple(idle)
    grid = _grid(game, "look for dummies in")
    wins = grid.wins(game.normal)
    out: set[int] = set()
    for kind, group in enumerate(grid.types):
        along = grid.along(wins, kind)
        if not (along[:, 1:] & ~along[:, :-1]).any():
            out.update(group)
    return tuple(player for i, player in enumerate(game.players) if i in out)


def is_proper(game: SimpleGame) -> bool:
    """Say whether no two disjoint coalitions both win.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game
    >>> is_proper(quota_game("ABCD", 2)), is_proper(quota_game("ABCD", 3))
    (False, True)
    """
    atom = game.normal
    if isinstance(atom, Atom) and atom.total < MOST_SUM:
        low, high = atom.least, atom.total - atom.least
        return high < low or not _sums(list(atom.weights)) >> low & ((1 << high - low + 1) - 1)
    if vetoers(game):
        return True
    grid = _grid(game, "compare with their complements")
    wins = grid.wins(game.normal)
    return not (wins & wins[::-1]).any()


def is_strong(game: SimpleGame) -> bool:
    """Say whether of each coalition and its complement at least one wins.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game
    >>> is_strong(quota_game("ABCD", 3)), is_strong(quota_game("ABC", 2))
    (False, True)
    """
    return is_proper(game.dual())


def difference(one: SimpleGame, other: SimpleGame) -> tuple[str, ...] | None:
    """Return a coalition that wins in one game only, or None if the games are the same.

    Raises
    ------
    ModelError
        If the games have different players.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game
    >>> difference(quota_game("ABC", 2), quota_game("ABC", 3))
    ('A', 'B')
    """
    if set(one.players) != set(other.players):
        raise ModelError("players", "different players", "two games of the same players")
    if one.players != other.players:
        # Put the second game's players in the order of the first.
        places = [one.players.index(player) for player in other.players]
        other = SimpleGame(one.players, moved(other.formula, places, one.n), other.name)
    if one.normal == other.normal:
        return None
    grid = TypeGrid([one.normal, other.normal], range(one.n))
    if not grid.fits:
        raise NoAnswer(f"{grid.cells} kinds of coalitions are too many to compare")
    differs = grid.wins(one.normal) != grid.wins(other.normal)
    if not differs.any():
        return None
    found = set(grid.example(int(np.argmax(differs))))
    return tuple(player for i, player in enumerate(one.players) if i in found)


def equivalent(one: SimpleGame, other: SimpleGame) -> bool:
    """Say whether two rules let the same coalitions win.

    Source: the Security Council's rule as weights, Taylor and Zwicker 1999, Simple Games.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game, weighted_game
    >>> council = [f"P{i}" for i in range(5)] + [f"E{i}" for i in range(10)]
    >>> weights = dict(zip(council, [7] * 5 + [1] * 10))
    >>> equivalent(weighted_game(weights, 39), quota_game(council, 9, veto=council[:5]))
    True
    """
    return difference(one, other) is None
