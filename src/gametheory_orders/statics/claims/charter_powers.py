"""Checks of the claims about the charter: a vacuum that is filled, and who pays.

Builds on every lower room. Not here: the Council (charter.py), secretariats and sovereignty
(charter_agents.py).
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.foundations.tolerances import CLAIM
from gametheory_orders.issues import public_good
from gametheory_orders.solvers.agenda import agenda_setter
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.small_worlds import (
    good_of,
    states,
)
from gametheory_orders.worlds import World


@check(17, benefit="linear")
def vacuum(models: Models, benefit: str = "quadratic") -> Finding:
    """Check that a rival does more as the leader does less, and moves the agenda its way."""
    settings = {"benefit": benefit} | ({"satiation": 10.0} if benefit == "quadratic" else {})
    duel = good_of([1.0, 1.0], settings=settings)
    efforts = [float(duel.best_reply(1, np.array([led, 0.0]))) for led in (4.0, 2.0, 0.0)]
    world = models.issue("aggression").world
    points = dict(zip(world.ids, world.columns["ideal_point"].tolist(), strict=True))
    start = float(np.median(list(points.values()))) + 1.0
    us, china = (agenda_setter("majority", points, name, start).policy for name in ("USA", "CHN"))
    cost = abs(china - points["USA"]) - abs(us - points["USA"])
    evidence = (
        f"As the leader's effort falls from 4 to 2 and 0 its rival's rises from {efforts[0]:.2f} "
        f"to {efforts[1]:.2f} and {efforts[2]:.2f}. In the Assembly, on the ideal points of 2012, "
        f"an agenda set by China rather than the United States moves what is decided {cost:.2f} "
        "further from the latter."
    )
    fills = efforts[0] < efforts[1] < efforts[2]
    return Finding("holds" if fills and cost > 0 else "mixed", evidence)


@check(18, incomes=(8.0, 8.0, 8.0))
def relative_bargain(models: Models, incomes: tuple[float, ...] = (10.0, 8.0, 6.0)) -> Finding:
    """Check that the largest pays more than its part, and still gains over paying alone."""

    def alliance(values: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
        n = len(values)
        figures = {"stake": [0.5] * n, "unit_cost": [0.5] * n, "income": list(values)}
        issue = public_good(
            World(states(n), {k: np.array(v) for k, v in figures.items()}),
            benefit="log",
            cost="income",
        )
        paid = issue.reference()
        return paid, issue.payoffs(paid)

    paid, worth = alliance(incomes)
    _, alone = alliance(incomes[:1])
    share, part = float(paid[0] / paid.sum()), 1 / len(incomes)
    gain = float(worth[0] - alone[0])
    world = models.issue("aggression").world
    gdp = world.columns["gdp"]
    of_gdp = float(gdp[world.index("USA")] / gdp.sum())
    evidence = (
        f"Of three with incomes {', '.join(f'{x:.0f}' for x in incomes)} who share one good, the "
        f"largest pays {share:.2f} and has {part:.2f} of the benefit; it is still better off by "
        f"{gain:.3f} than alone. The United States has {of_gdp:.3f} of the income of 193 states, "
        "against an assessed share of 0.22 in the regular budget and about 0.28 in peacekeeping."
    )
    return Finding("holds" if share > part + CLAIM and gain > 0 else "mixed", evidence)
