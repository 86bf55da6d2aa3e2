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

SAME_DESIGN = 1e-9
"""Difference of effectiveness or legitimacy up to which two designs are equally good."""

REFEREE = 1e-9
"""Share of a figure by which a saved result may miss what is worked out anew from its model."""

REFEREE_SCALE = 1e-11
"""Share of the payoffs that a figure is a difference of by which it may miss as well."""


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
