"""Templates and what is made of them: an exercise with its figures, answer and solution.

Builds on drawing.py and answers.py. A template is a function that draws figures and returns a
question, entered under its name by the decorator. Not here: the templates (one file a subject).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from gametheory_orders.classroom.exercises.answers import Answer, Choice, read_answer
from gametheory_orders.classroom.exercises.drawing import Draw, Rejected
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.registry import Registry
from gametheory_orders.foundations.results import Result, Table, plain

DRAWS = 5000
"""Draws after which a template counts as broken: the worst of ours needs about fifty."""

LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True)
class Question:
    """What a template returns.

    Parameters
    ----------
    text : sequence of str
        Paragraphs in plain words; the last one asks.
    answer : Answer
        From the package's solver.
    steps : sequence of str
        The worked solution.
    wrong : str
        A common wrong answer, as a student would type it.
    why_wrong : str
        Where it comes from, and why it is wrong.
    facts : mapping
        The figures drawn, from which the answer can be worked out anew.
    columns, rows : sequences of str
        A table of the figures, if there is one.
    """

    text: Sequence[str]
    answer: Answer
    steps: Sequence[str]
    wrong: str
    why_wrong: str
    facts: Mapping[str, Any]
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Exercise(Result):
    """One exercise with its figures: what a sheet holds.

    Parameters
    ----------
    id : str
        Of the template.
    seed : tuple of int
        What the figures were drawn from.
    title, four_c, topics, difficulty
        As of the template.
    text, columns, rows, answer, steps, wrong, why_wrong, facts
        As of the :class:`Question`.
    rejected : int
        Draws thrown away before this one.
    """

    id: str
    seed: tuple[int, ...]
    title: str
    four_c: str
    topics: tuple[str, ...]
    difficulty: int
    text: tuple[str, ...]
    answer: Answer
    steps: tuple[str, ...]
    wrong: str
    why_wrong: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict, compare=False)
    rejected: int = field(default=0, compare=False)

    @property
    def ask(self) -> str:
        """How the answer is to be given."""
        return self.answer.asks

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """Letters and options, where one is to be chosen."""
        return tuple(self.answer.lettered()) if isinstance(self.answer, Choice) else ()

    def table(self) -> Table:
        """Return question, answer and solution, a row each."""
        rows = [("question", each) for each in (*self.text, self.ask)]
        rows += [("answer", self.answer.shown()), *(("step", each) for each in self.steps)]
        rows += [("common mistake", f"{self.wrong}: {self.why_wrong}")]
        return Table(["part", "text"], rows, f"{self.title} ({self.id}, seed {self.seed[0]})")

    def to_dict(self, *, key: bool = True) -> dict[str, Any]:
        """Return the exercise as plain values; without its key the question only."""
        record: dict[str, Any] = {
            "id": self.id,
            "seed": list(self.seed),
            "title": self.title,
            "four_c": self.four_c,
            "topics": list(self.topics),
            "difficulty": self.difficulty,
            "text": list(self.text),
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "ask": self.ask,
            "options": [f"{letter}) {option}" for letter, option in self.options],
        }
        if key:
            record["answer"] = self.answer.to_dict()
            record["steps"] = list(self.steps)
            record["common_mistake"] = {"answer": self.wrong, "why": self.why_wrong}
            record["facts"] = plain(self.facts)
        return record


@dataclass(frozen=True)
class Template:
    """A kind of exercise, from which as many as wanted can be drawn.

    Parameters
    ----------
    id : str
        Name on the command line.
    title : str
        Heading on the sheet.
    four_c : str
        charter, club, concert, coalition, or all.
    topics : tuple of str
        What it is about.
    difficulty : int
        1 (read it off), 2 (some steps), 3 (put several ideas together).
    draw : callable
        From a :class:`Draw` to a :class:`Question`.
    """

    id: str
    title: str
    four_c: str
    topics: tuple[str, ...]
    difficulty: int
    draw: Callable[[Draw], Question] = field(compare=False)

    def make(self, *seed: int) -> Exercise:
        """Return the exercise of a seed: always the same one.

        Raises
        ------
        ModelError
            If the seed is not a whole number from 0 to 2^32 - 1.
        """
        for each in seed:
            if isinstance(each, bool) or not isinstance(each, int) or not 0 <= each <= LARGEST_SEED:
                raise ModelError("seed", repr(each), f"a whole number from 0 to {LARGEST_SEED}")
        for attempt in range(DRAWS):
            try:
                found = self.draw(Draw(self.id, *seed, attempt))
            except Rejected:
                continue
            # A draw in which the usual mistake comes out right teaches nothing.
            if found.answer.grade(found.wrong).points < 1:
                return self._made(seed, found, attempt)
        raise RuntimeError(f"template {self.id}: {DRAWS} draws in a row were rejected")

    def rejection_rate(self, seeds: int = 200) -> Fraction:
        """Return the share of draws thrown away as degenerate or ambiguous."""
        if isinstance(seeds, bool) or not isinstance(seeds, int) or seeds < 1:
            raise ModelError("seeds", repr(seeds), "a whole number of 1 or more")
        rejected = sum(self.make(seed).rejected for seed in range(seeds))
        return Fraction(rejected, rejected + seeds)

    def to_dict(self) -> dict[str, Any]:
        """Return the template as plain values."""
        return {
            "id": self.id,
            "title": self.title,
            "four_c": self.four_c,
            "topics": list(self.topics),
            "difficulty": self.difficulty,
        }

    def _made(self, seed: tuple[int, ...], found: Question, rejected: int) -> Exercise:
        return Exercise(
            self.id,
            seed,
            self.title,
            self.four_c,
            self.topics,
            self.difficulty,
            tuple(found.text),
            found.answer,
            tuple(found.steps),
            found.wrong,
            found.why_wrong,
            tuple(found.columns),
            tuple(tuple(row) for row in found.rows),
            found.facts,
            rejected,
        )


TEMPLATES: Registry[Template] = Registry("exercise")


def template(
    id: str, title: str, *, four_c: str, topics: Sequence[str], difficulty: int
) -> Callable[[Callable[[Draw], Question]], Template]:
    """Return a decorator that enters a function as a template.

    Parameters
    ----------
    id, title, four_c, topics, difficulty
        As of :class:`Template`.
    """

    def enter(draw: Callable[[Draw], Question]) -> Template:
        return TEMPLATES.add(id)(Template(id, title, four_c, tuple(topics), difficulty, draw))

    return enter


def read_exercise(record: Any, where: str) -> Exercise:
    """Return the exercise that plain values describe: it is read, not drawn again.

    Raises
    ------
    ModelError
        If something is missing or of another kind.
    """
    if not isinstance(record, Mapping):
        raise ModelError(where, "no table", "an exercise")
    mistake = record.get("common_mistake")
    if not isinstance(mistake, Mapping):
        raise ModelError(f"{where}.common_mistake", "nothing", "the answers (write it with --key)")

    def word(name: str, source: Mapping[str, Any] = record) -> str:
        value = source.get(name)
        if not isinstance(value, str):
            raise ModelError(f"{where}.{name}", "nothing" if value is None else value, "a text")
        return value

    def words(name: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise ModelError(f"{where}.{name}", "something else", "a list of texts")
        return tuple(value)

    seed, rows = record.get("seed"), record.get("rows", [])
    if not isinstance(seed, list) or not all(type(each) is int for each in seed) or not seed:
        raise ModelError(f"{where}.seed", repr(seed), "a list of whole numbers")
    if not isinstance(rows, list):
        raise ModelError(f"{where}.rows", "something else", "a list of rows")
    difficulty = record.get("difficulty")
    if type(difficulty) is not int or difficulty not in (1, 2, 3):
        raise ModelError(f"{where}.difficulty", repr(difficulty), "1, 2 or 3")
    return Exercise(
        word("id"),
        tuple(seed),
        word("title"),
        word("four_c"),
        words("topics", record.get("topics")),
        difficulty,
        words("text", record.get("text")),
        read_answer(record.get("answer"), f"{where}.answer"),
        words("steps", record.get("steps")),
        word("answer", mistake),
        word("why", mistake),
        words("columns", record.get("columns", [])),
        tuple(words("rows", row) for row in rows),
    )
