"""Pledges that hold: the largest common weight, and the best weights by state.

Builds on games; numerical programs through scipy. Member i pledges with weight w_i on the other
members' benefit (0 alone, 1 joint). A pledge holds if nobody gains by its deviation: leaving, or
defecting once under reciprocity. Two paths: for the linear-quadratic public good every margin
is a quadratic in the weights (closed forms, exact gradients); for any other family margins are
evaluated through the protocol. Not here: which deviation counts (compliance.py).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.foundations.tolerances import INDIFFERENT, PLEDGE_SLACKS, PROGRAM, STEP
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import PublicGood
from gametheory_orders.orders import Exclusion
from gametheory_orders.solvers.deviations import Deviation, Leaving


class PledgeMargins(ABC):
    """How much each member prefers keeping a vector of pledges to its deviation."""

    @abstractmethod
    def margins(self, weights: np.ndarray) -> np.ndarray:
        """Return the margins of the members, shape (m,), at weights of shape (m,)."""

    @abstractmethod
    def total(self, weights: np.ndarray) -> float:
        """Return the members' joint payoff at weights of shape (m,)."""

    def margin_slopes(self, weights: np.ndarray) -> np.ndarray:
        """Return the derivatives of the margins, shape (m, m); by differences here."""
        return _slopes(self.margins, weights)

    def total_slopes(self, weights: np.ndarray) -> np.ndarray:
        """Return the derivatives of the joint payoff, shape (m,); by differences here."""
        return np.asarray(_slopes(lambda w: np.array([self.total(w)]), weights)[0])

    def common_limits(self, ceiling: float) -> np.ndarray:
        """Return the common weights at which some margin is zero, between 0 and the ceiling."""
        grid = np.linspace(0.0, ceiling, 257)
        m = len(self.margins(np.zeros(self.size)))
        values = np.array([self.margins(np.full(m, w)) for w in grid])
        piece, state = np.nonzero((values[:-1] < 0) != (values[1:] < 0))
        found: list[float] = []
        for j, i in zip(piece, state, strict=True):
            low, high = grid[j], grid[j + 1]
            sign = values[j, i] < 0
            for _ in range(60):
                middle = 0.5 * (low + high)
                same = (self.margins(np.full(m, middle))[i] < 0) == sign
                low, high = (middle, high) if same else (low, middle)
            found += [low, high]
        return np.array(found)

    size: int


@dataclass
class ProtocolMargins(PledgeMargins):
    """Margins from any family's payoffs and best replies."""

    game: CooperationGame
    members: np.ndarray
    deviation: Deviation

    def __post_init__(self) -> None:
        self.size = int(self.members.sum())

    def _spread(self, weights: np.ndarray) -> np.ndarray:
        full = np.zeros(self.game.world.n)
        full[self.members] = weights
        return full

    def margins(self, weights: np.ndarray) -> np.ndarray:
        """Return the members' margins, shape (m,)."""
        full = self._spread(weights)
        actions = self.game.issue.pledge_actions(self.members, full)
        return np.asarray(self.deviation.margins(actions, full)[self.members])

    def total(self, weights: np.ndarray) -> float:
        """Return the members' joint payoff."""
        actions = self.game.issue.pledge_actions(self.members, self._spread(weights))
        return float(self.game.issue.payoffs(actions)[self.members].sum())


class QuadraticMargins(PledgeMargins):
    """Margins of the linear-quadratic public good: quadratic in the weights.

    With a_i = sigma_S - s_i, complying gives a constant plus sum_j s_i k_j a_j w_j over the others
    minus k_i a_i^2 w_i^2 / 2; transfers mix these. Defecting gives the sum alone; leaving while
    the others keep their weights gives sum_j s_i k_j (a_j - s_i) w_j (L5), of which exclusion
    takes its share. A defection's weights multiply the two.
    """

    def __init__(self, game: CooperationGame, members: np.ndarray, deviation: Deviation) -> None:
        issue = game.issue
        assert isinstance(issue, PublicGood)
        s, k = issue.stakes[members], issue.capacities[members]
        self.size = len(s)
        ahead = s.sum() - s
        shared = np.outer(s, k * ahead)
        np.fill_diagonal(shared, 0.0)
        stay, costs = shared, np.diag(0.5 * k * ahead**2)
        shares = game.shares(members)
        if shares is not None:
            stay = np.outer(shares[members], stay.sum(axis=0))
            costs = np.outer(shares[members], costs.sum(axis=0))
        linear = deviation.linear
        if linear is None:
            # The others pledge on the benefit of one member less, and a leaver has its share.
            exclusion = game.order.enforced_by(Exclusion)
            share = 1.0 if exclusion is None else 1.0 - exclusion.share
            lost = share * np.outer(s**2, k) + (1.0 - share) * shared
            np.fill_diagonal(lost, 0.0)
            self.gains, self.costs = (stay - shared) + lost, costs
        else:
            comply, defect = linear.comply[members, None], linear.defect[members, None]
            self.gains, self.costs = comply * stay + defect * shared, comply * costs
        # What is left when nobody pledges anything, from the definition.
        nothing = np.zeros(game.world.n)
        start = issue.pledge_actions(members, nothing)
        self.start = deviation.margins(start, nothing)[members]
        self._joint = (k * ahead) * s.sum()
        self._own = k * s * ahead
        self._own_costs = 0.5 * k * ahead**2
        self._base = float(issue.payoffs(start)[members].sum())

    def margins(self, weights: np.ndarray) -> np.ndarray:
        """Return the members' margins, shape (m,)."""
        return np.asarray(self.gains @ weights - self.costs @ weights**2 + self.start)

    def margin_slopes(self, weights: np.ndarray) -> np.ndarray:
        """Return the derivatives of the margins, shape (m, m)."""
        return np.asarray(self.gains - 2 * self.costs * weights)

    def total(self, weights: np.ndarray) -> float:
        """Return the members' joint payoff."""
        gain = (self._joint - self._own) @ weights - self._own_costs @ weights**2
        return float(self._base + gain)

    def total_slopes(self, weights: np.ndarray) -> np.ndarray:
        """Return the derivatives of the joint payoff, shape (m,)."""
        return np.asarray(self._joint - self._own - 2 * self._own_costs * weights)

    def common_limits(self, ceiling: float) -> np.ndarray:
        """Return the exact roots in a common weight."""
        slope, costs = self.gains.sum(axis=1), self.costs.sum(axis=1)
        with np.errstate(all="ignore"):
            root = np.sqrt(slope**2 + 4 * costs * self.start)
            found = np.concatenate([(slope + root), (slope - root)]) / np.tile(2 * costs, 2)
            found = np.append(found, -self.start / slope)
        return np.asarray(found[(found >= 0) & (found <= ceiling)])


def margins_of(game: CooperationGame, members: np.ndarray, deviation: Deviation) -> PledgeMargins:
    """Return the closed form where the family has one, else the protocol's own path."""
    by_weights = isinstance(deviation, Leaving) and deviation.reaction == "weights"
    if isinstance(game.issue, PublicGood) and (by_weights or deviation.linear is not None):
        return QuadraticMargins(game, members, deviation)
    return ProtocolMargins(game, members, deviation)


def largest_common(
    game: CooperationGame,
    members: np.ndarray,
    ceiling: np.ndarray,
    deviation: Deviation | None = None,
) -> np.ndarray:
    """Return the largest common weight, up to the ceiling, that nobody would deviate from.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    members : bool array, shape (n,)
        Who pledges.
    ceiling : array, shape (n,)
        Largest weights allowed.
    deviation : Deviation, optional
        What a member could do instead; by default leave while the others keep their weights.

    Returns
    -------
    array, shape (n,)
        The common weight for members, 0 outside.

    Examples
    --------
    >>> from gametheory_orders import CooperationGame, PublicGood, World, coalition
    >>> world = World(list("ABCDEFGHIJ"), {"stake": [1.0] * 10, "capacity": [1.0] * 10})
    >>> game = CooperationGame(PublicGood(world), coalition(weight="uniform"))
    >>> round(float(largest_common(game, game.members, np.ones(10))[0]), 6)
    0.222222
    """
    program = margins_of(game, members, deviation or Leaving.with_weights(game, members))
    top = float(ceiling[members].min())
    slack = INDIFFERENT * game.scales[members]
    for weight in np.unique(np.append(program.common_limits(top), top))[::-1]:
        if (program.margins(np.full(program.size, weight)) >= -slack).all():
            return np.where(members, weight, 0.0)
    return np.zeros(game.world.n)


def best_by_state(
    game: CooperationGame,
    members: np.ndarray,
    ceiling: np.ndarray,
    deviation: Deviation | None = None,
) -> np.ndarray:
    """Return the weights by state that do most for the members and that nobody deviates from.

    Parameters
    ----------
    game, members, ceiling, deviation
        As for :func:`largest_common`.

    Returns
    -------
    array, shape (n,)
        Weights for members, 0 outside. For the public good the program is convex, so that the
        answer is the optimum; the answer is moved inside the constraints by their violation.

    Raises
    ------
    NoAnswer
        If the numerical program does not converge.
    """
    from scipy.optimize import minimize

    program = margins_of(game, members, deviation or Leaving.with_weights(game, members))
    top = ceiling[members]
    # Each margin on its own state's scale, so that small states bind as large ones do.
    scale, scales = game.scale, np.maximum(game.scales[members], np.finfo(float).tiny)
    start = largest_common(game, members, ceiling, deviation)[members]
    # A line search that stalls on rounding in one place seldom does from another.
    message = ""
    for begin, precision in ((0.9, 1e-15), (0.5, 1e-15), (0.99, 1e-13), (0.7, 1e-12)):
        found = minimize(
            lambda w: -program.total(w) / scale,
            begin * start,
            jac=lambda w: -program.total_slopes(w) / scale,
            bounds=list(zip(np.zeros(len(top)), top, strict=True)),
            constraints={
                "type": "ineq",
                "fun": lambda w: program.margins(w) / scales,
                "jac": lambda w: program.margin_slopes(w) / scales[:, None],
            },
            method="SLSQP",
            options={"maxiter": 500, "ftol": precision},
        )
        weights, message = np.clip(found.x, 0.0, top), found.message
        if np.isfinite(weights).all() and (program.margins(weights) / scales).min() >= -PROGRAM:
            out = np.zeros(game.world.n)
            out[members] = _inside(program, weights, start, scales)
            return out
    raise NoAnswer("the program for pledges by state did not converge", message)


def _slopes(function: Callable[[np.ndarray], np.ndarray], at: np.ndarray) -> np.ndarray:
    """Return central differences, shape (outputs, inputs)."""
    step = STEP
    moves = step * np.eye(len(at))
    columns = [(function(at + move) - function(at - move)) / (2 * step) for move in moves]
    return np.stack(columns, axis=1)


def _inside(
    program: PledgeMargins, weights: np.ndarray, safe: np.ndarray, scales: np.ndarray
) -> np.ndarray:
    """Return weights whose margins hold within INDIFFERENT, a hair towards a safe vector."""
    for share in PLEDGE_SLACKS:
        moved = (1 - share) * weights + share * 0.5 * safe
        if (program.margins(moved) >= -INDIFFERENT * scales).all():
            return moved
    return weights
