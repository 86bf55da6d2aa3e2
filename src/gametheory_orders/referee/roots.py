"""Roots of parabolas in fractions: exact where they are rational, else to sixty digits.

Builds on the standard library only. Not here: what the parabolas mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import isqrt

BITS = 200
"""Binary digits to which an irrational root is worked out."""

Along = Callable[[Fraction], Sequence[Fraction]]


def square_root(value: Fraction) -> tuple[Fraction, bool]:
    """Return the root of a fraction of 0 or more, and whether it is exact.

    Examples
    --------
    >>> square_root(Fraction(9, 4))
    (Fraction(3, 2), True)
    """
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom), True
    # The root of a / b is that of a b over b.
    inside = value.numerator * value.denominator << 2 * BITS
    return Fraction(isqrt(inside), value.denominator << BITS), False


def roots_of(square: Fraction, slope: Fraction, constant: Fraction) -> list[tuple[Fraction, bool]]:
    """Return the real roots of a parabola or line, each with whether it is exact.

    Examples
    --------
    >>> roots_of(Fraction(1), Fraction(0), Fraction(-4))
    [(Fraction(-2, 1), True), (Fraction(2, 1), True)]
    """
    if square == 0:
        return [] if slope == 0 else [(-constant / slope, True)]
    inside = slope * slope - 4 * square * constant
    if inside < 0:
        return []
    root, exact = square_root(inside)
    return [((-slope - root) / (2 * square), exact), ((-slope + root) / (2 * square), exact)]


def parabolas(along: Along, low: Fraction, high: Fraction) -> list[tuple[Fraction, ...]]:
    """Return the parabolas through the values at both ends and in the middle, in t from 0 to 1.

    Examples
    --------
    >>> parabolas(lambda x: [x * x], Fraction(0), Fraction(2))
    [(Fraction(4, 1), Fraction(0, 1), Fraction(0, 1))]
    """
    first, middle, last = along(low), along((low + high) / 2), along(high)
    return [
        (2 * (a - 2 * b + c), -3 * a + 4 * b - c, a)
        for a, b, c in zip(first, middle, last, strict=True)
    ]


def zeros(along: Along, low: Fraction, high: Fraction) -> dict[Fraction, bool]:
    """Return where functions that are parabolas between two ends are zero, or turn.

    Turning points are included, so that a double root is not lost to rounding.
    """
    found: dict[Fraction, bool] = {}
    if high <= low:
        return found
    for square, slope, constant in parabolas(along, low, high):
        places = roots_of(square, slope, constant)
        if square:
            places.append((-slope / (2 * square), True))
        for place, exact in places:
            if 0 <= place <= 1:
                found[low + place * (high - low)] = exact
    return found
