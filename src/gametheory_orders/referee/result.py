"""What the referee has to say of a saved result.

Builds on results. Not here: how it is found (verify.py).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.referee.figures import DIFFERS, EXACT, LEFT_OUT, TOLERANCE, Check


@dataclass(frozen=True)
class Verification(Result):
    """What became of each figure of a saved result.

    Parameters
    ----------
    kind : str
        Which command's document it is.
    model : str
        What it was rechecked from.
    checks : tuple of Check
        One for each figure, or part that was not rechecked.
    """

    kind: str
    model: str
    checks: tuple[Check, ...]

    @property
    def differences(self) -> tuple[Check, ...]:
        """Figures that the model does not give."""
        return tuple(check for check in self.checks if check.status == DIFFERS)

    @property
    def left_out(self) -> tuple[Check, ...]:
        """Places that were not rechecked, each with the reason."""
        return tuple(check for check in self.checks if check.status == LEFT_OUT)

    @property
    def holds(self) -> bool:
        """Whether nothing differs, and something was rechecked."""
        return not self.differences and self.count(EXACT, TOLERANCE) > 0

    def count(self, *statuses: str) -> int:
        """Return how many figures have one of the statuses."""
        counts = Counter(check.status for check in self.checks)
        return sum(counts[status] for status in statuses)

    def table(self) -> Table:
        """Return one row for each figure that differs or was not rechecked."""
        rows = [
            [check.path, check.status, _shown(check.found), _shown(check.expected), check.why]
            for check in (*self.differences, *self.left_out)
        ]
        title = (
            f"{self.kind} of {self.model}: {self.count(EXACT)} figures hold exactly, "
            f"{self.count(TOLERANCE)} within tolerance, {len(self.differences)} differ, "
            f"{len(self.left_out)} places not rechecked"
        )
        return Table(["place", "status", "found", "worked out", "why"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as plain values."""
        found: dict[str, Any] = plain(
            {
                "schema": 1,
                "document": self.kind,
                "model": self.model,
                "holds": self.holds,
                "exact": self.count(EXACT),
                "within_tolerance": self.count(TOLERANCE),
                "differs": [
                    {"place": c.path, "found": c.found, "worked_out": c.expected}
                    for c in self.differences
                ],
                "not_rechecked": [{"place": c.path, "why": c.why} for c in self.left_out],
            }
        )
        return found


def _shown(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
