"""Ray and Vohra 1999, Games and Economic Behavior 26(2); Bloch 1996, same journal 14(1).

B4.4: with the linear-quadratic public good all states agree only for certain numbers of them; and
examples 5.1 and 5.2 of Ray 2007, A Game-Theoretic Perspective on Coalition Formation (pages 57 and
62), with worths of coalitions, shared equally, 0 where none is named. They are taken from
github.com/jlehtomaa/symmetric_coalitions, which quotes the book; the book itself was not at hand.
"""

from __future__ import annotations

from math import ceil, sqrt
from typing import Any

import pytest

from gametheory_orders.solvers.binding_agreements import binding_agreements


def test_numbers_for_which_all_agree() -> None:
    alone = [n for n in range(1, 200) if len(binding_agreements(n).sizes) == 1]
    assert alone == [1, 2, 3, 5, 8, 13, 20, 31, 48, 74, 115, 178]


def test_ten_states_split_into_eight_and_two() -> None:
    found = binding_agreements(10)
    assert found.sizes == (8, 2)
    assert found.effectiveness == pytest.approx(0.802, abs=6e-4)


@pytest.mark.parametrize("n", range(2, 13))
def test_cournot_oligopoly(n: int) -> None:
    """Firms stay alone until a cartel of (2n + 3 - sqrt(4n + 5)) / 2 or more is left."""
    found = binding_agreements(n, lambda size, sizes: 1 / (size * (len(sizes) + 1) ** 2))
    cartel = ceil((2 * n + 3 - sqrt(4 * n + 5)) / 2 - 1e-12)
    assert found.sizes == (cartel, *[1] * (n - cartel))


def test_five_firms_end_in_four_and_one() -> None:
    found = binding_agreements(5, lambda size, sizes: 1 / (size * (len(sizes) + 1) ** 2))
    assert found.sizes == (4, 1)


EXAMPLE_1 = {
    (4, (4, 1)): 6.0,
    (1, (4, 1)): 2.0,
    (3, (3, 2)): 3.0,
    (2, (3, 2)): 8.0,
    (2, (2, 1, 1, 1)): 0.1,
    (1, (2, 1, 1, 1)): 3.0,
    (3, (3, 1, 1)): 10.0,
}
EXAMPLE_2 = {(3, (3, 1)): 22.0, (2, (2, 1, 1)): 16.0, (1, (2, 1, 1)): 1.0}


@pytest.mark.parametrize(
    ("n", "worths", "sizes"), [(5, EXAMPLE_1, (4, 1)), (4, EXAMPLE_2, (2, 1, 1))]
)
def test_examples_of_the_book(n: int, worths: dict[Any, float], sizes: tuple[int, ...]) -> None:
    def per_member(size: int, structure: tuple[int, ...]) -> float:
        return worths.get((size, structure), 0.0) / size

    assert binding_agreements(n, per_member).sizes == sizes
