"""The certificate of an outcome: what was checked again, from the definition, and how closely.

Builds on games and one_shot.py: it shares no code with the solvers whose answers it checks.
Compliance is rechecked one deviation at a time, in exact rational arithmetic for the
linear-quadratic public good; participation margins are recomputed.
Not here: finding anything.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gametheory_orders.foundations.tolerances import INDIFFERENT, NEAR_TIE
from gametheory_orders.games import CooperationGame, Stage
from gametheory_orders.orders import Reciprocity, Review, Sanctions, Transfers
from gametheory_orders.solvers.one_shot import one_shot_margins


def certify(
    game: CooperationGame, agreed: Stage, delivered: Stage, patience: np.ndarray, concept: Any
) -> dict[str, Any]:
    """Return the certificate of an outcome.

    Returns
    -------
    dict
        ``concept`` (in words), ``timing``, ``reaction``, ``tie_break``, ``checked`` (kind, number
        and smallest margin of the deviations), ``exact`` (whether in rational arithmetic),
        ``smallest_margin`` (in payoff units), ``holds``, ``near_tie`` (whether anything might be
        otherwise within the tolerance), and what else is known of the vote.
    """
    checked: list[dict[str, Any]] = []
    slack = INDIFFERENT * game.scales
    exact = False
    can_defect = game.order.deters and not game.order.assured and not game.issue.one_for_all
    if delivered.agreement.reached and can_defect:
        margins, exact = one_shot_margins(game, delivered.agreement, patience)
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
        "near_tie": any(entry["near_tie"] for entry in checked)
        or bool(agreed.agreement.notes.get("vote_near_tie")),
        **dict(agreed.agreement.notes),
    }


def _required(game: CooperationGame, deviation: str) -> bool:
    """Say whether the solution concept excludes a deviation, or only reports it."""
    if deviation.startswith("one-shot"):
        return True
    # Where nothing but participation enforces, or states choose, leaving is the deviation.
    return game.order.membership.held or not (game.order.deters or game.order.assured)


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


def _concept(game: CooperationGame, concept: Any) -> str:
    if game.order.assured:
        kept = "what is agreed is kept, by assumption"
    elif game.order.deters:
        kept = f"kept if no member gains by defecting once{_what_follows(game)}"
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


def _what_follows(game: CooperationGame) -> str:
    """Return what a defector must expect, in words."""
    parts = []
    rule = game.order.enforced_by(Reciprocity)
    if rule is not None:
        then = {
            "nash": "everyone on its own for ever",
            "dissolve": "the agreement ends and all do what is best for themselves",
            "renegotiation_proof": "a period of penance that no punisher would rather forgive",
        }
        if isinstance(rule.reversion, int):
            ends = "period" if rule.reversion == 1 else "periods"
            parts.append(f"then everyone on its own for {rule.reversion} {ends}, then back")
        else:
            parts.append(f"then {then[rule.reversion]}")
    if game.order.enforced_by(Sanctions) is not None:
        parts.append("sanctioned if it is seen and the body agrees")
    if game.order.enforced_by(Review) is not None:
        parts.append("at the cost of its reputation if it is seen")
    if game.order.enforced_by(Transfers) is not None:
        parts.append("without its transfer")
    return "".join(f", {part}" for part in parts)
