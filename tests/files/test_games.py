"""Games from files by their ending, and equilibria straight from a file."""

from __future__ import annotations

from fractions import Fraction

import pytest

import gametheory_orders as gto

STAG_HUNT = 'NFG 1 R "Stag hunt" { "A" "B" } { 2 2 }\n\n4 4 3 0 0 3 2 2\n'


def test_equilibria_straight_from_a_file_are_those_of_its_payoffs(tmp_path):
    path = tmp_path / "hunt.nfg"
    path.write_text(STAG_HUNT)
    found = list(gto.nash_equilibria(str(path)))
    assert found == list(gto.nash_equilibria([[4, 0], [3, 2]], [[4, 3], [0, 2]]))
    assert ((Fraction(2, 3), Fraction(1, 3)),) * 2 in found


def test_an_unknown_ending_is_told(tmp_path):
    with pytest.raises(gto.ModelError, match=r"\.xlsx"):
        gto.read_game(tmp_path / "hunt.xlsx")
