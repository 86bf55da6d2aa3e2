"""Many linear-quadratic public goods at once, under orders whose outcome has a closed form.

State i gets s_i * sum(q) - q_i^2 / (2 k_i). Arrays run over games first, states last. A price
above a member's own stake, x_i = max(p_i - s_i, 0), says all: the gain from defecting once is
k_i x_i^2 / 2, what is lost by it s_i * sum of k_j x_j over the other members (L6). Builds on
numpy and the tolerances. Every answer says whether it is sure; where two candidates are closer
than rounding can tell it is not, and the caller solves that game on its own.
Not here: which orders have this form (closed_forms.py), or any order that has not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from gametheory_orders.foundations.tolerances import (
    AGREES,
    INDIFFERENT,
    LAST_DIGITS,
    LEVEL,
    NEAR_CANDIDATE,
    NOTHING_ASKED,
    ROOT_NOISE,
    SMALL,
    STAKE,
    TOUCHING,
)


@dataclass(frozen=True, eq=False)
class Games:
    """Many linear-quadratic public goods over the same states, with the same members.

    Parameters
    ----------
    stakes : array, shape (games, n)
        Marginal benefits, 0 or more.
    capacities : array, shape (games, n)
        Contribution per unit of price, above 0.
    members : bool array, shape (n,)
        Who is bound; at least one.
    patience : array, shape (games, n)
        In [0, 1).

    Examples
    --------
    >>> stakes, everyone = np.array([[1.0, 1.0, 2.0]]), np.ones(3, bool)
    >>> games = Games(stakes, np.ones((1, 3)), everyone, np.full((1, 3), 0.9))
    >>> games.highest.tolist(), games.peaks()[0].tolist()
    ([4.0], [[3.0, 3.0, 4.0]])
    """

    stakes: np.ndarray
    capacities: np.ndarray
    members: np.ndarray
    patience: np.ndarray

    @cached_property
    def s(self) -> np.ndarray:
        """The members' stakes, shape (games, m)."""
        return np.ascontiguousarray(self.stakes[:, self.members])

    @cached_property
    def k(self) -> np.ndarray:
        """The members' capacities, shape (games, m)."""
        return np.ascontiguousarray(self.capacities[:, self.members])

    @cached_property
    def d(self) -> np.ndarray:
        """The members' patience, shape (games, m)."""
        return np.ascontiguousarray(self.patience[:, self.members])

    @cached_property
    def highest(self) -> np.ndarray:
        """The members' joint price, shape (games,)."""
        return np.asarray(self.s.sum(axis=1))

    @cached_property
    def lowest(self) -> np.ndarray:
        """The price at which nothing is asked of any member, shape (games,)."""
        return np.asarray(self.s.min(axis=1))

    @cached_property
    def reference_payoffs(self) -> np.ndarray:
        """Payoffs without cooperation, shape (games, n)."""
        own = self.capacities * self.stakes
        return np.asarray(self.stakes * own.sum(axis=1, keepdims=True) - 0.5 * own * self.stakes)

    @cached_property
    def first_best_payoffs(self) -> np.ndarray:
        """Payoffs at the first best, shape (games, n)."""
        price = self.stakes.sum(axis=1, keepdims=True)
        total = self.capacities.sum(axis=1, keepdims=True) * price
        return np.asarray(self.stakes * total - 0.5 * self.capacities * price**2)

    @cached_property
    def scales(self) -> np.ndarray:
        """Each state's payoff scale, shape (games, n)."""
        both = np.abs(self.reference_payoffs), np.abs(self.first_best_payoffs)
        return np.asarray(np.maximum(*both))

    @cached_property
    def slack(self) -> np.ndarray:
        """What counts as indifferent for each member, shape (games, m)."""
        return INDIFFERENT * self.scales[:, self.members]

    @cached_property
    def stake(self) -> np.ndarray:
        """What the first best brings over no cooperation, shape (games,)."""
        price = self.stakes.sum(axis=1, keepdims=True)
        return np.asarray(0.5 * (self.capacities * (price - self.stakes) ** 2).sum(axis=1))

    @cached_property
    def some_stake(self) -> np.ndarray:
        """Whether there is anything to gain, shape (games,)."""
        scale = self.scales.max(axis=1)
        return np.asarray(self.stake > STAKE * np.where(scale > 0, scale, 1.0))

    @cached_property
    def in_order(self) -> InOrder:
        """The members sorted by stake, with what adds up along the way."""
        return InOrder.of(self)

    def only(self, chosen: np.ndarray) -> Games:
        """Return some of the games, from a mask or positions."""
        return replace(
            self,
            stakes=self.stakes[chosen],
            capacities=self.capacities[chosen],
            patience=self.patience[chosen],
        )

    def nothing(self) -> np.ndarray:
        """Return the level up to which nothing is asked, shape (games,)."""
        return np.asarray(self.lowest + NOTHING_ASKED * self.highest)

    def gains(self, above: np.ndarray) -> np.ndarray:
        """Return what members gain over no cooperation, (games, m), at prices ``above`` own."""
        total = (self.k * above).sum(axis=1, keepdims=True)
        return np.asarray(self.s * total - 0.5 * self.k * above * (above + 2 * self.s))

    def temptations(self, above: np.ndarray) -> np.ndarray:
        """Return what members gain by defecting once, shape (games, m)."""
        return np.asarray(0.5 * self.k * above**2)

    def losses(self, above: np.ndarray) -> np.ndarray:
        """Return what members lose when cooperation ends after they defected, (games, m)."""
        moved = self.k * above
        return np.asarray(self.s * (moved.sum(axis=1, keepdims=True) - moved))

    def peaks(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the members' preferred levels, shape (games, m), and which games are sure."""
        line = self.in_order
        s, k = line.s[:, None, :], line.k[:, None, :]
        low, high = line.low[:, :, None], line.high[:, :, None]
        with np.errstate(all="ignore"):
            vertex = np.where(line.bound, s * line.total[:, :, None] / k, high)
        level = np.clip(vertex, low, high)
        gain = s * (line.total[:, :, None] * level - line.own[:, :, None])
        gain -= np.where(line.bound, 0.5 * k * (level**2 - s**2), 0.0)
        scale = self.scales.max(axis=1)[:, None, None]
        best = gain.max(axis=1, keepdims=True)
        first = np.argmax(gain >= best - LAST_DIGITS * scale, axis=1)
        peak = np.take_along_axis(level, first[:, None, :], axis=1)[:, 0, :]
        rival = gain >= best - NEAR_CANDIDATE * scale
        spread = np.where(rival, np.abs(level - peak[:, None, :]), 0.0).max(axis=(1, 2))
        # Nothing to choose for a state without a stake: its peak is the lowest level.
        peak = np.where(line.s > 0, peak, self.lowest[:, None])
        out = np.empty_like(peak)
        np.put_along_axis(out, line.order, peak, axis=1)
        return out, np.asarray(spread <= AGREES * self.highest)


@dataclass(frozen=True, eq=False)
class InOrder:
    """Members sorted by stake: between two neighbours' stakes the same ones are bound.

    Piece b runs from the b-th stake to the next; the first b + 1 members are bound on it.
    """

    order: np.ndarray
    s: np.ndarray
    k: np.ndarray
    d: np.ndarray
    low: np.ndarray
    high: np.ndarray
    total: np.ndarray
    own: np.ndarray
    bound: np.ndarray

    @classmethod
    def of(cls, games: Games) -> InOrder:
        """Return the members of games in the order of their stakes."""
        order = np.argsort(games.s, axis=1, kind="stable")
        s, k, d = (np.take_along_axis(a, order, axis=1) for a in (games.s, games.k, games.d))
        high = np.concatenate([s[:, 1:], np.maximum(games.highest, s[:, -1])[:, None]], axis=1)
        m = s.shape[1]
        bound = np.arange(m)[None, :] <= np.arange(m)[:, None]
        total, own = np.cumsum(k, axis=1), np.cumsum(k * s, axis=1)
        return cls(order, s, k, d, s, high, total, own, bound[None])


@dataclass(frozen=True, eq=False)
class Found:
    """What is agreed or kept in many games.

    Parameters
    ----------
    level : array, shape (games,)
        NaN where there is no level.
    above : array, shape (games, m)
        How far each member's price is above its own stake.
    sure : bool array, shape (games,)
        Whether rounding cannot have decided.
    """

    level: np.ndarray
    above: np.ndarray
    sure: np.ndarray

    @property
    def reached(self) -> np.ndarray:
        """Whether more than nothing is done, shape (games,)."""
        return np.asarray((self.above > 0).any(axis=1))


def at_levels(games: Games, level: np.ndarray, sure: np.ndarray) -> Found:
    """Return the agreement at levels, shape (games,); NaN for none."""
    above = np.maximum(np.nan_to_num(level[:, None], nan=-np.inf) - games.s, 0.0)
    return Found(level, above, sure)


def at_weights(games: Games, weight: np.ndarray, sure: np.ndarray) -> Found:
    """Return pledges with one weight on the other members' benefit, shape (games,)."""
    above = weight[:, None] * (games.highest[:, None] - games.s)
    return Found(np.full(len(weight), np.nan), above, sure)


def voted(games: Games, votes: np.ndarray, least: int, veto: np.ndarray) -> Found:
    """Return the highest level that a winning coalition supports, blocking being free.

    Parameters
    ----------
    games : Games
        Issues, members, patience.
    votes : int array, shape (m,)
        Votes of each member.
    least : int
        Least sum of votes that wins.
    veto : bool array, shape (m,)
        Without whom nothing passes.

    Notes
    -----
    L4: with one vote each a quota q picks the q-th largest peak, and a vetoer no more than its
    own. Nobody supports a level beyond its peak, so nothing higher can pass; a game in which one
    of those who want more would be worse off than without any agreement is not sure.
    """
    peaks, sure = games.peaks()
    order = np.argsort(-peaks, axis=1, kind="stable")
    sums = np.cumsum(votes[order], axis=1)
    pivot = np.argmax(sums >= least, axis=1)
    sorted_peaks = np.take_along_axis(peaks, order, axis=1)
    level = np.take_along_axis(sorted_peaks, pivot[:, None], axis=1)[:, 0]
    if veto.any():
        level = np.minimum(level, peaks[:, veto].min(axis=1))
    above = np.maximum(level[:, None] - games.s, 0.0)
    reach = peaks * (1 + LEVEL) + LEVEL * games.highest[:, None]
    yes = (level[:, None] <= reach) & (games.gains(above) >= -games.slack)
    wins = ((yes * votes).sum(axis=1) >= least) & (yes | ~veto).all(axis=1)
    asked = level > games.nothing()
    # A member is indifferent to a hair beyond its peak: no other candidate may stand there.
    hair = np.sqrt(2 * games.slack / games.k)
    pivotal = np.abs(peaks - level[:, None]) <= hair
    window = np.where(pivotal, hair, 0.0).max(axis=1)
    least_ahead = level + NEAR_CANDIDATE * games.highest
    for each in (peaks, games.s):
        ahead = (each > least_ahead[:, None]) & (each <= (level + window)[:, None])
        sure = sure & ~ahead.any(axis=1)
    line = games.in_order
    bare = _bare(line, np.take_along_axis(games.slack, line.order, axis=1)[:, 0], games.highest)
    return at_levels(games, np.where(asked, level, np.nan), sure & np.where(asked, wins, bare))


def keeps(games: Games, found: Found) -> np.ndarray:
    """Say in which games no member would defect once under reversion for ever, (games,)."""
    margin = games.d * games.losses(found.above) - games.temptations(found.above)
    return np.asarray((margin >= -games.slack).all(axis=1))


def deepest_level(games: Games, agreed: Found) -> Found:
    """Return the highest level not above what was agreed that every member keeps.

    On a piece member i keeps P iff k_i x^2 / 2 <= d_i s_i sum k_j (P - s_j) over the others who
    are bound, a quadratic in P: what all keep on a piece is one interval, found exactly. The
    kept levels of all pieces together need not be one.
    """
    line = games.in_order
    top = np.maximum(games.highest, agreed.level)
    s, k, ds = line.s[:, None, :], line.k[:, None, :], (line.d * line.s)[:, None, :]
    slope = ds * (line.total[:, :, None] - k)
    free = ds * (line.total[:, :, None] * s - line.own[:, :, None])
    inside = slope**2 + 2 * k * free
    with np.errstate(all="ignore"):
        root = np.sqrt(inside)
        far = (slope + root) / k
        near = np.where(far > 0, -2 * free / (k * far), far)
    # Not bound on the piece: keeps anything there. No root: keeps nothing.
    upper = np.where(line.bound, np.where(inside >= 0, s + far, -np.inf), np.inf)
    lower = np.where(line.bound, np.where(inside >= 0, s + near, np.inf), -np.inf)
    most, least = upper.min(axis=2), lower.max(axis=2)
    start, end = line.low, line.high.copy()
    end[:, -1] = top
    end = np.minimum(end, agreed.level[:, None])
    high, low = np.minimum(most, end), np.maximum(least, start)
    level = np.where(high >= low, high, -np.inf).max(axis=1)
    nothing = games.lowest + NOTHING_ASKED * top
    slack = np.take_along_axis(games.slack, line.order, axis=1)[:, None, :]
    almost = (20 * k * slack, s + slope / k)
    parts = (start, end, upper, lower, inside, almost)
    sure = agreed.sure & _apart(line, parts, np.maximum(level, nothing), top)
    limits = (upper, lower, almost[1], root, slack)
    some = level > nothing
    sure &= np.where(some, _steep(line, level, limits, top), _bare(line, slack[:, 0, 0], top))
    return at_levels(games, np.where(some, level, np.nan), sure)


def _apart(
    line: InOrder, parts: tuple[Any, ...], answer: np.ndarray, top: np.ndarray
) -> np.ndarray:
    """Say where no two limits above the answer touch, so that a level between them might pass."""
    start, end, upper, lower, inside, almost = parts
    width = TOUCHING * top[:, None]
    # A quadratic that only just has no root, or only just has two: one point, its lowest.
    hidden = line.bound & (np.abs(inside) <= almost[0])
    most = np.where(hidden, almost[1], upper).min(axis=2)
    least = np.where(hidden, almost[1], lower).max(axis=2)
    with np.errstate(invalid="ignore"):
        close = np.abs(most - least) <= width
        middle = np.where(close, 0.5 * (most + least), -np.inf)
    above = answer[:, None] + width
    touching = close & (middle > above) & (middle >= start - width) & (middle <= end + width)
    return np.asarray(~touching.any(axis=1))


def _bare(line: InOrder, slack: np.ndarray, top: np.ndarray) -> np.ndarray:
    """Say where no candidate near the bottom may pass for want of precision.

    The least eager member is indifferent to a hair more than its own level, and its double root
    there carries the rounding of a square root.
    """
    hair = np.sqrt(2 * slack / line.k[:, 0])
    noise = ROOT_NOISE * np.sqrt(slack / INDIFFERENT / line.k[:, 0])
    near = (line.s - line.s[:, :1] > 0) & (line.s - line.s[:, :1] <= hair[:, None])
    return np.asarray((noise <= NOTHING_ASKED * top) & ~near.any(axis=1))


def _steep(
    line: InOrder, level: np.ndarray, parts: tuple[np.ndarray, ...], top: np.ndarray
) -> np.ndarray:
    """Say where the slack for indifference cannot let the next candidate above the limit pass."""
    upper, root, slack = parts[0], parts[3], parts[4]
    hair = NEAR_CANDIDATE * top[:, None, None]
    with np.errstate(all="ignore"):
        at_limit = line.bound & (np.abs(upper - level[:, None, None]) <= hair)
        loose = (at_limit & (slack > hair * root) & (root > 0)).any(axis=(1, 2))
        window = np.where(at_limit, 2 * slack / root, 0.0).max(axis=(1, 2))
    sure = np.ones(len(level), dtype=bool)
    for game in np.flatnonzero(loose):
        start, end = line.low[game, :, None], np.append(line.low[game, 1:], top[game])[:, None]
        for found in (parts[0], parts[1], parts[2], line.s[:, None, :]):
            each = found[game]
            real = (each >= start * (1 - NEAR_CANDIDATE)) & (each <= end * (1 + NEAR_CANDIDATE))
            ahead = real & (each > level[game] + hair[game, 0, 0])
            sure[game] &= not (ahead & (each <= level[game] + window[game])).any()
    return sure


def common_weight(games: Games, ceiling: np.ndarray, leaving: bool) -> Found:
    """Return the largest common pledge weight, up to a ceiling, that nobody would deviate from.

    Parameters
    ----------
    games : Games
        Issues, members, patience.
    ceiling : array, shape (games,)
        Largest weight allowed.
    leaving : bool
        Whether the deviation is to leave while the others keep their weight (L5), else to
        defect once under reversion for ever.
    """
    slope, cost = _pledge_margins(games, leaving)
    with np.errstate(all="ignore"):
        root = np.where(cost > 0, slope / cost, np.inf)
    weight = np.minimum(root.min(axis=1), ceiling)
    limits = np.concatenate([root, ceiling[:, None]], axis=1)
    with np.errstate(all="ignore"):
        following = np.where(limits > weight[:, None] * (1 + NEAR_CANDIDATE), limits, np.inf).min(
            axis=1
        )
        loose = np.where(root <= weight[:, None] * (1 + NEAR_CANDIDATE), games.slack / slope, 0.0)
    # A member without a stake has slope 0: it is only ever indifferent to a tiny weight.
    window = np.where(np.isfinite(loose), loose, 0.0).max(axis=1)
    sure = following > weight + 2 * window / np.maximum(weight, np.finfo(float).tiny)
    sure &= ~((root > 0) & (root < SMALL)).any(axis=1) & (window <= TOUCHING * weight)
    # Without patience nobody keeps anything, and what rounding lets through is not ours to say.
    sure &= ~((slope == 0) & (cost > 0) & (games.s > 0)).any(axis=1)
    return at_weights(games, weight, sure)


def weight_holds(games: Games, weight: np.ndarray, leaving: bool) -> np.ndarray:
    """Say in which games a common pledge weight is one that nobody deviates from, (games,)."""
    slope, cost = _pledge_margins(games, leaving)
    margin = slope * weight[:, None] - cost * weight[:, None] ** 2
    return np.asarray((margin >= -games.slack).all(axis=1))


def _pledge_margins(games: Games, leaving: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return what a member's margin gains by the weight, and loses by its square, (games, m)."""
    ahead = games.highest[:, None] - games.s
    if leaving:
        slope = games.s**2 * (games.k.sum(axis=1, keepdims=True) - games.k)
    else:
        moved = games.k * ahead
        slope = games.d * games.s * (moved.sum(axis=1, keepdims=True) - moved)
    return slope, 0.5 * games.k * ahead**2


def needed_patience(games: Games, agreed: Found) -> tuple[np.ndarray, np.ndarray]:
    """Return the patience that what is agreed needs, shape (games,), and which games are sure."""
    gain, loss = games.temptations(agreed.above), games.losses(agreed.above)
    with np.errstate(all="ignore"):
        ratio = np.where(loss > games.slack, gain / loss, np.inf)
    needed = np.where(gain > games.slack, ratio, 0.0)
    most = needed.max(axis=1)
    decides = ratio >= most[:, None] * (1 - AGREES)
    unsure = decides & (gain > 0.1 * games.slack) & (loss < SMALL * games.scales[:, games.members])
    return most, np.asarray(~unsure.any(axis=1))
