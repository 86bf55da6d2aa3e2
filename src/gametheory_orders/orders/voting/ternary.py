"""Voting games with abstention: yes, abstain, no.

A ternary game is one monotone formula over 2n positions: i is in favour (position i), and i is not
against (position n + i). "Nine in favour and no permanent member against" and "more yes than no"
are both of this kind. Builds on formula.py and simple_game.py.
Source: Felsenthal and Machover 1997, International Journal of Game Theory 26.
Not here: power (measures/power/ternary.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.checks import listed
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.orders.voting.formula import Atom, Every, Formula
from gametheory_orders.orders.voting.quotas import exact, quota_needed
from gametheory_orders.orders.voting.rules import threshold
from gametheory_orders.orders.voting.simple_game import SimpleGame

COUNTED = ("all", "present")


@dataclass(frozen=True)
class TernaryGame(Result):
    """A voting game in which players may abstain.

    Parameters
    ----------
    players : sequence of str
        Unique names.
    formula : Formula
        Over 2n positions: who is in favour, then who is not against.
    name : str
        Shown to the reader.

    Examples
    --------
    >>> council = [f"P{i}" for i in range(5)] + [f"E{i}" for i in range(10)]
    >>> rule = ternary_game(council, 9, veto=council[:5])
    >>> rule.wins(council[1:10], abstain=["P0"]), rule.wins(council[1:])
    (True, False)
    """

    players: tuple[str, ...]
    formula: Formula
    name: str = field(default="game", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", tuple(self.players))
        if bool(self.formula.holds(np.zeros(2 * self.n, dtype=bool))):
            raise ModelError(self.name, "it passes with everyone against", "somebody to be needed")

    @property
    def n(self) -> int:
        """Number of players."""
        return len(self.players)

    def wins(self, yes: Any, abstain: Any = ()) -> Any:
        """Say whether it passes, for names or for bool arrays of shape (..., n)."""
        if isinstance(yes, np.ndarray):
            away = np.zeros_like(yes) if isinstance(abstain, tuple) else np.asarray(abstain)
            return self.formula.holds(np.concatenate([yes, yes | away], axis=-1).astype(bool))
        game = self.without_abstention()
        return bool(self.wins(game.mask(yes, "yes"), game.mask(abstain, "abstain")))

    def without_abstention(self) -> SimpleGame:
        """Return the simple game among those who vote yes or no."""

        def merged(formula: Formula) -> Formula:
            if isinstance(formula, Atom):
                n = self.n
                pairs = zip(formula.weights[:n], formula.weights[n:], strict=True)
                return Atom(tuple(a + b for a, b in pairs), formula.least)
            return type(formula)(tuple(merged(part) for part in formula.parts))

        return SimpleGame(self.players, merged(self.formula), self.name)

    def table(self) -> Table:
        """Return the thresholds of the game without abstention."""
        inner = self.without_abstention().table()
        return Table(inner.columns, inner.rows, f"{inner.title}, who may abstain")

    def to_dict(self) -> dict[str, Any]:
        """Return the game as plain values."""
        inner = self.without_abstention().to_dict()
        return {**inner, "abstention": True}


def ternary_game(
    players: Iterable[str] | Mapping[str, object],
    quota: object = "majority",
    veto: Iterable[str] = (),
    counted: str = "all",
    name: str = "game",
) -> TernaryGame:
    """Return a quota rule with abstention: an abstaining vetoer does not veto.

    Parameters
    ----------
    players : iterable of str, or mapping of str to number
        Names, or votes by name.
    quota : int, float or str
        As in :func:`~gametheory_orders.orders.voting.weighted_game`.
    veto : iterable of str
        Players whose no is a veto.
    counted : {"all", "present"}
        What a share is a share of: all votes (an abstention counts against), or those cast
        ("present and voting"; then the quota must be a share or "majority").
    name : str
        Shown to the reader.

    Raises
    ------
    ModelError
        If the quota or a name does not fit.

    Examples
    --------
    >>> motion = ternary_game("ABCDE", "majority", counted="present")
    >>> motion.wins("AB", abstain="CD"), motion.wins("A", abstain="BCD")
    (True, False)
    """
    for player in listed(players, "players", "a list of names"):
        if not isinstance(player, str):
            raise ModelError("players", player, "the name of a player")
    table: Mapping[str, object] = (
        players if isinstance(players, Mapping) else dict.fromkeys(players, 1)
    )
    names = tuple(table)
    votes = [exact(weight, f"weights.{player}") for player, weight in table.items()]
    if any(weight < 0 for weight in votes):
        raise ModelError("weights", "a negative weight", "0 or more")
    total = sum(votes, Fraction(0))
    formula: Formula
    if counted == "all":
        needed = quota_needed(quota, total, "quota")
        if needed > total:
            raise ModelError("quota", quota, f"at most {total} (all votes together)")
        half = isinstance(quota, str) and needed * 2 == total
        formula = threshold([*votes, *[Fraction(0)] * len(votes)], needed, half)
    elif counted == "present":
        if not isinstance(quota, str):
            raise ModelError("quota", quota, 'a share of the votes cast, or "majority"')
        share = quota_needed(quota, Fraction(1), "quota")
        # yes >= share (yes + no), no = total - not against; and somebody in favour.
        cast = [*((1 - share) * v for v in votes), *(share * v for v in votes)]
        somebody = Atom((1,) * len(votes) + (0,) * len(votes), 1)
        formula = Every((threshold(cast, share * total, share * 2 == 1), somebody))
    else:
        raise ModelError("counted", counted, f"one of: {', '.join(COUNTED)}")
    wanted = set(veto)
    if unknown := wanted - set(names):
        raise ModelError("veto", sorted(unknown)[0], "a player")
    if wanted:
        nots = tuple(int(player in wanted) for player in names)
        formula = Every((Atom((0,) * len(names) + nots, len(wanted)), formula))
    return TernaryGame(names, formula, name)
