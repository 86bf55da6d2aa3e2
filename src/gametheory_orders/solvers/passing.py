"""Whether a motion passes when some members vote no for sure and the others with some chance.

Every voter votes on its own, in favour with its own probability. For rules of a few quotas the
sums of votes are followed voter by voter, for many motions at once. Builds on orders.voting.
Not here: who votes how (sanctions.py), who makes the difference (measures/power).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.orders.voting import SimpleGame
from gametheory_orders.orders.voting.formula import Atom, atoms, judge

MOST_CELLS = 20_000_000


def passing_chances(game: SimpleGame, chances: np.ndarray) -> np.ndarray:
    """Return the probability that each motion passes.

    Parameters
    ----------
    game : SimpleGame
        Who wins with whom.
    chances : array, shape (motions, players)
        Probability of each player's yes.

    Returns
    -------
    array, shape (motions,)

    Raises
    ------
    ModelError
        If there is not one probability a motion and player.
    NoAnswer
        If the rule has so many different sums of votes that they do not fit in memory.

    Examples
    --------
    Two of three, each in favour with one chance in three:

    >>> from gametheory_orders import quota_game
    >>> passing_chances(quota_game("ABC", 2), np.full((1, 3), 1 / 3)).round(6).tolist()
    [0.259259]
    """
    chances = np.asarray(chances, dtype=float)
    if chances.ndim != 2 or chances.shape[1] != game.n:
        raise ModelError("chances", f"shape {chances.shape}", f"shape (motions, {game.n})")
    if not ((chances >= 0) & (chances <= 1)).all():
        raise ModelError("chances", "figures outside", "probabilities from 0 to 1")
    if bool(np.isin(chances, (0.0, 1.0)).all()):
        return np.asarray(game.wins(chances == 1.0), dtype=float)
    kinds, where = np.unique(chances, axis=0, return_inverse=True)
    found = atoms(game.normal)
    shape = tuple(max(atom.least, 0) + 1 for atom in found)
    cells = len(kinds) * int(np.prod([float(size) for size in shape]))
    if cells > MOST_CELLS:
        raise NoAnswer(f"{cells} sums of votes are too many to follow", list(shape))
    sums = np.zeros((len(kinds), *shape))
    sums.reshape(len(kinds), -1)[:, 0] = 1.0
    for player in range(game.n):
        steps = [
            min(atom.weights[player], size - 1) for atom, size in zip(found, shape, strict=True)
        ]
        if not any(steps):
            continue
        moved = sums
        for axis, step in enumerate(steps, start=1):
            moved = _shifted(moved, axis, step)
        yes = kinds[:, player].reshape(-1, *(1 for _ in shape))
        sums = (1 - yes) * sums + yes * moved
    passes = sums.reshape(len(kinds), -1) @ _winning(game, found, shape).ravel()
    return np.asarray(np.clip(passes, 0.0, 1.0)[where.ravel()])


def _shifted(sums: np.ndarray, axis: int, step: int) -> np.ndarray:
    """Return the sums with a voter's votes added; what reaches the quota stays there."""
    if not step:
        return sums
    before = np.moveaxis(sums, axis, 0)
    after = np.zeros_like(before)
    after[step:] = before[: len(before) - step]
    after[-1] += before[len(before) - step :].sum(axis=0)
    return np.moveaxis(after, 0, axis)


def _winning(game: SimpleGame, found: tuple[Atom, ...], shape: tuple[int, ...]) -> np.ndarray:
    """Say which cells of the sums are those of a winning coalition."""
    reached = {
        atom: (np.arange(size) == size - 1).reshape(
            [-1 if i == at else 1 for i in range(len(shape))]
        )
        for at, (atom, size) in enumerate(zip(found, shape, strict=True))
    }
    wins: Any = judge(game.normal, lambda atom: reached[atom])
    return np.broadcast_to(np.asarray(wins, dtype=float), shape)
