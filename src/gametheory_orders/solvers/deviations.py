"""What a member could do instead of keeping an agreement, and what that is worth to it.

Builds on games. A deviation gives each member's margin of keeping: positive where it keeps,
zero where it is indifferent. Most are linear, comply * C_i + defect * D_i + constant_i, where C_i
is its payoff when all comply and D_i when it alone best-responds: then the levels at which
somebody is indifferent are exact. Any other is evaluated through the family's protocol.
Not here: which agreements pass (compliance.py), and other reversions than for ever or for some
periods alone (reversion.py).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import numpy as np

from gametheory_orders.games import CooperationGame
from gametheory_orders.issues.levels import LevelCurve
from gametheory_orders.issues.zeros import zeros_between
from gametheory_orders.orders import Reciprocity


@dataclass(frozen=True, eq=False)
class Linear:
    """Weights of the payoffs of complying and of defecting in a margin, each of shape (n,)."""

    comply: np.ndarray
    defect: np.ndarray
    constant: np.ndarray


@dataclass(frozen=True, eq=False)
class Deviation(ABC):
    """A way not to keep an agreement.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    members : bool array, shape (n,)
        Who is bound; who could deviate is in ``open_to``, all others have margin infinity.
    """

    game: CooperationGame
    members: np.ndarray

    @property
    def linear(self) -> Linear | None:
        """The margins' weights along a level, if they are linear."""
        return None

    @property
    def open_to(self) -> np.ndarray:
        """Which members could deviate, shape (n,)."""
        return self.members

    @abstractmethod
    def margins(self, actions: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Return each state's margin at actions, shape (..., n); infinite outside.

        Parameters
        ----------
        actions : array, shape (..., n)
            What is done if all comply.
        weights : array, shape (n,), optional
            The pledge weights that led to them.
        """

    def conditions(self, actions: np.ndarray) -> np.ndarray:
        """Return what must all be zero or more along a level, shape (..., c); smooth each."""
        return self.margins(actions)

    def along(self, floor: bool, up_to: float) -> AlongLevels:
        """Return the margins along a uniform level."""
        curve = self.game.level_curve(self.members, floor, up_to)
        return AlongLevels(self, curve, floor)


@dataclass(frozen=True, eq=False)
class AlongLevels:
    """The margins of a deviation as functions of a uniform level.

    Parameters
    ----------
    deviation : Deviation
        Whose margins.
    curve : LevelCurve
        Payoffs along the level.
    floor : bool
        Whether members above the level keep their own.
    """

    deviation: Deviation
    curve: LevelCurve
    floor: bool

    def _actions(self, levels: np.ndarray) -> np.ndarray:
        issue = self.deviation.game.issue
        return issue.level_actions(self.deviation.members, levels, self.floor)

    def margins(self, levels: np.ndarray) -> np.ndarray:
        """Return each state's margin, shape (levels, n)."""
        linear = self.deviation.linear
        if linear is None:
            return self.deviation.margins(self._actions(levels))
        comply, defect = self.curve.comply(levels), self.curve.defect(levels)
        margin = linear.comply * comply + linear.defect * defect + linear.constant
        return np.where(self.deviation.open_to, margin, np.inf)

    def zeros(self) -> np.ndarray:
        """Return the levels at which some member may be indifferent."""
        linear, members = self.deviation.linear, self.deviation.open_to
        if linear is None:
            return zeros_between(
                self.curve.edges, lambda levels: self.deviation.conditions(self._actions(levels))
            )
        # States outside have no margin: only the members' roots are candidates.
        constant = np.where(members, linear.constant, np.inf)
        return self.curve.crossings(linear.comply, np.where(members, linear.defect, 0.0), constant)


@dataclass(frozen=True, eq=False)
class Defection(Deviation):
    """Breaking the agreement once, while the others keep it, and living with what follows.

    Parameters
    ----------
    linear_weights : Linear
        From :func:`defection`.
    """

    linear_weights: Linear

    @property
    def linear(self) -> Linear:
        """The margins' weights along a level."""
        return self.linear_weights

    @property
    def open_to(self) -> np.ndarray:
        """Which members could deviate, shape (n,): a state with one action cannot."""
        return np.asarray(self.members & self.game.issue.can_choose)

    def margins(self, actions: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Return each state's margin at actions, shape (..., n)."""
        comply = self.game.payoffs(actions, self.members)
        defect = self.game.issue.deviation_payoffs(actions)
        weighed = self.linear_weights
        margin = weighed.comply * comply + weighed.defect * defect + weighed.constant
        return np.where(self.open_to, margin, np.inf)


def defection(game: CooperationGame, members: np.ndarray, patience: np.ndarray) -> Deviation:
    """Return the deviation of a member that breaks its word under the order's rules.

    With reciprocity for ever and perfect monitoring it keeps it iff C_i >= (1 - d_i) D_i +
    d_i P_i, with P_i the reference; see :class:`~gametheory_orders.orders.Reciprocity` for the
    rest. Sanctions and reviews take what they can be expected to from D_i; without reciprocity
    they are all that a defector loses.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    members : bool array, shape (n,)
        Who is bound.
    patience : array, shape (n,)
        Patience d_i of each state.
    """
    rule = game.order.enforced_by(Reciprocity)
    # A defector has the side payments of the period, but no transfer, less what it must expect.
    once = game.members_side(members) - game.order.losses(game.world, members)
    if rule is None:
        one = np.ones(game.world.n)
        return Defection(game, members, Linear(one, -one, -once))
    if isinstance(rule.reversion, str) and rule.reversion != "nash":
        from gametheory_orders.solvers.reversion import special_reversion

        special = special_reversion(game, members, patience, rule)
        if special is not None:
            return special
    keep, break_, revert = rule.weights(game.world, patience)
    constant = -break_ * once - revert * game.reference_payoffs
    return Defection(game, members, Linear(keep, -break_, constant))


@dataclass(frozen=True, eq=False)
class Leaving(Deviation):
    """Leaving for good: announced, permanent, and the rest react.

    Parameters
    ----------
    reaction : {"fixed", "actions", "weights"}
        Whether a leaver's payoff is given; or the rest keep their actions; or they keep their
        pledge weights (and pledge anew for one member less).
    outside : array, shape (n,)
        The payoff of a leaver, where it is given.
    """

    reaction: str = "fixed"
    outside: np.ndarray = field(default_factory=lambda: np.array(0.0))

    @classmethod
    def to_fixed(cls, game: CooperationGame, members: np.ndarray, outside: np.ndarray) -> Leaving:
        """Return leaving to payoffs, shape (n,), that do not depend on the agreement."""
        return cls(game, members, "fixed", np.where(members, outside, 0.0))

    @classmethod
    def from_kept(cls, game: CooperationGame, members: np.ndarray) -> Leaving:
        """Return leaving while the rest keep their actions."""
        return cls(game, members, "actions")

    @classmethod
    def with_weights(cls, game: CooperationGame, members: np.ndarray) -> Leaving:
        """Return leaving while the rest keep their pledge weights."""
        return cls(game, members, "weights")

    @property
    def linear(self) -> Linear | None:
        """The margins' weights along a level, unless outsiders bear what members do."""
        one = np.ones(self.game.world.n)
        if self.reaction == "fixed":
            return Linear(one, 0.0 * one, -self.outside)
        if self.reaction == "actions" and not self.game.outside_by_actions:
            cost = self.game.order.membership.exit_cost
            return Linear(one, -one, cost - outside_side(self.game, self.members))
        return None

    def margins(self, actions: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Return each state's margin at actions, shape (..., n)."""
        stay = self.game.payoffs(actions, self.members)
        if self.reaction == "fixed":
            return np.where(self.members, stay - self.outside, np.inf)
        cost = self.game.order.membership.exit_cost
        if self.reaction == "weights" and not self.game.outside_by_actions:
            assert weights is not None
            leave = self.game.issue.leaving_payoffs(self.members, weights)
            leave = leave + outside_side(self.game, self.members)
            return np.where(self.members, stay - leave + cost, np.inf)
        issue, leave = self.game.issue, np.zeros(stay.shape)
        for state in np.flatnonzero(self.members):
            rest = self.members.copy()
            rest[state] = False
            if self.reaction == "actions":
                then = np.array(actions, dtype=float)
                then[..., state] = issue.best_reply(int(state), actions)
            else:
                assert weights is not None
                then = issue.pledge_actions(rest, weights)
            leave[..., state] = self.game.payoffs(then, rest)[..., state]
        return np.where(self.members, stay - leave + cost, np.inf)


def outside_side(game: CooperationGame, members: np.ndarray) -> np.ndarray:
    """Return the side payment of each member if it alone were outside, shape (n,).

    Where it does not depend on what members do.
    """
    out = np.zeros(game.world.n)
    for state in np.flatnonzero(members):
        rest = members.copy()
        rest[state] = False
        if rest.any():
            out[state] = game.side_payments(rest, game.reference_actions)[state]
    return out
