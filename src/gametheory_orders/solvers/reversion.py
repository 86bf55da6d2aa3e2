"""Reversions whose payoffs depend on what was agreed: dissolution, and punishment nobody regrets.

Builds on deviations.py. After a dissolution everybody does what is best for itself, one state
after the other, from what was done; where alone is best whatever others do, that is the
reference. A renegotiation-proof punishment lasts one period in which the defector does its part
and the others act alone; no punisher may have less in it than if all forgave (in the spirit of
Farrell and Maskin's weak renegotiation-proofness; van Damme 1989, Journal of Economic Theory 47,
and Barrett 1999 have the same punishment). Not here: reversion for ever or for T periods.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.tolerances import INDIFFERENT, LEVEL
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Reciprocity
from gametheory_orders.solvers.deviations import Deviation

MOST_PUNISHERS = 48
MOST_ROUNDS = 1000


def special_reversion(
    game: CooperationGame, members: np.ndarray, patience: np.ndarray, rule: Reciprocity
) -> Deviation | None:
    """Return the deviation under a reversion of its own kind; None if it comes to "nash"."""
    if rule.reversion == "renegotiation_proof":
        return Renegotiation(game, members, patience)
    if alone_is_dominant(game.issue):
        return None
    return Dissolution(game, members, patience, rule)


def alone_is_dominant(issue: Issue) -> bool:
    """Say whether each state's best action is the same without cooperation and at the best.

    Examples
    --------
    >>> from gametheory_orders import load_issue
    >>> alone_is_dominant(load_issue("climate"))
    True
    """
    least, most = issue.reference(), issue.first_best()
    for state in range(issue.n):
        one, other = issue.best_reply(state, least), issue.best_reply(state, most)
        if abs(float(one - other)) > LEVEL * max(1.0, abs(float(one))):
            return False
    return True


def dissolved(issue: Issue, actions: np.ndarray) -> np.ndarray:
    """Return what is done once an agreement has ended, shape (n,): best replies until all rest.

    Raises
    ------
    NoAnswer
        If best replies never come to rest; the witness is what they come back to.
    """
    found = np.array(actions, dtype=float)
    for _ in range(MOST_ROUNDS):
        before = found.copy()
        for state in range(issue.n):
            found[state] = float(issue.best_reply(state, found))
        if np.abs(found - before).max() <= LEVEL * max(1.0, float(np.abs(found).max())):
            return found
    message = f"best replies on {issue.name!r} never come to rest after a dissolution"
    raise NoAnswer(message, {"actions": found.tolist()})


def reversion_payoffs(game: CooperationGame, actions: np.ndarray) -> np.ndarray:
    """Return payoffs once the agreement has ended, shape (n,), under the order's reversion."""
    rule = game.order.enforced_by(Reciprocity)
    if rule is None or rule.reversion != "dissolve" or alone_is_dominant(game.issue):
        return game.reference_payoffs
    return game.issue.payoffs(dissolved(game.issue, actions))


@dataclass(frozen=True, eq=False)
class Dissolution(Deviation):
    """Breaking the agreement once, after which it ends and all do what is best for themselves.

    Parameters
    ----------
    patience : array, shape (n,)
        Patience of each state.
    rule : Reciprocity
        The order's.
    """

    patience: np.ndarray
    rule: Reciprocity

    def margins(self, actions: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Return each state's margin at actions, shape (..., n)."""
        game = self.game
        once = game.members_side(self.members) - game.order.losses(game.world, self.members)
        comply = game.payoffs(actions, self.members)
        defect = game.issue.deviation_payoffs(actions) + once
        flat = np.reshape(actions, (-1, game.world.n))
        after = np.array([reversion_payoffs(game, each) for each in flat]).reshape(comply.shape)
        keep, break_, revert = self.rule.weights(game.world, self.patience)
        margin = keep * comply - break_ * defect - revert * after
        return np.where(self.members & game.issue.can_choose, margin, np.inf)


@dataclass(frozen=True, eq=False)
class Renegotiation(Deviation):
    """Breaking the agreement once, then a period of penance, then the agreement again.

    In the penance R_i the defector does its part while all others act alone. For a member that
    would gain by defecting three things must hold: C >= (1 - d) D + d ((1 - d) R + d C), it does
    not defect; (1 - d) R + d C >= P, it does its penance; and no other member has less in the
    period of penance than if all kept the agreement, so that none would rather forgive.

    Parameters
    ----------
    patience : array, shape (n,)
        Patience of each state.

    Raises
    ------
    ModelError
        If acting alone is not best whatever the others do, so that punishers would have to be
        held to it themselves; or if there are too many members.
    """

    patience: np.ndarray

    def __post_init__(self) -> None:
        where, issue = "enforcement.reversion", self.game.issue
        if not alone_is_dominant(issue):
            found = f"renegotiation_proof on a {issue.family} issue"
            expected = 'a family in which acting alone is best whatever others do; or "dissolve"'
            raise ModelError(where, found, expected)
        if self.members.sum() > MOST_PUNISHERS:
            found = f"renegotiation_proof among {int(self.members.sum())} members"
            raise ModelError(where, found, f'at most {MOST_PUNISHERS}; or "nash"')

    def margins(self, actions: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Return the smallest of each state's conditions at actions, shape (..., n)."""
        gain, stays, serves, forgives = self._conditions(actions)
        states = self._states
        alone = np.eye(len(states), dtype=bool)
        punishers = np.where(alone, np.inf, forgives).min(axis=-1)
        least = np.minimum(np.minimum(stays, serves), punishers)
        # Whoever is not tempted keeps the agreement, and need not be punished.
        tempted = gain > INDIFFERENT * self.game.scales[states]
        out = np.full(np.shape(actions), np.inf)
        out[..., states] = np.where(tempted, least, -gain)
        return out

    def conditions(self, actions: np.ndarray) -> np.ndarray:
        """Return all that decides who keeps the agreement, shape (..., members * (3 + members))."""
        *each, forgives = self._conditions(actions)
        flat = forgives.reshape(*forgives.shape[:-2], -1)
        return np.concatenate([*each, flat], axis=-1)

    @property
    def _states(self) -> list[int]:
        return [int(state) for state in np.flatnonzero(self.members)]

    def _conditions(
        self, actions: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return gains, and what a tempted member, its penance and its punishers must satisfy.

        The first three of shape (..., m), the last of shape (..., m, m): by defector, punisher.
        """
        comply, defect, penance = self._payoffs(actions)
        states, d = self._states, self.patience[self._states]
        own, here = comply[..., states], penance[..., states]
        served = np.diagonal(here, axis1=-2, axis2=-1)
        gain = defect[..., states] - own
        stays = (1 - d**2) * own - (1 - d) * (defect[..., states] + d * served)
        serves = (1 - d) * served + d * own - self.game.reference_payoffs[states]
        # On the defector's scale, so that a large punisher's rounding does not count.
        scales = self.game.scales[states]
        units = scales[:, None] / np.maximum(scales[:, None], scales)
        return gain, stays, serves, (here - own[..., None, :]) * units

    def needed_patience(self, actions: np.ndarray) -> np.ndarray:
        """Return each state's needed patience, shape (n,); infinite if a punisher would forgive."""
        comply, defect, penance = self._payoffs(actions)
        out = np.zeros(self.game.world.n)
        slack = INDIFFERENT * self.game.scales
        for position, i in enumerate(self._states):
            gain, here = defect[i] - comply[i], penance[position]
            if gain <= slack[i]:
                continue
            loss, alone = comply[i] - here[i], self.game.reference_payoffs[i]
            others = [k for k in self._states if k != i]
            forgives = any(here[k] < comply[k] - slack[k] for k in others)
            if forgives or loss <= slack[i]:
                out[i] = np.inf
            else:
                out[i] = max(gain, alone - here[i]) / loss
        return out

    def _payoffs(self, actions: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return payoffs of complying and defecting, (..., n), and of penances, (..., m, n)."""
        game = self.game
        once = game.members_side(self.members) - game.order.losses(game.world, self.members)
        comply = game.payoffs(actions, self.members)
        defect = game.issue.deviation_payoffs(actions) + once
        punished = []
        for state in self._states:
            alone = np.broadcast_to(game.reference_actions, np.shape(actions)).copy()
            alone[..., state] = np.asarray(actions)[..., state]
            punished.append(game.issue.payoffs(alone))
        return comply, defect, np.stack(punished, axis=-2)
