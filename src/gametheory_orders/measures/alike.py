"""States that differ in nothing but their names, and sets of states up to such differences.

Builds on issues. Not here: designs (design_space.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import INDIFFERENT
from gametheory_orders.issues import Issue

MOST_SUBSETS = 12
TRIALS = 3


def all_memberships(issue: Issue, named: Iterable[str] = ()) -> list[np.ndarray]:
    """Return every set of at least one state, of interchangeable states the first ones only.

    Parameters
    ----------
    issue : Issue
        What is at stake, over at most 12 states.
    named : sequence of str
        States that some rule names, and so are like no other.

    Examples
    --------
    >>> from gametheory_orders import PublicGood, World
    >>> alike = World(list("ABCD"), {"stake": [1.0] * 4, "capacity": [1.0, 1.0, 1.0, 2.0]})
    >>> len(all_memberships(PublicGood(alike)))
    7
    """
    n = issue.n
    if n > MOST_SUBSETS:
        raise ModelError("memberships", f"all sets of {n} states", f"at most {MOST_SUBSETS} states")
    groups = interchangeable(issue, named)
    found = []
    for code in range(1, 2**n):
        members = (code >> np.arange(n)) & 1 == 1
        if all((np.diff(members[list(group)].astype(int)) <= 0).all() for group in groups):
            found.append(members)
    return found


def interchangeable(issue: Issue, named: Iterable[str] = ()) -> list[tuple[int, ...]]:
    """Return groups of states that differ in nothing but their names, as positions.

    States are alike if all their figures are, they trade with nobody, no rule names them, and
    payoffs swap with their actions at some points drawn once for all.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    named : sequence of str
        States that some rule names.

    Examples
    --------
    >>> from gametheory_orders import PublicGood, World
    >>> alike = World(list("ABC"), {"stake": [1.0, 1.0, 2.0], "capacity": [1.0] * 3})
    >>> interchangeable(PublicGood(alike)), interchangeable(PublicGood(alike), ["A"])
    ([(0, 1), (2,)], [(0,), (1,), (2,)])
    """
    world = issue.world
    apart = set(named)
    groups: dict[Any, list[int]] = {}
    for i, state in enumerate(world.ids):
        alone = state in apart or issue.trade is not None
        figures = tuple(column[i].tobytes() for column in world.columns.values())
        texts = tuple(column[i] for column in world.texts.values())
        groups.setdefault((state,) if alone else (figures, texts), []).append(i)
    if all(len(group) == 1 for group in groups.values()):
        return [tuple(group) for group in groups.values()]
    out: list[tuple[int, ...]] = []
    for group in groups.values():
        alike = all(_swaps(issue, group[0], other) for other in group[1:])
        out += [tuple(group)] if alike else [(i,) for i in group]
    return out


def _swaps(issue: Issue, i: int, j: int) -> bool:
    """Say whether payoffs swap with the actions of two states, at some points."""
    swapped = np.arange(issue.n)
    swapped[[i, j]] = j, i
    random = np.random.default_rng(0)
    reference, best = issue.reference(), issue.first_best()
    for share in (0.0, 1.0, *(random.random(issue.n) for _ in range(TRIALS))):
        actions = reference + share * (best - reference)
        one, other = issue.payoffs(actions), issue.payoffs(actions[swapped])
        scale = max(float(np.abs(one).max()), 1.0)
        if (np.abs(one[swapped] - other) > INDIFFERENT * 1e3 * scale).any():
            return False
    return True
