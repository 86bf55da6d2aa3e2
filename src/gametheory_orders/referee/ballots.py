"""Who wins a vote, by adding up votes in fractions; voting power by all coalitions.

Builds on the rules as data (orders): quotas, weights, vetoers, bodies, all of them or any.
Not here: any code of the voting rules or of the power indices.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, comb, factorial
from typing import Any

import numpy as np

from gametheory_orders.orders.combined import AllOf, AnyOf, Then
from gametheory_orders.orders.decision import Decision, Quota, Unanimity
from gametheory_orders.referee.figures import NotCovered

MOST_AT_ONCE = 22


@dataclass(frozen=True)
class Ballot:
    """One vote, or several joined.

    Parameters
    ----------
    quota : Fraction, str or None
        A sum of votes, a share in words, or None where everyone is needed.
    weights : mapping of str to Fraction, or None
        Votes by state; one each if None.
    veto : tuple of str
        Without whom nothing passes.
    body : tuple of str or None
        Who votes; all members if None.
    parts : tuple of Ballot
        Where several votes are joined.
    every : bool
        Whether all parts must pass; else one is enough.
    """

    quota: Fraction | str | None = None
    weights: Mapping[str, Fraction] | None = None
    veto: tuple[str, ...] = ()
    body: tuple[str, ...] | None = None
    parts: tuple[Ballot, ...] = ()
    every: bool = True

    def voters(self, members: Sequence[str]) -> list[str]:
        """Return who votes, in the members' order."""
        if self.parts:
            voting = {state for part in self.parts for state in part.voters(members)}
            return [state for state in members if state in voting]
        return [state for state in members if self.body is None or state in self.body]

    def weight(self, state: str) -> Fraction:
        """Return a state's votes."""
        return Fraction(1) if self.weights is None else self.weights[state]

    def needed(self, voters: Sequence[str]) -> tuple[Fraction, bool]:
        """Return the sum of votes to reach, and whether it has to be exceeded."""
        total = sum((self.weight(state) for state in voters), Fraction(0))
        if self.quota is None:
            return total, False
        if isinstance(self.quota, Fraction):
            return self.quota, False
        share = share_of(self.quota)
        return share * total, share == Fraction(1, 2)

    def wins(self, yes: set[str], members: Sequence[str]) -> bool:
        """Say whether those in favour win."""
        if self.parts:
            each = [part.wins(yes, members) for part in self.parts]
            return all(each) if self.every else any(each)
        voters = self.voters(members)
        if self.quota is None:
            return all(state in yes for state in voters)
        if any(state in voters and state not in yes for state in self.veto):
            return False
        votes = sum((self.weight(state) for state in voters if state in yes), Fraction(0))
        needed, strictly = self.needed(voters)
        return votes > needed if strictly else votes >= needed

    def resized(self, before: Sequence[str], after: Sequence[str]) -> Ballot:
        """Return the vote after the membership has changed: a count grows in proportion."""
        if self.parts:
            raise NotCovered("several votes joined, after the membership has changed")
        body = None if self.body is None else tuple(s for s in self.body if s in after)
        now = replace(self, body=body)
        voters = now.voters(after)
        veto = tuple(state for state in self.veto if state in voters)
        quota = self.quota
        if isinstance(quota, Fraction):
            old = sum((self.weight(s) for s in self.voters(before)), Fraction(0))
            new = sum((self.weight(s) for s in voters), Fraction(0))
            scaled = quota * new / old
            quota = Fraction(max(1, ceil(scaled))) if quota.denominator == 1 else scaled
        return replace(now, quota=quota, veto=veto)


def share_of(text: str) -> Fraction:
    """Return a share that is written in words.

    Examples
    --------
    >>> share_of("2/3"), share_of("70%"), share_of("majority")
    (Fraction(2, 3), Fraction(7, 10), Fraction(1, 2))
    """
    text = text.strip().lower()
    if text == "majority":
        return Fraction(1, 2)
    if re.fullmatch(r"[\d.]+\s*%", text):
        return Fraction(text.rstrip("% ")) / 100
    return Fraction(text.replace(" ", ""))


def as_written(value: Any) -> Fraction:
    """Return a number as the decimal that a file has.

    Examples
    --------
    >>> as_written(0.1), as_written(4996.0)
    (Fraction(1, 10), Fraction(4996, 1))
    """
    return Fraction(repr(float(value))) if not float(value).is_integer() else Fraction(int(value))


def ballot_of(decision: Decision, columns: Mapping[str, Any], ids: Sequence[str]) -> Ballot:
    """Return a decision rule's vote, read from its keys."""
    if isinstance(decision, AllOf | AnyOf | Then):
        parts = []
        for part in decision.of:
            inner = ballot_of(part, columns, ids)
            whole = inner.body is None and not inner.parts
            parts.append(replace(inner, body=decision.body) if whole else inner)
        return Ballot(parts=tuple(parts), every=not isinstance(decision, AnyOf))
    if isinstance(decision, Unanimity):
        return Ballot(body=decision.body)
    if not isinstance(decision, Quota):
        raise NotCovered(f"the decision rule {decision.rule!r}")
    weights: dict[str, Fraction] | None = None
    if isinstance(decision.weights, str):
        column = columns[decision.weights]
        weights = {s: as_written(x) for s, x in zip(ids, column, strict=True) if not np.isnan(x)}
    elif decision.weights is not None:
        weights = {state: as_written(x) for state, x in decision.weights.items()}
    quota = decision.quota
    exact = quota if isinstance(quota, str) else as_written(quota)
    return Ballot(exact, weights, tuple(decision.veto), decision.body)


def winning(ballot: Ballot, members: Sequence[str], players: Sequence[str]) -> np.ndarray:
    """Return which of all 2^n coalitions of the players win, in the order of their codes."""
    if len(players) > MOST_AT_ONCE:
        raise NotCovered(f"all coalitions of {len(players)} voters; at most {MOST_AT_ONCE}")
    if ballot.parts:
        each = np.array([winning(part, members, players) for part in ballot.parts])
        return np.asarray(each.all(axis=0) if ballot.every else each.any(axis=0))
    voters = ballot.voters(members)
    needed, strictly = ballot.needed(voters)
    whole = needed.denominator
    for state in voters:
        whole = _common(whole, ballot.weight(state).denominator)
    votes, allowed = np.zeros(1, dtype=np.int64), np.ones(1, dtype=bool)
    for player in players:
        own = int(ballot.weight(player) * whole) if player in voters else 0
        needs = player in voters and (player in ballot.veto or ballot.quota is None)
        votes = np.concatenate([votes, votes + own])
        allowed = np.concatenate([allowed & (not needs), allowed])
    least = int(needed * whole)
    enough = votes > least if strictly else votes >= least
    return np.asarray(enough & allowed)


def _common(a: int, b: int) -> int:
    from math import lcm

    return lcm(a, b)


@dataclass(frozen=True)
class Counted:
    """What counting coalitions gives: how many win, and where each player is decisive.

    Parameters
    ----------
    n, winning : int
        Players, and winning coalitions.
    swings : list of int
        Winning coalitions that each turns into losing ones by leaving.
    by_size : list of list of int, or None
        The same by the number of others in them; None where they were not counted by size.
    """

    n: int
    winning: int
    swings: list[int]
    by_size: list[list[int]] | None

    @property
    def shapley(self) -> list[Fraction]:
        """Shapley and Shubik's index: swings, weighted by the orders in which they happen."""
        if self.by_size is None:
            raise NotCovered("the Shapley-Shubik index of so many voters with so many votes")
        weight = [factorial(k) * factorial(self.n - 1 - k) for k in range(self.n)]
        whole = factorial(self.n)
        return [
            Fraction(sum(w * c for w, c in zip(weight, counts, strict=True)), whole)
            for counts in self.by_size
        ]

    @property
    def banzhaf(self) -> list[Fraction]:
        """Swings as a share of all swings."""
        whole = sum(self.swings)
        return [Fraction(s, whole) if whole else Fraction(0) for s in self.swings]


def count(ballot: Ballot, members: Sequence[str], players: Sequence[str]) -> Counted:
    """Count winning coalitions and swings, each coalition by itself, or votes by votes.

    Examples
    --------
    >>> found = count(Ballot(Fraction(2)), ["A", "B", "C"], ["A", "B", "C"])
    >>> found.winning, found.swings, [str(x) for x in found.shapley]
    (4, [2, 2, 2], ['1/3', '1/3', '1/3'])
    """
    if len(players) <= MOST_AT_ONCE:
        return _one_by_one(winning(ballot, members, players), len(players))
    return _by_votes(ballot, members, players)


def _one_by_one(wins: np.ndarray, n: int) -> Counted:
    codes = np.arange(2**n)
    sizes = np.zeros(2**n, dtype=np.int64)
    for i in range(n):
        sizes += codes >> i & 1
    swings, by_size = [], []
    for i in range(n):
        inside = codes[codes >> i & 1 == 1]
        decisive = inside[wins[inside] & ~wins[inside ^ (1 << i)]]
        swings.append(len(decisive))
        by_size.append(np.bincount(sizes[decisive] - 1, minlength=n).tolist())
    return Counted(n, int(wins.sum()), swings, by_size)


def _by_votes(ballot: Ballot, members: Sequence[str], players: Sequence[str]) -> Counted:
    """Count coalitions by their votes, vetoers apart, each other voter taken out in turn."""
    if ballot.parts:
        raise NotCovered(f"several votes joined, of {len(players)} voters")
    voters = ballot.voters(members)
    needed, strictly = ballot.needed(voters)
    whole = needed.denominator
    for state in voters:
        whole = _common(whole, ballot.weight(state).denominator)
    votes = [int(ballot.weight(state) * whole) if state in voters else 0 for state in players]
    least = int(needed * whole) + int(strictly)
    must = [s in voters and (s in ballot.veto or ballot.quota is None) for s in players]
    free = [v for v, m in zip(votes, must, strict=True) if not m]
    held = sum(v for v, m in zip(votes, must, strict=True) if m)
    if len(set(free)) <= 1:
        return _alike(votes, must, least, held)
    total = sum(free)
    if len(players) * total > 40_000_000:
        raise NotCovered(f"{len(players)} voters with {total} votes, counted one by one")
    ways = _ways(free, total)
    rest = max(0, least - held)
    winning_ = sum(ways[rest:])
    swings = []
    for own, needs in zip(votes, must, strict=True):
        if needs:
            swings.append(winning_)
            continue
        without = _taken_out(ways, own)
        # Of the coalitions of the others, those that miss the quota by at most its votes.
        swings.append(sum(without[max(0, rest - own) : rest]))
    return Counted(len(players), winning_, swings, None)


def _alike(votes: list[int], must: list[bool], least: int, held: int) -> Counted:
    """Count where all but the vetoers have the same votes: by how many of them there are."""
    n, vetoers = len(votes), sum(must)
    others = n - vetoers
    each = next((v for v, m in zip(votes, must, strict=True) if not m), 0)
    missing = max(0, least - held)
    least_of = 0
    if missing:
        least_of = -(-missing // each) if each else others + 1
    enough = range(least_of, others + 1)
    winning_ = sum(comb(others, k) for k in enough)
    swings, by_size = [], []
    for needs in must:
        sizes = [0] * n
        if needs:
            for k in enough:
                sizes[vetoers - 1 + k] = comb(others, k)
        elif 0 < least_of <= others:
            sizes[vetoers + least_of - 1] = comb(others - 1, least_of - 1)
        swings.append(sum(sizes))
        by_size.append(sizes)
    return Counted(n, winning_, swings, by_size)


def _ways(votes: list[int], total: int) -> list[int]:
    ways = [0] * (total + 1)
    ways[0], reached = 1, 0
    for own in votes:
        for at in range(reached, -1, -1):
            if ways[at]:
                ways[at + own] += ways[at]
        reached += own
    return ways


def _taken_out(ways: list[int], own: int) -> list[int]:
    if own == 0:
        return [w // 2 for w in ways]
    out = list(ways)
    for at in range(own, len(out)):
        out[at] -= out[at - own]
    return out
