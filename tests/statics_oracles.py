"""What each named result must give, from the project's solvers or from the definition.

Builds on the package's lower rooms, numpy and scipy; shares no code with statics. Each oracle
takes a random generator and returns the letters of one case, what is expected, and how the
formula's value is to be read (rounded up or down where the result says so).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar

from gametheory_orders.games import CooperationGame
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.issues import PublicGood
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.measures.power import power_to_act
from gametheory_orders.orders import Binding, Order, Reciprocity, Unanimity, Universal
from gametheory_orders.orders.voting import all_of, nakamura_number, quota_game, unanimity_game
from gametheory_orders.solvers.agenda import agenda_setter
from gametheory_orders.solvers.agreement import agree, at_level
from gametheory_orders.solvers.bargaining import bargaining_equilibrium
from gametheory_orders.solvers.compliance import needed_patience
from gametheory_orders.solvers.critical_patience import critical_patience
from gametheory_orders.solvers.delegation import delegation, optimal_discretion
from gametheory_orders.solvers.entry_game import entry_game
from gametheory_orders.solvers.expected_gridlock import expected_gridlock
from gametheory_orders.solvers.farsighted import next_size
from gametheory_orders.solvers.outside_options import outside_option
from gametheory_orders.solvers.self_enforcing_voting import quota_value, self_enforcing_quota
from gametheory_orders.solvers.transfers import share_gains
from gametheory_orders.solvers.veto_bargaining import veto_bargaining
from gametheory_orders.solvers.winset import winset
from making import good


class Case(NamedTuple):
    letters: dict[str, float]
    expected: float
    read: Callable[[float], float] = float
    tolerance: float = 1e-7


ORACLES: dict[str, Callable[[Any], Case]] = {}
TOP = 1e6


def oracle(name: str) -> Callable[..., Any]:
    def enter(function: Callable[[Any], Case]) -> Callable[[Any], Case]:
        assert name not in ORACLES
        ORACLES[name] = function
        return function

    return enter


def between(rng: Any, low: float, high: float) -> float:
    return float(rng.uniform(low, high))


def up(x: float) -> float:
    return math.ceil(x - 1e-9)


def down(x: float) -> float:
    return math.floor(x + 1e-9)


def everyone(issue: PublicGood) -> np.ndarray:
    return np.ones(issue.n, dtype=bool)


def share(issue: PublicGood, actions: np.ndarray) -> float:
    game = CooperationGame(issue, Order(Universal(), Unanimity(), Binding()))
    return effectiveness(game, issue.payoffs(actions))


def world(rng: Any, n: int = 4) -> PublicGood:
    return good(rng.uniform(0.5, 4, n), rng.uniform(0.5, 4, n))


def equals(n: int, b: float = 1.0, c: float = 1.0) -> PublicGood:
    return good(np.full(n, b), np.full(n, 1 / c))


def first(n: int, k: int) -> np.ndarray:
    return np.arange(n) < k


# --- cooperation ---------------------------------------------------------------------------------


@oracle("closing_the_gap")
def _(rng: Any) -> Case:
    issue = world(rng)
    s, k = issue.stakes, issue.capacities
    sigma = s.sum()
    prices = rng.uniform(0, sigma, issue.n)
    gap = k * (sigma - prices) ** 2
    letters = {
        "sigma": sigma,
        "k": k[0],
        "p": prices[0],
        "G": gap[1:].sum(),
        "D": (k * (sigma - s) ** 2).sum(),
    }
    return Case(letters, share(issue, k * prices))


@oracle("staying")
def _(rng: Any) -> Case:
    issue = world(rng)
    s, k = issue.stakes, issue.capacities
    rest = everyone(issue)
    rest[0] = False
    stay = issue.payoffs(issue.joint_actions(everyone(issue)))[0]
    leave = issue.payoffs(issue.joint_actions(rest))[0]
    return Case({"s": s[0], "k": k[0], "K": k[1:].sum(), "o": s[1:].sum()}, stay - leave)


def gain_among_equals(k: int, b: float, c: float) -> float:
    issue = equals(k + 2, b, c)
    members = first(k + 2, k)
    stay = issue.payoffs(issue.joint_actions(members))[0]
    members[0] = False
    return float(stay - issue.payoffs(issue.joint_actions(members))[0])


@oracle("staying_among_equals")
def _(rng: Any) -> Case:
    k, b, c = int(rng.integers(4, 20)), between(rng, 0.5, 4), between(rng, 0.5, 4)
    return Case({"k": k, "b": b, "c": c}, gain_among_equals(k, b, c))


def deep(k: int, n: int) -> float:
    issue = equals(n)
    return share(issue, issue.joint_actions(first(n, k)))


def sizes(rng: Any, low: int = 2, high: int = 30) -> tuple[int, int]:
    n = int(rng.integers(low + 1, high))
    return int(rng.integers(low, n + 1)), n


@oracle("deep_coalition")
def _(rng: Any) -> Case:
    k, n = sizes(rng)
    return Case({"k": k, "n": n}, deep(k, n))


@oracle("preferred_level")
def _(rng: Any) -> Case:
    issue = world(rng)
    s, k = issue.stakes, issue.capacities
    top = 3 * s.max() * k.sum() / k.min()
    curve = issue.level_curve(everyone(issue), False, top)
    letters = {"s": s[0], "k": k[0], "K": k[1:].sum()}
    return Case(letters, float(curve.peaks().level[0]))


@oracle("lowest_common_level")
def _(rng: Any) -> Case:
    issue = world(rng)
    s, k = issue.stakes, issue.capacities
    game = CooperationGame(issue, Order(Universal(), Unanimity(floor=False), Binding()))
    level = agree(game, game.members).level
    if level is None:
        # Bound below its own price a member may be worse off than alone: then nothing is agreed.
        return ORACLES["lowest_common_level"](rng)
    mean = s.sum() / k.sum()
    return Case({"K": k.sum(), "r": mean, "x": mean - (s / k).min()}, level)


@oracle("pledge_depth")
def _(rng: Any) -> Case:
    issue, w = world(rng), between(rng, 0, 1)
    actions = issue.pledge_actions(everyone(issue), np.full(issue.n, w))
    return Case({"w": w}, share(issue, actions))


@oracle("critical_pledge_weight")
def _(rng: Any) -> Case:
    issue = world(rng)
    s, k = issue.stakes, issue.capacities
    rest = everyone(issue)
    rest[0] = False

    def prefers(w: float) -> float:
        weights = np.full(issue.n, w)
        stay = issue.payoffs(issue.pledge_actions(everyone(issue), weights))[0]
        return float(stay - issue.payoffs(issue.pledge_actions(rest, weights))[0])

    root = brentq(prefers, 1e-4, 1e4, xtol=1e-14, rtol=1e-14)
    return Case({"s": s[0], "k": k[0], "K": k[1:].sum(), "o": s[1:].sum()}, root)


@oracle("pledge_breadth")
def _(rng: Any) -> Case:
    w = between(rng, 0.06, 0.99)
    stays = 0
    for k in range(2, 40):
        issue = equals(k)
        rest = first(k, k - 1)
        weights = np.full(k, w)
        stay = issue.payoffs(issue.pledge_actions(first(k, k), weights))[0]
        leave = issue.payoffs(issue.pledge_actions(rest, weights))[k - 1]
        stays = k if stay >= leave - 1e-9 else stays
    return Case({"w": w}, stays, down)


@oracle("pledge_frontier")
def _(rng: Any) -> Case:
    k, n = sizes(rng, 3)
    issue = equals(n)
    actions = issue.pledge_actions(first(n, k), np.full(n, 2 / (k - 1)))
    return Case({"k": k, "n": n}, share(issue, actions))


def others_of(issue: PublicGood) -> dict[str, float]:
    s, k = issue.stakes, issue.capacities
    weighted = float((k[1:] * s[1:]).sum() / k[1:].sum())
    return {"s": s[0], "m": weighted, "k": k[0], "K": float(k[1:].sum())}


@oracle("needed_patience")
def _(rng: Any) -> Case:
    issue = world(rng)
    game = CooperationGame(issue, Order(Universal(), Unanimity(), Reciprocity()))
    letters = others_of(issue)
    p = max(float(issue.stakes.max()), letters["s"] + letters["m"]) + between(rng, 0.1, 6)
    needed = needed_patience(game, at_level(game, everyone(issue), p))
    return Case({**letters, "p": p}, float(needed[0]))


def deepest(issue: PublicGood, d: float) -> float:
    """Return the largest level that state 0 keeps if the level binds all, from its payoffs."""
    alone = issue.payoffs(issue.reference())[0]

    def margin(p: float) -> float:
        actions = issue.capacities * p
        keep, defect = issue.payoffs(actions)[0], issue.deviation_payoffs(actions)[0]
        return float(keep - (1 - d) * defect - d * alone)

    letters = others_of(issue)
    turn = letters["s"] + d * letters["s"] * letters["K"] / letters["k"]
    return float(brentq(margin, turn, TOP, xtol=1e-13, rtol=1e-14))


def patient_world(rng: Any, rich: bool) -> tuple[PublicGood, float]:
    issue, d = world(rng), between(rng, 0.1, 0.95)
    s, k = issue.stakes.copy(), issue.capacities.copy()
    letters = others_of(issue)
    if rich:
        s[0] = letters["m"] * between(rng, 1.05, 3)
    else:
        # Little capacity keeps the two roots of the constraint apart.
        k[0] = 0.2 * d * s[0] * letters["K"] / max(letters["m"] - s[0], 1e-3)
        k[0] = min(k[0], issue.capacities[0])
    return good(s, k), d


@oracle("self_enforcing_level")
def _(rng: Any) -> Case:
    issue, d = patient_world(rng, True)
    return Case({**others_of(issue), "d": d}, deepest(issue, d))


@oracle("self_enforcing_slope")
def _(rng: Any) -> Case:
    issue, d = patient_world(rng, bool(rng.integers(2)))
    letters = others_of(issue)
    del letters["m"]
    step = 1e-5
    slope = (deepest(issue, d + step) - deepest(issue, d - step)) / (2 * step)
    x = deepest(issue, d) - letters["s"]
    return Case({**letters, "d": d, "x": x}, slope, tolerance=1e-4)


@oracle("patience_among_equals")
def _(rng: Any) -> Case:
    k, b, c = int(rng.integers(2, 20)), between(rng, 0.5, 4), between(rng, 0.5, 4)
    issue = equals(k, b, c)
    game = CooperationGame(issue, Order(Universal(), Unanimity(), Reciprocity()))
    needed = needed_patience(game, at_level(game, everyone(issue), k * b))
    return Case({"k": k, "b": b, "c": c}, float(needed[0]))


@oracle("penalty_club")
def _(rng: Any) -> Case:
    b, c, phi = between(rng, 0.5, 2), between(rng, 0.5, 2), between(rng, 0, 3)
    stays = [k for k in range(2, 80) if gain_among_equals(k, b, c) + phi * (k - 1) >= -1e-9]
    return Case({"b": b, "c": c, "phi": phi}, max(stays), down)


@oracle("full_club_penalty")
def _(rng: Any) -> Case:
    n, b, c = int(rng.integers(4, 30)), between(rng, 0.5, 2), between(rng, 0.5, 2)
    return Case({"n": n, "b": b, "c": c}, -gain_among_equals(n, b, c) / (n - 1))


@oracle("chander_tulkens_transfer")
def _(rng: Any) -> Case:
    issue = world(rng)
    s, k = issue.stakes, issue.capacities
    found = share_gains(entry_game(issue, price="joint"), issue.world.ids, "chander_tulkens")
    added = (k * (s.sum() ** 2 - s**2) / 2)[1:].sum()
    letters = {"s": s[0], "o": s[1:].sum(), "k": k[0], "Y": added}
    return Case(letters, found.transfers["A"])


def best_shot(k: int, n: int) -> float:
    """One state provides, at the price of k members, and all n enjoy it."""

    def welfare(price: float) -> float:
        return n * price - price**2 / 2

    return (welfare(k) - welfare(1)) / (welfare(n) - welfare(1))


@oracle("best_shot_coalition")
def _(rng: Any) -> Case:
    k, n = sizes(rng)
    return Case({"k": k, "n": n}, best_shot(k, n))


@oracle("farsighted_step")
def _(rng: Any) -> Case:
    g = int(rng.integers(2, 500))
    return Case({"g": g}, next_size(g), up)


@oracle("modest_size")
def _(rng: Any) -> Case:
    a = between(rng, 0.3, 0.98)
    # E(k) is nearly proportional to k^2 for k far below n.
    found = minimize_scalar(
        lambda k: -2 * math.log(k) - k * math.log(a),
        bounds=(1e-3, 1e3),
        method="bounded",
        options={"xatol": 1e-10},
    )
    return Case({"a": a}, float(found.x), tolerance=1e-5)


@oracle("surviving_consensus")
def _(rng: Any) -> Case:
    k, n = sizes(rng)
    a = between(rng, 0.1, 0.99)
    return Case({"k": k, "n": n, "a": a}, a**k * deep(k, n))


# --- charter -------------------------------------------------------------------------------------


@oracle("gridlock_vetoes")
def _(rng: Any) -> Case:
    v = int(rng.integers(1, 13))
    return Case({"v": v}, float(expected_gridlock(v, v)))


def majorities(rng: Any) -> tuple[int, int]:
    n = int(rng.integers(1, 14))
    return int(rng.integers((n + 2) // 2, n + 1)), n


@oracle("gridlock_quota")
def _(rng: Any) -> Case:
    q, n = majorities(rng)
    return Case({"q": q, "n": n}, float(expected_gridlock(q, n)))


@oracle("agency_drift")
def _(rng: Any) -> Case:
    q, n = majorities(rng)
    # The room is from the (n - q + 1)-th to the q-th ideal point, on average r / (n + 1) each.
    return Case({"q": q, "n": n}, q / (n + 1) - (n - q + 1) / (n + 1))


def rent(rng: Any) -> tuple[dict[str, float], tuple[Fraction, Fraction]]:
    v, m = int(rng.integers(1, 6)), int(rng.integers(0, 6))
    n, d = v + m + int(rng.integers(1, 8)), between(rng, 0.01, 0.99)
    return {"v": v, "m": m, "n": n, "d": d}, veto_bargaining(n, v, m, d)


@oracle("veto_rent")
def _(rng: Any) -> Case:
    letters, (vetoer, _) = rent(rng)
    return Case(letters, float(vetoer))


@oracle("ordinary_share")
def _(rng: Any) -> Case:
    letters, (_, other) = rent(rng)
    return Case(letters, float(other))


@oracle("proposer_share")
def _(rng: Any) -> Case:
    n = int(rng.integers(2, 8))
    q, d = int(rng.integers(1, n + 1)), between(rng, 0.1, 0.95)
    found = bargaining_equilibrium(q, n, patience=d)
    return Case({"q": q, "n": n, "d": d}, float(found.proposer_shares[0]))


@oracle("outside_option")
def _(rng: Any) -> Case:
    c = between(rng, 0, 0.999)
    return Case({"c": c}, float(outside_option(c).policy))


@oracle("delegation_limit")
def _(rng: Any) -> Case:
    width = between(rng, 0.1, 5)
    return Case({"R": width}, delegation(1, width).threshold)


@oracle("delegation_gain")
def _(rng: Any) -> Case:
    width, a = between(rng, 0.1, 5), between(rng, 0.1, 5)
    found = delegation(a, width)
    return Case({"R": width, "a": a}, float(found.loss_kept - found.loss_delegated))


@oracle("discretion_cap")
def _(rng: Any) -> Case:
    a = between(rng, 0, 0.49)
    return Case({"a": a}, float(optimal_discretion(a).cap))


@oracle("discretion_loss")
def _(rng: Any) -> Case:
    a = between(rng, 0.01, 0.49)
    return Case({"a": a}, float(optimal_discretion(a).loss))


@oracle("setter_outcome")
def _(rng: Any) -> Case:
    m = between(rng, -3, 3)
    s = m - between(rng, 0.1, 3)
    found = agenda_setter(1, [m], 100.0, s)
    return Case({"m": m, "s": s}, float(found.policy))


@oracle("winset_length")
def _(rng: Any) -> Case:
    s = between(rng, -3, 3)
    x = s + between(rng, 0.1, 3)
    vetoers = [x, x + 1.0, x + between(rng, 0, 4)]
    return Case({"s": s, "x": x}, float(winset("unanimity", vetoers, s).length))


@oracle("voting_patience")
def _(rng: Any) -> Case:
    n = int(rng.integers(3, 9))
    chance = Fraction(int(rng.integers(40, 95)), 100)
    loss = Fraction(int(rng.integers(20, 150)), 100)
    found = self_enforcing_quota(n, chance, loss, 0, "nothing")
    value = quota_value(n, found.efficient_quota, chance, loss)
    return Case({"L": float(loss), "V": float(value)}, float(found.needed_patience))


@oracle("nakamura_bound")
def _(rng: Any) -> Case:
    n = int(rng.integers(3, 10))
    q = int(rng.integers(n // 2 + 1, n))
    game = quota_game([f"m{i}" for i in range(n)], q)
    return Case({"q": q, "n": n}, float(nakamura_number(game)), up)


@oracle("power_to_act")
def _(rng: Any) -> Case:
    v, w = int(rng.integers(1, 5)), int(rng.integers(1, 8))
    q = int(rng.integers(1, w + 1))
    rest = quota_game([f"e{i}" for i in range(w)], q)
    both = all_of(unanimity_game([f"p{i}" for i in range(v)]), rest)
    return Case({"v": v, "h": float(power_to_act(rest))}, float(power_to_act(both)))


@oracle("majority_power")
def _(rng: Any) -> Case:
    n = 2 * int(rng.integers(200, 500)) + 1
    exact = Fraction(math.comb(n - 1, (n - 1) // 2), 2 ** (n - 1))
    # The approximation is off by one part in 4 n.
    return Case({"n": n}, float(exact), tolerance=0.4 / n)


# --- club ----------------------------------------------------------------------------------------


@oracle("full_club_tariff")
def _(rng: Any) -> Case:
    b, c, exports = between(rng, 0.5, 2), between(rng, 0.5, 2), between(rng, 0.5, 5)
    p = b + between(rng, 0.1, 5)
    issue = good([b, 1.0], [1 / c, 1.0])
    actions = np.array([p / c, 1.0])
    gain = issue.deviation_payoffs(actions)[0] - issue.payoffs(actions)[0]
    return Case({"p": p, "b": b, "c": c, "X": exports}, float(gain) / exports)


@oracle("barrett_size")
def _(rng: Any) -> Case:
    b = between(rng, 0.05, 0.9)
    stays = next(k for k in range(1, 100) if k * b >= 1)
    return Case({"b": b, "c": 1.0}, stays, up)


@oracle("barrett_alone")
def _(rng: Any) -> Case:
    a, g, n = between(rng, 1, 100), between(rng, 0.05, 3), int(rng.integers(2, 30))
    # b = 1: each state's marginal benefit (a - Q) / n is its marginal cost g q, with Q = n q.
    found = brentq(lambda total: (a - total) / n - g * total / n, 0, a)
    return Case({"a": a, "g": g}, found)


@oracle("barrett_joint")
def _(rng: Any) -> Case:
    a, g, n = between(rng, 1, 100), between(rng, 0.05, 3), int(rng.integers(2, 30))
    found = brentq(lambda total: (a - total) - g * total / n, 0, a)
    return Case({"a": a, "g": g, "N": n}, found)


def followers(total: float, a: float, g: float, n: int, outside: int) -> float:
    """Each outsider's marginal benefit (a - Q) / n is its marginal cost g q."""
    return float(brentq(lambda x: (a - total - x) / n - g * x / outside, 0, a))


@oracle("barrett_leaders")
def _(rng: Any) -> Case:
    a, g, n = between(rng, 1, 100), between(rng, 0.05, 3), int(rng.integers(4, 20))
    k = int(rng.integers(1, n))

    def marginal(total: float) -> float:
        # The followers' reply is linear: one more unit of the leaders is worth 1 + slope.
        slope = followers(1.0, a, g, n, n - k) - followers(0.0, a, g, n, n - k)
        every = total + followers(total, a, g, n, n - k)
        return k * (a - every) / n * (1 + slope) - g * total / k

    found = brentq(marginal, 0, a)
    return Case({"a": a, "g": g, "N": n, "alpha": k / n}, found, tolerance=1e-6)


@oracle("barrett_followers")
def _(rng: Any) -> Case:
    a, g, n = between(rng, 1, 100), between(rng, 0.05, 3), int(rng.integers(3, 20))
    k, total = int(rng.integers(1, n)), a * between(rng, 0, 0.9)
    letters = {"a": a, "g": g, "alpha": k / n, "Q": total}
    return Case(letters, followers(total, a, g, n, n - k))


@oracle("renegotiation_size")
def _(rng: Any) -> Case:
    b = between(rng, 0.05, 0.9)
    # Those who punish are not to prefer that all cooperate again at once: N b - c <= b.
    largest = max(size for size in range(1, 100) if size * b - 1 <= b + 1e-12)
    return Case({"b": b, "c": 1.0}, largest, down)


@oracle("buchanan_size")
def _(rng: Any) -> Case:
    cost, crowding = between(rng, 1, 100), between(rng, 0.1, 5)
    found = brentq(lambda m: -cost / m**2 + crowding, 1e-3, 1e4, xtol=1e-13)
    return Case({"F": cost, "c": crowding}, found)


@oracle("alliance_provision")
def _(rng: Any) -> Case:
    alpha, m = between(rng, 0.1, 0.9), int(rng.integers(2, 12))
    wealth = rng.uniform(8, 10, m)
    # Each maximises (1 - alpha) log(w - q) + alpha log(Q): q + (1 - alpha) / alpha Q = w.
    rows = np.eye(m) + (1 - alpha) / alpha
    letters = {"alpha": alpha, "m": m, "W": wealth.sum()}
    return Case(letters, float(np.linalg.solve(rows, wealth).sum()))


@oracle("alliance_burden")
def _(rng: Any) -> Case:
    alpha, total = between(rng, 0.3, 0.9), between(rng, 1, 5)
    w = (1 - alpha) / alpha * total + between(rng, 0.1, 5)
    spent = brentq(lambda q: alpha / total - (1 - alpha) / (w - q), 0, w - 1e-9, xtol=1e-13)
    return Case({"alpha": alpha, "Q": total, "w": w}, spent / w)


def lowest_of(n: int) -> float:
    """Return the mean of the lowest of n points drawn evenly from [0, 1]."""
    return float(quad(lambda x: (1 - x) ** n, 0, 1)[0])


@oracle("consensus_depth")
def _(rng: Any) -> Case:
    n = int(rng.integers(1, 50))
    return Case({"n": n}, lowest_of(n))


@oracle("consensus_depth_in_all")
def _(rng: Any) -> Case:
    n = int(rng.integers(1, 50))
    return Case({"n": n}, n * lowest_of(n))


@oracle("hedge")
def _(rng: Any) -> Case:
    benefit, loss, kappa = (between(rng, 0.5, 3) for _ in range(3))
    rho = between(rng, 0, 0.95) * loss / (loss + benefit)
    # What hedging saves if left alone, less what it forgoes else and what it costs.
    found = minimize_scalar(
        lambda h: -((1 - rho) * loss * h - rho * benefit * h - kappa * h**2 / 2),
        bounds=(0, 10),
        method="bounded",
        options={"xatol": 1e-12},
    )
    letters = {"rho": rho, "B": benefit, "L": loss, "kappa": kappa}
    return Case(letters, float(found.x), tolerance=1e-5)


# --- concert -------------------------------------------------------------------------------------


def dilemma(t: float, r: float, p: float) -> float:
    s = p - 1.0
    stage = NormalFormGame(([[r, s], [t, p]], [[r, t], [s, p]]))
    return float(critical_patience(stage, (0, 0))[stage.players[0]])


@oracle("trigger_patience")
def _(rng: Any) -> Case:
    p = between(rng, -3, 3)
    r = p + between(rng, 0.1, 3)
    t = r + between(rng, 0.1, 3)
    return Case({"P": p, "R": r, "T": t}, dilemma(t, r, p))


def linear_good(rng: Any) -> tuple[float, float]:
    b = between(rng, 0.2, 1)
    return b, b + between(rng, 0.1, 2)


@oracle("public_good_patience")
def _(rng: Any) -> Case:
    b, c = linear_good(rng)
    k = int(rng.integers(2, 20))
    keep, defect, alone = k * b - c, (k - 1) * b, 0.0
    return Case({"b": b, "c": c, "k": k}, (defect - keep) / (defect - alone))


@oracle("smallest_group")
def _(rng: Any) -> Case:
    b, c = linear_good(rng)
    d = between(rng, 0.2, 0.95)
    holds = (k for k in range(2, 500) if k * b - c >= (1 - d) * (k - 1) * b - 1e-12)
    return Case({"b": b, "c": c, "d": d}, next(holds), up)


def monitored(rng: Any) -> dict[str, float]:
    p = between(rng, 0.02, 0.4)
    q = between(rng, p + 0.1, 1)
    return {"p": p, "q": q, "R": between(rng, 0.5, 4), "g": between(rng, 0.1, 3)}


@oracle("monitoring_patience")
def _(rng: Any) -> Case:
    at = monitored(rng)

    def prefers(d: float) -> float:
        value = (1 - d) * at["R"] / (1 - d * (1 - at["p"]))
        return value - ((1 - d) * (at["R"] + at["g"]) + d * (1 - at["q"]) * value)

    def slack(d: float) -> float:
        return prefers(d) / (1 - d)

    # It is kept at no patience where the value of patience 1 does not do.
    if slack(1 - 1e-9) <= 0:
        return ORACLES["monitoring_patience"](rng)
    return Case(at, brentq(slack, 0, 1 - 1e-9, xtol=1e-14))


@oracle("monitoring_bound")
def _(rng: Any) -> Case:
    at, d = monitored(rng), between(rng, 0.5, 0.95)
    # V = (1 - d) R + d (V - p x) with a loss x that just deters: d (q - p) x = (1 - d) g.
    rows = np.array([[1 - d, d * at["p"]], [0, d * (at["q"] - at["p"])]])
    value, _ = np.linalg.solve(rows, [(1 - d) * at["R"], (1 - d) * at["g"]])
    return Case(at, float(value))


def pooled(g: list[float], w: list[float]) -> float:
    """Reward w over a punishment of 0, temptation w + g, on all issues at once."""
    return dilemma(sum(g) + sum(w), sum(w), 0.0)


@oracle("linkage")
def _(rng: Any) -> Case:
    g, w = rng.uniform(0.1, 4, 2).tolist(), rng.uniform(0.1, 4, 2).tolist()
    letters = {"g_1": g[0], "g_2": g[1], "w_1": w[0], "w_2": w[1]}
    return Case(letters, pooled(g, w))


def two_issues(rng: Any) -> tuple[dict[str, float], list[float], list[float]]:
    g_1, w_1, w_2, r = (between(rng, 0.2, 3) for _ in range(4))
    letters = {"g_1": g_1, "w_1": w_1, "w_2": w_2, "r": 1 + r}
    return letters, [g_1, (1 + r) * g_1 / w_1 * w_2], [w_1, w_2]


@oracle("linkage_above_the_easier")
def _(rng: Any) -> Case:
    letters, g, w = two_issues(rng)
    return Case(letters, pooled(g, w) - pooled(g[:1], w[:1]))


@oracle("linkage_below_the_harder")
def _(rng: Any) -> Case:
    letters, g, w = two_issues(rng)
    return Case(letters, pooled(g[1:], w[1:]) - pooled(g, w))


@oracle("acceptance_room")
def _(rng: Any) -> Case:
    points = rng.uniform(0, 1, 5)
    spread = float(np.ptp(points))
    r = spread / 2 + between(rng, 0.01, 1)
    room = (points + r).min() - (points - r).max()
    return Case({"r": r, "D": spread}, float(room))


@oracle("spheres_surplus")
def _(rng: Any) -> Case:
    g, loss, m = between(rng, 0.1, 5), between(rng, 0.1, 5), int(rng.integers(1, 20))
    return Case({"g": g, "m": m, "l": loss}, float(np.sum([g, g, *([-loss] * m)])))


@oracle("spheres_consent")
def _(rng: Any) -> Case:
    m = int(rng.integers(0, 30))
    return Case({"m": m}, float(np.mean(np.array([1.0, 1.0, *([-1.0] * m)]) >= 0)))


@oracle("stag_hunt_trust")
def _(rng: Any) -> Case:
    others, safe = int(rng.integers(1, 20)), between(rng, 0.05, 0.95)
    found = brentq(lambda t: t**others - safe, 0, 1, xtol=1e-14)
    return Case({"o": others, "h": safe}, found)


@oracle("assurance_belief")
def _(rng: Any) -> Case:
    together, alone, caution = 4.0, between(rng, 0, 1), between(rng, 1.1, 2)
    tempted = between(rng, 2, 3.9)
    found = brentq(
        lambda t: t * together + (1 - t) * alone - t * tempted - (1 - t) * caution, 0, 1, xtol=1e-14
    )
    return Case({"l": caution - alone, "w": together - tempted}, found)


# --- coalition -----------------------------------------------------------------------------------


def chosen_bias(a: float) -> float:
    """Return the least bias of a forum whose endorsement users follow: a + (1 + t) / 2 = 0."""
    return float(brentq(lambda t: a + quad(lambda b: b, t, 1)[0] / (1 - t), -1, 1 - 1e-9))


@oracle("forum_bias")
def _(rng: Any) -> Case:
    a = between(rng, -0.95, -0.05)
    return Case({"a": a}, chosen_bias(a))


@oracle("forum_success")
def _(rng: Any) -> Case:
    a = between(rng, -0.95, -0.05)
    return Case({"a": a}, (1 - chosen_bias(a)) / 2)


@oracle("forums_attended")
def _(rng: Any) -> Case:
    beta, y, phi = (between(rng, 0.1, 5) for _ in range(3))
    return Case({"beta": beta, "y": y, "phi": phi}, brentq(lambda m: beta * y - m * phi, 0, 1e4))


def volunteers(rng: Any) -> tuple[dict[str, float], float]:
    others, cost = int(rng.integers(1, 20)), between(rng, 0.05, 0.95)
    # Indifferent between paying for sure, and the chance that somebody else does.
    p = brentq(lambda p: (1 - cost) - (1 - (1 - p) ** others), 0, 1, xtol=1e-14)
    return {"o": others, "r": cost}, float(p)


@oracle("volunteer")
def _(rng: Any) -> Case:
    letters, p = volunteers(rng)
    return Case(letters, p)


@oracle("volunteer_success")
def _(rng: Any) -> Case:
    letters, p = volunteers(rng)
    return Case(letters, 1 - (1 - p) ** (letters["o"] + 1))


@oracle("standards_race")
def _(rng: Any) -> Case:
    theta, m, a = (between(rng, -3, 3) for _ in range(3))
    found = brentq(lambda s: -(s - theta) - m + a, -100, 100, xtol=1e-13)
    return Case({"theta": theta, "m": m, "a": a}, found)


@oracle("hub_saving")
def _(rng: Any) -> Case:
    n = int(rng.integers(2, 60))
    pairs = sum(1 for i in range(n) for j in range(i))
    return Case({"n": n}, pairs - sum(1 for _ in range(1, n)))


@oracle("fixed_frontier")
def _(rng: Any) -> Case:
    k, n = sizes(rng)
    return Case({"L": k / n, "n": n}, deep(k, n))


@oracle("pledge_frontier_by_share")
def _(rng: Any) -> Case:
    k, n = sizes(rng, 3)
    issue = equals(n)
    actions = issue.pledge_actions(first(n, k), np.full(n, 2 / (k - 1)))
    return Case({"L": k / n, "n": n}, share(issue, actions))


@oracle("summation_share")
def _(rng: Any) -> Case:
    k, n = sizes(rng)
    return Case({"k": k, "n": n}, deep(k, n) / best_shot(k, n))
