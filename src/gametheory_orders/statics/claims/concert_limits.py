"""Checks of the claims about the concert: what it cannot do (67 to 77).

Builds on club_worlds.py. Not here: how it works among the powers (concert.py), or the claims'
words (models/claims/concert.toml).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gametheory_orders.foundations.tolerances import CLAIM
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.issues import MatrixGame, PublicGood
from gametheory_orders.measures.effectiveness import effectiveness_members
from gametheory_orders.measures.institutions import institution_gridlock
from gametheory_orders.orders import Order, Quota, Reciprocity, Unanimity, Universal, concert
from gametheory_orders.orders.combined import Then
from gametheory_orders.solvers.critical_patience import critical_patience
from gametheory_orders.solvers.expected_gridlock import expected_gridlock
from gametheory_orders.solvers.gridlock import gridlock_interval
from gametheory_orders.solvers.pure_nash import pure_nash
from gametheory_orders.solvers.repeated import trust_threshold
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.club_worlds import (
    SIX,
    agreed_gain,
    agreed_level,
    delivered_gain,
    figures,
    legitimacy_of,
    rises,
    share_of_gain,
    solved,
)
from gametheory_orders.worlds import World

SPHERES = (1, 1)
"""The cell of the issue ``spheres`` in which both powers divide the region."""


def _spheres(models: Models, gain: float, loss: float) -> MatrixGame:
    """Return the issue in which dividing the region is worth `gain`, and costs others `loss`."""
    issue = models.issue("spheres")
    assert isinstance(issue, MatrixGame)
    tables = [np.array(table) for table in issue.tables]
    for i, table in enumerate(tables):
        table[SPHERES] = gain if i < 2 else -loss
    return replace(issue, tables=tables)


@check(67, loss=0.0)
def tacit_spheres(models: Models, loss: float = 4.0) -> Finding:
    """Find when two powers divide what lies between them, and what that does to the rest."""
    picked, consent = [], []
    gains = (1.0, 1.5, 2.5, 3.0)
    for gain in gains:
        found = solved(_spheres(models, gain, loss), models.order("spheres_concert"))
        picked.append(tuple(found.agreed.agreement.actions[:2]) == SPHERES)
        consent.append(float(legitimacy_of(found)["consent_units"]))
    divided = [g for g, yes in zip(gains, picked, strict=True) if yes]
    hurt = [c for c, yes in zip(consent, picked, strict=True) if yes and c < 1]
    evidence = (
        f"Mutual restraint is worth 2 to each power. If dividing the region is worth "
        f"{figures(gains, 1)}, they do so in {sum(picked)} of four cases (from {min(divided):g} "
        f"on), and the share of states that accept the outcome is {figures(consent)}."
    )
    if not hurt:
        return Finding("fails", evidence, counterexample={"loss": loss, "consent": min(consent)})
    if len(divided) < len(gains):
        return Finding(
            "holds_if",
            evidence,
            condition="to divide the region is worth more to the powers than to hold back both",
            counterexample={"gain": gains[0], "picked": "mutual restraint"},
        )
    return Finding("holds", evidence)


@check(68, temptation=1.5)
def self_control(models: Models, temptation: float = 3.0) -> Finding:
    """Check that restraint of two powers is no equilibrium of one round."""
    issue = models.issue("spheres")
    assert isinstance(issue, MatrixGame)
    east, west = (np.array(table)[:, :, 0, 0, 0] for table in issue.tables[:2])
    # Pressing on while the other holds back.
    east[0, 2] = west[2, 0] = temptation
    game = NormalFormGame.from_arrays(east, west)
    cells = {tuple(cell) for cell in pure_nash(game).cells}
    needed = critical_patience(game, [2, 2], [0, 0])
    least = max(float(value) for value in needed.values())
    evidence = (
        f"Of the nine cells of one round {len(cells)} are equilibria; restraint of both is "
        f"{'one' if (2, 2) in cells else 'none'} of them. Kept for fear of a return to rivalry it "
        f"takes a patience of {least:.3f}."
    )
    if (2, 2) not in cells and least > 0:
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"temptation": temptation})


@check(69, quota=4)
def change_of_venue(models: Models, quota: int | None = None) -> Finding:
    """Compare what is stuck in the Council and among six powers, on the same votes."""
    council = institution_gridlock(models.institution("unsc")).interval
    five = institution_gridlock(models.institution("p5")).interval
    six = institution_gridlock(models.institution("g6"), quota).interval
    evidence = (
        f"On votes in the General Assembly of 2012, {float(council.length):.2f} of the line is "
        f"stuck in the Council, {float(five.length):.2f} among its permanent five and "
        f"{float(six.length):.2f} among the six. The ends are held by "
        f"{', '.join(five.low_held_by + five.high_held_by)} and by "
        f"{', '.join(six.low_held_by + six.high_held_by)}."
    )
    if abs(float(six.length - council.length)) < CLAIM:
        return Finding("holds", evidence)
    change = round(float(six.length - council.length), 2)
    return Finding("fails", evidence, counterexample={"change": change})


@check(70, who="middle")
def dialogue(models: Models, who: str = "all") -> Finding:
    """Follow what is stuck as talk moves ideal points towards each other."""
    found = institution_gridlock(models.institution("g6")).interval
    points = np.array([float(x) for x in found.ideal_points.values()])
    ends = (points == points.min()) | (points == points.max())
    pace, lengths = 0.1, []
    for period in range(8):
        part = (1 - pace) ** period
        moved = points.mean() + part * (points - points.mean())
        now = np.where(ends, points, moved) if who == "middle" else moved
        lengths.append(float(gridlock_interval("unanimity", list(now)).length))
    geometric = all(
        abs(length - lengths[0] * (1 - pace) ** t) < CLAIM for t, length in enumerate(lengths)
    )
    only_middle = np.where(ends, points, points.mean())
    stuck = float(gridlock_interval("unanimity", list(only_middle)).length)
    evidence = (
        f"If talk takes a tenth of each power's distance from the mean in a round, the part of the "
        f"line that is stuck shrinks {figures(lengths)}. That talk moves anybody is assumed, not "
        f"derived. If it moves all but the two at the ends, {stuck:.2f} stays stuck however long "
        "they talk."
    )
    if not geometric:
        return Finding("fails", evidence, counterexample={"moved": who, "stuck": lengths[-1]})
    return Finding(
        "holds_if",
        evidence,
        condition="talk moves those who are farthest apart",
        counterexample={"moved": "all but the two at the ends", "stuck": round(stuck, 2)},
    )


@check(71, cost=2.0)
def no_formal_veto(models: Models, cost: float = 0.0) -> Finding:
    """Find what it must cost to block before a concert without vetoes decides more."""
    climate = models.issue("climate")

    def level(kappa: float) -> float:
        return agreed_level(climate, concert(members=SIX, blocking_cost=kappa))

    veto = agreed_level(climate, concert(members=SIX, quota=6))
    outvote = agreed_level(climate, concert(members=SIX, quota=4))

    def least(wanted: float) -> float:
        low, high = 0.0, 4.0
        for _ in range(30):
            middle = (low + high) / 2
            low, high = (low, middle) if level(middle) >= wanted - CLAIM else (middle, high)
        return high

    half, full = least((veto + outvote) / 2), least(outvote)
    votes = institution_gridlock(models.institution("g6")).interval
    points = {name: float(x) for name, x in votes.ideal_points.items()}
    spread = float(votes.spread)
    costs = (0.0, spread / 8, spread / 4, spread / 2)
    stuck = [
        float(gridlock_interval("unanimity", points, blocking_cost=kappa).length) / spread
        for kappa in costs
    ]
    six, council = (
        expected_gridlock(6, 6),
        expected_gridlock(models.institution("unsc").simple_game()),
    )
    reached = level(cost)
    evidence = (
        f"Without a formal veto the six agree on a price of {reached:.2f} on climate if blocking "
        f"costs {cost:g}; with a veto for each on {veto:.2f}, if four of six decide on "
        f"{outvote:.2f}. On votes in the General Assembly {figures(stuck)} of what lies between "
        f"the two extremes is stuck if blocking costs {figures(costs)}. Before wishes are known "
        f"consensus of six "
        f"leaves {float(six):.3f} stuck, the Council {float(council):.3f}."
    )
    if reached > (veto + outvote) / 2:
        return Finding("fails", evidence, counterexample={"blocking_cost": cost, "price": reached})
    return Finding(
        "holds_if",
        f"{evidence} Half of the difference is made up at a cost of {half:.3f} bn US$ a year, all "
        f"of it at {full:.3f}.",
        condition=f"to block costs a power less than {half:.2f} bn US$ a year on climate, or "
        f"{costs[2]:.2f} on the line of votes; beyond that more than half of the veto is gone",
        counterexample={"blocking_cost": round(full, 3), "price": round(outvote, 2)},
    )


@check(72, members=None)
def bring_others_along(models: Models, members: tuple[str, ...] | None = SIX) -> Finding:
    """Find how much of what powers decide depends on others who carry it out."""
    issue = models.issue("climate")
    assert isinstance(issue, PublicGood)
    inside = issue.world.mask(members or issue.world.ids)
    price = agreed_level(issue, concert(members=members or issue.world.ids))
    unwilling = 0
    base = issue.reference()
    for i in np.flatnonzero(~inside):
        alone = np.array(base)
        alone[i] = issue.capacities[i] * max(price, issue.stakes[i])
        unwilling += bool(issue.payoffs(alone)[i] < issue.payoffs(base)[i] - CLAIM)
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    reached = []
    for follow in shares:
        lifted = issue.stakes + follow * np.maximum(price - issue.stakes, 0.0)
        prices = np.where(inside, np.maximum(price, issue.stakes), lifted)
        reached.append(share_of_gain(issue, issue.capacities * prices))
    evidence = (
        f"The members agree on a price of {price:.2f}. If the others follow {figures(shares)} of "
        f"the way, {figures(reached, 3)} of the possible gain is reached. Of "
        f"{int((~inside).sum())} outsiders {unwilling} would lose by following alone."
    )
    if reached[0] < 0.75 * reached[-1]:
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"alone": reached[0], "all": reached[-1]})


@check(73, ratified=False)
def propose_and_ratify(models: Models, ratified: bool = True) -> Finding:
    """Compare what six decide for themselves with what they propose and two thirds ratify."""
    issue = models.issue("climate")
    two = Order(
        Universal(),
        Then(of=(Unanimity(body=SIX), Quota(quota="2/3"))),
        Reciprocity(),
        "propose_and_ratify",
        "charter",
    )
    found = solved(issue, two if ratified else models.order("g6_consensus"))
    few = solved(issue, models.order("g6_consensus"))
    many = solved(issue, models.order("charter_two_thirds"))
    rows = [(agreed_gain(o), delivered_gain(o), legitimacy_of(o).index) for o in (few, found, many)]
    evidence = (
        f"Six alone bring {rows[0][0]:.3f} of the possible gain with a legitimacy of "
        f"{rows[0][2]:.2f}; if their proposal is ratified by two thirds of all and binds all, "
        f"{rows[1][0]:.3f} with {rows[1][2]:.2f}, of which {rows[1][1]:.3f} is kept. All by two "
        f"thirds agree on {rows[2][0]:.3f} with {rows[2][2]:.2f} and keep {rows[2][1]:.3f}."
    )
    better = rows[1][1] > rows[0][1] + 0.01 and rows[1][2] > rows[0][2] + 0.01
    if better and abs(rows[1][2] - rows[2][2]) < 0.05:
        return Finding("holds", evidence)
    gained = round(rows[1][1] - rows[0][1], 3)
    return Finding("fails", evidence, counterexample={"gained_over_six_alone": gained})


@check(74, quota=4)
def rival_council(models: Models, quota: int | None = None) -> Finding:
    """Compare the crises that a concert could settle with those the Council could."""
    council = institution_gridlock(models.institution("unsc")).interval
    six = institution_gridlock(models.institution("g6"), quota).interval
    points = models.world("states").columns["ideal_point"]
    crises = np.linspace(np.nanmin(points), np.nanmax(points), 400)
    free = [np.array([not each.contains(float(x)) for x in crises]) for each in (council, six)]
    both, only = free[0] & free[1], free[1] & ~free[0]
    evidence = (
        f"Of 400 status quos spread over the line of votes in the General Assembly the Council "
        f"could move {free[0].mean():.3f}, the six {free[1].mean():.3f}; of the latter "
        f"{both.sum() / max(free[1].sum(), 1):.0%} are the Council's as well, and "
        f"{only.mean():.3f} of all can be settled by the six alone."
    )
    if only.sum() == 0 < both.sum():
        return Finding("holds", evidence)
    return Finding("mixed", evidence)


@check(75, loss=0.0)
def buffer_zones(models: Models, loss: float = 1.0) -> Finding:
    """Count who accepts a pact of two powers, and what it is worth, as more lie between them."""
    gain, counts = 1.5, (1, 2, 3, 4, 6)
    consent, buffers, among, worth = [], [], [], []
    for m in counts:
        ids = ("East", "West", *(f"B{i + 1}" for i in range(m)))
        # Each power presses on (0) or keeps to its half (1); what a pact takes, others lose.
        shape = (2, 2, *([1] * m))
        east, small = np.zeros(shape), np.zeros(shape)
        east[1, 1], east[0, 1], east[1, 0] = gain, gain + 0.5, -0.5
        small[1, 1] = -loss
        west = np.swapaxes(east, 0, 1)
        issue = MatrixGame(World(ids, {}), tables=[east, west, *[small] * m])
        found = solved(issue, concert(members=["East", "West"]))
        gains = found.agreed.payoffs - found.game.reference_payoffs
        consent.append(float((gains >= 0).mean()))
        buffers.append(float((gains[2:] >= 0).mean()))
        inside = found.agreed.agreement.members
        among.append(effectiveness_members(found.game, found.agreed.payoffs, inside))
        worth.append(float(gains.sum()))
    evidence = (
        f"With {figures(counts, 0)} states between two powers a pact is accepted by "
        f"{figures(buffers)} of those states and {figures(consent)} of all. The powers have all "
        f"they could gain together ({figures(among)}); the world as a whole gains "
        f"{figures(worth, 1)}."
    )
    if max(buffers) == 0 and min(among) > 1 - CLAIM:
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"loss": loss, "consent": min(consent)})


@check(76, floor=False)
def floor_not_ceiling(models: Models, floor: bool = True) -> Finding:
    """Find how high a common floor may be so that it helps and nobody loses."""
    issue = models.issue("climate")
    everyone = np.ones(issue.n, dtype=bool)
    base = issue.payoffs(issue.reference())
    levels = (1.0, 3.0, 6.0, 9.0, 12.0, 16.0, 20.0, 25.0)
    reached, losers = [], []
    for level in levels:
        actions = issue.level_actions(everyone, level, floor=floor)
        reached.append(share_of_gain(issue, actions))
        losers.append(int((issue.payoffs(actions) < base - CLAIM).sum()))
    safe = [level for level, lost in zip(levels, losers, strict=True) if not lost]
    hurt = [level for level, lost in zip(levels, losers, strict=True) if lost]
    evidence = (
        f"A common price of {figures(levels, 0)} brings {figures(reached)} of the possible gain; "
        f"{figures(losers, 0)} regions lose by it."
    )
    helps = reached[0] >= 0 and rises(reached) and losers[0] == 0
    if not helps:
        return Finding("fails", evidence, counterexample={"price": levels[0], "losers": losers[0]})
    if not hurt:
        return Finding("holds", evidence)
    return Finding(
        "holds_if",
        evidence,
        condition=f"the floor is low: nobody loses up to a price of {max(safe):g}",
        counterexample={"price": min(hurt), "losers": losers[levels.index(min(hurt))]},
    )


@check(77, order="club_tariff_2")
def self_restraint(models: Models, order: str = "g6_consensus") -> Finding:
    """Check that nothing is left of a concert without patience, unlike of other orders."""
    issue = models.issue("climate")
    grid = (0.0, 0.3, 0.5, 0.6, 0.9)

    def kept(name: str) -> list[float]:
        chosen = models.order(name)
        return [delivered_gain(solved(issue, chosen, patience=d)) for d in grid]

    found, tariff = kept(order), kept("club_tariff_2")
    trust = [trust_threshold(3, 4, n) for n in (2, 6, 15)]
    evidence = (
        f"At a patience of {figures(grid, 1)} the order delivers {figures(found, 3)} of the "
        f"possible gain; a club held by a tariff of two percent {figures(tariff, 3)}. If it takes "
        f"every power, each must trust each other one with {figures(trust, 3)} among 2, 6 and 15."
    )
    if found[0] == 0.0 < found[-1] and found == sorted(found):
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"patience": 0, "delivered": found[0]})
