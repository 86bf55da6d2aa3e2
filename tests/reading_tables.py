"""Read a table back from LaTeX, HTML, Markdown and CSV, for the tests of how it is written.

Builds on the standard library and markdown-it (which rich brings). Shares no code with what
writes. It is not: a reader of any LaTeX or Markdown beyond what a table needs.
"""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt

Rows = list[list[str]]

SIGNS = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
    r"\textasciigrave{}": "`",
    r"\&": "&",
    r"\%": "%",
    r"\$": "$",
    r"\#": "#",
    r"\_": "_",
    r"\{": "{",
    r"\}": "}",
    "$-$": "-",
    "{[}": "[",
    "{*}": "*",
    "{}": "",
}
TOKEN = re.compile("|".join(map(re.escape, SIGNS)) + r"|\\\\|\\shortstack\[l\]\{|.", re.DOTALL)


def latex_rows(text: str) -> Rows:
    """Return heading and rows of the one tabular; anything that LaTeX would choke on fails."""
    opened: list[str] = []
    for what, name in re.findall(r"\\(begin|end)\{(\w+)\}", text):
        if what == "begin":
            opened.append(name)
        else:
            assert opened.pop() == name
    assert opened == []
    assert balanced(text)
    (inside,) = re.findall(r"\\toprule\n(.*)\\bottomrule\n", text, re.DOTALL)
    (form,) = re.findall(r"\\begin\{tabular\}\{([lr]+)\}", text)
    head, body = inside.split("\\midrule\n", 1)
    rows = [latex_row(line) for line in (head + body).splitlines()]
    assert {len(row) for row in rows} == {len(form)}
    return rows


def latex_row(line: str) -> list[str]:
    """Return the cells of one row, which must end as a row does."""
    assert line.endswith(r" \\")
    line = line[: -len(r" \\")]
    assert not re.match(r"\s*[\[*]", line), "read as an option of the row above"
    cells, stacked = [""], False
    for match in TOKEN.finditer(line):
        token = match[0]
        if token in SIGNS:
            cells[-1] += SIGNS[token]
        elif token.startswith(r"\shortstack"):
            stacked = True
        elif token == r"\\":
            assert stacked, "the row ends in its middle"
            cells[-1] += "\n"
        elif token == "}":
            assert stacked
            stacked = False
        elif token == "&":
            assert not stacked
            cells.append("")
        else:
            assert token not in "\\%$#_{~^<>|`[*", f"{token} is not escaped"
            cells[-1] += token
    assert "--" not in line, "would be drawn as one dash"
    return [cell.strip() for cell in cells]


def latex_text(text: str) -> str:
    """Return a text as LaTeX would draw it."""
    (cell,) = latex_row(text + r" \\")
    return cell


def balanced(text: str) -> bool:
    """Say whether braces that are not escaped close."""
    depth = 0
    for token in re.findall(r"\\.|[{}]", text, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(token, 0)
        if depth < 0:
            return False
    return depth == 0


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Rows = []
        self.notes = ""
        self.caption = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "br":
            self.handle_data("\n")
            return
        if tag in ("meta", "link"):
            return
        self.open.append(tag)
        if tag == "tr" and "tfoot" not in self.open:
            self.rows.append([])
        elif tag in ("td", "th") and "tfoot" not in self.open:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "tfoot" in self.open:
            self.notes += data
        elif "caption" in self.open:
            self.caption += data
        elif self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


def html_table(text: str) -> _Reader:
    """Return what stands in the table of a page: ``rows``, ``caption``, ``notes``."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    reader.rows = [[cell.strip() for cell in row] for row in reader.rows]
    return reader


def markdown_rows(text: str) -> Rows:
    """Return heading and rows of the one table in a Markdown text."""
    page = MarkdownIt("commonmark").enable("table").render(text)
    (table,) = re.findall(r"<table>.*?</table>", page, re.DOTALL)
    return html_table(table).rows


def csv_rows(text: str) -> Rows:
    """Return heading and rows of CSV, notes in front of it left out."""
    lines = text.split("\n")
    while lines[0].startswith("# "):
        lines.pop(0)
    return list(csv.reader(io.StringIO("\n".join(lines), newline=""), strict=True))
