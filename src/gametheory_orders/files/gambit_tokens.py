"""The tokens of Gambit's text formats: names, braces and exact numbers, each with its line.

Builds on foundations. Not here: what the tokens mean (gambit.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple, NoReturn

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import Number

LONGEST_NUMBER = 100
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([{}])|,|([^\s{}",]+)|(")', re.DOTALL)
_NUMBER = re.compile(
    r"(?P<whole>[+-]?\d+)|(?P<ratio>[+-]?\d+/\d+)|"
    r"(?P<decimal>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)",
    re.ASCII,
)
_LARGEST_EXPONENT = 400
_LARGEST = 10**300


class Token(NamedTuple):
    """A piece of a file: a string, a word or a brace, and where it starts."""

    kind: str  # "string", "word", "{", "}"
    text: str
    at: int


class Tokens:
    """The tokens of a file, one at a time; every failure says its line."""

    def __init__(self, text: str, where: str) -> None:
        self.text, self.where = text, where
        self._found = self._scan()
        self._next: Token | None = next(self._found, None)
        self._last = 0

    def _scan(self) -> Iterator[Token]:
        for match in _TOKEN.finditer(self.text):
            string, brace, word, stray = match.groups()
            at = match.start()
            if stray is not None:
                self._last = at
                self.fail("a quote that is not closed", "a name in double quotes")
            if string is not None:
                yield Token("string", re.sub(r"\\(.)", r"\1", string, flags=re.DOTALL), at)
            elif brace is not None:
                yield Token(brace, brace, at)
            elif word is not None:
                yield Token("word", word, at)

    def peek(self) -> Token | None:
        """Return the next token without taking it."""
        return self._next

    def take(self, expected: str) -> Token:
        """Return the next token; fail at the end of the file."""
        token = self._next
        if token is None:
            self._last = len(self.text)
            self.fail("the end of the file", expected)
        self._last = token.at
        self._next = next(self._found, None)
        return token

    def fail(self, found: str, expected: str) -> NoReturn:
        """Raise for what stands at the last token taken."""
        line = self.text.count("\n", 0, self._last) + 1
        raise ModelError(f"{self.where}: line {line}", found, expected)

    def header(self, form: str) -> None:
        """Take the file's first three tokens."""
        first = self.take(f"a file that starts with {form}")
        version = {"NFG": "1", "EFG": "2"}[form]
        if first.text != form:
            self.fail(repr(first.text[:40]), f"a file that starts with {form} {version}")
        for expected in ((version,), ("R", "D")):
            token = self.take(f"{form} {version} R")
            if token.kind != "word" or token.text not in expected:
                self.fail(repr(token.text[:40]), f"{form} {version} R")

    def brace(self, brace: str, what: str) -> None:
        """Take a brace."""
        token = self.take(f"{brace} ({what})")
        if token.kind != brace:
            self.fail(repr(token.text[:40]), f"{brace} ({what})")

    def string(self, what: str) -> str:
        """Take a text in double quotes."""
        token = self.take(f"{what}, in double quotes")
        if token.kind != "string":
            self.fail(repr(token.text[:40]), f"{what}, in double quotes")
        return token.text

    def strings(self, what: str) -> list[str]:
        """Take a list of texts in braces."""
        self.brace("{", what)
        found: list[str] = []
        while (token := self.take(f"{what}, then }}")).kind != "}":
            if token.kind != "string":
                self.fail(repr(token.text[:40]), f"{what}, in double quotes")
            found.append(token.text)
        if not found:
            self.fail("no names", what)
        return found

    def skip_comment(self) -> None:
        """Take a text if one stands here."""
        if self._next is not None and self._next.kind == "string":
            self.take("a comment")

    def whole(self, what: str) -> int:
        """Take a whole number."""
        token = self.take(what)
        if token.kind != "word" or not re.fullmatch(r"\d{1,9}", token.text):
            self.fail(repr(token.text[:40]), what)
        return int(token.text)

    def number(self) -> Number:
        """Take a number, exactly."""
        token = self.take("a number")
        value = parse_number(token.text) if token.kind == "word" else None
        if value is None:
            self.fail(repr(token.text[:40]), "a number such as 2, -1/3 or 0.25")
        return value

    def numbers(self, count: int) -> list[Number]:
        """Take a number for each player, in braces."""
        self.brace("{", "payoffs")
        found: list[Number] = []
        while self._next is not None and self._next.kind != "}":
            found.append(self.number())
        self.brace("}", "the end of the payoffs")
        if len(found) != count:
            self.fail(f"{len(found)} payoffs", f"{count}, one for each player")
        return found

    def end(self) -> None:
        """Fail unless everything is taken."""
        if self._next is not None:
            token = self.take("")
            self.fail(repr(token.text[:40]), "the end of the file")


def quoted(text: str) -> str:
    r"""Return text in double quotes, with a backslash before quotes and backslashes.

    Examples
    --------
    >>> print(quoted('the "G7"'))
    "the \"G7\""
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(value: Number) -> str:
    """Return a number as a file holds it: exact, a float as its shortest decimal.

    Examples
    --------
    >>> written(Fraction(1, 3)), written(0.1), written(-2)
    ('1/3', '0.1', '-2')
    """
    return repr(value) if isinstance(value, float) else str(value)


def parse_number(text: str) -> Number | None:
    """Return what an integer, a ratio or a decimal means exactly; None if it is none of them.

    Examples
    --------
    >>> parse_number("-2/6"), parse_number("0.10"), parse_number("1e3"), parse_number("nan")
    (Fraction(-1, 3), Fraction(1, 10), 1000, None)
    """
    match = _NUMBER.fullmatch(text) if len(text) <= LONGEST_NUMBER else None
    if match is None:
        return None
    if match["whole"]:
        return int(text)
    if match["ratio"]:
        above, below = text.split("/")
        if not int(below):
            return None
        exact = Fraction(int(above), int(below))
    else:
        exponent = re.split("[eE]", text)[1:]
        if exponent and abs(int(exponent[0])) > _LARGEST_EXPONENT:
            return None
        exact = Fraction(text)
        if abs(exact) > _LARGEST:
            return None
    return int(exact) if exact.denominator == 1 else exact
