"""Symmetric equilibria of symmetric games with two actions, by exact roots of a polynomial.

Builds on games; sympy only inside. If everyone else takes the second action with probability p,
the advantage of taking it too is a polynomial in p, whose zeros in (0, 1) are the mixed symmetric
equilibria. They are isolated exactly (Sturm, Vincent), so none is missed and none false.
Not here: asymmetric equilibria, more than two actions.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.games.nodes import as_json
from gametheory_orders.games.normal_form import NormalFormGame, Number

MOST_PLAYERS = 400
PRECISION = Fraction(1, 10**17)
"""Width of the interval in which a root is known to lie."""


@dataclass(frozen=True)
class SymmetricEquilibrium:
    """A symmetric equilibrium.

    Parameters
    ----------
    probability : Fraction or float
        Of the second action: a Fraction where it is rational, else the nearest float.
    interval : (Fraction, Fraction)
        Where the exact probability lies, ends included; one point if it is rational.
    payoff : number
        Everyone's, at that probability.
    """

    probability: Fraction | float
    interval: tuple[Fraction, Fraction]
    payoff: Number

    @property
    def exact(self) -> bool:
        """Whether the probability is a fraction."""
        return self.interval[0] == self.interval[1]


@dataclass(frozen=True, eq=False)
class SymmetricEquilibria(Result):
    """All symmetric equilibria of a symmetric game with two actions; iterates over them.

    Parameters
    ----------
    players : int
        Number of players.
    actions : (str, str)
        Names.
    equilibria : tuple of SymmetricEquilibrium
        By probability of the second action, pure ones included.
    everything : bool
        Whether every probability is an equilibrium (both actions always do alike); then
        ``equilibria`` holds the two pure ones.
    """

    players: int
    actions: tuple[str, str]
    equilibria: tuple[SymmetricEquilibrium, ...]
    everything: bool = False

    complete = True

    def __iter__(self) -> Iterator[SymmetricEquilibrium]:
        return iter(self.equilibria)

    def __len__(self) -> int:
        return len(self.equilibria)

    def table(self) -> Table:
        """Return one row for each equilibrium."""
        rows = [[float(e.probability), float(e.payoff), e.exact] for e in self.equilibria]
        title = f"symmetric equilibria of {self.players} players"
        if self.everything:
            title += " (and everything between)"
        return Table([f"probability of {self.actions[1]}", "payoff", "rational"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the equilibria as plain values."""
        return {
            "players": self.players,
            "actions": list(self.actions),
            "everything": self.everything,
            "equilibria": [
                {
                    "probability": as_json(e.probability),
                    "interval": [str(e.interval[0]), str(e.interval[1])],
                    "payoff": as_json(e.payoff),
                }
                for e in self.equilibria
            ],
        }


def symmetric_equilibria(
    first: Sequence[Number], second: Sequence[Number], actions: tuple[str, str] = ("1", "2")
) -> SymmetricEquilibria:
    """Return all symmetric equilibria from payoffs by the number of others.

    Parameters
    ----------
    first, second : sequences of numbers, length n
        Payoff of the first and of the second action when k = 0, ..., n - 1 others take the
        second. Floats count by their exact binary value.
    actions : (str, str)
        Names.

    Source: Palfrey and Rosenthal, Participation and the provision of discrete public goods,
    J. Public Econ. 24 (1984), for the threshold game of the example.

    Examples
    --------
    Three of five must act; acting costs a fifth of what is gained (two mixed equilibria):

    >>> idle = [0, 0, 0, 1, 1]
    >>> act = [x - Fraction(1, 5) for x in (0, 0, 1, 1, 1)]
    >>> [round(float(e.probability), 4) for e in symmetric_equilibria(idle, act)]
    [0.0, 0.2403, 0.7597]
    """
    import sympy

    n = len(first)
    if n < 2 or len(second) != n:
        raise ModelError("second", f"{len(second)} payoffs", f"{n} and at least 2, as in first")
    if n > MOST_PLAYERS:
        raise ModelError("first", f"{n} players", f"at most {MOST_PLAYERS}")
    idle, act = _exact("first", first), _exact("second", second)
    gain = _power_form([b - a for a, b in zip(idle, act, strict=True)])
    if not any(gain):
        ends = tuple(
            SymmetricEquilibrium(p, (p, p), _at(_power_form(idle), p))
            for p in (Fraction(0), Fraction(1))
        )
        return SymmetricEquilibria(n, actions, ends, everything=True)
    found: list[SymmetricEquilibrium] = []

    def add(p: Fraction) -> None:
        found.append(SymmetricEquilibrium(p, (p, p), _at(_power_form(idle), p)))

    if act[0] <= idle[0]:
        add(Fraction(0))
    x = sympy.Symbol("p")
    coefficients = [sympy.Rational(c.numerator, c.denominator) for c in reversed(gain)]
    polynomial = sympy.Poly(coefficients, x, domain="QQ").sqf_part()
    width = sympy.Rational(PRECISION.numerator, PRECISION.denominator)
    for factor, _ in (
        polynomial.factor_list()[1] if polynomial.degree() <= 30 else [(polynomial, 1)]
    ):
        for (low, high), _ in factor.intervals(eps=width, inf=0, sup=1):
            ends_ = (Fraction(int(low.p), int(low.q)), Fraction(int(high.p), int(high.q)))
            if factor.degree() == 1:
                root = _root(factor)
                ends_ = (root, root)
            if ends_[0] > 0 and ends_[1] < 1:
                found.append(_mixed(idle, ends_))
    found.sort(key=lambda e: e.interval)
    if act[-1] >= idle[-1]:
        one = Fraction(1)
        found.append(SymmetricEquilibrium(one, (one, one), act[-1]))
    return SymmetricEquilibria(n, actions, tuple(found))


def symmetric_mixed(game: NormalFormGame) -> SymmetricEquilibria:
    """Return all symmetric equilibria of a symmetric game with two actions, pure ones included.

    Parameters
    ----------
    game : NormalFormGame
        Two actions each; a payoff depends on the own action and how many others take which.

    Raises
    ------
    ModelError
        If the game is not symmetric, or players have more than two actions.

    Examples
    --------
    The volunteer's dilemma (Diekmann 1985) of two, cost two fifths: each acts with 3/5.

    >>> cost = Fraction(2, 5)
    >>> game = NormalFormGame.from_function(
    ...     lambda i, j: (max(i, j) - i * cost, max(i, j) - j * cost), [("wait", "act")] * 2)
    >>> symmetric_mixed(game).equilibria[0].probability
    Fraction(3, 5)
    """
    first, second = payoffs_by_others(game)
    names = game.actions[0]
    return symmetric_equilibria(first, second, (names[0], names[1]))


def payoffs_by_others(game: NormalFormGame) -> tuple[list[Number], list[Number]]:
    """Return payoffs of both actions by how many others take the second, or raise.

    Examples
    --------
    >>> hunt = NormalFormGame.from_arrays([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> payoffs_by_others(hunt)
    ([4, 0], [3, 2])
    """
    if set(game.shape) != {2}:
        raise ModelError("game", f"actions {game.shape}", "two actions for every player")
    if game.n < 2:
        raise ModelError("game", "one player", "at least two")
    count = sum(np.indices(game.shape))
    table: list[list[Number]] = [[], []]
    for own in (0, 1):
        for others in range(game.n):
            values = [
                payoffs[(count == own + others) & (np.indices(game.shape)[i] == own)].tolist()
                for i, payoffs in enumerate(game.payoffs)
            ]
            flat = [value for part in values for value in part]
            if any(value != flat[0] for value in flat):
                found = f"payoffs of {game.actions[0][own]!r} that differ with {others} others"
                raise ModelError("game", found, "a symmetric game")
            table[own].append(flat[0])
    return table[0], table[1]


def _exact(where: str, values: Sequence[Number]) -> list[Fraction]:
    try:
        return [Fraction(value) for value in values]
    except (TypeError, ValueError, OverflowError):
        raise ModelError(where, values, "finite numbers") from None


def _power_form(values: Sequence[Fraction]) -> list[Fraction]:
    """Return the coefficients of the expected value, by powers of p, from values by others."""
    m = len(values) - 1
    out = [Fraction(0)] * (m + 1)
    # The j-th forward difference at 0 times (m choose j): Bernstein to power basis.
    differences = list(values)
    for j in range(m + 1):
        out[j] = math.comb(m, j) * differences[0]
        differences = [b - a for a, b in itertools.pairwise(differences)]
    return out


def _at(coefficients: Sequence[Fraction], p: Fraction) -> Fraction:
    total = Fraction(0)
    for c in reversed(coefficients):
        total = total * p + c
    return total


def _root(factor: Any) -> Fraction:
    slope, constant = factor.all_coeffs()
    ratio = -constant / slope
    return Fraction(int(ratio.p), int(ratio.q))


def _mixed(idle: Sequence[Fraction], interval: tuple[Fraction, Fraction]) -> SymmetricEquilibrium:
    middle = (interval[0] + interval[1]) / 2
    payoff = _at(_power_form(idle), middle)
    if interval[0] == interval[1]:
        return SymmetricEquilibrium(middle, interval, payoff)
    return SymmetricEquilibrium(float(middle), interval, float(payoff))
