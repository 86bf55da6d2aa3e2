"""Concerts: patience, monitoring, linkage, trust, and what a few powers can agree on.

Builds on results.py. Not here: the other themes.
"""

from __future__ import annotations

from gametheory_orders.statics.symbolic.domains import Variable
from gametheory_orders.statics.symbolic.proofs import Static
from gametheory_orders.statics.symbolic.results import NamedResult, enter

THEME = "concert"
HERE = "derived here"
BENEFIT = Variable("marginal benefit", "b", above=0)
MONITORING = (
    Variable("false alarm", "p", above=0, below=1),
    Variable("detection", "q", above="p", most=1),
    Variable("reward of cooperation", "R", above=0),
    Variable("gain from deviating", "g", above=0),
)
LINKED = (
    Variable("temptation on the first issue", "g_1", above=0),
    Variable("temptation on the second issue", "g_2", above=0),
    Variable("reward on the first issue", "w_1", above=0),
    Variable("reward on the second issue", "w_2", above=0),
)
TRUST = (
    Variable("others", "o", least=1, whole=True),
    Variable("safe over joint payoff", "h", above=0, below=1, scale="exponential"),
)

enter(
    NamedResult(
        "trigger_patience",
        "Patience that keeps a bargain under reversion for ever",
        "d",
        (
            Variable("punishment", "P"),
            Variable("reward", "R", above="P"),
            Variable("temptation", "T", above="R"),
        ),
        lambda x: (x.T - x.R) / (x.T - x.P),
        "Friedman 1971",
        (Static("T", "+"), Static("R", "-"), Static("P", "+")),
        THEME,
    ),
    NamedResult(
        "public_good_patience",
        "Patience that keeps k contributors to a linear public good",
        "d",
        (
            BENEFIT,
            Variable("cost", "c", above="b"),
            Variable("contributors", "k", least=2, whole=True),
        ),
        lambda x: (x.c - x.b) / (x.b * (x.k - 1)),
        "Barrett 1999; Friedman 1971",
        (Static("k", "-"), Static("k", "-", "difference"), Static("b", "-"), Static("c", "+")),
        THEME,
    ),
    NamedResult(
        "smallest_group",
        "Fewest contributors that keep each other in a linear public good",
        "k",
        (
            BENEFIT,
            Variable("cost", "c", above="b"),
            Variable("patience", "d", above=0, below=1),
        ),
        lambda x: 1 + (x.c - x.b) / (x.b * x.d),
        HERE,
        (Static("d", "-"), Static("c", "+"), Static("b", "-")),
        THEME,
        "Rounded up.",
    ),
    NamedResult(
        "monitoring_patience",
        "Patience that keeps a bargain whose breach is seen with noise",
        "d",
        MONITORING,
        lambda x: x.g / ((x.q - x.p) * x.R + (1 - x.p) * x.g),
        "after Green and Porter 1984; reduced form derived here",
        (Static("q", "-"), Static("p", "+"), Static("R", "-"), Static("g", "+")),
        THEME,
    ),
    NamedResult(
        "monitoring_bound",
        "Most that such a bargain can be worth",
        "V",
        MONITORING,
        lambda x: x.R - x.g * x.p / (x.q - x.p),
        "Abreu, Milgrom and Pearce 1991",
        (Static("q", "+"), Static("p", "-"), Static("R", "+"), Static("g", "-")),
        THEME,
        "Where it is positive.",
    ),
    NamedResult(
        "linkage",
        "Patience that keeps two issues linked",
        "d",
        LINKED,
        lambda x: (x.g_1 + x.g_2) / (x.g_1 + x.g_2 + x.w_1 + x.w_2),
        "Bernheim and Whinston 1990; Spagnolo 1999",
        (Static("g_1", "+"), Static("g_2", "+"), Static("w_1", "-"), Static("w_2", "-")),
        THEME,
    ),
    NamedResult(
        "linkage_above_the_easier",
        "What linking adds to the patience that the easier issue needs alone",
        "x",
        (
            LINKED[0],
            LINKED[2],
            Variable("temptation over reward, second over first issue", "r", above=1),
            LINKED[3],
        ),
        lambda x: (
            (x.g_1 + x.r * x.g_1 / x.w_1 * x.w_2)
            / (x.g_1 + x.r * x.g_1 / x.w_1 * x.w_2 + x.w_1 + x.w_2)
            - x.g_1 / (x.g_1 + x.w_1)
        ),
        HERE,
        (Static("r", "+", "value"), Static("r", "+")),
        THEME,
        "0 if both need the same (r = 1), and positive from there on: linking can break the easier "
        "bargain.",
    ),
    NamedResult(
        "linkage_below_the_harder",
        "What linking saves of the patience that the harder issue needs alone",
        "x",
        (
            LINKED[0],
            LINKED[2],
            Variable("temptation over reward, second over first issue", "r", above=1),
            LINKED[3],
        ),
        lambda x: (
            x.r * x.g_1 / (x.r * x.g_1 + x.w_1)
            - (x.g_1 + x.r * x.g_1 / x.w_1 * x.w_2)
            / (x.g_1 + x.r * x.g_1 / x.w_1 * x.w_2 + x.w_1 + x.w_2)
        ),
        HERE,
        (Static("r", "+", "value"),),
        THEME,
        "The harder issue is the second: linking always helps it.",
    ),
    NamedResult(
        "acceptance_room",
        "Width of what all accept",
        "A",
        (
            Variable("distance between the extremes", "D", above=0),
            Variable("tolerance", "r", above=lambda x: x.D / 2),
        ),
        lambda x: 2 * x.r - x.D,
        HERE,
        (Static("r", "+"), Static("D", "-")),
        THEME,
        "Empty where the extremes are further apart than twice the tolerance.",
    ),
    NamedResult(
        "spheres_surplus",
        "What a pact of two on spheres of influence is worth to all",
        "W",
        (
            Variable("gain of each power", "g", above=0),
            Variable("third states", "m", above=0, whole=True),
            Variable("loss of each third state", "l", above=0),
        ),
        lambda x: 2 * x.g - x.m * x.l,
        HERE,
        (Static("g", "+"), Static("m", "-"), Static("m", "-", "difference"), Static("l", "-")),
        THEME,
    ),
    NamedResult(
        "spheres_consent",
        "Share of states that such a pact leaves no worse off",
        "C",
        (Variable("third states", "m", least=0, whole=True),),
        lambda x: 2 / (x.m + 2),
        HERE,
        (Static("m", "-"), Static("m", "-", "difference")),
        THEME,
    ),
    NamedResult(
        "stag_hunt_trust",
        "Trust in each of n - 1 others that a joint effort needs",
        "t",
        TRUST,
        lambda x: x.h ** (1 / x.o),
        "after Jervis 1978; derived here",
        (Static("o", "+"), Static("h", "+")),
        THEME,
        "o = n - 1. Cooperate iff each is trusted at least so much: small concerts.",
    ),
    NamedResult(
        "assurance_belief",
        "Belief in the other at which cooperation is the better bet, of two",
        "t",
        (
            Variable("gain from being cautious alone", "l", above=0),
            Variable("gain from cooperating together", "w", above=0),
        ),
        lambda x: x.l / (x.l + x.w),
        "Jervis 1978",
        (Static("l", "+"), Static("w", "-")),
        THEME,
        "l: what caution saves if the other does not cooperate; w: what it forgoes if it does.",
    ),
)
