"""Several orders on one issue, side by side.

Builds on assess.py. Not here: reading orders from files (files.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import SAME_DESIGN
from gametheory_orders.games import CooperationGame
from gametheory_orders.games.cooperation import DEFAULT_PATIENCE
from gametheory_orders.issues import Issue
from gametheory_orders.measures.agenda import Agenda
from gametheory_orders.measures.assess import Assessment, assess
from gametheory_orders.measures.effectiveness import stake
from gametheory_orders.measures.frontier import frontier
from gametheory_orders.measures.legitimacy import INDEX_WEIGHTS
from gametheory_orders.measures.shortfall import RULES
from gametheory_orders.orders import Order
from gametheory_orders.solvers.solve import solve


@dataclass(frozen=True, eq=False)
class Comparison(Result):
    """Assessments of several orders on one issue.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    assessments : tuple of Assessment
        One for each order.
    patience : float or mapping of str to float
        As asked for; orders that carry their own use that unless one was given.
    foresight, fallback : str
        The concepts used.
    view : str or None
        The state whose own view is added to each assessment.
    """

    issue: Issue
    assessments: tuple[Assessment, ...]
    patience: float | Mapping[str, float]
    foresight: str
    fallback: str
    view: str | None = None

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.assessments)

    def __len__(self) -> int:
        return len(self.assessments)

    def __getitem__(self, name: str) -> Assessment:
        for found in self.assessments:
            if found.outcome.game.order.name == name:
                return found
        raise KeyError(name)

    @property
    def stake(self) -> float:
        """What is to be gained in all, in the issue's numeraire."""
        return self.assessments[0].stake

    @property
    def frontier(self) -> tuple[str, ...]:
        """Names of the orders that no other beats in effectiveness and legitimacy."""
        found = frontier(
            [a.effectiveness for a in self.assessments],
            [a.legitimacy.index for a in self.assessments],
        )
        return tuple(self.assessments[j].outcome.game.order.name for j in found)

    def view_table(self) -> Table:
        """Return what serves the state whose view it is: orders by what it gains under each.

        Raises
        ------
        ModelError
            If no state's view was asked for.
        """
        if self.view is None:
            raise ModelError("view", "no state", "compare(..., view=STATE)")
        rows = []
        for found in self.assessments:
            assert found.view is not None
            own = found.view
            best = own["gain_at_first_best"]
            move = own["gain_from_own_move"]
            rows.append(
                [
                    found.outcome.game.order.name,
                    own["member"],
                    own["gain"],
                    own["gain"] / best if abs(best) > SAME_DESIGN * self.stake else math.nan,
                    None if math.isnan(move) else move,
                    None if math.isnan(own["power"]) else own["power"],
                    found.effectiveness,
                ]
            )
        rows.sort(key=lambda row: -row[2])
        columns = ["order", "in", "gain", "of first best", "own move adds", "power", "E"]
        title = f"what serves {self.view}, in {self.issue.numeraire}; as delivered"
        return Table(columns, rows, title)

    def virtues_table(self) -> Table:
        """Return each order on every C's own ground: legitimacy, and the other virtues."""
        names = list(self.assessments[0].virtues.values)
        rows = []
        for found in self.assessments:
            values = [found.legitimacy.index, *(found.virtues[name] for name in names)]
            order = found.outcome.game.order
            known = [None if math.isnan(value) else value for value in values]
            rows.append([order.name, order.four_c, *known])
        columns = ["order", "C", "L", *(name.replace("_", " ") for name in names)]
        return Table(columns, rows, "each C on its own ground; as delivered")

    def table(self) -> Table:
        """Return one row an order: what it delivers, and which rule is to blame for the rest."""
        rows = []
        for found in self.assessments:
            outcome = found.outcome
            rows.append(
                [
                    outcome.game.order.name,
                    outcome.game.order.four_c,
                    len(outcome.members),
                    found.effectiveness,
                    found.legitimacy.index,
                    found.gap,
                    outcome.needed_patience,
                    outcome.binding_state or "",
                    *(found.shortfall.share[rule] for rule in RULES),
                ]
            )
        columns = ["order", "C", "members", "E", "L", "gap", "needs patience", "of", *RULES]
        title = (
            f"{self.issue.name}: {self.stake:.2f} {self.issue.numeraire} to be gained; "
            f"as delivered, {_words(self.patience)}"
        )
        return Table(columns, rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the document that ``fourcs compare --json`` prints."""
        found: dict[str, Any] = plain(
            {
                "schema": 1,
                "issue": self.issue.name,
                "numeraire": self.issue.numeraire,
                "reference": self.issue.reference_concept,
                "stake": self.stake,
                "patience": self.patience,
                "foresight": self.foresight,
                "fallback": self.fallback,
                "frontier": self.frontier,
                "designs": [assessment.to_dict() for assessment in self.assessments],
                **self._ranking(),
            }
        )
        return found

    def _ranking(self) -> dict[str, Any]:
        """Return the orders by what serves one state, if its view was asked for."""
        if self.view is None:
            return {}
        rows = self.view_table().rows
        ranking = [{"order": row[0], "gain": row[2]} for row in rows]
        return {"view": {"state": self.view, "ranking": ranking}}


def _words(patience: float | Mapping[str, float]) -> str:
    return "patience by state" if isinstance(patience, Mapping) else f"patience {patience:g}"


def compare_orders(
    issue: Issue,
    orders: Sequence[Order],
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
    issue : Issue
        What is at stake.
    orders : sequence of Order
        The ways of cooperating.
    patience, foresight, fallback
        As for :func:`~gametheory_orders.solve`.
    weights : mapping of str to float
        Weights of the legitimacy index.
    view : str, optional
        A state whose own view is added: what serves it.
    agenda : Agenda, optional
        Issues over the same states, on which flexibility is judged.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> found = compare_orders(load_issue("climate"), [load_order("g6_consensus")])
    >>> round(found["g6_consensus"].effectiveness, 4)
    0.2697
    """
    games = [CooperationGame(issue, order) for order in orders]
    assessments = tuple(
        assess(
            solve(game, patience=patience, foresight=foresight, fallback=fallback),
            weights=weights,
            view=view,
            agenda=agenda,
        )
        for game in games
    )
    asked = DEFAULT_PATIENCE if patience is None else patience
    return Comparison(issue, assessments, asked, foresight, fallback, view)


__all__ = ["Comparison", "compare_orders", "stake"]
