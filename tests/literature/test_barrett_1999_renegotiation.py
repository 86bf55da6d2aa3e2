"""Barrett 1999, Journal of Theoretical Politics 11: full cooperation only among few.

Benefit .4 to each of every provision, cost 1: derived from the paper's conditions.
"""

from __future__ import annotations

from fractions import Fraction

import gametheory_orders as gto


def test_at_most_three_and_three_quarters():
    found = gto.renegotiation_proof(0.4, 1, 3)
    assert found.largest == 3
    assert found.punished
    assert found.needed == Fraction(3, 4)
    assert not gto.renegotiation_proof(0.4, 1, 4).punished
    assert "0.750" in str(found)
    assert found.to_dict()["needed"] == "3/4"


def test_two_gain_too_little_to_be_kept():
    assert not any(gto.renegotiation_proof(0.4, 1, 2).kept(k / 100) for k in range(100))
