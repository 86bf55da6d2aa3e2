"""From names and paths to the frontier of an issue's designs.

Builds on comparing.py and measures. Not here: how designs are made, solved and judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gametheory_orders.files.comparing import check_fit, chosen_orders
from gametheory_orders.files.issues import Model, read_model
from gametheory_orders.files.orders import Wanted
from gametheory_orders.issues import Issue
from gametheory_orders.measures.design_frontier import DesignFrontier, frontier_of
from gametheory_orders.measures.design_space import DesignSpace, design_space
from gametheory_orders.orders import Order


def design_frontier(
    issue: str | Path | Issue,
    orders: Iterable[Wanted] | Wanted | None = None,
    *,
    space: DesignSpace | None = None,
    concept: str = "self_enforcing",
    component: str = "index",
    patience: float | Mapping[str, float] | None = None,
    transfers: bool = False,
    **how: Any,
) -> DesignFrontier:
    """Return the effectiveness-legitimacy frontier of an issue, with orders placed against it.

    Parameters
    ----------
    issue : str, path or Issue
        Name of a bundled issue, path of a model file, or an issue.
    orders : sequence of str, path or Order, optional
        Orders to be placed; by default those in the file and those that the issue names.
    space : DesignSpace, optional
        The designs, such as :func:`~gametheory_orders.design_space` makes them.
    concept : {"self_enforcing", "assured", "participation_stable"}
        What counts: what members keep at their patience; what is agreed, compliance assumed; or
        what is kept, of designs that nobody would leave or join alone.
    component : str
        Of legitimacy: ``index`` or the name of a component, such as ``consent_people``.
    patience : float or mapping of str to float, optional
        In [0, 1), one number or by state; replaces the orders' own.
    transfers : bool
        Without a space: whether designs with transfers are tried too.
    **how
        ``fallback``, ``acceptance`` and ``weights`` as for
        :func:`~gametheory_orders.measures.design_frontier.frontier_of`.

    Raises
    ------
    ModelError
        If a file is wrong, or an order does not fit the issue.

    Examples
    --------
    >>> from gametheory_orders import Consensus, Reciprocity, Universal, design_space, load_issue
    >>> issue = load_issue("climate")
    >>> few = design_space(issue, memberships=[Universal()], decisions=[Consensus()],
    ...     enforcements=[Reciprocity()])
    >>> found = design_frontier(issue, ["g6_consensus"], space=few)
    >>> round(found["g6_consensus"].distance.effectiveness, 3)
    0.228
    """
    model = Model(issue) if isinstance(issue, Issue) else read_model(issue)
    own = model.issue if space is None else space.issue
    chosen = []
    if orders is not None or model.own or model.issue.orders:
        for each in chosen_orders(model, orders):
            if orders is None and not isinstance(each.order, Order):
                continue
            check_fit(model.issue, each)
            chosen.append(each.order)
    if space is None and transfers:
        space = design_space(own, transfers=True)
    return frontier_of(
        own,
        chosen,
        space=space,
        concept=concept,
        component=component,
        patience=patience,
        **how,
    )
