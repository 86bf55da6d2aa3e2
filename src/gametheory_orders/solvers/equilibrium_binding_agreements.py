"""Equilibrium binding agreements: coalitions that break up, foreseeing where that ends.

A partition P of unequal players can only become finer. P' blocks P if P' is itself an equilibrium;
each coalition of P that breaks is left by all its pieces but one, the perpetrators and the
residual; all members of one perpetrator, who leads, gain; and if any of the other perpetrators
went back to their residuals, P' would block that too, one of them leading. P is an equilibrium
binding agreement if nothing blocks it; everybody alone is one. Players keep their own payoffs.
Source: Ray and Vohra 1997, Journal of Economic Theory 73. Builds on partition_function.py.
Not here: agreements one after the other (binding_agreements.py) or changed again
(binding_process.py).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import INDIFFERENT, payoff_scale
from gametheory_orders.games.tu_game import named_players
from gametheory_orders.solvers.coalition_structures import partitions
from gametheory_orders.solvers.partition_function import PartitionFunction

MOST_PLAYERS = 6
INSTEAD = "binding_agreements takes equal states, stable_structures 10"

Coalitions = tuple[tuple[str, ...], ...]
PayoffsOf = Callable[[Coalitions], Mapping[str, float]]
Blocks = frozenset[int]
"""A partition by the codes of its coalitions."""


@dataclass(frozen=True)
class BindingStructures(Result):
    """The partitions that nothing blocks, and what blocks each of the others.

    Parameters
    ----------
    stable : tuple of partitions
        All equilibrium binding agreements, those with fewest coalitions first.
    coarsest : tuple of partitions
        Those of them that are not finer than another one.
    blocked : tuple of (partition, partition, coalition)
        Each other partition, one that blocks it, and who leads.
    """

    stable: tuple[Coalitions, ...]
    coarsest: tuple[Coalitions, ...]
    blocked: tuple[tuple[Coalitions, Coalitions, tuple[str, ...]], ...]

    concept = "equilibrium binding agreements (Ray and Vohra 1997), own payoffs kept"

    def __len__(self) -> int:
        return len(self.stable)

    def __iter__(self) -> Iterator[Coalitions]:
        return iter(self.stable)

    def table(self) -> Table:
        """Return one row a partition that nothing blocks."""
        rows = [[_said(each), each in self.coarsest] for each in self.stable]
        return Table(["partition", "coarsest"], rows, self.concept)

    def to_dict(self) -> dict[str, Any]:
        """Return the partitions as plain values."""
        blocked = [
            {"partition": before, "blocked_by": after, "leader": leader}
            for before, after, leader in self.blocked
        ]
        found: dict[str, Any] = plain(
            {
                "concept": self.concept,
                "stable": self.stable,
                "coarsest": self.coarsest,
                "blocked": blocked,
            }
        )
        return found


def _said(blocks: Coalitions) -> str:
    return " | ".join(", ".join(block) for block in blocks)


def equilibrium_binding_agreements(
    source: PartitionFunction | PayoffsOf, players: Sequence[str] | None = None
) -> BindingStructures:
    """Return the partitions of up to six unequal players that nothing blocks.

    Parameters
    ----------
    source : PartitionFunction, or callable
        Payoffs in every partition; a callable takes the coalitions as tuples of names and returns
        each player's payoff by name.
    players : sequence of str, optional
        Needed with a callable.

    Raises
    ------
    ModelError
        If there are more than six players, or a payoff is missing or not a finite number.

    Examples
    --------
    Three firms in Cournot competition: whoever leaves the cartel makes the others part as well,
    so that it holds (Ray and Vohra 1997; Ray 2007, chapter 2).

    >>> def profits(coalitions):
    ...     each = 1 / (1 + len(coalitions)) ** 2
    ...     return {firm: each / len(some) for some in coalitions for firm in some}
    >>> found = equilibrium_binding_agreements(profits, "ABC")
    >>> found.coarsest, len(found)
    (((('A', 'B', 'C'),),), 2)
    """
    names, payoffs = _table(source, players)
    slack = INDIFFERENT * payoff_scale(*payoffs.values())
    search = _Search(payoffs, slack)
    order = sorted(payoffs, key=len)
    # The finest first: what blocks a partition is finer than it.
    blockers = {blocks: search.blocker(blocks) for blocks in reversed(order)}
    stable = [blocks for blocks in order if blockers[blocks] is None]
    coarsest = [a for a in stable if not any(a != b and finer(a, b) for b in stable)]

    def named(blocks: Blocks) -> Coalitions:
        return tuple(sorted((_who(code, names) for code in blocks), key=_order(names)))

    blocked = []
    for blocks in order:
        found = blockers[blocks]
        if found is not None:
            blocked.append((named(blocks), named(found[0]), _who(found[1], names)))
    return BindingStructures(tuple(map(named, stable)), tuple(map(named, coarsest)), tuple(blocked))


def finer(a: Blocks, b: Blocks) -> bool:
    """Say whether every coalition of a partition lies within one of another.

    Examples
    --------
    >>> finer(frozenset({1, 2, 4}), frozenset({3, 4})), finer(frozenset({3, 4}), frozenset({1, 6}))
    (True, False)
    """
    return all(any(small & ~large == 0 for large in b) for small in a)


def _who(code: int, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for i, name in enumerate(names) if code >> i & 1)


def _order(names: tuple[str, ...]) -> Callable[[tuple[str, ...]], tuple[int, int]]:
    return lambda block: (-len(block), names.index(block[0]))


class _Search:
    """Which partitions block which, remembered."""

    def __init__(self, payoffs: dict[Blocks, np.ndarray], slack: float) -> None:
        self.payoffs = payoffs
        self.slack = slack
        self.blocker = cache(self._blocker)
        self.leads = cache(self._leads)

    def _blocker(self, before: Blocks) -> tuple[Blocks, int] | None:
        """Return a partition that blocks, and who leads; None if there is none."""
        for after in self.payoffs:
            if after == before or not finer(after, before):
                continue
            if not self._somebody_gains(before, after) or self.blocker(after) is not None:
                continue
            broken = [
                [piece for piece in after if piece & ~whole == 0]
                for whole in before
                if whole not in after
            ]
            for residuals in itertools.product(*broken):
                pairs = frozenset(
                    (piece, residual)
                    for pieces, residual in zip(broken, residuals, strict=True)
                    for piece in pieces
                    if piece != residual
                )
                for leader, _ in sorted(pairs):
                    if self.leads(leader, pairs, after):
                        return after, leader
        return None

    def _somebody_gains(self, before: Blocks, after: Blocks) -> bool:
        return any(self._gains(piece, before, after) for piece in after - before)

    def _gains(self, piece: int, before: Blocks, after: Blocks) -> bool:
        more = self.payoffs[after] - self.payoffs[before]
        return all(more[i] > self.slack for i in range(len(more)) if piece >> i & 1)

    def _leads(self, leader: int, pairs: frozenset[tuple[int, int]], after: Blocks) -> bool:
        """Say whether a perpetrator can lead: it gains, and the others would not go back.

        Pairs are the perpetrators with their residuals: merged, they make the partition before.
        """
        if not self._gains(leader, _merged(pairs, after), after):
            return False
        others = [pair for pair in pairs if pair[0] != leader]
        for size in range(1, len(others) + 1):
            for back in itertools.combinations(others, size):
                again = frozenset(back)
                if not any(self.leads(piece, again, after) for piece, _ in again):
                    return False
        return True


def _merged(pairs: frozenset[tuple[int, int]], after: Blocks) -> Blocks:
    """Return the partition in which perpetrators are back with their residuals."""
    whole: dict[int, int] = {}
    for piece, residual in pairs:
        whole[residual] = whole.get(residual, residual) | piece
    gone = {piece for piece, _ in pairs} | set(whole)
    return frozenset((after - gone) | set(whole.values()))


def _table(
    source: PartitionFunction | PayoffsOf, players: Sequence[str] | None
) -> tuple[tuple[str, ...], dict[Blocks, np.ndarray]]:
    """Return the players, and everybody's payoffs in every partition."""
    if isinstance(source, PartitionFunction):
        if players is not None:
            raise ModelError("players", players, "none beside a partition function")
        names = source.players
    elif callable(source):
        if players is None:
            raise ModelError("players", "none", "their names, with a callable")
        names = named_players(players)
    else:
        raise ModelError("source", type(source).__name__, "a PartitionFunction or a callable")
    if len(names) > MOST_PLAYERS:
        raise ModelError("players", len(names), f"at most {MOST_PLAYERS}; {INSTEAD}")
    out = {}
    for position, labels in enumerate(partitions(len(names))):
        masks = [labels == label for label in range(int(labels.max()) + 1)]
        blocks = frozenset(sum(1 << int(i) for i in np.flatnonzero(mask)) for mask in masks)
        if isinstance(source, PartitionFunction):
            out[blocks] = source.payoffs[position]
            continue
        coalitions = tuple(tuple(names[i] for i in np.flatnonzero(mask)) for mask in masks)
        given = source(coalitions)
        if set(given) != set(names):
            raise ModelError(f"payoffs in {_said(coalitions)}", str(given), "one for each player")
        for name, value in given.items():
            number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
            if not number or not math.isfinite(value):
                where = f"payoffs in {_said(coalitions)}: {name}"
                raise ModelError(where, value, "a finite number")
        out[blocks] = np.array([float(given[name]) for name in names])
    return names, out
