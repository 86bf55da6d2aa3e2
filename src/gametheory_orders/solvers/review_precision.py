"""Who monitors the monitored: the precision of a review when its subjects vote on it.

The game, in two stages. A body votes on a precision r in [0, 1]. Then each monitored member keeps
its pledge, at a cost c_i, or falls short. A shortfall is seen with probability f + (1 - f) r, a
kept pledge is wrongly seen as one with probability f (1 - r), f being the noise; who is seen loses
reputation R_i. So i keeps iff r R_i >= c_i (indifferent members keep), whatever the noise. Each
member that keeps is worth b_j to every j else. Voters let the precision rise up to the one they
like best. Exact. Builds on votes.py and incentive.py. Not here: what is pledged (pledge_review.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.incentive import read_exact, read_share
from gametheory_orders.solvers.votes import AnyRule, read_rule

VOTERS = ("monitored", "outsiders", "all")


@dataclass(frozen=True)
class ReviewPrecision(Result):
    """The precision a body chooses for the review, and whom it binds.

    Parameters
    ----------
    precision : Fraction
        What is chosen.
    bound : tuple of str
        Members that keep their pledge because of it.
    thresholds : mapping of str to Fraction or None
        Precision from which each member keeps; None if it never does.
    preferred : mapping of str to Fraction
        Precision each voter likes best; of equal ones the lowest.
    held_by : tuple of str
        Voters that do not want it any higher, though some do.
    worse_off : tuple of str
        Voters that would rather have no review at all.
    certificate : mapping
        What was checked.
    """

    precision: Fraction
    bound: tuple[str, ...]
    thresholds: Mapping[str, Fraction | None]
    preferred: Mapping[str, Fraction]
    held_by: tuple[str, ...]
    worse_off: tuple[str, ...]
    certificate: Mapping[str, Any]

    concept = "voters let the precision rise up to the one they like best; then each keeps or not"

    @property
    def binds_nobody(self) -> bool:
        """Whether the review changes nothing that anyone does."""
        return not self.bound

    def table(self) -> Table:
        """Return one row a voter or monitored member."""
        names = dict.fromkeys((*self.thresholds, *self.preferred))
        rows = []
        for name in names:
            threshold, likes = self.thresholds.get(name), self.preferred.get(name)
            rows.append(
                [
                    name,
                    None if threshold is None else float(threshold),
                    None if likes is None else float(likes),
                    name in self.bound,
                ]
            )
        who = "binds nobody" if self.binds_nobody else f"binds {len(self.bound)}"
        title = f"precision {float(self.precision):.3f}: {who} of {len(self.thresholds)}"
        return Table(["member", "keeps from", "likes best", "bound"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return precision and conduct as plain values; fractions as text."""
        found: dict[str, Any] = plain(
            {
                "precision": self.precision,
                "bound": self.bound,
                "binds_nobody": self.binds_nobody,
                "thresholds": self.thresholds,
                "preferred": self.preferred,
                "held_by": self.held_by,
                "worse_off": self.worse_off,
                "concept": self.concept,
                "certificate": self.certificate,
            }
        )
        return found


@dataclass(frozen=True)
class _Review:
    """Costs, reputations, benefits and noise, read and checked."""

    costs: Mapping[str, Fraction]
    reputations: Mapping[str, Fraction]
    benefits: Mapping[str, Fraction]
    noise: Fraction

    def threshold(self, name: str) -> Fraction | None:
        """Return the precision from which a member keeps, None if above 1."""
        cost, reputation = self.costs[name], self.reputations[name]
        if cost <= 0:
            return Fraction(0)
        if reputation < cost:
            return None
        return cost / reputation

    def keeping(self, precision: Fraction) -> frozenset[str]:
        """Return the members that keep at a precision."""
        costs, known = self.costs, self.reputations
        return frozenset(name for name in costs if precision * known[name] >= costs[name])

    def payoff(self, name: str, precision: Fraction, keeping: frozenset[str]) -> Fraction:
        """Return what a voter, monitored or not, has at a precision."""
        value = self.benefits[name] * len(keeping - {name})
        if name not in self.costs:
            return value
        if name in keeping:
            seen = self.noise * (1 - precision)
            return value - self.costs[name] - seen * self.reputations[name]
        seen = self.noise + (1 - self.noise) * precision
        return value - seen * self.reputations[name]

    def candidates(self) -> list[Fraction]:
        """Return the precisions at which a payoff can be largest, ascending.

        Between thresholds payoffs are linear, falling for members not bound and not for others.
        """
        marks = (self.threshold(name) for name in self.costs)
        return sorted({Fraction(0), Fraction(1), *(mark for mark in marks if mark is not None)})

    def likes_best(self, names: Sequence[str]) -> dict[str, Fraction]:
        """Return the precision each voter likes best, of equal ones the lowest."""
        at = [(r, self.keeping(r)) for r in self.candidates()]
        out = {}
        for name in names:
            worth = [(self.payoff(name, r, keeping), -r) for r, keeping in at]
            out[name] = -max(worth)[1]
        return out


def review_precision(
    costs: Mapping[str, Any],
    reputation: Any,
    benefit: Any,
    *,
    rule: AnyRule = "unanimity",
    voters: str = "monitored",
    outsiders: Sequence[str] = (),
    noise: Any = 0,
) -> ReviewPrecision:
    """Return the precision that a review gets when a body votes on it.

    Parameters
    ----------
    costs : mapping of str to number
        What keeping its pledge costs each monitored member.
    reputation : number or mapping of str to number
        What a seen shortfall costs it, 0 or more.
    benefit : number or mapping of str to number
        What each other member that keeps is worth to a voter.
    rule : int, str, SimpleGame or voting rule
        Who among the voters decides: a count, "majority", "2/3", "unanimity", ...
    voters : {"monitored", "outsiders", "all"}
        Who votes.
    outsiders : sequence of str
        Voters that are not monitored themselves.
    noise : number
        Probability f that, with no precision at all, anybody is seen as falling short.

    Returns
    -------
    ReviewPrecision

    Raises
    ------
    ModelError
        If a figure is out of range, a name is not known, or the rule does not fit the voters.

    Notes
    -----
    Patrick 2023, section Coalition, holds the G20's peer review to be toothless, as members
    keep the IMF's part in it small. In this game that follows under unanimity iff one member
    likes no precision better than any that binds somebody; where all gain from being bound
    together they choose it. Derived for this project.

    Examples
    --------
    Two gain from being bound together, the third does not:

    >>> costs, benefit = {"A": 1, "B": 1, "C": 5}, {"A": 2, "B": 2, "C": "2/5"}
    >>> found = review_precision(costs, 4, benefit)
    >>> str(found.precision), found.binds_nobody, found.held_by
    ('0', True, ('C',))
    >>> found = review_precision(costs, 4, benefit, rule="majority")
    >>> str(found.precision), found.bound, found.worse_off
    ('1/4', ('A', 'B'), ('C',))
    """
    names = _voters(costs, voters, outsiders)
    game = _read(costs, reputation, benefit, [*costs, *outsiders], noise)
    wins = read_rule(rule, len(names))
    preferred = game.likes_best(names)
    chosen = Fraction(0)
    for precision in sorted(set(preferred.values()), reverse=True):
        if bool(wins.wins(np.array([preferred[name] >= precision for name in names]))):
            chosen = precision
            break
    keeping, alone = game.keeping(chosen), game.keeping(Fraction(0))
    bound = tuple(n for n in game.costs if n in keeping - alone)
    higher = any(likes > chosen for likes in preferred.values())
    held_by = tuple(n for n in names if higher and preferred[n] <= chosen)
    worse = tuple(
        n for n in names if game.payoff(n, chosen, keeping) < game.payoff(n, Fraction(0), alone)
    )
    thresholds = {name: game.threshold(name) for name in game.costs}
    certificate = _certify(game, preferred, chosen)
    return ReviewPrecision(chosen, bound, thresholds, preferred, held_by, worse, certificate)


def _certify(game: _Review, preferred: Mapping[str, Fraction], chosen: Fraction) -> dict[str, Any]:
    """Check preferences on a grid beside the candidates, and say how close conduct is."""
    grid = [(r, game.keeping(r)) for r in (Fraction(j, 64) for j in range(65))]
    best = all(
        game.payoff(name, likes, game.keeping(likes)) >= game.payoff(name, *other)
        for name, likes in preferred.items()
        for other in grid
    )
    margins = [abs(chosen * game.reputations[name] - game.costs[name]) for name in game.costs]
    return {"holds": best, "precisions_checked": len(grid), "smallest_margin": min(margins)}


def _voters(costs: Any, voters: str, outsiders: Any) -> list[str]:
    if not isinstance(costs, Mapping) or not costs:
        raise ModelError("costs", costs, "a table of monitored members")
    if voters not in VOTERS:
        raise unknown_name("voters", voters, VOTERS, "one")
    if isinstance(outsiders, str) or not isinstance(outsiders, list | tuple):
        raise ModelError("outsiders", outsiders, "a list of names")
    for position, name in enumerate(outsiders):
        if name in costs or name in outsiders[:position]:
            raise ModelError("outsiders", name, "names that are not monitored, each once")
    if voters != "monitored" and not outsiders:
        raise ModelError("outsiders", "nobody", f"at least one, as voters are {voters!r}")
    inside = [] if voters == "outsiders" else list(costs)
    return inside if voters == "monitored" else [*inside, *outsiders]


def _read(
    costs: Mapping[str, Any], reputation: Any, benefit: Any, everyone: list[str], noise: Any
) -> _Review:
    game = _Review(
        {name: read_exact(cost, f"costs.{name}") for name, cost in costs.items()},
        _table(reputation, list(costs), "reputation"),
        _table(benefit, everyone, "benefit"),
        read_share(noise, "noise"),
    )
    if game.noise == 1:
        raise ModelError("noise", noise, "a probability below 1")
    for name, cost in game.reputations.items():
        if cost < 0:
            raise ModelError(f"reputation.{name}", str(cost), "a number of 0 or more")
    return game


def _table(given: Any, names: Sequence[str], where: str) -> dict[str, Fraction]:
    if not isinstance(given, Mapping):
        return dict.fromkeys(names, read_exact(given, where))
    for name in given:
        if name not in names:
            raise unknown_name(where, name, names, "a member")
    missing = [name for name in names if name not in given]
    if missing:
        raise ModelError(where, f"none for {missing[0]}", "a number for everyone")
    return {name: read_exact(given[name], f"{where}.{name}") for name in names}
