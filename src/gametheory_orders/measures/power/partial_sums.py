"""Engine: dynamic programming over capped partial sums, type by type, for any formula.

The state is what each atom has gathered, capped at what it needs; its value is how many ways lead
there (or how probable they are), by size, packed into one Python integer. It serves several
weighted quotas at once, councils followed by assemblies, abstention (three options each) and
acceptance probabilities that differ by player. Builds on problem.py; exact.
Not here: one quota among many players, which generating.py does faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.measures.power.problem import Found, Problem, types_of
from gametheory_orders.orders.voting.formula import Formula, atoms, judge

MOST_STATES = 300_000
State = tuple[int, ...]


@dataclass(frozen=True)
class Option:
    """One thing a player may do: what it adds to each atom, with which weight, in what size."""

    adds: State
    ways: int
    step: int


Options = tuple[Option, ...]


class PartialSums:
    """States of a formula's atoms and how many ways lead to them."""

    def __init__(self, formula: Formula, shift: int) -> None:
        self.formula = formula
        self.atoms = atoms(formula)
        self.caps = tuple(max(atom.least, 0) for atom in self.atoms)
        self.shift = shift
        self._known: dict[State, bool] = {}

    def start(self) -> dict[State, int]:
        """Return the state before anybody has voted."""
        return {tuple(0 for _ in self.caps): 1}

    def add(self, state: State, more: State) -> State:
        """Return the state after something is added."""
        return tuple(
            min(have + plus, cap) for have, plus, cap in zip(state, more, self.caps, strict=True)
        )

    def vote(self, ways: dict[State, int], options: Options) -> dict[State, int]:
        """Return states and ways after one more player has voted."""
        out: dict[State, int] = {}
        for option in options:
            if not option.ways:
                continue
            by = option.step * self.shift
            for state, value in ways.items():
                found = self.add(state, option.adds)
                out[found] = out.get(found, 0) + (value * option.ways << by)
        self._check(out)
        return out

    def join(self, one: dict[State, int], other: dict[State, int]) -> dict[State, int]:
        """Return states and ways of two groups together."""
        out: dict[State, int] = {}
        for state, value in one.items():
            for more, ways in other.items():
                found = self.add(state, more)
                out[found] = out.get(found, 0) + value * ways
        self._check(out)
        return out

    def _check(self, ways: dict[State, int]) -> None:
        if len(ways) > MOST_STATES:
            raise NoAnswer(f"more than {MOST_STATES} partial sums: use smaller units of weight")

    def wins(self, state: State) -> bool:
        """Say whether a state wins."""
        if state not in self._known:
            met = dict(
                zip(
                    self.atoms,
                    (s >= a.least for s, a in zip(state, self.atoms, strict=True)),
                    strict=True,
                )
            )
            self._known[state] = bool(judge(self.formula, lambda atom: met[atom]))
        return self._known[state]

    def everyone_but(self, groups: Sequence[tuple[Options, int]]) -> list[dict[State, int]]:
        """Return, for each group of (options, number), states and ways of all others.

        The others are all players but one of that group.
        """
        own, fewer = [], []
        for options, number in groups:
            ways = self.start()
            for _ in range(number - 1):
                ways = self.vote(ways, options)
            fewer.append(ways)
            own.append(self.vote(ways, options))
        before = [self.start()]
        for ways in own[:-1]:
            before.append(self.join(before[-1], ways))
        after = [self.start()]
        for ways in own[:0:-1]:
            after.append(self.join(after[-1], ways))
        after.reverse()
        return [
            self.join(self.join(left, middle), right)
            for left, middle, right in zip(before, fewer, after, strict=True)
        ]


def options_of(problem: Problem, i: int, no: int = 1, yes: int = 1) -> Options:
    """Return a player's two options: against and in favour."""
    adds = tuple(atom.weights[i] for atom in atoms(problem.formula))
    return Option(tuple(0 for _ in adds), no, 0), Option(adds, yes, problem.steps[i])


def by_partial_sums(problem: Problem) -> Found:
    """Return swings and winning coalitions by size, from capped partial sums.

    Examples
    --------
    >>> from gametheory_orders.orders.voting.formula import Atom
    >>> by_partial_sums(Problem(Atom((3, 2, 2), 4), (1, 1, 1))).swings[0]
    ((0,), [0, 2, 0, 0])
    """
    shift = problem.n + 1
    sums = PartialSums(problem.formula, shift)
    groups = types_of(problem)
    options = [options_of(problem, group[0]) for group in groups]
    others = sums.everyone_but([(o, len(g)) for o, g in zip(options, groups, strict=True)])
    out = []
    wins = 0
    for position, (group, ways, (_, yes)) in enumerate(zip(groups, others, options, strict=True)):
        packed = 0
        for state, value in ways.items():
            before, after = sums.wins(state), sums.wins(sums.add(state, yes.adds))
            if after and not before:
                packed += value
            if position == 0:
                wins += value * before + (value << yes.step * shift) * after
        out.append((group, digits(packed, problem.top, shift)))
    return Found(digits(wins, problem.top, shift), out)


def digits(packed: int, top: int, shift: int) -> list[int]:
    """Return the coefficients of a packed polynomial."""
    mask = (1 << shift) - 1
    return [packed >> size * shift & mask for size in range(top)]
