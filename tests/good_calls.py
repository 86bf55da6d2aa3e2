"""A good call of each public name, taken from its docstring, and the ways of spoiling one.

Builds on: the docstrings, whose examples run here while the name notes how it is called. Used by
the tests of bad arguments. It is not: a check of what the examples print (the doctests are that).
"""

from __future__ import annotations

import copy
import doctest
import importlib
import inspect
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

import gametheory_orders as gto


@dataclass(frozen=True)
class Call:
    """How an example calls a public name."""

    name: str
    arguments: dict[str, Any]

    def with_(self, parameter: str, value: Any) -> Call:
        """Return the same call with another argument."""
        return Call(self.name, {**self.arguments, parameter: value})

    def run(self) -> Any:
        """Make the call; iterators are exhausted."""
        function = getattr(gto, self.name)
        signature = inspect.signature(function)
        bound = inspect.BoundArguments(signature, dict(self.arguments))  # type: ignore[arg-type]
        found = function(*bound.args, **bound.kwargs)
        return list(found) if inspect.isgenerator(found) else found


class _Enough(Exception):
    """A call that can be spoilt is noted: the rest of the example need not run."""


class _Noting:
    """Stands for a public name in its example; what it is called with is kept."""

    def __init__(self, known: Any, calls: list[Call]) -> None:
        self._known, self._calls = known, calls

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        bound = inspect.signature(self._known).bind(*args, **kwargs)
        self._calls.append(Call(self._known.__name__, dict(bound.arguments)))
        if any(map(is_plain, bound.arguments.values())):
            raise _Enough
        return self._known(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._known, name)


@cache
def good_calls(name: str) -> tuple[Call, ...]:
    """Return the calls of a name in its own example."""
    known = getattr(gto, name)
    calls: list[Call] = []
    module = importlib.import_module(known.__module__)
    names = {**vars(module), name: _Noting(known, calls)}
    for example in doctest.DocTestParser().get_examples(inspect.getdoc(known) or ""):
        if example.exc_msg is not None:
            continue
        try:
            exec(compile(example.source, name, "exec", dont_inherit=True), names)
        except _Enough:
            break
        names[name] = _Noting(known, calls)
    return tuple(calls)


ODD: tuple[Any, ...] = (
    *(math.nan, math.inf, -math.inf, -0.0, 1e308, -1e308, 10**400, -1, 0, 2.5, 1j, True, np.True_),
    *("", "x", "nan", b"x", None, [], {}, (), [[]], {"x": math.nan}, object(), Decimal("NaN")),
    *(np.float64("nan"), np.float32(0.5), np.int8(-1), np.uint64(2**63), np.datetime64("NaT")),
    *(np.array([]), np.array(math.nan), np.array([1.0, math.nan]), np.array([None, "x"])),
    *(np.ma.masked_array([1.0, 2.0], [True, False]), np.ma.masked, np.zeros((2, 0, 3))),
    *([[1], [1, 2]], [1.0, "x"], [True, False], np.ones((2, 2, 2, 2)), range(3), {1, 2}),
    *(np.array(["a", "b"]), np.array([True, False]), Fraction(-1, 3), float),
)  # fmt: skip
"""What is put in the place of a whole argument."""
ODD_PARTS: tuple[Any, ...] = (
    *(math.nan, math.inf, -1e308, -0.0, 10**400, True, "x", "", None, [1], {}, 1j, -1),
    *(np.ma.masked, np.float32("nan"), np.int8(-1), np.array([1.0, 2.0]), object()),
)  # fmt: skip
"""What is put in the place of one entry of a list, array or mapping."""


def _entries(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return the paths of some entries: the first and last of each list, at every depth."""
    if isinstance(value, Mapping):
        keys = list(value)
    elif isinstance(value, list | tuple):
        keys = list(range(len(value)))
    else:
        if path:
            yield path
        return
    for key in dict.fromkeys([*keys[:1], *keys[-1:]]):
        yield from _entries(value[key], (*path, key))


def _replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    if isinstance(value, Mapping):
        return {**value, path[0]: _replaced(value[path[0]], path[1:], new)}
    items = list(value)
    items[path[0]] = _replaced(items[path[0]], path[1:], new)
    return tuple(items) if isinstance(value, tuple) else items


def is_plain(value: Any) -> bool:
    """Say whether an argument is a number, a text, an array, a list or a mapping of such."""
    if isinstance(value, Mapping):
        return all(is_plain(each) for each in value.values())
    if isinstance(value, list | tuple | set | frozenset | range):
        return all(is_plain(each) for each in value)
    return value is None or isinstance(
        value, int | float | complex | str | Fraction | np.ndarray | np.generic
    )


def spoilt(call: Call) -> Iterator[tuple[str, Call]]:
    """Return the call with one argument after the other spoilt, and in which way."""
    kinds = inspect.signature(getattr(gto, call.name)).parameters
    for parameter, value in call.arguments.items():
        # A keyword that there is not is Python's own to refuse.
        if not is_plain(value) or kinds[parameter].kind is inspect.Parameter.VAR_KEYWORD:
            continue
        for new in ODD:
            yield f"{parameter} = {new!r:.60}", call.with_(parameter, copy.copy(new))
        for path in list(_entries(value))[:4]:
            for new in ODD_PARTS:
                shown = f"{parameter}{list(path)} = {new!r:.60}"
                yield shown, call.with_(parameter, _replaced(value, path, copy.copy(new)))
        if isinstance(value, list | tuple) and value:
            yield f"{parameter} shorter", call.with_(parameter, value[:-1])
            yield f"{parameter} longer", call.with_(parameter, [*value, value[-1]])
            yield f"{parameter} of objects", call.with_(parameter, _objects(value))
        if isinstance(value, Mapping) and value:
            first = next(iter(value))
            rest = {key: each for key, each in value.items() if key != first}
            yield f"{parameter} without {first!r}", call.with_(parameter, rest)
            yield f"{parameter} with a stranger", call.with_(parameter, {**value, "x y": 1.0})
            yield f"{parameter} with a number for a key", call.with_(parameter, {**value, 7: 1.0})


def _objects(value: Any) -> np.ndarray:
    array = np.empty(len(value), dtype=object)
    array[:] = (
        list(value)
        if not any(isinstance(each, list | tuple | Mapping | np.ndarray) for each in value)
        else [None] * len(value)
    )
    return array


def holds_nan(value: Any, depth: int = 0) -> bool:
    """Say whether there is a nan in a result, in what it says of itself or in its fields."""
    if depth > 6:
        return False
    if isinstance(value, float | np.floating | np.ndarray):
        array = np.asarray(value)
        return bool(array.dtype.kind == "f" and np.isnan(array).any())
    if hasattr(value, "to_dict") and not isinstance(value, type):
        return holds_nan(value.to_dict(), depth + 1)
    if isinstance(value, Mapping):
        return any(holds_nan(each, depth + 1) for each in value.values())
    if isinstance(value, list | tuple):
        return any(holds_nan(each, depth + 1) for each in value)
    return False
