"""Payoffs along a uniform level: what every state gets when one number binds the members.

Builds on numpy and tolerances. A LevelCurve knows, for one set of members, every state's payoff
when all comply and when it alone defects, where combinations of the two cross zero, and where
each state's payoff peaks. Two makers: from quadratic pieces (exact roots) and from any family's
protocol (numerically). Not here: who supports or keeps a level (solvers).
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np

from gametheory_orders.foundations.tolerances import LAST_DIGITS, ROUNDING, payoff_scale


class Peaks(NamedTuple):
    """Each state's preferred level, its payoff there, and whether it is the only local peak."""

    level: np.ndarray
    payoff: np.ndarray
    single: np.ndarray


class LevelCurve(ABC):
    """Payoffs of all n states as functions of the level between the first and the last edge.

    Parameters
    ----------
    edges : array, shape (pieces + 1,)
        Sorted levels between which payoffs are smooth.
    """

    ordered = True
    """Whether levels lie on a line that an agenda can climb, so that nobody follows beyond its
    peak; else they are alternatives, each put against the status quo."""

    def __init__(self, edges: np.ndarray) -> None:
        self.edges = edges

    @property
    def lowest(self) -> float:
        """The level at which nothing is asked of anyone."""
        return float(self.edges[0])

    @property
    def highest(self) -> float:
        """The level of the members' joint optimum."""
        return float(self.edges[-1])

    @abstractmethod
    def comply(self, levels: np.ndarray) -> np.ndarray:
        """Return payoffs when every member complies, shape (levels, n)."""

    @abstractmethod
    def defect(self, levels: np.ndarray) -> np.ndarray:
        """Return each state's payoff when it alone best-responds, shape (levels, n)."""

    @abstractmethod
    def crossings(
        self, comply: np.ndarray | float, defect: np.ndarray | float, constant: np.ndarray
    ) -> np.ndarray:
        """Return all levels where comply * C_i + defect * D_i + constant_i is zero for some i.

        Touching points (double roots) are included; levels outside the edges are not.
        """

    @abstractmethod
    def turning_points(self, state: int) -> np.ndarray:
        """Return the levels at which a state's payoff under compliance has a local maximum."""

    @abstractmethod
    def peaks(self) -> Peaks:
        """Return every state's preferred level (the lower one on ties)."""

    @abstractmethod
    def mixed(self, matrix: np.ndarray, shift: np.ndarray) -> LevelCurve:
        """Return the curve whose payoffs under compliance are matrix @ C + shift.

        Parameters
        ----------
        matrix : array, shape (n, n)
            How each state's payoff depends on all (transfers).
        shift : array, shape (n,)
            What is added to it.
        """


class QuadraticCurve(LevelCurve):
    """A level curve whose payoffs are quadratic on each piece: all roots are exact.

    Parameters
    ----------
    edges : array, shape (pieces + 1,)
        Sorted levels.
    comply, defect : array, shape (3, pieces, n)
        Coefficients of level^2, level and 1.
    """

    def __init__(self, edges: np.ndarray, comply: np.ndarray, defect: np.ndarray) -> None:
        super().__init__(edges)
        self._comply, self._defect = comply, defect

    def _values(self, coefficients: np.ndarray, levels: np.ndarray) -> np.ndarray:
        levels = np.atleast_1d(np.asarray(levels, dtype=float))
        piece = np.clip(
            np.searchsorted(self.edges, levels, side="right") - 1, 0, len(self.edges) - 2
        )
        square, slope, constant = coefficients[:, piece]
        at = levels[:, None]
        return np.asarray((square * at + slope) * at + constant)

    def comply(self, levels: np.ndarray) -> np.ndarray:
        """Return payoffs when every member complies, shape (levels, n)."""
        return self._values(self._comply, levels)

    def defect(self, levels: np.ndarray) -> np.ndarray:
        """Return each state's payoff when it alone best-responds, shape (levels, n)."""
        return self._values(self._defect, levels)

    def crossings(
        self, comply: np.ndarray | float, defect: np.ndarray | float, constant: np.ndarray
    ) -> np.ndarray:
        """Return the exact roots of the quadratics, and their vertices (touching points)."""
        square, slope, level_free = comply * self._comply + defect * self._defect
        level_free = level_free + constant
        low, high = self.edges[:-1, None], self.edges[1:, None]
        with np.errstate(all="ignore"):
            root = np.sqrt(np.maximum(slope**2 - 4 * square * level_free, 0.0))
            half = -0.5 * (slope + np.where(slope >= 0, root, -root))
            found = np.stack([half / square, level_free / half, -0.5 * slope / square])
            inside = (found >= low) & (found <= high)
        return np.unique(found[inside])

    def turning_points(self, state: int) -> np.ndarray:
        """Return the vertices of the state's pieces that lie inside them, and the edges."""
        square, slope, _ = self._comply[:, :, state]
        with np.errstate(all="ignore"):
            vertex = -0.5 * slope / square
        inside = (square < 0) & (vertex >= self.edges[:-1]) & (vertex <= self.edges[1:])
        return np.unique(np.concatenate([vertex[inside], self.edges]))

    @cached_property
    def _peaks(self) -> Peaks:
        square, slope, _ = self._comply
        low, high = self.edges[:-1, None], self.edges[1:, None]
        with np.errstate(all="ignore"):
            vertex = np.where(square < 0, -0.5 * slope / square, np.where(slope > 0, high, low))
        vertex = np.clip(vertex, low, high)
        states = np.arange(square.shape[1])
        square, slope, constant = self._comply
        value = (square * vertex + slope) * vertex + constant
        slack = LAST_DIGITS * payoff_scale(value)
        first = np.argmax(value >= value.max(axis=0) - slack, axis=0)
        level = vertex[first, states]
        # One peak: once a piece falls to the right of the peak, no later piece rises again.
        rises = 2 * square * low + slope
        later = np.arange(len(vertex))[:, None] > first
        earlier = np.arange(len(vertex))[:, None] < first
        falls = 2 * square * high + slope
        steep = ROUNDING * max(payoff_scale(rises), payoff_scale(falls))
        single = ~((later & (rises > steep)) | (earlier & (falls < -steep))).any(axis=0)
        return Peaks(level, value[first, states], single)

    def peaks(self) -> Peaks:
        """Return every state's preferred level, exactly."""
        return self._peaks

    def mixed(self, matrix: np.ndarray, shift: np.ndarray) -> QuadraticCurve:
        """Return the curve of mixed payoffs, whose pieces are quadratic too."""
        comply = self._comply @ matrix.T
        comply[2] += shift
        return QuadraticCurve(self.edges, comply, self._defect)


class SampledCurve(LevelCurve):
    """A level curve from any family's payoffs: sampled, then refined by bisection.

    Parameters
    ----------
    edges : array, shape (pieces + 1,)
        Sorted levels between which payoffs are smooth.
    comply, defect : callable
        From levels, shape (m,), to payoffs, shape (m, n).
    preferred : callable
        Each state's preferred level, shape (n,).
    samples : int
        Levels per piece at which signs are compared; two crossings closer than the spacing
        can be missed.
    """

    def __init__(
        self,
        edges: np.ndarray,
        comply: Callable[[np.ndarray], np.ndarray],
        defect: Callable[[np.ndarray], np.ndarray],
        preferred: Callable[[], np.ndarray],
        samples: int = 65,
    ) -> None:
        super().__init__(edges)
        self._comply, self._defect, self._preferred = comply, defect, preferred
        self.samples = samples
        pieces = [
            np.linspace(low, high, samples) for low, high in itertools.pairwise(edges) if high > low
        ]
        self.grid = np.unique(np.concatenate(pieces)) if pieces else edges

    @cached_property
    def _complied(self) -> np.ndarray:
        return self.comply(self.grid)

    @cached_property
    def _defected(self) -> np.ndarray:
        return self.defect(self.grid)

    @cached_property
    def _peaks(self) -> Peaks:
        level = self._preferred()
        payoff = np.diagonal(self.comply(level)).copy()
        steps = np.sign(np.round(np.diff(self._complied, axis=0), 14))
        single = np.array([_turns_once(steps[:, i][steps[:, i] != 0]) for i in range(len(level))])
        return Peaks(level, payoff, single)

    def comply(self, levels: np.ndarray) -> np.ndarray:
        """Return payoffs when every member complies, shape (levels, n)."""
        return self._comply(np.atleast_1d(np.asarray(levels, dtype=float)))

    def defect(self, levels: np.ndarray) -> np.ndarray:
        """Return each state's payoff when it alone best-responds, shape (levels, n)."""
        return self._defect(np.atleast_1d(np.asarray(levels, dtype=float)))

    def crossings(
        self, comply: np.ndarray | float, defect: np.ndarray | float, constant: np.ndarray
    ) -> np.ndarray:
        """Return sign changes on the grid, each refined by bisection."""

        def value(levels: np.ndarray) -> np.ndarray:
            return np.asarray(
                comply * self.comply(levels) + defect * self.defect(levels) + constant
            )

        on_grid = comply * self._complied + defect * self._defected + constant
        change = (on_grid[:-1] < 0) != (on_grid[1:] < 0)
        piece, state = np.nonzero(change)
        low, high = self.grid[piece].copy(), self.grid[piece + 1].copy()
        sign = on_grid[piece, state] < 0
        pick = np.arange(len(state)), state
        for _ in range(64):
            middle = 0.5 * (low + high)
            same = (value(middle)[pick] < 0) == sign if len(state) else np.array([], bool)
            low, high = np.where(same, middle, low), np.where(same, high, middle)
        # Both ends of the last bracket: one of them lies on the side that holds.
        return np.unique(np.concatenate([low, high]))

    def turning_points(self, state: int) -> np.ndarray:
        """Return the local maxima on the grid, refined by golden-section search."""
        from scipy.optimize import minimize_scalar

        def loss(level: float) -> float:
            return -float(self.comply(np.array([level]))[0, state])

        value = self._complied[:, state]
        found = [*self.edges]
        for j in range(1, len(value) - 1):
            if value[j] >= value[j - 1] and value[j] >= value[j + 1]:
                bounds = (self.grid[j - 1], self.grid[j + 1])
                found.append(minimize_scalar(loss, bounds=bounds, method="bounded").x)
        return np.unique(found)

    def mixed(self, matrix: np.ndarray, shift: np.ndarray) -> SampledCurve:
        """Return the curve of mixed payoffs; preferred levels are looked for on the samples."""

        def comply(levels: np.ndarray) -> np.ndarray:
            return np.asarray(self.comply(levels) @ matrix.T + shift)

        def preferred() -> np.ndarray:
            tops = []
            for state in range(len(shift)):
                levels = curve.turning_points(state)
                value = curve.comply(levels)[:, state]
                slack = ROUNDING * payoff_scale(value)
                tops.append(levels[int(np.argmax(value >= value.max() - slack))])
            return np.array(tops)

        curve = SampledCurve(self.edges, comply, self._defect, preferred, self.samples)
        return curve

    def peaks(self) -> Peaks:
        """Return every state's preferred level, from the family's numeric search."""
        return self._peaks


def _turns_once(signs: np.ndarray) -> bool:
    return bool((np.diff(signs) <= 0).all())
