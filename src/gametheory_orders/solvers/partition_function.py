"""The partition function: what each coalition is worth in each partition of the states.

An embedded coalition (S, P) is a coalition S in a partition P that contains it; its worth w(S, P)
is the sum of its members' payoffs when every coalition of P decides jointly and plays a Nash
equilibrium with the others (Thrall and Lucas 1963, Naval Research Logistics Quarterly 10).
Builds on coalition_equilibrium.py. Not here: which partition forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games.tu_game import TUGame
from gametheory_orders.issues import Issue
from gametheory_orders.solvers.coalition_equilibrium import (
    is_linear_quadratic,
    need_contributions,
    partition_payoffs,
)
from gametheory_orders.solvers.coalition_structures import partitions

MOST_STATES = 10
MOST_ONE_BY_ONE = 6
EXPECTATIONS = ("gamma", "delta", "pessimistic", "optimistic")
ROWS_SHOWN = 24

Coalitions = Iterable[Iterable[str]]


@dataclass(frozen=True, eq=False)
class PartitionFunction(Result):
    """Payoffs of all states in all partitions, and the worths that follow.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    labels : integer array, shape (Bell(n), n)
        Each partition by the label of each state's coalition.
    payoffs : array, shape (Bell(n), n)
        Of each state, when each coalition decides jointly.
    """

    issue: Issue
    labels: np.ndarray
    payoffs: np.ndarray

    concept = "Nash equilibrium among coalitions, each deciding jointly"

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the states."""
        return self.issue.world.ids

    @cached_property
    def _row(self) -> dict[bytes, int]:
        return {row.tobytes(): position for position, row in enumerate(self.labels)}

    def partition(self, position: int) -> tuple[tuple[str, ...], ...]:
        """Return a partition by names, in the states' order."""
        row = self.labels[position]
        return tuple(
            tuple(self.players[i] for i in np.flatnonzero(row == label))
            for label in range(int(row.max()) + 1)
        )

    def position(self, coalitions: Coalitions) -> int:
        """Return where a partition stands; states in none of the coalitions are alone.

        Raises
        ------
        ModelError
            If a state is unknown or in two coalitions.
        """
        given = np.full(len(self.players), -1)
        for number, coalition in enumerate(coalitions):
            names = (coalition,) if coalition in self.players else tuple(coalition)
            for name in names:
                if name not in self.players:
                    raise unknown_name("coalitions", name, self.players, "a state")
                i = self.players.index(str(name))
                if given[i] >= 0:
                    raise ModelError("coalitions", f"{name!r} a second time", "each state once")
                given[i] = number
        apart = np.where(given < 0, len(given) + np.arange(len(given)), given)
        first: dict[int, int] = {}
        row = [first.setdefault(label, len(first)) for label in apart.tolist()]
        return self._row[np.array(row, dtype=self.labels.dtype).tobytes()]

    def worth(self, coalition: Iterable[str], others: Coalitions = ()) -> float:
        """Return the worth of a coalition when the others form these; the rest are alone."""
        names = (coalition,) if coalition in self.players else tuple(coalition)
        row = self.position([names, *others])
        inside = [self.players.index(str(name)) for name in names]
        return float(self.payoffs[row][inside].sum())

    def embedded(self) -> Iterator[tuple[tuple[str, ...], tuple[tuple[str, ...], ...], float]]:
        """Yield each coalition, the partition it is in, and its worth there."""
        for position in range(len(self)):
            blocks = self.partition(position)
            for label, block in enumerate(blocks):
                inside = self.labels[position] == label
                yield block, blocks, float(self.payoffs[position][inside].sum())

    def characteristic(self, expects: str = "gamma") -> TUGame:
        """Return the TU game in which a coalition expects the others to split in a given way.

        Parameters
        ----------
        expects : {"gamma", "delta", "pessimistic", "optimistic"}
            All alone, all together, as is worst for it, as is best for it.
        """
        if expects not in EXPECTATIONS:
            raise unknown_name("expects", expects, EXPECTATIONS, "one")
        n = len(self.players)
        low, high = np.full(2**n, np.inf), np.full(2**n, -np.inf)
        given = np.zeros(2**n)
        blocks = self.labels.max(axis=1).astype(int) + 1
        bits = 1 << np.arange(n)
        for label in range(n):
            inside = self.labels == label
            there = inside.any(axis=1)
            codes = (inside * bits).sum(axis=1)[there]
            worths = np.where(inside, self.payoffs, 0.0).sum(axis=1)[there]
            np.minimum.at(low, codes, worths)
            np.maximum.at(high, codes, worths)
            sizes, number = inside.sum(axis=1)[there], blocks[there]
            # One coalition and single ones; or at most two coalitions.
            meant = number == (
                1 + n - sizes if expects == "gamma" else np.minimum(2, 1 + n - sizes)
            )
            given[codes[meant]] = worths[meant]
        worths = {"pessimistic": low, "optimistic": high}.get(expects, given)
        worths[0] = 0.0
        return TUGame(self.players, worths, f"{self.issue.name}, {expects}")

    def table(self) -> Table:
        """Return one row a partition, those with the largest sum of payoffs first."""
        total = self.payoffs.sum(axis=1)
        order = np.argsort(-total, kind="stable")[:ROWS_SHOWN]
        rows = []
        for position in order:
            blocks = self.partition(int(position))
            said = " | ".join(", ".join(block) for block in blocks)
            rows.append([said, float(total[position])])
        left = len(self) - len(rows)
        more = f", the first {len(rows)}" if left else ""
        title = f"{self.issue.name}: {len(self)} partitions{more} ({self.concept})"
        return Table(["partition", "sum of payoffs"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return partitions and worths as plain values."""
        listed = []
        for position in range(len(self)):
            blocks = self.partition(position)
            inside = [self.labels[position] == label for label in range(len(blocks))]
            worths = [float(self.payoffs[position][each].sum()) for each in inside]
            listed.append({"coalitions": blocks, "worths": worths})
        found: dict[str, Any] = plain(
            {"issue": self.issue.name, "concept": self.concept, "partitions": listed}
        )
        return found


def partition_function(issue: Issue) -> PartitionFunction:
    """Return what each coalition is worth in each partition of the states.

    Parameters
    ----------
    issue : Issue
        A public good of up to 10 states, or 6 where no closed form is known.

    Raises
    ------
    ModelError
        If there are more states.
    NoAnswer
        If the equilibrium of a partition cannot be found.

    Examples
    --------
    Three equal states: who is alone has more if the other two act together.

    >>> from gametheory_orders import PublicGood, World
    >>> issue = PublicGood(World("ABC", {"stake": [1.0] * 3, "capacity": [1.0] * 3}))
    >>> found = partition_function(issue)
    >>> len(found), found.worth("A"), found.worth("A", ["BC"]), found.worth("AB")
    (5, 2.5, 4.5, 6.0)
    """
    if not isinstance(issue, Issue):
        raise ModelError("issue", type(issue).__name__, "an Issue")
    need_contributions(issue)
    most = MOST_STATES if is_linear_quadratic(issue) else MOST_ONE_BY_ONE
    if issue.n > most:
        wanted = f"at most {most}; characteristic_function takes 20 for a linear-quadratic good"
        raise ModelError("issue", f"partitions of {issue.n} states", wanted)
    labels = partitions(issue.n)
    return PartitionFunction(issue, labels, partition_payoffs(issue, labels))
