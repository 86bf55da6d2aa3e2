"""Checks of the claims about the charter (8 to 35).

Builds on every lower room. Not here: the claims' words (models/claims/charter.toml).
"""

from __future__ import annotations

import itertools

from gametheory_orders.measures.power import power_to_act
from gametheory_orders.orders.voting import quota_game
from gametheory_orders.solvers.expected_gridlock import expected_gridlock
from gametheory_orders.statics.claims.checks import Finding, Models, check


@check(11, vetoers=0)
def paralysis(models: Models, vetoers: int = 5) -> Finding:
    """More vetoers, less is passed, and more of the line cannot be changed."""
    members = [f"P{i}" for i in range(vetoers)] + [f"E{i}" for i in range(15 - vetoers)]
    acts, stuck = [], []
    for count in range(vetoers + 1):
        council = quota_game(members, 9, veto=members[:count])
        acts.append(float(power_to_act(council)))
        stuck.append(float(expected_gridlock(council)))
    falls = all(a > b for a, b in itertools.pairwise(acts))
    widens = all(a < b for a, b in itertools.pairwise(stuck))
    if not (vetoers and falls and widens):
        return Finding("mixed", "Without a vetoer there is nothing that one could paralyse.")
    return Finding(
        "holds",
        f"Nine of fifteen pass {acts[0]:.3f} of all votes without a veto and {acts[-1]:.3f} with "
        f"{vetoers} vetoers; the part of the line that cannot be changed grows from "
        f"{stuck[0]:.3f} to {stuck[-1]:.3f}. Both move with every single vetoer.",
    )
