"""Exercises: one file for each subject, one function for each template.

Builds on the solvers and measures, which give the stored answers.
Not here: how a sheet is laid out (classroom/sheets), or how answers are graded (grading.py).
"""

from __future__ import annotations

from gametheory_orders.classroom.exercises.catalogue import choose_templates, templates
from gametheory_orders.classroom.exercises.template import Exercise, Question, Template, template

__all__ = ["Exercise", "Question", "Template", "choose_templates", "template", "templates"]
