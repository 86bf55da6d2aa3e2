"""The exact simplex against duality and against HiGHS."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from gametheory_orders.solvers.linear import (
    matrix_value,
    matrix_value_in_floats,
    maximise_exactly,
)


@st.composite
def programs(draw: Any) -> tuple[list[int], list[list[int]], list[int]]:
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    whole = st.integers(-3, 3)
    objective = draw(st.lists(whole, min_size=n, max_size=n))
    rows = draw(st.lists(st.lists(whole, min_size=n, max_size=n), min_size=m, max_size=m))
    return objective, rows, draw(st.lists(st.integers(0, 3), min_size=m, max_size=m))


@given(programs())
def test_value_equals_that_of_highs_and_duality_holds(program: Any) -> None:
    objective, rows, limits = program
    exact = maximise_exactly(
        [Fraction(x) for x in objective],
        [[Fraction(x) for x in row] for row in rows],
        [Fraction(x) for x in limits],
    )
    found = linprog(-np.array(objective, float), A_ub=rows, b_ub=limits, method="highs")
    if exact is None:
        assert found.status != 0
        return
    assert -found.fun == pytest.approx(float(exact.value), abs=1e-9)
    assert sum(c * x for c, x in zip(objective, exact.primal, strict=True)) == exact.value
    assert sum(b * y for b, y in zip(limits, exact.dual, strict=True)) == exact.value
    assert min([*exact.primal, *exact.dual]) >= 0
    for row, limit in zip(rows, limits, strict=True):
        assert sum(a * x for a, x in zip(row, exact.primal, strict=True)) <= limit
    for j, c in enumerate(objective):
        assert sum(row[j] * y for row, y in zip(rows, exact.dual, strict=True)) >= c


@given(
    st.integers(1, 4).flatmap(
        lambda m: st.lists(
            st.lists(st.integers(-5, 5), min_size=m, max_size=m), min_size=1, max_size=4
        )
    )
)
def test_optimal_mixtures_of_a_matrix_game_meet(matrix: list[list[int]]) -> None:
    exact = [[Fraction(x) for x in row] for row in matrix]
    value, rows, columns = matrix_value(exact)
    assert sum(rows) == 1
    assert sum(columns) == 1
    assert min([*rows, *columns]) >= 0
    worst = min(
        sum(p * row[j] for p, row in zip(rows, exact, strict=True)) for j in range(len(exact[0]))
    )
    best = max(sum(q * x for q, x in zip(columns, row, strict=True)) for row in exact)
    assert worst == best == value
    assert matrix_value_in_floats(matrix).value == pytest.approx(float(value), abs=1e-9)
