"""The two kinds of failure a user can meet, each told in one line.

Builds on nothing. Raised by every room and turned into exit codes by the command line.
Not here: numerical tolerances (see tolerances.py).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ModelError(ValueError):
    """The input is wrong: says where, what was found, what is expected, the nearest name.

    Parameters
    ----------
    where : str
        File and key path, or the argument's name.
    found : object
        What stands there.
    expected : str
        What should stand there.
    nearest : str or None
        The closest valid name, where a name was misspelt.

    Examples
    --------
    >>> print(ModelError("order.decision.quota", 12, "a count up to 6"))
    order.decision.quota: found 12, expected a count up to 6
    """

    def __init__(
        self, where: str, found: object, expected: str, nearest: str | None = None
    ) -> None:
        self.where = where
        self.found = found
        self.expected = expected
        self.nearest = nearest
        super().__init__(self.line())

    def line(self) -> str:
        """Return the whole message in one line."""
        found = " ".join(_shown(self.found).split())
        if len(found) > 120:
            found = found[:117] + "..."
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return " ".join(f"{self.where}: found {found}, expected {self.expected}{hint}".split())

    def at(self, prefix: str) -> ModelError:
        """Return the same error with a place (a file, a table) put before its own."""
        where = f"{prefix}: {self.where}" if self.where else prefix
        return ModelError(where, self.found, self.expected, self.nearest)


class NoAnswer(Exception):
    """No answer exists: carries the witness (a cycle, a blocking state, an empty cell).

    Parameters
    ----------
    message : str
        What does not exist, in one line.
    witness : object
        What shows it; JSON-like.
    """

    def __init__(self, message: str, witness: object = None) -> None:
        self.witness = witness
        super().__init__(" ".join(message.split()))


def _shown(found: object) -> str:
    if isinstance(found, str):
        return found
    try:
        return repr(found)
    except (ValueError, RecursionError):
        # Python refuses to write a whole number of thousands of digits.
        return f"a value of type {type(found).__name__} that is too long to show"


def nearest_name(name: str, valid: Iterable[str]) -> str | None:
    """Return the valid name closest to a misspelt one, or None if none is close.

    Examples
    --------
    >>> nearest_name("quotta", ["quota", "unanimity"])
    'quota'
    """
    names = list(valid)
    folded = {candidate.casefold(): candidate for candidate in names}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
    return folded[close[0]] if close else None


def unknown_name(where: str, name: object, valid: Iterable[str], what: str) -> ModelError:
    """Return the error for a name that is not among the valid ones.

    Examples
    --------
    >>> print(unknown_name("members[0]", "Chnia", ["China", "India"], "a state"))
    members[0]: found Chnia, expected a state of: China, India; did you mean 'China'?
    """
    names = list(valid)
    shown = ", ".join(names) if len(names) <= 20 else f"{', '.join(names[:8])}, ... ({len(names)})"
    near = nearest_name(name, names) if isinstance(name, str) else None
    return ModelError(where, name, f"{what} of: {shown}", near)
