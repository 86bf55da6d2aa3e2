"""The best shot: the good is as large as the largest contribution, so that one state provides it.

In a Nash equilibrium one state gives what is best for it and nobody gains by giving more. There
may be several such providers; the state that would give most is always one. Members of an
agreement have the one among them provide that does so best for them together.
Builds on shared_good.py and roots.py. Not here: sharing the provider's cost (transfers).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from gametheory_orders.foundations.tolerances import INDIFFERENT, payoff_scale
from gametheory_orders.issues.goods.roots import beyond, falling_root
from gametheory_orders.issues.goods.shared_good import SharedGood

NOBODY = -1


@dataclass(frozen=True, eq=False)
class BestShotGood(SharedGood):
    """A public good as large as the largest contribution (Hirshleifer 1983, Public Choice 41).

    Parameters
    ----------
    world, benefit, cost and the rest
        See :class:`~gametheory_orders.issues.goods.SharedGood`. A uniform level is what the
        members' provider gives, the one that does so at the least cost.

    Examples
    --------
    One of three equal states provides three times as much for all as for itself:

    >>> from gametheory_orders.worlds import World
    >>> good = BestShotGood(World("ABC", {"stake": [1.0] * 3, "capacity": [2.0] * 3}))
    >>> good.reference().tolist(), good.first_best().tolist(), len(good.equilibria())
    ([2.0, 0.0, 0.0], [6.0, 0.0, 0.0], 3)
    """

    technology: ClassVar[str] = "best_shot"
    reference_concept: ClassVar[str] = (
        "a Nash equilibrium without cooperation: of all in which one state provides, the one "
        'with the least sum of payoffs (the largest with selection "best")'
    )

    def quantity(self, actions: np.ndarray) -> np.ndarray:
        """Return the largest contribution, shape (...)."""
        return np.asarray(np.asarray(actions, dtype=float).max(axis=-1))

    # --- what each would provide ---------------------------------------------------------------

    def own_best(self, weights: np.ndarray) -> np.ndarray:
        """Return what each would provide if nobody else did, given weights, (..., n)."""

        def worth(level: np.ndarray) -> np.ndarray:
            return np.asarray(self.costs.supply(weights * self.curve.slope(level)) - level)

        start = np.zeros(np.shape(weights))
        return falling_root(worth, start, beyond(worth, start))

    def __post_init__(self) -> None:
        super().__post_init__()
        self.refuse_log()

    def _worth(self, weights: np.ndarray, good: np.ndarray | float) -> np.ndarray:
        return np.asarray(weights * self.curve.value(np.asarray(good)))

    def _net(self, weights: np.ndarray, gives: np.ndarray) -> np.ndarray:
        return np.asarray(self._worth(weights, gives) - self.costs.of(gives))

    def _refuses(self, weights: np.ndarray, gives: np.ndarray, good: np.ndarray) -> np.ndarray:
        """Say who does not gain by giving more where others give ``good``, (..., n).

        An indifferent state leaves it to the others.
        """
        alone = self._net(weights, gives)
        free = self._worth(weights, good) - self.costs.of(np.zeros(self.n))
        slack = INDIFFERENT * np.maximum(np.abs(alone), np.abs(free))
        return np.asarray((gives <= good) | (alone <= free + slack))

    def _providers(
        self, weights: np.ndarray, gives: np.ndarray, given: float, states: np.ndarray
    ) -> list[int]:
        """Return who may provide in equilibrium among states, NOBODY if what is given is enough.

        Shapes (n,); ``given`` is what those provide that are not in ``states``.
        """
        found = []
        if (self._refuses(weights, gives, np.full(self.n, given)) | ~states).all():
            found.append(NOBODY)
        for state in np.flatnonzero(states & (gives > given)):
            good = np.full(self.n, gives[state])
            refuses = self._refuses(weights, gives, good) | ~states
            refuses[state] = True
            willing = not self._refuses(weights, gives, np.full(self.n, given))[state]
            if willing and refuses.all():
                found.append(int(state))
        return found

    def _chosen(self, profiles: list[np.ndarray]) -> np.ndarray:
        """Return the profile that the selection picks: the first on ties."""
        totals = np.array([self.payoffs(each).sum() for each in profiles])
        slack = INDIFFERENT * payoff_scale(totals)
        if self.selection == "best":
            return profiles[int(np.argmax(totals >= totals.max() - slack))]
        return profiles[int(np.argmax(totals <= totals.min() + slack))]

    def _profile(self, provider: int, gives: np.ndarray) -> np.ndarray:
        out = np.zeros(self.n)
        if provider != NOBODY:
            out[provider] = gives[provider]
        return out

    # --- equilibria ----------------------------------------------------------------------------

    def equilibria(self) -> tuple[np.ndarray, ...]:
        """Return all pure Nash equilibria without cooperation, the reference first."""
        return tuple(each.copy() for each in self._on_their_own)

    @cached_property
    def _on_their_own(self) -> list[np.ndarray]:
        gives = self._alone
        everyone = np.ones(self.n, dtype=bool)
        who = self._providers(self.stakes, gives, 0.0, everyone)
        profiles = [self._profile(state, gives) for state in who]
        first = self._chosen(profiles)
        return [first, *(each for each in profiles if each is not first)]

    def reference(self) -> np.ndarray:
        """Return the Nash equilibrium that is played without cooperation, shape (n,)."""
        return self._on_their_own[0].copy()

    def best_reply(self, state: int, actions: np.ndarray) -> np.ndarray:
        """Return nothing, or what is best for the state alone if that pays, shape (...)."""
        actions = np.asarray(actions, dtype=float)
        gives = self._alone
        rest = np.delete(actions, state, axis=-1).max(axis=-1, initial=0.0)
        shape = (*rest.shape, self.n)
        refuses = self._refuses(
            self.stakes, np.broadcast_to(gives, shape), np.broadcast_to(rest[..., None], shape)
        )[..., state]
        return np.where(refuses, 0.0, gives[state])

    def deviation_payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return each state's payoff when it alone best-responds to the others, shape (..., n)."""
        actions = np.asarray(actions, dtype=float)
        rest = np.zeros(actions.shape)
        if self.n > 1:
            second, most = np.moveaxis(np.partition(actions, -2, axis=-1)[..., -2:], -1, 0)
            first = np.arange(self.n) == actions.argmax(axis=-1)[..., None]
            rest = np.where(first, second[..., None], most[..., None])
        gives = np.where(self._refuses(self.stakes, self._alone, rest), 0.0, self._alone)
        good = np.maximum(rest, gives)
        return np.asarray(self._worth(self.stakes, good) - self.costs.of(gives))

    def joint_replies(self, states: np.ndarray, actions: np.ndarray) -> np.ndarray:
        """Return the actions when some states reply to each other and the rest keep theirs."""
        kept = np.where(states, 0.0, np.asarray(actions, dtype=float))
        return np.asarray(kept + self._outside(kept.max(initial=0.0), np.asarray(states), kept))

    def _outside(self, given: float, states: np.ndarray, kept: np.ndarray) -> np.ndarray:
        """Return what states give in equilibrium among themselves, shape (n,)."""
        if self._refuses(self.stakes, self._alone, np.full(self.n, given))[states].all():
            # Whoever would give more than nothing would have to gain by it.
            return np.zeros(self.n)
        gives = self._alone
        who = self._providers(self.stakes, gives, given, states)
        profiles = [kept + self._profile(state, gives) for state in who]
        return np.asarray(self._chosen(profiles) - kept)

    # --- agreements ----------------------------------------------------------------------------

    def joint_actions(self, members: np.ndarray) -> np.ndarray:
        """Return the actions when members maximise their joint payoff, shape (..., n)."""
        members = np.asarray(members, dtype=bool)
        flat = members.reshape(-1, self.n)
        first = self.timing == "coalition_first"
        found = [
            self._led(each) if first else self._pledged(each, np.ones(self.n)) for each in flat
        ]
        return np.reshape(found, members.shape)

    def pledge_actions(self, members: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the actions when member i puts weight w_i on the others' benefit, (..., n).

        Of the members that could provide in equilibrium they choose the best for them together.
        """
        members, weights = np.broadcast_arrays(np.asarray(members, dtype=bool), weights)
        pairs = zip(members.reshape(-1, self.n), weights.reshape(-1, self.n), strict=True)
        return np.reshape([self._pledged(m, w) for m, w in pairs], members.shape)

    def _pledged(self, members: np.ndarray, weights: np.ndarray) -> np.ndarray:
        if members.sum() < 2:
            return self.reference()
        on_good = self.weights_on_good(members, weights)
        gives = self.own_best(on_good)
        everyone = np.ones(self.n, dtype=bool)
        who = self._providers(on_good, gives, 0.0, everyone)
        inside = [
            self._profile(state, gives) for state in who if state != NOBODY and members[state]
        ]
        profiles = [
            self._profile(state, gives) for state in who if state == NOBODY or not members[state]
        ]
        if inside:
            joint = [self.payoffs(each)[members].sum() for each in inside]
            profiles.insert(0, inside[int(np.argmax(joint))])
        return self._chosen(profiles)

    def _led(self, members: np.ndarray) -> np.ndarray:
        """Return the actions when members move first and those outside reply, shape (n,)."""
        if not members.any():
            return self.reference()
        on_good = self.weights_on_good(members, 1.0)
        gives = self.own_best(on_good)
        provider = self._provider(members)
        # Nothing, the joint best, or just enough for somebody outside to leave it to them.
        offers = [0.0, float(gives[provider])]
        offers += self._enough[~members].tolist()
        profiles = []
        for offer in offers:
            if offer <= float(self.costs.limit[provider]):
                kept = np.zeros(self.n)
                kept[provider] = offer
                profiles.append(kept + self._outside(offer, ~members, kept))
        joint = np.array([self.payoffs(each)[members].sum() for each in profiles])
        best = joint.max()
        return np.asarray(
            profiles[int(np.argmax(joint >= best - INDIFFERENT * payoff_scale(joint)))]
        )

    @cached_property
    def _alone(self) -> np.ndarray:
        return self.own_best(self.stakes)

    @cached_property
    def _enough(self) -> np.ndarray:
        """The least good that each state would leave to others rather than give its own, (n,)."""
        net = self._net(self.stakes, self._alone)
        nothing = self.costs.of(np.zeros(self.n))

        def gains(good: np.ndarray) -> np.ndarray:
            return np.asarray(net - self._worth(self.stakes, good) + nothing)

        return falling_root(gains, np.zeros(self.n), self._alone)

    # --- levels --------------------------------------------------------------------------------

    def _provider(self, members: np.ndarray) -> int:
        """Return the member that gives the members' joint best at the least cost."""
        key = members.tobytes()
        if key not in self._provider_of:
            on_good = self.weights_on_good(members, 1.0)
            gives = self.own_best(on_good)
            net = np.where(members, self._net(on_good, gives), -np.inf)
            self._provider_of[key] = int(np.argmax(net))
        return self._provider_of[key]

    @cached_property
    def _provider_of(self) -> dict[bytes, int]:
        return {}

    def level_actions(
        self, members: np.ndarray, level: np.ndarray | float, floor: bool = True
    ) -> np.ndarray:
        """Return actions when the members' provider gives the level, or its limit, (..., n)."""
        wanted = np.asarray(level, dtype=float)
        if floor:
            wanted = np.maximum(wanted, self.quantity(self.reference()))
        sets = np.broadcast_to(members, (*wanted.shape, self.n))
        wanted = np.broadcast_to(wanted, sets.shape[:-1])
        one = self._provider(members) if np.ndim(members) == 1 else NOBODY
        found = []
        for inside, good in zip(sets.reshape(-1, self.n), wanted.ravel(), strict=True):
            provider = self._provider(inside) if one == NOBODY else one
            found.append(self._provided(inside, provider, float(good)))
        return np.reshape(found, sets.shape)

    def _provided(self, members: np.ndarray, provider: int, level: float) -> np.ndarray:
        if not members.any():
            return self.reference()
        if members.all():
            return self._profile(provider, np.full(self.n, min(level, self.costs.limit[provider])))
        kept = np.zeros(self.n)
        kept[provider] = min(level, float(self.costs.limit[provider]))
        return np.asarray(kept + self._outside(float(kept[provider]), ~members, kept))

    def level_range(self, members: np.ndarray, floor: bool = True) -> tuple[float, float]:
        """Return what is provided without an agreement (0 without floor), and the joint level."""
        if not members.any():
            return 0.0, 0.0
        low = float(self.quantity(self.reference())) if floor else 0.0
        provider = self._provider(members)
        joint = float(self.own_best(self.weights_on_good(members, 1.0))[provider])
        return low, max(low, joint)

    def level_breakpoints(self, members: np.ndarray, floor: bool = True) -> np.ndarray:
        """Return the ends, and the levels at which somebody outside stops topping them."""
        low, high = self.level_range(members, floor)
        found = np.concatenate([self._enough[~members], self._alone])
        inside = found[(found > low) & (found < high)]
        if not high > low:
            return np.array([low, high])
        return np.unique(np.concatenate([[low], inside, [high]]))
