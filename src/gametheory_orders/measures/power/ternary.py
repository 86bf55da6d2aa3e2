"""Banzhaf power with abstention: yes, abstain and no.

A player decides where its yes would carry and its no would not, given what the others do. By
default the three are equally likely. Builds on partial_sums.py; exact.
Source: Felsenthal and Machover 1997, International Journal of Game Theory 26.
Not here: games without abstention (indices.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.measures.power.partial_sums import Option, PartialSums
from gametheory_orders.measures.power.result import PowerIndices
from gametheory_orders.orders.voting.quotas import exact
from gametheory_orders.orders.voting.ternary import TernaryGame


def ternary_banzhaf(game: TernaryGame, *, chances: Sequence[object] = (1, 1, 1)) -> PowerIndices:
    """Return Banzhaf power in a game with abstention.

    Parameters
    ----------
    game : TernaryGame
        The game.
    chances : sequence of 3 numbers
        How likely yes, abstain and no are, for everybody; they are scaled to sum to 1.

    Raises
    ------
    NoAnswer
        If weights are too many to count.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import ternary_game
    >>> power = ternary_banzhaf(ternary_game("AB", 1, veto="A"))
    >>> [str(power.of("banzhaf_absolute")[player]) for player in "AB"]
    ['1', '1/3']
    """
    weights = [exact(value, f"chances[{i}]") for i, value in enumerate(chances)]
    if len(weights) != 3 or min(weights) < 0 or not sum(weights):
        raise ModelError("chances", list(chances), "three numbers of 0 or more: yes, abstain, no")
    scale = math.lcm(*(weight.denominator for weight in weights))
    yes, away, no = (int(weight * scale) for weight in weights)
    whole = yes + away + no
    n = game.n
    sums = PartialSums(game.formula, 0)
    groups: dict[tuple[Option, Option, Option], list[int]] = {}
    for i in range(n):
        mild = tuple(atom.weights[n + i] for atom in sums.atoms)
        full = tuple(atom.weights[i] + atom.weights[n + i] for atom in sums.atoms)
        options = (
            Option(tuple(0 for _ in mild), no, 0),
            Option(mild, away, 0),
            Option(full, yes, 0),
        )
        groups.setdefault(options, []).append(i)
    others = sums.everyone_but([(options, len(group)) for options, group in groups.items()])
    swings = [0] * n
    passes = 0
    for position, ((options, group), ways) in enumerate(zip(groups.items(), others, strict=True)):
        decides = 0
        for state, value in ways.items():
            results = [sums.wins(sums.add(state, option.adds)) for option in options]
            decides += value * (results[2] and not results[0])
            if position == 0:
                passes += value * sum(
                    option.ways * won for option, won in zip(options, results, strict=True)
                )
        for i in group:
            swings[i] = decides
    total = sum(swings)
    every = whole ** (n - 1)
    return PowerIndices(
        game.players,
        {
            "banzhaf_swings": tuple(swings),
            "banzhaf": tuple(Fraction(s, total) if total else Fraction(0) for s in swings),
            "banzhaf_absolute": tuple(Fraction(s, every) for s in swings),
        },
        "banzhaf",
        {"power_to_act": Fraction(passes, every * whole)},
        game.name,
        "partial sums",
        0.0,
        "with abstention" if total else "with abstention; nobody ever decides",
    )
