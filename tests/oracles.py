"""Slow, transparent answers from the definitions, to hold the package against.

Builds on numpy alone and shares no code with the package: states are positions 0..n-1, given by
stakes s and capacities k; sets of states are boolean arrays. Levels are looked for on a fine
grid and refined; coalitions are enumerated. Not here: anything fast.
"""

# ruff: noqa: PLR0917 (stakes, capacities, members, ... come in the same order everywhere)
from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

GRID = 601


# --- the linear-quadratic public good --------------------------------------------------------


def payoffs(s: np.ndarray, k: np.ndarray, q: np.ndarray) -> np.ndarray:
    """u_i = s_i * sum(q) - q_i^2 / (2 k_i), for actions of shape (..., n)."""
    q = np.asarray(q, dtype=float)
    return s * q.sum(axis=-1, keepdims=True) - q**2 / (2 * k)


def nash(s: np.ndarray, k: np.ndarray) -> np.ndarray:
    """s_i = q_i / k_i: marginal benefit is marginal cost."""
    return s * k


def first_best(s: np.ndarray, k: np.ndarray) -> np.ndarray:
    """sum(s) = q_i / k_i: everyone's marginal benefit is marginal cost."""
    return s.sum() * k


def welfare(s: np.ndarray, k: np.ndarray, q: np.ndarray) -> float:
    return float(payoffs(s, k, q).sum())


def effectiveness(s: np.ndarray, k: np.ndarray, u: np.ndarray) -> float:
    """Return the share of the possible gain, from payoffs u (side payments included)."""
    low, high = welfare(s, k, nash(s, k)), welfare(s, k, first_best(s, k))
    return (float(u.sum()) - low) / (high - low)


def level_actions(
    s: np.ndarray, k: np.ndarray, members: np.ndarray, level: float | np.ndarray, floor: bool
) -> np.ndarray:
    """Members at the level (or their own price, if higher, under a floor), others alone."""
    level = np.asarray(level, dtype=float)[..., None]
    inside = np.maximum(level, s) if floor else level
    return k * np.where(members, inside, s)


def at_level(
    s: np.ndarray, k: np.ndarray, members: np.ndarray, level: float | np.ndarray, floor: bool
) -> np.ndarray:
    return payoffs(s, k, level_actions(s, k, members, level, floor))


def defect(s: np.ndarray, k: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Payoff of each state when it alone plays its best reply, s_i k_i, against q."""
    out = np.empty(np.shape(q))
    for i in range(len(s)):
        other = np.array(q, dtype=float)
        other[..., i] = s[i] * k[i]
        out[..., i] = payoffs(s, k, other)[..., i]
    return out


# --- levels ----------------------------------------------------------------------------------


def span(s: np.ndarray, members: np.ndarray, floor: bool) -> tuple[float, float]:
    """From the level that asks nothing of anyone to the members' joint optimum."""
    return (float(s[members].min()) if floor else 0.0), float(s[members].sum())


def grid(s: np.ndarray, members: np.ndarray, floor: bool, top: float | None = None) -> np.ndarray:
    """Levels above the lowest one, evenly and around every member's own price."""
    low, high = span(s, members, floor)
    high = max(high, top) if top is not None else high
    edges = np.unique(np.clip(np.concatenate([[low, high], s[members]]), low, high))
    parts = [np.linspace(a, b, GRID) for a, b in itertools.pairwise(edges)] or [edges]
    found = np.unique(np.concatenate(parts))
    return found[found > low + 1e-6 * (high - low)]


def peaks(
    s: np.ndarray, k: np.ndarray, members: np.ndarray, floor: bool
) -> list[tuple[float, float]]:
    """The level that each state likes best and its payoff there, by thirds, piece by piece."""
    low, high = span(s, members, floor)
    n = len(s)
    edges = np.unique(np.clip(np.concatenate([[low, high], s[members]]), low, high))
    states = np.arange(n)[:, None]

    def value(levels: np.ndarray) -> np.ndarray:
        """Payoff of state i at levels[i, j]."""
        u = at_level(s, k, members, levels, floor)
        return u[states, np.arange(levels.shape[1]), states]

    # Each piece is a parabola or a line: thirds find its top, for all states and pieces at once.
    left = np.broadcast_to(edges[:-1], (n, len(edges) - 1))
    right = np.broadcast_to(edges[1:], (n, len(edges) - 1))
    for _ in range(80):
        one, two = left + (right - left) / 3, right - (right - left) / 3
        rises = value(one) < value(two)
        left, right = np.where(rises, one, left), np.where(rises, right, two)
    ends = np.broadcast_to(edges, (n, len(edges)))
    levels = np.sort(np.concatenate([0.5 * (left + right), ends], axis=1), axis=1)
    u = value(levels)
    # Of equal tops the lower one.
    first = (u >= u.max(axis=1, keepdims=True) - 1e-13 * np.abs(u).max()).argmax(axis=1)
    return [(float(levels[i, first[i]]), float(u[i, first[i]])) for i in range(n)]


def peak(
    s: np.ndarray, k: np.ndarray, members: np.ndarray, i: int, floor: bool
) -> tuple[float, float]:
    """The level that i likes best and its payoff there."""
    return peaks(s, k, members, floor)[i]


Wins = Callable[[np.ndarray], bool]


def quota_rule(
    voters: np.ndarray,
    quota: Fraction,
    weights: Sequence[Fraction] | None = None,
    veto: Sequence[int] = (),
    strict: bool = False,
) -> Wins:
    """A weighted quota on the voters with a veto set, in exact numbers."""
    n = len(voters)
    votes = [Fraction(1)] * n if weights is None else list(weights)

    def wins(yes: np.ndarray) -> bool:
        total = sum((votes[i] for i in range(n) if yes[i] and voters[i]), Fraction(0))
        enough = total > quota if strict else total >= quota
        return enough and all(yes[i] for i in veto)

    return wins


class Vote:
    """A vote on a uniform level, from the words of model.md section 5."""

    def __init__(
        self,
        s: np.ndarray,
        k: np.ndarray,
        members: np.ndarray,
        wins: Wins,
        kappa: np.ndarray | float = 0.0,
        floor: bool = True,
        status_quo: np.ndarray | None = None,
    ) -> None:
        self.s, self.k, self.members, self.wins, self.floor = s, k, members, wins, floor
        n = len(s)
        self.kappa = np.broadcast_to(np.asarray(kappa, dtype=float), (n,))
        self.sq = payoffs(s, k, nash(s, k)) if status_quo is None else status_quo
        self.peaks = peaks(s, k, members, floor)
        # Room for rounding only: near a peak, room x for payoffs is room sqrt(x) for levels.
        self.slack = 1e-15 * max(float(np.abs(self.sq).max()), 1e-300)

    def u(self, level: float | np.ndarray) -> np.ndarray:
        return at_level(self.s, self.k, self.members, level, self.floor)

    def supporters(self, level: float | np.ndarray, slack: float | None = None) -> np.ndarray:
        """Open agenda: not beyond the peak, and not below the status quo, by more than kappa."""
        room = self.kappa + (self.slack if slack is None else slack)
        u, tops = self.u(level), np.array([top for top, _ in self.peaks])
        near = np.asarray(level)[..., None] <= tops * (1 + 1e-9)
        near = near | (np.array([best for _, best in self.peaks]) - u <= room)
        return near & (self.sq - u <= room)

    def accepts(self, level: float | np.ndarray, slack: float | None = None) -> np.ndarray:
        """Closed agenda: i blocks iff the status quo is better by more than its cost."""
        room = self.kappa + (self.slack if slack is None else slack)
        return np.asarray(self.sq - self.u(level) <= room)

    def winning(self, yes: np.ndarray) -> list[bool]:
        """Whether each row of votes wins; equal rows are counted once."""
        known = {row: self.wins(np.array(row)) for row in {tuple(r) for r in yes.tolist()}}
        return [known[tuple(r)] for r in yes.tolist()]

    def open_level(self) -> float | None:
        """The largest level whose supporters win, else None."""
        levels = grid(self.s, self.members, self.floor)
        ok = self.winning(self.supporters(levels))
        if not any(ok):
            return None
        top = max(j for j, fine in enumerate(ok) if fine)
        if top == len(levels) - 1:
            return float(levels[top])
        return _edge(lambda level: self.wins(self.supporters(level)), levels[top], levels[top + 1])

    def closed_level(self, setter: int) -> tuple[float | None, float]:
        """The setter's best level that is not blocked and its payoff there, else (None, sq)."""
        levels = [*grid(self.s, self.members, self.floor), self.peaks[setter][0]]
        low = span(self.s, self.members, self.floor)[0]
        levels = sorted(level for level in levels if level > low)
        ok = self.winning(self.accepts(np.array(levels)))
        choices = [level for level, fine in zip(levels, ok, strict=True) if fine]
        for (a, fine_a), (b, fine_b) in itertools.pairwise(zip(levels, ok, strict=True)):
            if fine_a != fine_b:
                inside, outside = (a, b) if fine_a else (b, a)
                choices.append(_edge(lambda level: self.wins(self.accepts(level)), inside, outside))
        if not choices:
            return None, float(self.sq[setter])
        values = self.u(np.array(choices))[:, setter]
        if values.max() <= self.sq[setter] + self.slack:
            return None, float(self.sq[setter])
        return float(choices[int(np.argmax(values))]), float(values.max())


def _edge(holds: Callable[[float], bool], inside: float, outside: float) -> float:
    for _ in range(60):
        middle = 0.5 * (inside + outside)
        if holds(middle):
            inside = middle
        else:
            outside = middle
    return float(inside)


# --- compliance ------------------------------------------------------------------------------


def needed_by_state(s: np.ndarray, k: np.ndarray, members: np.ndarray, q: np.ndarray) -> np.ndarray:
    """(D_i - C_i) / (D_i - P_i): 0 without a gain, infinite with a gain and nothing to lose."""
    comply, best = payoffs(s, k, q), defect(s, k, q)
    revert = payoffs(s, k, nash(s, k))
    out = np.zeros(len(s))
    tiny = 1e-12 * np.maximum(np.abs(comply), np.abs(revert))
    for i in np.flatnonzero(members):
        if best[i] - comply[i] > tiny[i]:
            lost = best[i] - revert[i]
            out[i] = (best[i] - comply[i]) / lost if lost > tiny[i] else math.inf
    return out


def keep_margins(
    s: np.ndarray, k: np.ndarray, members: np.ndarray, q: np.ndarray, patience: np.ndarray | float
) -> np.ndarray:
    """C_i - (1 - d_i) D_i - d_i P_i for members, infinite for others, shape (..., n)."""
    revert = payoffs(s, k, nash(s, k))
    out = payoffs(s, k, q) - (1 - patience) * defect(s, k, q) - patience * revert
    return np.where(members, out, np.inf)


def kept(
    s: np.ndarray,
    k: np.ndarray,
    members: np.ndarray,
    levels: np.ndarray,
    patience: np.ndarray | float,
    floor: bool = True,
) -> np.ndarray:
    """Whether no member gains by defecting once, for each level."""
    q = level_actions(s, k, members, levels, floor)
    scale = np.abs(payoffs(s, k, first_best(s, k)))
    return (keep_margins(s, k, members, q, patience) >= -1e-14 * scale).all(axis=-1)


def deepest_kept(
    s: np.ndarray,
    k: np.ndarray,
    members: np.ndarray,
    agreed: float,
    patience: np.ndarray | float,
    floor: bool = True,
) -> float | None:
    """The largest level up to the agreed one that every member keeps, else None."""
    if kept(s, k, members, np.array([agreed]), patience, floor)[0]:
        return agreed
    levels = grid(s, members, floor, agreed)
    levels = levels[levels <= agreed]
    ok = kept(s, k, members, levels, patience, floor)
    if not ok.any():
        return None
    top = int(np.flatnonzero(ok)[-1])
    above = float(levels[top + 1]) if top + 1 < len(levels) else agreed
    return _edge(
        lambda level: bool(kept(s, k, members, np.array([level]), patience, floor)[0]),
        float(levels[top]),
        above,
    )


def intervals(ok: np.ndarray) -> int:
    """How many runs of true a boolean array has."""
    return int(ok[0]) + int(((~ok[:-1]) & ok[1:]).sum())


# --- participation ---------------------------------------------------------------------------


def tariff_payoffs(
    imports: np.ndarray, gain: np.ndarray, loss: np.ndarray, members: np.ndarray, rate: float
) -> np.ndarray:
    """Each member's tariff on each outsider, pair by pair (Nordhaus 2015, reduced form)."""
    n = len(gain)
    out = np.zeros(n)
    for i in range(n):
        for j in range(n):
            if members[i] and not members[j]:
                out[i] += (rate * gain[i] - rate**2 * loss[i]) * imports[i, j]
                out[j] -= rate * gain[i] * imports[i, j]
    return out


def subsets(states: Sequence[int], n: int) -> list[np.ndarray]:
    out = []
    for size in range(len(states) + 1):
        for chosen in itertools.combinations(states, size):
            mask = np.zeros(n, dtype=bool)
            mask[list(chosen)] = True
            out.append(mask)
    return out


def stable_sets(
    n: int,
    eligible: Sequence[int],
    value: Callable[[np.ndarray], np.ndarray],
    exit_cost: float = 0.0,
    slack: float = 0.0,
) -> list[tuple[int, ...]]:
    """All sets that nobody gains by leaving and nobody eligible by joining, from payoffs."""
    known = {tuple(mask): value(mask) for mask in subsets(eligible, n)}
    found = []
    for key, u in known.items():
        fine = True
        for i in eligible:
            other = list(key)
            other[i] = not key[i]
            there = known[tuple(other)][i] - (exit_cost if key[i] else 0.0)
            fine = fine and there <= u[i] + slack
        if fine:
            found.append(tuple(i for i in range(n) if key[i]))
    return sorted(found, key=lambda m: (len(m), m))


def joint_actions(s: np.ndarray, k: np.ndarray, members: np.ndarray) -> np.ndarray:
    return k * np.where(members, s[members].sum(), s)


def pledge_actions(s: np.ndarray, k: np.ndarray, members: np.ndarray, w: np.ndarray) -> np.ndarray:
    """p_i = s_i + w_i (sigma_S - s_i) for members."""
    return k * np.where(members, s + w * (s[members].sum() - s), s)


# --- pledges ---------------------------------------------------------------------------------


def pledge_margins(s: np.ndarray, k: np.ndarray, members: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Payoff of staying less that of leaving while the others keep their weights."""
    out = np.full(len(s), np.inf)
    stay = payoffs(s, k, pledge_actions(s, k, members, w))
    for i in np.flatnonzero(members):
        rest = members.copy()
        rest[i] = False
        gone = payoffs(s, k, pledge_actions(s, k, rest, w)) if rest.any() else None
        out[i] = stay[i] - (payoffs(s, k, nash(s, k)) if gone is None else gone)[i]
    return out


def largest_common_weight(s: np.ndarray, k: np.ndarray, members: np.ndarray) -> float:
    """The largest common weight at which nobody would leave, by bisection.

    Each margin is a w - b w^2 with a, b >= 0: it holds up to a point and never again.
    """
    scale = np.abs(payoffs(s, k, first_best(s, k))).max()

    def holds(w: float) -> bool:
        return bool((pledge_margins(s, k, members, np.full(len(s), w)) >= -1e-14 * scale).all())

    return 1.0 if holds(1.0) else _edge(holds, 0.0, 1.0)


def pledge_upper_bound(s: np.ndarray, k: np.ndarray, rounds: int = 4000) -> float:
    """A bound on the joint payoff of pledges that hold, everyone in, by Lagrangian duality.

    For multipliers y >= 0 no pledges that hold bring more than max_w W(w) + y . margins(w) over
    the box. W and the margins are sums of quadratics in single weights, read off by evaluating
    them, so that the maximum is one parabola a state. The best y is sought by scipy; any y
    gives a valid bound.
    """
    from scipy.optimize import minimize

    n = len(s)
    everyone = np.ones(n, dtype=bool)

    def total(w: np.ndarray) -> float:
        return welfare(s, k, pledge_actions(s, k, everyone, w))

    def margins(w: np.ndarray) -> np.ndarray:
        return pledge_margins(s, k, everyone, w)

    zero, unit = np.zeros(n), np.eye(n)
    base, start = total(zero), margins(zero)
    # f(t e_i) = c + a t + b t^2, from t = 1 and t = 1/2.
    one = np.array([total(e) for e in unit]) - base
    half = np.array([total(0.5 * e) for e in unit]) - base
    bend, slope = 2 * one - 4 * half, 4 * half - one
    m_one = np.array([margins(e) for e in unit]) - start
    m_half = np.array([margins(0.5 * e) for e in unit]) - start
    m_bend, m_slope = 2 * m_one - 4 * m_half, 4 * m_half - m_one
    unit_of = np.maximum(np.abs(m_one).max(axis=0), 1e-300)

    def bound(z: np.ndarray) -> tuple[float, np.ndarray]:
        y = z / unit_of * abs(one).max()
        a, b = slope + m_slope @ y, bend + m_bend @ y
        with np.errstate(all="ignore"):
            top = np.where(b < 0, -a / (2 * b), np.where(a + b > 0, 1.0, 0.0))
        w = np.clip(top, 0.0, 1.0)
        # Where the parabola opens upwards the top is at an end.
        w = np.where((b > 0) & (a + b > 0), 1.0, w)
        value = base + float((a * w + b * w**2).sum()) + float(y @ start)
        gradient = (m_slope.T @ w + m_bend.T @ w**2 + start) / unit_of * abs(one).max()
        return value, gradient

    best = math.inf
    for begin in (0.0, 0.3, 3.0):
        found = minimize(
            bound,
            np.full(n, begin),
            jac=True,
            bounds=[(0, None)] * n,
            method="L-BFGS-B",
            options={"maxiter": rounds, "maxfun": 4 * rounds, "ftol": 1e-16, "gtol": 1e-12},
        )
        best = min(best, bound(found.x)[0])
    return best


# --- measures --------------------------------------------------------------------------------


def banzhaf(n: int, voters: np.ndarray, wins: Wins) -> list[Fraction]:
    """Normalised Banzhaf power over all coalitions of the voters."""
    seats = [int(i) for i in np.flatnonzero(voters)]
    swings = [0] * n
    for mask in subsets(seats, n):
        if not wins(mask):
            continue
        for i in np.flatnonzero(mask):
            without = mask.copy()
            without[i] = False
            swings[i] += not wins(without)
    total = sum(swings)
    return [Fraction(x, total) if total else Fraction(0) for x in swings]


def legitimacy(
    members: np.ndarray,
    power: np.ndarray,
    u: np.ndarray,
    reference: np.ndarray,
    population: np.ndarray,
    stands_for: np.ndarray,
    stake: np.ndarray,
    scale: np.ndarray,
) -> dict[str, float]:
    """The vector of model.md section 8, without what needs leaving payoffs."""
    n = len(members)
    fine = u >= reference - 1e-9 * scale
    people, states = population / population.sum(), stands_for / stands_for.sum()
    roots = np.sqrt(population) / np.sqrt(population).sum()
    out = {
        "representation_units": members.sum() / n,
        "representation_states": states[members].sum(),
        "representation_people": people[members].sum(),
        "representation_affected": stake[members].sum() / stake.sum(),
        "power_states": sum(min(a, b) for a, b in zip(power, states, strict=True)),
        "power_people": sum(min(a, b) for a, b in zip(power, people, strict=True)),
        "power_sqrt_people": sum(min(a, b) for a, b in zip(power, roots, strict=True)),
        "consent_units": fine.sum() / n,
        "consent_states": states[fine].sum(),
        "consent_people": people[fine].sum(),
    }
    inner = (
        out["representation_units"] + out["representation_people"] + out["power_sqrt_people"]
    ) / 3
    out["index"] = math.sqrt(inner * out["consent_people"])
    return {name: float(value) for name, value in out.items()}


def shapley_of_three(value: Callable[[frozenset[str]], float]) -> dict[str, dict[str, float]]:
    """First step, share and last step of three rules, from the value of relaxing a set."""
    rules = ("participation", "decision", "enforcement")
    share = dict.fromkeys(rules, 0.0)
    for order in itertools.permutations(rules):
        for j, rule in enumerate(order):
            before = frozenset(order[:j])
            share[rule] += (value(before | {rule}) - value(before)) / 6
    everything, nothing = frozenset(rules), frozenset()
    first = {r: value(frozenset([r])) - value(nothing) for r in rules}
    last = {r: value(everything) - value(everything - {r}) for r in rules}
    return {"share": share, "first_step": first, "last_step": last}


def resolution(scale: float, k: np.ndarray, members: np.ndarray) -> float:
    """How far apart two levels must be for payoffs of this scale to tell them apart.

    Where a state is exactly indifferent its payoff is flat, k d^2 / 2 lower at distance d, so
    that rounding at the size of the payoffs hides distances of its square root: a large state
    outside makes the payoffs of small members large.
    """
    return float(4 * np.sqrt(np.finfo(float).eps * scale / k[members].min()))
