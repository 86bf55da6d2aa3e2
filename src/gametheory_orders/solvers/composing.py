"""Agreements of a hybrid's parts put together, and whether what results is kept.

Builds on games. A state answers to the rules of the part that sets what it does. It may break any
of the parts that bind it, and meets what is left of them; then either all parts end, or those
that were broken. Not here: what the parts agree on, and how much of it is kept (hybrids.py).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import INDIFFERENT
from gametheory_orders.games import Agreement, CooperationGame
from gametheory_orders.games.composed import Composed
from gametheory_orders.issues import MatrixGame
from gametheory_orders.issues.spillover import spillover
from gametheory_orders.orders import Reciprocity
from gametheory_orders.orders.deterrence import Weights
from gametheory_orders.orders.hybrid import Hybrid
from gametheory_orders.solvers.compliance import kept_by_assumption
from gametheory_orders.solvers.needed_patience import bound_by


@dataclass(frozen=True, eq=False)
class Parts:
    """A hybrid's parts as games of their own.

    Parameters
    ----------
    game : CooperationGame
        The issue under the hybrid.
    games : tuple of CooperationGame
        The issue under each part.
    patience : array, shape (parts, n)
        Patience of each state in each part.
    """

    game: CooperationGame
    games: tuple[CooperationGame, ...]
    patience: np.ndarray

    @cached_property
    def weights(self) -> tuple[Weights | None, ...]:
        """Each part's weights of today and tomorrow under reciprocity, None without it."""
        rules = [game.order.enforced_by(Reciprocity) for game in self.games]
        return tuple(
            None if rule is None else rule.weights(self.game.world, patience)
            for rule, patience in zip(rules, self.patience, strict=True)
        )

    @property
    def hybrid(self) -> Hybrid:
        """The order of the game."""
        assert isinstance(self.game.order, Hybrid)
        return self.game.order


def check_comparable(game: CooperationGame, hybrid: Hybrid) -> None:
    """Raise if parts act side by side on an issue whose actions have no more and less.

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> game = load_game("climate", "g6_consensus")
    >>> from gametheory_orders.orders.hybrid import Hybrid
    >>> check_comparable(game, Hybrid(parts=[game.order, game.order], combination="two_tracks"))
    """
    if hybrid.kind.side_by_side and not _ordered(game):
        found = f"{hybrid.combination!r} on the family {game.issue.family!r}"
        raise ModelError("hybrid.rule", found, "ratification or adoption: one decision for all")


def _ordered(game: CooperationGame) -> bool:
    return not (game.issue.one_for_all or isinstance(game.issue, MatrixGame))


def compose(parts: Parts, agreements: Sequence[Agreement]) -> Composed:
    """Return what agreements of the parts come to together.

    Parameters
    ----------
    parts : Parts
        Whose agreements they are.
    agreements : sequence of Agreement
        One for each part; one that is not reached binds nobody.
    """
    issue, n = parts.game.issue, parts.game.world.n
    reached = [j for j, each in enumerate(agreements) if each.reached]
    set_by = np.full(n, -1)
    actions = np.array(issue.reference(), dtype=float)
    alone = reached if len(reached) == 1 or _ordered(parts.game) else reached[-1:]
    innermost = parts.hybrid.combination == "circles"
    for j in alone:
        mine = agreements[j].members & (set_by < 0)
        if not innermost:
            mine |= agreements[j].members & (agreements[j].actions > actions)
        actions = np.where(mine, agreements[j].actions, actions)
        set_by = np.where(mine, j, set_by)
    if len(alone) == 1:
        actions = np.array(agreements[alone[0]].actions, dtype=float)
    elif alone and not issue.dominant:
        actions = issue.joint_replies(set_by < 0, actions)
    members = np.zeros(n, dtype=bool)
    exempt = np.zeros(n, dtype=bool)
    for j in alone:
        members |= agreements[j].members
        exempt |= (set_by == j) & agreements[j].members & ~bound_by(agreements[j])
    if not alone:
        members = np.asarray(np.any([each.members for each in agreements], axis=0))
    one = agreements[alone[0]] if len(alone) == 1 else None
    return Composed(
        members,
        actions,
        level=one.level if one else None,
        floor=one.floor if one else True,
        supporters=one.supporters if one else None,
        reached=bool(alone),
        exempt=exempt if exempt.any() else None,
        parts=tuple(agreements),
        set_by=set_by,
        worth=_worth(parts, agreements, alone, members, actions),
    )


def _worth(
    parts: Parts,
    agreements: Sequence[Agreement],
    alone: Sequence[int],
    members: np.ndarray,
    actions: np.ndarray,
) -> np.ndarray:
    if not alone:
        return parts.game.reference_payoffs
    issue = parts.game.issue
    found = issue.payoffs(actions) + spillover(issue, members, actions)
    for j in alone:
        for rule in parts.games[j].order.rules:
            found = found + rule.payoffs(issue, agreements[j].members, actions)
    return np.asarray(found)


@dataclass(frozen=True, eq=False)
class Breach:
    """One way in which states can break a composition: which parts, and what it brings.

    Parameters
    ----------
    parts : tuple of int
        The parts that are broken.
    who : bool array, shape (n,)
        Whom it is open to.
    once : array, shape (n,)
        Payoff of the period in which a state alone breaks them.
    after : array, shape (n,)
        Payoff in each period after it.
    """

    parts: tuple[int, ...]
    who: np.ndarray
    once: np.ndarray
    after: np.ndarray


def breaches(parts: Parts, found: Composed) -> Iterator[Breach]:
    """Yield the ways in which single states can break a composition."""
    bound = [each.members & each.reached for each in found.parts]
    reached = [j for j, each in enumerate(found.parts) if each.reached]
    bare = bound_by(found) & (found.set_by >= 0)
    if parts.hybrid.punishment == "all":
        once = _deviating(parts, found, None)
        yield Breach(tuple(reached), bare, once, parts.game.reference_payoffs)
        return
    for size in range(1, len(reached) + 1):
        for broken in itertools.combinations(reached, size):
            left = [
                replace(each, reached=False) if j in broken else each
                for j, each in enumerate(found.parts)
            ]
            rest = compose(parts, left)
            setter = np.isin(found.set_by, broken)
            inside = np.all([bound[j] for j in broken], axis=0)
            # Whoever the rest still binds does that much; else what is best for itself.
            still = rest.actions if rest.reached else np.full(len(setter), -np.inf)
            held = np.where(rest.set_by >= 0, still, -np.inf)
            once = _deviating(parts, found, held)
            yield Breach(broken, bare & setter & inside, once, rest.worth)


def _deviating(parts: Parts, found: Composed, held: np.ndarray | None) -> np.ndarray:
    """Return each state's payoff if it alone does what is best, or what still binds it, (n,)."""
    issue = parts.game.issue
    extra = found.worth - issue.payoffs(found.actions)
    if held is None or not np.isfinite(held).any():
        return np.asarray(issue.deviation_payoffs(found.actions) + extra)
    out = np.array(issue.deviation_payoffs(found.actions))
    for i in np.flatnonzero(np.isfinite(held)):
        changed = found.actions.copy()
        changed[i] = max(float(issue.best_reply(int(i), found.actions)), held[i])
        out[i] = issue.payoffs(changed)[i]
    return np.asarray(out + extra)


def margins(parts: Parts, found: Composed) -> np.ndarray:
    """Return by how much each state prefers keeping a composition, in payoffs, shape (n,).

    Infinite for those whom nothing binds, or who keep it by assumption. What nothing but
    participation holds counts as kept: who would leave is reported with the outcome.
    """
    n = parts.game.world.n
    out = np.full(n, np.inf)
    if not found.reached:
        return out
    for breach in breaches(parts, found):
        for j, game in enumerate(parts.games):
            mine = breach.who & (found.set_by == j)
            if not mine.any() or kept_by_assumption(game) or not game.order.deters:
                continue
            once = breach.once - game.order.losses(game.world, found.parts[j].members)
            weights = parts.weights[j]
            if weights is None:
                margin = found.worth - once
            else:
                keep, now, revert = weights
                margin = keep * found.worth - now * once - revert * breach.after
            out = np.where(mine, np.minimum(out, margin), out)
    return out


def holds(parts: Parts, found: Composed) -> bool:
    """Say whether nobody gains by breaking a composition.

    Where each part has its own punishment, what is left after a breach must hold by itself too.
    """
    compositions = [found]
    if parts.hybrid.punishment == "own":
        reached = [j for j, each in enumerate(found.parts) if each.reached]
        for size in range(1, len(reached)):
            for kept in itertools.combinations(reached, size):
                fewer = [
                    each if j in kept else replace(each, reached=False)
                    for j, each in enumerate(found.parts)
                ]
                compositions.append(compose(parts, fewer))
    slack = INDIFFERENT * parts.game.scales
    return all(bool((margins(parts, each) >= -slack).all()) for each in compositions)


def needed(parts: Parts, found: Composed) -> dict[str, float]:
    """Return the needed patience of each state that reciprocity binds, by state."""
    out: dict[str, float] = {}
    slack = INDIFFERENT * parts.game.scales
    for breach in breaches(parts, found) if found.reached else ():
        for j, game in enumerate(parts.games):
            rule = game.order.enforced_by(Reciprocity)
            if rule is None or kept_by_assumption(game):
                continue
            once = breach.once - game.order.losses(game.world, found.parts[j].members)
            values = rule.needed_patience(
                game.world, once - found.worth, once - breach.after, slack
            )
            for i in np.flatnonzero(breach.who & (found.set_by == j)):
                state = game.world.ids[int(i)]
                out[state] = max(out.get(state, 0.0), float(values[i]))
    return {state: out[state] for state in parts.game.world.ids if state in out}
