r"""Tables as text, LaTeX, Markdown, HTML and CSV: the look of every result, in one place.

Builds on errors.py. Texts come from anybody's file, so each format escapes them.
Not here: what stands in a table (each result's own), or which files it was made from (files).
"""

from __future__ import annotations

import csv
import html
import io
import math
import re
from collections.abc import Sequence
from typing import Any

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.tolerances import SHOWN

ENDINGS = {".tex": "latex", ".md": "markdown", ".html": "html", ".csv": "csv"}
"""What a file of a table may end in, and the format that this means."""

_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": r"\textasciigrave{}",
    # After the end of a row these two would be read as its options.
    "[": "{[}",
    "*": "{*}",
}
_MARKDOWN = frozenset("\\`*_{}[]<>&|$~^#!")
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font-family: sans-serif; margin: 1.5rem; }}
table {{ border-collapse: collapse; border-top: 2px solid; border-bottom: 2px solid; }}
caption {{ text-align: left; padding-bottom: .5rem; }}
th, td {{ text-align: left; padding: .2rem .7rem; vertical-align: top; }}
thead {{ border-bottom: 1px solid; }}
tfoot {{ border-top: 1px solid; font-size: .8rem; overflow-wrap: anywhere; }}
</style>
</head>
<body>
{table}
</body>
</html>
"""


class Table:
    """A small table: column names and rows of plain values.

    Parameters
    ----------
    columns : sequence of str
        Headings.
    rows : sequence of sequences
        Cells: str, int, float, bool or None.
    title : str
        Shown above the table.
    """

    def __init__(
        self, columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str = ""
    ) -> None:
        self.columns = list(columns)
        self.rows = [list(row) for row in rows]
        self.title = title

    def _numeric(self) -> list[bool]:
        return [
            all(isinstance(row[j], int | float) or row[j] is None for row in self.rows)
            for j in range(len(self.columns))
        ]

    def text(self, digits: int = 3) -> str:
        """Return the table as aligned plain text."""
        cells = [[show(value, digits) for value in row] for row in self.rows]
        numeric = self._numeric()
        widths = [
            max([len(self.columns[j])] + [len(row[j]) for row in cells])
            for j in range(len(self.columns))
        ]

        def line(row: Sequence[str]) -> str:
            return "  ".join(
                cell.rjust(width) if right else cell.ljust(width)
                for cell, width, right in zip(row, widths, numeric, strict=True)
            ).rstrip()

        head = [self.title] if self.title else []
        return "\n".join([*head, line(self.columns), *(line(row) for row in cells)])

    def latex(
        self, digits: int = 3, caption: str = "", label: str = "", notes: Sequence[str] = ()
    ) -> str:
        r"""Return the table in LaTeX with booktabs rules, notes below it.

        Examples
        --------
        >>> print(Table(["state", "gain"], [["A & B", -0.5]]).latex(notes=["version 1"]))
        \begin{table}
        \centering
        \begin{tabular}{lr}
        \toprule
        state & gain \\
        \midrule
        A \& B & $-$0.500 \\
        \bottomrule
        \end{tabular}
        \par\smallskip
        \begin{minipage}{\linewidth}\footnotesize
        version 1
        \end{minipage}
        \end{table}
        """
        _check(digits, caption, label, notes)

        def cell(value: Any) -> str:
            text = show(value, digits)
            if text.startswith("-") and len(text) > 1 and isinstance(value, int | float):
                return f"$-${latex_escape(text[1:])}"
            return latex_escape(text)

        right = "".join("r" if numeric else "l" for numeric in self._numeric())
        lines = [
            r"\begin{table}",
            r"\centering",
            *([rf"\caption{{{latex_escape(caption)}}}"] if caption else []),
            *([rf"\label{{{label}}}"] if label else []),
            rf"\begin{{tabular}}{{{right}}}",
            r"\toprule",
            " & ".join(latex_escape(name) for name in self.columns) + r" \\",
            r"\midrule",
            *(" & ".join(map(cell, row)) + r" \\" for row in self.rows),
            r"\bottomrule",
            r"\end{tabular}",
            *latex_notes(notes),
            r"\end{table}",
        ]
        return "\n".join(lines)

    def markdown(self, digits: int = 3, caption: str = "", notes: Sequence[str] = ()) -> str:
        r"""Return the table with pipes between its cells, as GitHub, pandoc and Jupyter read it.

        Examples
        --------
        >>> print(Table(["order", "E"], [["a|b", 0.5]]).markdown(notes=["version 1"]))
        | order | E |
        | :--- | ---: |
        | a\|b | 0.500 |
        <BLANKLINE>
        version 1
        """
        _check(digits, caption, "", notes)

        def line(cells: Sequence[str]) -> str:
            return f"| {' | '.join(cells)} |"

        lines = [
            *([f"**{markdown_escape(caption)}**", ""] if caption else []),
            line([markdown_escape(name) for name in self.columns]),
            line(["---:" if numeric else ":---" for numeric in self._numeric()]),
            *(line([markdown_escape(show(v, digits)) for v in row]) for row in self.rows),
        ]
        if notes:
            lines += ["", "\\\n".join(markdown_escape(_one_line(note)) for note in notes)]
        return "\n".join(lines)

    def html(
        self,
        digits: int = 3,
        caption: str | None = None,
        label: str = "",
        notes: Sequence[str] = (),
    ) -> str:
        """Return the table in HTML, its title as caption where no other is given.

        Examples
        --------
        >>> Table(["E"], [[0.5]]).html()[:45]
        '<table><thead><tr><th style="text-align: righ'
        """
        _check(digits, caption or "", label, notes)
        styles = [' style="text-align: right"' if right else "" for right in self._numeric()]

        def line(name: str, cells: Sequence[str]) -> str:
            drawn = zip(cells, styles, strict=True)
            return "<tr>" + "".join(f"<{name}{s}>{_html(c)}</{name}>" for c, s in drawn) + "</tr>"

        title = self.title if caption is None else caption
        above = f"<caption>{_html(title)}</caption>" if title else ""
        name = f' id="{html.escape(label)}"' if label else ""
        body = "".join(line("td", [show(value, digits) for value in row]) for row in self.rows)
        below = "<br>".join(_html(note) for note in notes)
        if notes:
            below = f'<tfoot><tr><td colspan="{len(self.columns)}">{below}</td></tr></tfoot>'
        head = f"<thead>{line('th', self.columns)}</thead>"
        return f"<table{name}>{above}{head}<tbody>{body}</tbody>{below}</table>"

    def csv(self, notes: Sequence[str] = ()) -> str:
        """Return the table as CSV at full precision; notes are lines in front, after a ``#``.

        Examples
        --------
        >>> print(Table(["order", "E"], [["a,b", 1 / 3]]).csv(notes=["version 1"]), end="")
        # version 1
        order,E
        "a,b",0.3333333333333333
        """
        _check(3, "", "", notes)
        above = "".join(f"# {_one_line(note)}\n" for note in notes)
        return above + csv_text([self.columns, *self.rows], marked=bool(notes))

    def written(
        self,
        form: str,
        caption: str = "",
        label: str = "",
        notes: Sequence[str] = (),
        digits: int = 3,
    ) -> str:
        """Return what a file of a format holds: latex, markdown, html (a whole page) or csv.

        Examples
        --------
        >>> Table(["E"], [[0.5]]).written("html").splitlines()[0]
        '<!doctype html>'
        """
        if form not in ENDINGS.values():
            raise unknown_name("form", form, ENDINGS.values(), "one")
        if form == "csv":
            return self.csv(notes)
        if form == "latex":
            return self.latex(digits, caption, label, notes) + "\n"
        if form == "markdown":
            return self.markdown(digits, caption, notes) + "\n"
        table = self.html(digits, caption, label, notes)
        return _PAGE.format(title=_html(_one_line(caption) or "table"), table=table)


def _check(digits: object, caption: object, label: object, notes: object) -> None:
    """Raise unless this is what a table can be written with."""
    if isinstance(digits, bool) or not isinstance(digits, int) or not 0 <= digits <= 17:
        raise ModelError("digits", digits, "a whole number from 0 to 17")
    if not isinstance(caption, str):
        raise ModelError("caption", caption, "a text")
    if not isinstance(label, str) or not re.fullmatch(r"[\w:./+-]*", label):
        raise ModelError("label", label, "letters, digits and any of : . / + - _")
    listed = isinstance(notes, Sequence) and not isinstance(notes, str)
    if not listed or not all(isinstance(note, str) for note in notes):  # type: ignore[attr-defined]
        raise ModelError("notes", notes, "a list of texts, one for each note")


def show(value: Any, digits: int = 3) -> str:
    """Return a cell as a reader wants it.

    Examples
    --------
    >>> show(0.26968), show(None), show(True), show(["US", "EU"]), show(-1e-17), show(0.99996)
    ('0.270', '-', 'yes', 'US, EU', '0.000', '>0.999')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _show_float(value, digits)
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(show(item, digits) for item in value)
    return str(value)


def _show_float(value: float, digits: int) -> str:
    if math.isinf(value):
        return "never" if value > 0 else "-inf"
    text = f"{value:.{digits}f}"
    if SHOWN < 1 - value < 0.5 * 10.0**-digits:
        # Nearly all is not all: a member that can almost always block has no veto.
        return f">0.{'9' * digits}"
    return text[1:] if text.startswith("-") and float(text) == 0 else text


def latex_escape(text: str) -> str:
    r"""Return text with LaTeX's special characters escaped, several lines one above the other.

    Examples
    --------
    >>> latex_escape("g6_consensus 50%")
    'g6\\_consensus 50\\%'
    """
    lines = ["".join(_LATEX.get(char, char) for char in line) for line in _lines(text)]
    # Two hyphens would be drawn as one dash, two quotes as one sign.
    lines = [line.replace("--", "-{}-").replace("--", "-{}-") for line in lines]
    lines = [line.replace("''", "'{}'").replace("''", "'{}'") for line in lines]
    stacked = r"\\".join(lines)
    return stacked if len(lines) == 1 else rf"\shortstack[l]{{{stacked}}}"


def latex_notes(notes: Sequence[str]) -> list[str]:
    """Return the lines that say notes below a table, each on a line of its own; none of none."""
    if not notes:
        return []
    written = [latex_escape(_one_line(note)) for note in notes]
    return [
        r"\par\smallskip",
        r"\begin{minipage}{\linewidth}\footnotesize",
        *(rf"{note} \\" for note in written[:-1]),
        written[-1],
        r"\end{minipage}",
    ]


def markdown_escape(text: str) -> str:
    r"""Return text with Markdown's special characters escaped, its line breaks as ``<br>``.

    Examples
    --------
    >>> markdown_escape("g6_consensus | <b>")
    'g6\\_consensus \\| \\<b\\>'
    """
    lines = ["".join("\\" + c if c in _MARKDOWN else c for c in line) for line in _lines(text)]
    return "<br>".join(lines)


def csv_text(rows: Sequence[Sequence[Any]], marked: bool = False) -> str:
    r"""Return rows as CSV at full precision; an undefined figure is an empty cell.

    Parameters
    ----------
    rows : sequence of sequences
        The first one holds the headings.
    marked : bool
        Whether ``#`` begins a note in this text, so that a cell with one must be quoted.

    Examples
    --------
    >>> csv_text([["a", "b"], [None, True], [["x", "y"], 0.1]])
    'a,b\n,true\nx;y,0.1\n'
    """
    stream = io.StringIO()
    usual = csv.writer(stream, lineterminator="\n")
    quoted = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        cells = [_csv_cell(value) for value in row]
        loud = any("\r" in cell or (marked and "#" in cell) for cell in cells)
        (quoted if loud else usual).writerow(cells)
    return stream.getvalue()


def _csv_cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ";".join(_csv_cell(each) for each in value)
    return repr(value) if isinstance(value, float) else str(value)


def _html(text: str) -> str:
    return "<br>".join(html.escape(line) for line in _lines(text))


def _lines(text: str) -> list[str]:
    """Return the lines of a text, without the control characters that no format can hold."""
    return ["".join(c if c >= " " and c != "\x7f" else " " for c in line) for line in _split(text)]


def _split(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _one_line(text: str) -> str:
    return " ".join(text.split())
