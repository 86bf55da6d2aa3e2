"""Needed patience: how much the future must count for each member to keep an agreement.

Builds on games and reversion.py. d_i = (D_i - C_i) / (D_i - P_i) under reversion for ever with
perfect monitoring (theory L6 for the linear-quadratic good); the rule says it for the others.
Not here: any profile of a stage game (critical_patience.py).
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.foundations.tolerances import INDIFFERENT
from gametheory_orders.games import Agreement, Compliance, CooperationGame
from gametheory_orders.orders import Reciprocity
from gametheory_orders.solvers.deviations import Deviation
from gametheory_orders.solvers.reversion import Renegotiation, reversion_payoffs


def needed_patience(game: CooperationGame, agreement: Agreement) -> np.ndarray:
    """Return each member's needed patience, shape (n,); 0 outside, infinite if never kept.

    Where the order has no reciprocity, that of one for ever beside its other rules.

    Examples
    --------
    >>> from gametheory_orders import CooperationGame, PublicGood, World, charter
    >>> from gametheory_orders.solvers.agreement import agree
    >>> world = World(["A", "B"], {"stake": [1.0, 1.0], "capacity": [1.0, 1.0]})
    >>> game = CooperationGame(PublicGood(world), charter(quota="unanimity"))
    >>> needed_patience(game, agree(game, game.members)).tolist()
    [0.5, 0.5]
    """
    rule = game.order.enforced_by(Reciprocity) or Reciprocity()
    bound = bound_by(agreement)
    if rule.reversion == "renegotiation_proof":
        special = Renegotiation(game, agreement.members, np.zeros(game.world.n))
        return np.where(bound, special.needed_patience(agreement.actions), 0.0)
    gain, losses = _gains(game, agreement)
    comply = game.payoffs(agreement.actions, agreement.members)
    worth = comply - reversion_payoffs(game, agreement.actions)
    slack = INDIFFERENT * game.scales
    net = gain - losses
    found = rule.needed_patience(game.world, net, worth + net, slack)
    return np.where(bound, found, 0.0)


def bound_by(agreement: Agreement) -> np.ndarray:
    """Return the members who have to keep the agreement, shape (n,)."""
    if agreement.exempt is None:
        return agreement.members
    return np.asarray(agreement.members & ~agreement.exempt)


def _gains(game: CooperationGame, agreement: Agreement) -> tuple[np.ndarray, np.ndarray]:
    """Return what defecting brings at once, and what a defector must expect to lose at once."""
    side = game.members_side(agreement.members)
    comply = game.payoffs(agreement.actions, agreement.members)
    gain = game.issue.deviation_payoffs(agreement.actions) + side - comply
    return gain, game.order.losses(game.world, agreement.members)


def compliance_records(
    game: CooperationGame, agreement: Agreement, patience: np.ndarray, deviation: Deviation
) -> tuple[Compliance, ...]:
    """Return what each member gains and loses by breaking an agreement, in the world's order.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    agreement : Agreement
        What was agreed.
    patience : array, shape (n,)
        Patience by state.
    deviation : Deviation
        What a member could do instead, from the order's rules.
    """
    if not agreement.reached:
        return ()
    gain, losses = _gains(game, agreement)
    after = game.payoffs(agreement.actions, agreement.members)
    worth = after - reversion_payoffs(game, agreement.actions)
    margins = deviation.margins(agreement.actions, agreement.weights)
    keeps = margins >= -INDIFFERENT * game.scales
    beyond = game.order.beyond_reach(game.world, agreement.members)
    reciprocal = game.order.reciprocal
    needed = needed_patience(game, agreement) if reciprocal else np.zeros(game.world.n)
    return tuple(
        Compliance(
            state=game.world.ids[i],
            gain=float(gain[i]),
            expected_loss=float(losses[i]),
            loss_from_reversion=float(worth[i]) if reciprocal else None,
            needed_patience=float(needed[i]) if reciprocal else None,
            patience=float(patience[i]) if reciprocal else None,
            margin=float(margins[i]) if np.isfinite(margins[i]) else None,
            keeps=bool(keeps[i]),
            beyond_reach=bool(beyond[i]),
        )
        for i in np.flatnonzero(bound_by(agreement)).tolist()
    )
