"""A sheet as a Jupyter notebook: a question, and a cell for the answer.

Builds on markdown.py. Not here: a way to run it.
"""

from __future__ import annotations

import json
from typing import Any

from gametheory_orders.classroom.sheets.markdown import (
    answer_lines,
    escape,
    heading,
    question_lines,
)
from gametheory_orders.classroom.sheets.sheet import Sheet


def _cell(kind: str, name: str, text: str) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": kind,
        "id": name,
        "metadata": {},
        "source": text.splitlines(keepends=True),
    }
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def write(sheet: Sheet, key: bool) -> str:
    """Return the notebook, or its key."""
    cells = [
        _cell(
            "markdown",
            "heading",
            f"# {escape(heading(sheet, key))}\n\nDrawn with `{sheet.again}`.",
        )
    ]
    for place, exercise in enumerate(sheet.exercises, 1):
        text = "\n\n".join(question_lines(place, exercise))
        cells.append(_cell("markdown", f"question-{place}", text))
        if key:
            cells.append(
                _cell("markdown", f"solution-{place}", "\n\n".join(answer_lines(exercise)))
            )
        answer = exercise.answer.typed() if key else ""
        cells.append(_cell("code", f"answer-{place}", f"answer_{place} = {json.dumps(answer)}"))
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
