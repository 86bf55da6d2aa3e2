"""A sheet as a question bank in Moodle's XML.

Builds on sheet.py and page.py. Moodle grades by itself, so that the answers are always in it.
Not here: grading of files (classroom/grading.py).
"""

from __future__ import annotations

from fractions import Fraction
from html import escape
from itertools import product
from xml.sax.saxutils import quoteattr

from gametheory_orders.classroom.exercises.answers import (
    Answer,
    Choice,
    Equilibria,
    Names,
    Number,
    Numbers,
)
from gametheory_orders.classroom.exercises.template import Exercise
from gametheory_orders.classroom.sheets.page import question_html, solution_html
from gametheory_orders.classroom.sheets.sheet import Sheet

PLACES = 7
"""Decimals of a number: far more than its tolerance."""


def _text(tag: str, content: str, form: str = "html") -> str:
    """Return an element with a text in it; what could end the section is split."""
    inside = content.replace("]]>", "]]]]><![CDATA[>")
    return f"<{tag} format={quoteattr(form)}><text><![CDATA[{inside}]]></text></{tag}>"


def _plain(value: Fraction) -> str:
    """Return a number with a point and no exponent.

    Examples
    --------
    >>> _plain(Fraction(-2, 3)), _plain(Fraction(5, 2)), _plain(Fraction(4))
    ('-0.6666667', '2.5', '4')
    """
    text = f"{float(value):.{PLACES}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _option(text: str, credit: str) -> str:
    inside = f"<text><![CDATA[{escape(text)}]]></text>"
    return f'<answer fraction="{credit}" format="html">{inside}</answer>'


def _several(right: list[str], wrong: list[str]) -> list[str]:
    """Return the options of which several are right: each wrong one takes a point back."""
    gain, loss = (f"{100 / len(side):.5f}".rstrip("0").rstrip(".") for side in (right, right))
    return [
        "<single>false</single>",
        "<shuffleanswers>false</shuffleanswers>",
        "<answernumbering>none</answernumbering>",
        *(_option(each, gain) for each in right),
        *(_option(each, f"-{loss}") for each in wrong),
    ]


def candidates(answer: Equilibria, wrong: str) -> tuple[list[str], list[str]]:
    """Return the equilibria, and other pairs to choose among."""
    right = [f"({', '.join(pair)})" for pair in answer.value]
    others = [f"({', '.join(pair)})" for pair in product(*answer.actions)]
    mixed = [pair for pair in answer.value if not all(map(_is_action(answer), pair))]
    if mixed:
        half = "1/2" if mixed[0] != ("1/2", "1/2") else "1/3"
        others.append(f"({half}, {half})")
    return right, [pair for pair in others if pair not in right]


def _is_action(answer: Equilibria):  # type: ignore[no-untyped-def]
    names = {name for actions in answer.actions for name in actions}
    return names.__contains__


def _body(exercise: Exercise) -> tuple[str, str, list[str]]:
    """Return type, question and answers of an exercise."""
    answer: Answer = exercise.answer
    text = question_html(exercise)
    if isinstance(answer, Number):
        ask = "<p><em>Give a decimal number, such as 0.25.</em></p>"
        shown = (
            '<answer fraction="100" format="moodle_auto_format">'
            f"<text>{_plain(answer.value)}</text>"
            f"<tolerance>{_plain(answer.tolerance)}</tolerance></answer>"
        )
        return "numerical", f"{text}\n{ask}", [shown]
    if isinstance(answer, Numbers):
        fields = " ".join(
            f"<label>{place}: {{1:NUMERICAL:={_plain(value)}:{_plain(answer.tolerance)}}}</label>"
            for place, value in enumerate(answer.values, 1)
        )
        return "cloze", f"{text}\n<p>{fields} <em>(decimal numbers)</em></p>", []
    if isinstance(answer, Choice):
        return (
            "multichoice",
            text,
            [
                "<single>true</single>",
                "<shuffleanswers>false</shuffleanswers>",
                "<answernumbering>abc</answernumbering>",
                *(_option(each, "100" if each == answer.value else "0") for each in answer.options),
            ],
        )
    ask = "<p><em>Choose all that apply.</em></p>"
    if isinstance(answer, Names):
        right = [name for name in answer.among if name in answer.value]
        wrong = [name for name in answer.among if name not in answer.value]
    else:
        assert isinstance(answer, Equilibria)
        right, wrong = candidates(answer, exercise.wrong)
    return "multichoice", f"{text}\n{ask}", _several(right, wrong)


def write(sheet: Sheet, key: bool) -> str:
    """Return the question bank; with its key the solutions are shown after the answer."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<quiz>",
        '<question type="category"><category>'
        f"<text>$course$/top/{escape(sheet.which)} (seed {sheet.seed})</text>"
        "</category></question>",
    ]
    for place, exercise in enumerate(sheet.exercises, 1):
        kind, text, answers = _body(exercise)
        lines += [
            f"<question type={quoteattr(kind)}>",
            f"<name><text>{place:03d} {escape(exercise.title)} ({exercise.id})</text></name>",
            _text("questiontext", text),
            _text("generalfeedback", solution_html(exercise) if key else ""),
            "" if kind == "cloze" else "<defaultgrade>1</defaultgrade>",
            "<penalty>0.3333333</penalty>",
            "<hidden>0</hidden>",
            *answers,
            "<tags>" + "".join(f"<tag><text>{escape(t)}</text></tag>" for t in exercise.topics),
            "</tags>",
            "</question>",
        ]
    return "\n".join(line for line in [*lines, "</quiz>"] if line) + "\n"
