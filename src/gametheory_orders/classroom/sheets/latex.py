r"""A sheet in LaTeX, with nothing but the article class.

Builds on sheet.py. Not here: tables of results (foundations/results.py).
"""

from __future__ import annotations

from gametheory_orders.classroom.exercises.template import Exercise
from gametheory_orders.classroom.sheets.markdown import heading
from gametheory_orders.classroom.sheets.sheet import Sheet
from gametheory_orders.foundations.results import latex_escape

SIGNS = {"−": "$-$", "×": r"$\times$"}
"""Signs of our texts that LaTeX wants in mathematics."""

HEAD = r"""\documentclass[11pt]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage[margin=2.5cm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{6pt}
\begin{document}"""


def escape(text: str) -> str:
    r"""Return text as LaTeX wants it.

    Examples
    --------
    >>> escape("5% of 2 × 3 − 1")
    '5\\% of 2 $\\times$ 3 $-$ 1'
    """
    escaped = latex_escape(text)
    for sign, command in SIGNS.items():
        escaped = escaped.replace(sign, command)
    return escaped


def _question(exercise: Exercise) -> list[str]:
    lines = [rf"\section{{{escape(exercise.title)}}}"]
    lines += [escape(each) + "\n" for each in exercise.text[:-1]]
    if exercise.columns:
        cells = [" & ".join(escape(cell) for cell in row) for row in exercise.rows]
        lines += [
            r"\begin{center}",
            rf"\begin{{tabular}}{{l{'r' * (len(exercise.columns) - 1)}}}",
            " & ".join(escape(name) for name in exercise.columns) + r" \\",
            r"\hline",
            *(rf"{row} \\" for row in cells),
            r"\end{tabular}",
            r"\end{center}",
        ]
    lines.append(escape(exercise.text[-1]) + "\n")
    if exercise.options:
        lines.append(r"\begin{itemize}")
        lines += [rf"\item[{letter})] {escape(option)}" for letter, option in exercise.options]
        lines.append(r"\end{itemize}")
    lines.append(rf"\emph{{{escape(exercise.ask)}}}" + "\n")
    return lines


def _answer(exercise: Exercise) -> list[str]:
    return [
        rf"\textbf{{Answer:}} {escape(exercise.answer.shown())}" + "\n",
        r"\begin{enumerate}",
        *(rf"\item {escape(step)}" for step in exercise.steps),
        r"\end{enumerate}",
        rf"\textbf{{A common mistake:}} {escape(exercise.wrong)}. {escape(exercise.why_wrong)}"
        + "\n",
    ]


def write(sheet: Sheet, key: bool) -> str:
    """Return the sheet, or its key."""
    lines = [HEAD, rf"{{\Large\bfseries {escape(heading(sheet, key))}\par}}"]
    for exercise in sheet.exercises:
        lines += _question(exercise)
        if key:
            lines += _answer(exercise)
    lines += [rf"\bigskip\small Drawn with \texttt{{{escape(sheet.again)}}}.", r"\end{document}"]
    return "\n".join(lines) + "\n"
