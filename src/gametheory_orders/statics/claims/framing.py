"""Checks of the claims about the framing (1 to 7).

Builds on every lower room. Not here: the claims' words (models/claims/framing.toml).
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from gametheory_orders.foundations.results import show
from gametheory_orders.foundations.tolerances import CLAIM, CLAIM_PROGRAM
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.measures.effectiveness import effectiveness, stake
from gametheory_orders.measures.power import power_to_act, shapley_shubik
from gametheory_orders.measures.virtues import virtues
from gametheory_orders.orders import (
    Consensus,
    Joint,
    Largest,
    NoEnforcement,
    Order,
    Quota,
    Reciprocity,
    Unanimity,
    Universal,
)
from gametheory_orders.orders.membership import Criterion, Membership
from gametheory_orders.orders.voting import all_of, quota_game, weighted_game
from gametheory_orders.solvers.solve import deliver, solve
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.small_worlds import (
    good_of,
    material_effectiveness,
    states,
    under,
)
from gametheory_orders.worlds import World

MISSIONS = ("cinc", "gdp", "population")
"""What an issue may need from its members: force, money, people."""


def _largest_states(models: Models, count: int, alike: bool) -> World:
    """Return the leading states by capability; all with the same figures, if alike."""
    # The issue's world has a figure for every state.
    world = models.issue("aggression").world
    keep = Largest(by="cinc", count=count).eligible(world)
    figures = {key: world.columns[key][keep] for key in ("cinc", "gdp", "population", "libdem")}
    figures["ideal_point"] = world.columns["ideal_point"][keep]
    if alike:
        figures = {key: np.full(count, values.mean()) for key, values in figures.items()}
    return World(world.members(keep), figures)


def _of_each_c(issue: Issue, size: int) -> dict[str, dict[str, float]]:
    """Return reach, closeness, capability a seat, and fit over missions, by C."""
    world = issue.world
    democracy = world.columns["libdem"]
    # A coalition picks anew for each mission; the others have one membership for all.
    chosen: dict[str, list[Membership]] = {
        "charter": [Universal()],
        "club": [Criterion(where=f"libdem >= {min(0.6, float(np.median(democracy)))}")],
        "concert": [Largest(by="cinc", count=size)],
        "coalition": [Largest(by=mission, count=size) for mission in MISSIONS],
    }
    found: dict[str, dict[str, float]] = {}
    for name, memberships in chosen.items():
        masks = [rule.eligible(world) for rule in memberships]
        close, able = [], []
        for rule in memberships:
            game = under(issue, Consensus(), NoEnforcement(), rule)
            judged = virtues(game, solve(game).agreed)
            close.append(judged["solidarity"])
            able.append(judged["capability"] / int(rule.eligible(world).sum()))
        fit = [
            world.columns[mission][mask].sum() / world.columns[mission].sum() / mask.sum()
            for mission, mask in zip(MISSIONS, itertools.cycle(masks), strict=False)
        ]
        found[name] = {
            "reach": float(np.mean([mask.mean() for mask in masks])),
            "closeness": float(np.mean(close)),
            "capability a seat": float(np.mean(able)),
            "fit a seat": float(np.mean(fit)),
            "capability": float(np.mean(able) * np.mean([mask.sum() for mask in masks])),
        }
    return found


@check(1, alike=True)
def four_virtues(models: Models, alike: bool = False) -> Finding:
    """Check that each C leads on one virtue among the most capable states."""
    world = _largest_states(models, 15, alike)
    ones = np.ones(world.n)
    plain = good_of(ones, columns=world.columns)
    found = _of_each_c(plain, 6)
    leads = {}
    wanted = {
        "reach": "charter",
        "closeness": "club",
        "capability a seat": "concert",
        "fit a seat": "coalition",
    }
    for virtue, who in wanted.items():
        rest = [row[virtue] for name, row in found.items() if name != who]
        leads[virtue] = found[who][virtue] > max(rest) + CLAIM
    said = "; ".join(
        f"{virtue}: {who} {show(found[who][virtue])}" for virtue, who in wanted.items()
    )
    if not all(leads.values()):
        behind = ", ".join(virtue for virtue, ahead in leads.items() if not ahead)
        return Finding("mixed", f"No lead in {behind} ({said}).")
    return Finding(
        "holds_if",
        f"Among the fifteen most capable states each leads on its own ground ({said}), so that "
        "none beats another on all four.",
        "capability and fit are counted for each seat: in sum a charter that has everyone in "
        "has the most of both",
        {name: round(row["capability"], 3) for name, row in found.items()},
    )


@check(2, needed=1)
def compound_of_charter_and_concert(models: Models, needed: int = 5) -> Finding:
    """Check where the power lies if an assembly and a council of five must both agree."""
    members = states(193)
    assembly = quota_game(members, 97)
    five = weighted_game({name: int(i < 5) for i, name in enumerate(members)}, needed)
    both = all_of(assembly, five)
    power = shapley_shubik(both)
    share = float(sum(power[name] for name in members[:5]))
    alone = float(sum(shapley_shubik(assembly)[name] for name in members[:5]))
    acts = [float(power_to_act(game)) for game in (assembly, both)]
    evidence = (
        f"In the assembly alone five of 193 hold {alone:.3f} of the Shapley-Shubik power; where "
        f"{needed} of the five must agree as well they hold {share:.3f}, and the power to act "
        f"goes from {acts[0]:.3f} to {acts[1]:.4f}."
    )
    return Finding("holds" if share > 0.5 and acts[1] < acts[0] else "mixed", evidence)


@check(3, spill=0.0)
def need_of_collective_action(models: Models, spill: float = 1.0) -> Finding:
    """Check that what is lost by acting alone grows with numbers and with what spills over."""

    def lost(n: int, share: float) -> float:
        return stake(under(good_of([share] * n), Joint())) / n

    sizes = [lost(n, spill) for n in (2, 5, 10, 50, 193)]
    spills = [lost(10, spill * part) for part in (0.25, 0.5, 0.75, 1.0)]
    climate = stake(CooperationGame(models.issue("climate"), models.order("charter_unanimity")))
    evidence = (
        f"A state loses {sizes[0]:.2f} by uncoordinated action if there are 2, {sizes[2]:.1f} if "
        f"10 and {sizes[-1]:.0f} if 193; among ten, {spills[0]:.2f} to {spills[-1]:.1f} as what "
        f"others' action brings it grows fourfold. On climate it is {climate:.1f} bn US$ a year."
    )
    grows = all(a < b for row in (sizes, spills) for a, b in itertools.pairwise(row))
    return Finding("holds" if grows and climate > 0 else "mixed", evidence)


@check(4, rivalries=(0.0, 0.0, 0.0))
def rivalry_hinders(
    models: Models, rivalries: tuple[float, ...] = (0.0, 0.3, 0.6), size: int = 8
) -> Finding:
    """Check that less is delivered the more states mind others' gains, the less they wait."""
    stakes = [1.0] * size
    by_rivalry, needed = [], []
    for weight in rivalries:
        columns = {"rivalry": [weight] * size} if weight else {}
        game = under(good_of(stakes, columns=columns), Quota(quota="2/3"), Reciprocity())
        kept = deliver(game, patience=0.55)
        by_rivalry.append(material_effectiveness(stakes, kept.actions))
        needed.append(solve(game).needed_patience or 0.0)
    climate = CooperationGame(models.issue("climate"), models.order("charter_unanimity"))
    by_patience = [
        effectiveness(climate, climate.issue.payoffs(deliver(climate, patience=each).actions))
        for each in (0.8, 0.6, 0.4)
    ]
    falls = all(a > b for row in (by_rivalry, by_patience) for a, b in itertools.pairwise(row))
    evidence = (
        f"As the weight on others' gains goes from {rivalries[0]} to {rivalries[-1]}, eight equal "
        f"states deliver {by_rivalry[0]:.3f}, then {by_rivalry[1]:.3f} and {by_rivalry[-1]:.3f} of "
        f"the possible gain (needed patience {needed[0]:.2f} to {needed[-1]:.2f}). On climate, "
        f"patience of 0.8, 0.6 and 0.4 delivers {by_patience[0]:.3f}, {by_patience[1]:.3f} and "
        f"{by_patience[2]:.3f}."
    )
    return Finding("holds" if falls else "mixed", evidence)


def _few_and_all() -> dict[str, Order]:
    kept = Reciprocity(patience=0.9)
    able = Largest(by="ability", count=2)
    return {
        "a concert of two": Order(able, Consensus(), kept, "concert", "concert"),
        "a charter by two thirds": Order(
            Universal(), Quota(quota="2/3"), kept, "charter", "charter"
        ),
        "a charter by unanimity": Order(Universal(), Unanimity(), kept, "charter", "charter"),
    }


@check(5, kinds=(("weakest_link", 0.2),))
def no_single_best(
    models: Models,
    kinds: tuple[tuple[str, float], ...] = (
        ("sum", 0.2),
        ("sum", 0.6),
        ("sum", 0.9),
        ("weakest_link", 0.6),
    ),
) -> Finding:
    """Check which order delivers most, by how the good comes about and how states differ."""
    said, leaders = [], set()
    for technology, lag in kinds:
        stakes = [1.0 - lag, 1.0, 1.0]
        issue = good_of(stakes, settings={"technology": technology}, columns={"ability": stakes})
        reached = {}
        for name, order in _few_and_all().items():
            game = CooperationGame(issue, order)
            reached[name] = effectiveness(game, issue.payoffs(deliver(game).actions))
        first, second = sorted(reached, key=lambda name: -reached[name])[:2]
        if reached[first] > reached[second] + CLAIM_PROGRAM:
            leaders.add(first)
        where = f"{technology.replace('_', ' ')}, one state's stake {stakes[0]:.1f}, the others' 1"
        said.append(f"{where}: {first} ({reached[first]:.2f}, next {reached[second]:.2f})")
    evidence = f"What delivers most among three states with a patience of 0.9: {'; '.join(said)}."
    if len(leaders) > 1:
        return Finding("holds", evidence)
    return Finding("fails", evidence, counterexample={"best": ", ".join(leaders) or "a tie"})


def _two_circles(n: int, first: int, settings: dict[str, Any]) -> list[float]:
    """Return what is gained if one circle acts jointly, the other one, and both at once."""
    issue = good_of([1.0] * n, settings=settings)

    def settled(inside: int, outside: int) -> float:
        # Who counts the gains of m equal states acts as if its own stake were m times as large.
        counted = [float(inside)] * first + [float(outside)] * (n - first)
        return float(issue.payoffs(good_of(counted, settings=settings).reference()).sum())

    alone = settled(1, 1)
    return [settled(*each) - alone for each in ((first, 1), (1, n - first), (first, n - first))]


@check(6, kinds=("concave",))
def several_orders_at_once(
    models: Models, kinds: tuple[str, ...] = ("linear", "concave")
) -> Finding:
    """Check that two circles at once bring what each brings alone."""
    settings: dict[str, dict[str, Any]] = {
        "linear": {},
        "concave": {"benefit": "quadratic", "satiation": 20.0},
    }
    rows = {kind: _two_circles(5, 2, settings[kind]) for kind in kinds}
    adds = {
        kind: abs(a + b - both) < CLAIM_PROGRAM * abs(both) for kind, (a, b, both) in rows.items()
    }
    said = "; ".join(
        f"{kind} benefits: {a:.2f} and {b:.2f} alone, {both:.2f} together"
        for kind, (a, b, both) in rows.items()
    )
    odd = {kind: round(row[2] - row[0] - row[1], 3) for kind, row in rows.items() if not adds[kind]}
    if not any(adds.values()):
        return Finding("fails", f"Gains do not add up ({said}).", counterexample=odd)
    if odd:
        return Finding(
            "holds_if",
            f"Two circles can act side by side ({said}). With concave benefits one circle alone "
            "lets the other side do less, so that together they bring more than the sum.",
            "what one circle provides does not change what the other's is worth",
            odd,
        )
    return Finding("holds", f"Gains add up ({said}).")


@check(7, kinds=("concave", "best shot"))
def complements(
    models: Models,
    kinds: tuple[str, ...] = ("weakest link", "linear sum", "concave", "best shot"),
) -> Finding:
    """Check whether one forum's effort raises what another one's is worth, by kind of good."""
    settings: dict[str, dict[str, Any]] = {
        "weakest link": {"technology": "weakest_link"},
        "linear sum": {},
        "concave": {"benefit": "quadratic", "satiation": 20.0},
        "best shot": {"technology": "best_shot"},
    }
    first = np.arange(4) < 2
    cross: dict[str, float] = {}
    for kind in kinds:
        issue = good_of([1.0] * 4, settings=settings[kind])

        def gain(a: float, b: float, issue: Issue = issue) -> float:
            return float(issue.payoffs(1.0 + np.where(first, a, b)).sum())

        cross[kind] = gain(0.5, 0.5) - gain(0.5, 0.0) - gain(0.0, 0.5) + gain(0.0, 0.0)
    said = ", ".join(f"{kind} {value:+.2f}" for kind, value in cross.items())
    helps = [kind for kind, value in cross.items() if value > CLAIM]
    if not helps:
        worst = {kind: round(value, 3) for kind, value in cross.items()}
        return Finding("fails", f"No forum helps the other: {said}.", counterexample=worst)
    return Finding(
        "holds_if",
        f"What two forums bring together beyond what each brings alone: {said}.",
        f"the good is of the kind: {', '.join(helps)}",
        {kind: round(value, 3) for kind, value in cross.items() if kind not in helps},
    )
