"""What every engine is asked: swings by size, for the players who matter.

Let S run over coalitions without i. The swings of i are the S that lose and win with i. Every
index is a weighting of swings by the size of S, so an engine returns, for each type of equal
players, how many swings have each size; and how many coalitions of each size win.
Builds on orders.voting. Not here: the engines, one file each; the indices (indices.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from gametheory_orders.orders.voting.formula import Atom, Formula, atoms, judge


@dataclass(frozen=True)
class Problem:
    """A game among those who matter, on positions 0 to n - 1.

    Parameters
    ----------
    formula : Formula
        Simplified, over n positions.
    steps : tuple of int
        What each player adds to the size (1, unless sizes are to tell two kinds apart; 0 if
        sizes are of no interest).
    """

    formula: Formula
    steps: tuple[int, ...]

    @property
    def n(self) -> int:
        """Number of players."""
        return len(self.steps)

    @cached_property
    def top(self) -> int:
        """Number of different sizes, 0 included."""
        return sum(self.steps) + 1

    @cached_property
    def weighted(self) -> Atom | None:
        """The one atom that is no count of all players, if the rest of the formula are counts."""
        found = atoms(self.formula)
        others = [atom for atom in found if not self._is_count(atom)]
        if len(others) == 1 and (len(found) == 1 or all(step == 1 for step in self.steps)):
            return others[0]
        if not others and len(found) == 1:
            return found[0]
        return None

    def _is_count(self, atom: Atom) -> bool:
        return all(weight == 1 for weight in atom.weights)

    def bars(self) -> list[int]:
        """Return, for each size, the least weighted sum that wins (0: any, total + 1: none)."""
        atom = self.weighted
        assert atom is not None
        out = []
        for size in range(self.top):

            def wins(heavy: bool, size: int = size) -> bool:
                def truth(other: Atom) -> bool:
                    return heavy if other == atom else size >= other.least

                return bool(judge(self.formula, truth))

            out.append(0 if wins(False) else atom.least if wins(True) else atom.total + 1)
        return out

    def sizes(self) -> list[int]:
        """Return the number of coalitions of each size."""
        out = [1] + [0] * (self.top - 1)
        for step in self.steps:
            if step == 0:
                out = [2 * value for value in out]
            else:
                for size in range(self.top - 1, step - 1, -1):
                    out[size] += out[size - step]
        return out


@dataclass(frozen=True)
class Found:
    """What an engine found.

    Parameters
    ----------
    wins : list of int
        Number of winning coalitions of each size.
    swings : list of (positions, list of int)
        For each type of equal players, each one's number of swings by size of the coalition
        without it.
    """

    wins: list[int]
    swings: list[tuple[tuple[int, ...], list[int]]]


def types_of(problem: Problem) -> list[tuple[int, ...]]:
    """Return the positions of equal players, type by type."""
    found = atoms(problem.formula)
    groups: dict[tuple[int, ...], list[int]] = {}
    for i in range(problem.n):
        key = (*(atom.weights[i] for atom in found), problem.steps[i])
        groups.setdefault(key, []).append(i)
    return [tuple(group) for group in groups.values()]
