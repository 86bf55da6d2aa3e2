"""Monotone formulas: who wins, as "all of" and "any of" over weighted thresholds.

An atom is weights w_i >= 0 and a least sum L, all whole numbers: a coalition S satisfies it iff
sum of w_i over S >= L. `Every` needs all of its parts, `Some` at least one; `Every(())` always
holds, `Some(())` never. All weights are non-negative, so every formula is monotone.
Builds on nothing. Not here: names of players (simple_game.py), counting (measures/power).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

LARGEST = 2**62


@dataclass(frozen=True)
class Atom:
    """A weighted threshold on n positions.

    Parameters
    ----------
    weights : tuple of int
        One for each position, 0 or more.
    least : int
        Least sum that satisfies it.

    Examples
    --------
    >>> Atom((2, 1, 1), 3).holds(np.array([[1, 0, 1], [0, 1, 1]], bool)).tolist()
    [True, False]
    """

    weights: tuple[int, ...]
    least: int

    @cached_property
    def total(self) -> int:
        """Sum of all weights."""
        return sum(self.weights)

    @cached_property
    def array(self) -> np.ndarray:
        """Weights as an array: int64 where all sums fit, else Python ints."""
        fits = self.total < LARGEST and abs(self.least) < LARGEST
        return np.array(self.weights, dtype=np.int64 if fits else object)

    @cached_property
    def support(self) -> frozenset[int]:
        """Positions of weight above 0."""
        return frozenset(i for i, weight in enumerate(self.weights) if weight)

    @property
    def needs_all(self) -> bool:
        """Whether everyone of weight above 0 is needed (and one is enough to have)."""
        return len(self.support) == self.least and all(w <= 1 for w in self.weights)

    def holds(self, yes: np.ndarray) -> np.ndarray:
        """Say which coalitions satisfy it, shape (...) from bool of shape (..., n)."""
        return np.asarray((yes @ self.array) >= self.least, dtype=bool)


@dataclass(frozen=True)
class Every:
    """All parts must hold."""

    parts: tuple[Formula, ...]

    def holds(self, yes: np.ndarray) -> np.ndarray:
        """Say which coalitions satisfy all parts, shape (...) from (..., n)."""
        out = np.ones(yes.shape[:-1], dtype=bool)
        for part in self.parts:
            out = out & part.holds(yes)
        return out


@dataclass(frozen=True)
class Some:
    """At least one part must hold."""

    parts: tuple[Formula, ...]

    def holds(self, yes: np.ndarray) -> np.ndarray:
        """Say which coalitions satisfy a part, shape (...) from (..., n)."""
        out = np.zeros(yes.shape[:-1], dtype=bool)
        for part in self.parts:
            out = out | part.holds(yes)
        return out


Formula = Atom | Every | Some
ALWAYS: Formula = Every(())
NEVER: Formula = Some(())


def atoms(formula: Formula) -> tuple[Atom, ...]:
    """Return the different atoms, in order of appearance."""
    return tuple(dict.fromkeys(_walk(formula)))


def _walk(formula: Formula) -> Iterator[Atom]:
    if isinstance(formula, Atom):
        yield formula
    else:
        for part in formula.parts:
            yield from _walk(part)


def judge(formula: Formula, truth: Callable[[Atom], Any]) -> Any:
    """Return the formula's truth from that of its atoms (bools or bool arrays)."""
    if isinstance(formula, Atom):
        return truth(formula)
    out: Any = isinstance(formula, Every)
    for part in formula.parts:
        found = judge(part, truth)
        out = out & found if isinstance(formula, Every) else out | found
    return out


def replace_atoms(formula: Formula, change: Callable[[Atom], Formula]) -> Formula:
    """Return the formula with each atom changed."""
    if isinstance(formula, Atom):
        return change(formula)
    return type(formula)(tuple(replace_atoms(part, change) for part in formula.parts))


def moved(formula: Formula, places: list[int], n: int) -> Formula:
    """Return the formula with position i at places[i] among n; weights that meet add up."""

    def change(atom: Atom) -> Formula:
        weights = [0] * n
        for place, weight in zip(places, atom.weights, strict=True):
            weights[place] += weight
        return Atom(tuple(weights), atom.least)

    return replace_atoms(formula, change)


def fixed(formula: Formula, positions: Collection[int], yes: bool) -> Formula:
    """Return the formula with some positions fixed to yes or no (their weights become 0)."""

    def change(atom: Atom) -> Formula:
        gone = sum(atom.weights[i] for i in positions)
        if not gone:
            return atom
        weights = tuple(0 if i in positions else w for i, w in enumerate(atom.weights))
        return Atom(weights, atom.least - gone if yes else atom.least)

    return replace_atoms(formula, change)


def dual(formula: Formula) -> Formula:
    """Return the formula of blocking: S satisfies it iff the rest does not satisfy this one.

    Examples
    --------
    >>> dual(Atom((1, 1, 1), 3))
    Atom(weights=(1, 1, 1), least=1)
    """
    if isinstance(formula, Atom):
        return Atom(formula.weights, formula.total - formula.least + 1)
    kind = Some if isinstance(formula, Every) else Every
    return kind(tuple(dual(part) for part in formula.parts))


def simplified(formula: Formula) -> Formula:
    """Return an equivalent formula in a normal shape.

    Nested parts of one kind are flat, constants are gone, weights are capped at the least sum
    and share no factor, and those needed by an `Every` stand in one atom of their own.

    Examples
    --------
    >>> simplified(Atom((7, 7, 2, 2, 2), 16))
    Every(parts=(Atom(weights=(1, 1, 0, 0, 0), least=2), Atom(weights=(0, 0, 1, 1, 1), least=1)))
    """
    if isinstance(formula, Atom):
        return _simple_atom(formula)
    if isinstance(formula, Some):
        return _simple_some(formula)
    return _simple_every(formula)


def _simple_atom(atom: Atom) -> Formula:
    if atom.least <= 0:
        return ALWAYS
    if atom.total < atom.least:
        return NEVER
    needed = [i for i, w in enumerate(atom.weights) if w and atom.total - w < atom.least]
    if needed:
        veto = set(needed)
        only = Atom(tuple(int(i in veto) for i in range(len(atom.weights))), len(needed))
        rest = _simple_atom(
            Atom(
                tuple(0 if i in veto else w for i, w in enumerate(atom.weights)),
                atom.least - sum(atom.weights[i] for i in needed),
            )
        )
        if rest == ALWAYS:
            return only
        return Every((only, *(rest.parts if isinstance(rest, Every) else (rest,))))
    weights = [min(w, atom.least) for w in atom.weights]
    factor = math.gcd(*weights)
    return Atom(tuple(w // factor for w in weights), -(-atom.least // factor))


def _flat(kind: type[Every] | type[Some], parts: tuple[Formula, ...]) -> list[Formula]:
    out: list[Formula] = []
    for part in parts:
        part = simplified(part)  # noqa: PLW2901
        out.extend(part.parts if isinstance(part, kind) else (part,))
    return out


def _merged(parts: list[Formula], keep: Callable[[int, int], int]) -> list[Formula]:
    """Return the parts with one atom for each vector of weights."""
    least: dict[tuple[int, ...], int] = {}
    others: dict[Formula, None] = {}
    for part in parts:
        if isinstance(part, Atom):
            least[part.weights] = keep(least.get(part.weights, part.least), part.least)
        else:
            others[part] = None
    return [*(Atom(weights, bar) for weights, bar in least.items()), *others]


def _simple_some(formula: Some) -> Formula:
    parts = _merged(_flat(Some, formula.parts), min)
    if ALWAYS in parts:
        return ALWAYS
    parts = [part for part in parts if part != NEVER]
    return parts[0] if len(parts) == 1 else Some(tuple(parts))


def _simple_every(formula: Every) -> Formula:
    parts = list(formula.parts)
    veto: set[int] = set()
    while True:
        parts = _merged(_flat(Every, tuple(parts)), max)
        if NEVER in parts:
            return NEVER
        parts = [part for part in parts if part != ALWAYS]
        found = {i for p in parts if isinstance(p, Atom) and p.needs_all for i in p.support}
        parts = [p for p in parts if not (isinstance(p, Atom) and p.needs_all)]
        if not found:
            break
        veto |= found
        parts = [fixed(part, found, True) for part in parts]
    if veto:
        n = _length(formula)
        parts.insert(0, Atom(tuple(int(i in veto) for i in range(n)), len(veto)))
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _length(formula: Formula) -> int:
    return len(next(_walk(formula)).weights)


def without_needed(formula: Formula) -> tuple[frozenset[int], Formula]:
    """Return who is needed by a simplified formula, and what the others must still satisfy."""
    if isinstance(formula, Atom) and formula.needs_all:
        return formula.support, ALWAYS
    if isinstance(formula, Every) and formula.parts:
        first = formula.parts[0]
        if isinstance(first, Atom) and first.needs_all:
            rest = formula.parts[1:]
            return first.support, rest[0] if len(rest) == 1 else Every(rest)
    return frozenset(), formula
