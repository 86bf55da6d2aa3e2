"""Columns that are made of other columns and of parameters.

Builds on world.py and expressions.py. Model files are read with it, and parameters varied.
Not here: which names a file may use (files/issues.py).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.worlds.world import World

LARGEST_FIGURE = 1e100


def derived_column(
    world: World, name: str, expression: str, parameters: Mapping[str, float]
) -> np.ndarray:
    """Return the figures of a derived column, shape (n,).

    Parameters
    ----------
    world : World
        With the columns that the expression names.
    name : str
        Of the derived column; named in errors.
    expression : str
        Over columns and parameters.
    parameters : mapping of str to float
        Numbers by name.

    Raises
    ------
    ModelError
        If the expression is wrong or a comparison, or a figure is not finite.

    Examples
    --------
    >>> world = World(["A", "B"], {"gdp": [1.0, 3.0]})
    >>> derived_column(world, "stake", "price * gdp / total(gdp)", {"price": 8.0}).tolist()
    [2.0, 6.0]
    """
    where = f"derived.{name}"
    figures = world.evaluate(expression, where, parameters)
    if figures.dtype == np.bool_:
        raise ModelError(where, f"a comparison, {expression!r}", "an expression of numbers")
    bad = np.flatnonzero(~(np.abs(figures) <= LARGEST_FIGURE))
    if bad.size:
        found = f"{float(figures[bad[0]])} for {world.ids[bad[0]]}"
        raise ModelError(where, found, "a finite number for every state")
    return figures
