"""From names and paths to advice: the orders of an issue, and institutions beside them.

Builds on comparing.py and institutions.py. Not here: how advice is worked out (statics/advice).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from gametheory_orders.files.comparing import check_fit, chosen_orders
from gametheory_orders.files.institutions import load_institution
from gametheory_orders.files.issues import Model, read_model
from gametheory_orders.files.orders import Placed, Wanted
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Order
from gametheory_orders.orders.institution import Institution
from gametheory_orders.statics.advice import Advice
from gametheory_orders.statics.advice import advise as advise_orders
from gametheory_orders.statics.numeric.ranges import Ranges


def orders_to_judge(
    issue: str | Path | Issue,
    orders: Iterable[Wanted] | Wanted | None = None,
    institutions: Iterable[str | Path | Institution] = (),
) -> tuple[Issue, tuple[Order, ...]]:
    """Return an issue and the orders that are meant, institutions last, each checked to fit.

    Parameters
    ----------
    issue, orders
        As for :func:`~gametheory_orders.compare`.
    institutions : sequence of str, path or Institution
        Bundled ones by name, or files.

    Raises
    ------
    ModelError
        If a file is wrong, an order does not fit, or two have the same name.
    NoAnswer
        If an institution has no list of members, or no rule of decision.

    Examples
    --------
    >>> issue, found = orders_to_judge("aggression", ["aggression_nato"], ["g7"])
    >>> [order.name for order in found]
    ['aggression_nato', 'g7']
    """
    model = Model(issue) if isinstance(issue, Issue) else read_model(issue)
    named = [load_institution(each).order for each in institutions]
    placed = [*chosen_orders(model, orders), *(Placed(order, order.name) for order in named)]
    names = [each.order.name for each in placed]
    for position, name in enumerate(names):
        if name in names[:position]:
            raise ModelError("orders", f"{name!r} a second time", "orders of different names")
    for each in placed:
        check_fit(model.issue, each)
    return model.issue, tuple(each.order for each in placed)


def advise(
    issue: str | Path | Issue,
    orders: Iterable[Wanted] | Wanted | None = None,
    ranges: Ranges | None = None,
    *,
    institutions: Iterable[str | Path | Institution] = (),
    settings: Mapping[str, float | str] | None = None,
    samples: int = 32,
    seed: int = 0,
    steps: int = 13,
) -> Advice:
    """Say which order, and which of the four Cs, to choose on an issue when inputs are uncertain.

    Parameters
    ----------
    issue, orders
        As for :func:`~gametheory_orders.compare`.
    ranges : mapping of str to pair of float, or Range, optional
        What is uncertain, with priors. By default patience, what blocking costs, and how much
        the state cares that does most in the best for all.
    institutions : sequence of str, path or Institution
        To be judged beside the orders; their members must be states of the issue's world.
    settings : mapping, optional
        Other parameters to be set first, in all orders that have them.
    samples : int
        Points that follow the priors (Sobol), a power of 2.
    seed : int
        Of those points.
    steps : int
        Stretches into which each input is cut to look for switches of the leading C.

    Returns
    -------
    Advice
        Its ``words`` come first: what to choose, unless what.

    Raises
    ------
    ModelError
        If a file or a range is wrong, or there are fewer than two orders.

    Examples
    --------
    >>> found = advise(
    ...     "climate", ["g6_consensus", "charter_unanimity"], {"patience": (0.3, 0.95)}, samples=8
    ... )
    >>> found.chosen
    ('charter_unanimity',)
    """
    known, chosen = orders_to_judge(issue, orders, institutions)
    return advise_orders(
        known, chosen, ranges, settings=settings, samples=samples, seed=seed, steps=steps
    )
