"""Two-player zero-sum trees by a linear program in the size of the tree: the sequence form.

Builds on extensive_form.py and HiGHS. The answer is checked by best responses against both
strategies, computed on the tree by another route, in fractions where floats round to them.
Not here: games that are not zero-sum.

Source: von Stengel, Efficient computation of behavior strategies, GEB 14 (1996); Koller, Megiddo
and von Stengel (1994).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.foundations.tolerances import PROGRAM, REGRET
from gametheory_orders.games.extensive_form import ExtensiveFormGame, InformationSet
from gametheory_orders.games.nodes import as_json
from gametheory_orders.games.normal_form import Number

LARGEST_DENOMINATORS = (24, 1000, 100_000)

Behaviour = Mapping[InformationSet, tuple[Number, ...]]
"""Probabilities of the actions at each information set."""


@dataclass(frozen=True, eq=False)
class ZeroSumSolution(Result):
    """Optimal behaviour in a two-player zero-sum tree.

    Parameters
    ----------
    game : ExtensiveFormGame
        What was solved.
    value : number
        What the first player gets.
    behaviour : mapping
        From (player's position, information set) to the probabilities of its actions; where
        the player's own play does not lead, uniform.
    max_regret : number
        The most that either player gains by a best response.
    exact : bool
        Whether value, behaviour and regret are exact fractions.
    """

    game: ExtensiveFormGame
    value: Number
    behaviour: Behaviour
    max_regret: Number
    exact: bool

    def table(self) -> Table:
        """Return one row for each action: player, information set, probability."""
        rows = [
            [self.game.players[i], name, action, share]
            for (i, name), shares in self.behaviour.items()
            for action, share in zip(self.game.actions((i, name)), shares, strict=True)
        ]
        columns = ["player", "information set", "action", "probability"]
        return Table(columns, rows, f"value {self.value} to {self.game.players[0]}")

    def to_dict(self) -> dict[str, Any]:
        """Return the solution as plain values."""
        return {
            "value": as_json(self.value),
            "exact": self.exact,
            "max_regret": float(self.max_regret),
            "behaviour": [
                {
                    "player": self.game.players[i],
                    "information_set": name,
                    "probabilities": [as_json(x) for x in shares],
                }
                for (i, name), shares in self.behaviour.items()
            ],
        }


def zero_sum_tree(game: ExtensiveFormGame) -> ZeroSumSolution:
    """Return the value and optimal behaviour of a two-player tree in which payoffs sum alike.

    Parameters
    ----------
    game : ExtensiveFormGame
        Two players whose payoffs have the same sum at every end.

    Raises
    ------
    ModelError
        If there are not two players, or payoffs do not sum to one number.

    Examples
    --------
    Matching pennies as a tree: value 0 with each side half the time.

    >>> from gametheory_orders.games.extensive_form import decision, leaf
    >>> same, other = leaf(1, -1), leaf(-1, 1)
    >>> tree = decision("A", {"heads": decision("B", {"heads": same, "tails": other}, "blind"),
    ...                       "tails": decision("B", {"heads": other, "tails": same}, "blind")})
    >>> found = zero_sum_tree(ExtensiveFormGame.from_tree(tree, ("A", "B")))
    >>> found.value, found.behaviour[(1, "blind")]
    (Fraction(0, 1), (Fraction(1, 2), Fraction(1, 2)))
    """
    if game.n != 2:
        raise ModelError("game", f"{game.n} players", "two")
    ends = [node.payoffs for node in game.nodes if node.is_leaf]
    total = ends[0][0] + ends[0][1]
    scale = max(abs(float(x)) for pair in ends for x in pair) or 1.0
    # A whole 0: a Fraction with 0.0 is a float, and no longer the same sum.
    slack = 0 if game.is_rational else PROGRAM * scale
    for one, two in ends:
        if not total - slack <= one + two <= total + slack:
            found = f"payoffs that sum to {total} and to {one + two}"
            raise ModelError("game", found, "one sum at every end")
    plans = [_optimal_plan(game, i) for i in (0, 1)]
    if game.is_rational:
        for largest in LARGEST_DENOMINATORS:
            behaviour = _behaviour(game, plans, largest)
            regrets = _regrets(game, behaviour)
            if regrets is not None and regrets[1] == 0:
                return ZeroSumSolution(game, regrets[0], behaviour, regrets[1], True)
    behaviour = _behaviour(game, plans, None)
    value, regret = _regrets(game, behaviour)
    if float(regret) > REGRET * scale:
        raise NoAnswer(f"HiGHS's strategies leave a regret of {float(regret):.3g}")
    return ZeroSumSolution(game, float(value), behaviour, float(regret), False)


def best_response_value(game: ExtensiveFormGame, behaviour: Behaviour, player: int) -> Number:
    """Return the most that a player gets against the others' behaviour.

    Examples
    --------
    >>> from gametheory_orders.games.extensive_form import decision, leaf
    >>> tree = decision("A", {"up": leaf(3, 0), "down": leaf(1, 5)})
    >>> best_response_value(ExtensiveFormGame.from_tree(tree, ("A", "B")), {}, 0)
    3
    """
    gained: list[Number] = [0] * len(game.sequences[player])
    for at, share in _others_reach(game, behaviour, player).items():
        gained[game.own_pasts[at][player]] += share * game.nodes[at].payoffs[player]
    steps: dict[tuple[int, str], list[int]] = {}
    for code, (past, name, _) in enumerate(game.sequences[player]):
        if past >= 0:
            steps.setdefault((past, name), []).append(code)
    # Later sequences have later codes than those they extend.
    for (past, _), codes in sorted(steps.items(), key=lambda item: -item[0][0]):
        gained[past] += max(gained[code] for code in codes)
    return gained[0]


def _others_reach(game: ExtensiveFormGame, behaviour: Behaviour, player: int) -> dict[int, Number]:
    """Return the weight that chance and the others put on each end."""
    found: dict[int, Number] = {}
    stack: list[tuple[int, Number]] = [(0, 1)]
    while stack:
        at, share = stack.pop()
        node = game.nodes[at]
        if node.is_leaf:
            found[at] = share
            continue
        shares: Sequence[Number] = node.probabilities
        if node.player is not None:
            key = (node.player, node.information_set)
            shares = [1] * len(node.children) if node.player == player else behaviour[key]
        stack += [(child, share * p) for child, p in zip(node.children, shares, strict=True) if p]
    return found


def _optimal_plan(game: ExtensiveFormGame, player: int) -> np.ndarray:
    """Return the realisation plan that maximises a player's worst case, by HiGHS.

    Maximise f.q subject to E x = e, F'q <= A'x, x >= 0: q are the values of the other's
    information sets (von Stengel 1996, theorem 3.6).
    """
    from scipy.optimize import linprog
    from scipy.sparse import block_array, csr_array

    own, other = game.sequences[player], game.sequences[1 - player]
    payoff: dict[tuple[int, int], float] = {}
    weights: list[Number] = [1] * len(game.nodes)
    for at, node in enumerate(game.nodes):
        shares = node.probabilities if node.is_chance else [1] * len(node.children)
        for child, p in zip(node.children, shares, strict=True):
            weights[child] = weights[at] * p
        if node.is_leaf:
            pasts = game.own_pasts[at]
            cell = (pasts[1 - player], pasts[player])
            gain = float(weights[at] * node.payoffs[player])
            payoff[cell] = payoff.get(cell, 0.0) + gain
    cells = np.array(list(payoff), dtype=int).reshape(-1, 2)
    table = csr_array(
        (list(payoff.values()), (cells[:, 0], cells[:, 1])), shape=(len(other), len(own))
    )
    constraints_own, constraints_other = _constraints(own), _constraints(other)
    rows_own, rows_other = constraints_own.shape[0], constraints_other.shape[0]
    found = linprog(
        np.concatenate([np.zeros(len(own)), [-1.0], np.zeros(rows_other - 1)]),
        A_ub=block_array([[-table, constraints_other.T]], format="csr"),
        b_ub=np.zeros(len(other)),
        A_eq=block_array([[constraints_own, csr_array((rows_own, rows_other))]], format="csr"),
        b_eq=np.append(1.0, np.zeros(rows_own - 1)),
        bounds=[(0, None)] * len(own) + [(None, None)] * rows_other,
        method="highs-ds",
    )
    if found.x is None:
        raise NoAnswer(f"HiGHS finds no optimal behaviour: {found.message}")
    return np.asarray(np.clip(found.x[: len(own)], 0.0, None))


def _constraints(sequences: Sequence[tuple[int, str, int]]) -> Any:
    """Return the matrix that says: the empty sequence is 1, and each set passes its weight on."""
    from scipy.sparse import csr_array

    rows: dict[tuple[int, str], int] = {}
    entries: dict[tuple[int, int], float] = {(0, 0): 1.0}
    for code, (past, name, _) in enumerate(sequences):
        if past >= 0:
            row = rows.setdefault((past, name), len(rows) + 1)
            entries[(row, past)] = -1.0
            entries[(row, code)] = 1.0
    at = np.array(list(entries), dtype=int)
    return csr_array(
        (list(entries.values()), (at[:, 0], at[:, 1])), shape=(len(rows) + 1, len(sequences))
    )


def _behaviour(
    game: ExtensiveFormGame, plans: Sequence[np.ndarray], largest: int | None
) -> Behaviour:
    """Return the probabilities that realisation plans mean, rounded to fractions if asked."""
    found: dict[InformationSet, tuple[Number, ...]] = {}
    code = [{step: k for k, step in enumerate(sequences)} for sequences in game.sequences]
    for (i, name), where in game.information_sets.items():
        past = game.own_pasts[where[0]][i]
        size = len(game.actions((i, name)))
        shares = np.array([plans[i][code[i][(past, name, k)]] for k in range(size)])
        if shares.sum() <= PROGRAM:
            shares = np.ones(size)
        shares = shares / shares.sum()
        if largest is None:
            found[(i, name)] = tuple(shares.tolist())
            continue
        near = [Fraction(x).limit_denominator(largest) for x in shares.tolist()]
        total = sum(near, Fraction(0))
        found[(i, name)] = tuple(x / total for x in near)
    return found


def _regrets(game: ExtensiveFormGame, behaviour: Behaviour) -> tuple[Number, Number]:
    """Return the first player's payoff and the larger of both players' regrets."""
    reach = _others_reach(game, behaviour, -1)
    played: list[Number] = [
        sum((share * game.nodes[at].payoffs[i] for at, share in reach.items()), Fraction(0))
        for i in (0, 1)
    ]
    gains = [best_response_value(game, behaviour, i) - played[i] for i in (0, 1)]
    return played[0], max(gains)
