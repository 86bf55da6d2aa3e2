"""Checks of the claims about the coalition: why states turn to it (78 to 86).

Builds on every lower room. Not here: the claims' words (models/claims/coalition.toml), the other
checks (coalition_means.py, coalition_limits.py, coalition_justice.py, modest_size.py).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gametheory_orders.foundations.tolerances import CLAIM
from gametheory_orders.games import CooperationGame
from gametheory_orders.games.tu_game import tu_game
from gametheory_orders.measures.power import banzhaf
from gametheory_orders.orders.voting import quota_game, weighted_game
from gametheory_orders.solvers.agenda import agenda_setter
from gametheory_orders.solvers.depth_by_admission import expected_depth
from gametheory_orders.solvers.expected_gridlock import expected_gridlock
from gametheory_orders.solvers.go_it_alone import go_it_alone
from gametheory_orders.solvers.gridlock import gridlock_interval
from gametheory_orders.solvers.hub_and_spoke import hub_and_spoke
from gametheory_orders.solvers.outside_options import outside_option
from gametheory_orders.solvers.shapley_value import shapley_value
from gametheory_orders.solvers.solve import solve
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.coalition_worlds import (
    by_size_of_equals,
    degree,
    points,
    shares,
    smallest_group,
)

PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")
ASSEMBLY, TO_AMEND, FOUNDERS = 193, 129, 51


@check(78, issues=("gdp", "gdp", "gdp"))
def shifting_groups(
    models: Models, issues: tuple[str, ...] = ("gdp", "emissions", "cinc", "population")
) -> Finding:
    """Compare by issue the smallest group that is capable enough, and by the size of the task."""
    states = models.world("states")
    groups = {issue: smallest_group(shares(states, issue), 0.6) for issue in issues}
    always = set.intersection(*map(set, groups.values()))
    ever = set.union(*map(set, groups.values()))
    sizes = [len(smallest_group(shares(states, issues[0]), needed)) for needed in (0.3, 0.45, 0.6)]
    technologies = ("best_shot", "sum", "weakest_link")
    enough = [int(np.argmax(by_size_of_equals(12, each) >= 0.9)) for each in technologies]
    verdict = degree([ever > always, sizes[0] < sizes[1] < sizes[2]])
    counted = ", ".join(f"{len(group)} by {issue}" for issue, group in groups.items())
    return Finding(
        verdict,
        f"The smallest groups with 60 percent of the world's total have {counted}; "
        f"{len(always)} states are in each and {len(ever)} in one at least. By {issues[0]} "
        f"{sizes[0]}, {sizes[1]} and {sizes[2]} states hold 30, 45 and 60 percent. Of 12 equal "
        f"states {enough[0]} bring nine tenths of the gain if the largest contribution counts, "
        f"{enough[1]} if the sum does, {enough[2]} if the smallest does.",
        counterexample={} if verdict == "holds" else {"states not in all": len(ever - always)},
    )


@check(79, weighted=True)
def little_reason_to_bind(models: Models, weighted: bool = False) -> Finding:
    """Ask what the strong lose in a formal body: control, and what they gain by staying in it."""
    gdp = shares(models.world("states"), "gdp")
    votes = {state: round(1e4 * share) if weighted else 1 for state, share in gdp.items()}
    power = float(banzhaf(weighted_game(votes, "majority"))["USA"])
    issue = models.issue("climate")
    outcome = solve(CooperationGame(issue, models.order("charter_unanimity")))
    stays = outcome.agreed.payoffs - outcome.agreed.leave_payoffs
    size = issue.world.column("gdp")
    largest = np.argsort(-size)
    tempted = {
        "three largest": int((stays[largest[:3]] < 0).sum()),
        "three smallest": int((stays[largest[-3:]] < 0).sum()),
    }
    less_control = power < gdp["USA"] / 2
    less_gain = tempted["three largest"] > tempted["three smallest"]
    return Finding(
        degree([less_control, less_gain]),
        f"With {gdp['USA']:.3f} of the world's output the United States has {power:.3f} of the "
        f"voting power. But in a charter by unanimity on climate {tempted['three largest']} of "
        "the three largest regions would gain by staying out, and "
        f"{tempted['three smallest']} of the three smallest: who is large has more of the good "
        "that its own part brings.",
        counterexample={"regions that would leave": int((stays < 0).sum()), **tempted},
    )


@check(80, reach=10.0)
def mission_first(models: Models, reach: float = 0.5) -> Finding:
    """Compare where groups gathered for a mission decide with where a standing group does."""
    states = models.world("states")
    everyone = points(states)
    missions = np.linspace(-1.5, 2.0, 8)

    def middle(where: dict[str, float]) -> float:
        held = gridlock_interval("majority", where)
        return (float(held.low) + float(held.high)) / 2

    standing = middle(points(states, models.institution("nato").represented))
    willing = [{s: x for s, x in everyone.items() if abs(x - m) <= reach} for m in missions]
    gathered = np.array([middle(group) for group in willing])
    slope = float(np.polyfit(missions, gathered, 1)[0])
    saved = float(np.abs(standing - missions).mean() - np.abs(gathered - missions).mean())
    figures = (
        f"Over {len(missions)} missions on the line of ideal points the decision of those who "
        f"stand within {reach:g} of the mission moves by {slope:.2f} per unit of mission, that of "
        f"a standing group (NATO's members) by 0, at {standing:.2f}."
    )
    if slope < 0.5 or saved <= 0:
        return Finding("fails", figures, counterexample={"reach": reach, "slope": round(slope, 3)})
    return Finding(
        "holds_if",
        f"{figures} It comes {saved:.2f} nearer to the mission on average.",
        f"gathering a new group costs less than {saved:.2f} of distance a mission",
        {"cost of gathering": round(saved + 0.1, 2), "worth": -0.1},
    )


@check(81, between_spokes=1.0)
def sheriff(models: Models, between_spokes: float = 0.0) -> Finding:
    """Ask what a hub of bilateral deals has of what they bring, and how many links it needs."""
    n = 10

    def worth(coalition: tuple[str, ...]) -> float:
        spokes = len(coalition) - ("hub" in coalition)
        links = spokes if "hub" in coalition else 0
        return links + between_spokes * spokes * (spokes - 1) / 2

    value = shapley_value(tu_game(("hub", *map(str, range(1, n))), worth))
    share = float(value["hub"]) / worth(("hub", *map(str, range(1, n))))
    offers = hub_and_spoke([1.0] * (ASSEMBLY - 1))
    figures = (
        f"Of {n} states the hub's mean contribution is {share:.3f} of all that is gained "
        f"(each other has {(1 - share) / (n - 1):.3f}); if it alone makes the offers it has "
        f"{offers.hub_share:.2f}. {ASSEMBLY} states need {offers.links} links in place of "
        f"{offers.links_of_all}."
    )
    if share >= 0.5 - CLAIM:
        return Finding("holds", figures)
    return Finding(
        "fails", figures, counterexample={"worth of a link between two spokes": between_spokes}
    )


@check(82, tariffs=(0.0,))
def on_its_terms(
    models: Models, tariffs: tuple[float, ...] = (0.0, 0.005, 0.01, 0.015, 0.02, 0.03)
) -> Finding:
    """Count who joins on the founders' terms, by what staying outside costs."""
    issue = models.issue("climate")
    found = {t: go_it_alone(issue, ["EU", "US"], price=25.0, tariff=t) for t in tariffs}
    joined = {t: len(each.joined) for t, each in found.items()}
    least = next((t for t, count in joined.items() if 2 * count > issue.world.n - 2), None)
    none = {"tariff": tariffs[0], "regions that join": joined[tariffs[0]]}
    if least is None:
        words = (
            f"Without a tariff {joined[tariffs[0]]} regions join the EU and the US at 25 a tonne."
        )
        return Finding("fails", words, counterexample=none)
    last = found[tariffs[-1]]
    counted = ", ".join(f"{count} at {t:.1%}" for t, count in joined.items())
    return Finding(
        "holds_if",
        f"Of 13 regions join the price of 25 that the EU and the US set: {counted}. At the "
        f"highest tariff {len(last.joiners_worse_off)} of those who join are worse off than "
        f"before ({' and '.join(last.joiners_worse_off)}), and none than if it stayed out.",
        f"staying outside costs: with a tariff of {least:.1%} most of the others join",
        none,
    )


@check(83, bodies=("unga", "unga_two_thirds"))
def lilliputians(models: Models, bodies: tuple[str, ...] = ("unga", "unsc", "imf")) -> Finding:
    """Hold the strongest state's share of voting power against its share of output, by body."""
    share = shares(models.world("states"), "gdp")["USA"]
    power = {body: float(banzhaf(models.institution(body).simple_game())["USA"]) for body in bodies}
    bound = {body: value < share / 2 for body, value in power.items()}
    counted = ", ".join(f"{value:.3f} in {body}" for body, value in power.items())
    where = [body for body, tied in bound.items() if not tied]
    return Finding(
        degree(bound),
        f"With {share:.3f} of the world's output the United States has of the voting power "
        f"{counted}. It counts for one of many where each state has one vote; a veto or weighted "
        "votes give it back what it has.",
        counterexample={body: round(power[body], 3) for body in where},
    )


@check(84, vetoers=())
def resists_reform(models: Models, vetoers: tuple[str, ...] = PERMANENT) -> Finding:
    """Measure what the rule that amends the UN Charter cannot change, as vetoers are added."""
    known = points(models.world("states"))
    stuck = []
    for count in range(len(vetoers) + 1):
        rule = quota_game(known, TO_AMEND, veto=vetoers[:count])
        held = gridlock_interval(rule, known, names=tuple(known))
        stuck.append(float(held.length / held.spread))
    figures = (
        f"Of the span of ideal points {stuck[0]:.2f} cannot be changed by two thirds of the "
        f"Assembly alone, and {stuck[-1]:.2f} once {len(vetoers)} states must ratify. A group that "
        "asks nobody pays its set-up cost in place of that."
    )
    if stuck[-1] > 0.5 and all(a <= b for a, b in pairwise(stuck)):
        return Finding("holds", figures)
    return Finding(
        "fails", figures, counterexample={"vetoers": len(vetoers), "stuck": round(stuck[-1], 3)}
    )


@check(85, rule="majority")
def founding_moment(models: Models, rule: str = "unanimity") -> Finding:
    """Try whether crisis, few incumbents, few founders and primacy each make new rules easier."""
    voters = [0.4, 0.5, 0.6]
    calm, crisis = (agenda_setter(rule, voters, 1.0, start).policy for start in (0.3, 0.0))
    council = [f"S{i}" for i in range(9)]
    slate = [expected_gridlock(quota_game(council, 5, veto=council[:v])) for v in (0, 5)]
    players = [expected_gridlock(rule, n) for n in (FOUNDERS, ASSEMBLY)]
    primacy = [outside_option(cost).policy for cost in (0.3, 0.6)]
    easier = {
        "crisis": crisis > calm,
        "a blank slate": slate[0] < slate[1],
        "few players": players[0] < players[1],
        "primacy": primacy[0] > primacy[1],
    }
    verdict = degree(easier)
    return Finding(
        verdict,
        f"By {rule} the setter moves policy to {float(crisis):.2f} from the worse status quo and "
        f"to {float(calm):.2f} from the better one; no vetoer among nine leaves "
        f"{float(slate[0]):.2f} of the line stuck and five leave {float(slate[1]):.2f}; {FOUNDERS} "
        f"states leave {float(players[0]):.3f} and {ASSEMBLY} leave {float(players[1]):.3f}; who "
        f"can act alone at a cost of .3 gets {float(primacy[0]):.2f}, at .6 "
        f"{float(primacy[1]):.2f}.",
        counterexample={name: "no effect" for name, helps in easier.items() if not helps},
    )


@check(86, rules=("majority",))
def more_states(
    models: Models, rules: tuple[str, ...] = ("unanimity", "2/3", "majority")
) -> Finding:
    """Compare what states agree on at 51 and at 193 members, by voting rule."""
    depth = {
        rule: [float(expected_depth(n, rule)["per_state"]) for n in (FOUNDERS, ASSEMBLY)]
        for rule in rules
    }
    drop = {rule: 1 - after / before for rule, (before, after) in depth.items()}
    counted = ", ".join(f"{share:.0%} by {rule}" for rule, share in drop.items())
    links = [n * (n - 1) // 2 for n in (FOUNDERS, ASSEMBLY)]
    harder = {rule: share > 0.05 for rule, share in drop.items()}
    figures = (
        f"From {FOUNDERS} to {ASSEMBLY} states, their ideals drawn evenly, what each does falls "
        f"by {counted}; pairs of states grow from {links[0]} to {links[1]}."
    )
    unharmed = {rule: round(drop[rule], 3) for rule, worse in harder.items() if not worse}
    if not any(harder.values()):
        return Finding("fails", figures, counterexample=unharmed)
    if not unharmed:
        return Finding("holds", figures)
    needs = " or ".join(rule for rule, worse in harder.items() if worse)
    return Finding("holds_if", figures, f"decisions need {needs}", unharmed)
