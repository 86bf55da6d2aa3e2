"""What the solvers of two-player games return: equilibria, how they were found and checked.

Builds on certify.py and normal_form.py. Frozen records that only present themselves.
Not here: finding, checking or selecting equilibria.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, overload

from gametheory_orders.foundations.results import Result, Table, plain, show
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.nash.certify import Probabilities, Profile

if TYPE_CHECKING:
    import pandas as pd

MOST_SHOWN = 40


@dataclass(frozen=True)
class Component:
    """A maximal set of equilibria: every mixture of ``rows`` with every mixture of ``columns``.

    Parameters
    ----------
    rows, columns : tuples of strategies
        The extreme strategies of the two players.
    connected : int
        Components with the same number touch one another.
    """

    rows: tuple[Probabilities, ...]
    columns: tuple[Probabilities, ...]
    connected: int

    @property
    def isolated(self) -> bool:
        """Whether it is one equilibrium only."""
        return len(self.rows) == 1 and len(self.columns) == 1


@dataclass(frozen=True, eq=False)
class EquilibriumSet(Result):
    """Equilibria of a two-player game.

    Parameters
    ----------
    game : NormalFormGame
        What was solved.
    equilibria : tuple of equilibria
        Each a tuple of two tuples of probabilities, row player first: Fractions where all payoffs
        are rational, else floats.
    payoffs : tuple of pairs
        Both players' payoffs in each equilibrium.
    method : str
        What found them.
    complete : bool
        Whether these are proved to be all extreme equilibria.
    exact : bool
        Whether probabilities are exact; otherwise they are rounded to floats.
    maximal_regret : Fraction or float
        The most that anyone gains by deviating from any of them; zero where exact.
    components : tuple of Component
        Maximal sets of equilibria among those found.
    degenerate : bool or None
        Whether some strategy has more pure best responses than it has actions in use; None where
        it was not looked for.
    parameters : mapping
        What the solver was given, and what else it says.
    witness : str or None
        A strategy that makes the game degenerate, in words.
    """

    game: NormalFormGame
    equilibria: tuple[Profile, ...]
    payoffs: tuple[tuple[Fraction | float, Fraction | float], ...]
    method: str
    complete: bool
    exact: bool
    maximal_regret: Fraction | float
    components: tuple[Component, ...] = ()
    degenerate: bool | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    witness: str | None = None

    def __iter__(self) -> Iterator[Profile]:
        return iter(self.equilibria)

    def __len__(self) -> int:
        return len(self.equilibria)

    @overload
    def __getitem__(self, index: int) -> Profile: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Profile, ...]: ...
    def __getitem__(self, index: int | slice) -> Profile | tuple[Profile, ...]:
        return self.equilibria[index]

    def index(self, equilibrium: Profile) -> int:
        """Return the position of an equilibrium."""
        return self.equilibria.index(equilibrium)

    @property
    def players(self) -> tuple[str, ...]:
        """The players' names."""
        return self.game.players

    @property
    def actions(self) -> tuple[tuple[str, ...], ...]:
        """The names of the actions, by player."""
        return self.game.actions

    @property
    def pure(self) -> tuple[Profile, ...]:
        """The equilibria in pure strategies."""
        return tuple(e for e in self if all(max(strategy) == 1 for strategy in e))

    def describe(self, player: int, strategy: Probabilities) -> str:
        """Return a strategy in words: the actions in use, with their probabilities."""
        used = [(p, name) for p, name in zip(strategy, self.actions[player], strict=True) if p]
        if len(used) == 1:
            return used[0][1]
        return ", ".join(f"{name}: {show(p)}" for p, name in used)

    def table(self) -> Table:
        """Return one row for each equilibrium: strategies in words, payoffs."""
        one, two = self.players
        rows = [
            [k + 1, self.describe(0, x), self.describe(1, y), *map(_cell, self.payoffs[k])]
            for k, (x, y) in enumerate(self.equilibria)
        ]
        return Table(["", one, two, f"u({one})", f"u({two})"], rows, self.title())

    def __str__(self) -> str:
        whole = self.table()
        shown = Table(whole.columns, whole.rows[:MOST_SHOWN], whole.title)
        rest = len(self) - MOST_SHOWN
        return shown.text() + (f"\nand {rest} more" if rest > 0 else "")

    def title(self) -> str:
        """Return how many equilibria there are and how well they are known, in one line."""
        noun = "equilibrium" if len(self) == 1 else "equilibria"
        if self.complete:
            what = f"{len(self)} extreme {noun}, all there are"
            wide = [c for c in self.components if not c.isolated]
            if wide:
                parts = len({c.connected for c in self.components})
                what += f"; {parts} connected {'part' if parts == 1 else 'parts'}, {len(wide)}"
                what += " of more than a point" if len(wide) > 1 else " more than a point"
        else:
            what = f"{len(self)} {noun}, there may be more"
        sure = "exact" if self.exact else f"largest regret {float(self.maximal_regret):.1e}"
        return f"{what} ({self.method}, {sure})"

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each equilibrium: all probabilities, payoffs, as they are."""
        import pandas as pd

        columns = [
            f"{name}: {action}"
            for name, actions in zip(self.players, self.actions, strict=True)
            for action in actions
        ]
        columns += [f"payoff of {name}" for name in self.players]
        rows = [
            [*x, *y, *values] for (x, y), values in zip(self.equilibria, self.payoffs, strict=True)
        ]
        return pd.DataFrame(rows, columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values; fractions as strings."""
        return {
            "schema": 1,
            "title": self.game.title,
            "players": [
                {"name": name, "actions": list(actions)}
                for name, actions in zip(self.players, self.actions, strict=True)
            ],
            "method": self.method,
            "complete": self.complete,
            "exact": self.exact,
            "maximal_regret": _json(self.maximal_regret),
            "degenerate": self.degenerate,
            "witness": self.witness,
            "equilibria": _json(self.equilibria),
            "payoffs": _json(self.payoffs),
            "components": [
                {"rows": _json(c.rows), "columns": _json(c.columns), "connected": c.connected}
                for c in self.components
            ],
            "parameters": plain(dict(self.parameters)),
        }


def _cell(value: Fraction | float) -> Any:
    """Return a number as a table cell; fractions only as long as they are readable."""
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return value.numerator
        return str(value) if len(str(value)) <= 12 else float(value)
    return value


def _json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    return str(value) if isinstance(value, Fraction) else value
