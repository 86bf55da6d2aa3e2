"""The kinds of answers: a number, several numbers, names, a choice, equilibria.

Builds on wording.py, which reads what a student wrote. Each kind grades a text, with partial
credit and a word on what is missing, and goes to and from plain values.
Not here: files of answers (classroom/grading.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from gametheory_orders.classroom.exercises.wording import both, fraction, read_number
from gametheory_orders.foundations.errors import ModelError, unknown_name

TOLERANCE = Fraction(1, 200)
"""How far a number may be off: two decimals are enough."""

LONGEST_TEXT = 1000
_NOBODY = ("", "none", "nobody", "no one", "empty")


@dataclass(frozen=True)
class Mark:
    """What a text is worth.

    Parameters
    ----------
    points : Fraction
        From 0 to 1.
    feedback : str
        One sentence for the student.
    """

    points: Fraction
    feedback: str


RIGHT = Mark(Fraction(1), "Right.")


@dataclass(frozen=True)
class Answer:
    """A right answer; the subclasses say of which kind."""

    kind: ClassVar[str]
    how: ClassVar[str]

    @property
    def asks(self) -> str:
        """How it is to be given, in a sentence for the student."""
        return self.how

    def grade(self, text: str) -> Mark:
        """Return what a student's text is worth; never raises."""
        if len(text) > LONGEST_TEXT:
            return Mark(Fraction(0), "Too long to be read.")
        return self._grade(text.strip())

    def shown(self) -> str:
        """Return the answer as the key shows it."""
        raise NotImplementedError

    def typed(self) -> str:
        """Return the answer as a student would type it."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values."""
        raise NotImplementedError

    def _grade(self, text: str) -> Mark:
        raise NotImplementedError


def _missing(text: str) -> Mark:
    return Mark(Fraction(0), "No answer." if not text else "Not readable as a number.")


@dataclass(frozen=True)
class Number(Answer):
    """One number.

    Examples
    --------
    >>> [str(Number(Fraction(2, 3)).grade(each).points) for each in ("4/6", "0.67", "0.6", "two")]
    ['1', '1', '0', '0']
    """

    value: Fraction
    tolerance: Fraction = TOLERANCE
    kind: ClassVar[str] = "number"
    how: ClassVar[str] = "Give a whole number, a fraction, or two decimals."

    @property
    def asks(self) -> str:
        """How it is to be given: with more decimals where less is tolerated."""
        return self.how if self.tolerance >= TOLERANCE else self.how.replace("two", "three")

    def shown(self) -> str:
        """Return the number, as a fraction and as a decimal."""
        return both(self.value)

    def typed(self) -> str:
        """Return the number as a fraction."""
        return str(self.value)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values."""
        return {"kind": self.kind, "value": str(self.value), "tolerance": str(self.tolerance)}

    def _grade(self, text: str) -> Mark:
        found = read_number(text)
        if found is None:
            return _missing(text)
        if abs(found - self.value) <= self.tolerance:
            return RIGHT
        return Mark(Fraction(0), f"Not {fraction(found)}.")


@dataclass(frozen=True)
class Numbers(Answer):
    """Several numbers in a given order; each right one counts.

    Examples
    --------
    >>> ends = Numbers((Fraction(2), Fraction(7, 2)))
    >>> [str(ends.grade(each).points) for each in ("2; 3.5", "2, 7/2", "2; 4", "2")]
    ['1', '1', '1/2', '0']
    """

    values: tuple[Fraction, ...]
    tolerance: Fraction = TOLERANCE
    kind: ClassVar[str] = "numbers"
    how: ClassVar[str] = "Give the numbers in this order, with a semicolon between them."

    def shown(self) -> str:
        """Return the numbers, as fractions and as decimals."""
        return "; ".join(both(value) for value in self.values)

    def typed(self) -> str:
        """Return the numbers as fractions."""
        return "; ".join(str(value) for value in self.values)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values."""
        values = [str(value) for value in self.values]
        return {"kind": self.kind, "value": values, "tolerance": str(self.tolerance)}

    def _grade(self, text: str) -> Mark:
        bare = text.strip("[]()")
        parts = bare.split(";") if ";" in bare else re.split(r"[,\s]+", bare)
        found = [read_number(part) for part in parts]
        if any(each is None for each in found):
            return _missing(text)
        if len(found) != len(self.values):
            return Mark(Fraction(0), f"{len(self.values)} numbers are asked for.")
        hits = [
            each is not None and abs(each - value) <= self.tolerance
            for each, value in zip(found, self.values, strict=True)
        ]
        if all(hits):
            return RIGHT
        wrong = [str(place) for place, hit in enumerate(hits, 1) if not hit]
        return Mark(Fraction(sum(hits), len(hits)), f"Wrong: number {', '.join(wrong)}.")


def _credit(named: set[Any], right: set[Any], what: str) -> Mark:
    """Return a point for each right one, less one for each wrong one, out of all right ones."""
    if named == right:
        return RIGHT
    hits, false = len(named & right), len(named - right)
    points = max(Fraction(hits - false, len(right)), Fraction(0)) if right else Fraction(0)
    said = [f"{hits} of {len(right)} {what} found"] if right else []
    if false:
        said.append(f"{false} named that should not be")
    return Mark(points, f"{'; '.join(said)}.")


@dataclass(frozen=True)
class Names(Answer):
    """A set of names, in any order.

    Examples
    --------
    >>> members = Names(frozenset({"Avoria", "Corvia"}), ("Avoria", "Belmark", "Corvia"))
    >>> [str(members.grade(each).points) for each in ("corvia, Avoria", "Avoria", "none")]
    ['1', '1/2', '0']
    """

    value: frozenset[str]
    among: tuple[str, ...]
    kind: ClassVar[str] = "names"
    how: ClassVar[str] = "Name all of them, in any order, with commas between them."

    def shown(self) -> str:
        """Return the names in their usual order."""
        return ", ".join(name for name in self.among if name in self.value) or "none"

    def typed(self) -> str:
        """Return the names with commas."""
        return self.shown()

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values."""
        value = [name for name in self.among if name in self.value]
        return {"kind": self.kind, "value": value, "among": list(self.among)}

    def _grade(self, text: str) -> Mark:
        if not text:
            return Mark(Fraction(0), "No answer.")
        folded = {name.casefold(): name for name in self.among}
        words = re.split(r"[,;\n]|\band\b", text.strip("{}[]()").casefold())
        named = {word.strip() for word in words} - set(_NOBODY)
        unknown = sorted(named - set(folded))
        if unknown:
            return Mark(Fraction(0), f"No such name here: {_safe(unknown[0])}.")
        return _credit({folded[word] for word in named}, set(self.value), "names")


@dataclass(frozen=True)
class Choice(Answer):
    """One of several options, by its letter or in words.

    Examples
    --------
    >>> [str(Choice("no", ("yes", "no")).grade(each).points) for each in ("b", "No", "a", "b)")]
    ['1', '1', '0', '1']
    """

    value: str
    options: tuple[str, ...]
    kind: ClassVar[str] = "choice"
    how: ClassVar[str] = "Give the letter."

    def lettered(self) -> list[tuple[str, str]]:
        """Return the options with their letters."""
        return [(chr(ord("a") + place), option) for place, option in enumerate(self.options)]

    def shown(self) -> str:
        """Return the letter and the option."""
        return next(f"{key}) {option}" for key, option in self.lettered() if option == self.value)

    def typed(self) -> str:
        """Return the letter."""
        return next(key for key, option in self.lettered() if option == self.value)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values."""
        return {"kind": self.kind, "value": self.value, "options": list(self.options)}

    def _grade(self, text: str) -> Mark:
        if not text:
            return Mark(Fraction(0), "No answer.")
        word = text.casefold().strip("().").strip()
        by_word = {option.casefold(): option for option in self.options}
        found = dict(self.lettered()).get(word) or by_word.get(word)
        if found is None:
            return Mark(Fraction(0), f"No such option: {_safe(text)}.")
        return RIGHT if found == self.value else Mark(Fraction(0), f"Not {found}.")


@dataclass(frozen=True)
class Equilibria(Answer):
    """A set of equilibria of two players, in any order.

    Of each player the name of an action or, where it has two, the probability of the first.

    Examples
    --------
    >>> hunt = Equilibria(
    ...     (("stag", "stag"), ("hare", "hare"), ("2/3", "2/3")), (("stag", "hare"),) * 2)
    >>> [str(hunt.grade(each).points) for each in (
    ...     "(hare, hare); (stag, stag); (2/3, 0.67)", "(1, 1); (0, 0)", "stag, hare")]
    ['1', '2/3', '0']
    """

    value: tuple[tuple[str, ...], ...]
    actions: tuple[tuple[str, ...], ...]
    tolerance: Fraction = TOLERANCE
    kind: ClassVar[str] = "equilibria"
    how: ClassVar[str] = (
        "Give each equilibrium as a pair in brackets, the row player first, with semicolons "
        "between them."
    )

    def shown(self) -> str:
        """Return the pairs in brackets."""
        return "; ".join(f"({', '.join(pair)})" for pair in self.value) or "none"

    def typed(self) -> str:
        """Return the pairs in brackets."""
        return self.shown()

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values."""
        return {
            "kind": self.kind,
            "value": [list(pair) for pair in self.value],
            "actions": [list(names) for names in self.actions],
            "tolerance": str(self.tolerance),
        }

    def _grade(self, text: str) -> Mark:
        if not text:
            return Mark(Fraction(0), "No answer.")
        pairs = re.split(r";|\n|(?<=\))\s*,?\s*(?=\()", text)
        found: set[tuple[str, ...]] = set()
        for pair in pairs:
            bare = pair.strip().strip("()[]{} ")
            if bare.casefold() in _NOBODY:
                continue
            read = self._pair(bare)
            if read is None:
                return Mark(Fraction(0), f"Not readable as a pair: {_safe(pair)}.")
            found.add(read)
        return _credit(found, set(self.value), "equilibria")

    def _pair(self, text: str) -> tuple[str, ...] | None:
        parts = [part.strip() for part in text.split(",")]
        if len(parts) != len(self.actions):
            return None
        tokens = [self._token(part, names) for part, names in zip(parts, self.actions, strict=True)]
        if any(token is None for token in tokens):
            return None
        pair = tuple(token for token in tokens if token is not None)
        return next((right for right in self.value if self._same(pair, right)), pair)

    def _token(self, text: str, names: Sequence[str]) -> str | None:
        for name in names:
            if name.casefold() == text.casefold():
                return name
        chance = read_number(text)
        if chance is None or len(names) != 2 or not 0 <= chance <= 1:
            return None
        return names[0] if chance == 1 else names[1] if chance == 0 else str(chance)

    def _same(self, one: Sequence[str], other: Sequence[str]) -> bool:
        for a, b in zip(one, other, strict=True):
            x, y = read_number(a), read_number(b)
            if a != b and (x is None or y is None or abs(x - y) > self.tolerance):
                return False
        return True


def _safe(text: str) -> str:
    clean = "".join(char if char.isprintable() else "?" for char in " ".join(text.split()))
    return clean if len(clean) <= 40 else clean[:37] + "..."


KINDS: Mapping[str, type[Answer]] = {
    each.kind: each for each in (Number, Numbers, Names, Choice, Equilibria)
}


def read_answer(record: Any, where: str) -> Answer:
    """Return the answer that plain values describe, as a key holds it.

    Raises
    ------
    ModelError
        If the record is none.

    Examples
    --------
    >>> read_answer({"kind": "number", "value": "2/3", "tolerance": "1/200"}, "key").shown()
    '2/3 (about 0.667)'
    """
    if not isinstance(record, Mapping):
        raise ModelError(where, _found(record), "an answer: kind, value and what goes with them")
    kind = record.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise unknown_name(f"{where}.kind", _found(kind), KINDS, "one kind")
    value = record.get("value")
    if kind == "number":
        return Number(_number(value, f"{where}.value"), _tolerance(record, where))
    if kind == "numbers":
        numbers = tuple(_number(each, f"{where}.value") for each in _list(value, f"{where}.value"))
        return Numbers(numbers, _tolerance(record, where))
    if kind == "names":
        among = _texts(record.get("among"), f"{where}.among")
        return Names(frozenset(_within(value, among, f"{where}.value")), among)
    if kind == "choice":
        options = _texts(record.get("options"), f"{where}.options")
        (chosen,) = _within([value], options, f"{where}.value")
        return Choice(chosen, options)
    actions = tuple(
        _texts(each, f"{where}.actions")
        for each in _list(record.get("actions"), f"{where}.actions")
    )
    pairs = tuple(_texts(each, f"{where}.value") for each in _list(value, f"{where}.value"))
    if any(len(pair) != len(actions) for pair in pairs):
        raise ModelError(f"{where}.value", "pairs of another length", "one entry a player")
    return Equilibria(pairs, actions, _tolerance(record, where))


def _found(value: Any) -> str:
    return "nothing" if value is None else _safe(str(value)[:200])


def _number(value: Any, where: str) -> Fraction:
    found = read_number(value) if isinstance(value, str) else None
    if found is None:
        raise ModelError(where, _found(value), 'a number as text, such as "2/3"')
    return found


def _tolerance(record: Mapping[str, Any], where: str) -> Fraction:
    found = _number(record.get("tolerance", str(TOLERANCE)), f"{where}.tolerance")
    if found < 0:
        raise ModelError(f"{where}.tolerance", str(found), "0 or more")
    return found


def _list(value: Any, where: str) -> Sequence[Any]:
    if not isinstance(value, list) or not value or len(value) > 100:
        raise ModelError(where, _found(value), "a list of 1 to 100 entries")
    return value


def _texts(value: Any, where: str) -> tuple[str, ...]:
    entries = _list(value, where)
    if not all(isinstance(each, str) and each.strip() and len(each) <= 200 for each in entries):
        raise ModelError(where, _found(value), "a list of words")
    return tuple(entries)


def _within(value: Any, among: Sequence[str], where: str) -> tuple[str, ...]:
    names = _texts(value, where)
    for name in names:
        if name not in among:
            raise unknown_name(where, name, among, "one")
    return names
