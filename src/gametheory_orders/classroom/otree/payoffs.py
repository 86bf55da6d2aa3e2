"""The payoffs of an issue as plain numbers, for an app that runs without this package.

Builds on issues and orders. Each family is written as the figures of its formula; the formula
itself stands in project/rules.py.txt, and the tests hold the two together on random actions.
Not here: who decides what (plan.py).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import plain
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import CollectiveAction, Issue, MatrixGame, PublicGood, SpatialPolicy
from gametheory_orders.issues.goods.benefit import (
    Benefit,
    DamageBenefit,
    LinearBenefit,
    QuadraticBenefit,
)
from gametheory_orders.issues.goods.cost import (
    Cost,
    CubicCost,
    LinearCost,
    PowerCost,
    TwoStepCost,
)
from gametheory_orders.issues.goods.shared_good import SharedGood
from gametheory_orders.issues.goods.threshold import ThresholdGood
from gametheory_orders.issues.rivalrous_good import RivalrousGood
from gametheory_orders.issues.rivalry import rivalry_weights
from gametheory_orders.issues.spillover import spills
from gametheory_orders.orders import Exclusion, Penalty, Tariff, Transfers

MOST_CELLS = 20_000
"""Cells of a payoff table that are still written into an app."""


@singledispatch
def payoff_figures(issue: Issue) -> dict[str, Any]:
    """Return the figures of an issue's payoff formula.

    Raises
    ------
    ModelError
        If the family has no formula in the exported app.

    Examples
    --------
    >>> from gametheory_orders import SpatialPolicy, World
    >>> policy = SpatialPolicy(World(["A", "B"], {"ideal_point": [0.0, 1.0]}), status_quo=0.5)
    >>> payoff_figures(policy)["ideal_point"]
    [0.0, 1.0]
    """
    found = f"the family {issue.family!r} ({type(issue).__name__})"
    raise ModelError("issue", found, "a family whose payoffs an app can work out")


@payoff_figures.register
def _(issue: PublicGood) -> dict[str, Any]:
    return _quadratic_sum(issue.stakes, issue.capacities)


@payoff_figures.register
def _(issue: RivalrousGood) -> dict[str, Any]:
    return _quadratic_sum(issue.good.stakes, issue.good.capacities)


def _quadratic_sum(stakes: np.ndarray, capacities: np.ndarray) -> dict[str, Any]:
    cost = PowerCost(np.full(len(stakes), np.inf), capacities, np.ones(len(stakes)))
    return _good("sum", stakes, LinearBenefit(), cost)


@payoff_figures.register
def _(issue: SharedGood) -> dict[str, Any]:
    found = _good(issue.technology, issue.stakes, issue.curve, issue.costs)
    if isinstance(issue, ThresholdGood):
        found |= {
            "threshold": float(issue.threshold),
            "below": issue.below,
            "loss": _numbers(issue.losses),
        }
    return found


@payoff_figures.register
def _(issue: CollectiveAction) -> dict[str, Any]:
    return {
        "kind": "collective",
        "benefit": _numbers(issue.benefits),
        "cost": _numbers(issue.costs),
        "weight": _numbers(issue.weights),
        "result": issue.result,
        "threshold": float(issue.threshold),
        "shared": float(issue.shared),
    }


@payoff_figures.register
def _(issue: SpatialPolicy) -> dict[str, Any]:
    return {
        "kind": "policy",
        "ideal_point": _numbers(issue.ideal_points),
        "salience": _numbers(issue.salience),
        "status_quo": float(issue.status_quo),
        "loss": issue.loss,
    }


@payoff_figures.register
def _(issue: MatrixGame) -> dict[str, Any]:
    cells = int(np.asarray(issue.tables[0]).size)
    if cells > MOST_CELLS:
        raise ModelError("issue.payoffs", f"{cells} cells", f"at most {MOST_CELLS} for an app")
    return {"kind": "table", "tables": [np.asarray(table).tolist() for table in issue.tables]}


def _good(technology: str, stakes: np.ndarray, benefit: Benefit, cost: Cost) -> dict[str, Any]:
    return {
        "kind": "good",
        "technology": technology,
        "stake": _numbers(stakes),
        "benefit": _benefit(benefit),
        "cost": _cost(cost),
    }


def _benefit(benefit: Benefit) -> dict[str, Any]:
    if isinstance(benefit, LinearBenefit):
        return {"kind": "linear"}
    if isinstance(benefit, QuadraticBenefit):
        return {"kind": "quadratic", "satiation": float(benefit.satiation)}
    if isinstance(benefit, DamageBenefit):
        baseline, exponent = float(benefit.baseline), float(benefit.exponent)
        return {"kind": "damage", "baseline": baseline, "exponent": exponent}
    return {"kind": "log"}


COST_FIGURES: dict[type[Cost], tuple[str, tuple[str, ...]]] = {
    PowerCost: ("power", ("capacity", "unit_cost")),
    CubicCost: ("cubic", ("capacity", "cubic")),
    LinearCost: ("linear", ("unit_cost",)),
    TwoStepCost: ("two_step", ("capacity", "unit_cost", "dear_cost")),
}


def _cost(cost: Cost) -> dict[str, Any]:
    kind, columns = COST_FIGURES.get(type(cost), ("income", ("income", "unit_cost")))
    found: dict[str, Any] = {
        "kind": kind,
        **{name: _numbers(getattr(cost, name)) for name in columns},
    }
    if isinstance(cost, PowerCost):
        found["exponent"] = float(cost.exponent)
    return found


def rivalry_figures(issue: Issue) -> list[float] | None:
    """Return each state's weight on the others' mean payoff, or None."""
    weights = rivalry_weights(issue.world)
    return None if weights is None else _numbers(weights)


def side_figures(game: CooperationGame) -> dict[str, Any]:
    """Return the figures of what enforcement and spillovers add to payoffs.

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> side_figures(load_game("climate", "club_tariff_2"))["tariff"]["rate"]
    0.02
    """
    readers: dict[type, Callable[[Any, CooperationGame], Any]] = {
        Tariff: _tariff,
        Penalty: lambda rule, game: _numbers(rule.by_state(game.world)),
        Exclusion: lambda rule, game: float(rule.share),
        Transfers: _parts,
    }
    names = {Tariff: "tariff", Penalty: "penalty", Exclusion: "exclusion", Transfers: "transfers"}
    found: dict[str, Any] = dict.fromkeys([*names.values(), "spillover"])
    for kind, read in readers.items():
        rule = game.order.enforced_by(kind)
        if rule is not None:
            found[names[kind]] = read(rule, game)
    if spills(game.issue):
        found["spillover"] = _numbers(game.world.columns["spillover"])
    return found


def _tariff(rule: Tariff, game: CooperationGame) -> dict[str, Any] | None:
    trade = game.issue.trade
    if trade is None or not rule.rate:
        return None
    return {
        "rate": float(rule.rate),
        "imports": np.asarray(trade.imports).tolist(),
        "gain": _numbers(trade.gain),
        "loss": _numbers(trade.loss),
    }


def _parts(rule: Transfers, game: CooperationGame) -> list[float]:
    """Return what each member's share of the joint gain is in proportion to."""
    everyone = np.ones(game.world.n, dtype=bool)
    return _numbers(rule.shares(game.issue, everyone))


def _numbers(values: np.ndarray) -> list[float]:
    found: list[float] = plain(np.asarray(values, dtype=float))
    return found
