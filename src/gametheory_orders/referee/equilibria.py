"""What a document of ``fourcs equilibria`` should say.

Builds on games (payoffs only). Every listed equilibrium is checked by best replies in fractions;
of two players all extreme ones are found anew, from all bases of both best-reply polyhedra.
Not here: any solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import comb, prod
from typing import Any

from gametheory_orders.files.games import read_game
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import REFEREE
from gametheory_orders.games.extensive_form import ExtensiveFormGame
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.referee.figures import Figure, Given, LeftOut, number

Tree = dict[str, Any]
Mixed = tuple[Fraction, ...]
Profile = tuple[Mixed, ...]

MOST_BASES = 5000
MOST_CELLS = 200_000


def all_of(document: Mapping[str, Any], source: str) -> Tree:
    """Return what a document of ``fourcs equilibria`` should say."""
    read = read_game(source)
    game = read.normal_form() if isinstance(read, ExtensiveFormGame) else read
    listed = _listed(document, game)
    rational = bool(game.is_rational)
    out: Tree = {
        "schema": Figure(1),
        "model": Given(),
        "title": Figure(game.title),
        "players": [
            {"name": Figure(name), "actions": Figure(list(actions))}
            for name, actions in zip(game.players, game.actions, strict=True)
        ],
        "exact": Figure(rational) if game.n == 2 else Given(),
        "components": LeftOut("which equilibria hang together"),
        "parameters": LeftOut("what the solver was given"),
        "symmetric": LeftOut("symmetric mixed equilibria of three or more players"),
        "subgame_perfect": LeftOut("plans that are best replies in every subgame"),
    }
    found = None
    if rational and game.n == 2:
        found, degenerate = extreme_equilibria(game)
        if found is not None:
            out["degenerate"] = Figure(degenerate)
        out["maximal_regret"] = Figure(Fraction(0))
    elif rational and prod(game.shape) <= MOST_CELLS:
        found = pure_equilibria(game)
    complete = LeftOut("whether others are missing") if found is None else Figure(game.n <= 2)
    out["complete"] = complete
    right = _matched(game, listed, found)
    out["equilibria"] = [
        LeftOut("a profile that is no mixture") if each is None else _figures(each, rational)
        for each in right
    ]
    out["payoffs"] = [
        None if each is None else [Figure(x, rational) for x in payoffs_of(game, each)]
        for each in right
    ]
    return {k: v for k, v in out.items() if k in document or k in ("equilibria", "payoffs")}


def _figures(profile: Profile, exact: bool) -> list[list[Figure]]:
    return [[Figure(share, exact) for share in mixed] for mixed in profile]


def _listed(document: Mapping[str, Any], game: NormalFormGame) -> list[Profile | None]:
    """Return the profiles of the document; None for what is none."""
    found = document.get("equilibria")
    if not isinstance(found, list):
        raise ModelError("equilibria", "something else", "a list of profiles")
    out: list[Profile | None] = []
    for each in found:
        shape = [len(mixed) if isinstance(mixed, list) else -1 for mixed in each or ()]
        if shape != list(game.shape):
            raise ModelError("equilibria", "a profile of another shape", f"{list(game.shape)}")
        shares = [[number(share) for share in mixed] for mixed in each]
        if any(share is None for mixed in shares for share in mixed):
            raise ModelError("equilibria", "no number", "probabilities")
        out.append(tuple(tuple(share or Fraction(0) for share in mixed) for mixed in shares))
    return out


def _matched(
    game: NormalFormGame, listed: Sequence[Profile | None], found: list[Profile] | None
) -> list[Profile | None]:
    """Return for each listed profile what should stand there, and those that are missing.

    Where not all are known, a listed profile stands for itself if it is an equilibrium.
    """
    if found is None:
        return [
            each if each is not None and is_equilibrium(game, each) else None for each in listed
        ]
    rest = [each for each in found if each not in listed]
    right: list[Profile | None] = []
    for each in listed:
        if each in found and each not in right:
            right.append(each)
        elif rest:
            right.append(rest.pop(0))
        # One too many: the lists then differ in length.
    return right + list(rest)


def exact(payoff: Any) -> Fraction:
    """Return a payoff as the number that it is."""
    return Fraction(payoff.item() if hasattr(payoff, "item") else payoff)


def payoffs_of(game: NormalFormGame, profile: Profile) -> list[Fraction]:
    """Return everyone's expected payoff, cell by cell."""
    out = [Fraction(0)] * game.n
    for cell in product(*(range(size) for size in game.shape)):
        chance = Fraction(1)
        for mixed, action in zip(profile, cell, strict=True):
            chance *= mixed[action]
        if chance:
            for i in range(game.n):
                out[i] += chance * exact(game.payoffs[i][cell])
    return out


def is_equilibrium(game: NormalFormGame, profile: Profile) -> bool:
    """Say whether nobody gains by any action of its own; exactly where payoffs are rational."""
    slack = Fraction(0)
    if not game.is_rational:
        cells = [exact(x) for table in game.payoffs for x in table.flat]
        largest = max([Fraction(1), *(abs(x) for x in cells)])
        slack = Fraction(REFEREE) * largest
    for mixed in profile:
        if any(share < 0 for share in mixed) or abs(sum(mixed, Fraction(0)) - 1) > slack:
            return False
    own = payoffs_of(game, profile)
    for i, size in enumerate(game.shape):
        for action in range(size):
            pure = tuple(Fraction(int(a == action)) for a in range(size))
            changed = (*profile[:i], pure, *profile[i + 1 :])
            if payoffs_of(game, changed)[i] > own[i] + slack:
                return False
    return True


def pure_equilibria(game: NormalFormGame) -> list[Profile]:
    """Return all pure equilibria, cell by cell."""
    found = []
    for cell in product(*(range(size) for size in game.shape)):
        better = any(
            exact(game.payoffs[i][(*cell[:i], action, *cell[i + 1 :])])
            > exact(game.payoffs[i][cell])
            for i, size in enumerate(game.shape)
            for action in range(size)
        )
        if not better:
            found.append(
                tuple(
                    tuple(Fraction(int(a == action)) for a in range(size))
                    for action, size in zip(cell, game.shape, strict=True)
                )
            )
    return found


def extreme_equilibria(game: NormalFormGame) -> tuple[list[Profile] | None, bool]:
    """Return all extreme equilibria of two players, and whether the game is degenerate.

    None if there are too many bases to go through.
    """
    m, n = game.shape
    if comb(m + n, m) > MOST_BASES:
        return None, False
    rows = [[exact(game.payoffs[0][i, j]) for j in range(n)] for i in range(m)]
    columns = [[exact(game.payoffs[1][i, j]) for i in range(m)] for j in range(n)]
    mine, tight_rows = _vertices(columns)
    theirs, tight_columns = _vertices(rows)
    found: list[Profile] = [
        (x, y)
        for (x, best_columns), (y, best_rows) in product(mine.items(), theirs.items())
        if all(not share or i in best_rows for i, share in enumerate(x))
        and all(not share or j in best_columns for j, share in enumerate(y))
    ]
    return found, tight_rows or tight_columns


def _vertices(replies: list[list[Fraction]]) -> tuple[dict[Mixed, set[int]], bool]:
    """Return the vertices of one player's best-reply polyhedron, each with the best replies to it.

    ``replies`` holds the other player's payoff by its action and ours. A vertex is a mixture at
    which as many of "an action is not used" and "a reply is best" hold as there are actions.
    """
    size = len(replies[0])
    found: dict[Mixed, set[int]] = {}
    degenerate = False
    labels = size + len(replies)
    for chosen in combinations(range(labels), size):
        solved = _solve(list(_equations(replies, chosen, size)))
        if solved is None:
            continue
        mixed, value = tuple(solved[:size]), solved[size]
        worth = [_inner(row, mixed) for row in replies]
        if any(x < 0 for x in mixed) or max(worth) > value:
            continue
        best = {j for j, w in enumerate(worth) if w == value}
        degenerate = degenerate or len(best) + sum(x == 0 for x in mixed) > size
        found[mixed] = best
    return found, degenerate


def _inner(row: Sequence[Fraction], mixed: Mixed) -> Fraction:
    return sum((a * x for a, x in zip(row, mixed, strict=True)), Fraction(0))


def _equations(
    replies: list[list[Fraction]], chosen: Sequence[int], size: int
) -> Iterator[list[Fraction]]:
    yield [Fraction(1)] * size + [Fraction(0), Fraction(1)]
    for label in chosen:
        if label < size:
            yield [Fraction(int(i == label)) for i in range(size)] + [Fraction(0)] * 2
        else:
            yield [*replies[label - size], Fraction(-1), Fraction(0)]


def _solve(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """Return the one solution of as many equations as unknowns, by elimination; else None."""
    n = len(rows)
    for column in range(n):
        pivot = next((r for r in range(column, n) if rows[r][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column]
        for r in range(n):
            if r != column and rows[r][column]:
                factor = rows[r][column] / head[column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], head, strict=True)]
    return [rows[r][n] / rows[r][r] for r in range(n)]
