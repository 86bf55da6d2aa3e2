"""The linear-quadratic public good in letters: payoffs, best replies and what patience keeps.

Builds on issues and games. Everything is made from one definition, u_i = s_i sum(q) - q_i^2 / (2
k_i), by differentiation and by solving for zeros; nothing is looked up.
Not here: which formula is in force at given figures (pieces.py), or derivatives (derive.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import CooperationGame, Outcome
from gametheory_orders.issues import PublicGood
from gametheory_orders.orders.decision import FixedLevel, Pledge, VotedLevel

MOST_STATES = 40
"""States beyond which formulas are too long for anybody to read."""


@dataclass(frozen=True, eq=False)
class LetterGame:
    """A game in letters, with the figures that say which of its formulas are in force.

    Parameters
    ----------
    outcome : Outcome
        The solution at the figures.
    stakes, capacities, patience, costs : tuple of sympy.Symbol
        One letter a state; patience and blocking costs share one letter if all have the same,
        and blocking costs that are all 0 stay the number 0.
    level, weight : sympy.Symbol
        The uniform level P and the common pledge weight w.
    figures : dict
        From letters to their numbers; P and w have none.
    """

    outcome: Outcome
    stakes: tuple[Any, ...]
    capacities: tuple[Any, ...]
    patience: tuple[Any, ...]
    costs: tuple[Any, ...]
    level: Any
    weight: Any
    figures: dict[Any, float]

    @property
    def game(self) -> CooperationGame:
        """The game at the figures."""
        return self.outcome.game

    @property
    def n(self) -> int:
        """Number of states."""
        return len(self.stakes)

    @property
    def names(self) -> tuple[str, ...]:
        """The states."""
        return self.game.world.ids

    @property
    def members(self) -> list[int]:
        """Positions of the members."""
        return [int(i) for i in np.flatnonzero(self.outcome.agreed.agreement.members)]

    def payoff(self, state: int, actions: Sequence[Any]) -> Any:
        """Return u_i = s_i sum(q) - q_i^2 / (2 k_i): the definition all else is made from."""
        import sympy

        total = sympy.Add(*actions)
        return self.stakes[state] * total - actions[state] ** 2 / (2 * self.capacities[state])

    def gain(self, state: int, new: Sequence[Any], old: Sequence[Any]) -> Any:
        """Return u_i(new) - u_i(old), term by term, so that what is equal in both is gone."""
        import sympy

        changed = [sympy.factor_terms(a - b) for a, b in zip(new, old, strict=True)]
        own = (new[state] ** 2 - old[state] ** 2) / (2 * self.capacities[state])
        if changed[state] == 0:
            return self.stakes[state] * sympy.Add(*changed)
        rest = sympy.Add(*(each for j, each in enumerate(changed) if j != state))
        alone = sympy.factor(self.stakes[state] * changed[state] - own)
        return self.stakes[state] * rest + alone

    def own_action(self, state: int) -> Any:
        """Return the best reply, from the first-order condition; the others do not matter."""
        return _best_action(self.stakes[state], self.capacities[state])

    def pledge_action(self, state: int, members: Iterable[int], weight: Any) -> Any:
        """Return the action that maximises the own benefit and ``weight`` times the others'."""
        import sympy

        others = sympy.Add(*(self.stakes[j] for j in members if j != state))
        return _best_action(self.stakes[state] + weight * others, self.capacities[state])

    def reference(self) -> list[Any]:
        """Return what all do without cooperation."""
        return [self.own_action(j) for j in range(self.n)]

    def first_best(self) -> list[Any]:
        """Return what maximises the sum of payoffs: each counts everybody's benefit."""
        return [self.pledge_action(j, range(self.n), 1) for j in range(self.n)]

    def at_level(self, bound: Iterable[int], level: Any) -> list[Any]:
        """Return the actions when the states in ``bound`` are at a level, the rest on their own."""
        inside = set(bound)
        return [
            self.capacities[j] * level if j in inside else self.own_action(j) for j in range(self.n)
        ]

    def at_weight(self, members: Sequence[int], weight: Any) -> list[Any]:
        """Return the actions when members pledge with a common weight, or one by state."""
        weights = weight if isinstance(weight, dict) else dict.fromkeys(members, weight)
        return [
            self.pledge_action(j, members, weights[j]) if j in weights else self.own_action(j)
            for j in range(self.n)
        ]

    def gain_from_defecting(self, state: int, actions: Sequence[Any]) -> Any:
        """Return D_i - C_i: what best-replying alone adds, while the others comply."""
        return self.gain(state, self._alone(state, actions), actions)

    def loss_of_cooperation(self, state: int, actions: Sequence[Any]) -> Any:
        """Return D_i - N_i: what a defector loses when all are on their own for ever."""
        return self.gain(state, self._alone(state, actions), self.reference())

    def _alone(self, state: int, actions: Sequence[Any]) -> list[Any]:
        return [self.own_action(state) if j == state else q for j, q in enumerate(actions)]

    def margin(self, state: int, actions: Sequence[Any]) -> Any:
        """Return C_i - (1 - d_i) D_i - d_i N_i: 0 or more where the state keeps its word."""
        lost = self.loss_of_cooperation(state, actions)
        return self.patience[state] * lost - self.gain_from_defecting(state, actions)

    def margin_of_staying(self, state: int, members: Sequence[int], weight: Any) -> Any:
        """Return what a pledger prefers staying by, if the others then keep their weights."""
        rest = [j for j in members if j != state]
        return self.gain(state, self.at_weight(members, weight), self.at_weight(rest, weight))

    def bound_at(self, level: float, floor: bool) -> list[int]:
        """Return the members whom a level binds: with a floor, those whose own price is below."""
        stakes = self._issue.stakes
        return [j for j in self.members if not floor or stakes[j] <= level]

    def number(self, expression: Any, **also: float) -> float:
        """Return an expression's value at the figures; ``P`` and ``w`` may be given too."""
        return evaluated(expression, {**self.figures, **self._also(also)})

    def _also(self, given: dict[str, float]) -> dict[Any, float]:
        known = {"P": self.level, "w": self.weight}
        return {known[name]: value for name, value in given.items()}

    @property
    def _issue(self) -> PublicGood:
        issue = self.game.issue
        assert isinstance(issue, PublicGood)
        return issue


@cache
def _first_order() -> tuple[Any, Any, Any]:
    """Return the letters of b (rest + q) - q^2 / (2 k), and the q that maximises it."""
    import sympy

    action, rest, benefit, capacity = sympy.symbols("q rest b k", positive=True)
    payoff = benefit * (rest + action) - action**2 / (2 * capacity)
    (best,) = sympy.solve(sympy.diff(payoff, action), action)
    return benefit, capacity, best


def _best_action(benefit: Any, capacity: Any) -> Any:
    of_benefit, of_capacity, best = _first_order()
    return best.xreplace({of_benefit: benefit, of_capacity: capacity})


def evaluated(expression: Any, at: Mapping[Any, float]) -> float:
    """Return the value of sums, products and powers at given numbers of their letters."""
    if expression.is_Symbol:
        return float(at[expression])
    if expression.is_Number:
        return float(expression)
    values = [evaluated(part, at) for part in expression.args]
    if expression.is_Add:
        return math.fsum(values)
    if expression.is_Mul:
        return math.prod(values)
    base, power = values
    return float(base**power) if base > 0 or power.is_integer() else math.nan


def roots_of(constraint: Any, unknown: Any) -> list[Any]:
    """Return the roots of a linear or quadratic constraint, by the formula that sympy derives."""
    import sympy

    flat = sympy.expand(constraint)
    if sympy.factor_terms(flat.coeff(unknown, 2)).could_extract_minus_sign():
        flat = -flat
    square, slope, rest = (sympy.factor_terms(flat.coeff(unknown, power)) for power in (2, 1, 0))
    if square == 0:
        return [] if slope == 0 else [sympy.factor_terms(-rest / slope)]
    a, b, c, roots = _quadratic()
    return [root.xreplace({a: square, b: slope, c: rest}) for root in roots]


@cache
def _quadratic() -> tuple[Any, Any, Any, list[Any]]:
    import sympy

    x, a, b, c = sympy.symbols("x a b c")
    return a, b, c, sympy.solve(a * x**2 + b * x + c, x)


def in_letters(outcome: Outcome) -> LetterGame:
    """Return a solved game of the linear-quadratic family in letters.

    Raises
    ------
    ModelError
        If it has too many states, or a member has no stake.
    """
    import sympy

    game, issue = outcome.game, outcome.game.issue
    assert isinstance(issue, PublicGood)
    if issue.n > MOST_STATES:
        raise ModelError("issue", f"{issue.n} states", f"at most {MOST_STATES} states in letters")
    figures: dict[Any, float] = {}

    def letters(letter: str, values: np.ndarray, shared: bool) -> tuple[Any, ...]:
        if shared and len(set(values.tolist())) == 1:
            symbols = [sympy.Symbol(letter, positive=True)] * issue.n
        else:
            names = [f"{letter}_{state}" for state in game.world.ids]
            symbols = [sympy.Symbol(name, positive=True) for name in names]
        figures.update(zip(symbols, values.tolist(), strict=True))
        return tuple(symbols)

    for j in np.flatnonzero(issue.stakes == 0):
        raise ModelError(f"state {issue.world.ids[j]}.stake", 0.0, "above 0, to stand for a letter")
    decision = game.order.decision
    costs = np.zeros(issue.n)
    if isinstance(decision, VotedLevel):
        costs = decision.blocking_costs(game.world)
    found = LetterGame(
        outcome,
        letters("s", issue.stakes, False),
        letters("k", issue.capacities, False),
        letters("d", outcome.patience, True),
        letters("kappa", costs, True) if costs.any() else (sympy.Integer(0),) * issue.n,
        sympy.Symbol("P", positive=True),
        sympy.Symbol("w", positive=True),
        figures,
    )
    if isinstance(decision, FixedLevel):
        figures[sympy.Symbol("L", positive=True)] = decision.level
    if isinstance(decision, Pledge) and isinstance(decision.weight, int | float):
        figures[sympy.Symbol("v", positive=True)] = float(decision.weight)
    return found
