"""Abreu and Sannikov 2014, Theoretical Economics 9, and the examples that go with the method.

The 3 by 3 game and its corners at patience .4 are on p. 19 of the paper, as quoted in Barrett's R
package abSan (examples.AS); that package quotes the others from Katzwer's program rgsolve. The
corners at .3 are those in the tests of quantecon.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

import gametheory_orders as gto

PUBLISHED = gto.NormalFormGame(
    ([[16, 3, 0], [21, 10, -1], [9, 5, -5]], [[9, 13, 3], [1, 4, 0], [0, -4, -15]])
)


def assert_corners(found: object, wanted: list[tuple[float, float]], within: float) -> None:
    assert len(found.vertices) == len(wanted)
    for mine, theirs in zip(
        sorted((float(x), float(y)) for x, y in found.vertices), sorted(wanted), strict=True
    ):
        assert mine == pytest.approx(theirs, abs=within)
    assert float(found.error) < 1e-8
    assert found.automaton.subgame_perfect


def test_the_game_of_the_paper():
    wanted = [
        (0.43169727312472, 2.4),
        (6.17267888662042, 0),
        (10.15, 0),
        (20.125, 2.4),
        (16, 9),
        (6.17267888662042, 12.0237911118091),
    ]
    # The published digits hold to some 5e-8 only: (0.43.., 2.4) and (6.17.., 12.02..) must meet
    # 6.17.. = 6 + .4 (0.43..), which theirs miss by 2.3e-8 and ours meet.
    found = gto.equilibrium_payoffs(PUBLISHED, 0.4)
    assert_corners(found, wanted, 5e-8)
    low, high = (float(min(v[0] for v in found.vertices)), float(found.vertices[-1][0]))
    assert high == pytest.approx(6 + 0.4 * low, abs=1e-9)


def test_the_same_game_with_less_patience():
    wanted = [
        (7.33770472, 10.9826253),
        (1.12568240, 2.8),
        (7.33770472, 0),
        (7.86308964, 0),
        (19.7917977, 2.8),
        (15.5630896, 9.1),
    ]
    assert_corners(
        gto.equilibrium_payoffs(PUBLISHED, 0.3), wanted, 5.1e-8
    )  # printed in nine digits


def test_prisoners_dilemmas():
    one = gto.NormalFormGame(([[9, 1], [10, 3]], [[9, 10], [1, 3]]))
    found = gto.equilibrium_payoffs(one, 0.9)
    assert found.exact
    assert set(found.vertices) == {(3, 3), (Fraction(39, 4), 3), (9, 9), (3, Fraction(39, 4))}
    two = gto.NormalFormGame(([[4, 0], [6, 2]], [[4, 6], [0, 2]]))
    assert set(gto.equilibrium_payoffs(two, 0.8).vertices) == {(2, 2), (5, 2), (4, 4), (2, 5)}


def test_the_battle_of_the_sexes():
    game = gto.NormalFormGame(([[8, 3], [0, 5]], [[5, 3], [0, 8]]))
    found = gto.equilibrium_payoffs(game, 0.8)
    assert found.exact
    assert set(found.vertices) == {(8, 5), (5, 5), (5, 8)}


def test_cournot_duopoly_of_fifteen_quantities():
    q = [Fraction(6 * k, 14) for k in range(15)]

    def profits(i: int, j: int) -> tuple[Fraction, Fraction]:
        margin = max(6 - q[i] - q[j], Fraction(0)) - Fraction(3, 5)
        return q[i] * margin, q[j] * margin

    game = gto.NormalFormGame.from_function(profits, (tuple(map(str, range(15))),) * 2)
    half = [
        (6.966530612244898, 0.286530612244898),
        (6.876734693877552, 0.396734693877551),
        (6.897414965986394, 0.191020408163265),
        (6.533417059131345, 0.117551020408163),
        (4.939068550497122, 0.0),
    ]
    wanted = [(0.0, 0.0), *half, *((y, x) for x, y in half)]
    assert_corners(gto.equilibrium_payoffs(game, 0.8), wanted, 1e-10)
