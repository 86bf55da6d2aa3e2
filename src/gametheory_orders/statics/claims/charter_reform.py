"""Checks of the claims about reform of the charter, and about standing up to an attack (26 to 34).

Builds on charter_worlds.py. Not here: what the charter's bodies can do (charter_council.py), or the
claims' words (models/claims/charter_reform.toml).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gametheory_orders.foundations.tolerances import ROUNDING
from gametheory_orders.issues import CollectiveAction
from gametheory_orders.measures.expected_seats import expected_power
from gametheory_orders.measures.power import banzhaf, coleman
from gametheory_orders.measures.reform import Reform
from gametheory_orders.orders.membership import Largest
from gametheory_orders.orders.voting import quota_game
from gametheory_orders.solvers.gridlock import gridlock_interval
from gametheory_orders.solvers.mobilisation import mobilisation
from gametheory_orders.solvers.sanction_remedies import AudienceCost
from gametheory_orders.solvers.sanctions import sanction_reach
from gametheory_orders.statics.claims.charter_worlds import (
    FIVE,
    OTHER_PLANS,
    PLANS,
    all_plans,
    council_points,
)
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.club_worlds import falls, figures, rises
from gametheory_orders.worlds import World

SMALL_LOSS = 0.05
"""Part of a permanent member's power below which the loss of it is no catastrophe."""


@check(26, quotas=("85%",))
def pooled_influence(
    models: Models, quotas: tuple[str, ...] = ("majority", "70%", "85%")
) -> Finding:
    """Compare the largest payer's votes with what it can bring about and can stop."""
    fund = models.institution("imf")
    rows = []
    for quota in quotas:
        game = fund.simple_game(quota)
        moves = coleman(game).columns
        i = game.players.index("USA")
        begin, halt = (float(moves[f"coleman_{what}"][i]) for what in ("initiate", "prevent"))
        rows.append((begin, halt, float(banzhaf(game)["USA"])))
    assert fund.members is not None
    votes = fund.members.column("imf_votes")
    weight = float(votes[fund.members.index("USA")] / votes.sum())
    start, stop, power = zip(*rows, strict=True)
    undiluted = [q for q, blocks in zip(quotas, stop, strict=True) if blocks == 1.0]
    alone = quota_game(["USA", "the others"], 1)
    own = float(coleman(alone).columns["coleman_initiate"][0])
    evidence = (
        f"With {weight:.3f} of the votes in the International Monetary Fund the United States "
        f"turns a failing vote into one that passes with a chance of {figures(start, 6)} if it "
        f"takes {', '.join(quotas)}, against {own:.0f} acting by itself. It stops what would "
        f"pass with a chance of {figures(stop, 3)}. Its share of all power is {figures(power, 3)}."
    )
    if max(start) >= own:
        return Finding("fails", evidence, counterexample={"chance_to_bring_about": max(start)})
    if not undiluted:
        return Finding("holds", evidence)
    if len(undiluted) == len(quotas):
        where = {"quota": undiluted[0], "chance_to_stop": 1.0}
        return Finding("mixed", evidence, counterexample=where)
    return Finding(
        "holds_if",
        evidence,
        condition="influence is the power to bring about, or the quota is too low to make the "
        "largest payer a vetoer",
        counterexample={"quota": undiluted[0], "chance_to_stop": 1.0},
    )


@check(27, pace=0.0)
def promotion(models: Models, pace: float = 0.03) -> Finding:
    """Follow the strength that a council leaves out, by how late its seats follow power."""
    world = models.world("states")
    power = np.nan_to_num(world.columns["cinc"])
    held = np.array([power[world.index(state)] for state in FIVE]).sum() / power.sum()
    led = Largest(by="power", count=5).eligible(World(world.ids, {"power": power}))
    best = power[led].sum() / power.sum()
    rng = np.random.default_rng(27)
    lags = (1, 5, 10, 20, 40)
    missing = np.zeros(len(lags))
    for _ in range(5):
        # Strength grows at a pace of its own in each state.
        growth = np.exp(pace * rng.standard_normal(world.n))
        paths = power * growth ** np.arange(41)[:, None]
        right = [
            Largest(by="power", count=5).eligible(World(world.ids, {"power": p})) for p in paths
        ]
        for k, lag in enumerate(lags):
            seated = [right[(t // lag) * lag] for t in range(41)]
            short = [
                float(p[now].sum() - p[then].sum()) / p.sum()
                for p, now, then in zip(paths, right, seated, strict=True)
            ]
            missing[k] += np.mean(short) / 5
    evidence = (
        f"The five permanent members hold {held:.3f} of the world's capability, the five that "
        f"lead today ({', '.join(world.members(led))}) {best:.3f}. If strength moves at random, "
        f"a council whose seats are given anew every {figures(lags, 0)} years misses "
        f"{figures(100 * missing, 2)} percent of all strength on average that the leaders have."
    )
    if held < best and missing[0] == 0.0 and rises(missing):
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"pace": pace, "missing": missing[-1]})


@check(28, plan="ezulwini")
def overweight_europe(models: Models, plan: str = "today") -> Finding:
    """Compare power in the Council with people, by continent, now and as people move."""
    world = models.world("states")
    council = models.reform(plan)
    expected = expected_power(council)
    power = np.array([float(expected[state]) for state in world.ids])
    people = world.columns["population"]
    continent = np.array(world.texts["continent"])
    names = tuple(sorted(set(continent)))

    def by_continent(values: np.ndarray) -> np.ndarray:
        sums = np.array([values[continent == name].sum() for name in names])
        return np.asarray(sums / values.sum())

    held = by_continent(power)
    steps = (1.0, 1.25, 1.5, 2.0)
    fair = []
    for growth in steps:
        # People in Africa grow by this factor, illustratively; elsewhere they stay.
        moved = by_continent(np.where(continent == "Africa", growth, 1.0) * people)
        fair.append(float(1 - np.abs(held - moved).sum() / 2))
    now = by_continent(people)
    ratio = dict(zip(names, held / now, strict=True))
    evidence = (
        f"By power in the Council Europe has {ratio['Europe']:.1f} times its share of people, "
        f"America {ratio['America']:.1f}, Asia {ratio['Asia']:.2f} and Africa "
        f"{ratio['Africa']:.2f} times. Power and people overlap by {fair[0]:.3f}; if the people "
        f"of Africa grow by a factor of {figures(steps)}, by {figures(fair, 3)}."
    )
    ignored = max(ratio["Africa"], ratio["Asia"]) < 0.5
    if ratio["Europe"] > 2 and ignored and falls(fair):
        return Finding("holds", evidence)
    return Finding("mixed", evidence)


@check(29, ratified=False)
def three_plans(models: Models, ratified: bool = True) -> Finding:
    """Count who gains by each of three plans, and who likes which of them best."""
    found = all_plans(models)
    plans = [found[name] for name in PLANS]
    best = {name: 0 for name in PLANS}
    for state in plans[0].gains:
        liked = max(plans, key=lambda plan: plan.gains[state])
        if liked.gains[state] > 0:
            best[liked.name] += 1
    needed = plans[0].needed
    enough = [plan.name for plan in plans if plan.in_favour >= needed]
    chances = all_plans(models, "banzhaf_absolute")
    more_likely = [chances[name].in_favour for name in PLANS]
    passes = [name for name in enough if not (ratified and found[name].permanent_against)]
    firsts = [name for name in PLANS if best[name] > 0]
    fight = {
        name: sum(found[name].gains[state] > found[other].gains[state] for state in plans[0].gains)
        for name, other in (("g4", "uniting_for_consensus"), ("uniting_for_consensus", "g4"))
    }
    evidence = (
        f"{', '.join(str(plan.in_favour) for plan in plans)} of {plans[0].states} states do not "
        f"lose power by the three plans, and {needed} are needed; "
        f"{', '.join(str(best[name]) for name in PLANS)} like each best. Of the five who must "
        f"ratify, {', '.join(str(len(plan.permanent_against)) for plan in plans)} lose. Between "
        f"the first two plans {fight['g4']} states would rather have the one, "
        f"{fight['uniting_for_consensus']} the other. If states count their chance of "
        f"deciding a vote rather than their share of power, {figures(more_likely, 0)} do not lose."
    )
    if passes:
        return Finding("fails", evidence, counterexample={"passes": ", ".join(passes)})
    if not enough and len(firsts) == 3:
        return Finding("holds", evidence)
    return Finding(
        "mixed",
        f"{evidence} No plan passes, but it is the five who stop them, not the rivalry of the "
        "three groups: enough states would accept any of the three.",
        counterexample={"in_favour": min(plan.in_favour for plan in plans), "needed": needed},
    )


def _willing(plan: Reform, shock: float = 0.0) -> list[str]:
    """Return the states that do not lose by a plan if the old Council is worth less by a shock."""
    return [state for state, gain in plan.gains.items() if gain + shock >= 0]


@check(30, vetoers=())
def only_a_catastrophe(models: Models, vetoers: tuple[str, ...] = FIVE) -> Finding:
    """Find how much worse the old Council must become before a plan can pass."""
    names = (*PLANS, *OTHER_PLANS)
    found = all_plans(models)
    states = models.world("states").ids
    amendment = quota_game(states, "2/3", veto=vetoers)

    def passes(plan: Reform, shock: float) -> bool:
        """Say whether enough accept it if the old Council is worth less to everyone."""
        return bool(amendment.wins(_willing(plan, shock)))

    power = float(found["today"].of("permanent with veto").shapley_shubik)
    losses = {n: max(0.0, -min(float(found[n].gains[s]) for s in FIVE)) for n in names}
    # The least of the shocks that would do, as a part of what a permanent member has.
    shocks = [0.0, *sorted(losses[n] + ROUNDING for n in names)]
    needed = {n: next(shock for shock in shocks if passes(found[n], shock)) / power for n in names}
    cheap = {n: round(part, 4) for n, part in needed.items() if part < SMALL_LOSS}
    dear = {n: part for n, part in needed.items() if part >= SMALL_LOSS}
    evidence = (
        f"Of {len(names)} plans {sum(passes(found[n], 0.0) for n in names)} can pass as things "
        f"are. Each would if the power that a permanent member has in the old Council were worth "
        f"less to it by {figures([100 * part for part in sorted(needed.values())], 1)} percent. "
        f"The shock must be felt by each of the five that the plan makes weaker, "
        f"{min(len(found[n].permanent_against) for n in names)} at least."
    )
    if min(needed.values()) == 0.0:
        return Finding("fails", evidence, counterexample={n: "passes" for n in list(cheap)[:1]})
    if not dear:
        return Finding("mixed", evidence, counterexample=cheap)
    chances = all_plans(models, "banzhaf_absolute")
    likelier = [n for n in names if amendment.wins(_willing(chances[n]))]
    if not cheap and not likelier:
        return Finding("holds", evidence)
    return Finding(
        "holds_if",
        f"{evidence} That states decide by their own share of power is assumed: if they count "
        f"their chance of deciding a vote instead, {len(likelier)} plans pass as things are, "
        "as more is then decided.",
        condition=f"the plan touches the vetoes: those ({', '.join(dear)}) take a shock of "
        f"{100 * min(dear.values()):.0f} percent or more, new seats without a veto hardly any"
        + "; and states want a large share of power rather than a likely say"
        * bool(likelier),
        counterexample={**cheap, **dict.fromkeys(likelier, "passes if chances count")},
    )


@check(31, costs=(0.0, 0.0, 0.0, 0.0))
def price_of_a_veto(models: Models, costs: tuple[float, ...] = (0.0, 0.5, 1.0, 1.5)) -> Finding:
    """Check what is stuck, and whom sanctions reach, as it costs more to use a veto."""
    loss = 1.0
    council = models.institution("unsc")
    points = council_points(models)
    rule = council.simple_game()
    stuck = [
        float(gridlock_interval(rule, points, blocking_cost=dict.fromkeys(FIVE, cost)).length)
        for cost in costs
    ]
    beyond, free = [], []
    for cost in costs:
        price = AudienceCost(cost, name="price")
        found = sanction_reach(council, size=loss, closeness=0.25, remedies=price)
        out = found.beyond("price")
        beyond.append(len(out))
        free.append("RUS" in out)
    reached = [cost for cost, safe in zip(costs, free, strict=True) if not safe]
    evidence = (
        f"If a veto costs the five {figures(costs, 1)} with their public, {figures(stuck)} of the "
        f"line of votes is stuck. Sanctions that cost their target {loss:g} cannot reach "
        f"{figures(beyond, 0)} of {council.within.n} states, if each of the five shields those "
        f"close to it; Russia itself is out of reach at {sum(free)} of the {len(costs)} costs."
    )
    if not falls(stuck[:2]) and stuck[0] == stuck[-1]:
        return Finding("fails", evidence, counterexample={"cost": costs[-1], "stuck": stuck[-1]})
    if not any(free):
        return Finding("holds", evidence)
    if not reached:
        return Finding("mixed", evidence)
    kept = max(cost for cost, safe in zip(costs, free, strict=True) if safe)
    return Finding(
        "holds_if",
        evidence,
        condition="a veto costs at least what the sanction would cost the one who casts it",
        counterexample={"cost": kept, "sanction": loss, "vetoed": True},
    )


def _joined(issue: CollectiveAction, named: np.ndarray) -> np.ndarray:
    """Return who joins in the end if all first expect the named to join; shape (n,)."""
    acts = named.astype(float)
    for _ in range(issue.n + 1):
        gain, other = issue.gains(acts)
        after = np.where(gain > ROUNDING, other, acts)
        if (after == acts).all():
            break
        acts = after
    return acts


@check(32, shares=(1.0,))
def symbolic_vote(models: Models, shares: tuple[float, ...] = (0.0, 0.5, 1.0)) -> Finding:
    """Follow who joins sanctions after a vote that shows all who is against the attack."""
    issue = models.issue("aggression")
    assert isinstance(issue, CollectiveAction)
    point = issue.world.columns["ideal_point"]
    rows: dict[float, list[tuple[int, float, int]]] = {}
    for shared in shares:
        hunt = replace(issue, shared=shared)
        rows[shared] = []
        for least in (np.inf, 1.5, 1.0, 0.5, 0.0):
            named = (point > least) & issue.able
            acts = _joined(hunt, named)
            strength = float(issue.weights[named].sum() / issue.weights.sum())
            rows[shared].append((int(named.sum()), strength, int(acts.sum())))
    works = [s for s in shares if rows[s][-1][2] > 0]
    told = rows[shares[0]]
    evidence = (
        f"Sanctions bite from {issue.threshold:.2f} of all capability on. If a vote shows "
        f"{figures([n for n, _, _ in told], 0)} states to be against the attack, which hold "
        f"{figures([w for _, w, _ in told])}, in the end {figures([k for _, _, k in told], 0)} "
        f"join if who stays away has {shares[0]:g} of what sanctions are worth to those who "
        f"join. With the largest vote {figures([rows[s][-1][2] for s in shares], 0)} join if "
        f"that part is {figures(shares, 1)}."
    )
    if not works:
        return Finding("fails", evidence, counterexample={"part_without_joining": shares[-1]})
    if len(works) == len(shares) and told[1][2] > 0:
        return Finding("holds", evidence)
    small = max(n for n, _, joined in told if not joined)
    return Finding(
        "holds_if",
        evidence,
        condition="those it names are strong enough together for sanctions to bite, and who "
        "stays away misses enough of what they bring",
        counterexample={"named": small, "join_in_the_end": 0},
    )


@check(33, growth=0)
def fatigue(models: Models, growth: float = 0.05) -> Finding:
    """Follow who stays in sanctions as their cost grows with every period."""
    issue = models.issue("aggression")
    assert isinstance(issue, CollectiveAction)
    output = issue.world.columns["gdp"]
    # Percent of output that it is worth to each, and that it costs at first.
    worth = 100 * issue.benefits / output
    first = float(np.median((100 * issue.costs / output)[issue.able]))
    keen = {
        state: round(float(value), 6)
        for state, value, able in zip(issue.world.ids, worth, issue.able, strict=True)
        if able and value >= first
    }
    ways = {
        burden: mobilisation(
            keen,
            start=start,
            growth=growth * (start / first),
            periods=30,
            burden=burden,
        )
        for burden, start in (("each", first), ("shared", first * len(keen)))
    }
    sizes = {name: [len(who) for who in path.members] for name, path in ways.items()}
    each = ways["each"]
    hazards = [float(h) for h in each.hazard if h is not None]
    ends = {name: path.ends for name, path in ways.items()}
    evidence = (
        f"If joining costs {first:.2f} percent of output at first and {growth:g} more in every "
        f"period, {figures(sizes['each'][:20:4], 0)} states are in after 0, 4, 8, 12, 16 periods; "
        f"if those left share the whole cost, {figures(sizes['shared'][:20:4], 0)}. The share "
        f"that leaves in a period rises from {hazards[0]:.2f} to {max(hazards):.2f}"
        f"{'' if each.hazard_rises else ', though not in every step'}."
    )
    if all(size[-1] == size[0] for size in sizes.values()):
        return Finding("fails", evidence, counterexample={"growth": growth})
    if each.hazard_rises and all(end is not None for end in ends.values()):
        return Finding("holds", evidence)
    dips = [t for t in range(1, len(hazards)) if hazards[t] < hazards[t - 1]]
    if not dips:
        return Finding("mixed", evidence)
    return Finding(
        "holds_if",
        f"{evidence} That the cost grows with time is assumed.",
        condition="it means that fewer and fewer take part; the share that leaves need not grow",
        counterexample={"period": dips[0], "leaving": round(hazards[dips[0]], 3)},
    )


@check(34, costs=(0.0,))
def words_and_ties(models: Models, costs: tuple[float, ...] = (0.1, 0.25, 0.5, 1.0)) -> Finding:
    """Count states that gain if an attack does not pay, and those that cut ties for it."""
    issue = models.issue("aggression")
    assert isinstance(issue, CollectiveAction)
    world = issue.world
    worth = 100 * issue.benefits / world.columns["gdp"]
    people, able = world.columns["population"], issue.able
    condemn = able & (worth > 0)
    cut = [able & (worth > cost) for cost in costs]
    counts = [int(mask.sum()) for mask in cut]
    last = able & (issue.benefits > issue.costs)
    rich = world.columns["gdp"] / people
    richer = [float(np.median(rich[mask])) for mask in (last, able & ~last)]
    climate = models.issue("climate")
    assert climate.trade is not None
    j = climate.world.index("Russia")
    exchange = climate.trade.imports[:, j] + climate.trade.imports[j]
    tied = np.delete(100 * exchange / climate.world.columns["gdp"], j)
    evidence = (
        f"{int(condemn.sum())} of {int(able.sum())} states would gain if the attack did not pay; "
        f"{figures(counts, 0)} join if it costs {figures(costs)} percent of output to cut ties, "
        f"with {figures([people[m].sum() / people[able].sum() for m in cut])} of all people. The "
        f"output per head of those who join at a cost of 0.25 is "
        f"{richer[0] / richer[1]:.1f} times that of the rest, by the middle state. Trade "
        f"with Russia is from {tied.min():.1f} to "
        f"{tied.max():.1f} percent of a region's output. What it is worth is assumed to rise "
        "with distance from the attacker in votes."
    )
    refuse = int(able.sum()) - max(counts)
    few = max(counts) < condemn.sum()
    if few and refuse > 0 and falls([float(condemn.sum()), *map(float, counts)]):
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"cost": costs[0], "join": counts[0]})
