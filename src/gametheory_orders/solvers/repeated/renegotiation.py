"""Cooperation that nobody wants to renegotiate after a breach: the linear public good.

Builds on automaton.py and thresholds.py. Whoever breached provides alone for one period, while all
others keep back and gain from it; then all provide again ("getting even"). An equilibrium is
weakly renegotiation-proof if none of its own continuations is better for all than another one.
Not here: other games, and groups in which only some punish.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.games.nodes import as_json
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.repeated.automaton import Automaton
from gametheory_orders.solvers.repeated.patience import Number, share, whole
from gametheory_orders.solvers.repeated.thresholds import dilemma, public_good_patience

MOST_MEMBERS = 10
CONCEPT = (
    "weakly renegotiation-proof subgame-perfect equilibrium (Farrell and Maskin 1989) in which one "
    "who breached provides alone for a period"
)


@dataclass(frozen=True)
class RenegotiationProof(Result):
    """Whether full cooperation is kept and its punishments are carried out.

    Parameters
    ----------
    benefit, cost : Fraction
        Of each provision: to everybody, and to the one who provides.
    members : int
        All of them provide.
    largest : int
        The largest number at which the others would rather punish than forgive: 1 + cost / benefit,
        rounded down.
    needed : Fraction or float
        The critical patience.
    """

    benefit: Fraction
    cost: Fraction
    members: int
    largest: int
    needed: Fraction | float

    concept = CONCEPT

    @property
    def punished(self) -> bool:
        """Whether the others would rather punish than forgive."""
        return self.members <= self.largest

    def kept(self, patience: Number) -> bool:
        """Whether cooperation is kept, and renegotiation-proof, at a patience in [0, 1)."""
        return self.punished and share(patience, "patience", one=False) >= self.needed

    def table(self) -> Table:
        """Return members, the largest number, and the needed patience in one row."""
        row = [self.members, self.largest, self.punished, float(self.needed)]
        columns = ["members", "at most", "punishes", "needed patience"]
        return Table(columns, [row], "renegotiation-proof cooperation")

    def to_dict(self) -> dict[str, Any]:
        """Return the conditions as plain values, fractions as strings."""
        infinite = isinstance(self.needed, float)
        return {
            "concept": self.concept,
            "benefit": as_json(self.benefit),
            "cost": as_json(self.cost),
            "members": self.members,
            "largest": self.largest,
            "punished": self.punished,
            "needed": None if infinite else as_json(self.needed),
            **({"needed_why": "infinite"} if infinite else {}),
        }


def renegotiation_proof(benefit: Number, cost: Number, members: int) -> RenegotiationProof:
    """Return when full cooperation in a linear public good is renegotiation-proof.

    Members at most 1 + c / b, and patience at least (c - b) / (b (N - 1)).

    Parameters
    ----------
    benefit, cost : numbers
        In payoff units for each provision; 0 < benefit < cost.
    members : int
        At least 2.

    Source: Barrett, Journal of Theoretical Politics 11 (1999); Farrell and Maskin, Games and
    Economic Behavior 1 (1989).

    Examples
    --------
    >>> found = renegotiation_proof(0.4, 1, 3)
    >>> found.largest, found.needed, found.kept(0.75), found.kept(0.74)
    (3, Fraction(3, 4), True, False)
    """
    b, c = dilemma(benefit, cost)
    n = whole(members, "members", 2)
    return RenegotiationProof(b, c, n, 1 + math.floor(c / b), public_good_patience(b, c, n))


def public_good_stage(benefit: Number, cost: Number, members: int) -> NormalFormGame:
    """Return the linear public good as a stage game of at most 10 members.

    Examples
    --------
    >>> [str(x) for x in public_good_stage(0.4, 1, 3).payoff(("provide", "provide", "keep back"))]
    ['-1/5', '-1/5', '4/5']
    """
    b, c = dilemma(benefit, cost)
    n = whole(members, "members", 2, MOST_MEMBERS)

    def payoff(*cell: int) -> list[Fraction]:
        return [b * cell.count(0) - (c if own == 0 else 0) for own in cell]

    return NormalFormGame.from_function(payoff, (("provide", "keep back"),) * n)


def getting_even(benefit: Number, cost: Number, members: int, patience: Number) -> Automaton:
    """Return the strategies: all provide; who alone breaches provides alone for one period.

    Parameters
    ----------
    benefit, cost : numbers
        As for :func:`renegotiation_proof`.
    members : int
        From 2 to 10.
    patience : number
        In [0, 1).

    Examples
    --------
    >>> getting_even(0.4, 1, 3, 0.75).subgame_perfect
    True
    """
    stage = public_good_stage(benefit, cost, members)
    d = share(patience, "patience", one=False)
    n = stage.n
    penances = [tuple(int(i != j) for i in range(n)) for j in range(n)]
    after = tuple(range(1, n + 1))
    return Automaton(
        stage,
        (d,) * n,
        ((0,) * n, *penances),
        ({0: Fraction(1)},) * (n + 1),
        (after,) * (n + 1),
    )


def weakly_renegotiation_proof(machine: Automaton) -> bool:
    """Whether no state of a subgame-perfect automaton is better for all players than another one.

    Source: Farrell and Maskin, Games and Economic Behavior 1 (1989), definition of weak
    renegotiation-proofness.

    Examples
    --------
    Three punish rather than forgive; four would rather forgive:

    >>> [weakly_renegotiation_proof(getting_even(0.4, 1, n, 0.9)) for n in (3, 4)]
    [True, False]
    """
    if not isinstance(machine, Automaton):
        raise ModelError("machine", type(machine).__name__, "an Automaton")
    values = machine.values
    better = any(
        all(x > y for x, y in zip(one, two, strict=True)) for one in values for two in values
    )
    return machine.subgame_perfect and not better
