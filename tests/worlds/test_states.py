"""The 193 states and the IMF's 190: sums, blanks; cutting, joining and sorting worlds.

Builds on the bundled worlds and hypothesis. It is not: a test of where the figures are from.
"""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory_orders.files import load_institution, load_world
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.worlds import World, aggregate, select, types

STATES = load_world("states")
FUND = load_world("imf")
EU = load_institution("eu_council").ids
NUMBERS = st.floats(-1e6, 1e6)


def blanks(world: World, column: str) -> list[str]:
    return list(world.members(np.isnan(world.columns[column])))


def test_sizes_and_sums() -> None:
    assert STATES.n == 193
    assert Counter(STATES.texts["continent"]) == {
        "Africa": 54,
        "Asia": 47,
        "Europe": 43,
        "America": 35,
        "Oceania": 14,
    }
    assert STATES.columns["population"].sum() == 7_947_277_366
    assert 0.95 < STATES.columns["cinc"].sum() < 1.001
    assert FUND.n == 190
    assert FUND.columns["imf_votes"].sum() == 9991
    assert FUND.columns["imf_votes"].max() == FUND.columns["imf_votes"][FUND.index("USA")] == 1651


def test_every_column_has_a_source() -> None:
    for world in (STATES, FUND):
        assert set(world.sources) == {*world.columns, *world.texts}
        assert set(world.blocs) == set(world.columns)


def test_blanks_stay_blank() -> None:
    assert blanks(STATES, "population") == blanks(STATES, "cinc") == []
    assert blanks(STATES, "gdp") == blanks(STATES, "gdp_year") == ["PRK"]
    assert blanks(STATES, "ideal_point") == ["KIR"]
    assert len(blanks(STATES, "libdem")) == 21
    assert len(blanks(STATES, "emissions")) == 11
    with pytest.raises(ModelError, match="no figure for KIR"):
        STATES.column("ideal_point")


def test_the_fund_and_the_un() -> None:
    """193 less four that are not in the Fund, and Kosovo, make 190."""
    outside = ["CUB", "LIE", "MCO", "PRK"]
    assert blanks(STATES, "imf_votes") == outside
    assert sorted(set(STATES.ids) - set(FUND.ids)) == outside
    assert set(FUND.ids) - set(STATES.ids) == {"XKX"}
    assert blanks(FUND, "population") == ["XKX"]
    for column in set(FUND.columns) & set(STATES.columns):
        for state in set(FUND.ids) & set(STATES.ids):
            there = FUND.columns[column][FUND.index(state)]
            here = STATES.columns[column][STATES.index(state)]
            assert there == here or (math.isnan(there) and math.isnan(here)), (state, column)


def test_spread_of_ideal_points() -> None:
    """theory.md B1.6: the full range of the 192 that have one is 4.65."""
    points = STATES.columns["ideal_point"]
    assert round(float(np.nanmax(points) - np.nanmin(points)), 2) == 4.65


def test_the_union_as_one() -> None:
    joined = aggregate(STATES, {"EU": EU})
    assert joined.n == 193 - 27 + 1
    row = joined.index("EU")
    inside = STATES.mask(EU)
    assert joined.columns["stands_for"][row] == 27
    assert joined.columns["population"].sum() == STATES.columns["population"].sum()
    assert joined.columns["gdp"][row] == pytest.approx(STATES.columns["gdp"][inside].sum())
    mean = STATES.columns["ideal_point"][inside].mean()
    assert joined.columns["ideal_point"][row] == pytest.approx(mean)
    people = STATES.columns["population"][inside]
    weighted = (STATES.columns["libdem"][inside] * people).sum() / people.sum()
    assert joined.columns["libdem"][row] == pytest.approx(weighted)
    assert joined.texts["continent"][row] == ""
    assert aggregate(STATES, {"B": ["FRA", "DEU"]}).texts["continent"][0] == "Asia"


def test_a_missing_member_leaves_the_bloc_without_a_figure() -> None:
    joined = aggregate(STATES, {"K": ["PRK", "KOR"]})
    row = joined.index("K")
    assert math.isnan(joined.columns["gdp"][row])
    assert not math.isnan(joined.columns["population"][row])


def test_select() -> None:
    big = select(STATES, "population > 1e9")
    assert set(big.ids) == {"CHN", "IND"}
    assert big.texts["continent"] == ("Asia", "Asia")
    assert select(STATES, ["USA", "CHN"]).ids == ("USA", "CHN")
    assert select(STATES, STATES.mask(["USA"])).names == {"USA": "United States"}
    with pytest.raises(ModelError, match=r"select\[0\].*did you mean 'USA'"):
        select(STATES, ["UAS"])
    with pytest.raises(ModelError, match="nobody"):
        select(STATES, "population > 1e12")
    with pytest.raises(ModelError, match="no figure for"):
        select(STATES, "libdem > 0.5")


@pytest.mark.parametrize(
    ("blocs", "how", "message"),
    [
        ({"X": ["A", "Q"]}, {}, "blocs.X\\[1\\]"),
        ({"X": ["A"], "Y": ["A"]}, {}, "a second time"),
        ({"X": []}, {}, "nobody"),
        ({"C": ["A", "B"]}, {"gdp": "sum"}, "which is a state"),
        ({"X": ["A", "B"]}, {}, "how.gdp"),
        ({"X": ["A", "B"]}, {"gdp": "summ"}, "did you mean 'sum'"),
    ],
)
def test_wrong_blocs(blocs: dict[str, list[str]], how: dict[str, str], message: str) -> None:
    world = World(["A", "B", "C"], {"gdp": [1.0, 2.0, 3.0]})
    with pytest.raises(ModelError, match=message):
        aggregate(world, blocs, how)


def test_imports_between_members_are_no_imports() -> None:
    trade = np.arange(9.0).reshape(3, 3)
    joined = aggregate(World(["A", "B", "C"], {}, imports=trade), {"AB": ["A", "B"]})
    assert joined.imports is not None
    assert joined.imports.tolist() == [[0.0, 2.0 + 5.0], [6.0 + 7.0, 8.0]]


@st.composite
def worlds_and_partitions(draw: st.DrawFn) -> tuple[World, dict[str, list[str]]]:
    n = draw(st.integers(1, 8))
    ids = [f"S{i}" for i in range(n)]
    figures = st.lists(NUMBERS | st.just(math.nan), min_size=n, max_size=n)
    people = draw(st.lists(st.integers(1, 1000), min_size=n, max_size=n))
    labels = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    blocs: dict[str, list[str]] = {}
    for state, label in zip(ids, labels, strict=True):
        blocs.setdefault(f"bloc {label}", []).append(state)
    columns = {"population": people, "gdp": draw(figures), "libdem": draw(figures)}
    rules = {"population": "sum", "gdp": "sum", "libdem": "people"}
    return World(ids, columns, blocs=rules), blocs


@given(worlds_and_partitions())
def test_aggregation_keeps_totals(given_: tuple[World, dict[str, list[str]]]) -> None:
    world, blocs = given_
    joined = aggregate(world, blocs)
    assert joined.ids == tuple(blocs)
    assert joined.columns["stands_for"].sum() == world.n
    assert joined.columns["population"].sum() == world.columns["population"].sum()
    for row, (bloc, members) in enumerate(blocs.items()):
        assert joined.columns["stands_for"][row] == len(members), bloc
        for column in ("gdp", "libdem"):
            theirs = world.columns[column][world.mask(members)]
            ours = joined.columns[column][row]
            assert math.isnan(ours) == np.isnan(theirs).any()
            if column == "libdem" and not math.isnan(ours):
                slack = 1e-9 * (1 + np.abs(theirs).max())
                assert theirs.min() - slack <= ours <= theirs.max() + slack


@given(worlds_and_partitions())
def test_aggregation_in_two_steps_is_one(given_: tuple[World, dict[str, list[str]]]) -> None:
    world, blocs = given_
    once = aggregate(world, {"all": world.ids})
    twice = aggregate(aggregate(world, blocs), {"all": tuple(blocs)})
    assert twice.columns["stands_for"].tolist() == once.columns["stands_for"].tolist()
    for column in ("population", "gdp", "libdem"):
        np.testing.assert_allclose(
            twice.columns[column], once.columns[column], rtol=1e-9, atol=1e-6
        )


@given(worlds_and_partitions())
def test_singletons_change_nothing(given_: tuple[World, dict[str, list[str]]]) -> None:
    world, _ = given_
    same = aggregate(world, {f"only {state}": [state] for state in world.ids})
    for column, values in world.columns.items():
        np.testing.assert_array_equal(same.columns[column], values)


@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=12))
def test_types_are_a_partition_of_equals(rows: list[tuple[int, bool]]) -> None:
    ids = [f"S{i}" for i in range(len(rows))]
    votes = [math.nan if blank else float(value) for value, blank in rows]
    world = World(ids, {"votes": votes}, texts={"word": tuple("ab"[v % 2] for v, _ in rows)})
    groups = types(world, ["votes", "word"])
    assert sorted(state for group in groups for state in group) == sorted(ids)
    keys = []
    for group in groups:
        key = {(str(votes[ids.index(s)]), world.texts["word"][ids.index(s)]) for s in group}
        assert len(key) == 1
        keys += list(key)
    assert len(set(keys)) == len(keys)
    assert types(world, []) == (tuple(ids),)


def test_types_of_the_fund_and_an_unknown_column() -> None:
    groups = types(FUND, ["imf_votes"])
    assert len(groups) == len(set(FUND.columns["imf_votes"].tolist()))
    with pytest.raises(ModelError, match="did you mean 'imf_votes'"):
        types(FUND, ["imf_vote"])
