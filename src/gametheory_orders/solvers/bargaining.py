"""Bargaining over a surplus under a voting rule: stationary equilibrium, certified.

One member, drawn with its recognition probability, proposes a division of a surplus of 1 under a
closed rule; a winning coalition accepts, or time passes and the next is drawn (Baron and Ferejohn
1989). In a stationary equilibrium member i accepts d_i v_i, its discounted continuation value, and
every proposer buys a cheapest winning coalition. Builds on bargaining_market.py, which solves, and
bargaining_check.py, which shares nothing with it.
Not here: divisions under an open rule, or who has power (measures).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import IN_USE, ROUNDING
from gametheory_orders.orders.voting import SimpleGame
from gametheory_orders.solvers.bargaining_check import check_bargaining
from gametheory_orders.solvers.bargaining_market import Market, market_of, stationary_values
from gametheory_orders.solvers.votes import AnyRule, Wins, equal_members, members_of, read_rule


@dataclass(frozen=True, eq=False)
class BargainingEquilibrium(Result):
    """A stationary subgame perfect equilibrium of bargaining over a surplus of 1.

    Parameters
    ----------
    names : tuple of str
        The members.
    values : array, shape (n,)
        Expected shares before anyone is recognised; 0 for those who do not vote.
    accepts : array, shape (n,)
        The least share that each accepts: patience times value.
    proposer_shares : array, shape (n,)
        What each keeps when it proposes; NaN where it is never recognised.
    recognition, patience : array, shape (n,)
        As given.
    types : tuple of tuples of str
        Members that are equal, and treated so.
    coalitions : tuple
        For each type of proposer, the coalitions it buys: members by type, and probability.
    certificate : mapping
        What was checked again from the definition, and how closely.
    """

    names: tuple[str, ...]
    values: np.ndarray
    accepts: np.ndarray
    proposer_shares: np.ndarray
    recognition: np.ndarray
    patience: np.ndarray
    types: tuple[tuple[str, ...], ...]
    coalitions: tuple[tuple[tuple[tuple[int, ...], float], ...], ...]
    certificate: Mapping[str, Any]

    concept = "stationary subgame perfect equilibrium, closed rule; equal members treated equally"

    def table(self) -> Table:
        """Return one row a type of members: value, what it accepts, what it keeps."""
        rows = []
        for group in self.types:
            i = self.names.index(group[0])
            kept = float(self.proposer_shares[i])
            rows.append(
                [
                    group[0] if len(group) == 1 else f"{group[0]} and {len(group) - 1} equal",
                    float(self.recognition[i]),
                    float(self.values[i]),
                    float(self.accepts[i]),
                    None if math.isnan(kept) else kept,
                ]
            )
        columns = ["member", "recognition", "value", "accepts", "keeps as proposer"]
        return Table(columns, rows, "bargaining over a surplus of 1, each member's share")

    def to_dict(self) -> dict[str, Any]:
        """Return the equilibrium as plain values."""
        found: dict[str, Any] = plain(
            {
                "members": [
                    {
                        "id": name,
                        "recognition": self.recognition[i],
                        "patience": self.patience[i],
                        "value": self.values[i],
                        "accepts": self.accepts[i],
                        "keeps_as_proposer": float(self.proposer_shares[i]),
                    }
                    for i, name in enumerate(self.names)
                ],
                "types": self.types,
                "coalitions": self.coalitions,
                "concept": self.concept,
                "certificate": self.certificate,
            }
        )
        return found


def bargaining_equilibrium(
    rule: AnyRule,
    n: int | None = None,
    *,
    patience: float | Sequence[float] = 0.9,
    recognition: Sequence[float] | None = None,
    names: Sequence[str] | None = None,
    types: Sequence[Any] | None = None,
) -> BargainingEquilibrium:
    """Return a stationary equilibrium of bargaining over a surplus of 1, certified.

    Parameters
    ----------
    rule : object with ``voters`` and ``wins``, int or str
        Any monotone voting rule; or a count of votes, "majority", "unanimity", a share.
    n : int, optional
        Number of members, needed with a count or a share.
    patience : float or sequence, length n
        Discount factors d_i in [0, 1].
    recognition : sequence, length n, optional
        Probabilities of proposing, adding up to 1; by default equal among voters.
    names : sequence of str, optional
        By default the players of a simple game, else "1", "2", ...
    types : sequence, length n, optional
        Labels of members that are equal under the rule. Found by itself for weighted quotas
        with vetoers. Members of one type with equal patience and recognition are treated alike.

    Returns
    -------
    BargainingEquilibrium

    Raises
    ------
    ModelError
        If an argument is wrong, nobody can win, or there are too many coalitions.
    NoAnswer
        If no answer passes the certificate; the best one found is the witness.

    Notes
    -----
    Proposers' choices are smoothed by logit, the fixed point is followed as the noise vanishes,
    and the coalitions that stay in use are then solved for together with the values. What is
    returned is checked afresh, with no use of the above: each coalition wins and is a cheapest
    one, and the values are what the strategies bring. Payoffs of stationary equilibria are
    unique for quotas and common patience (Eraslan 2002, Journal of Economic Theory 103) and for
    any simple game (Eraslan and McLennan 2013, Journal of Economic Theory 148).

    Source: Baron and Ferejohn 1989, American Political Science Review 83(4).

    Examples
    --------
    >>> found = bargaining_equilibrium("majority", 3, patience=1.0)
    >>> found.proposer_shares.round(9).tolist(), found.accepts.round(9).tolist()
    ([0.666666667, 0.666666667, 0.666666667], [0.333333333, 0.333333333, 0.333333333])
    """
    n = members_of(rule, n)
    found = read_rule(rule, n)
    voters = np.asarray(found.voters, dtype=bool)
    if not bool(found.wins(voters)):
        raise ModelError("rule", "one under which nobody ever wins", "one that all together meet")
    if names is None:
        names = rule.players if isinstance(rule, SimpleGame) else [str(i + 1) for i in range(n)]
    called = tuple(names)
    if len(called) != n or len(set(called)) != n:
        raise ModelError("names", f"{len(set(called))} names", f"{n}, each once")
    d = _numbers(patience, n, "patience")
    if recognition is None:
        chance = voters / voters.sum()
    else:
        chance = _numbers(recognition, n, "recognition")
        if abs(chance.sum() - 1) > ROUNDING or (chance[~voters] > 0).any():
            total = float(chance.sum())
            raise ModelError("recognition", f"a sum of {total}", "voters' chances, sum 1")
    also = list(zip(d.tolist(), chance.tolist(), strict=True))
    groups = equal_members(found, types, also)
    market = market_of(found, groups, d, chance)
    values, mix = stationary_values(market)
    return _equilibrium(
        found, groups, market, values, mix, names=called, patience=d, recognition=chance
    )


def _numbers(value: Any, n: int, where: str) -> np.ndarray:
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise ModelError(where, value, "a number, or one for each member") from None
    if array.ndim == 0:
        array = np.full(n, float(array))
    if array.shape != (n,):
        raise ModelError(where, f"shape {array.shape}", f"one number, or {n}")
    if not ((array >= 0) & (array <= 1)).all():
        bad = float(array[~((array >= 0) & (array <= 1))][0])
        raise ModelError(where, bad, "numbers from 0 to 1")
    return array


def _equilibrium(
    rule: Wins,
    groups: list[np.ndarray],
    market: Market,
    values: np.ndarray,
    mix: np.ndarray,
    *,
    names: tuple[str, ...],
    patience: np.ndarray,
    recognition: np.ndarray,
) -> BargainingEquilibrium:
    n = len(names)
    by_member, kept = np.zeros(n), np.full(n, np.nan)
    costs = market.cheapest(market.costs(values))
    for t, group in enumerate(groups):
        by_member[group] = values[t]
        if math.isfinite(costs[t]):
            kept[group] = 1 - costs[t]
    bought = []
    for t in range(len(groups)):
        rows = np.flatnonzero((market.proposer == t) & (mix > IN_USE))
        whole = market.partners[rows].copy()
        whole[:, t] += 1
        bought.append(
            tuple(
                (tuple(row), float(chance))
                for row, chance in zip(whole.tolist(), mix[rows], strict=True)
            )
        )
    types = tuple(tuple(names[i] for i in group) for group in groups)
    found = check_bargaining(
        rule,
        groups,
        by_member,
        patience=patience,
        recognition=recognition,
        coalitions=bought,
    )
    if not found["holds"]:
        raise NoAnswer("no stationary equilibrium was found that passes its check", found)
    return BargainingEquilibrium(
        names,
        by_member,
        patience * by_member,
        kept,
        recognition,
        patience,
        types,
        tuple(bought),
        found,
    )
