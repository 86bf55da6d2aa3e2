"""Files of answers: both layouts, partial credit, feedback, and hostile files in one line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from gametheory_orders.classroom.exercises import templates
from gametheory_orders.classroom.grading import grade_answers
from gametheory_orders.classroom.sheets import exercise_sheet
from gametheory_orders.foundations.errors import ModelError

SHEET = exercise_sheet("all", seed=8, number=len(templates()))
HUNT = exercise_sheet("stag-hunt-equilibria", seed=1, number=2)


def wide(rows: dict[str, list[str]], count: int, delimiter: str = ",") -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(["student", *range(1, count + 1)])
    for name, answers in rows.items():
        writer.writerow([name, *answers])
    return stream.getvalue()


def graded(tmp_path: Path, text: str | bytes, sheet: Any = HUNT) -> Any:
    path = tmp_path / "answers.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return grade_answers(path, sheet)


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_right_answers_get_all_points_and_usual_mistakes_do_not(
    tmp_path: Path, delimiter: str
) -> None:
    right = [each.answer.typed() for each in SHEET.exercises]
    wrong = [each.wrong for each in SHEET.exercises]
    text = wide({"Ada": right, "Bo": wrong, "Cy": [""] * len(right)}, len(right), delimiter)
    grades = graded(tmp_path, text, SHEET)
    assert grades.points("Ada") == len(right)
    assert all(mark.points < 1 for mark in grades.marks["Bo"])
    assert grades.points("Cy") == 0
    assert {mark.feedback for mark in grades.marks["Cy"]} == {"No answer."}


def test_the_long_layout_and_missing_answers(tmp_path: Path) -> None:
    right = HUNT.exercises[1].answer.typed()
    text = f'number,student,answer\n2,Ada,"{right}"\n\n1,Bo,"(join, join)"\n'
    grades = graded(tmp_path, text)
    assert grades.points("Ada") == 1
    assert [str(mark.points) for mark in grades.marks["Bo"]] == ["1/3", "0"]
    record = grades.to_dict()["students"][1]
    assert record["points_exact"] == "1/3"
    assert record["answers"][0]["feedback"] == "1 of 3 equilibria found."
    assert [row["points"] for row in grades.records() if row["student"] == "Ada"] == [0.0, 1.0]
    assert grades.table().rows[0] == ["Ada", 0.0, 1.0, 1.0, 2]


def test_a_byte_order_mark_and_a_missing_column(tmp_path: Path) -> None:
    grades = graded(tmp_path, b'\xef\xbb\xbfStudent, 2\r\nAda,"(join, join)"\r\n')
    assert [str(mark.points) for mark in grades.marks["Ada"]] == ["0", "1/3"]


def test_answers_are_never_evaluated(tmp_path: Path) -> None:
    hostile = ["__import__('os').system('touch x')", "=1+1", "1" * 900, "9**9**9", "{{7*7}}"]
    for text in hostile:
        rows = wide({"Ada": [text] * len(SHEET.exercises)}, len(SHEET.exercises))
        grades = graded(tmp_path, rows, SHEET)
        assert grades.points("Ada") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["answers.csv"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "an empty file"),
        ("\n\n", "an empty file"),
        ("name,1\nAda,x\n", "student, 1, 2"),
        ("student,1,1\nAda,x,y\n", "student, 1, 2"),
        ("student,3\nAda,x\n", "the number of an exercise"),
        ("student,one\nAda,x\n", "the number of an exercise"),
        ("student,1\nAda\n", "line 2: found 1 cells"),
        ("student,1\nAda,x,y\n", "line 2: found 3 cells"),
        ("student,1\n,x\n", "a student's name"),
        ("student,1\nA\x00da,x\n", "answers"),
        ("student,1\nAda,x\nAda,y\n", "a second time"),
        ('student,1\nAda,"x\n', "line"),
        ("student,number,answer\nAda,9,x\n", "the number of an exercise"),
        ("student,number,answer\nAda,1,x\nAda,1,y\n", "a second time"),
        ("student,number,answer,more\nAda,1,x,y\n", "more"),
        (b"\xff\xfe\x00s", "UTF-8"),
        ("student,1\n" + "A" * 201 + ",x\n", "a student's name"),
        ("student,1\nAda," + "x" * 200_000 + "\n", "CSV"),
    ],
)
def test_a_wrong_file_gets_one_line(text: str | bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        graded(tmp_path, text)
    line = str(caught.value)
    assert said in line
    assert "\n" not in line
    assert len(line) < 500


def test_other_wrong_arguments(tmp_path: Path) -> None:
    for wrong in (tmp_path, tmp_path / "none.csv", 3, None, "a\0b"):
        with pytest.raises(ModelError, match="answers"):
            grade_answers(wrong, HUNT)  # type: ignore[arg-type]
    for given in ({3: {}}, {"Ada": 3}, {"Ada": {9: "x"}}, {"Ada": {1: 3}}):
        with pytest.raises(ModelError, match="answers"):
            grade_answers(given, HUNT)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="did you mean 'Ada'"):
        grade_answers({"Ada": {}}, HUNT).points("Ade")


def test_grades_print_and_are_strict_json() -> None:
    grades = grade_answers({"Ada": {"1": HUNT.exercises[0].answer.typed()}}, HUNT.to_dict())
    assert str(grades).splitlines()[0] == "grades: stag-hunt-equilibria, seed 1"
    json.dumps(grades.to_dict(), allow_nan=False)
