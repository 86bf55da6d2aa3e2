"""The stages of a cooperation game as small games of their own, so that the tree can be seen.

Builds on the other solvers and on games. Membership becomes a normal form of in and out, the
decision under a closed agenda a tree of a proposal and votes, compliance a normal form of keep
and defect. Each has the equilibria that the solver finds; the tests hold the two together.
Not here: finding them for sizes beyond a page (participation.py, agreement.py, compliance.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from gametheory_orders.foundations.checks import finite, listed
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import CooperationGame
from gametheory_orders.games.extensive_form import Branch, ExtensiveFormGame, decision, leaf
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.orders import Reciprocity
from gametheory_orders.orders.decision import VotedLevel
from gametheory_orders.solvers.agreement import LevelVote, agree
from gametheory_orders.solvers.compliance import Concept
from gametheory_orders.solvers.participation import Plan, settle, stage_payoffs

MOST_STATES = 12
MOST_VOTERS = 8
MOST_LEVELS = 20


def membership_game(
    game: CooperationGame,
    *,
    patience: float | Mapping[str, float] | None = None,
    delivered: bool = True,
) -> NormalFormGame:
    """Return the membership stage: everyone who may be a member is in or out.

    A profile's payoffs are what its members agree on and, if delivered, keep. Its pure equilibria
    are the stable memberships of open entry.

    Parameters
    ----------
    game : CooperationGame
        With at most 12 states that may be in, who may leave at no cost.
    patience : number or mapping, optional
        As for :func:`solve`.
    delivered : bool
        Whether agreements count as far as they are kept, else as agreed.

    Examples
    --------
    Of four equal states two or three provide the good jointly, or none (Barrett 1994, in form):

    >>> from gametheory_orders import Joint, NoEnforcement, OpenEntry, Order, PublicGood, World
    >>> from gametheory_orders.solvers.pure_nash import pure_nash
    >>> world = World(list("ABCD"), {"stake": [1.0] * 4, "capacity": [1.0] * 4})
    >>> order = Order(OpenEntry(), Joint(), NoEnforcement())
    >>> stage = membership_game(CooperationGame(PublicGood(world), order), delivered=False)
    >>> sorted({cell.count("in") for cell in pure_nash(stage)})
    [0, 2, 3]
    """
    membership = game.order.membership
    eligible = np.flatnonzero(game.members)
    if len(eligible) > MOST_STATES:
        raise ModelError("game", f"{len(eligible)} possible members", f"at most {MOST_STATES}")
    if not len(eligible):
        raise ModelError("game", "no possible member", "at least one")
    if membership.exit_cost:
        found = f"exit at a cost of {membership.exit_cost:g}"
        raise ModelError(
            "order.membership.exit_cost", found, "none: leaving and staying out differ"
        )
    plan = Plan(game.patience(patience), Concept(), delivered)
    shape = (2,) * len(eligible)
    arrays = [np.empty(shape) for _ in eligible]
    for cell in np.ndindex(shape):
        members = np.zeros(game.world.n, dtype=bool)
        members[eligible[np.array(cell) == 0]] = True
        payoffs = stage_payoffs(game, settle(game, members, plan))
        for array, state in zip(arrays, eligible, strict=True):
            array[cell] = payoffs[state]
    names = tuple(game.world.ids[state] for state in eligible)
    title = f"{game.issue.name} under {game.order.name}: membership"
    return NormalFormGame(tuple(arrays), names, (("in", "out"),) * len(names), title)


def decision_tree(game: CooperationGame, levels: Sequence[float]) -> ExtensiveFormGame:
    """Return the decision stage under a closed agenda: a proposal, then votes one by one.

    Parameters
    ----------
    game : CooperationGame
        Members vote on a level under a closed agenda; at most 8 vote.
    levels : sequence of float
        The proposals that the setter may make, at most 20; it may also propose nothing. Voting
        no costs the blocking cost.

    Examples
    --------
    Two of three must agree; the setter is C, who wants most. B's vote is enough:

    >>> from gametheory_orders import PublicGood, Quota, World, Universal, Order, Binding
    >>> from gametheory_orders.solvers.backward_induction import backward_induction
    >>> world = World(list("ABC"), {"stake": [1.0, 2.0, 3.0], "capacity": [1.0, 1.0, 1.0]})
    >>> order = Order(Universal(), Quota(quota=2, agenda="closed", setter="C"), Binding())
    >>> tree = decision_tree(CooperationGame(PublicGood(world), order), [2.0, 4.0, 6.0])
    >>> {backward_induction(tree).path(k)[0] for k in range(3)}
    {'level 6'}
    """
    rule = game.order.decision
    if not isinstance(rule, VotedLevel) or rule.agenda != "closed":
        raise ModelError("order.decision", rule.rule, 'a vote on a level with agenda = "closed"')
    levels = [
        finite(level, f"levels[{place}]")
        for place, level in enumerate(listed(levels, "levels", "a list of levels"))
    ]
    if not 0 < len(levels) <= MOST_LEVELS:
        raise ModelError("levels", f"{len(levels)} levels", f"1 to {MOST_LEVELS}")
    vote = LevelVote.of(rule, game, game.members)
    ballot = rule.voting_rule(game.world, game.members)
    voters = [int(state) for state in np.flatnonzero(ballot.voters)]
    if len(voters) > MOST_VOTERS:
        raise ModelError("game", f"{len(voters)} voters", f"at most {MOST_VOTERS}")
    if not np.isfinite(vote.costs).all():
        raise ModelError("order.decision.blocking_cost", "no finite cost", "finite costs")
    setter = vote.setter
    ids = game.world.ids
    nothing = game.reference_payoffs

    def votes(level: float, so_far: tuple[bool, ...]) -> Branch:
        if len(so_far) < len(voters):
            answers = {"yes": votes(level, (*so_far, True)), "no": votes(level, (*so_far, False))}
            return decision(ids[voters[len(so_far)]], answers)
        yes = np.zeros(game.world.n, dtype=bool)
        yes[[state for state, vote_ in zip(voters, so_far, strict=True) if vote_]] = True
        payoffs = nothing.copy()
        if bool(ballot.wins(yes)):
            actions = game.issue.level_actions(game.members, level, rule.floor)
            payoffs = game.payoffs(actions, game.members)
        refused = ballot.voters & ~yes
        return leaf(*(payoffs - np.where(refused, vote.costs, 0.0)).tolist())

    proposals = {f"level {level:g}": votes(float(level), ()) for level in levels}
    proposals["nothing"] = leaf(*nothing.tolist())
    tree = decision(ids[setter], proposals, "proposal")
    title = f"{game.issue.name} under {game.order.name}: decision"
    return ExtensiveFormGame.from_tree(tree, ids, title)


def compliance_game(
    game: CooperationGame, *, patience: float | Mapping[str, float] | None = None
) -> NormalFormGame:
    """Return the compliance stage: every member keeps what is agreed, or defects.

    A defector does what is best for it if the others keep the agreement. Under reciprocity the
    payoffs are those of the repeated game, per period: after any defection everyone is on its own
    for ever; else they are those of one period. All keep it in equilibrium iff nobody's needed
    patience exceeds its patience.

    Parameters
    ----------
    game : CooperationGame
        With at most 12 members.
    patience : number or mapping, optional
        As for :func:`solve`.

    Examples
    --------
    Two equal states need a patience of one half:

    >>> from gametheory_orders import PublicGood, World, charter
    >>> from gametheory_orders.solvers.pure_nash import pure_nash
    >>> world = World(["A", "B"], {"stake": [1.0, 1.0], "capacity": [1.0, 1.0]})
    >>> game = CooperationGame(PublicGood(world), charter(quota="unanimity"))
    >>> list(pure_nash(compliance_game(game, patience=0.4)))
    [('defect', 'defect')]
    >>> list(pure_nash(compliance_game(game, patience=0.6)))
    [('keep', 'keep'), ('defect', 'defect')]
    """
    _check_punishment(game)
    agreement = agree(game, game.members)
    members = np.flatnonzero(agreement.members)
    if not len(members) or len(members) > MOST_STATES:
        raise ModelError("game", f"{len(members)} members", f"1 to {MOST_STATES}")
    weight = game.patience(patience) if game.order.reciprocal else np.zeros(game.world.n)
    kept = stage_payoffs(game, agreement)
    alone = np.array(
        [game.issue.best_reply(i, agreement.actions) for i in range(game.world.n)], dtype=float
    )
    shape = (2,) * len(members)
    arrays = [np.empty(shape) for _ in members]
    for cell in np.ndindex(shape):
        payoffs = kept
        if any(cell):
            actions = agreement.actions.copy()
            defectors = members[np.array(cell) == 1]
            actions[defectors] = alone[defectors]
            now = game.payoffs(actions, agreement.members)
            payoffs = (1 - weight) * now + weight * game.reference_payoffs
        for array, state in zip(arrays, members, strict=True):
            array[cell] = payoffs[state]
    names = tuple(game.world.ids[state] for state in members)
    title = f"{game.issue.name} under {game.order.name}: compliance"
    return NormalFormGame(tuple(arrays), names, (("keep", "defect"),) * len(names), title)


def _check_punishment(game: CooperationGame) -> None:
    """Raise where the punishment is not everyone on its own for ever."""
    rule = game.order.enforced_by(Reciprocity)
    plainly = rule is None or (rule.reversion == "nash" and rule.monitoring == 1.0)
    others = [r.rule for r in game.order.rules if r.deters and not isinstance(r, Reciprocity)]
    shared = game.shares(game.members) is not None
    if not plainly or others or shared:
        rules = ", ".join(each.rule for each in game.order.rules)
        expected = 'reciprocity with reversion = "nash" and perfect monitoring, or none'
        raise ModelError("order.enforcement", rules, expected)
