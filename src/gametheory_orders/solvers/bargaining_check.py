"""The check of a bargaining equilibrium, from the definition.

Builds on votes.py; shares no code with the solver whose answers it checks.
Not here: finding an equilibrium (bargaining_market.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from gametheory_orders.foundations.tolerances import BARGAINING
from gametheory_orders.solvers.votes import Wins, coalitions_of, counts_of


def check_bargaining(
    rule: Wins,
    groups: Sequence[np.ndarray],
    values: np.ndarray,
    *,
    patience: np.ndarray,
    recognition: np.ndarray,
    coalitions: Sequence[Sequence[tuple[Sequence[int], float]]],
) -> dict[str, Any]:
    """Check a stationary equilibrium from the definition, sharing nothing with the solver.

    Parameters
    ----------
    rule : object with ``voters`` and ``wins``
        The rule.
    groups : sequence of arrays
        Positions of equal members.
    values, patience, recognition : array, shape (n,)
        By member.
    coalitions : sequence
        For each group, what its members buy as proposers: numbers by type, and probability.

    Returns
    -------
    dict
        ``holds``; ``value_error`` (largest difference between a value and what the strategies
        bring); ``dearer_by`` (largest excess of a coalition in use over the cheapest winning
        one); ``smallest_margin`` (of a proposer, over waiting); ``coalitions_checked``.
    """
    n = len(values)
    price = patience * values
    got = np.zeros(n)
    dearer, margin, every = 0.0, math.inf, True
    counts = counts_of(groups)
    winning = counts[np.asarray(rule.wins(coalitions_of(counts, groups, n)), dtype=bool)]
    per_type = np.array([price[group[0]] for group in groups])
    for t, group in enumerate(groups):
        chance = float(recognition[group[0]])
        if chance == 0:
            continue
        own = per_type[t]
        with_it = winning[winning[:, t] >= 1]
        least = float((with_it @ per_type).min() - own)
        margin = min(margin, 1 - least - own)
        every &= abs(sum(weight for _, weight in coalitions[t]) - 1) <= BARGAINING
        for row, weight in coalitions[t]:
            members = np.asarray(row)
            every &= bool((winning == members).all(axis=1).any()) and weight >= 0
            cost = float(members @ per_type - own)
            dearer = max(dearer, cost - least)
            got[group] += chance * weight * (1 - cost)
            for s, other in enumerate(groups):
                # Each of the proposers in this group buys members of the other at random.
                each = members[s] * len(group) / len(other)
                share = float(members[s] - 1) if s == t else float(each)
                got[other] += chance * weight * share * per_type[s]
    error = float(np.abs(got - values).max())
    return {
        "holds": bool(
            every and error <= BARGAINING and dearer <= BARGAINING and margin >= -BARGAINING
        ),
        "value_error": error,
        "dearer_by": dearer,
        "smallest_margin": margin,
        "coalitions_checked": len(winning),
        "tolerance": BARGAINING,
        "exact": False,
        "tie_break": "an indifferent member accepts",
    }
