"""The result of every power function: indices by player, and figures of the game.

Builds on foundations. Not here: how they are computed (indices.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import unknown_name
from gametheory_orders.foundations.results import Result, Table, plain

Number = int | float | Fraction


@dataclass(frozen=True)
class PowerIndices(Result):
    """Voting power by player, under one or several indices.

    ``result["A"]`` is A's power under the main index, ``result.of("banzhaf_swings")`` a whole
    column by player.

    Parameters
    ----------
    players : tuple of str
        Names.
    columns : mapping of str to tuple of numbers
        For each index one figure a player: int or Fraction if exact, else float.
    main : str
        The index that is meant if none is named.
    figures : mapping of str to number
        Of the whole game: winning coalitions, power to act.
    game : str
        Name of the game.
    method : str
        How it was computed.
    error : float
        Bound on the error of float figures as estimated; 0 if exact.
    remark : str
        What a reader has to know.
    """

    players: tuple[str, ...]
    columns: Mapping[str, tuple[Number, ...]]
    main: str
    figures: Mapping[str, Number] = field(default_factory=dict)
    game: str = "game"
    method: str = ""
    error: float = 0.0
    remark: str = ""

    @property
    def exact(self) -> bool:
        """Whether all figures are exact."""
        return self.error == 0.0

    def of(self, index: str | None = None) -> dict[str, Number]:
        """Return one index by player."""
        name = index or self.main
        if name not in self.columns:
            raise unknown_name("index", name, self.columns, "one")
        return dict(zip(self.players, self.columns[name], strict=True))

    def __getitem__(self, player: str) -> Number:
        found = self.of()
        if player not in found:
            raise unknown_name("player", player, self.players, "a player")
        return found[player]

    def __iter__(self) -> Iterator[Number]:
        return iter(self.columns[self.main])

    def __len__(self) -> int:
        return len(self.players)

    def table(self) -> Table:
        """Return one row a player, one column an index."""
        columns = [*self.columns]
        rows = [
            [player, *(_cell(self.columns[name][i]) for name in columns)]
            for i, player in enumerate(self.players)
        ]
        said = [f"{name} {_shown(value)}" for name, value in self.figures.items()]
        title = "; ".join([self.game, *said, *([self.remark] if self.remark else [])])
        return Table(["player", *columns], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return strict JSON: large integers and Shapley-Shubik fractions as text.

        Other fractions are numbers, each with its ``<name>_exact`` beside it.
        """
        members = []
        for i, player in enumerate(self.players):
            row: dict[str, Any] = {"id": player}
            for name, values in self.columns.items():
                row |= _entry(name, values[i])
            members.append(row)
        out: dict[str, Any] = {"game": self.game, "members": members}
        for name, value in self.figures.items():
            out |= _entry(name, value)
        out |= {"method": self.method, "exact": self.exact, "error": self.error}
        if self.remark:
            out["remark"] = self.remark
        found: dict[str, Any] = plain(out)
        return found


def _entry(name: str, value: Number) -> dict[str, Any]:
    if isinstance(value, int):
        return {name: value if name == "weight" else str(value)}
    if isinstance(value, Fraction):
        if name == "shapley_shubik":
            return {name: str(value)}
        return {name: float(value), f"{name}_exact": str(value)}
    return {name: value}


def _cell(value: Number) -> int | float:
    return float(value) if isinstance(value, Fraction) else value


def _shown(value: Number) -> str:
    return str(value) if isinstance(value, int) and value < 10**9 else f"{float(value):.6g}"
