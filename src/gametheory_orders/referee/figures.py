"""Figures worked out anew, set against those of a document.

Builds on tolerances. An expected document is a tree of figures and of places that nobody works
out, each with the reason. Not here: how any figure is worked out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.tolerances import REFEREE, REFEREE_SCALE

EXACT = "exact"
TOLERANCE = "tolerance"
DIFFERS = "differs"
LEFT_OUT = "not rechecked"


class NotCovered(Exception):
    """The referee has no definition for something: the message says for what."""


@dataclass(frozen=True)
class Figure:
    """One figure worked out anew.

    Parameters
    ----------
    value : number, bool, text, None or list of text
        What it is.
    exact : bool
        Whether it was worked out in fractions, without a root.
    scale : number
        Of the figures that it was made from: a difference of large ones carries their rounding.
    anyorder : bool
        Whether a list's order does not matter.
    """

    value: Any
    exact: bool = True
    scale: Any = 1
    anyorder: bool = False


@dataclass(frozen=True)
class LeftOut:
    """A place of the document that is not worked out anew, and why."""

    why: str


@dataclass(frozen=True)
class Given:
    """What the document says it was asked: it is taken as given."""


@dataclass(frozen=True)
class Check:
    """What became of one place of the document.

    Parameters
    ----------
    path : str
        Where it stands, keys joined with a dot; in lists by name.
    status : {"exact", "tolerance", "differs", "not rechecked"}
        Whether it holds.
    found, expected : object
        What stands there, and what was worked out.
    why : str
        Why it was not rechecked.
    """

    path: str
    status: str
    found: Any = None
    expected: Any = None
    why: str = ""


def check_document(found: Any, expected: Any, path: str = "", inside: str = "") -> list[Check]:
    """Return what became of every figure of a document.

    Parameters
    ----------
    found : object
        The document, or a part of it.
    expected : object
        A tree of the same shape whose leaves are figures, places left out, or given.
    path : str
        Where it stands.
    inside : str
        Why what has no counterpart is not rechecked.

    Examples
    --------
    >>> made = {"a": Figure(Fraction(1, 4)), "b": LeftOut("nobody knows")}
    >>> [check.status for check in check_document({"a": 0.26, "b": 1.0, "c": "word"}, made)]
    ['differs', 'not rechecked']
    """
    if isinstance(expected, Given) or _is_word(found, expected):
        return []
    if isinstance(expected, Figure):
        return [_one(path, found, expected)]
    if isinstance(expected, LeftOut) or expected is None:
        why = expected.why if expected is not None else inside or "nothing works it out anew"
        return [Check(path, LEFT_OUT, why=why)] if has_figures(found) else []
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        return _mapping(found, expected, path, inside)
    if isinstance(expected, list) and isinstance(found, list):
        return _list(found, expected, path, inside)
    return [Check(path, DIFFERS, _kind(found), _kind(expected))]


def _list(found: list[Any], expected: list[Any], path: str, inside: str) -> list[Check]:
    if len(found) != len(expected):
        return [Check(path, DIFFERS, f"{len(found)} entries", f"{len(expected)} entries")]
    return [
        check
        for position, (one, other) in enumerate(zip(found, expected, strict=True))
        for check in check_document(one, other, f"{path}[{_name(one, position)}]", inside)
    ]


def has_figures(value: Any) -> bool:
    """Say whether a part of a document holds a figure, a yes or no, or names in a list.

    Examples
    --------
    >>> has_figures({"why": "a word"}), has_figures([{"a": None}, {"a": 1}])
    (False, True)
    """
    if isinstance(value, Mapping):
        return any(has_figures(item) for item in value.values())
    if isinstance(value, list):
        return bool(value)
    return isinstance(value, bool | int | float) or number(value) is not None


def _mapping(
    found: Mapping[str, Any], expected: Mapping[str, Any], path: str, inside: str
) -> list[Check]:
    out: list[Check] = []
    for key, value in found.items():
        out += check_document(value, expected.get(key), f"{path}.{key}".lstrip("."), inside)
    for key, wanted in expected.items():
        missing = key not in found and not isinstance(wanted, Given | LeftOut)
        if missing and not (isinstance(wanted, Figure) and wanted.value is None):
            shown = wanted.value if isinstance(wanted, Figure) else _kind(wanted)
            out.append(Check(f"{path}.{key}".lstrip("."), DIFFERS, "nothing", _plain(shown)))
    return out


def _one(path: str, found: Any, expected: Figure) -> Check:
    status = EXACT if expected.exact else TOLERANCE
    if not _same(found, expected):
        status = DIFFERS
    return Check(path, status, found, _plain(expected.value))


def _same(found: Any, expected: Figure) -> bool:
    value = expected.value
    if isinstance(value, bool) or isinstance(found, bool) or value is None or found is None:
        return found is value
    if isinstance(value, list | tuple):
        if expected.anyorder and isinstance(found, list):
            return sorted(map(str, found)) == sorted(map(str, value))
        return bool(found == list(value))
    given = number(found)
    if isinstance(value, str) or given is None:
        return bool(found == value)
    if isinstance(found, str):
        # A fraction or a large integer that is written as text is exact.
        return bool(given == value)
    allowed = Fraction(REFEREE) * abs(Fraction(value))
    allowed += Fraction(REFEREE_SCALE) * abs(Fraction(expected.scale))
    return bool(abs(given - Fraction(value)) <= allowed)


def number(value: Any) -> Fraction | None:
    """Return a document's number as a fraction; None if it is none.

    Examples
    --------
    >>> number("421/2145"), number(0.5), number("word"), number(True)
    (Fraction(421, 2145), Fraction(1, 2), None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Fraction(value) if abs(value) < float("inf") else None
    if isinstance(value, str):
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            return None
    return None


def _is_word(found: Any, expected: Any) -> bool:
    return isinstance(found, str) and expected is None and number(found) is None


def _name(entry: Any, position: int) -> str:
    if isinstance(entry, Mapping):
        for key in ("name", "id", "state", "deviation"):
            if isinstance(entry.get(key), str):
                return str(entry[key])
    return str(position)


def _kind(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"a list of {len(value)}"
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    return list(value) if isinstance(value, tuple) else value
