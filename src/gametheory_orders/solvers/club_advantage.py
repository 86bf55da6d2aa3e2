"""The advantage of being in a club on the linear-quadratic public good, in closed form.

Members charge a fixed price, or decide jointly, or pledge with a common weight on the others; and
they may levy a tariff. Builds on quadratic_advantage.py and trade links.
Not here: any other family or decision rule, which is solved for each set.
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.issues.spillover import spills
from gametheory_orders.orders import (
    Exclusion,
    FixedLevel,
    Joint,
    Order,
    Penalty,
    Pledge,
    Tariff,
    Transfers,
)
from gametheory_orders.orders.decision import Decision
from gametheory_orders.solvers.quadratic_advantage import QuadraticAdvantage


def price_and_weight(decision: Decision) -> tuple[float | str, float] | None:
    """Return the price and the pledge weight that a rule amounts to, if it does.

    Examples
    --------
    >>> price_and_weight(Joint()), price_and_weight(FixedLevel(level=25.0))
    (('joint', 1.0), (25.0, 1.0))
    """
    if isinstance(decision, FixedLevel):
        return float(decision.level), 1.0
    if isinstance(decision, Joint):
        return "joint", 1.0
    if isinstance(decision, Pledge) and isinstance(decision.weight, int | float):
        return "joint", float(decision.weight)
    return None


def order_advantage(issue: Issue, order: Order) -> QuadraticAdvantage | None:
    """Return the advantage of being in under an order's rules, or None without a closed form.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> order_advantage(load_issue("climate"), load_order("g6_consensus")) is None
    True
    """
    charged = price_and_weight(order.decision)
    if charged is None or order.enforced_by(Transfers) is not None:
        return None
    price, weight = charged
    tariff, penalty = order.enforced_by(Tariff), order.enforced_by(Penalty)
    exclusion = order.enforced_by(Exclusion)
    return club_advantage(
        issue,
        price,
        tariff.rate if tariff is not None else 0.0,
        weight,
        penalty=penalty.by_state(issue.world) if penalty is not None else 0.0,
        exclusion=exclusion.share if exclusion is not None else 0.0,
    )


def club_advantage(
    issue: Issue,
    price: float | str,
    tariff: float,
    weight: float = 1.0,
    *,
    rest_reacts: bool = True,
    penalty: np.ndarray | float = 0.0,
    exclusion: float = 0.0,
) -> QuadraticAdvantage | None:
    """Return the advantage of being in, or None if there is no closed form.

    Parameters
    ----------
    issue : Issue
        A linear-quadratic public good, or there is none.
    price : float or "joint"
        What members charge; a member whose own stake is higher charges that.
    tariff : float
        A share, levied on imports from outside.
    weight : float
        Jointly: the weight on the other members' stakes.
    rest_reacts : bool
        Whether the others change what they charge with one's membership.
    penalty : float or array, shape (n,)
        What one member's penalty costs each outsider.
    exclusion : float
        Share of the good that outsiders do not have; with a closed form at a fixed price only.

    Notes
    -----
    Theory L2 with pledge weight w: w s_i^2 K_T - w^2 k_i sigma_T^2 / 2 for the others T.

    Examples
    --------
    >>> from gametheory_orders import load_issue
    >>> found = club_advantage(load_issue("climate"), 25.0, 0.0)
    >>> bool((found.constant < 0).all()), float(found.square.sum())
    (True, 0.0)
    """
    if type(issue) is not PublicGood or spills(issue) or (exclusion and isinstance(price, str)):
        return None
    s, k, n = issue.stakes, issue.capacities, issue.n
    constant, square, linear = np.zeros(n), np.zeros(n), np.zeros((n, n))
    if isinstance(price, str):
        square = 0.5 * weight**2 * k
        if rest_reacts:
            linear = weight * s[:, None] ** 2 * k
    else:
        # Only its own part changes with its own membership.
        constant = -0.5 * k * (np.maximum(price, s) - s) ** 2
    if tariff and issue.trade is not None:
        trade = issue.trade
        gain = tariff * trade.gain - tariff**2 * trade.loss
        # Revenue from all outside, less that from the other members; and their tariffs on it.
        constant = constant + gain * (trade.imports.sum(axis=1) - np.diag(trade.imports))
        theirs = tariff * (trade.gain[:, None] * trade.imports).T
        linear = linear + theirs - gain[:, None] * trade.imports
    if exclusion:
        # What an outsider goes without is what those inside contribute.
        linear = linear + exclusion * np.outer(s, k * np.maximum(float(price), s))
    linear = linear + np.broadcast_to(penalty, (n,))[:, None]
    linear = linear - np.diag(np.diag(linear))
    return QuadraticAdvantage(constant, linear, square, s)
