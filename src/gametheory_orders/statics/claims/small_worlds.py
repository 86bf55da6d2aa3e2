"""Small worlds for the checks of the framing and the charter.

Builds on worlds, issues and games. Not here: any check, or a bundled model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue, public_good
from gametheory_orders.issues.public_good import PublicGood
from gametheory_orders.orders import Binding, Enforcement, Order, Universal
from gametheory_orders.orders.decision import Decision
from gametheory_orders.orders.membership import Membership
from gametheory_orders.worlds import World


def states(n: int) -> tuple[str, ...]:
    """Return n names.

    Examples
    --------
    >>> states(3)
    ('S0', 'S1', 'S2')
    """
    return tuple(f"S{i}" for i in range(n))


def good_of(
    stakes: Sequence[float] | np.ndarray,
    capacities: Sequence[float] | np.ndarray | None = None,
    *,
    settings: Mapping[str, Any] | None = None,
    columns: Mapping[str, Any] | None = None,
) -> Issue:
    """Return a public good: by default a sum with linear benefits and quadratic costs.

    Parameters
    ----------
    stakes, capacities : sequence of float, shape (n,)
        Capacities are 1 by default.
    settings : mapping
        Of :func:`~gametheory_orders.public_good`.
    columns : mapping of str to sequence of float
        Further figures of the states.

    Examples
    --------
    >>> good_of([1.0, 1.0]).first_best().tolist()
    [2.0, 2.0]
    """
    n = len(stakes)
    figures: dict[str, Any] = {"stake": stakes, "capacity": np.ones(n), **(columns or {})}
    if capacities is not None:
        figures["capacity"] = capacities
    return public_good(World(states(n), figures), **(settings or {}))


def under(
    issue: Issue,
    decision: Decision,
    enforcement: Enforcement | None = None,
    membership: Membership | None = None,
) -> CooperationGame:
    """Return an issue under an order: everyone in, and bound, unless said otherwise.

    Examples
    --------
    >>> from gametheory_orders.orders import Joint
    >>> under(good_of([1.0, 1.0]), Joint()).members.tolist()
    [True, True]
    """
    order = Order(membership or Universal(), decision, enforcement or Binding())
    return CooperationGame(issue, order)


def material_effectiveness(stakes: Sequence[float], actions: np.ndarray) -> float:
    """Return the effectiveness of contributions to the plain good, whatever states feel.

    Parameters
    ----------
    stakes : sequence of float, shape (n,)
        With capacities of 1.
    actions : array, shape (n,)
        Contributions.

    Examples
    --------
    >>> material_effectiveness([1.0, 1.0], np.array([2.0, 2.0]))
    1.0
    """
    plain = good_of(stakes)
    if not isinstance(plain, PublicGood):
        raise TypeError(type(plain).__name__)
    found, alone, best = (
        float(plain.payoffs(each).sum())
        for each in (actions, plain.reference(), plain.first_best())
    )
    return (found - alone) / (best - alone)
