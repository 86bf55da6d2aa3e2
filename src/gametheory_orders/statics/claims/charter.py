"""Checks of the claims about the charter (8 to 14): the Council, its veto, the Assembly.

Builds on every lower room. Not here: the claims' words (models/claims/charter.toml), secretariats
and sovereignty (charter_agents.py), rivals, burdens and sanctions (charter_powers.py).
"""

from __future__ import annotations

import itertools

import numpy as np

from gametheory_orders.issues.spatial_policy import SpatialPolicy
from gametheory_orders.measures.legitimacy import legitimacy
from gametheory_orders.measures.power import banzhaf, power_to_act, shapley_shubik
from gametheory_orders.orders import Quota
from gametheory_orders.orders.voting import (
    quota_game,
    weighted_game,
)
from gametheory_orders.solvers.expected_gridlock import expected_gridlock
from gametheory_orders.solvers.gridlock import gridlock_interval
from gametheory_orders.solvers.sanctions import sanction_reach
from gametheory_orders.solvers.self_enforcing_voting import grandfathered_quota
from gametheory_orders.solvers.solve import solve
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.small_worlds import states, under
from gametheory_orders.worlds import World

"""The three plans that stand against each other, by who is behind them."""


def _fifteen(vetoers: int) -> tuple[list[str], list[str]]:
    """Return the fifteen seats, and those of them that can veto."""
    members = [f"P{i}" for i in range(5)] + [f"E{i}" for i in range(10)]
    return members, members[:vetoers]


@check(8, vetoers=0)
def equal_and_unequal(models: Models, vetoers: int = 5) -> Finding:
    """Check that power is equal in the Assembly, and in the Council nearly all with five."""
    members, veto = _fifteen(vetoers)
    council = shapley_shubik(quota_game(members, 9, veto=veto))
    five = float(sum(council[name] for name in members[:5]))
    equal = shapley_shubik(quota_game(states(193), 97))
    spread = float(max(equal) - min(equal))
    evidence = (
        f"In the Assembly all 193 have the same power (largest difference {spread:.1f}); in the "
        f"Council the five permanent members hold {five:.4f} of the Shapley-Shubik power and the "
        f"ten elected ones {1 - five:.4f}."
    )
    return Finding("holds" if spread == 0 and five > 0.5 else "mixed", evidence)


@check(9, patience=0.95)
def price_of_acquiescence(models: Models, patience: float = 0.5) -> Finding:
    """Check that great powers that can walk away stay only if they are never outvoted."""
    powers = ["P0", "P1"]
    rest = {f"E{i}": 0.95 for i in range(5)}
    kept = grandfathered_quota({**dict.fromkeys(powers, patience), **rest}, 0.6, 1)
    content = grandfathered_quota({**dict.fromkeys(powers, 0.95), **rest}, 0.6, 1)
    # The other half of the claim: without vetoes less is stuck.
    members, veto = _fifteen(5)
    stuck = [float(expected_gridlock(quota_game(members, 9, veto=some))) for some in (veto, [])]
    evidence = (
        f"Two great powers with patience {patience} among seven: the best rule that all keep "
        f"gives a veto to {len(kept.grandfathered)} and is worth {float(kept.value):.3f}. Were "
        f"they as patient as the rest, it would give {len(content.grandfathered)} and bring "
        f"{float(content.value):.3f}. In the Council without vetoes the part of the line that "
        f"cannot be changed falls from {stuck[0]:.3f} to {stuck[1]:.3f}."
    )
    if set(kept.grandfathered) != set(powers) or stuck[1] >= stuck[0]:
        return Finding("fails", evidence, counterexample={"patience of the powers": patience})
    return Finding(
        "holds_if",
        evidence,
        "the powers have little to lose by walking away: a power as patient as the rest keeps a "
        "rule without a veto",
        {"patience of the powers": 0.95, "vetoes needed": len(content.grandfathered)},
    )


@check(10, spread=0.0)
def bound_without_a_seat(models: Models, spread: float = 1.0, seed: int = 10) -> Finding:
    """Check that fewer of those bound consent the farther a council stands from them."""
    rng = np.random.default_rng(seed)
    points = np.sort(rng.normal(0.0, 1.0, 31)) * spread
    world = World(states(31), {"ideal_point": points})
    start = float(np.median(points)) - 0.5
    away, consent = [], []
    for first in (11, 17, 22):
        council = world.ids[first : first + 9]
        game = under(SpatialPolicy(world, status_quo=start), Quota(quota="majority", body=council))
        found = solve(game)
        away.append(float(np.median(points[first : first + 9]) - np.median(points)))
        consent.append(float(legitimacy(game, found.agreed)["consent_units"]))
    evidence = (
        f"Nine of 31 decide for all. As the middle of the nine moves {away[0]:.2f}, {away[1]:.2f} "
        f"and {away[2]:.2f} away from that of all, {consent[0]:.2f}, {consent[1]:.2f} and "
        f"{consent[2]:.2f} of the states are no worse off than before."
    )
    falls = all(a > b for a, b in itertools.pairwise(consent))
    return Finding("holds" if falls else "mixed", evidence)


@check(11, vetoers=0)
def paralysis(models: Models, vetoers: int = 5) -> Finding:
    """Check that with each vetoer less is passed, and more of the line cannot be changed."""
    members, _ = _fifteen(vetoers)
    acts, stuck = [], []
    for count in range(vetoers + 1):
        council = quota_game(members, 9, veto=members[:count])
        acts.append(float(power_to_act(council)))
        stuck.append(float(expected_gridlock(council)))
    positions = _positions(models)
    veto = models.institution("unsc").of_kind("permanent")[:vetoers]
    rule = quota_game(positions, 9, veto=veto)
    middle = float(np.mean(list(positions.values())))
    apart = [
        float(
            gridlock_interval(
                rule, {name: middle + k * (x - middle) for name, x in positions.items()}
            ).length
        )
        for k in (1, 2)
    ]
    falls = all(a > b for a, b in itertools.pairwise(acts))
    widens = all(a < b for a, b in itertools.pairwise(stuck))
    evidence = (
        f"Nine of fifteen pass {acts[0]:.3f} of all votes without a veto and {acts[-1]:.3f} with "
        f"{vetoers} vetoers; the part of the line that cannot be changed grows from "
        f"{stuck[0]:.3f} to {stuck[-1]:.3f}. On the ideal points of 2012 its length is "
        f"{apart[0]:.2f}, and {apart[1]:.2f} if all stood twice as far apart."
    )
    return Finding("holds" if len(acts) > 1 and falls and widens else "mixed", evidence)


def _positions(models: Models) -> dict[str, float]:
    """Return the ideal points of those on the Council, 2012."""
    council = models.institution("unsc")
    world = models.world("states")
    return {name: float(world.columns["ideal_point"][world.index(name)]) for name in council.ids}


@check(12, vetoers=())
def never_against_a_vetoer(
    models: Models, vetoers: tuple[str, ...] = ("CHN", "FRA", "GBR", "RUS", "USA")
) -> Finding:
    """Check that the Council's sanctions deter every state but those that can veto them."""
    council = models.institution("unsc")
    body = quota_game(council.ids, 9, veto=vetoers)
    permanent = council.of_kind("permanent")
    found = sanction_reach(body, models.world("states"), size=2.0, gain=1.0, loss=1.0)
    alone = found.schemes[0]
    needed = np.zeros(0) if alone.needed is None else alone.needed
    inside = [found.world.index(name) for name in permanent]
    worst = float(alone.penalty[inside].max())
    rest = float(np.delete(alone.penalty, inside).min())
    patience = float(needed[inside].max()), float(np.delete(needed, inside).max())
    evidence = (
        f"A sanction twice as large as the gain costs a permanent member at most {worst:.1f} and "
        f"any other state at least {rest:.1f}: {len(found.beyond())} states are beyond reach. To "
        f"keep its word the first needs a patience of {patience[0]:.2f}, the others "
        f"{patience[1]:.2f}."
    )
    return Finding("holds" if worst == 0 < rest else "mixed", evidence)


@check(14, size=1)
def blocs(models: Models, size: int = 54) -> Finding:
    """Check that states that vote as one bloc take the power of all others in the Assembly."""
    votes = {"bloc": size} | dict.fromkeys(states(193 - size), 1)
    joined = banzhaf(weighted_game(votes, 97)).of("banzhaf_absolute")
    alone = float(banzhaf(quota_game(states(193), 97)).of("banzhaf_absolute")["S0"])
    bloc, other = float(joined["bloc"]), float(joined["S0"])
    evidence = (
        f"Of 193 equal voters each decides {alone:.4f} of all votes. If {size} vote as one, "
        f"they decide {bloc:.6f} and each other state {other:.3g}."
    )
    return Finding("holds" if bloc > 2 * alone and other < alone / 2 else "mixed", evidence)
