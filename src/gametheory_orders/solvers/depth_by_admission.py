"""How deep a treaty gets if states are let in one after the other, or all at once.

Each state has an ideal depth x_i and loses |y - x_i| at depth y; without a treaty the depth is 0.
Depth changes only with the votes of a quota of the members, more than half: it rises to the
largest depth that enough of them want, falls to the smallest above which enough want less, and
else stays. All at once, it rises from 0. In turn, the keenest come first, each is asked once, and
is let in if the members vote for it; what the first have made of it can then be undone only by a
quota, so that the last depth is never below that of all at once (Downs, Rocke and Barsoom 1998,
International Organization 52(2)). If each may keep its own depth, nobody holds anybody back
(Gilligan 2004, International Organization 58(3)). Builds on figures.py.
Not here: admission to an order on an issue (the sequential rule of membership).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.orders.entry_vote import share_of
from gametheory_orders.orders.rule import whole
from gametheory_orders.solvers.figures import read_figures


@dataclass(frozen=True)
class Entry:
    """One state that asks to come in.

    Parameters
    ----------
    state : str
        Who asks.
    ideal : Fraction
        Its ideal depth.
    wants : bool
        Whether it is no worse off inside than without the treaty.
    votes, voters : int
        Members who would not lose, and members.
    enters : bool
        Whether it comes in.
    depth : Fraction
        The depth after that.
    """

    state: str
    ideal: Fraction
    wants: bool
    votes: int
    voters: int
    enters: bool
    depth: Fraction


@dataclass(frozen=True)
class DepthByAdmission(Result):
    """The path of depth as states come in.

    Parameters
    ----------
    entries : tuple of Entry
        In the order of asking, the founders first.
    depth : Fraction
        The last depth.
    all_at_once : Fraction
        The depth if everyone is a member from the start.
    own_depths : Fraction
        The sum of all ideal depths: what is done if each keeps its own.
    """

    entries: tuple[Entry, ...]
    depth: Fraction
    all_at_once: Fraction
    own_depths: Fraction

    concept = "one state after the other, the keenest first; depth changes by a quota of members"

    @property
    def members(self) -> tuple[str, ...]:
        """Who is in at the end."""
        return tuple(each.state for each in self.entries if each.enters)

    @property
    def total(self) -> Fraction:
        """Members times depth."""
        return len(self.members) * self.depth

    @property
    def total_all_at_once(self) -> Fraction:
        """States times the depth of all at once."""
        return len(self.entries) * self.all_at_once

    def table(self) -> Table:
        """Return one row a state, in the order of asking."""
        rows = [
            [each.state, float(each.ideal), each.enters, each.votes, each.voters, float(each.depth)]
            for each in self.entries
        ]
        title = f"depth {float(self.depth):.3f} in turn, {float(self.all_at_once):.3f} all at once"
        return Table(["state", "ideal", "enters", "votes", "of", "depth"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the path as plain values."""
        entries = [
            {
                "state": each.state,
                "wants": each.wants,
                "votes": each.votes,
                "voters": each.voters,
                "enters": each.enters,
                "depth": float(each.depth),
            }
            for each in self.entries
        ]
        found: dict[str, Any] = plain(
            {
                "members": self.members,
                "depth": float(self.depth),
                "all_at_once": float(self.all_at_once),
                "own_depths": float(self.own_depths),
                "entries": entries,
                "concept": self.concept,
            }
        )
        return found


def depth_by_admission(
    ideal_points: Mapping[str, Any] | Sequence[Any],
    quota: str = "2/3",
    admission: str | None = None,
    founders: int = 1,
) -> DepthByAdmission:
    """Return how deep a treaty gets if states come in one after the other.

    Parameters
    ----------
    ideal_points : mapping of str to number, or sequence, shape (n,)
        Ideal depths, 0 or more.
    quota : str
        Votes that change the depth: "unanimity", "majority", or a share of more than one half.
    admission : str, optional
        Votes that let a newcomer in, any share; by default the same.
    founders : int
        How many, the keenest, begin together.

    Raises
    ------
    ModelError
        If a figure or share is wrong.

    Examples
    --------
    By two thirds the three keenest go to 9; a fourth that wants 7 cannot bring them down, and
    two more stay away. All at once two thirds of six go no further than 7.

    >>> found = depth_by_admission([10, 9, 8, 7, 3, 2], "2/3", founders=3)
    >>> float(found.depth), float(found.all_at_once), len(found.members)
    (9.0, 7.0, 4)
    """
    names, ideals = read_figures(ideal_points, "ideal_points", 0.0)
    share, more = share_of(quota, "quota")
    if share < Fraction(1, 2) or (share == Fraction(1, 2) and not more):
        raise ModelError("quota", quota, 'more than half: "majority", "2/3", "unanimity"')
    entry_share, entry_more = share_of(quota if admission is None else admission, "admission")
    queue = sorted(range(len(names)), key=lambda i: (-ideals[i], i))
    if whole(founders, "founders") > len(names):
        raise ModelError("founders", founders, f"at most {len(names)}")
    inside = [ideals[i] for i in queue[:founders]]
    depth = _settled(inside, Fraction(0), share, more)
    entries = [Entry(names[i], ideals[i], True, 0, 0, True, depth) for i in queue[:founders]]
    for i in queue[founders:]:
        then = _settled([*inside, ideals[i]], depth, share, more)
        votes = sum(abs(then - x) <= abs(depth - x) for x in inside)
        wants = abs(then - ideals[i]) <= ideals[i]
        needed = entry_share * len(inside)
        enters = wants and (votes > needed if entry_more else votes >= needed)
        if enters:
            inside.append(ideals[i])
            depth = then
        entries.append(
            Entry(names[i], ideals[i], wants, votes, len(inside) - enters, enters, depth)
        )
    at_once = _settled(ideals, Fraction(0), share, more)
    return DepthByAdmission(tuple(entries), depth, at_once, sum(ideals, Fraction(0)))


def _settled(ideals: Sequence[Fraction], depth: Fraction, share: Fraction, more: bool) -> Fraction:
    """Return the depth that members of these ideals move to from a depth."""
    needed = votes_needed(len(ideals), share, more)
    descending = sorted(ideals, reverse=True)
    wanted, bearable = descending[needed - 1], descending[-needed]
    return min(max(depth, wanted), bearable)


def votes_needed(size: int, share: Fraction, more: bool) -> int:
    """Return the least number of votes of so many members.

    Examples
    --------
    >>> votes_needed(6, Fraction(2, 3), False), votes_needed(6, Fraction(1, 2), True)
    (4, 4)
    """
    exact = share * size
    return int(exact) + 1 if more else -(-exact.numerator // exact.denominator)


def expected_depth(n: int, quota: str = "unanimity") -> dict[str, Fraction]:
    """Return the expected depth of n states whose ideals are drawn evenly from 0 to 1.

    Of n such draws the k-th largest is (n + 1 - k) / (n + 1) on average, so that by unanimity all
    at once each does 1 / (n + 1); if each keeps its own, all do n / 2 together.

    Parameters
    ----------
    n : int
        Number of states.
    quota : str
        As for :func:`depth_by_admission`.

    Returns
    -------
    dict of str to Fraction
        ``per_state``, ``total`` (all at once, one depth for all), ``own_total``.

    Examples
    --------
    >>> found = expected_depth(10)
    >>> round(float(found["total"]), 3), float(found["own_total"])
    (0.909, 5.0)
    """
    whole(n, "n")
    share, more = share_of(quota, "quota")
    needed = votes_needed(n, share, more)
    each = Fraction(n + 1 - needed, n + 1)
    return {"per_state": each, "total": n * each, "own_total": Fraction(n, 2)}
