"""What every result can do: show itself as a table, a frame, a dictionary, in a paper.

Builds on tables.py; pandas only when a frame is asked for.
Not here: what the results mean, or how a format is written (tables.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gametheory_orders.foundations.tables import Table, latex_escape, show

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Result", "Table", "latex_escape", "plain", "show"]


class Result:
    """What every result can do; subclasses are frozen dataclasses that name their table."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Keep the table as what a prompt shows: dataclasses would write out every array."""
        super().__init_subclass__(**keywords)
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = Result.__repr__  # type: ignore[method-assign]

    def table(self) -> Table:
        """Return the short table that the result prints as."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """Return the whole result as plain values, ready for strict JSON."""
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """Return the table as a pandas frame, at full precision."""
        import pandas as pd

        table = self.table()
        return pd.DataFrame(table.rows, columns=table.columns)

    def to_latex(
        self, caption: str = "", label: str = "", *, notes: Sequence[str] = (), digits: int = 3
    ) -> str:
        """Return the table in LaTeX (booktabs); the label stands as it is, all else is escaped."""
        return self.table().latex(digits, caption, label, notes)

    def to_markdown(self, caption: str = "", *, notes: Sequence[str] = (), digits: int = 3) -> str:
        """Return the table in Markdown."""
        return self.table().markdown(digits, caption, notes)

    def to_html(
        self, caption: str = "", label: str = "", *, notes: Sequence[str] = (), digits: int = 3
    ) -> str:
        """Return the table in HTML; the label is its ``id``."""
        return self.table().html(digits, caption, label, notes)

    def to_csv(self, *, notes: Sequence[str] = ()) -> str:
        """Return the table as CSV, at full precision; notes stand in front, after a ``#``."""
        return self.table().csv(notes)

    def __str__(self) -> str:
        return self.table().text()

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return self.table().html()


def plain(value: Any) -> Any:
    """Return a value as strict JSON allows it: no numpy, no NaN, no infinity, no tuples.

    Undefined figures become None; a mapping gets a sibling ``<name>_why`` unless it has one.

    Examples
    --------
    >>> plain({"a": float("inf"), "b": (1, 2)})
    {'a': None, 'a_why': 'infinite', 'b': [1, 2]}
    """
    if isinstance(value, Mapping):
        out: dict[str, Any] = {}
        for key, item in value.items():
            out[str(key)] = plain(item)
            if isinstance(item, float) and not math.isfinite(item):
                why = f"{key}_why"
                if value.get(why) is None:
                    out[why] = "infinite" if math.isinf(item) else "undefined"
        return out
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        return plain(value.item())
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int | bool) else str(value)
