"""A comparison whose inputs are uncertain: which ranks survive, and who leads how often.

Points of the box are tried: its corners, and Sobol points weighted by the priors. A rank that
holds at all of them is unrefuted, not proved. Builds on ranges.py.
Not here: which input matters most (sobol.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import CONSENT
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Order
from gametheory_orders.statics.numeric.ranges import (
    Range,
    Ranges,
    check_count,
    check_seed,
    checked_ranges,
    corners_of,
    points_of,
    sobol_points,
)
from gametheory_orders.statics.numeric.study import Sampler
from gametheory_orders.statics.outputs import check_output
from gametheory_orders.statics.parameters import find_parameter


@dataclass(frozen=True, eq=False)
class RankSurvival(Result):
    """Ranks of several orders over a box of inputs.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    output : str
        By which orders are ranked, the largest first.
    ranges : mapping of str to Range
        The inputs.
    orders : tuple of Order
        Those compared, best first in the model as it is.
    base : mapping of str to float
        The output of each in the model as it is.
    points : tuple of mapping
        Inputs at which all were solved: corners first, then the points of the priors.
    values : array, shape (points, orders)
        The outputs; NaN where undefined.
    drawn : int
        How many of the points follow the priors: the last ones.
    seed : int
        Of those.
    """

    issue: Issue
    output: str
    ranges: Mapping[str, Range]
    orders: tuple[Order, ...]
    base: Mapping[str, float]
    points: tuple[Mapping[str, float], ...]
    values: np.ndarray
    drawn: int
    seed: int

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the orders."""
        return tuple(order.name for order in self.orders)

    @property
    def _slack(self) -> float:
        finite = np.abs(self.values[np.isfinite(self.values)])
        return CONSENT * float(finite.max(initial=1.0))

    def share_ahead(self, one: str, other: str) -> float:
        """Return the prior probability that one order is strictly ahead of another."""
        first, second = self._column(one), self._column(other)
        ahead = first[-self.drawn :] > second[-self.drawn :] + self._slack
        return float(ahead.mean())

    def survives(self, one: str, other: str) -> bool:
        """Say whether one order is nowhere behind another, at any point that was tried."""
        return self.counterexample(one, other) is None

    def counterexample(self, one: str, other: str) -> dict[str, float] | None:
        """Return inputs at which one order is behind another (or undefined), None if none are."""
        fine = self._column(one) >= self._column(other) - self._slack
        bad = np.flatnonzero(~fine)
        return dict(self.points[int(bad[0])]) if bad.size else None

    @property
    def unrefuted(self) -> tuple[tuple[str, str], ...]:
        """All pairs of which the first is nowhere behind and somewhere ahead."""
        return tuple(
            (a, b)
            for a in self.names
            for b in self.names
            if a != b and self.survives(a, b) and not self.survives(b, a)
        )

    @property
    def leads(self) -> dict[str, float]:
        """Prior probability that each order is ahead of all others; ties count for all in front."""
        drawn = self.values[-self.drawn :]
        filled = np.where(np.isnan(drawn), -np.inf, drawn)
        top = filled.max(axis=1, keepdims=True)
        front = (filled >= top - self._slack) & np.isfinite(filled)
        return dict(zip(self.names, front.mean(axis=0).tolist(), strict=True))

    @property
    def rank_range(self) -> dict[str, tuple[int, int]]:
        """Best and worst rank of each order over all points; equal ones share the better rank."""
        filled = np.where(np.isnan(self.values), -np.inf, self.values)
        ahead = (filled[:, None, :] > filled[:, :, None] + self._slack).sum(axis=2) + 1
        return {
            name: (int(ahead[:, j].min()), int(ahead[:, j].max()))
            for j, name in enumerate(self.names)
        }

    def _column(self, name: str) -> np.ndarray:
        if name not in self.names:
            raise unknown_name("order", name, self.names, "an order")
        return np.asarray(self.values[:, self.names.index(name)])

    def table(self) -> Table:
        """Return one row an order."""
        leads, ranks = self.leads, self.rank_range
        beats = self.unrefuted
        rows = []
        for j, order in enumerate(self.orders):
            values = self.values[:, j][np.isfinite(self.values[:, j])]
            rows.append(
                [
                    order.name,
                    order.four_c,
                    self.base[order.name],
                    float(values.min()) if values.size else math.nan,
                    float(values.max()) if values.size else math.nan,
                    *ranks[order.name],
                    leads[order.name],
                    sum(1 for a, _ in beats if a == order.name),
                ]
            )
        columns = ["order", "C", "as it is", "least", "most", "best rank", "worst rank",
                   "leads", "surely ahead of"]  # fmt: skip
        title = f"{self.output} on {self.issue.name} at {len(self.points)} points of the box"
        return Table(columns, rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return ranks, probabilities and every point as plain values."""
        found: dict[str, Any] = plain(
            {
                "issue": self.issue.name,
                "output": self.output,
                "ranges": {name: each.to_dict() for name, each in self.ranges.items()},
                "seed": self.seed,
                "drawn": self.drawn,
                "orders": [
                    {
                        "name": order.name,
                        "four_c": order.four_c,
                        "base": self.base[order.name],
                        "leads": self.leads[order.name],
                        "ranks": self.rank_range[order.name],
                    }
                    for order in self.orders
                ],
                "unrefuted": self.unrefuted,
                "points": [
                    {"inputs": dict(point), "outputs": dict(zip(self.names, row, strict=True))}
                    for point, row in zip(self.points, self.values.tolist(), strict=True)
                ],
            }
        )
        return found


def ranks_under_ranges(
    issue: Issue,
    orders: Sequence[Order],
    ranges: Ranges,
    *,
    output: str = "effectiveness",
    settings: Mapping[str, float | str] | None = None,
    samples: int = 128,
    seed: int = 0,
) -> RankSurvival:
    """Return which ranks among orders survive when inputs are ranges, not numbers.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    orders : sequence of Order
        At least two, of different names.
    ranges : mapping of str to pair of float, or Range
        The inputs, each a parameter of at least one of the orders; an order that does not have
        it is left as it is.
    output : str
        By which orders are ranked.
    settings : mapping, optional
        Other parameters to be set first, in all orders that have them.
    samples : int
        Points that follow the priors, a power of 2. All corners of the box (with more than eight
        inputs only two) and the model as it is are tried as well.
    seed : int
        Of those points.

    Raises
    ------
    ModelError
        For fewer than two orders, unknown names, ranges that the model refuses.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> orders = [load_order(name) for name in ("g6_consensus", "charter_unanimity")]
    >>> found = ranks_under_ranges(
    ...     load_issue("climate"), orders, {"price": (12.5, 50), "patience": (0.3, 0.95)}, samples=8
    ... )
    >>> found.survives("charter_unanimity", "g6_consensus"), found.rank_range["g6_consensus"]
    (False, (1, 2))
    """
    orders = tuple(orders)
    if len(orders) < 2:
        raise ModelError("orders", f"{len(orders)} orders", "at least two")
    names = [order.name for order in orders]
    for position, name in enumerate(names):
        if name in names[:position]:
            raise ModelError("orders", f"{name!r} a second time", "orders of different names")
    check_output(issue.world.ids, output)
    samples, seed = check_count(samples), check_seed(seed)
    known, having = _known(issue, orders, ranges)
    fixed = [_those_of(issue, order, settings or {}) for order in orders]
    samplers = [
        Sampler(issue, order, own, output, ()) for order, own in zip(orders, fixed, strict=True)
    ]
    drawn = points_of(known, sobol_points(len(known), samples, seed))
    points = [*corners_of(known), *drawn]

    def solved(j: int, point: Mapping[str, float]) -> float:
        return samplers[j]({name: x for name, x in point.items() if name in having[j]})[0]

    values = np.array([[solved(j, point) for j in range(len(orders))] for point in points])
    base = np.array([solved(j, {}) for j in range(len(orders))])
    first = np.argsort(-np.where(np.isnan(base), -np.inf, base), kind="stable")
    return RankSurvival(
        issue,
        output,
        known,
        tuple(orders[j] for j in first),
        {names[j]: float(base[j]) for j in first},
        tuple(points),
        values[:, first],
        samples,
        seed,
    )


def _known(
    issue: Issue, orders: Sequence[Order], ranges: Ranges
) -> tuple[dict[str, Range], list[set[str]]]:
    """Return the ranges by full name, and which of them each order has."""
    known: dict[str, Range] = {}
    having: list[set[str]] = []
    if not isinstance(ranges, Mapping) or not ranges:
        checked_ranges(issue, orders[0], ranges)
    failed: ModelError | None = None
    for order in orders:
        own: dict[str, Any] = {}
        for path, each in ranges.items():
            try:
                find_parameter(issue, order, path)
            except ModelError as error:
                failed = error
                continue
            own[path] = each
        found = checked_ranges(issue, order, own) if own else {}
        having.append(set(found))
        known |= found
    if failed is not None and len(known) < len(ranges):
        raise failed
    # In the order given, so that the points do not depend on which order comes first.
    return {name: known[name] for name in _in_given_order(issue, orders, ranges)}, having


def _in_given_order(issue: Issue, orders: Sequence[Order], ranges: Ranges) -> list[str]:
    out: list[str] = []
    for path in ranges:
        for order in orders:
            try:
                out.append(find_parameter(issue, order, path).path)
            except ModelError:
                continue
            break
    return out


def _those_of(
    issue: Issue, order: Order, settings: Mapping[str, float | str]
) -> dict[str, float | str]:
    """Return the settings that an order has."""
    out = {}
    for path, value in settings.items():
        try:
            find_parameter(issue, order, path)
        except ModelError:
            continue
        out[path] = value
    return out
