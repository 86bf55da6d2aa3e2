"""Clubs: tariffs, alliances, burden sharing, and sizes that pay for themselves.

Builds on results.py. Not here: the other themes.
"""

from __future__ import annotations

from gametheory_orders.statics.symbolic.domains import Variable
from gametheory_orders.statics.symbolic.proofs import Static
from gametheory_orders.statics.symbolic.results import NamedResult, enter

THEME = "club"
HERE = "derived here"
BENEFIT = Variable("marginal benefit", "b", above=0)
SLOPE = Variable("slope of marginal cost", "c", above=0)
COST = Variable("cost of acting", "c", above="b")
LEADERS = (
    Variable("share of states in the coalition", "alpha", above=0, below=1),
    Variable("slope of cost over slope of benefit", "g", above=0),
    Variable("states", "N", above=0, whole=True),
    Variable("abatement without cost", "a", above=0),
)

enter(
    NamedResult(
        "full_club_tariff",
        "Tariff at which all stay in a club that charges a price",
        "tau",
        (BENEFIT, Variable("price", "p", above="b"), SLOPE, Variable("exports", "X", above=0)),
        lambda x: (x.p - x.b) ** 2 / (2 * x.c * x.X),
        "after Nordhaus 2015; reduced form derived here",
        (Static("p", "+"), Static("X", "-"), Static("c", "-"), Static("b", "-")),
        THEME,
    ),
    NamedResult(
        "barrett_size",
        "Members that stay in where each acts or does not",
        "k",
        (BENEFIT, COST),
        lambda x: x.c / x.b,
        "Barrett 1994",
        (Static("c", "+"), Static("b", "-")),
        THEME,
        "Rounded up. What each of n would gain if all acted, n b - c, is large where it is small.",
    ),
    NamedResult(
        "barrett_alone",
        "Abatement without cooperation, concave benefits",
        "Q",
        (LEADERS[3], LEADERS[1]),
        lambda x: x.a / (1 + x.g),
        "Barrett 1994",
        (Static("a", "+"), Static("g", "-")),
        THEME,
    ),
    NamedResult(
        "barrett_joint",
        "Abatement at the joint optimum, concave benefits",
        "Q",
        (LEADERS[3], LEADERS[1], LEADERS[2]),
        lambda x: x.a * x.N / (x.N + x.g),
        "Barrett 1994",
        (Static("a", "+"), Static("g", "-"), Static("N", "+"), Static("N", "+", "difference")),
        THEME,
    ),
    NamedResult(
        "barrett_leaders",
        "Abatement of a coalition that moves first, concave benefits",
        "Q_s",
        LEADERS,
        lambda x: (
            x.a * x.alpha**2 * x.N * x.g / ((x.g + 1 - x.alpha) ** 2 + x.alpha**2 * x.N * x.g)
        ),
        "Barrett 1994",
        (Static("a", "+"), Static("alpha", "+"), Static("N", "+")),
        THEME,
    ),
    NamedResult(
        "barrett_followers",
        "Abatement of those outside such a coalition",
        "Q_n",
        (
            LEADERS[0],
            LEADERS[1],
            Variable("abatement of the coalition", "Q", least=0),
            Variable("abatement without cost", "a", above="Q"),
        ),
        lambda x: (1 - x.alpha) * (x.a - x.Q) / (x.g + 1 - x.alpha),
        "Barrett 1994",
        (Static("Q", "-"), Static("a", "+"), Static("g", "-"), Static("alpha", "-")),
        THEME,
        "They do less the more the coalition does.",
    ),
    NamedResult(
        "renegotiation_size",
        "Largest number that cooperates in full if punishment must be worth carrying out",
        "N",
        (BENEFIT, COST),
        lambda x: 1 + x.c / x.b,
        "Barrett 1999",
        (Static("c", "+"), Static("b", "-")),
        THEME,
        "Rounded down.",
    ),
    NamedResult(
        "buchanan_size",
        "Best size of a club that shares a fixed cost",
        "m",
        (
            Variable("fixed cost", "F", above=0, scale="square"),
            Variable("crowding", "c", above=0, scale="square"),
        ),
        lambda x: x.sqrt(x.F / x.c),
        "Buchanan 1965",
        (Static("F", "+"), Static("c", "-")),
        THEME,
    ),
    NamedResult(
        "alliance_provision",
        "Defence that m equal-minded allies provide in all",
        "Q",
        (
            Variable("weight of defence", "alpha", above=0, below=1),
            Variable("contributors", "m", above=1, whole=True),
            Variable("wealth of all contributors", "W", above=0),
        ),
        lambda x: x.alpha * x.W / (x.alpha + x.m * (1 - x.alpha)),
        "Olson and Zeckhauser 1966",
        (Static("W", "+"), Static("m", "-"), Static("alpha", "+")),
        THEME,
        "Who among the contributors has the wealth does not matter.",
    ),
    NamedResult(
        "alliance_burden",
        "Share of its wealth that an ally contributes",
        "h",
        (
            Variable("weight of defence", "alpha", above=0, below=1),
            Variable("defence in all", "Q", above=0),
            Variable("wealth", "w", above=0),
        ),
        lambda x: 1 - (1 - x.alpha) / x.alpha * x.Q / x.w,
        "Olson and Zeckhauser 1966",
        (Static("w", "+"), Static("Q", "-"), Static("alpha", "+")),
        THEME,
        "The great are exploited by the small. Where it would be negative nothing is contributed.",
    ),
    NamedResult(
        "consensus_depth",
        "Expected depth that n members with ideal points drawn evenly all accept",
        "y",
        (Variable("members", "n", least=1, whole=True),),
        lambda x: 1 / (x.n + 1),
        "after Downs, Rocke and Barsoom 1998; derived here",
        (Static("n", "-"), Static("n", "-", "difference")),
        THEME,
    ),
    NamedResult(
        "consensus_depth_in_all",
        "The same, added up over the members",
        "y",
        (Variable("members", "n", least=1, whole=True),),
        lambda x: x.n / (x.n + 1),
        "after Gilligan 2004; derived here",
        (Static("n", "+"), Static("n", "+", "difference")),
        THEME,
        "Bounded by 1 for a uniform policy; n / 2 if each may go as far as it likes.",
    ),
    NamedResult(
        "hedge",
        "How much an ally hedges against a leader that may not come",
        "h",
        (
            Variable("benefit of the alliance", "B", above=0),
            Variable("loss if left alone", "L", above=0),
            Variable(
                "reliability of the leader", "rho", least=0, below=lambda x: x.L / (x.L + x.B)
            ),
            Variable("cost of hedging", "kappa", above=0),
        ),
        lambda x: ((1 - x.rho) * x.L - x.rho * x.B) / x.kappa,
        HERE,
        (Static("rho", "-"), Static("L", "+"), Static("B", "<=0"), Static("kappa", "-")),
        THEME,
        "At a reliability of L / (L + B) or more there is no hedge; at most 1.",
    ),
)
