"""The normal form: players, actions, and a payoff for everyone in every cell.

Builds on foundations (numpy; pandas and nashpy only where they are met or asked for). Payoffs are
kept exactly where they are rational: see ``NormalFormGame``.
Not here: solution concepts (solvers) and file formats.

A game is (N, (S_i), (u_i)): ``payoffs[i][s_1, ..., s_n]`` is u_i(s_1, ..., s_n), so that the axes
of every player's array stand in the order of the players (as in nashpy and Gambit; quantecon puts
the own action first).
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from gametheory_orders.foundations.checks import listed
from gametheory_orders.foundations.errors import ModelError, unknown_name

if TYPE_CHECKING:
    import pandas as pd

Number: TypeAlias = int | Fraction | float
Action: TypeAlias = int | str

SMALL = 2**31
"""Integers below this magnitude are kept as int64: their products and sums cannot overflow."""
MOST_AXES = 32
"""Players of a payoff table: arrays of numpy had no more axes for long."""
_LARGEST_EXPONENT = 400


@dataclass(frozen=True, eq=False)
class NormalFormGame:
    r"""A game in normal form, for any number of players.

    Parameters
    ----------
    payoffs : sequence of array-likes, one for each player
        Each of shape (number of player 1's actions, ..., number of player n's actions). Kept, for
        all players alike, as int64 if every payoff is an integer of magnitude below 2**31, as
        objects (int or Fraction) if every payoff is rational, else as float64. Integers, Fractions
        and Decimals are rational; floats are only if all floats of the game are whole numbers.
    players : sequence of str, optional
        Names, unique; by default "1", "2", ...
    actions : sequence of sequences of str, optional
        Names by player, unique for each player; by default "1", "2", ...
    title : str
        What the game is called; equality does not look at it.

    Raises
    ------
    ModelError
        Where arrays are ragged or differ in shape, a player has no action, a payoff is not a
        finite number, or names do not fit.

    Examples
    --------
    >>> game = NormalFormGame(([[2, 0], [3, 1]], [[2, 3], [0, 1]]), ("US", "China"))
    >>> game.shape, game.is_rational, game.payoff((1, 0))
    ((2, 2), True, (3, 0))
    >>> print(game)
    US \ China  1     2
    1           2, 2  0, 3
    2           3, 0  1, 1
    """

    payoffs: tuple[np.ndarray, ...]
    players: tuple[str, ...] = ()
    actions: tuple[tuple[str, ...], ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        payoffs = _arrays(self.payoffs)
        shape = payoffs[0].shape
        for array in payoffs:
            array.setflags(write=False)
        players = _names("players", self.players, len(payoffs), "one name for each payoff array")
        actions = _plain(self.actions) or ((),) * len(shape)
        if not isinstance(actions, tuple) or len(actions) != len(shape):
            raise ModelError("actions", self.actions, f"names for {len(shape)} players")
        named = tuple(
            _names(f"actions[{i}]", names, m, f"{m} names, one for each action")
            for i, (names, m) in enumerate(zip(actions, shape, strict=True))
        )
        if not isinstance(self.title, str):
            raise ModelError("title", self.title, "a text")
        for key, value in (("payoffs", payoffs), ("players", players), ("actions", named)):
            object.__setattr__(self, key, value)

    @classmethod
    def from_arrays(
        cls,
        *payoffs: Any,
        players: Sequence[str] = (),
        actions: Sequence[Sequence[str]] = (),
        title: str = "",
    ) -> NormalFormGame:
        """Return the game with these payoff arrays; one matrix alone is a zero-sum game.

        Parameters
        ----------
        *payoffs : array-likes
            Nested lists, arrays, or (for two players) DataFrames, whose index and columns then
            name the actions.

        Examples
        --------
        >>> NormalFormGame.from_arrays([[1, -1], [-1, 1]]).payoff((0, 1))
        (-1, 1)
        """
        if not payoffs:
            raise ModelError("payoffs", "nothing", "one payoff array for each player")
        frames = [array for array in payoffs if hasattr(array, "columns")]
        if frames and not actions:
            actions = _frame_actions(frames)
        if len(payoffs) == 1:
            first = _arrays(payoffs, alone=True)[0]
            payoffs = (first, -first) if first.ndim == 2 else (first,)
        return cls(tuple(payoffs), _plain(players), _plain(actions), title)

    @classmethod
    def from_nashpy(
        cls,
        game: Any,
        players: Sequence[str] = (),
        actions: Sequence[Sequence[str]] = (),
        title: str = "",
    ) -> NormalFormGame:
        """Return the two-player game held by a ``nashpy.Game``."""
        return cls(tuple(game.payoff_matrices), _plain(players), _plain(actions), title)

    @classmethod
    def from_function(
        cls,
        payoff: Callable[..., Sequence[Number]],
        actions: Sequence[Sequence[str]],
        players: Sequence[str] = (),
        title: str = "",
    ) -> NormalFormGame:
        """Return the game with ``payoff(s_1, ..., s_n)`` in each cell, s_i counting from 0.

        Examples
        --------
        >>> yes_no = ("yes", "no")
        >>> game = NormalFormGame.from_function(lambda i, j: (i, j), (yes_no, yes_no))
        >>> game.payoff(("no", "yes"))
        (1, 0)
        """
        shape = tuple(len(names) for names in actions)
        arrays = [np.empty(shape, dtype=object) for _ in shape]
        for cell in np.ndindex(shape):
            for array, value in zip(arrays, payoff(*cell), strict=True):
                array[cell] = value
        return cls(tuple(arrays), _plain(players), _plain(actions), title)

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of actions of each player."""
        return tuple(self.payoffs[0].shape)

    @property
    def n(self) -> int:
        """The number of players."""
        return len(self.payoffs)

    @property
    def is_rational(self) -> bool:
        """Whether all payoffs are known exactly."""
        return self.payoffs[0].dtype != np.float64

    @property
    def floats(self) -> tuple[np.ndarray, ...]:
        """The payoffs as float64 arrays, rounded where they must be."""
        return tuple(array.astype(np.float64) for array in self.payoffs)

    @property
    def exact(self) -> tuple[np.ndarray, ...]:
        """The payoffs as object arrays of Fractions; floats by their binary value."""
        return tuple(
            np.array([Fraction(x) for x in array.ravel().tolist()], dtype=object).reshape(
                array.shape
            )
            for array in self.payoffs
        )

    def player(self, name: int | str) -> int:
        """Return the position of a player given by name or position."""
        return _position("player", name, self.players)

    def cell(self, profile: Sequence[Action]) -> tuple[int, ...]:
        """Return the positions of a profile of actions given by names or positions."""
        wanted = f"{self.n} actions, one for each player"
        profile = listed(profile, "profile", wanted)
        if len(profile) != self.n:
            raise ModelError("profile", profile, wanted)
        return tuple(
            _position(f"profile[{i}]", action, names)
            for i, (action, names) in enumerate(zip(profile, self.actions, strict=True))
        )

    def payoff(self, profile: Sequence[Action]) -> tuple[Number, ...]:
        """Return everyone's payoff in a profile of actions given by names or positions."""
        cell = self.cell(profile)
        return tuple(array.item(cell) for array in self.payoffs)

    def profiles(self) -> Iterator[tuple[int, ...]]:
        """Yield all profiles of actions, by position, the last player's changing fastest."""
        return np.ndindex(self.shape)

    def to_nashpy(self) -> Any:
        """Return the two-player game as a ``nashpy.Game`` (payoffs as floats, names lost)."""
        if self.n != 2:
            raise ModelError("game", f"{self.n} players", "two, as nashpy has no other games")
        import nashpy

        return nashpy.Game(*self.floats)

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each cell: the actions' names, then everyone's payoff."""
        import pandas as pd

        rows = [
            [names[s] for names, s in zip(self.actions, cell, strict=True)]
            + [array.item(cell) for array in self.payoffs]
            for cell in self.profiles()
        ]
        columns = [*self.players, *(f"payoff of {name}" for name in self.players)]
        return pd.DataFrame(rows, columns=columns)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NormalFormGame):
            return NotImplemented
        return (self.players, self.actions, self.is_rational) == (
            other.players,
            other.actions,
            other.is_rational,
        ) and all(
            bool(np.array_equal(one, two))
            for one, two in zip(self.payoffs, other.payoffs, strict=True)
        )

    def __hash__(self) -> int:
        return hash((self.players, self.actions, self.is_rational))

    def __str__(self) -> str:
        if self.n == 2:
            return _matrix_text(self)
        size = " x ".join(map(str, self.shape))
        name = f"{self.title}: " if self.title else ""
        return f"{name}game in normal form, {size} actions of {', '.join(self.players)}"


# --- payoffs -----------------------------------------------------------------------------------


def _arrays(payoffs: Any, alone: bool = False) -> tuple[np.ndarray, ...]:
    """Return payoff arrays of one kind and one shape; ``alone`` lets a matrix come by itself."""
    if isinstance(payoffs, str) or not hasattr(payoffs, "__len__") or not len(payoffs):
        raise ModelError("payoffs", payoffs, "one payoff array for each player")
    arrays = [_array(f"payoffs[{i}]", given) for i, given in enumerate(payoffs)]
    shape, n = arrays[0].shape, len(arrays)
    for i, array in enumerate(arrays):
        if array.ndim != n and not (alone and array.ndim == 2):
            raise ModelError(
                f"payoffs[{i}]",
                f"an array with {array.ndim} axes",
                f"{n}, one for each of {n} players",
            )
        if array.shape != shape:
            raise ModelError(f"payoffs[{i}]", f"shape {array.shape}", f"{shape}, as payoffs[0]")
        if 0 in array.shape:
            raise ModelError(
                f"payoffs[{i}]", f"shape {array.shape}", "at least one action for every player"
            )
    if any(array.dtype == np.float64 for array in arrays):
        return tuple(_floats(f"payoffs[{i}]", array) for i, array in enumerate(arrays))
    if any(array.dtype == object for array in arrays):
        return tuple(array.astype(object) for array in arrays)
    return tuple(arrays)


def _array(where: str, given: Any) -> np.ndarray:
    """Return a new array: int64 of small integers, objects (int, Fraction), or float64."""
    if hasattr(given, "to_numpy"):
        given = given.to_numpy()
    if not isinstance(given, np.ndarray) or given.dtype.kind not in "iuf":
        cells: list[Any] = []
        shape = _flatten(where, given, cells, ())
        numbers_given = [_number(where, cell, index, shape) for index, cell in enumerate(cells)]
        return _of_cells(where, numbers_given).reshape(shape)
    if given.dtype.kind == "f":
        finite = np.isfinite(given)
        if not finite.all():
            cell = tuple(int(k) for k in np.argwhere(~finite)[0])
            raise _not_a_number(where, given[cell].item(), cell)
        if not (given == np.rint(given)).all():
            return np.array(given, dtype=np.float64)
    if given.size and max(abs(int(given.max())), abs(int(given.min()))) >= SMALL:
        return _of_cells(where, [int(x) for x in given.ravel().tolist()]).reshape(given.shape)
    return np.array(given, dtype=np.int64)


def _of_cells(where: str, values: list[Number]) -> np.ndarray:
    cells = np.empty(len(values), dtype=object)
    if any(isinstance(x, float) and not x.is_integer() for x in values):
        cells[:] = values
        return _floats(where, cells)
    exact = [int(x) if x == int(x) else x for x in values]
    cells[:] = exact
    small = all(isinstance(x, int) and abs(x) < SMALL for x in exact)
    return cells.astype(np.int64) if small else cells


def _floats(where: str, array: np.ndarray) -> np.ndarray:
    try:
        values: np.ndarray = array.astype(np.float64)
    except OverflowError:
        raise ModelError(
            where, "a number beyond 1e308", "at most that beside payoffs that are not rational"
        ) from None
    return values


def _flatten(where: str, given: Any, cells: list[Any], place: tuple[int, ...]) -> tuple[int, ...]:
    """Append the cells of nested sequences in order; return their shape."""
    if isinstance(given, np.ndarray):
        given = given.tolist() if given.dtype.kind != "O" else list(given) if given.ndim else given
    if len(place) > MOST_AXES:
        raise ModelError(where, "lists within lists within lists", f"at most {MOST_AXES} axes")
    if isinstance(given, list | tuple | range):
        shapes = [_flatten(where, item, cells, (*place, k)) for k, item in enumerate(given)]
        for k, shape in enumerate(shapes):
            if shape != shapes[0]:
                raise ModelError(
                    f"{where}[{', '.join(map(str, (*place, k)))}]",
                    f"{shape[0] if shape else 'no'} entries",
                    f"{shapes[0][0] if shapes[0] else 'none'}, as in the first row",
                )
        return (len(given), *(shapes[0] if shapes else ()))
    if not place:
        raise ModelError(where, given, "an array of payoffs")
    cells.append(given)
    return ()


def is_short(number: Decimal) -> bool:
    """Say whether a decimal is finite and as long as floats are: 1e-99999999 fills the memory.

    Examples
    --------
    >>> is_short(Decimal("0.1")), is_short(Decimal("1e-99999999")), is_short(Decimal("inf"))
    (True, False, False)
    """
    return number.is_finite() and (not number or abs(number.adjusted()) <= _LARGEST_EXPONENT)


def _number(where: str, cell: Any, index: int, shape: tuple[int, ...]) -> Number:
    place = tuple(int(k) for k in np.unravel_index(index, shape))
    if isinstance(cell, bool | np.bool_):
        raise _not_a_number(where, cell, place)
    if isinstance(cell, int):
        return cell
    if isinstance(cell, numbers.Rational):
        return Fraction(int(cell.numerator), int(cell.denominator))
    if isinstance(cell, Decimal) and is_short(cell):
        return Fraction(cell)
    if isinstance(cell, numbers.Real) or type(cell).__module__.startswith("sympy"):
        try:
            value = float(cell)
        except (TypeError, ValueError, OverflowError):
            raise _not_a_number(where, cell, place) from None
        if math.isfinite(value):
            return value
    raise _not_a_number(where, cell, place)


def _not_a_number(where: str, found: Any, cell: tuple[int, ...]) -> ModelError:
    shown = f"the text {found!r}" if isinstance(found, str) else found
    shown = str(shown) if isinstance(shown, Decimal) else shown
    return ModelError(f"{where}[{', '.join(map(str, cell))}]", shown, "a finite number")


# --- names -------------------------------------------------------------------------------------


def _plain(given: Any) -> Any:
    """Return nested sequences as tuples; a text stays one, for ``_names`` to refuse."""
    if isinstance(given, str) or not hasattr(given, "__iter__"):
        return given
    return tuple(_plain(item) for item in given)


def _names(where: str, given: Any, number: int, expected: str) -> tuple[str, ...]:
    if isinstance(given, tuple | list) and not given:
        return tuple(str(k + 1) for k in range(number))
    if isinstance(given, str) or not hasattr(given, "__len__") or len(given) != number:
        raise ModelError(where, given, expected)
    for name in given:
        if not isinstance(name, str) or not name.strip():
            raise ModelError(where, name, "a name that is not empty")
    if len(set(given)) != number:
        twice = next(name for name in given if list(given).count(name) > 1)
        raise ModelError(where, f"{twice!r} twice", "different names")
    return tuple(given)


def _frame_actions(frames: list[Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    labels = [(tuple(map(str, f.index)), tuple(map(str, f.columns))) for f in frames]
    if any(label != labels[0] for label in labels):
        raise ModelError(
            "payoffs[1]", "other labels than payoffs[0]", "the same actions in the same order"
        )
    return labels[0]


def _position(where: str, given: Any, names: tuple[str, ...]) -> int:
    """Return the position of a name; integers (numpy's too) are positions already."""
    if isinstance(given, str):
        if given in names:
            return names.index(given)
        raise unknown_name(where, given, names, "one")
    integer = isinstance(given, numbers.Integral) and not isinstance(given, bool)
    if integer and 0 <= int(given) < len(names):
        return int(given)
    raise ModelError(where, given, f"a name, or a position from 0 to {len(names) - 1}")


def _matrix_text(game: NormalFormGame) -> str:
    """Return a bimatrix as aligned text."""
    one, two = game.payoffs
    rows = [[f"{game.players[0]} \\ {game.players[1]}", *game.actions[1]]]
    rows += [
        [name, *(f"{one.item(i, j)}, {two.item(i, j)}" for j in range(game.shape[1]))]
        for i, name in enumerate(game.actions[0])
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(text.ljust(w) for text, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([game.title] * bool(game.title) + lines)
