"""Worlds: from frames, and what they refuse."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.worlds import World


def test_from_frame_takes_ids_from_a_column_or_the_index() -> None:
    frame = pd.DataFrame({"id": ["A", "B"], "name": ["Aland", "Bland"], "stake": [1, 2]})
    world = World.from_frame(frame)
    assert world.ids == ("A", "B")
    assert world.names == {"A": "Aland", "B": "Bland"}
    assert world.column("stake").tolist() == [1.0, 2.0]
    other = World.from_frame(frame.set_index("id"))
    assert other.ids == world.ids


def test_from_frame_keeps_a_missing_figure_missing() -> None:
    frame = pd.DataFrame({"id": ["A", "B"], "gdp": [1.0, None]})
    world = World.from_frame(frame)
    assert math.isnan(world.columns["gdp"][1])
    assert not world.has("gdp")
    with pytest.raises(ModelError, match="no figure for B"):
        world.column("gdp")
    assert world.to_dict()["states"][1]["gdp"] is None


@pytest.mark.parametrize("cell", ["12", "n/a", True])
def test_from_frame_never_reads_text_as_a_number(cell: object) -> None:
    frame = pd.DataFrame({"id": ["A", "B"], "gdp": pd.Series([1.0, cell], dtype=object)})
    with pytest.raises(ModelError) as caught:
        World.from_frame(frame)
    assert "gdp" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_from_frame_puts_imports_in_the_order_of_the_states() -> None:
    frame = pd.DataFrame({"id": ["A", "B"], "gdp": [1.0, 2.0]})
    imports = pd.DataFrame([[0.0, 5.0], [7.0, 0.0]], index=["B", "A"], columns=["B", "A"])
    world = World.from_frame(frame, imports=imports)
    # A imports 7 from B, B imports 5 from A.
    assert world.imports.tolist() == [[0.0, 7.0], [5.0, 0.0]]
    with pytest.raises(ModelError, match="'B'"):
        World.from_frame(frame, imports=imports.loc[["A"], ["A"]])


def test_from_frame_refuses_repeated_ids() -> None:
    with pytest.raises(ModelError, match="second time"):
        World.from_frame(pd.DataFrame({"id": ["A", "A"], "x": [1.0, 2.0]}))


@pytest.mark.parametrize(
    ("ids", "columns", "said"),
    [
        ([], {}, "at least one state"),
        (["A", "A"], {}, "second time"),
        ([""], {}, "non-empty"),
        (["A"], {"x": [1.0, 2.0]}, "shape"),
        (["A"], {"x": [math.inf]}, "infinite"),
        (["A"], {"x": ["one"]}, "numbers"),
    ],
)
def test_wrong_worlds_are_refused_in_one_line(ids: list, columns: dict, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        World(ids, columns)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_figures_cannot_be_changed_from_outside() -> None:
    given = np.array([1.0, 2.0])
    world = World(["A", "B"], {"x": given})
    given[0] = 9.0
    assert world.columns["x"][0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        world.columns["x"][0] = 5.0


def test_an_unknown_state_names_the_nearest() -> None:
    with pytest.raises(ModelError, match="did you mean 'China'"):
        World(["China", "India"], {}).index("Chnia")
