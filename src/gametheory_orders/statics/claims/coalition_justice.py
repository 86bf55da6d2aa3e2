"""Checks of the claims about the coalition: who pays and who answers for it (103 to 110).

Builds on every lower room. Not here: the claims' words (models/claims/coalition.toml), the other
checks (coalition.py, coalition_means.py, coalition_limits.py, modest_size.py for claim 104).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gametheory_orders.foundations.tolerances import WHOLE
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import PublicGood
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.orders import Binding, Order, club
from gametheory_orders.solvers.delegation import delegation
from gametheory_orders.solvers.pledge_review import public_good_of
from gametheory_orders.solvers.review_precision import review_precision
from gametheory_orders.solvers.solve import solve
from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.coalition_worlds import degree, equal_world


@check(103, exclusions=(0.0, 0.0))
def restricted_access(
    models: Models, exclusions: tuple[float, ...] = (0.0, 0.1, 0.2, 0.3, 0.5)
) -> Finding:
    """Ask what those outside a closed club lose, in the same club and once all adjust."""
    n = 7
    issue = PublicGood(equal_world(n))
    members = np.arange(n) < 3
    same, size, outside = [], [], []
    for share in exclusions:
        game = CooperationGame(issue, club(entry="open", decision="joint", exclusion=share))
        acted = issue.joint_actions(members)
        same.append(float((game.payoffs(acted, members) - game.reference_payoffs)[-1]))
        best = stable_coalitions(game).best
        size.append(best.size)
        others = [best.gains[state] for state in best.outside_margins]
        outside.append(others[0] if others else float("nan"))
    left = [gain for gain in outside if not np.isnan(gain)]
    tests = {
        "those outside the same club lose": all(a > b for a, b in pairwise(same)),
        "more join": size[-1] > size[0],
        "those left outside lose once others join": len(left) > 1
        and all(a > b for a, b in pairwise(left)),
    }
    counted = ", ".join(f"{share:g}: {k}" for share, k in zip(exclusions, size, strict=True))
    return Finding(
        degree(tests),
        f"Of {n} equal states, as the share that a club keeps to itself goes from "
        f"{exclusions[0]:g} to {exclusions[-1]:g}, those outside a club of three gain "
        f"{same[0]:.1f} falling to {same[-1]:.1f}. But more join (by share {counted}), so that "
        f"those still outside gain {', '.join(f'{gain:.1f}' for gain in left)}, until nobody is.",
        counterexample={name: "no" for name, true in tests.items() if not true},
    )


@check(105, costs=(0.0, 0.0, 0.0))
def poor_left_out(models: Models, costs: tuple[float, ...] = (0.25, 0.5, 0.75)) -> Finding:
    """Ask who stays away from forums that cost each the same, and who sits in the large ones."""
    states = models.world("states")
    gdp, people = (np.asarray(states.columns[c], dtype=float) for c in ("gdp", "population"))
    income = gdp / people
    known = ~np.isnan(income)
    poor = known & (income < np.median(income[known]))
    # A forum costs each the same and brings each in proportion to its output.
    cutoffs = [np.quantile(gdp[known], c) for c in costs]
    outside = [known & (gdp < cutoff) for cutoff in cutoffs]
    away = [float(out.sum() / known.sum()) for out in outside]
    among = [float(poor[out].mean()) if out.any() else 0.0 for out in outside]
    within = [float(poor[known & ~out].mean()) for out in outside]
    table = {
        name: float(poor[states.mask(models.institution(name).represented) & known].mean())
        for name in ("g20", "mef", "unga")
    }
    tests = {
        "fewer come as cost rises": all(a < b for a, b in pairwise(away)),
        "the poorer half is more often out": all(a > b for a, b in zip(among, within, strict=True)),
    }
    big = known & poor & ~outside[-1]
    return Finding(
        degree(tests),
        f"If a forum costs what it is worth to {', '.join(f'{a:.0%}' for a in away)} of states, "
        f"{', '.join(f'{a:.0%}' for a in among)} of those who stay out are among the poorer half "
        f"by income per head, and {', '.join(f'{w:.0%}' for w in within)} of those who come. Size "
        f"counts, not income: {int(big.sum())} of the poorer half still come at the highest cost. "
        f"The poorer half has {table['g20']:.0%} of the states at the G20, {table['mef']:.0%} at "
        f"the forum of emitters, {table['unga']:.0%} in the Assembly.",
        counterexample={name: "no" for name, true in tests.items() if not true},
    )


@check(106, formal="charter_majority")
def checks_inside(models: Models, formal: str = "charter_unanimity") -> Finding:
    """Compare what the worst-off region has of a formal body and of looser groups."""
    issue = models.issue("climate")
    output = issue.world.column("gdp")
    floors = {}
    for name in (formal, "club_tariff_2", "g6_consensus", "pledge_differentiated"):
        outcome = solve(CooperationGame(issue, models.order(name)))
        gain = (outcome.agreed.payoffs - outcome.game.reference_payoffs) / output
        floors[name] = (issue.world.ids[int(gain.argmin())], float(1000 * gain.min()))
    least = floors.pop(formal)
    better = {name: least[1] > floor for name, (_, floor) in floors.items()}
    counted = ", ".join(f"{floor:.2f} in {name} ({who})" for name, (who, floor) in floors.items())
    return Finding(
        degree(better),
        f"By what is agreed the worst-off region gains {least[1]:.2f} per thousand of its output "
        f"in {formal} ({least[0]}), against {counted}.",
        counterexample={
            name: round(floors[name][1], 3) for name, is_so in better.items() if not is_so
        },
    )


@check(107, half_width=0.1)
def secretariats(models: Models, half_width: float = 1.0) -> Finding:
    """Find when it pays to leave the choice to an agent that knows more and wants otherwise."""
    biases = (0.2, 0.4, 0.5, 0.6, 0.8)
    found = {bias: delegation(bias, half_width) for bias in biases}
    saved = {bias: float(each.loss_kept - each.loss_delegated) for bias, each in found.items()}
    counted = ", ".join(f"{gain:+.3f} at {bias:g}" for bias, gain in saved.items())
    figures = (
        f"If facts are spread by {half_width:g}, leaving the choice to an agent whose aim is off "
        f"by so much saves {counted}."
    )
    harmful = next(bias for bias in biases if saved[bias] <= 0)
    against = {"agent off by": harmful, "saved": round(saved[harmful], 3)}
    if not any(each.delegate for each in found.values()):
        return Finding("fails", figures, counterexample=against)
    return Finding(
        "holds_if",
        figures,
        f"its aim is off by less than {found[biases[0]].threshold:.3f}, the spread of what only it "
        "knows over the root of 3",
        against,
    )


@check(108, worth_to_outsiders=0)
def who_answers(models: Models, worth_to_outsiders: int = 4) -> Finding:
    """Compare how closely a group is watched if its members vote on that, or outsiders too."""
    rng = np.random.default_rng(108)
    members, outside, draws = 4, [f"O{i}" for i in range(5)], 2
    tighter, precision = 0, {"members": 0.0, "all": 0.0}
    for _ in range(draws):
        costs = {f"M{i}": int(c) for i, c in enumerate(rng.integers(1, 9, members))}
        worth = {**dict.fromkeys(costs, 0), **dict.fromkeys(outside, worth_to_outsiders)}
        inside = {name: int(rng.integers(0, 3)) for name in costs}
        alone = review_precision(costs, 10, inside, rule="majority")
        together = review_precision(
            costs, 10, {**worth, **inside}, rule="majority", voters="all", outsiders=outside
        )
        precision["members"] += float(alone.precision) / draws
        precision["all"] += float(together.precision) / draws
        tighter += together.precision > alone.precision
    issue = public_good_of(models.issue("climate"))
    six = models.order("g6_consensus").membership.eligible(issue.world)
    affected = float(issue.stakes[six].sum() / issue.stakes.sum())
    figures = (
        "If only the members of a group vote on how closely it is reviewed, the mean precision is "
        f"{precision['members']:.2f}; with those outside who gain by its work "
        f"{precision['all']:.2f} (closer in {tighter} of {draws} draws). Of what is at stake on "
        f"climate {1 - affected:.2f} is outside the six powers."
    )
    if precision["all"] > precision["members"]:
        return Finding("holds", figures)
    return Finding("fails", figures, counterexample={"worth to outsiders": worth_to_outsiders})


@check(109, by_output=True)
def bandwidth(models: Models, by_output: bool = False) -> Finding:
    """Count the forums that each state can attend as they grow, and what that costs it."""
    states = models.world("states")
    gdp = np.asarray(states.columns["gdp"], dtype=float)
    gdp = np.sort(gdp[~np.isnan(gdp)])
    # Each spends up to a thousandth of its output; the median state can afford five forums.
    cost = np.median(gdp) / 5000 * (gdp / np.median(gdp) if by_output else np.ones(len(gdp)))
    affordable = np.floor(gdp / 1000 / cost + WHOLE)
    numbers = (1, 5, 20, 40)
    full = [float((affordable >= m).mean()) for m in numbers]
    seats = [float(np.minimum(affordable, m).sum() / (m * len(gdp))) for m in numbers]
    tenth = len(gdp) // 10
    burden = [float(np.median((cost / gdp)[part])) for part in (slice(tenth), slice(-tenth, None))]
    tests = {
        "fewer states are in all": full[-1] < full[0],
        "small states bear more": burden[0] > 10 * burden[1],
    }
    figures = (
        f"With {', '.join(map(str, numbers))} forums {', '.join(f'{s:.0%}' for s in full)} of "
        f"states can attend all, and {', '.join(f'{s:.0%}' for s in seats)} of the seats are "
        f"taken. One forum costs the smallest tenth {burden[0]:.2e} of output, the largest "
        f"{burden[1]:.2e}."
    )
    against = {name: "no" for name, true in tests.items() if not true}
    # Where costs go with output all can pay for the same number, and are as burdened.
    return Finding(degree([*tests.values(), full[-1] < seats[-1]]), figures, counterexample=against)


@check(110, assured=True)
def short_term(models: Models, assured: bool = False) -> Finding:
    """Count who breaks a universal agreement for a gain now, by patience, and what is left."""
    issue = models.issue("climate")
    order = models.order("charter_unanimity")
    if assured:
        order = Order(order.membership, order.decision, Binding(), "assured", order.four_c)
    tried = (0.9, 0.5, 0.2)
    game = CooperationGame(issue, order)
    found = {d: solve(game, patience=d) for d in tried}
    needed = found[tried[0]].needed
    most = max(needed.values(), default=0.0)
    kept = {d: effectiveness(game, each.delivered.payoffs) for d, each in found.items()}
    breakers = {d: sum(need > d for need in needed.values()) for d in tried}
    counted = "; ".join(f"at {d:g} {breakers[d]} and {kept[d]:.3f}" for d in tried)
    figures = (
        "So many of 15 regions would break what all agree on for what it brings at once, and so "
        f"much is left that all keep, by patience: {counted}."
    )
    if all(kept[a] <= kept[b] for a, b in pairwise(tried)):
        return Finding("fails", figures, counterexample={"patience": tried[-1], "breakers": 0})
    return Finding(
        "holds_if",
        figures,
        f"patience is below {most:.3f}",
        {"patience": tried[0], "breakers": breakers[tried[0]]},
    )
