"""Global sensitivity: which parameters the spread of an output is owed to, alone and together.

Sobol's indices, estimated as in Saltelli et al. 2010 (Computer Physics Communications 181) through
scipy.stats.sobol_indices. Builds on ranges.py. Not here: one parameter at a time (tornado.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import ROUNDING
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Order
from gametheory_orders.statics.numeric.ranges import (
    Range,
    Ranges,
    check_count,
    check_seed,
    checked_ranges,
    points_of,
    sobol_points,
)
from gametheory_orders.statics.numeric.study import Sampler
from gametheory_orders.statics.outputs import check_output

RESAMPLED = 200
"""Times that the points are drawn anew from themselves for the intervals."""


@dataclass(frozen=True)
class SobolIndices(Result):
    """To which inputs the variance of an output is owed.

    Parameters
    ----------
    output : str
        What is looked at.
    ranges : mapping of str to Range
        The inputs with their priors, independent of each other.
    first, total : mapping of str to float
        Share of the variance owed to an input alone, and with all that it does together with
        others.
    first_interval, total_interval : mapping of str to pair of float
        Ninety-five percent intervals, from the points drawn anew from themselves.
    mean, variance : float
        Of the output.
    samples, solved : int
        Base points, and how often the model was solved: samples times (inputs + 2).
    seed : int
        With which all is the same again.
    """

    output: str
    ranges: Mapping[str, Range]
    first: Mapping[str, float]
    total: Mapping[str, float]
    first_interval: Mapping[str, tuple[float, float]]
    total_interval: Mapping[str, tuple[float, float]]
    mean: float
    variance: float
    samples: int
    solved: int
    seed: int

    def table(self) -> Table:
        """Return one row an input, the largest total share first."""
        rows = [
            [name, self.first[name], *self.first_interval[name], self.total[name],
             *self.total_interval[name]]
            for name in sorted(self.total, key=lambda name: -self.total[name])
        ]  # fmt: skip
        columns = ["input", "alone", "from", "to", "in all", "from ", "to "]
        title = f"{self.output}: mean {self.mean:.3f}, variance {self.variance:.4g}"
        return Table(columns, rows, f"{title}; {self.samples} points, seed {self.seed}")

    def to_dict(self) -> dict[str, Any]:
        """Return the indices as plain values."""
        ranges = {name: each.to_dict() for name, each in self.ranges.items()}
        found: dict[str, Any] = plain({**vars(self), "ranges": ranges})
        return found


def sobol_indices(
    issue: Issue,
    order: Order,
    ranges: Ranges,
    *,
    output: str = "effectiveness",
    settings: Mapping[str, float | str] | None = None,
    samples: int = 256,
    seed: int = 0,
) -> SobolIndices:
    """Return to which uncertain inputs the spread of an output is owed.

    Parameters
    ----------
    issue, order : Issue, Order
        The model.
    ranges : mapping of str to pair of float, or Range
        The inputs; all values of a range are alike unless it has a mode.
    output : str
        What is looked at.
    settings : mapping, optional
        Other parameters to be set first.
    samples : int
        A power of 2; the model is solved ``samples * (inputs + 2)`` times.
    seed : int
        Of the points.

    Raises
    ------
    ModelError
        For unknown names, ranges that the model refuses, a number of points that is no power of 2.
    NoAnswer
        If the output does not vary, or is undefined somewhere in the box.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> model = load_issue("climate"), load_order("g6_consensus")
    >>> found = sobol_indices(*model, {"price": (20, 30), "patience": (0.3, 0.95)}, samples=16)
    >>> max(found.total, key=found.total.get), found.solved
    ('patience', 64)
    """
    check_output(issue.world.ids, output)
    known = checked_ranges(issue, order, ranges)
    sampler = Sampler(issue, order, settings or {}, output, ())
    return indices_of(lambda point: sampler(point)[0], known, output, samples, seed)


def indices_of(
    function: Callable[[dict[str, float]], float],
    ranges: Mapping[str, Range],
    output: str = "output",
    samples: int = 256,
    seed: int = 0,
) -> SobolIndices:
    """Return the indices of any function of named numbers; see :func:`sobol_indices`."""
    samples, seed = check_count(samples), check_seed(seed)
    names, d = list(ranges), len(ranges)
    cube = sobol_points(2 * d, samples, seed)
    first, second = cube[:, :d], cube[:, d:]
    mixed = []
    for j in range(d):
        block = first.copy()
        block[:, j] = second[:, j]
        mixed.append(block)
    values = [
        np.array([function(point) for point in points_of(ranges, block)])
        for block in (first, second, *mixed)
    ]
    for block, found in zip((first, second, *mixed), values, strict=True):
        if not np.isfinite(found).all():
            where = points_of(ranges, block[[int(np.flatnonzero(~np.isfinite(found))[0])]])[0]
            raise NoAnswer(f"{output} is undefined in a part of the box", where)
    every = np.concatenate(values[:2])
    if not np.ptp(every) > ROUNDING * np.abs(every).max():
        raise NoAnswer(f"{output} does not vary over the box", {"value": float(every[0])})
    a, b, ab = values[0], values[1], np.array(values[2:])
    alone, whole = _estimated(a, b, ab)
    draw = np.random.default_rng(seed)
    again = [
        _estimated(a[rows], b[rows], ab[:, rows])
        for rows in (draw.integers(0, samples, samples) for _ in range(RESAMPLED))
    ]
    intervals = [
        np.nanquantile([each[k] for each in again], [0.025, 0.975], axis=0) for k in (0, 1)
    ]
    paired = [
        {name: (float(lows[j]), float(highs[j])) for j, name in enumerate(names)}
        for lows, highs in intervals
    ]
    return SobolIndices(
        output,
        dict(ranges),
        dict(zip(names, alone.tolist(), strict=True)),
        dict(zip(names, whole.tolist(), strict=True)),
        paired[0],
        paired[1],
        float(every.mean()),
        float(every.var()),
        samples,
        samples * (d + 2),
        seed,
    )


def _estimated(a: np.ndarray, b: np.ndarray, ab: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return first-order and total indices, shape (inputs,) each, from values that are known."""
    from scipy.stats import sobol_indices as estimate

    if not np.ptp(np.concatenate([a, b])) > 0:
        nothing = np.full(len(ab), np.nan)
        return nothing, nothing
    known = {"f_A": a[None], "f_B": b[None], "f_AB": ab[:, None]}
    found = estimate(func=known, n=len(a))
    return np.ravel(found.first_order), np.ravel(found.total_order)
