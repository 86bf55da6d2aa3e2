"""Mobilisation: who stays in a costly effort as it drags on.

In period t the effort asks for start + growth * t, of each member, or of all together in equal
shares. A member stays while what the effort is worth to it, per period, covers what is asked;
who is indifferent stays. Members look at the current period only. Exact. Builds on incentive.py.
Not here: whether the effort succeeds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.incentive import read_exact

BURDENS = ("each", "shared")
MOST_PERIODS = 10_000


@dataclass(frozen=True)
class Mobilisation(Result):
    """Who stays in, period by period.

    Parameters
    ----------
    members : tuple of tuple of str
        By period.
    asked : tuple of Fraction
        Of each member, by period; of who would be the last one, if nobody is left.
    hazard : tuple of Fraction or None
        Share of those still in that leave in the period; None once nobody is in.
    certificate : mapping
        What was checked.
    """

    members: tuple[tuple[str, ...], ...]
    asked: tuple[Fraction, ...]
    hazard: tuple[Fraction | None, ...]
    certificate: Mapping[str, Any]

    concept = "each stays while the period is worth its cost; of several the largest such group"

    @property
    def hazard_rises(self) -> bool:
        """Whether the hazard never falls while anyone is in."""
        known = [h for h in self.hazard if h is not None]
        return known == sorted(known)

    @property
    def ends(self) -> int | None:
        """First period with nobody left, None if there is none."""
        return next((t for t, who in enumerate(self.members) if not who), None)

    def table(self) -> Table:
        """Return one row a period; of many the first and last ten."""
        listed = range(len(self.members))
        shown = [*listed[:10], *listed[-10:]] if len(listed) > 20 else listed
        rows = []
        for t in shown:
            hazard = self.hazard[t]
            known = None if hazard is None else float(hazard)
            rows.append([t, len(self.members[t]), float(self.asked[t]), known])
        end = "lasts" if self.ends is None else f"over in period {self.ends}"
        return Table(["period", "members", "asked", "hazard"], rows, f"mobilisation: {end}")

    def to_dict(self) -> dict[str, Any]:
        """Return the path as plain values; fractions as text."""
        path = zip(self.members, self.asked, self.hazard, strict=True)
        found: dict[str, Any] = plain(
            {
                "path": [{"members": m, "asked": a, "hazard": h} for m, a, h in path],
                "hazard_rises": self.hazard_rises,
                "ends": self.ends,
                "concept": self.concept,
                "certificate": self.certificate,
            }
        )
        return found


def mobilisation(
    worth: Mapping[str, Any], *, start: Any, growth: Any, periods: int, burden: str = "each"
) -> Mobilisation:
    """Return who stays in an effort whose cost grows with its duration.

    Parameters
    ----------
    worth : mapping of str to number
        Of the effort to each state, per period.
    start, growth : number
        Cost in period 0, and by how much it grows each period; 0 or more.
    periods : int
        How many to follow, 1 or more.
    burden : {"each", "shared"}
        Whether each member bears the cost, or all bear it in equal shares, so that who leaves
        makes it dearer for the others.

    Raises
    ------
    ModelError
        If a figure is out of range.

    Notes
    -----
    Patrick 2023, section Charter, on support for Ukraine as the war goes on.
    The hazard rises where worth is spread evenly; where a few care much more than the rest it
    falls once the lukewarm are gone. Derived for this project.

    Examples
    --------
    >>> even = {name: j for j, name in enumerate("ABCDE", start=1)}
    >>> found = mobilisation(even, start=1, growth=1, periods=6)
    >>> [len(who) for who in found.members], [str(h) for h in found.hazard]
    ([5, 4, 3, 2, 1, 0], ['0', '1/5', '1/4', '1/3', '1/2', '1'])
    >>> found = mobilisation(even, start=5, growth=2, periods=4, burden="shared")
    >>> [len(who) for who in found.members]
    [5, 4, 3, 0]
    """
    if not isinstance(worth, Mapping) or not worth:
        raise ModelError("worth", worth, "a table of states")
    values = {name: read_exact(value, f"worth.{name}") for name, value in worth.items()}
    first, step = read_exact(start, "start"), read_exact(growth, "growth")
    for value, where in ((first, "start"), (step, "growth")):
        if value < 0:
            raise ModelError(where, str(value), "a number of 0 or more")
    if (
        isinstance(periods, bool)
        or not isinstance(periods, int)
        or not 1 <= periods <= MOST_PERIODS
    ):
        raise ModelError("periods", periods, f"a whole number from 1 to {MOST_PERIODS}")
    if burden not in BURDENS:
        raise unknown_name("burden", burden, BURDENS, "one")
    inside = list(values)
    members, asked, hazard = [], [], []
    for t in range(periods):
        before, cost = len(inside), first + step * t
        inside = _stay(inside, values, cost, shared=burden == "shared")
        each = cost / max(len(inside), 1) if burden == "shared" else cost
        members.append(tuple(inside))
        asked.append(each)
        hazard.append(Fraction(before - len(inside), before) if before else None)
    margins = [values[n] - cost for who, cost in zip(members, asked, strict=True) for n in who]
    smallest = min(margins, default=None)
    holds = smallest is None or smallest >= 0
    certificate = {"holds": holds, "smallest_margin": smallest}
    return Mobilisation(tuple(members), tuple(asked), tuple(hazard), certificate)


def _stay(
    inside: list[str], values: Mapping[str, Fraction], cost: Fraction, *, shared: bool
) -> list[str]:
    """Return the largest group that stays: the least keen leave first."""
    while inside:
        each = cost / len(inside) if shared else cost
        if min(values[name] for name in inside) >= each:
            return inside
        least = min(inside, key=lambda name: values[name])
        inside = [name for name in inside if name != least]
    return inside
