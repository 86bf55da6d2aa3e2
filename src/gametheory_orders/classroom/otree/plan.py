"""What an app must know of a game, as plain data: who is in, who votes, what a deal asks.

Builds on seats.py, payoffs.py and the solvers. Not here: the pages (project/), the scripts of
the bots (cases.py), writing (export.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.classroom.otree.payoffs import payoff_figures, rivalry_figures, side_figures
from gametheory_orders.classroom.otree.seats import hub_of, memberships
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import CooperationGame, Outcome
from gametheory_orders.issues import CollectiveAction, MatrixGame, SpatialPolicy
from gametheory_orders.orders import Pledge, Quota, Reciprocity, Review, Sanctions
from gametheory_orders.orders.decision import VotedLevel
from gametheory_orders.orders.figures import CHANCE, LOSS, figures
from gametheory_orders.orders.voting.formula import Atom, Every, Formula
from gametheory_orders.solvers.agreement import LevelVote, agree

STEPS = 5
"""Levels that may be proposed, beside those of the model's answer."""
MOST_LEVELS = 12
NOBODY: list[Any] = ["some", []]


@dataclass(frozen=True, eq=False)
class Table:
    """A game at the table: the game, its answer, who sits there, and what may be proposed.

    Parameters
    ----------
    game : CooperationGame
        What is played.
    outcome : Outcome
        Its solution.
    seats : tuple of int
        Positions of the states that people play.
    levels : tuple of float
        What may be proposed, lowest first; empty unless members vote on a level.
    """

    game: CooperationGame
    outcome: Outcome
    seats: tuple[int, ...]
    levels: tuple[float, ...]

    @property
    def votes(self) -> VotedLevel | None:
        """The decision rule, where members vote."""
        return self.game.order.votes

    @property
    def pledges(self) -> bool:
        """Whether each member sets its own part."""
        return isinstance(self.game.order.decision, Pledge)

    @property
    def solved(self) -> str:
        """Who of the seats is in by the model's answer, as a key."""
        if not self.game.order.membership.endogenous:
            return ""
        members = self.outcome.agreed.agreement.members
        return "".join(str(int(members[i])) for i in self.seats)

    @property
    def solved_level(self) -> int | None:
        """Which proposal the model's answer is; None if nothing is agreed or kept."""
        agreement = self.outcome.delivered.agreement
        if self.votes is None:
            return 0 if agreement.reached else None
        if not agreement.reached or agreement.level is None:
            return None
        return self.levels.index(float(agreement.level))


def proposals(game: CooperationGame, outcome: Outcome) -> tuple[float, ...]:
    """Return the levels that may be proposed: some steps, and those of the model's answer."""
    if game.order.votes is None:
        return ()
    members = outcome.agreed.agreement.members
    if game.order.membership.endogenous:
        members = game.members
    low, high = game.issue.level_range(members, game.order.votes.floor)
    steps = np.linspace(low, high, STEPS + 1)[1:]
    if isinstance(game.issue, CollectiveAction | MatrixGame):
        # Whole steps: all of them where they are few, else the highest.
        steps = np.arange(max(1.0, math.floor(high) - MOST_LEVELS + 1), math.floor(high) + 1)
    found = {float(step) for step in steps if step > low}
    for stage in (outcome.agreed, outcome.delivered):
        if stage.agreement.reached and stage.agreement.level is not None:
            found.add(float(stage.agreement.level))
    if not found:
        raise ModelError("issue", "nothing that its members could agree on", "a level above none")
    return tuple(sorted(found))


def model_data(table: Table, rounds: int, seed: int) -> dict[str, Any]:
    """Return everything that the app needs, as plain values."""
    game, issue, order = table.game, table.game.issue, table.game.order
    names = game.world.names
    return {
        "issue": issue.name,
        "title": issue.title or issue.name,
        "order": order.name,
        "order_title": order.title or order.name,
        "four_c": order.four_c,
        "numeraire": issue.numeraire,
        "rounds": rounds,
        "seed": seed,
        "states": list(game.world.ids),
        "names": [str(names.get(state, state)) for state in game.world.ids],
        "seats": list(table.seats),
        "payoff": payoff_figures(issue),
        "rivalry": rivalry_figures(issue),
        "side": side_figures(game),
        "reference": game.reference_actions.astype(float).tolist(),
        "reference_payoffs": game.reference_payoffs.tolist(),
        "first_best": issue.first_best().astype(float).tolist(),
        "zero_allowed": bool(np.isfinite(issue.payoffs(np.zeros(issue.n))).all()),
        "actions": [action_names(table, seat) for seat in range(len(table.seats))],
        "order_rules": order_rules(table),
        "blocking_cost": blocking_costs(table),
        "bound": {key: bound(table, who) for key, who in _memberships(table)},
        "levels": level_words(table),
        "predicted": predicted(table),
    }


def _memberships(table: Table) -> list[tuple[str, np.ndarray]]:
    return list(memberships(table.game, table.seats, table.outcome))


def action_names(table: Table, seat: int) -> list[str] | None:
    """Return the names of what a seat can do; None if it is a number."""
    issue, state = table.game.issue, table.seats[seat]
    if isinstance(issue, SpatialPolicy):
        return []
    if not isinstance(issue, CollectiveAction | MatrixGame):
        return None
    return [str(issue.shown_action(state, float(k))) for k in range(issue.options(state))]


def order_rules(table: Table) -> dict[str, Any]:
    """Return which stages are played, and what makes members keep their word."""
    game, order = table.game, table.game.order
    world, votes = game.world, table.votes
    reciprocity, review = order.enforced_by(Reciprocity), order.enforced_by(Review)
    sanctions = order.enforced_by(Sanctions)
    seats = list(table.seats)
    setter = None
    if votes is not None and votes.agenda == "closed":
        setter = LevelVote.of(votes, game, table.outcome.agreed.agreement.members).setter
    return {
        "join": order.membership.rule if order.membership.endogenous else "",
        "hub": hub_of(game),
        "decide": "vote" if votes is not None else "pledge" if table.pledges else "given",
        "setter": setter,
        "abstention": bool(getattr(votes, "abstention", False)),
        "acts": not game.issue.one_for_all,
        "assured": bool(order.assured),
        "watched": reciprocity is not None or review is not None or sanctions is not None,
        "reciprocity": None if reciprocity is None else _reciprocity(reciprocity, table),
        "review": None
        if review is None
        else {
            "precision": _of(figures(review.precision, world, "precision", CHANCE), seats),
            "reputation": _of(figures(review.reputation, world, "reputation", LOSS), seats),
        },
        "sanctions": None
        if sanctions is None
        else {
            "size": _of(figures(sanctions.size, world, "size", LOSS), seats),
            "detection": _of(figures(sanctions.detection, world, "detection", CHANCE), seats),
        },
    }


def _of(values: np.ndarray, seats: Sequence[int]) -> list[float]:
    found: list[float] = np.nan_to_num(np.asarray(values, dtype=float)[list(seats)]).tolist()
    return found


def _reciprocity(rule: Reciprocity, table: Table) -> dict[str, Any]:
    periods = rule.reversion if isinstance(rule.reversion, int) else -1
    if rule.reversion == "renegotiation_proof":
        periods = 1
    seen = rule.detection(table.game.world, table.game.members)
    return {
        "rounds_alone": periods,
        "detection": _of(seen, list(table.seats)),
        "false_alarm": float(rule.false_alarm),
    }


def blocking_costs(table: Table) -> list[float | None]:
    """Return what blocking costs each seat; None where its objection does not count."""
    if table.votes is None:
        return [0.0] * len(table.seats)
    costs = table.votes.blocking_costs(table.game.world)[list(table.seats)].tolist()
    return [None if math.isinf(each) else float(each) for each in costs]


def game_among(table: Table, members: np.ndarray) -> CooperationGame:
    """Return the game with the order's rules for these members."""
    game = table.game
    before = table.outcome.agreed.agreement.members
    before = before if before.any() else game.members
    if not game.order.membership.endogenous or np.array_equal(members, before):
        return game
    if not members.any():
        return game
    return CooperationGame(game.issue, game.order.after(game.world, before, members))


def deal_rows(table: Table, members: np.ndarray) -> list[np.ndarray]:
    """Return what each deal asks of all states, one row a deal, if these are in.

    No row where nothing is in force. A level that nobody votes on is the one that is kept, as
    members foresee.
    """
    game = table.game
    if not members.any() or not game.order.membership.in_force(game.world, members):
        return []
    if table.votes is not None:
        floor = table.votes.floor
        return [game.issue.level_actions(members, level, floor) for level in table.levels]
    if table.pledges:
        solved = table.outcome.delivered.agreement
        row = np.asarray(solved.actions, dtype=float)
        return [np.where(members, row, game.reference_actions)]
    found = agree(game_among(table, members), members)
    solved = table.outcome.delivered.agreement
    if np.array_equal(members, solved.members) and solved.reached:
        found = solved
    return [found.actions] if found.reached else []


def bound(table: Table, members: np.ndarray) -> dict[str, Any]:
    """Return what holds if these states are in, shape (n,)."""
    rows = deal_rows(table, members)
    robots = np.ones(table.game.world.n, dtype=bool)
    robots[list(table.seats)] = False
    found: dict[str, Any] = {
        "members": _positions(members) if rows else [],
        "asked": [np.asarray(row, dtype=float).tolist() for row in rows],
        "voters": [],
        "robot_voters": [],
        "robots_yes": [[] for _ in rows],
        "vote": NOBODY,
        "veto": [],
        "sanction": None,
    }
    if not rows:
        return found
    game = game_among(table, members)
    votes = game.order.votes
    if votes is not None:
        rule = votes.voting_rule(game.world, members)
        # Who the robots are for is what the model says they support.
        support = LevelVote.of(votes, game, members).supports(np.array(table.levels))
        found["voters"] = _positions(rule.voters)
        found["robot_voters"] = _positions(rule.voters & robots)
        found["robots_yes"] = [_positions(row & rule.voters & robots) for row in support]
        free = isinstance(votes, Quota) and votes.abstention
        formula = rule.formula
        if free and isinstance(formula, Every):
            found["veto"] = _positions(rule.vetoers & game.world.mask(votes.veto))  # type: ignore[attr-defined]
            formula = formula.parts[-1]
        found["vote"] = written(formula)
    sanctions = game.order.enforced_by(Sanctions)
    if sanctions is not None:
        found["sanction"] = _sanction(sanctions, table, game, members, robots)
    return found


def _sanction(
    rule: Sanctions,
    table: Table,
    game: CooperationGame,
    members: np.ndarray,
    robots: np.ndarray,
) -> dict[str, Any]:
    world = game.world
    body = rule.body_of(game.order.decision)
    proteges = rule.proteges or {}
    protectors = [proteges.get(world.ids[i]) for i in table.seats]
    known = [None if state is None else world.index(state, "proteges") for state in protectors]
    if body is None or not body.can_decide(world, members):
        return {"vote": NOBODY, "voters": [], "robot_voters": [], "proteges": known}
    votes = body.voting_rule(world, members)
    return {
        "vote": written(votes.formula),
        "voters": _positions(votes.voters),
        "robot_voters": _positions(votes.voters & robots),
        "proteges": known,
    }


def written(formula: Formula) -> list[Any]:
    """Return a voting rule as nested lists.

    Examples
    --------
    >>> written(Every((Atom((1, 0), 1), Atom((1, 1), 2))))
    ['every', [['votes', [[0, 1]], 1], ['votes', [[0, 1], [1, 1]], 2]]]
    """
    if isinstance(formula, Atom):
        votes = [[i, int(weight)] for i, weight in enumerate(formula.weights) if weight]
        return ["votes", votes, int(formula.least)]
    kind = "every" if isinstance(formula, Every) else "some"
    return [kind, [written(part) for part in formula.parts]]


def level_words(table: Table) -> list[str]:
    """Return what each deal is, in words."""
    game, members = table.game, table.outcome.agreed.agreement.members
    if table.votes is not None:
        return [game.issue.shown_level(members, level) for level in table.levels]
    if table.pledges:
        return ["what each member pledged"]
    # A level that would not be kept is not what members ask of each other.
    members, level = table.outcome.delivered.agreement.members, table.outcome.level
    return ["the joint optimum" if level is None else game.issue.shown_level(members, level)]


def predicted(table: Table) -> dict[str, Any]:
    """Return the model's answer."""
    outcome, seats = table.outcome, list(table.seats)
    delivered, agreed = outcome.delivered, outcome.agreed
    actions = [agreed.agreement.actions, delivered.agreement.actions]
    own: list[list[float]] = [
        sorted({float(row[i]) for row in actions}) if table.pledges else [] for i in seats
    ]
    return {
        "joined": table.solved,
        "level": table.solved_level,
        "members": _positions(delivered.agreement.members),
        "actions": np.asarray(delivered.agreement.actions, dtype=float).tolist(),
        "payoffs": delivered.payoffs.tolist(),
        "agreed_payoffs": agreed.payoffs.tolist(),
        "first_best_payoffs": table.game.first_best_payoffs.tolist(),
        "blocked_by": list(outcome.blocked_by),
        "defectors": list(outcome.defectors),
        "leavers": list(delivered.leavers),
        "options": own,
    }


def _positions(mask: np.ndarray) -> list[int]:
    return [int(i) for i in np.flatnonzero(mask)]
