"""A sweep by one parameter: mean, least and largest over all others, by order.

Builds on table.py. Tables and pictures of a study are made from it. Not here: drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.results import Table
from gametheory_orders.statics.sweeps.design import Value
from gametheory_orders.statics.sweeps.table import SweepTable

MOST_VALUES = 40
BINS = 20


@dataclass(frozen=True, eq=False)
class Profile:
    """One output across one parameter.

    Parameters
    ----------
    at : tuple of float, int or str
        Values of the parameter; middles of bins where it has more than 40 values.
    mean, least, largest : array, shape (values, orders)
        Over the points with that value; NaN where no figure is defined.
    binned : bool
        Whether values were put into bins of equally many points.
    """

    at: tuple[Value, ...]
    mean: np.ndarray
    least: np.ndarray
    largest: np.ndarray
    binned: bool


def profile(found: SweepTable, output: str, across: str) -> Profile:
    """Return an output across a parameter, by order.

    Parameters
    ----------
    found : SweepTable
        From :func:`~gametheory_orders.statics.sweeps.run_sweep`.
    output : str
        One of its outputs; infinite figures are left out.
    across : str
        One of its parameters.
    """
    values, figures = found.parameter(across), found.output(output)
    listed = list(dict.fromkeys(values))
    numeric = not any(isinstance(value, str) for value in listed)
    binned = numeric and len(listed) > MOST_VALUES
    at: tuple[Value, ...]
    if binned:
        column = np.array(values, dtype=float)
        groups = np.array_split(np.argsort(column, kind="stable"), BINS)
        at = tuple(float(column[group].mean()) for group in groups)
    else:
        at = tuple(sorted(listed)) if numeric else tuple(listed)
        places = {value: place for place, value in enumerate(at)}
        positions = np.array([places[value] for value in values])
        groups = [np.flatnonzero(positions == place) for place in range(len(at))]
    parts = [[_spread(figures[group, j]) for j in range(figures.shape[1])] for group in groups]
    spread = np.array(parts)
    return Profile(at, spread[..., 0], spread[..., 1], spread[..., 2], binned)


def _spread(figures: np.ndarray) -> tuple[float, float, float]:
    good = figures[np.isfinite(figures)]
    if not good.size:
        return (np.nan,) * 3
    return float(good.mean()), float(good.min()), float(good.max())


def by_value(found: SweepTable, output: str, across: str) -> Table:
    """Return the mean of an output by value of a parameter and by order.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> from gametheory_orders.statics.sweeps import Axis, Study, run_sweep
    >>> orders = [load_order("g6_consensus")]
    >>> found = run_sweep(Study(load_issue("climate"), orders, [Axis("patience", (0.4, 0.9))]))
    >>> print(by_value(found, "effectiveness", "patience").text())
    effectiveness by patience
    patience  g6_consensus
       0.400         0.000
       0.900         0.270
    """
    made = profile(found, output, across)
    rows: list[list[Any]] = [
        [value, *(None if np.isnan(mean) else float(mean) for mean in means)]
        for value, means in zip(made.at, made.mean, strict=True)
    ]
    names = [order.name for order in found.study.orders]
    many = ", mean over the other parameters" if len(found.study.axes) > 1 else ""
    return Table([across, *names], rows, f"{output} by {across}{many}")
