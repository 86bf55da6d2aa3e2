"""Sheets in every format, read back: structure, escapes, the same for the same seed."""

from __future__ import annotations

import ast
import base64
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from gametheory_orders.classroom.exercises import templates
from gametheory_orders.classroom.exercises.answers import (
    Answer,
    Choice,
    Equilibria,
    Names,
    Number,
    Numbers,
)
from gametheory_orders.classroom.exercises.template import Exercise
from gametheory_orders.classroom.sheets import (
    FORMATS,
    Sheet,
    exercise_sheet,
    read_sheet,
    write_sheet,
)
from gametheory_orders.foundations.errors import ModelError

EVERY = exercise_sheet("all", seed=5, number=len(templates()))
NASTY = "50% & <b>_x_</b> $y$ #1 {z} \\end{document} ]]> | ~ ^ \"quoted\" 'it'"


def nasty() -> Sheet:
    """A sheet whose texts hold all that a format could trip over."""
    options = (NASTY, "other")
    exercise = Exercise(
        "nasty", (1, 0), NASTY, "club", (NASTY,), 1, (NASTY, "Which?"), Choice("other", options),
        (NASTY,), "a", NASTY, (NASTY, "b"), ((NASTY, "1"),),
    )  # fmt: skip
    return Sheet("nasty", 1, (exercise,))


def test_a_sheet_takes_templates_in_turn_and_none_twice() -> None:
    assert {each.id for each in EVERY.exercises} == {each.id for each in templates()}
    assert [e.difficulty for e in EVERY.exercises] == sorted(e.difficulty for e in EVERY.exercises)
    many = exercise_sheet("needed-trust", seed=1, number=25)
    assert len({each.text for each in many.exercises}) == 25
    assert exercise_sheet("vetoes", 1, 5) == exercise_sheet(" Vetoes ", 1, 5)
    assert exercise_sheet("vetoes", 1, 5) != exercise_sheet("vetoes", 2, 5)


def test_too_many_of_a_kind_is_told() -> None:
    assert len(exercise_sheet("power-to-act", seed=1, number=20).exercises) == 20
    with pytest.raises(ModelError, match="no more different ones"):
        exercise_sheet("power-to-act", seed=1, number=200)


@pytest.mark.parametrize("wrong", [0, -1, 201, True, 1.5, "3", None])
def test_numbers_and_seeds_are_checked(wrong: Any) -> None:
    with pytest.raises(ModelError, match="number"):
        exercise_sheet("vetoes", number=wrong)


@pytest.mark.parametrize("wrong", [-1, 2**32, True, 1.5, "3", None])
def test_seeds_are_checked(wrong: Any) -> None:
    with pytest.raises(ModelError, match="seed"):
        exercise_sheet("vetoes", seed=wrong)


def test_a_sheet_that_is_read_is_not_drawn_again(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_text(json.dumps({"schema": 1, **EVERY.to_dict()}))
    assert read_sheet(path) == EVERY
    changed = EVERY.to_dict()
    changed["exercises"][0]["text"][0] = "Another text."
    assert read_sheet(changed).exercises[0].text[0] == "Another text."


@pytest.mark.parametrize("form", FORMATS)
def test_the_questions_hold_no_answer_and_the_key_does(form: str) -> None:
    questions, key = write_sheet(EVERY, form), write_sheet(EVERY, form, key=True)
    assert write_sheet(exercise_sheet("all", 5, len(templates())), form) == questions
    for exercise in EVERY.exercises:
        shown = exercise.steps[-1].split(" ")[0]
        assert shown in key
    if form != "moodle":
        assert "common mistake" not in questions
        for exercise in EVERY.exercises:
            assert exercise.why_wrong[:40] not in questions
    assert not EVERY.to_dict(key=False)["exercises"][0].keys() & {"answer", "steps", "facts"}


# --- Moodle --------------------------------------------------------------------------------------


def credit(question: ElementTree.Element) -> list[tuple[str, float]]:
    return [
        (str(answer.findtext("text")), float(answer.attrib["fraction"]))
        for answer in question.findall("answer")
    ]


def check_moodle(question: ElementTree.Element, answer: Answer) -> None:
    kind = question.attrib["type"]
    given = credit(question)
    if isinstance(answer, Number):
        assert kind == "numerical"
        ((text, full),) = given
        assert full == 100
        assert answer.grade(text).points == 1
        assert float(question.findtext("answer/tolerance", "")) == float(answer.tolerance)
    elif isinstance(answer, Numbers):
        assert kind == "cloze"
        text = question.findtext("questiontext/text", "")
        fields = re.findall(r"\{1:NUMERICAL:=(-?[\d.]+):([\d.]+)\}", text)
        assert answer.grade("; ".join(value for value, _ in fields)).points == 1
    elif isinstance(answer, Choice):
        assert kind == "multichoice"
        assert question.findtext("single") == "true"
        assert [text for text, full in given if full == 100] == [answer.value]
        assert len(given) == len(answer.options)
    else:
        assert isinstance(answer, Names | Equilibria)
        assert kind == "multichoice"
        assert question.findtext("single") == "false"
        right = [text for text, full in given if full > 0]
        wrong = [text for text, full in given if full < 0]
        assert abs(sum(full for _, full in given if full > 0) - 100) < 0.01
        glue = ", " if isinstance(answer, Names) else "; "
        assert answer.grade(glue.join(right)).points == 1
        assert wrong
        assert answer.grade(glue.join([*right, wrong[0]])).points < 1


@pytest.mark.parametrize("key", [False, True])
def test_moodle_is_read_back(key: bool) -> None:
    quiz = ElementTree.fromstring(write_sheet(EVERY, "moodle", key=key))
    assert quiz.tag == "quiz"
    category, *questions = quiz.findall("question")
    assert category.attrib["type"] == "category"
    assert str(category.findtext("category/text")).startswith("$course$/")
    assert len(questions) == len(EVERY.exercises)
    kinds = set()
    for question, exercise in zip(questions, EVERY.exercises, strict=True):
        kinds.add(question.attrib["type"])
        assert exercise.id in str(question.findtext("name/text"))
        assert [tag.findtext("text") for tag in question.findall("tags/tag")] == [*exercise.topics]
        text = str(question.findtext("questiontext/text"))
        assert question.find("questiontext").attrib == {"format": "html"}  # type: ignore[union-attr]
        ElementTree.fromstring(f"<div>{text}</div>")
        feedback = str(question.findtext("generalfeedback/text"))
        assert ("Answer:" in feedback) == key
        check_moodle(question, exercise.answer)
    assert kinds == {"numerical", "cloze", "multichoice"}


def test_moodle_survives_special_signs() -> None:
    quiz = ElementTree.fromstring(write_sheet(nasty(), "moodle", key=True))
    question = quiz.findall("question")[1]
    (wrong, _), (right, full) = credit(question)
    assert (right, full) == ("other", 100)
    assert "&lt;b&gt;" in wrong
    assert question.findtext("tags/tag/text") == NASTY


# --- the others ----------------------------------------------------------------------------------


class Balanced(HTMLParser):
    """Raises unless every element that opens is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.ids += [value for name, value in attrs if name == "id"]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("sheet", [EVERY, nasty()], ids=["every", "nasty"])
@pytest.mark.parametrize("key", [False, True])
def test_html_is_balanced(sheet: Sheet, key: bool) -> None:
    text = write_sheet(sheet, "html", key=key)
    parser = Balanced()
    parser.feed(text)
    assert not parser.open
    assert len(parser.ids) == len(set(parser.ids)) == len(sheet.exercises)
    assert 'name="viewport"' in text
    for exercise in sheet.exercises:
        assert exercise.text[-1] in parser.text
        assert exercise.title in parser.text


@pytest.mark.parametrize("sheet", [EVERY, nasty()], ids=["every", "nasty"])
@pytest.mark.parametrize("key", [False, True])
def test_latex_has_balanced_environments_and_escapes(sheet: Sheet, key: bool) -> None:
    text = write_sheet(sheet, "tex", key=key)
    assert text.isascii(), "what LaTeX may not know is a command"
    stack: list[str] = []
    for which, name in re.findall(r"\\(begin|end)\{(\w+)\}", text):
        if which == "begin":
            stack.append(name)
        else:
            assert stack.pop() == name
    assert not stack
    assert text.count(r"\end{document}") == 1
    bare = re.sub(r"\\[\\&%$#_{}]", "", text)
    assert bare.count("{") == bare.count("}")
    assert bare.count("$") % 2 == 0
    assert not set("#_^~%") & set(bare)
    for block in re.findall(r"\\begin\{tabular\}\{(l r*|lr*)\}(.*?)\\end\{tabular\}", bare, re.S):
        rows = [row for row in block[1].splitlines() if "&" in row]
        assert {row.count("&") for row in rows} == {len(block[0]) - 1}


@pytest.mark.parametrize("sheet", [EVERY, nasty()], ids=["every", "nasty"])
@pytest.mark.parametrize("key", [False, True])
def test_notebook_is_valid(sheet: Sheet, key: bool) -> None:
    text = write_sheet(sheet, "ipynb", key=key)
    notebook = json.loads(text)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    names = [cell["id"] for cell in notebook["cells"]]
    assert len(names) == len(set(names)) == 1 + (3 if key else 2) * len(sheet.exercises)
    scope: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            (line,) = ast.parse("".join(cell["source"])).body
            assert isinstance(line, ast.Assign)
            scope[line.targets[0].id] = ast.literal_eval(line.value)  # type: ignore[attr-defined]
    for place, exercise in enumerate(sheet.exercises, 1):
        assert exercise.answer.grade(scope[f"answer_{place}"]).points == (1 if key else 0)
    nbformat = pytest.importorskip("nbformat")
    nbformat.validate(nbformat.reads(text, as_version=4))


def test_markdown_escapes() -> None:
    text = write_sheet(nasty(), "md", key=True)
    assert r"\<b\>\_x\_\</b\>" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 3
    for row in rows:
        assert len(re.findall(r"(?<!\\)\|", row)) == 3
    assert len(re.findall("^## ", write_sheet(EVERY, "md"), re.MULTILINE)) == len(EVERY.exercises)


def test_unknown_format() -> None:
    for wrong in ("pdf", "", None, 3):
        with pytest.raises(ModelError, match="format"):
            write_sheet(EVERY, wrong)  # type: ignore[arg-type]


# --- keys that are no keys -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe", b'{"exercises": []}', b"[" * 100_000,
        b'{"which": "a", "seed": 1, "exercises": []}',
        b'{"which": "a", "seed": 1, "exercises": [3]}',
        b'{"which": "a", "seed": true, "exercises": [{}]}', base64.b64encode(b"x" * 50),
    ],
)  # fmt: skip
def test_a_file_that_is_no_key_gets_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="key") as caught:
        read_sheet(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["id", "seed", "title", "four_c", "topics", "difficulty", "text", "answer", "steps",
             "common_mistake"],
)  # fmt: skip
@pytest.mark.parametrize("value", [None, 3.5, {}, [None], "x\n" * 9])
def test_a_key_with_a_wrong_field_gets_one_line(name: str, value: Any) -> None:
    record = exercise_sheet("needed-trust", 1).to_dict()
    record["exercises"][0][name] = value
    if isinstance(value, str) and name in ("id", "title", "four_c"):
        assert read_sheet(record).exercises
        return
    with pytest.raises(ModelError, match="exercises") as caught:
        read_sheet(record)
    assert "\n" not in str(caught.value)


def test_a_missing_key_and_a_sheet_without_one(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such file"):
        read_sheet(tmp_path / "none.json")
    with pytest.raises(ModelError, match="--key"):
        read_sheet(exercise_sheet("needed-trust").to_dict(key=False))
    for wrong in (3, None, "a\0b"):
        with pytest.raises(ModelError, match="key"):
            read_sheet(wrong)  # type: ignore[arg-type]
