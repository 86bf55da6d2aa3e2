"""The formats of a sheet by name.

Builds on the files beside it, which are imported when they are asked for. Not here: any format.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import cast

from gametheory_orders.classroom.sheets.sheet import Sheet
from gametheory_orders.foundations.errors import unknown_name

FORMATS = {
    "md": "markdown",
    "tex": "latex",
    "html": "page",
    "moodle": "moodle",
    "ipynb": "notebook",
}
"""What is asked for, and the file beside this one that writes it."""


def write_sheet(sheet: Sheet, form: str = "md", *, key: bool = False) -> str:
    """Return a sheet as text, or its key.

    Parameters
    ----------
    sheet : Sheet
        What is to be written.
    form : {"md", "tex", "html", "moodle", "ipynb"}
        In which format.
    key : bool
        Whether answers, solutions and common mistakes are written too. A quiz for Moodle has its
        answers in any case; with its key it shows the solution to those who have answered.

    Raises
    ------
    ModelError
        If there is no such format.

    Examples
    --------
    >>> from gametheory_orders.classroom.sheets import exercise_sheet
    >>> text = write_sheet(exercise_sheet("needed-trust", seed=2))
    >>> text.splitlines()[0]
    '# Exercises: needed-trust'
    """
    if not isinstance(form, str) or form not in FORMATS:
        raise unknown_name("format", form, FORMATS, "one")
    room = importlib.import_module(f"gametheory_orders.classroom.sheets.{FORMATS[form]}")
    return cast(Callable[[Sheet, bool], str], room.write)(sheet, key)
