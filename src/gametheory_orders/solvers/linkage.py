"""Linkage: issues kept together or not at all, and when it is better to keep them apart.

Issue j tempts state i by g_ij (what breaking brings at once) and costs it w_ij a period after.
Alone, j is kept iff every state has m_ij = d (g_ij + w_ij) - g_ij >= 0. In a bundle the margins
of each state add up, so that a secure issue lends what it has to spare, and breaks with the rest
where that is not enough. Builds on incentive.py and the compliance stage.
Not here: which issues to bundle (issue_bundles.py), linkage as an order's enforcement rule.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import INDIFFERENT
from gametheory_orders.games import CooperationGame
from gametheory_orders.solvers.incentive import needed_patience, read_exact, read_patience


@dataclass(frozen=True)
class LinkedIssue:
    """One issue as a promise: by state, what tempts and what is at stake.

    Parameters
    ----------
    name : str
        Of the issue.
    gains, losses : tuple of Fraction, one a state
        What breaking brings at once (T - R), and what is lost in every later period (R - P).
    worth : Fraction
        Of keeping it, a period, to all together.

    Examples
    --------
    >>> LinkedIssue("A", (Fraction(1),), (Fraction(3),), Fraction(3)).needed
    Fraction(1, 4)
    """

    name: str
    gains: tuple[Fraction, ...]
    losses: tuple[Fraction, ...]
    worth: Fraction

    def margins(self, patience: Fraction) -> tuple[Fraction, ...]:
        """Return by how much each state prefers keeping it, a period."""
        pairs = zip(self.gains, self.losses, strict=True)
        return tuple(patience * (gain + loss) - gain for gain, loss in pairs)

    @property
    def needed(self) -> Any:
        """Patience needed if it stands alone."""
        return pooled([self])


@dataclass(frozen=True)
class Regime:
    """What linkage of all issues does over an interval of patience.

    Parameters
    ----------
    low, high : Fraction
        From (included) and to (excluded).
    apart : tuple of str
        Issues kept if each stands alone.
    linked : bool
        Whether all are kept if they stand and fall together.
    verdict : {"nothing", "compartmentalise", "link", "either"}
        Nothing is kept either way; apart keeps some that linkage would destroy; linkage keeps
        all and apart does not; both keep all.
    """

    low: Any
    high: Any
    apart: tuple[str, ...]
    linked: bool
    verdict: str


@dataclass(frozen=True)
class Linkage(Result):
    """Separate and pooled incentives of several issues.

    Parameters
    ----------
    issues : tuple of LinkedIssue
        In the order given.
    states : tuple of str
        Whose margins add up.
    pooled : Fraction, or infinity
        Patience needed if all issues are linked.
    regimes : tuple of Regime
        From patience 0 to 1.
    """

    issues: tuple[LinkedIssue, ...]
    states: tuple[str, ...]
    pooled: Any
    regimes: tuple[Regime, ...]

    concept = "linked issues are kept together or not at all, under reversion for ever"

    def at(self, patience: Any) -> Regime:
        """Return the regime at a patience."""
        found = read_patience(patience)
        return next(each for each in self.regimes if each.low <= found < each.high)

    def table(self) -> Table:
        """Return one row a regime."""
        rows = [
            [float(e.low), float(e.high), ", ".join(e.apart) or "-", e.linked, e.verdict]
            for e in self.regimes
        ]
        title = (
            f"linkage of {len(self.issues)} issues; all together from {shown_patience(self.pooled)}"
        )
        return Table(
            ["from patience", "up to", "kept apart", "kept linked", "verdict"], rows, title
        )

    def to_dict(self) -> dict[str, Any]:
        """Return needed patience and regimes; fractions as text."""
        found: dict[str, Any] = plain(
            {
                "issues": [
                    {"name": e.name, "needed_patience": _text(e.needed), "worth": e.worth}
                    for e in self.issues
                ],
                "states": self.states,
                "pooled": _text(self.pooled),
                "regimes": [
                    {
                        "low": e.low,
                        "high": e.high,
                        "apart": e.apart,
                        "linked": e.linked,
                        "verdict": e.verdict,
                    }
                    for e in self.regimes
                ],
                "concept": self.concept,
            }
        )
        return found


def shown_patience(value: Any) -> str:
    """Return a needed patience as a reader wants it."""
    return "never" if math.isinf(float(value)) else f"{float(value):.3f}"


def _text(value: Any) -> Any:
    return value if isinstance(value, float) else str(value)


def pooled(issues: Sequence[LinkedIssue]) -> Any:
    """Return the patience needed if the issues stand and fall together.

    Examples
    --------
    >>> easy = LinkedIssue("A", (Fraction(1),), (Fraction(3),), Fraction(3))
    >>> hard = LinkedIssue("B", (Fraction(6),), (Fraction(2),), Fraction(2))
    >>> pooled([easy, hard])
    Fraction(7, 12)
    """
    gains = [sum(column, Fraction(0)) for column in zip(*(e.gains for e in issues), strict=True)]
    losses = [sum(column, Fraction(0)) for column in zip(*(e.losses for e in issues), strict=True)]
    return max(needed_patience(g, w) for g, w in zip(gains, losses, strict=True))


def linkage(issues: Mapping[str, Any], states: Sequence[str] | None = None) -> Linkage:
    """Return when issues are kept apart, when together, and what linkage does in between.

    Parameters
    ----------
    issues : mapping of str to (gain, loss) or (gain, loss, worth)
        Of each issue what breaking brings at once and what it costs in every later period: a
        number if all states are alike, or one number a state. Worth, of keeping the issue, is
        the sum of the losses by default.
    states : sequence of str, optional
        Names of the states where figures differ by state.

    Returns
    -------
    Linkage

    Raises
    ------
    ModelError
        If a gain is negative, gain and loss together are, or the issues have different states.

    Notes
    -----
    Bernheim and Whinston 1990, RAND Journal of Economics 21(1). For one state (or equal ones) the
    pooled patience lies between the least and the largest of the issues'; states whose
    temptations lie on different issues may need less for both together than for either. If
    payoffs enter a strictly concave objective, less still (Spagnolo 1999, Journal of Economic
    Theory 89(1)); here they are added.

    Examples
    --------
    >>> found = linkage({"A": (1, 3), "B": (6, 2)})
    >>> [str(each.needed) for each in found.issues], str(found.pooled)
    (['1/4', '3/4'], '7/12')
    >>> [each.verdict for each in found.regimes]
    ['nothing', 'compartmentalise', 'link', 'either']
    """
    read = read_issues(issues, states)
    names = tuple(states) if states is not None else _numbered(len(read[0].gains))
    together = pooled(read)
    edges = {Fraction(0), Fraction(1), together, *(each.needed for each in read)}
    ends = sorted(edge for edge in edges if 0 <= edge <= 1)
    regimes = []
    for low, high in pairwise(ends):
        # Kept from the needed patience on, so that the lower end speaks for the interval.
        apart = tuple(each.name for each in read if each.needed <= low)
        linked = together <= low
        regimes.append(Regime(low, high, apart, linked, _verdict(len(apart), len(read), linked)))
    return Linkage(read, names, together, tuple(regimes))


def _verdict(apart: int, n: int, linked: bool) -> str:
    if linked:
        return "either" if apart == n else "link"
    return "compartmentalise" if apart else "nothing"


def _numbered(n: int) -> tuple[str, ...]:
    return ("every state",) if n == 1 else tuple(str(i + 1) for i in range(n))


def read_issues(
    issues: Mapping[str, Any], states: Sequence[str] | None = None
) -> tuple[LinkedIssue, ...]:
    """Return issues as given to :func:`linkage`, exactly, or raise."""
    if not isinstance(issues, Mapping) or not issues:
        raise ModelError("issues", issues, "a table of issues by name")
    out: list[LinkedIssue] = []
    for name, figures in issues.items():
        if not isinstance(figures, list | tuple) or len(figures) not in {2, 3}:
            raise ModelError(f"issues.{name}", figures, "(gain, loss) or (gain, loss, worth)")
        gains = _column(figures[0], f"issues.{name}.gain")
        losses = _column(figures[1], f"issues.{name}.loss")
        wanted = len(states) if states is not None else len(out[0].gains if out else gains)
        for what, column in (("gain", gains), ("loss", losses)):
            if len(column) != wanted:
                found = f"{len(column)} numbers"
                raise ModelError(f"issues.{name}.{what}", found, f"{wanted}, one a state")
        for gain, loss in zip(gains, losses, strict=True):
            if gain < 0:
                raise ModelError(f"issues.{name}.gain", str(gain), "a number of 0 or more")
            if gain + loss < 0:
                what = "a loss of at least minus the gain"
                raise ModelError(f"issues.{name}.loss", str(loss), what)
        worth = sum(losses, Fraction(0))
        if len(figures) == 3:
            worth = read_exact(figures[2], f"issues.{name}.worth")
        out.append(LinkedIssue(name, gains, losses, worth))
    return tuple(out)


def _column(given: Any, where: str) -> tuple[Fraction, ...]:
    if isinstance(given, list | tuple | np.ndarray) and np.ndim(given) == 1:
        if not len(given):
            raise ModelError(where, "no numbers", "one number a state")
        return tuple(read_exact(value, f"{where}[{i}]") for i, value in enumerate(given))
    return (read_exact(given, where),)


def link_games(games: Mapping[str, CooperationGame]) -> Linkage:
    """Return the linkage of several cooperation games over the same world.

    What is agreed in each game is one issue: a member's gain is what its best defection brings
    over complying, its loss what complying brings over the reference. States outside an
    agreement have neither.

    Parameters
    ----------
    games : mapping of str to CooperationGame
        By name; with the same states in the same order.

    Returns
    -------
    Linkage

    Raises
    ------
    ModelError
        If the states differ, or a game has no agreement.

    Examples
    --------
    One game linked with nothing needs what it needs alone:

    >>> from gametheory_orders import load_game
    >>> found = link_games({"climate": load_game("climate", "g6_consensus")})
    >>> round(float(found.pooled), 4)
    0.5496
    """
    from gametheory_orders.solvers.solve import solve

    if not isinstance(games, Mapping) or not games:
        raise ModelError("games", games, "a table of cooperation games by name")
    first = next(iter(games.values()))
    issues: dict[str, Any] = {}
    for name, game in games.items():
        if not isinstance(game, CooperationGame):
            raise ModelError(f"games.{name}", type(game).__name__, "a CooperationGame")
        if game.world.ids != first.world.ids:
            raise ModelError(f"games.{name}", "other states", "the states of the first game")
        agreed = solve(game).agreed.agreement
        if not agreed.reached:
            raise ModelError(f"games.{name}", "no agreement", "one that could be kept")
        comply = game.payoffs(agreed.actions, agreed.members)
        defect = game.issue.deviation_payoffs(agreed.actions) + game.members_side(agreed.members)
        bound = agreed.members
        gains = np.where(bound, defect - comply, 0.0)
        slack = INDIFFERENT * game.scales
        gains = np.where(gains > slack, gains, 0.0)
        losses = np.where(bound, comply - game.reference_payoffs, 0.0)
        # What is lost after breaking it is 0 if it is rounding alone, and never below 0: else the
        # needed patience of who has nothing to lose would depend on the unit.
        losses = np.where(gains + losses > slack, losses, -gains)
        issues[name] = (gains, losses)
    return linkage(issues, first.world.ids)
