"""Power when acceptance is not a coin flip: exact, for one probability or one for each player.

P(i decides) is the probability that the others are such that i makes the difference. Builds on
counting.py (one probability for all) and partial_sums.py (one for each).
Source: the multilinear extension, Owen 1972, Management Science 18; Straffin 1977.
Not here: abstention (ternary.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.measures.power.counting import count
from gametheory_orders.measures.power.partial_sums import Option, PartialSums
from gametheory_orders.orders.voting.formula import Formula
from gametheory_orders.orders.voting.quotas import exact


def acceptance(given: object, players: Sequence[str]) -> list[Fraction]:
    """Return each player's probability of being in favour, exactly.

    Examples
    --------
    >>> acceptance({"A": 0.1, "B": "2/3"}, ["A", "B"])
    [Fraction(1, 10), Fraction(2, 3)]
    """
    if not isinstance(given, Mapping):
        return [_chance(given, "probability")] * len(players)
    for name in given:
        if name not in players:
            raise unknown_name("probability", name, players, "a player")
    missing = [player for player in players if player not in given]
    if missing:
        raise ModelError("probability", f"none for {missing[0]}", "one for every player")
    return [_chance(given[player], f"probability.{player}") for player in players]


def _chance(value: object, where: str) -> Fraction:
    if isinstance(value, str):
        try:
            found = Fraction(value)
        except (ValueError, ZeroDivisionError):
            raise ModelError(where, value, 'a probability, as 0.4 or "2/5"') from None
    else:
        found = exact(value, where)
    if not 0 <= found <= 1:
        raise ModelError(where, str(value), "a probability from 0 to 1")
    return found


def criticality(
    formula: Formula, chance: Sequence[Fraction]
) -> tuple[Fraction, list[Fraction], str]:
    """Return P(it passes), P(i decides) for each player, and the method.

    Examples
    --------
    >>> from gametheory_orders.orders.voting.formula import Atom
    >>> act, decides, _ = criticality(Atom((1, 1, 1), 2), [Fraction(1, 3)] * 3)
    >>> str(act), str(decides[0])
    ('7/27', '4/9')
    """
    if len(set(chance)) == 1:
        return _common(formula, chance[0], len(chance))
    return _by_player(formula, chance)


def _common(formula: Formula, p: Fraction, n: int) -> tuple[Fraction, list[Fraction], str]:
    found = count(formula, n)
    a = len(found.active)
    yes, no = p.numerator, p.denominator - p.numerator
    act = Fraction(
        sum(w * yes**s * no ** (a - s) for s, w in enumerate(found.wins) if w), p.denominator**a
    )
    known: dict[int, Fraction] = {}
    out = [Fraction(0)] * n
    for i, swings in found.swings.items():
        if id(swings) not in known:
            total = sum(w * yes**s * no ** (a - 1 - s) for s, w in enumerate(swings) if w)
            known[id(swings)] = Fraction(total, p.denominator ** (a - 1))
        out[i] = known[id(swings)]
    return act, out, found.method


def _by_player(
    formula: Formula, chance: Sequence[Fraction]
) -> tuple[Fraction, list[Fraction], str]:
    sums = PartialSums(formula, 0)
    groups: dict[tuple[Option, Option], list[int]] = {}
    scale = 1
    for i, p in enumerate(chance):
        adds = tuple(atom.weights[i] for atom in sums.atoms)
        no, yes = p.denominator - p.numerator, p.numerator
        options = (Option(tuple(0 for _ in adds), no, 0), Option(adds, yes, 0))
        groups.setdefault(options, []).append(i)
        scale *= p.denominator
    others = sums.everyone_but([(options, len(group)) for options, group in groups.items()])
    act = Fraction(0)
    out = [Fraction(0)] * len(chance)
    for position, ((options, group), ways) in enumerate(zip(groups.items(), others, strict=True)):
        no, yes = options[0].ways, options[1].ways
        rest = Fraction(no + yes, scale)
        critical = passes = 0
        for state, value in ways.items():
            before = sums.wins(state)
            after = sums.wins(sums.add(state, options[1].adds))
            critical += value * (after - before)
            passes += value * (no * before + yes * after)
        for i in group:
            out[i] = critical * rest
        if position == 0:
            act = Fraction(passes, scale)
    return act, out, "partial sums"
