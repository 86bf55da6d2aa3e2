"""Who gives what around a threshold: best replies and equilibria of players, one state or many.

A player is a set of states that splits what it gives at the least cost. Builds on benefit.py,
cost.py and roots.py. Not here: which equilibrium is played, and agreements (threshold.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gametheory_orders.foundations.tolerances import HAIR, INDIFFERENT, LEVEL
from gametheory_orders.issues.goods.benefit import Benefit
from gametheory_orders.issues.goods.cost import Cost
from gametheory_orders.issues.goods.roots import beyond, falling_root


class Player(NamedTuple):
    """States that decide as one: its stake in the good, and its loss below the threshold."""

    states: np.ndarray
    stake: float
    loss: float


@dataclass(frozen=True, eq=False)
class Table:
    """The players' payoffs around a threshold.

    Parameters
    ----------
    costs : Cost
        By state.
    curve : Benefit
        Worth per unit of stake.
    threshold : float
        From which sum on the good counts.
    below : bool
        Whether the sum has its usual worth below the threshold too.
    n : int
        Number of states.
    """

    costs: Cost
    curve: Benefit
    threshold: float
    below: bool
    n: int

    def supplied(self, player: Player, price: float) -> np.ndarray:
        """Return what a player's states give at a price, shape (n,)."""
        return np.where(player.states, self.costs.supply(np.full(self.n, price)), 0.0)

    def split(self, player: Player, total: float) -> np.ndarray:
        """Return the cheapest way in which a player gives a total, shape (n,)."""
        if total <= 0:
            return np.zeros(self.n)
        if player.states.sum() == 1:
            return np.where(player.states, min(total, self.most(player)), 0.0)
        if total >= self.most(player):
            return np.where(player.states, self.costs.limit, 0.0)

        def missing(price: np.ndarray) -> np.ndarray:
            return np.asarray(total - self.supplied(player, float(price)).sum())

        high = float(beyond(missing, np.array(0.0)))
        price = float(falling_root(missing, np.array(0.0), np.array(high)))
        return _between(
            self.supplied(player, price * (1 - HAIR)),
            self.supplied(player, price * (1 + HAIR)),
            total,
        )

    def most(self, player: Player) -> float:
        """Return the most that a player can give."""
        return float(self.costs.limit[player.states].sum())

    def value(
        self, player: Player, given: np.ndarray, rest: float, reached: bool | None = None
    ) -> float:
        """Return what a player has when the others give ``rest`` in all."""
        total = float(given.sum()) + rest
        worth = player.stake * float(self.curve.value(np.array(total)))
        if reached is None:
            reached = total >= self.threshold * (1 - LEVEL)
        if not reached:
            worth = (worth if self.below else 0.0) - player.loss
        return worth - float(self.costs.of(given)[player.states].sum())

    def _smooth(self, player: Player, rest: float) -> np.ndarray:
        """Return a player's best reply where the good counts, shape (n,)."""

        def wanted(total: np.ndarray) -> np.ndarray:
            price = player.stake * float(self.curve.slope(np.array(rest + float(total))))
            return self.supplied(player, price)

        def excess(total: np.ndarray) -> np.ndarray:
            return np.asarray(wanted(total).sum() - total)

        if self.curve.constant:
            return wanted(np.array(0.0))
        start = np.array(0.0)
        return wanted(falling_root(excess, start, beyond(excess, start)))

    def best_reply(self, player: Player, rest: float) -> np.ndarray:
        """Return a player's best reply, shape (n,); of two it gives more."""
        smooth = self._smooth(player, rest)
        if float(smooth.sum()) + rest >= self.threshold * (1 - LEVEL):
            replies = [smooth, np.zeros(self.n)]
            if rest >= self.threshold * (1 - LEVEL):
                return smooth
        else:
            low = smooth if self.below else np.zeros(self.n)
            replies = [low]
            if self.threshold - rest <= self.most(player) * (1 + LEVEL):
                replies.insert(0, self.split(player, self.threshold - rest))
        values = np.array([self.value(player, each, rest) for each in replies])
        slack = INDIFFERENT * np.abs(values).max()
        return replies[int(np.argmax(values >= values.max() - slack))]

    # --- equilibria ----------------------------------------------------------------------------

    def equilibria(self, players: list[Player], base: float) -> list[np.ndarray]:
        """Return equilibria below, above and at the threshold, each checked, shape (n,) each."""
        if not players:
            return [np.zeros(self.n)]
        if len(players) == 1:
            return [self.best_reply(players[0], base)]
        smooth = self._all_smooth(players, base)
        low = smooth if self.below else np.zeros(self.n)
        candidates = []
        if low.sum() + base < self.threshold * (1 - LEVEL):
            candidates.append(low)
        if smooth.sum() + base >= self.threshold * (1 - LEVEL):
            candidates.append(smooth)
        at = self._at_threshold(players, base)
        if at is not None and not any(np.allclose(at, each) for each in candidates):
            candidates.append(at)
        return [each for each in candidates if self._nobody_moves(players, each, base)]

    def _nobody_moves(self, players: list[Player], given: np.ndarray, base: float) -> bool:
        total = float(given.sum()) + base
        for player in players:
            own = np.where(player.states, given, 0.0)
            rest = total - float(own.sum())
            has = self.value(player, own, rest)
            could = self.value(player, self.best_reply(player, rest), rest)
            if could > has + 1e3 * INDIFFERENT * max(abs(has), abs(could)):
                return False
        return True

    def _all_smooth(self, players: list[Player], base: float) -> np.ndarray:
        weights = np.zeros(self.n)
        for player in players:
            weights[player.states] = player.stake
        free = np.any([player.states for player in players], axis=0)

        def wanted(total: np.ndarray) -> np.ndarray:
            price = weights * float(self.curve.slope(total))
            return np.where(free, self.costs.supply(price), 0.0)

        def excess(total: np.ndarray) -> np.ndarray:
            return np.asarray(wanted(total).sum() + base - total)

        if self.curve.constant:
            return wanted(np.array(base))
        start = np.array(base)
        return wanted(falling_root(excess, start, beyond(excess, start)))

    def _at_threshold(self, players: list[Player], base: float) -> np.ndarray | None:
        """Return the cheapest equilibrium that reaches the threshold and no more, if any."""
        gap = self.threshold - base
        if gap <= 0:
            return None
        slope = float(self.curve.slope(np.array(self.threshold)))
        least = np.array([self.supplied(p, p.stake * slope).sum() for p in players])
        most = np.array([self._willing(p, gap) for p in players])
        if (
            (least > most).any()
            or least.sum() > gap
            or base + most.sum() < self.threshold * (1 - LEVEL)
        ):
            return None

        def shares(price: float) -> np.ndarray:
            given = np.array([self.supplied(p, price).sum() for p in players])
            return np.asarray(np.clip(given, least, most))

        def missing(price: np.ndarray) -> np.ndarray:
            return np.asarray(gap - shares(float(price)).sum())

        if shares(np.inf).sum() <= gap:
            amounts = most * gap / most.sum()
        else:
            high = float(beyond(missing, np.array(0.0)))
            price = float(falling_root(missing, np.array(0.0), np.array(high)))
            amounts = _between(shares(price * (1 - HAIR)), shares(price * (1 + HAIR)), gap)
        parts = [self.split(p, float(x)) for p, x in zip(players, amounts, strict=True)]
        return np.asarray(np.sum(parts, axis=0))

    def _willing(self, player: Player, gap: float) -> float:
        """Return the most that a player would give rather than see the threshold missed."""
        top = min(gap, self.most(player))

        def gain(amount: np.ndarray) -> np.ndarray:
            own = float(amount)
            rest = self.threshold - own
            stays = self.value(player, self.split(player, own), rest, reached=True)
            falls = np.zeros(self.n)
            if self.below:
                falls = self._smooth(player, rest)
                if falls.sum() + rest >= self.threshold:
                    # It would give as much of its own accord.
                    return np.asarray(1.0)
            return np.asarray(stays - self.value(player, falls, rest, reached=False))

        return float(falling_root(gain, np.array(0.0), np.array(top)))


def _between(low: np.ndarray, high: np.ndarray, total: float) -> np.ndarray:
    """Return the point between two vectors whose sum is a total."""
    width = high.sum() - low.sum()
    share = (total - low.sum()) / width if width > 0 else 1.0
    return np.asarray(low + np.clip(share, 0.0, 1.0) * (high - low))
