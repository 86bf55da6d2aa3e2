"""Whom a voting rule over- and under-represents, and how often it goes against the majority.

Builds on indices.py. Targets: one player one share, people, the square root of people (Penrose
1946). Not here: how the shares enter legitimacy (measures/legitimacy.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.measures.power.counting import count
from gametheory_orders.measures.power.result import PowerIndices
from gametheory_orders.orders.voting.simple_game import SimpleGame


@dataclass(frozen=True)
class Representation(Result):
    """Power as a multiple of what three targets would give.

    Parameters
    ----------
    players : tuple of str
        Names.
    power : tuple of float
        Shares that sum to 1.
    ratios : mapping of str to tuple of float
        By target (equality, people, sqrt_people): power over the target's share. Above 1 is
        over-represented.
    """

    players: tuple[str, ...]
    power: tuple[float, ...]
    ratios: Mapping[str, tuple[float, ...]]

    def of(self, target: str) -> dict[str, float]:
        """Return the ratios to one target by player."""
        return dict(zip(self.players, self.ratios[target], strict=True))

    def table(self) -> Table:
        """Return one row a player."""
        rows = [
            [player, self.power[i], *(values[i] for values in self.ratios.values())]
            for i, player in enumerate(self.players)
        ]
        heads = ["player", "power", *(f"over {name}" for name in self.ratios)]
        return Table(heads, rows, "power over what it would be by target")

    def to_dict(self) -> dict[str, Any]:
        """Return power and ratios by player."""
        members = [
            {
                "id": player,
                "power": self.power[i],
                **{f"over_{name}": values[i] for name, values in self.ratios.items()},
            }
            for i, player in enumerate(self.players)
        ]
        found: dict[str, Any] = plain({"members": members})
        return found


def representation(
    power: PowerIndices, people: Mapping[str, float] | None = None
) -> Representation:
    """Return who has more or less power than equality, people or their square root would give.

    Parameters
    ----------
    power : PowerIndices
        Its main index is taken, as shares.
    people : mapping of str to float, optional
        Population by player; without it equality is the only target.

    Raises
    ------
    ModelError
        If a player has no positive population, or nobody has power.

    Examples
    --------
    >>> from gametheory_orders.measures.power import banzhaf
    >>> from gametheory_orders.orders.voting import weighted_game
    >>> power = banzhaf(weighted_game({"A": 2, "B": 1, "C": 1}, 3))
    >>> representation(power, {"A": 4, "B": 1, "C": 1}).of("sqrt_people")["A"]
    1.2
    """
    values = [float(value) for value in power]
    total = math.fsum(values)
    if not total > 0:
        raise ModelError("power", "no power at all", "somebody who can decide")
    shares = tuple(value / total for value in values)
    n = len(shares)
    ratios: dict[str, tuple[float, ...]] = {"equality": tuple(share * n for share in shares)}
    if people is not None:
        heads = []
        for player in power.players:
            number = people.get(player, math.nan)
            if not number > 0:
                raise ModelError("people", f"none for {player}", "a number above 0 for everyone")
            heads.append(float(number))
        for name, weights in (("people", heads), ("sqrt_people", [math.sqrt(h) for h in heads])):
            whole = math.fsum(weights)
            ratios[name] = tuple(s * whole / w for s, w in zip(shares, weights, strict=True))
    return Representation(power.players, shares, ratios)


def majority_deficit(game: SimpleGame) -> Fraction:
    """Return the mean majority deficit: how far, on average, the losing side outnumbers.

    Half of what the sum of absolute Banzhaf power falls short of its largest value, that of the
    simple majority rule.

    Notes
    -----
    Source: Felsenthal and Machover 1998, The Measurement of Voting Power, section 3.3.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game
    >>> str(majority_deficit(quota_game("ABC", 2))), str(majority_deficit(quota_game("ABC", 3)))
    ('0', '3/8')
    """
    found = count(game.normal, game.n, sized=False)
    swings = sum(sum(each) for each in found.swings.values()) << game.n - len(found.active)
    most = game.n // 2 + 1
    return Fraction(most * math.comb(game.n, most) - swings, 2**game.n)
