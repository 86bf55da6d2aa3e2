"""The linear-quadratic public good in fractions, from its definition.

Builds on issues (its figures only) and roots.py. A state's payoff is its stake times the sum of
all actions, less the square of its own over twice its capacity.
Not here: the closed forms of the solvers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from gametheory_orders.foundations.tolerances import INDIFFERENT
from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.issues.spillover import spills
from gametheory_orders.referee.figures import NotCovered

Numbers = list[Fraction]
Read = Callable[[float], Fraction]
ZERO = Fraction(0)


@dataclass(frozen=True)
class Good:
    """Stakes, capacities and trade of the states, in fractions.

    Parameters
    ----------
    ids : tuple of str
        The states.
    stakes, capacities : list of Fraction
        By state.
    imports : list of list of Fraction, or None
        Of the row from the column.
    gain, loss : list of Fraction
        What a tariff brings and costs, as in the issue's trade links.
    """

    ids: tuple[str, ...]
    stakes: Numbers
    capacities: Numbers
    imports: list[Numbers] | None = None
    gain: Numbers | None = None
    loss: Numbers | None = None

    @property
    def n(self) -> int:
        """How many states there are."""
        return len(self.ids)

    @property
    def everyone(self) -> frozenset[int]:
        """All states."""
        return frozenset(range(self.n))

    def payoffs(self, actions: Sequence[Fraction]) -> Numbers:
        """Return everyone's payoffs, without side payments."""
        total = sum(actions, ZERO)
        return [
            s * total - q * q / (2 * k)
            for s, k, q in zip(self.stakes, self.capacities, actions, strict=True)
        ]

    @cached_property
    def alone(self) -> Numbers:
        """What everyone does alone: where the slope of its payoff is zero."""
        return [s * k for s, k in zip(self.stakes, self.capacities, strict=True)]

    @cached_property
    def reference(self) -> Numbers:
        """Payoffs without cooperation."""
        return self.payoffs(self.alone)

    def joint(self, members: Iterable[int]) -> Numbers:
        """Return actions when members do what is best for them together."""
        inside = set(members)
        together = sum((self.stakes[i] for i in inside), ZERO)
        return [
            self.capacities[i] * together if i in inside else self.alone[i] for i in range(self.n)
        ]

    @cached_property
    def best(self) -> Numbers:
        """Payoffs when all do what is best for all."""
        return self.payoffs(self.joint(self.everyone))

    @cached_property
    def scales(self) -> Numbers:
        """Each state's own payoff scale."""
        return [max(abs(a), abs(b)) for a, b in zip(self.reference, self.best, strict=True)]

    @cached_property
    def slack(self) -> Numbers:
        """By how much each state may miss and still counts as indifferent."""
        return [Fraction(INDIFFERENT) * scale for scale in self.scales]

    @property
    def scale(self) -> Fraction:
        """The payoff scale of all states."""
        return max(self.scales) or Fraction(1)

    @cached_property
    def stake(self) -> Fraction:
        """What there is to be gained in all."""
        return sum(self.best, ZERO) - sum(self.reference, ZERO)

    def at_level(self, members: frozenset[int], level: Fraction) -> Numbers:
        """Return actions when each member does at least what the level asks."""
        return [
            self.capacities[i] * max(level, self.stakes[i]) if i in members else self.alone[i]
            for i in range(self.n)
        ]

    def pledged(self, members: frozenset[int], weights: Sequence[Fraction]) -> Numbers:
        """Return actions when members count the others' benefit with a weight."""
        together = sum((self.stakes[i] for i in members), ZERO)
        return [
            self.capacities[i] * (self.stakes[i] + weights[i] * (together - self.stakes[i]))
            if i in members
            else self.alone[i]
            for i in range(self.n)
        ]

    def broken(self, actions: Sequence[Fraction]) -> Numbers:
        """Return what each state has if it alone does what is best for it."""
        total = sum(actions, ZERO)
        return [
            s * (total - q + own) - own * own / (2 * k)
            for s, k, q, own in zip(self.stakes, self.capacities, actions, self.alone, strict=True)
        ]

    def tariffs(self, members: frozenset[int], rate: Fraction) -> Numbers:
        """Return what the members' tariff on outsiders brings and costs everyone."""
        out = [ZERO] * self.n
        if not rate or self.imports is None:
            return out
        assert self.gain is not None
        assert self.loss is not None
        for i in members:
            for j in self.everyone - members:
                bought = self.imports[i][j]
                out[i] += (rate * self.gain[i] - rate * rate * self.loss[i]) * bought
                out[j] -= rate * self.gain[i] * bought
        return out


def good_of(issue: Issue, read: Read = Fraction) -> Good:
    """Return the figures of an issue, if it is a linear-quadratic public good.

    Parameters
    ----------
    issue : Issue
        Whose figures.
    read : callable
        How a figure becomes a fraction: as the binary number that it is, by default.

    Raises
    ------
    NotCovered
        If it is of another family.
    """
    if type(issue) is not PublicGood or spills(issue):
        raise NotCovered(f"issues of the family {issue.family!r} other than its linear case")
    trade = issue.trade
    stakes = [read(float(x)) for x in issue.stakes]
    capacities = [read(float(x)) for x in issue.capacities]
    if trade is None:
        return Good(tuple(issue.world.ids), stakes, capacities)
    imports = [[read(float(x)) for x in row] for row in trade.imports]
    gain, loss = ([read(float(x)) for x in column] for column in (trade.gain, trade.loss))
    return Good(tuple(issue.world.ids), stakes, capacities, imports, gain, loss)
