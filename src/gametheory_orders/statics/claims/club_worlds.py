"""Small worlds and short ways to a figure, for the checks about the club and the concert.

Builds on every lower room. Not here: any verdict (club.py, concert.py and the files beside them).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from gametheory_orders.foundations.tolerances import CLAIM
from gametheory_orders.games import CooperationGame, Outcome
from gametheory_orders.issues import Issue, PublicGood, SpatialPolicy
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.measures.legitimacy import Legitimacy, legitimacy
from gametheory_orders.orders import Order
from gametheory_orders.solvers.agreement import agree
from gametheory_orders.solvers.solve import solve
from gametheory_orders.worlds import World

DEMOCRACIES = ("US", "EU", "Japan", "Canada")
"""The club of the climate world."""
SIX = ("US", "China", "EU", "Russia", "Japan", "India")
"""The concert of the climate world."""


def names(n: int) -> tuple[str, ...]:
    """Return names for n states."""
    return tuple(f"S{i + 1}" for i in range(n))


def good(stakes: Sequence[float], capacities: Sequence[float] | None = None) -> PublicGood:
    """Return a public good over a small world; capacities are 1 if not given."""
    held = [1.0] * len(stakes) if capacities is None else list(capacities)
    columns = {"stake": np.array(stakes, dtype=float), "capacity": np.array(held, dtype=float)}
    return PublicGood(World(names(len(stakes)), columns))


def line(points: Sequence[float], status_quo: float = 0.0) -> SpatialPolicy:
    """Return one policy on a line over a small world."""
    world = World(names(len(points)), {"ideal_point": np.array(points, dtype=float)})
    return SpatialPolicy(world, status_quo=status_quo)


def solved(issue: Issue, order: Order, **how: Any) -> Outcome:
    """Return the solution of an issue under an order."""
    return solve(CooperationGame(issue, order), **how)


def agreed_level(issue: Issue, order: Order) -> float:
    """Return the level that the members agree on, 0 for none; nothing else is solved."""
    game = CooperationGame(issue, order)
    return float(agree(game, game.members).level or 0.0)


def agreed_gain(outcome: Outcome) -> float:
    """Return the effectiveness of what is agreed, compliance assumed."""
    return effectiveness(outcome.game, outcome.agreed.payoffs)


def delivered_gain(outcome: Outcome) -> float:
    """Return the effectiveness of what is delivered."""
    return effectiveness(outcome.game, outcome.delivered.payoffs)


def legitimacy_of(outcome: Outcome) -> Legitimacy:
    """Return the legitimacy vector of what is agreed."""
    return legitimacy(outcome.game, outcome.agreed)


def share_of_gain(issue: Issue, actions: np.ndarray) -> float:
    """Return the part of the possible gain that actions bring, whoever decided on them."""
    base = float(issue.payoffs(issue.reference()).sum())
    best = float(issue.payoffs(issue.first_best()).sum())
    return (float(issue.payoffs(actions).sum()) - base) / (best - base)


def rises(values: Iterable[float], least: float = CLAIM) -> bool:
    """Say whether each value is larger than the one before."""
    return all(b > a + least for a, b in itertools.pairwise(values))


def falls(values: Iterable[float], least: float = CLAIM) -> bool:
    """Say whether each value is smaller than the one before."""
    return all(b < a - least for a, b in itertools.pairwise(values))


def figures(values: Iterable[float], digits: int = 2) -> str:
    """Return numbers as a reader wants them, one after the other."""
    return ", ".join(f"{float(value) + 0.0:.{digits}f}" for value in values)
