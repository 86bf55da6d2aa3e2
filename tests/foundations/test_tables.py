"""Tables in four formats: what is written is read back, whatever stands in the cells.

Builds on reading_tables.py, which shares no code with what writes.
It is not: a test of any result's own table.
"""

from __future__ import annotations

import inspect
import io
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tables import ENDINGS, Table, latex_escape, show
from reading_tables import csv_rows, html_table, latex_rows, latex_text, markdown_rows

HOSTILE = "&%_<>|\"'`\\#${}[]*~^!-+=,; \n\r\tabé\x00\x7f"
texts = st.text(alphabet=HOSTILE, max_size=8)
columns = st.integers(1, 4)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    wide = draw(columns)
    row = st.lists(texts, min_size=wide, max_size=wide)
    return Table(draw(row), draw(st.lists(row, max_size=3)), draw(texts))


def shown(text: str) -> str:
    """A text as any format but CSV can show it: one kind of line break, no control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    clean = ["".join(" " if c < " " or c == "\x7f" else c for c in line) for line in lines]
    return "\n".join(clean).strip()


def expected(table: Table) -> list[list[str]]:
    return [[shown(show(cell)) for cell in row] for row in [table.columns, *table.rows]]


NASTY = Table(
    ["a & b", "100 % of_it", "<script>alert('x')</script>"],
    [["x | y", "[2pt]", "*"], ["line\nbreak", '"quoted", --', "~^\\"], ["# no note", "$x$", "{}"]],
    "title <b> & 50 %",
)


@given(tables())
@example(NASTY)
def test_latex_comes_back(table: Table) -> None:
    assert latex_rows(table.latex(caption=table.title, notes=["v & 1", "x_y"]) + "\n") == expected(
        table
    )


@given(tables())
@example(NASTY)
def test_html_comes_back(table: Table) -> None:
    read = html_table(table.html(notes=["v & 1", "x<y"]))
    assert read.rows == expected(table)
    assert read.caption.strip() == shown(table.title)
    assert read.notes == "v & 1\nx<y"


@given(tables())
@example(NASTY)
def test_markdown_comes_back(table: Table) -> None:
    assert markdown_rows(table.markdown(caption="of us_all", notes=["v | 1"])) == expected(table)


@given(tables(), st.booleans())
@example(NASTY, True)
def test_csv_comes_back(table: Table, told: bool) -> None:
    """CSV alone keeps every character."""
    text = table.csv(["version 1", "climate.toml # x"] if told else [])
    assert csv_rows(text) == [table.columns, *table.rows]


def test_pandas_reads_a_csv_with_notes() -> None:
    text = NASTY.csv(["version 1"])
    frame = pd.read_csv(io.StringIO(text), comment="#", dtype=str)
    assert frame.columns.tolist() == NASTY.columns
    assert frame.to_numpy().tolist() == NASTY.rows


@given(texts)
@example("a--b---c''d")
def test_a_text_in_latex(text: str) -> None:
    assert latex_text(latex_escape(text)) == shown(text)


def test_numbers_are_rounded_but_in_csv() -> None:
    table = Table(["E", "gap", "who", "why"], [[1 / 3, -0.25, None, True], [2, -1e-9, "B", False]])
    assert table.latex().splitlines()[6:8] == [
        r"0.333 & $-$0.250 & - & yes \\",
        r"2 & 0.000 & B & no \\",
    ]
    assert table.latex(digits=1).splitlines()[6] == r"0.3 & $-$0.2 & - & yes \\"
    assert "{rrlr}" in table.latex()
    assert html_table(table.html()).rows[1] == ["0.333", "-0.250", "-", "yes"]
    assert markdown_rows(table.markdown())[1] == ["0.333", "-0.250", "-", "yes"]
    assert csv_rows(table.csv())[1:] == [
        ["0.3333333333333333", "-0.25", "", "true"],
        ["2", "-1e-09", "B", "false"],
    ]


def test_what_is_undefined_or_exact_in_csv() -> None:
    table = Table(["x"], [[float("inf")], [float("nan")], [Fraction(1, 3)], [("a", "b")]])
    assert [row[0] for row in csv_rows(table.csv())[1:]] == ["", "", "1/3", "a;b"]


@pytest.mark.parametrize("form", ENDINGS.values())
def test_a_file_ends_in_one_line_break_and_tells_its_notes(form: str) -> None:
    text = NASTY.written(form, "Who & what", "tab:who", ["version 1", "seed 7"])
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "version 1" in text
    assert "seed 7" in text


def test_a_page_is_whole() -> None:
    page = NASTY.written("html", "Who <is> it", "tab:who", ["version 1"])
    read = html_table(page)
    assert read.rows == expected(NASTY)
    assert (read.caption, read.notes) == ("Who <is> it", "version 1")
    assert "<title>Who &lt;is&gt; it</title>" in page


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"notes": "one text"}, "notes: found one text, expected a list of texts"),
        ({"notes": [1]}, "notes: found "),
        ({"notes": None}, "notes: found None"),
        ({"digits": -1}, "digits: found -1, expected a whole number from 0 to 17"),
        ({"digits": True}, "digits: found True"),
        ({"digits": 2.0}, "digits: found 2.0"),
        ({"digits": float("nan")}, "digits: found nan"),
        ({"caption": 3}, "caption: found 3, expected a text"),
        ({"label": "a}b"}, "label: found a}b, expected letters"),
    ],
)
def test_what_cannot_be_written_is_told(how: dict[str, object], error: str) -> None:
    for write in (NASTY.latex, NASTY.markdown, NASTY.html, NASTY.csv):
        known = inspect.signature(write).parameters
        if set(how) <= set(known):
            with pytest.raises(ModelError) as caught:
                write(**how)  # type: ignore[operator]
            assert caught.value.line().startswith(error)


def test_an_unknown_format_has_the_nearest_named() -> None:
    with pytest.raises(ModelError, match="did you mean 'markdown'"):
        NASTY.written("markdwon")


def test_the_reader_sees_what_is_not_escaped() -> None:
    """The gate itself, seen to fail."""
    for wrong in ("a & b", "50 %", "x_y", "[1pt] x", "a -- b", "{x", r"a \\ b"):
        with pytest.raises((AssertionError, ValueError)):
            latex_rows(
                "\\begin{tabular}{l}\n\\toprule\nhead \\\\\n\\midrule\n"
                f"{wrong} \\\\\n\\bottomrule\n\\end{{tabular}}\n"
            )
