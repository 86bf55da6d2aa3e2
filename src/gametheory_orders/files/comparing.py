"""From names and paths to games and comparisons, with the place of each order in errors.

Builds on issues.py and orders.py. Not here: how a game is solved or judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gametheory_orders.files.issues import Model, read_model
from gametheory_orders.files.orders import Placed, Wanted, find_orders, no_order
from gametheory_orders.files.sources import shown_path
from gametheory_orders.foundations.checks import listed
from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.measures.agenda import Agenda
from gametheory_orders.measures.by_patience import GRID, DeliveredByPatience
from gametheory_orders.measures.by_patience import delivered_by_patience as by_patience
from gametheory_orders.measures.compare import Comparison, compare_orders
from gametheory_orders.measures.legitimacy import INDEX_WEIGHTS
from gametheory_orders.orders import Order


def load_game(
    issue: str | Path | Issue, order: str | Path | Order | None = None
) -> CooperationGame:
    """Load a cooperation game: an issue under an order.

    Parameters
    ----------
    issue : str, path or Issue
        Name of a bundled issue, path of a model file, or an issue.
    order : str, path or Order, optional
        Name or path of an order, or an order; not needed if the file holds just one.

    Raises
    ------
    ModelError
        If a file is wrong, or the order does not fit the issue.

    Examples
    --------
    >>> game = load_game("climate", "charter_unanimity")
    >>> int(game.members.sum())
    15
    """
    model = issue if isinstance(issue, Issue) else read_model(issue)
    model = Model(model) if isinstance(model, Issue) else model
    return check_fit(model.issue, choose(model, order))


def choose(model: Model, order: Wanted | None) -> Placed:
    """Return the one order that is meant; without a name, the only one there is."""
    found = model.default_orders() if order is None else find_orders(order, model.own)
    if len(found) != 1:
        where = shown_path(model.path) if order is None and model.path else str(order or "order")
        raise no_order(found, where)
    return found[0]


def compare(
    issue: str | Path | Issue,
    orders: Iterable[Wanted] | Wanted | None = None,
    *,
    patience: float | Mapping[str, float] | None = None,
    foresight: str = "anticipate",
    fallback: str = "deepest_kept",
    weights: Mapping[str, float] = INDEX_WEIGHTS,
    view: str | None = None,
    agenda: Agenda | None = None,
) -> Comparison:
    """Solve and assess an issue under each of several orders.

    Parameters
    ----------
    issue : str, path or Issue
        Name of a bundled issue, path of a model file, or an issue.
    orders : sequence of str, path or Order, optional
        Names (those of the file first), paths or orders; by default the orders in the file and
        those that the issue names.
    patience : float or mapping of str to float, optional
        In [0, 1), one number or by state; replaces the orders' own.
    foresight, fallback
        As for :func:`~gametheory_orders.solve`.
    weights : mapping of str to float
        Weights of the legitimacy index.
    view : str, optional
        A state whose own view is added: what serves it.
    agenda : Agenda, optional
        Issues over the same states, on which flexibility is judged.

    Raises
    ------
    ModelError
        If a file is wrong, an order does not fit the issue, or two orders share a name.
    NoAnswer
        If an order has no stable membership.

    Examples
    --------
    >>> found = compare("climate", ["g6_consensus", "charter_unanimity"])
    >>> round(found.stake, 6), round(found["charter_unanimity"].effectiveness, 4)
    (62.213973, 0.4981)
    """
    model = Model(issue) if isinstance(issue, Issue) else read_model(issue)
    if view is not None:
        model.issue.world.index(view, "view")
    chosen = chosen_orders(model, orders)
    parts = []
    for each in chosen:
        game = check_fit(model.issue, each)
        try:
            found = compare_orders(
                game.issue,
                [each.order],
                patience=patience,
                foresight=foresight,
                fallback=fallback,
                weights=weights,
                view=view,
                agenda=agenda,
            )
        except ModelError as error:
            raise each.locate(error) from None
        except NoAnswer as error:
            raise NoAnswer(f"{each.where or each.order.name}: {error}", error.witness) from None
        parts.append(found)
    assessments = tuple(assessment for part in parts for assessment in part.assessments)
    return replace(parts[0], assessments=assessments)


def delivered_by_patience(
    issue: str | Path | Issue,
    orders: Iterable[Wanted] | Wanted | None = None,
    *,
    patience: Sequence[float] = GRID,
    fallback: str = "deepest_kept",
) -> DeliveredByPatience:
    """Return what orders deliver at each patience, and who binds where that bends or jumps.

    Parameters
    ----------
    issue, orders
        As for :func:`compare`.
    patience : sequence of float
        The patiences, rising, in [0, 1), that all states share; by default 0, 0.01, ..., 0.99.
    fallback : {"deepest_kept", "best_kept", "exempt"}
        As for :func:`~gametheory_orders.solve`.

    Examples
    --------
    >>> found = delivered_by_patience("climate", ["g6_consensus", "charter_unanimity"])
    >>> [(round(kink.patience, 3), *kink.states) for kink in found.lines[0].kinks]
    [(0.498, 'Russia'), (0.55, 'Russia')]
    """
    model = Model(issue) if isinstance(issue, Issue) else read_model(issue)
    chosen = chosen_orders(model, orders)
    for each in chosen:
        check_fit(model.issue, each)
    wanted = [each.order for each in chosen]
    return by_patience(model.issue, wanted, patience=patience, fallback=fallback)


def chosen_orders(model: Model, orders: Iterable[Wanted] | Wanted | None) -> Sequence[Placed]:
    """Return the orders that are meant, at least one, with different names."""
    if orders is None:
        chosen = model.default_orders()
    else:
        wanted = [orders] if isinstance(orders, Wanted) else listed(orders, "orders")
        chosen = [each for order in wanted for each in find_orders(order, model.own)]
    if not chosen:
        where = shown_path(model.path) if model.path and orders is None else "orders"
        raise no_order(chosen, where)
    names = [each.order.name for each in chosen]
    for position, name in enumerate(names):
        if name in names[:position]:
            raise ModelError("orders", f"{name!r} a second time", "orders of different names")
    return chosen


def check_fit(issue: Issue, placed: Placed) -> CooperationGame:
    """Return the game of an issue and an order, or raise with the place of what does not fit."""
    try:
        return CooperationGame(issue, placed.order)
    except ModelError as error:
        raise placed.locate(error) from None
