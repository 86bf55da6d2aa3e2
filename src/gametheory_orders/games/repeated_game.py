"""The repeated game: one normal form played in every period, and how patient the players are.

Builds on normal_form.py. Not here: which profiles can be sustained (solvers/critical_patience.py).
"""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.checks import listed
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games.normal_form import NormalFormGame


@dataclass(frozen=True, eq=False)
class RepeatedGame(Result):
    """A stage game played for ever.

    Parameters
    ----------
    stage : NormalFormGame
        What is played in each period.
    patience : sequence of numbers
        Each player's weight of the next period's payoff against this one's, in [0, 1). Fractions
        are kept as they are, other numbers as floats.

    Raises
    ------
    ModelError
        If there is not one patience in [0, 1) for each player.

    Examples
    --------
    >>> stage = NormalFormGame(([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    >>> RepeatedGame(stage, (0.6, 0.6)).patience
    (0.6, 0.6)
    """

    stage: NormalFormGame
    patience: tuple[float | Fraction, ...]

    def __post_init__(self) -> None:
        wanted = f"{self.stage.n} numbers"
        if isinstance(self.patience, str):
            raise ModelError("patience", self.patience, wanted)
        object.__setattr__(self, "patience", listed(self.patience, "patience", wanted))
        if len(self.patience) != self.stage.n:
            raise ModelError("patience", f"{len(self.patience)} numbers", f"{self.stage.n}")
        for name, each in zip(self.stage.players, self.patience, strict=True):
            is_number = isinstance(each, numbers.Real) and not isinstance(each, bool)
            if not is_number or not 0 <= each < 1:
                wanted = "a number from 0 up to, not including, 1"
                raise ModelError(f"patience.{name}", each, wanted)
        kept = (each if isinstance(each, Fraction) else float(each) for each in self.patience)
        object.__setattr__(self, "patience", tuple(kept))

    def table(self) -> Table:
        """Return one row a player."""
        rows = list(zip(self.stage.players, map(float, self.patience), strict=True))
        return Table(["player", "patience"], rows, self.stage.title or "repeated game")

    def to_dict(self) -> dict[str, Any]:
        """Return players, actions and patience as plain values."""
        found: dict[str, Any] = plain(
            {
                "title": self.stage.title,
                "players": [
                    {"name": name, "actions": actions, "patience": patience}
                    for name, actions, patience in zip(
                        self.stage.players, self.stage.actions, self.patience, strict=True
                    )
                ],
            }
        )
        return found
