"""The scripts of an app's bots, and the payoffs that the package works out for each.

Builds on plan.py. The figures come from the package's own votes and payoffs, not from the
formulas that the app carries, so that the bots hold the two together. Not here: the bots
themselves (project/tests.py.txt).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gametheory_orders.classroom.otree.plan import Table, deal_rows, game_among
from gametheory_orders.classroom.otree.seats import memberships
from gametheory_orders.foundations.tolerances import SEEN_BREACH
from gametheory_orders.solvers.agreement import LevelVote

Case = dict[str, Any]


def scripts(table: Table) -> list[Case]:
    """Return the cases: the model's answer, all in favour, one against, one that breaks its word.

    Each is what the seats do in every round and what they get in the first: ``joined``, the
    proposed level, votes, pledges, who breaks its word, and whether it passes.
    """
    everyone = "" if not table.solved else "1" * len(table.seats)
    top = len(table.levels) - 1 if table.votes is not None else 0
    cases = [_solved(table), _case(table, "all_yes", everyone, top, {})]
    if table.votes is not None:
        cases.append(_blocked(table, everyone, top))
    broken = _broken(table, everyone, top)
    return [*cases, broken] if broken is not None else cases


def _members(table: Table, joined: str) -> np.ndarray:
    every = dict(memberships(table.game, table.seats, table.outcome))
    return every[joined]


def _voters(table: Table, members: np.ndarray) -> list[int]:
    game = game_among(table, members)
    votes = game.order.votes
    if votes is None:
        return []
    rule = votes.voting_rule(game.world, members)
    return [seat for seat, i in enumerate(table.seats) if rule.voters[i]]


def _solved(table: Table) -> Case:
    """Return the model's answer as a script; where nothing is agreed, all vote against."""
    level = table.solved_level
    members = _members(table, table.solved)
    against: dict[int, str] = {}
    if table.votes is not None:
        game = game_among(table, members)
        supports = np.zeros(game.world.n, dtype=bool)
        if level is not None and game.order.votes is not None:
            vote = LevelVote.of(game.order.votes, game, members)
            supports = vote.supports(np.array([table.levels[level]]))[0]
        against = {s: "no" for s in _voters(table, members) if not supports[table.seats[s]]}
    shown = len(table.levels) - 1 if level is None and table.votes is not None else level or 0
    return _case(table, "equilibrium", table.solved, shown, against)


def _blocked(table: Table, joined: str, level: int) -> Case:
    """Return the script in which one seat alone blocks; all of them if none can."""
    voters = _voters(table, _members(table, joined))
    for seat in voters:
        case = _case(table, "one_blocks", joined, level, {seat: "no"})
        if not case["passes"]:
            return case
    return _case(table, "all_block", joined, level, {seat: "no" for seat in voters})


def _broken(table: Table, joined: str, level: int) -> Case | None:
    """Return the script in which a member breaks its word, if one can and gains or loses by it."""
    if table.game.order.assured or table.game.issue.one_for_all:
        return None
    reference = table.game.reference_actions
    for key, deal in ((joined, level), (table.solved, table.solved_level or 0)):
        members = _members(table, key)
        case = _case(table, "one_breaks", key, deal, {})
        if not case["passes"]:
            continue
        wanted = case["actions"]
        for seat, i in enumerate(table.seats):
            slack = SEEN_BREACH * max(1.0, abs(wanted[i]))
            if members[i] and abs(reference[i] - wanted[i]) > slack:
                return _case(table, "one_breaks", key, deal, {}, breaks=seat)
    return None


def _case(
    table: Table,
    name: str,
    joined: str,
    level: int,
    votes: dict[int, str],
    *,
    breaks: int | None = None,
) -> Case:
    """Return one script with the package's own figures for its first round."""
    members = _members(table, joined)
    game = table.game
    rows = deal_rows(table, members)
    cast = {seat: votes.get(seat, "yes") for seat in _voters(table, members)}
    passes = bool(rows) and _passes(table, members, level, cast)
    actions = np.asarray(rows[level] if passes else game.reference_actions, dtype=float).copy()
    if passes and table.pledges and name == "all_yes":
        best = game.issue.first_best()
        actions[list(table.seats)] = np.where(members, best, actions)[list(table.seats)]
    pledges = [float(actions[i]) for i in table.seats] if table.pledges else None
    if breaks is not None:
        actions[table.seats[breaks]] = game.reference_actions[table.seats[breaks]]
    payoffs = game.payoffs(actions, members) if passes else game.issue.payoffs(actions)
    costs = np.zeros(game.world.n)
    if table.votes is not None and rows and not passes:
        costs = table.votes.blocking_costs(game.world)
    paid = [
        float(costs[i]) if cast.get(seat) == "no" and np.isfinite(costs[i]) else 0.0
        for seat, i in enumerate(table.seats)
    ]
    return {
        "name": name,
        "joined": joined,
        "level": int(level),
        "votes": [cast.get(seat, "") for seat in range(len(table.seats))],
        "pledges": pledges,
        "breaks": breaks,
        "passes": passes,
        "actions": actions.tolist(),
        "payoffs": [float(payoffs[i]) for i in table.seats],
        "blocking_costs": paid,
    }


def _passes(table: Table, members: np.ndarray, level: int, cast: dict[int, str]) -> bool:
    """Return what the package's own voting rule says, robots voting as the model has it."""
    game = game_among(table, members)
    votes = game.order.votes
    if votes is None:
        return True
    rule = votes.voting_rule(game.world, members)
    yes = LevelVote.of(votes, game, members).supports(np.array([table.levels[level]]))[0].copy()
    willing = np.isinf(votes.blocking_costs(game.world))
    for seat, i in enumerate(table.seats):
        yes[i] = cast.get(seat) == "yes" or bool(willing[i])
    return bool(rule.wins(yes & rule.voters))
