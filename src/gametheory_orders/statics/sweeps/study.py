"""A parameter study: an issue, orders, axes, a design, outputs, a seed.

Builds on design.py, statics.parameters and statics.outputs. A study is checked as a whole
before anything is computed. Not here: reading one from a file (files/studies.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Order
from gametheory_orders.statics.outputs import check_output
from gametheory_orders.statics.parameters import find_parameter, vary
from gametheory_orders.statics.sweeps.design import Axis, Design, Points

DEFAULT_CHUNK = 1000
MOST_TRIED = 100
DEFAULT_OUTPUTS = ("effectiveness", "level", "needed_patience")


@dataclass(frozen=True, eq=False)
class Study(Result):
    """What is varied, over which issue and orders, and what is wanted of each point.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    orders : sequence of Order
        At least one, of different names.
    axes : sequence of Axis
        Parameters that every order has, and their values.
    design : Design
        A grid by default.
    outputs : sequence of str
        Of :func:`~gametheory_orders.statics.outputs.output_names`.
    name : str
        Name of the study.
    seed : int
        Of the sample of points, and of the points that are solved a second time as a check.
    chunk : int
        Points that are worked out and kept together.

    Raises
    ------
    ModelError
        If a parameter does not exist under an order, a first value is out of range, an output
        is unknown or not a number, or the design does not fit the axes.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> study = Study(
    ...     load_issue("climate"), [load_order("g6_consensus")], [Axis("patience", (0.5, 0.9))]
    ... )
    >>> study.size, study.chunks
    (2, 1)
    """

    issue: Issue
    orders: tuple[Order, ...]
    axes: tuple[Axis, ...]
    design: Design = field(default_factory=Design)
    outputs: tuple[str, ...] = DEFAULT_OUTPUTS
    name: str = "study"
    seed: int = 0
    chunk: int = DEFAULT_CHUNK

    def __post_init__(self) -> None:
        for key in ("orders", "axes", "outputs"):
            value = getattr(self, key)
            if isinstance(value, str) or not isinstance(value, Sequence):
                raise ModelError(f"study.{key}", value, "a list")
            object.__setattr__(self, key, tuple(value))
        for key, least in (("seed", 0), ("chunk", 1)):
            value = getattr(self, key)
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise ModelError(f"study.{key}", value, f"a whole number of {least} or more")
        if not self.orders:
            raise ModelError("study.orders", "no order", "at least one")
        _once([order.name for order in self.orders], "study.orders", "an order")
        if not self.axes:
            raise ModelError("parameter", "no parameter", "at least one [[parameter]]")
        if not self.outputs:
            raise ModelError("study.outputs", "no output", "at least one")
        for name in self.outputs:
            check_output(self.issue.world.ids, name)
        _once(list(self.outputs), "study.outputs", "an output")
        self._check_axes()

    def _check_axes(self) -> None:
        size = self.design.size(self.axes)
        if size < 1:
            raise ModelError("design", "no point", "at least one")
        for order in self.orders:
            try:
                CooperationGame(self.issue, order)
                paths = [find_parameter(self.issue, order, axis.name).path for axis in self.axes]
            except ModelError as error:
                raise error.at(f"order {order.name!r}") from None
            _once(paths, f"order {order.name!r}: parameter", "a parameter")
            for settings in _tried(self.axes):
                try:
                    vary(self.issue, order, settings)
                except ModelError as error:
                    raise error.at(f"order {order.name!r}") from None

    @property
    def size(self) -> int:
        """Number of points."""
        return self.design.size(self.axes)

    @property
    def chunks(self) -> int:
        """Number of chunks."""
        return -(-self.size // self.chunk)

    def seed_of(self, *key: int) -> np.random.SeedSequence:
        """Return the seed of the design, key 0, or of chunk i, key (1, i): children of the seed.

        As numpy's ``SeedSequence(seed).spawn`` makes them, without making those before.
        """
        return np.random.SeedSequence(self.seed, spawn_key=key)

    @cached_property
    def points(self) -> Points:
        """All points."""
        return self.design.lay(self.axes, self.seed_of(0))

    def to_dict(self) -> dict[str, Any]:
        """Return the study as plain values, issue and orders in full."""
        found: dict[str, Any] = plain(
            {
                "name": self.name,
                "seed": self.seed,
                "chunk": self.chunk,
                "design": self.design.to_dict(),
                "parameters": [axis.to_dict() for axis in self.axes],
                "outputs": list(self.outputs),
                "orders": [order.to_dict() for order in self.orders],
                "issue": self.issue.to_dict(),
            }
        )
        return found

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that the numbers depend on, as hexadecimal text."""
        text = json.dumps(self.to_dict() | _unseen(self.issue), sort_keys=True, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def table(self) -> Table:
        """Return one row a parameter."""
        rows = [[axis.name, len(axis.values) or axis.steps, *_range(axis)] for axis in self.axes]
        orders = ", ".join(order.name for order in self.orders)
        title = f"{self.name}: {self.size} points ({self.design.kind}) under {orders}"
        return Table(["parameter", "values", "from", "to"], rows, title)


def _tried(axes: Sequence[Axis]) -> list[dict[str, Any]]:
    """Return points that are tried before any work: every listed value, and both ends of ranges.

    One parameter moves at a time, the others are at their first value; then all at their last.
    """
    first = {axis.name: _end(axis, 0) for axis in axes}
    last = {axis.name: _end(axis, -1) for axis in axes}
    moved = [{**first, axis.name: value} for axis in axes for value in axis.values[:MOST_TRIED]]
    return [first, *moved, last]


def _end(axis: Axis, pick: int) -> Any:
    if axis.values:
        return axis.values[pick]
    return axis.low if pick == 0 else axis.high


def _range(axis: Axis) -> list[Any]:
    return [_end(axis, 0), _end(axis, -1)]


def _once(names: Sequence[str], where: str, what: str) -> None:
    for position, name in enumerate(names):
        if name in names[:position]:
            raise ModelError(where, f"{name!r} a second time", f"{what} once")


def _unseen(issue: Issue) -> dict[str, Any]:
    """Return what an issue's plain values leave out: trade, derived columns, own settings."""
    from dataclasses import fields

    known = {item.name for item in fields(Issue)} - {"trade", "derived"}
    own = {i.name: getattr(issue, i.name) for i in fields(issue) if i.name not in known}
    return {"settings": plain({key: _plain(value) for key, value in own.items()})}


def _plain(value: Any) -> Any:
    from dataclasses import asdict, is_dataclass

    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value
