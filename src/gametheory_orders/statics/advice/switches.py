"""Where the leading C changes along one input, and which states bind there.

Builds on the sampler of parameter studies. Between neighbours of a grid the change is bracketed by
bisection; two changes between neighbours can be missed. Not here: what is uncertain (advise.py).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.statics.numeric.fronts import Front, cs_of, in_front
from gametheory_orders.statics.numeric.ranges import Range
from gametheory_orders.statics.numeric.study import Sampler

NARROW = 1e-4
"""Width of a bracket, as a share of the range."""


@dataclass(frozen=True)
class Switch:
    """Where another of the four Cs takes the lead.

    Parameters
    ----------
    parameter : str
        Along which input, all others as they are.
    low, high : float
        It lies between these two.
    before, after : tuple of str
        The Cs in front just below and just above; several are tied, none means that nothing is
        gained.
    orders_before, orders_after : tuple of str
        The orders in front.
    states : tuple of str
        Who holds those orders back there: the members that would break more.
    """

    parameter: str
    low: float
    high: float
    before: Front
    after: Front
    orders_before: tuple[str, ...]
    orders_after: tuple[str, ...]
    states: tuple[str, ...]

    @property
    def at(self) -> float:
        """The middle of the bracket."""
        return 0.5 * (self.low + self.high)

    def to_dict(self) -> dict[str, Any]:
        """Return the switch as plain values."""
        return dict(vars(self))


def find_switches(
    samplers: Sequence[Sampler],
    having: Sequence[set[str]],
    ranges: Mapping[str, Range],
    steps: int,
) -> tuple[Switch, ...]:
    """Return where the leading C changes along each input, the others as they are.

    Parameters
    ----------
    samplers : sequence of Sampler
        One an order, of its effectiveness.
    having : sequence of set of str
        The inputs that each order has.
    ranges : mapping of str to Range
        The inputs.
    steps : int
        Stretches of the grid along each.
    """
    found: list[Switch] = []
    for name, within in ranges.items():
        line = _Line(samplers, having, name)
        grid = np.linspace(within.low, within.high, steps + 1).tolist()
        for low, high in itertools.pairwise(grid):
            if line.front(low) != line.front(high):
                found.append(line.bracket(low, high, NARROW * (within.high - within.low)))
    return tuple(found)


class _Line:
    """Who leads along one input."""

    def __init__(self, samplers: Sequence[Sampler], having: Sequence[set[str]], name: str) -> None:
        self.samplers, self.name = samplers, name
        self.has = [name in own for own in having]
        self.orders = [each.order for each in samplers]

    def _settings(self, j: int, x: float) -> dict[str, float]:
        return {self.name: x} if self.has[j] else {}

    def ahead(self, x: float) -> np.ndarray:
        values = [each(self._settings(j, x))[0] for j, each in enumerate(self.samplers)]
        return in_front(np.array(values))

    def front(self, x: float) -> Front:
        return cs_of(self.orders, self.ahead(x))

    def bracket(self, low: float, high: float, width: float) -> Switch:
        before = self.front(low)
        while high - low > width:
            middle = 0.5 * (low + high)
            low, high = (middle, high) if self.front(middle) == before else (low, middle)
        ahead = {x: self.ahead(x) for x in (low, high)}
        names = {x: tuple(self._named(ahead[x])) for x in ahead}
        touched = np.flatnonzero(ahead[low] | ahead[high]).tolist()
        states = [state for j in touched for state in self._binding(j, low, high)]
        return Switch(
            self.name, low, high, before, self.front(high), names[low], names[high],
            tuple(dict.fromkeys(states)),
        )  # fmt: skip

    def _named(self, ahead: np.ndarray) -> list[str]:
        return [order.name for order, front in zip(self.orders, ahead, strict=True) if front]

    def _binding(self, j: int, low: float, high: float) -> list[str]:
        """Return who holds an order back on either side of the switch."""
        facts: Callable[[float], Any] = lambda x: self.samplers[j].facts(self._settings(j, x))  # noqa: E731
        return [state for x in (low, high) for state in facts(x).get("binds", ())]
