"""The points of a study: axes, and a grid or a sample over them.

Builds on numpy; scipy.stats.qmc only when points are sampled. Points depend on the axes, the
design and its seed alone. Not here: what the axes mean (study.py).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name

KINDS = ("grid", "latin_hypercube", "sobol")
MOST_POINTS = 10_000_000

Value = float | int | str


@dataclass(frozen=True)
class Axis:
    """One parameter of a study and the values it takes.

    Parameters
    ----------
    name : str
        A path, as for :func:`~gametheory_orders.statics.parameters.vary`.
    values : tuple of float, int or str, optional
        A list of values; or else a range:
    low, high : float, optional
        Ends of the range, both included.
    steps : int, optional
        Number of evenly spaced values on a grid; samples fill the range instead.

    Raises
    ------
    ModelError
        If there are neither values nor a range, or both; the range is upside down or empty.

    Examples
    --------
    >>> Axis("patience", low=0.0, high=0.9, steps=4).listed()
    (0.0, 0.3, 0.6, 0.9)
    """

    name: str
    values: tuple[Value, ...] = ()
    low: float | None = None
    high: float | None = None
    steps: int | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise ModelError("parameter.name", self.name, "the name of a parameter, as text")
        where = f"parameter {self.name}"
        object.__setattr__(self, "values", _checked_values(self.values, where))
        ends = (self.low, self.high)
        if self.values:
            if any(each is not None for each in (*ends, self.steps)):
                raise ModelError(where, "values beside low, high or steps", "one of the two")
            return
        for key, end in zip(("low", "high"), ends, strict=True):
            if end is None and ends == (None, None):
                raise ModelError(where, "no values", "values = [...], or low and high")
            if isinstance(end, bool) or not isinstance(end, int | float | np.number):
                raise ModelError(f"{where}: {key}", end, "a finite number")
            if not math.isfinite(end):
                raise ModelError(f"{where}: {key}", end, "a finite number")
        assert self.low is not None
        assert self.high is not None
        object.__setattr__(self, "low", float(self.low))
        object.__setattr__(self, "high", float(self.high))
        if self.low >= self.high:
            found = f"low = {self.low:g}, high = {self.high:g}"
            raise ModelError(where, found, "a range whose low end is below its high end")
        whole = isinstance(self.steps, int) and not isinstance(self.steps, bool)
        if self.steps is not None and not (whole and self.steps >= 2):
            raise ModelError(f"{where}: steps", self.steps, "a whole number of 2 or more")

    def listed(self) -> tuple[Value, ...]:
        """Return the values on a grid."""
        if self.values:
            return self.values
        if self.steps is None:
            raise ModelError(f"parameter {self.name}", "a range without steps", "steps on a grid")
        assert self.low is not None
        assert self.high is not None
        share = np.arange(self.steps) / (self.steps - 1)
        # So that both ends are met exactly, and round figures stay round.
        found = self.low * (1 - share) + self.high * share
        return tuple(float(f"{value:.15g}") for value in found)

    def sampled(self, share: np.ndarray) -> list[Value]:
        """Return the values at shares of the axis in [0, 1), shape (points,)."""
        if self.values:
            last = len(self.values) - 1
            return [self.values[min(int(s * len(self.values)), last)] for s in share]
        assert self.low is not None
        assert self.high is not None
        found: list[Value] = (self.low + (self.high - self.low) * share).tolist()
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the axis as a study file would write it."""
        if self.values:
            return {"name": self.name, "values": list(self.values)}
        steps = {} if self.steps is None else {"steps": self.steps}
        return {"name": self.name, "low": self.low, "high": self.high, **steps}


def _checked_values(values: Any, where: str) -> tuple[Value, ...]:
    if isinstance(values, str) or not isinstance(values, Sequence | np.ndarray):
        raise ModelError(f"{where}: values", values, "a list of numbers or texts")
    out: list[Value] = []
    for position, given in enumerate(values):
        value = given.item() if isinstance(given, np.generic) else given
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ModelError(f"{where}: values[{position}]", value, "a number or a text")
        if isinstance(value, int | float) and not math.isfinite(value):
            raise ModelError(f"{where}: values[{position}]", value, "a finite number")
        if value in out:
            raise ModelError(f"{where}: values[{position}]", f"{value!r} twice", "each value once")
        out.append(value)
    return tuple(out)


@dataclass(frozen=True)
class Design:
    """How points are laid over the axes.

    Parameters
    ----------
    kind : {"grid", "latin_hypercube", "sobol"}
        All combinations of the values; or a sample that fills the ranges evenly.
    points : int, optional
        Size of a sample; for Sobol points a power of two.

    Examples
    --------
    >>> Design("sobol", points=100)
    Traceback (most recent call last):
        ...
    gametheory_orders.foundations.errors.ModelError: design.points: found 100, expected a power \
of two for Sobol points; did you mean '128'?
    """

    kind: str = "grid"
    points: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise unknown_name("design.kind", self.kind, KINDS, "one")
        size = self.points
        if self.kind == "grid":
            if size is not None:
                raise ModelError("design.points", size, "none: a grid has all combinations")
            return
        if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MOST_POINTS:
            raise ModelError("design.points", size, f"a whole number from 1 to {MOST_POINTS}")
        if self.kind == "sobol" and size & (size - 1):
            near = str(1 << size.bit_length())
            raise ModelError("design.points", size, "a power of two for Sobol points", near)

    def size(self, axes: Sequence[Axis]) -> int:
        """Return the number of points."""
        if self.points is not None:
            return self.points
        found = math.prod(len(axis.listed()) for axis in axes)
        if found > MOST_POINTS:
            raise ModelError("design", f"a grid of {found} points", f"at most {MOST_POINTS}")
        return found

    def lay(self, axes: Sequence[Axis], seed: np.random.SeedSequence) -> Points:
        """Return the points, the same for the same seed.

        Examples
        --------
        >>> axes = [Axis("patience", values=(0.5, 0.9)), Axis("price", values=(1, 2))]
        >>> points = Design().lay(axes, np.random.SeedSequence(1))
        >>> [points.settings(i) for i in (0, 1, 2)][1]
        {'patience': 0.5, 'price': 2}
        """
        size = self.size(axes)
        names = tuple(axis.name for axis in axes)
        if self.kind == "grid":
            listed = [axis.listed() for axis in axes]
            columns = tuple(list(each) for each in zip(*itertools.product(*listed), strict=True))
            return Points(names, columns, size)
        from scipy.stats import qmc

        sampler = {"latin_hypercube": qmc.LatinHypercube, "sobol": qmc.Sobol}[self.kind]
        # Passed by position of meaning, not by name: scipy has renamed the keyword.
        engine = sampler(d=len(axes), seed=np.random.default_rng(seed))
        share = engine.random(size)
        columns = tuple(axis.sampled(share[:, j]) for j, axis in enumerate(axes))
        return Points(names, columns, size)

    def to_dict(self) -> dict[str, Any]:
        """Return the design as a study file would write it."""
        return {"kind": self.kind, **({} if self.points is None else {"points": self.points})}


@dataclass(frozen=True, eq=False)
class Points:
    """Points of a study, one column of values a parameter.

    Parameters
    ----------
    names : tuple of str
        Parameters.
    columns : tuple of list
        Values by parameter.
    size : int
        Number of points.
    """

    names: tuple[str, ...]
    columns: tuple[list[Value], ...]
    size: int

    def settings(self, point: int) -> dict[str, Value]:
        """Return the values at one point, by parameter."""
        return {name: column[point] for name, column in zip(self.names, self.columns, strict=True)}

    def part(self, start: int, stop: int) -> Points:
        """Return some points that follow each other."""
        stop = min(stop, self.size)
        return Points(self.names, tuple(c[start:stop] for c in self.columns), stop - start)
