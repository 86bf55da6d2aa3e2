"""Checks of the claims about the club: what the like-minded can do (36 to 45).

Builds on club_worlds.py. Not here: what a club does to outsiders (club_outside.py), or the claims'
words (models/claims/club.toml).
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.foundations.tolerances import CLAIM
from gametheory_orders.games import CooperationGame
from gametheory_orders.measures.institutions import institution_gridlock
from gametheory_orders.orders import Joint, club
from gametheory_orders.solvers.agenda import agenda_setter
from gametheory_orders.solvers.entry_game import entry_game
from gametheory_orders.solvers.gridlock import gridlock_interval
from gametheory_orders.solvers.leadership import hedging, needed_reliability, patience_under
from gametheory_orders.solvers.nash.solve import nash_equilibria
from gametheory_orders.solvers.repeated import trust_threshold
from gametheory_orders.solvers.stable_coalitions import stable_codes
from gametheory_orders.solvers.subsets import as_masks
from gametheory_orders.solvers.symmetric_types import stable_types
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.club_worlds import (
    DEMOCRACIES,
    agreed_gain,
    agreed_level,
    delivered_gain,
    falls,
    figures,
    good,
    legitimacy_of,
    line,
    names,
    rises,
    solved,
)


@check(36, rule="majority")
def shared_values(models: Models, rule: str = "unanimity") -> Finding:
    """Check that less is stuck, and more is agreed, as ideal points close in."""
    rng = np.random.default_rng(36)
    order = club(members=names(7), decision="consensus" if rule == "unanimity" else "majority")
    widths = (1.0, 0.75, 0.5, 0.25)
    narrower = deeper = 0
    stuck, depth = np.zeros(4), np.zeros(4)
    for points in rng.random((6, 7)):
        drawn = [points.mean() + width * (points - points.mean()) for width in widths]
        lengths = [float(gridlock_interval(rule, list(x)).length) for x in drawn]
        levels = [agreed_level(line(list(x)), order) for x in drawn]
        narrower += falls(lengths)
        deeper += rises(levels)
        stuck += np.array(lengths) / 6
        depth += np.array(levels) / 6
    seven = float(institution_gridlock(models.institution("g7")).interval.length)
    five = float(institution_gridlock(models.institution("p5")).interval.length)
    evidence = (
        f"In {narrower} of 6 random clubs of seven less is stuck at each step as ideal points "
        f"close in ({figures(stuck)} on average), and in {deeper} what is agreed goes further "
        f"({figures(depth)}). On votes in the General Assembly {seven:.2f} of the line is stuck "
        f"among the G7, and {five:.2f} among the five permanent members."
    )
    if narrower == deeper == 6 and seven < five:
        return Finding("holds", evidence)
    return Finding("mixed", evidence)


@check(37, temptation=5)
def security_community(models: Models, temptation: int = 3) -> Finding:
    """Find how much trust disarming takes, as a shared identity makes war worth less."""
    # Both disarmed 4; armed against a disarmed neighbour `temptation`; both armed 2. An identity
    # makes it less bad to have been the trusting one.
    values = (0, 0.5, 1, 1.5, 3)
    peace, war = ((1, 0), (1, 0)), ((0, 1), (0, 1))
    needed: list[float] = []
    possible: list[bool] = []
    for identity in values:
        rows = [[4, identity], [temptation, 2]]
        found = list(nash_equilibria(rows, [list(row) for row in zip(*rows, strict=True)]))
        possible.append(war in found)
        between = [float(one[0]) for one, _ in found if 0 < one[0] < 1]
        needed.append((between[0] if between else 0.0) if peace in found else 1.0)
    if min(needed) >= 1.0:
        return Finding(
            "fails",
            f"Who arms against a disarmed neighbour has {temptation}, more than the 4 of peace: "
            "no amount of trust makes disarming the better reply.",
            counterexample={"temptation": temptation, "peace": 4},
        )
    thirty = trust_threshold(temptation, 4, 30)
    trust = round(needed[0], 3)
    return Finding(
        "holds_if",
        f"With an identity worth {figures(values, 1)} peace takes a trust of "
        f"{figures(needed, 3)}. War is an equilibrium as well in {sum(possible)} of the five. "
        f"Where peace takes all of thirty allies and "
        f"whoever is alone in trusting has nothing, trust in each must be {thirty:.3f}.",
        condition=f"trust of more than {trust}, or an identity that makes war nobody's best reply",
        counterexample={"identity": 0, "trust": 0.5, "trust_needed": trust},
    )


@check(38, decision="joint")
def harmonisation(models: Models, decision: str = "consensus") -> Finding:
    """Check that the level which all accept falls as members differ more."""
    rng = np.random.default_rng(38)
    order = club(members=names(8), decision=decision)
    fell = 0
    depth = np.zeros(4)
    for drawn in rng.random((8, 8)):
        centred = (drawn - drawn.mean()) / np.abs(drawn - drawn.mean()).max()
        levels = [
            agreed_level(good(list(1 + spread * centred)), order) / 8
            for spread in (0.0, 0.25, 0.5, 0.75)
        ]
        fell += falls(levels)
        depth += np.array(levels) / 8
    climate = models.issue("climate")
    part, apart = [], []
    for members in (DEMOCRACIES, climate.world.ids):
        found = agreed_level(climate, club(members=members, decision=decision))
        part.append(found / agreed_level(climate, club(members=members, decision=Joint())))
        mask = climate.world.mask(members)
        wishes = climate.world.columns["stake"][mask] / climate.world.columns["capacity"][mask]
        apart.append(float(wishes.max() / wishes.min()))
    evidence = (
        f"With the mean stake held fixed, the level agreed falls with every step of spread in "
        f"{fell} of 8 random groups (as a share of the best one {figures(depth)} on average). In "
        f"the climate world the four rich democracies, whose own wishes differ by a factor of "
        f"{apart[0]:.1f}, agree on {part[0]:.2f} of what is best for them together; all "
        f"fifteen, who differ by {apart[1]:.1f}, on {part[1]:.2f}."
    )
    return Finding("holds" if fell == 8 and part[0] > part[1] else "mixed", evidence)


@check(39, ability="equal")
def two_thresholds(models: Models, ability: str = "unequal") -> Finding:
    """Check that either condition costs members, and less of the club's strength."""
    world = models.world("states")
    freedom, power = np.nan_to_num(world.columns["libdem"]), world.columns["cinc"]
    strength = power if ability == "unequal" else np.ones(world.n)
    strength = strength / strength.sum()
    tested = (
        [freedom >= least for least in (0.3, 0.4, 0.5, 0.6, 0.7)],
        [(freedom >= 0.5) & (power >= least) for least in (0.0, 0.001, 0.005, 0.01, 0.02)],
    )
    counts = [[int(mask.sum()) for mask in masks] for masks in tested]
    held = [[float(strength[mask].sum()) for mask in masks] for masks in tested]
    lost = [
        (1 - share[-1] / share[0]) / (1 - count[-1] / count[0])
        for count, share in zip(counts, held, strict=True)
    ]
    evidence = (
        f"Raising the line of liberal democracy from 0.3 to 0.7 leaves {counts[0][-1]} of "
        f"{counts[0][0]} states, with {held[0][-1]:.2f} of the world's capability in place of "
        f"{held[0][0]:.2f}. Raising that of ability, among those above 0.5, leaves "
        f"{counts[1][-1]} of {counts[1][0]}, with {held[1][-1]:.2f} in place of {held[1][0]:.2f}. "
        f"For each percent of members lost the club loses {lost[0]:.2f} percent of its strength "
        f"on the first way, {lost[1]:.2f} on the second."
    )
    fewer = all(falls(map(float, count)) for count in counts)
    return Finding("holds" if fewer and max(lost) < 1 - CLAIM else "mixed", evidence)


@check(40, votes=7)
def steering(models: Models, votes: int = 4) -> Finding:
    """Check that a steering member moves what is decided as far as the pivot lets it."""
    rng = np.random.default_rng(40)
    order_of = names(7)
    closer = bounded = stuck = 0
    draws = 60
    for row in rng.random((draws, 7)):
        points = dict(zip(order_of, map(float, np.sort(row)), strict=True))
        leader, status_quo = points["S7"], points["S2"]
        floor = float(np.median(row))
        found = agenda_setter(votes, points, leader, status_quo)
        policy = float(found.policy)
        closer += abs(policy - leader) < abs(floor - leader) - CLAIM
        bounded += float(found.accepted[0]) - CLAIM <= policy <= float(found.accepted[1]) + CLAIM
        stuck += found.gridlocked
    ten = models.institution("d10")
    at = {name: float(x) for name, x in institution_gridlock(ten).interval.ideal_points.items()}
    real = agenda_setter(ten.voting_rule("majority" if votes < 7 else None), at, at["USA"], 0)
    middle = float(np.median(list(at.values())))
    evidence = (
        f"With one member who alone may propose, seven members of whom {votes} must agree decide "
        f"closer to it than with an open floor in {closer} of {draws} draws, nothing in {stuck}; "
        f"always within what the pivot accepts ({bounded}). In the D-10, on votes in the General "
        f"Assembly, a proposal of the United States moves the policy from the median {middle:.2f} "
        f"to {float(real.policy):.2f}; its own wish is {at['USA']:.2f}."
    )
    if closer == bounded == draws:
        return Finding("holds", evidence)
    if closer == 0:
        return Finding("fails", evidence, counterexample={"votes_needed": votes, "stuck": stuck})
    return Finding("mixed", evidence)


@check(41, name="brics")
def rich_and_few(models: Models, name: str = "g12") -> Finding:
    """Compare what a club holds of output and of people, and its two virtues."""
    group = models.institution(name)
    output, people = group.share("gdp") or 0.0, group.share("population") or 0.0
    power = group.share("cinc") or 0.0
    billions = people * float(models.world("states").columns["population"].sum()) / 1e9
    climate = models.issue("climate")
    few = solved(climate, models.order("club_joint"))
    everyone = solved(climate, models.order("charter_two_thirds"))
    worth = [agreed_gain(each) for each in (few, everyone)]
    right = [legitimacy_of(each).index for each in (few, everyone)]
    evidence = (
        f"In figures of 2022 the group has {output:.3f} of the world's output at current prices, "
        f"{power:.3f} of its material capability and {people:.3f} of its people "
        f"({billions:.2f} billion). The paper's 60 percent of output is not reached. On climate "
        f"four rich democracies bring {worth[0]:.3f} of the possible gain with a legitimacy of "
        f"{right[0]:.2f}; all by two thirds bring {worth[1]:.3f} with {right[1]:.2f}."
    )
    if output > 0.6:
        evidence = evidence.replace(" The paper's 60 percent of output is not reached.", "")
    if output < 2 * people:
        return Finding("fails", evidence, counterexample={"output": output, "people": people})
    effective = worth[0] > worth[1] and right[0] < right[1]
    return Finding("holds" if output > 0.6 and effective else "mixed", evidence)


@check(42, threats=(1.0, 1.0, 1.0))
def threat(models: Models, threats: tuple[float, ...] = (1.0, 2.0, 4.0)) -> Finding:
    """Check whether a threat makes allies give more, and more of them hold together."""
    given, size, deterring = [], [], []
    aggression = models.issue("aggression")
    for factor in threats:
        issue = good([factor] * 10)
        held = stable_types(issue, price="joint")
        size.append(max(held.sizes))
        alliance = club(members=names(size[-1]), decision="joint")
        given.append(float(solved(issue, alliance).agreed.agreement.actions.sum()))
        worth = aggression.world.columns["benefit"] * factor
        deterring.append(int((worth >= aggression.world.columns["cost"]).sum()))
    more, larger = rises(given), rises(size)
    evidence = (
        f"As the threat grows from {threats[0]:g} to {threats[-1]:g}, ten equal allies give "
        f"{figures(given, 0)} in all, but the largest alliance that nobody leaves has "
        f"{figures(size, 0)} members. If sanctions bite only when enough join, those for whom "
        f"success is worth the cost are {figures(deterring, 0)} of 193 states."
    )
    if not more:
        return Finding("fails", evidence, counterexample={"threats": str(threats)})
    return Finding("holds" if larger and rises(deterring) else "mixed", evidence)


@check(43, where="ideal_point >= 1.0")
def no_guarantee(models: Models, where: str = "libdem >= 0.6") -> Finding:
    """Check that states of one type do not want the same."""
    world = models.world("states")
    column, _, least = where.split()
    points = world.columns["ideal_point"]
    known = ~np.isnan(points)
    inside = known & (np.nan_to_num(world.columns[column], nan=-9.0) >= float(least))
    wide = float(gridlock_interval("unanimity", list(points[inside])).length)
    all_ = float(np.ptp(points[known]))
    climate = models.issue("climate")
    agreed = agreed_gain(solved(climate, models.order("club_consensus")))
    united = agreed_gain(solved(climate, models.order("club_joint")))
    evidence = (
        f"The {int(inside.sum())} states with {where} still span {wide:.2f} of the {all_:.2f} "
        f"between the farthest votes in the General Assembly. On climate four rich democracies "
        f"reach {agreed:.3f} of the possible gain by consensus, and {united:.3f} if they acted "
        "as one."
    )
    if wide > all_ / 2 and agreed < united - CLAIM:
        return Finding("holds", evidence)
    return Finding("mixed", evidence)


@check(44, rates=(0.0, 0.0))
def industrial_policy(
    models: Models, rates: tuple[float, ...] = (0.01, 0.02, 0.03, 0.04, 0.05)
) -> Finding:
    """Find when a member that favours its own industry drives others out."""
    issue = models.issue("climate")
    leader = issue.world.mask(["US"])
    assert issue.trade is not None
    game = entry_game(issue, price=25.0, tariff=0.03)
    members = as_masks(stable_codes(game, "open")[-1:], game.positions, issue.n)
    before = game.margins(members)[0][0]
    others = members[0] & ~leader
    harmed, leavers = [], []
    for rate in rates:
        diverted = issue.trade.payoffs(leader, rate)
        # Members lose what the diverted trade was worth to them; outsiders pay the tariff anyway.
        after = before + np.where(members[0], diverted, 0.0)
        harmed.append(int((after[others] < before[others] - CLAIM).sum()))
        leavers.append(issue.world.members(members[0] & (after < 0)))
    held = [rate for rate, gone in zip(rates, leavers, strict=True) if not gone]
    lost = [(rate, gone) for rate, gone in zip(rates, leavers, strict=True) if gone]
    if not lost or min(harmed) == 0:
        return Finding(
            "fails",
            f"At rates of {figures(rates)} staying is worth less to {figures(harmed, 0)} of the "
            f"{int(others.sum())} other members, and nobody leaves.",
            counterexample={"rate": max(rates), "leavers": "nobody"},
        )
    first, gone = lost[0]
    return Finding(
        "holds_if",
        f"A tariff of three percent on outsiders holds {int(members.sum())} regions in a climate "
        f"club. If the United States then diverts trade from fellow members as a tariff of "
        f"{rates[0]:.0%} to {rates[-1]:.0%} would, staying is worth less to all {min(harmed)} "
        f"others at every rate; the first to leave, at {first:.0%}, would be {', '.join(gone)}.",
        condition=f"the favour to its own industry is worth a tariff of {first:.0%} or so; below, "
        "members grumble and stay",
        counterexample={"rate": max(held, default=0.0), "leavers": "nobody"},
    )


@check(45, loss=0)
def hedging_allies(models: Models, loss: float = 1) -> Finding:
    """Check that allies of a leader they cannot count on hedge more, and keep less."""
    grid = (0.2, 0.4, 0.5, 0.6)
    hedges = [float(hedging({"ally": (loss, 0.5, 1)}, rho).hedges["ally"]) for rho in grid]
    game = CooperationGame(models.issue("climate"), models.order("club_consensus"))
    whole = solved(game.issue, game.order)
    least = float(needed_reliability(whole.needed_patience, 0.9))
    kept = [
        delivered_gain(
            solved(game.issue, game.order, patience=patience_under(game, "US", rho, 0.9))
        )
        for rho in (0.5, 0.7, 1.0)
    ]
    evidence = (
        f"At a reliability of {figures(grid, 1)} allies hedge {figures(hedges)}. On climate the "
        f"club of four keeps all it agreed from a reliability of {least:.2f} on; at 0.5, 0.7 and 1 "
        f"it delivers {figures(kept, 3)} of the possible gain."
    )
    if falls(hedges) and kept == sorted(kept) and kept[0] < kept[-1]:
        return Finding("holds", evidence)
    return Finding("mixed", evidence)
