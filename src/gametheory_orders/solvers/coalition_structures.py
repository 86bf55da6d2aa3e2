"""Several coalitions at once: which partitions of the states nobody wants to change.

Every state is in one coalition (perhaps alone), and each coalition decides jointly: in the public
good its members' price is the sum of their stakes. A state may move to another coalition or be
alone; under "open" it just moves, under "exclusive" only if nobody there loses, under "alone" it
can only leave (Yi 1997, Games and Economic Behavior 20(2)). The coalition left behind
stays together and decides anew. All partitions are gone through, Bell(n) of them.
Builds on the public good. Not here: one coalition and the rest alone (stable_coalitions.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import INDIFFERENT, STAKE
from gametheory_orders.issues import Issue, PublicGood

ENTRY = ("open", "exclusive", "alone")
MOST_STATES = 10


@dataclass(frozen=True)
class Structure(Result):
    """One stable partition.

    Parameters
    ----------
    coalitions : tuple of tuples of str
        Largest first, then in the world's order.
    effectiveness : float
        Share of the possible gain.
    margins : tuple of (str, float or None)
        By how much each state is better off than after its best move; None if it has none.
    """

    coalitions: tuple[tuple[str, ...], ...]
    effectiveness: float
    margins: tuple[tuple[str, float | None], ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Sizes, largest first."""
        return tuple(len(each) for each in self.coalitions)

    def table(self) -> Table:
        """Return one row a coalition."""
        rows = [[len(each), ", ".join(each)] for each in self.coalitions]
        return Table(["size", "who"], rows, f"E = {self.effectiveness:.3f}")

    def to_dict(self) -> dict[str, Any]:
        """Return the partition as plain values."""
        found: dict[str, Any] = plain(
            {
                "coalitions": self.coalitions,
                "sizes": self.sizes,
                "effectiveness": self.effectiveness,
                "margins": dict(self.margins),
            }
        )
        return found


@dataclass(frozen=True)
class StableStructures(Result):
    """All stable partitions, fewest coalitions first.

    Parameters
    ----------
    entry : str
        How a state can enter a coalition.
    structures : tuple of Structure
        All of them.
    checked : int
        How many partitions were gone through.
    """

    entry: str
    structures: tuple[Structure, ...]
    checked: int

    def __len__(self) -> int:
        return len(self.structures)

    def __iter__(self) -> Iterator[Structure]:
        return iter(self.structures)

    def __getitem__(self, position: int) -> Structure:
        return self.structures[position]

    def table(self) -> Table:
        """Return one row a partition."""
        rows = [
            [
                "+".join(str(size) for size in each.sizes),
                each.effectiveness,
                " | ".join(", ".join(some) for some in each.coalitions),
            ]
            for each in self
        ]
        return Table(["sizes", "E", "who"], rows, f"partitions that are stable ({self.entry})")

    def to_dict(self) -> dict[str, Any]:
        """Return all as plain values."""
        found: dict[str, Any] = plain(
            {
                "entry": self.entry,
                "checked": self.checked,
                "stable": [each.to_dict() for each in self],
            }
        )
        return found


def stable_structures(issue: Issue, entry: str = "open") -> StableStructures:
    """Return all partitions of up to ten states that no state wants to change alone.

    Parameters
    ----------
    issue : Issue
        A public good, without tariffs.
    entry : {"open", "exclusive", "alone"}
        How a state can enter another coalition: freely, if nobody there loses, or not at all.

    Raises
    ------
    ModelError
        If the family is another, or there are more than ten states.
    NoAnswer
        If no partition is stable; the witness is a cycle of moves.

    Examples
    --------
    Six equal states that can only leave: no coalition of more than three lasts, two may.

    >>> from gametheory_orders import PublicGood, World
    >>> world = World("ABCDEF", {"stake": [1.0] * 6, "capacity": [1.0] * 6})
    >>> found = stable_structures(PublicGood(world), "alone")
    >>> sorted({each.sizes for each in found})[-1]
    (3, 3)
    """
    if entry not in ENTRY:
        raise unknown_name("entry", entry, ENTRY, "one")
    if not isinstance(issue, PublicGood):
        raise ModelError("issue", f"family {issue.family!r}", "a public good")
    n = issue.n
    if n > MOST_STATES:
        raise ModelError(
            "issue",
            f"partitions of {n} states",
            f"at most {MOST_STATES}; stable_coalitions takes 28, binding_agreements equal states",
        )
    labels = partitions(n)
    scale = np.maximum(
        np.abs(issue.payoffs(issue.reference())), np.abs(issue.payoffs(issue.first_best()))
    )
    slack = INDIFFERENT * scale
    left, total = labels, len(labels)
    for state in range(n):
        left = left[_best_move(issue, left, state, entry, slack)[0] <= slack[state]]
    if not len(left):
        message = f"no partition is stable ({entry}) on {issue.name!r}"
        raise NoAnswer(message, {"cycle": _cycle(issue, entry, slack)})
    return StableStructures(entry, _described(issue, left, entry, slack), total)


def partitions(n: int) -> np.ndarray:
    """Return all partitions of n states by the label of each state's coalition, (Bell(n), n).

    Examples
    --------
    >>> partitions(3).tolist()
    [[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1], [0, 1, 2]]
    """
    found = np.zeros((1, 1), dtype=np.int8)
    for _ in range(n - 1):
        top = found.max(axis=1).astype(np.int64) + 2
        rows = np.repeat(np.arange(len(found)), top)
        begin = np.repeat(np.cumsum(top) - top, top)
        found = np.column_stack([found[rows], (np.arange(len(rows)) - begin).astype(np.int8)])
    return found


def structure_payoffs(issue: PublicGood, labels: np.ndarray) -> np.ndarray:
    """Return payoffs if each coalition decides jointly, shape (..., n), from labels (..., n).

    Examples
    --------
    >>> from gametheory_orders import World
    >>> issue = PublicGood(World("ABC", {"stake": [1.0] * 3, "capacity": [1.0] * 3}))
    >>> structure_payoffs(issue, np.array([0, 0, 1])).tolist()
    [3.0, 3.0, 4.5]
    """
    together = labels[..., :, None] == labels[..., None, :]
    return issue.payoffs(issue.capacities * (together @ issue.stakes))


def _best_move(
    issue: PublicGood, labels: np.ndarray, state: int, entry: str, slack: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return a state's largest gain from moving, (P,), and the label it would take."""
    n = issue.n
    before = structure_payoffs(issue, labels)
    best = np.full(len(labels), -np.inf)
    target = np.full(len(labels), -1)
    # The label n is nobody's: the state is then alone.
    for label in [n] if entry == "alone" else range(n + 1):
        there = labels == label
        alone = (labels == labels[:, [state]]).sum(axis=1) == 1
        can = ~there[:, state] & (~alone if label == n else there.any(axis=1))
        rows = np.flatnonzero(can)
        moved = labels[rows].copy()
        moved[:, state] = label
        after = structure_payoffs(issue, moved)
        gain = after[:, state] - before[rows, state]
        if entry == "exclusive" and label < n:
            loses = there[rows] & (after < before[rows] - slack)
            gain = np.where(loses.any(axis=1), -np.inf, gain)
        more = gain > best[rows]
        best[rows[more]] = gain[more]
        target[rows[more]] = label
    return best, target


def _named(issue: PublicGood, labels: np.ndarray) -> tuple[tuple[str, ...], ...]:
    ids = issue.world.ids
    blocks = [
        tuple(ids[i] for i in np.flatnonzero(labels == label)) for label in dict.fromkeys(labels)
    ]
    return tuple(sorted(blocks, key=lambda block: -len(block)))


def _described(
    issue: PublicGood, labels: np.ndarray, entry: str, slack: np.ndarray
) -> tuple[Structure, ...]:
    payoffs = structure_payoffs(issue, labels)
    low = issue.payoffs(issue.reference()).sum()
    high = issue.payoffs(issue.first_best()).sum()
    gains = np.column_stack(
        [_best_move(issue, labels, state, entry, slack)[0] for state in range(issue.n)]
    )
    something = high - low > STAKE * max(abs(high), abs(low))
    found = []
    for row, each in enumerate(labels):
        share = float((payoffs[row].sum() - low) / (high - low)) if something else float("nan")
        margins = tuple(
            (state, float(-gain) if np.isfinite(gain) else None)
            for state, gain in zip(issue.world.ids, gains[row], strict=True)
        )
        found.append(Structure(_named(issue, each), share, margins))
    found.sort(key=lambda each: len(each.coalitions))
    return tuple(found)


def _cycle(issue: PublicGood, entry: str, slack: np.ndarray) -> list[dict[str, Any]]:
    """Return moves that come back to where they began, from everyone alone on."""
    labels = np.arange(issue.n)
    seen: dict[tuple[tuple[str, ...], ...], int] = {}
    walk: list[dict[str, Any]] = []
    while (here := tuple(sorted(_named(issue, labels)))) not in seen:
        seen[here] = len(walk)
        moves = [_best_move(issue, labels[None], i, entry, slack) for i in range(issue.n)]
        gains = np.array([float(gain[0]) for gain, _ in moves]) - slack
        mover = int(np.argmax(gains))
        if gains[mover] <= 0:
            return []
        labels = labels.copy()
        labels[mover] = int(moves[mover][1][0])
        labels = np.unique(labels, return_inverse=True)[1]
        walk.append(
            {
                "coalitions": [list(block) for block in here],
                "mover": issue.world.ids[mover],
                "gain": float(gains[mover] + slack[mover]),
            }
        )
    return walk[seen[here] :]
