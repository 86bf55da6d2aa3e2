"""Rivalry: states that mind the others' gains, on any family.

With a column ``rivalry`` of weights r_i in [0, 1), state i maximises u_i less r_i times the mean of
the others' u_j: felt payoffs are a matrix times payoffs. All measures are then of felt payoffs.
Builds on worlds. Not here: the families, which apply the matrix (Grieco 1988, International
Organization 42(3); Snidal 1991, American Political Science Review 85(3)).
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.worlds import World


def rivalry_weights(world: World) -> np.ndarray | None:
    """Return each state's weight on the others' mean payoff, shape (n,); None if nobody minds.

    Raises
    ------
    ModelError
        If a figure is missing or outside [0, 1).

    Examples
    --------
    >>> rivalry_weights(World(["A", "B"], {"rivalry": [0.5, 0.0]})).tolist()
    [0.5, 0.0]
    """
    if "rivalry" not in world.columns:
        return None
    weights = world.column("rivalry", "world.rivalry")
    bad = ~((weights >= 0) & (weights < 1))
    if bad.any():
        state = int(np.flatnonzero(bad)[0])
        where = f"state {world.ids[state]}.rivalry"
        raise ModelError(where, float(weights[state]), "a number from 0 up to, not including, 1")
    return weights if world.n > 1 and weights.any() else None


def rivalry_matrix(world: World) -> np.ndarray | None:
    """Return the matrix from payoffs to felt payoffs, shape (n, n); None if nobody minds.

    Examples
    --------
    >>> rivalry_matrix(World(["A", "B", "C"], {"rivalry": [0.5, 0.0, 0.0]})).tolist()
    [[1.0, -0.25, -0.25], [-0.0, 1.0, -0.0], [-0.0, -0.0, 1.0]]
    """
    weights = rivalry_weights(world)
    if weights is None:
        return None
    matrix = np.repeat(-weights[:, None] / (world.n - 1), world.n, axis=1)
    np.fill_diagonal(matrix, 1.0)
    return matrix


def felt(payoffs: np.ndarray, matrix: np.ndarray | None) -> np.ndarray:
    """Return payoffs, shape (..., n), as they are felt."""
    return payoffs if matrix is None else np.asarray(payoffs @ matrix.T)
