"""Bargaining over a surplus under a voting rule: stationary equilibrium, certified.

One member, drawn with its recognition probability, proposes a division of a surplus of 1 under a
closed rule; a winning coalition accepts, or time passes and the next is drawn (Baron and Ferejohn
1989). In a stationary equilibrium member i accepts d_i v_i, its discounted continuation value, and
every proposer buys a cheapest winning coalition. Builds on votes.py.
Not here: divisions under an open rule, or who has power (measures).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.votes import (
    Wins,
    coalitions_of,
    counts_of,
    equal_members,
    read_rule,
)

TOLERANCE = 1e-9
"""Largest error of a continuation value, or advantage of another coalition, that is accepted."""

MOST_PURCHASES = 4000
"""Ways of buying a majority, over all types of proposers, beyond which types must be given."""


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


@dataclass(frozen=True, eq=False)
class _Market:
    """What proposers can buy: one row a minimal winning coalition with its proposer.

    ``partners`` holds the number of partners by type, ``proposer`` the proposer's type.
    """

    sizes: np.ndarray
    recognition: np.ndarray
    patience: np.ndarray
    partners: np.ndarray
    proposer: np.ndarray

    @property
    def chance(self) -> np.ndarray:
        """Probability that a member of each type proposes, shape (types,)."""
        return np.asarray(self.sizes * self.recognition)

    def costs(self, values: np.ndarray) -> np.ndarray:
        """Return what each coalition's partners cost."""
        return np.asarray(self.partners @ (self.patience * values))

    def cheapest(self, costs: np.ndarray) -> np.ndarray:
        """Return the least cost of each type of proposer, infinite where nothing can be bought."""
        least = np.full(len(self.sizes), np.inf)
        np.minimum.at(least, self.proposer, costs)
        return least

    def image(self, values: np.ndarray, mix: np.ndarray) -> np.ndarray:
        """Return continuation values when proposers mix so, shape (types,)."""
        costs = self.costs(values)
        spent = np.zeros(len(self.sizes))
        np.add.at(spent, self.proposer, mix * costs)
        bought = (mix * self.chance[self.proposer]) @ self.partners / self.sizes
        return np.asarray(self.recognition * (1 - spent) + self.patience * values * bought)

    def smooth_mix(self, values: np.ndarray, noise: float) -> np.ndarray:
        """Return mixing by logit choice: cheaper coalitions are likelier."""
        costs = self.costs(values)
        weight = np.exp(-(costs - self.cheapest(costs)[self.proposer]) / noise)
        total = np.zeros(len(self.sizes))
        np.add.at(total, self.proposer, weight)
        return np.asarray(weight / total[self.proposer])


def bargaining_equilibrium(
    rule: Wins | int | str,
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
        By default "1", "2", ...
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
    if n is None:
        if isinstance(rule, int | str):
            raise ModelError("n", "none", "the number of members, with a count or a share")
        n = len(rule.voters)
    found = read_rule(rule, n)
    voters = np.asarray(found.voters, dtype=bool)
    if not bool(found.wins(voters)):
        raise ModelError("rule", "one under which nobody ever wins", "one that all together meet")
    called = tuple(str(i + 1) for i in range(n)) if names is None else tuple(names)
    if len(called) != n or len(set(called)) != n:
        raise ModelError("names", f"{len(set(called))} names", f"{n}, each once")
    d = _numbers(patience, n, "patience")
    if recognition is None:
        chance = voters / voters.sum()
    else:
        chance = _numbers(recognition, n, "recognition")
        if abs(chance.sum() - 1) > 1e-12 or (chance[~voters] > 0).any():
            total = float(chance.sum())
            raise ModelError("recognition", f"a sum of {total}", "voters' chances, sum 1")
    also = list(zip(d.tolist(), chance.tolist(), strict=True))
    groups = equal_members(found, types, also)
    market = _market(found, groups, d, chance)
    values, mix = _solve(market)
    return _equilibrium(found, groups, market, values, mix, called, d, chance)


def _numbers(value: Any, n: int, where: str) -> np.ndarray:
    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        array = np.full(n, float(array))
    if array.shape != (n,):
        raise ModelError(where, f"shape {array.shape}", f"one number, or {n}")
    if not ((array >= 0) & (array <= 1)).all():
        bad = float(array[~((array >= 0) & (array <= 1))][0])
        raise ModelError(where, bad, "numbers from 0 to 1")
    return array


def _market(rule: Wins, groups: list[np.ndarray], d: np.ndarray, p: np.ndarray) -> _Market:
    counts = counts_of(groups)
    wins = np.concatenate(
        [
            rule.wins(coalitions_of(part, groups, len(rule.voters)))
            for part in np.array_split(counts, 1 + len(counts) // 50_000)
        ]
    )
    sizes = np.array([len(group) for group in groups])
    # Position of a row of counts in the list, so that a coalition less one member is looked up.
    strides = np.append(np.cumprod((sizes + 1)[::-1])[::-1][1:], 1)
    partners, proposer = [], []
    place = np.arange(len(counts))
    for t in range(len(groups)):
        if p[groups[t][0]] == 0:
            continue
        needed = wins & (counts[:, t] >= 1)
        for s in range(len(groups)):
            spare = counts[:, s] - (s == t) >= 1
            without = wins[np.where(spare, place - strides[s], place)]
            needed &= ~(spare & without)
        rows = counts[needed].copy()
        rows[:, t] -= 1
        partners.append(rows)
        proposer.append(np.full(len(rows), t))
    if sum(map(len, partners)) > MOST_PURCHASES:
        wanted = f"at most {MOST_PURCHASES} cheapest candidates: give the members' types"
        raise ModelError("rule", f"{sum(map(len, partners))} minimal coalitions", wanted)
    first = [int(group[0]) for group in groups]
    return _Market(sizes, p[first], d[first], np.concatenate(partners), np.concatenate(proposer))


def _solve(market: _Market) -> tuple[np.ndarray, np.ndarray]:
    """Follow the smoothed fixed point as the noise vanishes, then solve on what stays in use."""
    from scipy.optimize import root

    start = market.recognition.copy()
    per_head = 1.0 / float(market.sizes.sum())
    noise, best = per_head, None
    while noise > 1e-7 * per_head:

        def gap(values: np.ndarray, noise: float = noise) -> np.ndarray:
            return market.image(values, market.smooth_mix(values, noise)) - values

        found = root(gap, start, method="hybr", options={"xtol": 1e-13})
        if np.abs(gap(found.x)).max() < 1e-9:
            start = found.x
        else:
            for _ in range(2000):
                start = start + 0.05 * gap(start)
        mix = market.smooth_mix(start, noise)
        answer = _polish(market, start, mix, noise)
        if best is None or answer[2] < best[2]:
            best = answer
        if best[2] < 1e-13:
            break
        noise *= 0.3
    assert best is not None
    return best[0], best[1]


def _polish(
    market: _Market, values: np.ndarray, mix: np.ndarray, noise: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """Solve for values and mixing on the coalitions in use; return them with their error."""
    from scipy.optimize import least_squares

    used = np.flatnonzero(mix > 1e-6)
    types = len(values)

    def unpack(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        full = np.zeros(len(mix))
        full[used] = x[types:]
        return x[:types], full

    def residual(x: np.ndarray) -> np.ndarray:
        at, full = unpack(x)
        costs = market.costs(at)
        # What proposers spend on each coalition in use, against their average: all equal.
        total, spent = np.zeros(types), np.zeros(types)
        np.add.at(total, market.proposer, full)
        np.add.at(spent, market.proposer, full * costs)
        who = market.proposer[used]
        active = np.isin(np.arange(types), market.proposer)
        return np.concatenate(
            [
                market.image(at, full) - at,
                costs[used] - spent[who] / np.maximum(total[who], 1e-9),
                (total - 1)[active],
            ]
        )

    x0 = np.concatenate([np.maximum(values, 0.0), mix[used]])
    tight = {"ftol": 1e-15, "xtol": 1e-15, "gtol": 1e-15}
    if len(used) > 300:  # the dense solver would take minutes; the smoothed answer stands
        return values, mix, _error(market, values, mix)
    found = least_squares(residual, x0, bounds=(0.0, np.inf), max_nfev=60, **tight)
    at, full = unpack(found.x)
    total = np.zeros(types)
    np.add.at(total, market.proposer, full)
    full = full / np.maximum(total[market.proposer], 1e-300)
    one, other = _error(market, at, full), _error(market, values, mix)
    return (at, full, one) if one <= other else (values, mix, other)


def _error(market: _Market, values: np.ndarray, mix: np.ndarray) -> float:
    costs = market.costs(values)
    dear = (mix * (costs - market.cheapest(costs)[market.proposer])).max()
    return float(max(np.abs(market.image(values, mix) - values).max(), dear))


def _equilibrium(
    rule: Wins,
    groups: list[np.ndarray],
    market: _Market,
    values: np.ndarray,
    mix: np.ndarray,
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
        rows = np.flatnonzero((market.proposer == t) & (mix > 1e-9))
        whole = market.partners[rows].copy()
        whole[:, t] += 1
        bought.append(
            tuple(
                (tuple(row), float(chance))
                for row, chance in zip(whole.tolist(), mix[rows], strict=True)
            )
        )
    types = tuple(tuple(names[i] for i in group) for group in groups)
    found = check_bargaining(rule, groups, by_member, patience, recognition, bought)
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


def check_bargaining(
    rule: Wins,
    groups: Sequence[np.ndarray],
    values: np.ndarray,
    patience: np.ndarray,
    recognition: np.ndarray,
    coalitions: Sequence[Sequence[tuple[Sequence[int], float]]],
) -> dict[str, Any]:
    """Check a stationary equilibrium from the definition, sharing nothing with the solver.

    Parameters
    ----------
    rule : object with ``voters`` and ``wins``
        The rule.
    groups : sequence of arrays
        Positions of equal members.
    values, patience, recognition : array, shape (n,)
        By member.
    coalitions : sequence
        For each group, what its members buy as proposers: numbers by type, and probability.

    Returns
    -------
    dict
        ``holds``; ``value_error`` (largest difference between a value and what the strategies
        bring); ``dearer_by`` (largest excess of a coalition in use over the cheapest winning
        one); ``smallest_margin`` (of a proposer, over waiting); ``coalitions_checked``.
    """
    n = len(values)
    price = patience * values
    got = np.zeros(n)
    dearer, margin, every = 0.0, math.inf, True
    counts = counts_of(groups)
    winning = counts[np.asarray(rule.wins(coalitions_of(counts, groups, n)), dtype=bool)]
    per_type = np.array([price[group[0]] for group in groups])
    for t, group in enumerate(groups):
        chance = float(recognition[group[0]])
        if chance == 0:
            continue
        own = per_type[t]
        with_it = winning[winning[:, t] >= 1]
        least = float((with_it @ per_type).min() - own)
        margin = min(margin, 1 - least - own)
        every &= abs(sum(weight for _, weight in coalitions[t]) - 1) <= TOLERANCE
        for row, weight in coalitions[t]:
            members = np.asarray(row)
            every &= bool((winning == members).all(axis=1).any()) and weight >= 0
            cost = float(members @ per_type - own)
            dearer = max(dearer, cost - least)
            got[group] += chance * weight * (1 - cost)
            for s, other in enumerate(groups):
                # Each of the proposers in this group buys members of the other at random.
                if s != t:
                    share = members[s] / len(other) * len(group)
                else:
                    share = float(members[s] - 1)
                got[other] += chance * weight * share * per_type[s]
    error = float(np.abs(got - values).max())
    return {
        "holds": bool(
            every and error <= TOLERANCE and dearer <= TOLERANCE and margin >= -TOLERANCE
        ),
        "value_error": error,
        "dearer_by": dearer,
        "smallest_margin": margin,
        "coalitions_checked": len(winning),
        "tolerance": TOLERANCE,
        "exact": False,
        "tie_break": "an indifferent member accepts",
    }


def veto_bargaining(
    n: int, vetoers: int, others_needed: int, patience: Fraction | float | str
) -> tuple[Fraction, Fraction]:
    """Return the values of a vetoer and of another member, in closed form.

    A surplus of 1 under a closed rule: all vetoers and ``others_needed`` of the rest must accept,
    everyone is recognised with probability 1/n.

    Parameters
    ----------
    n, vetoers, others_needed : int
        Sizes.
    patience : Fraction, float or str
        In [0, 1); a float is read as the decimal that is written.

    Returns
    -------
    tuple of Fraction
        Of a vetoer, and of another member.

    Notes
    -----
    With v vetoers, m others needed, D = n (n - v) - d ((n - v)^2 + m v): x_v = (n - v - d m) / D
    and x_n = (1 - d)(n - v) / D. Winter 1996, American Political Science Review 90(4); McCarty
    2000, American Journal of Political Science 44(3).

    Examples
    --------
    >>> vetoer, other = veto_bargaining(15, 5, 4, "0.9")
    >>> vetoer, other, round(float(5 * vetoer), 4)
    (Fraction(16, 105), Fraction(1, 42), 0.7619)
    """
    d = Fraction(repr(patience)) if isinstance(patience, float) else Fraction(patience)
    others = n - vetoers
    if not 0 <= vetoers < n or not 0 <= others_needed <= others:
        raise ModelError("vetoers", f"{vetoers} and {others_needed} of {n}", "0 <= v < n, m <= n-v")
    if not 0 <= d < 1:
        raise ModelError("patience", patience, "a number from 0 to below 1")
    below = n * others - d * (others**2 + others_needed * vetoers)
    return (others - d * others_needed) / below, (1 - d) * others / below
