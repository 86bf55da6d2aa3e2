"""Ray and Vohra 1999, Games and Economic Behavior 26(2); Bloch 1996, same journal 14(1).

B4.4: with the linear-quadratic public good all states agree only for certain numbers of them.
Ray's book of 2007, example 5.1, ends in coalitions of four and one: so does Cournot oligopoly with
five firms here. Its example 5.2 was not at hand and is not reproduced.
"""

from __future__ import annotations

from math import ceil, sqrt

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
