"""Sheets of exercises: how they are put together, and one file for each format.

Builds on classroom/exercises. Not here: the questions themselves, or grading (grading.py).
"""

from __future__ import annotations

from gametheory_orders.classroom.sheets.formats import FORMATS, write_sheet
from gametheory_orders.classroom.sheets.sheet import Sheet, exercise_sheet, read_sheet

__all__ = ["FORMATS", "Sheet", "exercise_sheet", "read_sheet", "write_sheet"]
