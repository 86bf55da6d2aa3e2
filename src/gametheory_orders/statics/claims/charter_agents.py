"""Checks of the claims about the charter: secretariats, dues, sovereignty, and the base line.

Builds on every lower room. Not here: the Council (charter.py), rivals and sanctions
(charter_powers.py).
"""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np

from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.measures.power import banzhaf, coleman
from gametheory_orders.orders import Binding, Enforcement, NoEnforcement, Quota, Reciprocity
from gametheory_orders.orders.voting import quota_game, weighted_game
from gametheory_orders.solvers.delegation import agency_drift, delegation, optimal_discretion
from gametheory_orders.solvers.gridlock import gridlock_interval
from gametheory_orders.solvers.pure_nash import pure_nash
from gametheory_orders.solvers.solve import deliver, solve
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.small_worlds import good_of, states, under


@check(13, kept_by=Binding())
def talk(models: Models, kept_by: Enforcement | None = None) -> Finding:
    """Check that an assembly whose votes bind nobody changes nothing, and so votes lightly."""
    issue = good_of([0.8, 0.9, 1.0, 1.1, 1.2])
    game = under(issue, Quota(quota="2/3"), kept_by or NoEnforcement())
    found = solve(game)
    agreed, kept = (
        effectiveness(game, game.issue.payoffs(each.agreement.actions))
        for each in (found.agreed, found.delivered)
    )
    # Who gains e by voting for show does so if the vote's own stake, felt only as far as what
    # is decided is kept and the vote decides, is smaller.
    decides = float(banzhaf(quota_game(states(193), 97)).of("banzhaf_absolute")["S0"])
    shows = [min(1.0, 0.01 / (decides * bite)) for bite in (1.0, 0.5, 0.25)]
    evidence = (
        f"Five states that vote by two thirds agree on {agreed:.3f} of the possible gain and "
        f"deliver {kept:.3f}. A vote of 193 is decided by one state with chance {decides:.4f}: "
        f"with stakes spread evenly, votes for show worth a hundredth of the largest are cast in "
        f"{shows[0]:.2f} of all cases if what is decided is kept, in {shows[1]:.2f} and "
        f"{shows[2]:.2f} if a half or a quarter is."
    )
    grows = all(a < b for a, b in itertools.pairwise(shows))
    return Finding("holds" if kept < 0.01 < agreed and grows else "mixed", evidence)


@check(15, biases=(Fraction(0), Fraction(0), Fraction(0)))
def more_secretary_than_general(
    models: Models,
    biases: tuple[Fraction, ...] = (Fraction(1, 10), Fraction(1, 5), Fraction(2, 5)),
) -> Finding:
    """Check that states leave an agent less room the more it differs, and more under doubt."""
    caps = [optimal_discretion(bias).cap for bias in biases]
    doubts = [delegation(biases[-1], width).delegate for width in (Fraction(1, 2), Fraction(1))]
    evidence = (
        f"An agent that differs from its principal by {', '.join(str(float(b)) for b in biases)} "
        f"may go up to {', '.join(str(float(cap)) for cap in caps)} of the range. At the largest "
        f"difference it is {'' if doubts[0] else 'not '}let free if shocks reach half a unit, and "
        f"{'' if doubts[1] else 'not '}if they reach a whole one."
    )
    narrows = all(a > b for a, b in itertools.pairwise(caps))
    return Finding("holds" if narrows and doubts == [False, True] else "mixed", evidence)


@check(16, spread=0.0)
def inside_the_tent(models: Models, spread: float = 1.0) -> Finding:
    """Check that who leaves a body that binds it anyway loses, the more the farther out it is."""
    rest = {f"S{i}": spread * x for i, x in enumerate((-2.0, -1.2, -0.5, -0.1, 0.3, 0.9))}

    def decided(points: dict[str, float]) -> float:
        stuck = gridlock_interval("majority", points)
        return float(stuck.low + stuck.high) / 2

    losses = []
    for ideal in (0.4, 1.0, 2.0):
        with_it, without = decided({**rest, "M": ideal}), decided(rest)
        losses.append((without - ideal) ** 2 - (with_it - ideal) ** 2)
    evidence = (
        "Seven states decide by majority for all, then six without the one that left; losses "
        "grow with the square of distance. Leaving costs a state that stands at 0.4, 1.0 and 2.0 "
        f"of the line {losses[0]:.2f}, {losses[1]:.2f} and {losses[2]:.2f}."
    )
    if min(losses) <= 1e-9:
        return Finding("fails", evidence, counterexample={"loss": round(min(losses), 6)})
    return Finding("holds" if losses[0] < losses[1] < losses[2] else "mixed", evidence)


@check(19, kept_by=Binding())
def no_court_above(models: Models, kept_by: Enforcement | None = None) -> Finding:
    """Check that what sovereign states deliver is bounded by what each keeps of its own will."""
    climate, rule = models.issue("climate"), Quota(quota="2/3")
    reached = []
    for patience in (0.5, 0.7, 0.9):
        game = under(climate, rule, kept_by or Reciprocity(patience=patience))
        reached.append(effectiveness(game, climate.payoffs(deliver(game).actions)))
    game = under(climate, rule)
    agreed = effectiveness(game, game.issue.payoffs(solve(game).agreed.agreement.actions))
    evidence = (
        f"On climate two thirds of fifteen regions agree on {agreed:.3f} of the possible gain; "
        f"with no court they deliver {reached[0]:.3f}, {reached[1]:.3f} and {reached[2]:.3f} of it "
        "at a patience of 0.5, 0.7 and 0.9."
    )
    bounded = reached[0] < reached[1] < reached[2] < agreed - 1e-6
    return Finding("holds" if bounded else "mixed", evidence)


@check(20, temptation=2)
def bound_hands(models: Models, temptation: int = 5) -> Finding:
    """Check that giving up an action leaves all better off where all would be tempted to use it."""
    mine = np.array([[3, 0], [temptation, 1]])
    theirs = mine.T
    game = NormalFormGame((mine, theirs))
    free = [game.cell(cell) for cell in pure_nash(game)]
    bound = NormalFormGame((mine[:1, :1], theirs[:1, :1]))
    (only,) = pure_nash(bound)
    best_free = max(min(int(mine[cell]), int(theirs[cell])) for cell in free)
    gain = min(bound.payoffs[k][bound.cell(only)] for k in (0, 1)) - best_free
    evidence = (
        f"Two states get 3 each if both hold back; breaking it brings {temptation}. Free to do "
        f"either, the better equilibrium gives each {best_free}; with the second action given up, "
        f"each gains {gain}."
    )
    if gain > 0:
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"temptation": temptation})


@check(21, votes_follow_dues=True)
def payers_and_voters(models: Models, votes_follow_dues: bool = False) -> Finding:
    """Check that more money is given with strings attached where votes do not follow dues."""
    world = models.issue("aggression").world
    ideal, money = world.columns["ideal_point"], world.columns["gdp"]
    points = dict(zip(world.ids, ideal.tolist(), strict=True))
    dues = {name: round(float(x), 3) for name, x in zip(world.ids, money, strict=True)}

    def attached(weights: dict[str, float], tolerance: float) -> float:
        rule = weighted_game(weights, "majority")
        middle = float(gridlock_interval(rule, points).high)
        # A payer keeps for its own ends what is spent too far from its ideal.
        return float(money[np.abs(ideal - middle) > tolerance].sum() / money.sum())

    equal = dues if votes_follow_dues else dict.fromkeys(world.ids, 1.0)
    rows = [(attached(equal, width), attached(dues, width)) for width in (1.0, 1.5, 2.0)]
    evidence = (
        "Of the 193 states' income, the part whose owner stands more than 1, 1.5 and 2 from what "
        f"a majority decides is {', '.join(f'{a:.2f}' for a, _ in rows)} if each state has one "
        f"vote, and {', '.join(f'{b:.2f}' for _, b in rows)} if votes follow income."
    )
    if not any(a > b for a, b in rows):
        worst = {"more attached with votes by income": True, "distance": 1.0}
        return Finding("fails", evidence, counterexample=worst)
    if all(a >= b for a, b in rows):
        return Finding("holds", evidence)
    return Finding(
        "mixed",
        evidence
        + " Votes by income satisfy those farthest out, and lose others on the other side.",
    )


@check(22, override=7)
def mirror_of_members(models: Models, override: int = 4) -> Finding:
    """Check that what an agency does follows its members' ideals, and not its own."""
    points = [0.0, 0.2, 0.35, 0.5, 0.6, 0.8, 1.0]

    def done(shift: float, agent: float, needed: int) -> float:
        # An agent nobody watches goes as far as its principals let it.
        moved = [x + shift for x in points]
        room = agency_drift(needed, moved).room
        return min(max(agent, float(room.low)), float(room.high))

    by_members = {q: done(0.3, 0.9, q) - done(0.0, 0.9, q) for q in (override, 7)}
    by_agent = {q: done(0.0, 0.9, q) - done(0.0, 0.1, q) for q in (override, 7)}
    evidence = (
        f"If {override} of seven members can overrule the agency, a move of all of them by 0.3 "
        f"moves what it does by {by_members[override]:.2f}, and a change of its head from 0.1 to "
        f"0.9 by {by_agent[override]:.2f}; if it takes all seven, by {by_members[7]:.2f} and "
        f"{by_agent[7]:.2f}."
    )
    if abs(by_agent[override]) < 1e-9 < by_members[override]:
        return Finding(
            "holds_if",
            evidence,
            "a bare majority can overrule the agency: the more members it takes, the more the "
            "agency's own aims show",
            {"members needed": 7, "moved by the agency's own aims": round(by_agent[7], 2)},
        )
    moved = {"moved by the agency's own aims": round(by_agent[override], 2)}
    return Finding("fails", evidence, counterexample=moved)


@check(25, spreads=(1.0, 1.0, 1.0), sanctions=(0.4, 0.4, 0.4))
def agents_of_their_own(
    models: Models,
    spreads: tuple[float, ...] = (0.5, 1.0, 2.0),
    sanctions: tuple[float, ...] = (0.0, 0.2, 0.4),
) -> Finding:
    """Check that an agent drifts more if its principals differ more, less if it is watched."""
    points = np.array([0.0, 0.2, 0.35, 0.5, 0.6, 0.8, 1.0]) - 0.5
    rooms = [float(agency_drift(6, (points * s).tolist()).room.length) for s in spreads]
    drifts = [
        float(
            agency_drift(
                6, points.tolist(), agent=0.25, mandate=0.0, monitoring=0.5, sanction=each
            ).drift
        )
        for each in sanctions
    ]
    evidence = (
        "Where six of seven principals must agree to overrule it, an agent is free on a length of "
        f"{', '.join(f'{x:.2f}' for x in rooms)} as their ideals spread by "
        f"{', '.join(f'{x:.1f}' for x in spreads)}; seen half the time, it drifts "
        f"{', '.join(f'{x:.2f}' for x in drifts)} at sanctions of "
        f"{', '.join(f'{x:.1f}' for x in sanctions)}."
    )
    wider = all(a < b for a, b in itertools.pairwise(rooms))
    tamed = all(a > b for a, b in itertools.pairwise(drifts))
    return Finding("holds" if wider and tamed else "mixed", evidence)


@check(26, quotas=("85%", "85%", "85%"), sizes=(9, 9, 9))
def diluted_influence(
    models: Models,
    quotas: tuple[str, ...] = ("majority", "70%", "85%"),
    sizes: tuple[int, ...] = (9, 25, 99),
) -> Finding:
    """Check what pooling leaves of a large payer's influence, by quota and by numbers."""
    fund = models.institution("imf")
    start, stop, share = [], [], []
    for quota in quotas:
        game = fund.simple_game(quota)
        powers = coleman(game)
        start.append(float(powers.of("coleman_initiate")["USA"]))
        stop.append(float(powers.of("coleman_prevent")["USA"]))
        share.append(float(banzhaf(game)["USA"]))
    weights = fund.members.columns["imf_votes"] if fund.members is not None else np.ones(1)
    weight = float(weights[fund.ids.index("USA")] / weights.sum())
    crowd = [float(coleman(quota_game(states(n), n // 2 + 1)).of()["S0"]) for n in sizes]
    evidence = (
        f"With {weight:.3f} of the Fund's votes the United States holds "
        f"{', '.join(f'{x:.3f}' for x in share)} of the Banzhaf power at quotas of "
        f"{', '.join(quotas)}; it can start {', '.join(f'{x:.3f}' for x in start)} of what would "
        f"fail and stop {', '.join(f'{x:.3f}' for x in stop)} of what would pass. Among "
        f"{', '.join(str(n) for n in sizes)} equal states one can stop "
        f"{', '.join(f'{x:.3f}' for x in crowd)} under majority."
    )
    less = all(a > b for row in (start, crowd) for a, b in itertools.pairwise(row))
    more = all(a < b for a, b in itertools.pairwise(stop))
    if not (less and more):
        return Finding("mixed", evidence)
    if share[0] <= weight:
        return Finding("holds", evidence)
    return Finding(
        "holds_if",
        evidence,
        "the quota is well above a majority: a majority gives the largest payer more power than "
        "its share of the votes, and a high quota leaves it only the power to stop",
        {"quota": quotas[0], "power": round(share[0], 3), "share of the votes": round(weight, 3)},
    )
