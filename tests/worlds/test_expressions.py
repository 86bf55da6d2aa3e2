"""Expressions: the grammar against Python's own precedence, and hostile input."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.worlds import World
from gametheory_orders.worlds.expressions import parse

VALUES = {"a": 2.0, "b": -3.0, "c": 0.5}


def chains(parts: Any, marks: list[str]) -> Any:
    """Two to five parts with marks between them and no parentheses around them."""
    links = st.lists(st.tuples(st.sampled_from(marks), parts), min_size=1, max_size=4)
    return st.tuples(parts, links).map(lambda x: " ".join([x[0], *(" ".join(y) for y in x[1])]))


# No two alike: a - b - c read from the wrong end must not come out the same.
atoms = st.sampled_from(["a", "b", "c", "1", "2.5", ".75", "1e2", "7."])
numbers = st.recursive(
    atoms,
    lambda inner: st.one_of(
        chains(inner, ["+", "-", "*", "/"]),
        inner.map("({})".format),
        inner.map("-{}".format),
    ),
    max_leaves=8,
)
comparisons = st.lists(numbers, min_size=2, max_size=3).flatmap(
    lambda parts: st.lists(
        st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
        min_size=len(parts) - 1,
        max_size=len(parts) - 1,
    ).map(lambda marks: " ".join(x for pair in zip(parts, [*marks, ""], strict=True) for x in pair))
)
truths = st.recursive(
    st.one_of(comparisons, chains(atoms, ["<", "<=", ">", ">=", "==", "!="])),
    lambda inner: st.one_of(
        chains(inner, ["and", "or"]),
        inner.map("not {}".format),
        inner.map("({})".format),
    ),
    max_leaves=6,
)


@given(chains(atoms, ["+", "-", "*", "/"]))
@settings(max_examples=300)
def test_chains_are_read_from_the_left_as_in_python(text: str) -> None:
    check_as_python(text)


@given(numbers.filter(lambda text: len(text) <= 300))
@settings(max_examples=300)
def test_precedence_of_arithmetic_is_pythons(text: str) -> None:
    check_as_python(text)


@given(truths.filter(lambda text: len(text) <= 300))
@settings(max_examples=300)
def test_precedence_of_comparisons_and_logic_is_pythons(text: str) -> None:
    check_as_python(text)


def check_as_python(text: str) -> None:
    try:
        expected: Any = eval(text, {"__builtins__": {}}, VALUES)  # generated from safe parts above
    except ZeroDivisionError:
        return
    try:
        found = World(["A", "B"], {k: [v, v] for k, v in VALUES.items()}).evaluate(text, "where")
    except ModelError as error:
        assert "20 levels" in str(error)  # noqa: PT017 (most texts are read)
        return
    assert found.dtype == (np.bool_ if isinstance(expected, bool) else np.float64)
    assert found[0] == pytest.approx(expected, rel=1e-12) or math.isnan(found[0])


HOSTILE = [
    "__import__('os').system('true')", "a.b", "a[0]", "a**2", "a//2", "a%2", "lambda: 1", "a=1",
    "a;b", "'a'", '"a"', "f(a)", "eval(a)", "total", "total(a", "a)", "(", "", "   ", "not", "and",
    "a and", "a <", "1 2", "a b", "a if a else a", "[a]", "{a}", "a,b", "@a", "a\\b", "`a`", "0x10",
    "1_000", "a & b", "a | b", "~a", "!a", "a ! b", "\x00", "é;", "total()", "max(a, b)", "...",
    "$a",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_is_refused_in_one_line(text: str) -> None:
    world = World(["A", "B"], {"a": [1.0, 2.0], "b": [1.0, 2.0]})
    with pytest.raises(ModelError) as caught:
        world.evaluate(text, "membership.where")
    assert str(caught.value).startswith("membership.where: found")
    assert "\n" not in str(caught.value)


@given(st.text(max_size=60))
@settings(max_examples=400)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        World(["A"], {"a": [1.0]}).evaluate(text, "where")
    except ModelError as error:
        assert "\n" not in str(error)  # noqa: PT017 (some texts are read)


def test_length_and_depth_are_bounded() -> None:
    assert parse("+".join(["1"] * 150)).operator == "+"
    with pytest.raises(ModelError, match="at most 300"):
        parse("1" * 301)
    assert parse("(" * 20 + "1" + ")" * 20).operator == "number"
    for deep in ("(" * 21 + "1" + ")" * 21, "-" * 21 + "1", "not " * 21 + "1 < 2"):
        with pytest.raises(ModelError, match="20 levels"):
            parse(deep)


def test_over_all_states() -> None:
    world = World(["A", "B", "C"], {"gdp": [1.0, 2.0, 6.0]})
    assert world.evaluate("gdp / total(gdp)", "x").tolist() == [1 / 9, 2 / 9, 6 / 9]
    assert world.evaluate("mean(gdp)", "x").tolist() == [3.0] * 3
    assert world.evaluate("max(gdp) - min(gdp)", "x").tolist() == [5.0] * 3
    assert world.evaluate("1 < gdp <= 6", "x").tolist() == [False, True, True]


@pytest.mark.parametrize("text", ["a + (a < 1)", "not a", "a and a < 1", "total(a < 1)"])
def test_truths_and_numbers_do_not_mix(text: str) -> None:
    with pytest.raises(ModelError):
        World(["A"], {"a": [1.0]}).evaluate(text, "x")


def test_unknown_and_missing_names() -> None:
    world = World(["A", "B"], {"libdem": [1.0, math.nan]})
    with pytest.raises(ModelError, match="did you mean 'libdem'"):
        world.evaluate("libdme > 0", "x")
    with pytest.raises(ModelError, match="no figure for B"):
        world.evaluate("libdem > 0", "x")


def test_closeness_to_one_state() -> None:
    world = World(["US", "Côte d'Ivoire", "C"], {"x": [1.0, 3.5, 1.25], "y": [0.0, 1.0, 2.0]})
    near = world.evaluate("abs(x - at('US', x)) <= 0.5", "where")
    assert near.tolist() == [True, False, True]
    # A name with an apostrophe goes into double quotes; what stands inside may be any expression.
    assert world.evaluate('at("Côte d\'Ivoire", 2 * x + y)', "where").tolist() == [8.0] * 3
    assert world.evaluate("at('C', mean(y))", "where").tolist() == [1.0] * 3
    plane = "(x-at('US',x))*(x-at('US',x)) + (y-at('US',y))*(y-at('US',y)) < 4.1"
    assert world.evaluate(plane, "where").tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("at('U', x)", "a state of: US, B"),
        ("at(US, x)", "at() without a state in quotes"),
        ("at('US' x)", "at() without a state in quotes"),
        ("at('US')", "at() without a state in quotes"),
        ("at('US', x", "end too early"),
        ("at('US', x) 'US'", "'US'"),
        ("'US' == x", "'US'"),
        ("abs(x, x)", "parenthesis"),
        ("abs(x > 1)", "a comparison beside 'abs'"),
        ("at('US', x > 1)", "a comparison beside 'at'"),
        ("at(" * 30 + "x" + ")" * 30, "at() without"),
        ("abs(" * 30 + "x" + ")" * 30, "20 levels"),
    ],
)
def test_what_is_wrong_about_closeness_is_said(text: str, told: str) -> None:
    world = World(["US", "B"], {"x": [1.0, 2.0]})
    with pytest.raises(ModelError, match=re.escape(told)):
        world.evaluate(text, "where")
