"""A sum that counts only from a threshold on: a discrete good, or a cliff to keep away from.

Below the threshold the good is worth nothing (or its usual worth, but each state bears a loss).
Three kinds of Nash equilibria are looked for: below the threshold, at it (where each of those
who give is pivotal), and above it. What each finds is checked: nobody gains by its best reply.
Builds on shared_good.py, roots.py and threshold_players.py.
Not here: a threshold nobody knows (an average over thresholds is no longer a cliff).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer, unknown_name
from gametheory_orders.foundations.tolerances import INDIFFERENT, LEVEL, payoff_scale
from gametheory_orders.issues.goods.shared_good import SharedGood
from gametheory_orders.issues.goods.threshold_players import Player, Table

BELOW = ("nothing", "benefit")
LEVEL_GRID = 257


@dataclass(frozen=True, eq=False)
class ThresholdGood(SharedGood):
    """A sum of contributions that counts from a threshold on.

    Parameters
    ----------
    world, benefit, cost and the rest
        See :class:`~gametheory_orders.issues.goods.SharedGood`; the world may have a column
        ``loss`` (0 or more), borne below the threshold. A uniform level is the marginal cost up
        to which members contribute.
    threshold : float
        From which sum on the good counts, above 0.
    below : {"nothing", "benefit"}
        What the sum is worth below the threshold: nothing, or what it is above.

    Notes
    -----
    Palfrey and Rosenthal 1984, J. Public Econ. 24 (the discrete good); Barrett and Dannenberg
    2012, PNAS 109 (the loss). Of a continuum of ways to share the threshold the one with the
    least cost stands for all: marginal costs are equal as far as everyone is willing. Members
    and outsiders act at the same time.

    Examples
    --------
    Four states, a good worth 3 to each once 4 units are given, at a cost of q^2 / 2:

    >>> from gametheory_orders.worlds import World
    >>> figures = {"stake": [0.0] * 4, "loss": [3.0] * 4, "capacity": [1.0] * 4}
    >>> good = ThresholdGood(World("ABCD", figures), threshold=4.0)
    >>> [each.round(9).tolist() for each in good.equilibria()]
    [[0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0]]
    """

    threshold: float = 0.0
    below: str = "nothing"

    technology: ClassVar[str] = "threshold"
    reference_concept: ClassVar[str] = (
        "a Nash equilibrium without cooperation: of those below, at and above the threshold the "
        'one with the least sum of payoffs (the largest with selection "best")'
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        self.refuse_log()
        number = isinstance(self.threshold, int | float) and not isinstance(self.threshold, bool)
        if not number or not 0 < self.threshold < np.inf:
            raise ModelError("issue.threshold", self.threshold, "a number above 0")
        if self.threshold > self.costs.limit.sum():
            found = f"{self.threshold:g}, beyond what all can give"
            raise ModelError("issue.threshold", found, f"at most {self.costs.limit.sum():g}")
        if self.below not in BELOW:
            raise unknown_name("issue.below", self.below, BELOW, "one")
        if self.benefit == "damage" and self.below == "nothing":
            raise ModelError("issue.below", '"nothing"', '"benefit", with benefit = "damage"')
        if self.timing != "simultaneous":
            raise ModelError("issue.timing", self.timing, '"simultaneous" with a threshold')
        if self.world.has("loss"):
            self._figures("loss", 0.0)
        elif "loss" in self.world.columns:
            raise ModelError("world.loss", "figures for some states only", "one for every state")

    @property
    def losses(self) -> np.ndarray:
        """What each state bears below the threshold, shape (n,)."""
        return self.world.columns["loss"] if self.world.has("loss") else np.zeros(self.n)

    def quantity(self, actions: np.ndarray) -> np.ndarray:
        """Return the sum of contributions, shape (...)."""
        return np.asarray(np.asarray(actions, dtype=float).sum(axis=-1))

    def payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return benefit less loss less cost, shape (..., n)."""
        actions = np.asarray(actions, dtype=float)
        total = self.quantity(actions)[..., None]
        worth = self.stakes * self.curve.value(total)
        low = (worth if self.below == "benefit" else np.zeros(worth.shape)) - self.losses
        gross = np.where(self.reached(total), worth, low)
        return np.asarray(gross - self.costs.of(actions))

    def reached(self, total: np.ndarray | float) -> np.ndarray:
        """Say whether sums reach the threshold, rounding aside."""
        return np.asarray(np.asarray(total) >= self.threshold * (1 - LEVEL))

    # --- equilibria ----------------------------------------------------------------------------

    def _table(self) -> Table:
        return Table(self.costs, self.curve, float(self.threshold), self.below == "benefit", self.n)

    def _players(
        self, members: np.ndarray, weights: np.ndarray, as_one: bool, left_out: np.ndarray
    ) -> list[Player]:
        """Return who decides: the members as one if they do, each other state by itself."""
        on_good = self.weights_on_good(members, weights)
        joint = np.where(members, self.losses, 0.0).sum()
        on_loss = np.where(members, self.losses + weights * (joint - self.losses), self.losses)
        players = []
        if as_one and members.any():
            players.append(Player(members, float(self.stakes[members].sum()), float(joint)))
        for state in np.flatnonzero(~left_out & ~(members & as_one)):
            mask = np.zeros(self.n, dtype=bool)
            mask[state] = True
            players.append(Player(mask, float(on_good[state]), float(on_loss[state])))
        return players

    def _equilibria(self, players: list[Player], kept: np.ndarray) -> list[np.ndarray]:
        """Return the equilibria of players when the rest give what they keep."""
        found = [kept + each for each in self._table().equilibria(players, float(kept.sum()))]
        if not found:
            raise NoAnswer(
                f"no Nash equilibrium of {self.name!r} was found below, at or above the threshold",
                {"threshold": self.threshold, "given": kept.tolist()},
            )
        return found

    def _chosen(self, profiles: list[np.ndarray], best: bool = False) -> np.ndarray:
        """Return the profile that the selection picks: the first on ties."""
        totals = np.array([self.payoffs(each).sum() for each in profiles])
        slack = INDIFFERENT * payoff_scale(totals)
        if best or self.selection == "best":
            return profiles[int(np.argmax(totals >= totals.max() - slack))]
        return profiles[int(np.argmax(totals <= totals.min() + slack))]

    def equilibria(self) -> tuple[np.ndarray, ...]:
        """Return the Nash equilibria without cooperation, the reference first.

        At the threshold there are usually many ways to share it; the one of least cost stands
        for them.
        """
        return tuple(each.copy() for each in self._on_their_own)

    @cached_property
    def _on_their_own(self) -> list[np.ndarray]:
        nobody = np.zeros(self.n, dtype=bool)
        players = self._players(nobody, np.zeros(self.n), False, nobody)
        profiles = self._equilibria(players, np.zeros(self.n))
        first = self._chosen(profiles)
        return [first, *(each for each in profiles if each is not first)]

    def reference(self) -> np.ndarray:
        """Return the Nash equilibrium that is played without cooperation, shape (n,)."""
        return self._on_their_own[0].copy()

    def best_reply(self, state: int, actions: np.ndarray) -> np.ndarray:
        """Return what is best for a state if the others keep their actions, shape (...)."""
        return np.asarray(self._replies_alone(actions)[0][..., state])

    def deviation_payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return each state's payoff when it alone best-responds to the others, shape (..., n)."""
        return self._replies_alone(actions)[1]

    def _alone_has(self, own: np.ndarray, rest: np.ndarray) -> np.ndarray:
        """Return what each state has if it gives ``own`` and the others ``rest``, (..., n)."""
        worth = self.stakes * self.curve.value(rest + own)
        low = (worth if self.below == "benefit" else np.zeros(worth.shape)) - self.losses
        return np.asarray(np.where(self.reached(rest + own), worth, low) - self.costs.of(own))

    def _replies_alone(self, actions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return each state's best reply if all others keep their actions, and its payoff.

        Of equals the one that reaches the threshold counts.
        """
        actions = np.asarray(actions, dtype=float)
        rest = np.maximum(actions.sum(axis=-1, keepdims=True) - actions, 0.0)
        smooth = self.smooth_reply(self.costs, self.stakes, rest)
        nothing = np.zeros(rest.shape)
        enough = self.reached(rest + smooth)
        low = smooth if self.below == "benefit" else nothing
        low = np.where(enough, np.where(self.reached(rest), smooth, nothing), low)
        gap = np.minimum(np.maximum(self.threshold - rest, 0.0), self.costs.limit)
        high = np.where(enough, smooth, gap)
        if_low, if_high = self._alone_has(low, rest), self._alone_has(high, rest)
        slack = INDIFFERENT * np.maximum(np.abs(if_low), np.abs(if_high))
        up = if_high >= if_low - slack
        return np.where(up, high, low), np.where(up, if_high, if_low)

    def joint_replies(self, states: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return the actions when some states reply to each other and the rest keep theirs."""
        kept = np.where(states, 0.0, np.asarray(actions, dtype=float))
        nobody = np.zeros(self.n, dtype=bool)
        players = self._players(nobody, np.zeros(self.n), False, ~np.asarray(states))
        return self._chosen(self._equilibria(players, kept)) if players else kept

    # --- agreements ----------------------------------------------------------------------------

    def joint_actions(self, members: np.ndarray) -> np.ndarray:
        """Return the actions when members maximise their joint payoff, shape (..., n)."""
        members = np.asarray(members, dtype=bool)
        flat = members.reshape(-1, self.n)
        one = np.ones(self.n)
        return np.reshape([self._agreed(each, one, as_one=True) for each in flat], members.shape)

    def pledge_actions(self, members: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the actions when member i puts weight w_i on the others' payoff, (..., n).

        If nobody is outside, members settle on the equilibrium that is best for them together.
        """
        members, weights = np.broadcast_arrays(np.asarray(members, dtype=bool), weights)
        pairs = zip(members.reshape(-1, self.n), weights.reshape(-1, self.n), strict=True)
        return np.reshape([self._agreed(m, w, as_one=False) for m, w in pairs], members.shape)

    def _agreed(self, members: np.ndarray, weights: np.ndarray, *, as_one: bool) -> np.ndarray:
        if members.sum() < 2:
            return self.reference()
        nobody = np.zeros(self.n, dtype=bool)
        players = self._players(members, weights, as_one, nobody)
        profiles = self._equilibria(players, np.zeros(self.n))
        return self._chosen(profiles, best=bool(members.all()))

    # --- levels --------------------------------------------------------------------------------

    def level_actions(
        self, members: np.ndarray, level: np.ndarray | float, floor: bool = True
    ) -> np.ndarray:
        """Return actions when members' marginal cost is the level, shape (..., n)."""
        price = np.asarray(level, dtype=float)[..., None]
        given = self.costs.supply(np.broadcast_to(price, (*price.shape[:-1], self.n)))
        if floor:
            given = np.maximum(given, self.reference())
        if np.ndim(members) == 1 and np.sum(~members) <= 1:
            # One outsider has a best reply to what is given; without any there is none.
            return np.where(members, given, self._replies_alone(np.where(members, given, 0.0))[0])
        sets = np.broadcast_to(members, given.shape)
        pairs = zip(sets.reshape(-1, self.n), given.reshape(-1, self.n), strict=True)
        found = [self.joint_replies(~inside, gives) for inside, gives in pairs]
        return np.reshape(found, given.shape)

    def level_range(self, members: np.ndarray, floor: bool = True) -> tuple[float, float]:
        """Return the lowest price at which something is asked, and the joint optimum's price."""
        if not members.any():
            return 0.0, 0.0
        low = float(self._prices(self.reference())[members].min()) if floor else 0.0
        return low, max(low, float(self._prices(self.joint_actions(members))[members].max()))

    def _prices(self, actions: np.ndarray) -> np.ndarray:
        """Return the marginal cost of what each contributes, 0 for those who give nothing."""
        short = np.minimum(actions, self.costs.limit * (1 - LEVEL))
        return np.where(actions > 0, self.costs.marginal(short), 0.0)

    def level_breakpoints(self, members: np.ndarray, floor: bool = True) -> np.ndarray:
        """Return the levels at which the threshold is crossed, or a member starts or stops."""
        low, high = self.level_range(members, floor)
        if not high > low:
            return np.array([low, high])
        ends = [np.zeros(self.n), self.costs.limit, self.reference()]
        with np.errstate(all="ignore"):
            kinks = np.concatenate([self.costs.marginal(each)[members] for each in ends])
        found = np.concatenate([kinks, self._crossed(members, low, high, floor)])
        inside = found[(found > low) & (found < high)]
        return np.unique(np.concatenate([[low], inside, [high]]))

    def _crossed(self, members: np.ndarray, low: float, high: float, floor: bool) -> np.ndarray:
        def over(levels: np.ndarray) -> np.ndarray:
            return self.reached(self.quantity(self.level_actions(members, levels, floor)))

        grid = np.linspace(low, high, LEVEL_GRID)
        there = over(grid)
        turns = np.flatnonzero(there[:-1] != there[1:])
        before, after = grid[turns], grid[turns + 1]
        for _ in range(60):
            middle = 0.5 * (before + after)
            same = over(middle) == there[turns]
            before, after = np.where(same, middle, before), np.where(same, after, middle)
        return np.concatenate([before, after])
