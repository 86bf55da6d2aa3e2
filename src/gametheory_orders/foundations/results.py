"""How every result shows itself: a short table, a frame, LaTeX, a dictionary.

Builds on nothing at import; pandas only when a frame is asked for.
Not here: what the results mean.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


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

    def text(self, digits: int = 3) -> str:
        """Return the table as aligned plain text."""
        cells = [[show(value, digits) for value in row] for row in self.rows]
        numeric = [
            all(isinstance(row[j], int | float) or row[j] is None for row in self.rows)
            for j in range(len(self.columns))
        ]
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

    def latex(self, digits: int = 3, caption: str = "", label: str = "") -> str:
        """Return the table in LaTeX with booktabs rules."""
        right = [
            "r"
            if all(isinstance(row[j], int | float) or row[j] is None for row in self.rows)
            else "l"
            for j in range(len(self.columns))
        ]
        body = [
            " & ".join(latex_escape(show(value, digits)) for value in row) + r" \\"
            for row in self.rows
        ]
        lines = [
            r"\begin{table}",
            r"\centering",
            *([rf"\caption{{{latex_escape(caption)}}}"] if caption else []),
            *([rf"\label{{{label}}}"] if label else []),
            rf"\begin{{tabular}}{{{''.join(right)}}}",
            r"\toprule",
            " & ".join(latex_escape(name) for name in self.columns) + r" \\",
            r"\midrule",
            *body,
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{table}",
        ]
        return "\n".join(lines)

    def html(self, digits: int = 3) -> str:
        """Return the table in HTML."""
        import html

        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>"
            + "".join(f"<td>{html.escape(show(value, digits))}</td>" for value in row)
            + "</tr>"
            for row in self.rows
        )
        caption = f"<caption>{html.escape(self.title)}</caption>" if self.title else ""
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


class Result:
    """What every result can do; subclasses are frozen dataclasses that name their table."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Keep the table as what a prompt shows: dataclasses would write out every array."""
        super().__init_subclass__(**keywords)
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = Result.__repr__  # type: ignore[method-assign]

    def table(self) -> Table:
        """Return the short table that the result prints as."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """Return the whole result as plain values, ready for strict JSON."""
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """Return the table as a pandas frame, at full precision."""
        import pandas as pd

        table = self.table()
        return pd.DataFrame(table.rows, columns=table.columns)

    def to_latex(self, caption: str = "", label: str = "") -> str:
        """Return the table in LaTeX (booktabs)."""
        return self.table().latex(caption=caption, label=label)

    def __str__(self) -> str:
        return self.table().text()

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return self.table().html()


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
    if 1e-9 < 1 - value < 0.5 * 10.0**-digits:
        # Nearly all is not all: a member that can almost always block has no veto.
        return f">0.{'9' * digits}"
    return text[1:] if text.startswith("-") and float(text) == 0 else text


def latex_escape(text: str) -> str:
    r"""Return text with LaTeX's special characters escaped.

    Examples
    --------
    >>> latex_escape("g6_consensus 50%")
    'g6\\_consensus 50\\%'
    """
    special = {
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
    }
    return "".join(special.get(char, char) for char in text)


def plain(value: Any) -> Any:
    """Return a value as strict JSON allows it: no numpy, no NaN, no infinity, no tuples.

    Undefined figures become None; a mapping gets a sibling ``<name>_why`` unless it has one.

    Examples
    --------
    >>> plain({"a": float("inf"), "b": (1, 2)})
    {'a': None, 'a_why': 'infinite', 'b': [1, 2]}
    """
    if isinstance(value, Mapping):
        out: dict[str, Any] = {}
        for key, item in value.items():
            out[str(key)] = plain(item)
            if isinstance(item, float) and not math.isfinite(item):
                why = f"{key}_why"
                if value.get(why) is None:
                    out[why] = "infinite" if math.isinf(item) else "undefined"
        return out
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        return plain(value.item())
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int | bool) else str(value)
