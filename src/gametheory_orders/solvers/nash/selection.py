"""Choosing among equilibria by name, and saying when a rule chooses nothing.

Builds on result.py and the registry. Each rule is one function below, entered under its name.
Not here: focal points, which are data of the model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from gametheory_orders.foundations.registry import Registry
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.solvers.nash.certify import Profile
from gametheory_orders.solvers.nash.result import EquilibriumSet, _cell, _json

Chosen: TypeAlias = tuple[list[int], str | None]
SELECTIONS: Registry[Callable[[EquilibriumSet], Chosen]] = Registry("selection rule")


@dataclass(frozen=True, eq=False)
class Selection(Result):
    """What a rule selects.

    Parameters
    ----------
    among : EquilibriumSet
        What it was to choose from.
    rule : str
        Its name.
    indices : tuple of int
        Positions of the selected equilibria, in ``among``; empty where the rule is undefined.
    why : str or None
        Why it is undefined.
    """

    among: EquilibriumSet
    rule: str
    indices: tuple[int, ...]
    why: str | None = None

    @property
    def equilibria(self) -> tuple[Profile, ...]:
        """The selected equilibria; several where they tie."""
        return tuple(self.among[k] for k in self.indices)

    @property
    def payoffs(self) -> tuple[Any, Any] | None:
        """Both players' payoffs, the mean where several are selected."""
        if not self.indices:
            return None
        number = len(self.indices) if not self.among.exact else Fraction(len(self.indices))
        one, two = zip(*(self.among.payoffs[k] for k in self.indices), strict=True)
        return sum(one) / number, sum(two) / number

    def table(self) -> Table:
        """Return the selected equilibria, or why there is none."""
        found = self.among
        one, two = found.players
        title = f"{self.rule}: {self.why}" if self.why else self.rule
        rows = [
            [k + 1, found.describe(0, found[k][0]), found.describe(1, found[k][1])]
            + [_cell(value) for value in found.payoffs[k]]
            for k in self.indices
        ]
        return Table(["", one, two, f"u({one})", f"u({two})"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values; fractions as strings."""
        out = {"rule": self.rule, "indices": list(self.indices), "why": self.why}
        return {**out, "equilibria": _json(self.equilibria), "payoffs": _json(self.payoffs)}


def select_equilibrium(among: EquilibriumSet, rule: str) -> Selection:
    """Return what a rule selects among the extreme equilibria of a two-player game.

    Parameters
    ----------
    among : EquilibriumSet
        From ``nash_equilibria``; rules that compare with all others need a complete one.
    rule : str
        "payoff_dominance" (nobody prefers another one), "risk_dominance" (2 x 2; Harsanyi and
        Selten 1988), "hicks_optimal" (largest sum of payoffs), "uniform" (all, equally likely).

    Examples
    --------
    >>> from gametheory_orders.solvers.nash import nash_equilibria
    >>> stag = nash_equilibria([[9, 0], [8, 7]], [[9, 8], [0, 7]], actions=[["stag", "hare"]] * 2)
    >>> print(select_equilibrium(stag, "risk_dominance"))
    risk_dominance
       1     2     u(1)  u(2)
    3  hare  hare     7     7
    """
    choose = SELECTIONS.get(rule, "rule")
    if not among.complete:
        return Selection(among, rule, (), "needs all equilibria, and these may not be all")
    indices, why = choose(among)
    return Selection(among, rule, tuple(indices), why)


@SELECTIONS.add("payoff_dominance")
def _payoff_dominance(among: EquilibriumSet) -> Chosen:
    best = [max(pair[i] for pair in among.payoffs) for i in range(2)]
    chosen = [k for k, (one, two) in enumerate(among.payoffs) if [one, two] == best]
    return chosen, None if chosen else "the players prefer different equilibria"


@SELECTIONS.add("risk_dominance")
def _risk_dominance(among: EquilibriumSet) -> Chosen:
    game = among.game
    if game.shape != (2, 2):
        size = " x ".join(map(str, game.shape))
        return [], f"defined for 2 x 2 games, not for {size}"
    one, two = game.exact
    losses = {}
    for i, j in ((0, 0), (0, 1), (1, 0), (1, 1)):
        row, column = one[i, j] - one[1 - i, j], two[i, j] - two[i, 1 - j]
        if row > 0 and column > 0:
            losses[i, j] = row * column
    if len(losses) != 2:
        return [], "defined where there are two strict equilibria"
    (first, loss), (second, other) = losses.items()
    if loss == other:
        mixed = [k for k, e in enumerate(among) if e not in among.pure]
        return mixed, None
    i, j = first if loss > other else second
    return [k for k, (x, y) in enumerate(among) if x[i] == 1 and y[j] == 1], None


@SELECTIONS.add("hicks_optimal")
def _hicks_optimal(among: EquilibriumSet) -> Chosen:
    best = max(one + two for one, two in among.payoffs)
    return [k for k, (one, two) in enumerate(among.payoffs) if one + two == best], None


@SELECTIONS.add("uniform")
def _uniform(among: EquilibriumSet) -> Chosen:
    return list(range(len(among))), None
