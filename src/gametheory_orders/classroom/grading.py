"""Grading: a file of answers against a key, with partial credit and a word on each answer.

Builds on classroom/exercises/answers.py, which reads what was written and never evaluates it.
Not here: what is a right answer (the key has it).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from gametheory_orders.classroom.exercises.answers import Mark
from gametheory_orders.classroom.sheets.sheet import LARGEST_FILE, Sheet, read_sheet
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table

STUDENT = "student"
LONGEST_NAME = 200


@dataclass(frozen=True)
class Grades(Result):
    """What each student's answers are worth.

    Parameters
    ----------
    sheet : Sheet
        With its key.
    marks : mapping of str to tuple of Mark
        By student, in the order of the exercises.
    """

    sheet: Sheet
    marks: Mapping[str, tuple[Mark, ...]]

    def points(self, student: str) -> Fraction:
        """Return a student's points, one an exercise at the most."""
        if student not in self.marks:
            raise unknown_name("student", student, self.marks, "a student")
        return sum((mark.points for mark in self.marks[student]), Fraction(0))

    def table(self) -> Table:
        """Return one row a student."""
        every = len(self.sheet.exercises)
        columns = [STUDENT, *(str(place) for place in range(1, every + 1)), "points", "out of"]
        rows = [
            [name, *(float(mark.points) for mark in marks), float(self.points(name)), every]
            for name, marks in self.marks.items()
        ]
        return Table(columns, rows, f"grades: {self.sheet.which}, seed {self.sheet.seed}")

    def records(self) -> list[dict[str, Any]]:
        """Return one record for each answer, with its feedback."""
        return [
            {
                STUDENT: name,
                "number": place,
                "id": exercise.id,
                "points": float(mark.points),
                "feedback": mark.feedback,
            }
            for name, marks in self.marks.items()
            for place, (exercise, mark) in enumerate(
                zip(self.sheet.exercises, marks, strict=True), 1
            )
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return the grades as plain values: points exact as text, and feedback."""
        return {
            "which": self.sheet.which,
            "seed": self.sheet.seed,
            "out_of": len(self.sheet.exercises),
            "students": [
                {
                    STUDENT: name,
                    "points": float(self.points(name)),
                    "points_exact": str(self.points(name)),
                    "answers": [
                        {
                            "number": place,
                            "id": exercise.id,
                            "points": float(mark.points),
                            "feedback": mark.feedback,
                        }
                        for place, (exercise, mark) in enumerate(
                            zip(self.sheet.exercises, marks, strict=True), 1
                        )
                    ],
                }
                for name, marks in self.marks.items()
            ],
        }


def grade_answers(
    answers: str | Path | Mapping[str, Mapping[int, str]],
    key: str | Path | Mapping[str, Any] | Sheet,
) -> Grades:
    """Return the grades of answers against a key.

    Parameters
    ----------
    answers : str, Path or mapping
        A CSV file with a column ``student`` and one for each exercise, named by its number (a
        missing one is an empty answer); or with the columns ``student``, ``number``, ``answer``.
        Or by student and number.
    key : str, Path, mapping or Sheet
        A sheet with its key.

    Raises
    ------
    ModelError
        If one of them cannot be read, a column is unknown, or a student comes twice.

    Examples
    --------
    >>> from gametheory_orders.classroom.sheets import exercise_sheet
    >>> sheet = exercise_sheet("needed-trust", seed=2)
    >>> grades = grade_answers({"Ada": {1: sheet.exercises[0].answer.typed()}, "Bo": {}}, sheet)
    >>> print(grades)
    grades: needed-trust, seed 2
    student      1  points  out of
    Ada      1.000   1.000       1
    Bo       0.000   0.000       1
    """
    sheet = key if isinstance(key, Sheet) else read_sheet(key)
    given = _checked(answers, sheet) if isinstance(answers, Mapping) else _read(answers, sheet)
    return Grades(
        sheet,
        {
            name: tuple(
                exercise.answer.grade(texts.get(place, ""))
                for place, exercise in enumerate(sheet.exercises, 1)
            )
            for name, texts in given.items()
        },
    )


def _checked(answers: Mapping[Any, Any], sheet: Sheet) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for name, texts in answers.items():
        if not isinstance(name, str) or not isinstance(texts, Mapping):
            raise ModelError("answers", repr(name), "texts by number, by student")
        for number, text in texts.items():
            _number(str(number), sheet, f"answers[{name!r}]")
            if not isinstance(text, str):
                raise ModelError(f"answers[{name!r}][{number}]", repr(text), "a text")
        found[name] = {int(number): text for number, text in texts.items()}
    return found


def _read(source: str | Path, sheet: Sheet) -> dict[str, dict[int, str]]:
    where = f"answers {source}"
    try:
        path = Path(source)
        if not path.is_file():
            raise ModelError(where, "no such file", "a CSV file")
        if path.stat().st_size > LARGEST_FILE:
            raise ModelError(where, f"{path.stat().st_size} bytes", f"{LARGEST_FILE} at the most")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ModelError(where, "bytes that are no text", "a CSV file in UTF-8") from None
    except (OSError, TypeError, ValueError) as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(where, str(error), "a CSV file that can be read") from None
    first = text.split("\n", 1)[0]
    # A spreadsheet in half of Europe writes semicolons.
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = list(_rows(text, delimiter, where))
    if not rows:
        raise ModelError(where, "an empty file", f"a heading with {STUDENT}")
    head = [cell.strip().casefold() for cell in rows[0][1]]
    if head.count(STUDENT) != 1 or len(set(head)) != len(head):
        raise ModelError(where, f"the heading {', '.join(head)[:80]!r}", f"{STUDENT}, 1, 2, ...")
    if {"number", "answer"} <= set(head):
        return _long(head, rows[1:], sheet, where)
    return _wide(head, rows[1:], sheet, where)


def _rows(text: str, delimiter: str, where: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise ModelError(f"{where}: line {reader.line_num}", str(error), "CSV") from None


def _name(row: list[str], head: list[str], where: str) -> str:
    if len(row) != len(head):
        raise ModelError(where, f"{len(row)} cells", f"{len(head)}, as in the heading")
    name = row[head.index(STUDENT)].strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ModelError(where, repr(name[:40]), f"a student's name of 1 to {LONGEST_NAME} letters")
    return name


def _number(text: str, sheet: Sheet, where: str) -> int:
    numbers = [str(place) for place in range(1, len(sheet.exercises) + 1)]
    if text not in numbers:
        raise unknown_name(where, text[:40], numbers, "the number of an exercise")
    return int(text)


def _wide(
    head: list[str], rows: list[tuple[int, list[str]]], sheet: Sheet, where: str
) -> dict[str, dict[int, str]]:
    places = {
        column: _number(name, sheet, f"{where}: heading")
        for column, name in enumerate(head)
        if name != STUDENT
    }
    found: dict[str, dict[int, str]] = {}
    for line, row in rows:
        name = _name(row, head, f"{where}: line {line}")
        if name in found:
            raise ModelError(f"{where}: line {line}", f"{name} a second time", "each student once")
        found[name] = {place: row[column] for column, place in places.items()}
    return found


def _long(
    head: list[str], rows: list[tuple[int, list[str]]], sheet: Sheet, where: str
) -> dict[str, dict[int, str]]:
    unknown = [name for name in head if name not in (STUDENT, "number", "answer")]
    if unknown:
        raise unknown_name(f"{where}: heading", unknown[0], (STUDENT, "number", "answer"), "one")
    found: dict[str, dict[int, str]] = {}
    for line, row in rows:
        here = f"{where}: line {line}"
        name = _name(row, head, here)
        place = _number(row[head.index("number")].strip(), sheet, here)
        texts = found.setdefault(name, {})
        if place in texts:
            raise ModelError(here, f"{name}, exercise {place}, a second time", "each once")
        texts[place] = row[head.index("answer")]
    return found
