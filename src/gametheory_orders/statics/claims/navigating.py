"""Checks of the claims about combining the four (111 to 119).

Builds on every lower room. Not here: the claims' words (models/claims/navigating.toml).
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.tolerances import CLAIM
from gametheory_orders.games import CooperationGame
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.issues import PublicGood
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.measures.institutions import institution_gridlock
from gametheory_orders.measures.power import banzhaf
from gametheory_orders.orders import Order, Reciprocity, charter, club
from gametheory_orders.orders.voting import quota_game, vetoers, weighted_game
from gametheory_orders.solvers.agreement import agree
from gametheory_orders.solvers.gridlock import gridlock_interval
from gametheory_orders.solvers.passing import passing_chances
from gametheory_orders.solvers.pledge_review import public_good_of
from gametheory_orders.solvers.pure_nash import pure_nash
from gametheory_orders.solvers.repeated import effective_patience
from gametheory_orders.solvers.solve import solve
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.coalition_worlds import degree, points, shares
from gametheory_orders.worlds import World

POWERS = ("USA", "CHN", "EU", "RUS", "JPN", "IND")


@check(111, rule="2/3")
def circles(models: Models, rule: str = "unanimity") -> Finding:
    """Measure what stays stuck in widening circles, and how deep they agree on climate."""
    states = models.world("states")
    everyone = points(states)
    core = np.median(list(points(states, models.institution("oecd").represented).values()))
    radii = (0.5, 1.0, 1.5, 2.0, 3.5)
    circle = [{s: x for s, x in everyone.items() if abs(x - core) <= r} for r in radii]
    stuck = [float(gridlock_interval(rule, group).length) for group in circle]
    issue = models.issue("climate")
    levels = {}
    for name in ("club_consensus", "g6_consensus", "charter_unanimity"):
        game = CooperationGame(issue, models.order(name))
        levels[int(game.members.sum())] = float(agree(game, game.members).level or 0.0)
    counted = ", ".join(f"{len(c)}: {s:.2f}" for c, s in zip(circle, stuck, strict=True))
    depth = ", ".join(f"{k}: {level:.2f}" for k, level in levels.items())
    tests = {
        "wider circles on the line of ideal points change less": all(
            a < b for a, b in itertools.pairwise(stuck)
        ),
        "wider circles agree on a lower price of carbon": all(
            a > b for a, b in itertools.pairwise(levels.values())
        ),
    }
    return Finding(
        degree(tests),
        f"Around the middle of the OECD's members, what a circle cannot change by {rule} is, by "
        f"number of states, {counted}. But on climate the price that all members accept is, by "
        f"number of regions, {depth}: more members make each one's effort worth more.",
        counterexample={name: "no" for name, true in tests.items() if not true},
    )


def _two_tracks(issue: PublicGood, below: Order, above: Order, top_up: float) -> list[float]:
    """Return the effectiveness of a charter, a club, and the club on top of the charter."""
    games = [CooperationGame(issue, order) for order in (below, above)]
    floor, high = (agree(game, game.members).actions for game in games)
    acted = (floor, high, floor + top_up * np.maximum(high - floor, 0.0))
    return [effectiveness(games[0], issue.payoffs(each)) for each in acted]


@check(112, top_up=0.0)
def two_tracks(models: Models, top_up: float = 1.0) -> Finding:
    """Compare a floor for all with a club above it, and either alone."""
    climate = public_good_of(models.issue("climate"))
    below = models.order("charter_unanimity")
    real = [
        _two_tracks(climate, below, models.order(name), top_up)
        for name in ("club_joint", "g6_four_of_six")
    ]
    rng = np.random.default_rng(112)
    drawn = []
    for _ in range(10):
        figures = {"stake": rng.uniform(0.2, 3, 6), "capacity": rng.uniform(0.5, 2, 6)}
        issue = PublicGood(World(tuple("ABCDEF"), figures))
        keen = ["ABCDEF"[i] for i in np.argsort(-figures["stake"])[:3]]
        order = club(members=keen, decision="joint")
        drawn.append(_two_tracks(issue, charter(quota="unanimity"), order, top_up))
    every = np.array([*real, *drawn])
    alone = every[:, :2].max(axis=1)
    better, worse = (
        int((every[:, 2] > alone + CLAIM).sum()),
        int((every[:, 2] < alone - CLAIM).sum()),
    )
    figures_said = (
        f"On climate the charter brings {real[0][0]:.3f}, the club of four {real[0][1]:.3f} and "
        f"both tracks {real[0][2]:.3f}; with six powers by four votes {real[1][1]:.3f} and "
        f"{real[1][2]:.3f}. With ten drawn worlds both tracks do better than either in {better} of "
        f"{len(every)} and worse in {worse}, if all is kept."
    )
    if better and not worse:
        return Finding("holds", figures_said)
    return Finding(
        "fails", figures_said, counterexample={"part topped up": top_up, "better": better}
    )


def _standard(mobility: int, access: int, own: int = 3, most: int = 6) -> tuple[int, int]:
    """Return the standards that two regulators set in equilibrium, from whole ones."""

    def payoff(a: int, b: int) -> tuple[Fraction, Fraction]:
        def one(mine: int, other: int) -> Fraction:
            return Fraction(-((mine - own) ** 2), 2) + mobility * (other - mine) + access * mine

        return one(a, b), one(b, a)

    levels = [str(level) for level in range(most + 1)]
    ((first, second),) = pure_nash(NormalFormGame.from_function(payoff, [levels] * 2)).cells
    return first, second


@check(113, accesses=(0,))
def race(models: Models, accesses: tuple[int, ...] = (0, 1, 2), mobility: int = 1) -> Finding:
    """Find which way two regulators move from the standard of 3 that each would set alone."""
    found = {access: _standard(mobility, access)[0] for access in accesses}
    counted = ", ".join(f"{level} at {access}" for access, level in found.items())
    figures = (
        f"Two regulators who would each set 3 alone, and lose {mobility} per unit to a laxer "
        f"rival, set {counted} per unit gained in access to the other's market."
    )
    up = [access for access, level in found.items() if level > 3]
    against = {"gain in access": accesses[0], "standard": found[accesses[0]]}
    if not up:
        return Finding("fails", figures, counterexample=against)
    return Finding(
        "holds_if",
        figures,
        "a stricter standard wins more in access to markets than it loses in business that moves "
        f"away (found so from {min(up)} against {mobility} on)",
        against,
    )


@check(114, tolerances=(0.5,))
def minimal_core(models: Models, tolerances: tuple[float, ...] = (1.0, 1.8, 2.4)) -> Finding:
    """Measure how far from its own view each must bear a rule for one that all accept."""
    spread = {
        name: float(institution_gridlock(models.institution(name)).interval.spread)
        for name in ("g7", "p5", "unga")
    }
    room = {
        tolerance: {name: max(2 * tolerance - width, 0.0) for name, width in spread.items()}
        for tolerance in tolerances
    }
    agree_on = {t: [name for name, width in each.items() if width > 0] for t, each in room.items()}
    counted = "; ".join(f"at {t:g} {', '.join(names) or 'none'}" for t, names in agree_on.items())
    needed = ", ".join(f"{width / 2:.2f} in {name}" for name, width in spread.items())
    figures = (
        "There is a rule that every member accepts once each bears one this far from its own "
        f"view: {needed}. So of these bodies agree {counted}."
    )
    powers = [t for t, names in agree_on.items() if "p5" in names]
    against = {"tolerance": tolerances[0], "room among the five": room[tolerances[0]]["p5"]}
    if not powers:
        return Finding("fails", figures, counterexample=against)
    if len(powers) == len(tolerances):
        return Finding("holds", figures)
    return Finding(
        "holds_if", figures, f"each power bears a rule up to {spread['p5'] / 2:.2f} away", against
    )


@check(115, harm=Fraction(2))
def harmless(models: Models, harm: Fraction = Fraction(0)) -> Finding:
    """Measure what is lost if two states set a policy each as it likes, by harm to the other."""

    def payoff(a: int, b: int) -> tuple[Fraction, Fraction]:
        own = (3, 5)
        return (
            Fraction(-((a - own[0]) ** 2)) - harm * b,
            Fraction(-((b - own[1]) ** 2)) - harm * a,
        )

    game = NormalFormGame.from_function(payoff, [[str(level) for level in range(7)]] * 2)
    alone = [sum(game.payoff(cell)) for cell in pure_nash(game)]
    best = max(sum(game.payoff(cell)) for cell in game.profiles())
    lost = max(best - each for each in alone)
    figures = (
        f"Two states that set a policy each as they like, at a harm of {float(harm):g} per unit to "
        f"the other, fall {float(lost):g} short of the most they could have together "
        f"({len(alone)} equilibria)."
    )
    if lost == 0:
        return Finding("holds", f"{figures} This is what harmless means, not a finding.")
    return Finding("fails", figures, counterexample={"harm": float(harm), "lost": float(lost)})


@check(116, false_alarm=0.0)
def two_conditions(models: Models, false_alarm: float = 0.2, risk: float = 0.5) -> Finding:
    """Solve for six powers with and without a lasting balance and a shared view of a breach."""
    issue, order = models.issue("climate"), models.order("g6_consensus")
    views: dict[str, Any] = {
        "shared": 1.0,
        "none": {"detection": 0.5, "false_alarm": false_alarm},
    }
    patience = {"lasting": 0.9, "shaky": float(effective_patience(0.9, risk))}
    brings = {}
    for (balance, d), (view, seen) in itertools.product(patience.items(), views.items()):
        rule = Order(
            order.membership, order.decision, Reciprocity(monitoring=seen), view, "concert"
        )
        game = CooperationGame(issue, rule)
        brings[balance, view] = effectiveness(game, solve(game, patience=d).delivered.payoffs)
    both = brings.pop(("lasting", "shared"))
    needed = {f"balance {a}, view {b}": share < CLAIM < both for (a, b), share in brings.items()}
    counted = ", ".join(f"{share:.3f} ({a}, {b})" for (a, b), share in brings.items())
    return Finding(
        degree(needed),
        f"Six powers on climate bring {both:.3f} if the balance lasts and a breach is seen by all "
        f"as one. Where the balance may end with a chance of {risk:g} a period, or half of all "
        f"breaches are seen and {false_alarm:g} of what is none is taken for one: {counted} (by "
        "balance and view).",
        counterexample={name: "still kept" for name, is_so in needed.items() if not is_so},
    )


@check(117, needed=0.6)
def needs_all_powers(models: Models, needed: float | None = None) -> Finding:
    """Find who can stop a task that needs a share of all capabilities, and when all six can."""
    held = shares(models.world("states"), "cinc")
    bloc = models.institution("eu_council").represented
    held["EU"] = sum(held.pop(state, 0.0) for state in bloc)
    least = min(held[power] for power in POWERS)
    task = 1 - least + 1e-4 if needed is None else needed
    whole = {state: round(1e6 * share) for state, share in held.items()}
    can_stop = vetoers(weighted_game(whole, round(1e6 * task)))
    figures = (
        f"Where a task needs {task:.3f} of the world's material capabilities {len(can_stop)} can "
        f"each stop it ({', '.join(can_stop) or 'nobody'}); the weakest of the six powers has "
        f"{least:.3f}."
    )
    if not set(POWERS) <= set(can_stop):
        missing = [power for power in POWERS if power not in can_stop]
        return Finding("fails", figures, counterexample={"share": task, "cannot stop it": missing})
    lower = vetoers(weighted_game(whole, 600_000))
    return Finding(
        "holds_if",
        f"{figures} Others with as much would have the same say.",
        f"the task needs more than {1 - least:.3f} of all capabilities, so that none of the six "
        "can be done without",
        {"share": 0.6, "who can stop it": list(lower)},
    )


@check(118, together=False)
def voting_bloc(models: Models, together: bool = True) -> Finding:
    """Put a motion to 193, with sixty-one signatories against it as one, or each as it likes."""
    body = quota_game([f"S{i}" for i in range(193)])
    size = 61
    chances = np.full((2, 193), 0.5)
    chances[1] = 0.65
    free = passing_chances(body, chances)
    if together:
        chances[:, :size] = 0.0
    met = passing_chances(body, chances)
    share = banzhaf(body.with_bloc("bloc", [f"S{i}" for i in range(size)]))["bloc"]
    figures = (
        f"A motion that each of 193 backs with a chance of .5 passes with one of {free[0]:.3f}, at "
        f".65 of {free[1]:.3f}; with {size} "
        + ("voting against it as one" if together else "voting as they like")
        + f" {met[0]:.3f} and {met[1]:.3f}. As a bloc they would have {float(share):.6f} of the "
        f"voting power in place of {size / 193:.3f}."
    )
    if (met < free / 2).all():
        return Finding("holds", figures)
    return Finding("fails", figures, counterexample={"pass at .5": round(float(met[0]), 3)})


@check(119, cost=10.0)
def juggling(models: Models, cost: float = 0.5) -> Finding:
    """Find how many of ten real forums serve seven tasks best, at a cost for each forum."""
    states = models.world("states")
    held = {column: shares(states, column) for column in ("gdp", "emissions", "cinc", "population")}
    names = ("unga", "g20", "g7", "oecd", "nato", "brics", "sco", "p5", "mef", "asean")
    can: dict[str, set[str]] = {}
    for name in names:
        inside = models.institution(name).represented
        view = list(points(states, inside).values())
        has = {c: sum(each.get(state, 0.0) for state in inside) for c, each in held.items()}
        can[name] = {f"most {c}" for c in held if has[c] >= 0.6}
        # Deep rules need likeness and weight, talks among rivals few seats, and law everybody.
        can[name] |= {"deep rules"} if np.ptp(view) <= 2.5 and has["gdp"] >= 0.4 else set()
        can[name] |= {"talks of rivals"} if len(inside) <= 6 and np.ptp(view) >= 3 else set()
        can[name] |= {"law for all"} if len(inside) == states.n else set()
    served = [
        max(len(set().union(*(can[f] for f in some))) for some in itertools.combinations(names, m))
        for m in range(len(names) + 1)
    ]

    def best_at(price: float) -> int:
        return int(np.argmax([tasks - price * m for m, tasks in enumerate(served)]))

    best = best_at(cost)
    figures = (
        f"Of seven kinds of task the best one, two, three and four of {len(names)} forums serve "
        f"{', '.join(map(str, served[1:5]))}; at a cost of {cost:g} tasks a forum {best} are best."
    )
    if 1 < best < len(names):
        return Finding(
            "holds_if",
            figures,
            f"a forum costs less than the {served[2] - served[1]} task that a second one adds",
            {"cost": 2.0 * served[1], "best number": best_at(2.0 * served[1])},
        )
    return Finding("fails", figures, counterexample={"cost": cost, "best number": best})
