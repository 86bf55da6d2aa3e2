"""Which memberships are stable against single moves: every set by itself, then in fractions.

Builds on bargains.py. All sets are gone through in floats, from the definition; wherever a margin
is too small for floats to tell, and for every stable set, it is worked out in fractions.
Not here: any closed form of the solvers.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from gametheory_orders.foundations.tolerances import INDIFFERENT, REFEREE
from gametheory_orders.referee.bargains import agree, worth
from gametheory_orders.referee.figures import NotCovered
from gametheory_orders.referee.goods import ZERO, Numbers
from gametheory_orders.referee.terms import Terms

MOST_STATES = 16

Worth = Callable[[frozenset[int]], Numbers]


def worth_of(terms: Terms) -> Worth:
    """Return everyone's payoffs as a function of who is in, each set worked out once."""
    seen: dict[frozenset[int], Numbers] = {}

    def found(members: frozenset[int]) -> Numbers:
        if members not in seen:
            seen[members] = worth(terms, agree(terms, members))
        return seen[members]

    return found


def all_payoffs(terms: Terms) -> np.ndarray:
    """Return everyone's payoffs for all sets of eligible states in floats, shape (2^m, n)."""
    good = terms.good
    states = sorted(terms.eligible)
    m, n = len(states), good.n
    if m > MOST_STATES:
        raise NotCovered(f"all sets of {m} states; at most {MOST_STATES}")
    stakes = np.array([float(x) for x in good.stakes])
    capacities = np.array([float(x) for x in good.capacities])
    inside = np.zeros((2**m, n), dtype=bool)
    inside[:, states] = np.arange(2**m)[:, None] >> np.arange(m) & 1 == 1
    asked = (inside * stakes).sum(axis=1, keepdims=True)
    if terms.how == "level":
        asked = np.full_like(asked, float(terms.level))
    elif terms.how == "pledge" and isinstance(terms.weight, Fraction):
        asked = stakes + float(terms.weight) * (asked - stakes)
    elif terms.how != "joint":
        raise NotCovered("open entry with a vote, or with pledges that are chosen")
    prices = np.where(inside, np.maximum(asked, stakes), stakes)
    actions = capacities * prices
    payoffs = stakes * actions.sum(axis=1, keepdims=True) - actions**2 / (2 * capacities)
    if terms.tariff and good.imports is not None:
        assert good.gain is not None
        assert good.loss is not None
        rate = float(terms.tariff)
        imports = np.array([[float(x) for x in row] for row in good.imports])
        for i in range(n):
            gain, loss = float(good.gain[i]), float(good.loss[i])
            levied = inside[:, [i]] & ~inside
            payoffs[:, i] += ((rate * gain - rate**2 * loss) * imports[i] * levied).sum(axis=1)
            payoffs -= rate * gain * imports[i] * levied
    return np.asarray(payoffs)


def stable_sets(
    terms: Terms, stays: bool = True, enters: bool = True
) -> tuple[list[frozenset[int]], Worth]:
    """Return the sets that nobody wants to leave, or to join, alone; and what they are worth.

    Parameters
    ----------
    terms : Terms
        Under which the rest decide anew if a member leaves.
    stays, enters : bool
        Which of the two moves counts.
    """
    good, states = terms.good, sorted(terms.eligible)
    payoffs = all_payoffs(terms)
    value = worth_of(terms)
    codes = np.arange(len(payoffs))
    maybe = np.ones(len(codes), dtype=bool)
    unsure = np.zeros(len(codes), dtype=bool)
    for position, i in enumerate(states):
        slack = float(good.slack[i])
        close = REFEREE * float(good.scales[i])
        other = payoffs[codes ^ (1 << position), i]
        inside = codes >> position & 1 == 1
        if terms.reaction == "dissolve":
            other = np.where(inside, float(good.reference[i]), other)
        gone = other - float(terms.exit_cost) * inside
        asked = inside if stays and not enters else ~inside if enters and not stays else True
        gain = np.where(asked, gone - payoffs[:, i], -np.inf)
        maybe &= gain <= slack + close
        unsure |= np.abs(gain - slack) <= close
    found = []
    for code in np.flatnonzero(maybe).tolist():
        members = frozenset(i for j, i in enumerate(states) if code >> j & 1)
        if not unsure[code] or is_stable(terms, members, value, stays, enters):
            found.append(members)
    return sorted(found, key=lambda each: (len(each), sorted(each))), value


def is_stable(
    terms: Terms, members: frozenset[int], value: Worth, stays: bool = True, enters: bool = True
) -> bool:
    """Say in fractions whether nobody gains by leaving, or by joining, alone."""
    good = terms.good
    margins = single_moves(terms, members, value)
    return all(
        margins[i] >= -good.slack[i] for i in terms.eligible if (stays if i in members else enters)
    )


def single_moves(terms: Terms, members: frozenset[int], value: Worth) -> dict[int, Fraction]:
    """Return by how much each eligible state prefers its side to changing it alone."""
    here = value(members)
    out = {}
    for i in sorted(terms.eligible):
        other = value(members ^ {i})[i]
        if i in members:
            other = terms.good.reference[i] if terms.reaction == "dissolve" else other
            other -= terms.exit_cost
        out[i] = here[i] - other
    return out


def shown_set(found: list[frozenset[int]], value: Worth) -> frozenset[int]:
    """Return the stable set that is shown: worth most to all, then the first states."""
    if not found:
        raise NotCovered("no stable membership")
    totals = {each: sum(value(each), ZERO) for each in found}
    best = max(totals.values())
    close = [each for each in found if best - totals[each] <= Fraction(INDIFFERENT) * abs(best)]
    return min(close, key=sorted)
