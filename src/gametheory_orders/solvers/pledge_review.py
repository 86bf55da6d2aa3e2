"""Pledge and review: the weights that states keep when nothing but the pledge holds them.

State i of the linear-quadratic public good pledges with weight w_i on the other members' benefit
(L5). It stays, while the others keep their weights, iff
s_i^2 sum_j k_j w_j >= k_i (sigma - s_i)^2 w_i^2 / 2, j over the others. Builds on pledges.py and
issues. Not here: how reviews move pledges (ratchet.py), how precise they are (review_precision.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import INDIFFERENT, STAKE
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.orders import Fixed, NoEnforcement, Order, Pledge
from gametheory_orders.solvers import pledges
from gametheory_orders.solvers.deviations import Leaving


@dataclass(frozen=True, eq=False)
class SelfEnforcingWeights(Result):
    """The weights that states keep, in a grand pledge without other enforcement.

    Parameters
    ----------
    limits : mapping of str to float
        Of each member the largest common weight at which it stays, w_i*; may exceed 1.
    common : float
        Largest weight that all keep, at most 1.
    by_state : mapping of str to float
        The weights that do most for the members, among all that nobody leaves.
    effectiveness_common, effectiveness_by_state : float
        Share of the possible gain that either delivers; nan if there is none.
    certificate : mapping
        Smallest margins of staying, on each state's own payoff scale.
    """

    limits: Mapping[str, float]
    common: float
    by_state: Mapping[str, float]
    effectiveness_common: float
    effectiveness_by_state: float
    certificate: Mapping[str, Any]

    concept = "nobody gains by leaving while the others keep their weights"

    @property
    def binding_state(self) -> str:
        """The state that holds the common weight down."""
        return min(self.limits, key=lambda state: self.limits[state])

    def table(self) -> Table:
        """Return one row a member."""
        rows = [[s, float(self.limits[s]), float(self.by_state[s])] for s in self.limits]
        title = (
            f"common weight {self.common:.4f} (E = {self.effectiveness_common:.4f}), "
            f"by state E = {self.effectiveness_by_state:.4f}"
        )
        return Table(["state", "largest common weight", "own weight"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the weights as plain values."""
        found: dict[str, Any] = plain(
            {
                "limits": self.limits,
                "common": self.common,
                "binding_state": self.binding_state,
                "by_state": self.by_state,
                "effectiveness_common": self.effectiveness_common,
                "effectiveness_by_state": self.effectiveness_by_state,
                "concept": self.concept,
                "certificate": self.certificate,
            }
        )
        return found


def public_good_of(source: CooperationGame | Issue) -> PublicGood:
    """Return the public good that is at stake, or raise."""
    issue = source.issue if isinstance(source, CooperationGame) else source
    if not isinstance(issue, PublicGood):
        raise ModelError("issue", type(issue).__name__, "a PublicGood, linear-quadratic")
    return issue


def pledging_members(source: CooperationGame | Issue, members: Sequence[str] | None) -> np.ndarray:
    """Return who pledges, bool of shape (n,); at least two."""
    issue = public_good_of(source)
    if members is None:
        mask = source.members if isinstance(source, CooperationGame) else np.ones(issue.n, bool)
    else:
        mask = issue.world.mask(members)
    if mask.sum() < 2:
        raise ModelError("members", f"{int(mask.sum())} states", "two or more")
    return np.asarray(mask, dtype=bool)


def weight_limits(issue: PublicGood, members: np.ndarray) -> np.ndarray:
    """Return each member's largest common weight, w_i* = 2 s_i^2 K_-i / (k_i sigma_-i^2).

    Parameters
    ----------
    issue : PublicGood
        Linear-quadratic.
    members : bool array, shape (n,)
        Who pledges.

    Returns
    -------
    array, shape (n,)
        Infinite for a member whose weight costs it nothing, and outside.

    Examples
    --------
    >>> from gametheory_orders import World
    >>> world = World("ABC", {"stake": [1.0] * 3, "capacity": [1.0] * 3})
    >>> weight_limits(PublicGood(world), np.ones(3, dtype=bool)).tolist()
    [1.0, 1.0, 1.0]
    """
    s, k = issue.stakes, issue.capacities
    others, ahead = k[members].sum() - k, s[members].sum() - s
    with np.errstate(divide="ignore", invalid="ignore"):
        limits = 2 * s**2 * others / (k * ahead**2)
    return np.asarray(np.where(members & (ahead > 0), limits, np.inf))


def self_enforcing_weights(
    source: CooperationGame | Issue, members: Sequence[str] | None = None
) -> SelfEnforcingWeights:
    """Return the pledges that nobody leaves: one weight for all, and one for each.

    Parameters
    ----------
    source : PublicGood, or a CooperationGame over one
        What is at stake.
    members : sequence of str, optional
        Who pledges; by default all, or all of the game's.

    Raises
    ------
    ModelError
        If the issue is of another family, or fewer than two pledge.
    NoAnswer
        If the numerical program for weights by state does not converge.

    Notes
    -----
    L5 for the limits; the weights by state maximise the members' joint payoff. That pledges of
    one's own amount to weights on the others is from Harstad 2023, Pledge-and-review bargaining;
    this is a reduced form of it.

    Examples
    --------
    >>> from gametheory_orders import load_issue
    >>> found = self_enforcing_weights(load_issue("climate"))
    >>> found.binding_state, round(found.common, 4), round(found.effectiveness_common, 4)
    ('Safrica', 0.0049, 0.0098)
    >>> round(found.limits["EU"], 3), round(found.effectiveness_by_state, 4)
    (0.922, 0.3556)
    """
    issue, mask = public_good_of(source), pledging_members(source, members)
    limits = weight_limits(issue, mask)
    game = pledging_game(issue, mask)
    common = pledges.largest_common(game, mask, np.ones(issue.n))
    own = pledges.best_by_state(game, mask, np.ones(issue.n))
    deviation = Leaving.with_weights(game, mask)
    margins = {}
    for name, weights in (("common", common), ("by_state", own)):
        actions = issue.pledge_actions(mask, weights)
        margins[name] = float((deviation.margins(actions, weights) / game.scales)[mask].min())
    names = issue.world.members(mask)
    return SelfEnforcingWeights(
        dict(zip(names, limits[mask].tolist(), strict=True)),
        float(common[mask].max()),
        dict(zip(names, own[mask].tolist(), strict=True)),
        share_delivered(game, mask, common),
        share_delivered(game, mask, own),
        {"smallest_margin": margins, "holds": min(margins.values()) >= -INDIFFERENT},
    )


def pledging_game(issue: PublicGood, mask: np.ndarray) -> CooperationGame:
    """Return the game in which some states pledge with nothing else to hold them."""
    members = Fixed(members=issue.world.members(mask))
    return CooperationGame(issue, Order(members, Pledge(weight="uniform"), (NoEnforcement(),)))


def share_delivered(game: CooperationGame, mask: np.ndarray, weights: np.ndarray) -> float:
    """Return the share of the possible gain that pledges deliver; nan if there is none."""
    reference = float(game.reference_payoffs.sum())
    stake = float(game.first_best_payoffs.sum()) - reference
    reached = float(game.issue.payoffs(game.issue.pledge_actions(mask, weights)).sum())
    return (reached - reference) / stake if stake > STAKE * game.scale else math.nan
