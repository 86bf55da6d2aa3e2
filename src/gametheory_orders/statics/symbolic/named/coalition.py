"""Coalitions of the willing: forums, standards, volunteers, and the cost of taking part.

Builds on results.py. Not here: the other themes.
"""

from __future__ import annotations

from fractions import Fraction

from gametheory_orders.statics.symbolic.domains import Variable
from gametheory_orders.statics.symbolic.proofs import Static
from gametheory_orders.statics.symbolic.results import NamedResult, enter

THEME = "coalition"
HERE = "derived here"
VOLUNTEERS = (
    Variable("others", "o", least=1, whole=True),
    Variable("cost over benefit", "r", above=0, below=1, scale="exponential"),
)
SHARE = Variable("members' share", "L", above=Fraction(0), most=1)

enter(
    NamedResult(
        "forum_bias",
        "Bias of the forum that a sponsor chooses",
        "t",
        (Variable("strength of the case", "a", above=-1, below=0),),
        lambda x: -1 - 2 * x.a,
        "after Lerner and Tirole 2006; reduced form derived here",
        (Static("a", "-"),),
        THEME,
        "The weaker the case, the tougher the forum.",
    ),
    NamedResult(
        "forum_success",
        "Probability that the chosen forum endorses",
        "pi",
        (Variable("strength of the case", "a", above=-1, below=0),),
        lambda x: 1 + x.a,
        "after Lerner and Tirole 2006; reduced form derived here",
        (Static("a", "+"),),
        THEME,
    ),
    NamedResult(
        "forums_attended",
        "Forums that a state can follow",
        "m",
        (
            Variable("attention per income", "beta", above=0),
            Variable("income", "y", above=0),
            Variable("attention a forum takes", "phi", above=0),
        ),
        lambda x: x.beta * x.y / x.phi,
        HERE,
        (Static("y", "+"), Static("beta", "+"), Static("phi", "-")),
        THEME,
        "Small states drop out first.",
    ),
    NamedResult(
        "volunteer",
        "Probability that each of n volunteers where one is enough",
        "p",
        VOLUNTEERS,
        lambda x: 1 - x.r ** (1 / x.o),
        "Diekmann 1985",
        (Static("o", "-"), Static("r", "-")),
        THEME,
        "o = n - 1.",
    ),
    NamedResult(
        "volunteer_success",
        "Probability that somebody does",
        "P",
        VOLUNTEERS,
        lambda x: 1 - x.r ** (1 + 1 / x.o),
        "Diekmann 1985",
        (Static("o", "-"), Static("r", "-")),
        THEME,
        "More who could, fewer who do.",
    ),
    NamedResult(
        "standards_race",
        "Standard of each of two regulators",
        "s",
        (
            Variable("own ideal standard", "theta"),
            Variable("mobility", "m"),
            Variable("reward of market access", "a"),
        ),
        lambda x: x.theta - x.m + x.a,
        "after Vogel 1995; reduced form derived here",
        (Static("a", "+"), Static("m", "-"), Static("theta", "+")),
        THEME,
        "To the bottom where mobility counts for more than market access, else to the top.",
    ),
    NamedResult(
        "hub_saving",
        "Links that a hub saves among n states",
        "S",
        (Variable("states", "n", least=2, whole=True),),
        lambda x: x.n * (x.n - 1) / 2 - (x.n - 1),
        HERE,
        (Static("n", "+"), Static("n", "+", "difference")),
        THEME,
    ),
    NamedResult(
        "fixed_frontier",
        "Effectiveness of a deep coalition by its share of the members",
        "E",
        (
            Variable("states", "n", least=3, whole=True),
            Variable("members' share", "L", above=lambda x: 1 / x.n, most=1),
        ),
        lambda x: x.L * (x.n * x.L - 1) * (2 * x.n - x.n * x.L - 1) / (x.n - 1) ** 2,
        HERE,
        (Static("L", "+"),),
        THEME,
    ),
    NamedResult(
        "pledge_frontier_by_share",
        "Effectiveness of pledges that hold by the share of those who pledge",
        "E",
        (Variable("states", "n", least=3, whole=True), SHARE),
        lambda x: 4 * x.L * (x.n - 2) / (x.n - 1) ** 2,
        HERE,
        (
            Static("L", "+"),
            Static(
                "n", "-", where=(Variable("states", "n", above=3, whole=True), SHARE), when="n > 3"
            ),
        ),
        THEME,
        "Breadth and effect rise together.",
    ),
    NamedResult(
        "summation_share",
        "What a sum of contributions reaches of what best shot does",
        "x",
        (
            Variable("members", "k", above=0, whole=True),
            Variable("states", "n", least="k", whole=True),
        ),
        lambda x: x.k / x.n,
        HERE,
        (Static("k", "+"), Static("n", "-")),
        THEME,
    ),
)
