"""The world: the states concerned, in a fixed order, and their figures by column.

Builds on foundations. A missing figure is NaN in a column and stays missing: whoever needs it
raises, nobody fills it in. Not here: what the states want (issues) or how they decide (orders).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.checks import finite, is_number, listed, tabled
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.worlds import expressions

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class World(Result):
    """The states concerned and their figures.

    Parameters
    ----------
    ids : sequence of str
        Unique identifiers, in the order used everywhere.
    columns : mapping of str to sequence of float, each of shape (n,)
        Figures by state; NaN where none is known.
    name : str
        Name of the world.
    names : mapping of str to str
        Full names by identifier, where they differ.
    sources : mapping of str to str
        Source (and unit) of each column.
    imports : array, shape (n, n), optional
        Imports of the row from the column, for tariffs.
    texts : mapping of str to sequence of str, each of length n
        Columns of words (a continent); blank where none is known.
    blocs : mapping of str to str
        How each column is carried over to a bloc of states (see :func:`aggregate`).

    Raises
    ------
    ModelError
        If the world is empty, identifiers repeat, or a column has the wrong length or an
        infinite entry.

    Examples
    --------
    >>> world = World(["A", "B"], {"stake": [1.0, 2.0]})
    >>> world.n, world.column("stake").tolist()
    (2, [1.0, 2.0])
    """

    ids: tuple[str, ...]
    columns: Mapping[str, np.ndarray]
    name: str = "world"
    names: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    imports: np.ndarray | None = None
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blocs: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = listed(self.ids, "state", "a list of ids")
        object.__setattr__(self, "ids", ids)
        if not ids:
            raise ModelError("state", "no states", "at least one state")
        seen: set[str] = set()
        for position, state in enumerate(ids):
            if not isinstance(state, str) or not state:
                raise ModelError(f"state[{position}].id", state, "a non-empty text")
            if state in seen:
                raise ModelError(f"state[{position}].id", f"{state!r} a second time", "unique ids")
            seen.add(state)
        columns = {}
        for key, values in tabled(self.columns, "columns", "a table of columns").items():
            columns[key] = _figures(values, (len(ids),), f"column {key!r}")
        object.__setattr__(self, "columns", columns)
        texts = {key: tuple(words) for key, words in self.texts.items()}
        for key, words in texts.items():
            if key in columns:
                raise ModelError(f"column {key!r}", "words beside numbers", "one of the two")
            if len(words) != len(ids) or not all(isinstance(word, str) for word in words):
                raise ModelError(f"column {key!r}", f"{len(words)} words", f"{len(ids)} texts")
        object.__setattr__(self, "texts", texts)
        if self.imports is not None:
            matrix = _figures(self.imports, (len(ids), len(ids)), "trade")
            if (matrix < 0).any():
                raise ModelError("trade", float(matrix.min()), "imports of zero or more")
            object.__setattr__(self, "imports", matrix)

    @property
    def n(self) -> int:
        """Number of states (rows)."""
        return len(self.ids)

    @cached_property
    def _position(self) -> dict[str, int]:
        return {state: position for position, state in enumerate(self.ids)}

    def index(self, state: object, where: str = "state") -> int:
        """Return the position of a state.

        Raises
        ------
        ModelError
            If there is no such state; names the nearest one.
        """
        if isinstance(state, str) and state in self._position:
            return self._position[state]
        raise unknown_name(where, state, self.ids, "a state")

    def mask(self, states: Iterable[str], where: str = "members") -> np.ndarray:
        """Return the states as a boolean array of shape (n,).

        Examples
        --------
        >>> World(["A", "B", "C"], {}).mask(["C", "A"]).tolist()
        [True, False, True]
        """
        mask = np.zeros(self.n, dtype=bool)
        for position, state in enumerate(listed(states, where, "a list of states")):
            mask[self.index(state, f"{where}[{position}]")] = True
        return mask

    def members(self, mask: np.ndarray) -> tuple[str, ...]:
        """Return the identifiers of the states in a boolean array of shape (n,)."""
        return tuple(state for state, inside in zip(self.ids, mask, strict=True) if inside)

    def has(self, column: str) -> bool:
        """Say whether the world has a column without blanks."""
        return column in self.columns and not np.isnan(self.columns[column]).any()

    def column(self, column: str, where: str = "column") -> np.ndarray:
        """Return a column of shape (n,) that has no blanks.

        Raises
        ------
        ModelError
            If there is no such column, or a state's figure is missing.
        """
        if column not in self.columns:
            raise unknown_name(where, column, self.columns, "a column")
        values = self.columns[column]
        blank = np.isnan(values)
        if blank.any():
            state = self.ids[int(np.flatnonzero(blank)[0])]
            raise ModelError(where, f"no figure for {state}", f"{column!r} of every state")
        return values

    def by_state(self, value: object, where: str, default: float = 0.0) -> np.ndarray:
        """Return a number, or a table by state, as an array of shape (n,)."""
        if isinstance(value, Mapping):
            out = np.full(self.n, default, dtype=float)
            for state, entry in value.items():
                out[self.index(state, where)] = _number(entry, f"{where}.{state}")
            return out
        return np.full(self.n, _number(value, where), dtype=float)

    def evaluate(
        self, expression: str, where: str, parameters: Mapping[str, float] | None = None
    ) -> np.ndarray:
        """Evaluate an expression over the columns (and parameters), shape (n,).

        Raises
        ------
        ModelError
            If the expression is wrong, or a figure it needs is missing.

        Examples
        --------
        >>> World(["A", "B"], {"gdp": [1.0, 3.0]}).evaluate("gdp / total(gdp)", "stake").tolist()
        [0.25, 0.75]
        """
        node = expressions.parse(expression, where)
        known = {name: np.full(self.n, float(value)) for name, value in (parameters or {}).items()}
        for name in expressions.names_in(node) - set(known):
            known[name] = self.column(name, where)
        return expressions.evaluate(node, known or {"": np.zeros(self.n)}, where, self.ids)

    def with_columns(self, columns: Mapping[str, Any], name: str | None = None) -> World:
        """Return the same world with columns added or replaced."""
        return replace(self, columns={**self.columns, **columns}, name=name or self.name)

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        id: str = "id",
        name: str = "world",
        sources: Mapping[str, str] | None = None,
        imports: Any = None,
    ) -> World:
        """Make a world from a pandas frame: one row a state, one column a figure.

        Parameters
        ----------
        frame : DataFrame
            Identifiers in the column ``id``, or in the index if there is no such column.
        id : str
            Name of that column.
        name : str
            Name of the world.
        sources : mapping of str to str, optional
            Source of each column.
        imports : array or DataFrame, shape (n, n), optional
            Imports of the row from the column; a frame is put in the order of the states.

        Raises
        ------
        ModelError
            If a column (other than ``name``) is not numeric.

        Examples
        --------
        >>> import pandas as pd
        >>> frame = pd.DataFrame({"id": ["A", "B"], "stake": [1, 2], "capacity": [1, 1]})
        >>> World.from_frame(frame).ids
        ('A', 'B')
        """
        ids = [str(state) for state in (frame[id] if id in frame.columns else frame.index)]
        columns: dict[str, Any] = {}
        names: dict[str, str] = {}
        for key in frame.columns:
            if key == id:
                continue
            if key == "name":
                names = {s: str(v) for s, v in zip(ids, frame[key], strict=True)}
                continue
            for state, value in zip(ids, frame[key], strict=True):
                if value is not None and (isinstance(value, str | bool | bytes)):
                    raise ModelError(f"state {state}.{key}", value, "a number")
            try:
                columns[str(key)] = frame[key].to_numpy(dtype=float, na_value=math.nan)
            except (TypeError, ValueError):
                raise ModelError(f"column {key!r}", str(frame[key].dtype), "numbers") from None
        if imports is not None and hasattr(imports, "loc"):
            missing = [s for s in ids if s not in imports.index or s not in imports.columns]
            if missing:
                raise ModelError("imports", f"no row or column {missing[0]!r}", "every state")
            imports = imports.loc[ids, ids].to_numpy(dtype=float)
        return cls(
            tuple(ids),
            columns,
            name,
            names,
            dict(sources or {}),
            None if imports is None else np.asarray(imports),
        )

    def table(self) -> Table:
        """Return the figures as a table, one row a state."""
        rows = [
            [state, *(None if math.isnan(v) else float(v) for v in values)]
            for state, *values in zip(self.ids, *self.columns.values(), strict=True)
        ]
        return Table(["id", *self.columns], rows, f"world {self.name}: {self.n} states")

    def to_dict(self) -> dict[str, Any]:
        """Return the world as plain values; a missing figure is null."""
        return {
            "name": self.name,
            "states": [
                {
                    "id": state,
                    **({"name": self.names[state]} if state in self.names else {}),
                    **{key: words[i] for key, words in self.texts.items()},
                    **{
                        key: None if math.isnan(values[i]) else float(values[i])
                        for key, values in self.columns.items()
                    },
                }
                for i, state in enumerate(self.ids)
            ],
            "sources": dict(self.sources),
        }


def _number(value: object, where: str) -> float:
    if not is_number(value):
        raise ModelError(where, value, "a number")
    return finite(value, where)


def _figures(values: Sequence[Any] | np.ndarray, shape: tuple[int, ...], where: str) -> np.ndarray:
    if np.ma.is_masked(values) or (
        isinstance(values, list | tuple) and any(each is np.ma.masked for each in values)
    ):
        raise ModelError(where, "masked entries", "numbers, nan where there is none")
    try:
        array = np.array(values, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise ModelError(where, "entries that are not numbers", "numbers") from None
    if array.shape != shape:
        raise ModelError(where, f"shape {array.shape}", f"shape {shape}")
    if np.isinf(array).any():
        raise ModelError(where, "an infinite entry", "finite numbers")
    array.setflags(write=False)
    return array
