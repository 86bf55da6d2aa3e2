"""Figures that a rule takes as one number, as the name of a column, or as a table by state.

Builds on worlds. Checked when the rule is made, looked up when its world is known.
Not here: what the figures mean (enforcement.py, deterrence.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gametheory_orders.foundations.checks import finite
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.worlds import World

Figures = float | str | Mapping[str, float]
"""One number, the name of a column, or numbers by state."""

_COLUMN = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True)
class Bounds:
    """A range of numbers, and how a message calls it.

    Parameters
    ----------
    low, high : float
        Ends of the range.
    words : str
        What is expected, in words.
    above, below : bool
        Whether the low, the high end is left out.

    Examples
    --------
    >>> CHANCE.number(0.5, "detection")
    0.5
    """

    low: float
    high: float
    words: str
    above: bool = False
    below: bool = False

    def number(self, value: object, where: str) -> float:
        """Return a number of the range, or raise."""
        found = finite(value, where, self.words)
        low = found > self.low if self.above else found >= self.low
        high = found < self.high if self.below else found <= self.high
        if math.isnan(found) or not (low and high):
            raise ModelError(where, value, self.words)
        return found


SHARE = Bounds(0.0, 1.0, "a number from 0 to 1")
CHANCE = Bounds(0.0, 1.0, "a number above 0 and up to 1", above=True)
LOSS = Bounds(0.0, 1e300, "a finite number of 0 or more")
PATIENCE = Bounds(0.0, 1.0, "a number from 0 up to, not including, 1", below=True)


def check_figures(value: object, where: str, bounds: Bounds) -> None:
    """Raise unless a value is a number of the range, a column's name, or a table of numbers.

    Examples
    --------
    >>> check_figures({"US": 0.5}, "detection", CHANCE)
    """
    if isinstance(value, str):
        if not _COLUMN.fullmatch(value):
            expected = f"{bounds.words}, or the name of a column"
            raise ModelError(where, f"the text {value[:60]!r}", expected)
        return
    for key, entry in value.items() if isinstance(value, Mapping) else [("", value)]:
        bounds.number(entry, f"{where}.{key}" if key else where)


def figures(
    value: Figures, world: World, where: str, bounds: Bounds, members: np.ndarray | None = None
) -> np.ndarray:
    """Return the figures by state, shape (n,); NaN where a table leaves a state out.

    Parameters
    ----------
    value : number, str or mapping
        One number for all, a column, or a table by state.
    world : World
        Whose states.
    where : str
        Named in errors.
    bounds : Bounds
        The range.
    members : bool array, shape (n,), optional
        States that must have a figure.

    Examples
    --------
    >>> figures("size", World(["A", "B"], {"size": [1.0, 2.0]}), "loss", LOSS).tolist()
    [1.0, 2.0]
    """
    if isinstance(value, str):
        found = np.array(world.column(value, where))
        for state, entry in zip(world.ids, found.tolist(), strict=True):
            bounds.number(entry, f"{where}: {value} of {state}")
        return found
    found = world.by_state(value, where, math.nan)
    if members is not None:
        for state in world.members(members & np.isnan(found)):
            raise ModelError(where, f"no figure for {state}", "one for every member")
    return found
