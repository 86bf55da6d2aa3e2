"""Which engine answers: vetoers and idle players are set aside, the rest is counted exactly.

Builds on problem.py and the engines. Not here: what the counts mean (indices.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.measures.power import generating, halves
from gametheory_orders.measures.power.generating import by_generating_functions
from gametheory_orders.measures.power.grid import by_grid, grid_of
from gametheory_orders.measures.power.halves import by_halves
from gametheory_orders.measures.power.partial_sums import by_partial_sums
from gametheory_orders.measures.power.problem import Found, Problem
from gametheory_orders.orders.voting.formula import (
    ALWAYS,
    NEVER,
    Atom,
    Formula,
    atoms,
    simplified,
    without_needed,
)

ENGINES: Mapping[str, Callable[[Problem], Found]] = {
    "grid": by_grid,
    "generating functions": by_generating_functions,
    "halves": by_halves,
    "partial sums": by_partial_sums,
}


@dataclass(frozen=True)
class Count:
    """Winning coalitions and swings among the players who matter.

    Parameters
    ----------
    active : tuple of int
        Positions of those who matter; the others are dummies whatever the numbers.
    wins : list of int
        Winning coalitions of those who matter, by size.
    swings : mapping of int to list of int
        By position: swings by size of the coalition without the player.
    method : str
        Which engine counted.
    """

    active: tuple[int, ...]
    wins: list[int]
    swings: Mapping[int, list[int]]
    method: str

    @property
    def winning(self) -> int:
        """Number of winning coalitions of those who matter."""
        return sum(self.wins)


def reduced(
    formula: Formula, steps: Sequence[int]
) -> tuple[tuple[int, ...], tuple[int, ...], Problem]:
    """Return vetoers, other players who matter, and the problem among the latter."""
    needed, rest = without_needed(formula)
    support: set[int] = set()
    for atom in atoms(rest):
        support |= atom.support
    others = tuple(sorted(support))

    def narrowed(part: Formula) -> Formula:
        if isinstance(part, Atom):
            return Atom(tuple(part.weights[i] for i in others), part.least)
        return type(part)(tuple(narrowed(inner) for inner in part.parts))

    return (
        tuple(sorted(needed)),
        others,
        Problem(narrowed(rest), tuple(steps[i] for i in others)),
    )


def engine_for(problem: Problem) -> str:
    """Return the engine for a problem, in order of preference.

    The last one raises NoAnswer if it meets too many partial sums.
    """
    if grid_of(problem).fits:
        return "grid"
    if generating.suits(problem):
        return "generating functions"
    if problem.weighted and halves.suits(problem):
        return "halves"
    states = 1
    for atom in atoms(problem.formula):
        states *= atom.least + 1
    if states <= 100_000 or not halves.suits(problem):
        return "partial sums"
    return "halves"


def count(
    formula: Formula,
    n: int,
    *,
    steps: Sequence[int] | None = None,
    sized: bool = True,
    engine: str | None = None,
) -> Count:
    """Return winning coalitions and swings by size.

    Parameters
    ----------
    formula : Formula
        Over n positions.
    n : int
        Number of players.
    steps : sequence of int, optional
        What each player adds to the size; by default 1.
    sized : bool
        Whether sizes are of interest; without them large games are much faster.
    engine : str, optional
        A key of ``ENGINES``; by default the one that fits.

    Examples
    --------
    >>> from gametheory_orders.orders.voting.formula import Atom
    >>> count(Atom((3, 2, 2), 4), 3).wins
    [0, 0, 3, 1]
    """
    formula = simplified(formula)
    if formula == NEVER:
        return Count((), [0], {}, "nobody ever wins")
    if formula == ALWAYS:
        return Count((), [1], {}, "always won")
    by = [1] * n if steps is None else list(steps)
    vetoers, others, problem = reduced(formula, by)
    if not sized and not _needs_sizes(problem):
        by = [0] * n
        problem = Problem(problem.formula, (0,) * problem.n)
    if problem.n:
        name = engine or engine_for(problem)
        if name not in ENGINES:
            raise ModelError("engine", name, f"one of: {', '.join(ENGINES)}")
        found = ENGINES[name](problem)
    else:
        name, found = "arithmetic", Found([1], [])
    fixed = sum(by[i] for i in vetoers)
    swings: dict[int, list[int]] = {}
    for group, sizes in found.swings:
        shifted = [0] * fixed + sizes
        for position in group:
            swings[others[position]] = shifted
    for i in vetoers:
        swings[i] = [0] * (fixed - by[i]) + found.wins
    active = tuple(sorted((*vetoers, *others)))
    return Count(active, [0] * fixed + found.wins, swings, name)


def _needs_sizes(problem: Problem) -> bool:
    """Say whether counts of players beside a weighted quota are read off the sizes."""
    return problem.weighted is not None and len(atoms(problem.formula)) > 1
