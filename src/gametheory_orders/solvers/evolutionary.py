"""Evolutionarily stable strategies of a symmetric two-player game, all of them, exactly.

Builds on games. Every support is tried; on each the equal-payoff equations have at most one
solution that can be stable. Stability is strict copositivity of a matrix (Haigh 1975; Abakuks
1980), decided by Keller's determinants. Not here: dynamics (learning.py).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import NormalFormGame

MOST_ACTIONS = 10

Matrix = list[list[Fraction]]


def evolutionarily_stable(payoffs: Any) -> tuple[tuple[Fraction, ...], ...]:
    """Return all evolutionarily stable strategies, pure and mixed.

    Parameters
    ----------
    payoffs : array-like, shape (m, m), or NormalFormGame
        Payoff of a row against a column, up to 10 actions; or a symmetric game of two. Floats
        count by their exact binary value.

    Returns
    -------
    tuple of tuples of Fraction
        By size of the support, then by position; none at all is possible.

    Source: Maynard Smith and Price, The logic of animal conflict, Nature 246 (1973).

    Examples
    --------
    Hawk and dove with V = 2, C = 4:

    >>> evolutionarily_stable([[-1, 2], [0, 1]])
    ((Fraction(1, 2), Fraction(1, 2)),)
    """
    matrix = _matrix(payoffs)
    m = len(matrix)
    found = []
    for size in range(1, m + 1):
        for support in itertools.combinations(range(m), size):
            shares = _equalising(matrix, support)
            if shares is None:
                continue
            strategy = [Fraction(0)] * m
            for k, share in zip(support, shares, strict=True):
                strategy[k] = share
            if is_evolutionarily_stable(matrix, strategy):
                found.append(tuple(strategy))
    return tuple(found)


def is_evolutionarily_stable(payoffs: Any, strategy: Sequence[Any]) -> bool:
    """Say whether a strategy is evolutionarily stable, exactly.

    Source: Haigh, Game theory and evolution, Adv. Appl. Probability 7 (1975), as corrected by
    Abakuks, J. Appl. Probability 17 (1980).

    Examples
    --------
    Rock, scissors, paper: the middle is an equilibrium but not stable.

    >>> third = Fraction(1, 3)
    >>> is_evolutionarily_stable([[0, 1, -1], [-1, 0, 1], [1, -1, 0]], [third] * 3)
    False
    """
    matrix = _matrix(payoffs)
    m = len(matrix)
    p = [Fraction(x) for x in strategy]
    if len(p) != m or sum(p) != 1 or min(p) < 0:
        raise ModelError("strategy", list(map(str, strategy)), f"{m} probabilities that sum to 1")
    values = [sum((a * x for a, x in zip(row, p, strict=True)), Fraction(0)) for row in matrix]
    top = max(values)
    support = [k for k in range(m) if p[k]]
    if any(values[k] != top for k in support):
        return False
    replies = [k for k in range(m) if values[k] == top]
    base, free = support[0], support[1:]
    outside = [k for k in replies if not p[k]]

    def entry(i: int, j: int) -> Fraction:
        symmetric = matrix[i][j] + matrix[j][i]
        shifts = matrix[base][j] + matrix[j][base] + matrix[i][base] + matrix[base][i]
        return shifts - symmetric - 2 * matrix[base][base]

    order = [*free, *outside]
    form = [[entry(i, j) for j in order] for i in order]
    return _positive_where(form, len(free))


def _positive_where(form: Matrix, free: int) -> bool:
    """Say whether v'Mv > 0 for all v but 0 whose entries after the free ones are not negative."""
    form = [row[:] for row in form]
    size = len(form)
    for k in range(free):
        if form[k][k] <= 0:
            return False
        for i in range(k + 1, size):
            factor = form[i][k] / form[k][k]
            form[i] = [x - factor * y for x, y in zip(form[i], form[k], strict=True)]
    return _strictly_copositive([row[free:] for row in form[free:]])


def _strictly_copositive(form: Matrix) -> bool:
    """Say whether v'Mv > 0 for all v >= 0 but 0.

    Keller (Hadeler, Linear Algebra Appl. 49, 1983, theorem 2): no principal submatrix has a
    determinant of 0 or less while all cofactors of its last row are positive.
    """
    size = len(form)
    for length in range(1, size + 1):
        for chosen in itertools.combinations(range(size), length):
            part = [[form[i][j] for j in chosen] for i in chosen]
            if _determinant(part) > 0:
                continue
            cofactors = [
                (-1) ** (length - 1 + j)
                * _determinant([row[:j] + row[j + 1 :] for row in part[:-1]])
                for j in range(length)
            ]
            if all(x > 0 for x in cofactors):
                return False
    return True


def _determinant(matrix: Matrix) -> Fraction:
    rows = [row[:] for row in matrix]
    size, out = len(rows), Fraction(1)
    for k in range(size):
        pivot = next((i for i in range(k, size) if rows[i][k]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            out = -out
        out *= rows[k][k]
        for i in range(k + 1, size):
            factor = rows[i][k] / rows[k][k]
            if factor:
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
    return out


def _equalising(matrix: Matrix, support: Sequence[int]) -> list[Fraction] | None:
    """Return the positive shares on a support that make its actions do alike, if just one."""
    size = len(support)
    # Unknown shares and the common payoff; the last equation is that shares sum to one.
    rows = [[*(matrix[i][j] for j in support), Fraction(-1), Fraction(0)] for i in support]
    rows.append([Fraction(1)] * size + [Fraction(0), Fraction(1)])
    for k in range(size + 1):
        pivot = next((i for i in range(k, size + 1) if rows[i][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for i in range(size + 1):
            if i != k and rows[i][k]:
                factor = rows[i][k]
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
    shares = [row[-1] for row in rows[:size]]
    return shares if all(share > 0 for share in shares) else None


def _matrix(payoffs: Any) -> Matrix:
    if isinstance(payoffs, NormalFormGame):
        game = payoffs
        if game.n != 2 or not (game.exact[0] == game.exact[1].T).all():
            raise ModelError("game", "a game that is not symmetric", "a symmetric game of two")
    elif isinstance(payoffs, list) and payoffs and isinstance(payoffs[0], list):
        game = NormalFormGame.from_arrays([list(row) for row in payoffs])
    else:
        game = NormalFormGame.from_arrays(payoffs)
    if game.shape[0] != game.shape[1]:
        raise ModelError("payoffs", f"shape {game.shape}", "as many rows as columns")
    if game.shape[0] > MOST_ACTIONS:
        raise ModelError("payoffs", f"{game.shape[0]} actions", f"at most {MOST_ACTIONS}")
    return [list(row) for row in game.exact[0].tolist()]
