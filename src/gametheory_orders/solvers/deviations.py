"""What a member could do instead of keeping an agreement, and what that is worth to it.

Builds on games. A deviation gives each member's margin of keeping: comply * C_i + defect * D_i +
constant_i, where C_i is its payoff when all comply and D_i when it alone best-responds. The
margin is zero where the member is indifferent. Not here: which agreements pass (compliance.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gametheory_orders.games import CooperationGame


@dataclass(frozen=True, eq=False)
class Deviation:
    """A deviation whose margin is linear in the payoffs of complying and of defecting.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    members : bool array, shape (n,)
        Who could deviate; others have margin infinity.
    comply : float
        Weight of C_i.
    defect : array, shape (n,)
        Weight of D_i.
    constant : array, shape (n,)
        What does not depend on the agreement.
    """

    game: CooperationGame
    members: np.ndarray
    comply: float
    defect: np.ndarray
    constant: np.ndarray

    @property
    def share(self) -> np.ndarray:
        """Share of the others' cooperation that a deviator loses, shape (n,)."""
        return 1.0 + self.defect

    def on_payoffs(self, comply: np.ndarray, defect: np.ndarray) -> np.ndarray:
        """Return margins, shape (..., n), from payoffs without side payments."""
        margin = self.comply * comply + self.defect * defect + self.constant
        return np.asarray(np.where(self.members, margin, np.inf))

    def margins(self, actions: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Return each state's margin at actions, shape (n,); infinite outside."""
        issue = self.game.issue
        return self.on_payoffs(issue.payoffs(actions), issue.deviation_payoffs(actions))


def defection(game: CooperationGame, members: np.ndarray, patience: np.ndarray) -> Deviation:
    """Return the deviation under reciprocity: defect once, then everyone is on its own.

    A member keeps its word iff C_i >= (1 - d_i) D_i + d_i P_i, with P_i the reference.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    members : bool array, shape (n,)
        Who is bound.
    patience : array, shape (n,)
        Patience d_i of each state.
    """
    side = game.side_payments(members)
    constant = patience * (side - game.reference_payoffs)
    return Deviation(game, members, 1.0, patience - 1.0, constant)


@dataclass(frozen=True, eq=False)
class Leaving(Deviation):
    """Leaving for good: announced, permanent, and the rest react.

    Parameters
    ----------
    weights_stay : bool
        Whether the rest keep their pledge weights (they pledge anew for one member less).
    """

    weights_stay: bool = False

    @classmethod
    def to_fixed(cls, game: CooperationGame, members: np.ndarray, outside: np.ndarray) -> Leaving:
        """Return leaving to payoffs, shape (n,), that do not depend on the agreement."""
        constant = np.where(members, game.side_payments(members) - outside, 0.0)
        return cls(game, members, 1.0, np.zeros(game.world.n), constant)

    @classmethod
    def from_kept(cls, game: CooperationGame, members: np.ndarray) -> Leaving:
        """Return leaving while the rest keep their actions."""
        constant = game.side_payments(members) - outside_side(game, members)
        constant = constant + game.order.membership.exit_cost
        return cls(game, members, 1.0, -np.ones(game.world.n), constant)

    @classmethod
    def with_weights(cls, game: CooperationGame, members: np.ndarray) -> Leaving:
        """Return leaving while the rest keep their pledge weights."""
        constant = game.side_payments(members) - outside_side(game, members)
        constant = constant + game.order.membership.exit_cost
        return cls(game, members, 1.0, np.zeros(game.world.n), constant, weights_stay=True)

    def margins(self, actions: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Return each state's margin at actions, shape (n,)."""
        if not self.weights_stay:
            return super().margins(actions)
        assert weights is not None
        issue = self.game.issue
        stay = issue.payoffs(actions) + self.constant
        leave = issue.leaving_payoffs(self.members, weights)
        return np.where(self.members, stay - leave, np.inf)


def outside_side(game: CooperationGame, members: np.ndarray) -> np.ndarray:
    """Return the side payment of each member if it alone were outside, shape (n,)."""
    out = np.zeros(game.world.n)
    for state in np.flatnonzero(members):
        rest = members.copy()
        rest[state] = False
        if rest.any():
            out[state] = game.side_payments(rest)[state]
    return out
