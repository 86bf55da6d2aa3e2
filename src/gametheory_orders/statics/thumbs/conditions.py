"""When each rule of thumb applies: one predicate a rule, on the figures of many worlds.

Builds on figures.py and designs.py. A predicate is entered under the rule's name; its words stand
in models/thumbs. Not here: whether the rule is any good (evaluation.py).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gametheory_orders.foundations.tolerances import LEVEL
from gametheory_orders.statics.thumbs.designs import keepers, needed_at_best, powers
from gametheory_orders.statics.thumbs.figures import Figures
from gametheory_orders.statics.vectorised import Games

Condition = Callable[[Figures], np.ndarray]
"""From worlds to whether the rule applies, shape (worlds,)."""
CONDITIONS: dict[str, Condition] = {}


def _enter(name: str) -> Callable[[Condition], Condition]:
    def entered(condition: Condition) -> Condition:
        CONDITIONS[name] = condition
        return condition

    return entered


def patience(figures: Figures) -> np.ndarray:
    """Return the least patience of any state, shape (worlds,)."""
    return np.asarray(figures.patience.min(axis=1))


def unlike(figures: Figures) -> np.ndarray:
    """Return how many times as far the keenest would go as the least keen, shape (worlds,)."""
    least = figures.willing.min(axis=1)
    with np.errstate(divide="ignore"):
        return np.asarray(np.where(least > 0, figures.willing.max(axis=1) / least, np.inf))


def largest_stake(figures: Figures) -> np.ndarray:
    """Return the largest state's share of all stakes, shape (worlds,)."""
    return np.asarray(figures.stakes.max(axis=1) / figures.joint)


def tariff_reaches(figures: Figures) -> np.ndarray:
    """Return the share of the burden on states for which being in the club pays, (worlds,)."""
    reached = figures.tariff_pays >= figures.burdens
    return np.asarray((figures.burdens * reached).sum(axis=1) / figures.burdens.sum(axis=1))


def light_trade(figures: Figures) -> np.ndarray:
    """Say where the club pays for states with less than half of the burden, shape (worlds,)."""
    return np.asarray(tariff_reaches(figures) < 0.5)


def shortfall(figures: Figures) -> np.ndarray:
    """Return the largest needed patience as a multiple of the patience there is, (worlds,)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = needed_at_best(figures) / figures.patience
    return np.asarray(np.nan_to_num(found, nan=np.inf, posinf=np.inf).max(axis=1))


def held_by_powers(figures: Figures, what: np.ndarray) -> np.ndarray:
    """Return the most capable five states' share of a column, shape (worlds,)."""
    whole = what.sum(axis=1)
    theirs = (what * powers(figures)).sum(axis=1)
    return np.asarray(theirs / np.where(whole > 0, whole, np.inf))


@_enter("willing_and_patient")
def _(figures: Figures) -> np.ndarray:
    everyone = np.ones(figures.n, dtype=bool)
    games = Games(figures.stakes, figures.capacities, everyone, figures.patience)
    far = games.peaks()[0] >= figures.joint[:, None] * (1 - LEVEL)
    return np.asarray((3 * far.sum(axis=1) >= 2 * figures.n) & keepers(figures).all(axis=1))


@_enter("trade_pays_everyone")
def _(figures: Figures) -> np.ndarray:
    return np.asarray((figures.tariff_pays > figures.burdens).all(axis=1))


@_enter("trade_pays_most")
def _(figures: Figures) -> np.ndarray:
    return np.asarray(tariff_reaches(figures) >= 0.8)


@_enter("trade_twice_the_burden")
def _(figures: Figures) -> np.ndarray:
    return np.asarray(figures.tariff_pays.sum(axis=1) >= 2 * figures.burdens.sum(axis=1))


@_enter("impatient")
def _(figures: Figures) -> np.ndarray:
    return np.asarray((patience(figures) < 1 / (figures.n - 1)) & light_trade(figures))


@_enter("one_state_has_half")
def _(figures: Figures) -> np.ndarray:
    return np.asarray((largest_stake(figures) >= 0.5) & light_trade(figures))


@_enter("far_from_patient")
def _(figures: Figures) -> np.ndarray:
    return np.asarray((shortfall(figures) >= 3) & light_trade(figures))


@_enter("half_would_break")
def _(figures: Figures) -> np.ndarray:
    return np.asarray((2 * keepers(figures).sum(axis=1) <= figures.n) & light_trade(figures))


@_enter("nearly_patient")
def _(figures: Figures) -> np.ndarray:
    return np.asarray((shortfall(figures) <= 1.25) & light_trade(figures))


@_enter("alike_and_patient")
def _(figures: Figures) -> np.ndarray:
    crowding = ((figures.stakes / figures.joint[:, None]) ** 2).sum(axis=1)
    enough = 2 * patience(figures) * (1 - crowding) >= 1
    return np.asarray(enough & (unlike(figures) <= 2) & light_trade(figures))


@_enter("nobody_large")
def _(figures: Figures) -> np.ndarray:
    return np.asarray(
        (largest_stake(figures) <= 0.25) & (patience(figures) >= 0.6) & light_trade(figures)
    )


@_enter("consensus_among_near")
def _(figures: Figures) -> np.ndarray:
    near = (figures.willing.min(axis=1) >= 0.5) & (patience(figures) >= 0.6)
    return np.asarray(near & light_trade(figures))


@_enter("leave_out_the_reluctant")
def _(figures: Figures) -> np.ndarray:
    out = ~keepers(figures)
    share = (figures.capacities * out).sum(axis=1) / figures.capacities.sum(axis=1)
    few = (out.sum(axis=1) >= 1) & (out.sum(axis=1) <= 2) & (share <= 0.15)
    return np.asarray(few & (shortfall(figures) >= 1.3) & light_trade(figures))


@_enter("unlike")
def _(figures: Figures) -> np.ndarray:
    return np.asarray((unlike(figures) >= 5) & light_trade(figures))


@_enter("weakest_link_pledges")
@_enter("weakest_link_vote")
def _(figures: Figures) -> np.ndarray:
    # What the good is like is all that they ask for.
    return np.ones(len(figures), dtype=bool)


@_enter("powers_keep_the_rest_break")
def _(figures: Figures) -> np.ndarray:
    inside, keep = powers(figures), keepers(figures)
    kept = np.where(inside, keep, True).all(axis=1) & ~keep.all(axis=1)
    return np.asarray(kept & (held_by_powers(figures, figures.stakes) >= 0.9))


@_enter("powers_hold_most")
def _(figures: Figures) -> np.ndarray:
    return np.asarray(held_by_powers(figures, figures.capability) >= 0.8)


@_enter("many_states")
def _(figures: Figures) -> np.ndarray:
    return np.full(len(figures), figures.n >= 9)


@_enter("like_minded_first")
def _(figures: Figures) -> np.ndarray:
    return np.asarray(unlike(figures) >= 3)


@_enter("patient")
def _(figures: Figures) -> np.ndarray:
    return np.asarray(patience(figures) >= 0.9)
