"""All vertices of the core of a small TU game, in fractions.

The imputations (nobody has less than alone) are a simplex with one vertex a player; every further
coalition S cuts off what has x(S) < v(S). A cut keeps the vertices on its side and adds one on each
edge that it crosses; two vertices share an edge iff no third one has all constraints tight that
both have (the double description method: Motzkin and others 1953; Fukuda and Prodon 1996).
Builds on core.py. Not here: whether the core is empty for many players (core.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import PROGRAM
from gametheory_orders.games.tu_game import Number, TUGame, coalition_sizes, too_many
from gametheory_orders.solvers.core import core

MOST_PLAYERS = 6
INSTEAD = "core, which has one payoff vector in it, up to 20 players"

Point = tuple[Fraction, ...]


@dataclass(frozen=True, eq=False)
class CoreVertices(Result):
    """The corners of the core, each with the coalitions that have just what they are worth.

    Parameters
    ----------
    game : TUGame
        The game.
    vertices : tuple of tuples of numbers
        Payoffs in the players' order; Fractions if the game is exact.
    tight : tuple of tuples of int
        For each vertex the codes of the coalitions whose members have exactly its worth.
    dimension : int
        Of the core: 0 for a single point, at most n - 1.
    """

    game: TUGame
    vertices: tuple[tuple[Number, ...], ...]
    tight: tuple[tuple[int, ...], ...]
    dimension: int

    def __len__(self) -> int:
        return len(self.vertices)

    def __iter__(self) -> Iterator[tuple[Number, ...]]:
        return iter(self.vertices)

    def table(self) -> Table:
        """Return one row a vertex."""
        rows = [[*map(float, point)] for point in self.vertices]
        title = f"{self.game.name}: core of dimension {self.dimension}, {len(rows)} vertices"
        return Table(list(self.game.players), rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return vertices and what binds there as plain values."""
        listed = [
            {
                "payoffs": dict(zip(self.game.players, map(float, point), strict=True)),
                "tight": [self.game.coalition(code) for code in codes],
            }
            for point, codes in zip(self.vertices, self.tight, strict=True)
        ]
        found: dict[str, Any] = plain(
            {"game": self.game.name, "dimension": self.dimension, "vertices": listed}
        )
        return found


def core_vertices(game: TUGame) -> CoreVertices:
    """Return all vertices of the core.

    Parameters
    ----------
    game : TUGame
        Up to 6 players. Worths in floats are taken at their word; vertices closer than 1e-9 of the
        largest worth are then shown as one.

    Raises
    ------
    ModelError
        If there are more players.
    NoAnswer
        If the core is empty; the witness is a balanced collection that is worth more than all.

    Notes
    -----
    Every vertex is checked: no coalition objects, and the tight ones leave no other payoffs.

    Examples
    --------
    A left glove and two right ones: all goes to the left one.

    >>> from gametheory_orders.games.tu_game import tu_game
    >>> gloves = tu_game("ABC", {"AB": 1, "AC": 1, "ABC": 1}, default=0)
    >>> [[str(x) for x in point] for point in core_vertices(gloves)]
    [['1', '0', '0']]
    """
    too_many(game.n, MOST_PLAYERS, INSTEAD)
    worths = [Fraction(value) for value in game.values.tolist()]
    points = _cut_all(worths, game.n)
    if not points:
        found = core(game)
        witness = found.witness.to_dict() if found.witness else {"excess": float(found.excess)}
        raise NoAnswer(f"{game.name}: the core is empty", witness)
    points = sorted(points)
    if not game.exact:
        points = _apart(points, PROGRAM * game.scale)
    tight = tuple(_tight(point, worths) for point in points)
    for point, codes in zip(points, tight, strict=True):
        _check(game, point, worths, codes)
    array = np.array([[float(x) for x in point] for point in points])
    spread = (array - array[0]) / game.scale
    dimension = int(np.linalg.matrix_rank(spread, tol=PROGRAM)) if len(points) > 1 else 0
    vertices: tuple[tuple[Number, ...], ...] = tuple(
        point if game.exact else tuple(map(float, point)) for point in points
    )
    return CoreVertices(game, vertices, tight, dimension)


def _cut_all(worths: list[Fraction], n: int) -> list[Point]:
    """Return the vertices, from the simplex of imputations on, cut by each coalition."""
    alone = [worths[1 << i] for i in range(n)]
    spare = worths[-1] - sum(alone)
    if spare < 0:
        return []
    points: list[Point] = []
    for i in range(n if spare else 1):
        points.append(tuple(a + (spare if i == j else 0) for j, a in enumerate(alone)))
    # Bit c of a mask: coalition c is tight there.
    masks = [sum(1 << (1 << j) for j in range(n) if point[j] == alone[j]) for point in points]
    sizes = coalition_sizes(n)
    for code in np.argsort(sizes, kind="stable").tolist():
        if 2 <= sizes[code] < n:
            points, masks = _cut(points, masks, code, worths[code])
            if not points:
                return []
    return points


def _cut(
    points: list[Point], masks: list[int], code: int, worth: Fraction
) -> tuple[list[Point], list[int]]:
    """Return the vertices where the coalition has its worth or more."""
    inside = [i for i in range(len(points[0])) if code >> i & 1]
    over = [sum((point[i] for i in inside), -worth) for point in points]
    kept = [p for p, x in enumerate(over) if x >= 0]
    new_points = [points[p] for p in kept]
    new_masks = [masks[p] | (1 << code if over[p] == 0 else 0) for p in kept]
    # Sixty-four coalitions of six players: a mask fits in a machine word.
    words = np.array(masks, dtype=np.uint64)
    losers = np.array([q for q, y in enumerate(over) if y < 0], dtype=np.int64)
    for p, x in enumerate(over):
        if x <= 0 or not len(losers):
            continue
        common = words[p] & words[losers]
        sharing = ((words[:, None] & common) == common).sum(axis=0)
        for q in losers[sharing == 2].tolist():
            share = x / (x - over[q])
            pairs = zip(points[p], points[q], strict=True)
            new_points.append(tuple(a + share * (b - a) for a, b in pairs))
            new_masks.append(masks[p] & masks[q] | 1 << code)
    return new_points, new_masks


def _tight(point: Point, worths: list[Fraction]) -> tuple[int, ...]:
    sums = [Fraction(0)]
    for value in point:
        sums += [value + each for each in sums]
    return tuple(code for code in range(1, len(worths)) if sums[code] == worths[code])


def _check(game: TUGame, point: Point, worths: list[Fraction], tight: tuple[int, ...]) -> None:
    n = game.n
    for code, worth in enumerate(worths):
        if sum((point[i] for i in range(n) if code >> i & 1), Fraction(0)) < worth:
            raise NoAnswer(f"{game.name}: a vertex outside the core", list(map(str, point)))
    rows = np.array([[code >> i & 1 for i in range(n)] for code in tight])
    if np.linalg.matrix_rank(rows) < n:
        raise NoAnswer(f"{game.name}: a vertex that is none", list(map(str, point)))


def _apart(points: list[Point], tolerance: float) -> list[Point]:
    kept: list[Point] = []
    for point in points:
        near = any(
            all(abs(float(a - b)) <= tolerance for a, b in zip(point, other, strict=True))
            for other in kept
        )
        if not near:
            kept.append(point)
    return kept
