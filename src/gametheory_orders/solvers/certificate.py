"""The certificate of an outcome: what was checked again, from the definition, and how closely.

Builds on games only: it shares no code with the solvers whose answers it checks. Compliance is
rechecked one deviation at a time, in exact rational arithmetic for the linear-quadratic public
good; the vote is rechecked at the agreed level; participation margins are recomputed.
Not here: finding anything.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.tolerances import INDIFFERENT, NEAR_TIE
from gametheory_orders.games import Agreement, CooperationGame, Stage
from gametheory_orders.issues import PublicGood

MOST_STATES_EXACT = 32


def certify(
    game: CooperationGame, agreed: Stage, delivered: Stage, patience: np.ndarray, concept: Any
) -> dict[str, Any]:
    """Return the certificate of an outcome.

    Returns
    -------
    dict
        ``concept`` (in words), ``timing``, ``reaction``, ``tie_break``, ``checked`` (kind, number
        and smallest margin of the deviations), ``exact`` (whether in rational arithmetic),
        ``smallest_margin`` (in payoff units), ``holds``, and what else is known of the vote.
    """
    checked: list[dict[str, Any]] = []
    slack = INDIFFERENT * game.scales
    exact = False
    if delivered.agreement.reached and game.order.reciprocal and not game.order.assured:
        margins, exact = _defections(game, delivered, patience)
        checked.append(_entry("one-shot defection of a member", margins, slack))
    moves = {"leaving alone": delivered.leave_payoffs, "joining alone": delivered.join_payoffs}
    for deviation, payoffs in moves.items():
        if not np.isnan(payoffs).all():
            checked.append(_entry(deviation, delivered.payoffs - payoffs, slack))
    must = [entry for entry in checked if _required(game, entry["deviation"])]
    return {
        "concept": _concept(game, concept),
        "timing": f"membership, then decision, then compliance; {game.issue.outsiders_act}",
        "reaction": game.order.membership.reaction,
        "tie_break": "an indifferent state joins, stays, complies and does not block",
        "checked": checked,
        "exact": exact,
        "smallest_margin": min((entry["smallest_margin"] for entry in must), default=None),
        "holds": all(entry["holds"] for entry in must),
        **dict(agreed.agreement.notes),
    }


def _required(game: CooperationGame, deviation: str) -> bool:
    """Say whether the solution concept excludes a deviation, or only reports it."""
    if deviation.startswith("one-shot"):
        return True
    # Where nothing but participation enforces, or states choose, leaving is the deviation.
    return game.order.membership.endogenous or not (game.order.reciprocal or game.order.assured)


def _entry(deviation: str, margins: np.ndarray, slack: np.ndarray) -> dict[str, Any]:
    """Return what a check found; NaN margins are states that the deviation is not open to."""
    open_to = ~np.isnan(margins)
    margins, slack = margins[open_to], slack[open_to]
    return {
        "deviation": deviation,
        "number": len(margins),
        "smallest_margin": float(margins.min()),
        "holds": bool((margins >= -slack).all()),
        "near_tie": bool((np.abs(margins) <= NEAR_TIE * slack).any()),
    }


def _defections(
    game: CooperationGame, delivered: Stage, patience: np.ndarray
) -> tuple[np.ndarray, bool]:
    """Return C_i - (1 - d_i) D_i - d_i P_i for each member, NaN outside, by definition."""
    agreement = delivered.agreement
    free = agreement.exempt if agreement.exempt is not None else np.zeros(game.world.n, dtype=bool)
    states = [int(i) for i in np.flatnonzero(agreement.members & ~free)]
    if isinstance(game.issue, PublicGood) and game.world.n <= MOST_STATES_EXACT:
        exact = _exact_defections(game, agreement, states, patience)
        return exact + patience * game.side_payments(agreement.members), True
    issue = game.issue
    side = game.side_payments(agreement.members)
    out = np.full(game.world.n, np.nan)
    for i in states:
        alone = agreement.actions.copy()
        alone[i] = issue.best_reply(i, agreement.actions)
        comply = issue.payoffs(agreement.actions)[i] + side[i]
        defect = issue.payoffs(alone)[i] + side[i]
        out[i] = comply - (1 - patience[i]) * defect - patience[i] * game.reference_payoffs[i]
    return out, False


def _exact_defections(
    game: CooperationGame, agreement: Agreement, states: list[int], patience: np.ndarray
) -> np.ndarray:
    issue = game.issue
    assert isinstance(issue, PublicGood)
    s = [Fraction(float(x)) for x in issue.stakes]
    k = [Fraction(float(x)) for x in issue.capacities]
    q = [Fraction(float(x)) for x in agreement.actions]
    total = sum(q, Fraction(0))
    alone = sum((a * b for a, b in zip(s, k, strict=True)), Fraction(0))
    out = np.full(game.world.n, np.nan)
    for i in states:
        d = Fraction(float(patience[i]))
        best = s[i] * k[i]
        comply = s[i] * total - q[i] ** 2 / (2 * k[i])
        defect = s[i] * (total - q[i] + best) - best**2 / (2 * k[i])
        reversion = s[i] * alone - best**2 / (2 * k[i])
        out[i] = float(comply - (1 - d) * defect - d * reversion)
    return out


def _concept(game: CooperationGame, concept: Any) -> str:
    if game.order.assured:
        kept = "what is agreed is kept, by assumption"
    elif game.order.reciprocal:
        kept = "kept if no member gains by defecting once, then everyone on its own for ever"
    else:
        kept = "kept if no member gains by leaving"
    fall = {
        "deepest_kept": "else the deepest agreement below it that is kept",
        "best_kept": "else what the decision rule picks among kept agreements",
        "exempt": "else whoever would not keep it is exempt",
    }[concept.fallback]
    if concept.foresight == "naive":
        fall = "else everyone on its own"
    return f"{kept}; {fall}"
