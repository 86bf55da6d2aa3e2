"""Farsighted sizes against their definition, in exact fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.solvers.farsighted import farsighted_sizes

PUBLISHED = (1, 2, 3, 5, 8, 12, 18, 26, 38, 55, 79, 113, 161, 228)


def member(k: int, n: int) -> Fraction:
    return k * k + (n - k) - Fraction(k * k, 2)


def outsider(k: int, n: int) -> Fraction:
    return k * k + (n - k) - Fraction(1, 2)


@pytest.mark.parametrize("n", [2, 10, 60, 228])
def test_closed_form_and_definition_agree(n: int) -> None:
    """L10: sizes do not depend on n."""
    sizes = [1]
    for k in range(2, n + 1):
        if member(k, n) >= outsider(sizes[-1], n):
            sizes.append(k)
    assert farsighted_sizes(n).sizes == tuple(sizes)
    assert farsighted_sizes(n).sizes == tuple(k for k in PUBLISHED if k <= n)
    by_payoffs = farsighted_sizes(n, lambda k: float(member(k, n)), lambda k: float(outsider(k, n)))
    assert by_payoffs.sizes == tuple(sizes)


def test_published_shares() -> None:
    """B4.3: n = 10 largest 8 (E .760), n = 193 largest 161 (E .811)."""
    ten, all_states = farsighted_sizes(10), farsighted_sizes(193)
    assert (ten.largest, round(ten.effectiveness[-1], 3)) == (8, 0.760)
    assert (all_states.largest, round(all_states.effectiveness[-1], 3)) == (161, 0.811)


@pytest.mark.parametrize("n", [1, 2.0, True, "3"])
def test_wrong_number(n: object) -> None:
    with pytest.raises(ModelError, match="whole number"):
        farsighted_sizes(n)  # type: ignore[arg-type]


def test_both_payoffs_or_neither() -> None:
    with pytest.raises(ModelError, match="both"):
        farsighted_sizes(3, inside=float)
