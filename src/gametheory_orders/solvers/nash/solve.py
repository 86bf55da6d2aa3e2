"""``nash_equilibria``: from payoffs to the checked set of equilibria of a two-player game.

Builds on bimatrix.py, components.py, zero_sum.py, lemke_howson.py; certify.py checks their answers.
Not here: more players, trees, and choosing among equilibria (selection.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.nash.bimatrix import Extremes, Strategy, extreme_equilibria
from gametheory_orders.solvers.nash.certify import Checker, Probabilities, Profile
from gametheory_orders.solvers.nash.components import TooManyCliques, maximal_bicliques
from gametheory_orders.solvers.nash.result import Component, EquilibriumSet

METHODS = ("auto", "vertex_enumeration", "exact_pivoting", "linear_program", "lemke_howson")
"""What ``nash_equilibria`` accepts; the first three find all equilibria, the others one."""


def nash_equilibria(
    A: Any,
    B: Any = None,
    *,
    method: str = "auto",
    certify: bool = True,
    players: Sequence[str] = (),
    actions: Sequence[Sequence[str]] = (),
) -> EquilibriumSet:
    """Return all extreme equilibria of a two-player game, each exactly once.

    Every equilibrium is a mixture of extreme ones: see ``components`` of the result. Payoffs that
    are floats count as their exact binary values.

    Parameters
    ----------
    A : array-like of shape (m, n), DataFrame, NormalFormGame, or nashpy.Game
        The row player's payoffs, or a whole game.
    B : array-like of shape (m, n), optional
        The column player's; without it, ``A`` alone is a zero-sum game.
    method : str
        "auto" (vertex enumeration by Qhull, proved complete, else by exact pivoting),
        "vertex_enumeration" (Qhull or an error), "exact_pivoting", "linear_program" (zero-sum
        games, one equilibrium), "lemke_howson" (one equilibrium).
    certify : bool
        Without it, Qhull's list is taken as it is: probabilities are floats, and neither
        ``complete`` nor ``exact`` is claimed.
    players, actions : sequences, optional
        Names, where ``A`` does not carry them.

    Returns
    -------
    EquilibriumSet
        Iterates over the equilibria, those on early actions first.

    Raises
    ------
    ModelError
        Where the game is not one of two players with finite payoffs, or is too large.

    Notes
    -----
    Vertex enumeration: von Stengel (2002), Handbook of Game Theory 3, ch. 45. Maximal Nash
    subsets: Avis, Rosenberg, Savani and von Stengel (2010), Economic Theory 42, 9-37.

    Examples
    --------
    >>> print(nash_equilibria([[-3, 3], [-3, 5]], [[2, 7], [4, 2]]))
    2 extreme equilibria, all there are; 1 connected part, 1 more than a point (qhull, exact)
       1               2  u(1)  u(2)
    1  1: 2/7, 2: 5/7  1    -3  24/7
    2  2               1    -3  4
    """
    game = two_player_game(A, B, players, actions)
    if method not in METHODS:
        raise unknown_name("method", method, METHODS, "one")
    if method == "linear_program":
        from gametheory_orders.solvers.nash.zero_sum import zero_sum

        return zero_sum(game)
    if method == "lemke_howson":
        from gametheory_orders.solvers.nash.lemke_howson import lemke_howson

        return lemke_howson(game)
    road = {"auto": "auto", "vertex_enumeration": "qhull", "exact_pivoting": "integers"}[method]
    extremes = extreme_equilibria(game, road, certify)
    return _complete(game, extremes, method, certify)


def two_player_game(
    A: Any, B: Any = None, players: Sequence[str] = (), actions: Sequence[Sequence[str]] = ()
) -> NormalFormGame:
    """Return the game given as matrices, as a NormalFormGame or as a nashpy.Game."""
    if isinstance(A, str):
        raise ModelError("A", A, "payoffs or a game; read a file first")
    if isinstance(A, NormalFormGame) or hasattr(A, "payoff_matrices"):
        if B is not None:
            raise ModelError("B", "a second argument", "nothing, as the first is a whole game")
        game = A
        if not isinstance(A, NormalFormGame):
            game = NormalFormGame.from_nashpy(A, players, actions)
        elif players or actions:
            named = tuple(map(tuple, actions)) or A.actions
            game = NormalFormGame(A.payoffs, tuple(players) or A.players, named, A.title)
    else:
        matrices = (A,) if B is None else (A, B)
        game = NormalFormGame.from_arrays(*matrices, players=players, actions=actions)
    if game.n != 2:
        raise ModelError("game", f"{game.n} players", "two")
    assert isinstance(game, NormalFormGame)
    return game


def probabilities(strategy: Strategy, exact: bool) -> Probabilities:
    """Return a strategy as Fractions, or as floats."""
    numerators, total = strategy
    if exact:
        zero = _ZERO
        return tuple(Fraction(x, total) if x else zero for x in numerators)
    return tuple(x / total for x in numerators)


_ZERO = Fraction(0)


def checked(
    game: NormalFormGame,
    pairs: Sequence[tuple[Strategy, Strategy]],
    **fields: Any,
) -> EquilibriumSet:
    """Return the result for pairs of strategies in integers, each certified."""
    exact = game.is_rational
    checker = Checker(game)
    equilibria: list[Profile] = []
    payoffs: list[Any] = []
    regrets: list[Fraction] = []
    kept: dict[int, Probabilities] = {}
    for x, y in pairs:
        for strategy in (x, y):
            if id(strategy) not in kept:
                kept[id(strategy)] = probabilities(strategy, exact)
        values, both = checker.payoffs_and_regrets(x[0], y[0])
        if max(both):
            raise AssertionError(f"not an equilibrium: {x}, {y}, regrets {both}")
        equilibria.append((kept[id(x)], kept[id(y)]))
        payoffs.append(values if exact else (float(values[0]), float(values[1])))
        if not exact:
            regrets.append(_rounded_regret(checker, equilibria[-1]))
    return EquilibriumSet(
        game=game,
        equilibria=tuple(equilibria),
        payoffs=tuple(payoffs),
        exact=exact,
        maximal_regret=_ZERO if exact else float(max(regrets, default=_ZERO)),
        **fields,
    )


def _rounded_regret(checker: Checker, profile: Profile) -> Fraction:
    """Return the regret of the floats themselves, as shares of their sum."""
    sides = [[Fraction(p) for p in strategy] for strategy in profile]
    scale = [max(p.denominator for p in side) for side in sides]
    x, y = ([int(p * s) for p in side] for side, s in zip(sides, scale, strict=True))
    return max(checker.payoffs_and_regrets(x, y)[1])


def _complete(
    game: NormalFormGame, extremes: Extremes, method: str, certify: bool
) -> EquilibriumSet:
    rows, columns = extremes.rows, extremes.columns
    proved = certify or extremes.road == "integers"
    parameters: dict[str, Any] = {"method": method, "certify": certify}
    components: tuple[Component, ...] = ()
    try:
        cliques = maximal_bicliques(extremes.pairs)
    except TooManyCliques:
        cliques, parameters["components_why"] = [], "more than 100,000 maximal sets"
    exact = game.is_rational and proved
    shown = (
        [probabilities(s, exact) for s in rows],
        [probabilities(s, exact) for s in columns],
    )
    components = tuple(
        Component(tuple(shown[0][i] for i in left), tuple(shown[1][j] for j in right), part)
        for left, right, part in cliques
    )
    fields: dict[str, Any] = {
        "method": extremes.road,
        "complete": proved,
        "components": components,
        "degenerate": extremes.degenerate is not None,
        "parameters": parameters,
        "witness": _witness(game, extremes),
    }
    if not proved:
        return _unchecked(game, shown, extremes.pairs, fields)
    return checked(game, [(rows[i], columns[j]) for i, j in extremes.pairs], **fields)


def _unchecked(
    game: NormalFormGame,
    strategies: tuple[list[Probabilities], list[Probabilities]],
    pairs: Sequence[tuple[int, int]],
    fields: dict[str, Any],
) -> EquilibriumSet:
    """Return the result in floats, with payoffs and regrets rounded too."""
    x = np.array([strategies[0][i] for i, _ in pairs]).reshape(-1, game.shape[0])
    y = np.array([strategies[1][j] for _, j in pairs]).reshape(-1, game.shape[1])
    one, two = game.floats
    earned_x, earned_y = y @ one.T, x @ two
    values = np.stack([(earned_x * x).sum(axis=1), (earned_y * y).sum(axis=1)], axis=1)
    best = np.stack([earned_x.max(axis=1), earned_y.max(axis=1)], axis=1)
    return EquilibriumSet(
        game=game,
        equilibria=tuple((strategies[0][i], strategies[1][j]) for i, j in pairs),
        payoffs=tuple((a, b) for a, b in values.tolist()),
        exact=False,
        maximal_regret=max(0.0, float((best - values).max(initial=0.0))),
        **fields,
    )


def _witness(game: NormalFormGame, extremes: Extremes) -> str | None:
    """Say which strategy has more best responses than actions in use."""
    if extremes.degenerate is None:
        return None
    player, (numerators, total), labels = extremes.degenerate
    m = game.shape[0]
    used = [
        f"{name}: {Fraction(x, total)}"
        for x, name in zip(numerators, game.actions[player], strict=True)
        if x
    ]
    other = 1 - player
    first = m if other else 0
    best = [name for k, name in enumerate(game.actions[other]) if labels >> (first + k) & 1]
    one, two = game.players[player], game.players[other]
    return (
        f"where player {one} plays {', '.join(used)}, player {two} has {len(best)} best responses: "
        f"{', '.join(best)}"
    )
