"""The equilibrium binding process: agreements that proposers change, if others approve.

In each period the state x gives every player its payoff u_i(x). Then one player is recognised,
proposes a state y, and y comes about if some group that is enough approves; else x stays. With
patience d and a transition matrix P that strategies bring about, values are

    V_i = (1 - d) u_i + d P V_i,   one linear system a player.

Equilibrium: an approver says yes if V_j(y) > V_j(x) and no if it is less; a proposer picks the best
of what would be approved, staying included. Strategies look at the present state only and are pure.
Sources: Konishi and Ray 2003, Journal of Economic Theory 110; Ray 2007, A Game-Theoretic
Perspective on Coalition Formation, part 2; Heyen and Lehtomaa 2021.
Builds on foundations. Not here: who has to approve what (governance_rules.py).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import VALUE
from gametheory_orders.solvers.proposal_game import Approvals, ProposalGame, read_game, shown

MOST_RANKINGS = 2_000_000
"""Rankings of the states by all players together that are gone through: (states!)^players."""
BATCH = 16_384


@dataclass(frozen=True, eq=False)
class Process(Result):
    """One equilibrium: who proposes what where, and what that is worth.

    Parameters
    ----------
    states : tuple
        Names.
    players : tuple of str
        Names.
    moves : mapping of (str, state) to state
        Where a proposer leads from a state; to the state itself if it changes nothing.
    transitions : array, shape (m, m)
        Probability of each state after each.
    values : array, shape (m, n)
        V: the discounted mean of payoffs to come, for each player from each state on.
    payoffs : array, shape (m, n)
        Of one period.
    certificate : mapping
        Deviations checked, the smallest margin, and how many comparisons are ties.
    """

    states: tuple[Hashable, ...]
    players: tuple[str, ...]
    moves: Mapping[tuple[str, Hashable], Hashable]
    transitions: np.ndarray
    values: np.ndarray
    payoffs: np.ndarray
    certificate: Mapping[str, Any]

    @property
    def absorbing(self) -> tuple[Hashable, ...]:
        """States that are never left."""
        stays = np.diag(self.transitions) >= 1 - VALUE
        return tuple(state for state, stay in zip(self.states, stays, strict=True) if stay)

    def value(self, state: Hashable, player: str) -> float:
        """Return what a player has from a state on."""
        return float(self.values[self.states.index(state), self.players.index(player)])

    def table(self) -> Table:
        """Return one row a state: where it leads, and values."""
        rows = []
        for x, state in enumerate(self.states):
            ways = [
                f"{shown(self.states[y])} {self.transitions[x, y]:.3g}"
                for y in np.flatnonzero(self.transitions[x])
            ]
            rows.append([shown(state), ", ".join(ways), *map(float, self.values[x])])
        columns = ["state", "next, with probability", *(f"V {p}" for p in self.players)]
        return Table(columns, rows)

    def to_dict(self) -> dict[str, Any]:
        """Return strategies, transitions and values as plain values."""
        moves = [
            {"proposer": who, "state": shown(x), "to": shown(y)}
            for (who, x), y in self.moves.items()
        ]
        found: dict[str, Any] = plain(
            {
                "states": [shown(state) for state in self.states],
                "players": self.players,
                "moves": moves,
                "transitions": self.transitions.tolist(),
                "values": self.values.tolist(),
                "absorbing": [shown(state) for state in self.absorbing],
                "certificate": self.certificate,
            }
        )
        return found


@dataclass(frozen=True, eq=False)
class BindingProcess(Result):
    """All equilibria found, those with fewest ties first.

    Parameters
    ----------
    equilibria : tuple of Process
        Each with another transition matrix or other moves.
    patience : float
        d.
    rankings : int
        Rankings gone through.
    """

    equilibria: tuple[Process, ...]
    patience: float
    rankings: int

    concept = "equilibrium binding process in pure stationary strategies"

    def __len__(self) -> int:
        return len(self.equilibria)

    def __iter__(self) -> Iterator[Process]:
        return iter(self.equilibria)

    def __getitem__(self, position: int) -> Process:
        return self.equilibria[position]

    def table(self) -> Table:
        """Return one row an equilibrium."""
        rows = [
            [
                number,
                ", ".join(shown(state) for state in each.absorbing) or "none",
                each.certificate["ties"],
                each.certificate["smallest_margin"],
            ]
            for number, each in enumerate(self.equilibria, 1)
        ]
        columns = ["equilibrium", "absorbing states", "ties", "smallest margin"]
        return Table(columns, rows, f"{self.concept}, patience {self.patience:g}")

    def to_dict(self) -> dict[str, Any]:
        """Return all equilibria as plain values."""
        found: dict[str, Any] = plain(
            {
                "concept": self.concept,
                "patience": self.patience,
                "rankings": self.rankings,
                "equilibria": [each.to_dict() for each in self.equilibria],
            }
        )
        return found


def binding_process(
    payoffs: Mapping[Any, Mapping[str, float]],
    approvals: Approvals,
    patience: float,
    recognition: Mapping[str, float] | None = None,
) -> BindingProcess:
    """Return the equilibria of a process in which proposers change binding agreements.

    Parameters
    ----------
    payoffs : mapping of state to mapping of player to float
        What each player has in a period in each state.
    approvals : callable (proposer, state, other state) to groups of players
        Any of the groups is enough; the proposer need not be in one. No group: the move is
        impossible. An empty group: nobody has to approve.
    patience : float
        d, at least 0 and below 1.
    recognition : mapping of player to float, optional
        Probabilities of proposing, the same in every state; by default equal.

    Raises
    ------
    ModelError
        If something is missing or unknown, or (states!)^players exceeds 2,000,000: 5 states with
        3 players, 4 with 4, 3 with 8.
    NoAnswer
        If there is no equilibrium of this kind; the witness is a cycle of strategies, each the
        best answer to the values of the one before.

    Notes
    -----
    Every ranking of the states by each player is tried: it fixes all approvals and proposals. An
    equilibrium in which no player is indifferent between two states is found for sure; where some
    are, those in which each breaks its ties by one order. Each found is checked against all
    deviations of one proposal or approval.

    Examples
    --------
    Two players; only both together can go to the better state, either alone can break it up.

    >>> payoffs = {"apart": {"A": 0, "B": 0}, "together": {"A": 2, "B": 1}}
    >>> def approvals(proposer, state, other):
    ...     return [["A", "B"]] if other == "together" else [[]]
    >>> found = binding_process(payoffs, approvals, patience=0.5)
    >>> found[0].absorbing, round(found[0].value("apart", "A"), 6)
    (('together',), 1.0)
    """
    game = read_game(payoffs, approvals, patience, recognition)
    m, n = game.payoffs.shape
    total = math.factorial(m) ** n
    if total > MOST_RANKINGS:
        wanted = f"at most {MOST_RANKINGS}; largest_consistent_set takes many states"
        raise ModelError("payoffs", f"{total} rankings ({m} states, {n} players)", wanted)
    ranks = np.array(list(permutations(range(m))), dtype=np.int8).T.copy()
    codes: set[int] = set()
    for start in range(0, total, BATCH):
        which = np.unravel_index(np.arange(start, min(start + BATCH, total)), [ranks.shape[1]] * n)
        targets = game.targets(np.stack([ranks[:, each] for each in which]))
        codes.update(np.unique(_encode(targets)).tolist())
    found = []
    for some in np.array_split(np.array(sorted(codes)), 1 + len(codes) // BATCH):
        targets = _decode(some, n, m)
        values = game.values(targets)
        good = game.plausible(targets, values)
        found += [_process(game, t, v) for t, v in zip(targets[good], values[good], strict=True)]
    kept = [each for each in found if each.certificate["smallest_margin"] >= -VALUE]
    if not kept:
        message = "no equilibrium binding process in pure strategies"
        raise NoAnswer(message, {"cycle": game.cycle()})
    kept.sort(key=lambda each: (each.certificate["ties"], -each.certificate["smallest_margin"]))
    return BindingProcess(tuple(kept), float(patience), total)


def _encode(targets: np.ndarray) -> np.ndarray:
    """Return strategies, shape (n, m, c), as numbers: where each proposer leads is a digit."""
    n, m, c = targets.shape
    out = np.zeros(c, dtype=np.int64)
    for digits in targets.reshape(n * m, c)[::-1]:
        out *= m
        out += digits
    return out


def _decode(codes: np.ndarray, n: int, m: int) -> np.ndarray:
    places = np.int64(m) ** np.arange(n * m, dtype=np.int64)
    return np.asarray(codes[:, None] // places % m).reshape(len(codes), n, m)


def _process(game: ProposalGame, targets: np.ndarray, values: np.ndarray) -> Process:
    """Return one equilibrium with its certificate."""
    moves = {
        (who, state): game.states[targets[i, x]]
        for i, who in enumerate(game.players)
        for x, state in enumerate(game.states)
    }
    transitions = game.transitions(targets[None])[0]
    worth = np.ascontiguousarray(values.T)
    d = game.patience
    off = worth - (1 - d) * game.payoffs - d * (transitions @ worth)
    certificate = {**game.margins(targets, values), "residual": float(np.abs(off).max())}
    arrays = (transitions, worth, game.payoffs)
    return Process(game.states, game.players, moves, *arrays, certificate)
