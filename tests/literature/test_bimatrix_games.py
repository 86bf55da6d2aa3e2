"""Two-player games of the literature with all their extreme equilibria."""

from fractions import Fraction as F

import pytest

from gametheory_orders.solvers.nash import nash_equilibria, zero_sum

H, T = F(1, 2), F(1, 3)

SIX = (
    [
        [9504, -660, 19976, -20526, 1776, -8976],
        [-111771, 31680, -130944, 168124, -8514, 52764],
        [397584, -113850, 451176, -586476, 29216, -178761],
        [171204, -45936, 208626, -263076, 14124, -84436],
        [1303104, -453420, 1227336, -1718376, 72336, -461736],
        [737154, -227040, 774576, -1039236, 48081, -300036],
    ],
    [
        [72336, -461736, 1227336, -1718376, 1303104, -453420],
        [48081, -300036, 774576, -1039236, 737154, -227040],
        [29216, -178761, 451176, -586476, 397584, -113850],
        [14124, -84436, 208626, -263076, 171204, -45936],
        [1776, -8976, 19976, -20526, 9504, -660],
        [-8514, 52764, -130944, 168124, -111771, 31680],
    ],
)

# name and source, A, B (None: zero-sum), all extreme equilibria
GAMES = {
    "prisoners' dilemma (Tucker 1950)": (
        [[3, 0], [5, 1]],
        [[3, 5], [0, 1]],
        {((0, 1), (0, 1))},
    ),
    "battle of the sexes (Luce and Raiffa 1957, ch. 5.3)": (
        [[2, -1], [-1, 1]],
        [[1, -1], [-1, 2]],
        {((1, 0), (1, 0)), ((F(3, 5), F(2, 5)), (F(2, 5), F(3, 5))), ((0, 1), (0, 1))},
    ),
    "chicken (Rapoport and Chammah 1966)": (
        [[0, -1], [1, -10]],
        [[0, 1], [-1, -10]],
        {
            ((1, 0), (0, 1)),
            ((F(9, 10), F(1, 10)), (F(9, 10), F(1, 10))),
            ((0, 1), (1, 0)),
        },
    ),
    "stag hunt (Harsanyi and Selten 1988)": (
        [[9, 0], [8, 7]],
        [[9, 8], [0, 7]],
        {((1, 0), (1, 0)), ((F(7, 8), F(1, 8)), (F(7, 8), F(1, 8))), ((0, 1), (0, 1))},
    ),
    "matching pennies (von Neumann 1928)": ([[1, -1], [-1, 1]], None, {((H, H), (H, H))}),
    "paper, rock, scissors": (
        [[0, -1, 1], [1, 0, -1], [-1, 1, 0]],
        None,
        {((T, T, T), (T, T, T))},
    ),
    "Shapley 1964, Some topics in two-person games": (
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[0, 1, 0], [0, 0, 1], [1, 0, 0]],
        {((T, T, T), (T, T, T))},
    ),
    "hawk and dove with V = 2, C = 4 (Maynard Smith and Price 1973)": (
        [[-1, 2], [0, 1]],
        [[-1, 0], [2, 1]],
        {((1, 0), (0, 1)), ((H, H), (H, H)), ((0, 1), (1, 0))},
    ),
    "inspection game (Turocy and von Stengel 2001, Game Theory, section 6)": (
        [[0, -10], [-1, -6]],
        [[0, 10], [0, -90]],
        {((F(9, 10), F(1, 10)), (F(4, 5), F(1, 5)))},
    ),
    "von Stengel 2007, Algorithmic Game Theory ch. 3, eq. 3.2": (
        [[3, 3], [2, 5], [0, 6]],
        [[3, 2], [2, 6], [3, 1]],
        {
            ((1, 0, 0), (1, 0)),
            ((F(4, 5), F(1, 5), 0), (F(2, 3), F(1, 3))),
            ((0, F(1, 3), F(2, 3)), (F(1, 3), F(2, 3))),
        },
    ),
    "von Stengel 2007, eq. 3.7, degenerate: a segment": (
        [[3, 3], [2, 5], [0, 6]],
        [[3, 3], [2, 6], [3, 1]],
        {
            ((1, 0, 0), (1, 0)),
            ((1, 0, 0), (F(2, 3), F(1, 3))),
            ((0, F(1, 3), F(2, 3)), (F(1, 3), F(2, 3))),
        },
    ),
    "Nashpy issue 222, a segment": (
        [[-3, 3], [-3, 5]],
        [[2, 7], [4, 2]],
        {((F(2, 7), F(5, 7)), (1, 0)), ((0, 1), (1, 0))},
    ),
    "a chain of three segments, by hand": (
        [[1, 1], [1, 1]],
        [[1, 0], [0, 1]],
        {
            ((1, 0), (1, 0)),
            ((H, H), (1, 0)),
            ((H, H), (0, 1)),
            ((0, 1), (0, 1)),
        },
    ),
    "entry deterrence in normal form (Selten 1978)": (
        [[0, 2], [1, 1]],
        [[0, 2], [5, 5]],
        {((1, 0), (0, 1)), ((0, 1), (1, 0)), ((0, 1), (H, H))},
    ),
    "an imperfect equilibrium (Myerson 1978)": (
        [[1, 0], [0, 0]],
        [[1, 0], [0, 0]],
        {((1, 0), (1, 0)), ((0, 1), (0, 1))},
    ),
    "travellers' dilemma, claims 2 to 4 (Basu 1994)": (
        [[2, 4, 4], [0, 3, 5], [0, 1, 4]],
        [[2, 0, 0], [4, 3, 1], [4, 5, 4]],
        {((1, 0, 0), (1, 0, 0))},
    ),
    "coordination of three (Schelling 1960)": (
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        {
            ((1, 0, 0), (1, 0, 0)),
            ((0, 1, 0), (0, 1, 0)),
            ((0, 0, 1), (0, 0, 1)),
            ((H, H, 0), (H, H, 0)),
            ((H, 0, H), (H, 0, H)),
            ((0, H, H), (0, H, H)),
            ((T, T, T), (T, T, T)),
        },
    ),
    "deadlock (Oye 1986, Cooperation under Anarchy)": (
        [[1, 0], [3, 2]],
        [[1, 3], [0, 2]],
        {((0, 1), (0, 1))},
    ),
    "Colonel Blotto, two soldiers on two fields (Borel 1921)": (
        [[0, 0, 0], [0, 0, 0], [0, 0, 0]],
        None,
        {
            (x, y)
            for x in ((1, 0, 0), (0, 1, 0), (0, 0, 1))
            for y in ((1, 0, 0), (0, 1, 0), (0, 0, 1))
        },
    ),
    "odd or even (Ferguson 2014, Game Theory, part II)": (
        [[-2, 3], [3, -4]],
        None,
        {((F(7, 12), F(5, 12)),) * 2},
    ),
    "a saddle point, by hand": (
        [[4, 2, 3], [1, 0, 5]],
        None,
        {((1, 0), (0, 1, 0))},
    ),
}


@pytest.mark.parametrize("name", GAMES)
def test_all_extreme_equilibria(name):
    A, B, known = GAMES[name]
    for method in ("auto", "exact_pivoting"):
        found = nash_equilibria(A, B, method=method)
        assert set(found) == known
        assert len(found) == len(known)
        assert found.complete


def test_von_stengel_1999_six_by_six_with_75_equilibria():
    # New maximal numbers of equilibria in bimatrix games, Discrete and Computational Geometry 21;
    # the matrices as in Avis, Rosenberg, Savani and von Stengel 2010.
    found = nash_equilibria(SIX[0], [list(row) for row in zip(*SIX[1], strict=True)])
    assert len(found) == 75
    assert not found.degenerate
    assert found.maximal_regret == 0


def test_quint_and_shubik_1997_identity_games_have_two_to_the_n_minus_one_equilibria():
    for n in range(2, 8):
        identity = [[int(i == j) for j in range(n)] for i in range(n)]
        assert len(nash_equilibria(identity, identity)) == 2**n - 1


def test_von_stengel_2007_degenerate_game_has_a_segment_and_a_point():
    A, B, _ = GAMES["von Stengel 2007, eq. 3.7, degenerate: a segment"]
    found = nash_equilibria(A, B)
    assert found.degenerate
    sizes = sorted((len(c.rows), len(c.columns)) for c in found.components)
    assert sizes == [(1, 1), (1, 2)]
    assert "2 best responses" in (found.witness or "")


def test_chain_of_segments_is_one_connected_part():
    A, B, _ = GAMES["a chain of three segments, by hand"]
    found = nash_equilibria(A, B)
    assert {c.connected for c in found.components} == {0}
    assert len(found.components) == 3


def test_odd_or_even_is_worth_one_twelfth():
    # Ferguson 2014, Game Theory, part II, section 1.2.
    assert zero_sum([[-2, 3], [3, -4]]).parameters["value"] == F(1, 12)
