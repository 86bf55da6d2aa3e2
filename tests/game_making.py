"""Random games and trees, and oracles that are nothing but the definitions.

Builds on hypothesis and the constructors. The oracles loop and compare; they share no code with
the solvers.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st

from gametheory_orders.games.extensive_form import (
    Branch,
    ExtensiveFormGame,
    chance,
    decision,
    leaf,
)
from gametheory_orders.games.normal_form import NormalFormGame

NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")),
    min_size=1,
    max_size=6,
).filter(lambda text: bool(text.strip()) and text == text.strip())
WHOLE = st.integers(-4, 4)
ONE_TO_THREE = st.integers(1, 3)
EXACT = st.one_of(st.integers(-9, 9), st.fractions(min_value=-3, max_value=3, max_denominator=7))


@st.composite
def normal_games(
    draw: Any,
    players: Any = ONE_TO_THREE,
    most: int = 3,
    payoffs: Any = EXACT,
    named: bool = False,
) -> NormalFormGame:
    """A random game, with few payoffs so that ties happen."""
    n = draw(players)
    shape = tuple(draw(st.lists(st.integers(1, most), min_size=n, max_size=n)))
    size = int(np.prod(shape))
    arrays = []
    for _ in range(n):
        flat = np.empty(size, dtype=object)
        flat[:] = draw(st.lists(payoffs, min_size=size, max_size=size))
        arrays.append(flat.reshape(shape))
    if not named:
        return NormalFormGame(tuple(arrays))
    unique = [draw(st.lists(NAMES, min_size=m, max_size=m, unique=True)) for m in (n, *shape)]
    return NormalFormGame(tuple(arrays), tuple(unique[0]), tuple(map(tuple, unique[1:])))


@st.composite
def trees(
    draw: Any,
    *,
    players: int = 2,
    depth: int = 3,
    payoffs: Any = WHOLE,
    hidden: bool = True,
    zero_sum: bool = False,
) -> ExtensiveFormGame:
    """A random tree; where a player cannot see the last move, its own past is the same."""

    def end() -> Branch:
        figures = draw(st.lists(payoffs, min_size=players, max_size=players))
        if zero_sum:
            figures = [figures[0], -figures[0]]
        return leaf(*figures)

    count = itertools.count()

    def grow(left: int) -> Branch:
        kind = draw(st.sampled_from(["end", "chance", "move", "move", "blind"])) if left else "end"
        if kind == "end":
            return end()
        if kind == "chance":
            share = draw(st.fractions(min_value=0, max_value=1, max_denominator=5))
            return chance({"x": (share, grow(left - 1)), "y": (1 - share, grow(left - 1))})
        who = draw(st.integers(0, players - 1))
        if kind == "blind" and hidden and left >= 2 and players > 1:
            other = (who + 1) % players
            name = f"blind {next(count)}"
            return decision(
                who,
                {
                    a: decision(other, {"l": grow(left - 2), "r": grow(left - 2)}, name)
                    for a in ("a", "b")
                },
            )
        return decision(who, {"a": grow(left - 1), "b": grow(left - 1)})

    return ExtensiveFormGame.from_tree(grow(depth), [f"P{i}" for i in range(players)])


def pure_equilibria(game: NormalFormGame) -> list[tuple[int, ...]]:
    """Return cells from which no single change of action gains, by trying each."""
    found = []
    for cell in itertools.product(*map(range, game.shape)):
        good = True
        for i in range(game.n):
            for other in range(game.shape[i]):
                changed = (*cell[:i], other, *cell[i + 1 :])
                good = good and game.payoffs[i].item(changed) <= game.payoffs[i].item(cell)
        if good:
            found.append(cell)
    return found


def expected(game: NormalFormGame, i: int, mixtures: list[list[Fraction]]) -> Fraction:
    """Return a player's expected payoff under independent mixtures."""
    total = Fraction(0)
    for cell in itertools.product(*map(range, game.shape)):
        share = Fraction(1)
        for mixture, k in zip(mixtures, cell, strict=True):
            share *= mixture[k]
        total += share * Fraction(game.payoffs[i].item(cell))
    return total
