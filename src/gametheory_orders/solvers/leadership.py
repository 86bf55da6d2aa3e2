"""Leadership: followers that hedge against a leader who keeps its word only sometimes.

With probability 1 - rho the leader lets a follower down, which then loses L for each unit it has
not hedged; hedging forgoes B where the leader does honour its word, and costs kappa h^2 / 2. So a
follower picks h = max(0, ((1 - rho) L - rho B) / kappa). In a repeated game that ends when the
leader fails, tomorrow weighs rho d. Exact. Builds on incentive.py and games.
Not here: how long a costly effort lasts (mobilisation.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games import CooperationGame
from gametheory_orders.solvers.incentive import read_exact, read_share


@dataclass(frozen=True)
class Follower:
    """What a follower has at stake.

    Parameters
    ----------
    loss : Fraction
        Per unit not hedged, if the leader fails; 0 or more.
    benefit : Fraction
        Per unit not hedged, if the leader honours its word; 0 or more.
    curvature : Fraction
        How fast hedging grows dear; above 0.
    """

    loss: Fraction
    benefit: Fraction
    curvature: Fraction

    def hedge(self, reliability: Fraction) -> Fraction:
        """Return how much it hedges.

        Examples
        --------
        >>> follower = Follower(Fraction(1), Fraction(1, 2), Fraction(1))
        >>> [str(follower.hedge(Fraction(j, 10))) for j in (2, 5, 7)]
        ['7/10', '1/4', '0']
        """
        return max(Fraction(0), self.slope(reliability, Fraction(0)) / self.curvature)

    def slope(self, reliability: Fraction, hedge: Fraction) -> Fraction:
        """Return what a little more hedging brings."""
        lost = (1 - reliability) * self.loss - reliability * self.benefit
        return lost - self.curvature * hedge

    @property
    def trusts_from(self) -> Fraction:
        """Reliability from which it does not hedge at all."""
        total = self.loss + self.benefit
        return self.loss / total if total else Fraction(0)


@dataclass(frozen=True)
class Leadership(Result):
    """A leader of some reliability, and what its followers make of it.

    Parameters
    ----------
    reliability : Fraction
        Probability that the leader honours its word.
    hedges : mapping of str to Fraction
        By follower.
    trusts_from : mapping of str to Fraction
        Reliability from which each follower does not hedge.
    chosen : bool
        Whether the leader chose its reliability, or it was given.
    certificate : mapping
        What was checked.
    """

    reliability: Fraction
    hedges: Mapping[str, Fraction]
    trusts_from: Mapping[str, Fraction]
    chosen: bool
    certificate: Mapping[str, Any]

    concept = "subgame perfect: the leader's reliability is known, then each follower hedges"

    def table(self) -> Table:
        """Return one row a follower."""
        rows = [[n, float(h), float(self.trusts_from[n])] for n, h in self.hedges.items()]
        kind = "chosen" if self.chosen else "given"
        title = f"leader honours its word with probability {float(self.reliability):.3f} ({kind})"
        return Table(["follower", "hedges", "none from"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the hedges as plain values; fractions as text."""
        found: dict[str, Any] = plain(
            {
                "reliability": self.reliability,
                "chosen": self.chosen,
                "hedges": self.hedges,
                "trusts_from": self.trusts_from,
                "concept": self.concept,
                "certificate": self.certificate,
            }
        )
        return found


def _followers(followers: Any) -> dict[str, Follower]:
    if not isinstance(followers, Mapping) or not followers:
        raise ModelError("followers", followers, "a table of followers")
    out = {}
    for name, figures in followers.items():
        where = f"followers.{name}"
        if not isinstance(figures, list | tuple) or len(figures) != 3:
            raise ModelError(where, figures, "(loss, benefit, curvature)")
        loss, benefit, curvature = (
            read_exact(value, f"{where}.{what}")
            for value, what in zip(figures, ("loss", "benefit", "curvature"), strict=True)
        )
        for value, what in ((loss, "loss"), (benefit, "benefit")):
            if value < 0:
                raise ModelError(f"{where}.{what}", str(value), "a number of 0 or more")
        if curvature <= 0:
            raise ModelError(f"{where}.curvature", str(curvature), "a number above 0")
        out[name] = Follower(loss, benefit, curvature)
    return out


def hedging(followers: Mapping[str, Any], reliability: Any) -> Leadership:
    """Return how much each follower hedges against a leader of a given reliability.

    Parameters
    ----------
    followers : mapping of str to (loss, benefit, curvature)
        See the module.
    reliability : number
        Probability that the leader honours its word, in [0, 1].

    Raises
    ------
    ModelError
        If a figure is out of range.

    Notes
    -----
    Patrick 2023, section Concert, on allies that insure themselves against an unsteady leading
    power. Derived for this project.

    Examples
    --------
    >>> float(hedging({"ally": (1, 0.5, 1)}, 0.2).hedges["ally"])
    0.7
    """
    read, rho = _followers(followers), read_share(reliability, "reliability")
    return _leadership(read, rho, chosen=False, extra={})


def _leadership(
    read: Mapping[str, Follower], rho: Fraction, *, chosen: bool, extra: dict[str, Any]
) -> Leadership:
    hedges = {name: each.hedge(rho) for name, each in read.items()}
    # First-order conditions: nothing to gain at the margin, either way.
    slopes = [each.slope(rho, hedges[name]) for name, each in read.items()]
    best = all(
        slope == 0 or (slope < 0 and hedge == 0)
        for slope, hedge in zip(slopes, hedges.values(), strict=True)
    )
    trusts = {name: each.trusts_from for name, each in read.items()}
    return Leadership(rho, hedges, trusts, chosen, {"holds": best, **extra})


def leaders_choice(followers: Mapping[str, Any], *, cost: Any, harm: Any = 1) -> Leadership:
    """Return how reliable a leader makes itself when tying its hands has a price.

    Parameters
    ----------
    followers : mapping of str to (loss, benefit, curvature)
        See the module.
    cost : number
        To the leader of reliability, per unit, 0 or more.
    harm : number or mapping of str to number
        To the leader of each unit that a follower hedges, 0 or more.

    Raises
    ------
    ModelError
        If a figure is out of range.

    Notes
    -----
    The leader maximises - sum harm_i h_i(rho) - cost rho, concave and linear between the points
    at which followers stop hedging, so that one of these, or 0 or 1, is best; of equal ones the
    lowest. Derived for this project.

    Examples
    --------
    >>> allies = {"close": (1, 1, 1), "distant": (3, 1, 1)}
    >>> [str(leaders_choice(allies, cost=c).reliability) for c in (7, 5, 3)]
    ['0', '1/2', '3/4']
    """
    read = _followers(followers)
    price = read_exact(cost, "cost")
    if price < 0:
        raise ModelError("cost", cost, "a number of 0 or more")
    table = harm if isinstance(harm, Mapping) else dict.fromkeys(read, harm)
    for name in read:
        if name not in table:
            raise ModelError("harm", f"none for {name}", "a number for every follower")
    harms = {name: read_exact(table[name], f"harm.{name}") for name in read}
    for name, each in harms.items():
        if each < 0:
            raise ModelError(f"harm.{name}", str(each), "a number of 0 or more")

    def value(rho: Fraction) -> Fraction:
        lost = sum((harms[n] * one.hedge(rho) for n, one in read.items()), Fraction(0))
        return -lost - price * rho

    kinks = sorted({Fraction(0), Fraction(1), *(one.trusts_from for one in read.values())})
    best = max(kinks, key=lambda rho: (value(rho), -rho))
    worse = min(value(best) - value(Fraction(j, 64)) for j in range(65))
    return _leadership(read, best, chosen=True, extra={"leaders_smallest_margin": worse})


def needed_reliability(needed: Any, patience: Any) -> Any:
    """Return how reliable a leader must be for an agreement that needs some patience.

    Parameters
    ----------
    needed : number
        Patience that the agreement needs, 0 or more (infinite: never kept).
    patience : number
        What followers have, in (0, 1).

    Returns
    -------
    Fraction, or infinity
        needed / patience, as the followers' tomorrow weighs rho d; above 1 no reliability is
        enough.

    Examples
    --------
    >>> round(float(needed_reliability(0.5, 0.9)), 3)
    0.556
    """
    if isinstance(needed, float) and math.isinf(needed) and needed > 0:
        return math.inf
    least, d = read_exact(needed, "needed"), read_exact(patience, "patience")
    if least < 0:
        raise ModelError("needed", needed, "a number of 0 or more")
    if not 0 < d < 1:
        raise ModelError("patience", patience, "a number above 0 and below 1")
    return least / d


def patience_under(
    game: CooperationGame,
    leader: str,
    reliability: Any,
    patience: float | Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Return the patience that counts when a leader may end the agreement in any period.

    Parameters
    ----------
    game : CooperationGame
        Whose states, one of which leads.
    leader : str
        Keeps its own patience; tomorrow weighs rho d for all others.
    reliability : number
        Probability rho that it honours its word in a period, in [0, 1].
    patience : number or mapping of str to number, optional
        In place of the game's own.

    Returns
    -------
    dict of str to float
        To be given to ``solve`` or ``compare``.

    Raises
    ------
    ModelError
        If the leader is no state of the game, or a figure is out of range.

    Examples
    --------
    Six powers need .55 for what they agree, more than .9 times .6:

    >>> from gametheory_orders import load_game, solve
    >>> game = load_game("climate", "g6_consensus")
    >>> levels = [solve(game, patience=patience_under(game, "US", rho)).level for rho in (1, 0.6)]
    >>> [round(level, 2) for level in levels]
    [8.99, 8.68]
    """
    rho = float(read_share(reliability, "reliability"))
    own = game.patience(patience)
    at = game.world.index(leader, "leader")
    return {
        state: float(d if i == at else rho * d)
        for i, (state, d) in enumerate(zip(game.world.ids, own, strict=True))
    }
