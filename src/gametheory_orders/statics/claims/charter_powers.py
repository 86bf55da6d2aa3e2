"""Checks of the claims about the charter: rivals, burdens, sanctions, the lowest denominator.

Builds on every lower room. Not here: the Council (charter.py), secretariats and sovereignty
(charter_agents.py).
"""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np

from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import public_good
from gametheory_orders.issues.collective_action import CollectiveAction
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.orders import Largest, Unanimity
from gametheory_orders.solvers.agenda import agenda_setter
from gametheory_orders.solvers.mobilisation import mobilisation
from gametheory_orders.solvers.repeated import trust_threshold
from gametheory_orders.solvers.solve import deliver, solve
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.small_worlds import (
    good_of,
    material_effectiveness,
    states,
    under,
)
from gametheory_orders.worlds import World


@check(17, benefit="linear")
def vacuum(models: Models, benefit: str = "quadratic") -> Finding:
    """Check that a rival does more as the leader does less, and moves the agenda its way."""
    settings = {"benefit": benefit} | ({"satiation": 10.0} if benefit == "quadratic" else {})
    duel = good_of([1.0, 1.0], settings=settings)
    efforts = [float(duel.best_reply(1, np.array([led, 0.0]))) for led in (4.0, 2.0, 0.0)]
    world = models.issue("aggression").world
    points = dict(zip(world.ids, world.columns["ideal_point"].tolist(), strict=True))
    start = float(np.median(list(points.values()))) + 1.0
    us, china = (agenda_setter("majority", points, name, start).policy for name in ("USA", "CHN"))
    cost = abs(china - points["USA"]) - abs(us - points["USA"])
    evidence = (
        f"As the leader's effort falls from 4 to 2 and 0 its rival's rises from {efforts[0]:.2f} "
        f"to {efforts[1]:.2f} and {efforts[2]:.2f}. In the Assembly, on the ideal points of 2012, "
        f"an agenda set by China rather than the United States moves what is decided {cost:.2f} "
        "further from the latter."
    )
    fills = efforts[0] < efforts[1] < efforts[2]
    return Finding("holds" if fills and cost > 0 else "mixed", evidence)


@check(18, incomes=(8.0, 8.0, 8.0))
def relative_bargain(models: Models, incomes: tuple[float, ...] = (10.0, 8.0, 6.0)) -> Finding:
    """Check that the largest pays more than its part, and still gains over paying alone."""

    def alliance(values: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
        n = len(values)
        figures = {"stake": [0.5] * n, "unit_cost": [0.5] * n, "income": list(values)}
        issue = public_good(
            World(states(n), {k: np.array(v) for k, v in figures.items()}),
            benefit="log",
            cost="income",
        )
        paid = issue.reference()
        return paid, issue.payoffs(paid)

    paid, worth = alliance(incomes)
    _, alone = alliance(incomes[:1])
    share, part = float(paid[0] / paid.sum()), 1 / len(incomes)
    gain = float(worth[0] - alone[0])
    world = models.issue("aggression").world
    gdp = world.columns["gdp"]
    of_gdp = float(gdp[world.index("USA")] / gdp.sum())
    evidence = (
        f"Of three with incomes {', '.join(f'{x:.0f}' for x in incomes)} who share one good, the "
        f"largest pays {share:.2f} and has {part:.2f} of the benefit; it is still better off by "
        f"{gain:.3f} than alone. The United States has {of_gdp:.3f} of the income of 193 states, "
        "against an assessed share of 0.22 in the regular budget and about 0.28 in peacekeeping."
    )
    return Finding("holds" if share > part + 1e-9 and gain > 0 else "mixed", evidence)


@check(23, weight=0.0)
def rivals_first(models: Models, weight: float = 0.4) -> Finding:
    """Check that rivalry costs the common good, and more among few than among many."""
    lost = []
    for n in (2, 4, 8, 16):
        stakes = [1.0] * n
        columns = {"rivalry": [weight] * n} if weight else {}
        alone = good_of(stakes, columns=columns).reference()
        lost.append(0.0 - round(material_effectiveness(stakes, alone), 9))
    evidence = (
        f"States that weigh the others' gains at {weight} do less for a common good than if each "
        f"only minded its own: among 2, 4, 8 and 16 equal ones that loses {lost[0]:.2f}, "
        f"{lost[1]:.2f}, {lost[2]:.2f} and {lost[3]:.2f} times what cooperation could bring."
    )
    falls = all(a > b for a, b in itertools.pairwise(lost)) and lost[-1] > 0
    return Finding("holds" if falls else "mixed", evidence)


@check(27, drift=0.0)
def seats_that_follow_power(models: Models, drift: float = 0.15, seed: int = 27) -> Finding:
    """Check that a council of the strongest speaks for less power the later seats follow."""
    rng = np.random.default_rng(seed)
    start = models.world("states").columns["cinc"]
    size = np.where(np.isnan(start), 0.0, start)[np.argsort(-start)[:40]]
    years = [np.log(size)]
    for _ in range(400):
        years.append(years[-1] + rng.normal(0.0, drift / 2, len(size)))
    worlds = [World(states(len(size)), {"cinc": np.exp(each)}) for each in years]
    held = [Largest(by="cinc", count=5).eligible(world) for world in worlds]
    gaps = []
    for lag in (0, 10, 40):
        short = [
            float((power[held[t]].sum() - power[held[t - lag]].sum()) / power.sum())
            for t, power in ((t, worlds[t].columns["cinc"]) for t in range(40, len(worlds)))
        ]
        gaps.append(float(np.mean(short)))
    evidence = (
        "Forty states start at their capabilities of 2022 and drift apart for 400 periods. Five "
        f"seats that follow at once, after 10 and after 40 periods miss {gaps[0]:.3f}, "
        f"{gaps[1]:.3f} and {gaps[2]:.3f} of all capability that the five strongest would have."
    )
    return Finding("holds" if gaps[0] < gaps[1] < gaps[2] else "mixed", evidence)


@check(32, joiners=2)
def symbols_that_coordinate(models: Models, joiners: int = 10) -> Finding:
    """Check that a public signal lowers the trust that joint sanctions need."""
    stake, safe = Fraction(4), Fraction(3)
    public = trust_threshold(safe, stake, 2)
    private = trust_threshold(safe, stake, joiners)
    evidence = (
        f"{joiners} states may join sanctions that work only if all do (worth {stake}; staying "
        f"out is worth {safe}). If each looks at the others one by one it must trust each with "
        f"{float(private):.3f}; if all look at one public vote, in that vote with "
        f"{float(public):.3f}."
    )
    return Finding("holds" if private > public else "mixed", evidence)


@check(33, growth=Fraction(0))
def wearing_off(models: Models, growth: Fraction = Fraction(1, 4)) -> Finding:
    """Check that fewer stay in an effort as its cost grows, and that the rest leave faster."""
    issue = models.issue("aggression")
    if not isinstance(issue, CollectiveAction):
        raise TypeError(issue.family)
    willing = (issue.benefits > issue.costs) & issue.able
    ratio = issue.benefits[willing] / issue.costs[willing]
    worth = {
        name: Fraction(round(float(x) * 100), 100)
        for name, x in zip(issue.world.members(willing), ratio, strict=True)
    }
    found = mobilisation(worth, start=Fraction(1), growth=growth, periods=12)
    counts = [len(members) for members in found.members]
    hazards = [float(each) for each in found.hazard if each is not None]
    first, later = hazards[1:4], hazards[4:8]
    evidence = (
        f"Of the states to whom sanctions on a permanent member are worth their cost, "
        f"{counts[0]} are in at first, {counts[4]} after four periods and {counts[8]} after "
        f"eight, as the cost grows by {float(growth)} of its start each time; the part of those "
        f"still in that leaves is {np.mean(first):.2f} at first, then {np.mean(later):.2f}."
    )
    if counts[8] >= counts[0]:
        return Finding("fails", evidence, counterexample={"growth of the cost": str(growth)})
    return Finding("holds" if np.mean(later) > np.mean(first) else "mixed", evidence)


@check(34, exposures=(0.0, 0.0, 0.0))
def reluctant_to_cut_ties(
    models: Models, exposures: tuple[float, ...] = (0.25, 0.5, 1.0)
) -> Finding:
    """Check that states join sanctions only if these are worth more than their ties."""
    issue = models.issue("aggression")
    if not isinstance(issue, CollectiveAction):
        raise TypeError(issue.family)
    # The file's cost is a quarter of a percent of income.
    counts, weights = [], []
    for each in exposures:
        joins = issue.able & (issue.benefits > issue.costs * each / 0.25)
        counts.append(int(joins.sum()))
        weights.append(float(issue.weights[joins].sum() / issue.weights.sum()))
    n = int(issue.able.sum())
    evidence = (
        f"Of {n} states, sanctions on a permanent member are worth their cost to {counts[0]}, "
        f"{counts[1]} and {counts[2]} if cutting ties costs {exposures[0]}, {exposures[1]} and "
        f"{exposures[2]} percent of income; they hold {weights[0]:.2f}, {weights[1]:.2f} and "
        f"{weights[2]:.2f} of the capability. Worth and cost are illustrative."
    )
    falls = counts[0] > counts[1] > counts[2] and counts[0] < n
    return Finding("holds" if falls else "mixed", evidence)


@check(35, spreads=(0.0, 0.0, 0.0))
def lowest_denominator(
    models: Models, spreads: tuple[float, ...] = (0.2, 0.5, 0.8), seed: int = 35
) -> Finding:
    """Check that unanimity agrees on less among more states, and among more unlike ones."""

    def reached(n: int, spread: float) -> tuple[float, int]:
        rng = np.random.default_rng(seed)
        gains, refused = [], 0
        for _ in range(20):
            game = under(good_of(rng.uniform(1 - spread, 1 + spread, n)), Unanimity())
            found = deliver(game)
            refused += not found.reached
            gains.append(effectiveness(game, game.issue.payoffs(found.actions)))
        return float(np.mean(gains)), refused

    numbers = (3, 6, 12, 24)
    found = [reached(n, spreads[1]) for n in numbers]
    by_number = [gain for gain, _ in found]
    by_spread = [reached(6, spread)[0] for spread in spreads]
    climate = []
    for name in ("charter_unanimity", "charter_majority"):
        game = CooperationGame(models.issue("climate"), models.order(name))
        climate.append(
            effectiveness(game, game.issue.payoffs(solve(game).agreed.agreement.actions))
        )
    evidence = (
        "On twenty random worlds each, unanimity reaches "
        f"{', '.join(f'{x:.2f}' for x in by_number)} of the possible gain among 3, 6, 12 and 24 "
        f"states, and {', '.join(f'{x:.2f}' for x in by_spread)} among six as their stakes "
        f"spread by {', '.join(str(x) for x in spreads)}. On climate it agrees on "
        f"{climate[0]:.3f}, a majority on {climate[1]:.3f}."
    )
    unlike = all(a > b for a, b in itertools.pairwise(by_spread))
    many = all(a > b for a, b in itertools.pairwise(by_number[1:]))
    if not (unlike and many and climate[0] < climate[1]):
        return Finding("mixed", evidence)
    if by_number[0] > by_number[1]:
        return Finding("holds", evidence)
    return Finding(
        "holds_if",
        evidence,
        "there are more than a few states: among three, one that cares far more than the rest "
        "may do better alone, and then refuses",
        {
            "states": numbers[0],
            "gain": round(by_number[0], 3),
            "worlds without agreement": found[0][1],
        },
    )
