"""One at a time: each parameter between its low and its high end, the others as they are.

Builds on ranges.py. Not here: parameters that act together (sobol.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import NO_CHANGE
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Order
from gametheory_orders.statics.numeric.ranges import Range, Ranges, checked_ranges
from gametheory_orders.statics.numeric.study import Sampler
from gametheory_orders.statics.outputs import check_output


@dataclass(frozen=True)
class TornadoBar:
    """What one parameter does alone.

    Parameters
    ----------
    parameter : str
        Its full name.
    range : Range
        Between what ends.
    at_low, at_high : float
        The output at the ends.
    least, most : float
        The smallest and largest output seen on the way.
    """

    parameter: str
    range: Range
    at_low: float
    at_high: float
    least: float
    most: float

    @property
    def swing(self) -> float:
        """Largest less smallest output on the way."""
        return self.most - self.least

    @property
    def monotone(self) -> bool:
        """Whether nothing between the ends lies outside what they give."""
        ends = sorted((self.at_low, self.at_high))
        slack = NO_CHANGE * max(abs(self.least), abs(self.most))
        return self.least >= ends[0] - slack and self.most <= ends[1] + slack


@dataclass(frozen=True, eq=False)
class Tornado(Result):
    """What each parameter does alone to an output, the strongest first.

    Parameters
    ----------
    issue, order : Issue, Order
        The model.
    output : str
        What is looked at.
    base : float
        The output of the model as it is.
    bars : tuple of TornadoBar
        By swing.
    steps : int
        Values of each parameter that were tried.
    """

    issue: Issue
    order: Order
    output: str
    base: float
    bars: tuple[TornadoBar, ...]
    steps: int

    def table(self) -> Table:
        """Return one row a parameter."""
        rows = [
            [
                bar.parameter,
                bar.range.low,
                bar.range.high,
                bar.at_low,
                bar.at_high,
                bar.swing,
                bar.monotone,
            ]
            for bar in self.bars
        ]
        title = f"{self.output} of {self.issue.name} under {self.order.name}: {self.base:.3f}"
        columns = ["parameter", "low", "high", "at low", "at high", "swing", "monotone"]
        return Table(columns, rows, f"{title} as it is")

    def to_dict(self) -> dict[str, Any]:
        """Return the bars as plain values."""
        found: dict[str, Any] = plain(
            {
                "issue": self.issue.name,
                "order": self.order.name,
                "output": self.output,
                "base": self.base,
                "steps": self.steps,
                "bars": [
                    {**vars(bar), "range": bar.range.to_dict(), "swing": bar.swing}
                    for bar in self.bars
                ],
            }
        )
        return found


def tornado(
    issue: Issue,
    order: Order,
    ranges: Ranges,
    *,
    output: str = "effectiveness",
    settings: Mapping[str, float | str] | None = None,
    steps: int = 9,
) -> Tornado:
    """Return what each parameter does alone to an output, between its low and its high end.

    Parameters
    ----------
    issue, order : Issue, Order
        The model.
    ranges : mapping of str to pair of float, or Range
        Low and high end of each parameter.
    output : str
        What is looked at.
    settings : mapping, optional
        Other parameters to be set first.
    steps : int
        Values of each parameter that are tried, at least 2: what happens between the ends counts.

    Raises
    ------
    ModelError
        For unknown names and ranges that the model refuses.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> model = load_issue("climate"), load_order("g6_consensus")
    >>> found = tornado(*model, {"price": (20, 30), "patience": (0.5, 0.95)})
    >>> [bar.parameter for bar in found.bars]
    ['patience', 'parameters.price']
    """
    if isinstance(steps, bool) or not isinstance(steps, int) or not 2 <= steps <= 10_000:
        raise ModelError("steps", steps, "a whole number from 2 to 10000")
    check_output(issue.world.ids, output)
    known = checked_ranges(issue, order, ranges)
    sampler = Sampler(issue, order, settings or {}, output, ())
    base = sampler({})[0]
    bars = []
    for name, each in known.items():
        values = [sampler({name: x})[0] for x in np.linspace(each.low, each.high, steps).tolist()]
        real = [value for value in values if not math.isnan(value)] or [math.nan]
        bars.append(TornadoBar(name, each, values[0], values[-1], min(real), max(real)))
    bars.sort(key=lambda bar: (math.isnan(bar.swing), -bar.swing))
    return Tornado(issue, order, output, base, tuple(bars), steps)
