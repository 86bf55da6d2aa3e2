"""What a solution of a TU game gives to each player, with how it was found and checked.

Builds on tu_game.py. One record for every value. Not here: how they are found (solvers).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from gametheory_orders.foundations.registry import Registry
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games.tu_game import Number, TUGame

TU_VALUES: Registry[Callable[[TUGame], Allocation]] = Registry("value of a TU game")
"""Every solution that gives one payoff vector for any game; tests are made from it."""


@dataclass(frozen=True, eq=False)
class Allocation(Result):
    """A payoff for each player.

    ``found["A"]`` is A's payoff; iterating gives payoffs in the players' order.

    Parameters
    ----------
    game : TUGame
        The game.
    concept : str
        What it is.
    values : tuple of numbers
        Payoffs in the players' order: int or Fraction if exact, else float.
    method : str
        How it was computed.
    tolerance : float
        Largest error of a payoff as estimated; 0 if exact.
    certificate : mapping
        What shows that it is right; JSON-like.
    """

    game: TUGame
    concept: str
    values: tuple[Number, ...]
    method: str
    tolerance: float = 0.0
    certificate: Mapping[str, Any] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Whether all payoffs are exact."""
        return self.tolerance == 0.0

    @property
    def players(self) -> tuple[str, ...]:
        """Names."""
        return self.game.players

    @cached_property
    def array(self) -> np.ndarray:
        """Payoffs in float64, shape (n,)."""
        return np.array([float(value) for value in self.values])

    @property
    def by_player(self) -> dict[str, Number]:
        """Payoffs by name."""
        return dict(zip(self.players, self.values, strict=True))

    def __getitem__(self, player: str) -> Number:
        return self.values[self.game.index(player)]

    def __iter__(self) -> Iterator[Number]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)

    def table(self) -> Table:
        """Return one row a player: payoff, share of the whole, and what it has alone."""
        whole = float(self.array.sum())
        rows = []
        for i, player in enumerate(self.players):
            value = float(self.array[i])
            alone = float(self.game.floats[1 << i])
            rows.append([player, value, value / whole if whole else None, alone])
        said = f"{self.game.name}: {self.concept} ({self.method}"
        title = said + (")" if self.exact else f", to {self.tolerance:.1g})")
        return Table(["player", "payoff", "share", "alone"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return payoffs by player and certificate as plain values; Fractions also as text."""
        exact = {p: str(v) for p, v in self.by_player.items() if isinstance(v, Fraction)}
        found: dict[str, Any] = plain(
            {
                "game": self.game.name,
                "concept": self.concept,
                "payoffs": dict(zip(self.players, self.array.tolist(), strict=True)),
                **({"payoffs_exact": exact} if exact else {}),
                "method": self.method,
                "exact": self.exact,
                "tolerance": self.tolerance,
                "certificate": self.certificate,
            }
        )
        return found
