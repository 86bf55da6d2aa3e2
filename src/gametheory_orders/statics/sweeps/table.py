"""The table of a sweep: one row for each point and order.

Builds on study.py and batches.py. Not here: files (files/replication.py), pictures (plots).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.errors import unknown_name
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.statics.sweeps.batches import ChunkValues
from gametheory_orders.statics.sweeps.design import Value
from gametheory_orders.statics.sweeps.study import Study

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class SweepTable(Result):
    """What came out of a parameter study.

    Parameters
    ----------
    study : Study
        What was asked.
    values : array, shape (points, orders, outputs)
        NaN where undefined, infinite for a needed patience that none is enough for.
    why : int array, same shape
        Positions in ``reasons``.
    reasons : tuple of str
        Why figures are undefined or infinite; the first is "".
    resumed : int
        Chunks that had been finished before.
    solved : int
        Games that were solved one by one; the rest came from closed forms.
    """

    study: Study
    values: np.ndarray
    why: np.ndarray
    reasons: tuple[str, ...]
    resumed: int = 0
    solved: int = 0

    concept = "each game solved on its own; closed forms checked against the solver"

    @classmethod
    def of(cls, study: Study, chunks: Sequence[ChunkValues], resumed: int = 0) -> SweepTable:
        """Put chunks together, in their order."""
        reasons: dict[str, int] = {}
        whys = []
        for chunk in chunks:
            places = [reasons.setdefault(text, len(reasons)) for text in chunk.reasons]
            whys.append(np.array(places)[chunk.why])
        return cls(
            study,
            np.concatenate([chunk.values for chunk in chunks]),
            np.concatenate(whys),
            tuple(reasons),
            resumed,
            sum(chunk.solved for chunk in chunks),
        )

    def __len__(self) -> int:
        return len(self.values) * len(self.study.orders)

    def output(self, name: str) -> np.ndarray:
        """Return one output, shape (points, orders)."""
        if name not in self.study.outputs:
            raise unknown_name("output", name, self.study.outputs, "an output of the study, one")
        return np.asarray(self.values[:, :, self.study.outputs.index(name)])

    def parameter(self, name: str) -> list[Value]:
        """Return the values of one parameter, by point."""
        points = self.study.points
        if name not in points.names:
            raise unknown_name("parameter", name, points.names, "a parameter of the study, one")
        return points.columns[points.names.index(name)]

    @property
    def _undefined(self) -> list[bool]:
        """Which outputs are undefined somewhere."""
        return [bool(self.why[:, :, c].any()) for c in range(self.why.shape[2])]

    @property
    def columns(self) -> list[str]:
        """Headings of the rows: a reason stands beside its figure where some is undefined."""
        undefined = self._undefined
        outputs = [
            name
            for output, some in zip(self.study.outputs, undefined, strict=True)
            for name in ([output, f"{output}_why"] if some else [output])
        ]
        return ["point", *self.study.points.names, "order", *outputs]

    def rows(self) -> Iterator[list[Any]]:
        """Yield the rows as plain values: None where undefined, with the reason beside it."""
        undefined = self._undefined
        names = [order.name for order in self.study.orders]
        columns = self.study.points.columns
        for point, (block, whys) in enumerate(
            zip(self.values.tolist(), self.why.tolist(), strict=True)
        ):
            settings = [column[point] for column in columns]
            for name, figures, why in zip(names, block, whys, strict=True):
                row: list[Any] = [point, *settings, name]
                for figure, reason, some in zip(figures, why, undefined, strict=True):
                    row.append(None if reason else figure)
                    if some:
                        row.append(self.reasons[reason] or None)
                yield row

    def summary(self) -> Table:
        """Return least, mean and largest of each output by order, over all points."""
        rows: list[list[Any]] = []
        for c, output in enumerate(self.study.outputs):
            for j, order in enumerate(self.study.orders):
                figures = self.values[:, j, c]
                good = figures[np.isfinite(figures)]
                ends = [good.min(), good.mean(), good.max()] if good.size else [None] * 3
                cells = [None if each is None else float(each) for each in ends]
                rows.append([output, order.name, *cells, len(figures) - good.size])
        columns = ["output", "order", "least", "mean", "largest", "undefined"]
        return Table(columns, rows, f"{self.study.name}: {self.study.size} points")

    def table(self) -> Table:
        """Return the summary, which the table prints as."""
        return self.summary()

    def to_frame(self) -> pd.DataFrame:
        """Return all rows as a pandas frame."""
        import pandas as pd

        return pd.DataFrame(list(self.rows()), columns=self.columns)

    def to_csv(self, *, notes: Sequence[str] = ()) -> str:
        """Return all rows as CSV, at full precision; nothing where a figure is undefined."""
        return Table(self.columns, list(self.rows())).csv(notes)

    def to_dict(self) -> dict[str, Any]:
        """Return all rows as plain values."""
        study, columns = self.study, self.columns
        return {
            "schema": 1,
            "study": study.name,
            "digest": study.digest,
            "seed": study.seed,
            "issue": study.issue.name,
            "numeraire": study.issue.numeraire,
            "design": study.design.to_dict(),
            "parameters": [axis.to_dict() for axis in study.axes],
            "orders": [order.name for order in study.orders],
            "outputs": list(study.outputs),
            "points": study.size,
            "rows": [
                {
                    key: value
                    for key, value in zip(columns, row, strict=True)
                    if value is not None or not key.endswith("_why")
                }
                for row in self.rows()
            ],
        }
