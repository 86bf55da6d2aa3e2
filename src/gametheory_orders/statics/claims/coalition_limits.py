"""Checks of the claims about the coalition: what it cannot do, what it does to others (93 to 102).

Builds on every lower room. Not here: the claims' words (models/claims/coalition.toml), the other
checks (coalition.py, coalition_means.py, coalition_justice.py, modest_size.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gametheory_orders.issues import CollectiveAction, PublicGood, public_good
from gametheory_orders.solvers.binding_agreements import binding_agreements
from gametheory_orders.solvers.coalition_structures import stable_structures
from gametheory_orders.solvers.pledge_review import public_good_of, self_enforcing_weights
from gametheory_orders.solvers.review_precision import review_precision
from gametheory_orders.solvers.stable_coalitions import stable_coalitions
from gametheory_orders.solvers.symmetric_types import stable_types
from gametheory_orders.solvers.winset import LineWinset, winset
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.coalition_worlds import equal_world, points
from gametheory_orders.worlds import World


@check(93, equals=3)
def little_follows(models: Models, equals: int = 0) -> Finding:
    """Ask what pledges bring that nothing holds: with one ambition, or made to measure."""
    issue = PublicGood(equal_world(equals)) if equals else models.issue("climate")
    found = self_enforcing_weights(issue)
    one, measured = found.effectiveness_common, found.effectiveness_by_state
    figures = (
        f"Where all pledge with the same ambition, what {found.binding_state} would still keep "
        f"sets it, at a weight of {found.common:.4f} on the others' benefit: {one:.3f} of the "
        f"possible gain. Pledges made to measure bring {measured:.3f} and are kept too."
    )
    little = {"one ambition for all": one < 0.1, "made to measure": measured < 0.1}
    if all(little.values()):
        return Finding("holds", figures)
    if not any(little.values()):
        return Finding("fails", figures, counterexample={"effectiveness": round(one, 3)})
    return Finding(
        "holds_if",
        figures,
        "all must pledge with the same ambition",
        {"pledges": "made to measure", "effectiveness": round(measured, 3)},
    )


@check(94, rule="majority")
def toothless_review(models: Models, rule: str = "unanimity") -> Finding:
    """Find the review that the reviewed allow, one of them indifferent to the others, or none."""
    rng = np.random.default_rng(94)
    draws, members = 3, 6
    bound: dict[str, list[int]] = {"one does not care": [], "all care": []}
    for case, counts in bound.items():
        for _ in range(draws):
            costs = {f"M{i}": int(c) for i, c in enumerate(rng.integers(1, 9, members))}
            benefit = {
                name: int(b) for name, b in zip(costs, rng.integers(3, 6, members), strict=True)
            }
            benefit["M0"] = 0 if case == "one does not care" else benefit["M0"]
            counts.append(len(review_precision(costs, 10, benefit, rule=rule).bound))
    counted = "; ".join(f"where {case}, {counts}" for case, counts in bound.items())
    figures = (
        f"So many of {members} members does the review bind that they allow by {rule}, in {draws} "
        f"draws each: {counted}."
    )
    idle = {case: not any(counts) for case, counts in bound.items()}
    against = {"rule": rule, "bound where all care": max(bound["all care"])}
    if not any(idle.values()):
        return Finding("fails", figures, counterexample=against)
    if all(idle.values()):
        return Finding("holds", figures)
    return Finding(
        "holds_if",
        figures,
        "one of those who allow the review does not gain from the others' keeping their word",
        against,
    )


@check(95, hard="weakest_link")
def hard_problems(models: Models, hard: str = "sum") -> Finding:
    """Find what the best group brings that nobody wants to leave, by kind of problem."""
    brings = {}
    for n in (10, 40):
        good = stable_types(public_good(equal_world(n), technology=hard), price="joint")
        brings[n] = good.best.effectiveness
    figures = {"benefit": 4.0, "cost": 1.0, "weight": 1.0}
    hunt = CollectiveAction(equal_world(10, **figures), threshold=1.0, shared=0.0)
    matched = bool(hunt.equilibria().all(axis=1).any())
    counted = " and ".join(f"{share:.3f} of {n} states" for n, share in brings.items())
    said = "free riding on a sum" if hard == "sum" else hard.replace("_", " ")
    words = (
        f"On a problem of {said} the best group that nobody leaves brings {counted}. Where all "
        f"must act or nothing comes of it, all acting is {'an' if matched else 'no'} equilibrium "
        "without any enforcement."
    )
    fails = {n: round(share, 3) for n, share in brings.items() if share >= 0.5}
    if not fails and matched:
        return Finding("holds", words)
    return Finding("fails", words, counterexample={"problem": hard, "effectiveness": fails})


def _challenge(models: Models, name: str) -> PublicGood:
    if name == "climate":
        return public_good_of(models.issue(name))
    if name == "many equals":
        return PublicGood(equal_world(40))
    size = np.array([10.0, 10.0] + [0.02] * 10)
    return PublicGood(World(tuple(f"S{i}" for i in range(12)), {"stake": size, "capacity": size}))


@check(96, challenges=("two giants",))
def needs_the_world(
    models: Models, challenges: tuple[str, ...] = ("climate", "many equals", "two giants")
) -> Finding:
    """Find what the willing bring, and how many must be in for nine tenths of the gain."""
    brings, least = {}, {}
    for name in challenges:
        issue = _challenge(models, name)
        stable = stable_coalitions if name == "climate" else stable_types
        brings[name] = stable(issue, price="joint").best.effectiveness
        # L1: those outside stay at their own price, whatever those inside do.
        missed = issue.capacities * (issue.stakes.sum() - issue.stakes) ** 2
        bound = np.concatenate([[0.0], np.cumsum(np.sort(missed)[::-1]) / missed.sum()])
        least[name] = int(np.argmax(bound >= 0.9))
    solved = {name: round(share, 3) for name, share in brings.items() if share >= 0.9}
    counted = "; ".join(
        f"{name}: {brings[name]:.3f}, and {least[name]} of {_challenge(models, name).world.n} must "
        "take part before nine tenths of the gain can be reached"
        for name in challenges
    )
    figures = f"What the best group brings that nobody wants to leave or join: {counted}."
    if not solved:
        return Finding("holds", figures)
    if len(solved) == len(challenges):
        return Finding("fails", figures, counterexample=solved)
    open_still = [name for name in challenges if name not in solved]
    return Finding(
        "holds_if",
        figures,
        f"stake and capacity are spread over many, as on {' and '.join(open_still)}, and not held "
        "by two",
        solved,
    )


@check(97, rule="unanimity")
def standards_adopted(models: Models, rule: str = "2/3") -> Finding:
    """Ask which small groups' standards a universal body would adopt, by where things stand."""
    states = models.world("states")
    everyone = points(states)
    standards = {
        name: float(np.median(list(points(states, models.institution(name).represented).values())))
        for name in ("g7", "oecd", "brics", "sco")
    }
    adopted: dict[str, list[float]] = {name: [] for name in standards}
    tried = (-1.5, -1.0, 0.0, 1.0, 2.0)
    for start in tried:
        beats = winset(rule, everyone, start)
        for name, standard in standards.items():
            if isinstance(beats, LineWinset) and beats.contains(standard):
                adopted[name].append(start)
    total = sum(map(len, adopted.values()))
    counted = ", ".join(f"{name}'s from {len(where)}" for name, where in adopted.items())
    figures = (
        f"Of {len(tried)} places where things may stand on the line of ideal points the Assembly "
        f"by {rule} would adopt {counted}."
    )
    refused = next((n, s) for s in tried for n in standards if s not in adopted[n])
    against = {"standard of": refused[0], "status quo": refused[1]}
    if not total:
        return Finding("fails", figures, counterexample=against)
    stuck = [start for start in tried if not any(start in where for where in adopted.values())]
    return Finding(
        "holds_if",
        figures,
        "the standard is among what the body's vote prefers to things as they are (none is if they "
        f"stand at {', '.join(f'{start:g}' for start in stuck) or 'none of these'})",
        against,
    )


@check(98, benefits=("linear",))
def at_the_expense(models: Models, benefits: tuple[str, ...] = ("linear", "quadratic")) -> Finding:
    """Measure what those outside still give once a group acts on its own."""
    fall = {}
    for benefit in benefits:
        settings: dict[str, Any] = {"satiation": 20.0} if benefit == "quadratic" else {}
        issue = public_good(equal_world(10), benefit=benefit, **settings)
        members = np.arange(10) < 3
        before = issue.reference()[~members].sum()
        fall[benefit] = float(1 - issue.joint_actions(members)[~members].sum() / before)
    figures = "When three of ten act jointly, the others give " + " and ".join(
        f"{share:.0%} less if the worth of the good is {benefit}" for benefit, share in fall.items()
    )
    hurt = {benefit: share > 0.01 for benefit, share in fall.items()}
    spared = {benefit: round(fall[benefit], 3) for benefit, worse in hurt.items() if not worse}
    if not any(hurt.values()):
        return Finding("fails", f"{figures}.", counterexample=spared)
    if not spared:
        return Finding("holds", f"{figures}.")
    return Finding(
        "holds_if",
        f"{figures}.",
        "each further unit of the good is worth less, so that what one body does makes the others' "
        "work less urgent",
        spared,
    )


@check(102, numbers=(2, 3, 5, 8, 13, 20))
def rival_blocs(models: Models, numbers: tuple[int, ...] = tuple(range(2, 61))) -> Finding:
    """Count the blocs into which equal states fall that may bind themselves to any partners."""
    found = {n: binding_agreements(n) for n in numbers}
    whole = [n for n, each in found.items() if len(each.sizes) == 1]
    split = [n for n in numbers if n not in whole]
    small = stable_structures(PublicGood(equal_world(6)), "open")
    figures = (
        f"Of {len(numbers)} numbers of equal states {len(split)} fall into two or more blocs; all "
        f"stay together for {', '.join(map(str, whole))}. Where joining is open and leaving free, "
        f"six split into {' or '.join(str(s) for s in sorted({e.sizes for e in small}))}."
    )
    if not split:
        return Finding("fails", figures, counterexample={"states": whole[-1], "blocs": 1})
    worst = min(split, key=lambda n: found[n].effectiveness or 0.0)
    figures += f" The split costs most at {worst}: {1 - (found[worst].effectiveness or 0):.3f}."
    if not whole:
        return Finding("holds", figures)
    return Finding(
        "holds_if",
        figures,
        "the number of states is not one at which a bloc of all pays each more than leaving would",
        {"states": whole[-1], "blocs": 1},
    )
