"""A game of proposals and approvals as arrays: best answers, values, margins.

What binding_process.py searches: where proposers lead given what states are worth, and what
states are worth given where proposers lead. Builds on foundations. Not here: the search.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.checks import finite, tabled
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import VALUE, payoff_scale

Approvals = Callable[[str, Any, Any], Iterable[Iterable[str]]]
"""From a proposer, a state and another one to the groups of which any is enough to approve."""


def shown(state: Hashable) -> str:
    """Return a state's name as text: a tuple of members as (A, B).

    Examples
    --------
    >>> shown(("T", "C")), shown(()), shown("war")
    ('(T, C)', '()', 'war')
    """
    return f"({', '.join(map(str, state))})" if isinstance(state, tuple) else str(state)


@dataclass(frozen=True, eq=False)
class ProposalGame:
    """The process as arrays; ``enough[i][x][y]`` are groups of positions."""

    states: tuple[Any, ...]
    players: tuple[str, ...]
    payoffs: np.ndarray
    enough: list[list[list[list[tuple[int, ...]]]]]
    patience: float
    recognition: np.ndarray

    def accepted(self, gains: np.ndarray) -> np.ndarray:
        """Return the least gain in the best group, shape (c, n, m, m), of gains of that shape.

        Gains are V_j(y) - V_j(x). Infinity where nobody has to approve, minus infinity where
        nothing is enough.
        """
        out = np.full(gains.shape, -np.inf)
        for i, x, y in np.ndindex(*gains.shape[1:]):
            for group in self.enough[i][x][y]:
                least = gains[:, list(group), x, y].min(axis=1) if group else np.inf
                out[:, i, x, y] = np.maximum(out[:, i, x, y], least)
        return out

    def targets(self, levels: np.ndarray) -> np.ndarray:
        """Return where each proposer leads from each state, (n, m, c), from levels (n, m, c).

        A level is what a state is worth to a player, in any order-preserving unit; no ties.
        """
        n, m, _ = levels.shape
        out = np.empty(levels.shape, dtype=np.int8)
        for x in range(m):
            likes = levels > levels[:, x, None]
            for i in range(n):
                out[i, x] = x
                best = levels[i, x].copy()
                for y in range(m):
                    passes = np.zeros(best.shape, dtype=bool)
                    for group in self.enough[i][x][y]:
                        passes |= likes[list(group), y].all(axis=0)
                    passes &= levels[i, y] > best
                    np.copyto(best, levels[i, y], where=passes)
                    np.copyto(out[i, x], y, where=passes)
        return out

    def transitions(self, targets: np.ndarray) -> np.ndarray:
        """Return transition matrices, shape (c, m, m)."""
        c, n, m = targets.shape
        out = np.zeros((c, m, m))
        for i in range(n):
            np.put_along_axis(
                out,
                targets[:, i, :, None],
                np.take_along_axis(out, targets[:, i, :, None], axis=2) + self.recognition[i],
                axis=2,
            )
        return out

    def values(self, targets: np.ndarray) -> np.ndarray:
        """Return V, shape (c, n, m)."""
        d = self.patience
        left = np.eye(len(self.payoffs)) - d * self.transitions(targets)
        right = np.broadcast_to((1 - d) * self.payoffs, (len(targets), *self.payoffs.shape))
        return np.asarray(np.linalg.solve(left, right).swapaxes(1, 2))

    @property
    def slack(self) -> float:
        """Differences of values up to which a player is indifferent."""
        return VALUE * payoff_scale(self.payoffs)

    def plausible(self, targets: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Return which strategies are best answers to their own values, up to ties."""
        gains = values[:, :, None, :] - values[:, :, :, None]
        least = self.accepted(gains)
        chosen = np.take_along_axis(gains, targets[..., None], axis=3)[..., 0]
        passed = np.take_along_axis(least, targets[..., None], axis=3)[..., 0]
        stays = targets == np.arange(targets.shape[2])
        fine = stays | ((passed >= -self.slack) & (chosen >= -self.slack))
        best = np.where(least > self.slack, gains, 0.0).max(axis=3)
        return np.asarray((fine & (chosen >= best - self.slack)).all(axis=(1, 2)))

    def margins(self, targets: np.ndarray, values: np.ndarray) -> dict[str, Any]:
        """Return the smallest margin of all single deviations, as a share of the payoff scale."""
        scale = payoff_scale(self.payoffs)
        margins: list[float] = []
        m, n = self.payoffs.shape
        for i in range(n):
            for x in range(m):
                t = int(targets[i, x])
                for y in range(m):
                    if y == x:
                        if t != x:
                            margins.append(values[i, t] - values[i, x])
                        continue
                    mins = [
                        min((values[j, y] - values[j, x] for j in group), default=np.inf)
                        for group in self.enough[i][x][y]
                    ]
                    passes = max(mins, default=-np.inf)
                    # What is proposed must pass; what is better must not.
                    over = values[i, y] - values[i, t]
                    margins.append(passes if y == t else max(-over, -passes))
        shares = np.array(margins) / scale
        return {
            "deviations": len(margins),
            "smallest_margin": float(shares.min()) if len(shares) else 0.0,
            "ties": int((np.abs(shares) <= VALUE).sum()),
        }

    def cycle(self) -> list[dict[str, Any]]:
        """Return strategies that answer each other in a circle, from one period's payoffs on."""
        levels = self.payoffs.T
        seen: dict[bytes, int] = {}
        walk: list[dict[str, Any]] = []
        while True:
            targets = self.targets(levels[:, :, None])[:, :, 0]
            key = targets.tobytes()
            if key in seen:
                return walk[seen[key] :]
            seen[key] = len(walk)
            walk.append(
                {
                    who: {
                        shown(s): shown(self.states[y])
                        for s, y in zip(self.states, row, strict=True)
                    }
                    for who, row in zip(self.players, targets, strict=True)
                }
            )
            levels = self.values(targets[None])[0]


def read_game(
    payoffs: Mapping[Any, Mapping[str, float]],
    approvals: Approvals,
    patience: float,
    recognition: Mapping[str, float] | None,
) -> ProposalGame:
    """Return the game as arrays, or raise with what is missing or unknown."""
    if not isinstance(payoffs, Mapping) or not payoffs:
        raise ModelError("payoffs", payoffs, "a table of states")
    states = tuple(payoffs)
    for state in states:
        tabled(payoffs[state], f"payoffs[{shown(state)}]", "payoffs by player")
    players = tuple(payoffs[states[0]])
    if not players:
        raise ModelError("payoffs", "no players", "at least one")
    table = np.empty((len(states), len(players)))
    for x, state in enumerate(states):
        if set(payoffs[state]) != set(players):
            raise ModelError(f"payoffs[{shown(state)}]", "other players", "the same in all states")
        for j, who in enumerate(players):
            table[x, j] = _number(payoffs[state][who], f"payoffs[{shown(state)}].{who}")
    if _number(patience, "patience") < 0 or patience >= 1:
        raise ModelError("patience", patience, "at least 0 and below 1")
    place = {who: j for j, who in enumerate(players)}
    enough = []
    for proposer in players:
        rows: list[list[list[tuple[int, ...]]]] = []
        for state in states:
            row: list[list[tuple[int, ...]]] = []
            for other in states:
                groups = [] if other == state else list(approvals(proposer, state, other) or ())
                listed = [tuple(group) for group in groups]
                wrong = [who for group in listed for who in group if who not in place]
                if wrong:
                    where = f"approvals({proposer}, {shown(state)}, {shown(other)})"
                    raise ModelError(where, wrong[0], f"players of: {', '.join(players)}")
                row.append([tuple(place[who] for who in group) for group in listed])
            rows.append(row)
        enough.append(rows)
    return ProposalGame(
        states, players, table, enough, float(patience), _shares(players, recognition)
    )


def _number(value: Any, where: str) -> float:
    return finite(value, where)


def _shares(players: tuple[str, ...], recognition: Mapping[str, float] | None) -> np.ndarray:
    if recognition is None:
        return np.full(len(players), 1 / len(players))
    if not isinstance(recognition, Mapping) or set(recognition) != set(players):
        raise ModelError("recognition", recognition, f"a probability for each of {players}")
    out = np.array([_number(recognition[who], f"recognition.{who}") for who in players])
    if out.min() < 0 or abs(out.sum() - 1) > VALUE:
        raise ModelError("recognition", dict(recognition), "probabilities that sum to 1")
    return out
