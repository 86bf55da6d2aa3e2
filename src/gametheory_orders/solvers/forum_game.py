"""States choose among forums over one issue: who shows up where; what two forums add to each other.

Builds on agreement.py, hybrids.py and pure_nash.py. Every way of spreading the states over the
forums is solved; what each forum's members agree on is taken as kept.
Not here: forums that keep agreements by themselves (hybrids.py does, at given patience).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import FORUM, NOT_ZERO
from gametheory_orders.games import CooperationGame
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Order
from gametheory_orders.orders.hybrid import Hybrid
from gametheory_orders.solvers.agreement import agree
from gametheory_orders.solvers.figures import read_beside
from gametheory_orders.solvers.participation import stage_payoffs
from gametheory_orders.solvers.pure_nash import best_responses, pure_nash
from gametheory_orders.solvers.solve import deliver

MOST_STATES = 8
MOST_CELLS = 100_000
NOWHERE = "nowhere"


@dataclass(frozen=True, eq=False)
class ForumEquilibria(Result):
    """All ways of spreading over the forums from which no state moves alone.

    Parameters
    ----------
    game : NormalFormGame
        The game of choosing a forum.
    equilibria : tuple of mappings of str to str
        By state where it goes, of the largest total payoff first.
    totals : tuple of float
        The sum of all payoffs in each.
    smallest_margins : tuple of float
        By how much the closest state prefers to stay where it is.
    """

    game: NormalFormGame
    equilibria: tuple[Mapping[str, str], ...]
    totals: tuple[float, ...]
    smallest_margins: tuple[float, ...]
    concept = "pure Nash equilibrium in forums; what members agree on is kept; all are listed"

    def __len__(self) -> int:
        return len(self.equilibria)

    def table(self) -> Table:
        """Return one row an equilibrium."""
        rows = [
            [*found.values(), total, margin]
            for found, total, margin in zip(
                self.equilibria, self.totals, self.smallest_margins, strict=True
            )
        ]
        return Table([*self.game.players, "total", "margin"], rows, "who shows up where")

    def to_dict(self) -> dict[str, Any]:
        """Return the equilibria as plain values."""
        found: dict[str, Any] = plain(
            {
                "concept": self.concept,
                "complete": True,
                "equilibria": [
                    {"where": dict(each), "total": total, "smallest_margin": margin}
                    for each, total, margin in zip(
                        self.equilibria, self.totals, self.smallest_margins, strict=True
                    )
                ],
            }
        )
        return found


def forum_equilibria(
    issue: Issue, forums: Mapping[str, Order], *, costs: Mapping[str, Any] | None = None
) -> ForumEquilibria:
    """Return all equilibria of states that each go to one forum, or to none.

    Parameters
    ----------
    issue : Issue
        With at most 8 states, whose best reply does not depend on what the others do.
    forums : mapping of str to Order
        How each forum decides; whoever goes there is its member, and what they agree on binds
        them. Counts of votes in a rule are of those who come: use shares, or unanimity.
    costs : mapping of str to number or table by state, optional
        What going to a forum costs; by default nothing.

    Raises
    ------
    ModelError
        If there are too many states, or a forum's rules do not fit.
    NoAnswer
        If nothing is stable; the witness is a cycle of moves.

    Examples
    --------
    All three go to one forum, or two do, if its members do what is best for them together:

    >>> from gametheory_orders import Binding, Joint, Order, PublicGood, Universal, World
    >>> world = World(list("ABC"), {"stake": [1.0, 1.0, 1.0], "capacity": [1.0, 1.0, 1.0]})
    >>> forums = {"joint": Order(Universal(), Joint(), Binding())}
    >>> found = forum_equilibria(PublicGood(world), forums)
    >>> found.totals[0], sum(where == "joint" for where in found.equilibria[0].values())
    (13.5, 3)
    """
    names = _check(issue, forums)
    fees = {} if costs is None else dict(costs)
    ids = list(issue.world.ids)
    for name in fees:
        if name not in forums:
            raise ModelError(f"costs.{name}", name, f"a forum of: {', '.join(forums)}")
    fee = np.array(
        [
            [float(x) for x in read_beside(fees.get(name, 0), f"costs.{name}", ids, 0)]
            for name in forums
        ]
        + [[0.0] * issue.n]
    )
    asked = [_asked(issue, order) for order in forums.values()]
    shape = (len(names),) * issue.n
    where = np.indices(shape).reshape(issue.n, -1).T
    actions = np.tile(np.asarray(issue.reference(), dtype=float), (len(where), 1))
    powers = 1 << np.arange(issue.n)
    for j, table in enumerate(asked):
        inside = where == j
        actions = np.where(inside, table[inside @ powers], actions)
    payoffs = issue.payoffs(actions) - fee[where, np.arange(issue.n)]
    arrays = tuple(payoffs[:, i].reshape(shape) for i in range(issue.n))
    game = NormalFormGame(arrays, tuple(ids), (names,) * issue.n, f"{issue.name}: forums")
    cells = pure_nash(game).cells
    if not cells:
        raise NoAnswer(
            f"no way of spreading over the forums of {issue.name!r} is stable", _cycle(game)
        )
    totals = [float(sum(array[cell] for array in arrays)) for cell in cells]
    order = sorted(range(len(cells)), key=lambda each: (-totals[each], cells[each]))
    return ForumEquilibria(
        game,
        tuple(dict(zip(ids, (names[k] for k in cells[j]), strict=True)) for j in order),
        tuple(totals[j] for j in order),
        tuple(_margin(game, cells[j]) for j in order),
    )


def _check(issue: Issue, forums: Mapping[str, Order]) -> tuple[str, ...]:
    if not isinstance(forums, Mapping) or not forums:
        raise ModelError("forums", "no forum", "a table of orders by name, at least one")
    if NOWHERE in forums:
        raise ModelError(f"forums.{NOWHERE}", NOWHERE, "another name: it means going to none")
    names = (*forums, NOWHERE)
    if issue.n > MOST_STATES or len(names) ** issue.n > MOST_CELLS:
        found = f"{issue.n} states and {len(forums)} forums"
        raise ModelError("issue", found, f"at most {MOST_STATES} states and {MOST_CELLS} cells")
    if not issue.dominant or issue.one_for_all:
        expected = "one whose best replies do not depend on what the others do"
        raise ModelError("issue", f"the family {issue.family!r}", expected)
    for name, order in forums.items():
        if not isinstance(order, Order) or isinstance(order, Hybrid):
            raise ModelError(f"forums.{name}", type(order).__name__, "an order that is no hybrid")
    return names


def _asked(issue: Issue, order: Order) -> np.ndarray:
    """Return what a forum's members do, by the code of who is in, shape (2**n, n)."""
    from gametheory_orders.orders import Universal

    game = CooperationGame(issue, replace(order, membership=Universal()))
    everyone = np.ones(issue.n, dtype=bool)
    out = np.empty((2**issue.n, issue.n))
    for code in range(2**issue.n):
        members = (code >> np.arange(issue.n)) & 1 == 1
        after = game.under(game.order.after(issue.world, everyone, members))
        out[code] = agree(after, members).actions
    return out


def _margin(game: NormalFormGame, cell: tuple[int, ...]) -> float:
    least = np.inf
    for i, array in enumerate(game.payoffs):
        line = _line(array, i, cell)
        others = np.delete(line, cell[i])
        least = min(least, float(line[cell[i]] - others.max()))
    return least


def _line(payoffs: np.ndarray, i: int, cell: tuple[int, ...]) -> np.ndarray:
    """Return what each action of a player brings it while the others stay."""
    actions = range(payoffs.shape[i])
    return np.array([float(payoffs[(*cell[:i], k, *cell[i + 1 :])]) for k in actions])


def _cycle(game: NormalFormGame) -> list[dict[str, Any]]:
    """Return moves of single states, each to its best forum, that come round in a circle."""
    best, _ = best_responses(game)
    cell = (0,) * len(game.players)
    seen: dict[tuple[int, ...], int] = {}
    walk: list[dict[str, Any]] = []
    while cell not in seen:
        seen[cell] = len(walk)
        i = next(k for k in range(len(cell)) if not best[k][cell])
        line = _line(game.payoffs[i], i, cell)
        to = int(np.argmax(line))
        walk.append(
            {
                "mover": game.players[i],
                "from": game.actions[i][cell[i]],
                "to": game.actions[i][to],
                "gain": float(line[to] - line[cell[i]]),
            }
        )
        cell = (*cell[:i], to, *cell[i + 1 :])
    return walk[seen[cell] :]


@dataclass(frozen=True)
class CrossEffect(Result):
    """What two forums over one issue bring together beyond what each brings alone.

    Parameters
    ----------
    first, second : str
        The forums.
    alone : tuple of float
        What each adds to no cooperation by itself, in payoffs.
    together : float
        What both add.
    """

    first: str
    second: str
    alone: tuple[float, float]
    together: float

    @property
    def effect(self) -> float:
        """The cross effect: together less the sum of both alone."""
        return self.together - sum(self.alone)

    @property
    def sign(self) -> str:
        """Return "complements", "substitutes" or "neither", within rounding."""
        slack = FORUM * max(abs(self.together), *map(abs, self.alone), NOT_ZERO)
        if abs(self.effect) <= slack:
            return "neither"
        return "complements" if self.effect > 0 else "substitutes"

    def table(self) -> Table:
        """Return the gains and their difference."""
        rows = [[self.first, self.alone[0]], [self.second, self.alone[1]]]
        rows += [["both", self.together], ["cross effect", self.effect]]
        return Table(["forum", "gain"], rows, self.sign)

    def to_dict(self) -> dict[str, Any]:
        """Return the gains as plain values."""
        found: dict[str, Any] = plain(
            {
                "first": self.first,
                "second": self.second,
                "alone": self.alone,
                "together": self.together,
                "cross_effect": self.effect,
                "sign": self.sign,
            }
        )
        return found


def cross_effect(
    issue: Issue,
    first: Order,
    second: Order,
    *,
    patience: float | Mapping[str, float] | None = None,
) -> CrossEffect:
    """Return whether two forums over one issue are complements or substitutes.

    Both together are two tracks that fall together; gains are sums of delivered payoffs.

    Parameters
    ----------
    issue : Issue
        What is at stake; its actions know more and less.
    first, second : Order
        The forums.
    patience
        As for :func:`~gametheory_orders.solve`.

    Examples
    --------
    At patience .6 the club keeps next to nothing by itself, but much on a charter's floor:

    >>> from gametheory_orders import load_issue, load_order
    >>> parts = load_order("charter_unanimity"), load_order("club_joint")
    >>> [cross_effect(load_issue("climate"), *parts, patience=d).sign for d in (0.9, 0.6)]
    ['substitutes', 'complements']
    """
    both = Hybrid(parts=[first, second], combination="two_tracks", name="both")

    def gain(order: Order) -> float:
        game = CooperationGame(issue, order)
        payoffs = stage_payoffs(game, deliver(game, patience=patience))
        return float(payoffs.sum() - game.reference_payoffs.sum())

    return CrossEffect(first.name, second.name, (gain(first), gain(second)), gain(both))
