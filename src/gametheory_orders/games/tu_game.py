"""Games in characteristic function form, with transferable utility (TU games).

A TU game is (N, v): players N and a worth v(S) for every coalition S of them, v(empty) = 0. Worths
are a vector of 2^n numbers; bit i of a coalition's code says whether player i is in, so that code 0
is the empty coalition and the last code everybody. Whole numbers and Fractions stay exact.
Builds on foundations and simple games. Not here: worths that an issue gives rise to
(characteristic_functions.py), and solutions (solvers).

Four ways to build one::

    tu_game("ABC", [0, 0, 0, 1, 0, 1, 1, 1])             # by code
    tu_game("ABC", {"AB": 1, "ABC": 2}, default=0)       # by names
    tu_game("ABC", lambda coalition: len(coalition)**2)  # by a function of the names
    tu_game_of(simple_game)                              # 1 for whoever wins
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from numbers import Rational
from typing import Any

import numpy as np

from gametheory_orders.foundations.checks import finite, listed
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import payoff_scale
from gametheory_orders.orders.voting import SimpleGame

Number = int | float | Fraction
Worth = Callable[[tuple[str, ...]], Number]

MOST_PLAYERS = 24
"""Players beyond which a table of worths (2^n numbers) is refused."""

ROWS_SHOWN = 32
"""Coalitions up to which a game prints them all."""


@dataclass(frozen=True, eq=False)
class TUGame(Result):
    """A game in characteristic function form with named players.

    Parameters
    ----------
    players : sequence of str
        Unique names.
    values : array-like, shape (2^n,)
        Worths by code: entry ``sum of 2^i over the members' positions i``. Exact if all are whole
        numbers or Fractions, else float64. Read-only.
    name : str
        Shown to the reader.

    Raises
    ------
    ModelError
        If names repeat, the length is not 2^n, the empty coalition's worth is not 0, or a worth
        is not a finite number.

    Examples
    --------
    >>> game = TUGame("ABC", [0, 0, 0, 1, 0, 1, 1, 1])
    >>> game.value("AB"), game.coalition(5), game.exact
    (1, ('A', 'C'), True)
    """

    players: tuple[str, ...]
    values: np.ndarray
    name: str = "game"

    def __post_init__(self) -> None:
        players = named_players(self.players)
        object.__setattr__(self, "players", players)
        values = _as_array(self.values, players)
        values.setflags(write=False)
        object.__setattr__(self, "values", values)
        if values[0] != 0:
            raise ModelError("values[0]", str(values[0]), "0 for the empty coalition")

    @property
    def n(self) -> int:
        """Number of players."""
        return len(self.players)

    @property
    def exact(self) -> bool:
        """Whether worths are whole numbers or Fractions."""
        return self.values.dtype.kind != "f"

    @cached_property
    def floats(self) -> np.ndarray:
        """Worths in float64, shape (2^n,)."""
        return np.asarray(self.values, dtype=float)

    @cached_property
    def whole(self) -> tuple[np.ndarray, int]:
        """Worths of an exact game as Python integers, shape (2^n,), over one denominator."""
        listed = [Fraction(value) for value in self.values.tolist()]
        denominator = math.lcm(*(value.denominator for value in listed))
        out = np.empty(len(listed), dtype=object)
        out[:] = [value.numerator * (denominator // value.denominator) for value in listed]
        return out, denominator

    @cached_property
    def scale(self) -> float:
        """The largest worth in magnitude, 1 if all are 0: what tolerances are multiplied with."""
        return payoff_scale(self.floats)

    @property
    def grand(self) -> Number:
        """Worth of everybody together."""
        worth: Number = _number(self.values[-1])
        return worth

    def index(self, player: object, where: str = "player") -> int:
        """Return a player's position, or raise with the nearest name."""
        if player in self.players:
            return self.players.index(str(player))
        raise unknown_name(where, player, self.players, "a player")

    def code(self, coalition: Iterable[str], where: str = "coalition") -> int:
        """Return a coalition of names as a code."""
        if isinstance(coalition, str) and coalition in self.players:
            coalition = (coalition,)
        code = 0
        for player in coalition:
            code |= 1 << self.index(player, where)
        return code

    def coalition(self, code: int) -> tuple[str, ...]:
        """Return the players of a code."""
        return tuple(player for i, player in enumerate(self.players) if code >> i & 1)

    def value(self, coalition: Iterable[str]) -> Number:
        """Return what a coalition of names is worth."""
        worth: Number = _number(self.values[self.code(coalition)])
        return worth

    def payoffs(self, given: Any, where: str = "payoffs") -> tuple[Number, ...]:
        """Return payoffs, given by name or in the players' order, as a tuple of n numbers.

        Raises
        ------
        ModelError
            If a player is unknown or missing, or a payoff is not a finite number.
        """
        if isinstance(given, Mapping):
            for player in given:
                self.index(player, where)
            missing = [player for player in self.players if player not in given]
            if missing:
                raise ModelError(where, f"none for {missing[0]}", "one a player")
            payoffs = [given[player] for player in self.players]
        else:
            payoffs = list(listed(given, where, "payoffs, one a player"))
        if len(payoffs) != self.n:
            raise ModelError(where, f"{len(payoffs)} payoffs", f"{self.n}, one a player")
        out = []
        for player, value in zip(self.players, payoffs, strict=True):
            number = _number(value)
            if not isinstance(number, int | float | Fraction):
                raise ModelError(f"{where}.{player}", value, "a finite number")
            finite(number, f"{where}.{player}")
            out.append(number)
        return tuple(out)

    def subgame(self, coalition: Iterable[str]) -> TUGame:
        """Return the game among some of the players.

        Examples
        --------
        >>> tu_game("ABC", lambda s: len(s) ** 2).subgame("AC").values.tolist()
        [0, 1, 1, 4]
        """
        inside = self.code(coalition)
        places = [i for i in range(self.n) if inside >> i & 1]
        codes = np.zeros(1, dtype=np.int64)
        for place in places:
            codes = np.concatenate([codes, codes + (1 << place)])
        return TUGame(tuple(self.players[i] for i in places), self.values[codes], self.name)

    def dual(self) -> TUGame:
        """Return the dual game: what everybody loses if a coalition leaves.

        Examples
        --------
        >>> tu_game("ABC", lambda s: len(s) ** 2).dual().value("A")
        5
        """
        values = self.values[-1] - self.values[::-1]
        return TUGame(self.players, values, f"dual of {self.name}")

    def table(self) -> Table:
        """Return one row a coalition, or for larger games one row a size."""
        sizes = coalition_sizes(self.n)
        title = f"{self.name}: {self.n} players"
        if len(self.values) <= ROWS_SHOWN:
            order = np.argsort(sizes, kind="stable")[1:]
            rows = [[", ".join(self.coalition(int(c))), _cell(self.values[c])] for c in order]
            return Table(["coalition", "worth"], rows, title)
        rows = []
        for size in range(1, self.n + 1):
            worths = self.floats[sizes == size]
            low, high = float(worths.min()), float(worths.max())
            rows.append([size, len(worths), low, float(worths.mean()), high])
        return Table(["size", "coalitions", "least", "mean", "most"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return players and worths by code as plain values; Fractions as text."""
        values = [str(v) if isinstance(v, Fraction) else v for v in self.values.tolist()]
        found: dict[str, Any] = plain(
            {"name": self.name, "players": self.players, "values": values}
        )
        return found


def coalition_sizes(n: int) -> np.ndarray:
    """Return the number of players in each coalition, by code, shape (2^n,).

    Examples
    --------
    >>> coalition_sizes(3).tolist()
    [0, 1, 1, 2, 1, 2, 2, 3]
    """
    out = np.zeros(2**n, dtype=np.uint8)
    for i in range(n):
        np.add(out[: 2**i], 1, out=out[2**i : 2 ** (i + 1)])
    return out


def too_many(n: int, most: int, instead: str) -> None:
    """Raise if there are too many players, and say what scales.

    Examples
    --------
    >>> too_many(30, 24, "banzhaf of the simple game")
    Traceback (most recent call last):
    gametheory_orders.foundations.errors.ModelError: players: found 30, expected at most 24 \
(2^n coalitions); beyond that: banzhaf of the simple game
    """
    if n > most:
        raise ModelError("players", n, f"at most {most} (2^n coalitions); beyond that: {instead}")


def named_players(players: Sequence[str]) -> tuple[str, ...]:
    """Return the names of players, or raise if one is empty or repeated."""
    out = listed(players, "players", "a list of names")
    if not out:
        raise ModelError("players", "nobody", "at least one player")
    for position, player in enumerate(out):
        if not isinstance(player, str) or not player:
            raise ModelError(f"players[{position}]", player, "a non-empty text")
        if player in out[:position]:
            raise ModelError(f"players[{position}]", f"{player!r} a second time", "each once")
    too_many(
        len(out),
        MOST_PLAYERS,
        "measures.power for a simple game, or stable_types for equal states",
    )
    return out


def _number(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, Rational) and not isinstance(value, int):
        return Fraction(value)
    return int(value) if isinstance(value, bool) else value


def _cell(value: Any) -> int | float | str:
    number = _number(value)
    return str(number) if isinstance(number, Fraction) else number


def _as_array(values: Any, players: tuple[str, ...]) -> np.ndarray:
    """Return worths as an array: int64, object (large integers, Fractions) or float64."""
    if not isinstance(values, np.ndarray) or values.dtype.kind not in "iufb":
        worths = [_number(value) for value in listed(values, "values", "a list of worths")]
        for code, value in enumerate(worths):
            if not isinstance(value, int | float | Fraction):
                raise ModelError(_place(code, players), value, "a number")
        if any(isinstance(value, float) for value in worths):
            array = np.array(
                [finite(value, _place(code, players)) for code, value in enumerate(worths)]
            )
        else:
            small = all(isinstance(v, int) and abs(v) < 2**62 for v in worths)
            array = np.empty(len(worths), dtype=np.int64 if small else object)
            array[:] = worths
    elif values.dtype.kind == "u" and values.size and int(values.max()) >= 2**62:
        return _as_array(values.tolist(), players)
    else:
        array = values.astype(float if values.dtype.kind == "f" else np.int64)
    if array.shape != (2 ** len(players),):
        found = f"{array.size} worths for {len(players)} players"
        raise ModelError("values", found, f"{2 ** len(players)} (2^n, the empty coalition first)")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        code = int(np.flatnonzero(~np.isfinite(array))[0])
        raise ModelError(_place(code, players), float(array[code]), "a finite number")
    return array


def _place(code: int, players: tuple[str, ...]) -> str:
    who = ", ".join(player for i, player in enumerate(players) if code >> i & 1)
    return f"values[{code}] ({who or 'nobody'})"


def tu_game(
    players: Sequence[str],
    values: Sequence[Number] | np.ndarray | Mapping[Any, Number] | Worth,
    *,
    default: Number | None = None,
    name: str = "game",
) -> TUGame:
    """Return a TU game from worths by code, by names, or by a function.

    Parameters
    ----------
    players : sequence of str
        Unique names; a text stands for its letters.
    values : array-like of shape (2^n,), mapping, or callable
        Worths by code; by coalition (a tuple or set of names, one name, or a text of one-letter
        names such as "AB"); or a function of the tuple of names, called for all but nobody.
    default : number, optional
        Worth of coalitions that a mapping does not list; an unlisted one is an error without it.
    name : str
        Shown to the reader.

    Raises
    ------
    ModelError
        If a player is unknown, a coalition is listed twice or not at all, and as for `TUGame`.

    Examples
    --------
    >>> tu_game("ABC", {"A": 1, ("A", "B"): 3, "ABC": 4}, default=0).values.tolist()
    [0, 1, 0, 3, 0, 0, 0, 4]
    """
    names = named_players(players)
    if isinstance(values, Mapping):
        return TUGame(names, _listed(names, values, default), name)
    if callable(values):
        worths: list[Number] = [0]
        for code in range(1, 2 ** len(names)):
            inside = tuple(player for i, player in enumerate(names) if code >> i & 1)
            worths.append(values(inside))
        return TUGame(names, worths, name)  # type: ignore[arg-type]
    return TUGame(names, values, name)  # type: ignore[arg-type]


def _listed(
    players: tuple[str, ...], table: Mapping[Any, Number], default: Number | None
) -> np.ndarray:
    place = {player: i for i, player in enumerate(players)}
    out: list[Any] = [None] * 2 ** len(players)
    out[0] = 0
    for key, value in table.items():
        who = (key,) if key in place else listed(key, f"values[{key!r}]", "players")
        code = 0
        for player in who:
            if player not in place:
                raise unknown_name(f"values[{key!r}]", player, players, "a player")
            code |= 1 << place[player]
        if code and out[code] is not None:
            raise ModelError(f"values[{key!r}]", "a coalition listed twice", "each once")
        out[code] = value
    for code, value in enumerate(out):
        if value is None:
            if default is None:
                raise ModelError(_place(code, players), "no worth", "one, or a default")
            out[code] = default
    return out  # type: ignore[return-value]


def tu_game_of(game: SimpleGame) -> TUGame:
    """Return a simple game as a TU game: 1 for whoever wins, 0 for the others.

    Raises
    ------
    ModelError
        If there are more than 24 players; measures.power counts beyond that.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import weighted_game
    >>> tu_game_of(weighted_game({"A": 2, "B": 1, "C": 1}, 3)).values.tolist()
    [0, 0, 0, 1, 0, 1, 0, 1]
    """
    named_players(game.players)
    n, out = game.n, []
    for start in range(0, 2**n, 2**16):
        codes = np.arange(start, min(start + 2**16, 2**n))
        out.append(game.wins((codes[:, None] >> np.arange(n) & 1).astype(bool)))
    return TUGame(game.players, np.concatenate(out).astype(np.int64), game.name)
