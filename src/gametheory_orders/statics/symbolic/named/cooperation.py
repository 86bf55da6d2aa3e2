"""The linear-quadratic public good: what each way of cooperating reaches, in closed form.

State i gets s_i Q - q_i^2 / (2 k_i) from contributions q = k p at prices p; sigma is the sum of all
stakes. Sums over the others are letters of their own, so that a formula holds for any number of
unequal states. Builds on results.py. Not here: the other themes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gametheory_orders.solvers.farsighted import next_size
from gametheory_orders.statics.symbolic.domains import Variable
from gametheory_orders.statics.symbolic.proofs import Static
from gametheory_orders.statics.symbolic.results import NamedResult, enter

THEME = "cooperation"
HERE = "derived here"
CARRARO = "Carraro and Siniscalco 1993; in this form derived here"
STAKE = Variable("stake", "s", above=0)
CAPACITY = Variable("capacity", "k", above=0)
OTHERS_CAPACITY = Variable("capacity of the others", "K", above=0)
OTHERS_STAKES = Variable("stakes of the others", "o", above=0)
STATES = Variable("states", "n", least="k", whole=True)


def _deep(x: Any) -> Any:
    return x.k * (x.k - 1) * (2 * x.n - x.k - 1) / (x.n * (x.n - 1) ** 2)


def _best_size(**at: Any) -> int:
    """Return the size k of 1 to n with the largest a^k E(k), exactly; a in percent."""
    a, n = Fraction(at["a"], 100), at["n"]
    value = [a**k * k * (k - 1) * (2 * n - k - 1) for k in range(1, n + 1)]
    return 1 + max(range(n), key=lambda j: value[j])


def _next_size(**at: Any) -> int:
    return next_size(at["g"])


enter(
    NamedResult(
        "closing_the_gap",
        "Effectiveness of any prices",
        "E",
        (
            Variable("sum of all stakes", "sigma", above=0),
            CAPACITY,
            Variable("price", "p", above=0, below="sigma"),
            Variable("gap of the others", "G", least=0),
            Variable("gap without cooperation", "D", above=0),
        ),
        lambda x: 1 - (x.G + x.k * (x.sigma - x.p) ** 2) / x.D,
        HERE,
        (Static("p", "+"), Static("G", "-"), Static("k", "-")),
        THEME,
        "G and D are sums of k_j (sigma - p_j)^2, over the others at their prices, and over all at "
        "their own stakes. The sign for k is at a given D.",
    ),
    NamedResult(
        "staying",
        "Gain of staying in a coalition that maximises its joint payoff",
        "g",
        (STAKE, CAPACITY, OTHERS_CAPACITY, OTHERS_STAKES),
        lambda x: x.s**2 * x.K - x.k * x.o**2 / 2,
        CARRARO,
        (Static("s", "+"), Static("K", "+"), Static("k", "-"), Static("o", "-")),
        THEME,
        "The others are the other members, who decide anew if it leaves. The same gain for a state "
        "outside is what joining brings it. With transfers a coalition holds if the gains of its "
        "members add up to 0 or more.",
    ),
    NamedResult(
        "staying_among_equals",
        "Gain of staying in a coalition of k equal states",
        "g",
        (
            Variable("marginal benefit", "b", above=0),
            Variable("slope of marginal cost", "c", above=0),
            Variable("members", "k", above=3, whole=True),
        ),
        lambda x: -(x.b**2) * (x.k - 1) * (x.k - 3) / (2 * x.c),
        CARRARO,
        (
            Static("k", "-"),
            Static(
                "k",
                "-",
                "difference",
                (
                    Variable("marginal benefit", "b", above=0),
                    Variable("slope of marginal cost", "c", above=0),
                    Variable("members", "k", least=2),
                ),
            ),
            Static("b", "-"),
            Static("c", "+"),
        ),
        THEME,
        "0 at k = 3: three stay, four do not, whatever the number of states.",
    ),
    NamedResult(
        "deep_coalition",
        "Effectiveness of k of n equal states that maximise their joint payoff",
        "E",
        (Variable("members", "k", least=2, whole=True), STATES),
        _deep,
        CARRARO,
        (
            Static("k", "+"),
            Static("k", "+", "difference"),
            Static("n", "-"),
            Static("n", "-", "difference"),
        ),
        THEME,
    ),
    NamedResult(
        "preferred_level",
        "Uniform level that a member likes best",
        "P",
        (STAKE, CAPACITY, OTHERS_CAPACITY),
        lambda x: x.s * (x.k + x.K) / x.k,
        HERE,
        (Static("s", "+"), Static("K", "+"), Static("k", "-")),
        THEME,
        "A rule that needs q of m votes yields the q-th largest of these, up to the joint optimum.",
    ),
    NamedResult(
        "lowest_common_level",
        "Level under unanimity",
        "P",
        (
            Variable("capacity of all members", "K", above=0),
            Variable("mean stake per capacity", "r", above=0),
            Variable("distance of the lowest from it", "x", least=0, below="r"),
        ),
        lambda x: x.K * (x.r - x.x),
        HERE,
        (Static("K", "+"), Static("r", "+"), Static("x", "-")),
        THEME,
        "The lowest common denominator: more spread of stakes per capacity lowers it; a further "
        "member raises K, but may lower the least.",
    ),
    NamedResult(
        "pledge_depth",
        "Effectiveness of pledges of all states with a common weight on the others",
        "E",
        (Variable("weight", "w", least=0, below=1),),
        lambda x: x.w * (2 - x.w),
        "after Harstad 2023; reduced form derived here",
        (
            Static("w", "+"),
            Static(
                "w", ">=0", where=(Variable("weight", "w", least=0, most=1),), when="0 <= w <= 1"
            ),
        ),
        THEME,
        "For any stakes and capacities.",
    ),
    NamedResult(
        "critical_pledge_weight",
        "Largest weight with which a member stays in if the others keep theirs",
        "w",
        (STAKE, CAPACITY, OTHERS_CAPACITY, OTHERS_STAKES),
        lambda x: 2 * x.s**2 * x.K / (x.k * x.o**2),
        HERE,
        (Static("s", "+"), Static("K", "+"), Static("k", "-"), Static("o", "-")),
        THEME,
    ),
    NamedResult(
        "pledge_breadth",
        "Equal states that stay in at a weight",
        "k",
        (Variable("weight", "w", above=0, most=1),),
        lambda x: 1 + 2 / x.w,
        HERE,
        (Static("w", "-"),),
        THEME,
        "Rounded down, and at most all of them.",
    ),
    NamedResult(
        "pledge_frontier",
        "Effectiveness of k pledgers of n equal states, each at the largest weight that holds",
        "E",
        (Variable("members", "k", least=3, whole=True), STATES),
        lambda x: 4 * x.k * (x.n - 2) / (x.n * (x.n - 1) ** 2),
        HERE,
        (Static("k", "+"), Static("k", "+", "difference"), Static("n", "-")),
        THEME,
        "Broad and shallow does more than narrow and deep.",
    ),
)

enter(
    NamedResult(
        "needed_patience",
        "Patience that a member needs to keep a uniform level",
        "d",
        (
            STAKE,
            Variable("mean stake of the others", "m", above=0),
            Variable("level", "p", above=lambda x: x.s + x.m),
            CAPACITY,
            OTHERS_CAPACITY,
        ),
        lambda x: x.k * (x.p - x.s) ** 2 / (2 * x.s * x.K * (x.p - x.m)),
        HERE + ", after Friedman 1971",
        (
            Static("s", "-"),
            Static("m", "+"),
            Static("k", "+"),
            Static("K", "-"),
            Static(
                "p",
                "+",
                where=(
                    STAKE,
                    Variable("mean stake of the others", "m", above=0, most="s"),
                    Variable("level", "p", above="s"),
                    CAPACITY,
                    OTHERS_CAPACITY,
                ),
                when="0 < m <= s < p",
            ),
            Static(
                "p",
                "-",
                where=(
                    STAKE,
                    Variable("mean stake of the others", "m", above="s"),
                    Variable("level", "p", above="m", below=lambda x: 2 * x.m - x.s),
                    CAPACITY,
                    OTHERS_CAPACITY,
                ),
                when="0 < s < m < p < 2 m - s",
            ),
        ),
        THEME,
        "The others are the other members, m weighted with their capacities. Where s < m a deeper "
        "level needs less patience up to 2 m - s: kept levels need not form an interval.",
    ),
    NamedResult(
        "self_enforcing_slope",
        "Slope in patience of the deepest level that is kept",
        "slope",
        (
            STAKE,
            CAPACITY,
            OTHERS_CAPACITY,
            Variable("patience", "d", above=0, below=1),
            Variable("level above the stake", "x", above=lambda v: v.d * v.s * v.K / v.k),
        ),
        lambda v: v.k * v.x**2 / (2 * v.d * (v.k * v.x - v.d * v.s * v.K)),
        HERE,
        (
            Static("d", "+", "value"),
            Static("K", "+"),
            Static(
                "x",
                "+",
                where=(
                    STAKE,
                    CAPACITY,
                    OTHERS_CAPACITY,
                    Variable("patience", "d", above=0, below=1),
                    Variable(
                        "level above the stake", "x", above=lambda v: 2 * v.d * v.s * v.K / v.k
                    ),
                ),
                when="k x > 2 d s K: the binding member's stake is below the others' mean",
            ),
        ),
        THEME,
        "Of the binding member, at the larger root of its constraint, where k x > d s K: the slope "
        "is positive there, so that more patience always deepens what a concert keeps.",
    ),
    NamedResult(
        "self_enforcing_level",
        "Deepest uniform level that a member keeps",
        "P",
        (
            Variable("mean stake of the others", "m", above=0),
            Variable("stake", "s", above="m"),
            CAPACITY,
            OTHERS_CAPACITY,
            Variable("patience", "d", above=0, below=1),
        ),
        lambda x: (
            x.s
            + (
                x.d * x.s * x.K
                + x.sqrt(x.d**2 * x.s**2 * x.K**2 + 2 * x.k * x.d * x.s * x.K * (x.s - x.m))
            )
            / x.k
        ),
        HERE,
        (Static("d", "+"), Static("K", "+"), Static("m", "-"), Static("s", "+")),
        THEME,
        "The larger root of k (P - s)^2 / 2 = d s K (P - m), for a member whose stake is not below "
        "the others' mean; see self_enforcing_slope for any member.",
    ),
    NamedResult(
        "patience_among_equals",
        "Patience that k equal states need to keep their joint optimum",
        "d",
        (
            Variable("marginal benefit", "b", above=0),
            Variable("slope of marginal cost", "c", above=0),
            Variable("members", "k", least=2, whole=True),
        ),
        lambda x: (x.k * x.b - x.b) ** 2 / x.c / (2 * x.b * (x.k - 1) / x.c * (x.k * x.b - x.b)),
        HERE,
        (
            Static("k", "0"),
            Static("k", "0", "difference"),
            Static("b", "0"),
            Static("c", "0"),
        ),
        THEME,
        "One half, whatever the number: size alone does not hurt compliance.",
    ),
    NamedResult(
        "penalty_club",
        "Equal states that stay in if each member fines each outsider",
        "k",
        (
            Variable("penalty", "phi", least=0),
            Variable("slope of marginal cost", "c", above=0),
            Variable("marginal benefit", "b", above=0),
        ),
        lambda x: 3 + 2 * x.phi * x.c / x.b**2,
        HERE,
        (
            Static("phi", "+"),
            Static("c", ">=0"),
            Static("b", "<=0"),
        ),
        THEME,
        "Rounded down, and at most all of them.",
    ),
    NamedResult(
        "full_club_penalty",
        "Penalty at which all n equal states stay in",
        "phi",
        (
            Variable("states", "n", above=3, whole=True),
            Variable("marginal benefit", "b", above=0),
            Variable("slope of marginal cost", "c", above=0),
        ),
        lambda x: x.b**2 * (x.n - 3) / (2 * x.c),
        HERE,
        (Static("n", "+"), Static("b", "+"), Static("c", "-")),
        THEME,
    ),
    NamedResult(
        "chander_tulkens_transfer",
        "Transfer that a state receives at the first best",
        "T",
        (
            STAKE,
            Variable("stakes of the others", "o", above=0),
            CAPACITY,
            Variable("added cost of the others", "Y", above=0),
        ),
        lambda x: (
            x.o / (x.s + x.o) * x.k * ((x.s + x.o) ** 2 - x.s**2) / 2 - x.s / (x.s + x.o) * x.Y
        ),
        "Chander and Tulkens 1997; in this form derived here",
        (Static("k", "+"), Static("Y", "-")),
        THEME,
        "Y is the sum of k_j (sigma^2 - s_j^2) / 2 over the others: what it costs them.",
    ),
    NamedResult(
        "best_shot_coalition",
        "Effectiveness of k of n equal states where the largest contribution counts",
        "E",
        (Variable("members", "k", least=2, whole=True), STATES),
        lambda x: (x.k - 1) * (2 * x.n - x.k - 1) / (x.n - 1) ** 2,
        HERE,
        (
            Static("k", ">=0"),
            Static("k", "+", "difference"),
            Static("n", "<=0"),
            Static("n", "-", "difference"),
        ),
        THEME,
        "A few do for best shot what they cannot do for a sum: its k / n-th part.",
    ),
    NamedResult(
        "farsighted_step",
        "Where the next farsighted stable size begins",
        "g'",
        (Variable("stable size", "g", least=2, whole=True),),
        lambda x: 1 + x.sqrt(2 * x.g * (x.g - 1)),
        HERE,
        (
            Static("g", "+"),
            Static("g", "+", box={"g": tuple(range(2, 2001))}, value=_next_size),
        ),
        THEME,
        "Rounded up: 2, 3, 5, 8, 12, 18, 26, ..., whatever the number of states.",
    ),
    NamedResult(
        "modest_size",
        "Size that does most if each member accepts by chance and all must, for few of many",
        "k",
        (Variable("acceptance", "a", above=0, below=1, scale="exponential"),),
        lambda x: -2 / x.log(x.a),
        HERE,
        (Static("a", "+"),),
        THEME,
        "An approximation for k far below n; best_size has it exactly.",
    ),
    NamedResult(
        "surviving_consensus",
        "Effectiveness of a coalition that must be accepted by each of its k members",
        "E",
        (
            Variable("members", "k", least=2, whole=True),
            STATES,
            Variable("acceptance", "a", above=0, below=1, scale="exponential"),
        ),
        lambda x: x.a**x.k * _deep(x),
        HERE,
        (
            Static("a", "+"),
            Static("n", "-"),
            Static(
                "a",
                ">=0",
                box={"a": tuple(range(1, 99)), "n": tuple(range(2, 31))},
                value=_best_size,
                when="the best size k, for a = 1% to 99% and n = 2 to 30",
            ),
        ),
        THEME,
        "Each member accepts with probability a, and all must. In k it is single-peaked.",
    ),
)
