"""Checks of the claims about the coalition: what it works with (87 to 92, 99 to 101).

Builds on every lower room. Not here: the claims' words (models/claims/coalition.toml), the other
checks (coalition.py, coalition_limits.py, coalition_justice.py, modest_size.py).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np

from gametheory_orders.games import CooperationGame
from gametheory_orders.orders.voting import unanimity_game
from gametheory_orders.solvers.breadth_depth import most_members, pledged_effectiveness
from gametheory_orders.solvers.delegation import delegation
from gametheory_orders.solvers.hub_and_spoke import hub_and_spoke
from gametheory_orders.solvers.issue_bundles import best_partition
from gametheory_orders.solvers.linkage import linkage
from gametheory_orders.solvers.passing import passing_chances
from gametheory_orders.solvers.pledge_review import self_enforcing_weights
from gametheory_orders.solvers.repeated import Trigger, monitoring_bound, trigger_patience
from gametheory_orders.solvers.solve import solve
from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.coalition_worlds import (
    by_size_of_equals,
    degree,
    gained,
    shares,
)


@check(87, detections=(0.9, 0.9, 0.9))
def hard_to_verify(
    models: Models, detections: tuple[float, ...] = (0.9, 0.5, 0.3, 0.2, 0.15)
) -> Finding:
    """Make a breach harder to tell from none: what patience is needed, and what it pays."""
    games = [Trigger(2, 3, 0, false_alarm=0.1, detection=seen) for seen in detections]
    needed = [float(trigger_patience(game)) for game in games]
    most = [max(float(monitoring_bound(game)), 0.0) for game in games]
    harder = all(a < b for a, b in pairwise(needed) if np.isfinite(b))
    less = all(a > b or b == 0 for a, b in pairwise(most))
    figures = (
        f"If a breach is seen with a chance of {detections[0]:g} falling to {detections[-1]:g}, "
        "and wrongly with one of .1, the patience that cooperation needs goes from "
        f"{needed[0]:.3f} to {needed[-1]:.3f}, and the most that it can pay from {most[0]:.3f} to "
        f"{most[-1]:.3f} of 2."
    )
    if harder and less:
        return Finding("holds", figures)
    return Finding("fails", figures, counterexample={"chances of detection": detections})


@check(88, half_width=0.01)
def many_advantages(models: Models, half_width: float = 1.0) -> Finding:
    """Ask whether speed, adaptability, modules and favouring members are worth anything."""
    bias = 0.4
    choice = delegation(bias, half_width)
    adapts = float(choice.loss_kept - choice.loss_delegated)
    rounds = [
        1
        / float(
            passing_chances(unanimity_game([f"S{i}" for i in range(n)]), np.full((1, n), 0.95))[0]
        )
        for n in (12, 193)
    ]
    issues = {"A": (1, 3), "B": (6, 2), "C": (9, 1)}
    package = linkage(issues)
    pieces = best_partition(issues, 0.5).worth
    whole = sum(each.worth for each in package.issues) if package.pooled <= 0.5 else 0
    climate = models.issue("climate")
    open_to_all, favouring = (
        stable_coalitions(climate, price=25.0, tariff=tariff).best.effectiveness
        for tariff in (0.0, 0.02)
    )
    worth = {
        "adapting to news": adapts > 0,
        "speed": rounds[0] < rounds[1],
        "modules": pieces > whole,
        "favouring members": favouring > open_to_all,
    }
    figures = (
        f"Acting once the facts are known saves {adapts:.3f} against a rule fixed before (a group "
        f"whose aim is {bias:g} off, facts spread by {half_width:g}); if each says yes with a "
        f"chance of .95, 12 states need {rounds[0]:.1f} rounds and 193 need {rounds[1]:,.0f}; "
        f"three issues at a patience of .5 keep {float(pieces):g} apart and {float(whole):g} as "
        "one package; a tariff for those outside raises the effectiveness on climate from "
        f"{open_to_all:.2f} to {favouring:.2f}."
    )
    if not all(worth.values()):
        missing = {name: "worth nothing" for name, has in worth.items() if not has}
        return Finding("mixed", figures, counterexample=missing)
    least = bias * half_width / choice.threshold
    narrow = delegation(bias, least / 2)
    return Finding(
        "holds_if",
        figures,
        f"facts are uncertain enough: spread by more than {least:.3f}, which is "
        f"{least / bias:.3f} times how far the group's aim is off",
        {
            "spread": round(least / 2, 3),
            "saved": round(float(narrow.loss_kept - narrow.loss_delegated), 3),
        },
    )


@check(89, delay=0.0)
def dispatch(models: Models, delay: float = 1.0) -> Finding:
    """Find the number of parties that serves best if talks take longer with each."""
    n, patience = 193, (0.97, 0.98, 0.99)
    share = by_size_of_equals(n)
    sizes = np.arange(n + 1)
    best = [int(np.argmax(d ** (delay * sizes) * share)) for d in patience]
    # All are best from the patience on at which the last state adds more than its delay costs.
    boundary = share[n - 1] / share[n]
    counted = ", ".join(f"{size} at {d:g}" for size, d in zip(best, patience, strict=True))
    figures = f"Of {n} equal states, with {delay:g} periods of talks a party, best are {counted}."
    if max(best) < n and best[0] < best[-1]:
        return Finding(
            "holds_if",
            figures,
            "delay grows with the number, and what comes a period later counts for less than "
            f"{boundary:.4f}: from there on all {n} are best",
            {"delay": 0, "best number": int(np.argmax(share))},
        )
    return Finding("fails", figures, counterexample={"delay": delay, "best number": best[-1]})


@check(90, alike=True)
def in_pieces(models: Models, alike: bool = False) -> Finding:
    """Count how often issues agreed one by one keep more than a package, and the reverse."""
    rng = np.random.default_rng(90)
    better, worse, draws = 0, 0, 60
    against: dict[str, object] = {}
    for _ in range(draws):
        gains = [int(g) for g in rng.integers(1, 10, 3)]
        losses = [int(w) for w in rng.integers(1, 10, 3)]
        pairs = [(gains[0], losses[0])] * 3 if alike else list(zip(gains, losses, strict=True))
        issues = linkage({name: pair for name, pair in zip("ABC", pairs, strict=True)})
        patience = Fraction(int(rng.integers(1, 20)), 20)
        apart = sum(each.worth for each in issues.issues if each.needed <= patience)
        package = sum(each.worth for each in issues.issues) if issues.pooled <= patience else 0
        better += apart > package
        worse += package > apart
        if package > apart and not against:
            against = {"gains and losses": pairs, "patience": float(patience)}
            against |= {"kept in pieces": int(apart), "kept as a package": int(package)}
    figures = (
        f"Of {draws} agendas of three issues drawn at random, {better} keep more in pieces, "
        f"{worse} as one package, {draws - better - worse} the same."
    )
    if not better:
        return Finding("fails", figures, counterexample={"issues": "alike", "gain of pieces": 0})
    if not worse:
        return Finding("holds", figures)
    return Finding(
        "holds_if",
        figures,
        "the issues that are easy to keep cannot carry the hard ones: patience is below what the "
        "package needs",
        against,
    )


@check(91, weight=Fraction(1))
def pledges(models: Models, weight: Fraction | None = None) -> Finding:
    """Ask whether lower ambition keeps more states in, and brings more than a deep treaty."""
    outcomes = {}
    for n in (10, 193):
        asked = Fraction(2, n - 1) if weight is None else weight
        kept = most_members(n, asked)
        deep = pledged_effectiveness(n, most_members(n, 1), 1)
        outcomes[n] = (kept, float(pledged_effectiveness(n, kept, asked)), float(deep))
    asked_for = "as much as all can keep" if weight is None else f"with a weight of {weight}"
    climate = models.issue("climate")
    found = self_enforcing_weights(climate)
    treaty = stable_coalitions(climate, price="joint").best.effectiveness
    tests = [kept == n and brings > deep for n, (kept, brings, deep) in outcomes.items()]
    tests.append(found.effectiveness_by_state > treaty)
    counted = "; ".join(
        f"{kept} of {n} keep it and bring {brings:.4f} of the possible gain (a deep treaty "
        f"{deep:.4f})"
        for n, (kept, brings, deep) in outcomes.items()
    )
    return Finding(
        degree(tests),
        f"Of equal states who pledge {asked_for}, {counted}. On climate pledges made "
        f"to measure bring {found.effectiveness_by_state:.3f}, the treaty that nobody leaves "
        f"{treaty:.3f}.",
        counterexample={} if all(tests) else {"asked": asked_for},
    )


@check(92, issues={"A": (2, 3), "B": (2, 3)})
def compartments(models: Models, issues: dict[str, tuple[int, int]] | None = None) -> Finding:
    """Find at which patience two powers keep more by holding their issues apart."""
    found = linkage(issues or {"A": (1, 3), "B": (6, 2)})
    apart = [each for each in found.regimes if each.verdict == "compartmentalise"]
    needed = [float(each.needed) for each in found.issues]
    figures = (
        f"Alone the two issues need a patience of {needed[0]:.3f} and {needed[1]:.3f}, tied "
        f"together {float(found.pooled):.3f}."
    )
    if not apart:
        return Finding("fails", figures, counterexample={"patience needed by each": needed[0]})
    low, high = float(apart[0].low), float(apart[-1].high)
    linked = next((each for each in found.regimes if each.verdict == "link"), None)
    if linked is None:
        return Finding("holds", figures)
    return Finding(
        "holds_if",
        f"{figures} Apart the safe one is kept from {low:.3f} on; tied together both break up to "
        f"{high:.3f}, and both hold from there on.",
        f"patience is from {low:.3f} to {high:.3f}",
        {"patience": float(linked.low), "kept apart": len(linked.apart), "kept together": 2},
    )


@check(99, to_create=60.0)
def contested(models: Models, to_shift: float = 0.5, to_create: float = 2.0) -> Finding:
    """Ask which regions stay with weak pledges, move to a forum there is, or make a new one."""
    issue = models.issue("climate")
    stay, forum, new = (
        gained(game, solve(game).delivered.payoffs)
        for game in (
            CooperationGame(issue, models.order(name))
            for name in ("pledge_uniform", "g6_consensus", "club_tariff_2")
        )
    )
    chosen: dict[str, list[str]] = {"stay": [], "move": [], "create": []}
    for state in issue.world.ids:
        worth = {
            "stay": stay[state],
            "move": forum[state] - to_shift,
            "create": new[state] - to_create,
        }
        chosen[max(worth, key=lambda what: worth[what])].append(state)
    better = {
        "move": [forum[state] - stay[state] for state in chosen["move"]],
        "create": [new[state] - stay[state] for state in chosen["create"]],
    }
    mean = {form: float(np.mean(gains)) if gains else 0.0 for form, gains in better.items()}
    counted = ", ".join(f"{len(states)} {what}" for what, states in chosen.items())
    return Finding(
        degree([bool(better["move"]), bool(better["create"]), mean["create"] > mean["move"] > 0]),
        f"Weak pledges against an existing concert ({to_shift:g} bn to move) and a new tariff club "
        f"({to_create:g} bn to create), by what each region would have if it were so: {counted}. "
        f"Those who move gain {mean['move']:.2f} bn on average before that cost, those who create "
        f"{mean['create']:.2f}.",
        counterexample={} if all(better.values()) else {f: len(each) for f, each in chosen.items()},
    )


@check(100, forums=1)
def forum_shopping(models: Models, forums: int = 41) -> Finding:
    """Let a sponsor choose among certifiers, and see what is left for those who rely on them."""
    # A user gains a + b, b even on [-1, 1]; a forum of bias t endorses iff b >= t.
    biases = (
        [Fraction(0)] if forums == 1 else [Fraction(2 * i, forums - 1) - 1 for i in range(forums)]
    )
    gains: dict[Fraction, tuple[Fraction, Fraction, Fraction, Fraction]] = {}
    for case in (Fraction(-1, 5), Fraction(-2, 5), Fraction(-3, 5)):
        trusted = [t for t in biases if case + (1 + t) / 2 >= 0]
        picked = min(trusted, default=Fraction(1))
        best = max(biases, key=lambda t: (1 - t) / 2 * (case + (1 + t) / 2))
        left = [(1 - t) / 2 * (case + (1 + t) / 2) for t in (picked, best)]
        gains[case] = (picked, (1 - picked) / 2, max(left[0], Fraction(0)), left[1])
    lenient = all(users < most for _, _, users, most in gains.values())
    tougher = all(a[0] < b[0] for a, b in pairwise(gains.values()))
    counted = "; ".join(
        f"a case of {float(case):g} picks a forum of bias {float(t):g}, passes with a chance of "
        f"{float(passes):g} and leaves users {float(users):.3f} of {float(most):.3f}"
        for case, (t, passes, users, most) in gains.items()
    )
    return Finding(
        degree([lenient, tougher]),
        f"Of {forums} forums {counted}.",
        counterexample={} if lenient else {"forums": forums, "users lose": 0},
    )


@check(101, access=0.0)
def others_shop_too(models: Models, access: float = 1.0) -> Finding:
    """Follow what a hub keeps of its deals as rival hubs draw level with it."""
    levels = [Fraction(i, 4) for i in range(5)]
    kept = []
    for level in levels:
        rival = float(level) * access
        kept.append(float(hub_and_spoke([1.0] * 20, [rival] * 20).hub_gain))
    gdp = shares(models.world("states"), "gdp")
    today = gdp["CHN"] / gdp["USA"]
    left = float(hub_and_spoke([1.0] * 20, [today * access] * 20).hub_gain)
    figures = (
        f"A hub that offers 20 states deals worth 1 each keeps {kept[0]:g} while no rival has any "
        f"to offer, {kept[2]:g} when a rival's are worth half as much, {kept[-1]:g} at parity. "
        f"With China's output at {today:.2f} of that of the United States it is {left:.1f}. This "
        "takes for granted that hubs outbid each other."
    )
    if all(a > b for a, b in pairwise(kept)):
        return Finding("holds", figures)
    return Finding("fails", figures, counterexample={"rival offers open to others": access})
