"""The other virtues, so that each C is judged on its own ground: capability, solidarity.

Builds on games. The charter's own virtue, legitimacy, is in legitimacy.py; the coalition's,
flexibility, needs an agenda of several issues (agenda.py) and is undefined on one. A virtue
whose figure is missing is NaN with the reason beside it. Not here: any ranking of the virtues.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games import CooperationGame, Stage

CAPABILITY_COLUMNS = ("capability", "cinc", "gdp")
"""Columns that capability is measured by, the first that the world has without blanks."""


@dataclass(frozen=True)
class Virtues(Result):
    """What each C is praised for, beside legitimacy.

    Parameters
    ----------
    values : mapping of str to float
        ``capability``: the members' share of a column; ``solidarity``: one minus the mean
        distance of ideal points among members over that among all states;
        ``solidarity_votes``: share of the voters who support what is agreed; ``flexibility``.
        NaN where undefined.
    why : mapping of str to str
        Why a virtue is undefined.
    capability_column : str or None
        What capability is measured by.
    """

    values: Mapping[str, float]
    why: Mapping[str, str]
    capability_column: str | None

    def __getitem__(self, name: str) -> float:
        return self.values[name]

    def table(self) -> Table:
        """Return one row a virtue."""
        rows = [[name, value, self.why.get(name, "")] for name, value in self.values.items()]
        return Table(["virtue", "value", "remark"], rows, "virtues")

    def to_dict(self) -> dict[str, object]:
        """Return the virtues; an undefined one is null with its reason beside it."""
        out: dict[str, object] = dict(self.values)
        out |= {f"{name}_why": reason for name, reason in self.why.items()}
        out["capability_column"] = self.capability_column
        found: dict[str, object] = plain(out)
        return found


def virtues(game: CooperationGame, stage: Stage, flexibility: float | None = None) -> Virtues:
    """Return capability, solidarity and flexibility of an agreement.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    stage : Stage
        As agreed or as delivered.
    flexibility : float, optional
        Of the order over an agenda, as :func:`~gametheory_orders.flexibility` finds it.

    Examples
    --------
    >>> from gametheory_orders import load_game, solve
    >>> outcome = solve(load_game("climate", "g6_consensus"))
    >>> found = virtues(outcome.game, outcome.delivered)
    >>> round(found["capability"], 2), found.capability_column
    (0.65, 'gdp')
    """
    world, members = game.world, stage.agreement.members
    values: dict[str, float] = {}
    why: dict[str, str] = {}

    def enter(name: str, value: float, reason: str) -> None:
        values[name] = value
        if math.isnan(value):
            why[name] = reason

    column = next((name for name in CAPABILITY_COLUMNS if world.has(name)), None)
    share = math.nan
    if column is not None and world.columns[column].sum() > 0:
        share = float(world.columns[column][members].sum() / world.columns[column].sum())
    enter("capability", share, f"no column of {', '.join(CAPABILITY_COLUMNS)} without blanks")
    enter("solidarity", *_closeness(game, members))
    supporters = stage.agreement.supporters
    voted = game.order.votes
    unity = math.nan
    if voted is not None and supporters is not None:
        voters = voted.voters(world, members)
        unity = float(supporters[voters].mean())
    enter("solidarity_votes", unity, "nobody voted on it")
    over = math.nan if flexibility is None else float(flexibility)
    enter("flexibility", over, "needs an agenda of several issues")
    return Virtues(values, why, column)


def _closeness(game: CooperationGame, members: np.ndarray) -> tuple[float, str]:
    """Return one minus the members' mean distance over the world's, or why not."""
    world = game.world
    if not world.has("ideal_point"):
        return math.nan, "the world has no column 'ideal_point' without blanks"
    points = world.columns["ideal_point"]
    if members.sum() < 2:
        return math.nan, "fewer than two members"
    among_all = _mean_distance(points)
    if among_all == 0:
        return math.nan, "all states have the same ideal point"
    return 1.0 - _mean_distance(points[members]) / among_all, ""


def _mean_distance(points: np.ndarray) -> float:
    """Return the mean distance of two different points."""
    n = len(points)
    return float(np.abs(points[:, None] - points).sum() / (n * (n - 1)))
