"""Payoff tables: games from CSV files, frames and TOML, and back.

Builds on games and sources.py. Two shapes of table are read: long, one row for each cell with a
column for each player's action and one "payoff of NAME" each; and, for two players, a matrix whose
cells hold "2, 3". Numbers are exact: 0.1 in a file is one tenth. Not here: Gambit's formats.
"""

from __future__ import annotations

import csv
import io
import math
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.files.gambit_tokens import parse_number, written
from gametheory_orders.files.schema import COLUMNS
from gametheory_orders.files.sources import read_csv, read_text, read_toml, shown_path
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.games.normal_form import NormalFormGame, Number

if TYPE_CHECKING:
    import pandas as pd

PREFIX = "payoff of "
MOST_CELLS = 2**22


def read_table(source: str | Path) -> NormalFormGame:
    r"""Read a game from a CSV file, long or as a matrix of pairs.

    Parameters
    ----------
    source : str or path
        The file. Long: columns named after the players and "payoff of NAME" for each. Matrix: the
        first heading is "ROW \ COLUMN" (the players) or anything else, then the column player's
        actions; rows start with an action; cells hold two numbers, such as "2, 3" or "2; 3".

    Raises
    ------
    ModelError
        Says the row, what was found and what is expected.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "hunt.csv")
    ...     _ = path.write_text('A \\ B,stag,hare\nstag,"4, 4","0, 3"\nhare,"3, 0","2, 2"\n')
    ...     print(read_table(path))
    A \ B  stag  hare
    stag   4, 4  0, 3
    hare   3, 0  2, 2
    """
    path = Path(source)
    header, body = read_csv(path)
    where = shown_path(path)
    try:
        if any(name.startswith(PREFIX) for name in header):
            return _from_long(header, body)
        return _from_matrix(header, body)
    except ModelError as error:
        raise error.at(where) from None


def from_frame(frame: pd.DataFrame, title: str = "") -> NormalFormGame:
    """Return the game of a long table: actions by player, then "payoff of NAME" for each.

    The inverse of ``NormalFormGame.to_frame``.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> from_frame(game.to_frame()) == game
    True
    """
    header = [str(name) for name in frame.columns]
    return _from_long(header, frame.to_numpy(dtype=object).tolist(), title)


def write_table(game: NormalFormGame, target: str | Path | None = None) -> str:
    """Return a game as a long CSV table, and write it if a file is named.

    Examples
    --------
    >>> print(write_table(NormalFormGame.from_arrays([[1, -1]], players=("A", "B"))))
    A,B,payoff of A,payoff of B
    1,1,1,-1
    1,2,-1,1
    <BLANKLINE>
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*game.players, *(PREFIX + name for name in game.players)])
    for cell in game.profiles():
        names = [actions[k] for actions, k in zip(game.actions, cell, strict=True)]
        writer.writerow([*names, *map(written, game.payoff(cell))])
    text = stream.getvalue()
    if target is not None:
        try:
            Path(target).write_text(text, encoding="utf-8", newline="")
        except (OSError, ValueError) as error:
            found = getattr(error, "strerror", None) or str(error)
            raise ModelError(str(target), found, "a file that can be written") from None
    return text


def read_matrix_game(source: str | Path) -> NormalFormGame:
    """Read a game from a TOML file whose issue is of the family ``matrix_game``.

    ``[issue]`` has name and family (and title, source, numeraire, orders); each ``[[player]]`` has
    name, actions, and payoffs: nested lists whose axes stand in the order of the players.

    Examples
    --------
    >>> import tempfile
    >>> text = '''[issue]
    ... name = "hunt"
    ... family = "matrix_game"
    ... [[player]]
    ... name = "A"
    ... actions = ["stag", "hare"]
    ... payoffs = [[4, 0], [3, 2]]
    ... [[player]]
    ... name = "B"
    ... actions = ["stag", "hare"]
    ... payoffs = [[4, 3], [0, 2]]'''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "hunt.toml")
    ...     _ = path.write_text(text)
    ...     read_matrix_game(path).payoff(("hare", "stag"))
    (3, 0)
    """
    path = Path(source)
    where = shown_path(path)
    read_toml(path)  # says what is wrong with the syntax, and that numbers are finite
    document = tomllib.loads(read_text(path, "a TOML model file"), parse_float=Decimal)
    try:
        return _from_document(document)
    except ModelError as error:
        raise error.at(where) from None


def _from_document(document: Mapping[str, Any]) -> NormalFormGame:
    for key in document:
        if key not in ("issue", "player", "order", "hybrid"):
            raise unknown_name(key, key, ("issue", "player", "order", "hybrid"), "one key")
    issue, players = document.get("issue", {}), document.get("player", [])
    _check_issue(issue)
    _check_players(players)
    return NormalFormGame(
        tuple(player["payoffs"] for player in players),
        tuple(player["name"] for player in players),
        tuple(tuple(player["actions"]) for player in players),
        issue.get("title") or issue["name"],
    )


def _check_issue(issue: Any) -> None:
    if not isinstance(issue, Mapping) or issue.get("family") != "matrix_game":
        found = issue.get("family") if isinstance(issue, Mapping) else issue
        raise ModelError("issue.family", found or "nothing", '"matrix_game"')
    valid = ("name", "family", "title", "source", "numeraire")
    for key, value in issue.items():
        if key not in (*valid, "orders"):
            raise unknown_name(f"issue.{key}", key, (*valid, "orders"), "one key")
        if not isinstance(value, str) and key != "orders":
            raise ModelError(f"issue.{key}", value, "a text")
    if "name" not in issue:
        raise ModelError("issue.name", "nothing", "the issue's name, as text")


def _check_players(players: Any) -> None:
    if not isinstance(players, list) or not players:
        raise ModelError("player", "nothing", "[[player]] tables, one for each player")
    needed = ("name", "actions", "payoffs")
    keys = (*needed, *COLUMNS)
    for at, player in enumerate(players):
        if not isinstance(player, Mapping):
            raise ModelError(f"player[{at}]", player, "a [[player]] table")
        for key in player:
            if key not in keys:
                raise unknown_name(f"player[{at}].{key}", key, keys, "one key")
        for key in needed:
            if key not in player:
                raise ModelError(f"player[{at}].{key}", "nothing", f"the player's {key}")
        if not isinstance(player["actions"], list):
            raise ModelError(f"player[{at}].actions", player["actions"], "a list of names")
        if not player["actions"]:
            raise ModelError(f"player[{at}].actions", "none", "at least one action")


def _from_long(
    header: Sequence[str], body: Sequence[Sequence[Any]], title: str = ""
) -> NormalFormGame:
    players = [name for name in header if not name.startswith(PREFIX)]
    if not players or sorted(header) != sorted([*players, *(PREFIX + name for name in players)]):
        found = ", ".join(header)
        raise ModelError("row 1", found, f"players' names, and {PREFIX!r} with the name for each")
    if not body:
        raise ModelError("row 2", "nothing", "a row for each cell of the game")
    at = {name: position for position, name in enumerate(header)}
    actions = [list(dict.fromkeys(str(row[at[name]]) for row in body)) for name in players]
    shape = tuple(map(len, actions))
    cells = math.prod(shape)
    if cells > MOST_CELLS:
        raise ModelError("table", f"{cells} cells", f"at most {MOST_CELLS}")
    positions = [{name: k for k, name in enumerate(names)} for names in actions]
    arrays = [np.empty(shape, dtype=object) for _ in players]
    seen: set[tuple[int, ...]] = set()
    for number, row in enumerate(body, start=2):
        names = [str(row[at[name]]) for name in players]
        for player, name in zip(players, names, strict=True):
            if not name.strip():
                raise ModelError(f"row {number}, column {player}", "nothing", "an action")
        cell = tuple(place[name] for place, name in zip(positions, names, strict=True))
        if cell in seen:
            raise ModelError(f"row {number}", f"{', '.join(names)} a second time", "each cell once")
        seen.add(cell)
        for player, array in zip(players, arrays, strict=True):
            column = PREFIX + player
            array[cell] = _figure(row[at[column]], f"row {number}, column {column}")
    if len(seen) != cells:
        gone = next(cell for cell in np.ndindex(shape) if cell not in seen)
        shown = ", ".join(names[k] for names, k in zip(actions, gone, strict=True))
        raise ModelError("table", f"no row for {shown}", f"all {cells} cells")
    return NormalFormGame(tuple(arrays), tuple(players), tuple(map(tuple, actions)), title)


def _from_matrix(header: Sequence[str], body: Sequence[Sequence[str]]) -> NormalFormGame:
    if len(header) < 2 or not body:
        raise ModelError("row 1", ", ".join(header), "a matrix of pairs, or a long table")
    corner = [part.strip() for part in header[0].split("\\")]
    players = tuple(corner) if len(corner) == 2 and all(corner) else ()
    shape = (len(body), len(header) - 1)
    arrays = [np.empty(shape, dtype=object) for _ in range(2)]
    for i, row in enumerate(body):
        for j, cell in enumerate(row[1:]):
            where = f"row {i + 2}, column {header[j + 1]}"
            parts = cell.strip("() ").replace(";", ",").split(",")
            if len(parts) != 2:
                raise ModelError(where, repr(cell), 'two payoffs, such as "2, 3"')
            for array, part in zip(arrays, parts, strict=True):
                array[i, j] = _figure(part.strip(), where)
    return NormalFormGame(
        tuple(arrays), players, (tuple(row[0] for row in body), tuple(header[1:]))
    )


def _figure(cell: Any, where: str) -> Number:
    if not isinstance(cell, str):
        return cell  # type: ignore[no-any-return]  # the game checks numbers itself
    value = parse_number(cell.strip())
    if value is None:
        raise ModelError(where, repr(cell), "a number such as 2, -1/3 or 0.25")
    return value
