"""What a shared good is worth: one curve for all, which each state's stake scales.

A state with stake s_i gets s_i * value(G) from the good G. Every curve is concave, so that its
slope never rises. Builds on numpy. Not here: how G comes about (the technologies), or its cost.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np


class Benefit(ABC):
    """A concave curve from the good to its worth per unit of stake."""

    constant = False
    """Whether the slope is the same everywhere, so that nobody reacts to the others."""

    @abstractmethod
    def value(self, good: np.ndarray) -> np.ndarray:
        """Return the worth of the good per unit of stake, shape of ``good``."""

    @abstractmethod
    def slope(self, good: np.ndarray) -> np.ndarray:
        """Return what one more unit adds, never rising in the good."""

    @abstractmethod
    def curvature(self, good: np.ndarray) -> np.ndarray:
        """Return the derivative of the slope, never above zero."""


@dataclass(frozen=True)
class LinearBenefit(Benefit):
    """Worth G: every unit counts alike."""

    constant = True

    def value(self, good: np.ndarray) -> np.ndarray:
        """Return the good itself."""
        return np.asarray(good, dtype=float)

    def slope(self, good: np.ndarray) -> np.ndarray:
        """Return 1."""
        return np.ones(np.shape(good))

    def curvature(self, good: np.ndarray) -> np.ndarray:
        """Return 0."""
        return np.zeros(np.shape(good))


@dataclass(frozen=True)
class QuadraticBenefit(Benefit):
    """Worth a G - G^2 / 2: it grows up to the satiation point a, and falls beyond it.

    Source: Barrett, Self-enforcing international environmental agreements, Oxford Economic
    Papers 46 (1994).

    Examples
    --------
    >>> float(QuadraticBenefit(100.0).value(np.array(80.0)))
    4800.0
    """

    satiation: float

    def value(self, good: np.ndarray) -> np.ndarray:
        """Return a G - G^2 / 2."""
        good = np.asarray(good, dtype=float)
        return self.satiation * good - 0.5 * good**2

    def slope(self, good: np.ndarray) -> np.ndarray:
        """Return a - G."""
        return self.satiation - np.asarray(good, dtype=float)

    def curvature(self, good: np.ndarray) -> np.ndarray:
        """Return -1."""
        return np.full(np.shape(good), -1.0)


@dataclass(frozen=True)
class DamageBenefit(Benefit):
    """Worth minus the damage (E - G)^h / h of what is left of the baseline E.

    With h = 2 and everyone's emissions added up as E: Diamantoudi and Sartzetakis, Stable
    international environmental agreements, Journal of Public Economic Theory 8 (2006). What is
    left is never below zero.

    Examples
    --------
    >>> float(DamageBenefit(10.0, 2.0).value(np.array(4.0)))
    -18.0
    """

    baseline: float
    exponent: float = 2.0

    def _left(self, good: np.ndarray) -> np.ndarray:
        return np.maximum(self.baseline - np.asarray(good, dtype=float), 0.0)

    def value(self, good: np.ndarray) -> np.ndarray:
        """Return -(E - G)^h / h."""
        return np.asarray(-(self._left(good) ** self.exponent) / self.exponent)

    def slope(self, good: np.ndarray) -> np.ndarray:
        """Return (E - G)^(h - 1)."""
        return np.asarray(self._left(good) ** (self.exponent - 1))

    def curvature(self, good: np.ndarray) -> np.ndarray:
        """Return -(h - 1) (E - G)^(h - 2)."""
        with np.errstate(divide="ignore"):
            power = self._left(good) ** (self.exponent - 2)
        return np.asarray(-(self.exponent - 1) * power)


@dataclass(frozen=True)
class LogBenefit(Benefit):
    """Worth ln G: the first unit is worth more than anything.

    Source: Olson and Zeckhauser, An economic theory of alliances, Review of Economics and
    Statistics 48 (1966), with Cobb-Douglas tastes.

    Examples
    --------
    >>> float(LogBenefit().slope(np.array(6.0)))
    0.16666666666666666
    """

    def value(self, good: np.ndarray) -> np.ndarray:
        """Return ln G, minus infinity at nothing."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(np.asarray(good, dtype=float)))

    def slope(self, good: np.ndarray) -> np.ndarray:
        """Return 1 / G."""
        with np.errstate(divide="ignore"):
            return np.asarray(1.0 / np.asarray(good, dtype=float))

    def curvature(self, good: np.ndarray) -> np.ndarray:
        """Return -1 / G^2."""
        with np.errstate(divide="ignore"):
            return np.asarray(-1.0 / np.asarray(good, dtype=float) ** 2)
