"""Whether an agreement on the public good is kept, from the definitions of the rules.

Builds on numpy and oracles.py, and shares no code with the package. What follows a defection is a
Markov chain of states (the agreement, the periods of punishment) whose values are the solution
of a linear system. Not here: anything fast, any other family.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

import oracles


@dataclass
class Rules:
    """What enforces, in plain numbers by position."""

    patience: np.ndarray | None = None
    reversion: str | int = "nash"
    detection: np.ndarray | float = 1.0
    alarm: float = 0.0
    size: np.ndarray | None = None
    seen: float = 1.0
    wins: oracles.Wins | None = None
    voters: Sequence[int] = ()
    proteges: Mapping[int, int] = field(default_factory=dict)
    reputation: np.ndarray | None = None
    precision: float = 1.0
    sharing: str | None = None
    penalty: float = 0.0
    exclusion: float = 0.0
    tariff: tuple[np.ndarray, np.ndarray, np.ndarray, float] | None = None


class Kept:
    """Payoffs and margins of a world under rules, for members fixed."""

    def __init__(self, s: np.ndarray, k: np.ndarray, members: np.ndarray, rules: Rules) -> None:
        self.s, self.k, self.members, self.rules = s, k, members, rules
        self.n = len(s)
        self.alone = oracles.payoffs(s, k, oracles.nash(s, k))
        self.inside = [int(i) for i in np.flatnonzero(members)]
        best = oracles.payoffs(s, k, oracles.first_best(s, k))
        self.scale = np.maximum(np.abs(self.alone), np.abs(best))

    def in_force(self, q: np.ndarray, members: np.ndarray | None = None) -> np.ndarray:
        """Everyone's payoffs with the order in force among some members, state by state."""
        members = self.members if members is None else members
        u = np.array(oracles.payoffs(self.s, self.k, q), dtype=float)
        theirs = np.where(members, q, 0.0).sum(axis=-1)
        for i in range(self.n):
            if not members[i]:
                u[..., i] -= self.rules.penalty * members.sum()
                u[..., i] -= self.rules.exclusion * self.s[i] * theirs
        return self._share(u + self.side(members), members)

    def side(self, members: np.ndarray) -> np.ndarray:
        """What a tariff (imports, gain, loss, rate) adds, pair by pair."""
        if self.rules.tariff is None:
            return np.zeros(self.n)
        imports, gain, loss, rate = self.rules.tariff
        return oracles.tariff_payoffs(imports, gain, loss, members, rate)

    def _share(self, u: np.ndarray, members: np.ndarray) -> np.ndarray:
        """L8 as it is written: pay for the others' extra costs by stake; or equal gains."""
        if self.rules.sharing is None or not members.any():
            return u
        out = u.copy()
        inside = np.flatnonzero(members)
        pot = sum(u[..., i] - self.alone[i] for i in inside)
        for i in inside:
            if self.rules.sharing == "equal_gains" or not self.s[members].any():
                part = 1 / len(inside)
            else:
                part = self.s[i] / self.s[members].sum()
            out[..., i] = self.alone[i] + part * pot
        return out

    def fine(self, i: int) -> float:
        """What a defector must expect to lose at once: the vote is held, one by one."""
        rules, found = self.rules, 0.0
        if rules.reputation is not None:
            found += rules.precision * rules.reputation[i]
        if rules.size is not None and rules.wins is not None:
            yes = np.zeros(self.n, dtype=bool)
            for voter in rules.voters:
                yes[voter] = voter != i and rules.proteges.get(i) != voter
            if rules.wins(yes):
                found += rules.seen * rules.size[i]
        return found

    def margins(self, q: np.ndarray) -> np.ndarray:
        """Smallest margin of each member over all the deviations, shape (..., n)."""
        q = np.asarray(q, dtype=float)
        # A defector is a member still, and has the revenue of the period.
        comply = self.in_force(q)
        best = oracles.defect(self.s, self.k, q) + self.side(self.members)
        out = np.full(q.shape, np.inf)
        for i in self.inside:
            broken = best[..., i] - self.fine(i)
            if self.rules.patience is None:
                out[..., i] = comply[..., i] - broken
            elif self.rules.reversion == "renegotiation_proof":
                out[..., i] = self._penance(i, q, comply, broken)
            else:
                out[..., i] = self._chain(i, comply[..., i], broken)
        return out

    def values(self, i: int, comply: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values of the agreement, and of the first period of punishment, per period."""
        d = float(self.rules.patience[i])
        length = self.rules.reversion if isinstance(self.rules.reversion, int) else 1
        move = np.zeros((length + 1, length + 1))
        move[0, 0], move[0, 1] = 1 - self.rules.alarm, self.rules.alarm
        for t in range(1, length + 1):
            move[t, t + 1 if t < length else 0] = 1
        if not isinstance(self.rules.reversion, int):
            move[1] = [0, 1]
        system = np.linalg.inv(np.eye(length + 1) - d * move) * (1 - d)
        pay = np.stack([comply, *[np.full(np.shape(comply), self.alone[i])] * length], axis=-1)
        found = pay @ system.T
        return found[..., 0], found[..., 1]

    def _chain(self, i: int, comply: np.ndarray, broken: np.ndarray) -> np.ndarray:
        d = float(self.rules.patience[i])
        q = float(np.broadcast_to(self.rules.detection, (self.n,))[i])
        value, punished = self.values(i, comply)
        return value - ((1 - d) * broken + d * ((1 - q) * value + q * punished))

    def _penance(self, i: int, q: np.ndarray, comply: np.ndarray, broken: np.ndarray) -> np.ndarray:
        """One period in which i does its part and the others none, then the agreement again."""
        d = float(self.rules.patience[i])
        serving = np.broadcast_to(oracles.nash(self.s, self.k), q.shape).copy()
        serving[..., i] = q[..., i]
        here = oracles.payoffs(self.s, self.k, serving)
        then = (1 - d) * here[..., i] + d * comply[..., i]
        stays = comply[..., i] - ((1 - d) * broken + d * then)
        serves = then - self.alone[i]
        worst = np.minimum(stays, serves)
        for k in self.inside:
            if k != i:
                worst = np.minimum(worst, here[..., k] - comply[..., k])
        tempted = broken - comply[..., i] > 1e-11 * self.scale[i]
        return np.where(tempted, worst, comply[..., i] - broken)

    def leaving(
        self, level: np.ndarray, reaction: str, fixed_level: float, floor: bool = True
    ) -> np.ndarray:
        """Margins of staying over leaving a fixed level, shape (levels, n)."""
        q = oracles.level_actions(self.s, self.k, self.members, level, floor)
        stay = self.in_force(q)
        out = np.full(q.shape, np.inf)
        for i in self.inside:
            rest = self.members.copy()
            rest[i] = False
            if reaction == "dissolve" or not rest.any():
                gone = np.full(len(q), self.alone[i])
            elif reaction == "keep":
                then = q.copy()
                then[:, i] = self.s[i] * self.k[i]
                gone = self.in_force(then, rest)[:, i]
            else:
                then = oracles.level_actions(self.s, self.k, rest, fixed_level, floor)
                gone = np.full(len(q), self.in_force(then, rest)[i])
            out[:, i] = stay[:, i] - gone
        return out


def needed(kept: Kept, q: np.ndarray, i: int) -> float:
    """The least patience at which i keeps q, by bisection; infinite if none below 1 does."""

    def holds(d: float) -> bool:
        kept.rules.patience = np.full(kept.n, d)
        return bool(kept.margins(q)[i] >= 0)

    if holds(0.0):
        return 0.0
    low, high = 0.0, 1 - 1e-9
    if not holds(high):
        return math.inf
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
