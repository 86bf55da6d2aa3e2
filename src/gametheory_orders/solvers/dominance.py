"""Dominated actions, their iterated elimination, and rationalisable actions.

Builds on linear.py. Dominators may be mixtures. Strict dominance is the sign of a zero-sum game's
value, weak dominance a linear program: exact where payoffs are rational and tables small, else
within a stated tolerance. For two players the actions that survive strict elimination are the
rationalisable ones (Bernheim 1984, Pearce 1984); for more, those rationalisable with beliefs that
may be correlated. Not here: equilibria.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.foundations.tolerances import PROGRAM, payoff_scale
from gametheory_orders.games.normal_form import NormalFormGame, Number
from gametheory_orders.solvers.linear import (
    MOST_EXACT,
    matrix_value,
    matrix_value_in_floats,
    maximise_exactly,
)

Mixture = tuple[tuple[str, Number], ...]
"""Actions with their probabilities, those of probability zero left out."""


class Step(NamedTuple):
    """One action that was eliminated.

    Parameters
    ----------
    round : int
        Counting from 1; all of a round go at once.
    player, action : str
        Whose, and which.
    dominated_by : tuple of (str, number)
        A mixture that dominates it.
    """

    round: int
    player: str
    action: str
    dominated_by: Mixture


@dataclass(frozen=True, eq=False)
class Elimination(Result):
    """What is left when dominated actions are eliminated, and in which order they went.

    Parameters
    ----------
    game, reduced : NormalFormGame
        Before and after.
    kept : tuple of tuples of int
        Positions of each player's actions that are left.
    steps : tuple of Step
        The order of elimination.
    kind : {"strict", "weak"}
        Which dominance.
    exact : bool
        Whether dominance was decided exactly.
    """

    game: NormalFormGame
    reduced: NormalFormGame
    kept: tuple[tuple[int, ...], ...]
    steps: tuple[Step, ...]
    kind: str
    exact: bool

    @property
    def solved(self) -> bool:
        """Whether one profile is left."""
        return all(len(positions) == 1 for positions in self.kept)

    @property
    def actions(self) -> tuple[tuple[str, ...], ...]:
        """The actions that are left, by player."""
        return self.reduced.actions

    def table(self) -> Table:
        """Return one row for each action eliminated, in order."""
        rows = [
            [step.round, step.player, step.action, _mixture_text(step.dominated_by)]
            for step in self.steps
        ]
        left = "; ".join(
            f"{name}: {', '.join(actions)}"
            for name, actions in zip(self.game.players, self.actions, strict=True)
        )
        title = f"{self.kind} dominance leaves {left}"
        return Table(["round", "player", "eliminated", "dominated by"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the elimination as plain values."""
        return {
            "kind": self.kind,
            "exact": self.exact,
            "kept": [list(actions) for actions in self.actions],
            "steps": [
                {
                    "round": step.round,
                    "player": step.player,
                    "action": step.action,
                    "dominated_by": {
                        name: share if isinstance(share, float) else str(share)
                        for name, share in step.dominated_by
                    },
                }
                for step in self.steps
            ],
        }


def strict_dominance(game: NormalFormGame) -> Elimination:
    """Eliminate strictly dominated actions until none is left; the order does not matter.

    Source: Luce and Raiffa, Games and Decisions (1957), 5.4.

    Examples
    --------
    >>> prisoners = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]],
    ...     actions=(("cooperate", "defect"),) * 2)
    >>> strict_dominance(prisoners).actions
    (('defect',), ('defect',))
    """
    return _eliminate(game, "strict")


def weak_dominance(game: NormalFormGame) -> Elimination:
    """Eliminate weakly dominated actions, all of a round at once, until none is left.

    What is left may depend on the order; the order taken is recorded in ``steps``.

    Examples
    --------
    >>> entry = NormalFormGame.from_arrays([[1, 1], [0, 3]], [[1, 1], [2, 0]])
    >>> [(step.round, step.player, step.action) for step in weak_dominance(entry).steps]
    [(1, '2', '2'), (2, '1', '2')]
    """
    return _eliminate(game, "weak")


def rationalisable(game: NormalFormGame) -> tuple[tuple[str, ...], ...]:
    """Return the actions that common belief in rationality leaves, beliefs maybe correlated.

    Source: Pearce, Econometrica 52 (1984), for two players; Brandenburger and Dekel,
    Econometrica 55 (1987), for correlated beliefs.

    Examples
    --------
    Row's M is never a best response, though neither T nor B dominates it alone:

    >>> game = NormalFormGame.from_arrays([[4, 0], [1, 1], [0, 4]], [[1, 0], [0, 1], [0, 1]],
    ...     actions=(("T", "M", "B"), ("L", "R")))
    >>> rationalisable(game)
    (('T', 'B'), ('L', 'R'))
    """
    return strict_dominance(game).actions


def dominating_mixture(
    game: NormalFormGame, player: int | str, action: int | str, kind: str = "strict"
) -> Mixture | None:
    """Return a mixture that dominates an action, None if there is none.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.
    player, action : int or str
        By position or name.
    kind : {"strict", "weak"}
        Which dominance.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[4, 0], [1, 1], [0, 4]], [[1, 0], [0, 1], [0, 1]])
    >>> dominating_mixture(game, "1", 1)
    (('1', Fraction(1, 2)), ('3', Fraction(1, 2)))
    """
    i = game.player(player)
    profile: list[int | str] = [0] * game.n
    profile[i] = action
    chosen = game.cell(profile)[i]
    exact = _is_small(game)
    return _dominator(game, [list(range(m)) for m in game.shape], (i, chosen), kind, exact)


def _eliminate(game: NormalFormGame, kind: str) -> Elimination:
    kept = [list(range(m)) for m in game.shape]
    exact = _is_small(game)
    steps: list[Step] = []
    turn = 0
    while True:
        turn += 1
        gone: list[tuple[int, int]] = []
        for i, positions in enumerate(kept):
            for action in positions if len(positions) > 1 else ():
                mixture = _dominator(game, kept, (i, action), kind, exact)
                if mixture is not None:
                    name = game.actions[i][action]
                    steps.append(Step(turn, game.players[i], name, mixture))
                    gone.append((i, action))
        if not gone:
            break
        for i, action in gone:
            kept[i].remove(action)
    cells = np.ix_(*kept)
    reduced = NormalFormGame(
        tuple(payoffs[cells] for payoffs in game.payoffs),
        game.players,
        tuple(
            tuple(names[k] for k in positions)
            for names, positions in zip(game.actions, kept, strict=True)
        ),
        game.title,
    )
    return Elimination(game, reduced, tuple(map(tuple, kept)), tuple(steps), kind, exact)


def _is_small(game: NormalFormGame) -> bool:
    return game.is_rational and game.payoffs[0].size <= MOST_EXACT


def _dominator(
    game: NormalFormGame, kept: list[list[int]], which: tuple[int, int], kind: str, exact: bool
) -> Mixture | None:
    """Return a mixture of the actions left that dominates one of them."""
    i, action = which
    others = [k for k in kept[i] if k != action]
    if not others:
        return None
    inside = [*kept[:i], [*others, action], *kept[i + 1 :]]
    table = np.moveaxis(game.payoffs[i][np.ix_(*inside)], i, 0).reshape(len(inside[i]), -1)
    own = table[-1]
    gains = table[:-1] - own
    pure = _pure_dominator(gains, kind, 0.0 if game.is_rational else PROGRAM * payoff_scale(table))
    if pure is not None:
        one: Number = Fraction(1) if game.is_rational else 1.0
        return ((game.actions[i][others[pure]], one),)
    find: Callable[[np.ndarray, str], list[Number] | None] = _exact_mixture
    if not exact:
        find = _float_mixture
    shares = find(gains, kind)
    if shares is None:
        return None
    return tuple(
        (game.actions[i][k], share) for k, share in zip(others, shares, strict=True) if share
    )


def _pure_dominator(gains: np.ndarray, kind: str, slack: float) -> int | None:
    if kind == "strict":
        better = np.asarray(gains > slack, dtype=bool).all(axis=1)
    else:
        no_worse = np.asarray(gains >= 0, dtype=bool).all(axis=1)
        better = no_worse & np.asarray(gains > slack, dtype=bool).any(axis=1)
    return int(np.argmax(better)) if better.any() else None


def _exact_mixture(gains: np.ndarray, kind: str) -> list[Number] | None:
    """Return shares of the rows whose mixture is positive, or not negative and not zero."""
    columns = dict.fromkeys(map(tuple, gains.T.tolist()))
    rows = [[Fraction(x) for x in row] for row in zip(*columns, strict=True)]
    if kind == "strict":
        value = matrix_value(rows)
        return list(value.rows) if value.value > 0 else None
    # Maximise the sum of gains with none below zero; the rest of the mixture is the action.
    limits = [[-x for x in column] for column in zip(*rows, strict=True)]
    found = maximise_exactly(
        [sum(row, Fraction(0)) for row in rows],
        [*limits, [Fraction(1)] * len(rows)],
        [Fraction(0)] * len(limits) + [Fraction(1)],
    )
    assert found is not None
    total = sum(found.primal, Fraction(0))
    return [share / total for share in found.primal] if found.value > 0 else None


def _float_mixture(gains: np.ndarray, kind: str) -> list[Number] | None:
    table = gains.astype(float)
    slack = PROGRAM * payoff_scale(table)
    if kind == "strict":
        value = matrix_value_in_floats(table)
        return list(value.rows) if value.value > slack else None
    from scipy.optimize import linprog

    found = linprog(
        -table.sum(axis=1),
        A_ub=np.vstack([-table.T, np.ones(len(table))]),
        b_ub=np.append(np.zeros(table.shape[1]), 1.0),
        bounds=(0, None),
        method="highs",
    )
    if found.x is None or found.x.sum() <= 0 or -found.fun <= slack * table.shape[1]:
        return None
    shares = np.where(found.x < PROGRAM, 0.0, found.x)
    shares = shares / shares.sum() if shares.any() else shares
    # Checked again from the definition, with rounding: no worse anywhere.
    if not shares.any() or (shares @ table).min() < -slack:
        return None
    return [float(share) for share in shares]


def _mixture_text(mixture: Mixture) -> str:
    if len(mixture) == 1:
        return mixture[0][0]
    return " + ".join(
        f"{share:.3g} {name}" if isinstance(share, float) else f"{share} {name}"
        for name, share in mixture
    )
