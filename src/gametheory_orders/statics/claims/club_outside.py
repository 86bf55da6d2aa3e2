"""Checks of the claims about the club: what it does to those outside it (46 to 55).

Builds on club_worlds.py. Not here: what the like-minded can do (club.py), or the claims' words
(models/claims/club.toml).
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.foundations.tolerances import CLAIM_PROGRAM
from gametheory_orders.issues import PublicGood
from gametheory_orders.solvers.coalition_structures import structure_payoffs
from gametheory_orders.solvers.depth_by_admission import depth_by_admission
from gametheory_orders.solvers.rival_clubs import RivalClubs, rival_clubs
from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from gametheory_orders.solvers.transfers import transfer_stable
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.club_worlds import (
    DEMOCRACIES,
    figures,
    good,
    names,
    share_of_gain,
)
from gametheory_orders.worlds import World

FREE = ("US", "EU", "Japan", "Canada", "Brazil", "LatAm", "India", "Safrica")
"""Regions of the climate world that are mostly democracies: our own cut, as it has no figures."""


@check(46, dearest=0)
def hypocrisy(models: Models, dearest: int = 8) -> Finding:
    """Check that fewer side with a leader the more often it breaks its own principle."""
    kept = (1.0, 0.8, 0.6, 0.4, 0.2)
    siding = {f"S{i + 1}": dearest * (i + 1) / 8 for i in range(8)}
    sided = []
    for honest in kept:
        found = rival_clubs(
            dict.fromkeys(siding, 1),
            cost=(siding, 100),
            benefit=(honest, 1.0),
            leaders=(3, 0),
        )
        sided.append(float(sum(found[0].with_a)))
    evidence = (
        f"A leader that stands by its principle in {figures(kept, 1)} of the cases is followed by "
        f"{figures(sided, 0)} of eight states for whom siding with it costs between "
        f"{dearest / 8:g} and {dearest}."
    )
    weakly = sided == sorted(sided, reverse=True)
    if weakly and sided[-1] < sided[0]:
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"followers": sided[-1], "kept": kept[-1]})


@check(47, across=CLAIM_PROGRAM)
def two_camps(models: Models, across: float = 1.0) -> Finding:
    """Compare one agreement of all with two camps that each act as one."""
    issue = models.issue("climate")
    assert isinstance(issue, PublicGood)
    free = issue.world.mask(FREE)
    scale = np.where(free, 1.0, across)
    world = issue.world.with_columns(
        {"stake": issue.stakes * scale, "capacity": issue.capacities * scale}
    )
    scaled = PublicGood(world)
    rng = np.random.default_rng(47)
    splits = np.vstack([free, rng.random((100, issue.n)) < 0.5])
    payoffs = structure_payoffs(scaled, np.where(splits, 0, 1)).sum(axis=1)
    base = float(scaled.payoffs(scaled.reference()).sum())
    best = float(scaled.payoffs(scaled.first_best()).sum())
    reached = (payoffs - base) / (best - base)
    alone = stable_coalitions(scaled, price="joint").best
    evidence = (
        f"Two camps, mostly democracies and the rest, that each act as one reach "
        f"{reached[0]:.3f} of what all together could; a hundred random ways to split reach "
        f"{reached[1:].mean():.3f} on average and {reached[1:].max():.3f} at most. But of those "
        f"whom nothing but open entry holds only {alone.size} stay together, and reach "
        f"{alone.effectiveness:.3f}."
    )
    if reached[0] > 0.99:
        return Finding("fails", evidence, counterexample={"reached": round(float(reached[0]), 3)})
    if alone.effectiveness < reached[0]:
        return Finding(
            "holds_if",
            evidence,
            condition="all would otherwise cooperate; where they would not, two solid camps do "
            "more than no camps",
            counterexample={
                "without_camps": round(float(alone.effectiveness), 3),
                "two_camps": round(float(reached[0]), 3),
            },
        )
    return Finding("holds", evidence)


def _courted(rival: float, need: float, brokers: int = 3) -> RivalClubs:
    """Return two clubs that court brokers; allies lean to A, partners to B."""
    lean_a = {"ally": 1, "broker": 6, "partner": 12}
    lean_b = {"ally": 12, "broker": 8, "partner": 1}
    dependent = {"ally": 0, "broker": need, "partner": 0}
    return rival_clubs(
        {"ally": 1, "broker": 1, "partner": 1},
        cost=(lean_a, lean_b),
        dependence=(dependent, dependent),
        leaders=(5, rival),
        counts=[4, brokers, 3],
    )


@check(48, rival=0.0)
def clubs_of_their_own(models: Models, rival: float = 5.0) -> Finding:
    """Check that each of two clubs is held down by the other."""
    found = _courted(rival, 0.25)
    pairs = [(each.weight_a, each.weight_b) for each in found]
    evidence = (
        f"With leaders of weight 5 and {rival:g} there are {len(found)} equilibria, in which the "
        f"clubs weigh {', '.join(f'{a:g} and {b:g}' for a, b in pairs)}. Alone the first would "
        f"weigh {found.alone_a:g}, the second {found.alone_b:g}."
    )
    bounded = all(a < found.alone_a and b < found.alone_b for a, b in pairs)
    if bounded:
        return Finding("holds", evidence)
    return Finding("mixed", evidence)


@check(49, across=CLAIM_PROGRAM)
def borders_of_ideology(models: Models, across: float = 1.0) -> Finding:
    """Find the most that a club of one type could do about a problem of all."""
    issue = models.issue("climate")
    assert isinstance(issue, PublicGood)
    free = issue.world.mask(DEMOCRACIES)
    scale = np.where(free, 1.0, across)
    scaled = PublicGood(
        issue.world.with_columns(
            {"stake": issue.stakes * scale, "capacity": issue.capacities * scale}
        )
    )

    def cap(members: np.ndarray) -> float:
        price = np.where(members, scaled.stakes.sum(), scaled.stakes)
        return share_of_gain(scaled, scaled.capacities * price)

    rng = np.random.default_rng(49)
    drawn = [rng.permutation(issue.n) < 4 for _ in range(60)]
    caps = np.array([cap(members) for members in drawn])
    own = cap(free)
    wider = cap(issue.world.mask(FREE))
    states = models.world("states")
    emitted = np.nan_to_num(states.columns["emissions"])
    theirs = emitted[np.nan_to_num(states.columns["libdem"]) >= 0.5].sum() / emitted.sum()
    evidence = (
        f"If the four rich democracies did all that is best for the world they would bring "
        f"{own:.3f} of the possible gain, more than {np.mean(caps < own):.0%} of random groups of "
        f"four; all mostly democratic regions {wider:.3f}. States above 0.5 on the index of "
        f"liberal democracy emit {theirs:.2f} of all greenhouse gases."
    )
    if own < 0.5:
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"share_of_gain": round(own, 3)})


@check(50, gap=0.3)
def two_categories(models: Models, gap: float = 0.0) -> Finding:
    """Find what a line between two sorts of states costs where many stand close to it."""
    world = models.world("states")
    known = ~np.isnan(world.columns["libdem"])
    kind = np.where(known, world.columns["libdem"], 0.0)
    kind = kind + gap * np.sign(kind - 0.5)
    people = world.columns["population"] / world.columns["population"].sum()
    close = known & (np.abs(kind - 0.5) <= 0.1)
    figure = {
        "stake": np.nan_to_num(world.columns["gdp"]) / np.nansum(world.columns["gdp"]),
        "capacity": np.nan_to_num(world.columns["emissions"]) + 1e-6,
    }
    issue = PublicGood(World(world.ids, figure))

    def reached(members: np.ndarray) -> float:
        return share_of_gain(issue, issue.joint_actions(members))

    inside = kind >= 0.5
    below, above = (close & ~inside), (close & inside)
    turned_away = reached(inside | below) - reached(inside)
    let_in = reached(inside) - reached(inside & ~above)
    guests = [float(world.columns["libdem"][world.index(s)]) for s in ("COD", "PAK")]
    others = [float(world.columns["libdem"][world.index(s)]) for s in ("SGP", "TUR")]
    evidence = (
        f"{int(close.sum())} states with {people[close].sum():.2f} of all people stand within 0.1 "
        f"of the line at 0.5. Those just below would add {turned_away:.3f} of the possible gain "
        f"from cutting emissions, those just above add {let_in:.3f}. No line at all gives the "
        f"guest list of 2021: invited were two with {figures(guests)} on the index of liberal "
        f"democracy, not invited two with {figures(others)}."
    )
    no_line = min(guests) < max(others)
    if no_line and people[below].sum() > 0.01 and turned_away > 0.001:
        return Finding("holds", evidence)
    return Finding("mixed", evidence)


@check(51, poor=(2.0, 1.0))
def rich_clubs(models: Models, poor: tuple[float, float] = (1.0, 3.0)) -> Finding:
    """Count the clubs that hold rich and poor together, without payments and with them."""
    rich = (2.0, 1.0)
    issue = good([rich[0]] * 4 + [poor[0]] * 4, [rich[1]] * 4 + [poor[1]] * 4)
    wealthy, others = set(names(8)[:4]), set(names(8)[4:])
    free = [set(each.members) for each in stable_coalitions(issue, "internal", price="joint")]
    paid = transfer_stable(issue)
    with_money = [set(paid.members(j)) for j in range(len(paid))]
    both = [
        [each for each in sets if each & wealthy and each & others] for sets in (free, with_money)
    ]
    counts = [len(sets) for sets in both]
    climate = transfer_stable(models.issue("climate"))
    alone = stable_coalitions(models.issue("climate"), price="joint").best
    evidence = (
        f"Four rich states have a stake of {rich[0]:g} and a capacity of {rich[1]:g} each, four "
        f"poor ones {poor[0]:g} and {poor[1]:g}. Of the clubs that nobody leaves {counts[0]} hold "
        f"rich and poor together; if members can pay each other, {counts[1]} do. On climate "
        f"{' and '.join(alone.members)} stay together without payments "
        f"({alone.effectiveness:.3f} of the possible gain), and at best "
        f"{', '.join(climate.best)} with them ({climate.effectiveness.max():.3f})."
    )
    if counts[1] > counts[0]:
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"without": counts[0], "with": counts[1]})


@check(52, rival=0.0)
def choosing_sides(models: Models, rival: float = 5.0) -> Finding:
    """Check that fewer side with a club the more they depend on its rival."""
    grid = (0.0, 0.25, 0.5, 0.75, 1.0)
    found = [_courted(rival, need) for need in grid]
    sided = [float(max(each.with_a[1] for each in one)) for one in found]
    between = [max(each.non_aligned[1] for each in one) for one in found]
    evidence = (
        f"As dependence on either side grows from {grid[0]:g} to {grid[-1]:g} per unit of its "
        f"weight, at most {figures(sided, 0)} of three states between two clubs side with the "
        f"first in any equilibrium, and up to {figures(between, 0)} stay non-aligned."
    )
    if sided == sorted(sided, reverse=True) and sided[-1] < sided[0]:
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"dependence": grid[-1], "sided": sided[-1]})


@check(53, reach=0.25)
def by_conduct(models: Models, reach: float = 1.0) -> Finding:
    """Compare a club of one sort of regime with one of states that vote alike."""
    world = models.world("states")
    votes, regime = world.columns["ideal_point"], np.nan_to_num(world.columns["libdem"])
    known = ~np.isnan(votes)
    core = known & (regime >= 0.6)
    middle = float(np.median(votes[core]))
    alike = known & (np.abs(np.nan_to_num(votes) - middle) <= reach)
    people = world.columns["population"] / world.columns["population"].sum()

    def apart(members: np.ndarray) -> float:
        gaps = np.abs(votes[members][:, None] - votes[members])
        return float(gaps.sum() / (members.sum() * (members.sum() - 1)))

    needed = abs(float(votes[world.index("VNM")]) - middle)
    count, before = int(alike.sum()), int(core.sum())
    shares = [float(people[members].sum()) for members in (core, alike)]
    evidence = (
        f"{before} states stand at 0.6 or more on the index of liberal democracy; they have "
        f"{shares[0]:.2f} of all people and are {apart(core):.2f} apart on average in their votes "
        f"in the General Assembly. {count} states vote within {reach:g} of that group's median, "
        f"whatever their regime; they have {shares[1]:.2f} of all people and are "
        f"{apart(alike):.2f} apart. Vietnam comes in only at a distance of {needed:.2f}."
    )
    if count <= before:
        return Finding("fails", evidence, counterexample={"by_conduct": count, "by_type": before})
    wider = shares[1] > shares[0] and needed <= reach
    return Finding("holds" if wider else "mixed", evidence)


@check(54, founders=8)
def gradual_expansion(models: Models, founders: int = 2) -> Finding:
    """Compare the treaty of a community that grows with one that all join at once."""
    rng = np.random.default_rng(54)
    draws = 60
    deeper = never_shallower = all_in = 0
    for row in rng.random((draws, 8)):
        found = depth_by_admission([float(x) for x in row], "2/3", founders=founders)
        never_shallower += found.depth >= found.all_at_once
        deeper += found.depth > found.all_at_once
        all_in += len(found.members) == 8
    evidence = (
        f"Eight states with random wishes, {founders} of which begin: taking in one after the "
        f"other ends no shallower than all at once in {never_shallower} of {draws} draws, and "
        f"deeper in {deeper}. It ends with everyone inside in {all_in}."
    )
    if not deeper:
        return Finding("fails", evidence, counterexample={"founders": founders, "deeper": deeper})
    return Finding("holds" if never_shallower == draws == all_in else "mixed", evidence)


@check(55, rivals=("CHN", "RUS", "IND"))
def best_defence(models: Models, rivals: tuple[str, ...] = ("CHN", "RUS")) -> Finding:
    """Compare leagues of democracies with those they defend themselves against."""
    world = models.world("states")
    power = world.columns["cinc"] / world.columns["cinc"].sum()
    against = float(power[world.mask(rivals)].sum())
    free = np.nan_to_num(world.columns["libdem"]) >= 0.5
    free &= ~world.mask(rivals)
    leagues = {
        "the G7": float(power[world.mask(models.institution("g7").represented)].sum()),
        "the D-10": float(power[world.mask(models.institution("d10").represented)].sum()),
        "all above 0.5 on the index of liberal democracy": float(power[free].sum()),
        "everyone else": 1 - against,
    }
    league = good(list(power[free & (power > 0)]), list(power[free & (power > 0)]))
    apart = float(league.quantity(league.reference()) / league.quantity(league.first_best()))
    held = ", ".join(f"{name} {share:.3f}" for name, share in leagues.items())
    evidence = (
        f"The rivals have {against:.3f} of the world's material capability; {held}. Each alone, "
        f"democracies would do {apart:.2f} of what they would do together, if defence is the sum "
        "of what all do and each values it as it can."
    )
    smaller, larger = leagues["the G7"], leagues["all above 0.5 on the index of liberal democracy"]
    if larger < against:
        return Finding("fails", evidence, counterexample={"league": larger, "rivals": against})
    if smaller < against:
        return Finding(
            "holds_if",
            evidence,
            condition="the league takes in far more than the leading seven, and counts as one",
            counterexample={"league": round(smaller, 3), "rivals": round(against, 3)},
        )
    return Finding("holds", evidence)
