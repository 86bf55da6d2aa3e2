"""The entry game: each state is in or out, and what everyone has depends on who is in.

Players are the eligible states; the set S of those that are in decides (at a fixed price, jointly,
or under an order's decision rule), those outside best-respond and bear the tariff. Payoffs are as
agreed. A leaver meets the reaction of the rest: they decide anew, keep their actions, or dissolve.
Builds on issues, orders and participation.py. Not here: which sets are stable
(stable_coalitions.py, group_deviations.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gametheory_orders.foundations.checks import LARGEST_NUMBER, finite
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.tolerances import INDIFFERENT, LEVEL, STAKE
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.issues.goods import SharedGood
from gametheory_orders.issues.spillover import check_spillover, spillover
from gametheory_orders.orders import Tariff
from gametheory_orders.orders.membership import REACTIONS, Membership
from gametheory_orders.solvers.club_advantage import club_advantage, price_and_weight
from gametheory_orders.solvers.compliance import Concept
from gametheory_orders.solvers.participation import (
    Plan,
    payoffs_after_leaving,
    settle,
    stage_payoffs,
)
from gametheory_orders.solvers.quadratic_advantage import QuadraticAdvantage
from gametheory_orders.solvers.subsets import as_masks

Payoffs = Callable[[np.ndarray], np.ndarray]
"""From sets of members, bool (..., n), to everyone's payoffs, (..., n)."""


@dataclass(frozen=True, eq=False)
class EntryGame:
    """What everyone has for every set of members, and what a leaver has.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    payoffs : callable
        From sets of members, bool (..., n), to payoffs (..., n).
    eligible : bool array, shape (n,)
        Who may be in.
    price : float, "joint" or str
        What members charge: a fixed price, the sum of their stakes, or a decision rule's name.
    tariff : float
        What members levy on imports from outside, a share.
    reaction : {"redecide", "keep", "dissolve"}
        What the rest do when a member leaves.
    exit_cost : float
        What a leaver pays.
    kept : callable, optional
        What each member has after leaving while the rest keep their actions.
    joining, staying : QuadraticAdvantage, optional
        The closed forms of the advantage of joining, and of staying over leaving before any exit
        cost, where there are; one and the same if the rest decide anew.
    one_by_one : bool
        Whether payoffs take a solution for each set, so that only few sets can be gone through.
    in_force : callable, optional
        Says of sets, bool (..., n), whether a treaty among them takes effect; by default all do.
    without_clause : EntryGame, optional
        The same game if every treaty took effect, where that has closed forms.
    """

    issue: Issue
    payoffs: Payoffs
    eligible: np.ndarray
    price: float | str
    tariff: float = 0.0
    reaction: str = "redecide"
    exit_cost: float = 0.0
    kept: Payoffs | None = None
    joining: QuadraticAdvantage | None = None
    staying: QuadraticAdvantage | None = None
    one_by_one: bool = False
    in_force: Callable[[np.ndarray], np.ndarray] | None = None
    without_clause: EntryGame | None = None

    @cached_property
    def positions(self) -> np.ndarray:
        """Positions of the eligible states."""
        return np.flatnonzero(self.eligible)

    @cached_property
    def reference(self) -> np.ndarray:
        """Payoffs without cooperation, shape (n,)."""
        return self.issue.payoffs(self.issue.reference())

    @cached_property
    def first_best(self) -> np.ndarray:
        """Payoffs at the first best, shape (n,)."""
        return self.issue.payoffs(self.issue.first_best())

    @cached_property
    def slack(self) -> np.ndarray:
        """Gains up to which each state counts as indifferent, shape (n,)."""
        scale = np.maximum(np.abs(self.reference), np.abs(self.first_best))
        return np.asarray(INDIFFERENT * scale)

    @property
    def stake(self) -> float:
        """First best less no cooperation, summed over states."""
        return float(self.first_best.sum() - self.reference.sum())

    def effectiveness(self, payoffs: np.ndarray) -> np.ndarray:
        """Return the share of the possible gain, shape (...): NaN if nothing is at stake."""
        scale = max(float(np.abs(self.first_best).max()), float(np.abs(self.reference).max()))
        if self.stake <= STAKE * scale:
            return np.full(np.shape(payoffs)[:-1], np.nan)
        return np.asarray((payoffs.sum(axis=-1) - self.reference.sum()) / self.stake)

    def after_leaving(self, members: np.ndarray) -> np.ndarray:
        """Return what each member has after leaving alone, shape (..., n); NaN outside."""
        if self.reaction == "dissolve":
            found = np.broadcast_to(self.reference, members.shape)
        elif self.reaction == "keep":
            if self.kept is None:
                raise ModelError("reaction", "keep", "redecide or dissolve here")
            found = self.kept(members)
        else:
            found = self._after_moving(members, False)
        return np.where(members, found - self.exit_cost, np.nan)

    def after_joining(self, members: np.ndarray) -> np.ndarray:
        """Return what each eligible outsider has after joining alone, shape (..., n), else NaN."""
        return np.where(self.eligible & ~members, self._after_moving(members, True), np.nan)

    def _after_moving(self, members: np.ndarray, into: bool) -> np.ndarray:
        found = np.full(members.shape, np.nan)
        for state in self.positions:
            movers = members[..., state] != into
            moved = members[movers]
            if len(moved):
                moved[..., state] = into
                found[movers, state] = self.payoffs(moved)[..., state]
        return found

    def margins(self, members: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return by how much each state is better off staying in, and staying out, (..., n) each.

        NaN where a state has no such move.
        """
        payoffs = self.payoffs(members)
        return payoffs - self.after_leaving(members), payoffs - self.after_joining(members)

    def table(self, codes: np.ndarray) -> np.ndarray:
        """Return everyone's payoffs for coded sets, shape (len(codes), n)."""
        return self.payoffs(as_masks(codes, self.positions, len(self.eligible)))


def entry_game(
    source: CooperationGame | Issue,
    *,
    price: float | str | None = None,
    tariff: float = 0.0,
    reaction: str | None = None,
) -> EntryGame:
    """Return the entry game of an issue at a price, or of an issue under an order.

    Parameters
    ----------
    source : Issue or CooperationGame
        An issue: members charge a price and levy a tariff. A game: members decide under the
        order's own rule, and the order's tariff, exit cost and reaction hold.
    price : float or "joint", optional
        Of an issue. A number scales stakes so that they add up to it, and members charge it;
        "joint": members charge the sum of their stakes. By default the sum of all stakes.
    tariff : float
        Of an issue: levied on imports from outside, a share.
    reaction : {"redecide", "keep", "dissolve"}, optional
        What the rest do when a member leaves; by default "redecide", or the order's.

    Examples
    --------
    >>> from gametheory_orders import load_issue
    >>> club = entry_game(load_issue("climate"), tariff=0.02)
    >>> everyone = club.eligible
    >>> round(float(club.effectiveness(club.payoffs(everyone))), 6)
    1.0
    """
    if reaction is not None and reaction not in REACTIONS:
        raise unknown_name("reaction", reaction, REACTIONS, "one")
    if isinstance(source, CooperationGame):
        if price is not None or tariff:
            raise ModelError("price", "a price or tariff beside an order", "an issue, or neither")
        return of_order(source, reaction)
    if not isinstance(source, Issue):
        raise ModelError("source", type(source).__name__, "an Issue or a CooperationGame")
    return _of_issue(source, price, tariff, reaction or "redecide")


def scaled(issue: Issue, price: float) -> Issue:
    """Return the public good with stakes scaled so that they add up to a price.

    Examples
    --------
    >>> from gametheory_orders import load_issue
    >>> round(float(scaled(load_issue("climate"), 50.0).stakes.sum()), 9)
    50.0
    """
    if not isinstance(issue, PublicGood):
        raise ModelError("price", price, f'"joint" on an issue of family {issue.family!r}')
    total = float(issue.stakes.sum())
    if total <= 0:
        raise ModelError("price", price, "stakes to scale; all are zero")
    stakes = issue.stakes * (price / total)
    return replace(issue, world=issue.world.with_columns({"stake": stakes}))


def _of_issue(issue: Issue, price: float | str | None, tariff: float, reaction: str) -> EntryGame:
    check_spillover(issue)
    price = _read_price(issue, price)
    wanted = "a share, 0 or more"
    if not 0 <= finite(tariff, "tariff", wanted) <= LARGEST_NUMBER:
        raise ModelError("tariff", tariff, wanted)
    if tariff and issue.trade is None:
        raise ModelError("tariff", tariff, f"0: {issue.name!r} has no trade figures")
    charged = price if isinstance(price, float) and isinstance(issue, PublicGood) else None
    if charged is not None and abs(_stakes(issue) - charged) > LEVEL * charged:
        issue = scaled(issue, charged)
    return _club(issue, price, float(tariff), np.ones(issue.n, dtype=bool), reaction)


def _stakes(issue: Issue) -> float:
    return float(issue.world.column("stake").sum())


def _read_price(issue: Issue, price: float | str | None) -> float | str:
    if price is None:
        return _stakes(issue) if isinstance(issue, PublicGood) else "joint"
    if isinstance(price, str):
        if price != "joint":
            raise ModelError("price", repr(price), 'a number above 0, or "joint"')
        return price
    wanted = 'a number above 0, or "joint"'
    charged = finite(price, "price", wanted)
    if charged <= 0 or charged > LARGEST_NUMBER:
        raise ModelError("price", price, wanted)
    return charged


def of_order(
    game: CooperationGame, reaction: str | None = None, plan: Plan | None = None
) -> EntryGame:
    """Return the entry game of an issue under an order, valued by a plan (default: as agreed).

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> club = of_order(load_game("climate", "club_tariff_2"))
    >>> club.price, club.tariff
    (25.0, 0.02)
    """
    order = game.order
    if reaction is not None and reaction != order.membership.reaction:
        order = replace(order, membership=replace(order.membership, reaction=reaction))
        game = game.under(order)
    membership, decision = order.membership, order.decision
    tariff = order.enforced_by(Tariff)
    rate = tariff.rate if tariff is not None else 0.0
    game_of = price_and_weight(decision)
    others = any(rule.shapes_membership and not isinstance(rule, Tariff) for rule in order.rules)
    if others or (plan is not None and plan.delivered and order.deters):
        game_of = None
    if game_of is not None and isinstance(game.issue, PublicGood | SharedGood):
        price, weight = game_of
        found = _club(
            game.issue,
            price,
            rate,
            game.members,
            membership.reaction,
            exit_cost=membership.exit_cost,
            weight=weight,
        )
        return found if _always_in_force(game) else _with_clause(found, game)
    plan = plan or Plan(game.patience(), Concept(), delivered=False)

    def payoffs(members: np.ndarray) -> np.ndarray:
        flat = members.reshape(-1, game.world.n)
        found = [stage_payoffs(game, settle(game, each, plan)) for each in flat]
        return np.reshape(found, members.shape)

    def kept(members: np.ndarray) -> np.ndarray:
        leave = payoffs_after_leaving(game, plan)
        flat = members.reshape(-1, game.world.n)
        found = [leave(settle(game, each, plan)) for each in flat]
        return np.reshape(found, members.shape) + membership.exit_cost

    return EntryGame(
        game.issue,
        payoffs,
        game.members,
        decision.rule,
        rate,
        membership.reaction,
        membership.exit_cost,
        kept,
        one_by_one=True,
        in_force=None if _always_in_force(game) else _in_force(game),
    )


def _always_in_force(game: CooperationGame) -> bool:
    return type(game.order.membership).in_force is Membership.in_force


def _in_force(game: CooperationGame) -> Callable[[np.ndarray], np.ndarray]:
    membership, world = game.order.membership, game.world
    return lambda members: membership.in_force(world, members)


def _with_clause(club: EntryGame, game: CooperationGame) -> EntryGame:
    """Return an entry game in which sets that do not meet the clause have no treaty."""
    in_force = _in_force(game)

    def payoffs(members: np.ndarray) -> np.ndarray:
        return np.where(in_force(members)[..., None], club.payoffs(members), club.reference)

    def kept(members: np.ndarray) -> np.ndarray:
        assert club.kept is not None
        found = club.kept(members)
        for state in range(club.issue.n):
            rest = members.copy()
            rest[..., state] = False
            stands = in_force(rest)
            found[..., state] = np.where(stands, found[..., state], club.reference[state])
        return found

    return replace(
        club,
        payoffs=payoffs,
        kept=kept,
        joining=None,
        staying=None,
        in_force=in_force,
        without_clause=club,
    )


def _club(
    issue: Issue,
    price: float | str,
    tariff: float,
    eligible: np.ndarray,
    reaction: str,
    *,
    exit_cost: float = 0.0,
    weight: float = 1.0,
) -> EntryGame:
    """Return the entry game at a fixed price, or where members weigh each other's benefit."""
    trade = issue.trade

    def in_all(acts: np.ndarray, members: np.ndarray) -> np.ndarray:
        found = issue.payoffs(acts) + spillover(issue, members, acts)
        if tariff and trade is not None:
            found = found + trade.payoffs(members, tariff)
        return np.asarray(found)

    def actions(members: np.ndarray) -> np.ndarray:
        if not isinstance(price, str):
            return issue.level_actions(members, np.full(members.shape[:-1], price))
        if weight == 1:
            return issue.joint_actions(members)
        return issue.pledge_actions(members, np.full(issue.n, weight))

    def payoffs(members: np.ndarray) -> np.ndarray:
        return in_all(actions(members), members)

    def kept(members: np.ndarray) -> np.ndarray:
        found, agreed = np.empty(members.shape), actions(members)
        for state in range(issue.n):
            changed, rest = agreed.copy(), members.copy()
            changed[..., state] = issue.best_reply(state, agreed)
            rest[..., state] = False
            found[..., state] = in_all(changed, rest)[..., state]
        return found

    joining = club_advantage(issue, price, tariff, weight)
    staying = joining if reaction == "redecide" else None
    if reaction == "keep":
        staying = club_advantage(issue, price, tariff, weight, rest_reacts=False)
    return EntryGame(
        issue,
        payoffs,
        eligible,
        price if weight == 1 else f"pledge {weight:g}",
        tariff,
        reaction,
        exit_cost,
        kept,
        joining,
        staying,
    )
