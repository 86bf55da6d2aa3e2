"""The check of claim 104: whether effectiveness calls for few, and legitimacy for many.

Consensus that each of k members accepts with chance a brings a^k E(k), E(k) the share of the
possible gain if k of n equal states act jointly. One more member helps iff a > E(k - 1) / E(k),
and that ratio rises with k, so that the last one decides whether all are best. Under a quota the
chance that enough accept takes the place of a^k; pledges ask for the most that k members keep.
Builds on every lower room. Not here: the claim's words (models/claims/coalition.toml).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gametheory_orders.foundations.tolerances import WHOLE
from gametheory_orders.games import CooperationGame
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.measures.legitimacy import legitimacy
from gametheory_orders.solvers.breadth_depth import breadth_depth
from gametheory_orders.solvers.solve import solve
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.coalition_worlds import by_size_of_equals

ACCEPTANCE = (0.7, 0.8, 0.9, 0.95, 0.97, 0.99)
WAYS = ("consensus", "majority", "pledges")


def enough_accept(n: int, acceptance: float) -> np.ndarray:
    """Return the chance that at least q of k accept, shape (n + 1, n + 2) over k and q."""
    exactly = np.zeros((n + 1, n + 2))
    exactly[0, 0] = 1.0
    for k in range(1, n + 1):
        exactly[k] = (1 - acceptance) * exactly[k - 1]
        exactly[k, 1:] += acceptance * exactly[k - 1, :-1]
    return np.asarray(np.cumsum(exactly[:, ::-1], axis=1)[:, ::-1])


def needed_votes(n: int, share: float) -> np.ndarray:
    """Return the votes of k members that a share means, k = 0 to n: all for 1, else above it."""
    k = np.arange(n + 1)
    return k if share == 1 else np.minimum(np.floor(share * k + WHOLE).astype(int) + 1, k)


def best_number(n: int, acceptance: float, share: float) -> int:
    """Return the number of equal states that brings most if a share of them must accept."""
    passes = enough_accept(n, acceptance)[np.arange(n + 1), needed_votes(n, share)]
    return int(np.argmax(passes * by_size_of_equals(n)))


def where_all_are_best(n: int) -> float:
    """Return the acceptance from which on consensus of all n does most: E(n - 1) / E(n)."""
    share = by_size_of_equals(n)
    return float(share[n - 1] / share[n])


def largest_share(n: int, acceptance: float) -> float:
    """Return the largest share of votes, in n-ths, under which all n do most; 0 if none."""
    passes, share = enough_accept(n, acceptance), by_size_of_equals(n)
    for votes in range(n - 1, n // 2 - 1, -1):
        chance = passes[np.arange(n + 1), needed_votes(n, votes / n)]
        if int(np.argmax(chance * share)) == n:
            return votes / n
    return 0.0


def where_majority_wants_all(n: int) -> float:
    """Return the acceptance from which on all n do most under majority, to 1e-4."""
    low, high = 0.0, 1.0
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (low, middle) if best_number(n, middle, 0.5) == n else (middle, high)
    return high


def _pledges_rise(n: int) -> bool:
    # Up to three members full ambition holds; from there on each further one asks for less.
    brings = [share for _, _, share in breadth_depth(n).rows]
    return all(a < b for a, b in pairwise(brings))


@check(104, ways=("majority", "pledges"))
def modest_size(models: Models, n: int = 193, ways: tuple[str, ...] = WAYS) -> Finding:
    """Find the best number by way of deciding, and the acceptance at which it is everyone."""
    best = {}
    if "consensus" in ways:
        best["consensus"] = [best_number(n, a, 1.0) for a in ACCEPTANCE]
    if "majority" in ways:
        best["majority"] = [best_number(n, a, 0.5) for a in ACCEPTANCE]
    if "pledges" in ways:
        best["pledges"] = [n if _pledges_rise(n) else 3] * len(ACCEPTANCE)
    counted = "; ".join(f"{way} {', '.join(map(str, sizes))}" for way, sizes in best.items())
    chances = ", ".join(f"{a:g}" for a in ACCEPTANCE)
    figures = (
        f"Of {n} equal states the best number is, by chance of acceptance {chances}: {counted}."
    )
    modest = {way: max(sizes) < n for way, sizes in best.items()}
    broad = {way: best[way][0] for way, small in modest.items() if not small}
    if not any(modest.values()):
        return Finding("fails", figures, counterexample=broad)
    if not broad:
        return Finding("holds", figures)
    level, effective, legitimate = _on_climate(models)
    return Finding(
        "holds_if",
        f"{figures} On climate consensus of 4, 6 and 15 regions brings {effective}, with a "
        f"legitimacy of {legitimate}: there the six do more than all only if each region accepts "
        f"with a chance below {level:.3f}.",
        f"everyone must accept, and each does with a chance below {where_all_are_best(n):.4f}; or "
        "a vote needs about as large a share as would accept: where each accepts with a chance of "
        f".9, more than {largest_share(n, 0.9):.2f} of the votes, and by majority where each "
        f"accepts with one below {where_majority_wants_all(n):.3f}",
        broad,
    )


def _on_climate(models: Models) -> tuple[float, str, str]:
    """Return the acceptance at which six and fifteen regions do equally well, and both measures."""
    issue = models.issue("climate")
    names = ("club_consensus", "g6_consensus", "charter_unanimity")
    found = [solve(CooperationGame(issue, models.order(name))) for name in names]
    brings = [effectiveness(each.game, each.delivered.payoffs) for each in found]
    index = [legitimacy(each.game, each.delivered).index for each in found]
    # Six at their chance of agreeing and all at theirs do equally well.
    numbers = [len(each.members) for each in found]
    level = (brings[1] / brings[2]) ** (1 / (numbers[2] - numbers[1]))
    effective = ", ".join(f"{share:.3f}" for share in brings)
    return level, effective, ", ".join(f"{each:.2f}" for each in index)
