"""Sets of states as numbers in binary: bit i says whether state i is in.

Builds on numpy only. Not here: which sets are stable.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np


def subset_sums(values: np.ndarray) -> np.ndarray:
    """Return the sums over all subsets, coded in binary, shape (2^m,).

    Examples
    --------
    >>> subset_sums(np.array([1.0, 10.0])).tolist()
    [0.0, 1.0, 10.0, 11.0]
    """
    out = np.zeros(2 ** len(values))
    for position, value in enumerate(values):
        size = 2**position
        np.add(out[:size], value, out=out[size : 2 * size])
    return out


def as_masks(codes: np.ndarray, positions: np.ndarray, n: int) -> np.ndarray:
    """Return coded sets as boolean arrays, shape (..., n): bit b stands for ``positions[b]``.

    Examples
    --------
    >>> as_masks(np.array([0, 2]), np.array([0, 2]), 3).tolist()
    [[False, False, False], [False, False, True]]
    """
    codes = np.asarray(codes, dtype=np.int64)
    out = np.zeros((*codes.shape, n), dtype=bool)
    out[..., positions] = codes[..., None] >> np.arange(len(positions)) & 1
    return out


def as_code(members: np.ndarray, positions: np.ndarray) -> int:
    """Return a boolean array, shape (n,), as a number: bit b stands for ``positions[b]``.

    Examples
    --------
    >>> as_code(np.array([False, False, True]), np.array([0, 2]))
    2
    """
    return sum(1 << bit for bit, state in enumerate(positions) if members[state])


def in_batches(array: np.ndarray, size: int = 4096) -> Iterator[np.ndarray]:
    """Yield an array in slices along its first axis.

    Examples
    --------
    >>> [batch.tolist() for batch in in_batches(np.arange(3), 2)]
    [[0, 1], [2]]
    """
    for start in range(0, len(array), size):
        yield array[start : start + size]
