"""A vote as the spatial and bargaining solvers read it: a rule, who votes, where they stand.

Builds on orders/voting.py, and takes any object with ``voters`` and a monotone ``wins``. Missing
ideal points are named, never filled in. Not here: what the vote can change (gridlock.py and on).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import comb
from typing import Any, Protocol

import numpy as np

from gametheory_orders.foundations.checks import listed
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.orders.voting import SimpleGame, VotingRule, quota_needed
from gametheory_orders.orders.voting.formula import Formula, atoms

MOST_MEMBERS = 10_000
MISSING = ("error", "drop")
MOST_COUNTS = 1_000_000


class Wins(Protocol):
    """What is asked of a voting rule: who votes, and whether those in favour win."""

    @property
    def voters(self) -> np.ndarray:
        """Who votes, shape (n,)."""

    def wins(self, yes: np.ndarray) -> np.ndarray:
        """Say whether the states in favour win, shape (...) from shape (..., n)."""


AnyRule = Wins | SimpleGame | int | str
"""A voting rule as it may be given: an object, a count of votes, or a share in words."""


@dataclass(frozen=True, eq=False)
class _AllVote:
    """A simple game, all of whose players vote."""

    game: SimpleGame

    @property
    def voters(self) -> np.ndarray:
        return np.ones(self.game.n, dtype=bool)

    @property
    def formula(self) -> Formula:
        return self.game.formula

    def wins(self, yes: np.ndarray) -> np.ndarray:
        return np.asarray(self.game.wins(np.asarray(yes, dtype=bool)), dtype=bool)


@dataclass(frozen=True, eq=False)
class Vote:
    """A rule with the voters' names and ideal points, checked.

    Parameters
    ----------
    rule : object with ``voters`` and ``wins``
        The rule among those who vote.
    names : tuple of str, length n
        Of everyone.
    points : tuple, length n
        Ideal points, exact where integers or fractions were given; None where missing.
    dropped : tuple of str
        Voters left out because their ideal point is missing.
    """

    rule: Wins
    names: tuple[str, ...]
    points: tuple[Any, ...]
    dropped: tuple[str, ...]

    @property
    def voters(self) -> np.ndarray:
        """Positions of those who vote."""
        return np.flatnonzero(self.rule.voters)

    @property
    def array(self) -> np.ndarray:
        """The voters' ideal points as floats, one row a voter."""
        return np.array([self.points[i] for i in self.voters], dtype=float)

    def wins(self, yes: np.ndarray) -> np.ndarray:
        """Say whether voters in favour win, shape (...) from shape (..., number of voters)."""
        yes = np.asarray(yes, dtype=bool)
        whole = np.zeros((*yes.shape[:-1], len(self.names)), dtype=bool)
        whole[..., self.voters] = yes
        return np.asarray(self.rule.wins(whole), dtype=bool)

    def called(self, yes: np.ndarray) -> tuple[str, ...]:
        """Return the names of voters, shape (number of voters,)."""
        return tuple(self.names[i] for i, chosen in zip(self.voters, yes, strict=True) if chosen)


def read_rule(rule: AnyRule, n: int) -> Wins:
    """Return a voting rule on n members from an object, a count, or a share.

    Parameters
    ----------
    rule : object with ``voters`` and ``wins``, int or str
        A count of votes, "majority", "unanimity", or a share as "2/3" or "70%".
    n : int
        Number of members.

    Raises
    ------
    ModelError
        If the rule does not fit n members, or passes things that nobody supports.

    Examples
    --------
    >>> read_rule("2/3", 3).wins(np.array([True, True, False])).item()
    True
    """
    found: Wins
    if not isinstance(n, int | np.integer) or isinstance(n, bool) or not 1 <= n <= MOST_MEMBERS:
        raise ModelError("n", n, f"a whole number of members from 1 to {MOST_MEMBERS}")
    n = int(n)
    if isinstance(rule, int | str) and not isinstance(rule, bool):
        text = "100%" if rule == "unanimity" else rule
        needed = quota_needed(text, Fraction(n), "rule")
        if needed > n:
            raise ModelError("rule", rule, f"a quota of at most {n} (members in all)")
        half = isinstance(text, str) and needed * 2 == n
        everyone = np.ones(n, dtype=bool)
        found = VotingRule(everyone, [Fraction(1)] * n, needed, half, ~everyone)
    elif isinstance(rule, SimpleGame):
        found = _AllVote(rule)
    elif hasattr(rule, "wins") and hasattr(rule, "voters"):
        found = rule
    else:
        raise ModelError("rule", rule, "a count, a share, or an object with voters and wins")
    if np.shape(found.voters) != (n,):
        raise ModelError("rule", f"{np.size(found.voters)} members", f"{n}, one an ideal point")
    if bool(found.wins(np.zeros(n, dtype=bool))):
        raise ModelError("rule", "one under which nobody at all wins", "at least one vote needed")
    return found


def members_of(rule: AnyRule, n: int | None) -> int:
    """Return the number of members, from the rule where it knows."""
    if n is not None:
        return n
    if isinstance(rule, int | str):
        raise ModelError("n", "none", "the number of members, with a count or a share")
    return rule.n if isinstance(rule, SimpleGame) else len(rule.voters)


def read_vote(
    rule: AnyRule,
    ideal_points: Mapping[str, Any] | Sequence[Any] | np.ndarray,
    names: Sequence[str] | None = None,
    missing: str = "error",
) -> Vote:
    """Return the vote: the rule with the voters' ideal points.

    Parameters
    ----------
    rule : object with ``voters`` and ``wins``, int or str
        See :func:`read_rule`.
    ideal_points : mapping of str to number, or array, shape (n,) or (n, dimensions)
        NaN or None where unknown; those of members who do not vote are not looked at.
    names : sequence of str, optional
        By default the mapping's keys, or "1", "2", ...
    missing : {"error", "drop"}
        What to do with voters whose ideal point is missing. "drop" leaves them out and keeps
        the quota's share of the weights, rounded up, as a membership that shrinks does.

    Raises
    ------
    ModelError
        If ideal points are missing, infinite, or of unequal dimensions; names repeat; or the
        rule is not one that can be read for fewer members.
    """
    if missing not in MISSING:
        raise unknown_name("missing", missing, MISSING, "one")
    if names is None and isinstance(rule, SimpleGame):
        names = rule.players
    if isinstance(ideal_points, Mapping):
        names = tuple(ideal_points) if names is None else names
        for name in ideal_points:
            if name not in names:
                raise unknown_name("ideal_points", name, names, "a member")
        values = [ideal_points.get(name) for name in names]
    else:
        values = list(listed(ideal_points, "ideal_points", "a list or table of ideal points"))
    called = tuple(str(i + 1) for i in range(len(values))) if names is None else tuple(names)
    if len(called) != len(values) or len(set(called)) != len(called):
        raise ModelError("names", f"{len(set(called))} names", f"{len(values)}, each once")
    if not values:
        raise ModelError("ideal_points", "no members", "at least one")
    points = tuple(
        _point(value, f"ideal point of {name}") for value, name in zip(values, called, strict=True)
    )
    found = read_rule(rule, len(values))
    gone = np.array([point is None for point in points]) & np.asarray(found.voters, dtype=bool)
    dropped = tuple(name for name, out in zip(called, gone, strict=True) if out)
    if dropped and missing == "error":
        which = ", ".join(dropped[:8]) + (", ..." if len(dropped) > 8 else "")
        wanted = 'one for every voter, or missing="drop"'
        raise ModelError("ideal_points", f"none for {which}", wanted)
    if dropped:
        found = _without(found, gone)
    shapes = {np.shape(points[i]) for i in np.flatnonzero(found.voters)}
    if len(shapes) != 1:
        raise ModelError("ideal_points", f"shapes {sorted(shapes)}", "voters in one space")
    return Vote(found, called, points, dropped)


def _point(value: Any, where: str) -> Any:
    """Return an ideal point: exact number, float or tuple of floats; None if missing."""
    if value is None:
        return None
    if np.ndim(value) == 1:
        row = tuple(float(x) for x in value)
        if any(math.isnan(x) for x in row):
            return None
        if not row or not all(math.isfinite(x) for x in row):
            raise ModelError(where, value, "finite numbers")
        return row if len(row) > 1 else row[0]
    return read_number(value, where)


def read_number(value: Any, where: str) -> Any:
    """Return a number, integers as fractions; None if it is NaN.

    Examples
    --------
    >>> read_number(2, "status_quo"), read_number(0.5, "status_quo")
    (Fraction(2, 1), 0.5)
    """
    if isinstance(value, int | Fraction | np.integer) and not isinstance(value, bool):
        return Fraction(int(value)) if isinstance(value, np.integer) else Fraction(value)
    if not isinstance(value, float | np.floating):
        raise ModelError(where, value, "a number")
    if math.isinf(value):
        raise ModelError(where, float(value), "a finite number")
    return None if math.isnan(value) else float(value)


def known_points(points: Sequence[Any]) -> list[Any]:
    """Return ideal points with NaN for those who are left out."""
    size = next(np.size(point) for point in points if point is not None)
    blank = math.nan if size == 1 else (math.nan,) * size
    return [blank if point is None else point for point in points]


def _without(rule: Wins, gone: np.ndarray) -> Wins:
    """Return the rule among those who stay, the quota's share of the weights kept."""
    if not isinstance(rule, VotingRule):
        wanted = "a quota for the members that are known (this rule cannot be cut down)"
        raise ModelError("rule", type(rule).__name__, wanted)
    stays = rule.voters & ~gone
    weights = list(rule.weights)
    before = sum((w for w, v in zip(weights, rule.voters, strict=True) if v), Fraction(0))
    after = sum((w for w, v in zip(weights, stays, strict=True) if v), Fraction(0))
    if not after:
        raise ModelError("ideal_points", "none of a voter with weight", "at least one")
    needed = rule.needed * after / before
    return VotingRule(stays, weights, needed, rule.strict, rule.veto & stays)


# --- equal members -----------------------------------------------------------------


def equal_members(
    vote: Wins, types: Sequence[Any] | None = None, also: Sequence[Any] = ()
) -> list[np.ndarray]:
    """Return the voters in groups of equals, each an array of positions.

    Parameters
    ----------
    vote : object with ``voters`` and ``wins``
        The rule.
    types : sequence, length n, optional
        Labels of members that are equal under the rule; spot-checked by swapping. By default
        those of equal weight everywhere in quotas, vetoes and simple games built from them, and
        everyone on its own for other rules.
    also : sequence, length n
        What else equal members must share (recognition, patience).

    Raises
    ------
    ModelError
        If a swap of two members of one type turns a winning coalition into a losing one.
    """
    positions = np.flatnonzero(vote.voters)
    n = len(vote.voters)
    if types is not None:
        if len(types) != n:
            raise ModelError("types", f"{len(types)} labels", f"{n}, one a member")
        labels: list[Any] = list(types)
    elif hasattr(vote, "formula"):  # equal where every threshold weighs them alike
        weights = [atom.weights for atom in atoms(vote.formula)]
        labels = [tuple(weight[i] for weight in weights) for i in range(n)]
    else:
        labels = list(range(n))
    groups: dict[Any, list[int]] = {}
    for i in positions.tolist():
        groups.setdefault((labels[i], also[i] if len(also) else None), []).append(i)
    found = [np.array(group) for group in groups.values()]
    if types is not None:
        _check_swaps(vote, found)
    return found


def _check_swaps(vote: Wins, groups: Sequence[np.ndarray]) -> None:
    rng = np.random.default_rng(0)
    draws = rng.random((256, len(vote.voters))) < rng.random((256, 1))
    draws &= vote.voters
    before = vote.wins(draws)
    for group in groups:
        for one, other in pairwise(group):
            swapped = draws.copy()
            swapped[:, [one, other]] = draws[:, [other, one]]
            if (vote.wins(swapped) != before).any():
                wanted = "the same label only for members that can be swapped"
                raise ModelError("types", f"members {one + 1} and {other + 1} as one type", wanted)


def counts_of(groups: Sequence[np.ndarray]) -> np.ndarray:
    """Return all numbers of supporters by type, shape (combinations, types).

    Raises
    ------
    ModelError
        If there are too many.
    """
    sizes = [len(group) for group in groups]
    total = math.prod(size + 1 for size in sizes)
    if total > MOST_COUNTS:
        wanted = f"at most {MOST_COUNTS} sorts of coalitions: give the members' types, or sample"
        raise ModelError("rule", f"{total} sorts of coalitions", wanted)
    return np.array(list(product(*(range(size + 1) for size in sizes))), dtype=np.int64)


def coalitions_of(counts: np.ndarray, groups: Sequence[np.ndarray], n: int) -> np.ndarray:
    """Return one coalition for each row of counts, shape (combinations, n)."""
    yes = np.zeros((len(counts), n), dtype=bool)
    for t, group in enumerate(groups):
        yes[:, group] = np.arange(len(group)) < counts[:, t, None]
    return yes


def ways(counts: np.ndarray, groups: Sequence[np.ndarray]) -> Iterator[int]:
    """Yield in how many ways each row of counts can be filled."""
    sizes = [len(group) for group in groups]
    for row in counts.tolist():
        yield math.prod(comb(size, k) for size, k in zip(sizes, row, strict=True))
