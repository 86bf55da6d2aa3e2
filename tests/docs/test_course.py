"""The course: twelve meetings, plans that add up, and sheets and notebooks that are there.

Builds on the pages in docs/course/ and the exercises. It is not: a test of the exercises.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "course").glob("[0-9][0-9]-*.md"))
each = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)


def test_there_are_twelve_and_all_are_listed() -> None:
    assert [page.stem[:2] for page in PAGES] == [f"{number:02d}" for number in range(1, 13)]
    index = (ROOT / "docs" / "course" / "index.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((\d\d-[\w-]+)\.md\)", index) == [page.stem for page in PAGES]


@each
def test_a_plan_adds_up(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| *(\d*) *\| *(\d*) *\| *(\d*) *\|$", text, re.MULTILINE)
    assert len(rows) >= 4
    for column, minutes in ((1, 30), (2, 50), (3, 75)):
        assert sum(int(row[column] or 0) for row in rows) == minutes


@each
def test_a_page_has_what_a_teacher_needs(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    heads = ["Notebook" if head == "Notebooks" else head for head in heads]
    assert heads == ["Reading", "Notebook", "Exercise sheet", "Plan", "To discuss"]
    assert re.search(r"^\*\*Goal\.\*\* [^.]+\.$", text, re.MULTILINE), "one sentence"
    books = re.findall(r"examples/notebooks/(\w+)\.ipynb", text)
    assert books
    assert all((ROOT / "examples" / "notebooks" / f"{name}.ipynb").is_file() for name in books)
    assert len(re.findall(r"^\d\. .+\?$", text, re.MULTILINE)) >= 3


@each
def test_its_sheets_can_be_drawn(page: Path) -> None:
    room = pytest.importorskip("gametheory_orders.classroom.exercises")
    topics = re.findall(
        r'^\$ fourcs exercise (?:"([^"]+)"|(\S+)) --seed \d+', page.read_text("utf-8"), re.M
    )
    assert topics
    for quoted, word in topics:
        assert room.choose_templates(quoted or word)
