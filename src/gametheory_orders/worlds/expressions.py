"""Expressions over a world's columns: a small grammar, parsed and walked, never run as code.

Builds on foundations. Used for ``where`` criteria ("libdem >= 0.6 and cinc > 0.01") and for
derived columns ("price * gdp / total(gdp)"). Not here: anything that Python would evaluate.

Grammar, loosest first: or; and; not; one or more comparisons (a < b <= c); + and -;
* and /; unary minus; numbers, names, parentheses, abs() of an expression, the functions total(),
mean(), max(), min() of an expression over all states, and at('USA', ...), an expression's value
for one state, named in quotes. At most 300 characters and 20 levels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory_orders.foundations.errors import ModelError, unknown_name

if TYPE_CHECKING:
    import numpy as np

LONGEST = 300
DEEPEST = 20
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<mark><=|>=|==|!=|[-+*/()<>,])|(?P<text>\"[^\"]*\"|'[^']*'))"
)
_COMPARISONS = ("<=", ">=", "==", "!=", "<", ">")
_FUNCTIONS = ("total", "mean", "max", "min", "abs", "at")


@dataclass(frozen=True)
class Node:
    """One node of a parsed expression: an operator and its operands."""

    operator: str
    operands: tuple[Any, ...]


class _Parser:
    def __init__(self, text: str, where: str) -> None:
        self.text, self.where, self.depth = text, where, 0
        if len(text) > LONGEST:
            raise ModelError(where, f"{len(text)} characters", f"at most {LONGEST}")
        self.tokens: list[tuple[str, str]] = []
        position = 0
        while text[position:].strip():
            match = _TOKEN.match(text, position)
            if match is None:
                raise self.wrong(f"{text[position:].strip()[0]!r}")
            kind = match.lastgroup or ""
            self.tokens.append((kind, match.group(kind)))
            position = match.end()
        self.next = 0

    def wrong(self, found: str) -> ModelError:
        return ModelError(
            self.where,
            f"{found} in {self.text!r}",
            "an expression of names, numbers, + - * /, comparisons, and, or, not, parentheses",
        )

    def peek(self) -> str:
        return self.tokens[self.next][1] if self.next < len(self.tokens) else ""

    def take(self) -> tuple[str, str]:
        if self.next >= len(self.tokens):
            raise self.wrong("its end too early")
        self.next += 1
        return self.tokens[self.next - 1]

    def whole(self) -> Node:
        node = self.alternatives()
        if self.next < len(self.tokens):
            raise self.wrong(repr(self.peek()))
        return node

    def deeper(self, rule: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ModelError(self.where, "deeper nesting", f"at most {DEEPEST} levels")
        node = rule()
        self.depth -= 1
        return node

    def chain(self, words: tuple[str, ...], rule: Callable[[], Node]) -> Node:
        node = rule()
        while self.peek() in words:
            node = Node(self.take()[1], (node, rule()))
        return node

    def alternatives(self) -> Node:
        return self.chain(("or",), self.conjunction)

    def conjunction(self) -> Node:
        return self.chain(("and",), self.negation)

    def negation(self) -> Node:
        if self.peek() == "not":
            self.take()
            return Node("not", (self.deeper(self.negation),))
        return self.comparison()

    def comparison(self) -> Node:
        left = self.addition()
        found: list[Node] = []
        while self.peek() in _COMPARISONS:
            mark = self.take()[1]
            right = self.addition()
            found.append(Node(mark, (left, right)))
            left = right
        if not found:
            return left
        node = found[0]
        for other in found[1:]:
            node = Node("and", (node, other))
        return node

    def addition(self) -> Node:
        return self.chain(("+", "-"), self.product)

    def product(self) -> Node:
        return self.chain(("*", "/"), self.factor)

    def factor(self) -> Node:
        if self.peek() == "-":
            self.take()
            return Node("negative", (self.deeper(self.factor),))
        kind, word = self.take()
        if kind == "number":
            return Node("number", (float(word),))
        if kind == "name" and word not in ("and", "or", "not"):
            return self.call(word) if self.peek() == "(" else Node("name", (word,))
        if word == "(":
            return self.closed()
        raise self.wrong(repr(word))

    def call(self, word: str) -> Node:
        if word not in _FUNCTIONS:
            raise unknown_name(self.where, word, _FUNCTIONS, "a function")
        self.take()
        if word != "at":
            return Node(word, (self.closed(),))
        kind, state = self.take()
        if kind != "text" or self.take()[1] != ",":
            raise self.wrong("at() without a state in quotes and a comma")
        return Node(word, (state[1:-1], self.closed()))

    def closed(self) -> Node:
        inner = self.deeper(self.alternatives)
        if self.take()[1] != ")":
            raise self.wrong("a parenthesis that is not closed")
        return inner


def parse(text: str, where: str = "expression") -> Node:
    """Parse an expression into a tree of nodes.

    Parameters
    ----------
    text : str
        At most 300 characters.
    where : str
        Named in errors.

    Raises
    ------
    ModelError
        If the text is not an expression of the grammar.

    Examples
    --------
    >>> parse("stake >= 1").operator
    '>='
    """
    return _Parser(text, where).whole()


def names_in(node: Node) -> set[str]:
    """Return the names that an expression mentions.

    Examples
    --------
    >>> sorted(names_in(parse("price * gdp / total(gdp)")))
    ['gdp', 'price']
    """
    if node.operator == "name":
        return {str(node.operands[0])}
    return set().union(*(names_in(part) for part in node.operands if isinstance(part, Node)))


def evaluate(
    node: Node,
    values: Mapping[str, np.ndarray],
    where: str = "expression",
    states: Sequence[str] = (),
) -> np.ndarray:
    """Evaluate a parsed expression over columns.

    Parameters
    ----------
    node : Node
        From :func:`parse`.
    values : mapping of str to array, shape (..., n)
        Columns, and parameters as arrays of one repeated value; all of one shape, whose leading
        axes are batches of worlds.
    where : str
        Named in errors.
    states : sequence of str, length n
        The states' names, for ``at``.

    Returns
    -------
    array, shape (..., n)
        Floats, or booleans for comparisons.

    Raises
    ------
    ModelError
        If a name is unknown, or truth values and numbers are mixed.

    Examples
    --------
    >>> import numpy as np
    >>> evaluate(parse("a >= 2 and not b > 3"), {"a": np.array([1.0, 2.0]), "b": np.zeros(2)})
    array([False,  True])
    >>> near = parse("abs(x - at('B', x)) <= 1")
    >>> evaluate(near, {"x": np.array([0.5, 2.0, 3.0])}, states=["A", "B", "C"])
    array([False,  True,  True])
    """
    import numpy as np

    operator, operands = node.operator, node.operands
    if operator == "number":
        shape = np.shape(next(iter(values.values()))) if values else (1,)
        return np.full(shape, operands[0], dtype=float)
    if operator == "name":
        if operands[0] not in values:
            raise unknown_name(where, operands[0], values, "a column")
        return values[operands[0]]
    parts = [evaluate(part, values, where, states) for part in operands if isinstance(part, Node)]
    wants_truth = operator in ("and", "or", "not")
    for part in parts:
        if (part.dtype == np.bool_) != wants_truth:
            kind = "a comparison" if wants_truth else "a number"
            other = "a number" if wants_truth else "a comparison"
            raise ModelError(where, f"{other} beside {operator!r}", kind)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if operator == "at":
            if operands[0] not in states:
                raise unknown_name(where, operands[0], states, "a state")
            return np.full(len(parts[0]), parts[0][list(states).index(operands[0])])
        return _apply(operator, parts)


def _apply(operator: str, parts: list[np.ndarray]) -> np.ndarray:
    import numpy as np

    binary: dict[str, Callable[[Any, Any], Any]] = {
        "and": np.logical_and,
        "or": np.logical_or,
        "+": np.add,
        "-": np.subtract,
        "*": np.multiply,
        "/": np.divide,
        "<": np.less,
        "<=": np.less_equal,
        ">": np.greater,
        ">=": np.greater_equal,
        "==": np.equal,
        "!=": np.not_equal,
    }
    if operator in binary:
        return np.asarray(binary[operator](*parts))
    if operator == "not":
        return ~parts[0]
    if operator == "negative":
        return -parts[0]
    if operator == "abs":
        return np.asarray(np.abs(parts[0]))
    over_all: dict[str, Callable[..., Any]] = {
        "total": np.sum,
        "mean": np.mean,
        "max": np.max,
        "min": np.min,
    }
    found = over_all[operator](parts[0], axis=-1, keepdims=True)
    return np.broadcast_to(np.asarray(found, dtype=float), np.shape(parts[0])).copy()
