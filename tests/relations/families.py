"""Every payoff family told anew, by itself and under an order that all belong to."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

import gametheory_orders as gto
from gametheory_orders.issues import Issue
from gametheory_orders.issues.public_good import PublicGood
from gametheory_orders.measures.effectiveness import effectiveness
from relations import Answer, Fact, Kind, Subject
from relations.figures import RELATIONS, Figures, figures


def _world(case: Figures, **columns: dict[str, Any]) -> gto.World:
    arrays = {
        name: np.array([float(x) for x in values.values()]) for name, values in columns.items()
    }
    return gto.World(case.states, arrays)


def _linear_quadratic(case: Figures) -> Issue:
    return PublicGood(_world(case, stake=case.paid(0), capacity=case.by(1, 1 / case.money)))


def _technology(technology: str, **settings: Any) -> Callable[[Figures], Issue]:
    def make(case: Figures) -> Issue:
        columns = {"stake": case.paid(0), "capacity": case.by(1, 1 / case.money)}
        if technology == "threshold":
            columns |= {"stake": case.by(0, 0), "loss": case.paid(2)}
        if settings.get("cost") == "power":
            # What the cost is at the margin is paid; at which contribution, is not.
            columns |= {"capacity": case.by(1), "unit_cost": case.paid(2)}
        return gto.public_good(_world(case, **columns), technology=technology, **settings)

    return make


def _rivals(case: Figures) -> Issue:
    rivalry = {state: 0.01 * x for state, x in case.by(2).items()}
    world = _world(case, stake=case.paid(0), capacity=case.by(1, 1 / case.money), rivalry=rivalry)
    return gto.public_good(world)


def _joining(result: str) -> Callable[[Figures], Issue]:
    def make(case: Figures) -> Issue:
        world = _world(case, benefit=case.paid(0), cost=case.paid(1), weight=case.by(2))
        return gto.CollectiveAction(world, result=result, threshold=0.5)

    return make


def _table(case: Figures) -> Issue:
    """A payoff of each state for each cell that knows states by their figures only."""
    n = len(case.states)
    paid = [list(case.paid(k).values()) for k in range(3)]
    tables = []
    for i in range(n):
        table = np.empty((2,) * n)
        for cell in itertools.product((0, 1), repeat=n):
            together = sum(paid[0][j] for j in range(n) if cell[j])
            table[cell] = float(together - cell[i] * paid[1][i] + paid[2][i] * (sum(cell) == n))
        tables.append(table)
    return gto.MatrixGame(_world(case), tables=tuple(tables))


def _policy(case: Figures) -> Issue:
    """Payoffs are distances, and so counted in the unit of the line."""
    return gto.SpatialPolicy(
        _world(case, ideal_point=case.paid(0)), status_quo=float(50 * case.money)
    )


MADE: dict[str, tuple[Callable[[Figures], Issue], Any]] = {
    "public_good": (_linear_quadratic, gto.Unanimity()),
    "public_good: weakest_link": (_technology("weakest_link"), gto.Unanimity()),
    "public_good: best_shot": (_technology("best_shot"), gto.Joint()),
    "public_good: threshold": (_technology("threshold", threshold=0.8), gto.Joint()),
    "public_good: sum, power cost": (
        _technology("sum", cost="power", exponent=3.0),
        gto.Joint(),
    ),
    "public_good: rivals": (_rivals, gto.Unanimity()),
    "collective_action: threshold": (_joining("threshold"), gto.Joint()),
    "collective_action: linear": (_joining("linear"), gto.Joint()),
    "matrix_game": (_table, gto.Joint()),
    "spatial_policy": (_policy, gto.Quota(quota="2/3")),
}
"""An issue of each family, with a decision that makes sense for it."""
TOLD_TECHNOLOGIES = {"sum"} | {name.split(": ")[1] for name in MADE if ": " in name}


def _solved(make: Callable[[Figures], Issue], decision: Any) -> Callable[[Figures], Answer]:
    def answer(case: Figures) -> Answer:
        issue = make(case)
        reference, best = issue.reference(), issue.first_best()
        found = gto.solve(
            gto.CooperationGame(issue, gto.Order(gto.Universal(), decision, gto.Binding()))
        )

        def by(values: Any) -> Fact:
            return Fact(dict(zip(case.states, np.asarray(values).tolist(), strict=True)), money=1)

        return {
            "reference": by(issue.payoffs(reference)),
            "first best": by([float(issue.payoffs(best).sum())] * len(case.states)),
            "delivered": by(found.delivered.payoffs),
            "reached": Fact(found.delivered.agreement.reached),
            "effectiveness": Fact(float(effectiveness(found.game, found.delivered.payoffs))),
        }

    return answer


SUBJECTS = tuple(
    Subject(f"family {name}", _solved(make, decision), 1e-6)
    for name, (make, decision) in MADE.items()
)
KIND = Kind("payoff families", figures(), RELATIONS, SUBJECTS, 3)
