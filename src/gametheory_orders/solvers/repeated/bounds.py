"""Bounds on the payoffs of subgame-perfect equilibria of a repeated two-player game.

Builds on geometry.py and automaton.py. The inner bound is an equilibrium written out as an
automaton, checked in fractions. The outer bound starts from everything feasible and takes away
what cannot be. Not here: the door to both (payoff_set.py).

Why the outer bound holds. Let V be the set of equilibrium payoffs, P its threats (the least that
each player gets in it), d the patience, g(a) the stage payoffs, h(a) what the best deviation gains.
A corner v of V is (1 - d) g(a) + d w with w in V and w_i >= P_i + (1 - d) h_i(a) / d. If nothing
binds, w could be moved a little towards v; then v would lie inside a segment of V, so that
v = w = g(a). Else w_i = P_i + (1 - d) h_i(a) / d for some i (Abreu and Sannikov 2014). So if V
lies in W and P between u and U, V lies in the hull of the g(a) in W that meet the constraints at
u, and of the points from those w in W between the constraints at u and at U. And V does lie in
the hull of all g(a), and P is at least the minimax in pure actions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from gametheory_orders.foundations.tolerances import (
    INDIFFERENT,
    NEAR_FRACTION,
    OFFER,
    OUTSIDE_POLYGON,
    ROUNDING,
    TIGHTENED,
)
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.repeated.automaton import Automaton
from gametheory_orders.solvers.repeated.geometry import (
    Number,
    Point,
    Polygon,
    cut,
    hull,
    nearest,
    turn,
    weights,
)

LARGEST_DENOMINATOR = 10**5
MOST_STEPS = 3000
MOST_EXACT_STEPS = 60
MOST_EXACT_CELLS = 2000
MOST_BITS = 400
GRAIN = 2**50


@dataclass(frozen=True)
class Offers:
    """A stage game and a patience, in fractions or in floats.

    Parameters
    ----------
    cells : tuple of pairs of int
        The profiles of actions.
    payoffs, gains : tuples of pairs of numbers
        What both get, and what each gains by its best deviation.
    patience : number
        In (0, 1).
    minimax : pair of numbers
        In pure actions: no equilibrium gives less.
    scale : float
        The largest distance between two payoffs of a player.
    """

    cells: tuple[tuple[int, ...], ...]
    payoffs: tuple[Point, ...]
    gains: tuple[Point, ...]
    patience: Number
    minimax: Point
    scale: float

    @classmethod
    def of(cls, stage: NormalFormGame, patience: Fraction) -> Offers:
        """Return a two-player game's offers in fractions."""
        one, two = stage.exact
        cells = tuple(stage.profiles())
        best = (one.max(axis=0), two.max(axis=1))
        gains = tuple((best[0][c] - one[r, c], best[1][r] - two[r, c]) for r, c in cells)
        payoffs = tuple((one[cell], two[cell]) for cell in cells)
        spread = max(float(each.max() - each.min()) for each in (one, two))
        return cls(cells, payoffs, gains, patience, (min(best[0]), min(best[1])), spread or 1.0)

    def floats(self) -> Offers:
        """Return the same in floats."""

        def rounded(points: Sequence[Point]) -> tuple[Point, ...]:
            return tuple((float(x), float(y)) for x, y in points)

        return Offers(
            self.cells,
            rounded(self.payoffs),
            rounded(self.gains),
            float(self.patience),
            rounded([self.minimax])[0],
            self.scale,
        )

    def needs(self, k: int, threats: Point, strict: Number = 0) -> Point:
        """Return the least continuation payoffs that keep both at a profile.

        ``strict`` is added where a player is tempted at all.
        """
        ratio = (1 - self.patience) / self.patience
        first, second = (
            threats[i] + ratio * self.gains[k][i] + (strict if self.gains[k][i] > 0 else 0)
            for i in (0, 1)
        )
        return first, second

    def after(self, k: int, then: Point) -> Point:
        """Return the payoffs of playing a profile now and getting ``then`` from the next on."""
        d, g = self.patience, self.payoffs[k]
        return (1 - d) * g[0] + d * then[0], (1 - d) * g[1] + d * then[1]

    def before(self, k: int, value: Point) -> Point:
        """Return the continuation payoffs that a profile's payoffs make up to ``value``."""
        d, g = self.patience, self.payoffs[k]
        return (value[0] - (1 - d) * g[0]) / d, (value[1] - (1 - d) * g[1]) / d


def _threats(polygon: Polygon, least: Point) -> Point:
    one, two = (max(least[i], min(p[i] for p in polygon)) for i in (0, 1))
    return one, two


def _moved(old: Polygon, new: Polygon) -> float:
    """Return how far two polygons of as many corners are apart, infinity for others."""
    if len(old) != len(new):
        return math.inf
    pairs = zip(old, new, strict=True)
    return max(max(abs(float(a[i] - b[i])) for i in (0, 1)) for a, b in pairs)


# --- inside -------------------------------------------------------------------------------------


def inner_bound(stage: NormalFormGame, offers: Offers) -> tuple[Automaton | None, bool]:
    """Return an equilibrium whose states' payoffs span all that was found.

    Returns
    -------
    Automaton or None, bool
        Checked in fractions; None if nothing was found. True if the payoffs are fractions with
        small denominators that make the constraints bind exactly.
    """
    rounded = offers.floats()
    found = _shrink(rounded, 0.0)
    if found:
        snapped = hull(
            (_snap(x, offers.scale), _snap(y, offers.scale)) for x, y in _tidy(found, rounded.scale)
        )
        machine = _exactly(stage, offers, snapped)
        if machine is not None:
            return machine, True
    for strict in TIGHTENED:
        found = _shrink(rounded, strict * offers.scale)
        if found:
            machine = _nearly(stage, offers, rounded, _tidy(found, rounded.scale))
            if machine is not None:
                return machine, False
    return None, False


def _shrink(offers: Offers, strict: float) -> Polygon:
    """Iterate the operator of Abreu and Sannikov in floats; a guess that is checked later."""
    slack = INDIFFERENT * offers.scale
    polygon = hull(offers.payoffs)
    threats = offers.minimax
    for _ in range(MOST_STEPS):
        points: list[Point] = []
        for k, g in enumerate(offers.payoffs):
            need = offers.needs(k, threats, strict)
            if min(g[0] - need[0], g[1] - need[1]) >= -slack and nearest(polygon, g)[0] <= slack:
                points.append(g)
                continue
            for w in cut(cut(polygon, 0, need[0] - slack), 1, need[1] - slack):
                if min(w[0] - need[0], w[1] - need[1]) <= slack:
                    points.append(offers.after(k, w))
        if not points:
            return []
        shrunk = hull(points)
        raised = _threats(shrunk, threats)
        still = raised == threats and _moved(polygon, shrunk) <= 1e-3 * slack
        polygon, threats = shrunk, raised
        if still:
            break
    return polygon


def _tidy(polygon: Polygon, scale: float) -> Polygon:
    """Leave out corners that rounding made: those hardly off the line of their neighbours."""
    slack = 100 * INDIFFERENT * scale
    kept = list(polygon)
    k = 0
    while len(kept) > 1 and k < len(kept):
        rest = kept[:k] + kept[k + 1 :]
        if nearest(rest, kept[k])[0] <= slack:
            kept = rest
        else:
            k += 1
    return kept


def _snap(value: Number, scale: float) -> Fraction:
    near = Fraction(value).limit_denominator(LARGEST_DENOMINATOR)
    return near if abs(float(near) - float(value)) <= NEAR_FRACTION * scale else Fraction(value)


def _exactly(stage: NormalFormGame, offers: Offers, corners: Polygon) -> Automaton | None:
    """Return the automaton that generates these corners exactly, if there is one."""
    threats = _threats(corners, (min(p[0] for p in corners), min(p[1] for p in corners)))
    profiles, follow = [], []
    for corner in corners:
        for k, cell in enumerate(offers.cells):
            then = offers.before(k, corner)
            need = offers.needs(k, threats)
            if then[0] < need[0] or then[1] < need[1]:
                continue
            lot = weights(corners, then)
            if lot is not None:
                profiles.append(cell)
                follow.append(lot)
                break
        else:
            return None
    return _machine(stage, offers, corners, profiles, follow)


def _nearly(
    stage: NormalFormGame, exact: Offers, offers: Offers, corners: Polygon
) -> Automaton | None:
    """Return the automaton with the lots that floats suggest; its payoffs are solved exactly."""
    threats = _threats(corners, (min(p[0] for p in corners), min(p[1] for p in corners)))
    profiles, follow = [], []
    for corner in corners:
        choices = []
        for k in range(len(offers.cells)):
            then = offers.before(k, corner)
            need = offers.needs(k, threats)
            tempted = [then[i] - need[i] for i in (0, 1) if offers.gains[k][i] > 0]
            off = nearest(corners, then)[0]
            if off <= OFFER * offers.scale and min(tempted, default=1.0) > 0:
                choices.append((off > ROUNDING * offers.scale, -min(tempted, default=1.0), k))
        if not choices:
            return None
        k = min(choices)[2]
        profiles.append(offers.cells[k])
        follow.append(_lot(corners, offers.before(k, corner), offers.scale))
    return _machine(stage, exact, corners, profiles, follow)


def _machine(
    stage: NormalFormGame,
    offers: Offers,
    corners: Polygon,
    profiles: list[tuple[int, ...]],
    follow: list[dict[int, Number]],
) -> Automaton | None:
    worst = tuple(min((corner[i], k) for k, corner in enumerate(corners))[1] for i in (0, 1))
    lots = tuple({i: Fraction(w) for i, w in lot.items()} for lot in follow)
    patience = (Fraction(offers.patience),) * 2
    machine = Automaton(stage, patience, tuple(profiles), lots, (worst,) * len(corners))
    return machine if machine.subgame_perfect else None


def _lot(polygon: Polygon, point: Point, scale: float) -> dict[int, Number]:
    """Return weights of corners that come close to a point, in multiples of 2**-50."""
    best: tuple[float, dict[int, float]] = (math.inf, {})
    for k, end in enumerate(polygon):
        start = polygon[k - 1]
        off, foot = nearest([start, end], point)
        if off < best[0]:
            axis = 0 if abs(float(end[0] - start[0])) > abs(float(end[1] - start[1])) else 1
            length = float(end[axis] - start[axis])
            part = float(foot[axis] - start[axis]) / length if length else 1.0
            best = (off, {(k - 1) % len(polygon): 1 - part, k: part} if length else {k: 1.0})
    if best[0] > OUTSIDE_POLYGON * scale and len(polygon) > 2 and not nearest(polygon, point)[0]:
        inside: list[tuple[float, int, dict[int, float]]] = []
        for k in range(1, len(polygon) - 1):
            a, b, c = polygon[0], polygon[k], polygon[k + 1]
            parts = [float(turn(b, c, point)), float(turn(c, a, point)), float(turn(a, b, point))]
            total = sum(parts)
            if total > 0:
                lot = {i: part / total for i, part in zip((0, k, k + 1), parts, strict=True)}
                inside.append((min(lot.values()), k, lot))
        best = (0.0, max(inside)[2])
    grains = {i: round(max(0.0, w) * GRAIN) for i, w in best[1].items()}
    total_grains = sum(grains.values())
    return {i: Fraction(w, total_grains) for i, w in grains.items() if w}


# --- outside ------------------------------------------------------------------------------------


def outer_step(
    offers: Offers, polygon: Polygon, threats: Point, upper: Point | None, slack: Number
) -> list[Point]:
    """Return points whose hull holds all equilibrium payoffs, if the polygon does.

    Parameters
    ----------
    offers : Offers
        The game.
    polygon : list of points
        Holds all equilibrium payoffs.
    threats, upper : pairs of numbers
        Below and above the least equilibrium payoffs; ``upper`` may be None.
    slack : number
        By which each constraint is loosened, to cover rounding.
    """
    points: list[Point] = []
    for k, g in enumerate(offers.payoffs):
        need = offers.needs(k, threats)
        room = cut(cut(polygon, 0, need[0] - slack), 1, need[1] - slack)
        if not room:
            continue
        if upper is None:
            points += [offers.after(k, w) for w in room]
            continue
        if g[0] >= need[0] - slack and g[1] >= need[1] - slack:
            inside = (
                weights(polygon, g) is not None if not slack else (nearest(polygon, g)[0] <= slack)
            )
            if inside:
                points.append(g)
        limit = offers.needs(k, upper)
        for axis in (0, 1):
            strip = cut(room, axis, limit[axis] + slack, above=False)
            points += [offers.after(k, w) for w in strip]
    return points


def outer_bound(offers: Offers, upper: Point | None) -> Polygon:
    """Return a polygon, in floats, that holds all equilibrium payoffs; empty if there are none.

    Each incentive constraint is loosened by 1e-12 of the payoff scale, to cover rounding.
    """
    rounded = offers.floats()
    above = None if upper is None else (float(upper[0]), float(upper[1]))
    slack = INDIFFERENT * offers.scale
    polygon, threats = hull(rounded.payoffs), rounded.minimax
    for _ in range(MOST_STEPS):
        points = outer_step(rounded, polygon, threats, above, slack)
        if not points:
            return []
        shrunk = hull(points)
        raised = _threats(shrunk, threats)
        still = raised == threats and _moved(polygon, shrunk) <= 1e-2 * slack
        polygon, threats = shrunk, raised
        if still:
            break
    return polygon


def proved_exact(offers: Offers, inner: Polygon, upper: Point) -> bool:
    """Whether the outer bound, in fractions, comes down to the inner one in finitely many steps."""
    polygon, threats = hull(offers.payoffs), offers.minimax
    for _ in range(max(5, min(MOST_EXACT_STEPS, MOST_EXACT_CELLS // len(offers.cells)))):
        if polygon == inner:
            return True
        points = outer_step(offers, polygon, threats, upper, 0)
        shrunk = hull(points)
        raised = _threats(shrunk, threats)
        if (shrunk, raised) == (polygon, threats):
            return False
        bits = max(Fraction(x).denominator.bit_length() for p in shrunk for x in p)
        if bits > MOST_BITS:
            return False
        polygon, threats = shrunk, raised
    return False
