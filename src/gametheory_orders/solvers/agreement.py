"""The decision stage: what given members agree on, compliance assumed.

Builds on games and on the level curves of issues. ``agree`` dispatches on the kind of decision
rule; a new kind registers its own function, a new voting rule needs none.
Not here: whether it is kept (compliance.py), who is in (participation.py).
"""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import NamedTuple

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import INDIFFERENT, LEVEL, NEAR_TIE, NOTHING_ASKED
from gametheory_orders.games import Agreement, CooperationGame
from gametheory_orders.issues.levels import LevelCurve, Peaks
from gametheory_orders.orders.decision import (
    Decision,
    FixedLevel,
    Joint,
    NobodyDecides,
    Pledge,
    VotedLevel,
)
from gametheory_orders.solvers import pledges
from gametheory_orders.worlds import World


def agree(game: CooperationGame, members: np.ndarray) -> Agreement:
    """Return what the members agree on under the game's decision rule.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    members : bool array, shape (n,)
        Who decides and is bound.

    Examples
    --------
    >>> from gametheory_orders import CooperationGame, PublicGood, World, charter
    >>> world = World(["A", "B", "C"], {"stake": [1.0, 1.0, 2.0], "capacity": [1.0, 1.0, 1.0]})
    >>> game = CooperationGame(PublicGood(world), charter(quota="unanimity"))
    >>> agree(game, game.members).level
    3.0
    """
    if not members.any() or not game.order.membership.in_force(game.world, members):
        return no_agreement(game, members)
    return _agree(game.order.decision, game, members)


def no_agreement(game: CooperationGame, members: np.ndarray) -> Agreement:
    """Return the status quo: everyone does what it does without cooperation."""
    return Agreement(members, game.issue.reference(), reached=False)


def with_blockers(game: CooperationGame, agreement: Agreement) -> Agreement:
    """Return the agreement with the members whose support alone would change it.

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> game = load_game("climate", "g6_consensus")
    >>> with_blockers(game, agree(game, game.members)).blocked_by
    ('China',)
    """
    votes = game.order.votes
    if votes is None or not agreement.members.any():
        return agreement
    vote = LevelVote.of(votes, game, agreement.members)
    notes = {**agreement.notes, "vote_near_tie": vote.near_tie(game, agreement)}
    return replace(agreement, blocked_by=game.names(vote.blockers(agreement)), notes=notes)


def at_level(
    game: CooperationGame, members: np.ndarray, level: float, floor: bool = True
) -> Agreement:
    """Return the agreement at a uniform level."""
    actions = game.issue.level_actions(members, level, floor)
    return Agreement(members, actions, level=float(level), floor=floor)


def at_weights(game: CooperationGame, members: np.ndarray, weights: np.ndarray) -> Agreement:
    """Return the agreement at given pledge weights, shape (n,)."""
    actions = game.issue.pledge_actions(members, weights)
    return Agreement(members, actions, weights=np.where(members, weights, np.nan))


@singledispatch
def _agree(decision: Decision, game: CooperationGame, members: np.ndarray) -> Agreement:
    raise ModelError("order.decision", decision.rule, f"a rule that fits {game.issue.family}")


@_agree.register
def _(decision: NobodyDecides, game: CooperationGame, members: np.ndarray) -> Agreement:
    return no_agreement(game, members)


@_agree.register
def _(decision: FixedLevel, game: CooperationGame, members: np.ndarray) -> Agreement:
    return at_level(game, members, decision.level)


@_agree.register
def _(decision: Joint, game: CooperationGame, members: np.ndarray) -> Agreement:
    if decision.agreement_class == "uniform":
        return at_level(game, members, game.issue.joint_level(members))
    actions = game.issue.joint_actions(members)
    return Agreement(members, actions, weights=np.where(members, 1.0, np.nan))


@_agree.register
def _(decision: Pledge, game: CooperationGame, members: np.ndarray) -> Agreement:
    if game.order.membership.for_good and decision.self_enforcing:
        return at_weights(game, members, np.ones(game.world.n))
    ceiling = np.ones(game.world.n)
    if decision.weight == "uniform":
        return at_weights(game, members, pledges.largest_common(game, members, ceiling))
    if decision.weight == "differentiated":
        return at_weights(game, members, pledges.best_by_state(game, members, ceiling))
    assert not isinstance(decision.weight, str)
    return at_weights(game, members, game.world.by_state(decision.weight, "decision.weight"))


@_agree.register
def _(decision: VotedLevel, game: CooperationGame, members: np.ndarray) -> Agreement:
    vote = LevelVote.of(decision, game, members)
    return vote.offer(game) if decision.agenda == "closed" else vote.rise(game)


class LevelVote(NamedTuple):
    """A vote on a uniform level: the curve, the voters' thresholds, and who wins."""

    decision: VotedLevel
    world: World
    members: np.ndarray
    curve: LevelCurve
    peaks: Peaks
    costs: np.ndarray
    status_quo: np.ndarray
    slack: np.ndarray

    @classmethod
    def of(cls, decision: VotedLevel, game: CooperationGame, members: np.ndarray) -> LevelVote:
        """Return the vote of the members of a game."""
        # Side payments (a tariff's revenue) and transfers come with any agreement.
        curve = game.level_curve(members, decision.floor)
        status_quo = game.reference_payoffs
        costs = decision.blocking_costs(game.world)
        slack = INDIFFERENT * game.scales
        peaks = curve.peaks()
        return cls(decision, game.world, members, curve, peaks, costs, status_quo, slack)

    def candidates(self) -> np.ndarray:
        """Return the levels at which somebody's view may change, highest first."""
        finite = np.where(np.isfinite(self.costs), self.costs, 0.0)
        found = np.concatenate(
            [
                self.curve.crossings(1.0, 0.0, finite - self.status_quo),
                # At cost zero the crossing is the peak itself, which is a candidate anyway.
                self.curve.crossings(
                    1.0, 0.0, np.where(finite > 0, finite - self.peaks.payoff, np.nan)
                ),
                self.peaks.level[self.members],
                self.curve.edges,
            ]
        )
        levels = np.unique(found)[::-1]
        return np.asarray(levels[above_nothing(levels, self.curve)])

    def no_worse(self, levels: np.ndarray) -> np.ndarray:
        """Say who is no worse off than in the status quo by more than its cost, (m, n)."""
        short = self.status_quo - self.curve.comply(levels)
        return np.asarray(short <= self.costs + self.slack)

    def supports(self, levels: np.ndarray) -> np.ndarray:
        """Say who supports each level under the open agenda, shape (m, n)."""
        if not self.curve.ordered:
            return self.no_worse(levels)
        before = levels[:, None] <= self.peaks.level * (1 + LEVEL) + LEVEL * self.curve.highest
        beyond = self.peaks.payoff - self.curve.comply(levels)
        return np.asarray(self.no_worse(levels) & (before | (beyond <= self.costs + self.slack)))

    def rise(self, game: CooperationGame) -> Agreement:
        """Return the largest level that a winning coalition supports (open agenda)."""
        levels = self.candidates()
        rule = self.decision.voting_rule(game.world, self.members)
        supports = self.supports(levels)
        wins = rule.wins(supports & rule.voters)
        if not wins.any():
            return self._nothing(game)
        found = int(np.argmax(wins))
        return self._reached(game, float(levels[found]), supports[found])

    def blockers(self, agreement: Agreement) -> np.ndarray:
        """Return the voters whose support of everything would change the outcome, shape (n,)."""
        rule = self.decision.voting_rule(self.world, self.members)
        if self.decision.agenda == "open":
            levels = self.candidates()
            if agreement.level is not None:
                more = NOTHING_ASKED * self.curve.highest
                levels = levels[levels > agreement.level + more]
            views = self.supports(levels) & rule.voters
        else:
            levels, value = self.offers()
            worth = self.status_quo[self.setter] + self.slack[self.setter]
            if agreement.level is not None:
                at = self.curve.comply(np.array([agreement.level]))[0, self.setter]
                worth = max(worth, at + self.slack[self.setter])
            levels = levels[value > worth]
            views = self.no_worse(levels) & rule.voters
        blocks = np.zeros(len(rule.voters), dtype=bool)
        for state in np.flatnonzero(rule.voters & ~views.all(axis=0)):
            against = views[~views[:, state]]
            against[:, state] = True
            blocks[state] = rule.wins(against).any()
        return blocks

    def offers(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the levels a setter may offer, lowest first, and what they are worth to it."""
        turns = self.curve.turning_points(self.setter)
        levels = np.unique(np.concatenate([self.candidates(), turns]))
        levels = levels[above_nothing(levels, self.curve)]
        return levels, np.asarray(self.curve.comply(levels)[:, self.setter])

    def offer(self, game: CooperationGame) -> Agreement:
        """Return the setter's best level that a winning coalition does not block (closed)."""
        levels, value = self.offers()
        rule = self.decision.voting_rule(game.world, self.members)
        accepts = self.no_worse(levels)
        slack = self.slack[self.setter]
        allowed = rule.wins(accepts & rule.voters) & (value > self.status_quo[self.setter] + slack)
        if not allowed.any():
            return self._nothing(game)
        top = value[allowed].max()
        found = int(np.flatnonzero(allowed & (value >= top - slack))[0])
        setter = game.world.ids[self.setter]
        return self._reached(game, float(levels[found]), accepts[found], setter=setter)

    def near_tie(self, game: CooperationGame, agreement: Agreement) -> bool:
        """Say whether another level would be agreed if indifference went a thousand times wider."""
        wider = self._replace(slack=NEAR_TIE * self.slack)
        other = wider.rise(game) if self.decision.agenda == "open" else wider.offer(game)
        if agreement.level is None or other.level is None:
            return agreement.level is not other.level
        return abs(agreement.level - other.level) > NOTHING_ASKED * self.curve.highest

    @property
    def setter(self) -> int:
        """The position of the agenda setter."""
        if self.decision.setter is not None:
            return self.world.index(self.decision.setter, "decision.setter")
        return int(np.argmax(np.where(self.members, self.peaks.level, -np.inf)))

    def _notes(self) -> dict[str, object]:
        return {"single_peaked": bool(self.peaks.single[self.members].all())}

    def _nothing(self, game: CooperationGame) -> Agreement:
        return replace(no_agreement(game, self.members), notes=self._notes())

    def _reached(
        self,
        game: CooperationGame,
        level: float,
        supporters: np.ndarray,
        **notes: object,
    ) -> Agreement:
        floor = self.decision.floor
        agreement = at_level(game, self.members, level, floor)
        return replace(
            agreement,
            supporters=supporters & self.members,
            notes={**self._notes(), **notes},
        )


def above_nothing(levels: np.ndarray, curve: LevelCurve) -> np.ndarray:
    """Say which levels ask for more than nothing, shape of ``levels``."""
    return np.asarray(levels > curve.lowest + NOTHING_ASKED * max(curve.highest, curve.edges[-1]))
