"""Which orders have a closed form on the linear-quadratic public good, and their outputs.

Builds on vectorised.py and games. An order that is not recognised here, rule by rule, is solved
game by game; so is every single game whose answer is not sure. Not here: how parameters become
arrays (sweeps/batches.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gametheory_orders.foundations.tolerances import NOT_ZERO, SMALL, STAKE
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import PublicGood
from gametheory_orders.orders import (
    Binding,
    Consensus,
    Criterion,
    Fixed,
    FixedLevel,
    Joint,
    Largest,
    NoEnforcement,
    Pledge,
    Quota,
    Reciprocity,
    Unanimity,
    Universal,
)
from gametheory_orders.statics.outputs import AGREED
from gametheory_orders.statics.vectorised import (
    Found,
    Games,
    at_levels,
    at_weights,
    common_weight,
    deepest_level,
    keeps,
    needed_patience,
    voted,
    weight_holds,
)

MEMBERSHIPS = (Universal, Fixed, Criterion, Largest)
VOTES = (Quota, Unanimity, Consensus)
OUTPUTS = (
    "effectiveness",
    "effectiveness_quantity",
    "level",
    "members",
    "needed_patience",
    "stake",
    "welfare",
)
BY_STATE = ("payoff", "gain", "action")


@dataclass(frozen=True, eq=False)
class ClosedForm:
    """An order whose outcome on the linear-quadratic public good is worked out for many games.

    Parameters
    ----------
    game : CooperationGame
        One of the games; the others differ in figures only.
    enforced : {"binding", "reciprocity", "none"}
        What makes members keep their word.
    anticipates : bool
        Whether members see before they agree what will be kept.
    deepest : bool
        Whether the fallback is the deepest kept agreement; else games with a defector are not
        sure.
    """

    game: CooperationGame
    enforced: str
    anticipates: bool = True
    deepest: bool = True

    @property
    def members(self) -> np.ndarray:
        """Who is in, shape (n,)."""
        return self.game.members

    def solve(
        self,
        stakes: np.ndarray,
        capacities: np.ndarray,
        patience: np.ndarray,
        value: np.ndarray | None = None,
    ) -> Solved:
        """Return the outcomes of many games.

        Parameters
        ----------
        stakes, capacities, patience : array, shape (games, n)
            Figures by state.
        value : array, shape (games,), optional
            The fixed level or the pledge weight, if it differs between the games.

        Examples
        --------
        >>> from gametheory_orders import load_game
        >>> game = load_game("climate", "g6_consensus")
        >>> form = closed_form(game)
        >>> s, k = game.issue.stakes[None], game.issue.capacities[None]
        >>> found = form.solve(s, k, np.full((1, 15), 0.9))
        >>> round(float(found.agreed.level[0]), 6), bool(found.sure[0])
        (8.986713, True)
        """
        games = Games(stakes, capacities, self.members, patience)
        agreed = self._agreed(games, value)
        delivered = self._delivered(games, agreed)
        needed = np.full(len(stakes), np.nan)
        sure = agreed.sure & delivered.sure & (games.stake > SMALL * games.scales.max(axis=1))
        if self.enforced == "reciprocity":
            needed, known = needed_patience(games, agreed)
            sure = sure & known
        return Solved(games, agreed, delivered, needed, sure)

    def _agreed(self, games: Games, value: np.ndarray | None) -> Found:
        decision: Any = self.game.order.decision
        sure = np.ones(len(games.stakes), dtype=bool)
        if isinstance(decision, FixedLevel):
            level = np.full(len(sure), decision.level) if value is None else value
            return at_levels(games, level, sure)
        if isinstance(decision, Joint):
            return at_levels(games, games.highest, sure)
        if isinstance(decision, Pledge):
            if decision.weight == "uniform":
                return common_weight(games, np.ones(len(sure)), leaving=True)
            return at_weights(games, self._weight(value, len(sure)), sure)
        rule = decision.voting_rule(self.game.world, self.members)
        votes, least = rule.whole
        inside = self.members
        return voted(
            games, np.asarray(votes)[inside], int(least), (rule.veto & rule.voters)[inside]
        )

    def _weight(self, value: np.ndarray | None, size: int) -> np.ndarray:
        decision: Any = self.game.order.decision
        return np.full(size, float(decision.weight)) if value is None else value

    def _delivered(self, games: Games, agreed: Found) -> Found:
        if self.enforced == "binding":
            return agreed
        leaving = self.enforced == "none"
        decision: Any = self.game.order.decision
        pledged = isinstance(decision, Pledge)
        if pledged and leaving and decision.weight == "uniform":
            # It was chosen so that nobody would leave.
            return agreed
        if pledged:
            kept = weight_holds(games, self._pledged(games, agreed), leaving)
        else:
            kept = keeps(games, agreed)
        broken = np.flatnonzero(~kept)
        level, above, sure = agreed.level.copy(), agreed.above.copy(), agreed.sure.copy()
        if broken.size and self.anticipates:
            rest = games.only(broken)
            old = Found(level[broken], above[broken], sure[broken])
            if pledged:
                fallen = common_weight(rest, self._pledged(games, agreed)[broken], leaving)
            else:
                fallen = deepest_level(rest, old)
            level[broken], above[broken] = fallen.level, fallen.above
            sure[broken] &= fallen.sure & self.deepest
        elif broken.size:
            level[broken], above[broken] = np.nan, 0.0
        return Found(level, above, sure)

    @staticmethod
    def _pledged(games: Games, agreed: Found) -> np.ndarray:
        """Return the common weight of an agreement, from the member it moves most."""
        ahead = games.highest[:, None] - games.s
        most = np.argmax(ahead, axis=1)[:, None]
        far = np.take_along_axis(ahead, most, axis=1)[:, 0]
        with np.errstate(all="ignore"):
            weight = np.take_along_axis(agreed.above, most, axis=1)[:, 0] / far
        return np.where(far > 0, weight, 0.0)


@dataclass(frozen=True, eq=False)
class Solved:
    """Outcomes of many games under one order.

    Parameters
    ----------
    games : Games
        What was solved.
    agreed, delivered : Found
        With compliance assumed, and as kept.
    needed : array, shape (games,)
        Needed patience; NaN where enforcement is not reciprocity.
    sure : bool array, shape (games,)
        False where the game has to be solved on its own.
    """

    games: Games
    agreed: Found
    delivered: Found
    needed: np.ndarray
    sure: np.ndarray

    def output(self, name: str, ids: tuple[str, ...]) -> np.ndarray:
        """Return one output, shape (games,); NaN where it is undefined."""
        bare = name.removeprefix(AGREED)
        face = self._agreed_face if name.startswith(AGREED) else self._delivered_face
        kind, _, state = bare.partition(".")
        if kind in BY_STATE:
            return np.asarray(getattr(face, kind)[:, ids.index(state)])
        if bare == "needed_patience":
            return self.needed
        if bare == "members":
            return np.full(len(self.needed), float(self.games.members.sum()))
        if bare == "stake":
            return self.games.stake
        return np.asarray(getattr(face, bare))

    @cached_property
    def _agreed_face(self) -> _Face:
        return _Face(self.games, self.agreed)

    @cached_property
    def _delivered_face(self) -> _Face:
        return (
            self._agreed_face
            if self.delivered is self.agreed
            else _Face(self.games, self.delivered)
        )


@dataclass(frozen=True, eq=False)
class _Face:
    """One stage of many outcomes; its attributes are the outputs."""

    games: Games
    found: Found

    @cached_property
    def action(self) -> np.ndarray:
        games = self.games
        price = games.stakes.copy()
        price[:, games.members] += self.found.above
        if not np.isnan(self.found.level).all():
            # The level itself where it binds, without the rounding of a sum.
            binds = (self.found.above > 0) & ~np.isnan(self.found.level)[:, None]
            inside = np.where(binds, self.found.level[:, None], price[:, games.members])
            price[:, games.members] = inside
        return np.asarray(games.capacities * price)

    @cached_property
    def payoff(self) -> np.ndarray:
        games, actions = self.games, self.action
        total = actions.sum(axis=1, keepdims=True)
        return np.asarray(games.stakes * total - actions**2 / (2 * games.capacities))

    @property
    def gain(self) -> np.ndarray:
        return np.asarray(self.payoff - self.games.reference_payoffs)

    @property
    def level(self) -> np.ndarray:
        return self.found.level

    @property
    def welfare(self) -> np.ndarray:
        return np.asarray(self.payoff.sum(axis=1))

    @property
    def effectiveness(self) -> np.ndarray:
        """L1: one minus the share that is still missing of what is missing without cooperation."""
        games = self.games
        price = games.stakes.sum(axis=1, keepdims=True)
        missing = games.capacities * (price - self.action / games.capacities) ** 2
        with np.errstate(all="ignore"):
            share = 1 - missing.sum(axis=1) / (2 * games.stake)
        return np.where(games.some_stake, share, np.nan)

    @property
    def effectiveness_quantity(self) -> np.ndarray:
        games = self.games
        alone = (games.capacities * games.stakes).sum(axis=1)
        best = games.capacities.sum(axis=1) * games.stakes.sum(axis=1)
        enough = games.some_stake & (np.abs(best - alone) > STAKE * np.maximum(best, NOT_ZERO))
        with np.errstate(all="ignore"):
            share = (self.action.sum(axis=1) - alone) / (best - alone)
        return np.where(enough, share, np.nan)


def has_output(name: str) -> bool:
    """Say whether closed forms give an output.

    Examples
    --------
    >>> has_output("agreed.level"), has_output("gain.US"), has_output("legitimacy")
    (True, True, False)
    """
    bare = name.removeprefix(AGREED)
    return bare in OUTPUTS or bare.partition(".")[0] in BY_STATE


def closed_form(game: CooperationGame, how: Mapping[str, Any] | None = None) -> ClosedForm | None:
    """Return the closed form of an order on the linear-quadratic public good, None without one.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    how : mapping, optional
        Keywords of :func:`~gametheory_orders.solve`.

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> closed_form(load_game("climate", "charter_majority")).enforced
    'reciprocity'
    >>> closed_form(load_game("climate", "club_tariff_1")) is None
    True
    """
    how = dict(how or {})
    order = game.order
    if type(game.issue) is not PublicGood or type(order.membership) not in MEMBERSHIPS:
        return None
    enforced = _enforced(game)
    if enforced is None or not _decides(game, enforced) or not game.members.any():
        return None
    foresight, fallback = how.get("foresight", "anticipate"), how.get("fallback", "deepest_kept")
    return ClosedForm(game, enforced, foresight == "anticipate", fallback == "deepest_kept")


def _enforced(game: CooperationGame) -> str | None:
    rules = game.order.rules
    if len(rules) != 1:
        return None
    (rule,) = rules
    if type(rule) is Binding:
        return "binding"
    if type(rule) is NoEnforcement:
        return "none"
    # Whatever else reciprocity may be told must be left at what it is by default.
    plain = type(rule) is Reciprocity and set(rule.settings()) <= {"rule", "patience"}
    return "reciprocity" if plain else None


def _decides(game: CooperationGame, enforced: str) -> bool:
    decision: Any = game.order.decision
    membership = game.order.membership
    kind = type(decision)
    free_exit = membership.reaction == "redecide" and membership.exit_cost == 0
    if kind is Pledge:
        common = decision.weight == "uniform" or isinstance(decision.weight, int | float)
        return common and (enforced != "none" or free_exit)
    if enforced == "none":
        return False
    if kind in (FixedLevel, Joint):
        return bool(decision.agreement_class == "uniform")
    if kind not in VOTES or set(decision.settings()) - {"rule", "quota", "weights", "veto", "body"}:
        return False
    return bool(decision.voting_rule(game.world, game.members).voters.any())
