"""A sheet: several exercises of a topic, drawn from one seed, and read back from a file.

Builds on classroom/exercises. A sheet that is read is not drawn again.
Not here: formats (one file each).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gametheory_orders.classroom.exercises.catalogue import choose_templates
from gametheory_orders.classroom.exercises.drawing import Draw
from gametheory_orders.classroom.exercises.template import (
    LARGEST_SEED,
    Exercise,
    Template,
    read_exercise,
)
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table

MOST = 200
"""Exercises on one sheet."""

LARGEST_FILE = 20_000_000
"""Bytes of a key that are read."""

TRIES = 300
"""Draws in a row that only repeat what the sheet has, after which it counts as exhausted."""


@dataclass(frozen=True)
class Sheet(Result):
    """Exercises in order.

    Parameters
    ----------
    which : str
        What was asked for: an id, a topic, a C or all.
    seed : int
        What they were drawn from.
    exercises : tuple of Exercise
        Numbered from 1.
    """

    which: str
    seed: int
    exercises: tuple[Exercise, ...]

    def table(self) -> Table:
        """Return one row an exercise."""
        rows = [
            [place, each.id, each.title, each.four_c, each.difficulty, each.answer.kind]
            for place, each in enumerate(self.exercises, 1)
        ]
        columns = ["number", "id", "title", "four_c", "difficulty", "answer"]
        return Table(columns, rows, f"sheet: {self.which}, seed {self.seed}")

    def to_dict(self, *, key: bool = True) -> dict[str, Any]:
        """Return the sheet as plain values; without its key the questions only."""
        return {
            "which": self.which,
            "seed": self.seed,
            "key": key,
            "exercises": [
                {"number": place, **each.to_dict(key=key)}
                for place, each in enumerate(self.exercises, 1)
            ],
        }

    @property
    def again(self) -> str:
        """The command that draws this sheet."""
        which = f'"{self.which}"' if " " in self.which else self.which
        return f"fourcs exercise {which} --seed {self.seed} --number {len(self.exercises)}"


def exercise_sheet(which: str = "all", seed: int = 0, number: int = 1) -> Sheet:
    """Return so many exercises of a topic: the same seed always gives the same ones.

    Parameters
    ----------
    which : str
        The id of a template, a topic, one of the four Cs, or all.
    seed : int
        From 0 to 2^32 - 1.
    number : int
        How many, up to 200. Templates are taken in turn, and no exercise comes twice.

    Raises
    ------
    ModelError
        If there is no such topic, or not that many different exercises.

    Examples
    --------
    >>> sheet = exercise_sheet("risk-dominance", seed=3)
    >>> print(sheet)
    sheet: risk-dominance, seed 3
    number  id              title                  four_c     difficulty  answer
         1  risk-dominance  The safer equilibrium  coalition           2  choice
    """
    whole = isinstance(number, int) and not isinstance(number, bool)
    if not whole or not 1 <= number <= MOST:
        raise ModelError("number", repr(number), f"a whole number from 1 to {MOST}")
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= LARGEST_SEED:
        raise ModelError("seed", repr(seed), f"a whole number from 0 to {LARGEST_SEED}")
    every = choose_templates(which)
    order = Draw("sheet", seed).shuffled(every)
    found: list[Exercise] = []
    for place in range(number):
        found.append(_new(order[place % len(order)], seed, place, found))
    found.sort(key=lambda each: each.difficulty)
    return Sheet(which.strip().casefold(), seed, tuple(found))


def _new(template: Template, seed: int, place: int, before: list[Exercise]) -> Exercise:
    known = {(each.id, each.text, each.rows, each.options) for each in before}
    for attempt in range(TRIES):
        found = template.make(seed, place, *([attempt] if attempt else []))
        if (found.id, found.text, found.rows, found.options) not in known:
            return found
    raise ModelError(
        "number", f"{place + 1} exercises", f"fewer: {template.id} has no more different ones"
    )


def read_sheet(source: str | Path | Mapping[str, Any]) -> Sheet:
    """Return a sheet with its key, from a file or from plain values.

    Parameters
    ----------
    source : str, Path or mapping
        What ``fourcs exercise ... --key --json`` wrote.

    Raises
    ------
    ModelError
        If it cannot be read, or has no key.

    Examples
    --------
    >>> sheet = exercise_sheet("vetoes", seed=1, number=3)
    >>> read_sheet(sheet.to_dict()) == sheet
    True
    """
    if isinstance(source, Mapping):
        return _sheet(source, "key")
    where = f"key {source}"
    try:
        path = Path(source)
        if not path.is_file():
            raise ModelError(where, "no such file", "a key written with --key --json")
        if path.stat().st_size > LARGEST_FILE:
            raise ModelError(where, f"{path.stat().st_size} bytes", f"{LARGEST_FILE} at the most")
        record = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, TypeError) as error:
        raise ModelError(where, str(error), "a file that can be read") from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(where, "no JSON", "a key written with --key --json") from None
    return _sheet(record, where)


def _sheet(record: Any, where: str) -> Sheet:
    if not isinstance(record, Mapping) or not isinstance(record.get("exercises"), list):
        raise ModelError(where, "no sheet", "a key written with --key --json")
    which, seed = record.get("which"), record.get("seed")
    if not isinstance(which, str) or type(seed) is not int:
        raise ModelError(where, "no topic and seed", "a key written with --key --json")
    records = record["exercises"]
    if not 1 <= len(records) <= MOST:
        raise ModelError(f"{where}: exercises", f"{len(records)} of them", f"1 to {MOST}")
    found = [
        read_exercise(each, f"{where}: exercises[{place}]") for place, each in enumerate(records)
    ]
    return Sheet(which, seed, tuple(found))
