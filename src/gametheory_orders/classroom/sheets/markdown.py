"""A sheet in Markdown.

Builds on sheet.py. Not here: notebooks, whose cells are made from this (notebook.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gametheory_orders.classroom.exercises.template import Exercise
from gametheory_orders.classroom.sheets.sheet import Sheet

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")


def escape(text: str) -> str:
    r"""Return text with Markdown's special characters escaped.

    Examples
    --------
    >>> escape("a*b|c")
    'a\\*b\\|c'
    """
    return _SPECIAL.sub(r"\\\1", text)


def heading(sheet: Sheet, key: bool) -> str:
    """Return what stands above a sheet or its key."""
    return f"{'Answer key' if key else 'Exercises'}: {sheet.which}"


def question_lines(place: int, exercise: Exercise, level: str = "##") -> list[str]:
    """Return the question in blocks."""
    lines = [f"{level} {place}. {escape(exercise.title)}"]
    lines += [escape(each) for each in exercise.text[:-1]]
    if exercise.columns:
        lines.append(_table(exercise.columns, exercise.rows))
    lines.append(escape(exercise.text[-1]))
    if exercise.options:
        lines.append("\n".join(f"- {letter}) {escape(each)}" for letter, each in exercise.options))
    lines.append(f"*{escape(exercise.ask)}*")
    return lines


def answer_lines(exercise: Exercise) -> list[str]:
    """Return answer, solution and common mistake in blocks."""
    steps = "\n".join(f"{n}. {escape(step)}" for n, step in enumerate(exercise.steps, 1))
    return [
        f"**Answer:** {escape(exercise.answer.shown())}",
        f"**Solution**\n\n{steps}",
        f"**A common mistake:** {escape(exercise.wrong)}. {escape(exercise.why_wrong)}",
    ]


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [[escape(cell) for cell in row] for row in (columns, *rows)]
    lines.insert(1, ["---", *["--:"] * (len(columns) - 1)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(sheet: Sheet, key: bool) -> str:
    """Return the sheet, or its key."""
    blocks = [f"# {escape(heading(sheet, key))}"]
    for place, exercise in enumerate(sheet.exercises, 1):
        blocks += question_lines(place, exercise)
        if key:
            blocks += answer_lines(exercise)
    blocks.append(f"---\n\nDrawn with `{sheet.again}`.")
    return "\n\n".join(blocks) + "\n"
