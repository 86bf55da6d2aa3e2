"""The page of laws: each has a number, a page that exists, and a test that has its name."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "laws.md"
ROW = re.compile(r"^\| (\d+) \| (.+) \| \[[^\]]+\]\(([^)]+)\) \| (test_\w+) \|$", re.M)
TEST = re.compile(r'^def (test_\w+)\([^"]*?"""Law (\d+)[.:]', re.M)


def test_every_law_has_its_test_and_every_test_its_law() -> None:
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    tests = {
        name: int(number)
        for path in sorted((ROOT / "tests" / "laws").glob("test_*.py"))
        for name, number in TEST.findall(path.read_text(encoding="utf-8"))
    }
    assert {name: int(number) for number, _, _, name in rows} == tests
    assert [int(number) for number, *_ in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == len(re.findall(r"^\| \d", PAGE.read_text(encoding="utf-8"), re.M))


def test_the_pages_that_show_laws_exist() -> None:
    for _, _, page, _ in ROW.findall(PAGE.read_text(encoding="utf-8")):
        assert (PAGE.parent / page).resolve().is_file(), page
