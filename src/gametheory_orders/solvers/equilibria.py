"""The equilibria of any game that a file may hold, in one shape: what ``fourcs equilibria`` prints.

Builds on the other solvers. Two players: all of them (nash). One or more than two: all pure ones,
and the symmetric mixed ones of symmetric games with two actions; then ``complete`` is false, as
other mixed ones are not looked for. Trees: those of the reduced normal form, and which plans are
subgame-perfect. Not here: any algorithm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.games.extensive_form import ExtensiveFormGame
from gametheory_orders.games.nodes import as_json
from gametheory_orders.games.normal_form import NormalFormGame, Number
from gametheory_orders.solvers.backward_induction import SubgamePerfect, backward_induction
from gametheory_orders.solvers.nash import EquilibriumSet, nash_equilibria
from gametheory_orders.solvers.pure_nash import PureEquilibria, pure_nash
from gametheory_orders.solvers.symmetric_mixed import SymmetricEquilibria, symmetric_mixed


@dataclass(frozen=True, eq=False)
class Equilibria(Result):
    """The equilibria of a game in normal or extensive form.

    Parameters
    ----------
    game : NormalFormGame
        What was solved: of a tree, its reduced normal form.
    nash : EquilibriumSet or None
        All equilibria, for two players.
    pure : PureEquilibria
        All pure equilibria.
    symmetric : SymmetricEquilibria or None
        Where three or more players have two actions each, alike.
    perfect : SubgamePerfect or None
        Of a tree.
    """

    game: NormalFormGame
    nash: EquilibriumSet | None
    pure: PureEquilibria
    symmetric: SymmetricEquilibria | None = None
    perfect: SubgamePerfect | None = None

    @property
    def complete(self) -> bool:
        """Whether all equilibria are listed (of a continuum, its extreme points)."""
        return self.nash.complete if self.nash is not None else self.game.n == 1

    def table(self) -> Table:
        """Return the main table: one row for each equilibrium."""
        return self.pure.table() if self.nash is None else self.nash.table()

    def __str__(self) -> str:
        parts = [str(self.pure if self.nash is None else self.nash)]
        if self.symmetric is not None:
            parts.append(str(self.symmetric))
        if not self.complete:
            parts.append("Other mixed equilibria are not looked for; the list may miss some.")
        if self.perfect is not None:
            parts.append(str(self.perfect))
        return "\n\n".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, probabilities as text where they are exact."""
        if self.nash is not None:
            out = self.nash.to_dict()
        else:
            profiles = [_degenerate(self.game, cell) for cell in self.pure.cells]
            out = {
                "schema": 1,
                "title": self.game.title,
                "players": [
                    {"name": name, "actions": list(actions)}
                    for name, actions in zip(self.game.players, self.game.actions, strict=True)
                ],
                "method": "all cells",
                "complete": self.complete,
                "exact": self.pure.exact,
                "equilibria": profiles,
                "payoffs": [
                    [as_json(x) for x in self.game.payoff(cell)] for cell in self.pure.cells
                ],
                "components": [],
            }
        if self.symmetric is not None:
            out["symmetric"] = self.symmetric.to_dict()
        if self.perfect is not None:
            out["subgame_perfect"] = self.perfect.to_dict()
        return out


def equilibria(game: NormalFormGame | ExtensiveFormGame) -> Equilibria:
    """Return the equilibria of a game, as many as can be found for its number of players.

    Parameters
    ----------
    game : NormalFormGame or ExtensiveFormGame
        Any number of players.

    Examples
    --------
    >>> hunt = NormalFormGame.from_arrays([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> found = equilibria(hunt)
    >>> len(found.nash), len(found.pure), found.complete
    (3, 2, True)
    """
    perfect = backward_induction(game) if isinstance(game, ExtensiveFormGame) else None
    normal = game.normal_form() if isinstance(game, ExtensiveFormGame) else game
    pure = pure_nash(normal)
    if normal.n == 2:
        return Equilibria(normal, nash_equilibria(normal), pure, None, perfect)
    symmetric = None
    if normal.n > 2 and set(normal.shape) == {2}:
        try:
            symmetric = symmetric_mixed(normal)
        except ModelError:
            symmetric = None
    return Equilibria(normal, None, pure, symmetric, perfect)


def _degenerate(game: NormalFormGame, cell: tuple[int, ...]) -> list[list[str | float]]:
    """Return a pure profile as probabilities."""
    one: Number = 1 if game.is_rational else 1.0
    zero: Number = 0 if game.is_rational else 0.0
    return [
        [as_json(one if k == chosen else zero) for k in range(size)]
        for size, chosen in zip(game.shape, cell, strict=True)
    ]
