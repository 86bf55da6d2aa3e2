"""What contributing costs a state: convex curves, and how much each moves at a price.

Builds on numpy. A cost knows its marginal cost and its supply: what is contributed when one more
unit is worth a price, between nothing and the state's limit. Figures are arrays over states.
Not here: what the good is worth (benefit.py).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np

from gametheory_orders.foundations.tolerances import LEVEL


@dataclass(frozen=True, eq=False)
class Cost(ABC):
    """A convex cost of contributing, shape (n,) over states.

    Parameters
    ----------
    limit : array, shape (n,)
        The most that each can contribute; infinite without a limit.
    """

    limit: np.ndarray
    stepwise = False
    """Whether supply jumps at some price, so that it does not fix how a sum is split."""

    @abstractmethod
    def of(self, contributions: np.ndarray) -> np.ndarray:
        """Return the cost of contributions, shape (..., n)."""

    @abstractmethod
    def marginal(self, contributions: np.ndarray) -> np.ndarray:
        """Return the marginal cost, shape (..., n)."""

    @abstractmethod
    def _wanted(self, price: np.ndarray) -> np.ndarray:
        """Return what is contributed at a price of zero or more, were there no limit."""

    @abstractmethod
    def _slope(self, price: np.ndarray) -> np.ndarray:
        """Return its derivative."""

    def supply(self, price: np.ndarray) -> np.ndarray:
        """Return what is contributed at a price per unit, shape (..., n)."""
        wanted = self._wanted(np.maximum(price, 0.0))
        return np.asarray(np.clip(wanted, 0.0, self.limit))

    def supply_slope(self, price: np.ndarray) -> np.ndarray:
        """Return what one unit of price more adds, zero at nothing and at the limit."""
        wanted = self._wanted(np.maximum(price, 0.0))
        inside = (price > 0) & (wanted > 0) & (wanted < self.limit)
        with np.errstate(all="ignore"):
            slope = self._slope(np.maximum(price, 0.0))
        return np.where(inside, slope, 0.0)

    def take(self, states: int | np.ndarray) -> Self:
        """Return the cost of one state, or of some."""
        figures = {each.name: getattr(self, each.name) for each in fields(self)}
        arrays = {name: x[states] for name, x in figures.items() if isinstance(x, np.ndarray)}
        return replace(self, **arrays)


@dataclass(frozen=True, eq=False)
class PowerCost(Cost):
    """Costs m k (q / k)^h / h: marginal cost m at q = k, rising with the power h - 1.

    With h = 2 and m = 1 it is q^2 / (2 k). With h = 2.8, k the emissions and m the backstop's
    price it is the abatement cost of Nordhaus' RICE-2013.

    Examples
    --------
    >>> one = np.ones(1)
    >>> PowerCost(np.inf * one, 4 * one, 2 * one, 3.0).supply(np.array([2.0, 8.0])).tolist()
    [4.0, 8.0]
    """

    capacity: np.ndarray
    unit_cost: np.ndarray
    exponent: float = 2.0

    def of(self, contributions: np.ndarray) -> np.ndarray:
        """Return m k (q / k)^h / h."""
        share = contributions / self.capacity
        scale = self.unit_cost * self.capacity / self.exponent
        return np.asarray(scale * share**self.exponent)

    def marginal(self, contributions: np.ndarray) -> np.ndarray:
        """Return m (q / k)^(h - 1)."""
        share = contributions / self.capacity
        return np.asarray(self.unit_cost * share ** (self.exponent - 1))

    def _wanted(self, price: np.ndarray) -> np.ndarray:
        ratio = price / self.unit_cost
        if self.exponent == 2:
            return np.asarray(self.capacity * ratio)
        return np.asarray(self.capacity * ratio ** (1 / (self.exponent - 1)))

    def _slope(self, price: np.ndarray) -> np.ndarray:
        return np.asarray(self._wanted(price) / ((self.exponent - 1) * price))


@dataclass(frozen=True, eq=False)
class CubicCost(Cost):
    """Costs q^2 / (2 k) + g q^3 / 3: a quadratic start that gets steeper.

    Examples
    --------
    >>> one = np.ones(1)
    >>> CubicCost(np.inf * one, one, 2 * one).supply(np.array([10.0])).tolist()
    [2.0]
    """

    capacity: np.ndarray
    cubic: np.ndarray

    def of(self, contributions: np.ndarray) -> np.ndarray:
        """Return q^2 / (2 k) + g q^3 / 3."""
        square = contributions**2
        return np.asarray(square / (2 * self.capacity) + self.cubic * square * contributions / 3)

    def marginal(self, contributions: np.ndarray) -> np.ndarray:
        """Return q / k + g q^2."""
        return np.asarray(contributions / self.capacity + self.cubic * contributions**2)

    def _wanted(self, price: np.ndarray) -> np.ndarray:
        # The root of g q^2 + q / k = p in the form that is also right at g = 0.
        slope = 1 / self.capacity
        root = np.sqrt(slope**2 + 4 * self.cubic * price)
        with np.errstate(invalid="ignore"):
            found = 2 * price / (slope + root)
        return np.asarray(np.where(np.isinf(price), np.inf, found))

    def _slope(self, price: np.ndarray) -> np.ndarray:
        return np.asarray(1 / np.sqrt(1 / self.capacity**2 + 4 * self.cubic * price))


@dataclass(frozen=True, eq=False)
class LinearCost(Cost):
    """Costs c q up to the limit: all of it once the price is c, nothing below.

    Examples
    --------
    >>> one = np.ones(1)
    >>> LinearCost(one, 2 * one).supply(np.array([1.9, 2.0])).tolist()
    [0.0, 1.0]
    """

    unit_cost: np.ndarray
    stepwise = True

    def of(self, contributions: np.ndarray) -> np.ndarray:
        """Return c q."""
        return np.asarray(self.unit_cost * contributions)

    def marginal(self, contributions: np.ndarray) -> np.ndarray:
        """Return c."""
        return np.asarray(self.unit_cost + np.zeros(np.shape(contributions)))

    def _wanted(self, price: np.ndarray) -> np.ndarray:
        # Who is indifferent contributes.
        return np.where(price >= self.unit_cost * (1 - LEVEL), self.limit, 0.0)

    def _slope(self, price: np.ndarray) -> np.ndarray:
        return np.zeros(np.shape(price))


@dataclass(frozen=True, eq=False)
class TwoStepCost(Cost):
    """Costs c a unit for the first k units, and d > c for each beyond, up to the limit.

    The cheap and the dear chips of Barrett and Dannenberg, Climate negotiations under scientific
    uncertainty, PNAS 109 (2012).

    Examples
    --------
    >>> one = np.ones(1)
    >>> TwoStepCost(20 * one, 10 * one, 0.1 * one, one).of(np.array([10.0, 15.0])).tolist()
    [1.0, 6.0]
    """

    capacity: np.ndarray
    unit_cost: np.ndarray
    dear_cost: np.ndarray
    stepwise = True

    def of(self, contributions: np.ndarray) -> np.ndarray:
        """Return c min(q, k) + d max(q - k, 0)."""
        beyond = np.maximum(contributions - self.capacity, 0.0)
        return np.asarray(self.unit_cost * (contributions - beyond) + self.dear_cost * beyond)

    def marginal(self, contributions: np.ndarray) -> np.ndarray:
        """Return c up to k, d from there on."""
        return np.where(contributions < self.capacity, self.unit_cost, self.dear_cost)

    def _wanted(self, price: np.ndarray) -> np.ndarray:
        cheap = np.where(price >= self.unit_cost * (1 - LEVEL), self.capacity, 0.0)
        return np.where(price >= self.dear_cost * (1 - LEVEL), self.limit, cheap)

    def _slope(self, price: np.ndarray) -> np.ndarray:
        return np.zeros(np.shape(price))


@dataclass(frozen=True, eq=False)
class IncomeCost(Cost):
    """Costs -m ln(w - q): what is left of the income w is worth m times its logarithm.

    Olson and Zeckhauser, An economic theory of alliances, Review of Economics and Statistics 48
    (1966): with stake a and m = 1 - a a state has (1 - a) ln(w - q) + a ln Q.

    Examples
    --------
    >>> one = np.ones(1)
    >>> IncomeCost(10 * one, 10 * one, 0.5 * one).supply(np.array([0.05, 0.125])).tolist()
    [0.0, 6.0]
    """

    income: np.ndarray
    unit_cost: np.ndarray

    def of(self, contributions: np.ndarray) -> np.ndarray:
        """Return -m ln(w - q)."""
        with np.errstate(divide="ignore"):
            return np.asarray(-self.unit_cost * np.log(self.income - contributions))

    def marginal(self, contributions: np.ndarray) -> np.ndarray:
        """Return m / (w - q)."""
        with np.errstate(divide="ignore"):
            return np.asarray(self.unit_cost / (self.income - contributions))

    def _wanted(self, price: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore"):
            return np.asarray(self.income - self.unit_cost / price)

    def _slope(self, price: np.ndarray) -> np.ndarray:
        return np.asarray(self.unit_cost / price**2)
