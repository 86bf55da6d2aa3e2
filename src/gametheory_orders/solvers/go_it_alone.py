"""The power to go it alone: founders who change what staying outside is worth.

Founders form a club that needs nobody else. Once it is there, each outsider compares joining with
staying out, not with the status quo that is gone: with u_out < u_in < u_status_quo all join of
their own accord and all are worse off (Gruber 2000, Ruling the World). Outsiders join one after
the other, each time the one that gains most, until nobody gains by joining.
Builds on entry_game.py. Not here: whether members stay if others leave (stable_coalitions.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import CONSENT
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.orders.rule import texts
from gametheory_orders.solvers.entry_game import entry_game


@dataclass(frozen=True, eq=False)
class GoItAlone(Result):
    """Who joins a club that is there already, and against what they agree to it.

    Parameters
    ----------
    states : tuple of str
        All states.
    founders, joined : tuple of str
        Who begins, and who joins, in the order of joining.
    status_quo, alone, final : array, shape (n,)
        Payoffs without a club, with the founders' club only, and at the end.
    if_out : array, shape (n,)
        Payoffs of each who joined if it alone were outside at the end; NaN for the others.
    smallest_margin : float
        Least gain of a state that joined, when it did, or loss of one that did not; NaN if there
        was nobody to ask.
    """

    states: tuple[str, ...]
    founders: tuple[str, ...]
    joined: tuple[str, ...]
    status_quo: np.ndarray
    alone: np.ndarray
    final: np.ndarray
    if_out: np.ndarray
    smallest_margin: float

    concept = "founders first, then whoever gains most by joining, until nobody does"

    @property
    def _slack(self) -> np.ndarray:
        return np.asarray(CONSENT * np.maximum(np.abs(self.status_quo), np.abs(self.final)))

    @property
    def joiners_worse_off(self) -> tuple[str, ...]:
        """Who joined of its own accord and is worse off than in the status quo."""
        worse = self.final < self.status_quo - self._slack
        return tuple(state for state in self.joined if worse[self.states.index(state)])

    @property
    def can_go_alone(self) -> bool:
        """Whether no founder loses by the club if nobody joins."""
        inside = np.isin(self.states, self.founders)
        return bool((self.alone >= self.status_quo - self._slack)[inside].all())

    @property
    def consent_status_quo(self) -> float:
        """Share of those who joined that are no worse off than in the status quo."""
        return self._share(self.final >= self.status_quo - self._slack)

    @property
    def consent_counterfactual(self) -> float:
        """Share of those who joined that are no worse off than if they alone stayed out."""
        return self._share(self.final >= self.if_out - self._slack)

    def _share(self, fine: np.ndarray) -> float:
        if not self.joined:
            return float("nan")
        return float(np.mean([fine[self.states.index(state)] for state in self.joined]))

    def table(self) -> Table:
        """Return one row a state."""
        rows = [
            [
                state,
                "founds" if state in self.founders else "joins" if state in self.joined else "out",
                float(self.status_quo[i]),
                float(self.final[i]),
                None if np.isnan(self.if_out[i]) else float(self.if_out[i]),
            ]
            for i, state in enumerate(self.states)
        ]
        title = f"{len(self.joined)} join {len(self.founders)}; "
        title += f"{len(self.joiners_worse_off)} of them are worse off than before"
        return Table(["state", "", "status quo", "now", "alone outside"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return who joins and what consent is measured against."""
        found: dict[str, Any] = plain(
            {
                "founders": self.founders,
                "joined": self.joined,
                "joiners_worse_off": self.joiners_worse_off,
                "can_go_alone": self.can_go_alone,
                "consent_status_quo": self.consent_status_quo,
                "consent_counterfactual": self.consent_counterfactual,
                "smallest_margin": self.smallest_margin,
                "concept": self.concept,
            }
        )
        return found


def go_it_alone(
    source: CooperationGame | Issue,
    founders: Sequence[str],
    *,
    price: float | str | None = None,
    tariff: float = 0.0,
) -> GoItAlone:
    """Return who joins a club that its founders form whether others like it or not.

    Parameters
    ----------
    source : Issue or CooperationGame
        As for :func:`~gametheory_orders.solvers.entry_game.entry_game`.
    founders : sequence of str
        Who begins; at least one.
    price, tariff
        Of an issue, as for :func:`~gametheory_orders.solvers.entry_game.entry_game`.

    Raises
    ------
    ModelError
        If a founder is unknown or may not be in.

    Examples
    --------
    A club of the EU and the US with a tariff of three percent draws everybody in:

    >>> from gametheory_orders import load_issue
    >>> found = go_it_alone(load_issue("climate"), ["EU", "US"], price=25.0, tariff=0.03)
    >>> len(found.joined), found.joiners_worse_off
    (13, ('Eurasia', 'Safrica'))
    """
    game = entry_game(source, price=price, tariff=tariff)
    world = game.issue.world
    named = texts(founders, "founders")
    if not named:
        raise ModelError("founders", "nobody", "at least one state")
    members = world.mask(named, "founders")
    barred = world.members(members & ~game.eligible)
    if barred:
        raise ModelError("founders", barred[0], "a state that may be in")
    alone = game.payoffs(members)
    joined: list[int] = []
    least = np.inf
    while True:
        gains = game.after_joining(members) - game.payoffs(members)
        open_to = np.where(np.isnan(gains), -np.inf, gains + game.slack)
        mover = int(np.argmax(open_to))
        if open_to[mover] < 0:
            refused = -gains[~np.isnan(gains)]
            least = min(least, float(refused.min(initial=np.inf)))
            break
        least = min(least, float(gains[mover]))
        joined.append(mover)
        members = members.copy()
        members[mover] = True
    final = game.payoffs(members)
    if_out = np.full(len(members), np.nan)
    for state in joined:
        rest = members.copy()
        rest[state] = False
        if_out[state] = game.payoffs(rest)[state]
    return GoItAlone(
        world.ids,
        named,
        tuple(world.ids[state] for state in joined),
        game.reference,
        alone,
        final,
        if_out,
        least if np.isfinite(least) else float("nan"),
    )
