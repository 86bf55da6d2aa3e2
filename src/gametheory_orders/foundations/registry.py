"""A registry: rules, families and measures are entered once, where they are defined.

Builds on errors.py. The command line's choices, the docs' tables and the tests read it.
Not here: any entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from gametheory_orders.foundations.errors import unknown_name

T = TypeVar("T")


class Registry(Generic[T]):
    """Named entries of one kind, in the order in which they were defined."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, T] = {}

    def add(self, name: str) -> Callable[[T], T]:
        """Return a decorator that enters what it decorates under a name."""

        def enter(entry: T) -> T:
            if name in self._entries:
                raise RuntimeError(f"{self.kind} {name!r} is defined twice")
            self._entries[name] = entry
            return entry

        return enter

    def get(self, name: object, where: str) -> T:
        """Return the entry of that name, or raise with the nearest valid one."""
        if isinstance(name, str) and name in self._entries:
            return self._entries[name]
        raise unknown_name(where, name, self._entries, f"one {self.kind}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def items(self) -> Iterator[tuple[str, T]]:
        """Yield names and entries."""
        return iter(self._entries.items())
