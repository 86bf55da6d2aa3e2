"""nash_equilibria against an oracle written from the definition, and what it promises."""

import json
import warnings
from fractions import Fraction as F

import nashpy
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimatrix_oracle import extreme_equilibria
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.nash import nash_equilibria, regret, zero_sum
from gametheory_orders.solvers.nash.bimatrix import polytopes
from gametheory_orders.solvers.nash.exact import all_vertices
from gametheory_orders.solvers.nash.polytope import hull_vertices


def random_game(seed, largest=7):
    generator = np.random.default_rng(seed)
    m, n = generator.integers(2, largest + 1, 2)
    high = (10, 100)[seed % 2]
    return generator.integers(0, high, (2, m, n))


def hold_to_oracle(seed, largest=7):
    A, B = random_game(seed, largest)
    truth = extreme_equilibria(A.tolist(), B.tolist())
    for method in ("auto", "exact_pivoting"):
        found = nash_equilibria(A, B, method=method)
        assert len(found) == len(truth), (seed, method)
        assert set(found) == truth, (seed, method)
        assert found.complete
        assert found.exact


@pytest.mark.parametrize("block", range(10))
def test_same_extreme_equilibria_as_the_oracle_on_200_random_games(block):
    for seed in range(20 * block, 20 * block + 20):
        hold_to_oracle(seed)


@pytest.mark.long
@pytest.mark.parametrize("block", range(20))
def test_same_extreme_equilibria_as_the_oracle_on_2000_random_games(block):
    for seed in range(1000 + 100 * block, 1100 + 100 * block):
        hold_to_oracle(seed)


def test_most_random_games_are_proved_on_qhulls_list():
    # Otherwise the fast road would not be what the tests above test.
    roads = [nash_equilibria(*random_game(seed)).method for seed in range(60)]
    assert roads.count("qhull") >= 55


small = st.integers(-2, 2)


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_degenerate_games_agree_with_the_oracle(m, n, data):
    A, B = (
        data.draw(st.lists(st.lists(small, min_size=n, max_size=n), min_size=m, max_size=m))
        for _ in range(2)
    )
    found = nash_equilibria(A, B)
    assert set(found) == extreme_equilibria(A, B)
    assert len(found) == len(set(found))
    covered = {(x, y) for c in found.components for x in c.rows for y in c.columns}
    assert covered == set(found)
    for component in found.components:
        middle = [
            [sum(ps, F(0)) / len(side) for ps in zip(*side, strict=True)]
            for side in (component.rows, component.columns)
        ]
        assert regret(found.game, middle) == 0
    if not found.degenerate:
        assert len(found) % 2 == 1  # Wilson 1971
        assert all(c.isolated for c in found.components)


def test_qhulls_list_is_proved_on_the_same_vertices_as_the_walk():
    for seed in range(40):
        game = NormalFormGame.from_arrays(*random_game(seed, 6))
        for rows in polytopes(game):
            d = len(rows[0])
            hull = hull_vertices(rows, d, certify=True)
            assert hull is not None
            listed = {int(mask) for mask in hull.simple} | set(hull.solved)
            assert listed - {(1 << d) - 1} == set(all_vertices(rows, d, 10_000))


def test_a_list_with_a_vertex_missing_is_not_believed(monkeypatch):
    import scipy.spatial

    whole = scipy.spatial.ConvexHull

    class Lossy:
        def __init__(self, points, qhull_options):
            hull = whole(points, qhull_options=qhull_options)
            self.simplices, self.equations = hull.simplices[1:], hull.equations[1:]
            self.neighbors = np.maximum(hull.neighbors[1:] - 1, 0)

    A, B = random_game(4)
    truth = set(nash_equilibria(A, B))
    monkeypatch.setattr(scipy.spatial, "ConvexHull", Lossy)
    found = nash_equilibria(A, B)
    assert found.method == "integers"
    assert set(found) == truth
    with pytest.raises(ModelError, match="cannot be proved"):
        nash_equilibria(A, B, method="vertex_enumeration")


@pytest.mark.parametrize("scale", [F(1, 10**12), F(3, 7), 1, 10**15])
@pytest.mark.parametrize("shift", [-(10**9), F(-1, 3), 0, 10**12])
def test_positive_affine_transformations_change_nothing(scale, shift):
    A, B = random_game(6, 5)
    truth = list(nash_equilibria(A, B))
    moved = [[[F(int(x)) * scale + shift for x in row] for row in array] for array in (A, B)]
    assert list(nash_equilibria(moved[0], B)) == truth
    assert list(nash_equilibria(A, moved[1])) == truth
    assert list(nash_equilibria(*moved)) == truth


def test_payoffs_closer_than_rounding_are_told_apart():
    tiny = F(1, 10**30)
    assert len(nash_equilibria([[1, 0], [1 + tiny, 0]], [[1, 0], [1, 0]])) == 1
    assert len(nash_equilibria([[1, 0], [1, 0]], [[1, 0], [1, 0]])) == 2
    found = nash_equilibria([[1, 0], [0, tiny]], [[1, 0], [0, 1]])
    assert (F(1, 2), F(1, 2)) in [x for x, _ in found]
    assert len(found) == 3


def test_duplicated_rows_and_constant_games():
    found = nash_equilibria([[1, 1], [1, 1], [1, 1]], [[2, 2], [2, 2], [2, 2]])
    assert len(found) == 6
    (component,) = found.components
    assert (len(component.rows), len(component.columns)) == (3, 2)
    twice = nash_equilibria([[1, -1], [-1, 1], [1, -1]], [[-1, 1], [1, -1], [-1, 1]])
    assert len(twice) == 2
    assert len(twice.components) == 1


def test_floats_stay_floats_and_say_how_far_they_are_off():
    found = nash_equilibria([[0.3, 0.1], [0.1, 0.2]], [[0.3, 0.1], [0.1, 0.2]])
    assert len(found) == 3
    assert not found.exact
    assert found.complete
    assert 0 <= found.maximal_regret < 1e-15
    assert all(type(p) is float for e in found for side in e for p in side)
    mixed = found[1][0]
    assert mixed == pytest.approx((1 / 3, 2 / 3))


def test_uncertified_answers_do_not_claim_to_be_all():
    A, B = random_game(3)
    found = nash_equilibria(A, B, certify=False)
    assert not found.complete
    assert not found.exact
    assert found.maximal_regret < 1e-12
    for one, two in zip(found, nash_equilibria(A, B), strict=True):
        assert one == tuple(pytest.approx(tuple(map(float, side))) for side in two)


def test_all_doors_give_the_same_answer():
    A, B = [[3, 0], [5, 1]], [[3, 5], [0, 1]]
    names = [["cooperate", "defect"]] * 2
    frame = pd.DataFrame(A, index=names[0], columns=names[1])
    game = NormalFormGame.from_arrays(A, B, players=["US", "China"], actions=names)
    found = [
        nash_equilibria(A, B),
        nash_equilibria(np.array(A), np.array(B, dtype=float)),
        nash_equilibria(frame, pd.DataFrame(B, index=names[0], columns=names[1])),
        nash_equilibria(nashpy.Game(A, B)),
        nash_equilibria(game),
    ]
    assert all(list(f) == [((0, 1), (0, 1))] for f in found)
    assert found[2].actions[0] == ("cooperate", "defect")
    assert "defect" in str(found[4])
    assert found[4].index(((F(0), F(1)), (F(0), F(1)))) == 0
    assert found[4][0] == found[4].pure[0]


def test_the_document_is_what_the_contract_says():
    document = nash_equilibria([[-3, 3], [-3, 5]], [[2, 7], [4, 2]]).to_dict()
    assert document["players"][0] == {"name": "1", "actions": ["1", "2"]}
    assert document["equilibria"] == [[["2/7", "5/7"], ["1", "0"]], [["0", "1"], ["1", "0"]]]
    assert (document["complete"], document["exact"], document["schema"]) == (True, True, 1)
    assert len(document["components"]) == 1
    json.dumps(document, allow_nan=False)


def test_frame_and_latex_carry_the_names():
    found = nash_equilibria([[2, 0], [0, 1]], actions=[["a", "b"], ["x", "y"]])
    assert list(found.to_frame().columns)[:4] == ["1: a", "1: b", "2: x", "2: y"]
    assert "a: 1/3" in found.to_latex()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (([[1, 2], [3]],), "found 1 entries, expected 2"),
        (([[1, float("nan")]],), "nan, expected a finite number"),
        (([[1, float("inf")]],), "inf, expected a finite number"),
        (([[1, "2"]],), "the text '2'"),
        (([[1, True]],), "True, expected a finite number"),
        (([[1, None]],), "None, expected a finite number"),
        (([],), "at least one action|axes"),
        (([[], []],), "at least one action"),
        (([[1, 2]], [[1], [2]]), "expected \\(1, 2\\)"),
        (([1, 2], [3, 4]), "axes"),
        (("game.nfg",), "read a file first"),
        ((np.zeros((20, 20)),), "lemke_howson"),
        ((NormalFormGame.from_arrays(*np.zeros((3, 2, 2, 2))),), "found 3 players"),
    ],
)
def test_bad_input_is_told_in_one_line(given, message):
    with pytest.raises(ModelError, match=message) as raised:
        nash_equilibria(*given)
    assert "\n" not in str(raised.value)


def test_an_unknown_method_is_told_with_the_nearest():
    with pytest.raises(ModelError, match="did you mean 'lemke_howson'"):
        nash_equilibria([[1]], method="lemke_howsen")


def test_lopsided_games_are_solved():
    generator = np.random.default_rng(1)
    A, B = generator.integers(0, 50, (2, 2, 30))
    assert set(nash_equilibria(A, B)) == extreme_equilibria(A.tolist(), B.tolist())


# --- zero-sum games -----------------------------------------------------------------------------


def test_zero_sum_by_highs_is_exact_and_agrees_with_all():
    for seed in range(12):
        A = random_game(seed, 6)[0]
        every, one = zero_sum(A), zero_sum(A, every=False)
        assert every.parameters["value"] == one.parameters["value"]
        assert one.maximal_regret == 0
        assert not one.complete
        assert len(every.components) == 1  # von Neumann: optimal strategies are interchangeable
    with pytest.raises(ModelError, match="one sum only"):
        zero_sum(nashpy.Game([[1, 2]], [[1, 5]]))


def test_large_zero_sum_games_are_solved_exactly():
    A = np.random.default_rng(5).integers(0, 1000, (25, 25))
    found = zero_sum(A)
    assert found.method == "linear_program"
    assert float(found.parameters["value"]) == pytest.approx(found.parameters["highs_value"])
    assert found.maximal_regret == 0


def test_nothing_warns_or_prints(capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nash_equilibria(*random_game(11))
    assert capsys.readouterr().out == ""
