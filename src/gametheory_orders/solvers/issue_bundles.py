"""Which issues to bundle: of all partitions, the one that keeps the most at a patience.

Builds on linkage.py; exact, over all sets of issues.
Not here: what linkage of all issues does (linkage.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.incentive import read_patience
from gametheory_orders.solvers.linkage import Linkage, LinkedIssue, read_issues

MOST_ISSUES = 12


@dataclass(frozen=True)
class Partition(Result):
    """The best way to bundle issues at one patience.

    Parameters
    ----------
    patience : Fraction
        At which it is best.
    bundles : tuple of tuple of str
        Kept bundles, as many as possible of them (what is apart cannot infect), then what is
        not kept, each alone.
    kept : tuple of str
        Issues that are kept.
    worth : Fraction
        Of what is kept; no other way of bundling keeps more.
    smallest_margin : Fraction or None
        Of any state in any kept bundle: the certificate. None if nothing is kept.
    """

    patience: Fraction
    bundles: tuple[tuple[str, ...], ...]
    kept: tuple[str, ...]
    worth: Fraction
    smallest_margin: Fraction | None

    concept = "most worth kept over all partitions; of equal ones the most bundles"

    def table(self) -> Table:
        """Return one row a bundle."""
        rows = [[", ".join(b), set(b) <= set(self.kept)] for b in self.bundles]
        title = (
            f"best bundles at patience {float(self.patience):.3f}: worth {float(self.worth):.3f}"
        )
        return Table(["bundle", "kept"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the bundles as plain values; fractions as text."""
        margin = self.smallest_margin
        found: dict[str, Any] = plain(
            {
                "patience": self.patience,
                "bundles": self.bundles,
                "kept": self.kept,
                "worth": self.worth,
                "certificate": {"smallest_margin": margin, "holds": margin is None or margin >= 0},
                "concept": self.concept,
            }
        )
        return found


def best_partition(issues: Mapping[str, Any] | Linkage, patience: Any) -> Partition:
    """Return the way to bundle issues that keeps the most worth at a patience.

    Parameters
    ----------
    issues : mapping, or Linkage
        As for :func:`linkage`; at most 12.
    patience : number
        In [0, 1).

    Returns
    -------
    Partition

    Notes
    -----
    Two kept bundles may be joined: margins of each state that are not negative add up to one
    that is not. So the best partition keeps a set of issues whose margins sum to no less than
    zero for every state, and all sets are tried; then that set is cut into as many bundles as
    can stand alone. Exact.

    Examples
    --------
    The easy issue A carries the middling B, but not the hard C:

    >>> three = {"A": (1, 3), "B": (6, 2), "C": (9, 1)}
    >>> best_partition(three, 0.6).bundles
    (('A', 'B'), ('C',))
    >>> best_partition(three, 0.5).bundles
    (('A',), ('B',), ('C',))
    """
    read = issues.issues if isinstance(issues, Linkage) else read_issues(issues)
    n = len(read)
    if n > MOST_ISSUES:
        raise ModelError("issues", f"{n} issues", f"at most {MOST_ISSUES}")
    d = read_patience(patience)
    margins = [issue.margins(d) for issue in read]
    sums: list[tuple[Fraction, ...]] = [tuple(Fraction(0) for _ in margins[0])]
    worths = [Fraction(0)]
    for bit, issue in enumerate(read):
        sums += [tuple(a + b for a, b in zip(old, margins[bit], strict=True)) for old in sums]
        worths += [old + issue.worth for old in worths]
    holds = [all(margin >= 0 for margin in each) for each in sums]
    best = max(
        (code for code in range(2**n) if holds[code]), key=lambda c: (worths[c], c.bit_count())
    )
    cut = _most_bundles(best, holds)
    rest = [1 << bit for bit in range(n) if not best >> bit & 1]
    smallest = min((min(sums[code]) for code in cut), default=None)

    def named(code: int) -> tuple[str, ...]:
        return tuple(issue.name for bit, issue in enumerate(read) if code >> bit & 1)

    bundles = tuple(sorted((named(c) for c in [*cut, *rest]), key=lambda b: _place(read, b)))
    return Partition(d, bundles, named(best), worths[best], smallest)


def _place(read: Sequence[LinkedIssue], bundle: tuple[str, ...]) -> int:
    return [issue.name for issue in read].index(bundle[0])


def _inside(code: int) -> Iterator[int]:
    """Yield the parts of a set that hold its lowest member."""
    lowest = code & -code
    rest = code ^ lowest
    part = rest
    while True:
        yield part | lowest
        if not part:
            return
        part = (part - 1) & rest


def _most_bundles(whole: int, holds: Sequence[bool]) -> list[int]:
    """Return a cut of a kept set into the most bundles that are each kept."""
    count: dict[int, int] = {0: 0}
    first: dict[int, int] = {}
    codes = [code for code in range(1, whole + 1) if code & whole == code]
    for code in codes:
        for part in _inside(code):
            if holds[part] and code ^ part in count:
                bundles = count[code ^ part] + 1
                if bundles > count.get(code, -1):
                    count[code], first[code] = bundles, part
    cut = []
    while whole:
        cut.append(first[whole])
        whole ^= first[whole]
    return cut
