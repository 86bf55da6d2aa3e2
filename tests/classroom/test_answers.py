"""What students write: numbers read by hand, sets in any order, partial credit, hostile text."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders.classroom.exercises.answers import (
    KINDS,
    Choice,
    Equilibria,
    Names,
    Number,
    Numbers,
    read_answer,
)
from gametheory_orders.classroom.exercises.wording import both, decimal, fraction, read_number
from gametheory_orders.foundations.errors import ModelError

F = Fraction
STATES = ("Avoria", "Belmark", "Corvia", "Dorland")
ANSWERS = (
    Number(F(2, 3)),
    Numbers((F(2), F(7, 2))),
    Names(frozenset(STATES[:2]), STATES),
    Choice("no", ("yes", "no", "perhaps")),
    Equilibria((("stag", "stag"), ("hare", "hare"), ("2/3", "1/4")), (("stag", "hare"),) * 2),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2/3", F(2, 3)),
        (" -2 / 3 ", F(-2, 3)),
        ("−0.5", F(-1, 2)),
        ("0,5", F(1, 2)),
        ("0,125", F(1, 8)),
        ("12,5", F(25, 2)),
        ("+.25", F(1, 4)),
        ("66.7%", F(667, 1000)),
        ("1.5/4.5", F(1, 3)),
        ("007", F(7)),
    ],
)
def test_numbers_are_read(text: str, value: Fraction) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", " ", "1,000", "1,234,567", "1.000,5", "1e5", "0x10", "1_000", "1/0", "1/2/3", "--1", "1-1",
     "nan", "inf", "2**9", "__import__('os')", "٣", "½", "1" * 41, "9" * 16, "/", "%", "1 2", "()"],
)  # fmt: skip
def test_what_is_no_clear_number_is_none(text: str) -> None:
    assert read_number(text) is None


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.fractions(min_value=-999, max_value=999, max_denominator=999))
def test_numbers_survive_being_written(value: Fraction) -> None:
    assert read_number(fraction(value)) == value
    assert read_number(str(value)) == value
    assert abs((read_number(decimal(value)) or 0) - value) <= F(1, 2000)
    assert both(value).startswith(fraction(value))


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(max_size=60) | st.text("0123456789,.;/()-% stagharejoin", max_size=40))
def test_no_text_breaks_grading(text: str) -> None:
    for answer in ANSWERS:
        mark = answer.grade(text)
        assert 0 <= mark.points <= 1
        assert mark.feedback.isprintable()
        assert mark.feedback.endswith(".")


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda each: each.kind)
def test_what_is_shown_is_right_and_survives_a_file(answer: Any) -> None:
    assert answer.grade(answer.typed()).points == 1
    assert read_answer(answer.to_dict(), "key") == answer
    assert set(KINDS) == {each.kind for each in ANSWERS}
    assert answer.grade("x" * 2000).points == 0
    assert answer.grade("").feedback == "No answer."


@pytest.mark.parametrize(
    ("answer", "text", "points"),
    [
        (Number(F(2, 3)), "0.67", 1),
        (Number(F(2, 3)), "0.6616", 0),
        (Number(F(2, 3)), "0.6617", 1),
        (Number(F(2, 3)), "0.6717", 0),
        (Number(F(1, 4), F(0)), "0.25", 1),
        (Number(F(1, 4), F(0)), "0.2500001", 0),
        (Numbers((F(1), F(2))), "[1; 2]", 1),
        (Numbers((F(1), F(2))), "1 2", 1),
        (Numbers((F(1), F(2))), "2; 1", 0),
        (Numbers((F(1), F(2))), "1; 3", F(1, 2)),
        (Numbers((F(1), F(2))), "1; 2; 3", 0),
        (Names(frozenset("ab"), ("a", "b", "c")), "{B; a}", 1),
        (Names(frozenset("ab"), ("a", "b", "c")), "b and a", 1),
        (Names(frozenset("ab"), ("a", "b", "c")), "a, b, c", F(1, 2)),
        (Names(frozenset("ab"), ("a", "b", "c")), "c", 0),
        (Names(frozenset("ab"), ("a", "b", "c")), "a, d", 0),
        (Names(frozenset(), ("a", "b")), "none", 1),
        (Names(frozenset(), ("a", "b")), "a", 0),
        (ANSWERS[3], "B.", 1),
        (ANSWERS[3], "(b)", 1),
        (ANSWERS[3], "a b", 0),
        (ANSWERS[3], "d", 0),
        (ANSWERS[4], "(0.67, .25); (HARE, hare); stag, stag", 1),
        (ANSWERS[4], "(1, 1) (0, 0) (2/3, 1/4)", 1),
        (ANSWERS[4], "(stag, stag); (stag, stag)", F(1, 3)),
        (ANSWERS[4], "(stag, stag); (stag, hare)", 0),
        (ANSWERS[4], "(stag, stag), (hare, hare)", F(2, 3)),
        (ANSWERS[4], "stag; hare", 0),
        (ANSWERS[4], "(stag, 2)", 0),
    ],
)  # fmt: skip
def test_credit(answer: Any, text: str, points: Any) -> None:
    assert answer.grade(text).points == points


def test_order_of_a_set_does_not_matter() -> None:
    one = "(hare, hare); (stag, stag)"
    other = "(stag, stag); (hare, hare)"
    assert ANSWERS[4].grade(one) == ANSWERS[4].grade(other)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (None, "an answer"),
        ([], "an answer"),
        ({}, "kind"),
        ({"kind": "nubmer"}, "did you mean 'number'"),
        ({"kind": "number"}, "value"),
        ({"kind": "number", "value": 0.5}, "as text"),
        ({"kind": "number", "value": "1/0"}, "value"),
        ({"kind": "number", "value": "1", "tolerance": "-1"}, "0 or more"),
        ({"kind": "numbers", "value": "1"}, "a list"),
        ({"kind": "numbers", "value": []}, "a list"),
        ({"kind": "names", "value": ["x"], "among": ["y"]}, "x"),
        ({"kind": "names", "value": ["x"]}, "among"),
        ({"kind": "choice", "value": "x", "options": ["y"]}, "x"),
        ({"kind": "choice", "value": 3, "options": ["y"]}, "words"),
        ({"kind": "equilibria", "value": [["a"]], "actions": [["a"], ["b"]]}, "one entry a player"),
        ({"kind": "equilibria", "value": [["a", "b"]]}, "actions"),
    ],
)
def test_a_wrong_key_gets_one_line(record: Any, said: str) -> None:
    with pytest.raises(ModelError, match=said) as caught:
        read_answer(record, "key")
    assert "\n" not in str(caught.value)
