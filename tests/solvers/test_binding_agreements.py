"""Binding agreements in sequence against plain recursion."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.solvers.binding_agreements import binding_agreements


def split(n: int) -> tuple[int, ...]:
    """All sizes tried, each followed by what the rest would do, in exact fractions."""
    if not n:
        return ()
    found = [(size, *split(n - size)) for size in range(1, n + 1)]
    return max(found, key=lambda f: (sum(s * s for s in f) - Fraction(f[0] ** 2, 2), f[0]))


@pytest.mark.parametrize("n", range(1, 13))
def test_as_by_definition(n: int) -> None:
    assert binding_agreements(n).formed == split(n)


@pytest.mark.parametrize("n", [3, 7, 10])
def test_the_general_recursion_agrees_with_the_closed_form(n: int) -> None:
    def per_member(size: int, sizes: tuple[int, ...]) -> float:
        return sum(s * s for s in sizes) - size**2 / 2

    assert binding_agreements(n, per_member).formed == binding_agreements(n).formed


@pytest.mark.parametrize("n", [0, 1.5, 10**6])
def test_wrong_number(n: object) -> None:
    with pytest.raises(ModelError, match="whole number"):
        binding_agreements(n)  # type: ignore[arg-type]
