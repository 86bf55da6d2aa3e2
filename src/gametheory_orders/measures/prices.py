"""What single clauses cost: a veto, consensus, a seat, one more member, noise, free exit.

Builds on designs.py. A price is effectiveness without the clause less effectiveness with it, all
else equal: above zero the clause costs, below it helps. Not here: which rule is to blame for the
whole shortfall (shortfall.py), what legitimacy costs along the frontier (design_frontier.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import PRICE
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.measures.design_words import words
from gametheory_orders.measures.designs import CONCEPTS, Design, Judge
from gametheory_orders.measures.legitimacy import INDEX_WEIGHTS
from gametheory_orders.orders import Fixed, Order, Quota, Reciprocity, Review, Unanimity
from gametheory_orders.orders.decision import Decision, VotedLevel
from gametheory_orders.orders.membership import Membership
from gametheory_orders.orders.rule import number
from gametheory_orders.solvers.agreement import agree
from gametheory_orders.solvers.compliance import Concept
from gametheory_orders.solvers.participation import Plan, stage

CLAUSES = ("vetoes", "veto", "consensus", "seat", "one more member", "noise", "free exit")


@dataclass(frozen=True)
class Price(Result):
    """What one clause costs.

    Parameters
    ----------
    clause : str
        One of CLAUSES.
    state : str
        Whose veto or seat it is; empty where it is nobody's.
    change : str
        What stands in its place, in words.
    effectiveness, legitimacy : float
        Without the clause less with it: of E, and of the index of legitimacy.
    amount : float or None
        Of free exit: what leaving would have to cost for nobody to leave what is agreed, in the
        issue's numeraire.
    """

    clause: str
    state: str
    change: str
    effectiveness: float
    legitimacy: float
    amount: float | None = None

    def table(self) -> Table:
        """Return the price as one row."""
        return _table([self], "price")

    def to_dict(self) -> dict[str, Any]:
        """Return the price as plain values."""
        found: dict[str, Any] = plain(
            {
                "clause": self.clause,
                "state": self.state,
                "change": self.change,
                "effectiveness": self.effectiveness,
                "legitimacy": self.legitimacy,
                "amount": self.amount,
            }
        )
        return found


@dataclass(frozen=True, eq=False)
class Prices(Result):
    """The prices of an order's clauses.

    Parameters
    ----------
    design : Design
        The order as it stands.
    concept : str
        Under which all was solved.
    prices : tuple of Price
        One a clause.
    why : mapping of str to str
        Which clauses have no price, and why.
    """

    design: Design
    concept: str
    prices: tuple[Price, ...]
    why: Mapping[str, str]

    def of(self, clause: str, state: str = "") -> Price:
        """Return one price.

        Raises
        ------
        ModelError
            If the order has no such clause.
        """
        for price in self.prices:
            if (price.clause, price.state) == (clause, state):
                return price
        there = sorted({f"{price.clause} {price.state}".strip() for price in self.prices})
        expected = f"a clause with a price, of: {', '.join(there)}"
        raise ModelError("clause", f"{clause} {state}".strip(), expected)

    def table(self) -> Table:
        """Return one row a clause."""
        return _table(self.prices, f"{self.design.name}, {CONCEPTS[self.concept]}")

    def to_dict(self) -> dict[str, Any]:
        """Return the prices as plain values."""
        return {
            "order": self.design.name,
            "concept": self.concept,
            "effectiveness": plain(self.design.effectiveness),
            "prices": [price.to_dict() for price in self.prices],
            "why": dict(self.why),
        }


def _table(prices: Any, title: str) -> Table:
    rows = [[p.clause, p.state, p.change, p.effectiveness, p.legitimacy, p.amount] for p in prices]
    columns = ["clause", "of", "without it", "costs in E", "costs in L", "amount"]
    return Table(columns, rows, title)


def order_prices(
    issue: Issue,
    order: Order,
    *,
    concept: str = "self_enforcing",
    quota: int | float | str = "2/3",
    noise: float = 0.1,
    patience: float | Mapping[str, float] | None = None,
    fallback: str = "deepest_kept",
    weights: Mapping[str, float] = INDEX_WEIGHTS,
) -> Prices:
    """Return what the clauses of an order cost.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    order : Order
        The order.
    concept : {"self_enforcing", "assured", "participation_stable"}
        As for :func:`~gametheory_orders.design_frontier`.
    quota : int, float or str
        What stands in the place of consensus.
    noise : float
        Where members see each other perfectly: how much of what each does would not be seen.
    patience, fallback
        As for :func:`~gametheory_orders.solve`.
    weights : mapping of str to float
        Weights of the legitimacy index.

    Examples
    --------
    Four of six in place of consensus, compliance assumed:

    >>> from gametheory_orders import load_issue, load_order
    >>> found = order_prices(load_issue("climate"), load_order("g6_consensus"), concept="assured")
    >>> round(found.of("consensus").effectiveness, 3)
    0.235
    >>> round(found.of("veto", "China").effectiveness, 3)
    0.12
    """
    judge = Judge(issue, concept, patience, fallback, None, weights)
    number(noise, "noise", 0.0, 1.0, "a share from 0 to 1")
    game = judge.game(order)
    here = judge.judge(game)
    why: dict[str, str] = {}
    found: list[Price] = []
    for clause, cases in (
        ("veto", _vetoes(game, why)),
        ("consensus", _consensus(game, quota, why)),
        ("seat", _seats(game, why)),
        ("noise", _noise(game, noise, why)),
    ):
        for name, state, change, other, clause_is_there in cases:
            try:
                beside = judge.judge(judge.game(other))
            except ModelError as error:
                why[f"{name} {state}".strip()] = str(error)
                continue
            with_it, without = (here, beside) if clause_is_there else (beside, here)
            found.append(_price(name or clause, state, change, with_it, without))
    exit_price = _exit(game, judge, here, why)
    return Prices(here, concept, (*found, *exit_price), why)


Case = tuple[str, str, str, Order, bool]


def _price(clause: str, state: str, change: str, with_it: Design, without: Design) -> Price:
    return Price(
        clause,
        state,
        change,
        without.effectiveness - with_it.effectiveness,
        without.legitimacy["index"] - with_it.legitimacy["index"],
    )


def _vetoes(game: CooperationGame, why: dict[str, str]) -> Iterator[Case]:
    """Go through the order without its vetoes, and without each of them alone."""
    votes, world, members = game.order.votes, game.world, game.members
    vetoers = np.zeros(world.n, dtype=bool)
    if votes is not None:
        vetoers = votes.voting_rule(world, members).vetoers
    if votes is None or not vetoers.any() or votes.of_the_willing:
        why["veto"] = "nobody can block"
        return
    freed = game.order.with_veto_relaxed(world, members)
    change = "nobody's objection counts" if _willing(freed.decision) else words(freed.decision)
    yield "vetoes", "", change, freed, True
    for state in world.members(vetoers):
        decision = _without_veto_of(votes, game, state)
        if decision is None:
            why[f"veto {state}"] = "the rule is a combination of rules"
            continue
        change = f"all may object but {state}"
        yield "veto", state, change, replace(game.order, decision=decision), True


def _willing(decision: Decision) -> bool:
    return isinstance(decision, VotedLevel) and decision.of_the_willing


def _without_veto_of(votes: VotedLevel, game: CooperationGame, state: str) -> Decision | None:
    """Return the rule in which a state cannot block; None where that is not defined."""
    if isinstance(votes, Quota) and state in votes.veto:
        return replace(votes, veto=tuple(each for each in votes.veto if each != state))
    voters = game.world.members(votes.voters(game.world, game.members))
    rest = tuple(each for each in voters if each != state)
    if not rest or not isinstance(votes, Quota | Unanimity):
        return None
    rule = votes.voting_rule(game.world, game.members)
    if not (rule.vetoers == rule.voters).all():
        return None
    same: dict[str, Any] = {
        "agenda": votes.agenda,
        "setter": votes.setter,
        "floor": votes.floor,
        "blocking_cost": votes.blocking_cost,
    }
    return Unanimity(body=rest, **same)


def _consensus(
    game: CooperationGame, quota: int | float | str, why: dict[str, str]
) -> Iterator[Case]:
    """Yield the order with a quota in the place of consensus."""
    votes = game.order.votes
    needs_all = False
    if votes is not None and not votes.of_the_willing:
        rule = votes.voting_rule(game.world, game.members)
        needs_all = bool((rule.vetoers == rule.voters).all() and rule.voters.any())
    if votes is None or not needs_all:
        why["consensus"] = "not everybody is needed"
        return
    decision = Quota(
        agenda=votes.agenda,
        setter=votes.setter,
        body=votes.body,
        floor=votes.floor,
        blocking_cost=votes.blocking_cost,
        quota=quota,
    )
    yield "consensus", "", words(decision), replace(game.order, decision=decision), True


def _seats(game: CooperationGame, why: dict[str, str]) -> Iterator[Case]:
    """Go through the order without each member, and with each outsider."""
    order, world, members = game.order, game.world, game.members
    if order.membership.endogenous:
        why["seat"] = why["one more member"] = "states choose whether to be in"
        return
    for i in (*np.flatnonzero(members), *np.flatnonzero(~members)):
        state = world.ids[i]
        after = members.copy()
        after[i] = not members[i]
        if not after.any():
            why[f"seat {state}"] = "nobody else is in"
            continue
        try:
            changed = order.after(world, members, after)
        except ModelError as error:
            why[f"{'seat' if members[i] else 'one more member'} {state}"] = str(error)
            continue
        entry: Membership = Fixed(
            members=world.members(after),
            exit_cost=order.membership.exit_cost,
            reaction=order.membership.reaction,
        )
        changed = replace(changed, membership=entry)
        if members[i]:
            yield "seat", state, f"the rest without {state}", changed, True
        else:
            yield "one more member", state, "as it stands", changed, False


def _noise(game: CooperationGame, noise: float, why: dict[str, str]) -> Iterator[Case]:
    """Yield the order with perfect sight, or where it has that, with noise."""
    order = game.order
    seen = order.enforced_by(Reciprocity)
    review = order.enforced_by(Review)
    if seen is not None and isinstance(seen.monitoring, int | float):
        perfect = seen.monitoring == 1.0
        now: Any = replace(seen, monitoring=1.0 - noise if perfect else 1.0)
        share = noise if perfect else 1.0 - seen.monitoring
    elif review is not None and isinstance(review.precision, int | float):
        perfect = review.precision == 1.0
        now = replace(review, precision=1.0 - noise if perfect else 1.0)
        share = noise if perfect else 1.0 - review.precision
    else:
        why["noise"] = "nothing depends on what members see of each other"
        return
    rules = tuple(now if isinstance(rule, type(now)) else rule for rule in order.rules)
    change = f"all is seen, in place of {1 - share:g} of it"
    yield "noise", "", change, replace(order, enforcement=rules), not perfect


def _exit(
    game: CooperationGame, judge: Judge, here: Design, why: dict[str, str]
) -> tuple[Price, ...]:
    """Return what free exit costs: E if leaving cost so much that nobody would leave."""
    order = game.order
    if order.membership.endogenous:
        why["free exit"] = "states choose whether to be in"
        return ()
    agreed = agree(game, game.members)
    face = stage(game, agreed, Plan(game.patience(judge.patience), Concept(), delivered=False))
    gains = face.leave_payoffs - face.payoffs
    known = gains[~np.isnan(gains)]
    most = max(0.0, float(known.max())) if known.size else 0.0
    needed = order.membership.exit_cost + most
    # A little more than what is needed, so that rounding does not decide who leaves.
    barrier = needed * (1 + PRICE) + game.scale * PRICE if most else needed
    held = replace(order.membership, exit_cost=barrier)
    bound = judge.judge(judge.game(replace(order, membership=held)))
    price = _price("free exit", "", "nobody gains by leaving", here, bound)
    return (replace(price, amount=needed if math.isfinite(needed) else None),)


__all__ = ["CLAUSES", "Price", "Prices", "order_prices"]
