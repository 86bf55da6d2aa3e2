"""Which clause of minimum participation holds how many, and which one is chosen.

Under a clause m a treaty is in force from m states on. A member without whom it falls compares
staying with no treaty, so that a clause of n holds everyone in whenever all gain by the first
best; no treaty at all is stable as well, for m of two or more. Before anybody signs the clause is
chosen (Carraro, Marchiori and Oreffice 2009, Environmental and Resource Economics 42(3), in form):
each state looks at what it has on average over the stable treaties of largest effectiveness, and a
clause is agreed if enough states lose nothing by it against no clause; of those the one with the
largest effectiveness is taken, then the smallest.
Builds on entry_game.py and stable_coalitions.py. Not here: clauses on a share of a column (the
minimum rule of membership).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import CONSENT
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import PublicGood
from gametheory_orders.orders import FixedLevel, Joint, MinimumParticipation, NoEnforcement, Order
from gametheory_orders.orders.entry_vote import admitted, share_of
from gametheory_orders.solvers.entry_game import EntryGame, entry_game
from gametheory_orders.solvers.stable_coalitions import stable_codes
from gametheory_orders.solvers.subsets import as_masks

MOST_STATES = 14


@dataclass(frozen=True, eq=False)
class Clause:
    """What one clause brings about.

    Parameters
    ----------
    count : int
        States needed.
    sizes : tuple of int
        Sizes of the stable treaties in force, ascending.
    no_treaty : bool
        Whether no treaty is stable as well.
    effectiveness : float
        The largest of a stable treaty, 0 if none is in force.
    payoffs : array, shape (n,)
        Of each state, on average over the stable treaties of that effectiveness.
    votes : int
        States that lose nothing by it against no clause.
    """

    count: int
    sizes: tuple[int, ...]
    no_treaty: bool
    effectiveness: float
    payoffs: np.ndarray
    votes: int = 0


@dataclass(frozen=True, eq=False)
class ParticipationClauses(Result):
    """All clauses of an issue, and the one that is chosen.

    Parameters
    ----------
    issue : PublicGood
        What is at stake.
    clauses : tuple of Clause
        Of 1, which is no clause, to n.
    chosen : Clause
        The one that is agreed on.
    decision : str
        Votes needed to agree on one.
    """

    issue: PublicGood
    clauses: tuple[Clause, ...]
    chosen: Clause
    decision: str

    concept = "nobody leaves or joins alone, by clause; the clause is voted on beforehand"

    def table(self) -> Table:
        """Return one row a clause."""
        rows = [
            [
                each.count,
                ", ".join(str(size) for size in each.sizes) or "-",
                each.no_treaty,
                each.effectiveness,
                each.votes,
                each is self.chosen,
            ]
            for each in self.clauses
        ]
        columns = ["clause", "stable sizes", "none is stable", "E", "votes", "chosen"]
        return Table(columns, rows, f"{self.issue.name}: entry into force ({self.decision})")

    def to_dict(self) -> dict[str, Any]:
        """Return all clauses as plain values."""
        clauses = [
            {
                "count": each.count,
                "sizes": each.sizes,
                "no_treaty": each.no_treaty,
                "effectiveness": each.effectiveness,
                "votes": each.votes,
            }
            for each in self.clauses
        ]
        found: dict[str, Any] = plain(
            {
                "issue": self.issue.name,
                "concept": self.concept,
                "decision": self.decision,
                "chosen": self.chosen.count,
                "clauses": clauses,
            }
        )
        return found


def participation_clauses(
    issue: PublicGood, *, price: float | str = "joint", decision: str = "unanimity"
) -> ParticipationClauses:
    """Return what each clause of minimum participation brings about, and which is chosen.

    Parameters
    ----------
    issue : PublicGood
        Any number of equal states, or up to 14.
    price : float or "joint"
        What members charge: a fixed level, or the sum of their stakes.
    decision : str
        Votes that agree on a clause: "unanimity", "majority", or a share such as "2/3".

    Raises
    ------
    ModelError
        If the family is another, or there are too many unequal states.

    Examples
    --------
    Of ten equal states three hold together; with a clause of ten, all do:

    >>> from gametheory_orders import World
    >>> world = World("ABCDEFGHIJ", {"stake": [1.0] * 10, "capacity": [1.0] * 10})
    >>> found = participation_clauses(PublicGood(world))
    >>> found.clauses[0].sizes, found.clauses[6].sizes, found.chosen.count
    ((2, 3), (7,), 10)
    """
    if not isinstance(issue, PublicGood):
        raise ModelError("issue", type(issue).__name__, "a public good")
    share_of(decision, "decision")
    if isinstance(price, str) and price != "joint":
        raise ModelError("price", repr(price), 'a level, or "joint"')
    charge = Joint() if isinstance(price, str) else FixedLevel(level=price)
    equal = np.ptp(issue.stakes) == 0 and np.ptp(issue.capacities) == 0
    if not equal and issue.n > MOST_STATES:
        found = f"{issue.n} states of unequal figures"
        raise ModelError("issue", found, f"at most {MOST_STATES}, or equal ones")
    offered = [_outcome(issue, charge, count, bool(equal)) for count in range(1, issue.n + 1)]
    first = offered[0].payoffs
    slack = CONSENT * np.abs(first)
    clauses = tuple(replace(c, votes=int((c.payoffs >= first - slack).sum())) for c in offered)
    n = np.asarray(issue.n)
    agreed = [c for c in clauses if c.count == 1 or admitted(n - c.votes, n, decision)]
    best = max(c.effectiveness for c in agreed)
    chosen = next(c for c in agreed if c.effectiveness >= best - CONSENT)
    return ParticipationClauses(issue, clauses, chosen, decision)


def _outcome(issue: PublicGood, charge: Joint | FixedLevel, count: int, equal: bool) -> Clause:
    order = Order(MinimumParticipation(count=count), charge, NoEnforcement())
    game = entry_game(CooperationGame(issue, order))
    return _of_equal(game, count) if equal else _of_any(game, count)


def _of_any(game: EntryGame, count: int) -> Clause:
    codes = stable_codes(game, "open")
    members = as_masks(codes, game.positions, len(game.eligible))
    return _clause(game, count, members)


def _of_equal(game: EntryGame, count: int) -> Clause:
    """Return what a clause brings about among equal states: only sizes count."""
    n = len(game.eligible)
    sizes = np.arange(n + 1)
    members = sizes[:, None] > np.arange(n)
    payoffs = game.payoffs(members)
    slack = game.slack[0]
    inside = payoffs[:, 0]
    outside = payoffs[:, -1]
    # At size k: the first state is in for k > 0, the last one out for k < n.
    stays = np.concatenate([[True], inside[1:] >= outside[:-1] - slack])
    keeps_out = np.concatenate([outside[:-1] >= inside[1:] - slack, [True]])
    stable = stays & keeps_out & ((sizes == 0) | (sizes >= count))
    found = _clause(game, count, members[stable])
    # Any may be in: each has the average over places.
    return replace(found, payoffs=np.full(n, found.payoffs.mean()))


def _clause(game: EntryGame, count: int, members: np.ndarray) -> Clause:
    nobody = ~members.any(axis=1)
    stands = members[~nobody]
    if not len(stands):
        return Clause(count, (), bool(nobody.any()), 0.0, game.reference)
    payoffs = game.payoffs(stands)
    shares = np.nan_to_num(game.effectiveness(payoffs))
    best = shares >= shares.max() - CONSENT
    sizes = tuple(int(size) for size in np.unique(stands.sum(axis=1)))
    average = payoffs[best].mean(axis=0)
    return Clause(count, sizes, bool(nobody.any()), float(shares.max()), average)
