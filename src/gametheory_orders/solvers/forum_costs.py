"""What forums cost: attention, links, set-up; and when rules race to the top.

Builds on figures.py. Closed forms, each with its condition. Not here: which forum a state picks
(forum_choice.py), the size of a body under a veto (statics/claims/modest_size.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.figures import read_amount, read_figures


@dataclass(frozen=True)
class Attendance(Result):
    """How many forums each state can follow, and who is kept out by what one costs.

    Parameters
    ----------
    states : tuple of str
        The states.
    budget : tuple of Fraction
        What each can spend on forums.
    forums : tuple of int
        Forums that each can follow at the attention that one takes.
    excluded : tuple of str
        States for which even one costs more than they can spend.
    """

    states: tuple[str, ...]
    budget: tuple[Fraction, ...]
    forums: tuple[int, ...]
    excluded: tuple[str, ...]

    @property
    def share_excluded(self) -> Fraction:
        """Share of the states that follow no forum."""
        return Fraction(len(self.excluded), len(self.states))

    def table(self) -> Table:
        """Return one row a state."""
        rows = [
            [state, float(budget), count, state in self.excluded]
            for state, budget, count in zip(self.states, self.budget, self.forums, strict=True)
        ]
        return Table(["state", "budget", "forums", "excluded"], rows, "forums followed")

    def to_dict(self) -> dict[str, Any]:
        """Return budgets and forums as plain values."""
        found: dict[str, Any] = plain(
            {
                "states": self.states,
                "budget": [str(each) for each in self.budget],
                "forums": self.forums,
                "excluded": self.excluded,
                "share_excluded": str(self.share_excluded),
            }
        )
        return found


def attendance(incomes: Any, share: Any, cost: Any) -> Attendance:
    """Return how many forums each state can follow.

    A state of income y spends at most share * y; a forum takes ``cost``: it follows the whole
    part of share * y / cost, and none if that is below one.

    Parameters
    ----------
    incomes : mapping of str to number, or sequence of numbers
        Zero or more.
    share : number
        Of income that can go to forums, in [0, 1].
    cost : number
        Above 0, in the units of income.

    Examples
    --------
    >>> found = attendance({"small": 1, "middle": 4, "large": 40}, share=0.1, cost=0.3)
    >>> found.forums, found.excluded
    ((0, 1, 13), ('small',))
    """
    states, figures = read_figures(incomes, "incomes", 0)
    part = read_amount(share, "share", 0)
    if part > 1:
        raise ModelError("share", share, "a share from 0 to 1")
    price = _positive(cost, "cost")
    budget = tuple(part * each for each in figures)
    forums = tuple(int(each // price) for each in budget)
    excluded = tuple(state for state, count in zip(states, forums, strict=True) if not count)
    return Attendance(states, budget, forums, excluded)


def participating_share(cost: float, smallest: float, tail: float) -> float:
    """Return the share of states that can afford a forum, if sizes follow a power law.

    Parameters
    ----------
    cost : float
        Of the forum, above 0.
    smallest : float
        What the smallest state can spend, above 0.
    tail : float
        The power law's exponent, above 0: a share x^-tail of states exceeds x times the smallest.

    Examples
    --------
    >>> round(participating_share(5, 1, 1.1), 3)
    0.17
    """
    ratio = _positive(cost, "cost") / _positive(smallest, "smallest")
    exponent = float(_positive(tail, "tail"))
    # Up to 1 everyone takes part; a float of what lies far beyond may not exist.
    return 1.0 if ratio <= 1 else float(ratio) ** -exponent


@dataclass(frozen=True)
class RegulatoryRace(Result):
    """What two states' rules come to when firms move and markets give access.

    Parameters
    ----------
    standard : Fraction
        What each sets in equilibrium.
    target : Fraction
        What each would set by itself.
    direction : {"top", "bottom", "neither"}
        Whether it lies above or below that.
    """

    standard: Fraction
    target: Fraction
    direction: str
    concept = "Nash equilibrium in dominant strategies: one state's best standard is always this"

    def table(self) -> Table:
        """Return the outcome in one row."""
        row = [float(self.standard), float(self.target), self.direction]
        return Table(["standard", "target", "race to"], [row], "regulatory competition")

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as plain values."""
        return {
            "standard": str(self.standard),
            "target": str(self.target),
            "direction": self.direction,
            "concept": self.concept,
        }


def regulatory_race(target: Any, mobility: Any, access: Any) -> RegulatoryRace:
    """Return the standards of states that compete for firms and for access to their markets.

    U_i = -(s_i - target)^2 / 2 + mobility * (s_j - s_i) + access * s_i, so that
    s = target - mobility + access: a race to the top iff access exceeds mobility.

    Parameters
    ----------
    target : number
        The standard that each likes best by itself.
    mobility : number
        What it loses by each step above the other, 0 or more.
    access : number
        What it gains by each step through access to a strict market, 0 or more.

    Examples
    --------
    >>> str(regulatory_race(1, 0.2, 0.5).standard), regulatory_race(1, 0.2, 0.5).direction
    ('13/10', 'top')
    """
    wanted = read_amount(target, "target")
    lost, gained = read_amount(mobility, "mobility", 0), read_amount(access, "access", 0)
    if gained == lost:
        return RegulatoryRace(wanted, wanted, "neither")
    direction = "top" if gained > lost else "bottom"
    return RegulatoryRace(wanted - lost + gained, wanted, direction)


def modules_better(surpluses: Any, setup_one: Any, setup_each: Any, complementarity: Any) -> bool:
    """Say whether a complex of small forums beats one large one on the same issues.

    Split up, the issues lose the share ``complementarity`` of their joint surplus that comes from
    settling them together; the set-up costs differ. Modular is better iff what it saves in set-up
    exceeds that loss.

    Parameters
    ----------
    surpluses : figures
        Of each issue, 0 or more: one module each.
    setup_one : number
        Set-up cost of the one large forum.
    setup_each : number
        Set-up cost of a module.
    complementarity : number
        In [0, 1].

    Examples
    --------
    >>> modules_better([4, 4, 2], setup_one=5, setup_each=1, complementarity=0.1)
    True
    >>> modules_better([4, 4, 2], setup_one=5, setup_each=1, complementarity=0.3)
    False
    """
    _, values = read_figures(surpluses, "surpluses", 0)
    lost = read_amount(complementarity, "complementarity", 0)
    if lost > 1:
        raise ModelError("complementarity", complementarity, "a share from 0 to 1")
    one, each = read_amount(setup_one, "setup_one", 0), read_amount(setup_each, "setup_each", 0)
    saved = one - len(values) * each
    return bool(saved > lost * sum(values))


def _positive(value: Any, where: str) -> Fraction:
    found = read_amount(value, where)
    if found <= 0:
        raise ModelError(where, value, "a number above 0")
    return found
