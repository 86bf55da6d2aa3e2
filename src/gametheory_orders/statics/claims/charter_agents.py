"""Checks of the claims about the charter: idle bodies, secretariats, staying in, obligations.

Builds on every lower room. Not here: the Council (charter.py), rivals and sanctions
(charter_powers.py).
"""

from __future__ import annotations

import itertools
from fractions import Fraction

from gametheory_orders.foundations.tolerances import CLAIM, CLAIM_PROGRAM
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.measures.power import banzhaf
from gametheory_orders.orders import Binding, Enforcement, NoEnforcement, Quota, Reciprocity
from gametheory_orders.orders.voting import quota_game
from gametheory_orders.solvers.delegation import delegation, optimal_discretion
from gametheory_orders.solvers.gridlock import gridlock_interval
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
    if min(losses) <= CLAIM:
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
    bounded = reached[0] < reached[1] < reached[2] < agreed - CLAIM_PROGRAM
    return Finding("holds" if bounded else "mixed", evidence)
