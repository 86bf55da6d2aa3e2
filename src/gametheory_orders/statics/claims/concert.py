"""Checks of the claims about the concert: how it works among the powers (56 to 66).

Builds on club_worlds.py. Not here: what a concert cannot do (concert_limits.py), or the claims'
words (models/claims/concert.toml).
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from gametheory_orders.foundations.tolerances import CLAIM
from gametheory_orders.games.tu_game import tu_game
from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.measures.power import banzhaf
from gametheory_orders.orders import Binding, Enforcement, Reciprocity, concert
from gametheory_orders.orders.voting import weighted_game
from gametheory_orders.solvers.core_vertices import core_vertices
from gametheory_orders.solvers.issue_bundles import best_partition
from gametheory_orders.solvers.linkage import linkage
from gametheory_orders.solvers.nucleolus import nucleolus
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.club_worlds import (
    DEMOCRACIES,
    SIX,
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
    share_of_gain,
    solved,
)


@check(56, quota=4)
def satisfied_powers(models: Models, quota: int | None = None) -> Finding:
    """Check that no power loses, and that no other level would be better for all powers."""
    rng = np.random.default_rng(56)
    worlds: list[tuple[Issue, tuple[str, ...]]] = [(models.issue("climate"), SIX)]
    worlds += [
        (good(list(row[:6] + 0.2), list(row[6:] + 0.2)), names(6)) for row in rng.random((8, 12))
    ]
    satisfied = efficient = 0
    least = []
    for issue, members in worlds:
        found = solved(issue, concert(members=members, quota=quota))
        inside = found.agreed.agreement.members
        gains = (found.agreed.payoffs - found.game.reference_payoffs)[inside]
        satisfied += bool(gains.min() >= -CLAIM)
        least.append(float(gains.min()))
        low, high = issue.level_range(inside)
        tried = issue.payoffs(issue.level_actions(inside, np.linspace(low, high, 400)))[:, inside]
        better = (tried > found.agreed.payoffs[inside] + CLAIM).all(axis=1)
        efficient += not better.any()
    evidence = (
        f"In {satisfied} of {len(worlds)} worlds, the climate world first, no power is worse off "
        f"than before, and in {efficient} no other common level is better for all of them. On "
        f"climate the power that gains least gains {least[0]:.3f} bn US$ a year."
    )
    if satisfied == efficient == len(worlds):
        return Finding("holds", evidence)
    return Finding("mixed", evidence)


@check(57, enforcement=Binding())
def equipoise(models: Models, enforcement: Enforcement | None = None) -> Finding:
    """Check that restraint lasts from the needed patience on, and not below it."""
    rng = np.random.default_rng(57)
    rule = enforcement or Reciprocity()
    worlds: list[tuple[Issue, tuple[str, ...]]] = [(models.issue("climate"), SIX)]
    worlds += [(good(list(row + 1.0)), names(5)) for row in rng.random((3, 5))]
    above = below = 0
    needed = []
    for issue, members in worlds:
        order = concert(members=members, enforcement=rule)
        least = solved(issue, concert(members=members)).needed_patience or 0.0
        kept = [
            delivered_gain(solved(issue, order, patience=float(d)))
            for d in (least + 1e-3, least - 1e-3)
        ]
        agreed = agreed_gain(solved(issue, order))
        above += abs(kept[0] - agreed) < CLAIM
        below += kept[1] < agreed - CLAIM
        needed.append(least)
    evidence = (
        f"The six need a patience of {needed[0]:.3f} for what they agree on climate, random "
        f"concerts of five {figures(needed[1:], 3)}. Just above it all that is agreed is kept in "
        f"{above} of {len(worlds)} worlds; just below it less is, in {below}."
    )
    if above == below == len(worlds):
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"kept_at_less_patience": len(worlds) - below})


@check(58, regimes=(1, 3))
def non_interference(models: Models, regimes: tuple[int, int] = (9, 1)) -> Finding:
    """Find when leaving the hard issue aside saves the easy one."""
    issues = {"borders": (1, 3), "regimes": regimes}
    found = linkage(issues)
    saved = [regime for regime in found.regimes if regime.verdict == "compartmentalise"]
    if not saved:
        return Finding(
            "fails",
            "Where both issues tempt alike both are kept from the same patience on, and leaving "
            "one aside saves nothing.",
            counterexample={"patience_of_both": str(found.pooled)},
        )
    low, high = float(saved[0].low), float(saved[0].high)
    middle = (low + high) / 2
    best = best_partition(issues, middle)
    lost = float(sum(issue.worth for issue in found.issues) - best.worth)
    return Finding(
        "holds_if",
        f"Borders alone are kept from a patience of {low:.3f} on; tied to what regimes do at home, "
        f"only from {float(found.pooled):.3f}. In between it is best to leave regimes aside: "
        f"{', '.join(best.kept)} are kept at {middle:.2f}, and {lost:.0f} of what could be gained "
        "is given up: the order is shallower.",
        condition=f"patience between {low:.3f} and {high:.3f}",
        counterexample={"patience": 0.95, "kept": ", ".join(best_partition(issues, 0.95).kept)},
    )


@check(59, order="spheres_charter_majority")
def kissinger(models: Models, order: str = "spheres_concert") -> Finding:
    """Compare consent among the great powers with consent of all."""
    found = solved(models.issue("spheres"), models.order(order))
    gains = found.agreed.payoffs - found.game.reference_payoffs
    powers = found.game.world.mask(["East", "West"])
    among = float((gains[powers] >= 0).mean())
    all_ = float(legitimacy_of(found)["consent_units"])
    climate = solved(models.issue("climate"), models.order("g6_consensus"))
    elsewhere = float(legitimacy_of(climate)["consent_units"])
    evidence = (
        f"Of the powers {among:.0%} accept what is decided, of all states {all_:.0%}. On climate, "
        f"where outsiders can only gain, {elsewhere:.0%} of all accept what six powers decide: "
        "whether the two differ is a matter of the issue."
    )
    if among == 1.0 > all_:
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"powers": among, "all": all_})


@check(60, quota="majority")
def shallower(models: Models, quota: str | None = None) -> Finding:
    """Check that agreement gets shallower with the distance between the farthest powers."""
    rng = np.random.default_rng(60)
    order = concert(members=names(7), quota=quota)
    fell = 0
    for drawn in rng.random((10, 7)):
        centred = drawn - drawn.mean()
        levels = [
            agreed_level(line(list(2 + spread * centred)), order) for spread in (0.5, 1.0, 2.0, 3.0)
        ]
        fell += falls(levels)
    climate = models.issue("climate")
    part = []
    for members in (DEMOCRACIES, SIX, climate.world.ids):
        mask = climate.world.mask(members)
        level = agreed_level(climate, concert(members=members, quota=quota))
        part.append(level / float(climate.world.columns["stake"][mask].sum()))
    evidence = (
        f"With the mean wish held fixed, what seven agree on falls with each step of distance in "
        f"{fell} of 10 draws. On climate the four like-minded agree on {part[0]:.2f} of the price "
        f"that is best for them together, the six powers on {part[1]:.2f}, all fifteen on "
        f"{part[2]:.2f}."
    )
    if fell == 10 and part[0] > part[1] > part[2]:
        more = " A concert is shallower than a club, and deeper than all together."
        return Finding("holds", evidence + more)
    return Finding("mixed", evidence)


@check(61, without=(1.0, 1.0, 1.0))
def hold_out(models: Models, without: tuple[float, ...] = (0.75, 0.5, 0.0)) -> Finding:
    """Find what one power can claim as the others can do less and less without it."""
    six = models.institution("p5").ids
    players = (*six, "DEU")
    claims, shares = [], []
    for rest in without:

        def worth(coalition: Collection[str], rest: float = rest) -> float:
            if len(coalition) == len(players):
                return 1.0
            return rest if set(players) - set(coalition) == {"RUS"} else 0.0

        game = tu_game(players, worth)
        at = players.index("RUS")
        claims.append(max(float(vertex[at]) for vertex in core_vertices(game).vertices))
        shares.append(float(nucleolus(game).by_player["RUS"]))
    evidence = (
        f"If six negotiate on Iran and the others could do {figures(without)} of it without "
        f"Russia, the most Russia can claim so that no group does better alone is "
        f"{figures(claims)}. A compromise (the nucleolus) gives it {figures(shares)}."
    )
    exact = all(abs(c - (1 - rest)) < CLAIM for c, rest in zip(claims, without, strict=True))
    if exact and rises(claims):
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"claim": max(claims), "without": without[-1]})


@check(62, region="Japan")
def without_china(models: Models, region: str = "China") -> Finding:
    """Find the most that all others could do about the climate without one region."""
    issue = models.issue("climate")
    assert isinstance(issue, PublicGood)

    def cap(absent: str) -> float:
        price = np.full(issue.n, float(issue.stakes.sum()))
        i = issue.world.index(absent)
        price[i] = issue.stakes[i]
        return share_of_gain(issue, issue.capacities * price)

    caps = {each: cap(each) for each in issue.world.ids}
    world = models.world("states")
    gases = world.columns["emissions"]
    carbon = issue.world.columns["co2"]
    share = float(gases[world.index("CHN")] / np.nansum(gases))
    dioxide = float(carbon[issue.world.index("China")] / carbon.sum())
    least = min(caps, key=lambda each: caps[each])
    evidence = (
        f"China emits {share:.3f} of all greenhouse gases (2022), and {dioxide:.3f} of the carbon "
        f"dioxide of 2011. If everyone but {region} did what is best for the world, "
        f"{caps[region]:.3f} of the possible gain could still be had; the region that would be "
        f"missed most is {least} with {caps[least]:.3f}."
    )
    if least != region:
        return Finding("fails", evidence, counterexample={"missed_most": least})
    return Finding("holds" if caps[region] < 0.5 else "mixed", evidence)


@check(63, quarrel=(1.0, 20.0))
def hostage(models: Models, quarrel: tuple[float, float] = (9.0, 1.0)) -> Finding:
    """Find when tying climate to a harder quarrel destroys what stood by itself."""
    pair = ("US", "China")
    found = solved(models.issue("climate"), concert(members=pair))
    records = {each.state: each for each in found.compliance}
    gains = [records[state].gain for state in pair]
    losses = [records[state].loss_from_reversion or 0.0 for state in pair]
    size = max(losses)
    hard = ([quarrel[0] * size] * 2, [quarrel[1] * size] * 2)
    both = linkage({"climate": (gains, losses), "island": hard}, pair)
    alone, apart = (float(each.needed) for each in both.issues)
    evidence = (
        f"The United States and China need a patience of {alone:.3f} for what they agree on "
        f"climate, and {apart:.3f} for the quarrel. Tied together both need "
        f"{float(both.pooled):.3f}."
    )
    window = [each for each in both.regimes if each.verdict == "compartmentalise"]
    spoiled = [each for each in window if "climate" in each.apart]
    if not spoiled:
        return Finding("fails", evidence, counterexample={"pooled": round(float(both.pooled), 3)})
    low, high = float(spoiled[0].low), float(spoiled[-1].high)
    return Finding(
        "holds_if",
        f"{evidence} Between {low:.3f} and {high:.3f} linkage takes away a deal on climate that "
        "would have been kept.",
        condition=f"patience from {low:.3f} to {high:.3f}; with more, both are kept",
        counterexample={"patience": round((1 + high) / 2, 3), "kept": "both"},
    )


@check(64, members=None)
def six_of_many(models: Models, members: tuple[str, ...] | None = SIX) -> Finding:
    """Compare the legitimacy of six powers with that of orders in which all take part."""
    issue = models.issue("climate")
    found = legitimacy_of(solved(issue, concert(members=members or issue.world.ids)))
    charters = {
        name: legitimacy_of(solved(issue, models.order(name))).index
        for name in ("charter_unanimity", "charter_two_thirds", "charter_majority")
    }
    clubs = legitimacy_of(solved(issue, models.order("club_consensus"))).index
    six = models.institution("g6")
    seats = len(six.ids) / six.within.n
    states, people = six.share() or 0.0, six.share("population") or 0.0
    evidence = (
        f"Six seats are {seats:.3f} of 193; behind them stand {states:.3f} of all states and "
        f"{people:.3f} of all people. On climate the index of legitimacy is {found.index:.3f} for "
        f"the concert, {min(charters.values()):.3f} to {max(charters.values()):.3f} for charters, "
        f"and {clubs:.3f} for a club of four democracies."
    )
    if found.index < min(charters.values()) - 0.05:
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"index": round(found.index, 3)})


@check(65, new="unga")
def left_outside(models: Models, new: str = "g6") -> Finding:
    """Compare who is left outside, and how legitimacy moves as more are taken in."""
    out = {
        name: 1 - (models.institution(name).share("population") or 0.0)
        for name in (new, "g20", "g7")
    }
    issue = models.issue("climate")
    sizes = (2, 4, 6, 9, 12, 15)
    index = [legitimacy_of(solved(issue, concert(count=k, by="gdp"))).index for k in sizes]
    evidence = (
        f"Left outside the new body are {out[new]:.2f} of all people, against {out['g20']:.2f} "
        f"for the G20 and {out['g7']:.2f} for the G7. On climate, deciding by consensus, the "
        f"{figures(sizes, 0)} largest economies have an index of legitimacy of {figures(index)}."
    )
    if out[new] > out["g20"] and rises(index):
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"outside": round(out[new], 2)})


@check(66, votes=1)
def audiences(models: Models, votes: int = 0) -> Finding:
    """Check that to be heard without a vote changes nobody's power."""
    six = models.institution("g6").ids
    guests = ("African Union", "Arab League", "ASEAN", "OAS")
    alone = weighted_game(dict.fromkeys(six, 1), 6)
    weights = dict.fromkeys(six, 1) | dict.fromkeys(guests, votes)
    heard = weighted_game(weights, 6 + 4 * votes)
    before, after = banzhaf(alone), banzhaf(heard)
    power = [float(after[name]) for name in guests]
    kept = all(before[name] == after[name] for name in six)
    evidence = (
        f"Four regional bodies that are heard have {figures(power)} of the power to decide; that "
        f"of each of the six is {float(before[six[0]]):.3f} before and {float(after[six[0]]):.3f} "
        "after. That follows from the rule: who has no vote decides nothing."
    )
    if kept and not any(power):
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"power_of_guests": round(power[0], 3)})
