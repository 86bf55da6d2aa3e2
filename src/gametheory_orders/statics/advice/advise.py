"""Advice on an issue: which order and which C to choose when inputs are uncertain.

Builds on ranks.py (points of the box, solved) and switches.py. What is uncertain unless something
else is said: patience, what blocking costs, and how much the state that does most cares.
Not here: names of orders and issues (files).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.measures.effectiveness import stake
from gametheory_orders.orders import Order
from gametheory_orders.statics.advice.result import Advice
from gametheory_orders.statics.advice.switches import find_switches
from gametheory_orders.statics.numeric.ranges import Range, Ranges
from gametheory_orders.statics.numeric.ranks import ranks_under_ranges
from gametheory_orders.statics.numeric.study import Sampler
from gametheory_orders.statics.parameters import find_parameter, vary

PATIENCE = Range(0.3, 0.95)
STAKES = Range(0.5, 2.0)
BLOCKING = 0.05
"""The most that blocking is taken to cost, as a share of what is to be gained in all."""
OUTPUT = "effectiveness"
MOST_STEPS = 1000
CARING = ("stake", "benefit", "salience")
"""Columns that say how much a state cares, by family."""


def default_ranges(issue: Issue, orders: Sequence[Order]) -> dict[str, Range]:
    """Return what is taken to be uncertain about an issue unless something else is said.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    orders : sequence of Order
        Those compared.

    Returns
    -------
    dict of str to Range
        ``patience`` from .3 to .95 where an order is held together by reciprocity;
        ``blocking_cost`` from 0 to a twentieth of all that is to be gained, where an order has
        one; and half to twice what the state cares that does most in the best for all, the one
        state that is most essential.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> ranges = default_ranges(load_issue("climate"), [load_order("g6_consensus")])
    >>> {name: (each.low, round(each.high, 3)) for name, each in ranges.items()}
    {'patience': (0.3, 0.95), 'blocking_cost': (0.0, 3.111), 'scale.stake.China': (0.5, 2.0)}
    """
    found: dict[str, Range] = {}
    if any(order.reciprocal for order in orders):
        found["patience"] = PATIENCE
    gain = stake(CooperationGame(issue, orders[0])) if orders else 0.0
    if gain > 0 and any(_has(issue, order, "blocking_cost") for order in orders):
        found["blocking_cost"] = Range(0.0, BLOCKING * gain)
    caring = next((column for column in CARING if issue.world.has(column)), None)
    path = f"scale.{caring}.{_essential(issue)}"
    if caring is not None and any(_both_ends(issue, order, path) for order in orders):
        found[path] = STAKES
    return found


def _essential(issue: Issue) -> str:
    """Return the state that does most in the best for all; the most affected where all do one."""
    most = issue.affected() if issue.one_for_all else issue.first_best()
    return issue.world.ids[0 if most is None else int(np.argmax(most))]


def _has(issue: Issue, order: Order, path: str) -> bool:
    try:
        find_parameter(issue, order, path)
    except ModelError:
        return False
    return True


def _both_ends(issue: Issue, order: Order, path: str) -> bool:
    """Say whether the model allows both ends of the range of stakes."""
    try:
        for end in (STAKES.low, STAKES.high):
            vary(issue, order, {path: end})
    except ModelError:
        return False
    return True


def advise(
    issue: Issue,
    orders: Sequence[Order],
    ranges: Ranges | None = None,
    *,
    settings: Mapping[str, float | str] | None = None,
    samples: int = 32,
    seed: int = 0,
    steps: int = 13,
) -> Advice:
    """Return which order, and which of the four Cs, to choose when inputs are uncertain.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    orders : sequence of Order
        At least two, of different names.
    ranges : mapping of str to pair of float, or Range, optional
        What is uncertain, with priors; by default :func:`default_ranges`.
    settings : mapping, optional
        Other parameters to be set first, in all orders that have them.
    samples : int
        Points that follow the priors (Sobol), a power of 2; the corners and the model as it is
        are tried as well.
    seed : int
        Of those points.
    steps : int
        Stretches into which each input is cut to look for switches of the leading C.

    Raises
    ------
    ModelError
        For fewer than two orders, unknown names, ranges that the model refuses, or if nothing
        is uncertain.

    Notes
    -----
    The choice is that of least largest regret (Savage 1951, Journal of the American Statistical
    Association 46): the order that is least far behind the best one where it is farthest behind.
    Findings that survive were refuted at none of the points; that is no proof.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> orders = [load_order(name) for name in ("g6_consensus", "charter_unanimity")]
    >>> found = advise(load_issue("climate"), orders, {"patience": (0.3, 0.95)}, samples=8)
    >>> found.chosen, [(round(each.at, 2), each.before, each.after) for each in found.switches]
    (('charter_unanimity',), [(0.5, (), ('concert',)), (0.58, ('concert',), ('charter',))])
    """
    orders = tuple(orders)
    if isinstance(steps, bool) or not isinstance(steps, int) or not 1 <= steps <= MOST_STEPS:
        raise ModelError("steps", steps, f"a whole number from 1 to {MOST_STEPS}")
    given = default_ranges(issue, orders) if ranges is None else ranges
    if ranges is None and not given:
        raise ModelError("ranges", "nothing that is uncertain by itself", "at least one range")
    found = ranks_under_ranges(
        issue, orders, given, output=OUTPUT, settings=settings, samples=samples, seed=seed
    )
    having = [{name for name in found.ranges if _has(issue, o, name)} for o in found.orders]
    samplers = [
        Sampler(issue, order, _own(issue, order, settings or {}), OUTPUT, ())
        for order in found.orders
    ]
    base = np.array([found.base[name] for name in found.names])
    return Advice(found, base, find_switches(samplers, having, found.ranges, steps))


def _own(issue: Issue, order: Order, settings: Mapping[str, float | str]) -> dict[str, float | str]:
    return {path: value for path, value in settings.items() if _has(issue, order, path)}
