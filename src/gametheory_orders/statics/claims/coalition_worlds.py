"""Small worlds and figures that several checks of the coalition's claims share.

Builds on every lower room. Not here: any check.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue, public_good
from gametheory_orders.solvers.posse import posse
from gametheory_orders.worlds import World


def equal_world(n: int, **figures: float) -> World:
    """Return n equal states, with stake and capacity 1 unless told."""
    columns = {"stake": 1.0, "capacity": 1.0, **figures}
    ids = tuple(f"S{i + 1}" for i in range(n))
    return World(ids, {name: np.full(n, value) for name, value in columns.items()})


def by_size(issue: Issue) -> np.ndarray:
    """Return the effectiveness if the first k states act jointly, k = 0 to n, shape (n + 1,)."""
    n = issue.world.n
    members = np.tri(n + 1, n, -1) > 0
    acted = np.stack([issue.joint_actions(each) for each in members])
    sums = issue.payoffs(acted).sum(axis=-1)
    reference = issue.payoffs(issue.reference()).sum()
    return np.asarray((sums - reference) / (issue.payoffs(issue.first_best()).sum() - reference))


@cache
def by_size_of_equals(n: int, technology: str = "sum") -> np.ndarray:
    """Return the same for n equal states and a technology; read only."""
    share = by_size(public_good(equal_world(n), technology=technology))
    share.setflags(write=False)
    return share


def shares(world: World, column: str) -> dict[str, float]:
    """Return each state's share of a column's sum; states without a figure are left out."""
    figures = np.asarray(world.columns[column], dtype=float)
    known = ~np.isnan(figures)
    total = figures[known].sum()
    pairs = zip(world.ids, figures, known, strict=True)
    return {state: float(figure / total) for state, figure, there in pairs if there}


def points(world: World, states: Iterable[str] | None = None) -> dict[str, float]:
    """Return the known ideal points, of all states or of some."""
    figures = dict(
        zip(world.ids, np.asarray(world.columns["ideal_point"], dtype=float), strict=True)
    )
    wanted = figures if states is None else states
    return {state: float(figures[state]) for state in wanted if not np.isnan(figures[state])}


def smallest_group(capability: Mapping[str, float], needed: float) -> tuple[str, ...]:
    """Return the smallest group whose shares add up to what is needed."""
    return posse(capability, dict.fromkeys(capability, 1.0), needed).members


def gained(game: CooperationGame, payoffs: np.ndarray) -> dict[str, float]:
    """Return what each state has beyond the reference."""
    return dict(zip(game.world.ids, (payoffs - game.reference_payoffs).tolist(), strict=True))


def degree(passed: Sequence[bool] | Mapping[Any, bool]) -> str:
    """Return "holds" if all tests are passed, "fails" if none, else "mixed"."""
    results = list(passed.values()) if isinstance(passed, Mapping) else list(passed)
    return "holds" if all(results) else "mixed" if any(results) else "fails"
