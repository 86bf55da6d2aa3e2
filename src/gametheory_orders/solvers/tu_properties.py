"""Properties of a TU game, each with a witness where it fails.

Superadditive: two disjoint coalitions have no less together. Convex: a player adds no less to a
larger coalition (Shapley 1971, International Journal of Game Theory 1). Balanced: the core is not
empty. Totally balanced: nor is that of any subgame. Convex implies the other three.
Builds on core.py. Not here: monotonicity of simple games (orders/voting/properties.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import PROGRAM
from gametheory_orders.games.tu_game import Number, TUGame, coalition_sizes, too_many
from gametheory_orders.solvers.core import core

MOST_PLAYERS = 20
MOST_BY_PAIRS = 16
MOST_BY_SUBGAMES = 10


@dataclass(frozen=True, eq=False)
class GameProperty(Result):
    """Whether a game has a property; true or false as such.

    Parameters
    ----------
    game : TUGame
        The game.
    name : str
        The property.
    holds : bool
        Whether it has it.
    margin : number or None
        By how much the worst case holds (or fails, if negative).
    witness : mapping
        If it fails, the coalitions that show it; empty otherwise.
    method : str
        How it was found, and how many cases.
    """

    game: TUGame
    name: str
    holds: bool
    margin: Number | None
    witness: Mapping[str, Any]
    method: str

    def __bool__(self) -> bool:
        return self.holds

    def table(self) -> Table:
        """Return one row, with the witness if there is one."""
        shown = [f"{key}: {_text(value)}" for key, value in self.witness.items()]
        margin = None if self.margin is None else float(self.margin)
        row = [self.name, self.holds, margin, "; ".join(shown)]
        return Table(["property", "holds", "margin", "witness"], [row], self.game.name)

    def to_dict(self) -> dict[str, Any]:
        """Return answer and witness as plain values."""
        found: dict[str, Any] = plain(
            {
                "game": self.game.name,
                "property": self.name,
                "holds": self.holds,
                "margin": None if self.margin is None else float(self.margin),
                "witness": self.witness,
                "method": self.method,
            }
        )
        return found


def _text(value: Any) -> str:
    if isinstance(value, tuple | list):
        return f"({', '.join(map(_text, value))})"
    return str(value)


def is_convex(game: TUGame) -> GameProperty:
    """Say whether v(S+i+j) - v(S+j) >= v(S+i) - v(S) for all S and all players i, j outside it.

    Parameters
    ----------
    game : TUGame
        Up to 20 players.

    Examples
    --------
    >>> from gametheory_orders.games.tu_game import tu_game
    >>> bool(is_convex(tu_game("ABC", lambda s: len(s) ** 2)))
    True
    >>> is_convex(tu_game("ABC", lambda s: int(len(s) >= 2))).witness["players"]
    ('A', 'B')
    """
    too_many(game.n, MOST_PLAYERS, "a sample of coalitions")
    worths, unit = _worths(game)
    n = game.n
    worst: tuple[Any, int, int, int] | None = None
    for j in range(n):
        for i in range(j):
            cube = worths.reshape(2 ** (n - 1 - j), 2, 2 ** (j - 1 - i), 2, 2**i)
            more = cube[:, 1, :, 1] - cube[:, 1, :, 0] - cube[:, 0, :, 1] + cube[:, 0, :, 0]
            at = int(np.argmin(more))
            least = more.reshape(-1)[at]
            if worst is None or least < worst[0]:
                high, middle, low = np.unravel_index(at, more.shape)
                worst = least, i, j, int(high << (j + 1) | middle << (i + 1) | low)
    cases = n * (n - 1) // 2 * 2 ** max(n - 2, 0)
    if worst is None:
        return GameProperty(game, "convex", True, None, {}, "one player")
    margin = _over(game, worst[0], unit)
    holds = not margin < -_slack(game)
    coalition = game.coalition(worst[3])
    witness = {"players": (game.players[worst[1]], game.players[worst[2]]), "coalition": coalition}
    return GameProperty(
        game, "convex", holds, margin, {} if holds else witness, f"{cases} second differences"
    )


def is_superadditive(game: TUGame) -> GameProperty:
    """Say whether v(S + T) >= v(S) + v(T) for all disjoint coalitions.

    Parameters
    ----------
    game : TUGame
        Up to 16 players; up to 20 if it is convex.

    Examples
    --------
    >>> from gametheory_orders.games.tu_game import tu_game
    >>> found = is_superadditive(tu_game("ABC", {"AB": 3, "ABC": 2}, default=0))
    >>> found.holds, found.margin, found.witness["coalitions"]
    (False, -1, (('C',), ('A', 'B')))
    """
    if is_convex(game):
        return GameProperty(game, "superadditive", True, None, {}, "it is convex")
    too_many(game.n, MOST_BY_PAIRS, "is_convex, which is enough")
    worths, unit = _worths(game)
    n = game.n
    everybody = 2**n - 1
    worst: tuple[Any, int, int] | None = None
    cases = 0
    for code in range(1, everybody):
        # Each pair once: the lowest player of both is in the first.
        lowest = code & -code
        others = _subsets(everybody & ~code & ~(2 * lowest - 1))[1:]
        if not len(others):
            continue
        more = worths[code | others] - worths[code] - worths[others]
        cases += len(others)
        at = int(np.argmin(more))
        if worst is None or more[at] < worst[0]:
            worst = more[at], code, int(others[at])
    if worst is None:
        return GameProperty(game, "superadditive", True, None, {}, "one player")
    margin = _over(game, worst[0], unit)
    holds = not margin < -_slack(game)
    pair = sorted((game.coalition(worst[1]), game.coalition(worst[2])), key=len)
    witness: dict[str, Any] = {} if holds else {"coalitions": tuple(pair)}
    return GameProperty(game, "superadditive", holds, margin, witness, f"{cases} pairs")


def is_balanced(game: TUGame) -> GameProperty:
    """Say whether the core is not empty; the witness is a balanced collection that is worth more.

    Parameters
    ----------
    game : TUGame
        Up to 20 players.

    Examples
    --------
    >>> from gametheory_orders.games.tu_game import tu_game
    >>> found = is_balanced(tu_game("ABC", lambda s: int(len(s) >= 2)))
    >>> found.holds, found.witness["weights"]
    (False, ('1/2', '1/2', '1/2'))
    """
    found = core(game)
    margin: Number = -found.excess
    return GameProperty(
        game, "balanced", not found.empty, margin, _collection(found.witness), "least core"
    )


def is_totally_balanced(game: TUGame) -> GameProperty:
    """Say whether every subgame has a core; the witness is a coalition whose subgame has none.

    Parameters
    ----------
    game : TUGame
        Up to 10 players; up to 20 if it is convex.

    Examples
    --------
    >>> from gametheory_orders.games.tu_game import tu_game
    >>> game = tu_game("ABCD", {"AB": 1, "AC": 1, "BC": 1, "ABC": 1, "ABCD": 9}, default=0)
    >>> bool(is_balanced(game)), is_totally_balanced(game).witness["coalition"]
    (True, ('A', 'B', 'C'))
    """
    if is_convex(game):
        return GameProperty(game, "totally balanced", True, None, {}, "it is convex")
    too_many(game.n, MOST_BY_SUBGAMES, "is_balanced (to 20), or is_convex, which is enough")
    sizes = coalition_sizes(game.n)
    margin: Number | None = None
    method = f"{2**game.n - 1} subgames"
    for code in np.argsort(sizes, kind="stable")[1:].tolist():
        if sizes[code] < 2:
            continue
        coalition = game.coalition(code)
        found = is_balanced(game.subgame(coalition))
        assert found.margin is not None
        if not found:
            witness = {"coalition": coalition, **found.witness}
            return GameProperty(game, "totally balanced", False, found.margin, witness, method)
        margin = found.margin if margin is None else min(margin, found.margin)
    return GameProperty(game, "totally balanced", True, margin, {}, method)


def _collection(witness: Any) -> dict[str, Any]:
    if witness is None:
        return {}
    weights = tuple(str(weight) for weight in witness.weights)
    return {"coalitions": witness.coalitions, "weights": weights}


def _worths(game: TUGame) -> tuple[np.ndarray, int]:
    """Return worths to be compared, whole numbers over a denominator if the game is exact."""
    if not game.exact:
        return game.floats, 1
    whole, unit = game.whole
    if max(abs(int(value)) for value in whole) < 2**60:
        return whole.astype(np.int64), unit
    return whole, unit


def _over(game: TUGame, value: Any, unit: int) -> Number:
    if not game.exact:
        return float(value)
    exact = Fraction(int(value), unit)
    return int(exact) if exact.denominator == 1 else exact


def _slack(game: TUGame) -> float:
    return 0.0 if game.exact else PROGRAM * game.scale


def _subsets(code: int) -> np.ndarray:
    """Return all subsets of a coalition as codes, the empty one first."""
    out = np.zeros(1, dtype=np.int64)
    while code:
        bit = code & -code
        out = np.concatenate([out, out | bit])
        code ^= bit
    return out
