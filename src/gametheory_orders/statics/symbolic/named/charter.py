"""Charters: vetoes, quotas, agendas, delegation, and what they do to what can be decided.

Builds on results.py and the simple games of the lower rooms. Not here: the other themes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gametheory_orders.statics.symbolic.domains import Variable
from gametheory_orders.statics.symbolic.proofs import Static
from gametheory_orders.statics.symbolic.results import NamedResult, enter

THEME = "charter"
HERE = "derived here"
PATIENCE = Variable("patience", "d", least=0, below=1)
OPEN_PATIENCE = Variable("patience", "d", above=0, below=1)
QUOTA = Variable("quota", "q", least=1, whole=True)
MEMBERS = Variable("members", "n", least="q", most=lambda x: 2 * x.q - 1, whole=True)
RENT = (
    Variable("vetoers", "v", least=1, whole=True),
    Variable("others needed", "m", least=0, whole=True),
    Variable("members", "n", above=lambda x: x.v + x.m, whole=True),
    PATIENCE,
)


def _below(x: Any) -> Any:
    return x.n * (x.n - x.v) - x.d * ((x.n - x.v) ** 2 + x.m * x.v)


def _act(**at: Any) -> Fraction | None:
    """Return the share of all votes that pass with a quota q of n and v vetoers, exactly."""
    from math import comb

    n, q, v = at["n"], at["q"], at["v"]
    if not 1 <= q <= n or not 0 <= v <= n:
        return None
    ways = sum(comb(n - v, j) for j in range(max(q - v, 0), n - v + 1))
    return Fraction(ways, 2**n)


def _swing(**at: Any) -> Fraction:
    """Return how often one of n members decides under a simple majority, n odd, exactly."""
    from math import comb

    n = at["n"]
    return Fraction(comb(n - 1, (n - 1) // 2), 2 ** (n - 1))


def _nakamura(**at: Any) -> int | None:
    n, q = at["n"], at["q"]
    return -(-n // (n - q)) if 2 * q > n > q else None


enter(
    NamedResult(
        "gridlock_vetoes",
        "Expected part of the line that v vetoers keep from changing",
        "G",
        (Variable("vetoers", "v", least=1, whole=True),),
        lambda x: (x.v - 1) / (x.v + 1),
        "order statistics; after Tsebelis 2002",
        (Static("v", "+"), Static("v", "+", "difference")),
        THEME,
        "Ideal points and the status quo are drawn evenly from a line of length one.",
    ),
    NamedResult(
        "gridlock_quota",
        "Expected part of the line that a quota of q of n keeps from changing",
        "G",
        (QUOTA, MEMBERS),
        lambda x: (2 * x.q - x.n - 1) / (x.n + 1),
        "order statistics; after Krehbiel 1998",
        (
            Static(
                "q",
                "+",
                where=(
                    Variable("members", "n", least=1),
                    Variable("quota", "q", least=lambda x: (x.n + 1) / 2, most="n"),
                ),
                when="(n + 1) / 2 <= q <= n",
            ),
            Static("n", "-"),
            Static("n", "-", "difference"),
        ),
        THEME,
        "From a simple majority on; below it nothing is stuck.",
    ),
    NamedResult(
        "agency_drift",
        "Expected room of an agent that q of n principals can override",
        "G",
        (QUOTA, MEMBERS),
        lambda x: (2 * x.q - x.n - 1) / (x.n + 1),
        "Hawkins, Lake, Nielson and Tierney 2006; in this form derived here",
        (
            Static(
                "q",
                "+",
                where=(
                    Variable("members", "n", least=1),
                    Variable("quota", "q", least=lambda x: (x.n + 1) / 2, most="n"),
                ),
                when="(n + 1) / 2 <= q <= n",
            ),
            Static("n", "-"),
        ),
        THEME,
        "The room to drift is the gridlock of the principals.",
    ),
    NamedResult(
        "veto_rent",
        "Share of a vetoer in a bargain under a closed rule",
        "x_v",
        RENT,
        lambda x: (x.n - x.v - x.d * x.m) / _below(x),
        "Winter 1996; McCarty 2000",
        (
            Static("d", "+"),
            Static(
                "m",
                "-",
                where=(RENT[0], RENT[1], RENT[2], OPEN_PATIENCE),
                when="m + v < n, 0 < d < 1",
            ),
            Static(
                "m",
                "-",
                "difference",
                where=(RENT[0], RENT[1], RENT[2], OPEN_PATIENCE),
                when="m + 1 + v < n, 0 < d < 1",
            ),
            Static(
                "v",
                "-",
                box={
                    "v": tuple(range(1, 13)),
                    "m": tuple(range(13)),
                    "n": tuple(range(2, 21)),
                    "d": (Fraction(1, 2), Fraction(9, 10), Fraction(99, 100)),
                },
                when="n up to 20, d of 1/2, 9/10 and 99/100",
            ),
        ),
        THEME,
        "m of the n - v others are needed too. Patience moves the surplus to the vetoers.",
    ),
    NamedResult(
        "ordinary_share",
        "Share of a member without a veto in such a bargain",
        "x_n",
        (Variable("vetoers", "v", least=1, whole=True), *RENT[1:]),
        lambda x: (1 - x.d) * (x.n - x.v) / _below(x),
        "Winter 1996; McCarty 2000",
        (Static("d", "-"), Static("m", ">=0")),
        THEME,
    ),
    NamedResult(
        "proposer_share",
        "Share that a proposer keeps if q of n equal members must agree",
        "x",
        (QUOTA, Variable("members", "n", least="q", whole=True), OPEN_PATIENCE),
        lambda x: 1 - x.d * (x.q - 1) / x.n,
        "Baron and Ferejohn 1989",
        (
            Static("q", "-"),
            Static("q", "-", "difference"),
            Static("d", "<=0"),
            Static("n", ">=0"),
        ),
        THEME,
    ),
    NamedResult(
        "outside_option",
        "Policy that a vetoer concedes to a superpower that can act alone",
        "x",
        (Variable("cost of acting alone", "c", least=0, below=1),),
        lambda x: 1 - x.c,
        "Voeten 2001",
        (Static("c", "-"),),
        THEME,
        "The status quo is 0 and the superpower wants 1.",
    ),
    NamedResult(
        "delegation_limit",
        "Largest bias of an agent to which a principal delegates",
        "a",
        (Variable("half width of the shock", "R", above=0),),
        lambda x: x.R / x.sqrt(3),
        "Epstein and O'Halloran 1999",
        (Static("R", "+"),),
        THEME,
    ),
    NamedResult(
        "delegation_gain",
        "What a principal gains by delegating to a biased agent",
        "x",
        (Variable("half width of the shock", "R", above=0), Variable("bias", "a", above=0)),
        lambda x: x.R**2 / 3 - x.a**2,
        "Epstein and O'Halloran 1999",
        (Static("R", "+"), Static("a", "-")),
        THEME,
        "It delegates where this is 0 or more: to allies, and under uncertainty.",
    ),
    NamedResult(
        "discretion_cap",
        "Largest action that is best left to a biased agent",
        "cap",
        (Variable("bias", "a", least=0, below=Fraction(1, 2)),),
        lambda x: 1 - x.a,
        "Holmstrom 1984",
        (Static("a", "-"),),
        THEME,
    ),
    NamedResult(
        "discretion_loss",
        "What a principal loses by such an agent",
        "loss",
        (Variable("bias", "a", above=0, below=Fraction(1, 2)),),
        lambda x: x.a**2 - 4 * x.a**3 / 3,
        "Melumad and Shibano 1991",
        (Static("a", "+"),),
        THEME,
    ),
    NamedResult(
        "setter_outcome",
        "What an agenda setter gets past a pivotal member, if it wants more",
        "y",
        (
            Variable("ideal point of the pivot", "m"),
            Variable("status quo", "s", below="m"),
        ),
        lambda x: 2 * x.m - x.s,
        "Romer and Rosenthal 1978",
        (Static("s", "-"), Static("m", "+")),
        THEME,
        "The worse the status quo for the pivot, the nearer the outcome to the setter's wish.",
    ),
    NamedResult(
        "winset_length",
        "Length of what can replace the status quo, by its nearest vetoer",
        "W",
        (
            Variable("status quo", "s"),
            Variable("ideal point of the nearest vetoer", "x", above="s"),
        ),
        lambda v: 2 * (v.x - v.s),
        "Tsebelis 2002",
        (Static("s", "-"), Static("x", "+")),
        THEME,
        "All vetoers are on one side of the status quo; else nothing can replace it. One more "
        "vetoer moves the nearest only towards it.",
    ),
    NamedResult(
        "voting_patience",
        "Patience that outvoted members need to keep a decision",
        "d",
        (
            Variable("loss of an outvoted member", "L", above=0),
            Variable("what the rule is worth beyond the punishment", "V", above=0),
        ),
        lambda x: x.L / (x.L + x.V),
        "after Maggi and Morelli 2006; reduced form derived here",
        (Static("L", "+"), Static("V", "-")),
        THEME,
    ),
    NamedResult(
        "nakamura_bound",
        "Number of alternatives from which a quota of q of n may go round in circles",
        "nu",
        (QUOTA, Variable("members", "n", above="q", whole=True)),
        lambda x: x.n / (x.n - x.q),
        "Nakamura 1979",
        (
            Static("n", "-"),
            Static(
                "q",
                "+",
                where=(
                    Variable("members", "n", above=1),
                    Variable("quota", "q", least=1, below="n"),
                ),
                when="1 <= q < n",
            ),
            Static(
                "q",
                ">=0",
                box={"q": tuple(range(1, 61)), "n": tuple(range(2, 62))},
                value=_nakamura,
                when="rounded up, majorities of n up to 61",
            ),
        ),
        THEME,
        "Rounded up; a vetoer makes it infinite.",
    ),
    NamedResult(
        "power_to_act",
        "Share of all votes that pass where each of v vetoers must agree",
        "A",
        (
            Variable("vetoers", "v", least=0, whole=True),
            Variable("share of the others' votes that pass", "h", above=0, most=1),
        ),
        lambda x: x.h / 2**x.v,
        "Coleman 1971",
        (
            Static("v", "-", "difference"),
            Static("h", "+"),
            Static(
                "v",
                "-",
                box={
                    "v": tuple(range(16)),
                    "q": tuple(range(1, 21)),
                    "n": tuple(range(1, 21)),
                },
                value=lambda **at: _act(**at) if at["v"] < at["q"] < at["n"] else None,
                when="one more of n members gets a veto, v < q < n up to 20",
            ),
        ),
        THEME,
        "Each vote a fair coin: a statement about rules, not about chances.",
    ),
    NamedResult(
        "majority_power",
        "How often one of many members decides under a simple majority",
        "B",
        (Variable("members", "n", above=0, whole=True, scale="square"),),
        lambda x: x.sqrt(2 / (x.pi * x.n)),
        "Penrose 1946",
        (
            Static("n", "-"),
            Static(
                "n",
                "-",
                box={"n": tuple(range(1, 401, 2))},
                value=_swing,
                step=2,
                when="exactly, odd n up to 401",
            ),
        ),
        THEME,
        "An approximation for many members; each vote a fair coin.",
    ),
)
