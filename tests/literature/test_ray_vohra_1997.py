"""Ray and Vohra 1997, Equilibrium Binding Agreements, Journal of Economic Theory 73.

A cartel of three firms in Cournot competition holds: who leaves (D/9 against D/12) makes the other
two part as well, and then has D/16 (retold in Ray 2007, chapter 2). In the public good everybody
stays together for those numbers of states for which all agree one after the other, too (B4.4).
"""

from __future__ import annotations

import pytest

from gametheory_orders import (
    binding_agreements,
    equilibrium_binding_agreements,
    partition_function,
)
from making import good


def profits(coalitions):
    each = 1 / (1 + len(coalitions)) ** 2
    return {firm: each / len(some) for some in coalitions for firm in some}


def test_a_cartel_of_three_holds_and_two_of_three_do_not():
    found = equilibrium_binding_agreements(profits, "ABC")
    assert set(found) == {(("A", "B", "C"),), (("A",), ("B",), ("C",))}
    for before, after, leader in found.blocked:
        assert len(before) == 2
        assert len(after) == 3
        assert len(leader) == 1


@pytest.mark.parametrize("n", range(2, 7))
def test_everybody_together(n):
    found = equilibrium_binding_agreements(partition_function(good([1.0] * n)))
    together = len(binding_agreements(n).sizes) == 1
    assert ((tuple("ABCDEF"[:n]),) in found.stable) == together
    assert together == (n in {2, 3, 5})
