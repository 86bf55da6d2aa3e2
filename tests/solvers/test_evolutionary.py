"""Evolutionary stability against the definition, by mutants on a grid."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.evolutionary import evolutionarily_stable, is_evolutionarily_stable

MATRICES = st.integers(2, 3).flatmap(
    lambda m: st.lists(st.lists(st.integers(-3, 3), min_size=m, max_size=m), min_size=m, max_size=m)
)


def fitness(matrix, x, y) -> Fraction:  # type: ignore[no-untyped-def]
    return sum(
        (
            a * Fraction(matrix[i][j]) * b
            for (i, a), (j, b) in itertools.product(enumerate(x), enumerate(y))
        ),
        Fraction(0),
    )


def beats(matrix, p, x) -> bool:  # type: ignore[no-untyped-def]
    """Say whether p keeps out x (Maynard Smith and Price 1973)."""
    here = fitness(matrix, p, p) - fitness(matrix, x, p)
    return here > 0 or (here == 0 and fitness(matrix, p, x) > fitness(matrix, x, x))


def grid(m: int) -> list[tuple[Fraction, ...]]:
    return [
        tuple(Fraction(k, 12) for k in cell)
        for cell in itertools.product(range(13), repeat=m)
        if sum(cell) == 12
    ]


@given(MATRICES)
def test_stable_ones_keep_out_every_mutant(matrix: list[list[int]]) -> None:
    m = len(matrix)
    stable = evolutionarily_stable(matrix)
    for p in stable:
        assert all(beats(matrix, p, x) for x in grid(m) if x != p)
    # And whoever keeps out the whole neighbourhood is listed: mutants close to a grid point.
    for p in grid(m):
        if is_evolutionarily_stable(matrix, p):
            assert p in stable
        elif m == 2 and p not in stable:
            close = [
                tuple(a + s * (b - a) for a, b in zip(p, x, strict=True))
                for x in ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)))
                for s in (Fraction(1, 10**4),)
                if x != p
            ]
            assert not all(beats(matrix, p, x) for x in close)


def test_symmetric_games_only() -> None:
    hawk = NormalFormGame.from_arrays([[-1, 2], [0, 1]], [[-1, 0], [2, 1]])
    assert evolutionarily_stable(hawk) == ((Fraction(1, 2), Fraction(1, 2)),)
    with pytest.raises(ModelError, match="symmetric"):
        evolutionarily_stable(NormalFormGame.from_arrays([[1, 2], [3, 4]], [[1, 2], [3, 4]]))
    with pytest.raises(ModelError, match="sum to 1"):
        is_evolutionarily_stable([[0, 1], [1, 0]], [1, 1])
    with pytest.raises(ModelError, match="at most 10"):
        evolutionarily_stable([[0] * 11] * 11)
