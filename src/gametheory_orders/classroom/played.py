"""What a class played, read from oTree's wide CSV or from a plain one.

Builds on foundations. A wrong file is told in one line. Not here: what the model expects, and how
the two differ (debrief.py).
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
WIDE = re.compile(r"[A-Za-z_]\w*\.(\d{1,4})\.(player|group)\.(\w+)")
NEEDED = ("round", "state", "score")
FLAGS = ("member", "blocked", "broke", "deal")
NUMBERS = ("score", "total", "action")


@dataclass(frozen=True)
class Move:
    """What one state did in one round, and what it got.

    Parameters
    ----------
    group : str
        Which table of the class.
    round : int
        Which round, from 1.
    state : str
        Its id.
    score : float
        What it got, in the issue's numeraire.
    member, blocked, broke, deal : bool or None
        Whether it was in, alone kept a level from being agreed, broke the deal, and whether there
        was one; None where the file does not say.
    vote : str
        yes, no, abstain, or nothing.
    action : float or None
        What it did.
    total : float or None
        The sum over all states, those of the computer included.
    """

    group: str
    round: int
    state: str
    score: float
    member: bool | None = None
    blocked: bool | None = None
    broke: bool | None = None
    deal: bool | None = None
    vote: str = ""
    action: float | None = None
    total: float | None = None


@dataclass(frozen=True, eq=False)
class Play(Result):
    """What was played: one move for each state, round and group.

    Parameters
    ----------
    moves : tuple of Move
        In the order of group, round, state.
    source : str
        Where they were read.
    """

    moves: tuple[Move, ...]
    source: str = ""

    def rounds(self) -> Iterator[tuple[str, int, tuple[Move, ...]]]:
        """Yield group, round and its moves."""
        keys = sorted({(move.group, move.round) for move in self.moves})
        for group, number in keys:
            found = [m for m in self.moves if (m.group, m.round) == (group, number)]
            yield group, number, tuple(found)

    def table(self) -> Table:
        """Return one row a move."""
        rows = [
            [m.group, m.round, m.state, m.member, m.vote, m.blocked, m.broke, m.score]
            for m in self.moves
        ]
        columns = ["group", "round", "state", "member", "vote", "blocked", "broke", "score"]
        return Table(columns, rows, self.source)

    def to_dict(self) -> dict[str, Any]:
        """Return the moves as plain values."""
        return {"source": self.source, "moves": [plain(vars(move)) for move in self.moves]}


def read_play(source: str | Path) -> Play:
    r"""Read what was played from oTree's wide export or from a plain CSV.

    Parameters
    ----------
    source : str or path
        A CSV. oTree's has columns such as ``cooperation.1.player.state``. A plain one has
        ``round``, ``state`` and ``score``, and may have ``group``, ``member``, ``vote``,
        ``blocked``, ``broke``, ``deal``, ``action`` and ``total``, with 1 and 0 for yes and no.

    Raises
    ------
    ModelError
        If the file cannot be read, or a cell is not what its column says.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "played.csv"
    ...     _ = file.write_text("round,state,score,broke\n1,US,2.5,0\n1,EU,3,1\n")
    ...     play = read_play(file)
    >>> [(move.state, move.score, move.broke) for move in play.moves]
    [('US', 2.5, False), ('EU', 3.0, True)]
    """
    if not isinstance(source, str | Path):
        raise ModelError("results", source, "the path of a CSV")
    path = Path(source)
    rows = _rows(path)
    where = path.name
    header = rows[0]
    wide = any(WIDE.fullmatch(name) for name in header)
    moves = list(_wide(header, rows[1:], where) if wide else _plain(header, rows[1:], where))
    if not moves:
        raise ModelError(where, "no moves", "at least one state that played a round")
    seen: set[tuple[str, int, str]] = set()
    for move in moves:
        key = (move.group, move.round, move.state)
        if key in seen:
            found = f"{move.state!r} twice in round {move.round}"
            raise ModelError(where, found, "each state once in a round of a group")
        seen.add(key)
    order = sorted(range(len(moves)), key=lambda k: (moves[k].group, moves[k].round, k))
    return Play(tuple(moves[k] for k in order), where)


def _rows(path: Path) -> list[list[str]]:
    try:
        size = path.stat().st_size
        text = path.read_bytes().decode("utf-8-sig") if size <= MOST_BYTES else ""
    except OSError as error:
        raise ModelError(str(path), str(error.strerror), "a CSV that can be read") from None
    except UnicodeDecodeError:
        raise ModelError(path.name, "bytes that are no UTF-8", "a CSV in UTF-8") from None
    except ValueError:
        raise ModelError("results", str(path), "the path of a CSV") from None
    if size > MOST_BYTES:
        raise ModelError(path.name, "a larger file", f"at most {MOST_BYTES // 10**6} MB")
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if any(row)]
    except csv.Error as error:
        raise ModelError(path.name, str(error), "a CSV") from None
    if not rows:
        raise ModelError(path.name, "nothing", "a header and rows")
    if len(rows) > MOST_ROWS:
        raise ModelError(path.name, f"{len(rows)} rows", f"at most {MOST_ROWS}")
    header = rows[0]
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise ModelError(path.name, f"the column {twice!r} twice", "each column once")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            found = f"{len(row)} cells in row {number}"
            raise ModelError(path.name, found, f"{len(header)}, as in the header")
    return rows


def _wide(header: Sequence[str], rows: Sequence[Sequence[str]], where: str) -> Iterator[Move]:
    """Yield the moves of oTree's wide export: one row a participant, one block a round."""
    places: dict[int, dict[str, int]] = {}
    for column, name in enumerate(header):
        match = WIDE.fullmatch(name)
        if match is None:
            continue
        number, kind, field = int(match[1]), match[2], match[3]
        known = ("deal", "total", "id_in_subsession") if kind == "group" else _PLAYER
        if field in known:
            places.setdefault(number, {})[field] = column
    session = header.index("session.code") if "session.code" in header else None
    for number in sorted(places):
        for needed in ("state", "score"):
            if needed not in places[number]:
                raise ModelError(where, f"no {needed!r} of round {number}", "a column for it")
    for line, row in enumerate(rows, start=2):
        for number, columns in sorted(places.items()):
            cells = {name: row[column].strip() for name, column in columns.items()}
            if cells.pop("finished", "1") in ("", "0") or not cells["state"]:
                # Whoever dropped out, or has not come so far, has no figures.
                continue
            part = cells.pop("id_in_subsession", "") or "1"
            cells["group"] = f"{row[session]}-{part}" if session is not None else part
            yield _move({**cells, "round": str(number)}, f"{where}: row {line}")


_PLAYER = ("state", "score", "finished", "member", "blocked", "broke", "vote", "action")


def _plain(header: Sequence[str], rows: Sequence[Sequence[str]], where: str) -> Iterator[Move]:
    names = [name.strip() for name in header]
    for name in NEEDED:
        if name not in names:
            raise ModelError(where, f"no column {name!r}", f"columns {', '.join(NEEDED)}")
    for line, row in enumerate(rows, start=2):
        yield _move(dict(zip(names, row, strict=True)), f"{where}: row {line}")


def _move(cells: Mapping[str, str], where: str) -> Move:
    text = {name: value.strip() for name, value in cells.items()}
    if not re.fullmatch(r"[0-9]{1,4}", text["round"]) or int(text["round"]) < 1:
        raise ModelError(f"{where}, round", repr(text["round"]), "a whole number of 1 or more")
    if not text["state"]:
        raise ModelError(f"{where}, state", "nothing", "the id of a state")
    numbers = {name: _number(text.get(name, ""), f"{where}, {name}") for name in NUMBERS}
    if numbers["score"] is None:
        raise ModelError(f"{where}, score", "nothing", "a number")
    flags = {name: _flag(text.get(name, ""), f"{where}, {name}") for name in FLAGS}
    vote = text.get("vote", "").lower()
    if vote not in ("", "yes", "no", "abstain"):
        raise ModelError(f"{where}, vote", repr(vote), "yes, no, abstain or nothing")
    return Move(
        text.get("group", "") or "1",
        int(text["round"]),
        text["state"],
        numbers["score"],
        **flags,
        vote=vote,
        action=numbers["action"],
        total=numbers["total"],
    )


def _number(text: str, where: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ModelError(where, repr(text), "a finite number")
    return value


def _flag(text: str, where: str) -> bool | None:
    known = {"": None, "1": True, "0": False, "true": True, "false": False, "yes": True}
    known["no"] = False
    if text.lower() not in known:
        raise ModelError(where, repr(text), "1 or 0")
    return known[text.lower()]
