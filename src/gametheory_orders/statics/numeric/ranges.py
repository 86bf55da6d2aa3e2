"""Uncertain inputs: a range for each parameter, a prior over it, and points of the box.

Builds on numpy and scipy's Sobol points. Not here: what the points are used for.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.checks import finite, tabled
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Order
from gametheory_orders.statics.parameters import find_parameter, vary

MOST_CORNERS = 8
"""With more parameters than this not all corners of the box are gone to."""


@dataclass(frozen=True)
class Range:
    """A range of an uncertain number, and how likely its parts are.

    Parameters
    ----------
    low, high : float
        The ends.
    mode : float or None
        The most likely value of a triangular prior; None makes all values alike.

    Raises
    ------
    ModelError
        If the range is upside down, or the mode outside.

    Examples
    --------
    >>> Range(0.5, 0.9).at(0.25), round(Range(0.0, 1.0, mode=1.0).at(0.25), 3)
    (0.6, 0.5)
    """

    low: float
    high: float
    mode: float | None = None

    def __post_init__(self) -> None:
        for name in ("low", "high", "mode"):
            value = getattr(self, name)
            if name == "mode" and value is None:
                continue
            object.__setattr__(self, name, finite(value, f"range.{name}"))
        if not self.low < self.high:
            raise ModelError("range.high", self.high, f"a number above the low end, {self.low:g}")
        if self.mode is not None and not self.low <= self.mode <= self.high:
            raise ModelError(
                "range.mode", self.mode, f"a number from {self.low:g} to {self.high:g}"
            )

    @property
    def middle(self) -> float:
        """The mode, or the middle of the range."""
        return 0.5 * (self.low + self.high) if self.mode is None else self.mode

    def at(self, share: float) -> float:
        """Return the value below which a share of the prior lies."""
        width = self.high - self.low
        if self.mode is None:
            return float(self.low + share * width)
        left = (self.mode - self.low) / width
        if share < left:
            return float(self.low + width * math.sqrt(share * left))
        return float(self.high - width * math.sqrt((1 - share) * (1 - left)))

    def to_dict(self) -> dict[str, Any]:
        """Return the range as plain values."""
        return {"low": self.low, "high": self.high, "mode": self.mode}


Ranges = Mapping[str, Range | tuple[float, float]]


def checked_ranges(issue: Issue, order: Order, ranges: Ranges) -> dict[str, Range]:
    """Return ranges by full parameter name; both ends of each must be values the model takes.

    Parameters
    ----------
    issue, order : Issue, Order
        The model.
    ranges : mapping
        Of a path to a :class:`Range` or a pair of numbers.

    Raises
    ------
    ModelError
        For no range at all, an unknown parameter, a range upside down or out of bounds.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> checked_ranges(load_issue("climate"), load_order("g6_consensus"), {"price": (20, 30)})
    {'parameters.price': Range(low=20.0, high=30.0, mode=None)}
    """
    if not tabled(ranges, "ranges", "a mapping of parameters to ranges"):
        raise ModelError("ranges", "no ranges", "a mapping of parameters to ranges")
    out: dict[str, Range] = {}
    for path, given in ranges.items():
        found = find_parameter(issue, order, path).path
        if found in out:
            raise ModelError("ranges", f"{found!r} a second time", "each parameter once")
        each = _range(path, given)
        for end in (each.low, each.high):
            vary(issue, order, {path: end})
        out[found] = each
    return out


def _range(path: str, given: object) -> Range:
    if isinstance(given, Range):
        return given
    if not isinstance(given, tuple | list) or len(given) != 2:
        raise ModelError(f"ranges.{path}", given, "a low and a high end, or a Range")
    try:
        return Range(*given)
    except ModelError as error:
        where = f"ranges.{path}{error.where.removeprefix('range')}"
        raise ModelError(where, error.found, error.expected) from None


def check_seed(seed: object) -> int:
    """Return a seed, a whole number of 0 or more, or raise."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ModelError("seed", seed, "a whole number of 0 or more")
    return int(seed)


def check_count(samples: object) -> int:
    """Return a number of Sobol points, a power of 2, or raise."""
    good = isinstance(samples, int | np.integer) and not isinstance(samples, bool)
    if not good or not 2 <= samples <= 2**20 or int(samples) & (int(samples) - 1):  # type: ignore[operator, call-overload]
        raise ModelError("samples", samples, "a power of 2, such as 256, up to 1048576")
    return int(samples)  # type: ignore[call-overload, no-any-return]


def sobol_points(dimensions: int, samples: int, seed: int) -> np.ndarray:
    """Return scrambled Sobol points in the unit cube, shape (samples, dimensions).

    Examples
    --------
    >>> sobol_points(2, 4, 0).shape
    (4, 2)
    """
    from scipy.stats import qmc

    # A generator made here, so that the points do not depend on the name of scipy's argument.
    return np.asarray(_sampler(qmc.Sobol, dimensions, seed).random(samples))


def _sampler(kind: Any, dimensions: int, seed: int) -> Any:
    generator = np.random.default_rng(seed)
    try:
        return kind(dimensions, scramble=True, rng=generator)
    except TypeError:
        # Before scipy 1.15 the argument had another name.
        return kind(dimensions, scramble=True, seed=generator)


def points_of(ranges: Mapping[str, Range], shares: np.ndarray) -> list[dict[str, float]]:
    """Return settings for points of the unit cube, shape (samples, parameters)."""
    return [
        {name: each.at(float(u)) for (name, each), u in zip(ranges.items(), row, strict=True)}
        for row in shares
    ]


def corners_of(ranges: Mapping[str, Range]) -> list[dict[str, float]]:
    """Return the corners of the box; with more than eight parameters only the two far ones.

    Examples
    --------
    >>> corners_of({"a": Range(0, 1), "b": Range(2, 3)})[1]
    {'a': 0.0, 'b': 3.0}
    """
    if len(ranges) > MOST_CORNERS:
        return [
            {name: getattr(each, end) for name, each in ranges.items()} for end in ("low", "high")
        ]
    ends = [(each.low, each.high) for each in ranges.values()]
    return [dict(zip(ranges, corner, strict=True)) for corner in itertools.product(*ends)]
