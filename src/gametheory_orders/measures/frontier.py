"""The effectiveness-legitimacy frontier: designs that no other beats on both.

Builds on numpy. Not here: making the designs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def frontier(
    effectiveness: Sequence[float], legitimacy: Sequence[float], tolerance: float = 1e-9
) -> list[int]:
    """Return the positions of the designs for which no other is better in E and in L.

    Parameters
    ----------
    effectiveness, legitimacy : sequence of float
        One entry a design; designs with an undefined entry are never on the frontier.
    tolerance : float
        Differences up to this size count as ties.

    Returns
    -------
    list of int
        From the least to the most effective.

    Examples
    --------
    >>> frontier([0.2, 0.9, 0.5, 0.1], [0.9, 0.4, 0.3, 0.9])
    [0, 1]
    """
    points = np.column_stack([effectiveness, legitimacy]).astype(float)
    known = ~np.isnan(points).any(axis=1)
    out = []
    for position in np.flatnonzero(known):
        no_worse = (points[known] >= points[position] - tolerance).all(axis=1)
        better = (points[known] > points[position] + tolerance).any(axis=1)
        if not (no_worse & better).any():
            out.append(int(position))
    return sorted(out, key=lambda j: (points[j, 0], -points[j, 1]))
