"""Drawing the figures of an exercise: whole numbers, choices and names from a seed.

Builds on numpy's PCG64, whose raw bits are the same in every version; nothing else of numpy's
random numbers is used, since their methods may change. Not here: what is drawn (the subjects).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

import numpy as np

from gametheory_orders.foundations.tolerances import NEAT

T = TypeVar("T")

STATES = ("Avoria", "Belmark", "Corvia", "Dorland", "Estova", "Fenmark", "Galdia", "Hestria")
"""Names of states that do not exist, in the order of the alphabet."""


class Rejected(Exception):
    """The figures drawn make a question without one neat answer: they are drawn again."""


def reject(when: bool) -> None:
    """Draw again if something holds that would spoil the question.

    Examples
    --------
    >>> reject(1 > 2)
    """
    if when:
        raise Rejected


class Draw:
    """What an exercise draws its figures from.

    Parameters
    ----------
    name : str
        Of the template: two templates draw different figures from the same seed.
    *seed : int
        Whole numbers of 0 or more.

    Examples
    --------
    >>> draw = Draw("example", 7)
    >>> draw.whole(1, 6), draw.whole(1, 6), draw.pick("abc"), draw.states(2)
    (1, 1, 'c', ('Avoria', 'Belmark'))
    """

    def __init__(self, name: str, *seed: int) -> None:
        key = [zlib.crc32(name.encode()), *seed]
        self._bits = np.random.PCG64(np.random.SeedSequence(key))

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included, each equally likely."""
        span = high - low + 1
        fair = 2**64 - 2**64 % span
        while True:
            raw = int(self._bits.random_raw())
            if raw < fair:
                return low + raw % span

    def wholes(self, low: int, high: int, count: int, *, distinct: bool = False) -> tuple[int, ...]:
        """Return several whole numbers, all different if asked for."""
        if distinct:
            return self.sample(range(low, high + 1), count)
        return tuple(self.whole(low, high) for _ in range(count))

    def pick(self, among: Sequence[T]) -> T:
        """Return one of several."""
        return among[self.whole(0, len(among) - 1)]

    def sample(self, among: Sequence[T], count: int) -> tuple[T, ...]:
        """Return several different ones, in the order in which they came up."""
        left = list(among)
        return tuple(left.pop(self.whole(0, len(left) - 1)) for _ in range(count))

    def shuffled(self, among: Sequence[T]) -> tuple[T, ...]:
        """Return all in another order."""
        return self.sample(among, len(among))

    def states(self, count: int) -> tuple[str, ...]:
        """Return the names of so many states, in the order of the alphabet."""
        return STATES[:count]


def neat(value: object, most: int = 60) -> Fraction:
    """Return an answer as the fraction it is, or draw again if it is not a short one.

    Parameters
    ----------
    value : Fraction, int or float
        What a solver found; a float is taken for the fraction next to it, within 1e-9.
    most : int
        The largest denominator that still counts as neat.

    Examples
    --------
    >>> str(neat(0.6666666666666666)), str(neat(Fraction(5, 2)))
    ('2/3', '5/2')
    """
    number: Fraction = Fraction(value)  # type: ignore[call-overload]
    found = number.limit_denominator(most)
    reject(found != number and (not isinstance(value, float) or abs(found - number) > NEAT))
    return found
