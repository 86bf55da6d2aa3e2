"""Points: grids in order, samples that fill their ranges, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.statics.sweeps import Axis, Design

SEED = np.random.SeedSequence(5)


def test_a_grid_has_every_combination_once_last_axis_fastest() -> None:
    axes = [Axis("a", (1, 2)), Axis("b", low=0.0, high=1.0, steps=3), Axis("c", ("x", "y"))]
    points = Design().lay(axes, SEED)
    found = [tuple(points.settings(i).values()) for i in range(points.size)]
    assert found == [(a, b, c) for a in (1, 2) for b in (0.0, 0.5, 1.0) for c in ("x", "y")]


@given(st.integers(2, 40), st.floats(-5, 5), st.floats(0.01, 5))
def test_steps_are_even_and_meet_both_ends(steps: int, low: float, width: float) -> None:
    values = Axis("a", low=low, high=low + width, steps=steps).listed()
    assert len(values) == steps
    assert values == tuple(sorted(values))
    assert values[0] == pytest.approx(low, rel=1e-14)
    assert values[-1] == pytest.approx(low + width, rel=1e-14)
    assert np.diff(values) == pytest.approx(width / (steps - 1))


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol"])
def test_samples_put_one_point_into_each_slice(kind: str) -> None:
    """Both designs stratify each axis: of 64 points one is in each of 64 slices."""
    axes = [Axis("a", low=2.0, high=4.0), Axis("b", low=-1.0, high=1.0), Axis("c", (1, 2))]
    points = Design(kind, 64).lay(axes, SEED)
    for column, low, width in ((points.columns[0], 2.0, 2.0), (points.columns[1], -1.0, 2.0)):
        slices = np.floor((np.array(column) - low) / width * 64)
        assert sorted(slices.tolist()) == list(range(64))
    assert sorted(points.columns[2]) == [1] * 32 + [2] * 32


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol"])
def test_the_same_seed_lays_the_same_points(kind: str) -> None:
    axes = [Axis("a", low=0.0, high=1.0)]
    first, again = (Design(kind, 8).lay(axes, np.random.SeedSequence(5)) for _ in range(2))
    assert first.columns == again.columns
    assert first.columns != Design(kind, 8).lay(axes, np.random.SeedSequence(6)).columns


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"low": 0.9, "high": 0.1}, "a range whose low end is below its high end"),
        ({"low": 0.5, "high": 0.5}, "a range whose low end is below its high end"),
        ({"low": math.nan, "high": 0.1}, "a finite number"),
        ({"low": 0.0, "high": math.inf}, "a finite number"),
        ({"low": 0.0}, "a finite number"),
        ({"low": True, "high": 2.0}, "a finite number"),
        ({"low": 0.0, "high": 1.0, "steps": 1}, "2 or more"),
        ({"low": 0.0, "high": 1.0, "steps": 2.5}, "2 or more"),
        ({"values": (1.0, math.nan)}, "a finite number"),
        ({"values": (1, 2, 1)}, "each value once"),
        ({"values": (True,)}, "a number or a text"),
        ({"values": "abc"}, "a list"),
        ({"values": (1,), "low": 0.0}, "one of the two"),
        ({}, "values"),
    ],
)
def test_wrong_axes(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(ModelError, match="parameter a") as caught:
        Axis("a", **keys)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"kind": "grib"}, "did you mean 'grid'"),
        ({"kind": "sobol", "points": 1000}, "did you mean '1024'"),
        ({"kind": "sobol"}, "whole number"),
        ({"kind": "latin_hypercube", "points": 0}, "whole number"),
        ({"kind": "latin_hypercube", "points": True}, "whole number"),
        ({"kind": "grid", "points": 5}, "all combinations"),
    ],
)
def test_wrong_designs(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(ModelError) as caught:
        Design(**keys)
    assert said in str(caught.value)


def test_a_range_on_a_grid_needs_steps_and_a_grid_has_its_limit() -> None:
    with pytest.raises(ModelError, match="steps"):
        Design().size([Axis("a", low=0.0, high=1.0)])
    wide = [Axis(name, low=0.0, high=1.0, steps=1000) for name in "abc"]
    with pytest.raises(ModelError, match="1000000000 points"):
        Design().size(wide)
