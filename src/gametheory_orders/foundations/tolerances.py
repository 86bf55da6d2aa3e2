"""Every tolerance of the toolkit, by name and with its meaning.

Builds on nothing. A comparison with slack anywhere in the code uses one of these.
Not here: grid sizes or iteration limits.
"""

from __future__ import annotations

INDIFFERENT = 1e-12
"""Share of the payoff scale below which a state counts as indifferent.

An indifferent state joins, stays, complies and consents.
"""

NEAR_TIE = 1e3
"""Multiples of INDIFFERENT within which a margin is flagged as a near tie in a certificate."""

CONSENT = 1e-9
"""Share of the payoff scale by which a state may lose and still counts as no worse off.

Wider than INDIFFERENT: levels at which a state is exactly indifferent are roots of
quadratics and carry their rounding.
"""

LEVEL = 1e-12
"""Relative difference below which two agreement levels are the same level."""

EQUILIBRIUM = 1e-10
"""Share of the good by which replies to each other may miss it before an answer is refused."""

NOTHING_ASKED = 1e-7
"""Share of the highest level by which a level must exceed the lowest to ask for anything.

At the lowest level everyone is exactly indifferent (a double root), so that rounding alone
would otherwise make a level just above it look kept.
"""

QUADRATIC = 1e-11
"""Share of its largest value by which a function may miss a parabola and still counts as one."""

STAKE = 1e-12
"""Share of the payoff scale below which first best and reference count as equal."""

PROGRAM = 1e-9
"""Largest violation of a constraint accepted from a numerical program, as a share of scale."""

REPLY = 1e-7
"""Share of scale up to which numerical replies have settled and may still gain.

They come from slopes by differences, whose own error is about 1e-9.
"""

VALUE = 1e-10
"""Share of the payoff scale below which two values of a process count as equal.

They solve a linear system whose condition is about 1 / (1 - patience).
"""

SETTLED = 1e-12
"""Largest change of a weight from one round to the next at which a path counts as settled."""

MIXED_INTEGER = 1e-6
"""Gap, as a share of the cost, up to which a mixed-integer program's own bound counts as proof.

HiGHS stops there by itself; results that rest on it say that they are not exact.
"""

BREAK = 1e-9
"""Width to which a place where a function jumps or bends is bracketed, as a share of the range."""

BEND = 1e-6
"""Share of a function's spread by which it must depart from smooth to count as jumping.

A bend counts if the slopes differ by a hundred times this share of the usual or steepest slope:
slopes are differences and carry more rounding.
"""

BEST_CHOICE = 1e-6
"""Effectiveness by which a choice may fall short of the best and still counts as best.

Pledges by state come from a numerical program that is accurate to about this.
"""

NEAT = 1e-9
"""Distance from a short fraction within which a float is read as that fraction in an exercise."""

SEEN_BREACH = 1e-6
"""Share of what was agreed by which an action must differ from it to be a breach in play."""

SAME_DESIGN = 1e-9
"""Difference of effectiveness or legitimacy up to which two designs are equally good."""

REFEREE = 1e-9
"""Share of a figure by which a saved result may miss what is worked out anew from its model."""

REFEREE_SCALE = 1e-11
"""Share of the payoffs that a figure is a difference of by which it may miss as well."""

PROBABILITY = 1e-9
"""How far the floats of a chance move may be from summing to one."""

HAIR = 1e-9
"""Relative distance from a price at which a supply that jumps there has jumped."""

NARROW = 1e-7
"""Width, in patience, to which a place where what is delivered bends or jumps is bracketed."""

EQUITY = 1e-12
"""Below it two sums of floats are the same equity."""

BARGAINING = 1e-9
"""Largest error of a continuation value, or advantage of another coalition, that is accepted."""

DUAL_WEIGHT = 1e-8
"""Dual weights above this count; those of optimal bases are at least about 1e-5 for n = 16."""

INDEPENDENT = 1e-9
"""A unit vector this far from a span is not in it."""

DIRECTION = 1e-9
"""Share of a vector's length below which it counts as perpendicular to a direction."""

SIMPLEX = 1e-6
"""How far nashpy's integration may stray from the simplex."""

MEAN_ROUNDING = 1e-13
"""Error of float values, as a share of the largest worth; a bound for 24 players."""

PIVOT = 1e-9
"""Distance from the best reply up to which an end of a path in floats is accepted."""

CLEAR = 1e-9
"""Slack, as a share of the slack at the centre, that counts as positive without a proof."""

TIGHTENED = (1e-11, 1e-9, 1e-7, 1e-5)
"""Shares of the payoff scale by which incentives are made stricter, so that rounding is covered."""

AGREES = 1e-9
"""Relative difference up to which a closed form and the solver agree on the check."""

DERIVED_TIE = 1e-9
"""Share of its largest term below which a condition counts as holding with equality."""

SAME_FORMULA = 1e-7
"""Relative difference below which a figure and a formula's value are the same."""

NEAR_CANDIDATE = 1e-11
"""Relative width within which two candidates may be taken for each other."""

TOUCHING = 1e-6
"""Share of the highest level within which two roots may be one."""

SMALL = 1e-5
"""Share of the payoff scale below which the solver's own figures carry rounding."""

LAST_DIGITS = 1e-14
"""Share of scale below which two values differ by the rounding of their last digits only."""

ROUNDING = 1e-12
"""Share of scale below which two sums of floats count as the same."""

NOT_ZERO = 1e-300
"""What is divided by in place of zero, so that nothing over nothing is nothing."""

CLAIM = 1e-9
"""By how much a figure must exceed another before the check of a claim says that it does."""

CLAIM_PROGRAM = 1e-6
"""The same where the figures come from a numerical program."""

EXERCISE_TIE = 1e-9
"""Payoff difference below which a state of an exercise would be indifferent: drawn anew."""

SHOWN = 1e-9
"""Share of what is shown below which a part is left out of a picture, page or sentence."""

BALANCE = 1e-9
"""How far the weights of a balanced collection may be from summing to one for a player."""

BALANCE_PROGRAM = 1e-6
"""The same where the weights come from a numerical program."""

IN_USE = 1e-9
"""Probability above which a choice of a mixture counts as in use."""

MARKET_NOISE = 1e-7
"""Share of a head below which the noise that smooths a market of proposals is gone."""

MARKET = 1e-9
"""Largest gap of a market of proposals that is accepted as its balance."""

MARKET_BEST = 1e-13
"""Gap of a market of proposals at which no better one is looked for."""

MARKET_USED = 1e-6
"""Probability above which a coalition is taken as proposed when a market is polished."""

STEP = 1e-6
"""Step of a slope by differences, as a share of what it is taken along."""

FORUM = 1e-9
"""Share of the payoffs below which two forums are worth the same to a state."""

PLEDGE_SLACKS = (0.0, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7)
"""Shares by which pledges are moved inside their constraints, tried in turn."""

NEAR_FRACTION = 1e-10
"""Share of scale within which a value of a repeated game is read as a short fraction."""

OFFER = 1e-9
"""Share of scale by which an offered value may miss a payoff that it is to reach."""

OUTSIDE_POLYGON = 1e-13
"""Share of scale beyond which a point counts as outside a polygon of payoffs."""

REGRET = 1e-6
"""Share of scale of the largest gain by deviating that is accepted from a linear program."""

PRICE = 1e-9
"""Share by which a price that is asked may be above the one that is needed."""

NO_CHANGE = 1e-9
"""Share of a result below which changing a figure changes nothing."""

PROOF = 1e-20
"""Difference, as a share, below which two formulas agree at a point worked out to 30 digits."""

ROOT_NOISE = 3.2e-8
"""Error of a double root in floats: about the square root of their precision."""

WHOLE = 1e-9
"""By how much a quotient may fall short of a whole number and still counts as it."""


def payoff_scale(*arrays: object) -> float:
    """Return the scale that payoff tolerances are multiplied with: the largest magnitude.

    Examples
    --------
    >>> payoff_scale([1.0, -4.0], [2.0])
    4.0
    """
    import numpy as np

    largest = 0.0
    for array in arrays:
        values = np.abs(np.asarray(array, dtype=float))
        if values.size:
            largest = max(largest, float(values.max()))
    return largest or 1.0
