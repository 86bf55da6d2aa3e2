"""The four Cs on the worlds of figures.py: as orders, and what each delivers.

A charter by two thirds and a concert of five by consensus have closed forms, a club with a tariff
is found among all sets of states, a coalition's pledges by the solver. Builds on vectorised.py
and solvers. Not here: which of them a rule of thumb would choose.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from gametheory_orders.foundations.tolerances import INDIFFERENT
from gametheory_orders.games import CooperationGame
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.orders import Order, charter, club, coalition, concert
from gametheory_orders.solvers.solve import deliver
from gametheory_orders.statics.closed_forms import closed_form
from gametheory_orders.statics.thumbs.figures import TARIFF, Figures
from gametheory_orders.statics.thumbs.weakest import weakest_delivers

POWERS = 5
"""States in the concert."""
FOUR = ("charter", "club", "concert", "coalition")


def order_of(design: str, figures: Figures, position: int = 0) -> Order:
    """Return a design as an order for one world.

    Parameters
    ----------
    design : str
        One of the four Cs, or of the variants that single rules choose.
    figures : Figures
        The worlds.
    position : int
        Which of them.

    Examples
    --------
    >>> from gametheory_orders.statics.thumbs.figures import equal_states
    >>> order_of("concert", equal_states(8, 0.5)).membership.count
    5
    """
    if design == "club":
        return club(entry="open", level=float(figures.joint[position]), tariff=TARIFF)
    if design == "coalition":
        return coalition()
    if design == "concert":
        return concert(count=min(POWERS, figures.n))
    inside = members_of(design, figures.only(np.array([position])))[0]
    return _VOTES[design]([f"S{state + 1}" for state in np.flatnonzero(inside)])


def solved(design: str, figures: Figures, position: int) -> float:
    """Return what a design delivers in one world, by the solver."""
    game = CooperationGame(figures.issue(position), order_of(design, figures, position))
    found = deliver(game)
    return effectiveness(game, game.payoffs(found.actions, found.members))


def delivered(design: str, figures: Figures, technology: str = "sum") -> np.ndarray:
    """Return the effectiveness that a design delivers, shape (worlds,).

    Parameters
    ----------
    design : str
        One of the four Cs, or of the variants.
    figures : Figures
        The worlds.
    technology : {"sum", "weakest_link"}
        Whether the good is the sum of what states do, or the smallest part; then without trade,
        and for the four Cs alone.

    Examples
    --------
    >>> from gametheory_orders.statics.thumbs.figures import equal_states
    >>> world = equal_states(8, patience=0.5)
    >>> [round(float(delivered(each, world)[0]), 4) for each in FOUR]
    [1.0, 0.0, 0.5102, 0.4898]
    """
    if not len(figures):
        return np.zeros(0)
    if technology == "weakest_link":
        return weakest_delivers(design, figures)
    if design == "club":
        return club_delivers(figures)
    if design == "coalition":
        each = range(len(figures))
        return np.array([solved(design, figures, position) for position in each])
    return _voted(design, figures)


def _voted(design: str, figures: Figures) -> np.ndarray:
    """Return what a vote under reciprocity delivers: members are moved to the front, and alike."""
    inside = members_of(design, figures)
    out = np.zeros(len(figures))
    for count in np.unique(inside.sum(axis=1)):
        where = np.flatnonzero(inside.sum(axis=1) == count)
        if count == 0:
            continue
        first = np.argsort(~inside[where], axis=1, kind="stable")
        s, k, d = (
            np.take_along_axis(each[where], first, axis=1)
            for each in (figures.stakes, figures.capacities, figures.patience)
        )
        out[where] = _front(design, figures.only(where), int(count), (s, k, d))
    return out


def _front(design: str, figures: Figures, count: int, arrays: tuple[Any, ...]) -> np.ndarray:
    issue = figures.issue(0)
    members = [f"S{state + 1}" for state in range(count)]
    order: Order = _VOTES[design](members)
    form = closed_form(CooperationGame(issue, order))
    if form is None:
        raise TypeError(f"{design} has no closed form")
    found = form.solve(*arrays)
    out = found.output("effectiveness", issue.world.ids).copy()
    for position in np.flatnonzero(~found.sure):
        out[position] = solved(design, figures, int(position))
    return out


def everyone(figures: Figures) -> np.ndarray:
    """Return all states, shape (worlds, n)."""
    return np.ones(figures.stakes.shape, dtype=bool)


def powers(figures: Figures) -> np.ndarray:
    """Return the most capable states, shape (worlds, n)."""
    rank = np.argsort(np.argsort(-figures.capability, axis=1, kind="stable"), axis=1)
    return np.asarray(rank < POWERS)


def needed_at_best(figures: Figures) -> np.ndarray:
    """Return the patience that each state needs to keep the best price, shape (worlds, n) (L6)."""
    above = figures.joint[:, None] - figures.stakes
    moved = figures.capacities * above
    lost = figures.stakes * (moved.sum(axis=1, keepdims=True) - moved)
    with np.errstate(all="ignore"):
        found = figures.burdens / lost
    return np.where(lost > 0, found, math.inf)


def keepers(figures: Figures) -> np.ndarray:
    """Return the states patient enough to keep the best price among all, shape (worlds, n)."""
    return np.asarray(needed_at_best(figures) <= figures.patience)


def like_minded(figures: Figures) -> np.ndarray:
    """Return the states that would go at least as far as is best for all, shape (worlds, n)."""
    return np.asarray(figures.willing >= 1 - INDIFFERENT)


INSIDE: dict[str, Callable[[Figures], np.ndarray]] = {
    "concert": powers,
    "club_of_keepers": keepers,
    "club_of_the_willing": like_minded,
}
"""Who is in, where not everyone is."""
_VOTES: dict[str, Callable[[list[str]], Order]] = {
    "charter": lambda members: charter(quota="2/3"),
    "charter_majority": lambda members: charter(quota="majority", name="charter_majority"),
    "charter_unanimity": lambda members: charter(quota="unanimity", name="charter_unanimity"),
    "concert": lambda members: concert(members=members),
    "club_of_keepers": lambda members: club(
        members=members, decision="majority", name="club_of_keepers"
    ),
    "club_of_the_willing": lambda members: club(members=members, name="club_of_the_willing"),
}
DESIGNS = ("club", "coalition", *_VOTES)


def members_of(design: str, figures: Figures) -> np.ndarray:
    """Return who is in under a design whose members follow from a criterion, (worlds, n)."""
    return INSIDE.get(design, everyone)(figures)


def club_delivers(figures: Figures) -> np.ndarray:
    """Return what a club with a tariff delivers at the best price, shape (worlds,).

    Of all sets of states from which nobody wants to leave and that nobody wants to join, the one
    with the largest effectiveness counts. A state's own burden does not depend on who else is in.
    """
    n = figures.n
    sets = (np.arange(2**n)[:, None] >> np.arange(n)) & 1 > 0
    inside = sets.astype(float)
    levied = (TARIFF * figures.gain - TARIFF**2 * figures.loss)[:, None, :]
    out_of = np.einsum("sj,wij->wsi", 1 - inside, figures.imports)
    taxed = figures.gain[:, :, None] * figures.imports
    by_members = TARIFF * np.einsum("si,wij->wsj", inside, taxed)
    # Nobody trades with itself, so neither sum depends on whether the state itself is in.
    joining = levied * out_of + by_members - figures.burdens[:, None, :]
    slack = INDIFFERENT * _scales(figures)[:, None, :]
    stable = np.where(sets, joining >= -slack, joining <= slack).all(axis=2)
    trade = np.where(sets, levied * out_of, -by_members).sum(axis=2)
    whole = figures.burdens.sum(axis=1, keepdims=True)
    reached = (inside[None] * figures.burdens[:, None, :]).sum(axis=2)
    found = np.where(stable, (reached + trade) / whole, -np.inf)
    return np.asarray(found.max(axis=1))


def _scales(figures: Figures) -> np.ndarray:
    s, k, price = figures.stakes, figures.capacities, figures.joint[:, None]
    alone = s * (k * s).sum(axis=1, keepdims=True) - 0.5 * k * s**2
    best = s * k.sum(axis=1, keepdims=True) * price - 0.5 * k * price**2
    return np.asarray(np.maximum(np.abs(alone), np.abs(best)))
