"""Issue families for tests alone: through the protocol, without any closed form.

Builds on the protocol. ``Plainly`` is the public good with everything it knows in closed form
taken away; ``Dilemma`` a linear prisoners' dilemma of n; ``Assurance`` has many equilibria.
Not here: families that are shipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.worlds import World


@dataclass(frozen=True, eq=False)
class Plainly(Issue):
    """The linear-quadratic public good, known by its payoffs only."""

    family: ClassVar[str] = "plainly"
    excludable: ClassVar[bool] = True
    reference_concept: ClassVar[str] = "the Nash equilibrium"

    @property
    def good(self) -> PublicGood:
        return PublicGood(self.world)

    def payoffs(self, actions):
        return self.good.payoffs(actions)

    def best_reply(self, state, actions):
        return self.good.best_reply(state, actions)

    def reference(self):
        return self.good.reference()

    def first_best(self):
        return self.good.first_best()

    def quantity(self, actions):
        return self.good.quantity(actions)

    def provided(self, members, actions):
        return self.good.provided(members, actions)

    def level_actions(self, members, level, floor=True):
        return self.good.level_actions(members, level, floor)

    def level_range(self, members, floor=True):
        return self.good.level_range(members, floor)

    def level_breakpoints(self, members, floor=True):
        return self.good.level_breakpoints(members, floor)

    def joint_actions(self, members):
        return self.good.joint_actions(members)

    def pledge_actions(self, members, weights):
        return self.good.pledge_actions(members, weights)


@dataclass(frozen=True, eq=False)
class Levelled(Issue):
    """Equal states that all act on one level; alone they do nothing."""

    excludable: ClassVar[bool] = False
    top: ClassVar[float] = 1.0

    @classmethod
    def of(cls, n: int) -> Levelled:
        return cls(World([f"S{i}" for i in range(n)], {"size": np.ones(n)}))

    def reference(self):
        return np.zeros(self.n)

    def first_best(self):
        return np.full(self.n, self.top)

    def quantity(self, actions):
        return np.asarray(actions).sum(axis=-1)

    def level_actions(self, members, level, floor=True):
        return np.where(members, np.asarray(level, dtype=float)[..., None], 0.0)

    def level_range(self, members, floor=True):
        return 0.0, self.top

    def level_breakpoints(self, members, floor=True):
        return np.array([0.0, self.top])

    def joint_actions(self, members):
        return np.where(members, self.top, 0.0)

    def pledge_actions(self, members, weights):
        return np.where(members, weights * self.top, 0.0)


@dataclass(frozen=True, eq=False)
class Dilemma(Levelled):
    """u_i = b * (sum of q) - c * q_i, q_i in [0, 1], b < c: theory B2.10 and B3.2."""

    family: ClassVar[str] = "dilemma"
    reference_concept: ClassVar[str] = "nobody does anything"
    benefit: ClassVar[float] = 0.4
    cost: ClassVar[float] = 1.0

    def payoffs(self, actions):
        q = np.asarray(actions, dtype=float)
        return self.benefit * q.sum(axis=-1, keepdims=True) - self.cost * q

    def best_reply(self, state, actions):
        return np.zeros(np.shape(actions)[:-1])


@dataclass(frozen=True, eq=False)
class Assurance(Levelled):
    """u_i = min(q) + e * (sum of the others' q) - q_i^2 / 2: any common q up to 1 is stable."""

    family: ClassVar[str] = "assurance"
    reference_concept: ClassVar[str] = "the worst equilibrium: nobody does anything"
    spill: ClassVar[float] = 0.5
    top: ClassVar[float] = 2.0

    def payoffs(self, actions):
        q = np.asarray(actions, dtype=float)
        others = q.sum(axis=-1, keepdims=True) - q
        return q.min(axis=-1, keepdims=True) + self.spill * others - q**2 / 2

    def best_reply(self, state, actions):
        others = np.delete(np.asarray(actions, dtype=float), state, axis=-1)
        return np.minimum(others.min(axis=-1), 1.0)
